//! What two revisions state differently, as data.

use std::borrow::Cow;
use std::collections::HashMap;

use kbq_model::{Article, Section};
use serde::Serialize;

use super::fields::{FIELDS, squashed};

/// Beyond so many pairs, entries are compared as sets: an order is no longer worth its cost.
const MOST_PAIRS: usize = 4_000_000;

/// A field in which two records differ.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// The field's name in JSON, `sections.symptoms` for the text of a section.
    pub field: String,
    /// What only the older record has: entries of a list, sentences of a text.
    pub removed: Vec<String>,
    /// What only the newer record has.
    pub added: Vec<String>,
}

/// The fields in which two records differ, in the order of the record; wrapping, blank lines and
/// line numbers aside. `kbq show --diff` prints them.
pub fn differences(old: &Article, new: &Article) -> Vec<Difference> {
    let mut found = Vec::new();
    let date = |article: &Article| article.modified.map(|date| Cow::Owned(date.to_string()));
    push(&mut found, "modified", date(old).as_slice(), date(new).as_slice());
    for field in &FIELDS {
        push(&mut found, field.name, &(field.values)(old), &(field.values)(new));
    }
    let mut names = Vec::new();
    for name in sections(old).chain(sections(new)).map(|(name, _)| name) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    for name in names {
        push(&mut found, &name, &text(old, &name), &text(new, &name));
    }
    found
}

/// The parts of the text, each with the name of its field.
fn sections(article: &Article) -> impl Iterator<Item = (String, &Section)> {
    let name = |section: &Section| format!("sections.{}", section.kind.name());
    let preamble = article.preamble.iter().map(|section| ("preamble".to_owned(), section));
    preamble.chain(article.sections.iter().map(move |section| (name(section), section)))
}

/// The sentences of a kind of section, so that wrapping makes no difference.
fn text<'a>(article: &'a Article, name: &str) -> Vec<Cow<'a, str>> {
    let mut sentences = Vec::new();
    for (_, section) in sections(article).filter(|(field, _)| field == name) {
        let heading = section.heading.as_deref().into_iter();
        for paragraph in heading.chain(section.text.split("\n\n")) {
            let whole = squashed(paragraph);
            let ends = whole.match_indices(['.', '?', '!']).map(|(at, _)| at + 1);
            let mut start = 0;
            for end in ends.chain([whole.len()]) {
                let after = whole.get(end..).unwrap_or_default();
                if end > start && (after.is_empty() || after.starts_with(' ')) {
                    let sentence = whole.get(start..end).unwrap_or_default().trim();
                    sentences.push(Cow::Owned(sentence.to_owned()));
                    start = end;
                }
            }
        }
    }
    sentences.retain(|sentence: &Cow<'_, str>| !sentence.is_empty());
    sentences
}

fn push(found: &mut Vec<Difference>, field: &str, old: &[Cow<'_, str>], new: &[Cow<'_, str>]) {
    let (removed, added) = compare(old, new);
    if !removed.is_empty() || !added.is_empty() {
        found.push(Difference { field: field.to_owned(), removed, added });
    }
}

/// The entries outside the longest common subsequence.
fn compare(old: &[Cow<'_, str>], new: &[Cow<'_, str>]) -> (Vec<String>, Vec<String>) {
    let head = old.iter().zip(new).take_while(|(a, b)| a == b).count();
    let (old, new) = (old.get(head..).unwrap_or(&[]), new.get(head..).unwrap_or(&[]));
    let tail = old.iter().rev().zip(new.iter().rev()).take_while(|(a, b)| a == b).count();
    let old = old.get(..old.len() - tail).unwrap_or(&[]);
    let new = new.get(..new.len() - tail).unwrap_or(&[]);
    if old.len().saturating_mul(new.len()) > MOST_PAIRS {
        return (without(old, new), without(new, old));
    }
    let width = new.len() + 1;
    // `table[i * width + j]` is the length of the longest common subsequence of the ends there.
    let mut table = vec![0u32; (old.len() + 1) * width];
    let at = |table: &[u32], i: usize, j: usize| table.get(i * width + j).copied().unwrap_or(0);
    for (i, a) in old.iter().enumerate().rev() {
        for (j, b) in new.iter().enumerate().rev() {
            let longest = if a == b {
                at(&table, i + 1, j + 1) + 1
            } else {
                at(&table, i + 1, j).max(at(&table, i, j + 1))
            };
            if let Some(cell) = table.get_mut(i * width + j) {
                *cell = longest;
            }
        }
    }
    let (mut i, mut j) = (0, 0);
    let (mut removed, mut added) = (Vec::new(), Vec::new());
    loop {
        match (old.get(i), new.get(j)) {
            (Some(a), Some(b)) if a == b => {
                i += 1;
                j += 1;
            }
            (Some(a), b) if b.is_none() || at(&table, i + 1, j) >= at(&table, i, j + 1) => {
                removed.push(a.clone().into_owned());
                i += 1;
            }
            (_, Some(b)) => {
                added.push(b.clone().into_owned());
                j += 1;
            }
            (_, None) => return (removed, added),
        }
    }
}

/// The entries of one list that the other does not have, as often as it lacks them.
fn without(list: &[Cow<'_, str>], other: &[Cow<'_, str>]) -> Vec<String> {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for entry in other {
        *counts.entry(entry).or_insert(0) += 1;
    }
    let missing = list.iter().filter(|entry| match counts.get_mut(entry.as_ref()) {
        Some(count) if *count > 0 => {
            *count -= 1;
            false
        }
        _ => true,
    });
    missing.map(|entry| entry.clone().into_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use kbq_model::SectionKind;

    fn compared(old: &str, new: &str) -> (String, String) {
        let split = |text: &str| -> Vec<Cow<'static, str>> {
            text.chars().map(|c| Cow::Owned(c.to_string())).collect()
        };
        let (removed, added) = compare(&split(old), &split(new));
        (removed.concat(), added.concat())
    }

    #[test]
    fn only_what_differs_is_named() {
        assert_eq!(compared("abcd", "abcd"), (String::new(), String::new()));
        assert_eq!(compared("abcd", "abxd"), ("c".into(), "x".into()));
        assert_eq!(compared("", "ab"), (String::new(), "ab".into()));
        assert_eq!(compared("abab", "ab"), ("ab".into(), String::new()));
        assert_eq!(compared("xaby", "uabv"), ("xy".into(), "uv".into()));
    }

    #[test]
    fn long_lists_are_compared_as_sets() {
        let list = |range: std::ops::Range<u32>| -> Vec<Cow<'static, str>> {
            range.map(|n| Cow::Owned(n.to_string())).collect()
        };
        let (removed, added) = compare(&list(0..3000), &list(1..3001));
        assert_eq!((removed, added), (vec!["0".to_owned()], vec!["3000".to_owned()]));
    }

    #[test]
    fn a_changed_sentence_is_shown_whole_and_wrapping_is_not() {
        let mut old = Article::new("Q1".parse().unwrap());
        old.keywords = vec!["kbfix".into()];
        old.sections.push(Section {
            kind: SectionKind::Cause,
            heading: Some("CAUSE".into()),
            text: "Version 5.5 fails.\nIt needs SP1 now.\n\nSee below.".into(),
            lines: [1, 3],
            text_line: 2,
            blocks: Vec::new(),
        });
        let mut new = old.clone();
        new.sections[0].text = "Version 5.5\nfails. It needs SP2 now.\n\nSee below.".into();
        new.keywords.push("kbbug".into());
        let found = differences(&old, &new);
        assert_eq!(
            found.iter().map(|d| d.field.as_str()).collect::<Vec<_>>(),
            ["keywords", "sections.cause"]
        );
        assert_eq!(found[0].added, ["kbbug"]);
        assert_eq!(found[1].removed, ["It needs SP1 now."]);
        assert_eq!(found[1].added, ["It needs SP2 now."]);
        assert!(differences(&old, &old).is_empty());
    }
}
