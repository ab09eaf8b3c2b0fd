//! Counting values over many articles.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use tantivy::{DocAddress, DocId};

use crate::error::IndexError;
use crate::reader::Index;
use crate::results::Facet;
use crate::schema::Field;

/// The facets of values, with the names under which they are shown.
const VALUES: [(&str, Field); 4] = [
    ("product", Field::HeaderProduct),
    ("area", Field::Area),
    ("component", Field::Component),
    ("type", Field::Type),
];

/// How often each value occurs among these articles.
pub(crate) fn count_facets(
    index: &Index,
    addresses: &[DocAddress],
) -> Result<Vec<Facet>, IndexError> {
    let mut sorted = addresses.to_vec();
    sorted.sort_unstable();
    let mut facets = Vec::new();
    for (name, field) in VALUES {
        let mut counts: BTreeMap<String, u64> = BTreeMap::new();
        for segment in sorted.chunk_by(|a, b| a.segment_ord == b.segment_ord) {
            let docs = segment.iter().map(|address| address.doc_id);
            let Some(first) = segment.first() else { continue };
            count_values(index, field, first.segment_ord, docs, &mut counts)?;
        }
        facets.push(ordered(name, counts));
    }
    let dates = index.columns(Field::Modified)?;
    let mut years: BTreeMap<String, u64> = BTreeMap::new();
    for address in &sorted {
        let column = dates.get(address.segment_ord as usize);
        let year = column.map_or(0, |column| column.get_val(address.doc_id)) / 10_000;
        if year > 0 {
            *years.entry(year.to_string()).or_default() += 1;
        }
    }
    facets.push(ordered("year", years));
    Ok(facets)
}

fn count_values(
    index: &Index,
    field: Field,
    segment: u32,
    docs: impl Iterator<Item = DocId>,
    counts: &mut BTreeMap<String, u64>,
) -> Result<(), IndexError> {
    let reader = index.searcher.segment_reader(segment);
    let column = reader.fast_fields().str(field.name()).map_err(|error| index.failed(error))?;
    let Some(column) = column else { return Ok(()) };
    let mut by_ord: BTreeMap<u64, u64> = BTreeMap::new();
    for doc in docs {
        for ord in column.term_ords(doc) {
            *by_ord.entry(ord).or_default() += 1;
        }
    }
    let mut value = String::new();
    for (ord, count) in by_ord {
        value.clear();
        column.ord_to_str(ord, &mut value).map_err(|error| index.failed(error))?;
        *counts.entry(value.clone()).or_default() += count;
    }
    Ok(())
}

fn ordered(field: &'static str, counts: BTreeMap<String, u64>) -> Facet {
    let mut values: Vec<(String, u64)> = counts.into_iter().collect();
    values.sort_by_key(|(_, count)| Reverse(*count));
    Facet { field, values }
}
