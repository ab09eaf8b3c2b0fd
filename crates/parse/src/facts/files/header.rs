//! The header lines of file tables.

use memchr::memmem::Finder;

use crate::facts::text::Needle;

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

/// The words of column titles and what they make the column.
const TITLES: &[(&str, Option<Column>)] = &[
    ("version", Some(Column::Version)),
    ("versions", Some(Column::Version)),
    ("ver", Some(Column::Version)),
    ("ver.", Some(Column::Version)),
    ("size", Some(Column::Size)),
    ("bytes", Some(Column::Size)),
    ("date", Some(Column::Date)),
    ("time", Some(Column::Time)),
    ("platform", Some(Column::Platform)),
    ("name", Some(Column::Name)),
    ("filename", Some(Column::Name)),
    ("filenames", Some(Column::Name)),
    ("files", Some(Column::Name)),
    ("module", Some(Column::Name)),
    ("file", None),
    ("product", None),
    ("current", None),
    ("base", None),
    ("folder", None),
    ("location", None),
    ("path", None),
    ("and", None),
    ("language", None),
    ("description", None),
    ("number", None),
    ("stamp", None),
    ("modified", None),
    ("destination", None),
    ("updated", None),
    ("new", None),
    ("old", None),
    ("control", None),
    ("component", None),
    ("attributes", None),
    ("(bytes)", None),
    ("compressed", None),
    ("locale", None),
    ("created", None),
    ("c", None),
    ("item", None),
    ("id", None),
    ("disk", None),
    ("#", None),
];

fn title_of(word: &str) -> Option<Option<Column>> {
    let word = word.trim_end_matches(':');
    TITLES.iter().find(|(title, _)| title.eq_ignore_ascii_case(word)).map(|(_, column)| *column)
}

/// Titles, rule and a row need so many characters.
const SHORTEST_TABLE: usize = 48;

static RULE: Needle = Needle::new(|| Finder::new(" -----"));

/// The titles and the rows of a table that a web page has on one line, rule and all.
///
/// Sentences may stand before the titles.
pub(super) fn on_one_line(text: &str) -> Option<(&str, &str)> {
    if text.len() < SHORTEST_TABLE {
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
    (!rows.is_empty() && of_line(titles).is_some()).then_some((titles, rows))
}

/// The header that a line is, if nearly all its words are titles of columns.
pub(super) fn of_line(text: &str) -> Option<Header> {
    // Titles are letters only, so that lines with digits need no look at their words.
    let first = text.split_whitespace().next()?;
    let in_columns = text.contains("  ");
    if !in_columns && title_of(first).is_none()
        || text.ends_with(['.', ','])
        || text.bytes().any(|byte| byte.is_ascii_digit())
    {
        return None;
    }
    let mut columns = Vec::new();
    let mut of_files = false;
    let mut unknown = 0;
    let mut words = text.split_whitespace().peekable();
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
        if unknown > 2 {
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
    let columns: Vec<Column> = cells.iter().map(|cell| column_of(cell)).collect();
    let header = Header { columns };
    header.is_of_files().then_some(header)
}

fn column_of(cell: &str) -> Column {
    let mut of_file = false;
    for word in cell.split_whitespace().take(5) {
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
            assert!(of_line(text).is_some(), "{text}");
        }
        for text in [
            "The file name and version are shown in the dialog box",
            "Time of day",
            "File name",
            "Name: Version 5",
        ] {
            assert!(of_line(text).is_none(), "{text}");
        }
        assert_eq!(
            on_one_line("It has these files. Date Time File name ---------- 07-Dec-2004 23:04"),
            Some(("Date Time File name", "07-Dec-2004 23:04"))
        );
    }
}
