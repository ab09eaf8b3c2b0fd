//! Text that cannot drive a terminal.

use std::borrow::Cow;

/// Columns from one tab stop to the next.
const TAB: usize = 8;

/// Whether a terminal would act on the character instead of showing it: control characters, and
/// the format characters that reorder or hide text (Unicode Bidirectional Algorithm, UAX #9).
fn is_unsafe(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{ad}'
                | '\u{61c}'
                | '\u{200b}'..='\u{200f}'
                | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{feff}'
                | '\u{fff9}'..='\u{fffb}'
                | '\u{e0000}'..='\u{e007f}'
        )
}

/// The same text with every character that a terminal would act on made visible as `<1B>`, tabs
/// as blanks up to the next stop.
///
/// ```
/// assert_eq!(kbq_render::safe("\x1b[2J cleared"), "<1B>[2J cleared");
/// assert_eq!(kbq_render::safe("a\tb"), "a       b");
/// ```
pub fn safe(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_unsafe) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '\t' => {
                let column = unicode_width::UnicodeWidthStr::width(shown.as_str());
                shown.extend(std::iter::repeat_n(' ', TAB - column % TAB));
            }
            c if is_unsafe(c) => shown.push_str(&format!("<{:02X}>", u32::from(c))),
            c => shown.push(c),
        }
    }
    Cow::Owned(shown)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn nothing_unsafe_is_left(text in any::<String>()) {
            prop_assert!(!safe(&text).chars().any(is_unsafe));
        }

        #[test]
        fn harmless_text_stays(text in "[ -~äöü→日本]{0,80}") {
            prop_assert_eq!(safe(&text), text.as_str());
        }
    }
}
