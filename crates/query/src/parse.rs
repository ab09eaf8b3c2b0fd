//! From lexemes to the tree.

use crate::alias::{Aliases, source_key};
use crate::field::{Field, Takes};
use crate::lex::{Lexeme, Piece, lexemes, words};
use crate::shape::{Bare, Reading, Run, event_node, wanted, word_clause};
use crate::tree::{
    Clause, FileWanted, Modifier, Node, Query, Span, TextField, Understood, UnderstoodKind,
};
use crate::value;

impl Query {
    /// Understands what a person typed. Never fails: what is no operator, field or code is text.
    ///
    /// Function words (`why does my`) are left out of the tree, but not when nothing else is
    /// there; `understood` names them.
    ///
    /// ```
    /// use kbq_query::{Aliases, Clause, CodeWanted, Node, Query};
    ///
    /// let query = Query::parse("0xc00203e5", &Aliases::builtin());
    /// let wanted = CodeWanted::Value { value: 0xc00203e5, stop: false, doubtful: false };
    /// assert!(matches!(query.root, Some(Node::Leaf(Clause::Code(code), _)) if code == wanted));
    /// ```
    pub fn parse(text: &str, aliases: &Aliases) -> Query {
        let lexemes = lexemes(text);
        let words_only = lexemes.iter().all(|lexeme| matches!(lexeme, Lexeme::Word(_)));
        let bare = if words_only { Bare::WholeQuery } else { Bare::Anything };
        let mut parser =
            Parser { aliases, bare, lexemes: &lexemes, at: 0, understood: Vec::new(), ranges: 0 };
        let readings = parser.sequence(None);
        let mut understood = std::mem::take(&mut parser.understood);
        let strong: Vec<Node> =
            readings.iter().filter(|reading| !reading.weak).map(|r| r.node.clone()).collect();
        let positive = strong.iter().any(|node| !matches!(node, Node::Not(_)));
        let mut nodes = if positive {
            strong
        } else {
            for part in understood.iter_mut().filter(|part| part.kind == UnderstoodKind::Ignored) {
                part.kind = UnderstoodKind::Text;
            }
            readings.into_iter().map(|reading| reading.node).collect()
        };
        if nodes.is_empty() {
            nodes.extend(only_punctuation(text));
        }
        let root = match nodes.len() {
            0 => None,
            1 => nodes.pop(),
            _ => Some(Node::All(nodes)),
        };
        understood.sort_by_key(|part| (part.span.start, part.span.end));
        Query { text: text.to_owned(), root, understood }
    }
}

/// The text itself, where it has no word: `(`, `-`.
fn only_punctuation(text: &str) -> Option<Node> {
    let trimmed = text.trim();
    let start = text.len() - text.trim_start().len();
    let span = Span { start, end: start + trimmed.len() };
    let words = vec![trimmed.to_lowercase()];
    let clause = Clause::Text { words, modifier: Modifier::Word, field: None };
    (!trimmed.is_empty()).then_some(Node::Leaf(clause, span))
}

/// The most ranges of events in a query, each of which is written out; more are text.
const MOST_RANGES: usize = 16;

struct Parser<'a> {
    aliases: &'a Aliases,
    bare: Bare,
    lexemes: &'a [Lexeme],
    at: usize,
    understood: Vec<Understood>,
    /// How many ranges of events were written out so far.
    ranges: usize,
}

impl Parser<'_> {
    /// Reads up to the end or the closing parenthesis. Inside `field:(…)` every word is a value
    /// of that field. Depth is bounded: the lexer keeps few nested groups.
    fn sequence(&mut self, field: Option<&'static Field>) -> Vec<Reading> {
        let mut readings: Vec<Reading> = Vec::new();
        // The place in `readings` that the next reading is an alternative to.
        let mut either = false;
        while let Some(lexeme) = self.lexemes.get(self.at) {
            let next = match lexeme {
                Lexeme::Close(_) => {
                    self.at += 1;
                    break;
                }
                Lexeme::Or(_) if self.or_joins(&readings) => {
                    self.at += 1;
                    either = true;
                    continue;
                }
                _ => self.operand(field),
            };
            let mut next = next.into_iter();
            if either && let (Some(left), Some(right)) = (readings.pop(), next.next()) {
                readings.push(any(left, right));
                either = false;
            }
            readings.extend(next);
        }
        readings
    }

    /// Whether this OR stands between two operands; otherwise it is a word.
    fn or_joins(&self, readings: &[Reading]) -> bool {
        let follows = self.lexemes.get(self.at + 1);
        !readings.is_empty() && !matches!(follows, None | Some(Lexeme::Or(_) | Lexeme::Close(_)))
    }

    /// One operand, or a run of words that stand side by side.
    fn operand(&mut self, field: Option<&'static Field>) -> Vec<Reading> {
        let lexemes = self.lexemes;
        let Some(lexeme) = lexemes.get(self.at) else { return Vec::new() };
        match lexeme {
            Lexeme::Word(_) | Lexeme::Or(_) => self.words(field),
            Lexeme::Phrase(phrase, span) => {
                self.at += 1;
                self.phrase(phrase, *span, field).into_iter().collect()
            }
            Lexeme::Field(named, Some(value), span) => {
                self.at += 1;
                self.field(named, value, *span)
            }
            Lexeme::Field(named, None, _) => {
                // The opening parenthesis of its group follows.
                self.at += 2;
                self.group(Some(named))
            }
            Lexeme::Open(_) => {
                self.at += 1;
                self.group(field)
            }
            Lexeme::Minus(span) => {
                self.at += 1;
                self.excluded(*span, field)
            }
            Lexeme::Close(_) => Vec::new(),
        }
    }

    fn group(&mut self, field: Option<&'static Field>) -> Vec<Reading> {
        let readings = self.sequence(field);
        all(readings).into_iter().collect()
    }

    /// What a minus excludes: the word, phrase, field or group right behind it.
    fn excluded(&mut self, minus: Span, field: Option<&'static Field>) -> Vec<Reading> {
        let known = self.understood.len();
        // Two minuses are no more than one.
        while matches!(self.lexemes.get(self.at), Some(Lexeme::Minus(_))) {
            self.at += 1;
        }
        let mut readings = match self.lexemes.get(self.at) {
            Some(Lexeme::Word(piece)) => {
                self.at += 1;
                match field {
                    Some(field) => self.field(field, piece, piece.span),
                    None => self.shapes(std::slice::from_ref(piece), Bare::Anything),
                }
            }
            _ => self.operand(field),
        };
        self.understood.truncate(known);
        let Some(Reading { node, label, span, .. }) = all(std::mem::take(&mut readings)) else {
            return Vec::new();
        };
        let span = Span { start: minus.start, end: span.end };
        let excluded = Reading::new(
            Node::Not(Box::new(node)),
            UnderstoodKind::Field,
            format!("not {label}"),
            span,
        );
        self.note(&excluded);
        vec![excluded]
    }

    fn words(&mut self, field: Option<&'static Field>) -> Vec<Reading> {
        let mut run = Vec::new();
        while let Some(Lexeme::Word(piece)) = self.lexemes.get(self.at) {
            run.push(piece.clone());
            self.at += 1;
        }
        if let (true, Some(Lexeme::Or(piece))) = (run.is_empty(), self.lexemes.get(self.at)) {
            run.push(piece.clone());
            self.at += 1;
        }
        match field {
            Some(field) => {
                run.iter().flat_map(|piece| self.field(field, piece, piece.span)).collect()
            }
            None => self.shapes(&run, self.bare),
        }
    }

    fn shapes(&mut self, pieces: &[Piece], bare: Bare) -> Vec<Reading> {
        let readings = Run { pieces, aliases: self.aliases, bare }.readings();
        for reading in &readings {
            self.note(reading);
        }
        readings
    }

    fn note(&mut self, reading: &Reading) {
        let Reading { span, kind, label, .. } = reading;
        self.understood.push(Understood { span: *span, kind: *kind, label: label.clone() });
    }

    fn phrase(
        &mut self,
        phrase: &str,
        span: Span,
        field: Option<&'static Field>,
    ) -> Option<Reading> {
        let value = Piece { text: phrase.to_owned(), lower: phrase.to_lowercase(), span };
        if let Some(field) = field {
            return self.field(field, &value, span).into_iter().next();
        }
        let node = phrase_node(&value, None)?;
        let reading =
            Reading::new(node, UnderstoodKind::Text, format!("“{}”", phrase.trim()), span);
        self.note(&reading);
        Some(reading)
    }

    /// A field with its value; what the field can't take is text.
    fn field(&mut self, field: &'static Field, value: &Piece, span: Span) -> Vec<Reading> {
        let is_range = field.takes == Takes::Event && value.text.contains("..");
        self.ranges += usize::from(is_range);
        let fits = !is_range || self.ranges <= MOST_RANGES;
        match fits.then(|| field_clause(field, value, span, self.aliases)).flatten() {
            Some((node, label)) => {
                let reading = Reading::new(node, UnderstoodKind::Field, label, span);
                self.note(&reading);
                vec![reading]
            }
            None => {
                let name = Piece {
                    text: field.name.to_owned(),
                    lower: field.name.to_owned(),
                    span: Span { start: span.start, end: value.span.start.max(span.start) },
                };
                // `ID:c1010aae` is how Exchange shows a code: the name says nothing.
                let says = span != value.span && field.takes != Takes::Article;
                let mut run: Vec<Piece> = if says { vec![name] } else { vec![] };
                run.extend(relocated(value));
                self.shapes(&run, Bare::Anything)
            }
        }
    }
}

/// The words of a value, each at its place; the place of a quoted one has its quotes.
fn relocated(value: &Piece) -> impl Iterator<Item = Piece> {
    let quotes = (value.span.end - value.span.start).saturating_sub(value.text.len());
    let start = value.span.start + quotes / 2;
    words(&value.text, 0, value.text.len()).into_iter().map(move |piece| Piece {
        span: Span { start: piece.span.start + start, end: piece.span.end + start },
        ..piece
    })
}

fn all(mut readings: Vec<Reading>) -> Option<Reading> {
    if readings.len() < 2 {
        return readings.pop();
    }
    let span = Span { start: readings.first()?.span.start, end: readings.last()?.span.end };
    let label = readings.iter().map(|r| &*r.label).collect::<Vec<_>>().join(" ");
    let nodes = readings.into_iter().map(|reading| reading.node).collect();
    Some(Reading::new(Node::All(nodes), UnderstoodKind::Text, label, span))
}

fn any(left: Reading, right: Reading) -> Reading {
    let span = Span { start: left.span.start, end: right.span.end };
    // Of many alternatives each one adds its own label only.
    let mut label = left.label;
    label.push_str(" OR ");
    label.push_str(&right.label);
    let mut nodes = match left.node {
        Node::Any(nodes) => nodes,
        node => vec![node],
    };
    nodes.push(right.node);
    Reading::new(Node::Any(nodes), UnderstoodKind::Text, label, span)
}

/// A phrase, or the word that it is.
fn phrase_node(value: &Piece, field: Option<TextField>) -> Option<Node> {
    let words: Vec<String> = value.lower.split_whitespace().map(str::to_owned).collect();
    let clause = Clause::Text { words, modifier: Modifier::Phrase, field };
    let empty = value.lower.trim().is_empty();
    (!empty).then_some(Node::Leaf(clause, value.span))
}

/// The condition that a field and its value make, and its label; `None` when the field can't take
/// the value.
fn field_clause(
    field: &'static Field,
    value: &Piece,
    span: Span,
    aliases: &Aliases,
) -> Option<(Node, String)> {
    let text = value.text.trim();
    if text.is_empty() {
        return None;
    }
    let leaf = |clause: Clause| Node::Leaf(clause, span);
    let node = match field.takes {
        Takes::Event => event_field(text, span, aliases)?,
        Takes::Source => leaf(source_clause(text, None, aliases)),
        Takes::Code | Takes::Stop => {
            let (wanted, label) = wanted(text, field.takes == Takes::Stop)?;
            return Some((leaf(Clause::Code(wanted)), label));
        }
        Takes::Component => leaf(component_clause(text, aliases)),
        Takes::File => leaf(Clause::File(value::file(text)?)),
        Takes::Version => leaf(version_clause(text)?),
        Takes::Article => leaf(match value::article(text) {
            Some(number) => Clause::Article(number),
            None => Clause::Number(value::range(text, value::article)?),
        }),
        Takes::Reference => leaf(Clause::RefersTo(value::article(text)?)),
        Takes::Modified => leaf(Clause::Modified(value::modified(text)?)),
        Takes::List => leaf(Clause::Keyword { field: field.name, value: text.to_owned() }),
        Takes::Text(place) if text.contains(char::is_whitespace) => {
            phrase_node(value, Some(place))?
        }
        Takes::Text(place) => leaf(word_clause(&text.to_lowercase(), Some(place))),
    };
    Some((node, format!("{}: {text}", field.name)))
}

fn event_field(text: &str, span: Span, aliases: &Aliases) -> Option<Node> {
    const MOST_IN_RANGE: u32 = 1000;
    let number = |text: &str| text.trim().parse::<u32>().ok().filter(|_| text.len() <= 10);
    if let Some(id) = number(text) {
        return Some(event_node(id, None, None, span));
    }
    if let Some((from, to)) = text.split_once("..") {
        let (from, to) = (number(from)?, number(to)?);
        if to < from || to - from >= MOST_IN_RANGE {
            return None;
        }
        return Some(Node::Any((from..=to).map(|id| event_node(id, None, None, span)).collect()));
    }
    if let Some((left, right)) = text.rsplit_once('/') {
        let (source, id) = match (number(left), number(right)) {
            (_, Some(id)) => (left, Some(id)),
            (Some(id), None) => (right, Some(id)),
            (None, None) => (text, None),
        };
        return Some(Node::Leaf(source_clause(source.trim(), id, aliases), span));
    }
    Some(Node::Leaf(source_clause(text, None, aliases), span))
}

fn source_clause(name: &str, id: Option<u32>, aliases: &Aliases) -> Clause {
    let known = aliases.sources(name);
    let mut keys: Vec<String> =
        known.iter().flat_map(|source| source.keys.iter().map(ToString::to_string)).collect();
    keys.push(source_key(name));
    keys.sort();
    keys.dedup();
    let source = match known.as_slice() {
        [only] => only.name.to_string(),
        _ => name.to_owned(),
    };
    Clause::Event { id, source: Some(source), keys }
}

fn component_clause(name: &str, aliases: &Aliases) -> Clause {
    match aliases.component(name) {
        Some(component) => {
            Clause::Component { name: component.name.to_string(), names: component.words() }
        }
        None => {
            let words = name.split_whitespace().map(str::to_lowercase).collect();
            Clause::Component { name: name.to_owned(), names: vec![words] }
        }
    }
}

/// A version, or a range of versions of any file.
fn version_clause(text: &str) -> Option<Clause> {
    if let Some(version) = value::version(text) {
        return Some(Clause::Version(version));
    }
    let version = value::range(text, value::version)?;
    Some(Clause::File(FileWanted { name: "*".to_owned(), version: Some(version) }))
}
