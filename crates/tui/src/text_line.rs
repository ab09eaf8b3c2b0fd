//! A line of text that is edited: the search line, a prompt.

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use crate::action::Action;

/// A longer line than anybody types; pasted text is cut there.
const MOST_BYTES: usize = 4096;

/// Text and the cursor in it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TextLine {
    text: String,
    /// Byte place of the cursor, always between two graphemes.
    cursor: usize,
}

impl TextLine {
    /// A line with the cursor at its end.
    pub fn new(text: &str) -> TextLine {
        let mut line = TextLine::default();
        line.insert(text);
        line
    }

    /// The text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The byte place of the cursor.
    pub fn cursor(&self) -> usize {
        self.cursor
    }

    /// Whether the cursor stands behind the last character.
    pub fn at_end(&self) -> bool {
        self.cursor == self.text.len()
    }

    /// Puts text in at the cursor; control characters become blanks, a tab too.
    pub fn insert(&mut self, text: &str) {
        for c in text.chars() {
            if self.text.len() + c.len_utf8() > MOST_BYTES {
                break;
            }
            let c = if c.is_control() { ' ' } else { c };
            self.text.insert(self.cursor, c);
            self.cursor += c.len_utf8();
        }
    }

    /// Moves the cursor or deletes; tells whether the text changed.
    pub fn edit(&mut self, action: Action) -> bool {
        let before = self.text.len();
        match action {
            Action::CursorLeft => self.cursor = self.left(),
            Action::CursorRight => self.cursor = self.right(),
            Action::WordLeft => self.cursor = self.word_left(),
            Action::WordRight => self.cursor = self.word_right(),
            Action::LineStart => self.cursor = 0,
            Action::LineEnd => self.cursor = self.text.len(),
            Action::DeleteBack => self.delete_from(self.left()),
            Action::DeleteWord => self.delete_from(self.word_left()),
            Action::DeleteToStart => self.delete_from(0),
            Action::DeleteForward => {
                let end = self.right();
                self.text.replace_range(self.cursor..end, "");
            }
            _ => {}
        }
        self.text.len() != before
    }

    /// Puts the cursor at the grapheme drawn in this column, counted in cells.
    pub fn place_cursor(&mut self, column: usize) {
        let mut at = 0;
        self.cursor = self
            .text
            .grapheme_indices(true)
            .find(|(_, grapheme)| {
                at += grapheme.width();
                at > column
            })
            .map_or(self.text.len(), |(place, _)| place);
    }

    fn delete_from(&mut self, start: usize) {
        self.text.replace_range(start..self.cursor, "");
        self.cursor = start;
    }

    fn before(&self) -> &str {
        self.text.get(..self.cursor).unwrap_or_default()
    }

    fn after(&self) -> &str {
        self.text.get(self.cursor..).unwrap_or_default()
    }

    fn left(&self) -> usize {
        self.before().grapheme_indices(true).next_back().map_or(0, |(place, _)| place)
    }

    fn right(&self) -> usize {
        self.cursor + self.after().graphemes(true).next().map_or(0, str::len)
    }

    fn word_left(&self) -> usize {
        let trimmed = self.before().trim_end();
        trimmed.rfind(' ').map_or(0, |blank| blank + 1)
    }

    fn word_right(&self) -> usize {
        let blanks = self.after().len() - self.after().trim_start().len();
        let word = self.after().trim_start();
        self.cursor + blanks + word.find(' ').unwrap_or(word.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cursor_moves_by_graphemes() {
        let mut line = TextLine::new("e\u{301}日x");
        line.edit(Action::CursorLeft);
        line.edit(Action::CursorLeft);
        assert_eq!(line.cursor(), 3, "before the wide character");
        line.edit(Action::DeleteBack);
        assert_eq!(line.text(), "日x");
        line.edit(Action::DeleteForward);
        assert_eq!((line.text(), line.cursor()), ("x", 0));
    }

    #[test]
    fn words_are_deleted_whole() {
        let mut line = TextLine::new("event 4058  ");
        assert!(line.edit(Action::DeleteWord));
        assert_eq!(line.text(), "event ");
        assert!(line.edit(Action::DeleteToStart));
        assert!(!line.edit(Action::DeleteBack));
    }

    #[test]
    fn control_characters_are_blanks_and_length_is_bounded() {
        assert_eq!(TextLine::new("a\x1b[2Jb\t").text(), "a [2Jb ");
        assert_eq!(TextLine::new(&"é".repeat(5000)).text().len(), MOST_BYTES);
    }

    #[test]
    fn a_click_places_the_cursor() {
        let mut line = TextLine::new("a日b");
        for (column, cursor) in [(0, 0), (1, 1), (2, 1), (3, 4), (4, 5), (9, 5)] {
            line.place_cursor(column);
            assert_eq!(line.cursor(), cursor, "column {column}");
        }
    }
}
