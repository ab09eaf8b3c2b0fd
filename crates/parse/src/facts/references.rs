//! The other articles that an article points to.

use kbq_model::{ArticleId, Reference};
use memchr::memmem::Finder;

use super::text::{Marks, Needle, Paragraph, squeezed};

/// What the article number of a reference looks like in a line.
struct Mention<'t> {
    /// The number with its letter, as written.
    id: &'t str,
    /// Where the mention ends: a title may follow.
    end: usize,
    /// Whether nothing but a bullet or a label stands before it.
    leads: bool,
}

/// The references of all paragraphs, each article once, with the first title that is given.
pub(super) fn references(paragraphs: &[Paragraph<'_>], own: Option<u32>) -> Vec<Reference> {
    let mut found: Vec<Reference> = Vec::new();
    let mut seen = std::collections::HashMap::new();
    let mut add = |reference: Reference| {
        if Some(reference.id.number()) == own {
            return;
        }
        match seen.entry(reference.id.number()) {
            std::collections::hash_map::Entry::Vacant(entry) => {
                entry.insert(found.len());
                found.push(reference);
            }
            std::collections::hash_map::Entry::Occupied(entry) => {
                if let Some(known) = found.get_mut(*entry.get()) {
                    known.title = known.title.take().or(reference.title);
                }
            }
        }
    };
    let mut listed = false;
    for paragraph in paragraphs.iter().filter(|p| !p.is_query_words()) {
        if paragraph.marks.any(Marks::DIGIT) {
            in_paragraph(paragraph, listed, &mut add);
        }
        listed = announces_articles(paragraph) || (listed && starts_with_number(paragraph.line(0)));
    }
    found
}

fn in_paragraph(paragraph: &Paragraph<'_>, listed: bool, add: &mut impl FnMut(Reference)) {
    let mut titles = Titles::of(paragraph);
    for row in 0..paragraph.lines.len() {
        let line = paragraph.line(row);
        let mut from = 0;
        while let Some(mention) = next_mention(line, from) {
            from = mention.end;
            let title = if mention.leads && !is_wrapped_prose(paragraph, row) {
                titles.after(row, mention.end)
            } else {
                quoted_after(paragraph, row, mention.end)
            };
            if let Ok(id) = mention.id.parse::<ArticleId>() {
                add(Reference { id, title, line: paragraph.number(row) });
            }
        }
        if paragraph.marks.any(Marks::ARTICLE) {
            for id in linked_articles(line) {
                let title = title_below_address(paragraph, row);
                add(Reference { id, title, line: paragraph.number(row) });
            }
        }
        // Web pages and wiki copies write the numbers of a list, and those of labels, without Q.
        if (listed || is_labelled(line))
            && let Some((id, end)) = bare_number(line)
        {
            let title = titles.after(row, end);
            add(Reference { id, title, line: paragraph.number(row) });
        }
    }
}

/// The next `Q` and 4 to 7 digits (or `KB` and 5 to 7) that is no part of a longer name.
fn next_mention(line: &str, from: usize) -> Option<Mention<'_>> {
    let bytes = line.as_bytes();
    let mut at = from;
    loop {
        let start = at + memchr::memchr2(b'Q', b'K', bytes.get(at..)?)?;
        at = start + 1;
        let letters = if bytes[start] == b'Q' {
            1
        } else if bytes.get(at) == Some(&b'B') {
            2
        } else {
            continue;
        };
        let first = start + letters;
        let digits = bytes[first..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        let end = first + digits;
        let enough = if letters == 1 { 4..=7 } else { 5..=7 };
        if !enough.contains(&digits) || is_part_of_a_name(line, start, end) {
            continue;
        }
        // Search keywords such as `kbbug` follow KB in lower case; only the number is kept.
        return Some(Mention { id: &line[start..end], end, leads: leads(&line[..start]) });
    }
}

/// The longest name that a file has.
const LONGEST_NAME: usize = 255;

/// More than the labels before a mention have.
const LONGEST_LABEL: usize = 32;

/// Whether the characters around make it a file name, a path or another word.
fn is_part_of_a_name(line: &str, start: usize, end: usize) -> bool {
    let bytes = line.as_bytes();
    let before = start.checked_sub(1).and_then(|at| bytes.get(at));
    if before.is_some_and(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'\\')) {
        return true;
    }
    let rest = &bytes[end..];
    let next = rest.first().copied();
    // `Q71022BUG: title` lost its blank; `Q248838engi.exe` is a download.
    if next.is_some_and(|b| b.is_ascii_lowercase() || b == b'_') {
        return true;
    }
    // `Exchange2000-KB12345-x86-ENU.exe` goes on to its extension.
    let named = matches!(next, Some(b'.' | b'-')) && {
        let mut name = rest.iter().take(LONGEST_NAME);
        let end = name.position(|b| !b.is_ascii_alphanumeric() && *b != b'-');
        let extension = end.filter(|&end| rest[end] == b'.').and_then(|end| rest.get(end + 1));
        extension.is_some_and(u8::is_ascii_alphanumeric)
    };
    named || before == Some(&b'/') && next == Some(b'_')
}

/// Whether only a bullet, a number, a label or a bracket stands before a mention.
fn leads(before: &str) -> bool {
    let before = before.trim();
    let label = before.trim_end_matches(|c: char| !c.is_ascii_alphanumeric());
    if label.len() > LONGEST_LABEL {
        return false;
    }
    label.is_empty()
        || label.bytes().all(|b| b.is_ascii_digit())
        || matches!(label.to_ascii_uppercase().as_str(), "ARTICLE-ID" | "ARTICLE ID" | "O" | "ID")
}

/// Whether a row goes on with a sentence, so that a number at its start leads no title.
fn is_wrapped_prose(paragraph: &Paragraph<'_>, row: usize) -> bool {
    let Some(before) = row.checked_sub(1).map(|before| paragraph.line(before)) else {
        return false;
    };
    let reference =
        next_mention(before, 0).is_some() || is_label(before) || is_label(paragraph.line(row));
    let listed = paragraph.line(row).starts_with([' ', '\t']) || before.trim_end().ends_with(':');
    !reference && !listed && before.split_whitespace().count() > 4
}

/// In bytes; the quotes may never close.
const LONGEST_QUOTE: usize = 4 * 1024;

/// The title in quotes after a number in a sentence: `Q188880, "SMS: A Title"`.
fn quoted_after(paragraph: &Paragraph<'_>, row: usize, column: usize) -> Option<String> {
    let rest = paragraph.line(row).get(column..)?.trim_start_matches([',', ' ', '(']);
    rest.starts_with('"').then_some(())?;
    let end = paragraph.lines.len().min(row + 4);
    let text = paragraph.beginning(row, column, end, LONGEST_QUOTE);
    let title = text.split('"').nth(1)?.trim_end_matches([',', '.']);
    (!title.is_empty()).then(|| title.to_owned())
}

/// The titles of a paragraph that follow a number: the rest of the line, wrapped lines joined.
struct Titles<'p, 'b> {
    paragraph: &'p Paragraph<'b>,
    /// The line that ends the titles of the lines from the first on.
    end: (usize, usize),
    /// The bytes that titles may still have: together no more than the text, though those of numbers
    /// without a letter run on over each other.
    left: usize,
}

impl<'p, 'b> Titles<'p, 'b> {
    fn of(paragraph: &'p Paragraph<'b>) -> Self {
        let bytes = paragraph.lines.iter().map(|line| line.text.len() + 1);
        Titles { paragraph, end: (0, 0), left: bytes.sum() }
    }

    /// The title after a number.
    fn after(&mut self, row: usize, column: usize) -> Option<String> {
        let paragraph = self.paragraph;
        let (mut row, mut column) = (row, column);
        if paragraph.line(row).get(column..)?.trim().is_empty() {
            // `ARTICLE-ID: Q12345` has its title on the next line, after a label.
            let next = paragraph.line(row + 1);
            let label = next.trim_start();
            if !label.get(..5)?.eq_ignore_ascii_case("TITLE") {
                return None;
            }
            row += 1;
            column = next.find(':')? + 1;
        }
        let text = paragraph.beginning(row, column, self.end_of(row), self.left);
        self.left -= text.len().min(self.left);
        let title = text
            .trim_start_matches([':', '-', ',', '|', ')', '\u{a0}', ' '])
            .trim_end_matches([' ', '|']);
        let spoken = title.starts_with(|c: char| c.is_ascii_lowercase() || matches!(c, '.' | ';'));
        (!title.is_empty() && !spoken).then(|| title.to_owned())
    }

    /// The line below a title's first one that begins another, or is none of a title.
    fn end_of(&mut self, row: usize) -> usize {
        let ends = |next: &usize| {
            let line = self.paragraph.line(*next);
            next_mention(line, 0).is_some_and(|mention| mention.leads) || is_label(line)
        };
        let (first, end) = self.end;
        if !(first..end).contains(&row) {
            let lines = self.paragraph.lines.len();
            self.end = (row, (row + 1..lines).find(ends).unwrap_or(lines));
        }
        self.end.1
    }
}

fn is_label(line: &str) -> bool {
    let label = line.trim_start();
    label.starts_with("ARTICLE-ID") || label.starts_with("TITLE") || label.starts_with("(http")
}

/// Articles in addresses: `/kb/191014`, `/kb/articles/Q152/7/34.asp`, `kbid=191014`.
fn linked_articles(line: &str) -> Vec<ArticleId> {
    let mut found = Vec::new();
    let lower = line.to_ascii_lowercase();
    for lead in ["/kb/", "kbid=", "/kb/articles/q", "/?id=kb;en-us;", "id=kb;en-us;q"] {
        for (at, _) in lower.match_indices(lead) {
            let rest = &lower[at + lead.len()..];
            let split = lead.ends_with("articles/q");
            let path = rest
                .split(|c: char| !(c.is_ascii_digit() || split && c == '/'))
                .next()
                .unwrap_or("");
            let digits: String = path.chars().filter(char::is_ascii_digit).collect();
            if (5..=7).contains(&digits.len()) {
                found.extend(format!("Q{digits}").parse::<ArticleId>().ok().filter(|_| split));
                found.extend(digits.parse::<ArticleId>().ok().filter(|_| !split));
            }
        }
    }
    found
}

fn is_labelled(line: &str) -> bool {
    line.trim_start().get(..10).is_some_and(|label| label.eq_ignore_ascii_case("ARTICLE-ID"))
}

/// The title on the line after a bracket that closes below its address, as support pages that were
/// saved as text have it.
fn title_below_address(paragraph: &Paragraph<'_>, row: usize) -> Option<String> {
    let closes = paragraph.line(row + 1).trim() == ")";
    let title = paragraph.line(row + 2).trim();
    (closes && title.starts_with(|c: char| c.is_uppercase())).then(|| title.to_owned())
}

/// A number of five or six digits that stands alone or before a title.
fn bare_number(line: &str) -> Option<(ArticleId, usize)> {
    let start = if is_labelled(line) {
        line.find(|c: char| c.is_ascii_digit() || c == 'Q')?
    } else {
        line.len() - line.trim_start_matches([' ', '\t', '-', '*', '\u{2022}']).len()
    };
    let digits = line[start..].bytes().take_while(u8::is_ascii_digit).count();
    let end = start + digits;
    let rest = line.get(end..)?;
    let titled = rest.trim().is_empty() || rest.starts_with([' ', ':', '\u{fffd}']);
    let id = line[start..end].parse().ok()?;
    ((5..=6).contains(&digits) && titled).then_some((id, end))
}

fn starts_with_number(line: &str) -> bool {
    bare_number(line).is_some()
}

static BASE: Needle = Needle::new(|| Finder::new("Base"));
static NUMBER: Needle = Needle::new(|| Finder::new("number"));

/// Whether a list of articles follows.
fn announces_articles(paragraph: &Paragraph<'_>) -> bool {
    let last = paragraph.line(paragraph.lines.len().saturating_sub(1));
    if !last.trim_end().ends_with(':') {
        return false;
    }
    let before = paragraph.line(paragraph.lines.len().saturating_sub(2));
    let may_announce =
        |line: &str| BASE.find(line.as_bytes()).or_else(|| NUMBER.find(line.as_bytes())).is_some();
    if !may_announce(before) && !may_announce(last) {
        return false;
    }
    let text = squeezed([before, last].into_iter());
    text.contains("Knowledge Base") || text.contains("article number")
}

#[cfg(test)]
mod tests {
    use super::super::text::paragraphs;
    use super::*;
    use crate::line::Body;

    fn of(text: &str) -> Vec<(u32, Option<String>)> {
        let body = Body::of_text(text);
        references(&paragraphs(&body), Some(100_000))
            .into_iter()
            .map(|reference| (reference.id.number(), reference.title))
            .collect()
    }

    fn titled(number: u32, title: &str) -> (u32, Option<String>) {
        (number, Some(title.to_owned()))
    }

    #[test]
    fn a_wrapped_title_is_joined() {
        let text =
            "See:\n\n  Q191014 XGEN: A Title That\n  Wraps\n  Q152734 : Next\n  Q71022BUG: Glued";
        assert_eq!(
            of(text),
            [
                titled(191_014, "XGEN: A Title That Wraps"),
                titled(152_734, "Next"),
                titled(71_022, "BUG: Glued")
            ]
        );
    }

    #[test]
    fn labels_hold_number_and_title() {
        let text = "   ARTICLE-ID: Q12345\n   TITLE     : One\n   Title\n\n   ARTICLE-ID: 162205\n   TITLE : Two";
        assert_eq!(of(text), [titled(12_345, "One Title"), titled(162_205, "Two")]);
    }

    #[test]
    fn numbers_in_prose_have_no_title() {
        let text = "As article Q290947 says (Q324204), see Q100000 or Q290947.";
        assert_eq!(of(text), [(290_947, None), (324_204, None)]);
    }

    #[test]
    fn a_title_in_quotes_ends_with_them() {
        let text =
            "After the fix that is told of in article\nQ188880, \"SMS: A\nTitle\", files are lost.";
        assert_eq!(of(text), [titled(188_880, "SMS: A Title")]);
    }

    #[test]
    fn web_pages_leave_the_letter_out() {
        let text = "click the following article number to view the article in the Microsoft Knowledge Base:\n\n\
                    817903\n(http://support.microsoft.com/kb/817903/\n)\nHow to wait\n\n\
                    see http://support.microsoft.com/support/kb/articles/Q152/7/34.asp";
        assert_eq!(of(text), [titled(817_903, "How to wait"), (152_734, None)]);
    }

    #[test]
    fn names_that_hold_a_number_are_none() {
        assert_eq!(of("Download Q248838engi.exe or Q243649.exe, MSKBQ12345, 415,123 bytes"), []);
        assert_eq!(of("Run Exchange2000-KB912345-x86-ENU.exe or Q248838-x86.exe."), []);
    }
}
