//! Other words for the same thing: abbreviations, spellings, colloquial forms.

use crate::builtin::SYNONYMS;

/// How alike a synonym is to what it stands for, the most alike first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Likeness {
    /// Another form of the same word.
    Same,
    /// An abbreviation and its only meaning.
    Short,
    /// An abbreviation with several meanings, one of them.
    Ambiguous,
    /// A word that often names the same symptom.
    Near,
}

/// Other words to look for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Synonym {
    /// One word or several, joined by one blank, in lower case.
    pub words: &'static str,
    /// How alike they are to the original.
    pub likeness: Likeness,
}

impl Synonym {
    /// How much a match counts, as a part of a match of the original: above 0, below 1.
    pub fn weight(&self) -> f32 {
        match self.likeness {
            Likeness::Same => 0.8,
            Likeness::Short => 0.7,
            Likeness::Ambiguous => 0.4,
            Likeness::Near => 0.35,
        }
    }
}

/// What may stand for a word, or for several joined by one blank, in lower case; the best first.
///
/// ```
/// let log_on = kbq_query::synonyms("log on");
/// assert!(log_on.iter().any(|other| other.words == "logon"));
/// ```
pub fn synonyms(words: &str) -> &'static [Synonym] {
    let row = SYNONYMS.binary_search_by_key(&words, |(known, _)| known);
    row.ok().and_then(|row| SYNONYMS.get(row)).map_or(&[], |(_, synonyms)| synonyms)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_in_order() {
        assert!(SYNONYMS.len() > 500, "{}", SYNONYMS.len());
        assert!(SYNONYMS.is_sorted_by_key(|(words, _)| words));
        assert!(SYNONYMS.iter().all(|(_, row)| row.is_sorted_by_key(|synonym| synonym.likeness)));
    }

    #[test]
    fn forms_stand_for_each_other() {
        let has = |from: &str, to: &str| synonyms(from).iter().any(|other| other.words == to);
        assert!(has("ndr", "nondelivery report"));
        assert!(has("grayed", "dimmed"));
        assert!(has("hang", "stops responding"));
        assert!(has("pab", "personal address book"));
        assert!(has("personal address book", "pab"));
        assert!(synonyms("no such word").is_empty());
    }

    #[test]
    fn an_abbreviation_of_many_things_counts_less() {
        let weight = |from: &str| synonyms(from).last().map(Synonym::weight);
        assert!(weight("tls") < weight("sdk"));
    }
}
