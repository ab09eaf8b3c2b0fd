//! Numbers that are no codes, whatever words stand beside them: versions, times, dates, amounts,
//! items of lists, GUIDs, addresses.

use super::Scene;
use super::lead::{Lead, Reach, lead};
use super::number::{Notation, Written};
use crate::facts::text::{Shape, Token};

/// Whether the digits are a version, a time, a date, an amount, an item of a list, an identifier.
pub(super) fn is_other_number(scene: &Scene<'_, '_>, written: &Written) -> bool {
    let first = &scene.tokens[written.first];
    let before = scene.before(written.first).filter(|_| first.glued);
    let next = scene.tokens.get(written.last + 1);
    let after = scene.tokens.get(written.last + 2);
    let glued_digits = |marks: &[u8]| {
        next.is_some_and(|next| next.glued && next.is_any_mark(marks))
            && after.is_some_and(|after| after.glued && !matches!(after.shape, Shape::Mark(_)))
    };
    if before.is_some_and(|before| before.is_any_mark(b".\\/$%@_+*") && !before.is_mark(b'/'))
        && written.notation != Notation::Negative
    {
        return true;
    }
    if in_guid(scene, written) {
        return true;
    }
    if matches!(written.notation, Notation::Prefixed | Notation::Eight) {
        return false;
    }
    let starts_row = scene.before(written.first).is_none_or(|before| before.row < first.row);
    let item = starts_row
        && next.is_some_and(|next| next.glued && next.is_any_mark(b".)"))
        && after.is_some_and(|after| !after.glued);
    // Below a line that ends in `error`, a row of a table starts with a number of its own.
    let row = starts_row
        && next.is_some_and(|next| {
            next.row == first.row
                && (next.start as usize > scene.tokens[written.last].end() + 1
                    || next.text.starts_with(|c: char| c.is_uppercase()))
        });
    let amount = next.is_some_and(|next| next.is_mark(b'%') || next.is_any(UNITS));
    let is_http = || lead(scene.tokens, written.first, Reach::Near) == Some(Lead::Http);
    item || row
        && written.notation != Notation::Negative
        && scene.before(written.first).is_some_and(|before| !before.is_any_mark(b":="))
        || amount
        || glued_digits(b"/\\,")
        || glued_digits(b".")
            && written.notation != Notation::Short
            && !is_stop_after(after)
            && !is_http()
        || glued_digits(b":") && after.is_some_and(|after| after.shape == Shape::Number)
        || glued_digits(b"-") && next.is_some_and(|next| next.glued)
}

fn is_stop_after(after: Option<&Token<'_>>) -> bool {
    after.is_some_and(|after| after.text.len() > 3 && after.shape == Shape::Word)
}

const UNITS: &[&str] = &[
    "kb",
    "mb",
    "bytes",
    "byte",
    "percent",
    "times",
    "minutes",
    "seconds",
    "hours",
    "days",
    "of",
    "lines",
    "characters",
    "st",
    "nd",
    "rd",
    "th",
    "bit",
    "items",
];

/// Whether hyphens on both sides make the digits a part of a GUID.
fn in_guid(scene: &Scene<'_, '_>, written: &Written) -> bool {
    let hyphen = |at: Option<usize>| scene.token(at).is_some_and(|mark| mark.is_mark(b'-'));
    let tokens = scene.tokens;
    let after = written.last + 1;
    let four = |at: usize| tokens.get(at).is_some_and(|token| token.glued && token.text.len() == 4);
    let leads = hyphen(Some(after))
        && tokens[after].glued
        && four(after + 1)
        && hyphen(Some(after + 2))
        && four(after + 3);
    let inside = tokens[written.first].glued
        && hyphen(written.first.checked_sub(1))
        && written.notation != Notation::Negative
        && written.first.checked_sub(2).is_some_and(|at| four(at) || tokens[at].text.len() == 8)
        && written.notation != Notation::Eight;
    leads || inside
}

/// Whether the words or registers beside hex digits make them an address.
pub(super) fn is_address(scene: &Scene<'_, '_>, at: usize) -> bool {
    const PLACES: &[&str] = &[
        "address",
        "addresses",
        "location",
        "offset",
        "base",
        "memory",
        "at",
        "instruction",
        "port",
        "range",
        "irq",
        "dma",
        "segment",
    ];
    const REGISTERS: &[&str] = &[
        "eax", "ebx", "ecx", "edx", "esi", "edi", "eip", "esp", "ebp", "efl", "cr0", "cr2", "cr3",
        "cr4", "irql", "dlbase", "ds", "es", "fs", "gs", "cs", "ss", "efer",
    ];
    let mut back = at;
    let mut steps = 0;
    while let Some(token) = scene.before(back).filter(|_| steps < 3) {
        if token.is_any(PLACES) && !is_error_at(scene, back - 1) || token.is_any(REGISTERS) {
            return true;
        }
        let segment = token.is_mark(b':')
            && scene.tokens[back].glued
            && scene.token(back.checked_sub(2)).is_some_and(|t| {
                token.glued
                    && t.text.len() == 4
                    && t.text.bytes().all(|b| b.is_ascii_hexdigit() || b == b'X')
            });
        if segment {
            return true;
        }
        if !token.is_any_mark(b"\"'=:(") && !token.is("the") {
            return false;
        }
        back -= 1;
        steps += 1;
    }
    false
}

/// `error at 0x...` names no place of memory if the number is one that errors have.
fn is_error_at(scene: &Scene<'_, '_>, at: usize) -> bool {
    scene.tokens[at].is("at") && scene.before(at).is_some_and(|before| before.is("error"))
}
