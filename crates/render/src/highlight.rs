//! Marking what was searched for, what can be followed, and what is a code.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use crate::line::Span;
use crate::{Link, Role};

/// Words that were searched for, to be marked wherever they stand side by side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Highlight {
    words: Vec<String>,
    prefix: bool,
}

impl Highlight {
    /// The words of the text in order: one for a word or code, several for a phrase or version.
    /// Case and what stands between the words do not matter.
    ///
    /// ```
    /// use kbq_render::Highlight;
    ///
    /// assert!(Highlight::new("Name  Resolver") == Highlight::new("name resolver"));
    /// ```
    pub fn new(text: &str) -> Highlight {
        Highlight { words: words(text).map(|(_, word)| word).collect(), prefix: false }
    }

    /// The same, where the last word is only the beginning of one (`clust*`).
    pub fn prefix(text: &str) -> Highlight {
        Highlight { prefix: true, ..Highlight::new(text) }
    }

    /// How many words of `text` from `at` on match, if all of this highlight's do.
    fn matches(&self, text: &[(Range<usize>, String)]) -> Option<usize> {
        let count = self.words.len();
        let found = text.get(..count)?;
        let last = count.checked_sub(1)?;
        let equal = self.words.iter().zip(found).enumerate().all(|(at, (wanted, (_, word)))| {
            if self.prefix && at == last { word.starts_with(wanted) } else { word == wanted }
        });
        equal.then_some(count)
    }
}

/// The words of a text, folded to lower case, with their places in bytes.
fn words(text: &str) -> impl Iterator<Item = (Range<usize>, String)> {
    text.split_word_bound_indices().flat_map(|(at, piece)| {
        // Word bounds keep `ntdll.dll` and `5.5.2653` whole; they match piece by piece.
        let mut start = at;
        piece.split(|c: char| !c.is_alphanumeric()).filter_map(move |word| {
            let range = start..start + word.len();
            // What separates two words is one character, of whatever length in bytes.
            let gap = piece.get(range.end - at..).and_then(|rest| rest.chars().next());
            start = range.end + gap.map_or(0, char::len_utf8);
            (!word.is_empty()).then(|| (range, word.to_lowercase()))
        })
    })
}

/// The places, in bytes, at which one of the highlights stands; in order, without overlaps.
pub fn find(text: &str, highlights: &[Highlight]) -> Vec<Range<usize>> {
    if highlights.is_empty() {
        return Vec::new();
    }
    let words: Vec<_> = words(text).collect();
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(rest) = words.get(at..).filter(|rest| !rest.is_empty()) {
        let count = highlights.iter().filter_map(|highlight| highlight.matches(rest)).max();
        let count = count.unwrap_or(0);
        let ends = (rest.first(), count.checked_sub(1).and_then(|last| rest.get(last)));
        if let (Some((first, _)), Some((last, _))) = ends {
            found.push(first.start..last.end);
        }
        at += count.max(1);
    }
    found
}

/// A text that is to stand out wherever it occurs.
#[derive(Debug, Clone)]
pub(crate) struct Mark {
    pub(crate) text: String,
    pub(crate) role: Role,
    pub(crate) link: Option<Link>,
}

/// Marks in the order of their texts, so that a word finds its mark by binary search.
#[derive(Debug, Default)]
pub(crate) struct Marks {
    /// Marks that are one word: an article with a list of others has hundreds of them.
    words: Vec<Mark>,
    /// Marks with other signs within: addresses, symbols.
    others: Vec<Mark>,
}

impl Marks {
    pub(crate) fn new(mut marks: Vec<Mark>) -> Marks {
        marks.retain(|mark| !mark.text.is_empty());
        marks.sort_by(|a, b| a.text.cmp(&b.text));
        marks.dedup_by(|a, b| a.text == b.text);
        let is_word = |mark: &Mark| mark.text.chars().all(char::is_alphanumeric);
        let (words, others) = marks.into_iter().partition(is_word);
        Marks { words, others }
    }

    /// Every place of a mark in the text.
    fn places(&self, text: &str) -> Vec<(Range<usize>, &Mark)> {
        let mut places = Vec::new();
        let mut start = 0;
        for word in text.split_inclusive(|c: char| !c.is_alphanumeric()) {
            let letters = word.trim_end_matches(|c: char| !c.is_alphanumeric());
            let found = self.words.binary_search_by(|mark| mark.text.as_str().cmp(letters));
            if let Some(mark) = found.ok().and_then(|at| self.words.get(at)) {
                places.push((start..start + letters.len(), mark));
            }
            start += word.len();
        }
        for mark in &self.others {
            let found = text.match_indices(&mark.text).map(|(at, _)| at..at + mark.text.len());
            places.extend(found.filter(|range| is_whole(text, range)).map(|range| (range, mark)));
        }
        places
    }
}

/// Gives the places of the marks their role and link; the longest mark wins.
pub(crate) fn mark(spans: Vec<Span>, marks: &Marks) -> Vec<Span> {
    let text: String = spans.iter().map(|span| span.text.as_str()).collect();
    let mut places = marks.places(&text);
    places.sort_by_key(|(range, _)| (range.start, usize::MAX - range.end));
    let mut spans = spans;
    let mut end = 0;
    for (range, mark) in places {
        if range.start >= end {
            end = range.end;
            spans = restyle(spans, &range, |span| {
                span.role = mark.role;
                span.link.clone_from(&mark.link);
            });
        }
    }
    spans
}

/// Whether no letter or digit continues the text on either side.
fn is_whole(text: &str, range: &Range<usize>) -> bool {
    let before = text.get(..range.start).and_then(|text| text.chars().next_back());
    let after = text.get(range.end..).and_then(|text| text.chars().next());
    !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
}

/// The text as spans of a role, what was searched for told apart: a title in a list of hits.
///
/// ```
/// use kbq_render::{Highlight, Role, marked};
///
/// let spans = marked("Setup of a Cluster", Role::Title, &[Highlight::new("cluster")]);
/// assert_eq!((spans[1].text.as_str(), spans[1].role), ("Cluster", Role::Match));
/// ```
pub fn marked(text: &str, role: Role, highlights: &[Highlight]) -> Vec<Span> {
    highlight(vec![Span::new(text, role)], highlights)
}

/// Marks the highlights as matches.
pub(crate) fn highlight(spans: Vec<Span>, highlights: &[Highlight]) -> Vec<Span> {
    if highlights.is_empty() {
        return spans;
    }
    let text: String = spans.iter().map(|span| span.text.as_str()).collect();
    let places = find(&text, highlights);
    places.iter().fold(spans, |spans, range| restyle(spans, range, |span| span.role = Role::Match))
}

/// Changes the spans' part that stands at these bytes of their joined text.
fn restyle(spans: Vec<Span>, range: &Range<usize>, change: impl Fn(&mut Span)) -> Vec<Span> {
    let mut start = 0;
    let mut changed = Vec::with_capacity(spans.len() + 2);
    for span in spans {
        let end = start + span.text.len();
        let from = range.start.clamp(start, end) - start;
        let to = range.end.clamp(start, end) - start;
        start = end;
        if from >= to {
            changed.push(span);
            continue;
        }
        let parts = (span.text.get(..from), span.text.get(from..to), span.text.get(to..));
        let (Some(before), Some(within), Some(after)) = parts else {
            changed.push(span);
            continue;
        };
        let mut within = span.part(within);
        change(&mut within);
        let parts = [span.part(before), within, span.part(after)];
        changed.extend(parts.into_iter().filter(|part| !part.text.is_empty()));
    }
    changed
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found<'t>(text: &'t str, highlights: &[Highlight]) -> Vec<&'t str> {
        find(text, highlights).into_iter().filter_map(|range| text.get(range)).collect()
    }

    #[test]
    fn words_phrases_codes_and_versions_are_found() {
        let text = "The Name Resolver (nr.dll, 5.5.2653.0) reports 0xC00203E5; names résolved.";
        let of = |wanted: &str| found(text, &[Highlight::new(wanted)]);
        assert_eq!(of("name resolver"), ["Name Resolver"]);
        assert_eq!(of("NR.DLL"), ["nr.dll"]);
        assert_eq!(of("5.5.2653.0"), ["5.5.2653.0"]);
        assert_eq!(of("0xc00203e5"), ["0xC00203E5"]);
        assert_eq!(of("name"), ["Name"], "whole words only");
        assert_eq!(of("RÉSOLVED"), ["résolved"]);
        assert_eq!(of(""), [""; 0]);
        assert_eq!(found(text, &[Highlight::prefix("name")]), ["Name", "names"]);
    }

    #[test]
    fn marks_split_spans() {
        let link = Some(Link::Article(191_014));
        let marks = Marks::new(vec![Mark { text: "Q191014".into(), role: Role::Link, link }]);
        let spans = mark(vec![Span::new("See Q191014, not Q1910145.", Role::Text)], &marks);
        let parts: Vec<_> = spans.iter().map(|span| (span.text.as_str(), span.role)).collect();
        assert_eq!(
            parts,
            [("See ", Role::Text), ("Q191014", Role::Link), (", not Q1910145.", Role::Text)]
        );
    }
}
