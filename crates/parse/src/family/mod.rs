//! The families of formats, told apart by their text.

mod document;
mod flat_document;
mod jekyll;
mod marks;
mod page;
mod rendered;
mod run_together;

use kbq_model::ArticleId;

use crate::ParseError;
use crate::header::Draft;
use document::FirstLine;

/// Reads the text of whichever family it is.
pub(crate) fn read<'a>(text: &'a str, path: &str) -> Result<Draft<'a>, ParseError> {
    FirstLine::of(text)
        .and_then(|first| flat_document::read(text, first).or_else(|| document::read(text, first)))
        .or_else(|| jekyll::read(text))
        .or_else(|| rendered::read(text))
        .or_else(|| page::read(text))
        .ok_or_else(|| ParseError::NoArticle { path: path.to_owned() })
}

/// The number that the first lines of a text state, in whatever format.
pub(crate) fn stated_number(text: &str) -> Option<ArticleId> {
    SourceLines::new(text).find_map(|(_, _, line)| {
        let line = line.trim_start();
        let value = ["DOCUMENT:", "title: \"", "Article: "].iter().find_map(|lead| {
            let value = line.strip_prefix(lead)?.split([' ', ':']).next()?;
            value.parse::<ArticleId>().ok()
        });
        value.or_else(|| marks::marked(line).and_then(|marked| marked.number()))
    })
}

/// The lines of a text from byte `start` on, without line ends, with their source line and offset.
#[derive(Debug, Clone)]
pub(crate) struct SourceLines<'a> {
    text: &'a str,
    offset: usize,
    number: u32,
}

impl<'a> SourceLines<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        SourceLines { text, offset: 0, number: 1 }
    }

    /// The lines from a line on whose offset and number are known.
    pub(crate) fn from(text: &'a str, offset: usize, number: u32) -> Self {
        SourceLines { text, offset, number }
    }

    /// Byte offset of the next line.
    pub(crate) fn offset(&self) -> usize {
        self.offset
    }
}

impl<'a> Iterator for SourceLines<'a> {
    /// Line number from 1 on, byte offset, text.
    type Item = (u32, usize, &'a str);

    fn next(&mut self) -> Option<Self::Item> {
        let rest = self.text.get(self.offset..).filter(|rest| !rest.is_empty())?;
        let end = memchr::memchr(b'\n', rest.as_bytes());
        let line = &rest[..end.unwrap_or(rest.len())];
        let item = (self.number, self.offset, line.strip_suffix('\r').unwrap_or(line));
        self.offset += end.map_or(rest.len(), |end| end + 1);
        self.number += 1;
        Some(item)
    }
}
