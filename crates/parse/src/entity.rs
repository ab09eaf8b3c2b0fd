//! Character references of HTML in titles.

use std::borrow::Cow;

/// The names that titles use.
const NAMES: &[(&str, char)] =
    &[("quot", '"'), ("amp", '&'), ("lt", '<'), ("gt", '>'), ("apos", '\''), ("nbsp", '\u{a0}')];

/// Decodes each reference once: `&amp;quot;` becomes `&quot;`. What is no reference stays.
pub(crate) fn decode(text: &str) -> Cow<'_, str> {
    let mut rest = text;
    let mut decoded = String::new();
    while let Some(at) = rest.find('&') {
        let (before, reference) = rest.split_at(at);
        decoded.push_str(before);
        match character(reference) {
            Some((character, length)) => {
                decoded.push(character);
                rest = &reference[length..];
            }
            None => {
                decoded.push('&');
                rest = &reference[1..];
            }
        }
    }
    if rest.len() == text.len() {
        return Cow::Borrowed(text);
    }
    decoded.push_str(rest);
    Cow::Owned(decoded)
}

/// The character of the reference that opens the text, and the reference's length.
fn character(text: &str) -> Option<(char, usize)> {
    let end = text.bytes().take(10).position(|b| b == b';')?;
    let name = &text[1..end];
    let character = match name.strip_prefix('#') {
        Some(number) => {
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code).filter(|character| !character.is_control())?
        }
        None => NAMES.iter().find(|(known, _)| *known == name)?.1,
    };
    Some((character, end + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_decoded_once() {
        for (text, decoded) in [
            ("&quot;Stop&quot; &lt;1&gt; &amp;amp; &#91;x&#93; &#x41;", "\"Stop\" <1> &amp; [x] A"),
            ("R&D; A & B &unknown; &#0;&", "R&D; A & B &unknown; &#0;&"),
            ("plain", "plain"),
        ] {
            assert_eq!(decode(text), decoded);
        }
    }
}
