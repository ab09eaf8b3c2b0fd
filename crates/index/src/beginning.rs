//! A query for every word that begins so.

use tantivy::query::{
    BitSetDocSet, ConstScorer, EnableScoring, Explanation, Query, Scorer, Weight,
};
use tantivy::schema::IndexRecordOption;
use tantivy::{BitSet, DocId, Score, SegmentReader, TantivyError};

use crate::schema::Field;
use crate::weights;

/// Matches where any word of the text begins so. It stands beside the most frequent of these
/// words, for the articles that have a rarer one only: so all matches score alike, and little.
#[derive(Debug, Clone)]
pub(crate) struct BeginningQuery(pub(crate) String);

impl Query for BeginningQuery {
    fn weight(&self, _: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(BeginningWeight(self.0.clone())))
    }
}

struct BeginningWeight(String);

impl Weight for BeginningWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let mut found = BitSet::with_max_value(reader.max_doc());
        let inverted = reader.inverted_index(Field::Text.id())?;
        let mut terms = inverted.terms().range().ge(&self.0).into_stream()?;
        while terms.advance() && terms.key().starts_with(self.0.as_bytes()) {
            let record = IndexRecordOption::Basic;
            let mut blocks = inverted.read_block_postings_from_terminfo(terms.value(), record)?;
            while !blocks.docs().is_empty() {
                for doc in blocks.docs() {
                    found.insert(*doc);
                }
                blocks.advance();
            }
        }
        let score = weights::RARE_BEGINNING * boost;
        Ok(Box::new(ConstScorer::new(BitSetDocSet::from(found), score)))
    }

    fn explain(&self, _: &SegmentReader, _: DocId) -> tantivy::Result<Explanation> {
        Err(TantivyError::InvalidArgument("kbq explains its own scores".to_owned()))
    }
}
