//! The start screen: recent queries, bookmarks, what to try, what is in the index.

use kbq_index::{Facet, Stats};
use kbq_render::Role;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Span;

use super::rows::Row;
use super::{paint, rows};
use crate::state::{IndexState, StartItem, State, facet_values};
use crate::theme::{Part, Theme};

/// The width of a column of counts.
const COLUMN: u16 = 36;
/// The widest column: the eye must find a value's count.
const WIDEST: u16 = 44;
/// The fewest lines of a column that are worth showing.
const LEAST_BAND: u16 = 6;
/// The most lines of a column, its heading and the blank below it included.
const HIGHEST_BAND: u16 = 18;
/// Cells of a count's bar.
const BAR: u64 = 8;
/// Columns of an example, before what it shows.
const EXAMPLE: usize = 22;

/// The rows of the start screen.
pub(super) fn rows(state: &State, theme: Theme) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    let mut heading = "";
    for (index, item) in state.start_items().into_iter().enumerate() {
        let (group, left) = match item {
            StartItem::Recent(query) => ("Recent", vec![Span::raw(query.to_owned())]),
            StartItem::Bookmark(number, title) => {
                let id = Span::styled(format!("{:<9}", format!("Q{number}")), theme.role(Role::Id));
                ("Bookmarks", vec![id, Span::raw(title.to_owned())])
            }
            StartItem::Example(query, what) => {
                let query = Span::raw(format!("{query:<EXAMPLE$}"));
                ("Try", vec![query, Span::styled(what.to_owned(), theme.part(Part::Faint))])
            }
        };
        if group != heading {
            if !rows.is_empty() {
                rows.push(Row::default());
            }
            rows.push(Row::heading(format!("  {group}"), theme));
            heading = group;
        }
        rows.push(Row::of(index, left, Vec::new()));
    }
    rows
}

/// Draws the rows.
pub(super) fn draw_list(state: &State, area: Rect, theme: Theme, buffer: &mut Buffer) {
    rows::draw(buffer, area, &rows(state, theme), state.search.selected, theme);
}

/// Draws what is in the index.
pub(super) fn draw_contents(state: &State, area: Rect, theme: Theme, buffer: &mut Buffer) {
    let IndexState::Open(stats) = &state.index else {
        // What failed stands above.
        if matches!(state.index, IndexState::Opening) {
            let text = "opening the index …";
            paint::text(buffer, area, area.x, area.y, text, theme.part(Part::Faint));
        }
        return;
    };
    let summary = paint::clipped(&summary(stats), area.width, theme.part(Part::Input));
    paint::spans(buffer, area, area.x, area.y, &[summary]);
    let columns = (area.width / COLUMN).max(1);
    let width = area.width / columns;
    let below = Rect { y: area.y + 2, height: area.height.saturating_sub(2), ..area };
    let count = u16::try_from(stats.facets.len()).unwrap_or(0);
    let bands = (below.height / LEAST_BAND).clamp(1, count.div_ceil(columns).max(1));
    let height = (below.height / bands).min(HIGHEST_BAND);
    for (facet, slot) in stats.facets.iter().zip(0..bands * columns) {
        let y = below.y + slot / columns * height;
        let column = Rect {
            x: below.x + slot % columns * width,
            y,
            width: width.saturating_sub(3).min(WIDEST),
            height: height.saturating_sub(u16::from(bands > 1)),
        };
        draw_facet(facet, column, theme, buffer);
    }
}

fn summary(stats: &Stats) -> String {
    let articles = paint::counted(stats.articles, "article");
    let megabytes = stats.bytes.div_ceil(1_000_000);
    let years = match stats.dates {
        Some((first, last)) if first.year() != last.year() => {
            format!(" · {} to {}", first.year(), last.year())
        }
        Some((first, _)) => format!(" · {}", first.year()),
        None => String::new(),
    };
    format!("{articles}{years} · {} words · {megabytes} MB", paint::thousands(stats.words))
}

/// A column of values with their counts.
fn draw_facet(facet: &Facet, area: Rect, theme: Theme, buffer: &mut Buffer) {
    let title = [Span::styled(super::facets::title(facet.field), theme.part(Part::Strong))];
    paint::spans(buffer, area, area.x, area.y, &title);
    let most = facet.values.iter().map(|(_, count)| *count).max().unwrap_or(0);
    let room = usize::from(area.height.saturating_sub(1));
    for ((value, count), row) in facet_values(facet, room).zip(area.rows().skip(1)) {
        let right = super::facets::count(*count, most, BAR, theme);
        let x = paint::right(buffer, row, row.y, &right);
        let room = x.saturating_sub(row.x + 1);
        let value = super::facets::label(facet.field, value);
        let value = paint::clipped(value, room, theme.part(Part::Faint));
        paint::spans(buffer, row, row.x, row.y, &[value]);
    }
}
