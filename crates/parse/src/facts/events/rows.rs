//! Events in rows: lists as Event Viewer shows them, and tables with a column of numbers.

use super::super::files::cell::{Kind, kind_of};
use super::super::text::Paragraph;
use super::labels::Record;
use super::names;

/// The events of a paragraph's rows.
pub(super) fn rows(paragraph: &Paragraph<'_>, found: &mut Vec<Record>) {
    let mut columns: Option<Columns> = None;
    for row in 0..paragraph.lines.len() {
        let line = paragraph.line(row);
        if let Some(header) = Columns::of(line) {
            columns = Some(header);
            continue;
        }
        let record = viewer_row(line).or_else(|| columns.as_ref()?.record(line));
        if let Some((id, record)) = record {
            found.push(Record { ids: vec![(id, paragraph.number(row))], ..record });
        }
    }
}

/// A row `date time source type category id user computer` (Q159001).
fn viewer_row(line: &str) -> Option<(u32, Record)> {
    let mut words = line.split_whitespace().peekable();
    let first = words.peek()?;
    if !first.starts_with(|c: char| c.is_ascii_digit()) || !matches!(kind_of(first), Kind::Date(_))
    {
        return None;
    }
    let words: Vec<&str> =
        words.skip_while(|word| matches!(kind_of(word), Kind::Date(_) | Kind::Time)).collect();
    let typed = words.iter().position(|word| names::event_type(word).is_some())?;
    let number = (typed + 1..words.len()).find(|&at| words[at].parse::<u16>().is_ok())?;
    let source = words.get(..typed)?.join(" ");
    let category = words.get(typed + 1..number)?.join(" ");
    let id = words[number].parse().ok()?;
    let short = (1..=4).contains(&typed) && number - typed <= 4;
    short.then(|| {
        let kind = names::event_type(words[typed]);
        let category = Some(category).filter(|category| !category.is_empty());
        let labelled_source = true;
        (id, Record { source: Some(source), labelled_source, kind, category, ..Record::default() })
    })
}

/// The columns of a table of events.
struct Columns {
    cells: usize,
    id: usize,
    source: Option<usize>,
    kind: Option<usize>,
    category: Option<usize>,
}

impl Columns {
    /// The columns of a header line that has `Event ID` among at least one other title.
    fn of(line: &str) -> Option<Columns> {
        if line.len() < 10 || line.bytes().any(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let cells = cells(line);
        let titled = |titles: &[&str]| {
            cells
                .iter()
                .position(|cell| titles.iter().any(|title| title.eq_ignore_ascii_case(cell)))
        };
        let id = titled(&["Event ID", "EventID", "Event Id#", "Event Number"])?;
        (cells.len() >= 2).then(|| Columns {
            cells: cells.len(),
            id,
            source: titled(&["Source", "Event Source"]),
            kind: titled(&["Type", "Event Type"]),
            category: titled(&["Category"]),
        })
    }

    fn record(&self, line: &str) -> Option<(u32, Record)> {
        let cells = cells(line);
        let id = cells.get(self.id)?.parse::<u16>().ok()?;
        if cells.len() + 1 < self.cells {
            return None;
        }
        let cell =
            |at: Option<usize>| at.and_then(|at| cells.get(at)).map(|cell| (*cell).to_owned());
        let category = cell(self.category);
        // Some tables call the type a category (Q242063).
        let kind = cell(self.kind).or_else(|| category.clone());
        let kind = kind.as_deref().and_then(names::event_type);
        let category = category.filter(|text| names::event_type(text).is_none());
        Some((
            u32::from(id),
            Record { source: cell(self.source), kind, category, ..Record::default() },
        ))
    }
}

/// The cells of a row: between pipes, tabs or runs of blanks.
fn cells(line: &str) -> Vec<&str> {
    let line = line.trim().trim_matches('|');
    let parts: Vec<&str> = if line.contains('|') {
        line.split('|').collect()
    } else {
        line.split(['\t'])
            .flat_map(|part| part.split("  "))
            .filter(|part| !part.trim().is_empty())
            .collect()
    };
    parts.into_iter().map(str::trim).collect()
}
