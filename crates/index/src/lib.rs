//! placeholder

mod directory;
mod document;
mod encode;
mod error;
mod layout;
mod reader;
mod results;
mod schema;
mod text;
mod weights;
mod writer;
mod zone;

pub use error::IndexError;
pub use layout::{INDEX_VERSION, Manifest};
pub use reader::Index;
pub use results::{
    Count, Facet, Hit, Link, Links, Reason, ReasonKind, Relaxed, Results, ScorePart, SearchOptions,
    Snippet, Sort, Stats, Unmatched,
};
pub use writer::{Writer, WriterOptions};
