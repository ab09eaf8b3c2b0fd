//! The lines of an article and what each of them is: the view that every extractor works on.

use std::borrow::Cow;

use kbq_model::SectionKind;

use crate::look::{Look, looks};
use crate::marks::Marks;

/// A line of text and where it stands in its source.
///
/// A web page that lost its line ends has one source line for many lines of text: those share
/// their number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line<'a> {
    /// Number of the source line, counted from 1.
    pub number: u32,
    /// The text without the line end and without the indentation that a format adds.
    pub text: Cow<'a, str>,
}

impl<'a> Line<'a> {
    /// A line that borrows its text.
    pub fn new(number: u32, text: &'a str) -> Self {
        Line { number, text: Cow::Borrowed(text) }
    }

    /// Whether nothing but white space stands on the line.
    pub fn is_blank(&self) -> bool {
        self.text.trim_start().is_empty()
    }

    /// The lines of a text that is no article (a pasted log entry), numbered from 1.
    pub fn all(text: &'a str) -> Vec<Line<'a>> {
        (1..).zip(text.lines()).map(|(number, text)| Line::new(number, text)).collect()
    }
}

/// In bytes. No line of the archive is longer than 1,700, and the text of a page that lost its line
/// ends is cut at its headings: a longer line is none, and no fact stands across its cut.
const LONGEST_LINE: usize = 16 * 1024;

/// The lines with those that are too long cut at blanks; the pieces have the line's number.
pub(crate) fn cut(lines: Vec<Line<'_>>) -> Vec<Line<'_>> {
    if lines.iter().all(|line| line.text.len() <= LONGEST_LINE) {
        return lines;
    }
    lines.into_iter().flat_map(pieces).collect()
}

fn pieces(line: Line<'_>) -> Vec<Line<'_>> {
    if line.text.len() <= LONGEST_LINE {
        return vec![line];
    }
    let number = line.number;
    let mut pieces = Vec::new();
    let mut rest = line.text.as_ref();
    while !rest.is_empty() {
        let most = rest.floor_char_boundary(LONGEST_LINE);
        let blank = rest[..most].rfind(' ').filter(|_| most < rest.len());
        let (piece, following) = rest.split_at(blank.map_or(most, |at| at + 1));
        pieces.push(Line { number, text: Cow::Owned(piece.to_owned()) });
        rest = following;
    }
    pieces
}

/// In which part of the article a line stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Place {
    /// Before the first heading: old header lines, notices, contents lists.
    Preamble,
    /// In the block `The information in this article applies to`, its rules included.
    AppliesTo,
    /// The heading of a section, or its underline.
    Heading,
    /// The text of a section of this kind.
    Section(SectionKind),
    /// The line of query words.
    QueryWords,
    /// The trailer: labels such as `Keywords` and `Technology`, and its rules.
    Trailer,
}

impl Place {
    /// Whether the line is text that a reader reads: of a section, or before the first one.
    pub fn is_text(self) -> bool {
        matches!(self, Place::Preamble | Place::Section(_))
    }
}

/// An article as the extractors of facts see it.
#[derive(Debug, Clone)]
pub struct Body<'a> {
    /// The article's own number, which is no reference; none for pasted text.
    pub number: Option<u32>,
    /// The full title, entities decoded; empty if there is none.
    pub title: Line<'a>,
    /// The lines below the header, in order; disclaimers and page furniture left out.
    pub lines: Vec<Line<'a>>,
    /// The part of the article of each of `lines`.
    pub places: Vec<Place>,
    /// How each of `lines` is to be read.
    pub looks: Vec<Look>,
    /// What occurs in each of `lines`.
    pub(crate) marks: Vec<Marks>,
}

impl<'a> Body<'a> {
    /// A body of lines whose places are known.
    ///
    /// `places` is cut or filled up with [`Place::Preamble`] to the length of `lines`.
    pub fn new(
        number: Option<u32>,
        title: Line<'a>,
        lines: Vec<Line<'a>>,
        mut places: Vec<Place>,
    ) -> Self {
        places.resize(lines.len(), Place::Preamble);
        let marks: Vec<_> = lines.iter().map(|line| Marks::of(&line.text)).collect();
        let looks = looks(&lines, &marks);
        Body { number, title, lines, places, looks, marks }
    }

    /// Text that is no article: every line is text of one unnamed section.
    pub fn of_text(text: &'a str) -> Self {
        let lines = cut(Line::all(text));
        let places = vec![Place::Section(SectionKind::Body); lines.len()];
        Body::new(None, Line::new(1, ""), lines, places)
    }

    /// The lines with their places and looks.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (&Line<'a>, Place, Look)> {
        self.lines
            .iter()
            .zip(self.places.iter().zip(&self.looks))
            .map(|(line, (&place, &look))| (line, place, look))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pasted_text_is_numbered_from_one() {
        let body = Body::of_text("Event ID: 4058\r\n\r\nSource: MSExchangeIMC");
        let seen: Vec<_> = body.iter().map(|(line, _, look)| (line.number, look)).collect();
        assert_eq!(seen, [(1, Look::Prose), (2, Look::Blank), (3, Look::Prose)]);
        assert!(body.places.iter().all(|place| place.is_text()));
    }
}
