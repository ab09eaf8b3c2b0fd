//! Where articles come from: folders, archives, files of records.
//!
//! [`scan`] walks what it is given and looks at sizes and times only. [`Scan::changes_since`]
//! compares with what an index was built from and opens only what differs; [`Scan::read`] parses
//! in parallel and hands over one [`kbq_model::Article`] a number, in which the same article as
//! Markdown, as text and as a later web page is one record with its [`revisions`].
//!
//! - A file is an article by its content, never by its name; what is none is passed over.
//! - Nothing fails the rest: what could not be read is a [`Problem`] that says what to do.
//! - Memory is bounded by [`Limits`] and the number of files, not by their bytes.
//!
//! This crate is not for parsing (that is `kbq_parse`) and never prints.
//!
//! ```
//! use std::ops::ControlFlow;
//! use kbq_corpus::{Limits, ReadOptions, scan};
//!
//! let dir = tempfile::tempdir()?;
//! let text = "DOCUMENT:Q248138  05-MAR-2000  [exchange]\r\nTITLE   :XADM: On Clusters\r\n\
//!     PRODUCT :Microsoft Exchange\r\nPROD/VER:winnt:5.5\r\nOPER/SYS:\r\nKEYWORDS:exc55\r\n\r\n";
//! std::fs::write(dir.path().join("any name"), text)?;
//!
//! let mut scan = scan(&[dir.path().to_owned()], &Limits::default())?;
//! let outcome = scan.read_in_order(
//!     &ReadOptions::default(),
//!     |article| {
//!         assert_eq!(article.number, 248138);
//!         ControlFlow::Continue(())
//!     },
//!     |_progress| {},
//! );
//! assert_eq!(outcome.articles, 1);
//! assert!(scan.problems().is_empty());
//!
//! let manifest = scan.manifest();
//! let mut again = kbq_corpus::scan(&[dir.path().to_owned()], &Limits::default())?;
//! assert!(again.changes_since(&manifest).is_empty());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod archive;
mod item;
mod limits;
mod manifest;
mod problem;
mod read;
pub mod revisions;
mod scan;
mod source;
mod walk;

pub use limits::Limits;
pub use manifest::{Changes, FileEntry, Manifest, MemberEntry};
pub use problem::{CorpusError, Problem, ProblemKind};
pub use read::{Outcome, Progress, ReadOptions};
pub use scan::{Scan, scan};
pub use source::read_source;
