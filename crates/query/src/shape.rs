//! What words mean by their shape and by the words beside them, where no field says it.
//!
//! Each rule looks at the words from one place on and either takes some of them or none; the
//! first rule that takes any wins. What no rule takes is text.

mod code;
mod event;
mod file;
mod number;

use crate::alias::Aliases;
use crate::lex::Piece;
use crate::stopword::is_stopword;
use crate::tree::{Clause, Modifier, Node, Span, TextField, UnderstoodKind};

pub(crate) use code::{code_label, is_tool_code, wanted};
pub(crate) use event::event_node;
pub(crate) use event::read as read_event;
pub(crate) use file::is_file_name;

/// What some words were taken for.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Reading {
    pub(crate) node: Node,
    pub(crate) kind: UnderstoodKind,
    pub(crate) label: String,
    pub(crate) span: Span,
    /// Whether it is only a function word.
    pub(crate) weak: bool,
}

impl Reading {
    pub(crate) fn new(
        node: Node,
        kind: UnderstoodKind,
        label: impl Into<String>,
        span: Span,
    ) -> Reading {
        Reading { node, kind, label: label.into(), span, weak: false }
    }
}

/// Words that stand side by side, and what the rules need to know beyond them.
pub(crate) struct Run<'a> {
    pub(crate) pieces: &'a [Piece],
    pub(crate) aliases: &'a Aliases,
    /// What numbers may be that nothing explains.
    pub(crate) bare: Bare,
}

/// What a number may be that nothing beside it explains.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Bare {
    /// An event, a code or a word.
    Anything,
    /// The same, or an article: the query has no other words.
    WholeQuery,
    /// Something that differs from machine to machine.
    Noise,
}

/// Verbs that mean something else with the particle behind them.
const PARTICLE_VERBS: &[&str] = &[
    "log", "logs", "logged", "logging", "sign", "signs", "signed", "signing", "turn", "turned",
    "plug", "built",
];

/// The most words in a row that lead to a number, and the most numbers in a row, that a rule looks
/// at: what is longer is no phrase of a person or a log.
const LONGEST_PHRASE: usize = 16;

/// A rule: from the place `at` on, how many words it takes and as what.
type Rule = fn(&Run<'_>, usize) -> Option<(usize, Reading)>;

const RULES: &[Rule] = &[
    event::read,
    code::read_stop,
    code::read_introduced,
    number::read_article,
    file::read,
    code::read_bare,
    component,
    number::read,
];

impl Run<'_> {
    /// The word at a place, in lower case; empty behind the end.
    fn lower(&self, at: usize) -> &str {
        self.pieces.get(at).map_or("", |piece| &piece.lower)
    }

    /// The place in the text of the words from `first` up to and without `end`.
    fn span(&self, first: usize, end: usize) -> Span {
        let start = self.pieces.get(first).map_or(0, |piece| piece.span.start);
        let end = end.checked_sub(1).and_then(|last| self.pieces.get(last));
        Span { start, end: end.map_or(start, |piece| piece.span.end) }
    }

    /// The words as typed, one blank between.
    fn typed(&self, first: usize, end: usize) -> String {
        let words: Vec<&str> =
            self.pieces.get(first..end).unwrap_or_default().iter().map(|p| &*p.text).collect();
        words.join(" ")
    }

    /// A word as text. Function words are weak, but not where they belong to a verb (`log on`).
    fn text(&self, at: usize) -> Reading {
        let (lower, text, span) = match self.pieces.get(at) {
            Some(piece) => (&*piece.lower, &*piece.text, piece.span),
            None => ("", "", self.span(at, at)),
        };
        let of_verb = matches!(lower, "on" | "in" | "to") && {
            let before = at.checked_sub(1).map_or("", |before| self.lower(before));
            PARTICLE_VERBS.contains(&before)
        };
        let weak = is_stopword(lower) && !of_verb;
        let word = lower.strip_suffix("'s").or_else(|| lower.strip_suffix("’s")).unwrap_or(lower);
        let node = Node::Leaf(word_clause(word, None), span);
        let kind = if weak { UnderstoodKind::Ignored } else { UnderstoodKind::Text };
        Reading { node, kind, label: text.to_owned(), span, weak }
    }

    /// Every word.
    pub(crate) fn readings(&self) -> Vec<Reading> {
        let mut readings = Vec::new();
        let mut at = 0;
        while at < self.pieces.len() {
            let taken = RULES.iter().find_map(|rule| rule(self, at));
            let (count, reading) = taken.unwrap_or_else(|| (1, self.text(at)));
            readings.push(reading);
            at += count.max(1);
        }
        readings
    }
}

/// A text clause for one word; `word*` is the beginning of one.
pub(crate) fn word_clause(word: &str, field: Option<TextField>) -> Clause {
    let beginning = word.trim_end_matches('*');
    let modifier = if beginning.len() < word.len() && !beginning.is_empty() {
        Modifier::Prefix
    } else {
        Modifier::Word
    };
    let word = if beginning.is_empty() { word } else { beginning };
    Clause::Text { words: vec![word.to_owned()], modifier, field }
}

/// The words of a piece of text, each a clause of its own.
pub(crate) fn text_node(pieces: &[Piece]) -> Node {
    let mut nodes: Vec<Node> = pieces
        .iter()
        .map(|piece| Node::Leaf(word_clause(&piece.lower, None), piece.span))
        .collect();
    match nodes.len() {
        1 => nodes.remove(0),
        _ => Node::All(nodes),
    }
}

/// The longest name of a component; as text its words still match.
fn component(run: &Run<'_>, at: usize) -> Option<(usize, Reading)> {
    const LONGEST: usize = 6;
    (1..=LONGEST.min(run.pieces.len() - at)).rev().find_map(|count| {
        let pieces = &run.pieces[at..at + count];
        let words: Vec<&str> = pieces.iter().map(|piece| &*piece.lower).collect();
        let component = run.aliases.component_in_words(&words.join(" "))?;
        let span = run.span(at, at + count);
        let clause =
            Clause::Component { name: component.name.to_string(), names: component.words() };
        let node = Node::Best(vec![Node::Leaf(clause, span), text_node(pieces)]);
        let label = format!("component {}", component.name);
        Some((count, Reading::new(node, UnderstoodKind::Component, label, span)))
    })
}
