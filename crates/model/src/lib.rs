//! The record of a Knowledge Base article: what kbq knows of one article, as plain data.
//!
//! Every other crate speaks in these types: the parser fills them, the index stores them, the
//! exporters and the renderer read them. They serialise to the JSON that `kbq parse` and
//! `kbq show --json` print.
//!
//! This crate is not for parsing, files or printing: it holds no behaviour beyond what makes the
//! data pleasant to use.
//!
//! ```
//! use kbq_model::{Article, ArticleId};
//!
//! let id: ArticleId = "kb194128".parse()?;
//! assert_eq!(id.number(), 194128);
//! assert_eq!(id, "Q194128".parse()?);
//!
//! let article = Article::new(id);
//! assert!(article.events.is_empty());
//! # Ok::<(), kbq_model::BadArticleId>(())
//! ```

mod article;
mod diagnostic;
mod facts;
mod id;
mod section;

pub use article::{Article, FactLines, Format, Revision, SCHEMA_VERSION, Source};
pub use diagnostic::{Diagnostic, DiagnosticKind, Severity};
pub use facts::{AppliesTo, CodeKind, ErrorCode, Event, FileVersion, Reference};
pub use id::{ArticleId, BadArticleId};
pub use section::{Block, BlockKind, Section, SectionKind};
