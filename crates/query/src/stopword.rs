//! Function words, which say nothing about the problem.

use std::collections::BTreeSet;
use std::sync::LazyLock;

const TABLE: &str = include_str!(concat!(env!("OUT_DIR"), "/stopwords.json"));

static STOPWORDS: LazyLock<BTreeSet<String>> = LazyLock::new(|| {
    // A test reads the embedded list; an empty one would only mean more words in a query.
    serde_json::from_str(TABLE).unwrap_or_default()
});

/// Whether a word in lower case is a function word (`the`, `why`, `does`).
pub fn is_stopword(word: &str) -> bool {
    if word.contains('’') {
        STOPWORDS.contains(&word.replace('’', "'"))
    } else {
        STOPWORDS.contains(word)
    }
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
