//! The labels that close an article: query words, keywords, version, issue type.

use kbq_model::{Diagnostic, DiagnosticKind};

use crate::line::{Line, Place};
use crate::outline::is_rule;

/// A label of the trailer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Label {
    Keywords,
    Component,
    Technology,
    Version,
    Platform,
    Hardware,
    IssueType,
    SolutionType,
    QueryWords,
    LastReviewed,
    /// A label whose value the record does not hold.
    Other,
}

impl Label {
    /// Whether a group of labels may begin with this one where no rule stands above.
    fn may_stand_apart(self) -> bool {
        matches!(self, Label::Keywords | Label::QueryWords | Label::LastReviewed | Label::Other)
    }
}

/// The labels as written, in lower case, in the collections that have them.
const LABELS: &[(&str, Label)] = &[
    ("keywords", Label::Keywords),
    ("component", Label::Component),
    ("technology", Label::Technology),
    ("version", Label::Version),
    ("platform", Label::Platform),
    ("hardware", Label::Hardware),
    ("issue type", Label::IssueType),
    ("solution type", Label::SolutionType),
    ("kbcategory", Label::Keywords),
    ("kbsubcategory", Label::Keywords),
    ("last reviewed", Label::LastReviewed),
    ("modification type", Label::Other),
    ("additional query words", Label::QueryWords),
    ("additional query word", Label::QueryWords),
    ("additonal query words", Label::QueryWords),
    ("additional reference words", Label::QueryWords),
    ("additional reference word(s)", Label::QueryWords),
    ("additional references words", Label::QueryWords),
];

/// The shortest `=` rule around a trailer: 70 and 77 in the archive.
const TRAILER_RULE: usize = 60;

/// Query words wrap over up to three lines in old articles (Q122337).
const MOST_WRAPPED: usize = 4;

/// Bytes within which the colon of a label stands.
const LONGEST_LABEL: usize = 40;

/// The label and the value of a line that starts with a known one.
fn label_of(line: &str) -> Option<(Label, &str)> {
    if !line.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    let head = line.as_bytes().get(..LONGEST_LABEL).unwrap_or(line.as_bytes());
    let (name, value) = line.split_at_checked(memchr::memchr(b':', head)?)?;
    let name = name.trim_ascii_end();
    let (_, label) = LABELS.iter().find(|(known, _)| known.eq_ignore_ascii_case(name))?;
    Some((*label, value[1..].trim()))
}

/// Whether the text begins with a label as the archive pads it (`Keywords :`), or with that of the
/// query words.
pub(crate) fn opens_label(text: &str) -> bool {
    label_of(text).is_some_and(|(label, _)| {
        let padded = text.find(':').is_some_and(|colon| text[..colon].ends_with(' '));
        padded || label == Label::QueryWords
    })
}

/// A label that no format defines, padded like the others: `Foo               : bar`.
fn unknown_label(line: &str) -> Option<&str> {
    let name = line.get(..18)?;
    let padded = line.as_bytes().get(18) == Some(&b':') && name.ends_with("  ");
    (padded && name.starts_with(|c: char| c.is_ascii_alphabetic())).then(|| name.trim_end())
}

/// Index of the first line of query words and trailer; the number of lines if there are none.
pub(crate) fn start(lines: &[Line<'_>]) -> usize {
    let (mut start, ruled) = labels_start(lines);
    if start == lines.len() || ruled {
        while let Some(above) = query_words_above(&lines[..start]) {
            start = above;
        }
    }
    start
}

/// Where the labels begin, and whether a rule stands above them.
fn labels_start(lines: &[Line<'_>]) -> (usize, bool) {
    let mut start = lines.len();
    let mut has_keywords = false;
    let mut wrapped = 0;
    let mut below_blank = true;
    for (index, line) in lines.iter().enumerate().rev() {
        let text = line.text.trim_end();
        if text.is_empty() {
            if wrapped > 0 {
                break;
            }
            below_blank = true;
            continue;
        }
        let above_blank = std::mem::take(&mut below_blank) && start < lines.len();
        if is_rule(text, b'=', TRAILER_RULE) {
            if has_keywords {
                return (index, true);
            }
        } else if let Some((label, _)) = label_of(text) {
            // A paragraph of the text may begin like a label (`Version: …`).
            if above_blank && !label.may_stand_apart() && !text.contains(" : ") {
                break;
            }
            has_keywords |= label == Label::Keywords;
            start = index;
            wrapped = 0;
        } else if unknown_label(text).is_none() {
            // Perhaps the continuation of a label above.
            wrapped += 1;
            if wrapped > MOST_WRAPPED {
                break;
            }
        }
    }
    if has_keywords { (start, false) } else { (lines.len(), false) }
}

/// The line of query words that ends `lines`, its wrapped lines and older labels included.
fn query_words_above(lines: &[Line<'_>]) -> Option<usize> {
    let last = lines.iter().rposition(|line| {
        let text = line.text.trim();
        !text.is_empty() && !is_rule(text, b'=', TRAILER_RULE)
    })?;
    for (wrapped, index) in (0..=last).rev().enumerate() {
        let line = &lines[index];
        match label_of(&line.text) {
            Some((Label::QueryWords | Label::Keywords, _)) => return Some(index),
            _ if line.is_blank() || wrapped >= MOST_WRAPPED => return None,
            _ => {}
        }
    }
    None
}

/// The part of the article of each line from [`start`] on.
pub(crate) fn places(lines: &[Line<'_>]) -> Vec<Place> {
    let mut place = Place::Trailer;
    lines
        .iter()
        .map(|line| {
            match label_of(&line.text) {
                Some((Label::QueryWords, _)) => place = Place::QueryWords,
                Some(_) => place = Place::Trailer,
                None if is_rule(&line.text, b'=', TRAILER_RULE) => place = Place::Trailer,
                None => {}
            }
            place
        })
        .collect()
}

/// The values of the trailer.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Trailer {
    /// Label, value on one line, source line.
    values: Vec<(Label, String, u32)>,
    pub(crate) diagnostics: Vec<Diagnostic>,
}

impl Trailer {
    /// Reads the lines from [`start`] on.
    pub(crate) fn read(lines: &[Line<'_>]) -> Trailer {
        let mut trailer = Trailer::default();
        for line in lines {
            let text = line.text.trim();
            if text.is_empty() || is_rule(text, b'=', TRAILER_RULE) {
                continue;
            }
            if let Some((label, value)) = label_of(&line.text) {
                trailer.values.push((label, value.to_owned(), line.number));
            } else if let Some(name) = unknown_label(&line.text) {
                let message = format!("unknown trailer label `{name}`");
                let kind = DiagnosticKind::UnknownTrailerField;
                trailer.diagnostics.push(Diagnostic::new(kind, line.number, message));
            } else if let Some((_, value, _)) = trailer.values.last_mut() {
                value.push(' ');
                value.push_str(text);
            }
        }
        trailer
    }

    /// The words of every line with this label.
    pub(crate) fn words(&self, label: Label) -> impl Iterator<Item = &str> {
        self.values_of(label).flat_map(|(value, _)| value.split_ascii_whitespace())
    }

    /// The values with this label and their source lines.
    pub(crate) fn values_of(&self, label: Label) -> impl Iterator<Item = (&str, u32)> {
        self.values
            .iter()
            .filter(move |(known, ..)| *known == label)
            .map(|(_, value, line)| (value.as_str(), *line))
    }

    /// Whether the article has no trailer beside its query words.
    pub(crate) fn is_missing(&self) -> bool {
        self.values.iter().all(|(label, ..)| *label == Label::QueryWords)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RULE: &str = "======================================================================";

    fn parts(text: &str) -> (usize, Trailer) {
        let lines = Line::all(text);
        let start = start(&lines);
        (start, Trailer::read(&lines[start..]))
    }

    #[test]
    fn the_archive_form_begins_with_its_query_words() {
        let text = format!(
            "Text: it ends.\n\nAdditional query words: one two\n\n{RULE}\n\
             Keywords          : exc55 \nComponent         : IMC IMS\n\
             Foo               : bar\nIssue type        : kbbug\n\n{RULE}=======\n"
        );
        let (start, trailer) = parts(&text);
        assert_eq!(start, 2);
        assert_eq!(trailer.words(Label::QueryWords).collect::<Vec<_>>(), ["one", "two"]);
        assert_eq!(trailer.words(Label::Component).collect::<Vec<_>>(), ["IMC", "IMS"]);
        assert_eq!(trailer.diagnostics[0].kind, DiagnosticKind::UnknownTrailerField);
    }

    #[test]
    fn old_trailers_have_no_rule_and_wrap() {
        let text = "Version: 3 of the text.\n\nKBCategory: kbnetwork\nKBSubcategory: ntstop\n\
                    Additional reference words: 4.00 stop\nblue screen\n";
        let (start, trailer) = parts(text);
        assert_eq!(start, 2);
        assert_eq!(trailer.words(Label::Keywords).collect::<Vec<_>>(), ["kbnetwork", "ntstop"]);
        assert_eq!(
            trailer.words(Label::QueryWords).collect::<Vec<_>>(),
            ["4.00", "stop", "blue", "screen"]
        );
    }

    #[test]
    fn text_without_labels_has_no_trailer() {
        let (start, trailer) = parts("Only text.\nVersion: of it\n");
        assert_eq!(start, 2);
        assert!(trailer.is_missing());
    }
}
