//! Parses every article below a folder and counts the stop codes that they name.
//!
//! `cargo run --release -p kbq-parse --example parse_folder -- corpus`

use std::collections::BTreeMap;
use std::io::Write;
use std::path::PathBuf;

use kbq_model::CodeKind;

#[expect(clippy::disallowed_methods, reason = "the program reads the files, the library does not")]
fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = std::env::args_os().nth(1).ok_or("usage: parse_folder FOLDER")?;
    let mut folders = vec![PathBuf::from(folder)];
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            match kbq_parse::parse(&std::fs::read(&path)?, &path.to_string_lossy()) {
                Ok(article) => {
                    let codes = article.error_codes.into_iter();
                    for code in codes.filter(|code| code.kind == CodeKind::Stop) {
                        *counts.entry(code.code).or_default() += 1;
                    }
                }
                Err(error) => writeln!(std::io::stderr(), "{error}")?,
            }
        }
    }
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let mut out = std::io::stdout().lock();
    for (code, count) in counts {
        writeln!(out, "{count:6} {code}")?;
    }
    Ok(())
}
