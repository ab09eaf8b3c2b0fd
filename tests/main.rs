//! Whole-program tests: what a user relies on, from the command line's side.

mod architecture;
mod archive;
mod articles;
mod interfaces;
mod reliability;
mod search;
mod support;
mod tools;
mod trouble;
