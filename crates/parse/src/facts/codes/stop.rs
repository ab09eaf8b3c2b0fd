//! Stop codes, with the parameters that stand in brackets after them.

use kbq_codes::Code;
use kbq_model::CodeKind;

use super::{Hit, Scene};
use crate::facts::text::{Shape, Token};

/// Words that may stand between STOP and its code.
const BETWEEN: &[&str] =
    &["msg", "message", "messages", "error", "errors", "code", "codes", "screen"];

/// Words after a short code that show that it is one: `Stop A error`.
const AFTER: &[&str] = &[
    "error", "errors", "message", "messages", "screen", "in", "when", "on", "during", "occurs",
    "with", "after", "or", "and", "at", "may", "while", "if",
];

/// The stop codes that the word at a token leads.
pub(super) fn hits(scene: &Scene<'_, '_>, at: usize) -> Option<Vec<Hit>> {
    let token = scene.tokens.get(at)?;
    if token.shape != Shape::Word {
        return with_parameters(scene, at).map(|hit| vec![hit]);
    }
    let first = after_word(scene, at)?;
    let mut hits = Vec::new();
    let mut next = Some(first);
    let capital = token.text.starts_with(|c: char| c.is_ascii_uppercase());
    while let Some(at) = next.filter(|_| hits.len() < 16) {
        let Some(hit) = code(scene, at, capital, !hits.is_empty()) else { break };
        next = list_item(scene, hit.last + 1);
        hits.push(hit);
    }
    (!hits.is_empty()).then_some(hits)
}

/// Whether a stop code may follow the word.
pub(super) fn is_lead(token: &Token<'_>) -> bool {
    token.is_any(&["stop", "trap", "bugcheck", "bug", "fatal"])
}

/// Where the code after `STOP`, `Trap`, `bug check` or `Fatal System Error` starts.
fn after_word(scene: &Scene<'_, '_>, at: usize) -> Option<usize> {
    let tokens = scene.tokens;
    let is = |at: usize, word: &str| tokens.get(at).is_some_and(|token| token.is(word));
    let mut next = if is(at, "stop") || is(at, "trap") || is(at, "bugcheck") {
        at + 1
    } else if is(at, "bug") && is(at + 1, "check") {
        at + 2
    } else if is(at, "fatal") && is(at + 1, "system") && is(at + 2, "error") {
        at + 3
    } else {
        return None;
    };
    while tokens
        .get(next)
        .is_some_and(|token| token.is_any(BETWEEN) || token.is_any_mark(b":(\"-="))
    {
        next += 1;
        if next > at + 8 {
            return None;
        }
    }
    Some(next)
}

/// The code at a token after such a word; `listed` if another stands before it.
fn code(scene: &Scene<'_, '_>, at: usize, capital: bool, listed: bool) -> Option<Hit> {
    let token = scene.tokens.get(at)?;
    let hex = token.text.get(..2).is_some_and(|head| head.eq_ignore_ascii_case("0x"));
    let digits = token.text.strip_suffix(['h', 'H']).unwrap_or(token.text);
    let plain = (1..=10).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_hexdigit());
    if !hex && !(plain && (capital || digits.len() == 8) && is_code(scene, at, digits, listed)) {
        return None;
    }
    let value = Code::parse_stop(token.text)?;
    let (parameters, last) = parameters(scene, at + 1);
    Some(Hit {
        kind: CodeKind::Stop,
        code: value.to_string(),
        first: at,
        last: last.unwrap_or(at),
        parameters,
    })
}

/// Whether bare digits after the word are a code and no word or amount.
fn is_code(scene: &Scene<'_, '_>, at: usize, digits: &str, listed: bool) -> bool {
    if digits.len() == 8 {
        return true;
    }
    let next = scene.tokens.get(at + 1);
    let closes = next.is_none_or(|next| {
        next.is_any_mark(b":\")(,.;]") && !next.is_mark(b'.') || next.row > scene.tokens[at].row
    });
    let sentence = next.is_some_and(|next| {
        next.is_any(AFTER)
            || next.is_mark(b'.') && scene.tokens.get(at + 2).is_none_or(|t| !t.glued)
    });
    let numeric = digits.bytes().any(|byte| byte.is_ascii_digit());
    let letters = digits.bytes().any(|byte| byte.is_ascii_alphabetic());
    let named = scene.tokens.get(at + 1).is_some_and(|next| next.text.contains('_'));
    let telling = numeric && (letters || digits.starts_with('0') || digits.len() == 2);
    let upper = digits.bytes().all(|byte| !byte.is_ascii_lowercase());
    if !numeric {
        return digits.len() <= 2 && upper && (closes || sentence) && !listed;
    }
    telling && (closes || sentence || named || letters) && digits.len() <= 4
}

/// The parameters after a stop code, and the last token of their list.
fn parameters(scene: &Scene<'_, '_>, at: usize) -> (Vec<String>, Option<usize>) {
    let tokens = scene.tokens;
    let bracket = tokens.get(at).is_some_and(|token| token.is_any_mark(b"([{"));
    let mut found = Vec::new();
    let mut next = at + usize::from(bracket);
    let mut last = None;
    while let Some(token) = tokens.get(next) {
        if is_parameter(token, bracket) {
            found.push(token.text.to_owned());
            last = Some(next);
        } else if bracket && token.is_any_mark(b")]}") {
            return if found.len() > 1 { (found, Some(next)) } else { (Vec::new(), None) };
        } else if !token.is_any_mark(b",:") || !bracket && found.is_empty() {
            break;
        }
        next += 1;
    }
    if found.len() > 1 { (found, last) } else { (Vec::new(), None) }
}

fn is_parameter(token: &Token<'_>, bracket: bool) -> bool {
    let text = token.text;
    let hex = text.starts_with("0x") || text.starts_with("0X");
    let eight = text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    let hidden = text.bytes().all(|byte| byte.eq_ignore_ascii_case(&b'x'));
    hex || eight
        || bracket
            && (text == "0"
                || hidden
                || text.len() <= 4 && text.bytes().all(|b| b.is_ascii_hexdigit()))
}

/// Where the next code of a list such as `0xA or 0x1E` starts.
fn list_item(scene: &Scene<'_, '_>, at: usize) -> Option<usize> {
    let mut next = at;
    let mut joined = false;
    while let Some(token) = scene.tokens.get(next) {
        if token.is_any_mark(b",/") || token.is_any(&["and", "or"]) {
            joined = true;
        } else if !token.is_any_mark(b"\"'():") && !token.is("stop") {
            break;
        }
        next += 1;
    }
    joined.then_some(next)
}

/// A stop code without the word: eight digits and a list of four parameters in brackets.
fn with_parameters(scene: &Scene<'_, '_>, at: usize) -> Option<Hit> {
    let token = scene.tokens.get(at)?;
    if token.text.len() != 10
        || !token.text.starts_with("0x")
        || !scene.tokens.get(at + 1)?.is_mark(b'(')
    {
        return None;
    }
    let (parameters, last) = parameters(scene, at + 1);
    let value = Code::parse_stop(token.text)?;
    (parameters.len() >= 3).then_some(Hit {
        kind: CodeKind::Stop,
        code: value.to_string(),
        first: at,
        last: last?,
        parameters,
    })
}
