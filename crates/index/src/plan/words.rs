//! Words and messages as leaves.

use kbq_query::{Modifier, Span, TextField};

use super::expand::{LONGEST_REMEMBERED, words_for};
use super::lookup::runs;
use super::lower::{Lowered, Lowering};
use super::{Leaf, LeafKind, Order, Role, Slot, Step, WordOption, Words};
use crate::error::IndexError;
use crate::schema::Field;
use crate::weights;

impl Lowering<'_> {
    /// A word or a phrase: the stem of a word, the words of a phrase as they are, the most
    /// frequent words that begin so.
    pub(super) fn text(
        &mut self,
        words: &[String],
        modifier: Modifier,
        place: Option<TextField>,
        span: Span,
    ) -> Lowered {
        let mut slots = Vec::new();
        let mut offset = 0;
        for (index, word) in words.iter().enumerate() {
            let is_last = index + 1 == words.len();
            let mut parts = runs(word, false);
            if let [only] = parts.as_slice()
                && only.is_compound
                && self.lookup.count(Field::Text, &only.term)? == 0
            {
                parts = runs(word, true);
            }
            let last_run = parts.last().map(|run| run.offset);
            for run in parts {
                let is_prefix =
                    modifier == Modifier::Prefix && is_last && Some(run.offset) == last_run;
                let beginning = is_prefix.then(|| run.term.clone());
                let options = if is_prefix {
                    let words = words_for(self.lookup.index, &run.term)?;
                    words.iter().map(|w| WordOption { term: w.clone(), weight: 1.0 }).collect()
                } else if modifier == Modifier::Phrase || run.is_compound {
                    vec![WordOption { term: run.term, weight: 1.0 }]
                } else {
                    vec![WordOption { term: self.lookup.stems.term(&run.term), weight: 1.0 }]
                };
                let mut slot = self.slot(offset + run.offset, options)?;
                // One or two letters begin too many words to read the lists of all.
                let is_cut = slot.is_cut();
                slot.beginning = beginning.filter(|b| is_cut && b.len() > LONGEST_REMEMBERED);
                slots.push(slot);
            }
            offset += crate::text::count_positions(&crate::text::tidy(word));
        }
        let role = if place.is_some() { Role::Filter } else { Role::Word };
        Ok(self.words(slots, Order::Exact, place, role, span))
    }

    pub(super) fn message(&mut self, words: &[String], span: Span) -> Lowered {
        let mut slots = Vec::new();
        for word in words {
            for run in runs(word, false) {
                let term = self.lookup.stems.term(&run.term);
                let offset = slots.len() as u32;
                slots.push(self.slot(offset, vec![WordOption { term, weight: 1.0 }])?);
            }
        }
        Ok(self.words(slots, Order::Loose, None, Role::Word, span))
    }

    pub(super) fn slot(
        &mut self,
        offset: u32,
        options: Vec<WordOption>,
    ) -> Result<Slot, IndexError> {
        let mut count = 0;
        for option in &options {
            count = count.max(self.lookup.count(Field::Text, &option.term)?);
        }
        Ok(Slot { offset, options, beginning: None, idf: self.lookup.idf(count) })
    }

    pub(super) fn words(
        &mut self,
        slots: Vec<Slot>,
        order: Order,
        place: Option<TextField>,
        role: Role,
        span: Span,
    ) -> Step {
        if slots.is_empty() {
            // Nothing but punctuation: no condition at all.
            return Step::All(Vec::new());
        }
        let counts = slots.iter().map(|slot| self.slot_count(slot));
        let found = match order {
            Order::Exact => counts.min(),
            Order::Loose => counts.max(),
        };
        let worth = match order {
            Order::Exact => weights::phrase_idf(slots.iter().map(|slot| slot.idf)),
            Order::Loose => weights::message_worth(slots.iter().map(|slot| slot.idf)),
        };
        let found = found.unwrap_or(0);
        self.push(Leaf {
            span,
            role,
            kind: LeafKind::Words(Words { slots, order, place }),
            worth,
            found,
            is_synonym: false,
        })
    }

    pub(super) fn slot_count(&self, slot: &Slot) -> u64 {
        let counts = slot.options.iter().map(|option| self.lookup.count(Field::Text, &option.term));
        counts.filter_map(Result::ok).sum()
    }
}
