//! The terminal interface of kbq: the answer while you type.
//!
//! [`run`] takes the terminal over and gives it back. Inside, everything is a function:
//! [`update`] applies a [`message::Message`] to the [`state::State`] (plain data) and gives
//! [`message::Effect`]s; [`view`] draws the state. What the keys do is one table,
//! [`action::ACTIONS`]. A worker thread answers questions over a [`backend::Backend`], so that
//! a search never blocks typing.
//!
//! This crate is not for ranking, parsing or wrapping: it draws `kbq-render`'s lines of what
//! `kbq-index` finds.
//!
//! ```
//! use kbq_tui::keymap::Keymap;
//! use kbq_tui::message::{Ask, Effect, Message};
//! use kbq_tui::saved::Saved;
//! use kbq_tui::state::{Setup, State};
//! use kbq_tui::update;
//! use ratatui::layout::Size;
//!
//! let size = Size::new(80, 24);
//! let mut state = State::new(size, Keymap::default(), Saved::default(), Setup::default());
//! let effects = update(&mut state, Message::Key("7".parse()?));
//! assert_eq!(state.search.line.text(), "7");
//! assert!(matches!(&effects[..], [Effect::Ask(Ask::Search { text, .. })] if &**text == "7"));
//! # Ok::<(), kbq_tui::key::BadKey>(())
//! ```

pub mod action;
pub mod backend;
pub mod document;
mod highlight;
mod index_backend;
pub mod key;
pub mod keymap;
mod layout;
pub mod message;
mod outside;
mod run;
pub mod saved;
pub mod state;
mod terminal;
pub mod text_line;
pub mod theme;
mod update;
mod view;
mod worker;

pub use index_backend::IndexBackend;
pub use run::{Exit, Options, TuiError, check_terminal, run};
pub use theme::Theme;
pub use update::update;
pub use view::view;
pub use worker::{Opener, answer};
