//! The codes by which an article identifies errors, in every notation, with their messages.
//!
//! A number is a code if it can be nothing else (`0x80040107`, `-2147467259`), or if the words
//! beside it say so (`system error 53`). What only looks like one is left out: addresses,
//! registers, parameters of stop screens, constants of sample code, ports, article numbers.

mod lead;
mod message;
mod number;
mod other;
mod stop;
mod symbol;
mod tool;

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};

use kbq_model::{CodeKind, ErrorCode};

use super::text::{Marks, Paragraph, Shape, Token};
use crate::look::Look;

/// What the extractors of one notation see: a paragraph, its tokens, and what is taken already.
struct Scene<'s, 'b> {
    paragraph: &'s Paragraph<'b>,
    tokens: &'s [Token<'b>],
}

/// A code with the tokens that it stands in.
struct Hit {
    kind: CodeKind,
    code: String,
    /// The first and the last token, for the text as it stands and the message after it.
    first: usize,
    last: usize,
    parameters: Vec<String>,
}

/// The codes of all paragraphs, each once, in order.
pub(super) fn codes<'b>(paragraphs: &[Paragraph<'b>]) -> Vec<ErrorCode> {
    let mut tokens: Vec<Token<'b>> = Vec::new();
    let mut found = Found::default();
    let mut doubtful = Vec::new();
    for paragraph in paragraphs {
        if !is_candidate(paragraph) {
            continue;
        }
        paragraph.tokens(&mut tokens);
        let scene = Scene { paragraph, tokens: &tokens };
        let mut at = 0;
        while at < tokens.len() {
            at = match scene.hits_at(at, &mut doubtful) {
                Some(hits) => {
                    let next = hits.iter().map(|hit| hit.last + 1).max().unwrap_or(at + 1);
                    for hit in hits {
                        found.add(&scene, hit);
                    }
                    next.max(at + 1)
                }
                None => at + 1,
            };
        }
    }
    for code in doubtful {
        found.add_tool_of_known_kind(code);
    }
    found.into_list()
}

/// Whether a paragraph can hold a code: digits, or a symbol's underscore or prefix.
fn is_candidate(paragraph: &Paragraph<'_>) -> bool {
    paragraph.marks.any(Marks::DIGIT.and(Marks::UNDERSCORE).and(Marks::WINSOCK))
}

/// Whether a code, or a word that leads a stop code, can start at a token: most words can not.
fn can_start_a_code(token: &Token<'_>) -> bool {
    match token.shape {
        Shape::Number | Shape::Mixed => true,
        Shape::Mark(mark) => matches!(mark, b'-' | b'&'),
        Shape::Word => {
            token.underscored
                || match token.text.as_bytes() {
                    // `X'084C0000'`
                    [b'X' | b'x'] => true,
                    [b'S' | b's' | b'T' | b't' | b'B' | b'b' | b'F' | b'f', ..] => {
                        stop::is_lead(token)
                    }
                    [b'W', b'S', b'A', b'E', ..] => true,
                    text => text == b"ORA",
                }
        }
    }
}

impl<'b> Scene<'_, 'b> {
    /// The codes that start at a token; tools' codes that only others make likely go to `doubtful`.
    fn hits_at(&self, at: usize, doubtful: &mut Vec<ErrorCode>) -> Option<Vec<Hit>> {
        let token = self.tokens.get(at)?;
        if !can_start_a_code(token) {
            return None;
        }
        match self.paragraph.looks.get(token.row as usize) {
            Some(Look::Dump) => return None,
            // Sample code: only what a comment or a compiler says of a tool's code counts.
            Some(Look::Code) => {
                let commented = || symbol::hit(self, at).filter(|_| self.is_comment(token.row));
                return tool::hit(self, at).or_else(commented).map(|hit| vec![hit]);
            }
            _ => {}
        }
        if let Some(hits) = stop::hits(self, at) {
            return Some(hits);
        }
        if let Some(hit) = tool::hit(self, at) {
            return Some(vec![hit]);
        }
        if token.shape == Shape::Number {
            return number::hits(self, at);
        }
        if let Some(code) = tool::doubtful(self, at) {
            doubtful.push(code);
            return None;
        }
        symbol::hit(self, at).map(|hit| vec![hit]).or_else(|| number::hits(self, at))
    }

    /// Whether a line of sample code is nothing but a comment.
    fn is_comment(&self, row: u32) -> bool {
        let line = self.paragraph.line(row as usize).trim_start();
        ["//", "/*", "'", "*", ";"].iter().any(|mark| line.starts_with(mark))
    }

    /// The token of an index that may lie before the first.
    fn token(&self, at: Option<usize>) -> Option<&Token<'b>> {
        at.and_then(|at| self.tokens.get(at))
    }

    /// The token before.
    fn before(&self, at: usize) -> Option<&Token<'b>> {
        self.token(at.checked_sub(1))
    }

    /// The text of a run of tokens on one line.
    fn text(&self, first: usize, last: usize) -> &'b str {
        let (Some(first), Some(last)) = (self.tokens.get(first), self.tokens.get(last)) else {
            return "";
        };
        let line = self.paragraph.line(first.row as usize);
        line.get(first.start as usize..last.end()).unwrap_or(first.text)
    }

    /// The source line of a token.
    fn line(&self, at: usize) -> u32 {
        self.tokens.get(at).map_or(1, |token| self.paragraph.number(token.row as usize))
    }
}

/// The codes found so far.
#[derive(Default)]
struct Found {
    list: Vec<ErrorCode>,
    /// Where each code stands in the list, by its kind and its text in lower case.
    places: HashMap<(CodeKind, String), usize>,
    /// Letters of the tools that codes were found of.
    tools: HashSet<String>,
}

impl Found {
    fn add(&mut self, scene: &Scene<'_, '_>, hit: Hit) {
        let key = (hit.kind, hit.code.to_ascii_lowercase());
        if hit.kind == CodeKind::Tool {
            self.tools.insert(tool::letters(&hit.code).to_owned());
        }
        let message = message::after(scene, &hit);
        let place = *self.places.entry(key).or_insert(self.list.len());
        if let Some(known) = self.list.get_mut(place) {
            known.message = known.message.take().or(message);
            if known.parameters.is_empty() {
                known.parameters = hit.parameters;
            }
            return;
        }
        self.list.push(ErrorCode {
            kind: hit.kind,
            code: hit.code,
            text: scene.text(hit.first, hit.last).to_owned(),
            parameters: hit.parameters,
            message,
            line: scene.line(hit.first),
        });
    }

    /// Adds a tool's code that stands without a telling word, if others of the tool do not.
    fn add_tool_of_known_kind(&mut self, code: ErrorCode) {
        if !self.tools.contains(tool::letters(&code.code)) {
            return;
        }
        let key = (code.kind, code.code.to_ascii_lowercase());
        if let Entry::Vacant(place) = self.places.entry(key) {
            place.insert(self.list.len());
            self.list.push(code);
        }
    }

    /// The list; a stop code that is also named without the word is one code.
    fn into_list(self) -> Vec<ErrorCode> {
        let stops: HashSet<String> = self
            .list
            .iter()
            .filter(|code| code.kind == CodeKind::Stop)
            .map(|code| code.code.clone())
            .collect();
        let mut list = self.list;
        list.retain(|code| code.kind != CodeKind::Hex || !stops.contains(&code.code));
        list
    }
}

#[cfg(test)]
mod tests;
