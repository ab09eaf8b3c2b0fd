//! Lines of spans: what the renderer hands to a terminal, a pager or a frame.

use std::fmt;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use crate::Role;
use crate::safe::safe;

/// Where a link leads.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Link {
    /// To another article, by its number.
    Article(u32),
    /// To an address on the web.
    Url(String),
}

/// A piece of text with one role. Its text holds no character that acts on a terminal.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Span {
    /// The text, on one line.
    pub text: String,
    /// What it is.
    pub role: Role,
    /// Where it leads, if it can be followed.
    pub link: Option<Link>,
}

impl Span {
    /// A span of the text, made [`safe`].
    pub fn new(text: impl AsRef<str>, role: Role) -> Span {
        Span { text: safe(text.as_ref()).into_owned(), role, link: None }
    }

    /// The span as a link.
    pub fn to(mut self, link: Link) -> Span {
        self.link = Some(link);
        self
    }

    /// The columns that it takes.
    pub fn width(&self) -> usize {
        width(&self.text)
    }

    /// A part of this span: same role, same link.
    pub(crate) fn part(&self, text: &str) -> Span {
        Span { text: text.to_owned(), role: self.role, link: self.link.clone() }
    }
}

/// Where in the article a line comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Anchor {
    /// The index in `Article::sections`; null for facts above and below the body.
    pub section: Option<usize>,
    /// The line in the source, counted from 1.
    pub line: u32,
    /// Whether it is the section's heading: where a jump to the section leads.
    pub heading: bool,
}

/// A line to be shown.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Line {
    /// The spans, left to right.
    pub spans: Vec<Span>,
    /// Where it comes from.
    pub anchor: Option<Anchor>,
}

impl Line {
    /// A line of these spans.
    pub fn new(spans: Vec<Span>) -> Line {
        Line { spans, anchor: None }
    }

    /// An empty line.
    pub fn blank() -> Line {
        Line::default()
    }

    /// A line of one span.
    pub fn of(text: impl AsRef<str>, role: Role) -> Line {
        Line::new(vec![Span::new(text, role)])
    }

    /// The line with an anchor.
    pub(crate) fn at(mut self, anchor: Anchor) -> Line {
        self.anchor = Some(anchor);
        self
    }

    /// The columns that it takes.
    pub fn width(&self) -> usize {
        self.spans.iter().map(Span::width).sum()
    }

    /// Whether it shows nothing.
    pub fn is_blank(&self) -> bool {
        self.spans.iter().all(|span| span.text.trim().is_empty())
    }

    /// What can be followed from this line, left to right.
    pub fn links(&self) -> impl Iterator<Item = &Link> {
        self.spans.iter().filter_map(|span| span.link.as_ref())
    }

    /// The line cut to the width, with `…` where something was cut off.
    pub fn clipped(&self, columns: usize) -> Line {
        if self.width() <= columns {
            return self.clone();
        }
        let mut left = columns.saturating_sub(1);
        let mut clipped = Line { spans: Vec::new(), anchor: self.anchor };
        for span in &self.spans {
            let (text, used) = head(&span.text, left);
            left -= used;
            if !text.is_empty() {
                clipped.spans.push(span.part(text));
            }
            if text.len() < span.text.len() {
                break;
            }
        }
        if columns > 0 {
            clipped.spans.push(Span::new("…", Role::Muted));
        }
        clipped
    }
}

/// The text alone, without roles.
impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.spans.iter().try_for_each(|span| f.write_str(&span.text))
    }
}

/// The columns that a text takes.
pub(crate) fn width(text: &str) -> usize {
    // Text of spans has no control characters, so that ASCII takes a column each.
    if text.is_ascii() {
        text.len()
    } else {
        text.graphemes(true).map(UnicodeWidthStr::width).sum()
    }
}

/// As much of the text as fits into the columns, and the columns it takes.
pub(crate) fn head(text: &str, columns: usize) -> (&str, usize) {
    let mut used = 0;
    for (at, grapheme) in text.grapheme_indices(true) {
        let width = UnicodeWidthStr::width(grapheme);
        if used + width > columns {
            return (text.get(..at).unwrap_or(text), used);
        }
        used += width;
    }
    (text, used)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clipping_keeps_whole_characters() {
        let line =
            Line::new(vec![Span::new("日本", Role::Text), Span::new("語e\u{301}x", Role::Match)]);
        assert_eq!(line.width(), 8);
        assert_eq!(line.clipped(8).to_string(), "日本語e\u{301}x");
        assert_eq!(line.clipped(7).to_string(), "日本語…");
        assert_eq!(line.clipped(6).to_string(), "日本…");
        assert_eq!(line.clipped(0).to_string(), "");
    }
}
