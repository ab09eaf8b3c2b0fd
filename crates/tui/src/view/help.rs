//! Help: the table of actions, as it is bound now.

use ratatui::buffer::Buffer;
use ratatui::text::Span;

use super::{footer, paint, rows};
use crate::action::{ACTIONS, Context};
use crate::layout;
use crate::state::State;
use crate::theme::{Part, Theme};

/// Columns of the keys.
const KEYS: u16 = 26;

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

/// How many lines help has.
pub(crate) fn height(state: &State) -> usize {
    lines(state, Context::Line, layout::page(state.size).body.width).len()
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
    let width = screen.body.width;
    let keys = keys_width(width);
    for (line, row) in lines(state, first, width).iter().skip(top).zip(screen.body.rows()) {
        let (x, part) = if line.is_heading { (0, Part::Strong) } else { (keys, Part::Input) };
        let shown = paint::clipped(&line.keys, keys.saturating_sub(3), theme.part(Part::Key));
        paint::spans(buffer, row, row.x + 2, row.y, &[shown]);
        let text = paint::clipped(&line.text, row.width.saturating_sub(x), theme.part(part));
        paint::spans(buffer, row, row.x + x, row.y, &[text]);
    }
    footer::draw(state, screen.footer, Context::Help, theme, buffer);
}
