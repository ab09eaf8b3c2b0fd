//! Word stems, remembered: an archive has few different words and many occurrences.

use rustc_hash::FxHashMap;
use tantivy::tokenizer::{Language, RawTokenizer, Stemmer, TextAnalyzer};

/// Words remembered at most; then the table starts anew, so that memory stays bounded.
const MOST_WORDS: usize = 200_000;
/// Shorter words are their own stems.
const SHORTEST_STEMMED: usize = 4;

/// English stems by Snowball's rules.
#[derive(Clone)]
pub(crate) struct Stems {
    analyzer: TextAnalyzer,
    /// Words to their places in `stems`: a number, so that one look-up serves.
    known: FxHashMap<Box<str>, u32>,
    stems: Vec<Option<Box<str>>>,
}

impl Default for Stems {
    fn default() -> Stems {
        let analyzer = TextAnalyzer::builder(RawTokenizer::default())
            .filter(Stemmer::new(Language::English))
            .build();
        Stems { analyzer, known: FxHashMap::default(), stems: Vec::new() }
    }
}

impl Stems {
    /// The stem of a lower-case word, where it differs from the word. Only words of letters have
    /// one: codes, versions and file names stay as they are.
    pub(crate) fn of(&mut self, word: &str) -> Option<&str> {
        if word.len() < SHORTEST_STEMMED || !word.bytes().all(|b| b.is_ascii_lowercase()) {
            return None;
        }
        let place = match self.known.get(word) {
            Some(place) => *place,
            None => self.learn(word),
        };
        self.stems.get(place as usize).and_then(|stem| stem.as_deref())
    }

    fn learn(&mut self, word: &str) -> u32 {
        if self.known.len() >= MOST_WORDS {
            self.known.clear();
            self.stems.clear();
        }
        let mut stream = self.analyzer.token_stream(word);
        let stem = stream.next().map(|token| token.text.as_str()).unwrap_or(word);
        let place = self.stems.len() as u32;
        self.stems.push((stem != word).then(|| Box::from(stem)));
        self.known.insert(word.into(), place);
        place
    }

    /// The term under which all forms of a word are found.
    pub(crate) fn term(&mut self, word: &str) -> String {
        self.of(word).unwrap_or(word).to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_a_word_meet() {
        let mut stems = Stems::default();
        for word in ["upgrade", "upgrades", "upgrading", "upgraded"] {
            assert_eq!(stems.term(word), "upgrad");
        }
        assert_eq!(stems.term("ntdll.dll"), "ntdll.dll");
        assert_eq!(stems.of("run"), None);
    }
}
