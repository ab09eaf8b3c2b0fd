//! Tables whose cells stand between bars, drawn anew: columns as wide as their text, cells wrapped
//! where the table is wider than the view.

use std::borrow::Cow;

use crate::Role;
use crate::line::{Line, Span};
use crate::page::Page;
use crate::section::{Drawn, is_rule};
use crate::wrap::{Blanks, Indent, blanks, wrap};

/// Blanks between two columns.
const GAP: usize = 2;
/// The fewest columns that a cell is given.
const NARROWEST: usize = 8;

/// A row: the offset of its first line, and its cells.
struct Row {
    offset: usize,
    cells: Vec<String>,
}

/// The table's lines; `None` if it is not one of bars, or has too many columns for the width.
pub(crate) fn draw(page: &Page<'_>, lines: &[Cow<'_, str>], inset: usize) -> Option<Vec<Drawn>> {
    let rows = rows(lines)?;
    let ruled = lines.iter().filter(|line| is_rule(line)).nth(1).is_some();
    let count = rows.iter().map(|row| row.cells.len()).max()?;
    let natural: Vec<usize> = (0..count)
        .map(|column| {
            let cells = rows.iter().filter_map(|row| row.cells.get(column));
            cells.map(|cell| Span::new(cell, Role::Table).width()).max().unwrap_or(0)
        })
        .collect();
    let columns = page.width().checked_sub(inset + GAP * (count - 1))?;
    let widths = if page.view.keep_wide { natural } else { shrink(natural, columns)? };
    let mut drawn = Vec::new();
    for (at, row) in rows.iter().enumerate() {
        let lines = draw_row(page, row, &widths, inset);
        drawn.extend(lines.into_iter().map(|line| (row.offset, line)));
        if at == 0 && ruled && rows.len() > 1 {
            let total = widths.iter().sum::<usize>() + GAP * (count - 1);
            let rule = Span::new("─".repeat(total), Role::Ornament);
            drawn.push((row.offset, Line::new(vec![blanks(inset), rule])));
        }
    }
    Some(drawn)
}

/// The rows of a table in which lines that are no rules stand between bars.
///
/// A line without a first bar goes on with the row before it (Q140612); with more than a few such
/// lines it is no table of bars.
fn rows(lines: &[Cow<'_, str>]) -> Option<Vec<Row>> {
    let solid = || lines.iter().enumerate().filter(|(_, line)| !line.trim().is_empty());
    let rules = solid().filter(|(_, line)| is_rule(line)).count();
    let text = solid().filter(|(_, line)| !is_rule(line));
    let (barred, open): (Vec<_>, Vec<_>) = text.partition(|(_, line)| begins_with_bar(line));
    if barred.len() < open.len() * 4 + 1 {
        return None;
    }
    // With a rule after each row, the lines between two rules are one row; with rules only around
    // and below the head, each line is one.
    let boxed = rules > 3;
    let mut rows: Vec<Row> = Vec::new();
    let mut after_rule = true;
    for (offset, line) in solid() {
        if is_rule(line) {
            after_rule = true;
            continue;
        }
        let cells = cells(line);
        match rows.last_mut() {
            Some(row) if !begins_with_bar(line) => row.append(&cells),
            Some(row) if boxed && !after_rule && row.cells.len() == cells.len() => {
                row.append(&cells);
            }
            _ => rows.push(Row { offset, cells }),
        }
        after_rule = false;
    }
    Some(rows)
}

fn begins_with_bar(line: &str) -> bool {
    line.trim().len() > 1 && line.trim().starts_with('|')
}

fn cells(line: &str) -> Vec<String> {
    let inner = line.trim();
    let inner = inner.strip_prefix('|').unwrap_or(inner);
    let inner = inner.strip_suffix('|').unwrap_or(inner);
    inner.split('|').map(|cell| cell.trim().to_owned()).collect()
}

impl Row {
    /// Adds the text of a line below to the last cells.
    fn append(&mut self, more: &[String]) {
        while self.cells.len() < more.len() {
            self.cells.push(String::new());
        }
        let first = self.cells.len() - more.len();
        for (cell, text) in self.cells.iter_mut().skip(first).zip(more) {
            if !cell.is_empty() && !text.is_empty() {
                cell.push(' ');
            }
            cell.push_str(text);
        }
    }
}

/// The widths, the widest made narrower until all fit; `None` if they cannot.
fn shrink(natural: Vec<usize>, columns: usize) -> Option<Vec<usize>> {
    if natural.iter().map(|&width| width.min(NARROWEST)).sum::<usize>() > columns {
        return None;
    }
    // The limit that the widest columns share.
    let fits =
        |limit: usize| natural.iter().map(|&width| width.min(limit)).sum::<usize>() <= columns;
    let limit = (NARROWEST..=columns.max(NARROWEST)).rev().find(|&limit| fits(limit))?;
    Some(natural.into_iter().map(|width| width.min(limit)).collect())
}

fn draw_row(page: &Page<'_>, row: &Row, widths: &[usize], inset: usize) -> Vec<Line> {
    let cells: Vec<Vec<Line>> = widths
        .iter()
        .enumerate()
        .map(|(column, &width)| {
            let text = row.cells.get(column).map_or("", String::as_str);
            wrap(&page.spans(text, Role::Table), width, &Indent::default(), Blanks::Collapse)
        })
        .collect();
    let height = cells.iter().map(Vec::len).max().unwrap_or(0);
    let line = |at: usize| {
        let mut spans = vec![blanks(inset)];
        let mut missing = 0;
        for (cell, width) in cells.iter().zip(widths) {
            let shown = cell.get(at).filter(|line| !line.is_blank());
            if let Some(shown) = shown {
                spans.push(blanks(missing));
                spans.extend(shown.spans.iter().cloned());
                missing = 0;
            }
            missing += width + GAP - shown.map_or(0, Line::width);
        }
        spans.retain(|span| !span.text.is_empty());
        Line::new(spans)
    };
    (0..height).map(line).collect()
}
