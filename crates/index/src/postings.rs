//! Where words stand in an article: reading positions, for matching and for ranking.

use tantivy::postings::{Postings, SegmentPostings};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, SegmentReader, TERMINATED, Term};

use crate::plan::{Slot, WordOption};
use crate::schema::Field;

/// The postings of one word: of every term that may stand in its place.
pub(crate) struct SlotPostings {
    pub(crate) offset: u32,
    options: Vec<(f32, SegmentPostings)>,
    buffer: Vec<u32>,
}

/// A place where a word stands, and how well the term there fits.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Place {
    pub(crate) position: u32,
    pub(crate) weight: f32,
}

impl SlotPostings {
    pub(crate) fn open(reader: &SegmentReader, slot: &Slot) -> tantivy::Result<SlotPostings> {
        let inverted = reader.inverted_index(Field::Text.id())?;
        let mut options = Vec::with_capacity(slot.options.len());
        for WordOption { term, weight } in &slot.options {
            let term = Term::from_field_text(Field::Text.id(), term);
            let record = IndexRecordOption::WithFreqsAndPositions;
            if let Some(postings) = inverted.read_postings(&term, record)? {
                options.push((*weight, postings));
            }
        }
        Ok(SlotPostings { offset: slot.offset, options, buffer: Vec::new() })
    }

    /// The first article from `target` on that has the word.
    pub(crate) fn seek(&mut self, target: DocId) -> DocId {
        let mut first = TERMINATED;
        for (_, postings) in &mut self.options {
            let doc = if postings.doc() < target { postings.seek(target) } else { postings.doc() };
            first = first.min(doc);
        }
        first
    }

    /// The places of the word in an article that [`SlotPostings::seek`] has reached, ascending.
    pub(crate) fn places(&mut self, doc: DocId, into: &mut Vec<Place>) {
        into.clear();
        let mut found = 0;
        for (weight, postings) in &mut self.options {
            if postings.doc() == doc {
                postings.positions(&mut self.buffer);
                into.extend(
                    self.buffer.iter().map(|&position| Place { position, weight: *weight }),
                );
                found += 1;
            }
        }
        if found > 1 {
            // Of terms at one position the best fitting stays.
            into.sort_by(|a, b| a.position.cmp(&b.position).then(b.weight.total_cmp(&a.weight)));
            into.dedup_by_key(|place| place.position);
        }
    }
}

/// Leaves in `first` the places at which every slot stands at its offset from the first one.
pub(crate) fn keep_phrases(first: &mut Vec<Place>, rest: &[(u32, Vec<Place>)]) {
    first.retain(|place| {
        rest.iter().all(|(offset, places)| {
            let wanted = place.position + offset;
            places.binary_search_by_key(&wanted, |place| place.position).is_ok()
        })
    });
}
