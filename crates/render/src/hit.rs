//! A hit of a search as a few lines.

use std::ops::Range;

use crate::Role;
use crate::article::separated;
use crate::line::{Line, Link, Span};
use crate::wrap::{Blanks, Indent, blanks, wrap};

/// A text with the places that matched, in bytes. Places that do not fit the text are passed over.
#[derive(Debug, Clone, Copy, Default)]
pub struct Marked<'a> {
    /// The text.
    pub text: &'a str,
    /// The places, in order.
    pub matches: &'a [Range<usize>],
}

impl Marked<'_> {
    /// The text as spans, its matches told apart.
    pub fn spans(&self, role: Role) -> Vec<Span> {
        let mut spans = Vec::new();
        let mut at = 0;
        for range in self.matches {
            let parts = (self.text.get(at..range.start), self.text.get(range.clone()));
            if let (Some(before), Some(within)) = parts {
                spans.push(Span::new(before, role));
                spans.push(Span::new(within, Role::Match));
                at = range.end;
            }
        }
        spans.push(Span::new(self.text.get(at..).unwrap_or_default(), role));
        spans.retain(|span| !span.text.is_empty());
        spans
    }
}

/// The place of a hit's article that matched best.
#[derive(Debug, Clone, Copy)]
pub struct Snippet<'a> {
    /// The heading of the section.
    pub heading: Option<&'a str>,
    /// The line in the source, counted from 1.
    pub line: u32,
    /// The sentence.
    pub text: Marked<'a>,
}

/// What of a hit is drawn.
#[derive(Debug, Clone, Copy)]
pub struct HitView<'a> {
    /// The rank, from 1.
    pub rank: usize,
    /// The article's number as its source writes it.
    pub id: &'a str,
    /// The article's number.
    pub number: u32,
    /// The title.
    pub title: Marked<'a>,
    /// The title's leading code.
    pub area: Option<&'a str>,
    /// The product, short.
    pub product: Option<&'a str>,
    /// The date as it is to be shown.
    pub modified: Option<&'a str>,
    /// Why it matched, the strongest reason first.
    pub why: &'a [String],
    /// The place that matched.
    pub snippet: Option<Snippet<'a>>,
}

/// The narrowest width that is drawn; a smaller one is taken for this.
const NARROWEST: usize = 24;
/// Lines of a snippet that are shown.
const SNIPPET_LINES: usize = 3;

/// The hit as lines: number and title; area, product, date and reasons; the place that matched.
///
/// ```
/// use kbq_render::{HitView, Marked, hit};
///
/// let view = HitView {
///     rank: 1, id: "Q263029", number: 263029,
///     title: Marked { text: "XCON: Setup Does Not Work", matches: &[6..11] },
///     area: Some("XCON"), product: Some("Exchange"), modified: Some("2002-08-02"),
///     why: &["code 0xc00203e5".into()], snippet: None,
/// };
/// let lines = hit(&view, 60);
/// assert_eq!(lines[0].to_string(), " 1  Q263029  XCON: Setup Does Not Work");
/// assert_eq!(lines[1].to_string(), "    XCON · Exchange · 2002-08-02 · code 0xc00203e5");
/// ```
pub fn hit(hit: &HitView<'_>, width: usize) -> Vec<Line> {
    let width = width.max(NARROWEST);
    let first = vec![
        Span::new(format!("{:>2}", hit.rank), Role::Rank),
        blanks(2),
        Span::new(hit.id, Role::Id).to(Link::Article(hit.number)),
        blanks(2),
    ];
    let inset = first.iter().take(2).map(Span::width).sum();
    let hanging = if width >= 60 {
        Indent::hanging(first)
    } else {
        Indent { first, rest: vec![blanks(inset)] }
    };
    let mut lines = wrap(&hit.title.spans(Role::Title), width, &hanging, Blanks::Collapse);

    let facts = [hit.area, hit.product, hit.modified].into_iter().flatten();
    let mut parts: Vec<_> = facts.map(|text| Span::new(text, Role::Value)).collect();
    parts.extend(hit.why.iter().map(|why| Span::new(why, Role::Muted)));
    let indent = Indent::all(vec![blanks(inset)]);
    if !parts.is_empty() {
        lines.extend(wrap(&separated(parts), width, &indent, Blanks::Collapse));
    }
    if let Some(snippet) = &hit.snippet {
        lines.extend(self::snippet(snippet, width, &indent));
    }
    lines
}

fn snippet(snippet: &Snippet<'_>, width: usize, indent: &Indent) -> Vec<Line> {
    let place = match snippet.heading {
        Some(heading) => format!("{heading}, line {}: ", snippet.line),
        None => format!("line {}: ", snippet.line),
    };
    let mut spans = vec![Span::new(place, Role::Muted)];
    spans.extend(snippet.text.spans(Role::Text));
    let mut lines = wrap(&spans, width, indent, Blanks::Collapse);
    if lines.len() > SNIPPET_LINES {
        lines.truncate(SNIPPET_LINES);
        if let Some(last) = lines.last_mut() {
            last.spans.push(Span::new("…", Role::Muted));
            *last = last.clipped(width);
        }
    }
    lines
}
