//! Exports of the event log in columns: comma-separated or tab-separated text.

use super::kind::InputKind;
use super::record::{Record, SourceLine};
use super::rows;

/// The records of an export; none when the text is none. Cells in quotes may span lines.
pub(super) fn records(lines: &[SourceLine<'_>], text: &str) -> Vec<Record> {
    let mut records = Vec::new();
    let mut at = 0;
    let mut others = 0;
    while let Some(first) = lines.get(at) {
        let mut end = at + 1;
        while quotes(text, first, lines.get(end - 1)) % 2 == 1
            && end < lines.len()
            && end - at < LONGEST
        {
            end += 1;
        }
        let last = lines.get(end - 1).unwrap_or(first);
        let row = text.get(first.start..last.span().end).unwrap_or_default();
        let separator = if row.contains('\t') { '\t' } else { ',' };
        let cells = cells(row, separator);
        match rows::from_cells(&cells, first).filter(|_| cells.len() >= 5) {
            Some(mut record) => {
                record.kind = InputKind::EventExport;
                record.reach(last);
                records.push(record);
            }
            None if is_header(&cells) || row.trim().is_empty() => {}
            None => others += 1,
        }
        at = end;
    }
    // A row or two in other text is no export: the rows' own descriptions follow them.
    if records.len() > others { records } else { Vec::new() }
}

/// The most lines that a cell may span.
const LONGEST: usize = 60;

fn quotes(text: &str, first: &SourceLine<'_>, last: Option<&SourceLine<'_>>) -> usize {
    let end = last.map_or(first.span().end, |last| last.span().end);
    text.get(first.start..end).unwrap_or_default().matches('"').count()
}

/// Whether cells are the names of an export's columns.
fn is_header(cells: &[String]) -> bool {
    const NAMES: &[&str] = &[
        "date",
        "time",
        "source",
        "type",
        "category",
        "event",
        "user",
        "computer",
        "description",
        "level",
        "date and time",
        "event id",
        "task category",
        "eventid",
        "log",
        "keywords",
    ];
    let known = cells.iter().filter(|cell| NAMES.contains(&&*cell.to_lowercase())).count();
    known >= 4 && known * 2 > cells.len()
}

/// The cells of a row; quotes around a cell are gone, doubled ones in it are single.
fn cells(row: &str, separator: char) -> Vec<String> {
    let mut cells = vec![String::new()];
    let mut quoted = false;
    let mut chars = row.chars().peekable();
    while let Some(c) = chars.next() {
        let Some(cell) = cells.last_mut() else { break };
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => {
                cell.push('"');
                chars.next();
            }
            '"' => quoted = !quoted,
            c if c == separator && !quoted => cells.push(String::new()),
            '\n' | '\r' => cell.push(' '),
            c => cell.push(c),
        }
    }
    cells.iter().map(|cell| cell.trim().to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_hold_a_cell_together() {
        assert_eq!(cells("a,\"b, \"\"c\"\"\nd\",e", ','), ["a", "b, \"c\" d", "e"]);
        assert_eq!(cells("", ','), [""]);
    }
}
