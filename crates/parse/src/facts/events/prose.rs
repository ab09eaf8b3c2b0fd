//! Events that sentences and titles name.

use super::super::text::{Paragraph, Token};
use super::labels::Record;
use super::{names, numbers};

/// The events that the tokens of a paragraph name.
pub(super) fn mentions(paragraph: &Paragraph<'_>, tokens: &[Token<'_>], found: &mut Vec<Record>) {
    for (at, token) in tokens.iter().enumerate() {
        if token.is("EventIdentifier") {
            found.extend(identifier(paragraph, tokens, at));
        }
        if !token.is_any(&["event", "events", "eventid", "eventids"]) || is_in_name(tokens, at) {
            continue;
        }
        let ahead = numbers::after_event(tokens, at).filter(|ahead| !is_ordinal(tokens, ahead.end));
        let source = source_before(paragraph, tokens, at).or_else(|| {
            ahead.as_ref().and_then(|ahead| source_after(paragraph, tokens, ahead.end))
        });
        let numbers = match ahead {
            Some(ahead) => ahead,
            None => {
                let qualifier = tokens.get(at.wrapping_sub(1));
                let skip = qualifier.is_some_and(|word| {
                    word.is_any(&["error", "warning", "system", "application"])
                });
                match numbers::before(tokens, at - usize::from(skip && at > 0)) {
                    Some(behind) => behind,
                    None => continue,
                }
            }
        };
        let line = |at: usize| paragraph.number(tokens[at].row as usize);
        found.push(Record {
            ids: numbers.ids.iter().map(|&(id, at)| (id, line(at))).collect(),
            source,
            ..Record::default()
        });
    }
}

/// Whether the word is a part of a longer name: `Events.exe`, `X.Event`, `Event_1`.
fn is_in_name(tokens: &[Token<'_>], at: usize) -> bool {
    let glued_mark = |at: usize| {
        tokens.get(at).is_some_and(|mark| mark.glued && mark.is_any_mark(b"._\\@&"))
            && tokens.get(at + 1).is_some_and(|next| next.glued)
    };
    glued_mark(at + 1) || at > 1 && tokens[at].glued && tokens[at - 1].is_any_mark(b"._\\@&")
}

/// Whether the number counts a list of events instead: `Event 1 Event ID: 4118`.
fn is_ordinal(tokens: &[Token<'_>], end: usize) -> bool {
    let colon = tokens.get(end).is_some_and(|token| token.is_mark(b':'));
    tokens.get(end + usize::from(colon)).is_some_and(|token| token.is_any(&["event", "eventid"]))
        && tokens
            .get(end + usize::from(colon) + 1)
            .is_some_and(|token| token.is_any(&["id", "source", "type"]))
}

/// The event of WMI's `EventIdentifier = 3221487625`: its low word (Q245222).
fn identifier(paragraph: &Paragraph<'_>, tokens: &[Token<'_>], at: usize) -> Option<Record> {
    let value = tokens.get(at + 1..)?.iter().find(|token| !token.is_any_mark(b"=:"))?;
    let id = value.text.parse::<u32>().ok()? & 0xffff;
    Some(Record { ids: vec![(id, paragraph.number(value.row as usize))], ..Record::default() })
}

/// The source just before the word: `NETLOGON Event 5723`.
fn source_before(paragraph: &Paragraph<'_>, tokens: &[Token<'_>], at: usize) -> Option<String> {
    let token = tokens.get(at)?;
    let row = token.row as usize;
    let before = paragraph.line(row).get(..token.start as usize)?.trim_end_matches([' ', ':', '"']);
    let before = if before.trim().is_empty() && row > 0 {
        paragraph.line(row - 1).trim_end()
    } else {
        before
    };
    let length = names::source_at_end(before)?;
    Some(before[before.len() - length..].to_owned())
}

/// The source after the number: `Event ID 3016 from MSExchangeIMC`.
fn source_after(paragraph: &Paragraph<'_>, tokens: &[Token<'_>], end: usize) -> Option<String> {
    const LEADS: &[&str] = &[
        "from",
        "in",
        "by",
        "source",
        "the",
        "event",
        "error",
        "errors",
        "of",
        "logged",
        "with",
        "a",
        "generated",
        "reported",
        "is",
        "events",
        "message",
        "messages",
    ];
    for token in tokens.iter().skip(end).take(7) {
        let rest = paragraph.line(token.row as usize).get(token.start as usize..)?;
        if let Some(length) = names::source_at_start(rest) {
            return Some(rest[..length].to_owned());
        }
        if !token.is_any(LEADS) && !token.is_any_mark(b"(:\"") {
            return None;
        }
    }
    None
}
