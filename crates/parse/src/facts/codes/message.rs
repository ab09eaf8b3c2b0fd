//! The message that stands beside a code.

use super::{Hit, Scene};
use crate::facts::text::Shape;

/// In lines; a table below a code is no message.
const LONGEST: usize = 6;

/// In bytes; what is longer is a text and no message.
const MOST_BYTES: usize = 400;

/// The bytes that are looked at: a message, with the quotes and brackets that may follow it.
const LONGEST_TEXT: usize = 4 * MOST_BYTES;

/// Words with which a title or a sentence goes on after a code: `Error 53 When Connecting`.
const GOING_ON: &[&str] = &[
    "when",
    "while",
    "on",
    "in",
    "after",
    "before",
    "using",
    "caused",
    "may",
    "can",
    "occurs",
    "occur",
    "error",
    "errors",
    "message",
    "messages",
    "if",
    "with",
    "during",
    "has",
    "is",
    "are",
    "appears",
    "returned",
    "returns",
    "received",
    "due",
    "from",
    "at",
    "and",
    "or",
    "upon",
    "running",
    "trying",
    "attempting",
    "generated",
    "displayed",
    "for",
    "to",
];

/// The message after a code: the rest of its sentence, if punctuation or a capital joins it.
pub(super) fn after(scene: &Scene<'_, '_>, hit: &Hit) -> Option<String> {
    let mut at = hit.last + 1;
    let mut joined = false;
    while let Some(token) = scene.tokens.get(at) {
        if token.is_any_mark(b".,;") {
            return None;
        }
        if token.is_any_mark(b":-=") {
            joined = true;
        } else if !token.is_any_mark(b")]'\"(") {
            break;
        }
        at += 1;
    }
    let first = scene.tokens.get(at)?;
    let row = first.row as usize;
    let capital = first.text.starts_with(|c: char| c.is_uppercase() || c == '{');
    let code = scene.tokens.get(hit.first)?.row as usize;
    let opens = scene.before(hit.first).is_none_or(|before| (before.row as usize) < code);
    let listed = begins_other(scene, code, true);
    let is_item =
        (opens || listed && !begins_other(scene, code, false)) && !scene.paragraph.is_title();
    let leads = joined || capital && (is_item || !goes_on(scene, at));
    let below = first.row > scene.tokens[hit.last].row;
    if !leads || first.shape == Shape::Number || below && begins_other(scene, row, listed) {
        return None;
    }
    let end = (row + 1..row + LONGEST).find(|next| begins_other(scene, *next, listed));
    let end = end.unwrap_or(row + LONGEST);
    let text = scene.paragraph.beginning(row, first.start as usize, end, LONGEST_TEXT);
    let mut text = text.get(..sentence_end(&text))?;
    if scene.before(at).is_some_and(|mark| mark.is_mark(b'('))
        && let Some((inner, rest)) = text.split_once(')')
    {
        // `Error 3 (Network): Open failed`
        text = if inner.contains(' ') { inner } else { rest.strip_prefix(':')?.trim_start() };
    }
    let text = text.trim_end_matches(['"', '\'', ' ', ')']);
    let text = text.strip_suffix("\").").unwrap_or(text);
    (text.contains(' ') && text.len() <= MOST_BYTES).then(|| text.to_owned())
}

/// Whether the words at a token go on with a title: not `Error reading file`, `Error: not found`.
fn goes_on(scene: &Scene<'_, '_>, at: usize) -> bool {
    let lower = |text: &str| text.starts_with(|c: char| c.is_lowercase());
    let says = scene
        .tokens
        .get(at + 1)
        .is_some_and(|next| next.is_mark(b':') || lower(next.text) && !next.is_any(GOING_ON));
    !says && scene.tokens.get(at).is_some_and(|first| first.is_any(GOING_ON))
}

/// Whether a row is of another article or, where codes are `listed`, of another code.
fn begins_other(scene: &Scene<'_, '_>, row: usize, listed: bool) -> bool {
    let line = scene.paragraph.line(row).trim_start();
    let word = line.split([' ', '\t']).next().unwrap_or("");
    let digit = |byte: u8| byte.is_ascii_digit();
    let article = word.strip_prefix('Q').is_some_and(|rest| rest.bytes().next().is_some_and(digit));
    article || listed && (word.bytes().any(digit) || word.contains('_'))
}

/// Where the first sentence of a text ends.
fn sentence_end(text: &str) -> usize {
    text.match_indices(". ")
        .map(|(at, _)| at + 1)
        .find(|&end| {
            let word = text[..end - 1].rsplit(' ').next().unwrap_or("");
            let abbreviation = word.len() < 2 || matches!(word, "U.S" | "No" | "Dr" | "vs" | "e.g");
            !abbreviation && text[end..].trim_start().starts_with(|c: char| !c.is_lowercase())
        })
        .unwrap_or(text.len())
}
