//! The last row: what keys do here, what happened, a prompt.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::Span;

use super::paint::{self, width};
use crate::action::{ACTIONS, Action, Context};
use crate::layout;
use crate::state::{Prompt, PromptKind, State};
use crate::theme::{Part, Theme};

/// Blanks between two hints.
const GAP: u16 = 3;

/// Draws the footer: a message if there is one, else hints from the table of actions.
pub(super) fn draw(state: &State, area: Rect, context: Context, theme: Theme, buffer: &mut Buffer) {
    let area = padded(area);
    if let Some(status) = &state.status {
        let part = if status.failed { Part::Failure } else { Part::Message };
        let span = paint::clipped(&status.text, area.width, theme.part(part));
        paint::spans(buffer, area, area.x, area.y, &[span]);
        return;
    }
    let hints = hints(state, context);
    let wide = |(_, key, hint): &(Action, String, &str)| {
        u16::try_from(width(key) + width(hint) + 1).unwrap_or(u16::MAX)
    };
    // Whoever sees little has the more need of help: its key keeps its room.
    let help =
        hints.iter().find(|(action, ..)| *action == Action::Help).map_or(0, |h| wide(h) + GAP);
    let mut kept = help;
    let mut x = area.x;
    for hint in &hints {
        let (action, key, text) = hint;
        if *action == Action::Help {
            kept = 0;
        }
        if x.saturating_add(wide(hint)).saturating_add(kept) > area.right() {
            continue;
        }
        x = paint::text(buffer, area, x, area.y, key, theme.part(Part::Key));
        x = paint::text(buffer, area, x + 1, area.y, text, theme.part(Part::Faint)) + GAP;
    }
}

/// What the footer names here, with the first key of each.
fn hints(state: &State, context: Context) -> Vec<(Action, String, &'static str)> {
    let has_links = !state.is_start() || state.is_reading();
    let named = ACTIONS.iter().filter(|row| !row.hint.is_empty());
    let named = named.filter(|row| row.action != Action::Links || has_links);
    let with_key = named.filter_map(|row| {
        let key = state.keymap.keys(row.action, context).next()?;
        Some((row.action, key.to_string(), row.hint))
    });
    with_key.collect()
}

/// One blank at either side.
pub(super) fn padded(area: Rect) -> Rect {
    area.inner(ratatui::layout::Margin::new(1, 0))
}

/// Draws a prompt in place of the footer; gives the place of the cursor.
pub(super) fn draw_prompt(
    state: &State,
    prompt: &Prompt,
    theme: Theme,
    buffer: &mut Buffer,
) -> Option<Position> {
    let row = layout::reader(state.size).footer;
    paint::clear(buffer, row);
    let area = padded(row);
    let (label, hint) = match prompt.kind {
        PromptKind::Find => ("Find: ", found(state)),
        PromptKind::ExportArticle => ("Write the article to: ", ".txt or .json".to_owned()),
        PromptKind::ExportResults => ("Write the results to: ", ".jsonl or .tsv".to_owned()),
    };
    let x = paint::text(buffer, area, area.x, area.y, label, theme.part(Part::Key));
    let hint = [Span::styled(hint, theme.part(Part::Faint))];
    let right = paint::right(buffer, area, area.y, &hint);
    let line = Rect { x, width: right.saturating_sub(x + 1), ..area };
    Some(draw_line(&prompt.line, line, theme.part(Part::Input), buffer))
}

fn found(state: &State) -> String {
    let find = state.document().and_then(|document| document.find.as_ref());
    match find {
        Some(find) if !find.text.is_empty() => match find.places.len() {
            0 => "not found".to_owned(),
            count => format!("{} of {count}", find.current + 1),
        },
        _ => String::new(),
    }
}

/// Draws a line that is edited, scrolled so that the cursor is in sight; gives its place.
pub(super) fn draw_line(
    line: &crate::text_line::TextLine,
    area: Rect,
    style: ratatui::style::Style,
    buffer: &mut Buffer,
) -> Position {
    let before = line.text().get(..line.cursor()).unwrap_or_default();
    let column = width(before);
    let room = usize::from(area.width.max(1));
    let hidden = (column + 1).saturating_sub(room);
    let mut skipped = 0;
    let from = line
        .text()
        .char_indices()
        .find(|(_, c)| {
            let done = skipped >= hidden;
            skipped += width(c.encode_utf8(&mut [0; 4]));
            done
        })
        .map_or(line.text().len(), |(at, _)| at);
    let shown = line.text().get(from..).unwrap_or_default();
    paint::text(buffer, area, area.x, area.y, shown, style);
    let shown_before = line.text().get(from..line.cursor()).unwrap_or_default();
    let offset = u16::try_from(width(shown_before)).unwrap_or(u16::MAX);
    Position::new(area.x.saturating_add(offset), area.y)
}
