//! What holds when things go wrong: killed processes, full disks, damaged files, hostile input.
//!
//! Small in an ordinary test run; `KBQ_TEST_FULL=1 cargo test --release --test kbq reliability --
//! --nocapture` runs hundreds of kills and hundreds of thousands of mutated inputs and says what it
//! counted. `docs/reliability.md` holds the last figures.

#![allow(clippy::print_stdout, reason = "the counts are for whoever asks with --nocapture")]

mod crash;
mod damage;
mod disk;
mod hostile;
mod input;
mod lab;
mod repeated;
mod together;
