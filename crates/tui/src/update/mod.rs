//! `update`: what a message changes, and what is to be done about it.
//!
//! Nothing here touches the world: files, clipboard, programs and the index are [`Effect`]s.

mod codes;
mod export;
mod facets;
mod links;
mod mouse;
mod prompt;
mod reader;
mod recent;
mod search;

pub(crate) use facets::is_narrowed;

use crate::action::{Action, Context};
use crate::backend::BackendError;
use crate::key::Key;
use crate::layout;
use crate::message::{Answer, Effect, Message};
use crate::state::{IndexState, Layer, State};

/// More layers than anybody goes back through; the oldest goes.
const MOST_LAYERS: usize = 64;

/// Applies a message; gives what is to be done outside, in order.
pub fn update(state: &mut State, message: Message) -> Vec<Effect> {
    let mut effects = Vec::new();
    match message {
        Message::Key(key) => {
            state.status = None;
            state.search.open_first = false;
            press(state, key, &mut effects);
        }
        Message::Paste(text) => {
            state.status = None;
            search::paste(state, &text, &mut effects);
        }
        Message::Mouse(mouse, at) => mouse::update(state, mouse, at, &mut effects),
        Message::Resize(size) => state.size = size,
        Message::Answer(answer) => receive(state, answer, &mut effects),
        Message::Done(Ok(text)) if text.is_empty() => {}
        Message::Done(Ok(text)) => state.tell(text),
        Message::Done(Err(text)) => state.complain(text),
        Message::Terminate => effects.push(Effect::Quit(Vec::new())),
    }
    settle(state, &mut effects);
    effects
}

/// Brings everything back within its bounds.
fn settle(state: &mut State, effects: &mut Vec<Effect>) {
    if state.layers.len() > MOST_LAYERS {
        state.layers.remove(0);
    }
    search::settle(state, effects);
    let text = layout::reader(state.size).text;
    for layer in &mut state.layers {
        if let Layer::Reader(document) = layer {
            document.fit(text.width, text.height);
        }
    }
}

fn press(state: &mut State, key: Key, effects: &mut Vec<Effect>) {
    let context = state.context();
    // Nobody searches for a lone question mark.
    let asks_for_help = context == Context::Line
        && key.typed() == Some('?')
        && state.search.line.text().is_empty()
        && state.search.pasted.is_none();
    if asks_for_help {
        act(state, Action::Help, context, effects);
    } else if let Some(action) = state.keymap.action(context, key) {
        act(state, action, context, effects);
    } else if let Some(c) = key.typed() {
        match context {
            Context::Line => search::type_char(state, c, effects),
            Context::Prompt => prompt::type_char(state, c),
            Context::Recent => recent::type_char(state, c),
            Context::Labels => reader::type_label(state, c, effects),
            _ => {}
        }
    }
}

/// Does what is the same everywhere, and hands the rest to the context.
fn act(state: &mut State, action: Action, context: Context, effects: &mut Vec<Effect>) {
    match action {
        Action::Quit => effects.push(Effect::Quit(Vec::new())),
        Action::Suspend => effects.push(Effect::Suspend),
        Action::Redraw => effects.push(Effect::Redraw),
        Action::Help => state.layers.push(Layer::Help(0, context)),
        Action::HistoryBack => back(state),
        Action::HistoryForward => reader::forward(state),
        Action::Recent => recent::open(state),
        Action::Links => links::open(state, effects),
        Action::Decode => codes::open(state, effects),
        Action::Bookmark => reader::bookmark(state, effects),
        Action::Mark => reader::mark(state),
        Action::CopyNumber => reader::copy(state, false, effects),
        Action::CopyCitation => reader::copy(state, true, effects),
        Action::Edit => reader::edit(state, effects),
        Action::Page => reader::page(state, effects),
        Action::Export => export::ask(state),
        action => match context {
            Context::Line | Context::List => search::act(state, action, effects),
            Context::Preview | Context::Reader => reader::act(state, action, effects),
            Context::Facets => facets::act(state, action, effects),
            Context::Links => links::act(state, action, effects),
            Context::Codes => codes::act(state, action, effects),
            Context::Recent => recent::act(state, action, effects),
            Context::Prompt => prompt::act(state, action, effects),
            Context::Labels => back(state),
            Context::Help => help(state, action),
        },
    }
}

/// Takes the topmost layer away; an article gone back from can be gone forward to.
fn back(state: &mut State) {
    if let Some(Layer::Reader(document)) = state.layers.pop() {
        state.forward.push(document);
    }
}

fn help(state: &mut State, action: Action) {
    let height = usize::from(layout::page(state.size).body.height);
    let most = crate::view::last_top_of_help(state);
    let Some(Layer::Help(top, _)) = state.layers.last_mut() else { return };
    let page = height.saturating_sub(1).max(1);
    *top = match action {
        Action::ScrollDown => *top + 1,
        Action::ScrollUp => top.saturating_sub(1),
        Action::ScrollPageDown => *top + page,
        Action::ScrollPageUp => top.saturating_sub(page),
        Action::Top => 0,
        Action::Bottom => most,
        _ => {
            state.layers.pop();
            return;
        }
    }
    .min(most);
}

fn receive(state: &mut State, answer: Answer, effects: &mut Vec<Effect>) {
    match answer {
        Answer::Opened(Ok(stats)) => state.index = IndexState::Open(stats),
        Answer::Opened(Err(BackendError(error))) => state.index = IndexState::Failed(error),
        Answer::Found(asked, found) => search::receive(state, asked, found, effects),
        Answer::Article(number, article) => reader::receive(state, number, article),
        Answer::Links(number, links) => links::receive(state, number, links),
        Answer::Decoded(code, decoded) => codes::receive(state, &code, decoded),
    }
}

/// Moves a selection among `count` rows by an action; `page` rows are in sight.
fn moved(selected: usize, count: usize, page: usize, action: Action) -> Option<usize> {
    let last = count.saturating_sub(1);
    let page = page.saturating_sub(1).max(1);
    let to = match action {
        Action::Down => selected + 1,
        Action::Up => selected.saturating_sub(1),
        Action::PageDown => selected + page,
        Action::PageUp => selected.saturating_sub(page),
        Action::Top => 0,
        Action::Bottom => last,
        _ => return None,
    };
    Some(to.min(last))
}
