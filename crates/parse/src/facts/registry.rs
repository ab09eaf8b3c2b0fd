//! Full paths of registry keys.
//!
//! A path may be broken over lines: after or before a backslash, one subkey a line below its
//! root, or with the root in the sentence and the path on a line of its own.

use std::collections::HashSet;

use memchr::memchr2_iter;

use super::text::{Marks, Paragraph};

const ROOTS: &[&str] = &[
    "HKEY_LOCAL_MACHINE",
    "HKEY_CURRENT_USER",
    "HKEY_CLASSES_ROOT",
    "HKEY_USERS",
    "HKEY_CURRENT_CONFIG",
    "HKEY_DYN_DATA",
    "HKEY_PERFORMANCE_DATA",
    "HKLM",
    "HKCU",
    "HKCR",
    "HKU",
];

/// Words that are no part of a key's name when they follow it in a sentence.
const PROSE: &[&str] = &[
    "key", "keys", "subkey", "subkeys", "registry", "and", "or", "to", "in", "is", "are", "has",
    "value", "values", "from", "for", "with", "on", "under", "the", "then", "branch", "entry",
    "hive", "subtree", "folder", "as", "where", "by", "which", "that", "of", "into", "tree",
];

/// Subkeys with which the path of a root begins that was named in the sentence before it.
const TOP_KEYS: &[&str] =
    &["system\\", "software\\", "hardware\\", "control panel\\", "security\\"];

/// The keys of all paragraphs with their lines, each once, in order of first mention.
pub(super) fn registry_keys(paragraphs: &[Paragraph<'_>]) -> Vec<(String, u32)> {
    let mut found: Vec<(String, u32)> = Vec::new();
    let mut seen = HashSet::new();
    let mut add = |key: String, line: u32| {
        if seen.insert(key.to_ascii_lowercase()) {
            found.push((key, line));
        }
    };
    // The root of a sentence whose path stands in this paragraph or in one of the next two.
    let mut pending: Option<(&str, u32)> = None;
    for paragraph in paragraphs {
        let may_hold = paragraph.marks.any(Marks::BACKSLASH.and(Marks::UNDERSCORE));
        if !may_hold {
            pending = pending.and_then(|(root, left)| Some((root, left.checked_sub(1)?)));
            continue;
        }
        let mut row = 0;
        while row < paragraph.lines.len() {
            row = scan_row(paragraph, row, &mut pending, &mut add);
        }
        pending = pending.and_then(|(root, left)| Some((root, left.checked_sub(1)?)));
    }
    found
}

/// Adds the keys that start in one row; returns the row to go on with.
fn scan_row<'b>(
    paragraph: &Paragraph<'b>,
    row: usize,
    pending: &mut Option<(&'b str, u32)>,
    add: &mut impl FnMut(String, u32),
) -> usize {
    let line = paragraph.line(row);
    let number = paragraph.number(row);
    let mut next_row = row + 1;
    let mut from = 0;
    let mut any = false;
    while let Some((start, root)) = next_root(line, from) {
        any = true;
        let end = start + root.len();
        from = end;
        if let Some(path) = path_from(paragraph, row, end) {
            let key = format!("{root}{}", path.text);
            next_row = next_row.max(path.last_row + 1);
            *pending = None;
            add(key, number);
        } else {
            *pending = Some((root, 3));
        }
    }
    if let (false, Some((root, _))) = (any, *pending)
        && let Some(start) = rootless_path(line)
        && let Some(path) = path_from(paragraph, row, start)
    {
        add(format!("{root}{}", path.text), number);
        next_row = next_row.max(path.last_row + 1);
    }
    next_row
}

/// The next root of a hive in a line, as written.
fn next_root(line: &str, from: usize) -> Option<(usize, &str)> {
    let bytes = line.as_bytes();
    memchr2_iter(b'H', b'h', bytes.get(from..)?).map(|at| at + from).find_map(|at| {
        let before = at.checked_sub(1).and_then(|at| bytes.get(at));
        if before.is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'_') {
            return None;
        }
        let root = ROOTS.iter().find(|root| {
            line.get(at..at + root.len()).is_some_and(|head| head.eq_ignore_ascii_case(root))
        })?;
        let after = bytes.get(at + root.len());
        let longer = after.is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'_');
        // The short names are also names of constants; only a path makes them a root.
        let short = root.len() < 5 && after != Some(&b'\\');
        (!longer && !short).then(|| (at, &line[at..at + root.len()]))
    })
}

/// Where a path starts in a line that is nothing else: `\System\...`, `Software\...`.
fn rootless_path(line: &str) -> Option<usize> {
    let text = line.trim_start_matches(|c: char| !c.is_ascii_alphanumeric() && c != '\\');
    let lower = text.to_ascii_lowercase();
    let path = lower.trim_start_matches('\\');
    let begins =
        text.starts_with('\\') && !text.starts_with("\\\\") && text.matches('\\').count() > 1;
    (begins || TOP_KEYS.iter().any(|top| path.starts_with(top))).then(|| line.len() - text.len())
}

/// In bytes; a registry's path has 255 characters at most.
const LONGEST_KEY: usize = 400;

/// The bytes that are read as a path, with the blanks around its subkeys.
const LONGEST_PATH: usize = 4 * LONGEST_KEY;

struct Path {
    /// The path with a backslash before each subkey.
    text: String,
    /// The last row it reaches.
    last_row: usize,
}

/// The path that follows a root, joined over wrapped lines.
fn path_from(paragraph: &Paragraph<'_>, row: usize, column: usize) -> Option<Path> {
    let mut last_row = row;
    let line = paragraph.line(row);
    let rest = line.get(column..)?;
    let rest = &rest[..rest.floor_char_boundary(LONGEST_PATH)];
    let mut raw = raw_path(rest).to_owned();
    let mut open = raw.len() == rest.trim_end().len();
    if raw.trim_matches('\\').trim().is_empty() {
        // The root ends its line: the subkeys stand below it, one a line or all on one.
        if !rest.trim_matches(['\\', ' ']).is_empty() {
            return None;
        }
        raw.clear();
        open = true;
    } else if !raw.starts_with('\\') && column > 0 && next_root(line, 0).is_some() {
        return None;
    }
    while open && raw.len() < LONGEST_PATH {
        let next = paragraph.line(last_row + 1);
        let trimmed = next.trim();
        if trimmed.is_empty() || next_root(next, 0).is_some() {
            break;
        }
        let piece = raw_path(&trimmed[..trimmed.floor_char_boundary(LONGEST_PATH)]);
        let whole = piece.len() == trimmed.len();
        let long = paragraph.line(last_row).len() > 60;
        let broken_guid = raw.ends_with('-') && raw.rfind('{') > raw.rfind('}');
        if broken_guid {
            raw.push_str(piece);
        } else if trimmed.starts_with('\\') || raw.ends_with('\\') && !is_sentence(trimmed) {
            raw.push('\\');
            raw.push_str(piece);
        } else if long && goes_on_with_words(trimmed) {
            raw.push(' ');
            raw.push_str(piece);
        } else if raw.is_empty() || is_deeper_subkey(paragraph, last_row, &raw) {
            if !whole || is_sentence(trimmed) || trimmed.contains(' ') && !trimmed.contains('\\') {
                break;
            }
            raw.push('\\');
            raw.push_str(piece);
        } else {
            break;
        }
        last_row += 1;
        open = whole;
    }
    let text = clean(&raw)?;
    Some(Path { text, last_row })
}

/// Whether a line starts with the end of a key's name and goes on with its subkeys.
fn goes_on_with_words(text: &str) -> bool {
    let Some((name, _)) = text.split_once('\\') else { return false };
    let words = || name.split(' ');
    text.starts_with(|c: char| c.is_ascii_uppercase())
        && words().count() <= 3
        && words().all(|word| !is_prose(word) && !word.ends_with([':', '.', ',']))
}

/// Whether the next line is a single subkey, indented below a key that stands alone on its line.
fn is_deeper_subkey(paragraph: &Paragraph<'_>, row: usize, raw: &str) -> bool {
    let indent = |row: usize| {
        let line = paragraph.line(row);
        line.len() - line.trim_start().len()
    };
    let next = paragraph.line(row + 1).trim();
    let plain = !next.contains([' ', ':', '=', '.', '"']);
    plain && !raw.is_empty() && indent(row + 1) > indent(row)
}

fn is_sentence(text: &str) -> bool {
    is_prose(text.split_whitespace().next().unwrap_or(""))
        || text.ends_with(':')
        || text.starts_with(['"', '(', '-', '='])
}

fn is_prose(word: &str) -> bool {
    let word = word.trim_end_matches([',', '.', ':', ')']);
    PROSE.iter().any(|known| known.eq_ignore_ascii_case(word))
}

/// The part of a text that can be a path: up to a quote, bracket, comma or a word of prose.
fn raw_path(text: &str) -> &str {
    let stop = text
        .find(['"', '[', ']', ',', ';', '=', '\'', '\t', '|', '\u{201d}'])
        .unwrap_or(text.len());
    let stop = text[..stop].find("</").unwrap_or(stop);
    let stop = next_root(&text[..stop], 0).map_or(stop, |(root, _)| root);
    let stop = text[..stop].find(" - ").unwrap_or(stop);
    let assigned = text.as_bytes().get(stop) == Some(&b'=');
    let text = &text[..stop];
    let tail_at = text.rfind('\\').map_or(0, |at| at + 1);
    // A sentence can hold a second path after the key; it is none of it.
    let mut end = tail_at;
    let mut head = 0;
    for (at, _) in text.match_indices('\\') {
        if prose_at(&text[head..at]).is_some() {
            end = head + prose_at(&text[head..at]).unwrap_or(0);
            return text[..end].trim_end();
        }
        head = at + 1;
    }
    let tail = &text[tail_at..];
    let words = words_of(tail);
    for (index, &(start, word)) in words.iter().enumerate() {
        let goes_on = index == 0
            || !assigned
                && !PROSE.contains(&word)
                && word.starts_with(|c: char| !c.is_lowercase() && c != '(');
        if !goes_on {
            break;
        }
        end = tail_at + start + word.len();
        if word.ends_with(['.', ':']) && index + 1 < words.len() {
            break;
        }
    }
    let mut path = &text[..end];
    let rest = text[end..].trim_start_matches([':', ' ']);
    if assigned && rest.is_empty() || rest.starts_with("REG_") {
        // What has a type or data is a value; its key ends before it.
        path = path.rfind('\\').map_or("", |at| &path[..at]);
    }
    let closes = path.matches(')').count() > path.matches('(').count();
    let path = if closes { path.split(')').next().unwrap_or(path) } else { path };
    path.trim_end_matches(['.', ':', '?', '!']).trim_end()
}

fn words_of(text: &str) -> Vec<(usize, &str)> {
    text.split_whitespace()
        .map(|word| (word.as_ptr() as usize - text.as_ptr() as usize, word))
        .collect()
}

/// Where a word of prose starts in what stands between two backslashes.
fn prose_at(between: &str) -> Option<usize> {
    words_of(between)
        .into_iter()
        .skip(1)
        .find(|(_, word)| is_prose(word) && !matches!(*word, "and" | "of" | "for" | "to"))
        .map(|(at, _)| at)
}

/// One backslash before each subkey, no stray blanks; none if no subkey is left.
fn clean(raw: &str) -> Option<String> {
    let mut text = String::with_capacity(raw.len() + 1);
    for subkey in raw.split('\\').map(str::trim) {
        if subkey.is_empty() || subkey == "@" {
            continue;
        }
        text.push('\\');
        text.push_str(subkey);
    }
    (!text.is_empty() && text.len() < LONGEST_KEY).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::super::text::paragraphs;
    use super::*;
    use crate::line::Body;

    fn of(text: &str) -> Vec<String> {
        let body = Body::of_text(text);
        registry_keys(&paragraphs(&body)).into_iter().map(|found| found.0).collect()
    }

    #[test]
    fn a_key_in_a_sentence_ends_where_its_name_ends() {
        assert_eq!(
            of("Back up the HKEY_LOCAL_MACHINE\\Software\\ODBC\\odbc.ini registry key (and\n\
                HKEY_CLASSES_ROOT\\Typelib subkeys) or [HKEY_USERS\\.Default\\Control Panel\\Desktop]."),
            [
                "HKEY_LOCAL_MACHINE\\Software\\ODBC\\odbc.ini",
                "HKEY_CLASSES_ROOT\\Typelib",
                "HKEY_USERS\\.Default\\Control Panel\\Desktop"
            ]
        );
    }

    #[test]
    fn wrapped_paths_are_joined_without_a_blank() {
        assert_eq!(
            of(
                "   HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Services\n   \\MSExchangeIS\\Parameters"
            ),
            ["HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Services\\MSExchangeIS\\Parameters"]
        );
        assert_eq!(
            of(
                "HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\\nWindows NT\\CurrentVersion \\Winlogon\n\nHkey_Local_Machine\\Software\\microsoft\\windows nt\\currentversion\\winlogon"
            ),
            ["HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion\\Winlogon"]
        );
        assert_eq!(
            of("  HKEY_LOCAL_MACHINE\n    SYSTEM\n      CurrentControlSet\n        Services\n"),
            ["HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Services"]
        );
    }

    #[test]
    fn a_root_in_the_sentence_leads_the_path_below() {
        assert_eq!(
            of(
                "2. From the HKEY_LOCAL_MACHINE subtree, go to the following key:\n\n     \\SYSTEM\\CurrentControlSet\\Services\\Elnk31\\Parameters\n\n3. Next"
            ),
            ["HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Services\\Elnk31\\Parameters"]
        );
    }

    #[test]
    fn a_root_alone_is_no_key() {
        assert_eq!(
            of("Click the HKEY_LOCAL_MACHINE on Local Machine window.\n\n\\\\server\\share"),
            [""; 0]
        );
    }
}
