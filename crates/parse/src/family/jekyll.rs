//! The Markdown form of the archive: front matter, a heading, and the article as one indented
//! code block.

use std::borrow::Cow;

use kbq_model::{DiagnosticKind, Format};
use serde::Deserialize;

use super::SourceLines;
use crate::entity;
use crate::header::{BYTES_A_LINE, Draft, Style};
use crate::line::Line;

/// The keys of the front matter that say something about the article.
#[derive(Deserialize)]
struct FrontMatter {
    title: Option<String>,
}

pub(super) fn read(text: &str) -> Option<Draft<'_>> {
    let mut draft = Draft::new(Format::Jekyll, Style::Underlined);
    let below = read_front_matter(&mut draft, text)?;
    let heading = below.clone().find_map(|(number, _, line)| Some((number, heading_of(line)?)));
    let (heading_line, heading) = heading.unwrap_or_default();
    if draft.title.is_empty() && !heading.is_empty() {
        set_title(&mut draft, &entity::decode(heading), heading_line);
    }
    let body = &text[below.offset()..];
    draft.lines.reserve(body.len() / BYTES_A_LINE);
    let has_brackets = memchr::memchr(b'<', body.as_bytes()).is_some();
    let lines = below.filter(|(number, ..)| *number != heading_line);
    let lines = lines.filter_map(|(number, _, line)| body_line(number, line, has_brackets));
    let first = lines.clone().next().map_or(1, |line| line.number);
    draft.take_header(lines);
    draft.id.as_ref()?;
    draft.note_missing(first);
    Some(draft)
}

/// Reads the block between the `---` lines; returns the lines below it.
fn read_front_matter<'a>(draft: &mut Draft<'_>, text: &'a str) -> Option<SourceLines<'a>> {
    let mut lines = SourceLines::new(text);
    let (_, _, opening) = lines.by_ref().find(|(.., line)| !line.trim().is_empty())?;
    if opening.trim_end() != "---" {
        return None;
    }
    let start = lines.offset();
    let mut title_line = None;
    let end = loop {
        let (number, offset, line) = lines.next()?;
        if line.trim_end() == "---" {
            break offset;
        }
        if title_line.is_none() && line.starts_with("title:") {
            title_line = Some((number, line));
        }
    };
    let (number, line) = title_line.unwrap_or((1, ""));
    let front = &text[start..end];
    if let Some(title) = plain_title(front) {
        set_title(draft, &entity::decode(title), number);
        return Some(lines);
    }
    let title = match serde_yaml::from_str::<FrontMatter>(front) {
        Ok(front) => front.title,
        Err(error) => {
            let message = format!("the front matter is no valid YAML ({error}); read by lines");
            draft.note(DiagnosticKind::BrokenFrontMatter, number, message);
            let value = line.strip_prefix("title:").map(str::trim);
            value.map(|value| value.trim_matches('"').replace("\\\"", "\""))
        }
    };
    if let Some(title) = title {
        set_title(draft, &entity::decode(&title), number);
    }
    Some(lines)
}

/// The title of front matter in which YAML has nothing to decode, which is nearly all of it: a
/// YAML reader takes as long as the rest of the article.
///
/// Each line is `key: value`, the value a word or text in double quotes without a backslash.
fn plain_title(front: &str) -> Option<&str> {
    let mut title = None;
    for line in front.lines() {
        let (key, value) = line.split_once(": ")?;
        let quoted = value.strip_prefix('"').and_then(|value| value.strip_suffix('"'));
        let is_word = |text: &str| {
            text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'/' | b'_'))
        };
        match quoted {
            Some(text) if memchr::memchr2(b'"', b'\\', text.as_bytes()).is_none() => {
                if key == "title" {
                    title = Some(text);
                }
            }
            None if is_word(value) && key != "title" => {}
            _ => return None,
        }
        if !is_word(key) || key.is_empty() {
            return None;
        }
    }
    title
}

/// Splits `Q194128: XFOR: …` into number and title.
fn set_title(draft: &mut Draft<'_>, text: &str, line: u32) {
    let text = text.trim();
    let title = match text.split_once(':') {
        Some((id, title)) if draft.set_id(id, line) => title.trim(),
        _ => text,
    };
    draft.title = title.to_owned();
    draft.title_line = line;
}

/// The text of a line that is a heading of Markdown.
fn heading_of(line: &str) -> Option<&str> {
    let text = line.trim_start_matches(' ').trim_start_matches('#');
    let is_marked = without_indent(line).is_none() && line.trim_start().starts_with('#');
    (is_marked && text.starts_with(' ')).then(|| text.trim())
}

/// The article's line: one of the indented block without its indentation, or whatever text stands
/// beside it but Liquid tags.
fn body_line(number: u32, line: &str, has_brackets: bool) -> Option<Line<'_>> {
    let text = match without_indent(line) {
        Some(text) => text,
        None if is_liquid_tag(line) => return None,
        None => line,
    };
    let text = if has_brackets { restored_bytes(text) } else { Cow::Borrowed(text) };
    Some(Line { number, text })
}

fn is_liquid_tag(line: &str) -> bool {
    line.trim_end().ends_with("%}") && matches!(line.trim(), "{% raw %}" | "{% endraw %}")
}

/// The line without the four columns, or the tab, that make it code; nothing for another one.
fn without_indent(line: &str) -> Option<&str> {
    for (column, byte) in line.bytes().enumerate().take(4) {
        match byte {
            b'\t' => return line.get(column + 1..),
            b' ' => {}
            _ => return None,
        }
    }
    Some(line.get(4..).unwrap_or(""))
}

/// The bytes of windows-1252 that the conversion to Markdown wrote as `<A0>` and that no genuine
/// text of the archive has in that form.
const WRITTEN_BYTES: &[(&str, char)] = &[
    ("A0", '\u{a0}'),
    ("A6", '¦'),
    ("A7", '§'),
    ("A9", '©'),
    ("AE", '®'),
    ("B0", '°'),
    ("B5", 'µ'),
    ("B6", '¶'),
    ("B7", '·'),
    ("E1", 'á'),
    ("E9", 'é'),
    ("FC", 'ü'),
];

/// Puts back bytes that are written as `<A0>`, where that is sure: not next to another `<..>`.
///
/// `<01><02>__MSBROWSE__` (Q102878) and `<BE>..<BE>` (Q138472) are genuine text.
fn restored_bytes(line: &str) -> Cow<'_, str> {
    if memchr::memchr(b'<', line.as_bytes()).is_none() {
        return Cow::Borrowed(line);
    }
    let mut restored = String::new();
    let mut copied = 0;
    for (at, _) in line.match_indices('<') {
        let token = line.get(at + 1..at + 4).and_then(|token| token.strip_suffix('>'));
        let known = WRITTEN_BYTES.iter().find(|(hex, _)| token == Some(*hex));
        if let Some((_, character)) = known
            && !line[..at].ends_with('>')
            && !line[at + 4..].starts_with('<')
        {
            restored.push_str(&line[copied..at]);
            restored.push(*character);
            copied = at + 4;
        }
    }
    if copied == 0 {
        return Cow::Borrowed(line);
    }
    restored.push_str(&line[copied..]);
    Cow::Owned(restored)
}
