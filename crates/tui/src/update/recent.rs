//! The recent queries.

use super::{back, moved, search};
use crate::action::Action;
use crate::layout;
use crate::message::Effect;
use crate::state::{Layer, RecentView, State};

pub(super) fn open(state: &mut State) {
    if state.saved.recent.is_empty() {
        return state.tell("No recent queries yet: a query is kept when a hit of it is opened");
    }
    state.layers.push(Layer::Recent(RecentView::default()));
}

pub(super) fn type_char(state: &mut State, c: char) {
    if let Some(Layer::Recent(view)) = state.layers.last_mut() {
        view.filter.insert(c.encode_utf8(&mut [0; 4]));
        view.selected = 0;
    }
}

pub(super) fn act(state: &mut State, action: Action, effects: &mut Vec<Effect>) {
    let Some(Layer::Recent(view)) = state.layers.last() else { return };
    let matches = state.recent_matches(view);
    match action {
        Action::Open => {
            if let Some(query) = matches.get(view.selected).map(|query| (*query).to_owned()) {
                state.layers.clear();
                search::set_query(state, &query, effects);
            }
        }
        Action::Back => back(state),
        _ => {
            let page = usize::from(layout::recent(state).height);
            let to = moved(view.selected, matches.len(), page, action);
            if let Some(Layer::Recent(view)) = state.layers.last_mut() {
                match to {
                    Some(to) => view.selected = to,
                    None if view.filter.edit(action) => view.selected = 0,
                    None => {}
                }
            }
        }
    }
}
