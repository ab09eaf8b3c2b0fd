//! What every part of a drawn article shares: the width, what to mark, and how text flows.

use kbq_model::Article;

use crate::highlight::{Mark, Marks, highlight, mark};
use crate::line::{Anchor, Line, Link, Span};
use crate::reflow::Column;
use crate::wrap::{Blanks, Indent, blanks, wrap};
use crate::{ArticleView, Role};

/// From this width on the body is set in below its headings.
const ROOMY: usize = 60;
/// Running text is not set wider than this: longer lines are hard to read. Tables are.
const MEASURE: usize = 100;
/// Decimal codes with fewer digits are also counts, versions and years.
const TELLING_CODE: usize = 4;

pub(crate) struct Page<'a> {
    pub(crate) view: &'a ArticleView,
    marks: Marks,
    /// Where the article's own lines were wrapped.
    pub(crate) column: Column,
}

impl<'a> Page<'a> {
    pub(crate) fn new(article: &Article, view: &'a ArticleView) -> Page<'a> {
        Page { view, marks: marks(article), column: Column::of(article) }
    }

    pub(crate) fn width(&self) -> usize {
        self.view.width
    }

    /// The blanks before the body's lines.
    pub(crate) fn inset(&self) -> usize {
        if self.width() >= ROOMY { 2 } else { 0 }
    }

    /// The text as spans: links, codes and matches told apart.
    pub(crate) fn spans(&self, text: &str, role: Role) -> Vec<Span> {
        self.highlighted(mark(vec![Span::new(text, role)], &self.marks))
    }

    /// The spans with what was searched for marked.
    pub(crate) fn highlighted(&self, spans: Vec<Span>) -> Vec<Span> {
        highlight(spans, &self.view.highlights)
    }

    /// Running text below an indent.
    pub(crate) fn flow(&self, text: &str, role: Role, indent: &Indent) -> Vec<Line> {
        let width = self.width().min(MEASURE);
        wrap(&self.spans(text, role), width, indent, Blanks::Collapse)
    }

    /// A line whose columns stay; too wide a one is broken, or kept if the view wants so. What is
    /// broken off is set in by `hang` more than the line itself.
    pub(crate) fn fixed(&self, text: &str, role: Role, inset: usize, hang: usize) -> Vec<Line> {
        let spans = self.spans(text, role);
        let own = text.len() - text.trim_start_matches(' ').len();
        let hang = (own + hang).min(self.width() / 4);
        let indent = Indent { first: vec![blanks(inset)], rest: vec![blanks(inset), blanks(hang)] };
        let width = if self.view.keep_wide { usize::MAX } else { self.width() };
        wrap(&spans, width, &indent, Blanks::Keep)
    }

    /// A fact: its label, then its value, hanging beside it.
    pub(crate) fn labelled(&self, label: &str, value: &[Span]) -> Vec<Line> {
        const COLUMN: usize = 12;
        let padding = COLUMN.saturating_sub(label.len()).max(1);
        let first = vec![Span::new(label, Role::Label), blanks(padding)];
        let indent = if self.width() >= ROOMY {
            Indent::hanging(first)
        } else {
            Indent { first: vec![Span::new(label, Role::Label), blanks(1)], rest: vec![blanks(2)] }
        };
        wrap(value, self.width().min(MEASURE), &indent, Blanks::Collapse)
    }

    /// Rows in aligned columns, or each row as running text where they are too wide together.
    pub(crate) fn columns(&self, rows: &[Row]) -> Vec<Line> {
        let inset = self.inset();
        let count = rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
        let wide = |column: usize| {
            rows.iter().filter_map(|row| row.cells.get(column)).map(Span::width).max().unwrap_or(0)
        };
        let widths: Vec<usize> = (0..count).map(wide).collect();
        let total: usize = widths.iter().filter(|&&width| width > 0).map(|width| width + 2).sum();
        let aligned = inset + total.saturating_sub(2) <= self.width();
        let mut lines = Vec::new();
        for row in rows {
            let spans = if aligned { row.aligned(&widths) } else { row.joined() };
            let indent = Indent { first: vec![blanks(inset)], rest: vec![blanks(inset + 4)] };
            let spans = self.highlighted(spans);
            let row_lines = wrap(&spans, self.width(), &indent, Blanks::Keep);
            lines.extend(row_lines.into_iter().map(|line| line.at(row.anchor)));
        }
        lines
    }
}

/// A row of facts.
pub(crate) struct Row {
    pub(crate) cells: Vec<Span>,
    pub(crate) anchor: Anchor,
}

impl Row {
    /// A row that stands on this line of the source.
    pub(crate) fn new(line: u32, cells: Vec<Span>) -> Row {
        Row { cells, anchor: Anchor { section: None, line, heading: false } }
    }

    fn aligned(&self, widths: &[usize]) -> Vec<Span> {
        let mut spans = Vec::new();
        for (cell, width) in self.cells.iter().zip(widths).filter(|(_, width)| **width > 0) {
            spans.push(cell.clone());
            spans.push(blanks(width - cell.width() + 2));
        }
        spans
    }

    fn joined(&self) -> Vec<Span> {
        let mut spans = Vec::new();
        for cell in self.cells.iter().filter(|cell| !cell.text.is_empty()) {
            if !spans.is_empty() {
                spans.push(blanks(2));
            }
            spans.push(cell.clone());
        }
        spans
    }
}

/// What the article itself says can be followed or is a code.
fn marks(article: &Article) -> Marks {
    let mut marks = Vec::new();
    for reference in &article.references {
        let number = reference.id.number();
        let link = Some(Link::Article(number));
        for text in [format!("Q{number}"), format!("KB{number}"), number.to_string()] {
            // A short number alone is a number.
            if text.len() > 4 {
                marks.push(Mark { text, role: Role::Link, link: link.clone() });
            }
        }
    }
    for url in &article.urls {
        let link = Some(Link::Url(url.clone()));
        marks.push(Mark { text: url.clone(), role: Role::Link, link });
    }
    for code in &article.error_codes {
        let digits = code.text.bytes().filter(u8::is_ascii_digit).count();
        if digits >= TELLING_CODE || code.text.bytes().any(|byte| byte.is_ascii_alphabetic()) {
            marks.push(Mark { text: code.text.clone(), role: Role::Code, link: None });
        }
    }
    Marks::new(marks)
}
