//! From an entry to its evidence.

use kbq_codes::{Code, names_of};

use super::kind::InputKind;
use super::noise::{NoiseKind, Token, is_dump, judge};
use super::record::{BodyLine, Record};
use super::{
    CodeRole, CodeSeen, ComponentSeen, Dropped, EventSeen, Evidence, FileSeen, MessageSeen,
    SymbolSeen, VersionSeen,
};
use crate::alias::{Aliases, source_key};
use crate::lex::{self, Piece};
use crate::shape::{Bare, Reading, Run, code_label, is_file_name};
use crate::stopword::is_stopword;
use crate::tree::{Bound, Clause, CodeWanted, Node, Range, Span};

/// Reads what identifies the problem, and what was left out.
pub(super) fn extract(record: &Record, aliases: &Aliases) -> (Evidence, Vec<Dropped>) {
    let mut extraction = Extraction {
        aliases,
        record,
        evidence: Evidence::default(),
        dropped: Vec::new(),
        sentence: Sentence::default(),
    };
    extraction.labelled_event();
    for (at, line) in record.body.iter().enumerate() {
        let next = record.body.get(at + 1);
        extraction.line(line);
        // A line that ends in the middle of a sentence goes on in the next.
        let goes_on = next.is_some_and(|next| {
            next.number == line.number + 1 && next.text.trim_start().starts_with(char::is_lowercase)
        });
        if !goes_on {
            extraction.end_sentence();
        }
    }
    extraction.end_sentence();
    (extraction.evidence, extraction.dropped)
}

/// The most of each kind of evidence that an entry is asked for: more is a listing, of which
/// further items tell no problem from another.
const MOST_OF_A_KIND: usize = 128;

/// The most words of one message; what goes on is read as a further one.
const LONGEST_SENTENCE: usize = 256;

/// Adds what is not known, as long as there is room for it.
fn add<T>(list: &mut Vec<T>, new: T) {
    if list.len() < MOST_OF_A_KIND {
        list.push(new);
    }
}

struct Extraction<'a> {
    aliases: &'a Aliases,
    record: &'a Record,
    evidence: Evidence,
    dropped: Vec<Dropped>,
    sentence: Sentence,
}

/// The words of the sentence that is being read.
#[derive(Default)]
struct Sentence {
    words: Vec<String>,
    span: Option<Span>,
}

impl Extraction<'_> {
    /// The event that labels or a row told.
    fn labelled_event(&mut self) {
        let Some(id) = self.record.id else { return };
        let (source, keys) = match &self.record.source {
            Some(name) => named_source(name, self.aliases),
            None => (None, Vec::new()),
        };
        let event_type = self.record.event_type.clone();
        let category = self.record.category.clone();
        let span = self.record.span;
        self.evidence.events.push(EventSeen { id, source, keys, event_type, category, span });
        for (name, why) in &self.record.own_names {
            self.dropped.push(Dropped { text: name.clone(), why: *why });
        }
    }

    fn line(&mut self, line: &BodyLine) {
        if is_dump(&line.text) {
            self.dumped_codes(line);
            self.drop_text(line.text.trim(), NoiseKind::Memory);
            return;
        }
        let names = quoted_names(&line.text);
        let mut run: Vec<Piece> = Vec::new();
        let (mut assigned, mut dated) = (false, false);
        for (start, token) in tokens(&line.text) {
            let end = start + token.len();
            // Names stand in the order of the line.
            let name = names.get(names.partition_point(|name| name.end <= start));
            let quoted = name.is_some_and(|name| name.start <= start);
            let verdict = match judge(token, &self.record.own_names) {
                Token::Keep if quoted && !is_quoted_file(token) => Token::Noise(NoiseKind::Name),
                Token::Keep if assigned && is_assigned_name(token) => Token::Noise(NoiseKind::Name),
                Token::Keep if dated && is_half_of_day(token) => Token::Noise(NoiseKind::Date),
                verdict => verdict,
            };
            assigned = token.ends_with('=');
            dated = verdict == Token::Noise(NoiseKind::Date);
            match verdict {
                Token::Keep => run.extend(lex::words(&line.text, start, end)),
                Token::Noise(why) => {
                    self.run(&mut run, line);
                    self.drop_text(token, why);
                }
                Token::File(name) => {
                    if let Some(at) = token.find(name) {
                        run.extend(lex::words(&line.text, start + at, start + at + name.len()));
                        self.drop_text(token.get(..at).unwrap_or_default(), NoiseKind::Folder);
                    }
                }
            }
            if ends_sentence(token) {
                self.run(&mut run, line);
                self.end_sentence();
            }
        }
        self.run(&mut run, line);
    }

    fn drop_text(&mut self, text: &str, why: NoiseKind) {
        let text = text.trim_matches(|c: char| c.is_whitespace() || "\"'()[]<>,;.".contains(c));
        let dropped = Dropped { text: text.to_owned(), why };
        if !text.is_empty() && !self.dropped.contains(&dropped) {
            add(&mut self.dropped, dropped);
        }
    }

    /// Reads words that stand side by side, by the rules of typed queries.
    fn run(&mut self, pieces: &mut Vec<Piece>, line: &BodyLine) {
        let run = Run { pieces: pieces.as_slice(), aliases: self.aliases, bare: Bare::Noise };
        for reading in run.readings() {
            self.reading(&reading, pieces, line);
        }
        pieces.clear();
    }

    fn reading(&mut self, reading: &Reading, pieces: &[Piece], line: &BodyLine) {
        let span = line.place(reading.span);
        // Pieces stand in the order of the line.
        let first = pieces.partition_point(|piece| piece.span.start < reading.span.start);
        let last = pieces.partition_point(|piece| piece.span.end <= reading.span.end);
        let within = pieces.get(first..last).unwrap_or_default();
        for clause in first_clauses(&reading.node) {
            match clause {
                Clause::Event { id: Some(id), source, keys } => {
                    if self.is_told_event(within, line) {
                        self.event(*id, source.as_ref(), keys, span);
                    } else {
                        within.iter().for_each(|piece| self.word(piece, span));
                    }
                }
                Clause::Code(wanted) => self.code_reading(wanted, within, pieces, line, span),
                Clause::File(file) => self.file(&file.name, file.version.as_ref(), span),
                Clause::Component { name, names } => {
                    self.component(name, names, span);
                    within.iter().for_each(|piece| self.word(piece, span));
                }
                Clause::Version(version) => self.version(version, span),
                _ => within.iter().for_each(|piece| self.word(piece, span)),
            }
        }
    }

    /// Whether a number beside a source is an event: in the text of an entry only where the word
    /// says so, elsewhere not in brackets, where processes and places stand.
    fn is_told_event(&self, within: &[Piece], line: &BodyLine) -> bool {
        let said = within.iter().any(|piece| piece.lower.starts_with("event"));
        let bracketed = within.iter().any(|piece| {
            let before =
                line.text.get(..piece.span.start).and_then(|text| text.chars().next_back());
            matches!(before, Some('(' | '['))
                && piece.lower.starts_with(|c: char| c.is_ascii_digit())
        });
        said || (self.record.id.is_none() && !bracketed)
    }

    /// A code, a parameter or an address, by what stands before it.
    fn code_reading(
        &mut self,
        wanted: &CodeWanted,
        within: &[Piece],
        pieces: &[Piece],
        line: &BodyLine,
        span: Span,
    ) {
        let Some(first) = within.first() else { return };
        match wanted {
            CodeWanted::Value { stop: true, .. } => {
                self.code(wanted, span, CodeRole::Main);
                within.iter().skip(1).for_each(|piece| self.parameter(piece, line));
            }
            CodeWanted::Value { value, .. } if within.len() == 1 => {
                let behind = pieces.partition_point(|piece| piece.span.end < first.span.start);
                let before = behind.checked_sub(1).and_then(|at| pieces.get(at));
                let place = before.is_some_and(|piece| {
                    matches!(&*piece.lower, "address" | "base" | "at" | "offset" | "object" | "eip")
                });
                // An address is the same wherever the same build fails.
                let unnamed = self.record.kind == InputKind::StopScreen && !is_named_error(*value);
                let aside = place || unnamed || *value < 0x1_0000;
                let role = if aside { CodeRole::Parameter } else { CodeRole::Main };
                self.code(wanted, span, role);
            }
            CodeWanted::Tool(_) => {
                // `error`, `warning` and `fatal` introduce it.
                while matches!(
                    self.sentence.words.last().map(String::as_str),
                    Some("error" | "warning" | "fatal")
                ) {
                    self.sentence.words.pop();
                }
                self.code(wanted, span, CodeRole::Main);
            }
            _ => self.code(wanted, span, CodeRole::Main),
        }
    }

    fn event(&mut self, id: u32, source: Option<&String>, keys: &[String], span: Span) {
        let known = self
            .evidence
            .events
            .iter()
            .any(|seen| seen.id == id && (source.is_none() || seen.source.as_ref() == source));
        if !known {
            let (source, keys) = (source.cloned(), keys.to_vec());
            let (event_type, category) = (None, None);
            let seen = EventSeen { id, source, keys, event_type, category, span };
            add(&mut self.evidence.events, seen);
        }
    }

    fn code(&mut self, wanted: &CodeWanted, span: Span, role: CodeRole) {
        let label = match wanted {
            CodeWanted::Value { value: 0, .. } | CodeWanted::Value { doubtful: true, .. } => return,
            CodeWanted::Value { value, stop, .. } => code_label(Code(*value), *stop),
            CodeWanted::Tool(code) => code.clone(),
            CodeWanted::Symbol(name) => name.clone(),
        };
        let same = |seen: &CodeSeen| match (&seen.code, wanted) {
            (CodeWanted::Value { value: a, .. }, CodeWanted::Value { value: b, .. }) => a == b,
            // The name of a code that is there already says nothing more.
            (CodeWanted::Value { value, .. }, CodeWanted::Symbol(name)) => {
                names_of(Code(*value)).any(|known| known.symbol.eq_ignore_ascii_case(name))
            }
            (a, b) => a == b,
        };
        match self.evidence.codes.iter_mut().find(|seen| same(seen)) {
            Some(seen) if role == CodeRole::Main => seen.role = role,
            Some(_) => {}
            None => {
                let seen = CodeSeen { code: wanted.clone(), label, role, span };
                add(&mut self.evidence.codes, seen);
            }
        }
    }

    /// A parameter of a stop code: an exception code or an address, but no small number.
    fn parameter(&mut self, piece: &Piece, line: &BodyLine) {
        let Some(Code(value)) = Code::parse_stop(&piece.text) else { return };
        if value < 0x1_0000 {
            return self.drop_text(&piece.text, NoiseKind::Memory);
        }
        let wanted = CodeWanted::Value { value, stop: false, doubtful: false };
        self.code(&wanted, line.place(piece.span), CodeRole::Parameter);
    }

    /// In a line of a dump: codes that have a name, and the address of the fault.
    fn dumped_codes(&mut self, line: &BodyLine) {
        let fault = line.text.trim_start().starts_with("FAULT");
        for (at, piece) in lex::words(&line.text, 0, line.text.len()).iter().enumerate() {
            let hex = piece.text.len() == 8 && piece.text.bytes().all(|b| b.is_ascii_hexdigit());
            let Some(Code(value)) = Code::parse_stop(&piece.text).filter(|_| hex) else { continue };
            if is_named_error(value) || (fault && at < 2 && value >= 0x1_0000) {
                let wanted = CodeWanted::Value { value, stop: false, doubtful: false };
                self.code(&wanted, line.place(piece.span), CodeRole::Parameter);
            }
        }
    }

    fn version(&mut self, version: &str, span: Span) {
        if !self.evidence.versions.iter().any(|seen| seen.version == version) {
            add(&mut self.evidence.versions, VersionSeen { version: version.to_owned(), span });
        }
    }

    fn file(&mut self, name: &str, version: Option<&Range<String>>, span: Span) {
        let version = version.and_then(|range| match &range.from {
            Bound::Included(version) => Some(version.clone()),
            _ => None,
        });
        match self.evidence.files.iter_mut().find(|seen| seen.name == name) {
            Some(seen) => seen.version = seen.version.take().or(version),
            None => {
                add(&mut self.evidence.files, FileSeen { name: name.to_owned(), version, span })
            }
        }
    }

    fn component(&mut self, name: &str, names: &[Vec<String>], span: Span) {
        if !self.evidence.components.iter().any(|seen| seen.name == name) {
            let (name, names) = (name.to_owned(), names.to_vec());
            add(&mut self.evidence.components, ComponentSeen { name, names, span });
        }
    }

    /// A word of the message, or a number that differs from case to case.
    fn word(&mut self, piece: &Piece, span: Span) {
        let before = self.sentence.words.last().map_or("", String::as_str);
        let function = before == "function";
        // The compiler's own line (`msc1.cpp`, line 902) is the same for everybody.
        let compiler_line = before == "line" && self.sentence.words.iter().any(|w| w == "compiler");
        if is_variable(&piece.text) && !function && !compiler_line {
            self.drop_text(&piece.text, NoiseKind::Number);
            return;
        }
        if function || is_identifier(&piece.text) {
            let name = piece.lower.clone();
            if !self.evidence.symbols.iter().any(|seen| seen.name == name) {
                add(&mut self.evidence.symbols, SymbolSeen { name, span });
            }
            return;
        }
        self.sentence.words.push(piece.lower.trim_end_matches("'s").to_owned());
        let whole = self.sentence.span.get_or_insert(span);
        *whole = Span { start: whole.start.min(span.start), end: whole.end.max(span.end) };
        if self.sentence.words.len() == LONGEST_SENTENCE {
            self.end_sentence();
        }
    }

    fn end_sentence(&mut self) {
        let Sentence { words, span } = std::mem::take(&mut self.sentence);
        let telling = words.iter().filter(|word| !is_stopword(word)).count();
        let known = self.evidence.messages.iter().any(|message| message.words == words);
        if let Some(span) = span
            && !known
            && telling >= 2
        {
            add(&mut self.evidence.messages, MessageSeen { words, span });
        }
    }
}

/// A source under its usual name, and the keys of all its names.
fn named_source(name: &str, aliases: &Aliases) -> (Option<String>, Vec<String>) {
    let known = aliases.sources(name);
    let mut keys: Vec<String> =
        known.iter().flat_map(|source| source.keys.iter().map(ToString::to_string)).collect();
    keys.push(source_key(name));
    keys.sort();
    keys.dedup();
    let usual = if let [only] = known.as_slice() { only.name.to_string() } else { name.to_owned() };
    (Some(usual), keys)
}

/// The likeliest clause of each part of a reading.
fn first_clauses(node: &Node) -> Vec<&Clause> {
    match node {
        Node::Leaf(clause, _) => vec![clause],
        Node::Best(nodes) => nodes.first().map(first_clauses).unwrap_or_default(),
        Node::All(nodes) | Node::Any(nodes) => nodes.iter().flat_map(first_clauses).collect(),
        Node::Evidence(_) | Node::Not(_) => Vec::new(),
    }
}

/// The runs of characters without blanks, each with its place.
fn tokens(line: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    line.split(char::is_whitespace).filter_map(move |token| {
        let start = at;
        // Every blank that divides is one character, not always one byte.
        at += token.len()
            + line
                .get(start + token.len()..)
                .and_then(|rest| rest.chars().next())
                .map_or(0, char::len_utf8);
        (!token.is_empty()).then_some((start, token))
    })
}

fn ends_sentence(token: &str) -> bool {
    token.trim_end_matches(['"', '\'', ')', '”', '’']).ends_with(['.', '!', '?'])
}

/// Quoted names: a word or two without the shape of a sentence. Quoted sentences are messages.
fn quoted_names(line: &str) -> Vec<Span> {
    let mut names = Vec::new();
    let mut open: Option<(char, usize)> = None;
    let mut before = ' ';
    for (at, c) in line.char_indices() {
        match open {
            Some((quote, start)) if c == quote => {
                let inner = line.get(start + 1..at).unwrap_or_default();
                let words: Vec<&str> = inner.split_whitespace().collect();
                let prose = words.len() >= 4
                    && words.iter().filter(|w| w.chars().all(char::is_lowercase)).count() * 2
                        >= words.len();
                if !prose && !words.iter().any(|word| is_identifier(word)) {
                    names.push(Span { start, end: at + c.len_utf8() });
                }
                open = None;
            }
            None if matches!(c, '"' | '\'') && !before.is_alphanumeric() => open = Some((c, at)),
            _ => {}
        }
        before = c;
    }
    names
}

fn is_quoted_file(token: &str) -> bool {
    is_file_name(token.trim_matches(|c: char| "\"'(),;:.".contains(c)))
}

fn is_half_of_day(token: &str) -> bool {
    token.eq_ignore_ascii_case("am") || token.eq_ignore_ascii_case("pm")
}

/// The value of an assignment that is a name: capitals and digits (`LU alias = NTLU62`).
fn is_assigned_name(token: &str) -> bool {
    !token.chars().any(char::is_lowercase) && Code::parse(token).is_none()
}

/// Whether a word differs from case to case: numbers, and names with numbers in them that are not
/// those of a technology.
fn is_variable(word: &str) -> bool {
    const TECHNOLOGY: &[&str] = &[
        "tn3", "tn5", "x.", "x4", "x2", "lu6", "lu0", "lu2", "pop3", "imap4", "nt", "win", "os/2",
        "os2", "sp", "vb", "mapi", "w3svc", "v.", "rs232", "rs-232", "as/4", "as4", "sql", "http",
        "tls", "ssl", "ipv", "mp3", "802.", "16-bit", "32-bit", "8.3", "int", "i386", "3270",
        "5250", "x86", "level",
    ];
    if !word.bytes().any(|b| b.is_ascii_digit()) {
        return false;
    }
    let lower = word.to_ascii_lowercase();
    !TECHNOLOGY.iter().any(|known| lower.starts_with(known)) && !is_identifier(word)
}

/// Whether a word is the name of a function, class or variable.
fn is_identifier(word: &str) -> bool {
    let letters = word.trim_matches(|c: char| !c.is_alphanumeric());
    let humps = letters
        .chars()
        .zip(letters.chars().skip(1))
        .filter(|(a, b)| a.is_lowercase() && b.is_uppercase())
        .count();
    let has_lower = letters.chars().any(char::is_lowercase);
    letters.contains("::")
        || (letters.contains('_') && has_lower)
        || (humps > 0 && letters.len() >= 6 && !letters.contains(['.', '-', '/']))
}

/// An NTSTATUS or HRESULT that has a name.
fn is_named_error(value: u32) -> bool {
    (0x8000_0000..0xf000_0000).contains(&value) && names_of(Code(value)).next().is_some()
}

impl Run<'_> {
    /// How many words from a place on are an event.
    pub(super) fn event_at(&self, at: usize) -> Option<usize> {
        crate::shape::read_event(self, at).map(|(count, _)| count)
    }
}
