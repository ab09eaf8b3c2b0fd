//! Terms of the dictionary that stand for what was typed: beginnings, and words of similar
//! spelling.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use crate::error::IndexError;
use crate::reader::Index;
use crate::schema::Field;
use crate::weights;

/// A word of similar spelling differs in this many letters at most.
const MOST_EDITS: usize = 2;
/// Bytes of the beginnings whose words are remembered.
pub(super) const LONGEST_REMEMBERED: usize = 2;
/// Shorter words have too many neighbours for a guess.
const SHORTEST_GUESSED: usize = 4;

/// Shows each term of a field that begins so, in order, with the number of articles that have or,
/// until an update's leftovers are merged, had it.
pub(crate) fn each_term(
    index: &Index,
    field: Field,
    prefix: &str,
    mut see: impl FnMut(&[u8], u64),
) -> Result<(), IndexError> {
    let readers = index.searcher.segment_readers().iter();
    let dictionaries = readers.map(|reader| reader.inverted_index(field.id()));
    let dictionaries: Vec<_> =
        dictionaries.collect::<Result<_, _>>().map_err(|error| index.failed(error))?;
    let mut streams = Vec::new();
    for dictionary in &dictionaries {
        let stream = dictionary.terms().range().ge(prefix).into_stream();
        let mut stream = stream.map_err(|error| index.failed(error))?;
        if stream.advance() {
            streams.push(stream);
        }
    }
    let mut term = Vec::new();
    while let Some(next) = streams.iter().map(|stream| stream.key()).min() {
        if !next.starts_with(prefix.as_bytes()) {
            break;
        }
        term.clear();
        term.extend_from_slice(next);
        let mut count = 0;
        streams.retain_mut(|stream| {
            if stream.key() != term {
                return true;
            }
            count += u64::from(stream.value().doc_freq);
            stream.advance()
        });
        see(&term, count);
    }
    Ok(())
}

/// The words that stand for a beginning of a word, most frequent first.
///
/// # Errors
/// [`IndexError::Damaged`] if the dictionary cannot be read.
pub(crate) fn words_for(index: &Index, prefix: &str) -> Result<Arc<[String]>, IndexError> {
    let limit = weights::PREFIX_TERMS;
    let read = || -> Result<Arc<[String]>, IndexError> {
        let terms = prefix_terms(index, Field::Text, prefix, limit)?;
        Ok(terms.into_iter().map(|(term, _)| term).collect())
    };
    if prefix.len() > LONGEST_REMEMBERED {
        return read();
    }
    if let Some(known) = index.beginnings.0.lock().ok().and_then(|known| known.get(prefix).cloned())
    {
        return Ok(known);
    }
    let words = read()?;
    if let Ok(mut known) = index.beginnings.0.lock() {
        known.insert(prefix.to_owned(), words.clone());
    }
    Ok(words)
}

/// The words for the shortest beginnings, once they were asked for: to find them, a large part of
/// the dictionary is read, and in a query as it is typed every word begins with one letter.
#[derive(Default)]
pub(crate) struct ShortBeginnings(Mutex<HashMap<String, Arc<[String]>>>);

/// The terms of a field that begin so, the most frequent first, at most `limit`; each with the
/// number of articles.
pub(crate) fn prefix_terms(
    index: &Index,
    field: Field,
    prefix: &str,
    limit: usize,
) -> Result<Vec<(String, u64)>, IndexError> {
    let mut kept: Vec<(Reverse<u64>, Vec<u8>)> = Vec::new();
    let mut least = 0;
    each_term(index, field, prefix, |term, count| {
        if count <= least {
            return;
        }
        kept.push((Reverse(count), term.to_vec()));
        // Twice as many as wanted, which is cheaper than to keep them in order.
        if kept.len() >= limit.saturating_mul(2) {
            kept.sort_unstable();
            kept.truncate(limit);
            least = kept.last().map_or(0, |(count, _)| count.0);
        }
    })?;
    kept.sort_unstable();
    kept.truncate(limit);
    let mut terms = Vec::with_capacity(kept.len());
    for (Reverse(count), term) in kept {
        let Ok(term) = String::from_utf8(term) else { continue };
        let count = if index.has_deletions() { index.count(field, &term)? } else { count };
        if count > 0 {
            terms.push((term, count));
        }
    }
    terms.sort_by_key(|(_, count)| Reverse(*count));
    Ok(terms)
}

/// The most frequent word whose spelling is nearest to a word that does not occur.
pub(crate) fn similar_word(index: &Index, word: &str) -> Result<Option<String>, IndexError> {
    let Some(first) = word.get(..1).filter(|_| is_guessable(word.as_bytes())) else {
        return Ok(None);
    };
    let edits = if word.len() < 7 { 1 } else { MOST_EDITS };
    let own = letters_of(word.as_bytes());
    let mut best: Option<(usize, Reverse<u64>, Vec<u8>)> = None;
    each_term(index, Field::Text, first, |term, count| {
        // Each edit changes at most two letters of the set: most words need no comparison.
        let far = term.len().abs_diff(word.len()) > edits
            || (letters_of(term) ^ own).count_ones() as usize > 2 * edits;
        if far || !is_guessable(term) {
            return;
        }
        let Some(distance) = distance_within(word.as_bytes(), term, edits) else { return };
        let count = Reverse(count);
        let nearer = best.as_ref().is_none_or(|(d, c, t)| (distance, count, term) < (*d, *c, t));
        if distance > 0 && nearer {
            best = Some((distance, count, term.to_vec()));
        }
    })?;
    Ok(best.and_then(|(_, _, term)| String::from_utf8(term).ok()))
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
