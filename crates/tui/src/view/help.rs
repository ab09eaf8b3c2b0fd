//! Help: the table of actions, as it is bound now.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Span;

use super::{footer, paint, rows};
use crate::action::{ACTIONS, Context};
use crate::layout;
use crate::state::State;
use crate::theme::{Part, Theme};

/// Columns of the keys.
const KEYS: u16 = 27;
/// From this width on, help has two columns.
const WIDTH_OF_TWO: u16 = 150;
/// Blanks between them.
const GAP: u16 = 4;

/// A line of help: keys and what they do, or a heading.
#[derive(Default)]
struct HelpLine {
    keys: String,
    text: String,
    is_heading: bool,
}

/// The lines for a width, those of the place where help was asked for first.
fn lines(state: &State, first: Context, width: u16) -> Vec<HelpLine> {
    let others = Context::ALL.iter().copied().filter(|context| *context != first);
    let room = usize::from(width.saturating_sub(keys_width(width)));
    let mut lines = Vec::new();
    for context in std::iter::once(first).chain(others) {
        if !lines.is_empty() {
            lines.push(HelpLine::default());
        }
        let text = context.title().to_owned();
        lines.push(HelpLine { text, is_heading: true, ..HelpLine::default() });
        for row in ACTIONS {
            let keys: Vec<_> =
                state.keymap.keys(row.action, context).map(|key| key.to_string()).collect();
            if keys.is_empty() {
                continue;
            }
            let mut keys = keys.join("  ");
            for text in paint::wrapped(row.help, room) {
                lines.push(HelpLine { keys: std::mem::take(&mut keys), text, is_heading: false });
            }
        }
    }
    lines
}

/// The columns of the keys.
fn keys_width(width: u16) -> u16 {
    KEYS.min(width / 2)
}

/// The columns of help: two where both have room for keys and text.
fn columns(body: Rect) -> Vec<Rect> {
    if body.width < WIDTH_OF_TWO {
        return vec![body];
    }
    let width = (body.width - GAP) / 2;
    let left = Rect { width, ..body };
    vec![left, Rect { x: body.x + width + GAP, ..left }]
}

/// The line that is the first in sight where the last one is in sight, too.
pub(crate) fn last_top(state: &State) -> usize {
    let columns = columns(layout::page(state.size).body);
    let width = columns.first().map_or(0, |column| column.width);
    let in_sight: usize = columns.iter().map(|column| usize::from(column.height)).sum();
    lines(state, Context::Line, width).len().saturating_sub(in_sight)
}

/// Draws help from a line on.
pub(super) fn draw(state: &State, top: usize, first: Context, theme: Theme, buffer: &mut Buffer) {
    let screen = layout::page(state.size);
    let header = footer::padded(screen.header);
    let heading = [
        Span::styled("Keys", theme.part(Part::Strong)),
        Span::styled("   rebind them in kbq.yaml under keys:", theme.part(Part::Faint)),
    ];
    paint::spans(buffer, header, header.x, header.y, &rows::fitted(&heading, header.width, None));
    paint::rule(buffer, screen.rule, theme);
    let columns = columns(screen.body);
    let width = columns.first().map_or(0, |column| column.width);
    let keys = keys_width(width);
    let rows = columns.iter().flat_map(|column| column.rows());
    for (line, row) in lines(state, first, width).iter().skip(top).zip(rows) {
        let (x, part) = if line.is_heading { (0, Part::Strong) } else { (keys, Part::Input) };
        let shown = paint::clipped(&line.keys, keys.saturating_sub(3), theme.part(Part::Key));
        paint::spans(buffer, row, row.x + 2, row.y, &[shown]);
        let text = paint::clipped(&line.text, row.width.saturating_sub(x), theme.part(part));
        paint::spans(buffer, row, row.x + x, row.y, &[text]);
    }
    footer::draw(state, screen.footer, Context::Help, theme, buffer);
}
