//! What queries are understood as.

mod diagnose;
mod parse;
mod properties;
