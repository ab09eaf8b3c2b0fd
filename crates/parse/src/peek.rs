//! An article's number from the first bytes of its file.

use encoding_rs::{Encoding, WINDOWS_1252};
use kbq_model::ArticleId;

use crate::family::stated_number;

/// The article number that the start of a file states, without reading the article.
///
/// One kilobyte is enough for every format; less may hold no number yet. Nothing for bytes that
/// are no text or state none: such a file may still be an article ([`crate::parse`] tells).
pub fn peek_number(prefix: &[u8]) -> Option<u32> {
    let encoding = Encoding::for_bom(prefix).map_or(WINDOWS_1252, |(encoding, _)| encoding);
    // Numbers and labels are ASCII: any of the single-byte encodings reads them.
    let (text, _, _) = encoding.decode(prefix);
    stated_number(&text).map(|id: ArticleId| id.number())
}
