//! Bytes of a Knowledge Base article to its record.
//!
//! Articles circulate in some fifteen forms: Markdown with front matter, text files with a
//! `DOCUMENT:` header, support pages saved as text, wiki copies, developer CDs. [`parse`] tells
//! them apart by their text, never by a file's name, and reads all of them into the same
//! [`Article`]: the header, the applies-to block, the sections with their blocks, and the facts
//! that the text states (events, error codes, file tables, references, registry keys).
//!
//! An article never fails for being odd: what was odd is a [`kbq_model::Diagnostic`] with a stable
//! kind and a line. Only bytes that hold no article are a [`ParseError`].
//!
//! The way of a file: bytes, text ([`ParseError`] for binary data), header and lines (one module
//! a format), outline (the parts of the text), facts ([`facts::extract`]), record. The extractors
//! of facts work on any text, so that a pasted log entry is read by the rules of an article
//! ([`Body::of_text`]).
//!
//! This crate is not for finding or reading files: it does no I/O, knows no clock and no settings.
//!
//! ```
//! let text = "DOCUMENT:Q900001  05-MAR-2000  [exchange]\n\
//!             TITLE   :XCON: Connector Does Not Start\n\
//!             PRODUCT :Microsoft Exchange\n\
//!             \n\
//!             SYMPTOMS\n\
//!             ========\n\
//!             \n\
//!             Nothing happens. See article Q191014.\n";
//! let article = kbq_parse::parse(text.as_bytes(), "Q900001.TXT")?;
//! assert_eq!(article.number, 900001);
//! assert_eq!(article.area.as_deref(), Some("XCON"));
//! assert_eq!(article.sections[0].lines, [5, 8]);
//! assert_eq!(article.references[0].line, 8);
//! # Ok::<(), kbq_parse::ParseError>(())
//! ```

mod applies;
mod area;
mod assemble;
mod blocks;
mod date;
mod decode;
mod entity;
mod error;
pub mod facts;
mod family;
mod header;
mod headings;
mod line;
mod look;
mod marks;
mod outline;
mod peek;
mod trailer;
mod words;

use std::borrow::Cow;

use kbq_model::{Article, Source};
use xxhash_rust::xxh3::xxh3_128;

pub use date::parse_date;
pub use error::ParseError;
pub use line::{Body, Line, Place};
pub use look::Look;
pub use peek::peek_number;

/// Reads one article.
///
/// `path` names the source in the record and in messages; it is not opened, and says nothing of
/// the format.
///
/// # Errors
///
/// Only for bytes that hold no article: none, binary data, or text without an article's header.
/// Whatever else is odd is among the record's diagnostics.
pub fn parse(bytes: &[u8], path: &str) -> Result<Article, ParseError> {
    let decoded = decode::decode(bytes, path)?;
    let mut draft = family::read(&decoded.text, path)?;
    draft.diagnostics.extend(decoded.diagnostics);
    let source = Source {
        path: path.to_owned(),
        encoding: decoded.encoding.to_owned(),
        bytes: bytes.len() as u64,
        hash: fingerprint(bytes),
    };
    let Some(id) = draft.id.take() else {
        return Err(ParseError::NoArticle { path: path.to_owned() });
    };
    Ok(assemble::assemble(draft, id, source))
}

/// The text of bytes that are no article (a pasted log, an exported event list), decoded as an
/// article's would be. Nothing is refused.
pub fn text_of(bytes: &[u8]) -> Cow<'_, str> {
    decode::decode(bytes, "").map_or_else(|_| String::from_utf8_lossy(bytes), |read| read.text)
}

/// The fingerprint of a file's bytes, in hex: equal bytes, equal fingerprint, on every platform.
pub fn fingerprint(bytes: &[u8]) -> String {
    format!("{:032x}", xxh3_128(bytes))
}
