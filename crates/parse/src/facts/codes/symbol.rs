//! Symbolic names of errors: `MAPI_E_NOT_FOUND`, `JET_errReadVerifyFailure`.

use kbq_codes::value_of;
use kbq_model::CodeKind;

use super::lead::{Lead, Reach, lead};
use super::{Hit, Scene};
use crate::facts::text::{Shape, Token};

/// How names of errors begin, beyond those that tables hold.
const PREFIXES: &[&str] = &[
    "MAPI_E_",
    "MAPI_W_",
    "ERROR_",
    "NERR_",
    "RPC_S_",
    "RPC_E_",
    "DISP_E_",
    "CO_E_",
    "REGDB_E_",
    "DB_E_",
    "DB_SEC_E_",
    "DS_E_",
    "STG_E_",
    "OLE_E_",
    "CLASS_E_",
    "JET_err",
    "DDERR_",
    "DIERR_",
    "DSERR_",
    "MCIERR_",
    "MMSYSERR_",
    "WAVERR_",
    "LINEERR_",
    "SEC_E_",
    "NTE_",
    "INET_E_",
    "CDERR_",
    "PDERR_",
    "CRYPT_E_",
    "CERT_E_",
    "TRUST_E_",
    "CAPICOM_E_",
    "DVERR_",
    "MSMQ_ERROR_",
    "MQ_ERROR_",
    "WSAE",
    "SNMPAPI_",
    "LDAP_",
];

/// The symbol at a token, if it is one of an error.
pub(super) fn hit(scene: &Scene<'_, '_>, at: usize) -> Option<Hit> {
    let token = scene.tokens.get(at)?;
    let text = token.text;
    if !matches!(token.shape, Shape::Word | Shape::Mixed)
        || text.len() < 6
        || !(token.underscored || text.starts_with("WSAE"))
        || text.ends_with('_')
        || is_success(text)
        || is_part_of_name(scene.tokens, at)
    {
        return None;
    }
    let prefixed = PREFIXES.iter().any(|prefix| {
        text.len() > prefix.len() + 1 && text.starts_with(prefix) && !text.ends_with("_TYPE")
    });
    (prefixed || is_known(text) || is_of_host(text) || is_named(scene, at, 0)).then(|| Hit {
        kind: CodeKind::Symbol,
        code: text.to_owned(),
        first: at,
        last: at,
        parameters: Vec::new(),
    })
}

/// Whether a table has the name for a value that is an error's.
fn is_known(text: &str) -> bool {
    !text.starts_with("FACILITY_") && value_of(text).is_some_and(|code| code.0 != 0)
}

/// Return codes of the host programs' interfaces, whose parameters have the same prefixes.
fn is_of_host(text: &str) -> bool {
    const FAILURES: &[&str] = &[
        "ERROR",
        "NOT_",
        "FAIL",
        "INVALID",
        "BAD_",
        "UNSUCCESSFUL",
        "UNEXPECTED",
        "REJECTED",
        "ABEND",
        "MISMATCH",
        "DENIED",
    ];
    (text.starts_with("AP_") || text.starts_with("LUA_"))
        && FAILURES.iter().any(|failure| text.contains(failure))
}

/// Names of success, which identify no error.
fn is_success(text: &str) -> bool {
    text.starts_with("S_")
        || ["_SUCCESS", "_Success", "_OK", "_NOERROR", "_NO_ERROR", "_NONE"]
            .iter()
            .any(|end| text.ends_with(end))
}

/// Whether the token is a part of a path, a file name or a call.
fn is_part_of_name(tokens: &[Token<'_>], at: usize) -> bool {
    let glued_mark = |at: usize, marks: &[u8]| {
        tokens.get(at).is_some_and(|mark| mark.glued && mark.is_any_mark(marks))
    };
    let before = at > 0 && tokens[at].glued && tokens[at - 1].is_any_mark(b"\\/.:&$%<@");
    let named = before && !(tokens[at - 1].is_mark(b':') || tokens[at - 1].is_mark(b'/'));
    let path = glued_mark(at + 1, b"\\@")
        || glued_mark(at + 1, b".") && { tokens.get(at + 2).is_some_and(|after| after.glued) };
    named || path
}

/// The most names that strokes join to the one whose words are looked at.
const MOST_PAIRED: usize = 8;

/// Whether the words beside an all-capitals name say that it is one of an error; so many names
/// are `paired` with it already.
fn is_named(scene: &Scene<'_, '_>, at: usize, paired: usize) -> bool {
    let text = scene.tokens[at].text;
    let capitals = text.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_');
    if !capitals || !text.contains('_') {
        return false;
    }
    let before = |back: usize| scene.token(at.checked_sub(back));
    let is_before =
        |back: usize, words: &[&str]| before(back).is_some_and(|token| token.is_any(words));
    // `0x1400 (LUA_UNSUCCESSFUL)`, `F011 AP_UNEXPECTED_DOS_ERROR`
    let bracket = before(1).is_some_and(|mark| mark.is_any_mark(b"(=/-"));
    let number = before(if bracket { 2 } else { 1 });
    let coded = number.is_some_and(|number| {
        matches!(number.shape, Shape::Mixed | Shape::Number)
            && lead(scene.tokens, at - if bracket { 2 } else { 1 }, Reach::Near).is_some()
    });
    let fails = is_before(1, &["with"]) && is_before(2, &["fail", "fails", "failed", "failing"]);
    let returns = is_before(1, &["returns", "returned"]) && text.matches('_').count() > 1;
    let error = matches!(
        lead(scene.tokens, at, Reach::Near),
        Some(Lead::Error | Lead::Result | Lead::Stop | Lead::IdNumber)
    );
    // `LUA_UNSUCCESSFUL/LUA_BRACKET`: the second is what the first is.
    let pair = paired < MOST_PAIRED
        && before(1).is_some_and(|mark| mark.is_mark(b'/'))
        && before(2).is_some_and(|first| first.text.contains('_'))
        && is_named(scene, at - 2, paired + 1);
    coded || fails || returns || error || pair
}
