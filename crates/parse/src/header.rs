//! The header fields, under whatever labels a format writes them.

use jiff::civil::Date;
use kbq_model::{ArticleId, Diagnostic, DiagnosticKind, Format};

use crate::date::parse_date;
use crate::line::Line;

/// A field of the header.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Field {
    Id,
    Title,
    Product,
    Version,
    System,
    Keywords,
    Modified,
}

/// The labels of the fields; the text form and the Markdown form name them differently.
const LABELS: &[(&str, Field)] = &[
    ("Article", Field::Id),
    ("Product(s)", Field::Product),
    ("Version(s)", Field::Version),
    ("Operating System(s)", Field::System),
    ("Keyword(s)", Field::Keywords),
    ("Last Modified", Field::Modified),
    ("TITLE", Field::Title),
    ("PRODUCT", Field::Product),
    ("PROD/VER", Field::Version),
    ("OPER/SYS", Field::System),
    ("KEYWORDS", Field::Keywords),
];

/// The field and the value of a header line `Label: value`.
pub(crate) fn field_of(line: &str) -> Option<(Field, &str)> {
    let (label, value) = line.split_once(':')?;
    let label = label.trim_end();
    let (_, field) = LABELS.iter().find(|(known, _)| *known == label)?;
    Some((*field, value.trim()))
}

/// Whether the line has the form of a header line: a short label and a colon.
fn has_label(line: &str) -> bool {
    line.starts_with(|c: char| c.is_ascii_alphabetic()) && line.bytes().take(32).any(|b| b == b':')
}

/// What a format's reader found: the header, and the lines below it.
#[derive(Debug)]
pub(crate) struct Draft<'a> {
    pub(crate) format: Format,
    /// How headings are written in the body.
    pub(crate) style: Style,
    pub(crate) id: Option<ArticleId>,
    /// The full title, entities decoded.
    pub(crate) title: String,
    /// Source line of the title, counted from 1; 0 if there is none.
    pub(crate) title_line: u32,
    pub(crate) modified: Option<Date>,
    pub(crate) revision: Option<String>,
    pub(crate) tag: Option<String>,
    pub(crate) product: Option<String>,
    pub(crate) version: Option<String>,
    pub(crate) system: Option<String>,
    pub(crate) keywords: Option<String>,
    /// The lines below the header; disclaimers and page furniture left out.
    pub(crate) lines: Vec<Line<'a>>,
    pub(crate) diagnostics: Vec<Diagnostic>,
}

/// Titles of the archive are cut after this many characters, without a mark (Q308101).
const CUT_TITLE: usize = 64;

/// Fewer than most lines have, blank ones included: for the room that a text's lines need.
pub(crate) const BYTES_A_LINE: usize = 24;

/// How the headings of a format stand in its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Style {
    /// In the first column, underlined (the archive).
    Underlined,
    /// On a line of their own (pages saved as text).
    Plain,
}

impl<'a> Draft<'a> {
    pub(crate) fn new(format: Format, style: Style) -> Self {
        Draft {
            format,
            style,
            id: None,
            title: String::new(),
            title_line: 0,
            modified: None,
            revision: None,
            tag: None,
            product: None,
            version: None,
            system: None,
            keywords: None,
            lines: Vec::new(),
            diagnostics: Vec::new(),
        }
    }

    /// Notes something odd.
    pub(crate) fn note(&mut self, kind: DiagnosticKind, line: u32, message: impl Into<String>) {
        self.diagnostics.push(Diagnostic::new(kind, line, message));
    }

    /// Takes over a date, or notes that it is none.
    pub(crate) fn set_date(&mut self, text: &str, line: u32) {
        match parse_date(text) {
            Some(date) => self.modified = Some(date),
            None => {
                let message = format!("`{}` is no date of a known form", text.trim());
                self.note(DiagnosticKind::BadDate, line, message);
            }
        }
    }

    /// Takes over the article number, or notes that it differs from the one known.
    ///
    /// Returns whether the text is a number at all.
    pub(crate) fn set_id(&mut self, text: &str, line: u32) -> bool {
        let Ok(id) = text.parse::<ArticleId>() else { return false };
        match &self.id {
            Some(known) if *known != id => {
                let message = format!("the number {id} differs from {known} above");
                self.note(DiagnosticKind::IdMismatch, line, message);
            }
            Some(_) => {}
            None => self.id = Some(id),
        }
        true
    }

    /// Takes over one header field.
    pub(crate) fn set(&mut self, field: Field, value: &str, line: u32) {
        let value = value.trim();
        if value.is_empty() {
            // The label stands there: the field is empty, and not missing.
            if let Some(slot) = self.slot(field) {
                slot.get_or_insert_default();
            }
            return;
        }
        match field {
            Field::Id => {
                self.set_id(value, line);
            }
            Field::Modified => self.set_date(value, line),
            Field::Title => {
                self.title = value.to_owned();
                self.title_line = line;
            }
            _ => {
                if let Some(slot) = self.slot(field) {
                    *slot = Some(value.to_owned());
                }
            }
        }
    }

    fn slot(&mut self, field: Field) -> Option<&mut Option<String>> {
        match field {
            Field::Product => Some(&mut self.product),
            Field::Version => Some(&mut self.version),
            Field::System => Some(&mut self.system),
            Field::Keywords => Some(&mut self.keywords),
            Field::Id | Field::Title | Field::Modified => None,
        }
    }

    /// Reads the header lines from the start of `lines` up to the first line without a label; what
    /// follows, and every line with a label that is not known, becomes the body.
    pub(crate) fn take_header(&mut self, mut lines: impl Iterator<Item = Line<'a>>) {
        let mut next = lines.find(|line| !line.is_blank());
        while let Some(line) = next.take_if(|line| has_label(&line.text)) {
            match field_of(&line.text) {
                Some((field, value)) => self.set(field, value, line.number),
                None => {
                    let message = format!("unknown header line `{}`", line.text.trim());
                    self.note(DiagnosticKind::UnknownHeaderField, line.number, message);
                    self.lines.push(line);
                }
            }
            next = lines.next();
        }
        self.lines.extend(next);
        self.lines.extend(lines);
    }

    /// Notes the fields of the archive's header that are absent, and a title that may be cut.
    pub(crate) fn note_missing(&mut self, line: u32) {
        if self.title.chars().count() == CUT_TITLE {
            let message =
                format!("the title has {CUT_TITLE} characters, where the format cuts titles");
            self.note(DiagnosticKind::CutTitle, self.title_line, message);
        }
        let missing = [
            ("date", self.modified.is_none()),
            ("product", self.product.is_none()),
            ("version", self.version.is_none()),
            ("operating system", self.system.is_none()),
            ("keywords", self.keywords.is_none()),
        ];
        let bad_date = self.diagnostics.iter().any(|d| d.kind == DiagnosticKind::BadDate);
        for (name, is_missing) in missing {
            if is_missing && !(name == "date" && bad_date) {
                let message = format!("the header states no {name}");
                self.note(DiagnosticKind::MissingHeaderField, line, message);
            }
        }
    }
}
