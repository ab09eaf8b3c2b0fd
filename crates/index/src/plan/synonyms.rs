//! Synonyms: other words for a word or for a row of words.

use kbq_query::{Clause, Modifier, Node, Span, Synonym, synonyms};

use super::lookup::runs;
use super::lower::{Lowered, Lowering};
use super::{Leaf, LeafKind, Step, WordOption};
use crate::error::IndexError;
use crate::schema::Field;
use crate::weights;

/// The most words that an entry of the table has.
const LONGEST_ROW: usize = 4;

impl Lowering<'_> {
    /// Parts that are all wanted; where a row of words has synonyms, it becomes one part with
    /// alternatives.
    pub(super) fn side_by_side(&mut self, parts: &[Node]) -> Result<Vec<Step>, IndexError> {
        let mut steps = Vec::new();
        let mut at = 0;
        while let Some(part) = parts.get(at) {
            let row: Vec<(&str, Span)> =
                parts.iter().skip(at).map_while(plain_word).take(LONGEST_ROW).collect();
            let words: Vec<&str> = row.iter().map(|(word, _)| *word).collect();
            let count = (2..=words.len())
                .rev()
                .find(|count| !expansions(words.get(..*count).unwrap_or_default()).is_empty());
            let Some(count) = count else {
                steps.push(self.node(part)?);
                at += 1;
                continue;
            };
            let own = parts.iter().skip(at).take(count).map(|part| self.node(part));
            let own = Step::All(own.collect::<Result<_, _>>()?);
            let worth = row.iter().take(count).map(|(word, _)| self.idf_of(word)).sum();
            let span = match (row.first(), row.get(count - 1)) {
                (Some((_, first)), Some((_, last))) => Span { start: first.start, end: last.end },
                _ => Span { start: 0, end: 0 },
            };
            let mut readings = vec![own];
            for other in expansions(words.get(..count).unwrap_or_default()) {
                readings.extend(self.expansion(other, worth, span)?);
            }
            steps.push(Step::Best(readings));
            at += count;
        }
        Ok(steps)
    }

    pub(super) fn idf_of(&mut self, word: &str) -> f32 {
        let term = self.lookup.stems.term(word);
        self.lookup.count(Field::Text, &term).map_or(0.0, |count| self.lookup.idf(count))
    }

    /// Other words for a part: worth at most a share of what the part itself is worth.
    pub(super) fn expansion(
        &mut self,
        other: &Synonym,
        worth: f32,
        span: Span,
    ) -> Result<Option<Step>, IndexError> {
        let words: Vec<String> = other.words.split(' ').map(str::to_owned).collect();
        let step = self.text(&words, Modifier::Word, None, span)?;
        let Step::Leaf(number) = step else { return Ok(None) };
        let Some(leaf) = self.leaves.get_mut(number) else { return Ok(None) };
        if leaf.found == 0 {
            self.leaves.truncate(number);
            return Ok(None);
        }
        let share = weights::SYNONYM * other.weight();
        let most = if worth > 0.0 { worth } else { f32::MAX };
        if leaf.worth.min(most) * share < worth * weights::LEAST_SYNONYM {
            self.leaves.truncate(number);
            return Ok(None);
        }
        leaf.worth = leaf.worth.min(most) * share;
        leaf.is_synonym = true;
        if let LeafKind::Words(words) = &mut leaf.kind {
            let options = words.slots.iter_mut().flat_map(|slot| &mut slot.options);
            options.for_each(|option| option.weight *= share);
        }
        Ok(Some(step))
    }

    /// A single word with its synonyms: single words share its leaf, phrases stand beside it.
    pub(super) fn with_synonyms(&mut self, word: &str, step: Step, span: Span) -> Lowered {
        let expansions = expansions(&[word]);
        let Step::Leaf(number) = step else { return Ok(step) };
        if expansions.is_empty() {
            return Ok(step);
        }
        let idf = self.idf_of(word);
        let mut readings = vec![step];
        for other in expansions {
            if other.words.contains(' ') {
                readings.extend(self.expansion(other, idf, span)?);
                continue;
            }
            let mut parts = runs(other.words, false);
            if parts.len() != 1 {
                continue;
            }
            let Some(run) = parts.pop() else { continue };
            let term = if run.is_compound { run.term } else { self.lookup.stems.term(&run.term) };
            let count = self.lookup.count(Field::Text, &term)?;
            if count == 0 {
                continue;
            }
            let own = self.lookup.idf(count);
            let Some(Leaf { kind: LeafKind::Words(words), found, worth, .. }) =
                self.leaves.get_mut(number)
            else {
                continue;
            };
            let Some(slot) = words.slots.first_mut() else { continue };
            if slot.options.iter().any(|option| option.term == term) {
                continue;
            }
            // A word that does not occur is as rare as the first synonym that does.
            if *found == 0 {
                slot.idf = own;
                *worth = own;
            }
            let weight = weights::SYNONYM * other.weight() * (own / slot.idf.max(0.1)).min(1.0);
            if weight < weights::LEAST_SYNONYM {
                continue;
            }
            slot.options.push(WordOption { term, weight });
            *found += count;
        }
        Ok(if readings.len() == 1 { Step::Leaf(number) } else { Step::Best(readings) })
    }
}

/// What else a row of words may be called, the best first.
fn expansions(words: &[&str]) -> &'static [Synonym] {
    let all = synonyms(&words.join(" "));
    all.get(..all.len().min(weights::MOST_SYNONYMS)).unwrap_or(all)
}

/// The word of a node that is one, without a field or a modifier.
fn plain_word(node: &Node) -> Option<(&str, Span)> {
    match node {
        Node::Leaf(Clause::Text { words, modifier: Modifier::Word, field: None }, span) => {
            let [word] = words.as_slice() else { return None };
            Some((word, *span))
        }
        _ => None,
    }
}
