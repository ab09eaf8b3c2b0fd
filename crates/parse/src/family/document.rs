//! The text form of the archive: `DOCUMENT:Q248138  05-MAR-2000  [exchange]` and five more lines.
//!
//! The older form lacks the date and the rule below the header (Q156410 as a hotfix readme).

use kbq_model::Format;

use super::SourceLines;
use crate::header::{BYTES_A_LINE, Draft, Style};
use crate::line::Line;
use crate::outline::is_rule;

/// The first line of the disclaimer that ends each file.
const DISCLAIMER: &[u8] = b"THE INFORMATION PROVIDED IN THE MICROSOFT";

/// Disclaimer and copyright have 1,100 bytes; older ones stand above file lists.
const DISCLAIMER_REACH: usize = 8 * 1024;

/// The rule below the header.
const HEADER_RULE: usize = 60;

/// Reads a text by the line that opens its header.
pub(super) fn read<'a>(text: &'a str, first: FirstLine<'a>) -> Option<Draft<'a>> {
    let FirstLine { number, offset, value } = first;
    let body = &text[..disclaimer_start(text)];
    let below = SourceLines::from(body, offset, number).skip(1);

    let mut draft = Draft::new(Format::Document, Style::Underlined);
    read_first_line(&mut draft, value, number)?;
    draft.lines.reserve(body.len() / BYTES_A_LINE);
    draft.take_header(below.map(|(number, _, text)| Line::new(number, text)));
    draft.note_missing(number);
    if let Some(index) = draft.lines.iter().position(|line| !line.is_blank())
        && is_rule(&draft.lines[index].text, b'=', HEADER_RULE)
    {
        draft.lines.drain(..=index);
    }
    Some(draft)
}

/// Mirrors put a banner above the file.
const BANNER_LINES: usize = 20;

const LABEL: &str = "DOCUMENT:";

/// The line that opens the header.
#[derive(Debug, Clone, Copy)]
pub(super) struct FirstLine<'a> {
    pub(super) number: u32,
    /// Where it stands in the text, in bytes.
    pub(super) offset: usize,
    /// What follows the label.
    pub(super) value: &'a str,
}

impl<'a> FirstLine<'a> {
    pub(super) fn of(text: &'a str) -> Option<FirstLine<'a>> {
        // Most texts hold the label nowhere.
        memchr::memmem::find(text.as_bytes(), LABEL.as_bytes())?;
        let texts = SourceLines::new(text).filter(|(.., line)| !line.trim().is_empty());
        texts.take(BANNER_LINES).find_map(|(number, offset, line)| {
            Some(FirstLine { number, offset, value: line.strip_prefix(LABEL)? })
        })
    }
}

/// Number, date and `[tag]`.
pub(super) fn read_first_line(draft: &mut Draft<'_>, value: &str, line: u32) -> Option<()> {
    let mut words = value.split_whitespace();
    if !draft.set_id(words.next()?, line) {
        return None;
    }
    for word in words {
        match word.strip_prefix('[').and_then(|tag| tag.strip_suffix(']')) {
            Some(tag) => draft.tag = Some(tag.to_owned()),
            None => draft.set_date(word, line),
        }
    }
    Some(())
}

/// Byte offset of the disclaimer; the length of the text if there is none.
pub(super) fn disclaimer_start(text: &str) -> usize {
    let reach = text.len().saturating_sub(DISCLAIMER_REACH);
    memchr::memmem::find(&text.as_bytes()[reach..], DISCLAIMER)
        .map_or(text.len(), |offset| reach + offset)
}
