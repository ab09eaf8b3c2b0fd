//! The recent queries, dropped down from the search line.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::Span;

use super::rows::Row;
use super::{footer, paint, rows};
use crate::layout;
use crate::state::{RecentView, State};
use crate::theme::{Part, Theme};

/// The rows: those of the recent queries that contain what is typed.
pub(super) fn rows(state: &State, view: &RecentView, theme: Theme) -> Vec<Row> {
    let matches = state.recent_matches(view).into_iter().enumerate();
    let style = theme.part(Part::Input);
    matches
        .map(|(at, query)| Row::of(at, vec![Span::styled(query.to_owned(), style)], Vec::new()))
        .collect()
}

/// Draws the panel; gives the place of the cursor.
pub(super) fn draw(
    state: &State,
    view: &RecentView,
    theme: Theme,
    buffer: &mut Buffer,
) -> Option<Position> {
    let area = layout::recent(state);
    paint::clear(buffer, area);
    frame(buffer, area, theme);
    let inner = area.inner(ratatui::layout::Margin::new(1, 1));
    let title = Rect { height: area.height.min(1), ..area };
    let label = Span::styled("Recent queries: ", theme.part(Part::Key));
    let x = paint::spans(buffer, title, title.x + 2, title.y, &[label]);
    let line = Rect { x, width: title.right().saturating_sub(x + 2), ..title };
    let cursor = footer::draw_line(&view.filter, line, theme.part(Part::Input), buffer);
    rows::draw(buffer, inner, &rows(state, view, theme), view.selected, theme);
    Some(cursor)
}

fn frame(buffer: &mut Buffer, area: Rect, theme: Theme) {
    if area.width < 2 || area.height < 2 {
        return;
    }
    let style = theme.part(Part::Rule);
    let bar = "─".repeat(usize::from(area.width - 2));
    paint::text(buffer, area, area.x, area.y, &format!("╭{bar}╮"), style);
    for y in area.y + 1..area.bottom() - 1 {
        paint::text(buffer, area, area.x, y, "│", style);
        paint::text(buffer, area, area.right() - 1, y, "│", style);
    }
    paint::text(buffer, area, area.x, area.bottom() - 1, &format!("╰{bar}╯"), style);
}
