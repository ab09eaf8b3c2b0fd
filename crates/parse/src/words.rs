//! The words of a text, and tables of words that are looked up whatever their case.

use std::str::{SplitAsciiWhitespace, SplitWhitespace};

/// The words of a text, cut at white space.
///
/// Nearly every text is ASCII, whose words are found without decoding characters.
pub(crate) fn words(text: &str) -> Words<'_> {
    match text.is_ascii() {
        true => Words::Ascii(text.split_ascii_whitespace()),
        false => Words::Unicode(text.split_whitespace()),
    }
}

/// See [`words`].
#[derive(Debug, Clone)]
pub(crate) enum Words<'t> {
    Ascii(SplitAsciiWhitespace<'t>),
    Unicode(SplitWhitespace<'t>),
}

impl<'t> Iterator for Words<'t> {
    type Item = &'t str;

    fn next(&mut self) -> Option<&'t str> {
        match self {
            Words::Ascii(words) => words.next(),
            Words::Unicode(words) => words.next(),
        }
    }
}

/// A word of at most 15 bytes in lower case and its length, as one number: tables of words are sorted and
/// searched by it without a comparison of bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Folded(u128);

impl Folded {
    const LONGEST: usize = 15;

    /// The word; equal words are equal numbers, and order is kept. Longer words are all alike and
    /// equal to none of a table.
    pub(crate) const fn of(word: &str) -> Folded {
        let bytes = word.as_bytes();
        if bytes.is_empty() || bytes.len() > Self::LONGEST {
            return Folded(u128::MAX);
        }
        let mut packed: u128 = 0;
        let mut at = 0;
        while at < bytes.len() {
            packed = packed << 8 | bytes[at].to_ascii_lowercase() as u128;
            at += 1;
        }
        Folded(packed << (8 * (Self::LONGEST + 1 - bytes.len())) | bytes.len() as u128)
    }
}

/// A row of a table of words.
pub(crate) type Row<T> = (Folded, T);

/// The row of a word in a table, for the table's declaration.
pub(crate) const fn row<T: Copy>(word: &str, value: T) -> Row<T> {
    (Folded::of(word), value)
}

/// What is known of some words.
pub(crate) struct Table<T: 'static> {
    /// In order of their words.
    rows: &'static [Row<T>],
    /// The lengths of the words that begin with each letter, a bit each: most words that are looked
    /// up are told by it to be in no row.
    lengths: [u16; 32],
}

impl<T: Copy> Table<T> {
    /// A table of rows in order of their words.
    pub(crate) const fn new(rows: &'static [Row<T>]) -> Table<T> {
        let mut lengths = [0; 32];
        let mut at = 0;
        while at < rows.len() {
            let Folded(word) = rows[at].0;
            assert!(at == 0 || rows[at - 1].0.0 < word, "words are in order");
            lengths[(word >> 120) as usize % 32] |= 1 << (word as u8);
            at += 1;
        }
        Table { rows, lengths }
    }

    /// What the table holds for a word.
    pub(crate) fn find(&self, word: &str) -> Option<T> {
        let first = word.as_bytes().first()?.to_ascii_lowercase();
        let lengths = self.lengths[first as usize % 32];
        if word.len() > Folded::LONGEST || lengths & 1 << word.len() == 0 {
            return None;
        }
        let word = Folded::of(word);
        let at = self.rows.binary_search_by(|(known, _)| known.cmp(&word)).ok()?;
        self.rows.get(at).map(|(_, value)| *value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_cut_at_white_space() {
        for text in ["", " ", " a  b\tc\n", "\u{a0}\u{e9}t\u{e9}\u{a0}x", "a b\u{2003}"] {
            assert!(words(text).eq(text.split_whitespace()), "{text:?}");
        }
    }

    #[test]
    fn words_are_found_in_any_case() {
        const TABLE: Table<u8> = Table::new(&[row("a.m", 1), row("am", 2), row("amount", 3)]);
        assert_eq!(TABLE.find("AM"), Some(2));
        assert_eq!(TABLE.find("Amount"), Some(3));
        for word in ["", "amo", "amounts", "am\0", "a word of more than fifteen bytes"] {
            assert_eq!(TABLE.find(word), None, "{word}");
        }
    }
}
