//! What the index knows of a term: how many articles have it.

use tantivy::Searcher;

use crate::error::IndexError;
use crate::reader::Index;
use crate::schema::Field;
use crate::text::{PieceKind, Pieces, Stems, tidy};
use crate::weights;

/// A word of a query as terms: the pieces of each run with their offsets.
pub(crate) struct Run {
    /// Behind the first run.
    pub(crate) offset: u32,
    pub(crate) term: String,
    pub(crate) is_compound: bool,
}

/// Splits the words of a query as the index splits text. With `parts` false, the parts of a
/// compound are left out.
pub(crate) fn runs(text: &str, parts: bool) -> Vec<Run> {
    let text = tidy(text);
    let mut pieces = Pieces::default();
    let mut runs: Vec<Run> = Vec::new();
    while pieces.advance(&text) {
        let whole = pieces.pieces().iter().find(|piece| piece.kind == PieceKind::Compound);
        match whole {
            Some(piece) if !parts => runs.push(Run {
                offset: piece.position,
                term: pieces.term(piece).to_owned(),
                is_compound: true,
            }),
            _ => runs.extend(pieces.pieces().iter().filter(|p| p.kind == PieceKind::Run).map(
                |piece| Run {
                    offset: piece.position,
                    term: pieces.term(piece).to_owned(),
                    is_compound: false,
                },
            )),
        }
    }
    runs
}

/// Looks terms up; remembers stems.
pub(crate) struct Lookup<'a> {
    pub(crate) index: &'a Index,
    pub(crate) stems: Stems,
}

impl<'a> Lookup<'a> {
    pub(crate) fn new(index: &'a Index) -> Lookup<'a> {
        Lookup { index, stems: Stems::default() }
    }

    pub(crate) fn searcher(&self) -> &'a Searcher {
        &self.index.searcher
    }

    /// How many articles have a term.
    pub(crate) fn count(&self, field: Field, term: &str) -> Result<u64, IndexError> {
        self.index.count(field, term)
    }

    /// What a word is worth that so many articles have.
    pub(crate) fn idf(&self, count: u64) -> f32 {
        let all = self.searcher().num_docs() as f32;
        let count = count as f32;
        weights::rarity_worth((1.0 + (all - count + 0.5).max(0.5) / (count + 0.5)).ln())
    }

    /// How rare a fact is, from 0 for one in every article to 1 for one in a single article.
    pub(crate) fn rarity(&self, count: u64) -> f32 {
        let all = self.searcher().num_docs().max(2) as f32;
        (1.0 - (count.max(1) as f32).ln() / all.ln()).clamp(0.0, 1.0)
    }
}
