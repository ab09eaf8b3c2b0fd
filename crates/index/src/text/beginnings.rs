//! A quick test whether a word can be one of those that somebody looks for: most words of a text
//! are not, and need neither splitting nor a stem.

/// How the terms begin that somebody looks for.
///
/// The first two bytes count, each by its low five bits: there a letter is its capital, and a
/// digit no other digit.
#[derive(Debug, Clone, Default)]
pub(crate) struct Beginnings {
    firsts: u32,
    /// For each first byte, the second ones.
    seconds: [u32; 32],
}

impl Beginnings {
    pub(crate) fn of<'a>(terms: impl Iterator<Item = &'a str>) -> Beginnings {
        let mut beginnings = Beginnings::default();
        for term in terms {
            let &[first, ref rest @ ..] = term.as_bytes() else { continue };
            beginnings.firsts |= 1 << slot(first);
            if let (Some(seconds), Some(second)) =
                (beginnings.seconds.get_mut(slot(first)), rest.first())
            {
                *seconds |= 1 << slot(*second);
            }
        }
        beginnings
    }

    /// Whether a run of letters and digits, alone or with what follows it, or a term may be one of
    /// the terms, or have one of them as its stem.
    pub(crate) fn has(&self, word: &[u8]) -> bool {
        match *word {
            [] => false,
            // Leading zeros of a number are no part of its term.
            [b'0', ..] => true,
            // Letters above ASCII may differ in their bytes from their capitals.
            [first, ..] if !first.is_ascii() => true,
            [first, second, ..] if second.is_ascii() => self
                .seconds
                .get(slot(first))
                .is_some_and(|seconds| seconds >> slot(second) & 1 == 1),
            [first, ..] => self.firsts >> slot(first) & 1 == 1,
        }
    }
}

fn slot(byte: u8) -> usize {
    // The stem of `dying` is `die`.
    let byte = if byte.eq_ignore_ascii_case(&b'y') { b'i' } else { byte };
    usize::from(byte & 31)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Stems;

    #[test]
    fn case_and_length_are_minded() {
        let beginnings = Beginnings::of(["setup", "c", "5.0", "tcpip"].into_iter());
        for word in ["Setup", "SERVER", "c", "C", "5", "5.0.2195", "00", "T", "Élan", "tcp"] {
            assert!(beginnings.has(word.as_bytes()), "{word}");
        }
        for word in ["", "stop", "cluster", "50", "the", "6"] {
            assert!(!beginnings.has(word.as_bytes()), "{word}");
        }
    }

    #[test]
    fn a_word_begins_as_its_stem_does() {
        let mut stems = Stems::default();
        for word in ["dying", "lying", "tying", "happily", "upgrading", "skies", "ugly", "eyes"] {
            let stem = stems.term(word);
            assert!(Beginnings::of([&*stem].into_iter()).has(word.as_bytes()), "{word}: {stem}");
        }
    }
}
