//! The corpus as its users see it: what is read, what is reported, what is remembered.

// Helpers of tests are tests, too.
#![allow(clippy::unwrap_used)]

mod archives;
mod changes;
mod hostile;
mod reading;
mod support;
mod whole;
