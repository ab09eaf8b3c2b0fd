//! Pasted text: log entries, stop screens, dialogs, reports, tool output.
//!
//! Three steps, one module each: the text is divided into entries ([`record`]); of each entry
//! what identifies the problem is kept and what only that machine has is dropped ([`extract`],
//! [`noise`]); the evidence becomes a query ([`lower`]).

mod export;
mod extract;
mod kind;
mod labels;
mod lower;
mod noise;
mod record;
mod rows;
mod xml;

use std::collections::HashMap;

use serde::Serialize;

use crate::alias::Aliases;
use crate::tree::{CodeWanted, Query, Span};

pub use kind::InputKind;
pub use noise::NoiseKind;

/// What a pasted text says.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Diagnosis {
    /// The text as pasted.
    #[serde(skip)]
    pub text: String,
    /// What it looks like as a whole.
    pub kind: InputKind,
    /// Its entries, equal ones once; the most frequent first, then in the order of the text.
    pub entries: Vec<Entry>,
}

/// One log entry, dialog or report, and how often it is there.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Entry {
    /// What it looks like.
    pub kind: InputKind,
    /// How many entries say the same.
    pub count: usize,
    /// First and last line of the first of them, counted from 1.
    pub lines: [u32; 2],
    /// Where the first of them stands in the text.
    pub span: Span,
    /// What identifies the problem.
    pub evidence: Evidence,
    /// What was left out because only that machine has it.
    pub dropped: Vec<Dropped>,
}

/// What identifies a problem, of each kind as much as an entry of a log can say; what goes beyond is
/// left out.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Evidence {
    /// Events of the event log.
    pub events: Vec<EventSeen>,
    /// Error codes.
    pub codes: Vec<CodeSeen>,
    /// Files, with their versions where given.
    pub files: Vec<FileSeen>,
    /// Message texts.
    pub messages: Vec<MessageSeen>,
    /// Names of functions, classes and variables.
    pub symbols: Vec<SymbolSeen>,
    /// Versions that belong to no file: the build of a program.
    pub versions: Vec<VersionSeen>,
    /// Components that the text names.
    pub components: Vec<ComponentSeen>,
}

/// An event that the text shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EventSeen {
    /// The number.
    pub id: u32,
    /// The source under its usual name (as written when unknown).
    pub source: Option<String>,
    /// Keys of every name of the source.
    #[serde(skip)]
    pub keys: Vec<String>,
    /// `Error`, `Warning` …, as written.
    #[serde(rename = "type")]
    pub event_type: Option<String>,
    /// The category as written.
    pub category: Option<String>,
    /// Where it stands.
    pub span: Span,
}

/// What a code is to the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CodeRole {
    /// It identifies the error.
    Main,
    /// It stands among parameters or addresses.
    Parameter,
}

/// A code that the text shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CodeSeen {
    /// The code.
    pub code: CodeWanted,
    /// For a person, with its name if it has one.
    pub label: String,
    /// What it is to the text.
    pub role: CodeRole,
    /// Where it stands.
    pub span: Span,
}

/// A file that the text shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FileSeen {
    /// The name without its folder, lower case.
    pub name: String,
    /// The version beside it.
    pub version: Option<String>,
    /// Where it stands.
    pub span: Span,
}

/// A sentence that the program says, without what differs from machine to machine.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MessageSeen {
    /// The constant words in order, in lower case.
    pub words: Vec<String>,
    /// Where the sentence stands.
    pub span: Span,
}

/// The name of a function, class or variable.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SymbolSeen {
    /// The name, in lower case.
    pub name: String,
    /// Where it stands.
    pub span: Span,
}

/// A version that belongs to no file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct VersionSeen {
    /// The version.
    pub version: String,
    /// Where it stands.
    pub span: Span,
}

/// A component that the text names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ComponentSeen {
    /// The usual name.
    pub name: String,
    /// Every name, as words in lower case.
    #[serde(skip)]
    pub names: Vec<Vec<String>>,
    /// Where it stands.
    pub span: Span,
}

/// What was left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Dropped {
    /// As written.
    pub text: String,
    /// Why.
    pub why: NoiseKind,
}

/// Understands a pasted text. Never fails.
///
/// ```
/// use kbq_query::{Aliases, InputKind, diagnose};
///
/// let text = "5/12/99  9:14:22 AM  Router  Error  None  20073  N/A  RASBOX2\n\
///     The following error occurred on port VPN3-4.";
/// let diagnosis = diagnose(text, &Aliases::builtin());
/// assert_eq!(diagnosis.kind, InputKind::EventEntry);
/// let evidence = &diagnosis.entries[0].evidence;
/// assert_eq!(evidence.events[0].id, 20073);
/// assert_eq!(evidence.events[0].source.as_deref(), Some("Router"));
/// assert_eq!(evidence.messages[0].words.join(" "), "the following error occurred on port");
/// ```
pub fn diagnose(text: &str, aliases: &Aliases) -> Diagnosis {
    let records = record::records(text, aliases);
    let mut entries: Vec<Entry> = Vec::new();
    let mut places: HashMap<Problem, usize> = HashMap::new();
    for record in &records {
        let (evidence, dropped) = extract::extract(record, aliases);
        let told = record.kind == InputKind::Message && !evidence.events.is_empty();
        let kind = if told { InputKind::EventEntry } else { record.kind };
        let place = *places.entry(evidence.problem()).or_insert(entries.len());
        match entries.get_mut(place) {
            Some(entry) => entry.count += 1,
            None => entries.push(Entry {
                kind,
                count: 1,
                lines: record.lines,
                span: record.span,
                evidence,
                dropped,
            }),
        }
    }
    // Lines of a log that say nothing are no entries, unless there is nothing else.
    if entries.iter().any(|entry| !entry.evidence.is_empty()) {
        entries.retain(|entry| !entry.evidence.is_empty());
    }
    entries.sort_by_key(|entry| std::cmp::Reverse(entry.count));
    let kind = InputKind::of_entries(text, &entries);
    Diagnosis { text: text.to_owned(), kind, entries }
}

impl Evidence {
    /// Whether nothing was found.
    pub fn is_empty(&self) -> bool {
        self.events.is_empty()
            && self.codes.is_empty()
            && self.files.is_empty()
            && self.messages.is_empty()
            && self.symbols.is_empty()
            && self.versions.is_empty()
            && self.components.is_empty()
    }

    /// What is equal for entries that show the same problem, wherever and whenever it was.
    fn problem(&self) -> Problem {
        let events = self.events.iter().map(|event| (event.id, event.source.clone())).collect();
        let main = self.codes.iter().filter(|seen| seen.role == CodeRole::Main);
        let codes: Vec<CodeWanted> = main.map(|seen| seen.code.clone()).collect();
        let told = !self.events.is_empty() || !codes.is_empty();
        let messages = self.messages.iter().map(|message| message.words.clone());
        let files = self.files.iter().map(|file| file.name.clone());
        // An event or a code with its first message says it all.
        Problem {
            events,
            codes,
            messages: messages.take(if told { 1 } else { usize::MAX }).collect(),
            files: files.take(if told { 0 } else { usize::MAX }).collect(),
        }
    }
}

/// See [`Evidence::problem`].
#[derive(PartialEq, Eq, Hash)]
struct Problem {
    events: Vec<(u32, Option<String>)>,
    codes: Vec<CodeWanted>,
    messages: Vec<Vec<String>>,
    files: Vec<String>,
}

impl Diagnosis {
    /// The query for everything that the text shows: the entries together, frequent ones first.
    /// Right for a few entries that belong to one problem.
    pub fn query(&self, aliases: &Aliases) -> Query {
        lower::query(&self.text, &self.entries.iter().collect::<Vec<_>>(), aliases)
    }

    /// The query for one entry. Right for a log of many problems.
    pub fn entry_query(&self, entry: &Entry, aliases: &Aliases) -> Query {
        lower::query(&self.text, &[entry], aliases)
    }
}
