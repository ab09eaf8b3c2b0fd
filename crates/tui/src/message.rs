//! What happens, and what is to be done about it.

use std::sync::Arc;

use kbq_index::{Links, Stats};
use kbq_model::Article;
use ratatui::layout::{Position, Size};

use crate::backend::{BackendError, Decoded, Extent, Reply};
use crate::key::Key;

/// Something that happened.
#[derive(Debug, Clone, PartialEq)]
pub enum Message {
    /// A key was pressed.
    Key(Key),
    /// Text was pasted.
    Paste(String),
    /// The mouse did something at a cell.
    Mouse(Mouse, Position),
    /// The terminal has another size.
    Resize(Size),
    /// The worker answers.
    Answer(Answer),
    /// An effect is done; what there is to tell.
    Done(Result<String, String>),
    /// Somebody asks the program to end.
    Terminate,
}

/// What the mouse did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mouse {
    /// The left button went down.
    Press,
    /// It moved with the left button down.
    Drag,
    /// The left button went up.
    Release,
    /// The wheel turned towards the user.
    WheelDown,
    /// The wheel turned away from the user.
    WheelUp,
}

/// A question for the worker.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ask {
    /// Search for what is typed; a newer search replaces it.
    Search {
        /// Counts the searches.
        asked: u64,
        /// The text.
        text: Arc<str>,
        /// Whether the text was pasted, to be diagnosed.
        pasted: bool,
        /// How much of the answer is wanted.
        extent: Extent,
    },
    /// Load an article for the preview; a newer preview replaces it.
    Preview(u32),
    /// Load an article that is to be read.
    Open(u32),
    /// Load the references of an article.
    Links(u32),
    /// Decode a code; a newer one replaces it.
    Decode(String),
}

/// The worker's answer.
#[derive(Debug, Clone, PartialEq)]
pub enum Answer {
    /// The index is open, or can't be opened.
    Opened(Result<Arc<Stats>, BackendError>),
    /// To [`Ask::Search`].
    Found(u64, Result<Arc<Reply>, BackendError>),
    /// To [`Ask::Preview`] and [`Ask::Open`]; `None` if the index has no such article.
    Article(u32, Result<Option<Arc<Article>>, BackendError>),
    /// To [`Ask::Links`].
    Links(u32, Result<Arc<Links>, BackendError>),
    /// To [`Ask::Decode`]; `None` if the text is no code.
    Decoded(String, Result<Option<Arc<Decoded>>, BackendError>),
}

/// Something to be done outside the state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Ask the worker.
    Ask(Ask),
    /// Put text on the clipboard; the second text names it.
    Copy(String, String),
    /// Open a source file at its first line in the editor.
    Edit(String),
    /// Show text in the pager.
    Page(String),
    /// Write a file that does not exist yet.
    Export {
        /// The file.
        path: String,
        /// What is written.
        content: String,
    },
    /// Write what outlives the session.
    Save,
    /// Draw every cell anew.
    Redraw,
    /// Suspend to the shell.
    Suspend,
    /// End with these articles chosen.
    Quit(Vec<u32>),
}
