//! The plan as queries of the index library: what matches, and a score good enough to choose the
//! candidates that are ranked in earnest.

use tantivy::Term;
use tantivy::query::{
    AllQuery, BooleanQuery, BoostQuery, EmptyQuery, Occur, Query as TantivyQuery, TermQuery,
};
use tantivy::schema::IndexRecordOption;

use super::{Leaf, LeafKind, Order, Plan, Role, Step, Words};
use crate::beginning::BeginningQuery;
use crate::placed::PlacedQuery;
use crate::schema::Field;
use crate::weights;

type Boxed = Box<dyn TantivyQuery>;

/// A query and what it can add to a score.
type Weighted = (f32, Boxed);

/// The queries that can add most: skipping works the worse the more terms there are, and the
/// candidates are the same without the lightest.
fn heaviest(mut queries: Vec<Weighted>) -> Vec<Boxed> {
    queries.sort_by(|(a, _), (b, _)| b.total_cmp(a));
    queries.truncate(weights::CANDIDATE_TERMS);
    queries.into_iter().map(|(_, query)| query).collect()
}

fn term(field: Field, text: &str) -> Boxed {
    let record = IndexRecordOption::WithFreqs;
    Box::new(TermQuery::new(Term::from_field_text(field.id(), text), record))
}

fn boosted(query: Boxed, boost: f32) -> Boxed {
    Box::new(BoostQuery::new(query, boost))
}

fn any(mut queries: Vec<Boxed>) -> Boxed {
    match queries.len() {
        0 => Box::new(EmptyQuery),
        1 => queries.remove(0),
        _ => Box::new(BooleanQuery::union(queries)),
    }
}

impl Plan {
    /// Articles that match the whole query; titles only add to the score.
    pub(crate) fn strict(&self) -> Boxed {
        let mut titles = Vec::new();
        self.titles(&self.root, 1.0, &mut titles);
        let matching = self.matching(&self.root);
        if titles.is_empty() {
            return matching;
        }
        let optional = titles.into_iter().map(|(_, query)| (Occur::Should, query));
        Box::new(BooleanQuery::new(
            std::iter::once((Occur::Must, matching)).chain(optional).collect(),
        ))
    }

    /// Articles that match any word or fact and every filter.
    pub(crate) fn relaxed(&self) -> Boxed {
        let mut wanted = Vec::new();
        let mut clauses: Vec<(Occur, Boxed)> = Vec::new();
        for part in self.parts() {
            match part {
                Step::Not(part) => clauses.push((Occur::MustNot, self.matching(part))),
                part if self.is_relaxable(part) => self.flat(part, 1.0, &mut wanted),
                part => clauses.push((Occur::Must, self.matching(part))),
            }
        }
        self.titles(&self.root, 1.0, &mut wanted);
        let wanted = any(heaviest(wanted));
        if clauses.is_empty() {
            return wanted;
        }
        clauses.push((Occur::Must, wanted));
        Box::new(BooleanQuery::new(clauses))
    }

    /// What a step matches, without relaxation.
    pub(crate) fn matching(&self, step: &Step) -> Boxed {
        match step {
            Step::All(parts) => self.matching_all(parts),
            Step::Best(parts) => {
                let parts = parts.iter().filter(|part| !self.is_long_synonym(part));
                any(parts.map(|part| self.matching(part)).collect())
            }
            Step::Weighed(parts) => {
                any(parts.iter().map(|(w, part)| boosted(self.matching(part), *w)).collect())
            }
            Step::Not(_) => self.matching_all(std::slice::from_ref(step)),
            Step::Leaf(leaf) => match self.leaves.get(*leaf) {
                Some(leaf) => leaf_matching(leaf),
                None => Box::new(EmptyQuery),
            },
        }
    }

    /// Synonyms of several words only rank: to read the positions of common words over all
    /// articles is the dearest thing a search can do, and adds next to no article.
    fn is_long_synonym(&self, step: &Step) -> bool {
        let Step::Leaf(leaf) = step else { return false };
        self.leaves.get(*leaf).is_some_and(|leaf| {
            matches!(&leaf.kind, LeafKind::Words(words) if leaf.is_synonym && !words.is_single())
        })
    }

    fn matching_all(&self, parts: &[Step]) -> Boxed {
        let mut clauses: Vec<(Occur, Boxed)> = Vec::new();
        for part in parts {
            match part {
                Step::Not(part) => clauses.push((Occur::MustNot, self.matching(part))),
                Step::All(parts) if parts.is_empty() => {}
                part => clauses.push((Occur::Must, self.matching(part))),
            }
        }
        if !clauses.iter().any(|(occur, _)| *occur == Occur::Must) {
            clauses.push((Occur::Must, Box::new(AllQuery)));
        }
        match clauses.len() {
            1 => clauses.remove(0).1,
            _ => Box::new(BooleanQuery::new(clauses)),
        }
    }

    /// The terms of a step one by one: the library skips best over a flat union of terms.
    fn flat(&self, step: &Step, weight: f32, into: &mut Vec<Weighted>) {
        match step {
            Step::All(parts) | Step::Best(parts) => {
                parts.iter().for_each(|part| self.flat(part, weight, into));
            }
            Step::Weighed(parts) => {
                parts.iter().for_each(|(w, part)| self.flat(part, weight * w, into));
            }
            Step::Not(_) => {}
            Step::Leaf(leaf) => {
                let Some(leaf) = self.leaves.get(*leaf) else { return };
                match &leaf.kind {
                    // Apart, the words of a synonym say nothing.
                    LeafKind::Words(_) if self.is_long_synonym(step) => {}
                    LeafKind::Words(words) => {
                        // A beginning of so many words ranks articles and chooses none: nearly
                        // every one has one of them.
                        for slot in words.slots.iter().filter(|slot| !slot.is_cut()) {
                            for option in &slot.options {
                                let boost = weight * option.weight;
                                let query = boosted(term(Field::Text, &option.term), boost);
                                into.push((boost * slot.idf, query));
                            }
                        }
                    }
                    LeafKind::Facts(facts) => {
                        for fact in facts {
                            let boost = weight * fact.weight * weights::CANDIDATE_FACT;
                            let query = boosted(term(fact.field, &fact.term), boost);
                            into.push((fact.weight * leaf.worth, query));
                        }
                    }
                    LeafKind::Article(_) | LeafKind::Condition(_) => {
                        let boost = weight * leaf.worth;
                        into.push((boost, boosted(leaf_matching(leaf), boost)));
                    }
                }
            }
        }
    }

    /// The words of the plan in titles.
    fn titles(&self, step: &Step, weight: f32, into: &mut Vec<Weighted>) {
        for leaf in self.leaves_of(step) {
            let Some(Leaf { kind: LeafKind::Words(words), role, is_synonym, .. }) =
                self.leaves.get(leaf)
            else {
                continue;
            };
            if *role == Role::Filter
                || *is_synonym
                || words.slots.iter().any(|slot| slot.options.len() > 1)
            {
                continue;
            }
            for slot in &words.slots {
                for option in &slot.options {
                    let boost = weight * option.weight * weights::CANDIDATE_TITLE;
                    let query = boosted(term(Field::Title, &option.term), boost);
                    into.push((boost * slot.idf, query));
                }
            }
        }
    }
}

fn leaf_matching(leaf: &Leaf) -> Boxed {
    match &leaf.kind {
        LeafKind::Words(words) => words_matching(words, leaf.found),
        LeafKind::Facts(facts) => any(facts
            .iter()
            .map(|fact| {
                boosted(term(fact.field, &fact.term), fact.weight * weights::CANDIDATE_FACT)
            })
            .collect()),
        LeafKind::Article(number) => {
            let key = Term::from_field_u64(Field::Number.id(), u64::from(*number));
            Box::new(TermQuery::new(key, IndexRecordOption::Basic))
        }
        LeafKind::Condition(condition) => condition.query.box_clone(),
    }
}

fn words_matching(words: &Words, found: u64) -> Boxed {
    if found == 0 && words.place.is_none() {
        return fringe(words);
    }
    match (words.order, words.place) {
        (Order::Loose, _) => {
            let mut slots: Vec<_> = words.slots.iter().collect();
            slots.sort_by(|a, b| b.idf.total_cmp(&a.idf));
            let least = weights::least_message_words(slots.len());
            let rarest = slots.into_iter().take(least).map(|slot| {
                let options = slot.options.iter().map(|option| term(Field::Text, &option.term));
                any(options.collect())
            });
            Box::new(BooleanQuery::intersection(rarest.collect()))
        }
        (Order::Exact, None) if words.is_single() => {
            let options = words.slots.iter().flat_map(|slot| &slot.options);
            let mut queries: Vec<Boxed> =
                options.map(|option| term(Field::Text, &option.term)).collect();
            let beginning = words.beginning();
            queries.extend(beginning.map(|text| Box::new(BeginningQuery(text.into())) as Boxed));
            any(queries)
        }
        (Order::Exact, place) => Box::new(PlacedQuery::new(words, place)),
    }
}

/// Words that no article has but in boilerplate: found there, so that a query for the boilerplate
/// itself is answered.
fn fringe(words: &Words) -> Boxed {
    let terms = words.slots.iter().filter_map(|slot| slot.options.first());
    let terms = terms.map(|option| term(Field::Fringe, &option.term));
    Box::new(BooleanQuery::intersection(terms.collect()))
}
