//! Articles and hits as styled lines, safe for a terminal.

mod line;

pub use line::{Line, Role, Span};
