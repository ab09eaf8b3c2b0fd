//! A pasted text divided into entries.

use crate::alias::Aliases;
use crate::lex;
use crate::shape::{Bare, Run, is_tool_code};
use crate::tree::Span;

use super::kind::InputKind;
use super::labels::{self, Label};
use super::noise::{NoiseKind, is_date_or_time};
use super::{export, rows, xml};

/// The most computers and users that an entry has; what follows a row's number may be a text.
const MOST_NAMES: usize = 64;

/// An entry before its evidence is read.
#[derive(Debug, Clone)]
pub(super) struct Record {
    pub(super) kind: InputKind,
    pub(super) id: Option<u32>,
    pub(super) source: Option<String>,
    pub(super) event_type: Option<String>,
    pub(super) category: Option<String>,
    /// The computer and the user, which are noise wherever they stand.
    pub(super) own_names: Vec<(String, NoiseKind)>,
    /// The text besides the labels.
    pub(super) body: Vec<BodyLine>,
    /// First and last line, counted from 1.
    pub(super) lines: [u32; 2],
    pub(super) span: Span,
    /// Whether a label gave its date.
    dated: bool,
    /// Lines of labels: text after all, when no event is among them.
    label_lines: Vec<BodyLine>,
}

/// A line of a record.
#[derive(Debug, Clone)]
pub(super) struct BodyLine {
    pub(super) text: String,
    pub(super) number: u32,
    span: Span,
    /// Whether the text stands so in the pasted one, so that places in it are known.
    verbatim: bool,
}

impl BodyLine {
    /// The place in the pasted text of a part of the line.
    pub(super) fn place(&self, part: Span) -> Span {
        if self.verbatim {
            Span { start: self.span.start + part.start, end: self.span.start + part.end }
        } else {
            self.span
        }
    }

    pub(super) fn verbatim(text: &str, number: u32, start: usize) -> BodyLine {
        let span = Span { start, end: start + text.len() };
        BodyLine { text: text.to_owned(), number, span, verbatim: true }
    }

    pub(super) fn rewritten(text: String, number: u32, span: Span) -> BodyLine {
        BodyLine { text, number, span, verbatim: false }
    }
}

/// A line of the pasted text.
#[derive(Debug, Clone, Copy)]
pub(super) struct SourceLine<'t> {
    pub(super) number: u32,
    pub(super) start: usize,
    pub(super) text: &'t str,
}

impl SourceLine<'_> {
    pub(super) fn span(&self) -> Span {
        Span { start: self.start, end: self.start + self.text.len() }
    }
}

/// The lines of a text, without their ends.
pub(super) fn source_lines(text: &str) -> Vec<SourceLine<'_>> {
    let mut start = 0;
    let mut lines = Vec::new();
    for (number, line) in (1..).zip(text.split_inclusive('\n')) {
        lines.push(SourceLine { number, start, text: line.trim_end_matches(['\n', '\r']) });
        start += line.len();
    }
    lines
}

impl Record {
    pub(super) fn new(kind: InputKind, line: &SourceLine<'_>) -> Record {
        Record {
            kind,
            id: None,
            source: None,
            event_type: None,
            category: None,
            own_names: Vec::new(),
            body: Vec::new(),
            lines: [line.number, line.number],
            span: line.span(),
            dated: false,
            label_lines: Vec::new(),
        }
    }

    pub(super) fn reach(&mut self, line: &SourceLine<'_>) {
        self.lines[1] = self.lines[1].max(line.number);
        self.span.end = self.span.end.max(line.span().end);
    }

    /// Notes a name that is noise wherever it stands.
    pub(super) fn own(&mut self, name: &str, kind: NoiseKind) {
        let name = name.trim().trim_start_matches('\\');
        let fits = self.own_names.len() < MOST_NAMES;
        if fits && !name.is_empty() && !name.eq_ignore_ascii_case("n/a") {
            self.own_names.push((name.to_owned(), kind));
        }
    }

    /// Whether this label opens another record than the one that has these fields.
    fn is_opened_anew_by(&self, label: Label) -> bool {
        let set = match label {
            Label::Id => self.id.is_some(),
            Label::Source => self.source.is_some(),
            Label::Type => self.event_type.is_some(),
            Label::Category => self.category.is_some(),
            Label::Date => self.dated,
            _ => false,
        };
        set && (self.id.is_some() || label == Label::Id)
    }

    fn set(&mut self, label: Label, value: &str, line: &SourceLine<'_>, at: usize) {
        let text = || Some(value.to_owned()).filter(|text| !text.is_empty());
        match label {
            Label::Id => self.id = labels::event_number(value),
            Label::Source => self.source = text(),
            Label::Type => self.event_type = text(),
            Label::Category => self.category = text(),
            Label::Computer => self.own(value, NoiseKind::Computer),
            Label::User => self.own(value, NoiseKind::User),
            Label::Description if !value.is_empty() => {
                self.body.push(BodyLine::verbatim(value, line.number, line.start + at));
            }
            Label::Date => self.dated = true,
            Label::Description | Label::Other => {}
        }
    }

    fn finished(mut self) -> Record {
        if self.id.is_none() {
            self.body.append(&mut self.label_lines);
            self.body.sort_by_key(|line| (line.number, line.span.start));
            self.body.dedup_by_key(|line| (line.number, line.span.end));
            (self.source, self.event_type, self.category) = (None, None, None);
            let text: Vec<&str> = self.body.iter().map(|line| &*line.text).collect();
            self.kind = InputKind::of_prose(&text.join("\n"));
        }
        self
    }
}

/// The entries of a text, in order; one at least, unless the text is blank.
pub(super) fn records(text: &str, aliases: &Aliases) -> Vec<Record> {
    let xml = xml::records(text);
    if !xml.is_empty() {
        return xml;
    }
    let lines = source_lines(text);
    let joined = export::records(&lines, text);
    if !joined.is_empty() {
        return joined;
    }
    let records = labelled(&lines, aliases);
    match records.as_slice() {
        [only] if only.id.is_none() => divided(only),
        _ => records,
    }
}

/// Records told by labels, by rows of the Event Viewer and by head lines.
fn labelled(lines: &[SourceLine<'_>], aliases: &Aliases) -> Vec<Record> {
    let mut done = Vec::new();
    let mut current: Option<Record> = None;
    for line in lines.iter().filter(|line| !line.text.trim().is_empty()) {
        if let Some(row) = rows::row(line) {
            // Text above the first row belongs to it, as its heading does.
            done.extend(current.take().filter(|record| record.id.is_some()).map(Record::finished));
            current = Some(row);
            continue;
        }
        let labels = labels::labels(line.text);
        if labels.is_empty() {
            let opens = is_head_line(line.text, aliases);
            if opens
                && current
                    .as_ref()
                    .is_some_and(|record| record.id.is_some() || record.has_head(aliases))
            {
                done.extend(current.take().map(Record::finished));
            }
            let record = current.get_or_insert_with(|| Record::new(InputKind::EventEntry, line));
            record.body.push(BodyLine::verbatim(line.text, line.number, line.start));
            record.reach(line);
            continue;
        }
        if labels
            .iter()
            .any(|found| current.as_ref().is_some_and(|r| r.is_opened_anew_by(found.label)))
        {
            done.extend(current.take().map(Record::finished));
        }
        let record = current.get_or_insert_with(|| Record::new(InputKind::EventEntry, line));
        for found in &labels {
            record.set(found.label, found.value(line.text), line, found.start);
        }
        record.label_lines.push(BodyLine::verbatim(line.text, line.number, line.start));
        record.reach(line);
    }
    done.extend(current.map(Record::finished));
    done
}

impl Record {
    /// Whether a line of the text is the head of an entry.
    fn has_head(&self, aliases: &Aliases) -> bool {
        self.body.first().is_some_and(|line| is_head_line(&line.text, aliases))
    }
}

/// Whether a line is the head of an entry (`MSExchangeMTA 289 Warning X.400 Service`): an event
/// with its source and type, and little else.
fn is_head_line(line: &str, aliases: &Aliases) -> bool {
    let pieces = lex::words(line, 0, line.len());
    let typed = pieces.iter().any(|piece| labels::is_event_type(&piece.lower));
    if pieces.len() > 9 || !typed || line.trim_end().ends_with('.') {
        return false;
    }
    let run = Run { pieces: &pieces, aliases, bare: Bare::Noise };
    run.event_at(0).is_some()
}

/// Text without an event of the log, divided where its own lines say so: tool output at each
/// message, a log at each time.
fn divided(record: &Record) -> Vec<Record> {
    let is_message = |line: &BodyLine| {
        let words = lex::words(&line.text, 0, line.text.len());
        words.windows(2).any(|pair| {
            matches!(&*pair[0].lower, "error" | "warning") && is_tool_code(&pair[1].text)
        })
    };
    let is_timed = |line: &BodyLine| {
        line.text
            .split_whitespace()
            .take(2)
            .any(|word| is_date_or_time(word.trim_matches(['[', ']', ','])))
    };
    let count =
        |test: &dyn Fn(&BodyLine) -> bool| record.body.iter().filter(|line| test(line)).count();
    let timed = count(&is_timed);
    let (opens, kind): (&dyn Fn(&BodyLine) -> bool, InputKind) = if count(&is_message) > 1 {
        (&is_message, InputKind::ToolOutput)
    } else if timed > 3 && timed * 5 > record.body.len() * 3 {
        (&is_timed, InputKind::Log)
    } else {
        return vec![record.clone()];
    };
    let mut parts: Vec<Record> = Vec::new();
    let mut opened = false;
    for line in &record.body {
        if parts.is_empty() || (opened && opens(line)) {
            let place =
                SourceLine { number: line.number, start: line.span.start, text: &line.text };
            parts.push(Record::new(kind, &place));
        }
        opened |= opens(line);
        if let Some(part) = parts.last_mut() {
            part.lines[1] = line.number;
            part.span.end = line.span.end;
            part.body.push(line.clone());
        }
    }
    parts
}
