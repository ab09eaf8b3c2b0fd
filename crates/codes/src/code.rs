//! The value itself, and reading it from every notation that people write.

use std::fmt;

/// A code as the 32 bits that it is; how it was written does not matter.
///
/// Shown as `0x` and eight lower-case digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code(pub u32);

/// Declares the notations: one row gives the variant, its name and whether it is doubtful.
macro_rules! notations {
    ($($(#[doc = $doc:literal])+ $variant:ident = $name:literal, $doubtful:literal;)+) => {
        /// How a code was written.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Notation {
            $($(#[doc = $doc])+ $variant,)+
        }

        impl Notation {
            /// Every notation, the most telling first.
            pub const ALL: &'static [Notation] = &[$(Notation::$variant),+];

            /// The name for a person and for JSON.
            pub fn name(self) -> &'static str {
                match self { $(Notation::$variant => $name,)+ }
            }

            /// Whether the text may as well be a word or a plain number: a caller that has no
            /// other sign that a code is meant should also look for the text as it stands.
            pub fn is_doubtful(self) -> bool {
                match self { $(Notation::$variant => $doubtful,)+ }
            }
        }
    };
}

notations! {
    /// `0xC00203E5`.
    Hex = "hex", false;
    /// `-1073609755`, `-1018`.
    Signed = "signed", false;
    /// `3221357541`: a decimal number that only a code reaches.
    Unsigned = "unsigned", false;
    /// `53`, `1726L`: any smaller decimal number.
    Number = "decimal", true;
    /// `C00203E5`: eight digits, of which the first is one that errors begin with.
    BareHex = "bare-hex", false;
    /// `&HC00203E5`, as Visual Basic writes it.
    VisualBasicHex = "vb-hex", false;
    /// `C0000005h`, as assemblers and debuggers write it.
    SuffixedHex = "suffixed-hex", false;
    /// `0000000A`, `084C0000`, `12h`: hex digits of another shape.
    LooseHex = "loose-hex", true;
}

impl Notation {
    /// The code in this notation, where reading it back gives the same code.
    pub fn write(self, code: Code) -> Option<String> {
        let value = code.0;
        let negative = value >= 0x8000_0000;
        let text = match self {
            Notation::Hex => format!("{value:#010x}"),
            Notation::VisualBasicHex => format!("&H{value:X}"),
            Notation::BareHex if negative => format!("{value:08x}"),
            Notation::LooseHex if !negative => format!("{value:08X}"),
            Notation::SuffixedHex => format!("{value:08x}h"),
            Notation::Signed if negative => value.cast_signed().to_string(),
            Notation::Unsigned if negative => value.to_string(),
            Notation::Number if !negative => value.to_string(),
            _ => return None,
        };
        (Code::parse(&text) == Some((code, self))).then_some(text)
    }
}

/// Every notation of the code, each with its text; reading any of them gives the code back.
///
/// ```
/// use kbq_codes::{Code, Notation, notations};
///
/// let texts: Vec<_> = notations(Code(0xc00203e5)).map(|(_, text)| text).collect();
/// assert_eq!(texts[..4], ["0xc00203e5", "-1073609755", "3221357541", "c00203e5"]);
/// ```
pub fn notations(code: Code) -> impl Iterator<Item = (Notation, String)> {
    Notation::ALL.iter().filter_map(move |&notation| Some((notation, notation.write(code)?)))
}

impl Code {
    /// Reads a code in any notation. Quotes, brackets and punctuation around it do not matter.
    ///
    /// ```
    /// use kbq_codes::{Code, Notation};
    ///
    /// let same = ["0xC00203E5", "c00203e5", "&HC00203E5&", "C00203E5h", "-1073609755",
    ///     "3221357541", "(0x0c00203e5)", "0xffffffffc00203e5"];
    /// for text in same {
    ///     assert_eq!(Code::parse(text).map(|(code, _)| code), Some(Code(0xc00203e5)), "{text}");
    /// }
    /// assert_eq!(Code::parse("FFFFFACFh").map(|(code, _)| code.signed()), Some(-1329));
    /// assert_eq!(Code::parse("53"), Some((Code(53), Notation::Number)));
    /// assert_eq!(Code::parse("cluster"), None);
    /// ```
    pub fn parse(text: &str) -> Option<(Code, Notation)> {
        let text = bare(text);
        if let Some(digits) = after_ascii(text, &["0x"]) {
            return Some((hex(without_c_suffix(digits))?, Notation::Hex));
        }
        if let Some(digits) = after_ascii(text, &["&h"]) {
            return Some((hex(digits)?, Notation::VisualBasicHex));
        }
        // The true minus and the dash that word processors make of it.
        if let Some(digits) = after_ascii(text, &["-", "\u{2212}", "\u{2013}"]) {
            return Some((signed(without_c_suffix(digits))?, Notation::Signed));
        }
        if let Some(digits) = text.strip_suffix(['h', 'H']) {
            let notation = suffixed(digits)?;
            return Some((hex(digits)?, notation));
        }
        if let Some(notation) = bare_hex(text) {
            return Some((hex(text)?, notation));
        }
        unsigned(without_c_suffix(text))
    }

    /// Reads a code that stands beside STOP: there, bare digits are hex whatever their number.
    ///
    /// ```
    /// use kbq_codes::Code;
    ///
    /// for text in ["0x0000000A", "0xA", "0A", "A", "0000000A", "0x0000000A:"] {
    ///     assert_eq!(Code::parse_stop(text), Some(Code(0xa)), "{text}");
    /// }
    /// assert_eq!(Code::parse_stop("1E"), Some(Code(0x1e)));
    /// assert_eq!(Code::parse_stop("c000021a"), Some(Code(0xc000021a)));
    /// assert_eq!(Code::parse_stop("screen"), None);
    /// ```
    pub fn parse_stop(text: &str) -> Option<Code> {
        let text = bare(text);
        let digits = after_ascii(text, &["0x", "&h"]).unwrap_or(text);
        hex(digits.strip_suffix(['h', 'H']).unwrap_or(digits))
    }

    /// The code as a signed number, as JET errors and script hosts show it.
    pub fn signed(self) -> i32 {
        self.0.cast_signed()
    }

    /// The upper 16 bits: severity, customer bit and facility.
    pub fn high_word(self) -> u16 {
        (self.0 >> 16) as u16
    }

    /// The lower 16 bits: the number within the facility.
    pub fn low_word(self) -> u16 {
        (self.0 & 0xffff) as u16
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:#010x}", self.0)
    }
}

impl From<u32> for Code {
    fn from(value: u32) -> Code {
        Code(value)
    }
}

/// The text without what surrounds a code in a sentence.
fn bare(text: &str) -> &str {
    const AROUND: &[char] =
        &['\'', '"', '`', '\u{2018}', '\u{2019}', '\u{201c}', '\u{201d}', '<', '>', '(', ')'];
    const MORE: &[char] = &['[', ']', '{', '}', ',', '.', ';', ':', '!', '?', '=', '*', '|', '/'];
    let around =
        |c: char| c.is_whitespace() || AROUND.contains(&c) || MORE.contains(&c) || c == '#';
    let text = text.trim_matches(around);
    // `&H80040E37&`: the type suffix of a long; `-` at the end is a dash of the sentence.
    text.trim_end_matches(['&', '-']).trim_end_matches(around)
}

/// What follows one of the prefixes, whose case does not matter.
fn after_ascii<'t>(text: &'t str, prefixes: &[&str]) -> Option<&'t str> {
    prefixes.iter().find_map(|prefix| {
        let head = text.get(..prefix.len())?;
        head.eq_ignore_ascii_case(prefix).then(|| text.get(prefix.len()..)).flatten()
    })
}

/// Without the suffix of a C literal (`1726L`, `0x80004005UL`).
fn without_c_suffix(digits: &str) -> &str {
    digits.trim_end_matches(['l', 'L']).trim_end_matches(['u', 'U'])
}

/// The value of hex digits: up to eight, 64 bits that extend the sign, or one zero too many.
fn hex(digits: &str) -> Option<Code> {
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    let significant = digits.trim_start_matches('0');
    let of = |digits: &str| u32::from_str_radix(digits, 16).ok().map(Code);
    match significant.len() {
        0 => Some(Code(0)),
        1..=8 => of(significant),
        9 => of(&without_one_zero(significant)?),
        16 => after_ascii(significant, &["ffffffff"]).and_then(of),
        _ => None,
    }
}

/// Nine digits without one of the longest run of zeros: `c00000005` (Q175441) is `c0000005`.
fn without_one_zero(digits: &str) -> Option<String> {
    let run = digits.split(|c| c != '0').max_by_key(|run| run.len())?;
    if run.len() < 2 {
        return None;
    }
    Some(digits.replacen(run, run.get(1..)?, 1))
}

fn signed(digits: &str) -> Option<Code> {
    let magnitude = decimal(digits)?;
    let value = i32::try_from(-i64::try_from(magnitude).ok()?).ok()?;
    Some(Code(value.cast_unsigned()))
}

fn unsigned(digits: &str) -> Option<(Code, Notation)> {
    let value = decimal(digits)?;
    // 64 bits that extend the sign.
    let value = if value >> 32 == 0xffff_ffff { value & 0xffff_ffff } else { value };
    let value = u32::try_from(value).ok()?;
    let sure = value >= 0x8000_0000;
    Some((Code(value), if sure { Notation::Unsigned } else { Notation::Number }))
}

fn decimal(digits: &str) -> Option<u64> {
    let plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    if plain { digits.parse().ok() } else { None }
}

/// How digits before an `h` are to be taken: `each` and `12h` are words of the language. No word
/// has eight of them.
fn suffixed(digits: &str) -> Option<Notation> {
    let letters = digits.bytes().any(|byte| byte.is_ascii_alphabetic());
    let figures = digits.bytes().any(|byte| byte.is_ascii_digit());
    match (figures, digits.len()) {
        (_, 8) => Some(Notation::SuffixedHex),
        (false, _) => None,
        (true, _) if letters => Some(Notation::SuffixedHex),
        (true, _) => Some(Notation::LooseHex),
    }
}

/// How bare digits are to be taken as hex; `None` if they are decimal or too few.
fn bare_hex(digits: &str) -> Option<Notation> {
    let letters = digits.bytes().any(|byte| byte.is_ascii_alphabetic());
    let figures = digits.bytes().any(|byte| byte.is_ascii_digit());
    // Errors begin with these: severity error or warning, a customer's or mapped code, a negative.
    let telling = |digits: &str| {
        digits.starts_with(['8', 'a', 'c', 'd', 'e', 'f', 'A', 'C', 'D', 'E', 'F'])
            && (letters || digits.starts_with("80"))
    };
    let significant = digits.trim_start_matches('0');
    match digits.len() {
        8 if figures && telling(digits) => Some(Notation::BareHex),
        8 if letters || digits.starts_with('0') => Some(Notation::LooseHex),
        // `0080070057`: zeros before a whole code.
        9.. if digits.starts_with('0') && significant.len() == 8 && telling(significant) => {
            Some(Notation::BareHex)
        }
        // `c00000005`, `fffffffffffffc06`: a zero too many, or 64 bits.
        9 | 16 if figures && letters && telling(digits) => Some(Notation::BareHex),
        _ => None,
    }
}
