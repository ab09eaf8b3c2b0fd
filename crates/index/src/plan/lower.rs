//! From the query tree to the plan: one function a clause.

use std::ops::Bound as RangeBound;

use kbq_codes::{Code, names_of, related, value_of};
use kbq_query::{
    Bound, Clause, CodeWanted, Expansion, FileWanted, Modifier, Node, Query, Range, Span, Synonyms,
    TextField,
};
use tantivy::Term;
use tantivy::query::{BooleanQuery, Query as TantivyQuery, RangeQuery, TermQuery};
use tantivy::schema::IndexRecordOption;

use super::expand::prefix_terms;
use super::lookup::{Lookup, runs};
use super::{Condition, Fact, Leaf, LeafKind, Order, Plan, Role, Slot, Step, WordOption, Words};
use crate::document::day_number;
use crate::encode;
use crate::error::IndexError;
use crate::reader::Index;
use crate::schema::Field;
use crate::weights;

/// Makes a query ready for an index.
///
/// # Errors
/// [`IndexError::Damaged`] if the dictionary cannot be read.
pub(crate) fn lower(query: &Query, index: &Index) -> Result<Plan, IndexError> {
    let mut lowering = Lowering {
        lookup: Lookup::new(index),
        synonyms: Synonyms::builtin(),
        leaves: Vec::new(),
        alternatives: 0,
    };
    let root = match &query.root {
        Some(root) => lowering.node(root)?,
        None => Step::All(Vec::new()),
    };
    Ok(Plan { root, leaves: lowering.leaves })
}

struct Lowering<'a> {
    lookup: Lookup<'a>,
    synonyms: Synonyms,
    leaves: Vec<Leaf>,
    /// How many nodes around the current one offer alternatives.
    alternatives: usize,
}

/// The most words that an entry of the synonyms has.
const LONGEST_ROW: usize = 4;

type Lowered = Result<Step, IndexError>;

impl Lowering<'_> {
    fn node(&mut self, node: &Node) -> Lowered {
        Ok(match node {
            Node::All(parts) => Step::All(self.side_by_side(parts)?),
            Node::Any(parts) | Node::Best(parts) => {
                self.alternatives += 1;
                let lowered = parts.iter().map(|part| self.node(part)).collect::<Result<_, _>>();
                self.alternatives -= 1;
                Step::Best(lowered?)
            }
            Node::Evidence(parts) => {
                self.alternatives += 1;
                let lowered = parts
                    .iter()
                    .map(|part| Ok((part.weight, self.node(&part.node)?)))
                    .collect::<Result<_, IndexError>>();
                self.alternatives -= 1;
                Step::Weighed(lowered?)
            }
            Node::Not(part) => Step::Not(Box::new(self.node(part)?)),
            Node::Leaf(clause, span) => self.clause(clause, *span)?,
        })
    }

    /// Parts that are all wanted; where a row of words has synonyms, it becomes one part with
    /// alternatives.
    fn side_by_side(&mut self, parts: &[Node]) -> Result<Vec<Step>, IndexError> {
        let mut steps = Vec::new();
        let mut at = 0;
        while let Some(part) = parts.get(at) {
            let row: Vec<(&str, Span)> =
                parts.iter().skip(at).map_while(plain_word).take(LONGEST_ROW).collect();
            let words: Vec<&str> = row.iter().map(|(word, _)| *word).collect();
            let count = (2..=words.len())
                .rev()
                .find(|count| !self.expansions(words.get(..*count).unwrap_or_default()).is_empty());
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
            let expansions = self.expansions(words.get(..count).unwrap_or_default());
            let mut readings = vec![own];
            for other in expansions {
                readings.extend(self.expansion(&other, worth, span)?);
            }
            steps.push(Step::Best(readings));
            at += count;
        }
        Ok(steps)
    }

    fn expansions(&self, words: &[&str]) -> Vec<Expansion> {
        self.synonyms.expansions(&words.join(" ")).to_vec()
    }

    fn idf_of(&mut self, word: &str) -> f32 {
        let term = self.lookup.stems.term(word);
        self.lookup.count(Field::Text, &term).map_or(0.0, |count| self.lookup.idf(count))
    }

    /// Other words for a part: worth at most a share of what the part itself is worth.
    fn expansion(
        &mut self,
        other: &Expansion,
        worth: f32,
        span: Span,
    ) -> Result<Option<Step>, IndexError> {
        let step = self.text(&other.words, Modifier::Word, None, span)?;
        let Step::Leaf(number) = step else { return Ok(None) };
        let Some(leaf) = self.leaves.get_mut(number) else { return Ok(None) };
        if leaf.found == 0 {
            self.leaves.truncate(number);
            return Ok(None);
        }
        let share = weights::SYNONYM * other.weight;
        let most = if worth > 0.0 { worth } else { f32::MAX };
        leaf.worth = leaf.worth.min(most) * share;
        if let LeafKind::Words(words) = &mut leaf.kind {
            let options = words.slots.iter_mut().flat_map(|slot| &mut slot.options);
            options.for_each(|option| option.weight *= share);
        }
        Ok(Some(step))
    }

    /// A single word with its synonyms: single words share its leaf, phrases stand beside it.
    fn with_synonyms(&mut self, word: &str, step: Step, span: Span) -> Lowered {
        let expansions = self.expansions(&[word]);
        let Step::Leaf(number) = step else { return Ok(step) };
        if expansions.is_empty() {
            return Ok(step);
        }
        let idf = self.idf_of(word);
        let mut readings = vec![step];
        for other in expansions {
            let [single] = other.words.as_slice() else {
                readings.extend(self.expansion(&other, idf, span)?);
                continue;
            };
            let mut parts = runs(single, false);
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
            let weight = weights::SYNONYM * other.weight * (own / slot.idf.max(0.1)).min(1.0);
            slot.options.push(WordOption { term, weight });
            *found += count;
        }
        Ok(if readings.len() == 1 { Step::Leaf(number) } else { Step::Best(readings) })
    }

    fn clause(&mut self, clause: &Clause, span: Span) -> Lowered {
        match clause {
            Clause::Text { words, modifier, field } => {
                let step = self.text(words, *modifier, *field, span)?;
                match (words.as_slice(), modifier, field) {
                    ([word], Modifier::Word, None) => self.with_synonyms(word, step, span),
                    _ => Ok(step),
                }
            }
            Clause::Message { words } => self.message(words, span),
            Clause::Code(code) => self.code(code, span),
            Clause::Event { id, source, keys } => self.event(*id, source.as_deref(), keys, span),
            Clause::Article(number) => self.article(*number, span),
            Clause::File(file) => self.file(file, span),
            Clause::Version(version) => self.version(version, span),
            Clause::Component { names, .. } => self.component(names, span),
            Clause::Keyword { field, value } => self.keyword(field, value, span),
            Clause::RefersTo(number) => self.facts(
                vec![fact(Field::Refers, number.to_string(), 1.0)],
                Role::Filter,
                1.0,
                span,
            ),
            Clause::Modified(range) => {
                let numbers = map_range(range, |date| day_number(*date));
                self.range(Field::Modified, numbers, "modified", span)
            }
            Clause::Number(range) => {
                let numbers = map_range(range, |number| u64::from(*number));
                self.range(Field::Number, numbers, "id", span)
            }
        }
    }

    fn push(&mut self, mut leaf: Leaf) -> Step {
        if self.alternatives > 0 && leaf.role == Role::Filter {
            // A condition that is one of several ways to match says which hit matches better.
            leaf.role = Role::Evidence;
            leaf.worth = leaf.worth.max(1.0);
        }
        self.leaves.push(leaf);
        Step::Leaf(self.leaves.len() - 1)
    }

    /// A word or a phrase: the stem of a word, the words of a phrase as they are, the most
    /// frequent words that begin so.
    fn text(
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
                let options = if is_prefix {
                    let limit = weights::PREFIX_TERMS;
                    let terms = prefix_terms(self.lookup.index, Field::Text, &run.term, limit)?;
                    terms.into_iter().map(|(term, _)| WordOption { term, weight: 1.0 }).collect()
                } else if modifier == Modifier::Phrase || run.is_compound {
                    vec![WordOption { term: run.term, weight: 1.0 }]
                } else {
                    vec![WordOption { term: self.lookup.stems.term(&run.term), weight: 1.0 }]
                };
                slots.push(self.slot(offset + run.offset, options)?);
            }
            offset += crate::text::count_positions(&crate::text::tidy(word));
        }
        let role = if place.is_some() { Role::Filter } else { Role::Word };
        Ok(self.words(slots, Order::Exact, place, role, span))
    }

    fn message(&mut self, words: &[String], span: Span) -> Lowered {
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

    fn slot(&mut self, offset: u32, options: Vec<WordOption>) -> Result<Slot, IndexError> {
        let mut count = 0;
        for option in &options {
            count = count.max(self.lookup.count(Field::Text, &option.term)?);
        }
        Ok(Slot { offset, options, idf: self.lookup.idf(count) })
    }

    fn words(
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
        })
    }

    fn slot_count(&self, slot: &Slot) -> u64 {
        let counts = slot.options.iter().map(|option| self.lookup.count(Field::Text, &option.term));
        counts.filter_map(Result::ok).sum()
    }

    fn facts(&mut self, facts: Vec<Fact>, role: Role, weight: f32, span: Span) -> Lowered {
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
        Ok(self.push(Leaf { span, role, kind, worth: weight * rarity, found }))
    }

    /// A word that only stands in for a fact: the fact's text, where the extraction missed it.
    fn fallback_words(
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

    fn with_fallback(&mut self, facts: Step, terms: Vec<String>, span: Span) -> Lowered {
        Ok(match self.fallback_words(terms, span)? {
            Some(words) => Step::Best(vec![facts, words]),
            None => facts,
        })
    }

    fn code(&mut self, wanted: &CodeWanted, span: Span) -> Lowered {
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

    fn event(
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
        let spelling = id.map(|id| id.to_string()).into_iter().collect();
        self.with_fallback(step, spelling, span)
    }

    fn article(&mut self, number: u32, span: Span) -> Lowered {
        let found = u64::from(self.lookup.index.address(number)?.is_some());
        let kind = LeafKind::Article(number);
        let worth = weights::ARTICLE;
        let itself = self.push(Leaf { span, role: Role::Evidence, kind, worth, found });
        let relation = Some(format!("refers to {number}"));
        let refers = Fact { relation, ..fact(Field::Refers, number.to_string(), 1.0) };
        let referring = self.facts(vec![refers], Role::Evidence, weights::REFERRING, span)?;
        Ok(Step::Best(vec![itself, referring]))
    }

    fn file(&mut self, wanted: &FileWanted, span: Span) -> Lowered {
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
    fn file_versions(&mut self, names: &[String], range: &Range<String>, span: Span) -> Lowered {
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

    fn version(&mut self, version: &str, span: Span) -> Lowered {
        let mut facts = Vec::new();
        if let Some(key) = encode::version_key(version) {
            facts.push(fact(Field::Versions, key, 1.0));
        }
        let step = self.facts(facts, Role::Evidence, weights::VERSION, span)?;
        let spelling = runs(version, false).into_iter().map(|run| run.term).take(1).collect();
        self.with_fallback(step, spelling, span)
    }

    /// A component: named as one, or anywhere in the text under any of its names.
    fn component(&mut self, names: &[Vec<String>], span: Span) -> Lowered {
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

    fn keyword(&mut self, name: &str, value: &str, span: Span) -> Lowered {
        let label = format!("{name}: {value}");
        let field = Field::of_clause(name).unwrap_or(Field::Keyword);
        let query = self.words_of_field(field, value);
        self.condition(query, label, Role::Filter, 0.0, span)
    }

    /// All words of a value in a words field.
    fn words_of_field(&self, field: Field, value: &str) -> Box<dyn TantivyQuery> {
        let terms = runs(value, false).into_iter().map(|run| {
            let term = Term::from_field_text(field.id(), &run.term);
            Box::new(TermQuery::new(term, IndexRecordOption::Basic)) as Box<dyn TantivyQuery>
        });
        Box::new(BooleanQuery::intersection(terms.collect()))
    }

    fn range(&mut self, field: Field, range: Range<u64>, name: &str, span: Span) -> Lowered {
        let bound = |bound: &Bound<u64>| match bound {
            Bound::Open => RangeBound::Unbounded,
            Bound::Included(value) => {
                RangeBound::Included(Term::from_field_u64(field.id(), *value))
            }
            Bound::Excluded(value) => {
                RangeBound::Excluded(Term::from_field_u64(field.id(), *value))
            }
        };
        let (from, to) = (bound(&range.from), bound(&range.to));
        let open = matches!((&from, &to), (RangeBound::Unbounded, RangeBound::Unbounded));
        let query: Box<dyn TantivyQuery> = if open {
            Box::new(tantivy::query::AllQuery)
        } else {
            Box::new(RangeQuery::new(from, to))
        };
        self.condition(query, format!("{name} in the range asked for"), Role::Filter, 0.0, span)
    }

    fn condition(
        &mut self,
        query: Box<dyn TantivyQuery>,
        label: String,
        role: Role,
        worth: f32,
        span: Span,
    ) -> Lowered {
        let count = query.count(self.lookup.searcher());
        let found = count.map_err(|error| self.lookup.index.failed(error))? as u64;
        let kind = LeafKind::Condition(Condition { query, label });
        Ok(self.push(Leaf { span, role, kind, worth, found }))
    }
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

fn fact(field: Field, term: String, weight: f32) -> Fact {
    Fact { field, term, weight, relation: None }
}

fn map_range<T, U>(range: &Range<T>, map: impl Fn(&T) -> U) -> Range<U> {
    let bound = |bound: &Bound<T>| match bound {
        Bound::Open => Bound::Open,
        Bound::Included(value) => Bound::Included(map(value)),
        Bound::Excluded(value) => Bound::Excluded(map(value)),
    };
    Range { from: bound(&range.from), to: bound(&range.to) }
}
