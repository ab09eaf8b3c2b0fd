//! The facet panel.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Span;

use super::rows::Row;
use super::{paint, rows};
use crate::layout;
use crate::state::State;
use crate::theme::{Part, Theme};

/// Cells of a count's bar.
const BAR: u64 = 8;
/// The widest rows: the eye must find a value's count.
const WIDEST: u16 = 56;

/// The heading of a facet.
pub(super) fn title(field: &str) -> String {
    match field {
        "product" => "Product",
        "area" => "Area",
        "component" => "Component",
        "type" => "Type",
        "year" => "Year",
        other => other,
    }
    .to_owned()
}

/// A value as it is shown.
pub(super) fn label<'v>(field: &str, value: &'v str) -> &'v str {
    if field == "product" { paint::product(value) } else { value }
}

/// A count and its bar, as wide for every count.
pub(super) fn count(count: u64, most: u64, cells: u64, theme: Theme) -> Vec<Span<'static>> {
    let bar = paint::bar(count, most, cells);
    let gap = usize::try_from(cells).unwrap_or(0).saturating_sub(paint::width(&bar));
    vec![
        Span::styled(format!("{} ", paint::thousands(count)), theme.part(Part::Input)),
        Span::styled(bar, theme.part(Part::Bar)),
        Span::raw(" ".repeat(gap)),
    ]
}

/// The rows: each facet's heading and its values.
pub(super) fn rows(state: &State, theme: Theme) -> Vec<Row> {
    let values = state.facet_rows();
    let query = state.search.line.text();
    let mut rows: Vec<Row> = Vec::new();
    let mut heading = "";
    for (index, (field, value, number)) in values.iter().enumerate() {
        if *field != heading {
            if !rows.is_empty() {
                rows.push(Row::default());
            }
            rows.push(Row::heading(title(field), theme));
            heading = field;
        }
        let of_field = values.iter().filter(|(other, ..)| other == field);
        let most = of_field.map(|(.., count)| *count).max().unwrap_or(0);
        let is_narrowed = crate::update::is_narrowed(query, field, value);
        let sign = if is_narrowed { "● " } else { "  " };
        let shown = label(field, value).to_owned();
        let left = vec![Span::styled(sign, theme.part(Part::Mark)), Span::raw(shown)];
        rows.push(Row::of(index, left, count(*number, most, BAR, theme)));
    }
    rows
}

/// Draws the panel.
pub(super) fn draw(state: &State, selected: usize, theme: Theme, buffer: &mut Buffer) {
    let area = layout::facets(state);
    paint::clear(buffer, area);
    for y in area.y..area.bottom() {
        paint::text(buffer, area, area.x, y, "│", theme.part(Part::Rule));
    }
    let width = area.width.saturating_sub(3).min(WIDEST);
    let inner = Rect { x: area.x + 2, width, ..area };
    let heading = [Span::styled("Narrow by", theme.part(Part::Faint))];
    paint::spans(buffer, inner, inner.x, inner.y, &heading);
    let body = Rect { y: inner.y + 1, height: inner.height.saturating_sub(1), ..inner };
    let rows = rows(state, theme);
    if rows.is_empty() {
        let text = if state.is_searching() { "counting …" } else { "Nothing to narrow." };
        paint::text(buffer, body, body.x, body.y, text, theme.part(Part::Faint));
    }
    rows::draw(buffer, body, &rows, selected, theme);
}
