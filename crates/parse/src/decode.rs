//! Bytes to text: the encodings in which articles were saved.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use kbq_model::{Diagnostic, DiagnosticKind};

use crate::ParseError;

/// A file's text and how it was read.
pub(crate) struct Decoded<'a> {
    pub(crate) text: Cow<'a, str>,
    /// Name of the encoding, in lower case.
    pub(crate) encoding: &'static str,
    pub(crate) diagnostics: Vec<Diagnostic>,
}

/// Decodes by byte-order mark, then as UTF-8, then as windows-1252, the archive's code page.
///
/// Only data with NUL bytes that UTF-16 does not explain is refused.
pub(crate) fn decode<'a>(bytes: &'a [u8], path: &str) -> Result<Decoded<'a>, ParseError> {
    if bytes.iter().all(|byte| byte.is_ascii_whitespace()) {
        return Err(ParseError::Empty { path: path.to_owned() });
    }
    let (encoding, bytes) = match Encoding::for_bom(bytes) {
        Some((encoding, length)) => (encoding, bytes.get(length..).unwrap_or_default()),
        None => (guess(bytes), bytes),
    };
    let name = match encoding {
        e if e == UTF_8 => "utf-8",
        e if e == UTF_16LE => "utf-16le",
        e if e == UTF_16BE => "utf-16be",
        _ => "windows-1252",
    };
    if !name.starts_with("utf-16")
        && let Some(offset) = memchr::memchr(0, bytes)
    {
        return Err(ParseError::Binary { path: path.to_owned(), offset });
    }
    let (text, replaced) = encoding.decode_without_bom_handling(bytes);
    let mut diagnostics = Vec::new();
    if replaced {
        let line = line_of(&text, |c| c == char::REPLACEMENT_CHARACTER);
        let message = format!("bytes that {name} does not define were replaced by U+FFFD");
        diagnostics.push(Diagnostic::new(DiagnosticKind::UndecodableBytes, line, message));
    }
    let is_control = |c: char| c.is_ascii_control() && !matches!(c, '\t' | '\n' | '\r');
    // Without a branch a byte, the scan runs many bytes at once.
    let found = |found: bool, byte: u8| {
        let control = (byte < 0x20) & (byte != b'\t') & (byte != b'\n') & (byte != b'\r');
        found | control | (byte == 0x7f)
    };
    if text.bytes().fold(false, found) {
        let line = line_of(&text, is_control);
        let message = "the text holds control characters";
        diagnostics.push(Diagnostic::new(DiagnosticKind::ControlCharacters, line, message));
    }
    Ok(Decoded { text, encoding: name, diagnostics })
}

/// The encoding of bytes without a mark.
fn guess(bytes: &[u8]) -> &'static Encoding {
    if let Some(encoding) = unmarked_utf16(bytes) {
        return encoding;
    }
    match std::str::from_utf8(bytes) {
        Ok(_) => UTF_8,
        Err(error) => {
            // One damaged sequence in a text full of good ones is damage, not another code page.
            let good = bytes.get(..error.valid_up_to()).unwrap_or_default();
            let multibyte = good.iter().filter(|byte| **byte >= 0xc2).count();
            if multibyte >= 3 { UTF_8 } else { WINDOWS_1252 }
        }
    }
}

/// Text of ASCII letters as UTF-16 has NUL in every second byte.
fn unmarked_utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = bytes.get(..bytes.len().min(64) & !1)?;
    if sample.len() < 8 || memchr::memchr(0, sample).is_none() {
        return None;
    }
    let zeros = |parity: usize| sample.iter().skip(parity).step_by(2).filter(|b| **b == 0).count();
    let half = sample.len() / 2;
    match (zeros(0), zeros(1)) {
        (0, odd) if odd * 10 >= half * 9 => Some(UTF_16LE),
        (even, 0) if even * 10 >= half * 9 => Some(UTF_16BE),
        _ => None,
    }
}

/// The line, counted from 1, of the first character of a kind.
fn line_of(text: &str, is_wanted: impl Fn(char) -> bool) -> u32 {
    let end = text.find(is_wanted).unwrap_or(0);
    let breaks = memchr::memchr_iter(b'\n', text.as_bytes().get(..end).unwrap_or_default()).count();
    u32::try_from(breaks + 1).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text_of(bytes: &[u8]) -> (String, &'static str) {
        let decoded = decode(bytes, "file").expect("is text");
        (decoded.text.into_owned(), decoded.encoding)
    }

    #[test]
    fn each_encoding_is_told_by_its_bytes() {
        assert_eq!(text_of(b"plain"), ("plain".into(), "utf-8"));
        assert_eq!(text_of("\u{feff}größer".as_bytes()), ("größer".into(), "utf-8"));
        assert_eq!(text_of(b"doesn\x92t \xa9"), ("doesn\u{2019}t ©".into(), "windows-1252"));
        assert_eq!(text_of(b"\xff\xfeQ\x001\x00"), ("Q1".into(), "utf-16le"));
        assert_eq!(text_of(b"D\0O\0C\0U\0M\0E\0N\0T\0"), ("DOCUMENT".into(), "utf-16le"));
        assert_eq!(text_of(b"\0D\0O\0C\0U\0M\0E\0N\0T"), ("DOCUMENT".into(), "utf-16be"));
    }

    #[test]
    fn bytes_that_windows_1252_leaves_open_do_not_fail() {
        let (text, encoding) = text_of(b"\x81\x8d\x8f\x90\x9d");
        assert_eq!((text.chars().count(), encoding), (5, "windows-1252"));
    }

    #[test]
    fn damage_in_utf_8_is_reported_where_it_is() {
        let mut bytes = "äöü\n".as_bytes().to_vec();
        bytes.extend(b"\xff\n");
        let decoded = decode(&bytes, "file").expect("is text");
        assert_eq!(decoded.encoding, "utf-8");
        assert_eq!(decoded.diagnostics[0].kind, DiagnosticKind::UndecodableBytes);
        assert_eq!(decoded.diagnostics[0].line, 2);
    }

    #[test]
    fn binary_and_empty_files_are_refused() {
        assert_eq!(decode(b"MZ\0\x01\0\0\0", "a.exe").err().map(|e| e.kind()), Some("binary"));
        assert_eq!(decode(b" \r\n", "a.txt").err().map(|e| e.kind()), Some("empty"));
    }
}
