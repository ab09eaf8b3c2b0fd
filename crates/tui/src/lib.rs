//! placeholder
pub mod action;
pub mod backend;
pub mod document;
mod highlight;
pub mod key;
pub mod keymap;
pub mod layout;
pub mod message;
pub mod saved;
pub mod state;
pub mod text_line;
pub mod theme;
mod update;
mod view;
pub use update::update;
pub use view::view;
