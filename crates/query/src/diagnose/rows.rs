//! Rows of the Event Viewer, as its list shows them.

use super::kind::InputKind;
use super::labels::{event_number, is_event_type};
use super::noise::{NoiseKind, is_date_or_time};
use super::record::{BodyLine, Record, SourceLine};

/// Reads a row: date, time, source, type, category, number, user, computer, perhaps a
/// description; or, as newer viewers have it, level, date, source, number, category.
pub(super) fn row(line: &SourceLine<'_>) -> Option<Record> {
    let text = line.text.trim();
    let cells: Vec<&str> = if text.contains('\t') {
        text.split('\t').map(str::trim).collect()
    } else {
        text.split("  ").map(str::trim).filter(|cell| !cell.is_empty()).collect()
    };
    let owned: Vec<String> = cells.iter().map(|cell| (*cell).to_owned()).collect();
    from_cells(&owned, line).or_else(|| from_words(line))
}

/// Reads the cells of a row.
pub(super) fn from_cells(cells: &[String], line: &SourceLine<'_>) -> Option<Record> {
    if cells.len() < 4 || !cells.iter().take(2).any(|cell| is_moment(cell)) {
        return None;
    }
    let typed = cells.iter().position(|cell| is_event_type(&cell.to_lowercase()))?;
    let number = |cell: &&String| {
        !cell.is_empty() && cell.len() <= 10 && cell.bytes().all(|b| b.is_ascii_digit())
    };
    let at = typed + 1 + cells.get(typed + 1..)?.iter().position(|cell| number(&cell))?;
    let mut record = Record::new(InputKind::EventEntry, line);
    record.id = event_number(cells.get(at)?);
    record.event_type = cells.get(typed).cloned();
    let before = typed.checked_sub(1).and_then(|before| cells.get(before));
    let newer = before.is_none_or(|cell| is_moment(cell));
    let (source, category) = if newer {
        (at.checked_sub(1).and_then(|before| cells.get(before)), cells.get(at + 1))
    } else {
        (before, cells.get(typed + 1).filter(|_| at > typed + 1))
    };
    record.source = source.cloned().filter(|source| !source.is_empty() && !is_moment(source));
    record.category =
        category.cloned().filter(|category| !category.is_empty() && category != "None");
    for cell in cells.iter().skip(at + 1 + usize::from(newer)) {
        if cell.split_whitespace().count() >= 3 {
            record.body.push(BodyLine::rewritten(cell.clone(), line.number, line.span()));
        } else if cell.contains('\\') {
            record.own(cell, NoiseKind::User);
        } else {
            record.own(cell, NoiseKind::Computer);
        }
    }
    Some(record)
}

/// Reads a row whose columns are gone: the type divides the source from the rest.
fn from_words(line: &SourceLine<'_>) -> Option<Record> {
    let words: Vec<&str> = line.text.split_whitespace().collect();
    let moments = words.iter().take_while(|word| is_moment(word)).count();
    if moments == 0 || words.len() < moments + 3 {
        return None;
    }
    let typed =
        moments + words.get(moments..)?.iter().position(|w| is_event_type(&w.to_lowercase()))?;
    let rest = words.get(typed + 1..)?;
    let at = typed
        + 1
        + rest
            .iter()
            .position(|word| word.len() <= 5 && word.bytes().all(|b| b.is_ascii_digit()))?;
    // The category has a few words; more is a sentence with a number in it.
    if typed == moments || typed > moments + 5 || at > typed + 5 {
        return None;
    }
    let mut record = Record::new(InputKind::EventEntry, line);
    record.id = event_number(words.get(at)?);
    record.source = Some(words.get(moments..typed)?.join(" "));
    record.event_type = words.get(typed).map(|word| (*word).to_owned());
    record.category =
        Some(words.get(typed + 1..at)?.join(" ")).filter(|c| !c.is_empty() && c != "None");
    for word in words.iter().skip(at + 1) {
        record.own(word, NoiseKind::Computer);
    }
    Some(record)
}

/// A date, a time, or both.
fn is_moment(cell: &str) -> bool {
    let mut words = cell.split([' ', '\u{202f}']).filter(|word| !word.is_empty()).peekable();
    words.peek().is_some()
        && words.all(|word| {
            is_date_or_time(word.trim_end_matches(','))
                || matches!(&*word.to_ascii_lowercase(), "am" | "pm" | "a.m." | "p.m.")
        })
}
