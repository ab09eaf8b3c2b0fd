//! Records whose parts are labelled: `Event ID: 4058`, `Source: MSExchangeIMC`, in any order.

use super::super::text::{Paragraph, Token, squeezed};
use super::names::{self, Field};
use super::numbers;

/// A record as it is being read.
#[derive(Debug, Clone, Default)]
pub(super) struct Record {
    /// The numbers with their source lines.
    pub(super) ids: Vec<(u32, u32)>,
    pub(super) source: Option<String>,
    pub(super) kind: Option<&'static str>,
    pub(super) category: Option<String>,
    pub(super) log: Option<String>,
    pub(super) description: Option<String>,
    /// Whether the source stands under a label, not beside the number in a sentence.
    pub(super) labelled_source: bool,
    /// Whether a label promised a description that has not come yet.
    pub(super) wants_description: bool,
}

impl Record {
    fn has(&self, field: Field) -> bool {
        match field {
            Field::Id => !self.ids.is_empty(),
            Field::Source => self.source.is_some(),
            Field::Type => self.kind.is_some(),
            Field::Category => self.category.is_some(),
            Field::Log | Field::Description | Field::Other => false,
        }
    }
}

/// A label in a paragraph.
#[derive(Debug, Clone, Copy)]
struct Label {
    field: Field,
    row: usize,
    /// Where the label starts in its line, and where its value does.
    start: usize,
    value: usize,
}

/// Reads the labelled records of a paragraph; finished ones go to `done`.
///
/// `announced` says that the text above ends in a colon and speaks of events: then a number alone
/// on the first line is one (Q166570). `open` is the record that the paragraph before left unfinished; it goes on if this paragraph
/// starts with a label and both together have one number at most.
pub(super) fn records(
    paragraph: &Paragraph<'_>,
    tokens: &[Token<'_>],
    announced: bool,
    open: &mut Option<Record>,
    done: &mut Vec<Record>,
) {
    let mut labels = labels(paragraph, tokens);
    if announced && labels.first().is_none_or(|label| label.row > 0) && is_number(paragraph.line(0))
    {
        labels.insert(0, Label { field: Field::Id, row: 0, start: 0, value: 0 });
    }
    let leads = labels.first().is_some_and(|label| label.row == 0 && starts_line(paragraph, label));
    let has_id = labels.iter().any(|label| label.field == Field::Id);
    let goes_on = leads
        && open.as_ref().is_some_and(|record| !(has_id && record.has(Field::Id)))
        && labels.iter().all(|label| !open.as_ref().is_some_and(|record| record.has(label.field)));
    if !goes_on && let Some(record) = open.take() {
        close(record, Some(paragraph).filter(|_| labels.is_empty()), done);
    }
    if labels.is_empty() {
        return;
    }
    let mut record = open.take().unwrap_or_default();
    for (index, label) in labels.iter().enumerate() {
        if record.has(label.field) {
            finish(std::mem::take(&mut record), done);
        }
        read_field(paragraph, tokens, *label, labels.get(index + 1), &mut record);
    }
    *open = Some(record);
}

/// Ends a record whose paragraph is over; `next` is the text below it, if it holds no labels.
pub(super) fn close(mut record: Record, next: Option<&Paragraph<'_>>, done: &mut Vec<Record>) {
    if record.wants_description {
        record.description = next.map(Paragraph::on_one_line);
    }
    finish(record, done);
}

/// Keeps a record that has a number.
fn finish(record: Record, done: &mut Vec<Record>) {
    if !record.ids.is_empty() {
        done.push(record);
    }
}

fn starts_line(paragraph: &Paragraph<'_>, label: &Label) -> bool {
    let before = paragraph.line(label.row).get(..label.start).unwrap_or("");
    before.bytes().all(|byte| !byte.is_ascii_alphabetic()) || before.trim() == "o"
}

/// The labels of a paragraph in order.
fn labels(paragraph: &Paragraph<'_>, tokens: &[Token<'_>]) -> Vec<Label> {
    let mut found: Vec<Label> = Vec::new();
    for row in 0..paragraph.lines.len() {
        let line = paragraph.line(row);
        let first = found.len();
        let mut from = 0;
        for (at, byte) in line.bytes().enumerate() {
            let separates = match byte {
                b':' | b'=' | b';' => true,
                b'-' => is_dash(line, at),
                _ => false,
            };
            let before = line.get(from..at).filter(|_| separates);
            if let Some((start, field)) = before.and_then(names::label_at_end)
                && (byte != b';' || field == Field::Category)
                && (byte != b'-' || field == Field::Id)
            {
                found.push(Label { field, row, start: from + start, value: at + 1 });
                from = at + 1;
            }
        }
        let has_id = found[first..].iter().any(|label| label.field == Field::Id);
        if !has_id && let Some(label) = unseparated(paragraph, tokens, row) {
            found.insert(first, label);
        }
    }
    found
}

/// Whether a line is a number of three to five digits and nothing else.
pub(super) fn is_number(line: &str) -> bool {
    let number = line.trim().trim_end_matches([':', '.']);
    (3..=5).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether a dash between blanks stands here: `Event ID - 2079`.
fn is_dash(line: &str, at: usize) -> bool {
    at > 0 && line.get(at - 1..at + 2) == Some(" - ")
}

/// The label of a line that starts `Event ID 4320` or `Event 231 ` and holds no sentence.
fn unseparated(paragraph: &Paragraph<'_>, tokens: &[Token<'_>], row: usize) -> Option<Label> {
    // Tokens stand in the order of their rows.
    let first = tokens.partition_point(|token| (token.row as usize) < row);
    let event = (first..first + 3)
        .find(|&at| tokens.get(at).is_some_and(|token| token.is_any(&["event", "eventid"])))?;
    let bullet = tokens[first..event].iter().all(|token| {
        token.is_any_mark(b"-*.)") || token.text.len() <= 2 && token.row as usize == row
    });
    let found = numbers::after_event(tokens, event)?;
    let (_, number) = *found.ids.first()?;
    let same_row = tokens[number].row as usize == row;
    let after = tokens.get(found.end).filter(|token| token.row as usize == row);
    let ends = after.is_none_or(|after| {
        let rest = paragraph.line(row).get(after.start as usize..).unwrap_or("");
        after.is_any_mark(b":.,-(;") || names::source_at_start(rest).is_some()
    });
    (bullet && same_row && ends).then(|| Label {
        field: Field::Id,
        row,
        start: tokens[event].start as usize,
        value: tokens[number].start as usize,
    })
}

fn read_field(
    paragraph: &Paragraph<'_>,
    tokens: &[Token<'_>],
    label: Label,
    next: Option<&Label>,
    record: &mut Record,
) {
    let line = paragraph.line(label.row);
    let end = next.filter(|next| next.row == label.row).map_or(line.len(), |next| next.start);
    let value = line.get(label.value..end).unwrap_or("");
    match label.field {
        Field::Id => read_id(paragraph, tokens, label, end, next, record),
        Field::Source => {
            let value = value_or_next_line(paragraph, label, next, value);
            let value = value.split(", ").next().unwrap_or(value);
            record.labelled_source = true;
            record.source = match wrapped(paragraph, label, next) {
                Some(rest) => clean(&format!("{value} {rest}")),
                None => clean(value),
            };
        }
        Field::Type => {
            let value = value_or_next_line(paragraph, label, next, value);
            record.kind = names::event_type(value.trim_start());
        }
        Field::Category => {
            // A record on one line runs on into its text.
            let known = names::category_at_start(value.trim_start()).filter(|&length| {
                let rest = value.trim_start()[length..].trim_start();
                next.is_none()
                    && rest.starts_with(|c: char| c.is_ascii_uppercase())
                    && rest.contains(' ')
            });
            let value = known.map_or(value, |length| &value.trim_start()[..length]);
            record.category =
                clean(value_or_next_line(paragraph, label, next, value)).map(|text| {
                    if text.eq_ignore_ascii_case("none") { "None".to_owned() } else { text }
                });
        }
        Field::Log => record.log = record.log.take().or_else(|| log_name(value)),
        Field::Description => {
            let text = description(paragraph, label.row, label.value, next);
            record.wants_description = text.is_empty();
            record.description = Some(text).filter(|text| !text.is_empty());
        }
        Field::Other => {}
    }
}

/// The text from a place up to the next label.
fn description(
    paragraph: &Paragraph<'_>,
    row: usize,
    column: usize,
    next: Option<&Label>,
) -> String {
    match next {
        Some(next) if next.row == row => {
            squeezed(paragraph.line(row).get(column..next.start).into_iter())
        }
        Some(next) => paragraph.joined(row, column, next.row),
        None => paragraph.joined(row, column, paragraph.lines.len()),
    }
}

/// A value, or the next line where the label ends its own.
fn value_or_next_line<'b>(
    paragraph: &Paragraph<'b>,
    label: Label,
    next: Option<&Label>,
    value: &'b str,
) -> &'b str {
    let labelled = next.is_some_and(|next| next.row <= label.row + 1);
    if value.trim().is_empty() && !labelled { paragraph.line(label.row + 1) } else { value }
}

/// The end of a value that is wrapped: what stands before the next label of the next line.
fn wrapped<'b>(paragraph: &Paragraph<'b>, label: Label, next: Option<&Label>) -> Option<&'b str> {
    let next = next.filter(|next| next.row == label.row + 1)?;
    let before = paragraph.line(next.row).get(..next.start)?.trim();
    let name = before.split(' ').count() <= 3 && before.starts_with(|c: char| c.is_uppercase());
    (name && !before.contains([':', '.', ','])).then_some(before)
}

/// A value without the separators and remains of HTML around it; none if nothing is left.
fn clean(value: &str) -> Option<String> {
    let value = value.trim().trim_end_matches("<BR/>");
    let value = value.trim_matches(|c: char| matches!(c, ' ' | ',' | ';' | '-' | '"' | '\t'));
    let value = value.strip_suffix('.').filter(|v| !v.ends_with(".DLL")).unwrap_or(value);
    let bracketed = value.strip_prefix('(').and_then(|inner| inner.strip_suffix(')'));
    let numbered = bracketed.is_some_and(|inner| inner.bytes().all(|b| b.is_ascii_digit()));
    let value = if numbered { value } else { bracketed.unwrap_or(value) };
    let text = squeezed(std::iter::once(value));
    (!text.is_empty() && text.len() <= 80).then_some(text)
}

/// The name of a log: `Application`, `system log`.
pub(super) fn log_name(text: &str) -> Option<String> {
    let first = text.split_whitespace().next()?.trim_end_matches(['.', ',']).to_ascii_lowercase();
    matches!(first.as_str(), "application" | "system" | "security").then_some(first)
}

/// Reads the numbers, and what stands unlabelled after them: source, type, category, text.
fn read_id(
    paragraph: &Paragraph<'_>,
    tokens: &[Token<'_>],
    label: Label,
    end: usize,
    next: Option<&Label>,
    record: &mut Record,
) {
    let value = tokens.partition_point(|token| {
        (token.row as usize, token.start as usize) < (label.row, label.value)
    });
    let first = (value..tokens.len()).find(|&at| !tokens[at].is_any_mark(b"([\"'#:="));
    let minus = first.is_some_and(|first| tokens[first].is_mark(b'-'));
    let Some(first) = first.filter(|_| !minus) else { return };
    let Some(found) = numbers::list(tokens, first) else {
        let line = paragraph.number(tokens[first].row as usize);
        record.ids.extend(numbers::glued(&tokens[first]).map(|id| (id, line)));
        return;
    };
    record.ids =
        found.ids.iter().map(|&(id, at)| (id, paragraph.number(tokens[at].row as usize))).collect();
    let Some(last) = found.end.checked_sub(1).and_then(|last| tokens.get(last)) else { return };
    if last.row as usize != label.row {
        return;
    }
    let mut rest = paragraph.line(label.row).get(last.end()..end).unwrap_or("");
    rest = rest.trim_start_matches([')', ']', '"', ':', ',', '.', ' ', '-', ';', '\t']);
    if let Some(inner) = rest.strip_prefix('(').and_then(|inner| inner.split(')').next())
        && is_name_in_brackets(inner)
    {
        record.source = record.source.take().or_else(|| clean(inner));
        rest = rest.get(inner.len() + 2..).unwrap_or("");
    }
    let rest = unlabelled(rest, record);
    let leads = starts_line(paragraph, &label);
    record.labelled_source |= leads && record.source.is_some() && !paragraph.is_title();
    let alone = next.is_none_or(|next| next.row > label.row);
    if !rest.is_empty() && leads && alone && !rest.starts_with(|c: char| c.is_lowercase()) {
        let column = paragraph.line(label.row).len() - rest.len();
        record.description = Some(description(paragraph, label.row, column, next));
    } else if rest.is_empty() && leads {
        lines_below(paragraph, label.row + 1, next, record);
    }
}

fn is_name_in_brackets(inner: &str) -> bool {
    inner.starts_with(|c: char| c.is_ascii_uppercase())
        && inner.split(' ').count() <= 3
        && inner.bytes().filter(u8::is_ascii_alphabetic).count() > 1
}

/// Takes source, type and category from a text's start; returns what is left.
fn unlabelled<'t>(text: &'t str, record: &mut Record) -> &'t str {
    let mut rest = text;
    loop {
        rest = rest.trim_start_matches([' ', ',', ':', '-', ';', '\t']);
        let taken = if let Some(kind) = names::event_type(rest).filter(|_| record.kind.is_none()) {
            let word = rest.find(' ').unwrap_or(rest.len());
            let length = if kind.ends_with("Audit") { word + 6 } else { word };
            // `Error 0x8004010f during ...` is the text already.
            let after = rest.get(length..).unwrap_or("").trim_start();
            if after.starts_with(|c: char| c.is_ascii_digit() || c.is_lowercase()) {
                return rest.trim_end();
            }
            record.kind = Some(kind);
            length
        } else if let Some(length) =
            names::source_at_start(rest).filter(|_| record.source.is_none())
        {
            record.source = Some(rest[..length].to_owned());
            length
        } else if let Some(length) = names::category_at_start(rest)
            .filter(|_| record.category.is_none() && record.source.is_some())
        {
            record.category = Some(rest[..length].to_owned());
            length
        } else {
            return rest.trim_end();
        };
        rest = rest.get(taken..).unwrap_or("");
    }
}

/// Reads the unlabelled lines below a number (Q216172): source, type and text, a line each.
fn lines_below(paragraph: &Paragraph<'_>, row: usize, next: Option<&Label>, record: &mut Record) {
    let end = next.map_or(paragraph.lines.len(), |next| next.row);
    for row in row..end {
        let line = paragraph.line(row).trim();
        let one_word = !line.contains([' ', '.', ':', '"']) && line.len() > 2;
        let named = line.starts_with(|c: char| c.is_ascii_uppercase());
        if unlabelled(line, record).is_empty() {
            continue;
        }
        if one_word && named && record.source.is_none() {
            record.source = Some(line.to_owned());
        } else {
            let text = paragraph.joined(row, 0, end);
            record.description = Some(text.trim_start_matches(['-', ' ']).to_owned());
            return;
        }
    }
}
