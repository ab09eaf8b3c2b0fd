//! Whole-program tests: what a user relies on, from the command line's side.

mod architecture;
mod archive;
mod articles;
mod interfaces;
mod reliability;
mod search;
mod support;
#[cfg(unix)]
mod terminal;
mod tools;
mod trouble;
