//! The links view.

use std::sync::Arc;

use kbq_index::Links;

use super::{back, moved, reader};
use crate::action::Action;
use crate::backend::BackendError;
use crate::document::Start;
use crate::layout;
use crate::message::{Ask, Effect};
use crate::state::{Layer, LinkGroup, LinksView, State};

/// Shows what the article at hand refers to and what refers to it.
pub(super) fn open(state: &mut State, effects: &mut Vec<Effect>) {
    let Some(number) = state.article_at_hand() else { return state.tell("No article is selected") };
    let document = state.document().filter(|document| document.article.number == number);
    let hit = state.hits().iter().find(|hit| hit.number == number);
    let title = document
        .map(|document| document.article.title.clone())
        .or_else(|| hit.map(|hit| hit.title.clone()))
        .unwrap_or_default();
    state.layers.push(Layer::Links(LinksView { number, title, links: None, selected: 0 }));
    effects.push(Effect::Ask(Ask::Links(number)));
}

pub(super) fn receive(state: &mut State, number: u32, links: Result<Arc<Links>, BackendError>) {
    let view = state.layers.iter_mut().rev().find_map(|layer| match layer {
        Layer::Links(view) if view.number == number => Some(view),
        _ => None,
    });
    match (view, links) {
        (Some(view), Ok(links)) => view.links = Some(links),
        (_, Err(BackendError(error))) => state.complain(error),
        (None, Ok(_)) => {}
    }
}

pub(super) fn act(state: &mut State, action: Action, effects: &mut Vec<Effect>) {
    let page = usize::from(layout::page(state.size).body.height);
    let Some(Layer::Links(view)) = state.layers.last_mut() else { return };
    match action {
        Action::Open => {
            let row = view.rows().get(view.selected).map(|row| (row.group, row.link.number));
            match row {
                Some((LinkGroup::Missing, number)) => {
                    state.tell(format!("Q{number} is not in this index"));
                }
                Some((_, number)) => reader::open(state, number, Start::Top, effects),
                None => {}
            }
        }
        Action::Back => back(state),
        _ => {
            let count = view.rows().len();
            view.selected = moved(view.selected, count, page, action).unwrap_or(view.selected);
        }
    }
}
