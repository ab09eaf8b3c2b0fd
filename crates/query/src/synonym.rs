//! Other words for the same thing: abbreviations, spellings, colloquial forms.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

/// The table that comes with the program, `data/synonyms.yaml`, as `build.rs` turns it into JSON.
const BUILTIN: &str = include_str!(concat!(env!("OUT_DIR"), "/synonyms.json"));

/// How much another form of the same word counts, as a part of the word itself.
const SAME: f32 = 0.8;
/// An abbreviation and its only meaning.
const SHORT: f32 = 0.7;
/// An abbreviation with several meanings, one of them.
const AMBIGUOUS: f32 = 0.4;
/// A word that often names the same symptom.
const NEAR: f32 = 0.35;

static PARSED_BUILTIN: LazyLock<Synonyms> = LazyLock::new(|| {
    // A test reads the embedded table; an empty one would only mean fewer synonyms.
    serde_json::from_str(BUILTIN).map(|file| Synonyms::default().with(file)).unwrap_or_default()
});

/// A table of synonyms that can't be read.
#[derive(Debug, thiserror::Error)]
#[error(
    "the table of synonyms can't be read: {0}; expected the lists `same:` and `near:` of lists of words, and the map `short:` of abbreviations"
)]
pub struct SynonymError(#[from] serde_yaml::Error);

/// Other words to look for.
#[derive(Debug, Clone, PartialEq)]
pub struct Expansion {
    /// The words in order, in lower case.
    pub words: Vec<String>,
    /// How much a match counts, as a part of a match of the original: above 0, below 1.
    pub weight: f32,
}

/// Words of a query for which others may stand.
#[derive(Debug, Clone, PartialEq)]
pub struct Expandable<'s> {
    /// The first of the words.
    pub first: usize,
    /// How many words it is.
    pub count: usize,
    /// What else to look for, the best first.
    pub expansions: &'s [Expansion],
}

/// The table of synonyms.
#[derive(Debug, Clone, Default)]
pub struct Synonyms {
    /// Words joined by one blank to what may stand for them.
    expansions: BTreeMap<String, Vec<Expansion>>,
    /// The most words that an entry has.
    longest: usize,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    same: Vec<Vec<String>>,
    #[serde(default)]
    near: Vec<Vec<String>>,
    #[serde(default)]
    short: BTreeMap<String, Vec<String>>,
}

impl Synonyms {
    /// The table that comes with the program.
    pub fn builtin() -> Synonyms {
        PARSED_BUILTIN.clone()
    }

    /// Adds the entries of a table in YAML.
    ///
    /// # Errors
    ///
    /// When the text is no YAML or has other fields than `same`, `near` and `short`.
    pub fn with_yaml(self, text: &str) -> Result<Synonyms, SynonymError> {
        Ok(self.with(serde_yaml::from_str(text)?))
    }

    fn with(mut self, file: File) -> Synonyms {
        for (groups, weight) in [(&file.same, SAME), (&file.near, NEAR)] {
            for group in groups {
                for from in group {
                    group.iter().for_each(|to| self.add(from, to, weight));
                }
            }
        }
        for (short, meanings) in &file.short {
            let weight = if meanings.len() > 1 { AMBIGUOUS } else { SHORT };
            for meaning in meanings {
                self.add(short, meaning, weight);
                self.add(meaning, short, weight);
            }
        }
        for expansions in self.expansions.values_mut() {
            expansions
                .sort_by(|a, b| b.weight.total_cmp(&a.weight).then_with(|| a.words.cmp(&b.words)));
        }
        self
    }

    fn add(&mut self, from: &str, to: &str, weight: f32) {
        let words = |text: &str| -> Vec<String> {
            text.split_whitespace().map(str::to_lowercase).collect()
        };
        let (from, to) = (words(from), words(to));
        if from.is_empty() || to.is_empty() || from == to {
            return;
        }
        self.longest = self.longest.max(from.len());
        let known = self.expansions.entry(from.join(" ")).or_default();
        match known.iter_mut().find(|expansion| expansion.words == to) {
            Some(expansion) => expansion.weight = expansion.weight.max(weight),
            None => known.push(Expansion { words: to, weight }),
        }
    }

    /// What may stand for a word or for words joined by one blank, in lower case; the best first.
    pub fn expansions(&self, words: &str) -> &[Expansion] {
        self.expansions.get(words).map_or(&[], Vec::as_slice)
    }

    /// Every place in a row of words (in lower case) where others may stand, longest entries
    /// first at each place; places may overlap.
    ///
    /// ```
    /// let synonyms = kbq_query::Synonyms::builtin();
    /// let found = synonyms.find(&["users", "cannot", "log", "on"]);
    /// let log_on = found.iter().find(|found| found.first == 2).unwrap();
    /// assert_eq!(log_on.count, 2);
    /// assert!(log_on.expansions.iter().any(|other| other.words == ["logon"]));
    /// ```
    pub fn find<W: AsRef<str>>(&self, words: &[W]) -> Vec<Expandable<'_>> {
        let mut found = Vec::new();
        for first in 0..words.len() {
            for count in (1..=self.longest.min(words.len() - first)).rev() {
                let key: Vec<&str> =
                    words[first..first + count].iter().map(AsRef::as_ref).collect();
                let expansions = self.expansions(&key.join(" "));
                if !expansions.is_empty() {
                    found.push(Expandable { first, count, expansions });
                }
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_table_reads() {
        let synonyms = Synonyms::default().with_yaml(BUILTIN).unwrap();
        assert!(synonyms.expansions.len() > 500, "{}", synonyms.expansions.len());
    }

    #[test]
    fn forms_stand_for_each_other() {
        let synonyms = Synonyms::builtin();
        let has = |from: &str, to: &[&str]| {
            synonyms.expansions(from).iter().any(|expansion| expansion.words == to)
        };
        assert!(has("ndr", &["nondelivery", "report"]));
        assert!(has("grayed", &["dimmed"]));
        assert!(has("hang", &["stops", "responding"]));
        assert!(has("pab", &["personal", "address", "book"]));
        assert!(has("personal address book", &["pab"]));
        assert!(synonyms.expansions("cluster").iter().all(|e| e.weight > 0.0 && e.weight < 1.0));
        assert!(synonyms.expansions("no such word").is_empty());
    }

    #[test]
    fn an_abbreviation_of_many_things_counts_less() {
        let synonyms = Synonyms::builtin();
        let weight = |from: &str| synonyms.expansions(from).last().map(|e| e.weight);
        assert!(weight("tls") < weight("sdk"));
    }

    #[test]
    fn a_users_table_adds_to_the_builtin_one() {
        let synonyms = Synonyms::builtin().with_yaml("same: [[beamer, projector]]").unwrap();
        assert_eq!(synonyms.expansions("beamer")[0].words, ["projector"]);
        assert!(Synonyms::default().with_yaml("other: 1").is_err());
    }
}
