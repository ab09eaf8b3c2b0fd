//! Searching: lower the query, choose candidates, rank them, say why.

mod evaluate;
mod facets;
mod nearness;
mod reasons;
mod shown;
mod sightings;
mod snippet;

use std::cmp::{Ordering, Reverse};
use std::collections::HashSet;

use kbq_query::Query;
use tantivy::DocAddress;

use crate::candidates::{Candidate, Candidates, Collected};
use crate::error::IndexError;
use crate::plan::{LeafKind, Plan, Role, Step, lower, similar_word};
use crate::reader::Index;
use crate::results::{Hit, Relaxed, Results, ScorePart, SearchOptions, Sort, Unmatched};
use crate::schema::Field;
use crate::text::Stems;
use crate::weights;

pub(crate) use facets::count_facets;

use evaluate::{Evaluation, Evaluator, is_met};
use shown::Shown;
use sightings::Wanted;

/// An article in its place.
struct Ranked {
    candidate: Candidate,
    /// Null beyond the candidates that were ranked in earnest.
    evaluation: Option<Evaluation>,
    modified: u64,
}

impl Index {
    /// Searches.
    ///
    /// The hits are those that match the whole query; where fewer than ten do, those that have
    /// most of it follow, and [`Results::relaxed`] says so.
    ///
    /// # Errors
    /// [`IndexError::Damaged`] if the index cannot be read.
    pub fn search(&self, query: &Query, options: &SearchOptions) -> Result<Results, IndexError> {
        self.guard(|| {
            let plan = lower(query, self)?;
            if plan.leaves.is_empty() {
                return Ok(Results::default());
            }
            Search { index: self, query, options, plan }.run()
        })
    }
}

struct Search<'a> {
    index: &'a Index,
    query: &'a Query,
    options: &'a SearchOptions,
    plan: Plan,
}

impl Search<'_> {
    fn run(&self) -> Result<Results, IndexError> {
        let mut results = Results { unmatched: self.unmatched()?, ..Results::default() };
        let unranked = self.options.sort != Sort::Relevance || self.ranks_nothing();
        if unranked {
            let found = self.index.matching(&*self.plan.matching(&self.plan.root))?;
            if !found.is_empty() || self.relaxable() < 2 {
                return self.unranked(found, results);
            }
        }
        // What is ranked in earnest does not depend on the limit: a smaller one gives a prefix.
        let wanted = weights::CANDIDATES.max(self.options.limit);
        let strict = Candidates { limit: wanted, prune: false };
        let Collected { best: mut candidates, seen: complete } =
            self.collect(&*self.plan.strict(), &strict)?;
        let rest = candidates.split_off(candidates.len().min(weights::CANDIDATES));
        let relax = complete < weights::ENOUGH && self.relaxable() > 1;
        if relax {
            let known: HashSet<u32> = candidates.iter().map(|candidate| candidate.number).collect();
            let relaxed = Candidates { limit: weights::CANDIDATES, prune: true };
            let more = self.collect(&*self.plan.relaxed(), &relaxed)?.best;
            candidates.extend(more.into_iter().filter(|c| !known.contains(&c.number)));
        }
        let mut ranked = self.rank(candidates, rest)?;
        if relax {
            self.cut(&mut ranked);
            results.relaxed = self.relaxed(complete, &ranked);
        }
        results.total = if relax { ranked.len() } else { complete };
        if self.options.facets {
            let addresses: Vec<_> = if relax {
                ranked.iter().map(|ranked| ranked.candidate.address).collect()
            } else {
                let found = self.index.matching(&*self.plan.matching(&self.plan.root))?;
                found.into_iter().map(|(_, address)| address).collect()
            };
            results.facets = count_facets(self.index, &addresses)?;
        }
        if unranked {
            self.reorder(&mut ranked);
        }
        results.hits = self.hits(ranked)?;
        Ok(results)
    }

    /// The hits of a query that asks for another order than by rank, or gives none.
    fn unranked(
        &self,
        found: Vec<(u32, DocAddress)>,
        mut results: Results,
    ) -> Result<Results, IndexError> {
        results.total = found.len();
        if self.options.facets {
            let addresses: Vec<_> = found.iter().map(|(_, address)| *address).collect();
            results.facets = count_facets(self.index, &addresses)?;
        }
        results.hits = self.hits(self.in_order(found)?)?;
        Ok(results)
    }

    /// How many parts a hit may lack.
    fn relaxable(&self) -> usize {
        self.plan.parts().iter().filter(|part| self.plan.is_relaxable(part)).count()
    }

    /// Whether the query is filters alone, so that no hit is better than another.
    fn ranks_nothing(&self) -> bool {
        self.plan
            .leaves
            .iter()
            .all(|leaf| leaf.role == Role::Filter && !matches!(leaf.kind, LeafKind::Words(_)))
    }

    fn collect(
        &self,
        query: &dyn tantivy::query::Query,
        candidates: &Candidates,
    ) -> Result<Collected, IndexError> {
        let searcher = &self.index.searcher;
        let found = searcher.search_with_statistics_provider(query, candidates, self.index);
        found.map_err(|error| self.index.failed(error))
    }

    /// Ranks the candidates: the first in earnest, the others as they came.
    fn rank(
        &self,
        mut candidates: Vec<Candidate>,
        rest: Vec<Candidate>,
    ) -> Result<Vec<Ranked>, IndexError> {
        let dates = self.index.columns(Field::Modified)?;
        let modified = |address: DocAddress| {
            let column = dates.get(address.segment_ord as usize);
            column.map_or(0, |column| column.get_val(address.doc_id))
        };
        candidates.sort_by_key(|candidate| candidate.address);
        let mut ranked = Vec::with_capacity(candidates.len());
        let mut current: Option<(u32, Evaluator<'_>)> = None;
        for candidate in candidates {
            let DocAddress { segment_ord, doc_id } = candidate.address;
            if current.as_ref().is_none_or(|(ord, _)| *ord != segment_ord) {
                let reader = self.index.searcher.segment_reader(segment_ord);
                let evaluator = Evaluator::new(self.index, &self.plan, reader);
                current = Some((segment_ord, evaluator.map_err(|error| self.index.failed(error))?));
            }
            let Some((_, evaluator)) = &mut current else { continue };
            let evaluation = evaluator.evaluate(doc_id, self.options.explain);
            let modified = modified(candidate.address);
            ranked.push(Ranked { candidate, evaluation: Some(evaluation), modified });
        }
        ranked.sort_by(by_score);
        self.add_prior(&mut ranked)?;
        ranked.extend(rest.into_iter().map(|candidate| {
            let modified = modified(candidate.address);
            Ranked { candidate, evaluation: None, modified }
        }));
        Ok(ranked)
    }

    /// Lifts articles that others refer to, among the first.
    fn add_prior(&self, ranked: &mut [Ranked]) -> Result<(), IndexError> {
        let head = ranked.len().min(weights::PRIOR_DEPTH);
        let head = ranked.get_mut(..head).unwrap_or_default();
        for ranked in &mut *head {
            let Some(evaluation) = &mut ranked.evaluation else { continue };
            let number = ranked.candidate.number.to_string();
            let prior = weights::referred(self.index.count(Field::Refers, &number)?);
            evaluation.score += prior;
            if self.options.explain {
                evaluation
                    .parts
                    .push(ScorePart { name: "articles refer to it".into(), value: prior });
            }
        }
        head.sort_by(by_score);
        Ok(())
    }

    /// Drops what has much less of the query than the best.
    fn cut(&self, ranked: &mut Vec<Ranked>) {
        let share = |ranked: &Ranked| ranked.evaluation.as_ref().map_or(0.0, |e| e.share);
        let most = ranked.iter().map(share).fold(0.0, f32::max);
        ranked.retain(|ranked| share(ranked) >= most * weights::LEAST_SHARE && share(ranked) > 0.0);
    }

    /// Articles in the order asked for where none ranks higher than another.
    fn in_order(&self, found: Vec<(u32, DocAddress)>) -> Result<Vec<Ranked>, IndexError> {
        let dates = self.index.columns(Field::Modified)?;
        let mut ranked: Vec<Ranked> = found
            .into_iter()
            .map(|(number, address)| {
                let column = dates.get(address.segment_ord as usize);
                let modified = column.map_or(0, |column| column.get_val(address.doc_id));
                let candidate = Candidate { score: 0.0, number, address };
                Ranked { candidate, evaluation: None, modified }
            })
            .collect();
        self.reorder(&mut ranked);
        Ok(ranked)
    }

    fn reorder(&self, ranked: &mut [Ranked]) {
        match self.options.sort {
            Sort::Id => ranked.sort_by_key(|ranked| ranked.candidate.number),
            Sort::Date | Sort::Relevance => {
                ranked.sort_by_key(|ranked| (Reverse(ranked.modified), ranked.candidate.number));
            }
        }
    }

    fn hits(&self, ranked: Vec<Ranked>) -> Result<Vec<Hit>, IndexError> {
        let wanted = Wanted::of(&self.plan);
        let mut stems = Stems::default();
        let first = ranked.into_iter().take(self.options.limit);
        first.map(|ranked| self.hit(ranked, &wanted, &mut stems)).collect()
    }

    fn hit(&self, ranked: Ranked, wanted: &Wanted, stems: &mut Stems) -> Result<Hit, IndexError> {
        let document = self.index.stored(ranked.candidate.address)?;
        let article: Shown<'_> = self.index.record_in(&document)?;
        let mut hit = Hit {
            number: article.number,
            id: article.id.to_string(),
            title: article.title.clone(),
            area: article.area.clone(),
            products: article.products.clone(),
            modified: article.modified,
            score: ranked.evaluation.as_ref().map_or(0.0, |evaluation| evaluation.score),
            why: Vec::new(),
            missing: Vec::new(),
            snippet: None,
            explain: Vec::new(),
        };
        if self.options.details {
            let met = ranked.evaluation.as_ref().map(|evaluation| &*evaluation.leaves);
            let found = sightings::sightings(&self.plan, wanted, stems, &article);
            hit.why = reasons::reasons(&self.plan, &article, met, &found);
            hit.snippet = snippet::snippet(&article, &found);
        }
        if let Some(evaluation) = ranked.evaluation {
            hit.missing = self.missing(&evaluation);
            hit.explain = evaluation.parts;
        }
        Ok(hit)
    }

    fn typed(&self, step: &Step) -> String {
        let span = self.plan.span(step);
        self.query.text.get(span.start..span.end).unwrap_or_default().to_owned()
    }

    /// The parts of the query that an article lacks.
    fn missing(&self, evaluation: &Evaluation) -> Vec<String> {
        let parts = self.plan.parts().iter().filter(|part| self.plan.is_relaxable(part));
        let lacking = parts.filter(|part| !is_met(part, &evaluation.leaves));
        lacking.map(|part| self.typed(part)).collect()
    }

    fn relaxed(&self, complete: usize, ranked: &[Ranked]) -> Option<Relaxed> {
        let parts = self.relaxable();
        if ranked.len() <= complete {
            return None;
        }
        let message = match complete {
            0 => format!("no article has all {parts} parts of the query; these have most of it"),
            1 => format!("one article has all {parts} parts of the query; others have most of it"),
            n => {
                format!("{n} articles have all {parts} parts of the query; others have most of it")
            }
        };
        Some(Relaxed { complete, message })
    }

    /// The parts that match nothing by themselves.
    fn unmatched(&self) -> Result<Vec<Unmatched>, IndexError> {
        let mut unmatched = Vec::new();
        for part in self.plan.parts() {
            let leaves = self.plan.leaves_of(part);
            let found = leaves
                .iter()
                .any(|leaf| self.plan.leaves.get(*leaf).is_none_or(|leaf| leaf.found > 0));
            if found || leaves.is_empty() {
                continue;
            }
            let text = self.typed(part);
            let is_word = leaves.iter().all(|leaf| {
                self.plan.leaves.get(*leaf).is_some_and(|leaf| leaf.role == Role::Word)
            });
            let suggestion = match is_word {
                true => similar_word(self.index, &text.to_lowercase())?,
                false => None,
            };
            unmatched.push(Unmatched { span: self.plan.span(part), text, suggestion });
        }
        Ok(unmatched)
    }
}

fn by_score(a: &Ranked, b: &Ranked) -> Ordering {
    let score = |ranked: &Ranked| ranked.evaluation.as_ref().map_or(0.0, |e| e.score);
    score(b)
        .total_cmp(&score(a))
        .then(b.modified.cmp(&a.modified))
        .then(a.candidate.number.cmp(&b.candidate.number))
}
