//! Articles and hits as lines of text with roles, ready for any terminal.
//!
//! The command line and the interface draw from the same [`Line`]s: wrapped to a width by the
//! columns that characters take, every [`Span`] with a [`Role`] instead of a colour, and nothing
//! in it that could drive the terminal ([`safe`]).
//!
//! This crate is not for colours, escape sequences or frames: it does not know what draws its
//! lines. It reads the record ([`kbq_model::Article`]) and knows no index.
//!
//! ```
//! use kbq_model::{Article, Block, BlockKind, Section, SectionKind};
//! use kbq_render::{ArticleView, Highlight, Role, article};
//!
//! let mut answer = Article::new("Q100200".parse()?);
//! answer.title = "The Service Stops".into();
//! answer.sections.push(Section {
//!     kind: SectionKind::Resolution,
//!     heading: Some("RESOLUTION".into()),
//!     text: "1. Click Start, and then click Run; the dialog of that name\n   opens.".into(),
//!     lines: [10, 13],
//!     text_line: 12,
//!     blocks: vec![Block { kind: BlockKind::Step, first: 0, last: 1 }],
//! });
//!
//! let view = ArticleView::new(24).marking(vec![Highlight::new("click")]);
//! let lines = article(&answer, &view);
//! let texts: Vec<String> = lines.iter().map(ToString::to_string).collect();
//! assert_eq!(texts, [
//!     "The Service Stops",
//!     "Q100200",
//!     "",
//!     "RESOLUTION",
//!     "1. Click Start, and then",
//!     "   click Run; the dialog",
//!     "   of that name opens.",
//! ]);
//! assert!(lines[4].spans.iter().any(|span| span.role == Role::Match));
//! assert_eq!(lines[4].anchor.map(|anchor| anchor.line), Some(12));
//! # Ok::<(), kbq_model::BadArticleId>(())
//! ```

mod article;
mod boxed;
mod definitions;
mod diff;
mod facts;
mod highlight;
mod hit;
mod line;
mod markdown;
mod page;
mod reflow;
mod role;
mod safe;
mod section;
mod wrap;

pub use article::{ArticleView, article};
pub use definitions::definitions;
pub use diff::diff;
pub use highlight::{Highlight, find, marked};
pub use hit::{HitView, Marked, Snippet, hit};
pub use line::{Anchor, Line, Link, Span};
pub use markdown::markdown;
pub use role::Role;
pub use safe::{Notation, is_unsafe, safe, safe_output};
