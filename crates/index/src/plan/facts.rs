//! Codes, events, files, versions, components and article numbers as leaves.

use std::ops::Bound as RangeBound;

use kbq_codes::{Code, names_of, related, value_of};
use kbq_query::{Bound, CodeWanted, FileWanted, Modifier, Range, Span};
use tantivy::Term;
use tantivy::query::{BooleanQuery, Query as TantivyQuery, RangeQuery};

use super::expand::prefix_terms;
use super::lookup::runs;
use super::lower::{Lowered, Lowering};
use super::{Fact, Leaf, LeafKind, Order, Role, Step, WordOption};
use crate::encode;
use crate::error::IndexError;
use crate::schema::Field;
use crate::weights;

impl Lowering<'_> {
    pub(super) fn facts(
        &mut self,
        facts: Vec<Fact>,
        role: Role,
        weight: f32,
        span: Span,
    ) -> Lowered {
        let mut found = 0;
        let mut strongest = 0;
        for fact in &facts {
            let count = self.lookup.count(fact.field, &fact.term)?;
            found += count;
            if fact.weight >= 1.0 {
                strongest += count;
            }
        }
        let rarity = weights::fact_rarity(self.lookup.rarity(strongest));
        let kind = LeafKind::Facts(facts);
        Ok(self.push(Leaf { span, role, kind, worth: weight * rarity, found, is_synonym: false }))
    }

    /// A word that only stands in for a fact: the fact's text, where the extraction missed it.
    pub(super) fn fallback_words(
        &mut self,
        terms: Vec<String>,
        span: Span,
    ) -> Result<Option<Step>, IndexError> {
        let mut options = Vec::new();
        for term in terms {
            if self.lookup.count(Field::Text, &term)? > 0 {
                options.push(WordOption { term, weight: weights::FALLBACK });
            }
        }
        if options.is_empty() {
            return Ok(None);
        }
        let slot = self.slot(0, options)?;
        Ok(Some(self.words(vec![slot], Order::Exact, None, Role::Evidence, span)))
    }

    pub(super) fn with_fallback(&mut self, facts: Step, terms: Vec<String>, span: Span) -> Lowered {
        Ok(match self.fallback_words(terms, span)? {
            Some(words) => Step::Best(vec![facts, words]),
            None => facts,
        })
    }

    /// How many articles can match a step that is a leaf.
    fn found(&self, step: &Step) -> u64 {
        match step {
            Step::Leaf(number) => self.leaves.get(*number).map_or(0, |leaf| leaf.found),
            _ => 0,
        }
    }

    pub(super) fn code(&mut self, wanted: &CodeWanted, span: Span) -> Lowered {
        let (value, stop) = match wanted {
            CodeWanted::Value { value, stop, .. } => (*value, *stop),
            CodeWanted::Tool(code) => {
                let facts = vec![fact(Field::Codes, encode::tool_term(code), 1.0)];
                let step = self.facts(facts, Role::Evidence, weights::CODE, span)?;
                return self.with_fallback(step, vec![code.to_lowercase()], span);
            }
            CodeWanted::Symbol(name) => {
                let mut facts = vec![fact(Field::Codes, encode::symbol_term(name), 1.0)];
                if let Some(code) = value_of(name) {
                    let relation = Some(format!("the value of {name}"));
                    let term = encode::value_term(code.0);
                    facts
                        .push(Fact { relation, ..fact(Field::Codes, term, weights::NAME_OF_CODE) });
                }
                let step = self.facts(facts, Role::Evidence, weights::CODE, span)?;
                return self.with_fallback(step, vec![name.to_lowercase()], span);
            }
        };
        let mut facts = Vec::new();
        if stop {
            facts.push(fact(Field::Codes, encode::stop_term(value), 1.0));
        }
        let plain = if stop { weights::NOT_A_STOP } else { 1.0 };
        facts.push(fact(Field::Codes, encode::value_term(value), plain));
        for name in names_of(Code(value)) {
            let term = encode::symbol_term(name.symbol);
            let relation = Some(format!("{} is its name", name.symbol));
            facts.push(Fact { relation, ..fact(Field::Codes, term, weights::NAME_OF_CODE) });
        }
        for other in related(Code(value)) {
            let term = encode::value_term(other.code.0);
            let relation = Some(format!("{:#x} is the {}", other.code.0, other.basis.text()));
            let weight = weights::related(other.distance);
            facts.push(Fact { relation, ..fact(Field::Codes, term, weight) });
        }
        let step = self.facts(facts, Role::Evidence, weights::CODE, span)?;
        let mut spellings = vec![format!("{value:#x}")];
        if value > 0xffff {
            let signed = i64::from(value.cast_signed());
            spellings.extend([
                format!("{value:08x}"),
                format!("{value:08x}h"),
                value.to_string(),
                signed.unsigned_abs().to_string(),
            ]);
            spellings.dedup();
        }
        self.with_fallback(step, spellings, span)
    }

    pub(super) fn event(
        &mut self,
        id: Option<u32>,
        source: Option<&str>,
        keys: &[String],
        span: Span,
    ) -> Lowered {
        let mut facts = Vec::new();
        for key in keys {
            let term = encode::event_term(id, Some(key));
            facts.extend(term.map(|term| fact(Field::Events, term, 1.0)));
        }
        if let (Some(id), Some(source)) = (id, source) {
            let relation = Some(format!("event {id}, of another source than {source} or of none"));
            let term = id.to_string();
            facts.push(Fact { relation, ..fact(Field::Events, term, weights::EVENT_NUMBER_ALONE) });
        } else if let Some(id) = id {
            facts.push(fact(Field::Events, id.to_string(), 1.0));
        }
        let step = self.facts(facts, Role::Evidence, weights::EVENT, span)?;
        // A bare number says little, and listings of files are full of them: only where no article
        // states the event.
        let unstated = id.filter(|_| self.found(&step) == 0);
        let spelling = unstated.map(|id| id.to_string()).into_iter().collect();
        self.with_fallback(step, spelling, span)
    }

    pub(super) fn article(&mut self, number: u32, span: Span) -> Lowered {
        let found = u64::from(self.lookup.index.address(number)?.is_some());
        let kind = LeafKind::Article(number);
        let worth = weights::ARTICLE;
        let itself =
            self.push(Leaf { span, role: Role::Evidence, kind, worth, found, is_synonym: false });
        let relation = Some(format!("refers to {number}"));
        let refers = Fact { relation, ..fact(Field::Refers, number.to_string(), 1.0) };
        let referring = self.facts(vec![refers], Role::Evidence, weights::REFERRING, span)?;
        Ok(Step::Best(vec![itself, referring]))
    }

    pub(super) fn file(&mut self, wanted: &FileWanted, span: Span) -> Lowered {
        let names: Vec<String> = match wanted.name.strip_suffix('*') {
            Some(prefix) => {
                let limit = weights::PREFIX_TERMS;
                let terms = prefix_terms(self.lookup.index, Field::Files, prefix, limit)?;
                terms.into_iter().map(|(term, _)| term).collect()
            }
            None => vec![encode::file_key(&wanted.name)],
        };
        if let Some(range) = &wanted.version {
            return self.file_versions(&names, range, span);
        }
        let facts = names.iter().map(|name| fact(Field::Files, name.clone(), 1.0)).collect();
        let step = self.facts(facts, Role::Evidence, weights::FILE, span)?;
        self.with_fallback(step, names, span)
    }

    /// A file in a range of versions: a range of terms, bounded by the name on both sides.
    pub(super) fn file_versions(
        &mut self,
        names: &[String],
        range: &Range<String>,
        span: Span,
    ) -> Lowered {
        let queries = names.iter().map(|name| {
            let key = |version: &str| {
                let key = encode::version_key(version).unwrap_or_default();
                encode::file_version_term(name, &key)
            };
            let lower = match &range.from {
                Bound::Open => RangeBound::Included(key("")),
                Bound::Included(version) => RangeBound::Included(key(version)),
                Bound::Excluded(version) => RangeBound::Excluded(key(version)),
            };
            let upper = match &range.to {
                // Above every version: no group's length mark is beyond `z`.
                Bound::Open => RangeBound::Excluded(encode::file_version_term(name, "{")),
                Bound::Included(version) => RangeBound::Included(key(version)),
                Bound::Excluded(version) => RangeBound::Excluded(key(version)),
            };
            let term = |key: String| Term::from_field_text(Field::FileVersions.id(), &key);
            Box::new(RangeQuery::new(lower.map(term), upper.map(term))) as Box<dyn TantivyQuery>
        });
        let query = Box::new(BooleanQuery::union(queries.collect()));
        let label = format!("file {} in the version asked for", names.join(", "));
        self.condition(query, label, Role::Filter, weights::FILE_VERSION, span)
    }

    pub(super) fn version(&mut self, version: &str, span: Span) -> Lowered {
        let mut facts = Vec::new();
        if let Some(key) = encode::version_key(version) {
            facts.push(fact(Field::Versions, key, 1.0));
        }
        let step = self.facts(facts, Role::Evidence, weights::VERSION, span)?;
        let spelling = runs(version, false).into_iter().map(|run| run.term).take(1).collect();
        self.with_fallback(step, spelling, span)
    }

    /// A component: named as one, or anywhere in the text under any of its names.
    pub(super) fn component(&mut self, names: &[Vec<String>], span: Span) -> Lowered {
        let named = names.iter().map(|name| self.words_of_field(Field::Component, &name.join(" ")));
        let query = Box::new(BooleanQuery::union(named.collect()));
        let label = format!("component {}", names.first().map(|n| n.join(" ")).unwrap_or_default());
        let mut readings =
            vec![self.condition(query, label, Role::Evidence, weights::COMPONENT, span)?];
        for name in names {
            let step = self.text(name, Modifier::Word, None, span)?;
            if let Step::Leaf(leaf) = step
                && let Some(leaf) = self.leaves.get_mut(leaf)
            {
                leaf.role = Role::Evidence;
            }
            readings.push(step);
        }
        Ok(Step::Best(readings))
    }
}

pub(super) fn fact(field: Field, term: String, weight: f32) -> Fact {
    Fact { field, term, weight, relation: None }
}
