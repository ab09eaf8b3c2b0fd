//! The releases in which a problem was corrected.
//!
//! "This problem was first corrected in Exchange Server 5.5 Service Pack 2." is the form of most
//! statements (Q194128); "X has been released to fix this problem" a rarer one (Q245678). A
//! release that is named only as where to get a fix is none.

use super::text::{Marks, Paragraph};

/// A release and the source line on which its statement stands.
pub(super) type Found = (String, u32);

const CORRECTED: &[&str] = &["corrected", "fixed", "resolved", "addressed", "eliminated"];
/// Words that say so of the fix instead of the problem.
const INCLUDED: &[&str] = &["included", "incorporated"];
const FIX: &[&str] = &["fix", "hotfix", "correction"];
const DONE: &[&str] = &["was", "were", "is", "are", "been"];
const BETWEEN: &[&str] = &["first", "also", "originally", "since", "already"];
const CORRECTS: &[&str] = &["fixes", "corrects", "resolves", "eliminates"];
const PROBLEM: &[&str] = &["problem", "problems", "issue", "bug", "error", "behavior"];

/// Words after which a release's name has ended.
const ENDS: &[&str] = &[
    "by",
    "and/or",
    "but",
    "which",
    "that",
    "when",
    "please",
    "use",
    "for-more",
    "through",
    "so",
    "dated",
    "where",
    "see",
    "available",
    "using",
    "if",
    "however",
    "as",
];

/// Words within which a sentence ends; the name of a release has 20 at most.
const LONGEST_SENTENCE: usize = 200;

/// More words than most lines have.
const WORDS_A_LINE: usize = 16;

/// The releases that one paragraph names, in order.
pub(super) fn fixed_in(paragraph: &Paragraph<'_>) -> Vec<Found> {
    if paragraph.is_title() || paragraph.is_query_words() || !paragraph.marks.any(Marks::FIX) {
        return Vec::new();
    }
    let mut words = Vec::with_capacity(paragraph.lines.len() * WORDS_A_LINE);
    for line in paragraph.lines {
        words.extend(crate::words::words(&line.text).map(|word| (word, line.number)));
    }
    let mut found = Vec::new();
    for at in 0..words.len() {
        let release = corrected_in(&words, at).or_else(|| subject_of_fix(&words, at));
        if let Some(release) = release {
            let line = words[at].1;
            found.extend(releases(&release).into_iter().map(|release| (release, line)));
        }
    }
    found
}

fn word_at<'w>(words: &[(&'w str, u32)], at: usize) -> &'w str {
    words.get(at).map_or("", |word| word.0)
}

fn is_any(word: &str, list: &[&str]) -> bool {
    list.iter().any(|known| known.eq_ignore_ascii_case(word))
}

/// The words after `was corrected in` up to the sentence's end, if `at` is that `corrected`.
fn corrected_in(words: &[(&str, u32)], at: usize) -> Option<String> {
    if word_at(words, at + 1) != "in" || at == 0 {
        return None;
    }
    let included = is_any(word_at(words, at), INCLUDED)
        && words[at.saturating_sub(4)..at].iter().any(|word| is_any(word.0, FIX));
    if !included && !is_any(word_at(words, at), CORRECTED) {
        return None;
    }
    let before = if is_any(word_at(words, at - 1), BETWEEN) { at.checked_sub(2)? } else { at - 1 };
    let passive = is_any(word_at(words, before), DONE);
    // `A list of bugs fixed in SNA Server 3.0 Service Pack 2` states it too; with a capital it is
    // the title of another article.
    let listed = is_any(word_at(words, before), &["problems", "bugs", "bug"])
        && word_at(words, at).starts_with(|c: char| c.is_ascii_lowercase());
    let denied = before > 0 && is_any(word_at(words, before - 1), &["not", "until"]);
    if !(passive || listed) || denied {
        return None;
    }
    let mut release = Vec::new();
    for next in at + 2..words.len().min(at + LONGEST_SENTENCE) {
        let word = word_at(words, next);
        let following = word_at(words, next + 1);
        if is_any(word, ENDS) && !release.is_empty() {
            break;
        }
        let bare = word.trim_end_matches(['.', ';', ':']);
        release.push(if bare.len() < word.len() && ends_sentence(word, following) {
            bare
        } else {
            word
        });
        if bare.len() < word.len() && ends_sentence(word, following) {
            break;
        }
        let clause = word.ends_with(',')
            && following.starts_with(|c: char| c.is_ascii_lowercase())
            && !is_any(following.trim_end_matches(','), &["version", "versions"]);
        if clause {
            break;
        }
    }
    Some(release.join(" "))
}

/// Whether a word that ends in a full stop, a colon or a semicolon ends its sentence.
fn ends_sentence(word: &str, following: &str) -> bool {
    let abbreviation = matches!(word, "U.S." | "U.K." | "Inc." | "Corp." | "No." | "vs.");
    let sentence = !abbreviation && !following.starts_with(|c: char| c.is_ascii_lowercase());
    sentence || word.ends_with([';', ':'])
}

/// The sentence's subject, if `at` is where it is said to fix this problem.
fn subject_of_fix(words: &[(&str, u32)], at: usize) -> Option<String> {
    let here = word_at(words, at);
    let released = here == "released"
        && word_at(words, at + 1) == "to"
        && is_any(word_at(words, at + 2), &["fix", "correct", "resolve", "address"]);
    let (verb, end) = if released { (at + 2, at) } else { (at, at) };
    if !released && !is_any(here, CORRECTS) {
        return None;
    }
    let object = word_at(words, verb + 2).trim_end_matches(['.', ',']);
    if !is_any(word_at(words, verb + 1), &["this", "the", "these"]) || !is_any(object, PROBLEM) {
        return None;
    }
    let reach = end.saturating_sub(LONGEST_SENTENCE);
    let first = (reach..end).rev().find(|&at| word_at(words, at).ends_with(['.', ':', ';']));
    let subject: Vec<&str> = words
        .get(first.map_or(reach, |at| at + 1)..end)?
        .iter()
        .map(|word| word.0)
        .take_while(|word| !is_any(word, &["has", "was", "have", "is"]))
        .collect();
    let named = subject.len() <= 10
        && subject.first().is_some_and(|word| is_any(word, &["Microsoft", "Windows", "Exchange"]));
    let released_as = subject.iter().any(|word| is_any(word, &["Pack", "Release", "version"]));
    (named && released_as).then(|| subject.join(" "))
}

/// The releases that a phrase names: `A Service Pack 4.0 and B Service Pack 4` is two.
fn releases(phrase: &str) -> Vec<String> {
    let parts: Vec<&str> = match phrase.find(" and ") {
        Some(at) => {
            let (left, right) = (&phrase[..at], &phrase[at + 5..]);
            let full = |part: &str| {
                part.contains(|c: char| c.is_ascii_digit())
                    && part.starts_with(|c: char| c.is_ascii_uppercase())
            };
            if full(bare(left)) && full(bare(right)) && right.contains(' ') {
                vec![left, right]
            } else {
                vec![phrase]
            }
        }
        None => vec![phrase],
    };
    parts.into_iter().map(bare).filter(|part| is_release(part)).map(str::to_owned).collect()
}

/// The shortest form that is complete: no article, no maker before the product.
fn bare(phrase: &str) -> &str {
    let mut rest = phrase.trim().trim_end_matches([',', '.', ';', ':']);
    for lead in ["the ", "The ", "a ", "an ", "Microsoft "] {
        rest = rest.strip_prefix(lead).unwrap_or(rest);
    }
    rest.trim()
}

fn is_release(phrase: &str) -> bool {
    let vague = ["future", "new", "earlier", "one", "following", "several", "all", "this"];
    let first = phrase.split(' ').next().unwrap_or("");
    let named = phrase
        .split(' ')
        .take(4)
        .any(|word| word.starts_with(|c: char| c.is_ascii_uppercase() || c.is_ascii_digit()));
    named && !is_any(first, &vague) && phrase.split(' ').count() <= 20
}

#[cfg(test)]
mod tests {
    use super::super::text::paragraphs;
    use super::*;
    use crate::line::Body;

    fn of(text: &str) -> Vec<String> {
        let body = Body::of_text(text);
        paragraphs(&body).iter().flat_map(fixed_in).map(|found| found.0).collect()
    }

    #[test]
    fn a_release_runs_to_the_end_of_its_sentence() {
        assert_eq!(
            of(
                "The fault was first corrected in Exchange Server 5.5 Service\nPack 2. More follows."
            ),
            ["Exchange Server 5.5 Service Pack 2"]
        );
        assert_eq!(
            of("It has been corrected in the latest U.S. Service Pack for SNA Server version 4.0."),
            ["latest U.S. Service Pack for SNA Server version 4.0"]
        );
        assert_eq!(of("This bug was corrected in Microsoft Visual C++ .NET."), ["Visual C++ .NET"]);
        assert_eq!(
            of("A bug was fixed in Visual C++, 32-bit Edition, version 4.0, please upgrade."),
            ["Visual C++, 32-bit Edition, version 4.0"]
        );
    }

    #[test]
    fn two_releases_in_one_statement_are_two() {
        let text = "This problem was first corrected in Windows NT 4.0 Service Pack 4.0 and\n\
                    Windows NT Server 4.0, Terminal Server Edition Service Pack 4.";
        assert_eq!(
            of(text),
            [
                "Windows NT 4.0 Service Pack 4.0",
                "Windows NT Server 4.0, Terminal Server Edition Service Pack 4"
            ]
        );
        assert_eq!(of("It was fixed in Exchange 5.0 and 5.5."), ["Exchange 5.0 and 5.5"]);
    }

    #[test]
    fn a_service_pack_released_to_fix_it_counts() {
        assert_eq!(
            of("Windows NT 4.0 Service Pack 6a has been released to fix this problem."),
            ["Windows NT 4.0 Service Pack 6a"]
        );
    }

    #[test]
    fn a_release_that_includes_the_fix_counts() {
        assert_eq!(of("This fix is included in SMS 1.2 SP4."), ["SMS 1.2 SP4"]);
        assert_eq!(of("This file is included in SMS 1.2 SP4."), [""; 0]);
    }

    #[test]
    fn promises_and_places_to_get_a_fix_do_not_count() {
        for text in [
            "This will be fixed in a future release.",
            "It can be resolved in several ways.",
            "To resolve it, obtain the latest service pack for Exchange Server 5.5.",
            "Until this problem is not fixed in Windows NT 3.51, wait.",
        ] {
            assert_eq!(of(text), [""; 0], "{text}");
        }
    }
}
