//! The entries of the block 'The information in this article applies to'.

use std::collections::{BTreeMap, BTreeSet};

use kbq_model::AppliesTo;

use crate::line::Line;

/// What closes an entry below which others are nested.
const CONNECTORS: &[&str] = &[
    "on platform(s):",
    "on the following platform(s):",
    "on the following platforms:",
    "when used with:",
    "used with:",
    "included with:",
    "as they apply to:",
];

/// What opens a nested entry that is no product.
const NESTED_LABELS: &[&str] = &["the operating system:", "the hardware:"];

const BULLETS: [char; 4] = ['-', '*', '\u{2022}', '\u{b7}'];

/// The entries with their source lines; equal ones once.
///
/// An entry whose bullet is indented deeper than the first one's is nested below the entry above
/// it, at whatever depth (Q108923 has three levels).
pub(crate) fn entries(lines: &[Line<'_>]) -> Vec<(AppliesTo, u32)> {
    let mut entries: Vec<(AppliesTo, u32)> = Vec::new();
    // A platform once in each entry.
    let mut platforms = BTreeSet::new();
    let mut first_indent = None;
    for (depth, text, number) in items(lines) {
        let nested = depth > *first_indent.get_or_insert(depth);
        match entries.last_mut() {
            Some((entry, _)) if nested => {
                let platform = platform(&text);
                if !platform.is_empty() && platforms.insert(platform.clone()) {
                    entry.platforms.push(platform);
                }
            }
            _ => {
                let product = without_connector(&text).to_owned();
                if !product.is_empty() {
                    platforms.clear();
                    entries.push((AppliesTo { product, platforms: Vec::new() }, number));
                }
            }
        }
    }
    merge_equal(entries)
}

/// Indentation, text and source line of each item; wrapped lines joined.
fn items(lines: &[Line<'_>]) -> Vec<(usize, String, u32)> {
    let bulleted = lines.iter().any(|line| line.text.trim_start().starts_with(BULLETS));
    let mut items: Vec<(usize, String, u32)> = Vec::new();
    for line in lines {
        let text = line.text.trim();
        if text.is_empty() || text == "." {
            continue;
        }
        let indent = line.text.len() - line.text.trim_start().len();
        match text.strip_prefix(BULLETS) {
            Some(item) => items.push((indent, item.trim_start().to_owned(), line.number)),
            None => match items.last_mut() {
                Some((_, item, _)) if bulleted => {
                    item.push(' ');
                    item.push_str(text);
                }
                _ => items.push((0, text.to_owned(), line.number)),
            },
        }
    }
    items
}

/// An entry without the words that lead to what is nested below it.
fn without_connector(text: &str) -> &str {
    let text = text.trim();
    CONNECTORS
        .iter()
        .find_map(|connector| text.strip_suffix(connector))
        .map_or(text, |product| product.trim_end().trim_end_matches(',').trim_end())
}

fn platform(text: &str) -> String {
    let text = without_connector(text);
    let text = NESTED_LABELS.iter().find_map(|label| text.strip_prefix(label)).unwrap_or(text);
    text.trim().to_owned()
}

fn merge_equal(entries: Vec<(AppliesTo, u32)>) -> Vec<(AppliesTo, u32)> {
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    let mut merged: Vec<(AppliesTo, u32)> = Vec::with_capacity(entries.len());
    // Those of each of `merged`.
    let mut platforms: Vec<BTreeSet<String>> = Vec::new();
    for (entry, line) in entries {
        let place = *places.entry(entry.product.clone()).or_insert(merged.len());
        let Some((known, _)) = merged.get_mut(place) else {
            platforms.push(entry.platforms.iter().cloned().collect());
            merged.push((entry, line));
            continue;
        };
        let of_product = &mut platforms[place];
        let new =
            entry.platforms.into_iter().filter(|platform| of_product.insert(platform.clone()));
        known.platforms.extend(new);
    }
    merged
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<(String, Vec<String>, u32)> {
        let entries = entries(&Line::all(text));
        entries.into_iter().map(|(entry, line)| (entry.product, entry.platforms, line)).collect()
    }

    #[test]
    fn platforms_are_nested_below_their_product() {
        let text = "\n - Microsoft Exchange Server, version 5.5 SP3, on platform(s):\n    \
                    - the operating system: Microsoft Windows 2000 \n    \
                    - the hardware: Intel x86\n - Microsoft Cluster Server \n";
        assert_eq!(
            read(text),
            [
                (
                    "Microsoft Exchange Server, version 5.5 SP3".into(),
                    vec!["Microsoft Windows 2000".into(), "Intel x86".into()],
                    2
                ),
                ("Microsoft Cluster Server".into(), vec![], 5),
            ]
        );
    }

    #[test]
    fn wrapped_and_equal_entries_are_joined() {
        let text =
            "- Microsoft LAN Manager,\n  version 2.1\n- Microsoft LAN Manager, version 2.1\n";
        assert_eq!(read(text), [("Microsoft LAN Manager, version 2.1".into(), vec![], 1)]);
    }

    #[test]
    fn printed_lists_have_no_bullets() {
        assert_eq!(read("Microsoft Word 97\nMicrosoft Word 2000").len(), 2);
    }
}
