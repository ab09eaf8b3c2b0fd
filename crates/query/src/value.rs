//! Values of fields: ranges, dates, versions, article numbers.

use jiff::civil::Date;
use kbq_model::ArticleId;

use crate::{Bound, FileWanted, Range};

/// Two bounds as typed: `a..b`, `>a`, `>=a`, `<a`, `<=a`, `=a` or `a` alone.
pub(crate) struct Bounds<'t> {
    pub(crate) from: Bound<&'t str>,
    pub(crate) to: Bound<&'t str>,
}

/// Reads the form of a range; `a` alone has both bounds included.
pub(crate) fn bounds(text: &str) -> Bounds<'_> {
    let included = |text: &'_ str| -> bool { !text.is_empty() };
    if let Some((from, to)) = text.split_once("..") {
        // `...` is a mark of omission, not a bound that begins with a dot.
        let (from, to) = (from.trim(), to.trim_start_matches('.').trim());
        return Bounds {
            from: if included(from) { Bound::Included(from) } else { Bound::Open },
            to: if included(to) { Bound::Included(to) } else { Bound::Open },
        };
    }
    type Make<'t> = fn(&'t str) -> Bounds<'t>;
    let forms: [(&str, Make<'_>); 5] = [
        (">=", |v| Bounds { from: Bound::Included(v), to: Bound::Open }),
        ("<=", |v| Bounds { from: Bound::Open, to: Bound::Included(v) }),
        (">", |v| Bounds { from: Bound::Excluded(v), to: Bound::Open }),
        ("<", |v| Bounds { from: Bound::Open, to: Bound::Excluded(v) }),
        ("=", |v| Bounds { from: Bound::Included(v), to: Bound::Included(v) }),
    ];
    for (sign, make) in forms {
        if let Some(value) = text.strip_prefix(sign) {
            return make(value.trim());
        }
    }
    Bounds { from: Bound::Included(text), to: Bound::Included(text) }
}

impl<'t> Bound<&'t str> {
    /// Reads the value with `read`; `None` when it can't be read.
    fn read<T>(self, read: impl Fn(&'t str) -> Option<T>) -> Option<Bound<T>> {
        Some(match self {
            Bound::Open => Bound::Open,
            Bound::Included(text) => Bound::Included(read(text)?),
            Bound::Excluded(text) => Bound::Excluded(read(text)?),
        })
    }
}

impl<T> Range<T> {
    fn limited(self) -> Option<Range<T>> {
        let open = matches!((&self.from, &self.to), (Bound::Open, Bound::Open));
        (!open).then_some(self)
    }
}

/// A range of anything that `read` understands; at least one bound must be given.
pub(crate) fn range<T>(text: &str, read: impl Fn(&str) -> Option<T>) -> Option<Range<T>> {
    let bounds = bounds(text);
    Range { from: bounds.from.read(&read)?, to: bounds.to.read(&read)? }.limited()
}

/// A version: groups of digits (a letter may follow one) with dots between.
pub(crate) fn version(text: &str) -> Option<String> {
    let text = text.strip_prefix(['v', 'V']).unwrap_or(text);
    let mut groups = 0;
    for group in text.split('.') {
        let digits = group.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        let letters = group.len() - digits.len();
        if digits.is_empty() || letters > 2 || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        groups += 1;
    }
    (groups > 0 && text.len() <= 40).then(|| text.to_ascii_lowercase())
}

/// `ntdll.dll`, `ntdll.dll<4.0.1381.133`, `ntdll.dll=4.0`, `ntdll.dll 4.0.1381.133`.
pub(crate) fn file(text: &str) -> Option<FileWanted> {
    let end = text.find(['<', '>', '=', ' ']).unwrap_or(text.len());
    let (name, condition) = text.split_at(end);
    let name = name.rsplit(['\\', '/']).next().unwrap_or(name).trim().to_lowercase();
    let version = match condition.trim() {
        "" => None,
        condition => Some(range(condition, version)?),
    };
    (!name.is_empty()).then_some(FileWanted { name, version })
}

/// An article number with or without its prefix.
pub(crate) fn article(text: &str) -> Option<u32> {
    text.parse::<ArticleId>().ok().map(|id| id.number())
}

/// The days from the first to the last of a year, a month or a day.
fn days(text: &str) -> Option<(Date, Date)> {
    let mut parts = text.split(['-', '/', '.']);
    let year: i16 = parts.next().filter(|y| y.len() == 4)?.parse().ok()?;
    let month = parts.next().map(|m| m.parse::<i8>().ok().ok_or(())).transpose().ok()?;
    let day = parts.next().map(|d| d.parse::<i8>().ok().ok_or(())).transpose().ok()?;
    if parts.next().is_some() {
        return None;
    }
    match (month, day) {
        (None, _) => Some((Date::new(year, 1, 1).ok()?, Date::new(year, 12, 31).ok()?)),
        (Some(month), None) => {
            let first = Date::new(year, month, 1).ok()?;
            Some((first, first.last_of_month()))
        }
        (Some(month), Some(day)) => {
            let date = Date::new(year, month, day).ok()?;
            Some((date, date))
        }
    }
}

/// A range of days: a year or month as a bound means all of it, so `>2000-05` begins in June and
/// `1999..2001` ends with the last day of 2001.
pub(crate) fn modified(text: &str) -> Option<Range<Date>> {
    let bounds = bounds(text);
    let from = match bounds.from {
        Bound::Open => Bound::Open,
        Bound::Included(text) => Bound::Included(days(text)?.0),
        Bound::Excluded(text) => Bound::Excluded(days(text)?.1),
    };
    let to = match bounds.to {
        Bound::Open => Bound::Open,
        Bound::Included(text) => Bound::Included(days(text)?.1),
        Bound::Excluded(text) => Bound::Excluded(days(text)?.0),
    };
    Range { from, to }.limited()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn a_year_or_month_means_all_of_it() {
        let range = modified("1999..2001").unwrap();
        assert_eq!(range.from, Bound::Included(date("1999-01-01")));
        assert_eq!(range.to, Bound::Included(date("2001-12-31")));
        assert_eq!(modified(">2000-05").unwrap().from, Bound::Excluded(date("2000-05-31")));
        assert_eq!(modified("<2000").unwrap().to, Bound::Excluded(date("2000-01-01")));
        assert_eq!(modified("2000-02").unwrap().to, Bound::Included(date("2000-02-29")));
        for text in ["yesterday", "", "..", "99", "2000-13", "1-2-3-4"] {
            assert_eq!(modified(text), None, "{text:?}");
        }
    }

    #[test]
    fn a_file_may_have_a_condition() {
        let wanted = file("C:\\WINNT\\System32\\NTDLL.DLL<4.0.1381.133").unwrap();
        assert_eq!(wanted.name, "ntdll.dll");
        assert_eq!(wanted.version.unwrap().to, Bound::Excluded("4.0.1381.133".into()));
        assert_eq!(file("ntdll.dll<new"), None);
        assert_eq!(file("ntdll*").unwrap().version, None);
    }

    #[test]
    fn versions_are_numbers_with_dots() {
        for text in ["5.5", "5.05.2431.0", "3.0b", "v5.00.2195.2100", "6"] {
            assert!(version(text).is_some(), "{text}");
        }
        for text in ["", ".", "5.", "a.b", "1.2.beta", "5..6"] {
            assert_eq!(version(text), None, "{text:?}");
        }
    }
}
