//! The facts that an article states, each kind in its own module.

use kbq_model::{ErrorCode, Event, FactLines, FileVersion, Reference};

use crate::line::Body;

/// Everything that is extracted from an article's text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facts {
    /// Events of the event log.
    pub events: Vec<Event>,
    /// Codes that identify errors.
    pub error_codes: Vec<ErrorCode>,
    /// Rows of file tables.
    pub files: Vec<FileVersion>,
    /// Every file name that is mentioned, in order of first mention.
    pub file_names: Vec<String>,
    /// Other articles that it points to.
    pub references: Vec<Reference>,
    /// Releases in which the problem was corrected.
    pub fixed_in: Vec<String>,
    /// Registry keys, full paths.
    pub registry_keys: Vec<String>,
    /// Addresses on the web.
    pub urls: Vec<String>,
    /// The `Component:` lines above file tables.
    pub components: Vec<String>,
    /// Source lines of the facts above that are plain strings.
    pub lines: FactLines,
}

/// The facts of one article, or of pasted text.
pub fn extract(body: &Body<'_>) -> Facts {
    let _ = body;
    Facts::default()
}
