//! The numbers that follow the word `event`: one, a list, a range, in brackets or quotes.

use super::super::text::{Shape, Token};

/// The largest number of an event: larger ones are values of errors.
const MOST: u32 = 65_535;

/// A range longer than this is a statement about a whole log, not a list of events.
const LONGEST_RANGE: u32 = 64;

/// More numbers and ranges than a list in a sentence has.
const LONGEST_LIST: usize = 32;

/// Words that may stand between `event` and its number.
const BETWEEN: &[&str] = &[
    "id", "ids", "number", "numbers", "no", "error", "errors", "message", "messages", "code",
    "codes", "of", "log",
];

/// Words after a number that make it an amount.
const UNITS: &[&str] = &[
    "minutes",
    "minute",
    "seconds",
    "second",
    "hours",
    "hour",
    "days",
    "day",
    "times",
    "kb",
    "mb",
    "bytes",
    "percent",
    "handler",
    "handlers",
    "procedure",
    "months",
    "years",
    "th",
    "st",
    "nd",
];

/// The numbers of a mention and the token after them.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Numbers {
    /// The numbers with the token that each stands in; both ends for a long range.
    pub(super) ids: Vec<(u32, usize)>,
    /// Index of the first token that is no part of the mention.
    pub(super) end: usize,
}

/// The numbers after the word `event` at `at`.
pub(super) fn after_event(tokens: &[Token<'_>], at: usize) -> Option<Numbers> {
    let mut next = at + 1;
    let mut words = 0;
    let mut id_said = tokens.get(at)?.text.len() > 6;
    while let Some(token) = tokens.get(next) {
        let possessive = token.glued && (token.is("s") || token.is_mark(b'\''));
        let separator = token.is_any_mark(b":=#([\"") || token.is_mark(b'-') && !token.glued;
        let will_be = id_said && token.is_any(&["is", "was", "will", "be"]);
        if token.shape == Shape::Word && (token.is_any(BETWEEN) || will_be) {
            words += 1;
            id_said |= token.is_any(&["id", "ids", "number", "numbers", "log"]);
        } else if !possessive && !separator {
            break;
        }
        next += 1;
        if words > 4 || next - at > 8 {
            return None;
        }
    }
    let minus = next.checked_sub(1).is_some_and(|before| {
        tokens[before].is_mark(b'-') && tokens.get(next).is_some_and(|token| token.glued)
    });
    if minus || !id_said && is_list_item(tokens, at, next) {
        return None;
    }
    list(tokens, next)
}

/// Whether the number starts a row of its own, as an item or a cell: `2 - Warning and error`.
fn is_list_item(tokens: &[Token<'_>], event: usize, at: usize) -> bool {
    let (Some(event), Some(number)) = (tokens.get(event), tokens.get(at)) else { return false };
    let after = tokens.get(at + 1).filter(|after| after.row == number.row);
    let marked = after.is_some_and(|after| {
        after.is_any_mark(b".)") && tokens.get(at + 2).is_some_and(|next| !next.glued)
            || after.is_any_mark(b"-=") && !after.glued
            || after.start as usize > number.end() + 1
    });
    number.row > event.row && marked
}

/// The list of numbers that starts at `at`.
pub(super) fn list(tokens: &[Token<'_>], at: usize) -> Option<Numbers> {
    let first = number(tokens, at)?;
    let mut ids = vec![(first, at)];
    let mut end = at + 1;
    for _ in 1..LONGEST_LIST {
        let mut next = end;
        let mut separators = 0;
        let mut through = false;
        while let Some(token) = tokens.get(next) {
            let joins = token.is_any_mark(b",&/") || token.is_any(&["and", "or"]);
            let ranges = token.is_any(&["through", "to"]) || token.is_mark(b'-') && separators == 0;
            let closes = token.is_any_mark(b"\")]'") && separators == 0;
            let opens = token.is_any_mark(b"\"([") && separators > 0;
            if joins || ranges {
                separators += 1;
                through |= ranges;
            } else if !(closes
                || opens
                || separators > 0 && token.is_any(&["event", "events", "id", "ids"]))
            {
                break;
            }
            next += 1;
        }
        let Some(id) = number(tokens, next).filter(|_| separators > 0) else { break };
        if through {
            let from = ids.last().map_or(id, |last| last.0);
            if id <= from {
                break;
            }
            if id - from <= LONGEST_RANGE {
                ids.extend((from + 1..id).map(|between| (between, next)));
            }
        }
        ids.push((id, next));
        end = next + 1;
    }
    Some(Numbers { ids, end })
}

/// The number of a token, if it can be an event's.
pub(super) fn number(tokens: &[Token<'_>], at: usize) -> Option<u32> {
    let token = tokens.get(at).filter(|token| token.shape == Shape::Number)?;
    let id: u32 = token.text.parse().ok().filter(|&id| id <= MOST)?;
    let before = at.checked_sub(1).and_then(|before| tokens.get(before));
    let glued_to = |marks: &[u8]| token.glued && before.is_some_and(|t| t.is_any_mark(marks));
    if glued_to(b".\\_$%") {
        return None;
    }
    let next = tokens.get(at + 1);
    let after = tokens.get(at + 2);
    // `5.5`, `10:30`, `12/01`, `50%`, `9 KB` are no events.
    let continued = next.is_some_and(|next| next.glued && next.is_any_mark(b".:/"))
        && after.is_some_and(|after| after.glued && after.shape == Shape::Number);
    let amount = next.is_some_and(|next| next.is_mark(b'%') && next.glued || next.is_any(UNITS));
    // `4124/4126` is a list, `7/3` a day.
    let list = next.is_some_and(|next| next.is_mark(b'/')) && token.text.len() > 2;
    ((!continued || list) && !amount).then_some(id)
}

/// The number that lost the blank before the next label: `5512Log: System` (Q167248).
pub(super) fn glued(token: &Token<'_>) -> Option<u32> {
    let digits = token.text.bytes().take_while(u8::is_ascii_digit).count();
    let label = token.text[digits..].starts_with(|c: char| c.is_ascii_uppercase());
    token.text[..digits].parse().ok().filter(|&id| label && id <= MOST)
}

/// The list of numbers that ends just before the token `end`, for `the 5000 and 188 events`.
pub(super) fn before(tokens: &[Token<'_>], end: usize) -> Option<Numbers> {
    let mut first = end.checked_sub(1)?;
    number(tokens, first)?;
    while let Some(at) = first.checked_sub(1) {
        let token = &tokens[at];
        let joins = token.is_mark(b',') || token.is_any(&["and", "or"]);
        let listed = at
            .checked_sub(1)
            .is_some_and(|at| number(tokens, at).is_some() || tokens[at].is_mark(b',') && joins);
        if !(joins && listed || tokens[at].shape == Shape::Number && number(tokens, at).is_some()) {
            break;
        }
        first = at;
    }
    let found = list(tokens, first)?;
    let long = found.ids.iter().all(|&(_, at)| (3..=5).contains(&tokens[at].text.len()));
    let amount =
        ["last", "first", "than", "of", "over", "about", "least", "most", "to", "every", "up"];
    let lead = first.checked_sub(1).and_then(|at| tokens.get(at));
    (long && !lead.is_some_and(|lead| lead.is_any(&amount) || lead.is_any_mark(b".#$")))
        .then_some(found)
}
