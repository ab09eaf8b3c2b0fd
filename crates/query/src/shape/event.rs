//! Events: `event 4058`, `4051 MSExchangeIMC`, `TN3270 Server events 309 603`.

use std::collections::BTreeSet;

use super::{LONGEST_PHRASE, Reading, Run, text_node, word_clause};
use crate::alias::source_key;
use crate::tree::{Clause, Node, Span, UnderstoodKind};

/// The most words that the name of a source has.
const LONGEST_SOURCE: usize = 5;

/// An event source as the text names it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Named {
    name: String,
    keys: Vec<String>,
    first: usize,
    end: usize,
    /// Whether every source of that name is an ordinary word.
    common: bool,
}

/// Takes an event: numbers with the word `event` before or behind, or with a source beside them.
pub(crate) fn read(run: &Run<'_>, at: usize) -> Option<(usize, Reading)> {
    if let Some(found) = source_slash_number(run, at) {
        return Some(found);
    }
    let before = source_at(run, at);
    let mut next = before.as_ref().map_or(at, |source| source.end);
    let (named_type, after_type) = type_word(run, next);
    let intro = event_word(run, after_type).or_else(|| event_word(run, next));
    next = intro.unwrap_or(if before.is_some() { after_type } else { next });
    let (ids, end) = numbers(run, next);
    if ids.is_empty() {
        return None;
    }
    let mut end = end;
    let mut said = intro.is_some();
    if !said && let Some(after) = event_word(run, end).filter(|_| !run.lower(end).ends_with("ids"))
    {
        (said, end) = (true, after);
    }
    let source = match before {
        Some(source) => Some(source),
        None => source_behind(run, end, said),
    };
    let plausible = match &source {
        _ if said => true,
        Some(source) => may_be_event(&ids, source, named_type.is_some(), at),
        None => false,
    };
    if !plausible {
        return None;
    }
    let end = source.as_ref().map_or(end, |source| source.end.max(end));
    Some((end - at, reading(run, &ids, source.as_ref(), run.span(at, end))))
}

/// Whether numbers beside a source, without the word `event`, are events of it: product numbers
/// (`SNA Server 95`) are not, and beside an ordinary word only a number of some length is.
fn may_be_event(ids: &[(u32, usize)], source: &Named, typed: bool, at: usize) -> bool {
    let product = |id: u32| matches!(id, 1..=9 | 95 | 97 | 98 | 1990..=2003);
    let number_first = ids.first().is_some_and(|(_, place)| *place == at && source.first > at);
    let long = ids.iter().all(|(id, _)| *id >= 100);
    let four_digits = ids.iter().all(|(id, _)| *id >= 1000);
    if source.common {
        let told = typed || number_first || four_digits;
        return long && told && !ids.iter().any(|(id, _)| product(*id));
    }
    typed || !ids.iter().any(|(id, _)| product(*id)) || source.name.starts_with("MSExchange")
}

/// `MSExchangeMTA/2050`.
fn source_slash_number(run: &Run<'_>, at: usize) -> Option<(usize, Reading)> {
    let piece = run.pieces.get(at)?;
    let (name, number) = piece.text.rsplit_once('/')?;
    let id = event_number(number)?;
    let sources = run.aliases.sources(name);
    let keys: BTreeSet<String> =
        sources.iter().flat_map(|source| source.keys.iter().map(ToString::to_string)).collect();
    if keys.is_empty() {
        return None;
    }
    let named = Named {
        name: sources.first().map_or_else(|| name.to_owned(), |source| source.name.to_string()),
        keys: keys.into_iter().collect(),
        first: at,
        end: at + 1,
        common: false,
    };
    let text = text_node(std::slice::from_ref(piece));
    let label = format!("event {} {id}", named.name);
    let node = event_node(id, Some((named.name, named.keys)), Some(text), piece.span);
    Some((1, Reading::new(node, UnderstoodKind::Event, label, piece.span)))
}

fn reading(run: &Run<'_>, ids: &[(u32, usize)], source: Option<&Named>, span: Span) -> Reading {
    let source_text = source.map(|source| run.pieces[source.first..source.end].to_vec());
    let mut nodes: Vec<Node> = ids
        .iter()
        .map(|(id, place)| {
            let mut words = source_text.clone().unwrap_or_default();
            words.extend(run.pieces.get(*place).cloned());
            let text = (source.is_some() || *id >= 100).then(|| text_node(&words));
            let named = source.map(|source| (source.name.clone(), source.keys.clone()));
            event_node(*id, named, text, span)
        })
        .collect();
    let node = if nodes.len() == 1 { nodes.remove(0) } else { Node::All(nodes) };
    let numbers: Vec<String> = ids.iter().map(|(id, _)| id.to_string()).collect();
    let label = match source {
        Some(source) => format!("event {} {}", source.name, numbers.join(", ")),
        None => format!("event {}", numbers.join(", ")),
    };
    Reading::new(node, UnderstoodKind::Event, label, span)
}

/// The node for one event: the event itself, or else the words that name it.
pub(crate) fn event_node(
    id: u32,
    source: Option<(String, Vec<String>)>,
    text: Option<Node>,
    span: Span,
) -> Node {
    let (source, keys) = source.map_or((None, Vec::new()), |(name, keys)| (Some(name), keys));
    let event = Node::Leaf(Clause::Event { id: Some(id), source, keys }, span);
    match text {
        Some(text) => Node::Best(vec![event, text]),
        None => event,
    }
}

/// The longest known source that begins at a place.
fn source_at(run: &Run<'_>, at: usize) -> Option<Named> {
    let longest = LONGEST_SOURCE.min(run.pieces.len().saturating_sub(at));
    (1..=longest).rev().find_map(|count| {
        let typed = run.typed(at, at + count);
        let sources = run.aliases.sources(&typed);
        let first = sources.first()?;
        let keys: BTreeSet<String> =
            sources.iter().flat_map(|source| source.keys.iter().map(ToString::to_string)).collect();
        Some(Named {
            name: if sources.len() == 1 { first.name.to_string() } else { typed },
            keys: keys.into_iter().collect(),
            first: at,
            end: at + count,
            common: sources.iter().all(|source| source.common),
        })
    })
}

/// The source behind the numbers: `4051 MSExchangeIMC`, `event 8 source SQLCTR60.DLL`,
/// `event ID 3016 from the Internet Mail Service`.
fn source_behind(run: &Run<'_>, at: usize, said: bool) -> Option<Named> {
    let mut next = at;
    while said && matches!(run.lower(next), "from" | "by" | "in" | "the" | "with" | "event") {
        next += 1;
    }
    if said && matches!(run.lower(next), "source" | "src") {
        return source_at(run, next + 1).or_else(|| unknown_source(run, next + 1));
    }
    source_at(run, next).or_else(|| if next > at { None } else { source_at(run, at) })
}

/// A source that no table knows: the one word behind `source`.
fn unknown_source(run: &Run<'_>, at: usize) -> Option<Named> {
    let piece = run.pieces.get(at)?;
    Some(Named {
        name: piece.text.clone(),
        keys: vec![source_key(&piece.text)],
        first: at,
        end: at + 1,
        common: false,
    })
}

/// The type of an event, and the place behind it. `error` alone introduces codes, so it is none.
fn type_word<'r>(run: &'r Run<'_>, at: usize) -> (Option<&'r str>, usize) {
    match (run.lower(at), run.lower(at + 1)) {
        (word @ ("warning" | "warnings" | "information" | "informational"), _) => {
            (Some(word), at + 1)
        }
        (word @ ("success" | "failure"), "audit") => (Some(word), at + 2),
        _ => (None, at),
    }
}

/// The place behind the words that say that an event number follows.
fn event_word(run: &Run<'_>, at: usize) -> Option<usize> {
    match run.lower(at) {
        "eventid" | "eventids" | "event-id" => Some(at + 1),
        "event" | "events" | "evt" => {
            let mut next = at + 1;
            while matches!(
                run.lower(next),
                "id" | "ids"
                    | "id's"
                    | "number"
                    | "numbers"
                    | "no"
                    | "error"
                    | "log"
                    | "code"
                    | "of"
                    | "is"
            ) {
                next += 1;
            }
            Some(next)
        }
        _ => None,
    }
}

/// Event numbers in a row, each with its place: `309 603`, `270 and 290`.
fn numbers(run: &Run<'_>, at: usize) -> (Vec<(u32, usize)>, usize) {
    let mut ids = Vec::new();
    let mut end = at;
    let mut next = at;
    while let Some(id) = event_number(run.lower(next)).filter(|_| ids.len() < LONGEST_PHRASE) {
        ids.push((id, next));
        end = next + 1;
        next = end;
        while matches!(run.lower(next), "and" | "or" | "&" | "and/or") {
            next += 1;
        }
    }
    (ids, end)
}

/// A number that an event may have: at most five digits.
fn event_number(text: &str) -> Option<u32> {
    let digits = (1..=5).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    text.parse().ok().filter(|id: &u32| digits && *id <= 65_535)
}

/// A bare number that may be an event.
pub(super) fn bare(id: u32, span: Span) -> Node {
    Node::Leaf(Clause::Event { id: Some(id), source: None, keys: Vec::new() }, span)
}

/// A bare number as a word.
pub(super) fn as_word(text: &str, span: Span) -> Node {
    Node::Leaf(word_clause(text, None), span)
}
