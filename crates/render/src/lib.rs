//! Articles and hits as styled lines, safe for a terminal.

mod hit;
mod line;
mod safe;
mod wrap;

pub use hit::{HitView, SnippetView, highlighted, hit, matched_words};
pub use line::{Line, Role, Span};
pub use safe::safe;
pub use wrap::{clip, fields, width, wrap};
