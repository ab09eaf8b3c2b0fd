//! Tables of words that are looked up whatever their case.

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

/// What a table in order of its words holds for a word.
pub(crate) fn find<T: Copy>(table: &[Row<T>], word: &str) -> Option<T> {
    if word.len() > Folded::LONGEST {
        return None;
    }
    let word = Folded::of(word);
    let at = table.binary_search_by(|(known, _)| known.cmp(&word)).ok()?;
    table.get(at).map(|(_, value)| *value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_in_any_case() {
        const TABLE: &[Row<u8>] = &[row("a.m", 1), row("am", 2), row("amount", 3)];
        assert!(TABLE.is_sorted_by_key(|(word, _)| *word));
        assert_eq!(find(TABLE, "AM"), Some(2));
        assert_eq!(find(TABLE, "Amount"), Some(3));
        for word in ["", "amo", "amounts", "am\0", "a word of more than fifteen bytes"] {
            assert_eq!(find(TABLE, word), None, "{word}");
        }
    }
}
