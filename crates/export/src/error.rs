//! What can go wrong with an export.

use std::error::Error;
use std::io;

/// An export that was not written. Nothing of it is left behind, and what stood there stays.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The file, folder or stream could not be written.
    #[error("{path}: {source}; check the path, its permissions and the room on the disk")]
    Write {
        /// The path as given, `-` for a stream.
        path: String,
        /// What the system said.
        source: io::Error,
    },
    /// The articles could not be read.
    #[error("the articles to export can't be read: {0}")]
    Articles(Box<dyn Error + Send + Sync>),
    /// A folder stands where a file is to be written, or the other way round.
    #[error("{path}: {format} is written to a {wanted}, and this is none; name another path")]
    Shape {
        /// The path as given.
        path: String,
        /// The format's name.
        format: &'static str,
        /// `file` or `folder`.
        wanted: &'static str,
    },
    /// A part was asked for of a format that has no such parts.
    #[error("{format} has no {part} to choose; {part} are chosen of {of}")]
    Indivisible {
        /// The format's name.
        format: &'static str,
        /// `tables` or `fields`.
        part: &'static str,
        /// The formats that can.
        of: &'static str,
    },
    /// A field was asked for that there is not.
    #[error("there is no field `{name}`; the fields are {known}")]
    Field {
        /// The field as given.
        name: String,
        /// Those that there are, separated by commas.
        known: String,
    },
    /// It was stopped by [`Options::stop`](crate::Options::stop).
    #[error("stopped; nothing was written")]
    Stopped,
    /// The database refused something.
    #[cfg(feature = "sqlite")]
    #[error("{path}: SQLite: {source}")]
    Sqlite {
        /// The path of the unfinished database.
        path: String,
        /// What SQLite said.
        source: rusqlite::Error,
    },
}

impl ExportError {
    /// Whether the reader of a stream has gone, which is no failure: `kbq export | head`.
    pub fn is_broken_pipe(&self) -> bool {
        matches!(self, ExportError::Write { source, .. }
            if source.kind() == io::ErrorKind::BrokenPipe)
    }
}
