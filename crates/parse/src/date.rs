//! Dates in the forms that articles use.

use jiff::civil::Date;

/// Beginnings of the month names, by month, in the languages of the support pages.
const MONTHS: [&[&str]; 12] = [
    &["jan", "gen"],
    &["feb", "fév", "fev"],
    &["mar", "mär", "mrz"],
    &["apr", "avr"],
    &["may", "mai", "mag"],
    &["jun", "giu", "juin"],
    &["jul", "lug", "juil"],
    &["aug", "ago", "aoû", "aou"],
    &["sep", "set"],
    &["oct", "okt", "ott"],
    &["nov"],
    &["dec", "dez", "dic", "déc"],
];

/// Reads `05-MAR-2000`, `October 26, 2006`, `10/26/2006` (month first), `2006-10-26` or
/// `Montag, 11. November 2013`; nothing for any other text.
///
/// Two-digit years are of 1980 to 2079: the archive begins in 1983.
pub fn parse_date(text: &str) -> Option<Date> {
    let mut numbers = [0i32; 3];
    let mut digits = [0usize; 3];
    let mut count = 0;
    let mut month = None;
    let mut first_is_number = None;
    for token in text.split(|c: char| !c.is_alphanumeric()).filter(|token| !token.is_empty()) {
        if token.bytes().all(|b| b.is_ascii_digit()) {
            if count == 3 || token.len() > 4 {
                return None;
            }
            first_is_number.get_or_insert(true);
            numbers[count] = token.parse().ok()?;
            digits[count] = token.len();
            count += 1;
        } else if count < 2 {
            // A word before the month is a weekday, even one that begins like a month (`mardi`).
            month = month_number(token).or(month);
            first_is_number.get_or_insert(false);
        } else {
            return None;
        }
    }
    let (year, month, day) = match (month, count) {
        (Some(month), 2) => (year_of(numbers[1], digits[1])?, month, numbers[0]),
        (None, 3) if first_is_number != Some(true) => return None,
        (None, 3) if digits[0] == 4 => (numbers[0], numbers[1], numbers[2]),
        (None, 3) => (year_of(numbers[2], digits[2])?, numbers[0], numbers[1]),
        _ => return None,
    };
    Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

fn year_of(number: i32, digits: usize) -> Option<i32> {
    match digits {
        4 => Some(number),
        2 if number >= 80 => Some(1900 + number),
        2 => Some(2000 + number),
        _ => None,
    }
}

fn month_number(word: &str) -> Option<i32> {
    let folded = word.to_lowercase();
    let position =
        MONTHS.iter().position(|names| names.iter().any(|name| folded.starts_with(name)))?;
    Some(i32::try_from(position).ok()? + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_is_read() {
        for (text, iso) in [
            ("05-MAR-2000", "2000-03-05"),
            ("7-JAN-1990", "1990-01-07"),
            ("October 26, 2006", "2006-10-26"),
            ("10/26/2006", "2006-10-26"),
            ("1/19/07", "2007-01-19"),
            ("2006-10-26", "2006-10-26"),
            ("Montag, 11. November 2013", "2013-11-11"),
            ("lundi 4 juillet 2005", "2005-07-04"),
        ] {
            assert_eq!(parse_date(text).map(|d| d.to_string()).as_deref(), Some(iso), "{text}");
        }
    }

    #[test]
    fn what_is_no_date_is_none() {
        for text in ["", "31-FEB-2000", "13/45/2000", "4.0", "soon", "1-2-3-4", "MAR", "99-MAY-19x"]
        {
            assert_eq!(parse_date(text), None, "{text}");
        }
    }
}
