//! Rows whose columns are aligned with blanks, and rows that are written as a list.

use jiff::civil::Date;
use kbq_model::FileVersion;
use memchr::memchr_iter;

use super::cell::{self, Kind, bare, kind_of};
use super::header::{Column, Header};

/// The parts of a row, as its words go by.
#[derive(Default)]
struct Parts<'t> {
    name: Option<&'t str>,
    /// Further names: a line with two is a row only in a table.
    names: usize,
    version: Option<String>,
    size: Option<String>,
    /// Digits that may be a size.
    integer: Option<&'t str>,
    date: Option<Date>,
    time: Option<String>,
    platform: Option<&'t str>,
    /// Words that are none of these.
    others: usize,
    /// Words before the name that are none of these.
    others_before: usize,
    /// Whether a version stands before the name: alone, it is the number of a heading.
    version_first: bool,
    /// Whether a word such as `version` or `dated` stands in the row.
    in_words: bool,
}

/// The file that a line states, if it is a row.
///
/// `in_table` says that a header, another row or a lead-in stands just above.
pub(super) fn of_line(text: &str, header: Option<&Header>, in_table: bool) -> Option<FileVersion> {
    if header.is_none() && !may_hold_a_name(text) || !text.bytes().any(|b| b.is_ascii_digit()) {
        return None;
    }
    let text = text.trim_start_matches(['-', '*', '\u{2022}', ' ']);
    let words: Vec<(usize, &str)> = text
        .split_whitespace()
        .map(|word| (word.as_ptr() as usize - text.as_ptr() as usize, word))
        .collect();
    let mut parts = Parts::default();
    let mut at = 0;
    while let Some(&(_, word)) = words.get(at) {
        let following = words.get(at + 1).map_or("", |word| word.1);
        let unnamed = parts.name.is_none();
        at += 1 + parts.take(word, following, &words[at..]);
        if let Some(header) = header.filter(|_| unnamed && parts.name.is_some()) {
            parts.forget_what_stands_before(header);
        }
        if parts.others > 2 && parts.name.is_none() && header.is_none() {
            return None;
        }
    }
    let named_by_column = parts.name.is_none().then(|| name_of_columns(&words, header)).flatten();
    if parts.name.is_none() && named_by_column.is_none() {
        return None;
    }
    let sized = header.is_some_and(|header| header.has(Column::Size));
    if parts.size.is_none() && (sized || parts.date.is_some()) {
        parts.size = parts.integer.map(str::to_owned);
    }
    let has_columns = text.contains("  ") || text.contains('\t');
    parts.is_row(has_columns, header.is_some(), in_table).then(|| {
        let name = named_by_column.unwrap_or_else(|| parts.name.unwrap_or("").to_owned());
        parts.into_file(name)
    })
}

/// Whether a name with an extension, or one in columns or capitals, can stand in a line.
fn may_hold_a_name(text: &str) -> bool {
    let bytes = text.as_bytes();
    let dotted = memchr_iter(b'.', bytes).any(|dot| {
        let next = bytes.get(dot + 1).copied().unwrap_or(b' ');
        let before = dot.checked_sub(1).and_then(|at| bytes.get(at)).copied().unwrap_or(b' ');
        next.is_ascii_alphanumeric() && !before.is_ascii_whitespace()
    });
    dotted || text.contains("  ") || !bytes.iter().any(u8::is_ascii_lowercase)
}

impl<'t> Parts<'t> {
    /// Takes a word; returns how many of the following words belong to it.
    fn take(&mut self, word: &'t str, following: &'t str, rest: &[(usize, &'t str)]) -> usize {
        if let Some((version, more)) = comma_version(rest) {
            self.version.get_or_insert(version);
            return more;
        }
        let kind = kind_of(word);
        let next = kind_of(following);
        match kind {
            Kind::Date(date) => {
                self.date.get_or_insert(date);
            }
            Kind::Time => {
                let half = matches!(next, Kind::Time) && !following.contains(':');
                let time = bare(word);
                self.time.get_or_insert_with(|| {
                    if half { format!("{time} {}", bare(following)) } else { time.to_owned() }
                });
                return usize::from(half);
            }
            Kind::Version if next == Kind::Unit => {
                self.size = self.size.take().or_else(|| digits(word));
                return 1;
            }
            Kind::Version => {
                self.version.get_or_insert_with(|| bare(word).to_owned());
            }
            Kind::Size => {
                self.size = self.size.take().or_else(|| digits(word));
                return usize::from(next == Kind::Unit);
            }
            Kind::Integer if next == Kind::Unit => {
                self.size = self.size.take().or_else(|| digits(word));
                return 1;
            }
            Kind::Integer => {
                self.integer.get_or_insert(bare(word));
            }
            Kind::Platform => {
                self.platform.get_or_insert(bare(word));
            }
            Kind::Name => {
                self.names += 1;
                if self.name.is_none() {
                    self.name = Some(bare(word).trim_start_matches("->"));
                    self.others_before = self.others;
                    self.version_first = self.version.is_some();
                }
            }
            Kind::Noise => self.in_words = true,
            Kind::Unit | Kind::Empty => {}
            Kind::Other => {
                let month = cell::month_of(word).filter(|_| next == Kind::Integer);
                if let Some((date, more)) = month.and_then(|month| spelt_date(month, rest)) {
                    self.date.get_or_insert(date);
                    return more;
                }
                self.others += 1;
            }
        }
        0
    }

    /// Drops the values left of a name whose columns are right of it: they are of something else
    /// (`Jet Version  File  Version`, Q141796).
    fn forget_what_stands_before(&mut self, header: &Header) {
        let version = header.follows_name(Column::Version);
        let date = header.follows_name(Column::Date);
        let size =
            header.follows_name(Column::Size) || !header.has(Column::Size) && (version || date);
        self.version = self.version.take().filter(|_| !version);
        self.version_first &= !version;
        self.date = self.date.filter(|_| !date);
        self.size = self.size.take().filter(|_| !size);
        self.integer = self.integer.filter(|_| !size);
    }

    /// Whether what was found makes a row and no sentence that names a file.
    fn is_row(&self, has_columns: bool, has_header: bool, in_table: bool) -> bool {
        let states = [self.version.is_some(), self.size.is_some(), self.date.is_some()];
        let states = states.into_iter().filter(|&stated| stated).count();
        if states == 0 {
            return false;
        }
        let strict = self.others == 0 && self.names <= 1;
        if strict {
            let listed = in_table && !self.version_first;
            return states > 1 || has_columns || listed || has_header;
        }
        if self.in_words && !has_columns {
            return self.others_before == 0 && self.others <= 2 && in_table && self.names <= 1;
        }
        has_columns && (has_header || in_table || states > 1) && self.others_before <= 4
    }

    fn into_file(self, name: String) -> FileVersion {
        FileVersion {
            name,
            version: self.version,
            size: self.size,
            date: self.date,
            time: self.time,
            platform: self.platform.map(str::to_owned),
            component: None,
            line: 0,
        }
    }
}

/// The name of a row whose names have no extension, or theirs in a column of its own.
fn name_of_columns(words: &[(usize, &str)], header: Option<&Header>) -> Option<String> {
    let word = |at: usize| words.get(at).map_or("", |word| word.1);
    let (base, extension) = (word(0), word(1));
    let part = |part: &str, most: usize| {
        (1..=most).contains(&part.len())
            && part
                .bytes()
                .all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b"_$-".contains(&b))
    };
    // `DESKJET  DRV  61563  10/31/90` of a directory listing.
    let is_size = |at: usize| matches!(kind_of(word(at)), Kind::Integer | Kind::Size);
    let is_date = |at: usize| matches!(kind_of(word(at)), Kind::Date(_));
    if part(base, 8)
        && part(extension, 3)
        && extension.bytes().any(|byte| byte.is_ascii_alphabetic())
        && is_size(2)
        && (is_date(3) || is_date(4))
    {
        return Some(format!("{base}.{extension}"));
    }
    let names_first = header.is_some_and(|header| header.columns.first() == Some(&Column::Name));
    let plain = kind_of(base) == Kind::Other && !base.ends_with([':', '.', ',']);
    (names_first
        && plain
        && matches!(kind_of(extension), Kind::Version | Kind::Size | Kind::Date(_)))
    .then(|| base.to_owned())
}

/// The version `1, 0, 0, 1`, and how many words follow its first.
fn comma_version(rest: &[(usize, &str)]) -> Option<(String, usize)> {
    let number = |word: &str| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit());
    let first =
        rest.iter().take_while(|(_, word)| word.strip_suffix(',').is_some_and(number)).count();
    let last = rest.get(first).map_or("", |word| word.1);
    (first >= 2 && number(last)).then(|| {
        let words: Vec<&str> = rest.iter().take(first + 1).map(|word| word.1).collect();
        (words.join(" "), first)
    })
}

/// The date `May 01, 1997`, and how many words follow the month.
fn spelt_date(month: i16, rest: &[(usize, &str)]) -> Option<(Date, usize)> {
    let day = rest.get(1)?.1.trim_end_matches(',').parse().ok()?;
    let year = bare(rest.get(2)?.1);
    let year = (year.len() == 4).then(|| year.parse().ok()).flatten()?;
    Some((Date::new(year, month as i8, day).ok()?, 2))
}

/// The digits of a size.
pub(super) fn digits(text: &str) -> Option<String> {
    // `144KB (147,728 bytes)` states it twice; the first is the table's.
    let text = text.split('(').next().filter(|text| !text.is_empty()).unwrap_or(text);
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    (!digits.is_empty()).then_some(digits)
}

/// The rows of a table that a web page has on one line, below its titles.
///
/// A row ends where its name stands, or at the next name if names come first.
pub(super) fn flattened(titles: &str, rows: &str) -> Vec<FileVersion> {
    let names_first = titles.get(..4).is_some_and(|title| title.eq_ignore_ascii_case("file"));
    let words: Vec<(usize, &str)> = rows.split_whitespace().map(|word| (0, word)).collect();
    let mut files = Vec::new();
    let mut parts = Parts::default();
    let mut at = 0;
    while let Some(&(_, word)) = words.get(at) {
        let following = words.get(at + 1).map_or("", |word| word.1);
        let kind = kind_of(word);
        if kind == Kind::Name && names_first && parts.name.is_some() {
            files.extend(finished(std::mem::take(&mut parts)));
        }
        at += 1 + parts.take(word, following, &words[at..]);
        if parts.others > 0 {
            break;
        }
        let platform_follows = kind_of(following) == Kind::Platform;
        let ends = match kind {
            Kind::Name => !platform_follows,
            Kind::Platform => parts.name.is_some(),
            _ => false,
        };
        if ends && !names_first {
            files.extend(finished(std::mem::take(&mut parts)));
        }
    }
    if parts.others == 0 || names_first {
        files.extend(finished(parts));
    }
    files
}

fn finished(mut parts: Parts<'_>) -> Option<FileVersion> {
    parts.size = parts.size.take().or_else(|| parts.integer.map(str::to_owned));
    let name = parts.name?.to_owned();
    let states = parts.version.is_some() || parts.size.is_some() || parts.date.is_some();
    states.then(|| parts.into_file(name))
}
