//! Lists of rows under headings: links, facets, recent queries, the start screen.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Span;

use super::paint::{self, width};
use crate::theme::{Part, Theme};

/// A line of a list.
#[derive(Debug, Clone, Default)]
pub(super) struct Row {
    /// Which row it is; `None` for headings and blank lines.
    pub(super) index: Option<usize>,
    /// What stands at the left; the last of it is cut where there is no room.
    pub(super) left: Vec<Span<'static>>,
    /// What stands at the right.
    pub(super) right: Vec<Span<'static>>,
}

impl Row {
    /// A heading.
    pub(super) fn heading(text: impl Into<String>, theme: Theme) -> Row {
        let span = Span::styled(text.into(), theme.part(Part::Strong));
        Row { left: vec![span], ..Row::default() }
    }

    /// A row that can be selected.
    pub(super) fn of(index: usize, left: Vec<Span<'static>>, right: Vec<Span<'static>>) -> Row {
        Row { index: Some(index), left, right }
    }
}

/// The first line in sight: the list turns over in pages, so that rows stay where they are while
/// the selection moves among them.
fn top(rows: &[Row], selected: usize, height: u16) -> usize {
    let height = usize::from(height.max(1));
    let line = rows.iter().position(|row| row.index == Some(selected)).unwrap_or(0);
    let page = line / height * height;
    // A heading goes with the first row below it.
    if line < height { 0 } else { page.min(rows.len().saturating_sub(height)) }
}

/// The row that is drawn on a line.
pub(super) fn at(rows: &[Row], selected: usize, height: u16, line: usize) -> Option<usize> {
    rows.get(top(rows, selected, height) + line)?.index
}

/// Draws the rows; `selected` is marked with a bar.
pub(super) fn draw(buffer: &mut Buffer, area: Rect, rows: &[Row], selected: usize, theme: Theme) {
    let lines = rows.iter().skip(top(rows, selected, area.height)).zip(area.rows());
    for (row, line) in lines {
        let is_selected = row.index == Some(selected);
        if is_selected {
            buffer.set_style(line.intersection(buffer.area), theme.part(Part::Selected));
            paint::text(buffer, line, line.x, line.y, "▌", theme.part(Part::Accent));
        }
        let indent = if row.index.is_some() { 2 } else { 0 };
        let right = paint::right(buffer, line, line.y, &row.right);
        let room = right.saturating_sub(line.x + indent + u16::from(!row.right.is_empty()));
        let spans = fitted(&row.left, room, is_selected.then(|| theme.part(Part::Strong)));
        paint::spans(buffer, line, line.x + indent, line.y, &spans);
    }
}

/// Spans cut to a width, with an ellipsis where they are cut.
pub(super) fn fitted(spans: &[Span<'_>], room: u16, more: Option<Style>) -> Vec<Span<'static>> {
    let mut left = room;
    let mut fitted = Vec::new();
    for span in spans {
        let style = more.map_or(span.style, |more| span.style.patch(more));
        let cut = paint::clipped(&span.content, left, style);
        left = left.saturating_sub(u16::try_from(width(&cut.content)).unwrap_or(u16::MAX));
        fitted.push(cut);
        if left == 0 {
            break;
        }
    }
    fitted
}
