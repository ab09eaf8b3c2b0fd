//! Choosing the articles that are ranked in earnest: the best of a cheap score.

use std::cmp::Ordering;
use std::sync::Arc;

use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::ColumnValues;
use tantivy::query::Weight;
use tantivy::{DocAddress, DocId, Score, SegmentReader};

use crate::schema::Field;

/// An article that may be a hit.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Candidate {
    pub(crate) score: Score,
    pub(crate) number: u32,
    pub(crate) address: DocAddress,
}

impl Candidate {
    /// Best first; the number decides between equals, so that the order is the same however the
    /// articles are spread over segments.
    fn rank(&self, other: &Candidate) -> Ordering {
        other.score.total_cmp(&self.score).then(self.number.cmp(&other.number))
    }
}

/// Collects the best articles.
pub(crate) struct Candidates {
    /// How many are kept.
    pub(crate) limit: usize,
    /// Whether articles that cannot be among the best may be skipped unseen, and so not counted.
    pub(crate) prune: bool,
}

/// The best articles, and how many were seen.
#[derive(Default)]
pub(crate) struct Collected {
    pub(crate) best: Vec<Candidate>,
    pub(crate) seen: usize,
}

impl Collector for Candidates {
    type Fruit = Collected;
    type Child = Segment;

    fn for_segment(&self, ord: u32, reader: &SegmentReader) -> tantivy::Result<Segment> {
        let numbers = reader.fast_fields().column_first_or_default(Field::Number.name())?;
        Ok(Segment { ord, best: Best::new(self.limit), seen: 0, numbers })
    }

    fn requires_scoring(&self) -> bool {
        true
    }

    fn merge_fruits(&self, segments: Vec<Collected>) -> tantivy::Result<Collected> {
        let mut all = Collected::default();
        for segment in segments {
            all.seen += segment.seen;
            all.best.extend(segment.best);
        }
        all.best.sort_by(Candidate::rank);
        all.best.truncate(self.limit);
        Ok(all)
    }

    fn collect_segment(
        &self,
        weight: &dyn Weight,
        ord: u32,
        reader: &SegmentReader,
    ) -> tantivy::Result<Collected> {
        let mut segment = self.for_segment(ord, reader)?;
        let alive = reader.alive_bitset();
        let mut collect = |doc, score| {
            if alive.is_none_or(|alive| alive.is_alive(doc)) {
                segment.collect(doc, score);
            }
            segment.best.threshold
        };
        if self.prune {
            weight.for_each_pruning(Score::MIN, reader, &mut collect)?;
        } else {
            weight.for_each(reader, &mut |doc, score| {
                collect(doc, score);
            })?;
        }
        Ok(segment.harvest())
    }
}

/// The articles of one segment.
pub(crate) struct Segment {
    ord: u32,
    best: Best,
    seen: usize,
    numbers: Arc<dyn ColumnValues<u64>>,
}

impl SegmentCollector for Segment {
    type Fruit = Collected;

    fn collect(&mut self, doc: DocId, score: Score) {
        self.seen += 1;
        if score > self.best.threshold {
            let number = u32::try_from(self.numbers.get_val(doc)).unwrap_or(u32::MAX);
            self.best.push(Candidate { score, number, address: DocAddress::new(self.ord, doc) });
        }
    }

    fn harvest(self) -> Collected {
        Collected { best: self.best.into_vec(), seen: self.seen }
    }
}

/// The best so far. Twice as many are kept before they are cut, which is cheaper than a heap.
struct Best {
    limit: usize,
    kept: Vec<Candidate>,
    /// Only better scores are worth reporting. Equal ones still are: the number decides.
    threshold: Score,
}

impl Best {
    fn new(limit: usize) -> Best {
        Best { limit: limit.max(1), kept: Vec::new(), threshold: Score::MIN }
    }

    fn push(&mut self, candidate: Candidate) {
        self.kept.push(candidate);
        if self.kept.len() >= self.limit.saturating_mul(2) {
            self.cut();
        }
    }

    fn cut(&mut self) {
        if self.kept.len() > self.limit {
            self.kept.select_nth_unstable_by(self.limit - 1, Candidate::rank);
            self.kept.truncate(self.limit);
            let least = self.kept.last().map_or(Score::MIN, |candidate| candidate.score);
            self.threshold = least.next_down();
        }
    }

    fn into_vec(mut self) -> Vec<Candidate> {
        self.cut();
        self.kept
    }
}
