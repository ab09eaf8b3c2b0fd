//! How the lines of a section are to be read: paragraphs, lists, tables, code, messages.

use std::borrow::Cow;

use kbq_model::{Block, BlockKind};

use crate::headings::PAGE_SUBHEADINGS;
use crate::line::Line;
use crate::look::Look;
use crate::marks::Marks;

/// The blocks of a section's lines, in order, blank lines between them left out.
///
/// Every line that is not blank belongs to exactly one block.
pub(crate) fn blocks(lines: &[Line<'_>], looks: &[Look], marks: &[Marks]) -> Vec<Block> {
    let looks = samples(lines, looks);
    let rows = lines.iter().zip(marks).map(|(line, marks)| Row::new(line, *marks)).collect();
    let text = Text { lines: rows, looks: &looks };
    let mut blocks = Vec::new();
    let mut quoting = None;
    let mut at = 0;
    while at < lines.len() {
        if text.is_blank(at) {
            at += 1;
            continue;
        }
        let (mut kind, end) = text.block_at(at);
        if kind == BlockKind::Paragraph {
            quoting = quoting.filter(|(_, margin)| text.indent(at) > *margin || text.is_or(at));
            match quoting {
                Some((quoted, _)) if !text.is_or(at) => kind = quoted,
                _ if text.is_event(at, end) => kind = BlockKind::Message,
                _ => {}
            }
        }
        if let Some(quoted) = text.leads_to(at, end) {
            quoting = Some((quoted, text.indent(at)));
        } else if matches!(kind, BlockKind::Step | BlockKind::Bullet | BlockKind::Subheading) {
            quoting = None;
        }
        blocks.push(Block { kind, first: number(at), last: number(end - 1) });
        at = end;
    }
    blocks
}

fn number(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}

/// The looks, with whole samples as code: among indented lines without a sentence, the comments and
/// statements that could be text are code where a fifth of them can be nothing else.
fn samples<'a>(lines: &[Line<'_>], looks: &'a [Look]) -> Cow<'a, [Look]> {
    let mut looks = Cow::Borrowed(looks);
    let is_inside = |index: usize| {
        let line = &lines[index];
        line.is_blank() || line.text.starts_with([' ', '\t'])
    };
    let mut start = 0;
    while start < lines.len() {
        let end = (start..lines.len()).find(|&i| !is_inside(i)).unwrap_or(lines.len());
        let run = start..end;
        start = end + 1;
        let code = run.clone().filter(|&i| looks[i] == Look::Code).count();
        let text = run.clone().filter(|&i| looks[i] == Look::Prose).count();
        if code == 0 || text == 0 || code * 4 < text {
            continue;
        }
        if run.clone().any(|i| looks[i] == Look::Prose && is_sentence(&lines[i].text)) {
            continue;
        }
        for index in run.filter(|&i| lines[i].text.trim().len() > 1) {
            if looks[index] == Look::Prose {
                looks.to_mut()[index] = Look::Code;
            }
        }
    }
    looks
}

/// Whether the line ends a sentence of several words that is no comment.
fn is_sentence(line: &str) -> bool {
    let line = line.trim();
    let is_comment = line.starts_with(['*', '\'', '/', ';', '&']) || line.contains("&&");
    !is_comment && line.ends_with(['.', ':']) && line.split(' ').count() >= 4
}

/// Words with which a text leads to what it quotes; the first that occurs decides.
const LEAD_WORDS: &[(&str, BlockKind)] = &[
    ("following code", BlockKind::Code),
    ("following sample code", BlockKind::Code),
    ("following command", BlockKind::Code),
    ("following line", BlockKind::Code),
    ("error", BlockKind::Message),
    ("message", BlockKind::Message),
    ("event", BlockKind::Message),
    ("dialog", BlockKind::Message),
    ("prompt", BlockKind::Message),
    ("warning", BlockKind::Message),
    ("command", BlockKind::Code),
    ("syntax", BlockKind::Code),
];

/// Labels of an event's record.
const EVENT_LABELS: &[&str] = &[
    "event id",
    "eventid",
    "event:",
    "source:",
    "event source",
    "event type",
    "type:",
    "category:",
    "event category",
    "description:",
    "computer:",
    "user:",
];

/// A line, looked at once.
struct Row<'a> {
    /// The text without the white space around it.
    text: &'a str,
    /// White space before it, in bytes.
    indent: usize,
    /// The list's item that the line opens.
    item: Option<BlockKind>,
    is_reference: bool,
    has_columns: bool,
}

impl<'a> Row<'a> {
    fn new(line: &'a Line<'_>, marks: Marks) -> Self {
        let line = line.text.trim_ascii_end();
        let text = line.trim_ascii_start();
        Row {
            text,
            indent: line.len() - text.len(),
            item: list_item(text),
            is_reference: marks.any(Marks::DIGIT) && is_reference(text),
            has_columns: marks.any(Marks::GAP.and(Marks::TAB)) && has_columns(text),
        }
    }
}

struct Text<'a> {
    lines: Vec<Row<'a>>,
    looks: &'a [Look],
}

impl Text<'_> {
    fn line(&self, index: usize) -> &str {
        self.lines.get(index).map_or("", |row| row.text)
    }

    fn item(&self, index: usize) -> Option<BlockKind> {
        self.lines.get(index).and_then(|row| row.item)
    }

    fn is_reference(&self, index: usize) -> bool {
        self.lines.get(index).is_some_and(|row| row.is_reference)
    }

    fn has_columns(&self, index: usize) -> bool {
        self.lines.get(index).is_some_and(|row| row.has_columns)
    }

    fn look(&self, index: usize) -> Look {
        self.looks.get(index).copied().unwrap_or(Look::Blank)
    }

    fn is_blank(&self, index: usize) -> bool {
        self.look(index) == Look::Blank
    }

    fn indent(&self, index: usize) -> usize {
        self.lines.get(index).map_or(0, |row| row.indent)
    }

    /// Kind and end of the block that begins at a line that is not blank.
    fn block_at(&self, at: usize) -> (BlockKind, usize) {
        if matches!(self.look(at), Look::Code | Look::Dump) {
            return (BlockKind::Code, self.end_of_code(at));
        }
        if let Some(end) = self.table_at(at) {
            return (BlockKind::Table, end);
        }
        if let Some(end) = self.subheading_at(at) {
            return (BlockKind::Subheading, end);
        }
        if self.is_reference(at) {
            return (BlockKind::Reference, self.end_of_paragraph(at));
        }
        if let Some(kind) = self.item(at) {
            return (kind, self.end_of_item(at));
        }
        (BlockKind::Paragraph, self.end_of_paragraph(at))
    }

    /// The end of the paragraph: before the next blank line, or what begins a block of its own.
    fn end_of_paragraph(&self, at: usize) -> usize {
        let begins_other = |index: usize| {
            self.is_blank(index)
                || matches!(self.look(index), Look::Code | Look::Dump)
                || self.line(index).starts_with('|')
                || self.is_reference(index)
                || self.subheading_at(index).is_some()
                || self.item(index).is_some_and(|kind| {
                    // `- ` and `1. ` may open a wrapped line; only an indented one begins a list.
                    kind == BlockKind::Step || self.indent(index) > self.indent(at)
                })
        };
        (at + 1..self.lines.len()).find(|&index| begins_other(index)).unwrap_or(self.lines.len())
    }

    /// The end of a list's item: its continuation lines stand below its text or flush.
    fn end_of_item(&self, at: usize) -> usize {
        let ends = |index: usize| {
            self.is_blank(index)
                || self.item(index).is_some()
                || self.is_reference(index)
                || self.subheading_at(index).is_some()
        };
        (at + 1..self.lines.len()).find(|&index| ends(index)).unwrap_or(self.lines.len())
    }

    /// The end of a run of code: blank lines and rules between lines of code belong to it.
    fn end_of_code(&self, at: usize) -> usize {
        let mut end = at + 1;
        for index in at + 1..self.lines.len() {
            match self.look(index) {
                Look::Code | Look::Dump => end = index + 1,
                Look::Blank | Look::Rule => {}
                Look::Prose => break,
            }
        }
        end
    }

    /// The end of the sub-heading at a line: one with an underline of dashes, or a known one.
    fn subheading_at(&self, at: usize) -> Option<usize> {
        let text = self.line(at);
        if text.is_empty() || self.look(at) == Look::Rule {
            return None;
        }
        if self.look(at + 1) != Look::Rule {
            let mut known = PAGE_SUBHEADINGS.iter();
            return known.any(|name| text.eq_ignore_ascii_case(name)).then_some(at + 1);
        }
        let rule = self.line(at + 1);
        let fits = rule.len().abs_diff(text.chars().count()) <= 2
            && self.indent(at).abs_diff(self.indent(at + 1)) <= 1
            && !rule.contains(' ') | !text.contains("  ");
        fits.then_some(at + 2)
    }

    /// The end of the table at a line: cells between bars, or columns below a header with a rule.
    fn table_at(&self, at: usize) -> Option<usize> {
        let line = self.line(at);
        if line.starts_with("+-") || line.starts_with('|') && line.len() > 1 {
            return Some(self.end_of_boxes(at));
        }
        let is_header = self.has_columns(at) && self.look(at + 1) == Look::Rule;
        let rows = |from: usize| {
            (from..self.lines.len())
                .find(|&index| !self.has_columns(index) || self.look(index) != Look::Prose)
                .unwrap_or(self.lines.len())
        };
        if is_header {
            // An empty line may stand between the rule and the rows (Q176544).
            let first = at + 2 + usize::from(self.is_blank(at + 2));
            let end = rows(first);
            return Some(if end == first { at + 2 } else { end });
        }
        let end = rows(at);
        (end >= at + 2).then_some(end)
    }

    /// The end of a table with bars; a cell may be broken over lines, its row ends with a bar.
    fn end_of_boxes(&self, at: usize) -> usize {
        let mut open = false;
        for index in at..self.lines.len() {
            let line = self.line(index);
            let is_part = line.starts_with("+-") || line.starts_with('|') || open;
            if self.is_blank(index) || !is_part {
                return index;
            }
            open = !line.ends_with(['|', '+']);
        }
        self.lines.len()
    }

    /// What a paragraph or item leads to by its last words; nothing if it leads to nothing.
    fn leads_to(&self, at: usize, end: usize) -> Option<BlockKind> {
        if !self.line(end - 1).ends_with(':') {
            return None;
        }
        let words = (end.saturating_sub(2).max(at)..end).map(|index| self.line(index));
        let words = words.collect::<Vec<_>>().join(" ").to_ascii_lowercase();
        LEAD_WORDS.iter().find(|(word, _)| words.contains(word)).map(|(_, kind)| *kind)
    }

    /// Whether the line stands between alternatives: `-or-`, `-and-`.
    fn is_or(&self, at: usize) -> bool {
        matches!(self.line(at), "-or-" | "- or -" | "-and-" | "or" | "OR")
    }

    /// Whether the lines are an event's record: two of its labels.
    fn is_event(&self, at: usize, end: usize) -> bool {
        let is_label = |index: &usize| {
            let line = self.line(*index);
            if !line.starts_with(['E', 'e', 'S', 's', 'T', 'C', 'D', 'U']) {
                return false;
            }
            EVENT_LABELS.iter().any(|label| {
                line.get(..label.len()).is_some_and(|head| head.eq_ignore_ascii_case(label))
            })
        };
        (at..end).filter(is_label).count() >= 2
    }
}

/// Whether the text has cells: gaps of two or more blanks between words, not only behind a stop.
fn has_columns(line: &str) -> bool {
    let line = line.trim();
    if line.starts_with(|c: char| c.is_ascii_digit()) && list_item(line).is_some() {
        return false;
    }
    let bytes = line.as_bytes();
    let ends_cell = |byte: u8| !matches!(byte, b'.' | b':' | b'?' | b'!' | b' ' | b'-');
    memchr::memchr(b'\t', bytes).is_some()
        || bytes.windows(3).any(|w| w[1] == b' ' && w[2] == b' ' && ends_cell(w[0]))
}

/// Whether the line points to another article: `Q191014 XGEN: …`, `ARTICLE-ID: Q191014`.
fn is_reference(line: &str) -> bool {
    let line = line.trim_ascii_start();
    let number = line.strip_prefix('Q').or_else(|| line.strip_prefix("ARTICLE-ID:"));
    number.is_some_and(|rest| {
        let rest = rest.trim_ascii_start().trim_start_matches('Q');
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        (5..=7).contains(&digits) && !rest[digits..].starts_with(['.', ',', ')'])
    })
}

/// What follows the sign of a copyright, `(c) 1998`: a year or a holder.
fn is_name(character: char) -> bool {
    character.is_ascii_digit() || character.is_ascii_uppercase()
}

/// Whether the line opens an item: `1. `, `a. `, `(1) ` or `- `, `* `, `o `.
fn list_item(line: &str) -> Option<BlockKind> {
    let line = line.trim_ascii_start();
    if line.as_bytes().first()?.is_ascii_uppercase() {
        return None;
    }
    let mut characters = line.chars();
    let first = characters.next()?;
    let second = characters.next();
    if matches!(first, '-' | '*' | 'o' | '\u{2022}' | '\u{b7}') {
        return matches!(second, Some(' ' | '\t')).then_some(BlockKind::Bullet);
    }
    let text = line.strip_prefix('(').unwrap_or(line);
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let letters = usize::from(digits == 0 && text.starts_with(|c: char| c.is_ascii_lowercase()));
    // `(800) 555-1234` is a telephone number.
    let longest = if text.len() < line.len() { 2 } else { 3 };
    if !(1..=longest).contains(&(digits + letters)) {
        return None;
    }
    let rest = text[digits + letters..].strip_prefix(['.', ')'])?;
    let is_copyright = line.starts_with("(c) ") && rest.trim_ascii_start().starts_with(is_name);
    (rest.starts_with([' ', '\t']) && !is_copyright).then_some(BlockKind::Step)
}

#[cfg(test)]
mod tests {
    use super::BlockKind::{Bullet, Code, Message, Paragraph, Reference, Step, Subheading, Table};
    use super::*;
    use crate::look::looks;

    fn seen(text: &str) -> Vec<(BlockKind, u32, u32)> {
        let lines = Line::all(text);
        let marks: Vec<_> = lines.iter().map(|line| Marks::of(&line.text)).collect();
        let blocks = blocks(&lines, &looks(&lines, &marks), &marks);
        blocks.iter().map(|block| (block.kind, block.first, block.last)).collect()
    }

    #[test]
    fn lists_keep_their_continuation_lines() {
        let text = "To do it:\n\n1. Click\n   Start.\n\n2. Stop.\n\n - one\n - two\n   more\n";
        assert_eq!(
            seen(text),
            [(Paragraph, 0, 0), (Step, 2, 3), (Step, 5, 5), (Bullet, 7, 7), (Bullet, 8, 9)]
        );
    }

    #[test]
    fn a_quoted_message_is_indented_below_its_lead_in() {
        let text = "The following error message is displayed:\n\n   The disk is full.\n\n   -or-\n\n   \
                    There is no disk.\n\nThis is wrong.\n\n   Indented.\n";
        assert_eq!(
            seen(text),
            [
                (Paragraph, 0, 0),
                (Message, 2, 2),
                (Paragraph, 4, 4),
                (Message, 6, 6),
                (Paragraph, 8, 8),
                (Paragraph, 10, 10)
            ]
        );
    }

    #[test]
    fn event_records_are_messages() {
        assert_eq!(seen("Event ID: 4058\nSource: MSExchangeIMC\nIt failed."), [(Message, 0, 2)]);
    }

    #[test]
    fn headers_with_columns_are_tables_and_others_headings() {
        let table = "File Name      Version\n----------------------\nA.exe          5.5.1.0\n";
        assert_eq!(seen(table), [(Table, 0, 2)]);
        let boxes = "+----------+\n| a | b    |\n+----------+\n\nText.";
        assert_eq!(seen(boxes), [(Table, 0, 2), (Paragraph, 4, 4)]);
        assert_eq!(seen("Steps\n-----\n\nDo it."), [(Subheading, 0, 1), (Paragraph, 3, 3)]);
    }

    #[test]
    fn references_and_code_stand_alone() {
        assert_eq!(
            seen(
                "See:\n\n   Q191014 How to Get\n   the Service Pack\n\nint x;\n\nx = f();\n\nEnd."
            ),
            [(Paragraph, 0, 0), (Reference, 2, 3), (Code, 5, 7), (Paragraph, 9, 9)]
        );
    }
}
