//! Function words, which say nothing about the problem.

use crate::builtin::STOPWORDS;

/// Whether a word in lower case is a function word (`the`, `why`, `does`).
pub fn is_stopword(word: &str) -> bool {
    let known = |word: &str| STOPWORDS.binary_search(&word).is_ok();
    if word.contains('’') { known(&word.replace('’', "'")) } else { known(word) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn symptoms_are_no_function_words() {
        for word in ["the", "why", "does", "it’s", "or", "rid"] {
            assert!(is_stopword(word), "{word}");
        }
        for word in ["not", "off", "cannot", "without", "hang", "only", ""] {
            assert!(!is_stopword(word), "{word}");
        }
    }
}
