//! Bytes of a Knowledge Base article to its record.

pub mod facts;
mod line;
mod look;

pub use line::{Body, Line, Place};
pub use look::{Look, looks};
