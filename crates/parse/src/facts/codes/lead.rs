//! The words before a number that make it the number of an error.

use super::super::text::{Shape, Token};

/// What the words before a number say that it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Lead {
    /// An error, a warning, a message with a number.
    Error,
    /// An exception of the processor or of a program.
    Exception,
    /// A stop screen or a trap.
    Stop,
    /// What a call returned, a status, an HRESULT.
    Result,
    /// A status, which is as often none of an error.
    Status,
    /// The sense code of a host: hex digits without a sign that they are.
    Sense,
    /// The `ID no:` of Exchange, always hex.
    IdNumber,
    /// The status of a web server.
    Http,
}

/// Words that make the number after them an error's.
const TRIGGERS: &[(&str, Lead)] = &[
    ("error", Lead::Error),
    ("errors", Lead::Error),
    ("err", Lead::Error),
    ("errmsg", Lead::Error),
    ("errno", Lead::Error),
    ("warning", Lead::Error),
    ("warnings", Lead::Error),
    ("fatal", Lead::Error),
    ("helpmsg", Lead::Error),
    ("abend", Lead::Error),
    ("native", Lead::Error),
    ("sqlcode", Lead::Error),
    ("exception", Lead::Exception),
    ("exceptions", Lead::Exception),
    ("stop", Lead::Stop),
    ("bugcheck", Lead::Stop),
    ("trap", Lead::Stop),
    ("hresult", Lead::Result),
    ("scode", Lead::Result),
    ("rc", Lead::Result),
    ("retcode", Lead::Result),
    ("ntstatus", Lead::Result),
    ("status", Lead::Status),
    ("http", Lead::Http),
];

/// Words before `code` or `value` that make it an error's.
const CODES_OF: &[&str] = &[
    "return",
    "returned",
    "result",
    "exit",
    "status",
    "completion",
    "condition",
    "failure",
    "fault",
    "sense",
    "reason",
    "stop",
    "exception",
    "termination",
];

/// Words that may stand between the telling word and the number.
const BETWEEN: &[&str] = &[
    "code",
    "codes",
    "number",
    "numbers",
    "no",
    "num",
    "id",
    "value",
    "message",
    "messages",
    "msg",
    "type",
    "data",
    "translation",
    "symbolic",
    "constant",
];

/// Words that may stand there if the number can be nothing else than a code.
const LOOSELY_BETWEEN: &[&str] = &[
    "with",
    "the",
    "a",
    "an",
    "following",
    "returned",
    "occurred",
    "returns",
    "in",
    "hex",
    "hexadecimal",
    "decimal",
    "was",
    "is",
    "of",
    "and",
    "or",
    "received",
    "this",
    "similar",
    "to",
    "has",
    "by",
    "unknown",
    "unexpected",
    "due",
    "as",
    "name",
    "at",
    "status",
    "because",
];

/// Punctuation between the telling word and the number.
const MARKS: &[u8] = b":=#([{\"'-.";

/// How strictly the words in between are taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reach {
    /// Only labels and punctuation: for numbers that may be anything.
    Near,
    /// A short phrase: for numbers that look like a code.
    Far,
}

/// What the tokens before `at` say of the number there.
pub(super) fn lead(tokens: &[Token<'_>], at: usize, reach: Reach) -> Option<Lead> {
    let most = if reach == Reach::Near { 6 } else { 10 };
    if follows_http_version(tokens, at) {
        return Some(Lead::Http);
    }
    let mut coded = false;
    let mut linked = false;
    for back in (at.saturating_sub(most)..at).rev() {
        let token = tokens.get(back)?;
        let lead = trigger(tokens, back, coded);
        if lead.is_some() {
            return lead;
        }
        match token.shape {
            // A full stop ends the sentence, but not after `no.` and `err.`
            Shape::Mark(b'.') if !ends_abbreviation(tokens, back) => return None,
            Shape::Mark(mark) if MARKS.contains(&mark) => {}
            Shape::Mark(b',') if reach == Reach::Far => {}
            _ if token.is_any(&["code", "codes"]) => {
                if is_other_code(tokens, back) {
                    return None;
                }
                coded = true;
            }
            _ if token.is_any(BETWEEN) => {}
            // `error code of 5`, `the error was 1722`, but not `an error of 5 percent`.
            _ if token.is_any(&["is", "was", "of", "are", "were"]) && !linked => linked = true,
            _ if reach == Reach::Far && token.is_any(LOOSELY_BETWEEN) => {}
            _ => return None,
        }
    }
    None
}

/// Whether `HTTP/1.0` stands before the token.
fn follows_http_version(tokens: &[Token<'_>], at: usize) -> bool {
    let first = at.checked_sub(5).and_then(|first| tokens.get(first));
    first.is_some_and(|first| first.is("http") && tokens[at - 4].is_mark(b'/'))
}

/// What the token at `at` says of a number after it; `coded` if `code` stands between them.
fn trigger(tokens: &[Token<'_>], at: usize, coded: bool) -> Option<Lead> {
    let token = tokens.get(at)?;
    if token.shape != Shape::Word {
        return None;
    }
    let before = at.checked_sub(1).and_then(|before| tokens.get(before));
    if let Some((_, lead)) = TRIGGERS.iter().find(|(known, _)| token.is(known)) {
        // `Event Error 5712` is an event's number.
        let of_event = *lead == Lead::Error && before.is_some_and(|before| before.is("event"));
        return (!of_event).then_some(*lead);
    }
    if coded && token.is("sense")
        || token.is("sense") && tokens.get(at + 1).is_some_and(|next| next.is("data"))
    {
        return Some(Lead::Sense);
    }
    if coded && token.is_any(CODES_OF) {
        return Some(Lead::Result);
    }
    if token.is("no") && before.is_some_and(|before| before.is("id")) {
        return Some(Lead::IdNumber);
    }
    if token.is("msg") && tokens.get(at + 1).is_some_and(|next| next.is_mark(b':'))
        || token.text == "Msg"
        || token.text == "Notice"
    {
        return Some(Lead::Error);
    }
    // Return codes of the host programs: `prim_rc=0x1400`.
    if token.text.len() > 3 && token.text.ends_with("_rc") {
        return Some(Lead::Result);
    }
    // `(Code 10)` of the device manager.
    let bracketed = before.is_some_and(|before| before.is_any_mark(b"(\"["));
    (token.is("code") && bracketed).then_some(Lead::Error)
}

/// Whether a full stop belongs to `no.`, `err.` or `msg.`
fn ends_abbreviation(tokens: &[Token<'_>], at: usize) -> bool {
    tokens[at].glued
        && at.checked_sub(1).is_some_and(|at| tokens[at].is_any(&["no", "err", "msg", "num"]))
}

/// Whether `code` is no error's: `character code`, `sample code`, `key code`.
fn is_other_code(tokens: &[Token<'_>], at: usize) -> bool {
    const OTHERS: &[&str] = &[
        "character",
        "sample",
        "key",
        "scan",
        "area",
        "zip",
        "country",
        "color",
        "source",
        "machine",
        "op",
        "ascii",
        "ansi",
        "postal",
        "diagnostic",
        "virtual",
        "keyboard",
    ];
    at.checked_sub(1).is_some_and(|at| tokens[at].is_any(OTHERS))
}
