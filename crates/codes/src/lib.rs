//! Error codes as values: what is written in a dozen notations is one number, and a number that
//! is made of another says the same as it.
//!
//! Reading and writing notations ([`Code::parse`], [`notations`]), what a value means
//! ([`readings`]), which other values say the same ([`related`]), names in both directions
//! ([`names_of`], [`value_of`]), and the codes of compilers and other tools ([`ToolCode`]).
//!
//! This crate is not for finding codes in text: it judges one word that somebody took for a code.
//! It knows no articles, and no messages but a few words of its own.
//!
//! ```
//! use kbq_codes::{Code, notations, readings, related, value_of};
//!
//! let (code, notation) = Code::parse("-1073609755").unwrap();
//! assert_eq!(code, Code(0xc00203e5));
//! assert!(!notation.is_doubtful());
//!
//! // What it means: an event message code whose low word is a Win32 error.
//! let first = &readings(code)[0];
//! assert_eq!(first.basis.text(), "low word of an event message code");
//! assert_eq!((first.code, first.names[0]), (Code(997), "ERROR_IO_PENDING"));
//! assert_eq!(first.meaning, Some("overlapped I/O in progress"));
//!
//! // What an article may say instead.
//! let others: Vec<_> = related(Code(0x80070005)).iter().map(|other| other.code).collect();
//! assert_eq!(others[..2], [Code(5), Code(0xc0000022)]);
//!
//! // Every spelling reads back.
//! assert!(notations(code).all(|(_, text)| Code::parse(&text).unwrap().0 == code));
//! assert_eq!(value_of("STATUS_ACCESS_DENIED"), Some(Code(0xc0000022)));
//! ```
//!
//! The names come from the constants of the `windows-sys` crate and from `data/symbols.tsv`;
//! `build.rs` lays them out for binary search, so nothing is built at start.

mod basis;
mod code;
mod names;
mod reading;
mod related;
mod space;
mod table;
mod tool;

pub use basis::Basis;
pub use code::{Code, Notation, notations};
pub use names::{Name, names_of, value_of};
pub use reading::{Parts, Reading, readings};
pub use related::{Related, related};
pub use table::Table;
pub use tool::ToolCode;
