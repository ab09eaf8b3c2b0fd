//! Headings that an extraction ran into the words around them: `…Server 5.5On This PageSYMPTOMSOn
//! a computer`, `STATUSMicrosoft has confirmed`.

use crate::headings::{PAGE_SUBHEADINGS, SECTION_NAMES};

/// Notices that begin a line of their own and run on to the end of their sentence.
const NOTICES: &[&str] = &[
    "This article was previously published under",
    "This article has been archived",
    "Support for Windows Vista",
    "For a Microsoft ",
    "For a Windows ",
];

/// The heading of a page's contents list.
const CONTENTS: &str = "On This Page";

/// Headings in capitals that open no section of their own kind.
const CAPITALS: &[&str] = &["INTRODUCTION", "APPLIES TO", "PROPERTIES", "IN THIS TASK"];

/// Whether a heading in capitals runs into the word after it somewhere in the text.
pub(super) fn is_run_together(text: &str) -> bool {
    let is_glued = |name: &&str| {
        text.match_indices(*name)
            .any(|(at, _)| starts_apart(text, at) && starts_with_word(&text[at + name.len()..]))
    };
    SECTION_NAMES.iter().any(is_glued)
}

/// Cuts a line so that each heading stands on its own.
pub(super) fn pieces(line: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut start = 0;
    let mut at = 0;
    // Whether nothing but blanks stands between `start` and `at`.
    let mut after_heading = true;
    while at < line.len() {
        match heading_at(line, start, at, after_heading) {
            Some(end) => {
                push(&mut pieces, &line[start..at]);
                let is_notice =
                    NOTICES.iter().any(|notice| line[at..end].eq_ignore_ascii_case(notice));
                if is_notice {
                    start = at;
                } else {
                    push(&mut pieces, &line[at..end]);
                    start = end;
                }
                after_heading = start == end;
                at = end;
            }
            None => {
                let next = line[at..].chars().next();
                after_heading &= next.is_none_or(char::is_whitespace);
                at += next.map_or(1, char::len_utf8);
            }
        }
    }
    push(&mut pieces, &line[start..]);
    if pieces.is_empty() {
        pieces.push(line);
    }
    pieces
}

fn push<'a>(pieces: &mut Vec<&'a str>, piece: &'a str) {
    if !piece.trim().is_empty() {
        // Only what follows a heading begins with the blank that stood between them.
        pieces.push(if pieces.is_empty() { piece } else { piece.trim_start() });
    }
}

/// Where the heading ends that stands at `at`, if one does; `start` is the end of the one before,
/// and `after_heading` says that only blanks stand between.
fn heading_at(line: &str, start: usize, at: usize, after_heading: bool) -> Option<usize> {
    let rest = &line[at..];
    if !rest.starts_with(|c: char| c.is_ascii_uppercase()) {
        return None;
    }
    let capitals = SECTION_NAMES.iter().chain(CAPITALS).find(|name| rest.starts_with(**name));
    if let Some(name) = capitals {
        let end = at + name.len();
        let apart = after_heading || starts_apart(line, at);
        let ends = line[end..].trim_start().is_empty() || starts_with_word(&line[end..]);
        let glued_before = at > start && !line[..at].ends_with(char::is_whitespace);
        let own_word = line[end..].starts_with(' ') && (glued_before || after_heading);
        return (apart && (ends || own_word)).then_some(end);
    }
    let begins =
        |name: &&&str| rest.get(..name.len()).is_some_and(|head| head.eq_ignore_ascii_case(name));
    let mut lesser = PAGE_SUBHEADINGS.iter().chain(NOTICES).chain(std::iter::once(&CONTENTS));
    let name = lesser.find(begins)?;
    let end = at + name.len();
    let glued =
        after_heading || !line[..at].ends_with(char::is_whitespace) && starts_apart(line, at);
    let next = line[end..].chars().next();
    let ends = next.is_none_or(|c| c.is_uppercase() || c.is_whitespace()) || name.ends_with(' ');
    let before_heading = SECTION_NAMES.iter().any(|name| line[end..].starts_with(name));
    (glued && ends || before_heading).then_some(end)
}

/// Whether a word in capitals begins at `at` and not in the middle of one.
fn starts_apart(text: &str, at: usize) -> bool {
    text[..at].chars().next_back().is_none_or(|c| !c.is_uppercase() && c != '-' && c != '_')
}

/// Whether the text begins with a word with a capital: `On a computer`, `A hotfix`, `You`.
fn starts_with_word(text: &str) -> bool {
    let mut characters = text.chars();
    let capital =
        characters.next().is_some_and(|c| c.is_uppercase() || matches!(c, '"' | '\u{201c}'));
    capital && characters.next().is_some_and(|c| c.is_lowercase() || c == ' ' || c.is_uppercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_heading_gets_its_line() {
        let cases: &[(&str, &[&str])] = &[
            (
                "Mail Fails in Exchange 5.5On This PageSYMPTOMSOn a server",
                &["Mail Fails in Exchange 5.5", "On This Page", "SYMPTOMS", "On a server"],
            ),
            (
                "RESOLUTIONHotfix informationA hotfix is there.PrerequisitesYou need it.",
                &[
                    "RESOLUTION",
                    "Hotfix information",
                    "A hotfix is there.",
                    "Prerequisites",
                    "You need it.",
                ],
            ),
            (
                "b.exe 1.0 STATUSMicrosoft has it. MORE INFORMATION",
                &["b.exe 1.0 ", "STATUS", "Microsoft has it. ", "MORE INFORMATION"],
            ),
            (
                "TitleThis article was previously published under Q1 SUMMARY",
                &["Title", "This article was previously published under Q1 ", "SUMMARY"],
            ),
            ("On This PageSUMMARY Microsoft did", &["On This Page", "SUMMARY", "Microsoft did"]),
            (
                "the STATUS register, and Prerequisites of it",
                &["the STATUS register, and Prerequisites of it"],
            ),
        ];
        for (line, expected) in cases {
            assert_eq!(pieces(line), *expected);
        }
    }

    #[test]
    fn only_glued_pages_are_cut() {
        assert!(is_run_together("STATUSMicrosoft has"));
        assert!(!is_run_together("STATUS\nMicrosoft has"));
        assert!(!is_run_together("EXIT_STATUSES"));
    }
}
