//! kbq in other people's tools: the shapes of its JSON, jq and sqlite3 over what it writes, its
//! completions and manual pages, and that the documents that describe them leave nothing out.

mod documents;
mod json;
#[cfg(not(feature = "sqlite"))]
mod left_out;
mod readers;
mod schema;
mod shells;
#[cfg(all(unix, feature = "sqlite"))]
mod stopped;

use std::path::PathBuf;

/// A file of the checkout.
fn checkout(path: &str) -> PathBuf {
    crate::support::corpus().with_file_name(path)
}

/// The text of a file of the checkout.
fn document(path: &str) -> String {
    let path = checkout(path);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}
