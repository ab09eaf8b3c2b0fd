//! The interface, driven by messages and read from its frames.

mod fixture;
mod screens;
mod session;
