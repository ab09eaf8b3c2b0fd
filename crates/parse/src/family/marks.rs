//! The labels by which pages state their number, date and revision.

use std::sync::LazyLock;

use kbq_model::ArticleId;
use memchr::memmem::Finder;

use crate::header::Draft;

/// What a label states.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    Number,
    Date,
    Revision,
}

/// The labels, as written; a longer one stands before its own end (`PSS ID Number:`, `ID:`).
const MARKS: &[(&str, Mark)] = &[
    ("Article ID:", Mark::Number),
    ("PSS ID Number:", Mark::Number),
    ("Microsoft KB Archive/", Mark::Number),
    ("Artikel-ID:", Mark::Number),
    ("Identificativo articolo:", Mark::Number),
    ("Numéro d'article:", Mark::Number),
    ("Id. de artículo:", Mark::Number),
    ("Original KB number:", Mark::Number),
    ("Article Last Modified on", Mark::Date),
    ("Last Review:", Mark::Date),
    ("Last Review :", Mark::Date),
    ("Last reviewed:", Mark::Date),
    ("Last Reviewed:", Mark::Date),
    ("Geändert am:", Mark::Date),
    ("Ultima modifica:", Mark::Date),
    ("Revision:", Mark::Revision),
    ("Revision :", Mark::Revision),
    ("- Version:", Mark::Revision),
    ("- Versione:", Mark::Revision),
    ("ID:", Mark::Number),
];

/// The labels, ready to be looked for.
static FINDERS: LazyLock<Vec<Finder<'static>>> =
    LazyLock::new(|| MARKS.iter().map(|(label, _)| Finder::new(label)).collect());

/// A line of a page's head, cut at its labels.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Marked<'a> {
    /// The text before the first label.
    pub(super) before: &'a str,
    /// The labels with their values.
    pub(super) values: Vec<(Mark, &'a str)>,
    /// The text after the last value.
    pub(super) after: &'a str,
}

/// Cuts a line at the labels it holds; nothing if it holds none with a value.
pub(super) fn marked(line: &str) -> Option<Marked<'_>> {
    let mut marked = Marked::default();
    let mut rest = line;
    while marked.values.len() < MOST_LABELS
        && let Some((at, mark, value)) = next_label(rest)
    {
        let Some(length) = value_length(mark, value) else { break };
        if marked.values.is_empty() {
            marked.before = rest[..at].trim_matches(SEPARATORS);
        }
        marked.values.push((mark, value[..length].trim()));
        rest = &value[length..];
    }
    if marked.values.is_empty() {
        return None;
    }
    marked.after = rest.trim_matches(SEPARATORS);
    Some(marked)
}

/// More labels than a page's head has on a line.
const MOST_LABELS: usize = 16;

const SEPARATORS: &[char] = &[' ', '\t', '|', '-', '\u{a0}'];

/// The first label of a text: where it stands, what it states, and the text after it.
fn next_label(text: &str) -> Option<(usize, Mark, &str)> {
    MARKS
        .iter()
        .zip(FINDERS.iter())
        .filter_map(|((label, mark), finder)| {
            let at = finder.find(text.as_bytes())?;
            // `ID:` is a label of its own (`ID: Q133010`) and the end of many others.
            let after = text[at + label.len()..].trim_start();
            let apart = *label != "ID:"
                || text[..at].trim_matches(SEPARATORS).is_empty() && after.starts_with('Q');
            apart.then(|| (at, *mark, &text[at + label.len()..]))
        })
        .min_by_key(|(at, ..)| *at)
}

/// Length of the value that opens the text, blanks before it included.
fn value_length(mark: Mark, text: &str) -> Option<usize> {
    let blanks = text.len() - text.trim_start_matches([' ', '\t', '|', '\u{a0}']).len();
    let value = &text[blanks..];
    let length = match mark {
        Mark::Number => {
            let prefix = usize::from(value.starts_with(['Q', 'q']));
            let digits = value[prefix..].bytes().take_while(u8::is_ascii_digit).count();
            (5..=7).contains(&digits).then_some(prefix + digits)
        }
        Mark::Date => date_length(value),
        Mark::Revision => {
            let length = value.bytes().take_while(|b| b.is_ascii_digit() || *b == b'.').count();
            (length > 0).then_some(length)
        }
    }?;
    Some(blanks + length)
}

/// Length of a date up to its year of four digits, within the next words.
fn date_length(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut run = 0;
    for (index, byte) in bytes.iter().enumerate().take(50) {
        run = if byte.is_ascii_digit() { run + 1 } else { 0 };
        if run == 4 && !bytes.get(index + 1).is_some_and(u8::is_ascii_digit) {
            return Some(index + 1);
        }
    }
    None
}

impl Marked<'_> {
    /// Takes the values over.
    pub(super) fn apply(&self, draft: &mut Draft<'_>, line: u32) {
        for (mark, value) in &self.values {
            match mark {
                Mark::Number => {
                    draft.set_id(value, line);
                }
                Mark::Date if draft.modified.is_none() => draft.set_date(value, line),
                Mark::Revision if draft.revision.is_none() => {
                    draft.revision = Some((*value).trim_end_matches('.').to_owned());
                }
                Mark::Date | Mark::Revision => {}
            }
        }
    }

    /// The article number, if one of the labels states it.
    pub(super) fn number(&self) -> Option<ArticleId> {
        let value = self.values.iter().find(|(mark, _)| *mark == Mark::Number);
        value.and_then(|(_, value)| value.parse().ok())
    }

    pub(super) fn has(&self, wanted: Mark) -> bool {
        self.values.iter().any(|(mark, _)| *mark == wanted)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(line: &str) -> (&str, Vec<&str>, &str) {
        let marked = marked(line).expect("has labels");
        (marked.before, marked.values.iter().map(|(_, value)| *value).collect(), marked.after)
    }

    #[test]
    fn each_head_is_cut_at_its_labels() {
        assert_eq!(
            cut("Article ID: 884874 - Last Review: October 26, 2006 - Revision: 2.1 Mail Crashes"),
            ("", vec!["884874", "October 26, 2006", "2.1"], "Mail Crashes")
        );
        assert_eq!(
            cut("System LogLast reviewed: December 16, 1996Article ID: Q133010 |"),
            ("System Log", vec!["December 16, 1996", "Q133010"], "")
        );
        assert_eq!(
            cut("Artikel-ID: 917425 - Geändert am: Montag, 11. November 2013 - Version: 9.0"),
            ("", vec!["917425", "Montag, 11. November 2013", "9.0"], "")
        );
        assert_eq!(cut("Article ID:295413"), ("", vec!["295413"], ""));
        assert_eq!(cut("ID: Q133010"), ("", vec!["Q133010"], ""));
    }

    #[test]
    fn other_lines_have_none() {
        for line in ["Event ID: 4058", "ID no: c1031667", "Revision: none", "Article ID: soon"] {
            assert_eq!(marked(line), None, "{line}");
        }
    }
}
