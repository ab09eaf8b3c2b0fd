//! What can go wrong with an index, and what helps.

use std::io;
use std::path::{Path, PathBuf};

use thiserror::Error;

/// An index that cannot be built, opened or read.
///
/// Every message names the path and the command that helps; [`IndexError::kind`] is stable.
#[derive(Debug, Error)]
pub enum IndexError {
    /// There is no index at this place.
    #[error("no index in `{}`; build one with `kbq index PATH --index {}`", dir.display(), dir.display())]
    Missing {
        /// Where the index was expected.
        dir: PathBuf,
    },
    /// The directory holds other things than an index.
    #[error("`{}` is no kbq index and not empty; name another directory with --index", dir.display())]
    NotAnIndex {
        /// The directory.
        dir: PathBuf,
    },
    /// The index was written by a version of kbq whose format differs.
    #[error(
        "the index in `{}` has format {found}, this kbq reads format {expected}; \
         build it anew with `kbq index --rebuild`", dir.display()
    )]
    OtherVersion {
        /// The index directory.
        dir: PathBuf,
        /// The format of the index.
        found: u32,
        /// The format that this version reads and writes.
        expected: u32,
    },
    /// A file of the index is missing, cut off or changed.
    #[error("the index is damaged: `{}`: {what}; build it anew with `kbq index --rebuild`", path.display())]
    Damaged {
        /// The file, or the directory where it cannot be told.
        path: PathBuf,
        /// What was found.
        what: String,
    },
    /// Another process builds or updates this index.
    #[error(
        "another kbq (process {holder}) is writing the index in `{}`; wait until it is done",
        dir.display()
    )]
    Locked {
        /// The index directory.
        dir: PathBuf,
        /// The process that holds the lock, as it names itself.
        holder: String,
    },
    /// The file system refused.
    #[error("`{}`: {source}", path.display())]
    Io {
        /// The path that was worked on.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// Writing failed inside the index library.
    #[error("the index in `{}` could not be written: {what}", dir.display())]
    Write {
        /// The index directory.
        dir: PathBuf,
        /// What the library said.
        what: String,
    },
}

impl IndexError {
    /// A stable name for machine output.
    pub fn kind(&self) -> &'static str {
        match self {
            IndexError::Missing { .. } => "index-missing",
            IndexError::NotAnIndex { .. } => "not-an-index",
            IndexError::OtherVersion { .. } => "index-version",
            IndexError::Damaged { .. } => "index-damaged",
            IndexError::Locked { .. } => "index-locked",
            IndexError::Io { .. } => "io",
            IndexError::Write { .. } => "index-write",
        }
    }

    pub(crate) fn io(path: &Path) -> impl FnOnce(io::Error) -> IndexError {
        let path = path.to_owned();
        move |source| IndexError::Io { path, source }
    }

    pub(crate) fn damaged(path: &Path, what: impl ToString) -> IndexError {
        IndexError::Damaged { path: path.to_owned(), what: what.to_string() }
    }
}
