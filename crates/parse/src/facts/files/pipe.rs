//! Tables drawn with `|` and `+`.

use kbq_model::FileVersion;

use super::cell;
use super::header::{Column, Header};
use super::row::digits;
use crate::line::Body;
use crate::look::Look;

/// The cells of the row that starts on a line, and the line after it.
///
/// A cell may go on on the next lines, which then have no leading `|`: the row ends at the line
/// that ends in `|` (Q69244).
pub(super) fn cells(body: &Body<'_>, at: usize) -> (Vec<String>, usize) {
    let mut text = String::new();
    let mut next = at;
    while let Some(line) = body.lines.get(next) {
        let look = body.looks.get(next).copied().unwrap_or(Look::Blank);
        if next > at && (look == Look::Rule || line.text.trim_start().starts_with('|')) {
            break;
        }
        if next > at {
            text.push(' ');
        }
        text.push_str(line.text.trim());
        next += 1;
        if text.ends_with('|') && text.len() > 1 || next - at > 12 {
            break;
        }
    }
    let inner = text.trim_start_matches('|').trim_end().trim_end_matches('|');
    let cells = inner.split('|').map(|cell| cell.trim().to_owned()).collect();
    (cells, next.max(at + 1))
}

/// The file of a row below a header.
pub(super) fn row(cells: &[String], header: Option<&Header>) -> Option<FileVersion> {
    let header = header?;
    let mut file = FileVersion {
        name: String::new(),
        version: None,
        size: None,
        date: None,
        time: None,
        platform: None,
        component: None,
        line: 0,
    };
    for (cell, column) in cells.iter().zip(&header.columns) {
        let stated = !is_empty(cell);
        let text = || Some(cell.clone());
        match column {
            Column::Name if file.name.is_empty() && is_name(cell) => file.name.clone_from(cell),
            Column::Version if stated && file.version.is_none() => file.version = text(),
            Column::Size if stated && file.size.is_none() => file.size = digits(cell),
            Column::Date if stated && file.date.is_none() => file.date = cell::date_of(cell),
            Column::Time if stated && file.time.is_none() => file.time = text(),
            Column::Platform if stated && file.platform.is_none() => {
                file.platform = Some(cell.trim_matches(['(', ')']).to_owned());
            }
            _ => {}
        }
    }
    let states = file.version.is_some() || file.size.is_some() || file.date.is_some();
    (!file.name.is_empty() && states).then_some(file)
}

fn is_name(cell: &str) -> bool {
    let name = cell.rsplit('\\').next().unwrap_or(cell);
    cell::is_file_name(name) || !cell.is_empty() && !cell.contains(' ') && !is_empty(cell)
}

fn is_empty(cell: &str) -> bool {
    let none = ["n/a", "none", "not applicable", "unknown"];
    cell.bytes().all(|byte| !byte.is_ascii_alphanumeric())
        || none.iter().any(|none| none.eq_ignore_ascii_case(cell))
}
