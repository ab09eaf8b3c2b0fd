//! Addresses on the web and on file servers.

use std::collections::HashSet;

use memchr::memmem::Finder;

use super::text::{Marks, Needle, Paragraph};

const SCHEMES: &[&str] = &["http://", "https://", "ftp://", "gopher://", "news://"];

static SCHEME_END: Needle = Needle::new(|| Finder::new("://"));
static WWW: Needle = Needle::new(|| Finder::new("www."));

/// The addresses of all paragraphs with their lines, each once, in order of first mention.
pub(super) fn urls(paragraphs: &[Paragraph<'_>]) -> Vec<(String, u32)> {
    let mut found: Vec<(String, u32)> = Vec::new();
    let mut seen = HashSet::new();
    for paragraph in paragraphs.iter().filter(|p| p.marks.any(Marks::ADDRESS)) {
        for row in 0..paragraph.lines.len() {
            let line = paragraph.line(row);
            for (start, end) in (Addresses { line, from: 0, schemed: None, bare: None }) {
                let mut url = line[start..end].to_owned();
                if end == line.trim_end().len()
                    && let Some(rest) = continuation(paragraph, row, &url)
                {
                    url.push_str(rest);
                }
                let url = url.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '-']);
                if url.contains('.') && seen.insert(url.to_owned()) {
                    found.push((url.to_owned(), paragraph.number(row)));
                }
            }
        }
    }
    found
}

/// Where the addresses of a line start and end.
struct Addresses<'l> {
    line: &'l str,
    from: usize,
    /// Where the next one with a scheme starts, the line's length if none does; the same of those
    /// without. A place stays the next one until `from` has passed it.
    schemed: Option<usize>,
    bare: Option<usize>,
}

impl Iterator for Addresses<'_> {
    type Item = (usize, usize);

    fn next(&mut self) -> Option<(usize, usize)> {
        let (line, from) = (self.line, self.from);
        let bytes = line.as_bytes();
        let rest = bytes.get(from..)?;
        let place = |found: Option<usize>| found.map_or(bytes.len(), |at| from + at);
        let schemed = self.schemed.filter(|&at| at >= from).unwrap_or_else(|| place(schemed(rest)));
        let bare = self.bare.filter(|&at| at >= from).unwrap_or_else(|| place(bare(rest)));
        (self.schemed, self.bare) = (Some(schemed), Some(bare));
        // Right behind an address one without a scheme begins, whatever that address ends with.
        let start = if rest.starts_with(b"www.") { from } else { schemed.min(bare) };
        if start == bytes.len() {
            return None;
        }
        let length = bytes[start..].iter().take_while(|&&byte| is_url_byte(byte)).count();
        let end = (start + without_closing(&bytes[start..start + length])).max(start + 1);
        self.from = end;
        Some((start, end))
    }
}

fn schemed(rest: &[u8]) -> Option<usize> {
    SCHEME_END.find_iter(rest).find_map(|at| {
        SCHEMES.iter().find_map(|scheme| {
            let start = at.checked_sub(scheme.len() - 3)?;
            rest.get(start..at)?
                .eq_ignore_ascii_case(&scheme.as_bytes()[..scheme.len() - 3])
                .then_some(start)
        })
    })
}

fn bare(rest: &[u8]) -> Option<usize> {
    WWW.find_iter(rest)
        .find(|&at| at == 0 || !is_url_byte(rest[at - 1]) || matches!(rest[at - 1], b'(' | b'\''))
}

/// The length of an address without the brackets around it; brackets inside belong to it.
fn without_closing(url: &[u8]) -> usize {
    let count = |wanted: u8| url.iter().filter(|byte| **byte == wanted).count();
    let surplus = count(b')').saturating_sub(count(b'('));
    let closing = url.iter().rev().take_while(|byte| **byte == b')').count();
    url.len() - closing.min(surplus)
}

fn is_url_byte(byte: u8) -> bool {
    byte.is_ascii_graphic()
        && !matches!(byte, b'"' | b'<' | b'>' | b'|' | b'`' | b'{' | b'}' | b'[' | b']')
}

/// The first word of the next line, if an address that ends its line goes on there.
fn continuation<'b>(paragraph: &Paragraph<'b>, row: usize, url: &str) -> Option<&'b str> {
    let next = paragraph.line(row + 1).trim_start();
    let word = next.split_whitespace().next()?.trim_end_matches([')', '.', ',']);
    // Only an address that breaks off at a separator goes on, and only in a path.
    let breaks = url.ends_with(['/', '_', '-', '=', '&', '?', '%']);
    let path = word.bytes().all(is_url_byte) && !word.contains("://") && !word.starts_with('(');
    let partial = word.contains(['/', '.', '=']) || word.starts_with(|c: char| c.is_ascii_digit());
    (breaks && path && partial).then_some(word)
}

#[cfg(test)]
mod tests {
    use super::super::text::paragraphs;
    use super::*;
    use crate::line::Body;

    fn of(text: &str) -> Vec<String> {
        let body = Body::of_text(text);
        urls(&paragraphs(&body)).into_iter().map(|found| found.0).collect()
    }

    #[test]
    fn an_address_and_its_copy_in_brackets_are_one() {
        let text = "  http://www.example.com/a.asp\n  (http://www.example.com/a.asp)\n\nAt www.example.com.";
        assert_eq!(of(text), ["http://www.example.com/a.asp", "www.example.com"]);
    }

    #[test]
    fn a_wrapped_address_is_joined() {
        let text = "ftp://ftp.example.com/bussys/winnt/\nfixes/usa/NT40/file.exe\n\nHTTP://X.example/, next";
        assert_eq!(
            of(text),
            ["ftp://ftp.example.com/bussys/winnt/fixes/usa/NT40/file.exe", "HTTP://X.example/"]
        );
    }

    #[test]
    fn what_follows_a_finished_address_stays_out() {
        assert_eq!(of("at http://www.example.com/\nand more"), ["http://www.example.com/"]);
        assert_eq!(of("(see http://a.example/x(1).htm)"), ["http://a.example/x(1).htm"]);
        assert_eq!(of("awww. http:// nothing"), [""; 0]);
    }
}
