//! An article laid out for a width, and where it is scrolled to.

use std::sync::Arc;

use kbq_model::{Article, SectionKind};
use kbq_render::{ArticleView, Highlight, Line, Link, Role};

/// Lines kept in sight above a line that was jumped to.
const CONTEXT: usize = 2;

/// An article as it is read: its lines, the first one in sight, what was found in it.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    /// The article.
    pub article: Arc<Article>,
    /// Its lines, wrapped to the width.
    pub lines: Arc<Vec<Line>>,
    /// The first line in sight.
    pub top: usize,
    /// What was searched for in it.
    pub find: Option<Find>,
    /// What is highlighted.
    pub highlights: Arc<[Highlight]>,
    width: u16,
}

/// A text that was searched for in an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Find {
    /// The text.
    pub text: String,
    /// Where it stands, in order.
    pub places: Vec<Place>,
    /// The place that was gone to last.
    pub current: usize,
}

/// A place in the lines: byte range of a line's plain text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// The line.
    pub line: usize,
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

/// A pointer to another article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Target {
    /// The article it points to.
    pub number: u32,
    /// Where it stands.
    pub place: Place,
}

/// Where an article is to be opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Start {
    /// At the title.
    #[default]
    Top,
    /// At a line of its source.
    SourceLine(u32),
}

impl Document {
    /// Lays an article out.
    pub fn new(article: Arc<Article>, highlights: Arc<[Highlight]>, width: u16) -> Document {
        let view = ArticleView::new(usize::from(width)).marking(highlights.to_vec());
        let lines = Arc::new(kbq_render::article(&article, &view));
        Document { article, lines, top: 0, find: None, highlights, width }
    }

    /// Opens it at a place.
    #[must_use]
    pub fn at(mut self, start: Start, height: u16) -> Document {
        if let Start::SourceLine(line) = start {
            self.show_source_line(line, height);
        }
        self
    }

    /// Lays it out anew where the width differs; what is in sight stays in sight.
    pub fn fit(&mut self, width: u16, height: u16) {
        if self.width != width {
            let source_line = self.source_line_at(self.top);
            *self = Document {
                find: self.find.take(),
                ..Document::new(self.article.clone(), self.highlights.clone(), width)
            };
            if let Some(line) = source_line {
                self.top = self.line_of_source(line);
            }
            if let Some(find) = self.find.take() {
                self.find(&find.text);
            }
        }
        self.scroll_to(self.top, height);
    }

    /// Scrolls to a line, as far as the text allows.
    pub fn scroll_to(&mut self, top: usize, height: u16) {
        self.top = top.min(self.lines.len().saturating_sub(usize::from(height)));
    }

    /// Scrolls by lines, down where positive.
    pub fn scroll_by(&mut self, lines: isize, height: u16) {
        self.scroll_to(self.top.saturating_add_signed(lines), height);
    }

    /// The section of the first line in sight that has one.
    pub fn section_in_sight(&self) -> Option<usize> {
        self.lines.iter().skip(self.top).take(CONTEXT + 1).find_map(section_of)
    }

    /// The line where a section begins.
    pub fn section_start(&self, section: usize) -> Option<usize> {
        self.lines.iter().position(|line| section_of(line) == Some(section))
    }

    /// Goes to the first section of one of the kinds; tells whether there is one.
    pub fn go_to_kind(&mut self, kinds: &[SectionKind], height: u16) -> bool {
        let sections = &self.article.sections;
        let found = kinds.iter().find_map(|kind| sections.iter().position(|s| s.kind == *kind));
        let Some(line) = found.and_then(|section| self.section_start(section)) else {
            return false;
        };
        self.scroll_to(line, height);
        true
    }

    /// Goes to the next section, or back to the start of this one or the one before.
    pub fn go_to_neighbour(&mut self, forward: bool, height: u16) {
        let is_start = |line: &Line| line.anchor.is_some_and(|anchor| anchor.heading);
        let starts = (0..self.lines.len()).filter(|at| is_start(&self.lines[*at]));
        let to = if forward {
            starts.clone().find(|start| *start > self.top)
        } else {
            Some(starts.rev().find(|start| *start < self.top).unwrap_or(0))
        };
        if let Some(line) = to {
            self.scroll_to(line, height);
        }
    }

    /// Searches the lines for a text, whatever its case; gives the number of places.
    pub fn find(&mut self, text: &str) -> usize {
        let places = if text.is_empty() { Vec::new() } else { self.places_of(text) };
        let count = places.len();
        let current = places.iter().position(|place| place.line >= self.top).unwrap_or(0);
        self.find = Some(Find { text: text.to_owned(), places, current });
        count
    }

    /// Goes to the place found nearest below the top.
    pub fn go_to_found(&mut self, height: u16) {
        let place = self.find.as_ref().and_then(|find| find.places.get(find.current).copied());
        if let Some(place) = place {
            self.show_line(place.line, height);
        }
    }

    /// Goes to the next or previous place found; without a search, to the next or previous match
    /// of the query. Tells which place of how many it is, `None` if there is none.
    pub fn go_to_next(&mut self, forward: bool, height: u16) -> Option<(usize, usize)> {
        if let Some(find) = self.find.as_mut().filter(|find| !find.places.is_empty()) {
            let count = find.places.len();
            let step = if forward { 1 } else { count - 1 };
            find.current = (find.current + step) % count;
            let answer = (find.current + 1, count);
            self.go_to_found(height);
            return Some(answer);
        }
        let matches: Vec<usize> = self.match_lines();
        let anchor = self.top + CONTEXT;
        let at = if forward {
            matches.iter().position(|line| *line > anchor).or(Some(0))
        } else {
            matches.iter().rposition(|line| *line < anchor).or(matches.len().checked_sub(1))
        }?;
        self.show_line(*matches.get(at)?, height);
        Some((at + 1, matches.len()))
    }

    /// The links in a range of lines.
    pub fn targets(&self, first: usize, count: usize) -> Vec<Target> {
        let mut targets: Vec<Target> = Vec::new();
        for (at, line) in self.lines.iter().enumerate().skip(first).take(count) {
            let mut start = 0;
            let mut before = None;
            for span in &line.spans {
                let end = start + span.text.len();
                // A link whose text is highlighted in part is several spans.
                if let Some(Link::Article(number)) =
                    span.link.as_ref().filter(|_| span.link != before)
                {
                    targets.push(Target { number: *number, place: Place { line: at, start, end } });
                }
                before.clone_from(&span.link);
                start = end;
            }
        }
        targets
    }

    /// The article that the text in this cell points to; column counted in cells.
    pub fn link_at(&self, line: usize, column: usize) -> Option<u32> {
        let mut at = 0;
        let span = self.lines.get(line)?.spans.iter().find(|span| {
            at += span.width();
            at > column
        })?;
        match span.link {
            Some(Link::Article(number)) => Some(number),
            _ => None,
        }
    }

    /// How far it is scrolled, in percent of what there is to scroll; `None` if all is in sight.
    pub fn percent(&self, height: u16) -> Option<usize> {
        let most = self.lines.len().saturating_sub(usize::from(height));
        (self.top * 100).checked_div(most)
    }

    /// Its text without styles, as it is exported and given to the pager.
    pub fn plain(&self) -> String {
        self.lines.iter().map(|line| line.to_string().trim_end().to_owned() + "\n").collect()
    }

    fn match_lines(&self) -> Vec<usize> {
        let has_match = |line: &Line| line.spans.iter().any(|span| span.role == Role::Match);
        (0..self.lines.len()).filter(|at| has_match(&self.lines[*at])).collect()
    }

    fn places_of(&self, text: &str) -> Vec<Place> {
        let wanted: Vec<char> = text.chars().flat_map(char::to_lowercase).collect();
        let mut places = Vec::new();
        for (line, drawn) in self.lines.iter().enumerate() {
            let plain = drawn.to_string();
            let mut from = 0;
            while let Some((start, end)) = find_folded(&plain, from, &wanted) {
                places.push(Place { line, start, end });
                from = end;
            }
        }
        places
    }

    fn source_line_at(&self, line: usize) -> Option<u32> {
        self.lines.iter().skip(line).find_map(source_line)
    }

    fn line_of_source(&self, wanted: u32) -> usize {
        let below = |line: &Line| source_line(line).is_some_and(|line| line >= wanted);
        self.lines.iter().position(below).unwrap_or(0)
    }

    /// Shows the line of a source line, with its section's heading if both fit.
    fn show_source_line(&mut self, wanted: u32, height: u16) {
        let line = self.line_of_source(wanted);
        let heading = self.lines.get(line).and_then(section_of).and_then(|s| self.section_start(s));
        match heading {
            Some(heading) if line >= heading && line - heading + CONTEXT < usize::from(height) => {
                self.scroll_to(heading, height);
            }
            _ => self.scroll_to(line.saturating_sub(CONTEXT), height),
        }
    }

    fn show_line(&mut self, line: usize, height: u16) {
        let in_sight = self.top..self.top + usize::from(height.saturating_sub(1));
        if !in_sight.contains(&line) {
            self.scroll_to(line.saturating_sub(CONTEXT), height);
        } else {
            // Where several are in sight, the one gone to must still be told from the next.
            self.scroll_to(self.top, height);
        }
    }
}

/// The section that a line belongs to.
fn section_of(line: &Line) -> Option<usize> {
    line.anchor.and_then(|anchor| anchor.section)
}

/// The line of the source that a line of an article's body shows.
pub(crate) fn source_line(line: &Line) -> Option<u32> {
    line.anchor.filter(|anchor| anchor.section.is_some()).map(|anchor| anchor.line)
}

/// The byte range of the next place at or after `from` that equals `wanted` in lower case.
fn find_folded(text: &str, from: usize, wanted: &[char]) -> Option<(usize, usize)> {
    let tail = text.get(from..)?;
    tail.char_indices().find_map(|(offset, _)| {
        let start = from + offset;
        let mut rest = wanted;
        for (inner, c) in text.get(start..)?.char_indices() {
            for lower in c.to_lowercase() {
                rest = rest.split_first().filter(|(first, _)| **first == lower)?.1;
                if rest.is_empty() {
                    return Some((start, start + inner + c.len_utf8()));
                }
            }
        }
        None
    })
}
