//! Codes in digits: hex with and without `0x`, signed and unsigned decimal.

use kbq_codes::{Code, names_of};
use kbq_model::CodeKind;

use super::lead::{Lead, Reach, lead};
use super::other::{is_address, is_other_number};
use super::{Hit, Scene};
use crate::facts::text::Shape;

/// A number as it is written.
#[derive(Debug, Clone, Copy)]
pub(super) struct Written {
    pub(super) value: Code,
    pub(super) notation: Notation,
    pub(super) first: usize,
    pub(super) last: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Notation {
    /// `0x2740`, `&H80004005`, `X'084C0000'`.
    Prefixed,
    /// `c1010aae`, `80004005`, `C0000005h`.
    Eight,
    /// Fewer digits that only a telling word makes hex: `0E`, `200D`, `F011`.
    Short,
    /// `-1018`, `-2147467259`.
    Negative,
    /// `53`.
    Decimal,
    /// `401.3` of a web server.
    SubStatus,
}

/// The codes at a token: one, and the same in another notation in brackets after it.
pub(super) fn hits(scene: &Scene<'_, '_>, at: usize) -> Option<Vec<Hit>> {
    let written = written(scene, at)?;
    if is_other_number(scene, &written) {
        return None;
    }
    let lead = lead_of(scene, &written);
    let accepted = match written.notation {
        Notation::Prefixed | Notation::Eight => {
            !is_address(scene, at)
                && (is_telling(written)
                    || is_led(scene, &written, lead)
                    || is_named(scene, &written))
        }
        Notation::Negative => {
            written.value.0 < 0xf000_0000 && is_telling(written) || lead.is_some()
        }
        Notation::Short | Notation::Decimal | Notation::SubStatus => {
            is_telling(written) || is_led(scene, &written, lead) || is_http_status(scene, &written)
        }
    };
    if !accepted {
        return None;
    }
    let mut hits = vec![hit(scene, &written, lead)];
    hits.extend(twins(scene, &written));
    hits.extend(list(scene, &written, lead));
    Some(hits)
}

/// The number at a token, with its sign or prefix.
fn written(scene: &Scene<'_, '_>, at: usize) -> Option<Written> {
    let token = scene.tokens.get(at)?;
    let found = |value: Code, notation, last| Some(Written { value, notation, first: at, last });
    let next = scene.tokens.get(at + 1).filter(|next| next.glued);
    if token.is_mark(b'&') {
        let next = next?;
        let digits = next.text.strip_prefix(['H', 'h'])?;
        let hex = digits.len() >= 2 && digits.bytes().all(|b| b.is_ascii_hexdigit());
        return found(
            Code::parse(&format!("0x{digits}")).filter(|_| hex)?.0,
            Notation::Prefixed,
            at + 1,
        );
    }
    if token.is_mark(b'-') {
        let number = next.filter(|next| next.shape == Shape::Number && next.text.len() <= 10)?;
        let infix =
            token.glued && scene.before(at).is_some_and(|before| !before.is_any_mark(b"('\"[:=,/"));
        let value = Code::parse(&format!("-{}", number.text)).filter(|_| !infix)?.0;
        return found(value, Notation::Negative, at + 1);
    }
    if token.is("X") && next.is_some_and(|quote| quote.is_mark(b'\'')) {
        let digits = scene.tokens.get(at + 2).filter(|digits| digits.glued)?.text;
        let hex = (2..=8).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_hexdigit());
        let value = Code::parse(&format!("0x{digits}")).filter(|_| hex)?.0;
        let closes = scene.tokens.get(at + 3).is_some_and(|end| end.glued && end.is_mark(b'\''));
        return found(value, Notation::Prefixed, at + 2 + usize::from(closes));
    }
    let text = token.text;
    match token.shape {
        Shape::Mixed if text.get(..2).is_some_and(|head| head.eq_ignore_ascii_case("0x")) => {
            found(Code::parse(text)?.0, Notation::Prefixed, at)
        }
        Shape::Number if sub_status(scene, at).is_some() => {
            found(Code(text.parse().ok()?), Notation::SubStatus, sub_status(scene, at)?)
        }
        Shape::Number if text.len() == 8 => {
            found(Code::parse(&format!("0x{text}"))?.0, Notation::Eight, at)
        }
        // `0080070057` has two zeros too many (Q192115).
        Shape::Number if text.len() > 8 && text.len() <= 10 && text.starts_with("00") => {
            found(Code::parse(&format!("0x{text}"))?.0, Notation::Eight, at)
        }
        Shape::Number if text.len() <= 10 => {
            let value = text.parse::<u32>().ok()?;
            let zeros = text.len() >= 4 && text.starts_with('0');
            found(Code(value), if zeros { Notation::Short } else { Notation::Decimal }, at)
        }
        Shape::Mixed | Shape::Word => {
            let digits = text.strip_suffix(['h', 'H']).unwrap_or(text);
            let hex = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
            let numeric = digits.bytes().any(|byte| byte.is_ascii_digit());
            let long = digits.len() > 8 && digits.len() <= 10 && digits.starts_with('0');
            let notation = match digits.len() {
                8 => Notation::Eight,
                _ if long => Notation::Eight,
                2..=7 if numeric => Notation::Short,
                _ => return None,
            };
            if !hex || !numeric {
                return None;
            }
            found(Code::parse(&format!("0x{digits}"))?.0, notation, at)
        }
        _ => None,
    }
}

/// The last token of a status with its sub-status: `403.4`, `500.100`, `500-12`.
fn sub_status(scene: &Scene<'_, '_>, at: usize) -> Option<usize> {
    let status = scene.tokens.get(at)?.text;
    let dot = scene.tokens.get(at + 1).filter(|dot| dot.glued && dot.is_any_mark(b".;-"))?;
    let detail = scene.tokens.get(at + 2).filter(|detail| detail.glued && detail.row == dot.row)?;
    let end = scene.tokens.get(at + 3).is_none_or(|next| {
        !next.glued || !next.is_mark(b'.') || scene.tokens.get(at + 4).is_none_or(|n| !n.glued)
    });
    // `500-12` is one, `400-499` a range.
    let longest = if dot.is_mark(b'-') { 2 } else { 3 };
    let shaped = detail.shape == Shape::Number && detail.text.len() <= longest && status.len() == 3;
    (shaped && end && status.starts_with(['4', '5'])).then_some(at + 2)
}

/// Whether the words after a number are those of a web server's status: `404 Object Not Found`.
fn is_http_status(scene: &Scene<'_, '_>, written: &Written) -> bool {
    const REASONS: &[(&str, &str)] = &[
        ("Unauthorized", ""),
        ("Forbidden", ""),
        ("Access", "Forbidden"),
        ("Access", "Denied"),
        ("Object", "Not"),
        ("Not", "Found"),
        ("Bad", "Request"),
        ("Internal", "Server"),
        ("Server", "Error"),
    ];
    let word = |ahead: usize| scene.tokens.get(written.last + ahead);
    let colon = usize::from(word(1).is_some_and(|mark| mark.is_any_mark(b":-")));
    (400..=505).contains(&written.value.0)
        && REASONS.iter().any(|(first, second)| {
            word(1 + colon).is_some_and(|word| word.is(first))
                && (second.is_empty() || word(2 + colon).is_some_and(|word| word.is(second)))
        })
}

/// The words before a number, which an article or a bracket may separate from it.
fn lead_of(scene: &Scene<'_, '_>, written: &Written) -> Option<Lead> {
    let near = lead(scene.tokens, written.first, Reach::Near);
    let is_loose = !matches!(written.notation, Notation::Decimal | Notation::Short);
    let far = || is_loose.then(|| lead(scene.tokens, written.first, Reach::Far)).flatten();
    near.or_else(far).or_else(|| is_before_error(scene, written).then_some(Lead::Error))
}

/// `a 2140 error`, `the 80004005 error message`, `a standard 401 error`, `-1018 error`.
fn is_before_error(scene: &Scene<'_, '_>, written: &Written) -> bool {
    let next = scene.tokens.get(written.last + 1);
    let quote = next.is_some_and(|next| next.is_any_mark(b"\"'"));
    let next = scene.tokens.get(written.last + 1 + usize::from(quote));
    let mut first = written.first;
    if scene.before(first).is_some_and(|mark| mark.is_any_mark(b"\"'")) {
        first -= 1;
    }
    let article = written.notation == Notation::Negative
        || [1, 2].into_iter().any(|back| {
            scene
                .token(first.checked_sub(back))
                .is_some_and(|word| word.is_any(&["a", "an", "the", "this"]))
        }) && !scene.before(first).is_some_and(|word| word.is_any(&["event", "events", "id"]));
    article && next.is_some_and(|next| next.is_any(&["error", "errors"]))
}

/// Whether the value is one that errors have and addresses have not.
fn is_telling(written: Written) -> bool {
    let value = written.value.0;
    let high = value >> 16;
    if value & 0xffff == 0 {
        return false;
    }
    if written.notation == Notation::Decimal && high != 0xffff {
        return false;
    }
    match high {
        0x8000 => value & 0xffff >= 0x4000 || named(written.value),
        0x8004 | 0x8007 | 0x8009..=0x800c => true,
        0x8001..=0x80ff => named(written.value),
        0xc000 | 0xc002 => true,
        0xc001..=0xc01f | 0xc100..=0xc10f | 0xe000 => {
            named(written.value) || written.notation == Notation::Prefixed && high < 0xc010
        }
        // The negative numbers of JET, unsigned: `FFFFFA7A`, `4294965882`.
        0xffff => value != u32::MAX && named(written.value),
        _ => written.notation == Notation::Negative && named(written.value),
    }
}

fn named(value: Code) -> bool {
    names_of(value).next().is_some()
}

/// Whether the name of an error of a host program follows: `X'10086021' AP_TP_NAME_NOT_KNOWN`.
fn is_named(scene: &Scene<'_, '_>, written: &Written) -> bool {
    let next = scene.tokens.iter().skip(written.last + 1).find(|t| !t.is_any_mark(b"'()="));
    next.is_some_and(|next| next.text.starts_with("AP_") || next.text.starts_with("LUA_"))
}

/// Whether a telling word leads the number and it can be the number of that.
fn is_led(scene: &Scene<'_, '_>, written: &Written, lead: Option<Lead>) -> bool {
    let Some(lead) = lead else { return false };
    let text = scene.text(written.first, written.last);
    if written.value.0 == 0 && written.notation != Notation::Short {
        return false;
    }
    let digits_only = text.bytes().all(|byte| byte.is_ascii_digit());
    match (written.notation, lead) {
        (Notation::Short, Lead::Sense | Lead::IdNumber) => text.len() >= 4 && written.value.0 != 0,
        (Notation::Short, Lead::Exception | Lead::Stop) => text.len() <= 4,
        (Notation::Short, Lead::Result | Lead::Error) => {
            written.value.0 != 0
                && (digits_only || text.ends_with(['h', 'H']) || text.len() == 4)
                && text.bytes().all(|byte| !byte.is_ascii_lowercase() || byte == b'h')
        }
        (Notation::SubStatus, Lead::Http | Lead::Error | Lead::Status) => {
            (400..=505).contains(&written.value.0)
        }
        (Notation::SubStatus, _) => false,
        (Notation::Decimal, Lead::Http) => (400..600).contains(&written.value.0) && text.len() == 3,
        (Notation::Prefixed | Notation::Eight, Lead::Http) => false,
        (Notation::Decimal, Lead::Status) => {
            // `status code of 200`, as other values below 300, is no failure of a web server.
            let label = scene.before(written.first);
            let direct = label.is_some_and(|word| word.is("status"));
            let coded =
                label.is_some_and(|word| word.is_any(&["code", "of", "is"]) || word.is_mark(b'='));
            (direct && written.value.0 != 200 || coded && !(100..300).contains(&written.value.0))
                && text.len() > 1
        }
        (Notation::Decimal, Lead::Stop) => false,
        (Notation::Short, _) => false,
        _ => true,
    }
}

/// The same code in another notation beside it: `-2147467259 (80004005)`.
fn twins(scene: &Scene<'_, '_>, written: &Written) -> Vec<Hit> {
    let mut found = Vec::new();
    let mut at = written.last + 1;
    while let Some(token) = scene.tokens.get(at).filter(|_| found.len() < 2) {
        if token.is_any_mark(b"(='\"):/,-")
            && !(token.is_mark(b'-') && scene.tokens.get(at + 1).is_some_and(|next| next.glued))
        {
            at += 1;
            continue;
        }
        if token.is_any(&["or", "hex", "decimal", "hexadecimal"]) {
            at += 1;
            continue;
        }
        let Some(twin) = self::written(scene, at) else { break };
        let same = twin.value == written.value
            || twin.notation == Notation::Short
                && Code::parse(&scene.text(twin.first, twin.last).replace(['h', 'H'], ""))
                    .is_some_and(|(code, _)| code == written.value);
        let pair = written.notation == Notation::Eight
            && twin.notation == Notation::Eight
            && scene.tokens[at].glued;
        if !(same || pair) {
            break;
        }
        at = twin.last + 1;
        found.push(hit(scene, &twin, None));
    }
    found
}

/// The further codes of a list: `errors 53, 55, and 67`.
fn list(scene: &Scene<'_, '_>, written: &Written, lead: Option<Lead>) -> Vec<Hit> {
    let mut found = Vec::new();
    if lead.is_none() || !matches!(written.notation, Notation::Decimal | Notation::Negative) {
        return found;
    }
    let mut last = written.last;
    loop {
        let mut at = last + 1;
        let mut joined = false;
        while let Some(token) = scene.tokens.get(at) {
            if token.is_any_mark(b",/") || token.is_any(&["and", "or"]) {
                joined = true;
            } else if !token.is_any_mark(b"\"'") {
                break;
            }
            at += 1;
        }
        let Some(item) = self::written(scene, at).filter(|item| {
            joined
                && item.notation == written.notation
                && !is_other_number(scene, item)
                && item.value.0 != 0
        }) else {
            return found;
        };
        let follows = scene.tokens.get(item.last + 1);
        let noun = follows.is_some_and(|next| {
            next.shape == Shape::Word
                && next.text.starts_with(|c: char| c.is_lowercase())
                && !next.is_any(AFTER)
        });
        if noun {
            return found;
        }
        last = item.last;
        found.push(hit(scene, &item, lead));
    }
}

/// Words that may follow the last number of a list of errors.
const AFTER: &[&str] = &[
    "error", "errors", "message", "messages", "in", "on", "when", "are", "is", "may", "occur",
    "with", "from", "and", "or", "at", "after", "for", "if", "can", "will", "as", "by", "during",
    "while", "that", "which", "indicate", "appear", "were", "being",
];

fn hit(scene: &Scene<'_, '_>, written: &Written, lead: Option<Lead>) -> Hit {
    let text = scene.text(written.first, written.last);
    let (kind, code) = match written.notation {
        Notation::Prefixed | Notation::Eight => (CodeKind::Hex, written.value.to_string()),
        // `Error 0020` counts in tens, `return code 0014` in sixteens.
        Notation::Short
            if lead == Some(Lead::Error) && text.bytes().all(|b| b.is_ascii_digit()) =>
        {
            (CodeKind::Dec, text.trim_start_matches('0').to_owned())
        }
        Notation::Short => {
            let digits = text.strip_suffix(['h', 'H']).unwrap_or(text);
            let value = Code::parse(&format!("0x{digits}")).map_or(written.value, |found| found.0);
            (CodeKind::Hex, value.to_string())
        }
        Notation::Negative => (CodeKind::Dec, written.value.signed().to_string()),
        // An exception of the processor has two hex digits: `exception 0E`, `exception 06`.
        Notation::Decimal if lead == Some(Lead::Exception) && text.starts_with('0') => {
            let value = Code::parse(&format!("0x{text}")).map_or(written.value, |found| found.0);
            (CodeKind::Hex, value.to_string())
        }
        Notation::SubStatus => (CodeKind::Dec, text.replace(';', ".")),
        Notation::Decimal => (CodeKind::Dec, written.value.0.to_string()),
    };
    Hit { kind, code, first: written.first, last: written.last, parameters: Vec::new() }
}
