//! A hit of a search as lines.

use crate::wrap::{clip, width, wrap};
use crate::{Line, Role, Span};

/// What is shown of a hit; whoever searched fills it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HitView {
    /// Its place in the list, counted from 1.
    pub rank: usize,
    /// The article's number as written.
    pub id: String,
    /// The number alone, for links.
    pub number: u32,
    /// The title.
    pub title: String,
    /// Product, date and the like, in the order to be shown.
    pub facts: Vec<String>,
    /// Why it matched, strongest first.
    pub why: Vec<String>,
    /// The text that shows the match.
    pub snippet: Option<SnippetView>,
    /// Words of the query that the article lacks.
    pub missing: Vec<String>,
    /// Words to highlight in the title, folded to lower case.
    pub words: Vec<String>,
}

/// A part of an article's text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SnippetView {
    /// The text on one line.
    pub text: String,
    /// Byte ranges of `text` to highlight, ascending, not overlapping.
    pub highlights: Vec<(usize, usize)>,
    /// Where it stands: `SYMPTOMS, line 33`.
    pub place: String,
}

/// The lines of a hit: number and title, facts, why it matched, the snippet.
pub fn hit(hit: &HitView, columns: usize) -> Vec<Line> {
    let rank = format!("{:>2}. ", hit.rank);
    let indent = " ".repeat(width(&rank));
    let under = [Span::new(&indent, Role::Text)];
    let mut id = Span::new(&hit.id, Role::Id);
    id.link = Some(hit.number);
    let first = [Span::new(&rank, Role::Muted), id, Span::new("  ", Role::Text)];
    let title = matched_words(&hit.title, &hit.words, Role::Title);
    let mut lines = wrap(&title, columns, &first, &under);
    let mut muted = |text: String| {
        if !text.is_empty() {
            let room = columns.saturating_sub(width(&indent)).max(1);
            let span = Span::new(clip(&text, room), Role::Muted);
            lines.push(Line { spans: vec![under[0].clone(), span], ..Line::default() });
        }
    };
    muted(hit.facts.join(" · "));
    muted(hit.why.join("; "));
    if !hit.missing.is_empty() {
        muted(format!("without: {}", hit.missing.join(", ")));
    }
    if let Some(snippet) = &hit.snippet {
        let bar = [Span::new(&indent, Role::Text), Span::new("│ ", Role::Muted)];
        let mut spans = highlighted(&snippet.text, &snippet.highlights, Role::Text);
        if !snippet.place.is_empty() {
            spans.push(Span::new(format!("  ({})", snippet.place), Role::Muted));
        }
        lines.extend(wrap(&spans, columns, &bar, &bar));
    }
    lines
}

/// Text with byte ranges highlighted; ranges that do not fit the text are passed over.
pub fn highlighted(text: &str, ranges: &[(usize, usize)], role: Role) -> Vec<Span> {
    let mut spans = Vec::new();
    let mut done = 0;
    for &(start, end) in ranges {
        let (Some(before), Some(inside)) = (text.get(done..start), text.get(start..end)) else {
            continue;
        };
        spans.push(Span::new(before, role));
        spans.push(Span::new(inside, Role::Match));
        done = end;
    }
    spans.push(Span::new(text.get(done..).unwrap_or_default(), role));
    spans.retain(|span| !span.text.is_empty());
    spans
}

/// Text with every occurrence of the words highlighted, whole or as the beginning of a word.
pub fn matched_words(text: &str, words: &[String], role: Role) -> Vec<Span> {
    let mut ranges = Vec::new();
    let mut start = None;
    let ends = text.char_indices().chain(std::iter::once((text.len(), ' ')));
    for (at, c) in ends {
        let inside = c.is_alphanumeric() || c == '_';
        match start {
            None if inside => start = Some(at),
            Some(begin) if !inside => {
                let word = text[begin..at].to_lowercase();
                if words.iter().any(|wanted| !wanted.is_empty() && word.starts_with(&**wanted)) {
                    ranges.push((begin, at));
                }
                start = None;
            }
            _ => {}
        }
    }
    highlighted(text, &ranges, role)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hit_shows_number_reason_and_snippet() {
        let view = HitView {
            rank: 1,
            id: "Q263029".into(),
            number: 263_029,
            title: "XCON: Setup of the Mail Service Stops on a Cluster".into(),
            facts: vec!["XCON".into(), "Microsoft Exchange".into(), "2002-08-02".into()],
            why: vec!["code 0xc00203e5 in symptoms, line 33".into()],
            snippet: Some(SnippetView {
                text: "ID no: 0xc00203e5".into(),
                highlights: vec![(7, 17)],
                place: "SYMPTOMS, line 33".into(),
            }),
            missing: Vec::new(),
            words: vec!["cluster".into()],
        };
        let lines = hit(&view, 60);
        let text: Vec<String> = lines.iter().map(Line::text).collect();
        assert_eq!(
            text,
            [
                " 1. Q263029  XCON: Setup of the Mail Service Stops on a",
                "    Cluster",
                "    XCON · Microsoft Exchange · 2002-08-02",
                "    code 0xc00203e5 in symptoms, line 33",
                "    │ ID no: 0xc00203e5 (SYMPTOMS, line 33)",
            ]
        );
        assert!(lines[1].spans.iter().any(|s| s.role == Role::Match && s.text == "Cluster"));
    }
}
