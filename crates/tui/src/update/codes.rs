//! The decode view.

use std::sync::Arc;

use kbq_model::CodeKind;
use kbq_query::UnderstoodKind;

use super::{back, moved, search};
use crate::action::Action;
use crate::backend::{BackendError, Decoded, STOP};
use crate::document::source_line;
use crate::layout;
use crate::message::{Ask, Effect};
use crate::state::{CodesView, Focus, Layer, State};

/// Decodes the code under the cursor of the search line, those of the query, or those of the
/// article that is read.
pub(super) fn open(state: &mut State, effects: &mut Vec<Effect>) {
    let reading = state.is_reading() || state.search.focus == Focus::Preview;
    let (codes, selected) = if reading { of_article(state) } else { of_query(state) };
    if codes.is_empty() {
        return state.tell("No code to decode here");
    }
    state.layers.push(Layer::Codes(CodesView { codes, selected, decoded: None }));
    ask(state, effects);
}

/// The article's codes, the first one in sight selected.
fn of_article(state: &State) -> (Vec<String>, usize) {
    let Some(document) = state.document() else { return Default::default() };
    let first_line = document.lines.iter().skip(document.top).find_map(source_line);
    let mut codes: Vec<String> = Vec::new();
    let mut selected = None;
    for code in &document.article.error_codes {
        let text = match code.kind {
            CodeKind::Stop => format!("{STOP}{}", code.code),
            _ => code.code.clone(),
        };
        let at = codes.iter().position(|other| *other == text).unwrap_or_else(|| {
            codes.push(text);
            codes.len() - 1
        });
        if selected.is_none() && first_line.is_some_and(|first| code.line >= first) {
            selected = Some(at);
        }
    }
    (codes, selected.unwrap_or(0))
}

/// The query's codes, the one at the cursor selected.
fn of_query(state: &State) -> (Vec<String>, usize) {
    let Some(reply) = &state.search.reply else { return Default::default() };
    let cursor = state.search.line.cursor();
    let mut codes: Vec<String> = Vec::new();
    let mut selected = 0;
    let of_codes = |kind| matches!(kind, UnderstoodKind::Code | UnderstoodKind::Event);
    for part in reply.query.understood.iter().filter(|part| of_codes(part.kind)) {
        let Some(text) = reply.query.text.get(part.span.start..part.span.end) else { continue };
        let code = text.rsplit([':', ' ']).next().unwrap_or(text);
        let is_stop = text.get(..STOP.len()).is_some_and(|head| {
            head.eq_ignore_ascii_case(STOP) || head.eq_ignore_ascii_case("stop:")
        });
        let text = if is_stop { format!("{STOP}{code}") } else { code.to_owned() };
        if (part.span.start..=part.span.end).contains(&cursor) {
            selected = codes.len();
        }
        if !codes.contains(&text) {
            codes.push(text);
        }
    }
    let selected = selected.min(codes.len().saturating_sub(1));
    (codes, selected)
}

pub(super) fn ask(state: &mut State, effects: &mut Vec<Effect>) {
    let Some(Layer::Codes(view)) = state.layers.last_mut() else { return };
    view.decoded = None;
    if let Some(code) = view.codes.get(view.selected) {
        effects.push(Effect::Ask(Ask::Decode(code.clone())));
    }
}

pub(super) fn receive(
    state: &mut State,
    code: &str,
    decoded: Result<Option<Arc<Decoded>>, BackendError>,
) {
    let Some(Layer::Codes(view)) = state.layers.last_mut() else { return };
    if view.codes.get(view.selected).is_some_and(|selected| selected == code) {
        view.decoded = Some(match decoded {
            Ok(Some(decoded)) => Ok(decoded),
            Ok(None) => Err(format!("{code} is no code that kbq can read")),
            Err(BackendError(error)) => Err(error),
        });
    }
}

pub(super) fn act(state: &mut State, action: Action, effects: &mut Vec<Effect>) {
    let page = usize::from(layout::page(state.size).body.height);
    let Some(Layer::Codes(view)) = state.layers.last_mut() else { return };
    match action {
        Action::Open => {
            if let Some(code) = view.codes.get(view.selected) {
                let query = match code.strip_prefix(STOP) {
                    Some(code) => format!("stop:{code}"),
                    None => format!("code:{code}"),
                };
                state.layers.clear();
                search::set_query(state, &query, effects);
            }
        }
        Action::Back => back(state),
        _ => {
            let to = moved(view.selected, view.codes.len(), page, action);
            if let Some(to) = to.filter(|to| *to != view.selected) {
                view.selected = to;
                ask(state, effects);
            }
        }
    }
}
