//! Addresses on the web and on file servers.

use memchr::memmem::Finder;

use super::text::{Marks, Needle, Paragraph};

const SCHEMES: &[&str] = &["http://", "https://", "ftp://", "gopher://", "news://"];

static SCHEME_END: Needle = Needle::new(|| Finder::new("://"));
static WWW: Needle = Needle::new(|| Finder::new("www."));

/// The addresses of all paragraphs with their lines, each once, in order of first mention.
pub(super) fn urls(paragraphs: &[Paragraph<'_>]) -> Vec<(String, u32)> {
    let mut found: Vec<(String, u32)> = Vec::new();
    for paragraph in paragraphs.iter().filter(|p| p.marks.any(Marks::ADDRESS)) {
        for row in 0..paragraph.lines.len() {
            let line = paragraph.line(row);
            let mut from = 0;
            while let Some((start, end)) = next_address(line, from) {
                from = end;
                let mut url = line[start..end].to_owned();
                if end == line.trim_end().len()
                    && let Some(rest) = continuation(paragraph, row, &url)
                {
                    url.push_str(rest);
                }
                let url = url.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '-']);
                let known = |(known, _): &(String, u32)| known == url;
                if url.contains('.') && !found.iter().any(known) {
                    found.push((url.to_owned(), paragraph.number(row)));
                }
            }
        }
    }
    found
}

/// Where the next address of a line starts and ends.
fn next_address(line: &str, from: usize) -> Option<(usize, usize)> {
    let rest = line.get(from..)?.as_bytes();
    let schemed = SCHEME_END.find_iter(rest).find_map(|at| {
        SCHEMES.iter().find_map(|scheme| {
            let start = at.checked_sub(scheme.len() - 3)?;
            rest.get(start..at)?
                .eq_ignore_ascii_case(&scheme.as_bytes()[..scheme.len() - 3])
                .then_some(start)
        })
    });
    let bare = WWW
        .find_iter(rest)
        .find(|&at| at == 0 || !is_url_byte(rest[at - 1]) || matches!(rest[at - 1], b'(' | b'\''));
    let start = from + [schemed, bare].into_iter().flatten().min()?;
    let bytes = line.as_bytes();
    let mut end = start + bytes[start..].iter().take_while(|&&byte| is_url_byte(byte)).count();
    // The bracket around an address is none of it, brackets inside are.
    while line[start..end].ends_with(')')
        && line[start..end].matches(')').count() > line[start..end].matches('(').count()
    {
        end -= 1;
    }
    Some((start, end.max(start + 1)))
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
