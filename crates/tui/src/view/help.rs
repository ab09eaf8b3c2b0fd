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
struct HelpLine {
    keys: String,
    text: &'static str,
}

/// The lines, those of the place where help was asked for first.
fn lines(state: &State, first: Context) -> Vec<HelpLine> {
    let others = Context::ALL.iter().copied().filter(|context| *context != first);
    let mut lines = Vec::new();
    for context in std::iter::once(first).chain(others) {
        if !lines.is_empty() {
            lines.push(HelpLine { keys: String::new(), text: "" });
        }
        lines.push(HelpLine { keys: String::new(), text: context.title() });
        for row in ACTIONS {
            let keys: Vec<_> =
                state.keymap.keys(row.action, context).map(|key| key.to_string()).collect();
            if !keys.is_empty() {
                lines.push(HelpLine { keys: keys.join("  "), text: row.help });
            }
        }
    }
    lines
}

/// How many lines help has.
pub(crate) fn height(state: &State) -> usize {
    lines(state, Context::Line).len()
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
    for (line, row) in lines(state, first).iter().skip(top).zip(screen.body.rows()) {
        let (x, style) = if line.keys.is_empty() {
            (row.x, theme.part(Part::Strong))
        } else {
            let keys = KEYS.min(row.width / 2);
            let text = paint::clipped(&line.keys, keys.saturating_sub(3), theme.part(Part::Key));
            paint::spans(buffer, row, row.x + 2, row.y, &[text]);
            (row.x + keys, theme.part(Part::Input))
        };
        let text = paint::clipped(line.text, row.right().saturating_sub(x), style);
        paint::spans(buffer, row, x, row.y, &[text]);
    }
    footer::draw(state, screen.footer, Context::Help, theme, buffer);
}
