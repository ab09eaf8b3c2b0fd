//! Text of articles that cannot drive a terminal.

use std::borrow::Cow;
use std::fmt::Write as _;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// Columns from one tab stop to the next.
const TAB: usize = 8;

/// The text with everything visible that would act on a terminal or reorder what is shown.
///
/// A control character becomes its number in angle brackets, so does a character that changes
/// the direction of text or has no width of its own. Tabs and line ends become blanks.
///
/// ```
/// assert_eq!(kbq_render::safe("red: \x1b[31m"), "red: <1B>[31m");
/// assert_eq!(kbq_render::safe("exe.\u{202e}txt"), "exe.<202E>txt");
/// assert_eq!(kbq_render::safe("plain"), "plain");
/// ```
pub fn safe(text: &str) -> Cow<'_, str> {
    if !text.contains(is_unsafe) {
        return Cow::Borrowed(text);
    }
    let mut safe = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '\t' | '\n' | '\r' => safe.push(' '),
            c if is_unsafe(c) => Notation::Number.push(&mut safe, c),
            c => safe.push(c),
        }
    }
    Cow::Owned(safe)
}

/// How a character is written that may not reach a terminal as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Notation {
    /// For people: its number in angle brackets, `<1B>`.
    Number,
    /// Within the strings of JSON, whose value stays the same: `\u001b`.
    Json,
}

impl Notation {
    // Writing to a string cannot fail.
    fn push(self, out: &mut String, c: char) {
        match self {
            Notation::Number => {
                let _ = write!(out, "<{:02X}>", u32::from(c));
            }
            Notation::Json => {
                for unit in c.encode_utf16(&mut [0; 2]) {
                    let _ = write!(out, "\\u{unit:04x}");
                }
            }
        }
    }
}

/// Output of many lines with everything visible that [`safe`] makes visible. Tabs and line ends
/// stay; a carriage return does only as part of a line end, which becomes a line feed. A byte that
/// is no UTF-8 is written as the character with its number: a terminal may take it for one.
///
/// ```
/// use kbq_render::{Notation, safe_output};
///
/// assert_eq!(safe_output(b"a,\x1bb\r\nc\x93\n", Notation::Number), "a,<1B>b\nc<93>\n");
/// let json = "{\"title\":\"\u{9b}2J\u{202e}\"}\n";
/// let harmless = "{\"title\":\"\\u009b2J\\u202e\"}\n";
/// assert_eq!(safe_output(json.as_bytes(), Notation::Json), harmless);
/// ```
pub fn safe_output(bytes: &[u8], notation: Notation) -> String {
    let mut out = String::with_capacity(bytes.len() + 16);
    for chunk in bytes.utf8_chunks() {
        let mut chars = chunk.valid().chars().peekable();
        while let Some(c) = chars.next() {
            match c {
                '\t' | '\n' => out.push(c),
                '\r' if chars.peek() == Some(&'\n') => {}
                c if is_unsafe(c) => notation.push(&mut out, c),
                c => out.push(c),
            }
        }
        chunk.invalid().iter().for_each(|byte| notation.push(&mut out, char::from(*byte)));
    }
    out
}

/// Whether a character may not reach a terminal as it is: controls (line ends and tabs are some,
/// and are for who lays out lines to decide on), what changes the direction of text, and what has
/// no width of its own. Joiners and combining characters belong to the letters beside them.
pub fn is_unsafe(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            // Soft hyphen; Arabic letter mark; marks of direction, embeddings, overrides, isolates.
            '\u{ad}' | '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2066}'..='\u{2069}'
            // Blanks without width, invisible operators, separators of lines and paragraphs.
            | '\u{200b}' | '\u{2028}' | '\u{2029}' | '\u{2060}'..='\u{2065}'
            | '\u{206a}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
            // Tags.
            | '\u{e0000}'..='\u{e007f}'
        )
}

/// A line with its tabs expanded to the next stop; everything else as it is.
pub(crate) fn expand_tabs(line: &str) -> Cow<'_, str> {
    if !line.contains('\t') {
        return Cow::Borrowed(line);
    }
    let mut expanded = String::with_capacity(line.len() + TAB);
    let mut column = 0;
    for grapheme in line.graphemes(true) {
        if grapheme == "\t" {
            let blanks = TAB - column % TAB;
            expanded.extend(std::iter::repeat_n(' ', blanks));
            column += blanks;
        } else {
            expanded.push_str(grapheme);
            column += UnicodeWidthStr::width(grapheme);
        }
    }
    Cow::Owned(expanded)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tabs_reach_the_next_stop() {
        assert_eq!(expand_tabs("a\tb"), "a       b");
        assert_eq!(expand_tabs("12345678\tb"), "12345678        b");
        assert_eq!(expand_tabs("日本\tb"), "日本    b");
    }

    #[test]
    fn what_acts_is_shown() {
        assert_eq!(safe("\u{9b}31m\u{7f}\0"), "<9B>31m<7F><00>");
        assert_eq!(safe("a\tb\r\nc"), "a b  c");
        assert_eq!(
            safe("e\u{301} \u{1f468}\u{200d}\u{1f469}"),
            "e\u{301} \u{1f468}\u{200d}\u{1f469}"
        );
    }
}
