//! `view`: the state as a frame. It reads the state, never changes it.

mod codes;
mod facets;
mod facts;
mod footer;
mod help;
mod links;
mod list;
mod paint;
mod reader;
mod recent;
mod rows;
mod search;
mod start;

use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::Position;

use crate::layout;
use crate::state::{Layer, State};
use crate::theme::Theme;

pub(crate) use help::last_top as last_top_of_help;
pub(crate) use search::{PROMPT_WIDTH, chips_height};

/// Draws the state.
pub fn view(state: &State, theme: Theme, frame: &mut Frame<'_>) {
    let area = frame.area();
    let cursor = draw(state, theme, frame.buffer_mut());
    if let Some(cursor) = cursor.filter(|cursor| area.contains(*cursor)) {
        frame.set_cursor_position(cursor);
    }
}

/// Draws the topmost layer that covers the screen and what lies above it; gives the place of the
/// cursor where text is typed.
fn draw(state: &State, theme: Theme, buffer: &mut Buffer) -> Option<Position> {
    let covers = |layer: &Layer| {
        matches!(layer, Layer::Reader(_) | Layer::Links(_) | Layer::Codes(_) | Layer::Help(..))
    };
    let base = state.layers.iter().rposition(covers);
    let mut cursor = None;
    match base.and_then(|base| state.layers.get(base)) {
        Some(Layer::Reader(document)) => reader::draw(state, document, theme, buffer),
        Some(Layer::Links(view)) => links::draw(state, view, theme, buffer),
        Some(Layer::Codes(view)) => codes::draw(state, view, theme, buffer),
        Some(Layer::Help(top, context)) => help::draw(state, *top, *context, theme, buffer),
        _ => cursor = search::draw(state, theme, buffer),
    }
    let above = base.map_or(0, |base| base + 1);
    for layer in state.layers.iter().skip(above) {
        cursor = None;
        match layer {
            Layer::Facets(selected) => facets::draw(state, *selected, theme, buffer),
            Layer::Recent(view) => cursor = recent::draw(state, view, theme, buffer),
            Layer::Prompt(prompt) => cursor = footer::draw_prompt(state, prompt, theme, buffer),
            Layer::Labels(labels) => reader::draw_labels(state, labels, theme, buffer),
            _ => {}
        }
    }
    cursor
}

/// The row of the result list or the start screen that is drawn on a line of the list.
pub(crate) fn list_row_at(state: &State, line: usize) -> Option<usize> {
    let area = layout::rows_area(state, layout::screen(state).list);
    if state.is_start() {
        let rows = start::rows(state, Theme::Mono);
        return rows::at(&rows, state.search.selected, area.height, line);
    }
    let row = state.search.top + line / usize::from(layout::row_height(area).max(1));
    (row < state.row_count()).then_some(row)
}

/// The row of the topmost layer's list that is drawn on a line of its area.
pub(crate) fn layer_row_at(state: &State, line: usize) -> Option<usize> {
    let height = layout::page(state.size).body.height;
    match state.layers.last()? {
        Layer::Facets(selected) => {
            let height = layout::facets(state).height.saturating_sub(1);
            rows::at(&facets::rows(state, Theme::Mono), *selected, height, line.checked_sub(1)?)
        }
        Layer::Links(view) => {
            rows::at(&links::rows(view, Theme::Mono), view.selected, height, line)
        }
        Layer::Codes(view) => {
            rows::at(&codes::rows(view, Theme::Mono), view.selected, height, line)
        }
        Layer::Recent(view) => {
            let height = layout::recent(state).height.saturating_sub(2);
            let rows = recent::rows(state, view, Theme::Mono);
            rows::at(&rows, view.selected, height, line.checked_sub(1)?)
        }
        _ => None,
    }
}
