//! What queries are understood as.

mod parse;
mod properties;
