//! The query tree: what is asked for, with the place in the text where each part stands.

use kbq_model::SectionKind;
use serde::Serialize;

pub use jiff::civil::Date;

/// A part of the query's text, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

/// A query, understood.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Query {
    /// The text as typed.
    pub text: String,
    /// What is asked for; null for blank text.
    pub root: Option<Node>,
    /// What was understood, in the order of the text: chips of the interface, lines of `-v`.
    pub understood: Vec<Understood>,
}

impl Query {
    /// The conditions that can match, in the order of the text; what is negated is none.
    pub fn leaves(&self) -> impl Iterator<Item = &Clause> {
        self.conditions(false).map(|(clause, _)| clause)
    }

    /// Where the conditions stand, negated ones too, in the order of the text. Each is a part of
    /// it, between characters:
    ///
    /// ```
    /// use kbq_query::{Aliases, Query};
    ///
    /// let query = Query::parse("clúster -mail", &Aliases::builtin());
    /// let parts: Vec<_> = query.spans().map(|span| &query.text[span.start..span.end]).collect();
    /// assert_eq!(parts, ["clúster", "mail"]);
    /// assert_eq!(query.leaves().count(), 1);
    /// ```
    pub fn spans(&self) -> impl Iterator<Item = Span> {
        self.conditions(true).map(|(_, span)| span)
    }

    fn conditions(&self, negated: bool) -> impl Iterator<Item = (&Clause, Span)> {
        let mut waiting: Vec<&Node> = self.root.iter().collect();
        std::iter::from_fn(move || {
            while let Some(node) = waiting.pop() {
                match node {
                    Node::Leaf(clause, span) => return Some((clause, *span)),
                    Node::All(nodes) | Node::Any(nodes) | Node::Best(nodes) => {
                        waiting.extend(nodes.iter().rev());
                    }
                    Node::Evidence(pieces) => {
                        waiting.extend(pieces.iter().rev().map(|piece| &piece.node));
                    }
                    Node::Not(node) if negated => waiting.push(node),
                    Node::Not(_) => {}
                }
            }
            None
        })
    }
}

/// A node of the tree.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Node {
    /// Every part is wanted (words side by side; the index relaxes this in stated steps).
    All(Vec<Node>),
    /// One part suffices (`OR`).
    Any(Vec<Node>),
    /// Readings of one and the same part of the text, likeliest first: a bare `4058` is an event,
    /// a code or a word. One suffices, and the best match counts, never the sum.
    Best(Vec<Node>),
    /// Pieces of evidence, as a pasted text gives them: one suffices, and each that matches adds
    /// to the rank by its weight.
    Evidence(Vec<Weighed>),
    /// The part must not match (`-word`, `NOT word`).
    Not(Box<Node>),
    /// A single condition.
    Leaf(Clause, Span),
}

/// A piece of evidence and how much it says.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Weighed {
    /// What is looked for.
    pub node: Node,
    /// How much a match says, above 0: at 1 as much as in a typed query.
    pub weight: f32,
}

/// A single condition.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Clause {
    /// Words of the text: one (`cluster`), the beginning of one (`clust*`), or several in order
    /// (`"name resolver"`).
    Text {
        /// The words in order, folded to lower case.
        words: Vec<String>,
        /// Whether the last word is only the beginning of one.
        modifier: Modifier,
        /// Where it must stand; null is anywhere.
        field: Option<TextField>,
    },
    /// The text of a message: these words stand in this order, with anything that differs from
    /// machine to machine (names, numbers, paths) between them.
    Message {
        /// The constant words in order, folded to lower case.
        words: Vec<String>,
    },
    /// An error code, in whatever notation.
    Code(CodeWanted),
    /// An event of the event log.
    Event {
        /// The number; null asks for any event of the source.
        id: Option<u32>,
        /// The source under its usual name (as typed when unknown), null for any.
        source: Option<String>,
        /// Keys (see [`crate::source_key`]) of every name of the source; empty for any.
        keys: Vec<String>,
    },
    /// An article by its number.
    Article(u32),
    /// A file, with or without a condition on its version.
    File(FileWanted),
    /// A version of anything: of a file row or a product.
    Version(String),
    /// A component under any of its names.
    Component {
        /// The usual name (as typed when unknown).
        name: String,
        /// Every name, as words folded to lower case: `["internet", "mail", "service"]`, `["imc"]`.
        names: Vec<Vec<String>>,
    },
    /// An entry of a list field, as a whole or as words within.
    Keyword {
        /// The name of the field: `product`, `os`, `area`, `keyword`, `type`, `fixed`,
        /// `registry`, `technology`, `format`, `tag`.
        field: &'static str,
        /// What is wanted.
        value: String,
    },
    /// Articles that refer to this one.
    RefersTo(u32),
    /// Last modified within.
    Modified(Range<Date>),
    /// Article numbers within.
    Number(Range<u32>),
}

/// Where a text clause must stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum TextField {
    /// The title.
    Title,
    /// A section of this kind.
    Section(SectionKind),
    /// The additional query words.
    QueryWords,
}

/// How the last word of a text clause is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Modifier {
    /// The whole word, or another form of it.
    Word,
    /// The beginning of a word (`clust*`).
    Prefix,
    /// These words in this order (`"…"`), each exactly.
    Phrase,
}

/// An error code that is wanted.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CodeWanted {
    /// A 32-bit value; every notation of it is the same.
    Value {
        /// The value.
        value: u32,
        /// Whether it stands beside STOP, so that a stop code is meant.
        stop: bool,
        /// Whether only its shape says that it is a code: a bare short number may be a word as
        /// well, and must still match as one.
        doubtful: bool,
    },
    /// A code of a compiler, linker or other tool, upper case.
    Tool(String),
    /// A symbolic name, upper case.
    Symbol(String),
}

/// A file that is wanted.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct FileWanted {
    /// The name without its folder, lower case; a trailing `*` asks for a beginning.
    pub name: String,
    /// The condition on the version; null for any.
    pub version: Option<Range<String>>,
}

/// Values between two bounds; versions compare group by group as numbers.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct Range<T> {
    /// The lower bound.
    pub from: Bound<T>,
    /// The upper bound.
    pub to: Bound<T>,
}

/// One end of a range.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Bound<T> {
    /// No limit.
    Open,
    /// The value itself belongs to the range.
    Included(T),
    /// The value itself does not.
    Excluded(T),
}

/// A part of the text and what it was taken for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Understood {
    /// Where it stands.
    pub span: Span,
    /// What it was taken for.
    pub kind: UnderstoodKind,
    /// For a person: `code 0xc00203e5 · 997 ERROR_IO_PENDING`.
    pub label: String,
}

/// What a part of a query was taken for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum UnderstoodKind {
    /// A word or phrase.
    Text,
    /// An error code.
    Code,
    /// An event.
    Event,
    /// An article number.
    Article,
    /// A file.
    File,
    /// A version.
    Version,
    /// A component.
    Component,
    /// A condition on another field.
    Field,
    /// A message text.
    Message,
    /// A function word, left out of the search.
    Ignored,
}
