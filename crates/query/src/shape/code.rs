//! Error codes: stop codes, codes that a word introduces, codes by their shape alone.

use kbq_codes::{Code, Table, ToolCode, names_of, value_of};

use super::{LONGEST_PHRASE, Reading, Run, text_node, word_clause};
use crate::tree::{Clause, CodeWanted, Node, UnderstoodKind};

/// A code as the text wants it, and for a person.
struct Found {
    wanted: CodeWanted,
    label: String,
    /// Whether the word itself may be meant as well.
    or_word: bool,
}

/// Takes a stop code: `STOP: 0x0000000A (0x00000000,…`, `stop 7b`, `bugcheck 79`.
pub(super) fn read_stop(run: &Run<'_>, at: usize) -> Option<(usize, Reading)> {
    let (place, strong) = stop_words(run, at)?;
    let piece = run.pieces.get(place)?;
    let digits = piece.lower.strip_prefix("0x").unwrap_or(&piece.lower);
    let figures = digits.bytes().any(|b| b.is_ascii_digit());
    let prefixed = digits.len() < piece.lower.len();
    // `stop a service` hardly names a code, `stop 3 services` neither.
    if !(prefixed || digits.len() == 1 || (figures && (digits.len() <= 3 || digits.len() == 8))) {
        return None;
    }
    let code = Code::parse_stop(&piece.lower)?;
    let doubtful = !prefixed && !strong && digits.len() == 1;
    let wanted = CodeWanted::Value { value: code.0, stop: true, doubtful };
    let end = parameters_end(run, place + 1);
    let span = run.span(at, end);
    let leaf = Node::Leaf(Clause::Code(wanted), span);
    let node = if doubtful {
        Node::Best(vec![leaf, text_node(run.pieces.get(at..end).unwrap_or_default())])
    } else {
        leaf
    };
    let label = format!("stop code {}", code_label(code, true));
    Some((end - at, Reading::new(node, UnderstoodKind::Code, label, span)))
}

/// The place behind the words that announce a stop code, and whether they announce nothing else.
fn stop_words(run: &Run<'_>, at: usize) -> Option<(usize, bool)> {
    let mut next = match (run.lower(at), run.lower(at + 1)) {
        ("bugcheck" | "bsod" | "bugchecks" | "bugcode", _) => {
            return Some((skip_code_words(run, at + 1), true));
        }
        ("bug", "check" | "code") | ("blue", "screen") => {
            return Some((skip_code_words(run, at + 2), true));
        }
        ("stop" | "trap", _) => at + 1,
        _ => return None,
    };
    let plain = next;
    next = skip_code_words(run, next);
    Some((next, next > plain))
}

fn skip_code_words(run: &Run<'_>, at: usize) -> usize {
    let leads = |at: &usize| {
        matches!(
            run.lower(*at),
            "code" | "error" | "msg" | "message" | "screen" | "number" | "stop" | "data"
        )
    };
    at + (at..at + LONGEST_PHRASE).take_while(leads).count()
}

/// The place behind the four parameters of a stop code; they differ from case to case.
fn parameters_end(run: &Run<'_>, at: usize) -> usize {
    let parameter = |place: usize| {
        let word = run.lower(place);
        let digits = word.strip_prefix("0x").unwrap_or(word);
        digits.len() == 8 && digits.bytes().all(|b| b.is_ascii_hexdigit())
    };
    (at..at + 4).take_while(|place| parameter(*place)).last().map_or(at, |last| last + 1)
}

/// Words that introduce a code and are no part of what is looked for.
const INTRODUCING: &[&str] = &[
    "error",
    "errors",
    "err",
    "errorcode",
    "code",
    "codes",
    "status",
    "rc",
    "hresult",
    "hr",
    "scode",
    "result",
    "errno",
    "exception",
    "returned",
    "returns",
    "return",
    "sense",
];
/// Words between an introducing word and the code.
const BETWEEN: &[&str] =
    &["code", "codes", "number", "no", "num", "#", "is", "was", "of", "value", "status", "data"];

/// Takes a code behind `error`, `status code`, `ID no`: here a small decimal number is a code.
pub(super) fn read_introduced(run: &Run<'_>, at: usize) -> Option<(usize, Reading)> {
    let first = run.lower(at);
    let id_no = first == "id" && matches!(run.lower(at + 1), "no" | "number");
    if !id_no && !INTRODUCING.contains(&first) {
        return None;
    }
    let between = |at: &usize| BETWEEN.contains(&run.lower(*at));
    let place = at + 1 + (at + 1..at + LONGEST_PHRASE).take_while(between).count();
    let piece = run.pieces.get(place)?;
    let (code, notation) = Code::parse(&piece.text)?;
    let number = piece.lower.bytes().all(|b| b.is_ascii_digit());
    let hexadecimal = !number && notation.is_doubtful();
    if hexadecimal && piece.lower.len() < 4 {
        return None;
    }
    let span = run.span(at, place + 1);
    let wanted = CodeWanted::Value { value: code.0, stop: false, doubtful: false };
    let leaf = Node::Leaf(Clause::Code(wanted), span);
    // Small numbers also stand in articles without being a code: `HTTP error 404`.
    let node = if number && notation.is_doubtful() && code.0 >= 100 {
        Node::Best(vec![leaf, Node::Leaf(word_clause(&piece.lower, None), piece.span)])
    } else {
        leaf
    };
    let label = format!("code {}", code_label(code, false));
    Some((place + 1 - at, Reading::new(node, UnderstoodKind::Code, label, span)))
}

/// Takes a code that its shape alone tells.
pub(super) fn read_bare(run: &Run<'_>, at: usize) -> Option<(usize, Reading)> {
    let piece = run.pieces.get(at)?;
    let found = bare(&piece.text)?;
    let leaf = Node::Leaf(Clause::Code(found.wanted), piece.span);
    let node = if found.or_word {
        Node::Best(vec![leaf, Node::Leaf(word_clause(&piece.lower, None), piece.span)])
    } else {
        leaf
    };
    Some((1, Reading::new(node, UnderstoodKind::Code, found.label, piece.span)))
}

fn bare(text: &str) -> Option<Found> {
    if is_symbol(text) {
        let wanted = CodeWanted::Symbol(text.to_ascii_uppercase());
        let label = match value_of(text) {
            Some(code) => format!("symbol {text} · {code}"),
            None => format!("symbol {text}"),
        };
        return Some(Found { wanted, label, or_word: true });
    }
    if is_tool_code(text) {
        let tool = text.to_ascii_uppercase();
        let label = format!("code {tool}");
        return Some(Found { wanted: CodeWanted::Tool(tool), label, or_word: true });
    }
    let (code, notation) = Code::parse(text)?;
    let number = text.bytes().all(|b| b.is_ascii_digit());
    if notation.is_doubtful() && (number || text.len() < 4) {
        return None;
    }
    // `-1` and `-5` are as often a word's end as a code.
    let doubtful = notation.is_doubtful() || (text.starts_with('-') && text.len() < 4);
    let wanted = CodeWanted::Value { value: code.0, stop: false, doubtful };
    Some(Found { wanted, label: format!("code {}", code_label(code, false)), or_word: doubtful })
}

/// Whether a word is the symbolic name of an error: one that the tables know, or one with the
/// prefix of such names.
pub(crate) fn is_symbol(text: &str) -> bool {
    const PREFIXES: &[&str] = &[
        "error_",
        "status_",
        "mapi_e_",
        "mapi_w_",
        "jet_err",
        "jet_wrn",
        "wsae",
        "rpc_s_",
        "rpc_e_",
        "rpc_x_",
        "ept_s_",
        "nerr_",
        "disp_e_",
        "co_e_",
        "regdb_e_",
        "ds_e_",
        "class_e_",
        "ole_e_",
        "stg_e_",
        "db_e_",
        "sec_e_",
        "ntsec_",
        "ap_",
        "e_",
        "ec_",
        "mk_e_",
        "type_e_",
        "inet_e_",
        "xact_e_",
        "mq_error_",
        "adse_",
    ];
    let plain = text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
    let named = |text: &str| (text.contains('_') || text.len() > 6) && value_of(text).is_some();
    plain
        && text.len() > 4
        && ((text.contains('_') && {
            let lower = text.to_ascii_lowercase();
            PREFIXES
                .iter()
                .any(|prefix| lower.starts_with(prefix) && lower.len() > prefix.len() + 1)
        }) || named(text))
}

/// Whether a word is a code of a compiler, linker or other tool (`C2493`, `LNK2001`).
pub(crate) fn is_tool_code(text: &str) -> bool {
    ToolCode::parse(text).is_some()
}

/// What `code:` asks for; `stop` reads bare digits as hexadecimal.
pub(crate) fn wanted(text: &str, stop: bool) -> Option<(CodeWanted, String)> {
    if let Some(found) =
        bare(text).filter(|found| !matches!(found.wanted, CodeWanted::Value { .. }))
    {
        return Some((found.wanted, found.label));
    }
    let code =
        if stop { Code::parse_stop(text)? } else { Code::parse(text).map(|(code, _)| code)? };
    let wanted = CodeWanted::Value { value: code.0, stop, doubtful: false };
    Some((wanted, format!("code {}", code_label(code, stop))))
}

/// A code for a person, with a name if it has one: `0xc00203e5`, `0x000003e5 · ERROR_IO_PENDING`.
pub(crate) fn code_label(code: Code, stop: bool) -> String {
    let name = names_of(code).find(|name| (name.table == Table::Stop) == stop);
    match name {
        Some(name) => format!("{code} · {}", name.symbol),
        None => code.to_string(),
    }
}

/// A bare number for a person: it may be several things.
pub(super) fn number_label(number: u32) -> String {
    format!("{number}: an event, a code or a word")
}
