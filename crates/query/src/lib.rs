//! What a person typed or pasted, understood.
//!
//! [`Query`] is the tree that the index lowers and ranks. Nothing that a person types is an
//! error: what is no field, code or event is text.
//!
//! This crate is not for searching: it never sees an index and never names tantivy.

mod alias;
mod diagnose;
mod display;
mod field;
mod lex;
mod parse;
mod shape;
mod stopword;
mod synonym;
mod tree;
mod value;

pub use alias::{AliasError, Aliases, Component, Source, source_key};
pub use diagnose::{
    CodeRole, CodeSeen, ComponentSeen, Diagnosis, Dropped, Entry, EventSeen, Evidence, FileSeen,
    InputKind, MessageSeen, NoiseKind, diagnose,
};
pub use field::{FIELDS, Field, OPERATORS, SHAPES, Syntax};
pub use stopword::is_stopword;
pub use synonym::{Expandable, Expansion, SynonymError, Synonyms};
pub use tree::{
    Bound, Clause, CodeWanted, Date, FileWanted, Modifier, Node, Query, Range, Span, TextField,
    Understood, UnderstoodKind, Weighed,
};
