//! From evidence to a query.

use super::{CodeRole, CodeSeen, Entry, EventSeen, FileSeen};
use crate::alias::Aliases;
use crate::tree::{
    Bound, Clause, CodeWanted, FileWanted, Modifier, Node, Query, Range, Understood,
    UnderstoodKind, Weighed,
};

/// How much each kind of evidence says, against the same in a typed query.
mod weight {
    pub(super) const EVENT: f32 = 1.0;
    pub(super) const CODE: f32 = 1.0;
    /// Codes of failures of every sort: access violation, unspecified error.
    pub(super) const GENERIC_CODE: f32 = 0.4;
    pub(super) const SYMBOL: f32 = 0.8;
    pub(super) const PARAMETER: f32 = 0.3;
    pub(super) const FILE: f32 = 0.6;
    pub(super) const MESSAGE: f32 = 1.0;
    /// What every report of its sort says.
    pub(super) const BOILERPLATE: f32 = 0.2;
    pub(super) const NAME: f32 = 1.0;
    pub(super) const VERSION: f32 = 0.4;
    pub(super) const COMPONENT: f32 = 0.25;
    /// What each further entry of a text counts less than the one before.
    pub(super) const NEXT_ENTRY: f32 = 0.8;
}

/// Values that hundreds of problems share: E_FAIL, access violation, access denied, call failed.
const GENERIC: &[u32] =
    &[0x8000_4005, 0xc000_0005, 0x8007_0005, 0x8004_0005, 0x8000_ffff, 1, 2, 5, 0xffff_ffff];

/// Words in a row that stand in every report of a sort, whatever went wrong.
const BOILERPLATE: &[&str] = &[
    "application exception occurred",
    "app pid",
    "access violation",
    "an error occurred",
    "contact your",
    "contact the",
    "did not reach",
    "event log",
    "following error occurred",
    "for more information",
    "help and support",
    "if the problem persists",
    "intended recipients",
    "press any key",
    "technical support",
    "try again",
    "has occurred",
    "microsoft windows nt",
    "line",
    "subject",
];

/// Whether a message says nothing that tells one problem from another.
fn is_boilerplate(words: &[String]) -> bool {
    let text = format!(" {} ", words.join(" "));
    let said = BOILERPLATE.iter().filter(|phrase| text.contains(&format!(" {phrase} ")));
    let known: usize = said.map(|phrase| phrase.split(' ').count()).sum();
    known * 3 >= words.len()
}

/// The most entries that one query is made of.
const MOST_ENTRIES: usize = 8;

/// The query for entries, the first being the most important.
pub(super) fn query(text: &str, entries: &[&Entry], aliases: &Aliases) -> Query {
    let mut lowering = Lowering { pieces: Vec::new(), understood: Vec::new(), factor: 1.0 };
    for entry in entries.iter().take(MOST_ENTRIES) {
        lowering.entry(entry);
        lowering.factor *= weight::NEXT_ENTRY;
    }
    if lowering.pieces.is_empty() {
        return Query::parse(text, aliases);
    }
    lowering.understood.sort_by_key(|part| (part.span.start, part.span.end));
    Query {
        text: text.to_owned(),
        root: Some(Node::Evidence(lowering.pieces)),
        understood: lowering.understood,
    }
}

struct Lowering {
    pieces: Vec<Weighed>,
    understood: Vec<Understood>,
    factor: f32,
}

impl Lowering {
    fn push(&mut self, node: Node, weight: f32) {
        let weight = weight * self.factor;
        let known = self.pieces.iter().any(|piece| piece.node.says_the_same(&node));
        if !known {
            self.pieces.push(Weighed { node, weight });
        }
    }

    fn entry(&mut self, entry: &Entry) {
        for event in &entry.evidence.events {
            self.event(event);
        }
        for code in &entry.evidence.codes {
            self.code(code);
        }
        for file in &entry.evidence.files {
            self.file(file);
        }
        for message in &entry.evidence.messages {
            let clause = Clause::Message { words: message.words.clone() };
            let boilerplate = is_boilerplate(&message.words);
            let weight = if boilerplate { weight::BOILERPLATE } else { weight::MESSAGE };
            self.push(Node::Leaf(clause, message.span), weight);
            let label = format!("message “{}”", message.words.join(" "));
            self.understood.push(Understood {
                span: message.span,
                kind: UnderstoodKind::Message,
                label,
            });
        }
        for symbol in &entry.evidence.symbols {
            let words = vec![symbol.name.clone()];
            let clause = Clause::Text { words, modifier: Modifier::Word, field: None };
            self.push(Node::Leaf(clause, symbol.span), weight::NAME);
            let (span, label) = (symbol.span, format!("name {}", symbol.name));
            self.understood.push(Understood { span, kind: UnderstoodKind::Text, label });
        }
        for version in &entry.evidence.versions {
            let clause = Clause::Version(version.version.clone());
            self.push(Node::Leaf(clause, version.span), weight::VERSION);
            let (span, label) = (version.span, format!("version {}", version.version));
            self.understood.push(Understood { span, kind: UnderstoodKind::Version, label });
        }
        for component in &entry.evidence.components {
            let clause =
                Clause::Component { name: component.name.clone(), names: component.names.clone() };
            self.push(Node::Leaf(clause, component.span), weight::COMPONENT);
            let label = format!("component {}", component.name);
            let kind = UnderstoodKind::Component;
            self.understood.push(Understood { span: component.span, kind, label });
        }
    }

    fn event(&mut self, event: &EventSeen) {
        let EventSeen { id, source, keys, span, .. } = event;
        let clause = Clause::Event { id: Some(*id), source: source.clone(), keys: keys.clone() };
        self.push(Node::Leaf(clause, *span), weight::EVENT);
        let label = match source {
            Some(source) => format!("event {source} {id}"),
            None => format!("event {id}"),
        };
        self.understood.push(Understood { span: *span, kind: UnderstoodKind::Event, label });
    }

    fn code(&mut self, code: &CodeSeen) {
        let weight = match (&code.code, code.role) {
            (_, CodeRole::Parameter) => weight::PARAMETER,
            (CodeWanted::Value { value, stop: false, .. }, _) if GENERIC.contains(value) => {
                weight::GENERIC_CODE
            }
            (CodeWanted::Symbol(_), _) => weight::SYMBOL,
            _ => weight::CODE,
        };
        self.push(Node::Leaf(Clause::Code(code.code.clone()), code.span), weight);
        let label = format!("code {}", code.label);
        self.understood.push(Understood { span: code.span, kind: UnderstoodKind::Code, label });
    }

    fn file(&mut self, file: &FileSeen) {
        let any = FileWanted { name: file.name.clone(), version: None };
        let mut readings = vec![Node::Leaf(Clause::File(any), file.span)];
        if let Some(version) = &file.version {
            let exact = Bound::Included(version.clone());
            let range = Range { from: exact.clone(), to: exact };
            let exact = FileWanted { name: file.name.clone(), version: Some(range) };
            readings.insert(0, Node::Leaf(Clause::File(exact), file.span));
        }
        let node = if readings.len() == 1 { readings.remove(0) } else { Node::Best(readings) };
        self.push(node, weight::FILE);
        let label = format!("file {}", file.name);
        self.understood.push(Understood { span: file.span, kind: UnderstoodKind::File, label });
    }
}

impl Node {
    /// Whether two nodes ask for the same, wherever they stand in the text.
    fn says_the_same(&self, other: &Node) -> bool {
        match (self, other) {
            (Node::Leaf(a, _), Node::Leaf(b, _)) => a == b,
            (Node::Best(a), Node::Best(b)) => {
                a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.says_the_same(b))
            }
            _ => false,
        }
    }
}
