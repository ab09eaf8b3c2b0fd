//! What the words of a table row are: dates, times, versions, sizes, platforms, file names.
//!
//! Rows are read by the kinds of their words, not by column positions: a missing column shifts
//! nothing (Q169742, where the version is often blank).

use jiff::civil::Date;

use crate::words::{Table, row};

/// The kind of a word in a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::facts) enum Kind {
    Date(Date),
    Time,
    Version,
    /// A size that is plainly one: with separators of thousands or a unit glued to it.
    Size,
    /// Digits alone: a size if the row or the header says so.
    Integer,
    Unit,
    Platform,
    Name,
    /// Words that tables in prose form put between the values: `version`, `dated`, `bytes`.
    Noise,
    /// Rules, empty cells, file attributes.
    Empty,
    Other,
}

/// The words whose kind is known, in order.
static KINDS: Table<Kind> = Table::new(&[
    row("a", Kind::Time),
    row("a.m", Kind::Time),
    row("alpha", Kind::Platform),
    row("alpha-based", Kind::Platform),
    row("am", Kind::Time),
    row("and", Kind::Noise),
    row("axp", Kind::Platform),
    row("byte", Kind::Unit),
    row("bytes", Kind::Unit),
    row("cisc", Kind::Platform),
    row("date", Kind::Noise),
    row("dated", Kind::Noise),
    row("file", Kind::Noise),
    row("i386", Kind::Platform),
    row("i86", Kind::Platform),
    row("ia64", Kind::Platform),
    row("incremented", Kind::Noise),
    row("intel", Kind::Platform),
    row("is", Kind::Noise),
    row("ix86", Kind::Platform),
    row("k", Kind::Unit),
    row("kb", Kind::Unit),
    row("later", Kind::Noise),
    row("mb", Kind::Unit),
    row("mips", Kind::Platform),
    row("n/a", Kind::Empty),
    row("none", Kind::Empty),
    row("of", Kind::Noise),
    row("or", Kind::Noise),
    row("p", Kind::Time),
    row("p.m", Kind::Time),
    row("pm", Kind::Time),
    row("powerpc", Kind::Platform),
    row("ppc", Kind::Platform),
    row("risc", Kind::Platform),
    row("size", Kind::Noise),
    row("to", Kind::Noise),
    row("ver", Kind::Noise),
    row("version", Kind::Noise),
    row("x86", Kind::Platform),
    row("x86-based", Kind::Platform),
]);

/// What a word of a row is.
pub(in crate::facts) fn kind_of(word: &str) -> Kind {
    let bare = bare(word);
    let Some(&first) = bare.as_bytes().first() else { return Kind::Empty };
    if bare.bytes().all(|byte| !byte.is_ascii_alphanumeric()) || is_attributes(bare) {
        return Kind::Empty;
    }
    if first.is_ascii_digit()
        && let Some(kind) = number_kind(bare)
    {
        return kind;
    }
    if let Some(kind) = KINDS.find(bare) {
        return kind;
    }
    // Only a dot makes a name or a version.
    if !bare.bytes().any(|byte| byte == b'.') {
        return Kind::Other;
    }
    if is_file_name(bare) {
        return Kind::Name;
    }
    if is_lettered_version(bare) { Kind::Version } else { Kind::Other }
}

/// A word without the quotes, brackets and stops around it.
pub(super) fn bare(word: &str) -> &str {
    word.trim_start_matches(['(', '"', '\'', '[', '*'])
        .trim_end_matches([')', '"', '\'', ']', ',', ';', ':', '.', '*'])
}

fn is_any(word: &str, list: &[&str]) -> bool {
    list.iter().any(|known| known.eq_ignore_ascii_case(word))
}

/// File attributes as archive tools list them: `----`, `A---`, `--R-`.
fn is_attributes(word: &str) -> bool {
    word.len() == 4 && word.contains('-') && word.bytes().all(|b| b"-ARHSarhs".contains(&b))
}

fn number_kind(word: &str) -> Option<Kind> {
    if let Some(date) = date_of(word) {
        return Some(Kind::Date(date));
    }
    if is_time(word) {
        return Some(Kind::Time);
    }
    let digits = word.bytes().filter(u8::is_ascii_digit).count();
    if digits == word.len() {
        return Some(if digits <= 9 { Kind::Integer } else { Kind::Other });
    }
    let unit = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let has_unit = is_any(&word[unit.len()..], &["kb", "k", "mb", "bytes"]);
    // `25,360b`, but `4.00.950b` is a version.
    let bytes = word.strip_suffix('b').filter(|number| number.contains(','));
    let number = if has_unit { unit } else { bytes.unwrap_or(word) };
    let plain = |separators: &[u8]| {
        number.bytes().all(|byte| byte.is_ascii_digit() || separators.contains(&byte))
    };
    if has_unit && plain(b".,") || number.contains(',') && plain(b",") && is_grouped(number) {
        return Some(Kind::Size);
    }
    let groups = number.split('.').count();
    let dotted = groups >= 2
        && number.split('.').all(|group| {
            let digits = group.bytes().take_while(u8::is_ascii_digit).count();
            digits > 0 && group.len() - digits <= 2
        });
    if dotted && !has_unit {
        return Some(Kind::Version);
    }
    (word.contains('x') && digits + 1 >= word.len() && word.starts_with("0x"))
        .then_some(Kind::Other)
}

/// Whether commas group the digits: `46,288`, and `15,66` of tables in hundreds (Q299276).
fn is_grouped(number: &str) -> bool {
    number.split(',').enumerate().all(|(at, group)| {
        if at == 0 { (1..=3).contains(&group.len()) } else { (2..=3).contains(&group.len()) }
    })
}

/// Versions that start with a letter: `A.03.01`, `v5.0.1460`.
fn is_lettered_version(word: &str) -> bool {
    let rest = match word.as_bytes() {
        [b'v' | b'V', next, ..] if next.is_ascii_digit() => &word[1..],
        [b'A'..=b'Z', b'.', ..] => &word[2..],
        _ => return false,
    };
    rest.contains('.') && rest.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
}

/// The times of tables: `3:00:00a`, `09:27p`, `18:00`, `11:32AM`, `9:50`.
fn is_time(word: &str) -> bool {
    let digits = word.trim_end_matches(|c: char| c.is_ascii_alphabetic() || c == '.');
    let suffix = &word[digits.len()..];
    let mut parts = digits.split(':');
    let hours = parts.next().is_some_and(|part| (1..=2).contains(&part.len()));
    let rest: Vec<&str> = parts.collect();
    let two = |part: &&str| part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit());
    let known = suffix.is_empty() || is_any(suffix, &["a", "p", "am", "pm", "a.m", "p.m"]);
    hours
        && known
        && (1..=2).contains(&rest.len())
        && rest.iter().all(two)
        && digits.starts_with(|c: char| c.is_ascii_digit())
}

/// The dates of tables: US order, years of two digits from 1980 on, months by name.
pub(super) fn date_of(word: &str) -> Option<Date> {
    let separator = word.bytes().find(|byte| matches!(byte, b'/' | b'-'))?;
    let mut parts = word.split(separator as char);
    let (first, second, third) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() {
        return None;
    }
    let number = |part: &str, most: usize| -> Option<i16> {
        let fits = (1..=most).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
        fits.then(|| part.parse().ok()).flatten()
    };
    if first.len() == 4 {
        let (year, month, day) = (number(first, 4)?, number(second, 2)?, number(third, 2)?);
        return Date::new(year, month as i8, day as i8).ok();
    }
    let year = match (third.len(), number(third, 4)?) {
        (2, year) if year < 80 => 2000 + year,
        (2, year) => 1900 + year,
        (4, year) => year,
        _ => return None,
    };
    let (month, day) = match month_of(second) {
        Some(month) => (month, number(first, 2)?),
        None => (number(first, 2)?, number(second, 2)?),
    };
    let (month, day) = if month > 12 && day <= 12 { (day, month) } else { (month, day) };
    Date::new(year, month as i8, day as i8).ok()
}

/// The month of a name of three or more letters.
pub(super) fn month_of(name: &str) -> Option<i16> {
    const MONTHS: [&str; 12] =
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let head = name.get(..3)?;
    let at = MONTHS.iter().position(|month| month.eq_ignore_ascii_case(head))?;
    name.bytes().all(|byte| byte.is_ascii_alphabetic()).then_some(at as i16 + 1)
}

/// Whether a word is a file name: a base and an extension that has a letter.
pub(super) fn is_file_name(word: &str) -> bool {
    let name = word.rsplit(['\\', '/', '>']).next().unwrap_or(word);
    let Some((base, extension)) = name.rsplit_once('.') else { return false };
    let part = |part: &str| {
        part.bytes().all(|b| b.is_ascii_alphanumeric() || b"_$~!@#%&-.{}'+".contains(&b))
    };
    !base.is_empty()
        && (1..=4).contains(&extension.len())
        && part(base)
        && part(extension)
        && (extension.bytes().any(|byte| byte.is_ascii_alphabetic())
            || extension == "386"
            || extension.len() == 3 && base.bytes().any(|byte| byte.is_ascii_alphabetic()))
        && !extension.ends_with('-')
        && !word.contains("://")
        && !word.starts_with("www.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_told_apart() {
        use Kind::*;
        for (word, kind) in [
            ("06:20p", Time),
            ("3:00:00a", Time),
            ("11:32AM", Time),
            ("5.5.2650.24", Version),
            ("996.26", Version),
            ("A.03.01", Version),
            ("4.00.950b", Version),
            ("46,288", Size),
            ("249KB", Size),
            ("46288", Integer),
            ("(x86)", Platform),
            ("Msexcimc.exe", Name),
            ("%Windir%\\System32\\Ism.dll", Name),
            ("Vip.386", Name),
            ("MONO.IN_", Name),
            ("A---", Empty),
            ("N/A", Empty),
            ("dated", Noise),
            ("computer", Other),
            ("0x77f00000", Other),
        ] {
            assert_eq!(kind_of(word), kind, "{word}");
        }
    }

    #[test]
    fn dates_are_read_in_us_order() {
        let read = |word| date_of(word).map(|date| date.to_string());
        for (word, date) in [
            ("05/29/97", "1997-05-29"),
            ("2/3/2001", "2001-02-03"),
            ("06-21-1995", "1995-06-21"),
            ("07-Dec-2004", "2004-12-07"),
            ("18-Sep-01", "2001-09-18"),
            ("31/12/99", "1999-12-31"),
            ("1999-10-12", "1999-10-12"),
        ] {
            assert_eq!(read(word).as_deref(), Some(date), "{word}");
        }
        for word in ["99/99/99", "1-800-555", "5.5.2650", "02/30/1999", "12/12"] {
            assert_eq!(read(word), None, "{word}");
        }
    }
}
