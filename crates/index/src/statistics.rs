//! How often terms occur and how long articles are, over the whole index.
//!
//! What an update has deleted is not counted, and nothing is counted by segment, so that the same
//! articles give the same scores however they came into the index.

use std::collections::BTreeMap;

use tantivy::query::Bm25StatisticsProvider;
use tantivy::schema::{Field as FieldId, IndexRecordOption};
use tantivy::{DocSet, SegmentReader, TERMINATED, Term};

use crate::error::IndexError;
use crate::reader::Index;
use crate::schema::Field;

/// For each field that has lengths, by its name, the sum of them over all articles, as the ranking
/// sees them.
pub(crate) type Lengths = BTreeMap<String, u64>;

/// Adds up the lengths of the articles of an index in the making.
pub(crate) fn lengths(index: &tantivy::Index) -> tantivy::Result<Lengths> {
    let mut lengths = Lengths::new();
    let fields = Field::ALL.iter().filter(|field| field.row().shape.has_lengths());
    let fields: Vec<Field> = fields.copied().collect();
    for segment in index.searchable_segments()? {
        let reader = SegmentReader::open(&segment)?;
        for field in &fields {
            let norms = reader.get_fieldnorms_reader(field.id())?;
            let sum = lengths.entry(field.name().to_owned()).or_default();
            *sum += reader.doc_ids_alive().map(|doc| u64::from(norms.fieldnorm(doc))).sum::<u64>();
        }
    }
    Ok(lengths)
}

/// How many articles of a segment have a term.
fn count_in(reader: &SegmentReader, term: &Term) -> tantivy::Result<u64> {
    let inverted = reader.inverted_index(term.field())?;
    let Some(alive) = reader.alive_bitset() else {
        return Ok(u64::from(inverted.doc_freq(term)?));
    };
    let Some(mut postings) = inverted.read_postings(term, IndexRecordOption::Basic)? else {
        return Ok(0);
    };
    let mut count = 0;
    while postings.doc() != TERMINATED {
        count += u64::from(alive.is_alive(postings.doc()));
        postings.advance();
    }
    Ok(count)
}

impl Index {
    /// How many articles have a term.
    pub(crate) fn count(&self, field: Field, text: &str) -> Result<u64, IndexError> {
        let term = Term::from_field_text(field.id(), text);
        self.doc_freq(&term).map_err(|error| self.failed(error))
    }

    /// Whether an update has left deleted articles behind.
    pub(crate) fn has_deletions(&self) -> bool {
        self.searcher.segment_readers().iter().any(SegmentReader::has_deletes)
    }

    /// How long the text of an article is in the mean; at least 1.
    pub(crate) fn average_length(&self) -> f32 {
        let sum = self.manifest().lengths.get(Field::Text.name()).copied().unwrap_or(0);
        (sum as f32 / self.searcher.num_docs().max(1) as f32).max(1.0)
    }
}

impl Bm25StatisticsProvider for Index {
    fn total_num_tokens(&self, field: FieldId) -> tantivy::Result<u64> {
        // A field without lengths counts one for each article.
        let name = self.searcher.schema().get_field_name(field);
        Ok(self.manifest().lengths.get(name).copied().unwrap_or(self.searcher.num_docs()).max(1))
    }

    fn total_num_docs(&self) -> tantivy::Result<u64> {
        Ok(self.searcher.num_docs())
    }

    fn doc_freq(&self, term: &Term) -> tantivy::Result<u64> {
        self.searcher.segment_readers().iter().map(|reader| count_in(reader, term)).sum()
    }
}
