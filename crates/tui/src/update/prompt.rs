//! Prompts: what to find in an article, where to export.

use super::{back, export, reader};
use crate::action::Action;
use crate::message::Effect;
use crate::state::{Layer, PromptKind, State};

pub(super) fn type_char(state: &mut State, c: char) {
    if let Some(Layer::Prompt(prompt)) = state.layers.last_mut() {
        prompt.line.insert(c.encode_utf8(&mut [0; 4]));
        preview(state);
    }
}

pub(super) fn act(state: &mut State, action: Action, effects: &mut Vec<Effect>) {
    let Some(Layer::Prompt(prompt)) = state.layers.last_mut() else { return };
    match action {
        Action::Open => accept(state, effects),
        Action::Back => {
            if prompt.kind == PromptKind::Find
                && let Some(document) = state.document_mut()
            {
                document.find = None;
            }
            back(state);
        }
        action => {
            if prompt.line.edit(action) {
                preview(state);
            }
        }
    }
}

/// Finds while it is typed.
fn preview(state: &mut State) {
    let Some(Layer::Prompt(prompt)) = state.layers.last() else { return };
    if prompt.kind == PromptKind::Find {
        let text = prompt.line.text().to_owned();
        let height = reader::height(state);
        if let Some(document) = state.document_mut() {
            document.find(&text);
            document.go_to_found(height);
        }
    }
}

fn accept(state: &mut State, effects: &mut Vec<Effect>) {
    let Some(Layer::Prompt(prompt)) = state.layers.pop() else { return };
    let answer = prompt.line.text().trim().to_owned();
    if answer.is_empty() {
        return;
    }
    match prompt.kind {
        PromptKind::Find => {
            let find = state.document().and_then(|document| document.find.as_ref());
            match find.map_or((0, 0), |find| (find.current + 1, find.places.len())) {
                (_, 0) => state.tell(format!("Not found: {answer}")),
                (_, 1) => state.tell("1 of 1"),
                (at, count) => state.tell(format!("{at} of {count}; n and N go to the others")),
            }
        }
        PromptKind::ExportArticle | PromptKind::ExportResults => {
            export::write(state, prompt.kind, &answer, effects);
        }
    }
}
