//! The Markdown form of the archive: front matter, a heading, and the article as one indented
//! code block.

use std::borrow::Cow;
use std::ops::Range;

use kbq_model::{DiagnosticKind, Format};
use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag, TagEnd};
use serde::Deserialize;

use super::SourceLines;
use crate::entity;
use crate::header::{Draft, Style};
use crate::line::Line;

/// The keys of the front matter that say something about the article.
#[derive(Deserialize)]
struct FrontMatter {
    title: Option<String>,
}

pub(super) fn read(text: &str) -> Option<Draft<'_>> {
    let mut draft = Draft::new(Format::Jekyll, Style::Underlined);
    let start = read_front_matter(&mut draft, text)?;
    let markdown = Markdown::read(text.get(start..)?);
    if draft.title.is_empty()
        && let Some(heading) = &markdown.heading
    {
        let line = line_number(text, start + heading.1.start);
        set_title(&mut draft, &heading.0, line);
    }
    let lines = body_lines(text, start, &markdown);
    let first = lines.first().map_or(1, |line| line.number);
    draft.take_header(lines.into_iter());
    draft.id.as_ref()?;
    draft.note_missing(first);
    Some(draft)
}

/// Reads the block between the `---` lines; returns the offset below it.
fn read_front_matter(draft: &mut Draft<'_>, text: &str) -> Option<usize> {
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
        return Some(lines.offset());
    }
    let title = match yaml_title(front) {
        Ok(title) => title,
        Err(reason) => {
            let message = format!("the front matter is no valid YAML ({reason}); read by lines");
            draft.note(DiagnosticKind::BrokenFrontMatter, number, message);
            let value = line.strip_prefix("title:").map(str::trim);
            value.map(|value| value.trim_matches('"').replace("\\\"", "\""))
        }
    };
    if let Some(title) = title {
        set_title(draft, &entity::decode(&title), number);
    }
    Some(lines.offset())
}

/// The longest block of the archive has 180 bytes. A YAML reader takes time with the square of the
/// depth of nested lists, which only a text of some length can have.
const LONGEST_FRONT_MATTER: usize = 4 * 1024;

/// The title as YAML, or why there is none.
fn yaml_title(front: &str) -> Result<Option<String>, String> {
    if front.len() > LONGEST_FRONT_MATTER {
        let bytes = front.len();
        return Err(format!("{bytes} bytes, where {LONGEST_FRONT_MATTER} are the most"));
    }
    let front = serde_yaml::from_str::<FrontMatter>(front).map_err(|error| error.to_string())?;
    Ok(front.title)
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

/// Where the parts of the Markdown stand, as byte ranges of it.
struct Markdown {
    /// The text of the heading, and where it stands.
    heading: Option<(String, Range<usize>)>,
    /// The indented blocks, in order.
    blocks: Vec<Range<usize>>,
}

impl Markdown {
    fn read(text: &str) -> Markdown {
        let mut markdown = Markdown { heading: None, blocks: Vec::new() };
        let mut heading: Option<(String, Range<usize>)> = None;
        for (event, range) in Parser::new(text).into_offset_iter() {
            match event {
                Event::Start(Tag::Heading { .. }) if markdown.heading.is_none() => {
                    heading = Some((String::new(), range));
                }
                Event::Text(text) => {
                    if let Some((heading, _)) = &mut heading {
                        heading.push_str(&text);
                    }
                }
                Event::End(TagEnd::Heading(_)) if markdown.heading.is_none() => {
                    markdown.heading = heading.take();
                }
                Event::Start(Tag::CodeBlock(CodeBlockKind::Indented)) => {
                    markdown.blocks.push(range);
                }
                _ => {}
            }
        }
        markdown
    }
}

/// The article's lines: those of the indented blocks without their indentation, and whatever text
/// stands beside them; Liquid tags and the heading left out.
fn body_lines<'a>(text: &'a str, start: usize, markdown: &Markdown) -> Vec<Line<'a>> {
    let mut blocks = markdown.blocks.iter().peekable();
    let heading = markdown.heading.as_ref().map(|(_, range)| range.clone());
    let first = line_number(text, start);
    let mut lines = Vec::with_capacity(text.len() / 40);
    let has_brackets = memchr::memchr(b'<', &text.as_bytes()[start..]).is_some();
    for (number, offset, line) in SourceLines::new(&text[start..]) {
        while blocks.next_if(|block| block.end <= offset).is_some() {}
        let is_code = blocks.peek().is_some_and(|block| offset + line.len() > block.start);
        let text = if is_code { without_indent(line) } else { line };
        let is_markup = !is_code
            && (heading.as_ref().is_some_and(|heading| heading.contains(&offset))
                || is_liquid_tag(line));
        if !is_markup {
            let text = if has_brackets { restored_bytes(text) } else { Cow::Borrowed(text) };
            lines.push(Line { number: first + number - 1, text });
        }
    }
    lines
}

fn is_liquid_tag(line: &str) -> bool {
    line.trim_end().ends_with("%}") && matches!(line.trim(), "{% raw %}" | "{% endraw %}")
}

/// The line without the four columns, or the tab, that make it code.
fn without_indent(line: &str) -> &str {
    for (column, byte) in line.bytes().enumerate().take(4) {
        match byte {
            b'\t' => return &line[column + 1..],
            b' ' => {}
            _ => return &line[column..],
        }
    }
    line.get(4..).unwrap_or("")
}

fn line_number(text: &str, offset: usize) -> u32 {
    let before = text.as_bytes().get(..offset).unwrap_or_default();
    u32::try_from(memchr::memchr_iter(b'\n', before).count() + 1).unwrap_or(u32::MAX)
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
