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
            let count = state.document().and_then(|d| d.find.as_ref()).map(|f| f.places.len());
            match count.unwrap_or(0) {
                0 => state.tell(format!("Not found: {answer}")),
                1 => state.tell("1 place"),
                count => state.tell(format!("{count} places; n and N go through them")),
            }
        }
        PromptKind::ExportArticle | PromptKind::ExportResults => {
            export::write(state, prompt.kind, &answer, effects);
        }
    }
}
