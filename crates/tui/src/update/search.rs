//! The search screen: typing, the list, the preview beside it.

use std::sync::Arc;

use kbq_index::ReasonKind;

use super::{moved, reader};
use crate::action::{Action, Context};
use crate::backend::{BackendError, Extent, Reply};
use crate::document::{Document, Start};
use crate::layout;
use crate::message::{Ask, Effect};
use crate::state::{Focus, Layer, StartItem, State};
use crate::text_line::TextLine;

/// Hits asked for at first: a screen full, so that each key is answered soon.
const FIRST_HITS: usize = 30;
/// Hits asked for in addition when the selection comes near the end.
const MORE_HITS: usize = 100;
/// Rows before the end from which on more hits are asked for.
const NEAR_END: usize = 10;

/// How far one press moves the divider, in percent.
const DIVIDER_STEP: u8 = 4;

pub(super) fn act(state: &mut State, action: Action, effects: &mut Vec<Effect>) {
    match action {
        Action::Open => open(state, effects),
        Action::CursorRight if state.search.line.at_end() => reader::open_selected(state, effects),
        Action::Clear if state.is_start() => say_how_to_quit(state),
        Action::Clear => set_query(state, "", effects),
        Action::Back | Action::EditQuery => state.search.focus = Focus::Line,
        Action::Focus => focus(state, true),
        Action::FocusBack => focus(state, false),
        Action::Facets => {
            state.layers.push(Layer::Facets(0));
            ask(state, effects);
        }
        Action::PageDown | Action::PageUp if has_preview(state) => {
            scroll_preview(state, action == Action::PageDown);
        }
        Action::Grow => move_divider(state, true, effects),
        Action::Shrink => move_divider(state, false, effects),
        _ => {
            let page = layout::rows_in_sight(state);
            match moved(state.search.selected, state.row_count(), page, action) {
                Some(selected) => state.search.selected = selected,
                None => edit(state, action, effects),
            }
        }
    }
}

/// Who wants to go back from where nothing lies behind wants to leave.
fn say_how_to_quit(state: &mut State) {
    let key = state.keymap.keys(Action::Quit, Context::Line).next();
    if let Some(key) = key.map(|key| key.to_string()) {
        state.tell(format!("{key} quits"));
    }
}

fn edit(state: &mut State, action: Action, effects: &mut Vec<Effect>) {
    // A pasted text is not edited: the first change takes it away.
    if state.search.pasted.is_some() && action == Action::DeleteBack {
        set_query(state, "", effects);
    } else if state.search.line.edit(action) {
        changed(state, effects);
    }
}

pub(super) fn type_char(state: &mut State, c: char, effects: &mut Vec<Effect>) {
    state.search.pasted = None;
    state.search.line.insert(c.encode_utf8(&mut [0; 4]));
    changed(state, effects);
}

/// One pasted line is typed; several are a text to be diagnosed.
pub(super) fn paste(state: &mut State, text: &str, effects: &mut Vec<Effect>) {
    match state.layers.last_mut() {
        Some(Layer::Prompt(prompt)) => return prompt.line.insert(text.trim()),
        Some(Layer::Recent(view)) => return view.filter.insert(text.trim()),
        _ => {}
    }
    let text = text.trim_matches(['\r', '\n']);
    if text.trim().is_empty() {
        return;
    }
    state.layers.clear();
    state.search.focus = Focus::Line;
    if text.contains(['\r', '\n']) {
        state.search.line = TextLine::default();
        state.search.pasted = Some(text.replace("\r\n", "\n").replace('\r', "\n").into());
    } else {
        state.search.pasted = None;
        state.search.line.insert(text);
    }
    changed(state, effects);
}

/// Replaces the query and goes to the search line.
pub(super) fn set_query(state: &mut State, query: &str, effects: &mut Vec<Effect>) {
    state.search.focus = Focus::Line;
    replace(state, query, effects);
}

/// Replaces the query.
pub(super) fn replace(state: &mut State, query: &str, effects: &mut Vec<Effect>) {
    state.search.pasted = None;
    state.search.line = TextLine::new(query);
    changed(state, effects);
}

fn changed(state: &mut State, effects: &mut Vec<Effect>) {
    state.search.selected = 0;
    state.search.top = 0;
    state.search.limit = FIRST_HITS;
    ask(state, effects);
}

/// Asks for what the search line says now.
pub(super) fn ask(state: &mut State, effects: &mut Vec<Effect>) {
    state.search.asked += 1;
    if state.is_start() {
        state.search.answered = state.search.asked;
        state.search.reply = None;
        state.search.preview = None;
        state.search.awaited = None;
        return;
    }
    let pasted = state.search.pasted.clone();
    effects.push(Effect::Ask(Ask::Search {
        asked: state.search.asked,
        pasted: pasted.is_some(),
        text: pasted.unwrap_or_else(|| state.search.line.text().into()),
        extent: Extent {
            limit: state.search.limit,
            facets: state.layers.iter().any(|layer| matches!(layer, Layer::Facets(_))),
        },
    }));
}

/// Takes an answer; one to an older search is dropped.
pub(super) fn receive(
    state: &mut State,
    asked: u64,
    found: Result<Arc<Reply>, BackendError>,
    effects: &mut Vec<Effect>,
) {
    if asked != state.search.asked {
        return;
    }
    state.search.answered = asked;
    match found {
        Ok(reply) => {
            state.search.reply = Some(reply);
            refresh_preview(state);
            if std::mem::take(&mut state.search.open_first) {
                open(state, effects);
            }
        }
        Err(BackendError(error)) => {
            state.search.reply = None;
            state.complain(error);
        }
    }
}

/// Keeps selection and scrolling within bounds, and the preview on the selected hit.
pub(super) fn settle(state: &mut State, effects: &mut Vec<Effect>) {
    let last = state.row_count().saturating_sub(1);
    state.search.selected = state.search.selected.min(last);
    let in_sight = layout::rows_in_sight(state);
    state.search.top = layout::keep_in_sight(state.search.top, state.search.selected, in_sight);
    ask_for_more(state, effects);
    let area = layout::screen(state).preview;
    if let Some(preview) = &mut state.search.preview {
        preview.fit(area.width, area.height);
    }
    if !has_preview(state) {
        return;
    }
    let wanted = state.article_of_row();
    let shown = state.search.preview.as_ref().map(|preview| preview.article.number);
    match wanted {
        None if state.search.answered == state.search.asked => state.search.preview = None,
        Some(number) if Some(number) != shown && Some(number) != state.search.awaited => {
            state.search.awaited = Some(number);
            effects.push(Effect::Ask(Ask::Preview(number)));
        }
        _ => {}
    }
}

/// Asks for further hits when the selection comes near the last one that is there.
fn ask_for_more(state: &mut State, effects: &mut Vec<Effect>) {
    let count = state.hits().len();
    let total = state.search.reply.as_ref().map_or(0, |reply| reply.results.total);
    let near_end = state.search.selected + NEAR_END >= count;
    if near_end && count >= state.search.limit && count < total && !state.is_searching() {
        state.search.limit += MORE_HITS;
        ask(state, effects);
    }
}

/// Puts a loaded article into the preview, at what matched.
pub(super) fn show_preview(state: &mut State, article: Arc<kbq_model::Article>) {
    state.search.awaited = None;
    let area = layout::screen(state).preview;
    let start = start_of(state, article.number);
    let document = Document::new(article, state.highlights(), area.width);
    state.search.preview = Some(document.at(start, area.height));
}

/// Marks in the preview what is searched for now, where its article is still the selected one.
fn refresh_preview(state: &mut State) {
    let wanted = state.article_of_row();
    let highlights = state.highlights();
    let shown = state.search.preview.as_ref();
    let kept = shown.filter(|preview| {
        Some(preview.article.number) == wanted && preview.highlights != highlights
    });
    if let Some(article) = kept.map(|preview| preview.article.clone()) {
        show_preview(state, article);
    }
}

/// Where an article of the results is to be opened: at the line that matched best.
pub(super) fn start_of(state: &State, number: u32) -> Start {
    let Some(hit) = state.hits().iter().find(|hit| hit.number == number) else { return Start::Top };
    if hit.why.first().is_some_and(|reason| reason.kind == ReasonKind::Article) {
        return Start::Top;
    }
    let reasons = hit.why.iter().filter(|reason| reason.section.is_some());
    let line = reasons.filter_map(|reason| reason.line).next();
    let snippet = hit.snippet.as_ref().filter(|snippet| snippet.section.is_some());
    line.or(snippet.map(|snippet| snippet.line)).map_or(Start::Top, Start::SourceLine)
}

fn has_preview(state: &State) -> bool {
    layout::screen(state).preview.height > 0
}

fn scroll_preview(state: &mut State, down: bool) {
    let height = layout::screen(state).preview.height;
    let page = isize::try_from(height.saturating_sub(1).max(1)).unwrap_or(1);
    if let Some(preview) = &mut state.search.preview {
        preview.scroll_by(if down { page } else { -page }, height);
    }
}

pub(super) fn focus(state: &mut State, forward: bool) {
    let panes = [Focus::Line, Focus::List, Focus::Preview];
    let at = panes.iter().position(|pane| *pane == state.search.focus).unwrap_or(0);
    let to = (at + if forward { 1 } else { panes.len() - 1 }) % panes.len();
    state.search.focus = panes[to];
    if state.search.focus == Focus::Preview && state.article_of_row().is_none() {
        state.search.focus = if forward { Focus::Line } else { Focus::List };
    }
}

pub(super) fn move_divider(state: &mut State, grow: bool, effects: &mut Vec<Effect>) {
    let step = |percent: u8| match grow {
        true => percent.saturating_add(DIVIDER_STEP),
        false => percent.saturating_sub(DIVIDER_STEP),
    };
    match layout::screen(state).divider {
        Some(layout::Divider::Column(_)) => {
            state.saved.set_list_width(step(state.saved.list_width));
        }
        Some(layout::Divider::Row(_)) => state.saved.set_list_height(step(state.saved.list_height)),
        None => return,
    }
    effects.push(Effect::Save);
}

/// Enter: runs the query of the start screen's row, opens the selected article, or chooses it.
pub(super) fn open(state: &mut State, effects: &mut Vec<Effect>) {
    match state.start_item() {
        Some(StartItem::Recent(query) | StartItem::Example(query, _)) => {
            let query = query.to_owned();
            set_query(state, &query, effects);
        }
        _ if state.is_searching() => state.search.open_first = true,
        _ if state.setup.print => {
            let mut chosen = state.marked.clone();
            if chosen.is_empty() {
                chosen.extend(state.article_at_hand());
            }
            if !chosen.is_empty() {
                remember(state, effects);
                effects.push(Effect::Quit(chosen));
            }
        }
        _ => reader::open_selected(state, effects),
    }
}

/// Notes the query among the recent ones: it led somewhere.
pub(super) fn remember(state: &mut State, effects: &mut Vec<Effect>) {
    if state.search.pasted.is_none() && !state.is_start() {
        let query = state.search.line.text().to_owned();
        state.saved.remember(&query);
        effects.push(Effect::Save);
    }
}
