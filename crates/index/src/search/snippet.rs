//! The part of an article that shows the match best.

use kbq_model::Section;
use kbq_query::Span;

use super::reasons::{distinct_weight, line_at};
use super::shown::Shown;
use super::sightings::Sighting;
use crate::results::Snippet;
use crate::weights;
use crate::zone::Zone;

/// Bytes between the first and the last word that one snippet shows.
const REACH: usize = 180;
/// Bytes of a snippet at most.
const LONGEST: usize = 260;
/// Bytes before the first word in which the beginning of its sentence is looked for.
const LOOK_BACK: usize = 90;

/// The stretch of a section with the heaviest different words; the beginning of the first section
/// where only the title matches.
pub(crate) fn snippet(article: &Shown<'_>, found: &[Sighting]) -> Option<Snippet> {
    let Some((index, window)) = best_window(article, found) else {
        let section = article.sections.iter().find(|section| !section.text.trim().is_empty())?;
        return Some(cut(section, 0, 0, &[]));
    };
    let section = article.sections.get(index)?;
    let (first, last) = (window.first()?, window.last()?);
    Some(cut(section, first.from, last.to, window))
}

fn best_window<'a>(article: &Shown<'_>, found: &'a [Sighting]) -> Option<(usize, &'a [Sighting])> {
    let mut best: Option<(f32, usize, &[Sighting])> = None;
    for (start, first) in found.iter().enumerate() {
        let Some(section) = first.section else { continue };
        // A word that a query repeats is seen as often at each place: the first window there is
        // the widest.
        let before = start.checked_sub(1).and_then(|before| found.get(before));
        if before.is_some_and(|seen| (seen.section, seen.from) == (first.section, first.from)) {
            continue;
        }
        let rest = found.get(start..).unwrap_or_default();
        let near =
            |seen: &&Sighting| seen.section == first.section && seen.to <= first.from + REACH;
        let count = rest.iter().take_while(near).count().max(1);
        let window = rest.get(..count).unwrap_or_default();
        let kind = article.sections.get(section)?.kind;
        let zone = weights::zone(Zone::of_section(kind)).max(0.5);
        let weight = distinct_weight(&window.iter().collect::<Vec<_>>()) * zone;
        // Of windows with the same words the first: sums in another order differ in a last digit.
        if best.is_none_or(|(most, _, _)| weight > most * 1.0001) {
            best = Some((weight, section, window));
        }
    }
    best.map(|(_, section, window)| (section, window))
}

/// The text from the beginning of the first word's sentence on, on one line.
fn cut(section: &Section, from: usize, to: usize, window: &[Sighting]) -> Snippet {
    let text = section.text.as_str();
    let start = sentence_start(text, from);
    let end = sentence_end(text, start, to.max(start));
    let mut snippet = Snippet {
        text: String::new(),
        highlights: Vec::new(),
        section: Some(section.kind),
        heading: section.heading.clone(),
        line: line_at(text, section.text_line, start),
    };
    let mut marks = window.iter().map(|seen| (seen.from, seen.to)).collect::<Vec<_>>();
    marks.sort_unstable();
    let mut marks = marks.into_iter().peekable();
    let mut open: Option<(usize, usize)> = None;
    for (offset, c) in text.get(start..end).unwrap_or_default().char_indices() {
        let at = start + offset;
        if let Some((begun, until)) = open
            && at >= until
        {
            push_highlight(&mut snippet, begun);
            open = None;
        }
        while let Some(&(from, to)) = marks.peek()
            && from <= at
        {
            marks.next();
            if to > at && open.is_none() {
                open = Some((snippet.text.len(), to));
            } else if let Some((_, until)) = &mut open {
                *until = to.max(*until);
            }
        }
        if !c.is_whitespace() {
            snippet.text.push(c);
        } else if !snippet.text.is_empty() && !snippet.text.ends_with(' ') {
            snippet.text.push(' ');
        }
    }
    if let Some((begun, _)) = open {
        push_highlight(&mut snippet, begun);
    }
    snippet.text.truncate(snippet.text.trim_end().len());
    snippet
}

fn push_highlight(snippet: &mut Snippet, begun: usize) {
    let end = snippet.text.trim_end().len();
    if end > begun {
        snippet.highlights.push(Span { start: begun, end });
    }
}

fn sentence_start(text: &str, from: usize) -> usize {
    let limit = text.floor_char_boundary(from.saturating_sub(LOOK_BACK));
    let before = text.get(limit..from).unwrap_or_default();
    let paragraph = before.rfind("\n\n").map(|at| at + 2);
    let sentence =
        [". ", ".\n", "? ", "! ", ":\n"].iter().filter_map(|end| before.rfind(end)).max();
    let start = paragraph.max(sentence.map(|at| at + 2));
    match start {
        Some(at) => limit + at,
        None if limit == 0 => 0,
        // No sentence begins near: from the next whole word on.
        None => limit + before.find(char::is_whitespace).map_or(0, |at| at + 1),
    }
}

fn sentence_end(text: &str, start: usize, to: usize) -> usize {
    let limit = text.floor_char_boundary((start + LONGEST).max(to).min(text.len()));
    let after = text.get(to..limit).unwrap_or_default();
    let paragraph = after.find("\n\n");
    let sentence = [". ", ".\n", "? ", "! "].iter().filter_map(|end| after.rfind(end)).max();
    let within = after.get(..paragraph.unwrap_or(after.len())).unwrap_or(after);
    match sentence.filter(|at| *at < within.len()) {
        _ if paragraph.is_some() => to + within.len(),
        Some(at) => to + at + 1,
        None if limit == text.len() => limit,
        None => to + within.rfind(char::is_whitespace).unwrap_or(within.len()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kbq_model::SectionKind;

    fn section(text: &str) -> Section {
        Section {
            kind: SectionKind::Symptoms,
            heading: Some("SYMPTOMS".into()),
            text: text.into(),
            lines: [10, 30],
            text_line: 12,
            blocks: Vec::new(),
        }
    }

    #[test]
    fn a_snippet_is_the_sentence_on_one_line() {
        let text = "Nothing here. The store\nstops and the   queue grows. More follows.\n\nNext.";
        let from = text.find("store").expect("there");
        let seen = |word: &str| {
            let from = text.find(word).expect("there");
            Sighting {
                section: Some(0),
                from,
                to: from + word.len(),
                leaf: 0,
                slot: 0,
                weight: 1.0,
            }
        };
        let window = [seen("store"), seen("queue")];
        let cut = cut(&section(text), from, window[1].to, &window);
        assert_eq!(cut.text, "The store stops and the queue grows. More follows.");
        let shown: Vec<&str> = cut.highlights.iter().map(|h| &cut.text[h.start..h.end]).collect();
        assert_eq!(shown, ["store", "queue"]);
        assert_eq!(cut.line, 12);
    }
}
