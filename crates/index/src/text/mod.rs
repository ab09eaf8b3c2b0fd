//! How text becomes terms, for articles and queries alike.

mod beginnings;
mod boilerplate;
mod pieces;
mod stem;
mod tokenizer;

pub(crate) use beginnings::Beginnings;
pub(crate) use boilerplate::is_boilerplate;
pub(crate) use pieces::{PieceKind, Pieces, count_positions, tidy};
pub(crate) use stem::Stems;
pub(crate) use tokenizer::KbTokenizer;
