//! From the query tree to the plan: one function a clause.

use std::ops::Bound as RangeBound;

use kbq_query::{Bound, Clause, Modifier, Node, Query, Range, Span};
use tantivy::Term;
use tantivy::query::{BooleanQuery, Query as TantivyQuery, RangeQuery, TermQuery};
use tantivy::schema::IndexRecordOption;

use super::facts::fact;
use super::lookup::{Lookup, runs};
use super::{Condition, Leaf, LeafKind, Plan, Role, Step};
use crate::document::day_number;
use crate::error::IndexError;
use crate::reader::Index;
use crate::schema::Field;

/// Makes a query ready for an index.
///
/// # Errors
/// [`IndexError::Damaged`] if the dictionary cannot be read.
pub(crate) fn lower(query: &Query, index: &Index) -> Result<Plan, IndexError> {
    let mut lowering = Lowering { lookup: Lookup::new(index), leaves: Vec::new(), alternatives: 0 };
    let root = match &query.root {
        Some(root) => lowering.node(root)?,
        None => Step::All(Vec::new()),
    };
    Ok(Plan { root, leaves: lowering.leaves })
}

pub(super) struct Lowering<'a> {
    pub(super) lookup: Lookup<'a>,
    pub(super) leaves: Vec<Leaf>,
    /// How many nodes around the current one offer alternatives.
    alternatives: usize,
}

pub(super) type Lowered = Result<Step, IndexError>;

impl Lowering<'_> {
    pub(super) fn node(&mut self, node: &Node) -> Lowered {
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

    pub(super) fn clause(&mut self, clause: &Clause, span: Span) -> Lowered {
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

    pub(super) fn push(&mut self, mut leaf: Leaf) -> Step {
        if self.alternatives > 0 && leaf.role == Role::Filter {
            // A condition that is one of several ways to match says which hit matches better.
            leaf.role = Role::Evidence;
            leaf.worth = leaf.worth.max(1.0);
        }
        self.leaves.push(leaf);
        Step::Leaf(self.leaves.len() - 1)
    }

    pub(super) fn keyword(&mut self, name: &str, value: &str, span: Span) -> Lowered {
        let label = format!("{name}: {value}");
        let field = Field::of_clause(name).unwrap_or(Field::Keyword);
        let query = self.words_of_field(field, value);
        self.condition(query, label, Role::Filter, 0.0, span)
    }

    /// All words of a value in a words field.
    pub(super) fn words_of_field(&self, field: Field, value: &str) -> Box<dyn TantivyQuery> {
        let terms = runs(value, false).into_iter().map(|run| {
            let term = Term::from_field_text(field.id(), &run.term);
            Box::new(TermQuery::new(term, IndexRecordOption::Basic)) as Box<dyn TantivyQuery>
        });
        Box::new(BooleanQuery::intersection(terms.collect()))
    }

    pub(super) fn range(
        &mut self,
        field: Field,
        range: Range<u64>,
        name: &str,
        span: Span,
    ) -> Lowered {
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

    pub(super) fn condition(
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
        Ok(self.push(Leaf { span, role, kind, worth, found, is_synonym: false }))
    }
}

fn map_range<T, U>(range: &Range<T>, map: impl Fn(&T) -> U) -> Range<U> {
    let bound = |bound: &Bound<T>| match bound {
        Bound::Open => Bound::Open,
        Bound::Included(value) => Bound::Included(map(value)),
        Bound::Excluded(value) => Bound::Excluded(map(value)),
    };
    Range { from: bound(&range.from), to: bound(&range.to) }
}
