//! The mouse: click, wheel, dragging the divider.

use ratatui::layout::{Position, Rect};

use super::{facets, links, reader, recent, search};
use crate::action::Action;
use crate::document::Start;
use crate::layout;
use crate::message::{Effect, Mouse};
use crate::state::{Focus, Layer, State};

pub(super) fn update(state: &mut State, mouse: Mouse, at: Position, effects: &mut Vec<Effect>) {
    match mouse {
        Mouse::WheelDown => wheel(state, true, at, effects),
        Mouse::WheelUp => wheel(state, false, at, effects),
        Mouse::Press => {
            state.status = None;
            press(state, at, effects);
        }
        Mouse::Drag if state.dragging => {
            let percent = layout::percent_at(state, at.x, at.y);
            match layout::screen(state).divider {
                Some(layout::Divider::Column(_)) => state.saved.set_list_width(percent),
                Some(layout::Divider::Row(_)) => state.saved.set_list_height(percent),
                None => {}
            }
        }
        Mouse::Drag => {}
        Mouse::Release => {
            if std::mem::take(&mut state.dragging) {
                effects.push(Effect::Save);
            }
        }
    }
}

fn wheel(state: &mut State, down: bool, at: Position, effects: &mut Vec<Effect>) {
    let action = if down { Action::Down } else { Action::Up };
    let lines = if down { reader::WHEEL } else { -reader::WHEEL };
    match state.layers.last() {
        Some(Layer::Help(..)) => {
            super::help(state, if down { Action::ScrollDown } else { Action::ScrollUp });
        }
        Some(Layer::Facets(_)) => facets::act(state, action, effects),
        Some(Layer::Links(_)) => links::act(state, action, effects),
        Some(Layer::Codes(_)) => super::codes::act(state, action, effects),
        Some(Layer::Recent(_)) => recent::act(state, action, effects),
        Some(Layer::Labels(_)) => {}
        None if layout::screen(state).list.contains(at) => search::act(state, action, effects),
        Some(Layer::Reader(_) | Layer::Prompt(_)) | None => {
            let height = reader::height(state);
            if let Some(document) = state.document_mut() {
                document.scroll_by(lines, height);
            }
        }
    }
}

/// The row of an area that a cell is in.
fn row_in(area: Rect, at: Position) -> Option<usize> {
    area.contains(at).then(|| usize::from(at.y - area.y))
}

fn press(state: &mut State, at: Position, effects: &mut Vec<Effect>) {
    match state.layers.last() {
        None => press_search(state, at, effects),
        Some(Layer::Reader(_)) => press_text(state, layout::reader(state.size).text, at, effects),
        Some(Layer::Facets(_)) => press_row(state, layout::facets(state), at, effects),
        Some(Layer::Links(_) | Layer::Codes(_)) => {
            press_row(state, layout::page(state.size).body, at, effects);
        }
        Some(Layer::Recent(_)) => press_row(state, layout::recent(state), at, effects),
        Some(Layer::Labels(_) | Layer::Help(..)) => super::back(state),
        Some(Layer::Prompt(_)) => {}
    }
}

fn press_search(state: &mut State, at: Position, effects: &mut Vec<Effect>) {
    let screen = layout::screen(state);
    let rows = layout::rows_area(state, screen.list);
    if screen.divider.is_some_and(|divider| divider.area().contains(at)) {
        state.dragging = true;
    } else if screen.line.contains(at) {
        state.search.focus = Focus::Line;
        let column = usize::from(at.x.saturating_sub(screen.line.x + crate::view::PROMPT_WIDTH));
        state.search.line.place_cursor(column);
    } else if let Some(line) = row_in(rows, at) {
        let row = crate::view::list_row_at(state, line);
        if let Some(row) = row {
            if row == state.search.selected {
                search::open(state, effects);
            }
            state.search.selected = row;
        }
    } else if screen.preview.contains(at) {
        state.search.focus = Focus::Preview;
        press_text(state, screen.preview, at, effects);
    }
}

/// Follows the link that was clicked.
fn press_text(state: &mut State, text: Rect, at: Position, effects: &mut Vec<Effect>) {
    let (Some(row), Some(document)) = (row_in(text, at), state.document()) else { return };
    let link = document.link_at(document.top + row, usize::from(at.x - text.x));
    if let Some(number) = link {
        reader::open(state, number, Start::Top, effects);
    }
}

/// Selects the row of a list that was clicked, and opens the selected one.
fn press_row(state: &mut State, area: Rect, at: Position, effects: &mut Vec<Effect>) {
    let Some(line) = row_in(area, at) else { return super::back(state) };
    let Some(row) = crate::view::layer_row_at(state, line) else { return };
    let selected = match state.layers.last_mut() {
        Some(Layer::Facets(selected)) => selected,
        Some(Layer::Links(view)) => &mut view.selected,
        Some(Layer::Codes(view)) => &mut view.selected,
        Some(Layer::Recent(view)) => &mut view.selected,
        _ => return,
    };
    let again = std::mem::replace(selected, row) == row;
    match state.layers.last() {
        Some(Layer::Facets(_)) if again => facets::act(state, Action::Narrow, effects),
        Some(Layer::Links(_)) if again => links::act(state, Action::Open, effects),
        Some(Layer::Recent(_)) if again => recent::act(state, Action::Open, effects),
        Some(Layer::Codes(_)) if !again => super::codes::ask(state, effects),
        _ => {}
    }
}
