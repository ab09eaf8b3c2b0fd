//! Ranking in earnest: what each part of the query finds in one article, and where.

use std::sync::Arc;

use tantivy::columnar::{Column, ColumnValues};
use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::query::{EnableScoring, Query, Scorer};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, SegmentReader, Term};

use super::nearness::{Sighting, nearness};
use crate::beginning::BeginningQuery;
use crate::plan::{LeafKind, Order, Plan, Role, Step, Words};
use crate::postings::{Place, SlotPostings, keep_phrases};
use crate::reader::Index;
use crate::results::ScorePart;
use crate::schema::Field;
use crate::weights;
use crate::zone::{Zone, ZoneStart, stretch_at};

/// What the plan finds in one article.
#[derive(Debug, Clone)]
pub(crate) struct Evaluation {
    pub(crate) score: f32,
    /// What each leaf gives; 0 where it does not match.
    pub(crate) leaves: Box<[f32]>,
    /// How much of the query the article has, by worth, from 0 to 1.
    pub(crate) share: f32,
    /// The parts of the score.
    pub(crate) parts: Vec<ScorePart>,
}

/// How one leaf is looked up in a segment.
enum Probe {
    /// The words, and all articles with a word of a beginning that has too many.
    Words(Vec<SlotPostings>, Option<Box<dyn Scorer>>),
    Facts(Vec<(f32, SegmentPostings)>),
    Article(u32),
    Condition(Box<dyn Scorer>),
    /// A filter: every candidate meets it.
    Met,
}

/// Evaluates a plan over the articles of one segment, in ascending order.
pub(crate) struct Evaluator<'a> {
    plan: &'a Plan,
    probes: Vec<Probe>,
    zones: Column<u64>,
    numbers: Arc<dyn ColumnValues<u64>>,
    lengths: FieldNormReader,
    average_length: f32,
    starts: Vec<ZoneStart>,
    /// For each leaf, where its words stand in the current article.
    places: Vec<Vec<Place>>,
    rest: Vec<(u32, Vec<Place>)>,
}

impl<'a> Evaluator<'a> {
    pub(crate) fn new(
        index: &'a Index,
        plan: &'a Plan,
        reader: &SegmentReader,
    ) -> tantivy::Result<Evaluator<'a>> {
        let mut probes = Vec::with_capacity(plan.leaves.len());
        for leaf in &plan.leaves {
            probes.push(match &leaf.kind {
                LeafKind::Words(words) => {
                    let slots = words.slots.iter().map(|slot| SlotPostings::open(reader, slot));
                    let slots = slots.collect::<Result<_, _>>()?;
                    let beginning = words.beginning().map(|text| {
                        let scoring = EnableScoring::disabled_from_searcher(&index.searcher);
                        BeginningQuery(text.to_owned()).weight(scoring)?.scorer(reader, 1.0)
                    });
                    Probe::Words(slots, beginning.transpose()?)
                }
                LeafKind::Facts(facts) => {
                    let mut found = Vec::new();
                    for fact in facts {
                        let term = Term::from_field_text(fact.field.id(), &fact.term);
                        let inverted = reader.inverted_index(fact.field.id())?;
                        let record = IndexRecordOption::WithFreqs;
                        if let Some(postings) = inverted.read_postings(&term, record)? {
                            found.push((fact.weight, postings));
                        }
                    }
                    Probe::Facts(found)
                }
                LeafKind::Article(number) => Probe::Article(*number),
                LeafKind::Condition(_) if leaf.role == Role::Filter => Probe::Met,
                LeafKind::Condition(condition) => {
                    let scoring = EnableScoring::disabled_from_searcher(&index.searcher);
                    let weight = condition.query.weight(scoring)?;
                    Probe::Condition(weight.scorer(reader, 1.0)?)
                }
            });
        }
        Ok(Evaluator {
            plan,
            places: vec![Vec::new(); probes.len()],
            probes,
            zones: reader.fast_fields().u64(Field::Zones.name())?,
            numbers: reader.fast_fields().column_first_or_default(Field::Number.name())?,
            lengths: reader.get_fieldnorms_reader(Field::Text.id())?,
            average_length: index.average_length(),
            starts: Vec::new(),
            rest: Vec::new(),
        })
    }

    /// Evaluates one article; `doc` must not be smaller than in the call before.
    pub(crate) fn evaluate(&mut self, doc: DocId, explain: bool) -> Evaluation {
        self.starts.clear();
        self.starts.extend(self.zones.values_for_doc(doc).map(ZoneStart::from_column));
        let leaves: Box<[f32]> = (0..self.probes.len()).map(|leaf| self.leaf(leaf, doc)).collect();
        let plan = self.plan;
        let found: f32 = plan.parts().iter().map(|part| value(part, &leaves)).sum();
        let share = share(plan, &leaves);
        let coverage = weights::coverage(share);
        let sightings = self.sightings();
        let near = nearness(&sightings, &self.starts);
        let title = self.title(&sightings);
        let mut parts = Vec::new();
        if explain {
            for part in plan.parts() {
                let span = plan.span(part);
                let name = format!("part {}..{}", span.start, span.end);
                parts.push(ScorePart { name, value: value(part, &leaves) });
            }
            parts.push(ScorePart { name: "words near each other".into(), value: near });
            parts.push(ScorePart { name: "share of the title".into(), value: title });
            parts.push(ScorePart { name: "times share of the query".into(), value: coverage });
        }
        Evaluation { score: (found + near + title) * coverage, leaves, share, parts }
    }

    fn leaf(&mut self, index: usize, doc: DocId) -> f32 {
        let Some(leaf) = self.plan.leaves.get(index) else { return 0.0 };
        let mut places = std::mem::take(self.places.get_mut(index).unwrap_or(&mut Vec::new()));
        places.clear();
        let value = match (self.probes.get_mut(index), &leaf.kind) {
            (Some(Probe::Words(slots, beginning)), LeafKind::Words(words)) => match words.order {
                Order::Exact => {
                    exact_places(slots, doc, &mut places, &mut self.rest);
                    let rare = places.is_empty()
                        && beginning.as_mut().is_some_and(|scorer| reaches(&mut **scorer, doc));
                    let mentions = if rare { weights::zone(Zone::Body) } else { 0.0 };
                    self.words(words, leaf.worth, doc, &mut places, mentions)
                }
                Order::Loose => self.message(index, words, doc),
            },
            (Some(Probe::Facts(facts)), _) => leaf.worth * strongest(facts, doc),
            (Some(Probe::Article(number)), _) => {
                let is_it = self.numbers.get_val(doc) == u64::from(*number);
                if is_it { leaf.worth } else { 0.0 }
            }
            (Some(Probe::Condition(scorer)), _) => {
                leaf.worth * f32::from(reaches(&mut **scorer, doc))
            }
            _ => 0.0,
        };
        if let Some(slot) = self.places.get_mut(index) {
            *slot = places;
        }
        value
    }

    /// BM25 over zones: a mention counts by where it stands, further mentions ever less.
    /// `unplaced` are mentions of which it is not known where they stand.
    fn words(
        &self,
        words: &Words,
        idf: f32,
        doc: DocId,
        places: &mut Vec<Place>,
        unplaced: f32,
    ) -> f32 {
        let zone = |place: &Place| {
            stretch_at(&self.starts, place.position).map_or(Zone::More, |start| start.zone)
        };
        if let Some(field) = words.place {
            places.retain(|place| {
                stretch_at(&self.starts, place.position).is_some_and(|start| start.is_in(field))
            });
        }
        let placed: f32 = places.iter().map(|p| p.weight * weights::zone(zone(p))).sum();
        let mentions = placed + unplaced;
        let norm = self.length_norm(doc);
        idf * mentions * (weights::SATURATION + 1.0) / (mentions + weights::SATURATION * norm)
    }

    fn length_norm(&self, doc: DocId) -> f32 {
        let length = self.lengths.fieldnorm(doc) as f32 / self.average_length;
        1.0 - weights::LENGTH_NORM + weights::LENGTH_NORM * length
    }

    /// The heaviest run of a message's words in their order, as a share of the whole message.
    fn message(&mut self, index: usize, words: &Words, doc: DocId) -> f32 {
        let Some(Probe::Words(slots, _)) = self.probes.get_mut(index) else { return 0.0 };
        let mut all: Vec<(u32, usize)> = Vec::new();
        let mut buffer = Vec::new();
        for (number, slot) in slots.iter_mut().enumerate() {
            if slot.seek(doc) == doc {
                slot.places(doc, &mut buffer);
                all.extend(buffer.iter().map(|place| (place.position, number)));
            }
        }
        all.sort_unstable();
        let idf = |slot: usize| words.slots.get(slot).map_or(0.0, |slot| slot.idf);
        let total: f32 = words.slots.iter().map(|slot| slot.idf).sum();
        let mut best: (f32, u32) = (0.0, 0);
        let mut chains: Vec<f32> = Vec::with_capacity(all.len());
        for (at, &(position, slot)) in all.iter().enumerate() {
            let mut chain = 0.0_f32;
            for (&(earlier, before), value) in all.iter().zip(&chains).take(at).rev() {
                let gap = position - earlier;
                if gap > weights::MESSAGE_GAP * 3 {
                    break;
                }
                let in_order = before < slot
                    && gap > 0
                    && gap <= (slot - before) as u32 + weights::MESSAGE_GAP;
                if in_order {
                    chain = chain.max(*value);
                }
            }
            let value = chain + idf(slot);
            chains.push(value);
            if value > best.0 {
                best = (value, position);
            }
        }
        let share = best.0 / total.max(f32::MIN_POSITIVE);
        let zone = stretch_at(&self.starts, best.1).map_or(Zone::More, |start| start.zone);
        let worth = self.plan.leaves.get(index).map_or(0.0, |leaf| leaf.worth);
        worth * share * share * weights::zone(zone).clamp(0.5, 1.2)
    }

    /// The plain words of the query in its order, with their places here.
    fn sightings(&self) -> Vec<Sighting<'_>> {
        let leaves = self.plan.leaves.iter().zip(&self.places);
        leaves
            .filter(|(leaf, _)| leaf.role != Role::Filter)
            .filter_map(|(leaf, places)| match &leaf.kind {
                LeafKind::Words(words) if words.order == Order::Exact => {
                    Some(Sighting { idf: leaf.worth, places, span: leaf.span })
                }
                _ => None,
            })
            .collect()
    }

    /// How much of the title the query's words make up, and they of the query.
    fn title(&self, sightings: &[Sighting<'_>]) -> f32 {
        let end = self.starts.iter().find(|start| start.zone != Zone::Title);
        let length = end.map_or(0, |start| start.position);
        let total: f32 = sightings.iter().map(|sighting| sighting.idf).sum();
        if length == 0 || total <= 0.0 {
            return 0.0;
        }
        let mut words = 0;
        let mut idf = 0.0;
        for sighting in sightings {
            let inside = sighting.places.iter().take_while(|p| p.position < length).count();
            if inside > 0 {
                words += 1;
                idf += sighting.idf;
            }
        }
        let of_title = (words as f32 / length as f32).min(1.0);
        weights::TITLE_SHARE * of_title * idf / total
    }
}

fn exact_places(
    slots: &mut [SlotPostings],
    doc: DocId,
    into: &mut Vec<Place>,
    rest: &mut Vec<(u32, Vec<Place>)>,
) {
    let Some((first, others)) = slots.split_first_mut() else { return };
    if first.seek(doc) != doc {
        return;
    }
    rest.resize_with(others.len(), Default::default);
    for (slot, (offset, places)) in others.iter_mut().zip(rest.iter_mut()) {
        if slot.seek(doc) != doc {
            return;
        }
        *offset = slot.offset.saturating_sub(first.offset);
        slot.places(doc, places);
    }
    first.places(doc, into);
    if !rest.is_empty() {
        keep_phrases(into, rest);
    }
}

fn reaches(scorer: &mut dyn Scorer, doc: DocId) -> bool {
    let reached = if scorer.doc() < doc { scorer.seek(doc) } else { scorer.doc() };
    reached == doc
}

fn strongest(facts: &mut [(f32, SegmentPostings)], doc: DocId) -> f32 {
    let mut best = 0.0_f32;
    for (weight, postings) in facts {
        let reached = if postings.doc() < doc { postings.seek(doc) } else { postings.doc() };
        if reached == doc {
            best = best.max(*weight * weights::emphasised(postings.term_freq()));
        }
    }
    best
}

/// What a step gives, given what its leaves give.
fn value(step: &Step, leaves: &[f32]) -> f32 {
    match step {
        Step::All(parts) => parts.iter().map(|part| value(part, leaves)).sum(),
        Step::Best(parts) => parts.iter().map(|part| value(part, leaves)).fold(0.0, f32::max),
        Step::Weighed(parts) => {
            parts.iter().map(|(weight, part)| weight * value(part, leaves)).sum()
        }
        Step::Not(_) => 0.0,
        Step::Leaf(leaf) => leaves.get(*leaf).copied().unwrap_or(0.0),
    }
}

/// Whether a step is met by what its leaves give.
pub(crate) fn is_met(step: &Step, leaves: &[f32]) -> bool {
    value(step, leaves) > 0.0
}

/// How much of the query is met, by worth. Parts that no article has do not count.
fn share(plan: &Plan, leaves: &[f32]) -> f32 {
    let mut met = 0.0;
    let mut wanted = 0.0;
    for part in plan.parts() {
        let findable = |leaf: &usize| plan.leaves.get(*leaf).is_some_and(|leaf| leaf.found > 0);
        if !plan.is_relaxable(part) || !plan.leaves_of(part).iter().any(findable) {
            continue;
        }
        let worth = plan.worth(part);
        wanted += worth;
        if is_met(part, leaves) {
            met += worth;
        }
    }
    if wanted > 0.0 { met / wanted } else { 1.0 }
}
