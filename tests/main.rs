//! Whole-program tests: what a user relies on, from the command line's side.

mod architecture;
