//! The archive's files as a program reads them that knows nothing of their form but the title.

use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

/// An article as a full-text engine without knowledge of it would index it.
pub(crate) struct Plain {
    /// The front matter's title, or the header's.
    pub(crate) title: String,
    /// The whole file.
    pub(crate) body: String,
}

/// One file an article below the folder, by number: Markdown where there is both, so that no peer
/// pays for twins.
pub(crate) fn files(archive: &Path) -> Result<BTreeMap<u32, PathBuf>, Box<dyn Error>> {
    let mut found = BTreeMap::new();
    for entry in walkdir::WalkDir::new(archive).sort_by_file_name() {
        let entry = entry?;
        let is_markdown = entry.path().extension().is_some_and(|ending| ending == "md");
        if let Some(number) = number(entry.path()).filter(|_| entry.file_type().is_file()) {
            if is_markdown {
                found.insert(number, entry.into_path());
            } else {
                found.entry(number).or_insert_with(|| entry.into_path());
            }
        }
    }
    if found.is_empty() {
        return Err(format!("no articles below {}", archive.display()).into());
    }
    Ok(found)
}

/// The number in a path: `…/263/Q263029/README.md`, `…/263/Q263029.TXT`.
pub(crate) fn number(path: &Path) -> Option<u32> {
    let parts = path.iter().rev().filter_map(|part| part.to_str());
    parts
        .filter_map(|part| part.strip_prefix('Q'))
        .find_map(|rest| rest.trim_end_matches(|c: char| !c.is_ascii_digit()).parse().ok())
}

/// Reads one file.
pub(crate) fn load(path: &Path) -> std::io::Result<Plain> {
    let bytes = fs::read(path)?;
    let body = String::from_utf8_lossy(&bytes).into_owned();
    let title = body
        .lines()
        .take(8)
        .find_map(|line| line.strip_prefix("title: ").or_else(|| line.strip_prefix("TITLE   :")))
        .unwrap_or_default()
        .trim_matches('"')
        .to_owned();
    Ok(Plain { title, body })
}
