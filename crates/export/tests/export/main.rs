//! Exports re-read by somebody else's reader.

// Helpers of tests are tests, too.
#![allow(clippy::unwrap_used)]

mod delimited;
mod engines;
mod json;
#[path = "../../src/sample.rs"]
mod sample;
#[cfg(feature = "sqlite")]
mod sqlite;
mod support;
mod targets;
mod whole;
