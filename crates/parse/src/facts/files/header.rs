//! The header lines of file tables.

use memchr::memmem::Finder;

use crate::facts::text::Needle;
use crate::marks::Marks;
use crate::words::{Table, row, words};

/// Which columns a table has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Header {
    /// The column of each cell, in order; only names the columns of boxes exactly.
    pub(super) columns: Vec<Column>,
}

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Column {
    Name,
    Version,
    Size,
    Date,
    Time,
    Platform,
    Other,
}

impl Header {
    /// Whether the table has such a column.
    pub(super) fn has(&self, column: Column) -> bool {
        self.columns.contains(&column)
    }

    /// Whether such a column stands right of the name's.
    pub(super) fn follows_name(&self, column: Column) -> bool {
        let name = self.columns.iter().position(|known| *known == Column::Name);
        let last = self.columns.iter().rposition(|known| *known == column);
        name.zip(last).is_some_and(|(name, last)| name < last)
    }

    fn is_of_files(&self) -> bool {
        let stated = [Column::Version, Column::Size, Column::Date, Column::Time];
        self.has(Column::Name) && stated.into_iter().any(|column| self.has(column))
    }
}

/// The words of column titles and what they make the column, in order.
static TITLES: Table<Option<Column>> = Table::new(&[
    row("#", None),
    row("(bytes)", None),
    row("and", None),
    row("attributes", None),
    row("base", None),
    row("bytes", Some(Column::Size)),
    row("c", None),
    row("component", None),
    row("compressed", None),
    row("control", None),
    row("created", None),
    row("current", None),
    row("date", Some(Column::Date)),
    row("description", None),
    row("destination", None),
    row("disk", None),
    row("file", None),
    row("filename", Some(Column::Name)),
    row("filenames", Some(Column::Name)),
    row("files", Some(Column::Name)),
    row("folder", None),
    row("id", None),
    row("item", None),
    row("language", None),
    row("locale", None),
    row("location", None),
    row("modified", None),
    row("module", Some(Column::Name)),
    row("name", Some(Column::Name)),
    row("new", None),
    row("number", None),
    row("old", None),
    row("path", None),
    row("platform", Some(Column::Platform)),
    row("product", None),
    row("size", Some(Column::Size)),
    row("stamp", None),
    row("time", Some(Column::Time)),
    row("updated", None),
    row("ver", Some(Column::Version)),
    row("ver.", Some(Column::Version)),
    row("version", Some(Column::Version)),
    row("versions", Some(Column::Version)),
]);

fn title_of(word: &str) -> Option<Option<Column>> {
    TITLES.find(word.trim_end_matches(':'))
}

/// Titles, rule and a row need so many characters.
const SHORTEST_TABLE: usize = 48;

/// More words than the titles of all columns have.
const MOST_WORDS: usize = 64;

static RULE: Needle = Needle::new(|| Finder::new(" -----"));

/// The titles and the rows of a table that a web page has on one line, rule and all.
///
/// Sentences may stand before the titles.
pub(super) fn on_one_line(text: &str, marks: Marks) -> Option<(&str, &str)> {
    if text.len() < SHORTEST_TABLE || !marks.any(Marks::HYPHENS) {
        return None;
    }
    let rule = RULE.find(text.as_bytes())?;
    let rows = text.get(rule..)?.trim_start_matches([' ', '-']);
    let mut start = rule;
    for word in text[..rule].split_whitespace().rev() {
        if title_of(word).is_none() {
            break;
        }
        start = word.as_ptr() as usize - text.as_ptr() as usize;
    }
    let titles = text.get(start..rule)?;
    (!rows.is_empty() && of_line(titles, Marks::of(titles)).is_some()).then_some((titles, rows))
}

/// The header that a line is, if nearly all its words are titles of columns.
pub(super) fn of_line(text: &str, marks: Marks) -> Option<Header> {
    // Titles are letters only, so that lines with digits need no look at their words.
    if marks.any(Marks::DIGIT) || text.ends_with(['.', ',']) {
        return None;
    }
    let in_columns = marks.any(Marks::GAP);
    if !in_columns && title_of(words(text).next()?).is_none() {
        return None;
    }
    let mut columns = Vec::new();
    let mut of_files = false;
    let mut unknown = 0;
    let mut words = words(text).peekable();
    let mut count = 0;
    while let Some(word) = words.next() {
        count += 1;
        match title_of(word) {
            Some(Some(column)) => columns.push(column),
            Some(None) if word.eq_ignore_ascii_case("file") => {
                // `File version` in a column of its own is a version; the file stands elsewhere.
                let next = words.peek().filter(|next| in_columns && is_one_cell(text, word, next));
                match next.and_then(|next| title_of(next)?) {
                    Some(Column::Size | Column::Name) => {}
                    Some(_) => of_files = true,
                    None => columns.push(Column::Name),
                }
            }
            Some(None) => {}
            None => unknown += 1,
        }
        if unknown > 2 || count > MOST_WORDS {
            return None;
        }
    }
    if of_files && !columns.contains(&Column::Name) {
        columns.push(Column::Name);
    }
    let header = Header { columns };
    (count >= 2 && unknown * 2 < count && header.is_of_files()).then_some(header)
}

/// Whether just one blank stands between two words of a text.
fn is_one_cell(text: &str, word: &str, next: &str) -> bool {
    let at = |word: &str| word.as_ptr() as usize - text.as_ptr() as usize;
    at(next) == at(word) + word.len() + 1
}

/// The header that the cells of a box are.
pub(super) fn of_cells(cells: &[String]) -> Option<Header> {
    let columns: Vec<Column> = cells.iter().take(MOST_WORDS).map(|cell| column_of(cell)).collect();
    let header = Header { columns };
    header.is_of_files().then_some(header)
}

fn column_of(cell: &str) -> Column {
    let mut of_file = false;
    for word in words(cell).take(5) {
        match title_of(word) {
            Some(Some(column)) => return column,
            Some(None) if word.eq_ignore_ascii_case("file") => of_file = true,
            _ => {}
        }
    }
    if of_file { Column::Name } else { Column::Other }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_are_told_from_sentences() {
        for text in [
            "File name   Version",
            "Date      Time    Version        Size     File name     Platform",
            "Module        Base        Product Version  Product",
            "Size c   File name",
        ] {
            assert!(of_line(text, Marks::of(text)).is_some(), "{text}");
        }
        for text in [
            "The file name and version are shown in the dialog box",
            "Time of day",
            "File name",
            "Name: Version 5",
        ] {
            assert!(of_line(text, Marks::of(text)).is_none(), "{text}");
        }
        let text = "It has these files. Date Time File name ---------- 07-Dec-2004 23:04";
        assert_eq!(
            on_one_line(text, Marks::of(text)),
            Some(("Date Time File name", "07-Dec-2004 23:04"))
        );
    }
}
