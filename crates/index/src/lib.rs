//! The index of articles: building it, searching it, and reading articles back.
//!
//! A [`Writer`] takes records and publishes a complete new state at once; an [`Index`] reads one
//! state and never writes. A search takes a [`kbq_query::Query`] and answers with [`Results`]:
//! hits in order, each with the reasons why and a snippet, what was relaxed, what matched
//! nothing.
//!
//! - **A field** is one row of the table in `schema.rs`.
//! - **Ranking** has two stages: the index library chooses candidates by a cheap score, then each
//!   is evaluated word by word, place by place. Every weight is in `weights.rs`.
//! - **A generation** of files is never changed once it is published (`layout.rs`); the record of
//!   each article lies in it whole, so that nothing else is needed to show or export it.
//!
//! This crate is not for reading sources or understanding queries, and no type of the index
//! library leaves it.
//!
//! ```
//! use kbq_index::{Index, SearchOptions, Writer, WriterOptions};
//! use kbq_model::Article;
//! use kbq_query::{Aliases, Query};
//!
//! let dir = tempfile::tempdir()?;
//! let writer = Writer::create(dir.path(), &WriterOptions::default())?;
//! let mut article = Article::new("Q194128".parse()?);
//! article.title = "XFOR: Upgrade Fails on Cluster Server".to_owned();
//! writer.add(&article)?;
//! writer.finish(|file| file.write_all(b"what it was built from"))?;
//!
//! let index = Index::open(dir.path())?;
//! let query = Query::parse("upgrading clusters", &Aliases::builtin());
//! let results = index.search(&query, &SearchOptions::default())?;
//! assert_eq!(results.hits[0].id, "Q194128");
//! assert_eq!(results.hits[0].why[0].text, "title: upgrade, cluster");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod beginning;
mod candidates;
mod directory;
mod document;
mod encode;
mod error;
mod layout;
mod links;
mod placed;
mod plan;
mod postings;
mod reader;
mod results;
mod schema;
mod search;
mod statistics;
mod sums;
mod text;
mod weights;
mod writer;
mod zone;

pub use error::IndexError;
pub use layout::{INDEX_VERSION, Manifest};
pub use reader::{Index, is_guarded};
pub use results::{
    Count, Facet, Hit, Link, Links, Reason, ReasonKind, Relaxed, Results, ScorePart, SearchOptions,
    Snippet, Sort, Stats, Unmatched,
};
pub use writer::{Writer, WriterOptions};
