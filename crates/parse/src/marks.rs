//! Which telling characters and parts of words occur in a line: what can not stand there need not
//! be looked for.

/// A set of telling characters and parts of words, found in one pass over a text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Marks(u32);

impl Marks {
    pub(crate) const DIGIT: Marks = Marks(1);
    pub(crate) const UNDERSCORE: Marks = Marks(2);
    pub(crate) const BACKSLASH: Marks = Marks(4);
    pub(crate) const DOT: Marks = Marks(8);
    pub(crate) const SLASH: Marks = Marks(16);
    pub(crate) const COLON: Marks = Marks(32);
    pub(crate) const LOWER: Marks = Marks(128);
    pub(crate) const TAB: Marks = Marks(256);
    /// Two blanks in a row, as between columns.
    pub(crate) const GAP: Marks = Marks(512);
    /// Two hyphens in a row, as in a rule.
    pub(crate) const HYPHENS: Marks = Marks(1024);
    /// `Event`, `event`, `EVENT`.
    pub(crate) const EVENT: Marks = Marks(1 << 11);
    /// The label of an event's source.
    pub(crate) const SOURCE: Marks = Marks(1 << 12);
    /// A word that says that something was corrected.
    pub(crate) const FIX: Marks = Marks(1 << 13);
    /// The beginning of the names of Windows Sockets errors.
    pub(crate) const WINSOCK: Marks = Marks(1 << 14);
    /// An address on the web.
    pub(crate) const ADDRESS: Marks = Marks(1 << 15);
    /// The part of an address that leads to an article.
    pub(crate) const ARTICLE: Marks = Marks(1 << 16);

    /// Four characters that occur in every text that the mark is of.
    const STEMS: [(&str, Marks); 18] = [
        ("vent", Marks::EVENT),
        ("rce:", Marks::SOURCE),
        ("rrec", Marks::FIX),
        ("fixe", Marks::FIX),
        ("solv", Marks::FIX),
        ("ssed", Marks::FIX),
        ("imin", Marks::FIX),
        ("uded", Marks::FIX),
        ("rpor", Marks::FIX),
        ("ased", Marks::FIX),
        ("wsae", Marks::WINSOCK),
        ("p://", Marks::ADDRESS),
        ("s://", Marks::ADDRESS),
        ("r://", Marks::ADDRESS),
        ("www.", Marks::ADDRESS),
        ("/kb/", Marks::ARTICLE),
        ("kbid", Marks::ARTICLE),
        ("=kb;", Marks::ARTICLE),
    ];

    /// Marks of two equal characters in a row.
    const OF_PAIRS: u32 = Marks::GAP.0 | Marks::HYPHENS.0;

    /// The marks of each byte, for a scan without branches; those of pairs at either byte.
    const OF_BYTE: [u32; 256] = {
        let mut table = [0; 256];
        let mut byte = 0;
        while byte < 256 {
            table[byte] = match byte as u8 {
                b'0'..=b'9' => Marks::DIGIT.0,
                b'a'..=b'z' => Marks::LOWER.0,
                b'_' => Marks::UNDERSCORE.0,
                b'\\' => Marks::BACKSLASH.0,
                b'.' => Marks::DOT.0,
                b'/' => Marks::SLASH.0,
                b':' => Marks::COLON.0,
                b'\t' => Marks::TAB.0,
                b' ' => Marks::GAP.0,
                b'-' => Marks::HYPHENS.0,
                _ => 0,
            };
            byte += 1;
        }
        table
    };

    /// Each stem where its hash leads, with its marks.
    const OF_STEM: [(u32, u32); 1 << Self::HASH_BITS] = {
        let mut table = [(0, 0); 1 << Self::HASH_BITS];
        let mut at = 0;
        while at < Self::STEMS.len() {
            let (stem, Marks(marks)) = Self::STEMS[at];
            let bytes = stem.as_bytes();
            let mut window = 0;
            let mut byte = 0;
            while byte < bytes.len() {
                window = Self::pushed(window, bytes[byte]);
                byte += 1;
            }
            let slot = &mut table[Self::hash(window)];
            assert!(bytes.len() == 4 && slot.1 == 0, "stems have four bytes and different hashes");
            *slot = (window, marks);
            at += 1;
        }
        table
    };

    const HASH_BITS: u32 = 8;

    /// Multiplicative hashing; the factor is one that keeps the stems apart.
    const fn hash(window: u32) -> usize {
        (window.wrapping_mul(0x2265_b1f5) >> (u32::BITS - Self::HASH_BITS)) as usize
    }

    /// The last four bytes when one more is read, letters in lower case.
    const fn pushed(window: u32, byte: u8) -> u32 {
        window << 8 | (byte | 0x20) as u32
    }

    /// The marks of a text, white space around it aside.
    pub(crate) fn of(text: &str) -> Marks {
        let mut marks = 0;
        let mut pairs = 0;
        let mut window = 0;
        let mut before = 0;
        for &byte in text.trim_ascii().as_bytes() {
            let of_byte = Self::OF_BYTE[byte as usize];
            marks |= of_byte;
            pairs |= of_byte & before;
            before = of_byte;
            window = Self::pushed(window, byte);
            let (stem, of_stem) = Self::OF_STEM[Self::hash(window)];
            if stem == window {
                marks |= of_stem;
            }
        }
        Marks(marks & !Self::OF_PAIRS | pairs & Self::OF_PAIRS)
    }

    /// Whether any of `marks` occurs.
    pub(crate) fn any(self, marks: Marks) -> bool {
        self.0 & marks.0 != 0
    }

    /// Both.
    pub(crate) const fn and(self, other: Marks) -> Marks {
        Marks(self.0 | other.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_has_the_marks_of_its_text() {
        let marks = Marks::of("  A.EXE  1\t--");
        for mark in [Marks::DOT, Marks::DIGIT, Marks::GAP, Marks::TAB, Marks::HYPHENS] {
            assert!(marks.any(mark), "{mark:?}");
        }
        for mark in [Marks::LOWER, Marks::SLASH, Marks::COLON, Marks::UNDERSCORE] {
            assert!(!marks.any(mark), "{mark:?}");
        }
        assert!(!Marks::of("   one two   ").any(Marks::GAP));
    }

    #[test]
    fn stems_are_found_in_any_case() {
        for (stem, mark) in Marks::STEMS {
            let text = format!("an {} end", stem.to_uppercase());
            assert!(Marks::of(&text).any(mark), "{stem}");
            assert!(!Marks::of(&stem[..3]).any(mark), "{stem}");
        }
    }
}
