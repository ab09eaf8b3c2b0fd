//! Paragraphs and tokens: the view of an article that the extractors of prose share.
//!
//! Every byte is looked at once to know which paragraphs can hold a fact at all; only those are
//! cut into tokens, and only a hit allocates.

use std::sync::LazyLock;

use memchr::memmem::Finder;

use crate::line::{Body, Line, Place};
use crate::look::Look;
pub(super) use crate::marks::Marks;
use crate::words::words;

/// Lines without a blank one between them, all of one part of the article.
#[derive(Debug, Clone, Copy)]
pub(super) struct Paragraph<'b> {
    /// The lines, at least one.
    pub(super) lines: &'b [Line<'b>],
    /// How each line is to be read.
    pub(super) looks: &'b [Look],
    /// The part of the article; none for the title.
    pub(super) place: Option<Place>,
    /// The telling characters of all lines.
    pub(super) marks: Marks,
}

impl<'b> Paragraph<'b> {
    /// The line of this index.
    pub(super) fn line(&self, row: usize) -> &'b str {
        self.lines.get(row).map_or("", |line| line.text.as_ref())
    }

    /// The source line of this index.
    pub(super) fn number(&self, row: usize) -> u32 {
        self.lines.get(row).map_or(1, |line| line.number)
    }

    /// Whether it is the title.
    pub(super) fn is_title(&self) -> bool {
        self.place.is_none()
    }

    /// Whether it is the line of query words.
    pub(super) fn is_query_words(&self) -> bool {
        self.place == Some(Place::QueryWords)
    }

    /// The text from a place on up to another line (exclusive), blanks squeezed.
    pub(super) fn joined(&self, row: usize, column: usize, end: usize) -> String {
        let first = self.line(row).get(column..).unwrap_or("");
        let rest = (row + 1..end.min(self.lines.len())).map(|row| self.line(row));
        squeezed(std::iter::once(first).chain(rest))
    }

    /// The first bytes of [`Paragraph::joined`], so many or a few words more.
    pub(super) fn beginning(&self, row: usize, column: usize, end: usize, bytes: usize) -> String {
        let first = self.line(row).get(column..).unwrap_or("");
        let rest = (row + 1..end.min(self.lines.len())).map(|row| self.line(row));
        let mut text = String::new();
        push_words(&mut text, std::iter::once(first).chain(rest), bytes);
        text
    }

    /// The whole text on one line, blanks squeezed.
    pub(super) fn on_one_line(&self) -> String {
        self.joined(0, 0, self.lines.len())
    }

    /// Cuts the paragraph into tokens; `into` is emptied first and keeps its room.
    pub(super) fn tokens(&self, into: &mut Vec<Token<'b>>) {
        into.clear();
        let bytes: usize = self.lines.iter().map(|line| line.text.len()).sum();
        into.reserve(bytes / BYTES_A_TOKEN);
        for (row, line) in self.lines.iter().enumerate() {
            tokens_of_line(line.text.as_ref(), row as u32, into);
        }
    }
}

/// Fewer than most tokens have, the blank after them included.
const BYTES_A_TOKEN: usize = 4;

/// A text that prefilters look for, prepared once.
pub(super) type Needle = LazyLock<Finder<'static>>;

/// The words of several lines, one blank between them.
pub(super) fn squeezed<'t>(lines: impl Iterator<Item = &'t str>) -> String {
    let mut text = String::new();
    push_words(&mut text, lines, usize::MAX);
    text
}

/// Adds the words of lines to a text, one blank between them, until it has so many bytes.
fn push_words<'t>(text: &mut String, lines: impl Iterator<Item = &'t str>, bytes: usize) {
    for word in lines.flat_map(words) {
        if text.len() >= bytes {
            break;
        }
        if !text.is_empty() {
            text.push(' ');
        }
        text.push_str(word);
    }
}

/// The paragraphs that facts are looked for in: title, text and query words, in this order.
pub(super) fn paragraphs<'b>(body: &'b Body<'b>) -> Vec<Paragraph<'b>> {
    let mut all = Vec::with_capacity(body.lines.len() / 4 + 2);
    if !body.title.is_blank() {
        all.push(Paragraph {
            lines: std::slice::from_ref(&body.title),
            looks: &[Look::Prose],
            place: None,
            marks: Marks::of(&body.title.text),
        });
    }
    let mut first = 0;
    while first < body.lines.len() {
        let (Some(&place), Some(&look)) = (body.places.get(first), body.looks.get(first)) else {
            break;
        };
        if !is_read(place) || is_gap(look) {
            first += 1;
            continue;
        }
        let mut marks = Marks::default();
        let mut end = first;
        while let (Some(line_marks), Some(&at), Some(&look)) =
            (body.marks.get(end), body.places.get(end), body.looks.get(end))
        {
            if at != place || is_gap(look) || end == body.lines.len() {
                break;
            }
            marks = marks.and(*line_marks);
            end += 1;
        }
        all.push(Paragraph {
            lines: &body.lines[first..end],
            looks: &body.looks[first..end],
            place: Some(place),
            marks,
        });
        first = end;
    }
    all
}

fn is_read(place: Place) -> bool {
    place.is_text() || matches!(place, Place::QueryWords | Place::Heading)
}

fn is_gap(look: Look) -> bool {
    matches!(look, Look::Blank | Look::Rule)
}

/// What a token is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// Letters and underscores, and what is not ASCII.
    Word,
    /// Decimal digits only.
    Number,
    /// Letters and digits mixed.
    Mixed,
    /// One character of punctuation.
    Mark(u8),
}

/// A word, a number or a punctuation character.
#[derive(Debug, Clone, Copy)]
pub(super) struct Token<'b> {
    /// The characters.
    pub(super) text: &'b str,
    /// Index of the line in the paragraph.
    pub(super) row: u32,
    /// Byte offset in the line.
    pub(super) start: u32,
    /// What it is made of.
    pub(super) shape: Shape,
    /// Whether it follows the token before it without a blank.
    pub(super) glued: bool,
    /// Whether it holds an underscore.
    pub(super) underscored: bool,
}

impl Token<'_> {
    /// Byte offset of its end in the line.
    pub(super) fn end(&self) -> usize {
        self.start as usize + self.text.len()
    }

    /// Whether it is this punctuation character.
    pub(super) fn is_mark(&self, mark: u8) -> bool {
        self.shape == Shape::Mark(mark)
    }

    /// Whether it is one of these punctuation characters.
    pub(super) fn is_any_mark(&self, marks: &[u8]) -> bool {
        matches!(self.shape, Shape::Mark(mark) if marks.contains(&mark))
    }

    /// Whether it is this word, whatever its case.
    pub(super) fn is(&self, word: &str) -> bool {
        self.text.eq_ignore_ascii_case(word)
    }

    /// Whether it is one of these words, whatever its case.
    pub(super) fn is_any(&self, words: &[&str]) -> bool {
        words.iter().any(|word| self.is(word))
    }
}

/// What a byte is to a token.
mod class {
    /// Punctuation: a token of its own.
    const MARK: u8 = 0;
    pub(super) const DIGIT: u8 = 1;
    /// What is not ASCII is a letter.
    pub(super) const LETTER: u8 = 2;
    pub(super) const UNDERSCORE: u8 = 4;
    pub(super) const BLANK: u8 = 8;
    pub(super) const OF_WORDS: u8 = DIGIT | LETTER | UNDERSCORE;

    const OF_BYTE: [u8; 256] = {
        let mut table = [MARK; 256];
        let mut byte = 0;
        while byte < 256 {
            table[byte] = match byte as u8 {
                b'0'..=b'9' => DIGIT,
                b'a'..=b'z' | b'A'..=b'Z' | 0x80.. => LETTER,
                b'_' => UNDERSCORE,
                b' ' | b'\t' | b'\n' | b'\r' | 0x0c => BLANK,
                _ => MARK,
            };
            byte += 1;
        }
        table
    };

    pub(super) fn of(byte: u8) -> u8 {
        OF_BYTE[byte as usize]
    }
}

fn tokens_of_line<'b>(text: &'b str, row: u32, into: &mut Vec<Token<'b>>) {
    let bytes = text.as_bytes();
    let mut at = 0;
    let mut glued = false;
    while let Some(&byte) = bytes.get(at) {
        let start = at;
        let mut classes = class::of(byte);
        at += 1;
        if classes == class::BLANK {
            glued = false;
            continue;
        }
        let shape = if classes & class::OF_WORDS != 0 {
            while let Some(class) = bytes.get(at).map(|byte| class::of(*byte))
                && class & class::OF_WORDS != 0
            {
                classes |= class;
                at += 1;
            }
            match classes {
                class::DIGIT => Shape::Number,
                _ if classes & class::DIGIT == 0 => Shape::Word,
                _ => Shape::Mixed,
            }
        } else {
            Shape::Mark(byte)
        };
        let underscored = classes & class::UNDERSCORE != 0;
        // Only ASCII bytes separate tokens, so both ends are on character boundaries.
        let text = text.get(start..at).unwrap_or("");
        into.push(Token { text, row, start: start as u32, shape, glued, underscored });
        glued = true;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_end_at_blank_lines_rules_and_places() {
        let body = Body::of_text("one\ntwo\n\nthree 3\n=====\nfour");
        let all = paragraphs(&body);
        let texts: Vec<_> = all.iter().map(Paragraph::on_one_line).collect();
        assert_eq!(texts, ["one two", "three 3", "four"]);
        assert!(all[1].marks.any(Marks::DIGIT) && !all[0].marks.any(Marks::DIGIT));
        assert_eq!(all[2].number(0), 6);
    }

    #[test]
    fn tokens_know_their_shape_and_what_they_touch() {
        let body = Body::of_text("rc=0x5 (ZÜRICH)\n-1018");
        let mut tokens = Vec::new();
        paragraphs(&body)[0].tokens(&mut tokens);
        let seen: Vec<_> = tokens.iter().map(|t| (t.text, t.glued, t.row)).collect();
        assert_eq!(
            seen,
            [
                ("rc", false, 0),
                ("=", true, 0),
                ("0x5", true, 0),
                ("(", false, 0),
                ("ZÜRICH", true, 0),
                (")", true, 0),
                ("-", false, 1),
                ("1018", true, 1)
            ]
        );
        assert_eq!(tokens[7].shape, Shape::Number);
    }
}
