//! The text form run onto one line: `DOCUMENT:Q256467 01-JUN-2001 [exchange] TITLE :XADM: …`.
//!
//! Every label, rule and underline is still there, so the lines can be told again by them.

use kbq_model::Format;

use super::SourceLines;
use super::document::{self, FirstLine};
use crate::header::{Draft, Style};
use crate::headings::SECTION_NAMES;
use crate::line::Line;
use crate::trailer;

/// The labels of the header behind the first line.
const HEADER_LABELS: &[&str] = &["TITLE", "PRODUCT", "PROD/VER", "OPER/SYS", "KEYWORDS"];

/// The shortest run of `=` or `-` that was a rule.
const RULE: usize = 40;

/// Reads a text by the line that opens its header, if the rest of the header stands there too.
pub(super) fn read<'a>(text: &'a str, first: FirstLine<'a>) -> Option<Draft<'a>> {
    let FirstLine { number, offset, value } = first;
    label_at(value, "TITLE")?;

    let mut draft = Draft::new(Format::Document, Style::Underlined);
    let header_end = rule_at(value).map_or(value.len(), |(at, _)| at);
    let (header, body) = value.split_at(header_end);
    let mut rest = header;
    let mut label = "";
    for next in HEADER_LABELS {
        let Some((at, end)) = label_at(rest, next) else { continue };
        set(&mut draft, label, &rest[..at], number)?;
        (label, rest) = (next, &rest[end..]);
    }
    set(&mut draft, label, rest, number)?;

    // The rule below the header is none of the article's.
    let body = rule_at(body).filter(|(at, _)| *at == 0).map_or(body, |(_, end)| &body[end..]);
    let below = SourceLines::from(text, offset, number).skip(1);
    let body_lines =
        std::iter::once((number, body)).chain(below.map(|(number, _, line)| (number, line)));
    for (number, line) in body_lines {
        split_body(&line[..document::disclaimer_start(line)], &mut |piece| {
            draft.lines.push(Line::new(number, piece))
        });
    }
    Some(draft)
}

fn set(draft: &mut Draft<'_>, label: &str, value: &str, line: u32) -> Option<()> {
    if label.is_empty() {
        return document::read_first_line(draft, value, line);
    }
    if let Some((field, _)) = crate::header::field_of(&format!("{label}:")) {
        draft.set(field, value, line);
    }
    Some(())
}

/// Where ` TITLE :` stands and ends, with or without the blank before the colon.
fn label_at(text: &str, label: &str) -> Option<(usize, usize)> {
    text.match_indices(label).find_map(|(at, _)| {
        let after = &text[at + label.len()..];
        let value = after.trim_start().strip_prefix(':')?;
        text[..at].ends_with(' ').then_some((at, text.len() - value.len()))
    })
}

/// The first rule of a text: where it stands and ends.
fn rule_at(text: &str) -> Option<(usize, usize)> {
    let bytes = text.as_bytes();
    let mut start = 0;
    while start < bytes.len() {
        let end = start + bytes[start..].iter().take_while(|b| **b == bytes[start]).count();
        if matches!(bytes[start], b'=' | b'-') && end - start >= RULE {
            return Some((start, end));
        }
        start = end;
    }
    None
}

/// Gives each heading, underline, rule, list entry and label of the body a line.
fn split_body<'a>(text: &'a str, emit: &mut impl FnMut(&'a str)) {
    let mut rest = text;
    while let Some((at, end)) = rule_at(rest) {
        split_text(&rest[..at], emit);
        emit(&rest[at..end]);
        rest = &rest[end..];
    }
    split_text(rest, emit);
}

/// Splits text between rules at headings with their underlines, and at what opens a line.
fn split_text<'a>(text: &'a str, emit: &mut impl FnMut(&'a str)) {
    let mut start = 0;
    for (at, _) in text.match_indices(' ') {
        if at < start {
            continue;
        }
        let rest = &text[at + 1..];
        if let Some((name, underline)) = heading_of(rest) {
            push(&text[start..at], emit);
            emit("");
            emit(&rest[..name]);
            emit(&rest[name + 1..underline]);
            start = at + 1 + underline;
        } else if opens_line(rest, text[start..at].trim_start()) {
            push(&text[start..at], emit);
            start = at + 1;
        }
    }
    push(&text[start..], emit);
}

fn push<'a>(piece: &'a str, emit: &mut impl FnMut(&'a str)) {
    if !piece.trim().is_empty() {
        emit(piece.trim());
    }
}

/// Lengths of a heading's name and of name and underline together: `SYMPTOMS ========`.
fn heading_of(text: &str) -> Option<(usize, usize)> {
    let name = SECTION_NAMES.iter().find(|name| text.starts_with(**name))?.len();
    let underline = text[name..].strip_prefix(' ')?;
    let length = underline.bytes().take_while(|b| *b == b'=').count();
    (length.abs_diff(name) <= 2).then_some((name, name + 1 + length))
}

/// Whether the text begins a new line: an entry of the applies-to block or a label at the end.
fn opens_line(text: &str, before: &str) -> bool {
    let in_block =
        before.starts_with("The information in this article") || before.starts_with("- ");
    let entry = text.starts_with("- ") && in_block;
    entry || trailer::opens_label(text)
}
