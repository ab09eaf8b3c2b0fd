//! What kbq knows, in the formats of other tools.
//!
//! A format is a row of [`FORMATS`] and a module; [`export`] feeds it articles one at a time, so
//! that memory does not grow with their number. Files are written aside and renamed: a stop
//! leaves the old export or none, never half of one, and what a kill leaves aside is cleared away
//! by the next export into the same folder.
//!
//! - [`schema`] is the JSON Schema of `jsonl`, generated from the record.
//! - [`TABLES`] are the tables of `csv`, `tsv` and `sqlite`.
//! - [`Options`] chooses a table, fields and their order, and a flag that stops the export.
//! - [`opensearch`] also lowers a query to that engine's language, so that the query language
//!   works there too. For that this crate knows `kbq_query`.
//!
//! This crate is not for reading: what it wrote is read back by `kbq_corpus` (`jsonl`) or by the
//! tools that it was written for.
//!
//! ```
//! use std::convert::Infallible;
//! use kbq_export::{Format, Options, Target, export};
//! use kbq_model::Article;
//!
//! let articles = ["Q194128", "Q263029"].map(|id| Ok::<_, Infallible>(Article::new(id.parse().unwrap())));
//! let mut text = Vec::new();
//! let format = Format::named("jsonl").ok_or("no such format")?;
//! let target = Target::Stream(Box::new(&mut text));
//! let report = export(format, target, articles, &Options::default(), |_| {})?;
//! assert_eq!(report.articles, 2);
//! assert_eq!(text.split(|byte| *byte == b'\n').count(), 3);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod delimited;
mod error;
mod format;
mod jsonl;
pub mod opensearch;
pub mod quickwit;
#[cfg(test)]
mod sample;
#[cfg(feature = "sqlite")]
mod sqlite;
mod stage;
mod table;
mod target;

pub use error::ExportError;
pub use format::{FORMATS, Format, Options, Report, Shape, export};
pub use jsonl::schema;
pub use table::{Column, Kind, TABLES, Table, version_key};
pub use target::Target;
