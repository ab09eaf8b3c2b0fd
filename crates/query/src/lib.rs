//! What a person typed or pasted, understood.
//!
//! [`Query`] is the tree that the index lowers and ranks. Nothing that a person types is an
//! error: what is no field, code or event is text.
//!
//! This crate is not for searching: it never sees an index and never names tantivy.

mod source;
mod tree;

pub use source::source_key;
pub use tree::{
    Bound, Clause, CodeWanted, Date, FileWanted, Modifier, Node, Query, Range, Span, TextField,
    Understood, UnderstoodKind, Weighed,
};
