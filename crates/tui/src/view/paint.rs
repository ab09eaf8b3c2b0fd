//! Painting text into cells.

use kbq_render::{Line, Role, safe};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Span;

use crate::theme::{Part, Theme};

/// Paints text from a cell on, within `area`; gives the column after it. Text that came from an
/// article or a user is made safe here.
pub(super) fn text(
    buffer: &mut Buffer,
    area: Rect,
    x: u16,
    y: u16,
    text: &str,
    style: Style,
) -> u16 {
    let area = area.intersection(buffer.area);
    if y < area.top() || y >= area.bottom() || x < area.left() || x >= area.right() {
        return x;
    }
    let room = usize::from(area.right() - x);
    buffer.set_stringn(x, y, safe(text), room, style).0
}

/// Paints spans one after the other; gives the column after them.
pub(super) fn spans(buffer: &mut Buffer, area: Rect, x: u16, y: u16, spans: &[Span<'_>]) -> u16 {
    spans.iter().fold(x, |x, span| text(buffer, area, x, y, &span.content, span.style))
}

/// Paints spans so that they end at the right edge, one blank before it; gives their first column.
pub(super) fn right(buffer: &mut Buffer, area: Rect, y: u16, parts: &[Span<'_>]) -> u16 {
    let wide: usize = parts.iter().map(|span| width(&span.content)).sum();
    let wide = u16::try_from(wide + 1).unwrap_or(u16::MAX);
    if wide > area.width {
        return area.right();
    }
    let x = area.right() - wide;
    spans(buffer, area, x, y, parts);
    x
}

/// Paints a line of an article.
pub(super) fn line(buffer: &mut Buffer, area: Rect, y: u16, line: &Line, theme: Theme) {
    line.spans
        .iter()
        .fold(area.x, |x, span| text(buffer, area, x, y, &span.text, theme.role(span.role)));
}

/// Paints a horizontal rule over the whole of an area's row.
pub(super) fn rule(buffer: &mut Buffer, area: Rect, theme: Theme) {
    if area.height > 0 {
        let bar = "─".repeat(usize::from(area.width));
        text(buffer, area, area.x, area.y, &bar, theme.part(Part::Rule));
    }
}

/// Paints a title into a rule, from a column on.
pub(super) fn rule_title(buffer: &mut Buffer, area: Rect, x: u16, title: &[Span<'_>]) {
    if area.height == 0 || title.iter().all(|span| span.content.is_empty()) {
        return;
    }
    let x = text(buffer, area, x, area.y, " ", Style::new());
    let x = spans(buffer, area, x, area.y, title);
    text(buffer, area, x, area.y, " ", Style::new());
}

/// Blanks an area, so that what lies below does not show through.
pub(super) fn clear(buffer: &mut Buffer, area: Rect) {
    let area = area.intersection(buffer.area);
    for position in area.positions() {
        if let Some(cell) = buffer.cell_mut(position) {
            cell.reset();
        }
    }
}

/// Text cut to a width, as a span.
pub(super) fn clipped(text: &str, columns: u16, style: Style) -> Span<'static> {
    Span::styled(Line::of(text, Role::Text).clipped(usize::from(columns)).to_string(), style)
}

/// The columns that a text takes.
pub(super) fn width(text: &str) -> usize {
    kbq_render::Span::new(text, Role::Text).width()
}

/// Words in lines of a width.
pub(super) fn wrapped(text: &str, room: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ') {
        match lines.last_mut() {
            Some(line) if width(line) + 1 + width(word) <= room => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

/// A product without its maker, who is the same for nearly all and would push the name out of sight.
pub(super) fn product(name: &str) -> &str {
    name.strip_prefix("Microsoft ").unwrap_or(name)
}

/// A number with commas between its thousands.
pub(super) fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// A count and its noun.
pub(super) fn counted(count: u64, noun: &str) -> String {
    let ending = if count == 1 { "" } else { "s" };
    format!("{} {noun}{ending}", thousands(count))
}

/// A bar as long as a count is of the greatest, in eighths of a cell.
pub(super) fn bar(count: u64, most: u64, cells: u64) -> String {
    const EIGHTHS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
    let eighths = (count * cells * 8).div_ceil(most.max(1)).min(cells * 8);
    let whole = usize::try_from(eighths / 8).unwrap_or(0);
    let rest = usize::try_from(eighths % 8).unwrap_or(0);
    "█".repeat(whole) + EIGHTHS[rest]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_and_bars() {
        assert_eq!([thousands(0), thousands(999), thousands(60_335)], ["0", "999", "60,335"]);
        assert_eq!(thousands(1_234_567), "1,234,567");
        assert_eq!(counted(1, "hit"), "1 hit");
        assert_eq!(bar(10, 10, 2), "██");
        assert_eq!(bar(1, 100, 2), "▏");
        assert_eq!(bar(0, 0, 4), "");
    }
}
