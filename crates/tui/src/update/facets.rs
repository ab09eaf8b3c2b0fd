//! The facet panel: a value narrows the search by a field in the search line, where it can be
//! seen, edited and taken away like any other.

use super::{back, moved, search};
use crate::action::Action;
use crate::layout;
use crate::message::Effect;
use crate::state::{Layer, State};

pub(super) fn act(state: &mut State, action: Action, effects: &mut Vec<Effect>) {
    match action {
        Action::Narrow => narrow(state, false, effects),
        Action::Exclude => narrow(state, true, effects),
        Action::Back | Action::CloseFacets | Action::Focus | Action::FocusBack => back(state),
        _ => {
            let count = state.facet_rows().len();
            let page = usize::from(layout::facets(state).height);
            if let Some(Layer::Facets(selected)) = state.layers.last_mut() {
                *selected = moved(*selected, count, page, action).unwrap_or(*selected);
            }
        }
    }
}

/// The field by which a query asks for a value of a facet.
fn clause(field: &str, value: &str) -> String {
    let name = if field == "year" { "modified" } else { field };
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | '/');
    if !value.is_empty() && value.chars().all(plain) {
        format!("{name}:{value}")
    } else {
        format!("{name}:\"{}\"", value.replace('"', ""))
    }
}

/// Whether the query asks for a value of a facet.
pub(crate) fn is_narrowed(query: &str, field: &str, value: &str) -> bool {
    remove(query, &clause(field, value)).is_some()
}

/// The query without a clause; `None` if it is not in it.
fn remove(query: &str, clause: &str) -> Option<String> {
    let is_edge = |c: Option<char>| c.is_none_or(char::is_whitespace);
    let (at, _) = query.match_indices(clause).find(|(at, found)| {
        let before = query.get(..*at).and_then(|head| head.chars().next_back());
        let after = query.get(at + found.len()..).and_then(|tail| tail.chars().next());
        is_edge(before) && is_edge(after)
    })?;
    let (head, tail) = (query.get(..at)?.trim_end(), query.get(at + clause.len()..)?.trim_start());
    Some([head, tail].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" "))
}

fn narrow(state: &mut State, exclude: bool, effects: &mut Vec<Effect>) {
    let Some(Layer::Facets(selected)) = state.layers.last() else { return };
    let Some((field, value, _)) = state.facet_rows().get(*selected).copied() else { return };
    if state.search.pasted.is_some() {
        return state.tell("A pasted text can't be narrowed; type a query");
    }
    let clause = clause(field, value);
    let wanted = if exclude { format!("-{clause}") } else { clause };
    let query = state.search.line.text();
    let narrowed = remove(query, &wanted)
        .unwrap_or_else(|| format!("{} {wanted}", query.trim_end()).trim_start().to_owned());
    search::replace(state, &narrowed, effects);
    if let Some(Layer::Facets(selected)) = state.layers.last_mut() {
        *selected = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_asked_for_and_taken_away_again() {
        assert_eq!(clause("product", "Microsoft Exchange"), "product:\"Microsoft Exchange\"");
        assert_eq!(clause("year", "1998"), "modified:1998");
        let query = "setup product:\"Microsoft Exchange\" fails";
        assert!(is_narrowed(query, "product", "Microsoft Exchange"));
        assert!(!is_narrowed("type:kbprb2", "type", "kbprb"));
        assert_eq!(remove(query, "product:\"Microsoft Exchange\"").as_deref(), Some("setup fails"));
        assert_eq!(remove("area:XCON", "area:XCON").as_deref(), Some(""));
        assert_eq!(remove("-area:XCON", "area:XCON"), None);
    }
}
