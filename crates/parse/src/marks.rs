//! Which telling characters occur in a line: what can not stand there need not be looked for.

/// A set of telling characters, found in one pass over a text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Marks(u16);

impl Marks {
    pub(crate) const DIGIT: Marks = Marks(1);
    pub(crate) const UNDERSCORE: Marks = Marks(2);
    pub(crate) const BACKSLASH: Marks = Marks(4);
    pub(crate) const DOT: Marks = Marks(8);
    pub(crate) const SLASH: Marks = Marks(16);
    pub(crate) const COLON: Marks = Marks(32);
    /// The first letter of the names of Windows Sockets errors.
    pub(crate) const CAPITAL_W: Marks = Marks(64);
    pub(crate) const LOWER: Marks = Marks(128);
    pub(crate) const TAB: Marks = Marks(256);
    /// Two blanks in a row, as between columns.
    pub(crate) const GAP: Marks = Marks(512);
    /// Two hyphens in a row, as in a rule.
    pub(crate) const HYPHENS: Marks = Marks(1024);

    /// The marks of each byte, for a scan without branches.
    const OF_BYTE: [u16; 256] = {
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
                b'W' => Marks::CAPITAL_W.0,
                b'\t' => Marks::TAB.0,
                _ => 0,
            };
            byte += 1;
        }
        table
    };

    /// The marks of a text, white space around it aside.
    pub(crate) fn of(text: &str) -> Marks {
        let bytes = text.trim_ascii().as_bytes();
        let singles = bytes.iter().fold(0, |marks, byte| marks | Self::OF_BYTE[*byte as usize]);
        let pairs = bytes.iter().zip(bytes.iter().skip(1)).fold((false, false), |found, pair| {
            let (gap, hyphens) = found;
            (gap | (pair == (&b' ', &b' ')), hyphens | (pair == (&b'-', &b'-')))
        });
        let gap = if pairs.0 { Self::GAP.0 } else { 0 };
        let hyphens = if pairs.1 { Self::HYPHENS.0 } else { 0 };
        Marks(singles | gap | hyphens)
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
}
