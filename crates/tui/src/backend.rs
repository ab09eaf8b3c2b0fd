//! What the interface asks of an index, as a trait: the interface runs on any answerer of it, the
//! real one being [`crate::IndexBackend`].

use kbq_index::{Links, Results, Stats};
use kbq_model::Article;
use kbq_query::Query;

/// How much of an answer is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Extent {
    /// How many hits at most.
    pub limit: usize,
    /// Whether values are counted.
    pub facets: bool,
}

/// The answer to what was typed or pasted.
#[derive(Debug, Clone, PartialEq)]
pub struct Reply {
    /// The text, understood.
    pub query: Query,
    /// The hits.
    pub results: Results,
}

/// What stands before a code that is to be decoded as one of a stop screen.
pub const STOP: &str = "STOP ";

/// A code, decoded.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Decoded {
    /// The code as asked for.
    pub code: String,
    /// The other ways to write it.
    pub notations: Vec<String>,
    /// What it may mean, likeliest first.
    pub readings: Vec<Reading>,
    /// Other codes that say the same, nearest first, each with the reason.
    pub related: Vec<(String, String)>,
    /// How many articles name it.
    pub articles: u64,
}

/// One reading of a code.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reading {
    /// What makes it this reading (`low word of an event message code`).
    pub basis: String,
    /// The value in this reading (`997`).
    pub value: String,
    /// Its symbolic names.
    pub names: Vec<String>,
    /// What it means in words.
    pub meaning: Option<String>,
}

/// What went wrong in the index, for a person.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct BackendError(pub String);

/// Answers the interface's questions. It runs on the worker thread, one question at a time.
pub trait Backend {
    /// What is in the index.
    ///
    /// # Errors
    /// When the index can't be read.
    fn stats(&self) -> Result<Stats, BackendError>;

    /// Searches for what was typed.
    ///
    /// # Errors
    /// When the index can't be read.
    fn search(&self, text: &str, extent: Extent) -> Result<Reply, BackendError>;

    /// Finds what answers a pasted text.
    ///
    /// # Errors
    /// When the index can't be read.
    fn diagnose(&self, text: &str, extent: Extent) -> Result<Reply, BackendError>;

    /// The article of this number; `None` if the index has none.
    ///
    /// # Errors
    /// When the index can't be read.
    fn article(&self, number: u32) -> Result<Option<Article>, BackendError>;

    /// What the article refers to, and what refers to it.
    ///
    /// # Errors
    /// When the index can't be read.
    fn links(&self, number: u32) -> Result<Links, BackendError>;

    /// Decodes a code, behind [`STOP`] as one of a stop screen; `None` for text that is none.
    ///
    /// # Errors
    /// When the index can't be read.
    fn decode(&self, code: &str) -> Result<Option<Decoded>, BackendError>;
}
