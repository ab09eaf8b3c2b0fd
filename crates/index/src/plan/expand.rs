//! Terms of the dictionary that stand for what was typed: beginnings, and words of similar
//! spelling.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::error::IndexError;
use crate::reader::Index;
use crate::schema::Field;

/// A word of similar spelling differs in this many letters at most.
const MOST_EDITS: usize = 2;
/// Shorter words have too many neighbours for a guess.
const SHORTEST_GUESSED: usize = 4;

/// The terms of a field that begin so, the most frequent first, at most `limit`; each with the
/// number of articles.
pub(crate) fn prefix_terms(
    index: &Index,
    field: Field,
    prefix: &str,
    limit: usize,
) -> Result<Vec<(String, u64)>, IndexError> {
    let mut found: BTreeMap<String, u64> = BTreeMap::new();
    for reader in index.searcher.segment_readers() {
        let inverted = reader.inverted_index(field.id()).map_err(|error| index.failed(error))?;
        let mut stream = inverted
            .terms()
            .range()
            .ge(prefix)
            .into_stream()
            .map_err(|error| index.failed(error))?;
        while stream.advance() && stream.key().starts_with(prefix.as_bytes()) {
            let Ok(term) = std::str::from_utf8(stream.key()) else { continue };
            let count = u64::from(stream.value().doc_freq);
            match found.get_mut(term) {
                Some(known) => *known += count,
                None => {
                    found.insert(term.to_owned(), count);
                }
            }
        }
    }
    let mut terms: Vec<(String, u64)> = found.into_iter().collect();
    terms.sort_by_key(|(_, count)| Reverse(*count));
    terms.truncate(limit);
    Ok(terms)
}

/// The most frequent word whose spelling is nearest to a word that does not occur.
pub(crate) fn similar_word(index: &Index, word: &str) -> Result<Option<String>, IndexError> {
    let Some(first) = word.get(..1).filter(|_| is_guessable(word.as_bytes())) else {
        return Ok(None);
    };
    let edits = if word.len() < 7 { 1 } else { MOST_EDITS };
    let own = letters_of(word.as_bytes());
    let mut best: Option<(usize, Reverse<u32>, String)> = None;
    for reader in index.searcher.segment_readers() {
        let inverted =
            reader.inverted_index(Field::Text.id()).map_err(|error| index.failed(error))?;
        let mut stream = inverted
            .terms()
            .range()
            .ge(first)
            .into_stream()
            .map_err(|error| index.failed(error))?;
        while stream.advance() && stream.key().starts_with(first.as_bytes()) {
            let term = stream.key();
            // Each edit changes at most two letters of the set: most words need no comparison.
            let far = term.len().abs_diff(word.len()) > edits
                || (letters_of(term) ^ own).count_ones() as usize > 2 * edits;
            if far || !is_guessable(term) {
                continue;
            }
            let Some(distance) = distance_within(word.as_bytes(), term, edits) else { continue };
            let count = Reverse(stream.value().doc_freq);
            let nearer = best
                .as_ref()
                .is_none_or(|(d, c, t)| (distance, count, term) < (*d, *c, t.as_bytes()));
            if distance > 0 && nearer {
                best = Some((distance, count, String::from_utf8_lossy(term).into_owned()));
            }
        }
    }
    Ok(best.map(|(_, _, term)| term))
}

fn is_guessable(word: &[u8]) -> bool {
    word.len() >= SHORTEST_GUESSED && word.iter().all(u8::is_ascii_lowercase)
}

/// The set of a word's letters.
fn letters_of(word: &[u8]) -> u32 {
    word.iter().fold(0, |set, byte| set | 1 << (byte & 31))
}

/// The number of letters to insert, drop, replace or swap, if it is at most `limit`.
fn distance_within(a: &[u8], b: &[u8], limit: usize) -> Option<usize> {
    let mut before: Vec<usize> = Vec::new();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, &x) in a.iter().enumerate() {
        let mut next = vec![i + 1];
        for (j, &y) in b.iter().enumerate() {
            let swap = i > 0 && j > 0 && a.get(i - 1) == Some(&y) && b.get(j - 1) == Some(&x);
            let at = |row: &[usize], j: usize| row.get(j).copied().unwrap_or(usize::MAX - 1);
            let mut cost =
                (at(&row, j) + usize::from(x != y)).min(at(&row, j + 1) + 1).min(at(&next, j) + 1);
            if swap {
                cost = cost.min(at(&before, j - 1) + 1);
            }
            next.push(cost);
        }
        if next.iter().min().is_none_or(|least| *least > limit) {
            return None;
        }
        before = std::mem::replace(&mut row, next);
    }
    row.last().copied().filter(|distance| *distance <= limit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_swap_is_one_edit() {
        let distance = |a: &str, b: &str| distance_within(a.as_bytes(), b.as_bytes(), 2);
        assert_eq!(distance("clutser", "cluster"), Some(1));
        assert_eq!(distance("cluster", "clusters"), Some(1));
        assert_eq!(distance("replcation", "replication"), Some(1));
        assert_eq!(distance("mail", "cluster"), None);
    }
}
