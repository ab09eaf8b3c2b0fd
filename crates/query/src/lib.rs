//! What a person typed or pasted, understood.
//!
//! [`Query::parse`] reads what is typed: words, operators, fields, and by their shape codes,
//! events, files, articles and components. [`diagnose`] reads what is pasted: log entries, stop
//! screens, dialogs, tool output. Both give a [`Query`], the tree that the index lowers and ranks.
//! Nothing is an error: what is no field, code or event is text.
//!
//! The tables are data: [`FIELDS`], [`OPERATORS`] and [`SHAPES`] are the language and its help;
//! [`Aliases`] are the names of components and event sources, [`synonyms`] other words for the
//! same thing, both in YAML that users extend.
//!
//! This crate is not for searching: it never sees an index and never names tantivy.
//!
//! ```
//! use kbq_query::{Aliases, Query, diagnose};
//!
//! let aliases = Aliases::builtin();
//! let query = Query::parse("4051 MSExchangeIMC -proxy", &aliases);
//! assert_eq!(query.to_string(), "[{event MSExchangeIMC 4051 / [msexchangeimc 4051]} not proxy]");
//!
//! let screen = "*** STOP: 0x0000001E (0xC0000005,0xFF1D2D79,0x00000000,0x00000038) - tcpip.sys";
//! let diagnosis = diagnose(screen, &aliases);
//! assert_eq!(
//!     diagnosis.query(&aliases).to_string(),
//!     "<1×stop 0x0000001e + 0.3×0xc0000005 + 0.3×0xff1d2d79 + 0.6×file tcpip.sys>"
//! );
//! ```

mod alias;
mod builtin;
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
    InputKind, MessageSeen, NoiseKind, SymbolSeen, VersionSeen, diagnose,
};
pub use field::{FIELDS, Field, OPERATORS, SHAPES, Syntax};
pub use stopword::is_stopword;
pub use synonym::{Likeness, Synonym, synonyms};
pub use tree::{
    Bound, Clause, CodeWanted, Date, FileWanted, Modifier, Node, Query, Range, Span, TextField,
    Understood, UnderstoodKind, Weighed,
};
