//! Wrapping by display width.

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use crate::{Line, Role, Span};

/// Columns that text takes on a terminal: wide characters two, combining ones none.
pub fn width(text: &str) -> usize {
    UnicodeWidthStr::width(text)
}

/// The beginning of the text that fits into `columns`, cut between grapheme clusters; an ellipsis
/// stands for what is left out.
pub fn clip(text: &str, columns: usize) -> String {
    if width(text) <= columns {
        return text.to_owned();
    }
    let mut clipped = String::new();
    let mut used = 0;
    for grapheme in text.graphemes(true) {
        let wide = width(grapheme);
        if used + wide + 1 > columns {
            break;
        }
        clipped.push_str(grapheme);
        used += wide;
    }
    if columns > 0 {
        clipped.push('…');
    }
    clipped
}

/// Puts spans of running text on lines of at most `columns`, broken at blanks; the first line
/// begins with `first`, the others with `rest`.
///
/// A word that is wider than a whole line is broken between grapheme clusters: no line is wider
/// than `columns`, unless the indents leave less than one column.
pub fn wrap(spans: &[Span], columns: usize, first: &[Span], rest: &[Span]) -> Vec<Line> {
    let mut lines = vec![indented(first)];
    let mut used = spans_width(first);
    let mut bare = true;
    let mut blank: Option<&Span> = None;
    for span in spans {
        for word in span.text.split_inclusive(' ') {
            let trimmed = word.trim_end_matches(' ');
            let mut part = trimmed;
            while !part.is_empty() {
                let gap = usize::from(blank.is_some() && !bare);
                let room = columns.saturating_sub(used + gap);
                if width(part) <= room {
                    push_blank(&mut lines, blank.take().filter(|_| !bare), &mut used);
                    push(&mut lines, part, span, &mut used);
                    bare = false;
                    break;
                }
                blank = None;
                if bare {
                    // Not even a line of its own holds the word.
                    let head = longest_prefix(part, room.max(1));
                    push(&mut lines, head, span, &mut used);
                    part = &part[head.len()..];
                }
                lines.push(indented(rest));
                used = spans_width(rest);
                bare = true;
            }
            if trimmed.len() < word.len() {
                blank = Some(span);
            }
        }
    }
    lines
}

fn indented(spans: &[Span]) -> Line {
    Line { spans: spans.to_vec(), ..Line::default() }
}

fn spans_width(spans: &[Span]) -> usize {
    spans.iter().map(|span| width(&span.text)).sum()
}

fn push_blank(lines: &mut [Line], blank: Option<&Span>, used: &mut usize) {
    if let Some(span) = blank {
        push(lines, " ", span, used);
    }
}

/// Appends text to the last line, to its last span where role and link are the same.
fn push(lines: &mut [Line], text: &str, like: &Span, used: &mut usize) {
    *used += width(text);
    let Some(line) = lines.last_mut() else { return };
    match line.spans.last_mut() {
        Some(last) if last.role == like.role && last.link == like.link => last.text.push_str(text),
        _ => line.spans.push(Span { text: text.to_owned(), ..like.clone() }),
    }
}

/// The longest beginning that fits, at least one grapheme cluster.
fn longest_prefix(text: &str, columns: usize) -> &str {
    let mut used = 0;
    for (at, grapheme) in text.grapheme_indices(true) {
        used += width(grapheme);
        if used > columns && at > 0 {
            return &text[..at];
        }
    }
    text
}

/// Labels and values in two columns.
pub fn fields(rows: &[(&str, String)]) -> Vec<Line> {
    let widest = rows.iter().map(|(label, _)| width(label)).max().unwrap_or(0);
    let line = |(label, value): &(&str, String)| {
        let gap = " ".repeat(widest - width(label) + 2);
        let mut line = Line::default();
        line.spans.push(Span::new(*label, Role::Label));
        line.spans.push(Span::new(gap, Role::Text));
        line.spans.push(Span::new(value.as_str(), Role::Value));
        line
    };
    rows.iter().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn text(lines: &[Line]) -> Vec<String> {
        lines.iter().map(Line::text).collect()
    }

    #[test]
    fn words_stay_whole_and_indents_hang() {
        let spans =
            [Span::new("Click the DNS tab and then ", Role::Text), Span::new("OK", Role::Link)];
        let (first, rest) = ([Span::new("1. ", Role::Marker)], [Span::new("   ", Role::Text)]);
        let lines = wrap(&spans, 16, &first, &rest);
        assert_eq!(text(&lines), ["1. Click the DNS", "   tab and then", "   OK"]);
    }

    #[test]
    fn wide_characters_take_two_columns() {
        assert_eq!(text(&wrap(&[Span::new("日本語", Role::Text)], 4, &[], &[])), ["日本", "語"]);
        assert_eq!(clip("日本語", 5), "日本…");
        assert_eq!(clip("ab", 2), "ab");
    }

    proptest! {
        #[test]
        fn no_line_is_too_wide_and_no_word_is_lost(words in "[a-zé日 ]{0,120}", columns in 2usize..40) {
            let lines = wrap(&[Span::new(words.as_str(), Role::Text)], columns, &[], &[]);
            prop_assert!(lines.iter().all(|line| width(&line.text()) <= columns));
            let letters = |text: &str| text.chars().filter(|c| *c != ' ').collect::<String>();
            prop_assert_eq!(letters(&text(&lines).concat()), letters(&words));
        }
    }
}
