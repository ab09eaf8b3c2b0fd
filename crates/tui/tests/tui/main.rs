//! The interface, driven by messages and read from its frames.

mod docs;
mod fixture;
mod properties;
mod screens;
mod session;
#[cfg(unix)]
mod terminal;
mod updates;
