//! Rows whose columns are aligned with blanks, and rows that are written as a list.

use jiff::civil::Date;
use kbq_model::FileVersion;
use memchr::memchr_iter;

use super::cell::{self, Kind, bare, kind_of};
use super::header::{Column, Header};
use crate::marks::Marks;
use crate::words;

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
pub(super) fn of_line(
    text: &str,
    marks: Marks,
    header: Option<&Header>,
    in_table: bool,
) -> Option<FileVersion> {
    if !marks.any(Marks::DIGIT) {
        return None;
    }
    let text = text.trim_start_matches(['-', '*', '\u{2022}', ' ']);
    if header.is_none() && !may_hold_a_name(text, marks) {
        return None;
    }
    let mut parts = Parts::default();
    let mut words = Words::of(text);
    while let Some(word) = words.current {
        let unnamed = parts.name.is_none();
        parts.take(word, &mut words);
        if let Some(header) = header.filter(|_| unnamed && parts.name.is_some()) {
            parts.forget_what_stands_before(header);
        }
        if parts.others > 2 && parts.name.is_none() && header.is_none() {
            return None;
        }
    }
    let named_by_column = parts.name.is_none().then(|| name_of_columns(text, header)).flatten();
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

/// Whether a name with its extension, or one whose extension is in a column of its own, can stand
/// in a line.
fn may_hold_a_name(text: &str, marks: Marks) -> bool {
    marks.any(Marks::DOT) && holds_a_dotted_word(text.as_bytes())
        || (marks.any(Marks::GAP) || !marks.any(Marks::LOWER))
            && words::words(text).next().is_some_and(|word| is_column_part(word, LONGEST_BASE))
}

fn holds_a_dotted_word(bytes: &[u8]) -> bool {
    memchr_iter(b'.', bytes).any(|dot| {
        let next = bytes.get(dot + 1).copied().unwrap_or(b' ');
        let before = dot.checked_sub(1).and_then(|at| bytes.get(at)).copied().unwrap_or(b' ');
        next.is_ascii_alphanumeric() && !before.is_ascii_whitespace()
    })
}

/// A word of a row and what it is.
#[derive(Clone, Copy)]
struct Word<'t> {
    text: &'t str,
    kind: Kind,
}

/// The words of a row, each looked at once.
struct Words<'t> {
    current: Option<Word<'t>>,
    next: Option<Word<'t>>,
    /// What follows `next`.
    rest: words::Words<'t>,
}

impl<'t> Words<'t> {
    fn of(text: &'t str) -> Words<'t> {
        let mut words = Words { current: None, next: None, rest: words::words(text) };
        words.skip(2);
        words
    }

    /// Goes on by some words.
    fn skip(&mut self, count: usize) {
        for _ in 0..count {
            self.current = self.next;
            self.next = self.rest.next().map(|text| Word { text, kind: kind_of(text) });
        }
    }

    /// The texts of the words from the current one on.
    fn texts(&self) -> impl Iterator<Item = &'t str> + use<'t> {
        [self.current, self.next]
            .into_iter()
            .flatten()
            .map(|word| word.text)
            .chain(self.rest.clone())
    }
}

impl<'t> Parts<'t> {
    /// Takes the current word, and those after it that belong to it.
    fn take(&mut self, word: Word<'t>, words: &mut Words<'t>) {
        let further = self.read(word, words);
        words.skip(1 + further);
    }

    /// Reads a word; returns how many of the following words belong to it.
    fn read(&mut self, word: Word<'t>, words: &Words<'t>) -> usize {
        let (following, next) = words.next.map_or(("", Kind::Empty), |next| (next.text, next.kind));
        if word.text.ends_with(',')
            && let Some((version, more)) = comma_version(words)
        {
            self.version.get_or_insert(version);
            return more;
        }
        let Word { text: word, kind } = word;
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
                if next == Kind::Integer
                    && let Some(month) = cell::month_of(word)
                    && let Some((date, more)) = spelt_date(month, words)
                {
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

/// The longest base of a file's name in a directory listing.
const LONGEST_BASE: usize = 8;

/// Whether the word is the base or the extension of a name that a listing has in two columns.
fn is_column_part(word: &str, most: usize) -> bool {
    let fits = |b: u8| b.is_ascii_uppercase() || b.is_ascii_digit() || b"_$-".contains(&b);
    (1..=most).contains(&word.len()) && word.bytes().all(fits)
}

/// The name of a row whose names have no extension, or theirs in a column of its own.
fn name_of_columns(text: &str, header: Option<&Header>) -> Option<String> {
    let mut words = words::words(text);
    let words: [&str; 5] = std::array::from_fn(|_| words.next().unwrap_or(""));
    let word = |at: usize| words[at];
    let (base, extension) = (word(0), word(1));
    // `DESKJET  DRV  61563  10/31/90` of a directory listing.
    let is_size = |at: usize| matches!(kind_of(word(at)), Kind::Integer | Kind::Size);
    let is_date = |at: usize| matches!(kind_of(word(at)), Kind::Date(_));
    if is_column_part(base, LONGEST_BASE)
        && is_column_part(extension, 3)
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

/// More groups of numbers than a version has.
const MOST_GROUPS: usize = 16;

/// The version `1, 0, 0, 1` from the current word on, and how many words follow its first.
fn comma_version(words: &Words<'_>) -> Option<(String, usize)> {
    let number = |word: &str| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit());
    let groups = words.texts().take(MOST_GROUPS);
    let first = groups.take_while(|word| word.strip_suffix(',').is_some_and(number)).count();
    let last = words.texts().nth(first).unwrap_or("");
    (first >= 2 && number(last)).then(|| {
        let words: Vec<&str> = words.texts().take(first + 1).collect();
        (words.join(" "), first)
    })
}

/// The date `May 01, 1997` whose month is the current word, and how many words follow it.
fn spelt_date(month: i16, words: &Words<'_>) -> Option<(Date, usize)> {
    let mut following = words.texts().skip(1);
    let day = following.next()?.trim_end_matches(',').parse().ok()?;
    let year = bare(following.next()?);
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
    let mut files = Vec::new();
    let mut parts = Parts::default();
    let mut words = Words::of(rows);
    while let Some(word) = words.current {
        let kind = word.kind;
        if kind == Kind::Name && names_first && parts.name.is_some() {
            files.extend(finished(std::mem::take(&mut parts)));
        }
        let platform_follows = words.next.is_some_and(|next| next.kind == Kind::Platform);
        parts.take(word, &mut words);
        if parts.others > 0 {
            break;
        }
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
