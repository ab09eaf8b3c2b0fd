//! Why a file gives no article.

use thiserror::Error;

/// What a reader accepts, for the messages.
const EXPECTED: &str = "expected a Knowledge Base article: Jekyll front matter, a `DOCUMENT:Q…` \
     header, or a support page with its article number saved as text";

/// A file that holds no article. Everything else is a diagnostic of the article.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ParseError {
    /// The file has no text.
    #[error("{path}: the file is empty; {EXPECTED}")]
    Empty {
        /// The path as given.
        path: String,
    },
    /// The file holds NUL bytes that no text encoding explains.
    #[error("{path}: binary data at byte {offset}; {EXPECTED}")]
    Binary {
        /// The path as given.
        path: String,
        /// Offset of the first NUL byte.
        offset: usize,
    },
    /// The text has the header of no known format.
    #[error("{path}: no article header found in the text; {EXPECTED}")]
    NoArticle {
        /// The path as given.
        path: String,
    },
}

impl ParseError {
    /// A stable name for machines.
    pub fn kind(&self) -> &'static str {
        match self {
            ParseError::Empty { .. } => "empty",
            ParseError::Binary { .. } => "binary",
            ParseError::NoArticle { .. } => "no-article",
        }
    }
}
