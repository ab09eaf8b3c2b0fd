//! A query for words at exact distances or in a given part of the article.

use std::sync::Arc;

use kbq_query::TextField;
use tantivy::columnar::Column;
use tantivy::query::{EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::{DocId, DocSet, Score, SegmentReader, TERMINATED, TantivyError};

use crate::plan::{Slot, WordOption, Words};
use crate::postings::{Place, SlotPostings, keep_phrases};
use crate::schema::Field;
use crate::zone::{ZoneStart, stretch_at};

/// Matches where all words stand at their offsets, within one part of the article if one is
/// given. Its score is the words' rarity.
#[derive(Debug, Clone)]
pub(crate) struct PlacedQuery {
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    slots: Vec<Slot>,
    place: Option<TextField>,
    score: Score,
}

impl PlacedQuery {
    pub(crate) fn new(words: &Words, place: Option<TextField>) -> PlacedQuery {
        let copy = |slot: &Slot| Slot {
            offset: slot.offset,
            options: slot.options.iter().map(WordOption::clone).collect(),
            beginning: None,
            idf: slot.idf,
        };
        let slots: Vec<Slot> = words.slots.iter().map(copy).collect();
        let score = slots.iter().map(|slot| slot.idf).sum();
        PlacedQuery { shared: Arc::new(Shared { slots, place, score }) }
    }
}

impl Query for PlacedQuery {
    fn weight(&self, _: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(PlacedWeight { shared: self.shared.clone() }))
    }
}

struct PlacedWeight {
    shared: Arc<Shared>,
}

impl Weight for PlacedWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let slots = self.shared.slots.iter().map(|slot| SlotPostings::open(reader, slot));
        let mut scorer = PlacedScorer {
            slots: slots.collect::<Result<_, _>>()?,
            zones: reader.fast_fields().u64(Field::Zones.name())?,
            place: self.shared.place,
            score: self.shared.score * boost,
            doc: 0,
            first: Vec::new(),
            rest: Vec::new(),
            starts: Vec::new(),
        };
        scorer.find_from(0);
        Ok(Box::new(scorer))
    }

    fn explain(&self, _: &SegmentReader, _: DocId) -> tantivy::Result<Explanation> {
        Err(TantivyError::InvalidArgument("kbq explains its own scores".to_owned()))
    }
}

struct PlacedScorer {
    slots: Vec<SlotPostings>,
    zones: Column<u64>,
    place: Option<TextField>,
    score: Score,
    doc: DocId,
    first: Vec<Place>,
    rest: Vec<(u32, Vec<Place>)>,
    starts: Vec<ZoneStart>,
}

impl PlacedScorer {
    fn find_from(&mut self, target: DocId) -> DocId {
        let mut target = target;
        while target < TERMINATED {
            let reached = self.slots.iter_mut().map(|slot| slot.seek(target)).max();
            let reached = reached.unwrap_or(TERMINATED);
            if reached == target && self.is_match(target) {
                self.doc = target;
                return target;
            }
            target = if reached == target { target + 1 } else { reached };
        }
        self.doc = TERMINATED;
        TERMINATED
    }

    fn is_match(&mut self, doc: DocId) -> bool {
        let Some((first, others)) = self.slots.split_first_mut() else { return false };
        first.places(doc, &mut self.first);
        self.rest.resize_with(others.len(), Default::default);
        for (slot, (offset, places)) in others.iter_mut().zip(&mut self.rest) {
            *offset = slot.offset.saturating_sub(first.offset);
            slot.places(doc, places);
        }
        keep_phrases(&mut self.first, &self.rest);
        let Some(field) = self.place else { return !self.first.is_empty() };
        self.starts.clear();
        self.starts.extend(self.zones.values_for_doc(doc).map(ZoneStart::from_column));
        self.first.iter().any(|place| {
            stretch_at(&self.starts, place.position).is_some_and(|start| start.is_in(field))
        })
    }
}

impl DocSet for PlacedScorer {
    fn advance(&mut self) -> DocId {
        match self.doc {
            TERMINATED => TERMINATED,
            doc => self.find_from(doc + 1),
        }
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if target <= self.doc { self.doc } else { self.find_from(target) }
    }

    fn doc(&self) -> DocId {
        self.doc
    }

    fn size_hint(&self) -> u32 {
        0
    }
}

impl Scorer for PlacedScorer {
    fn score(&mut self) -> Score {
        self.score
    }
}
