//! The public archive itself, where `KBQ_ARCHIVE` names an unpacked copy.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::support::{kbq, stdout};

/// The copy, or a line that says why the test does not run.
#[expect(clippy::print_stderr, reason = "a test that does not run says so")]
fn archive() -> Option<PathBuf> {
    let folder = std::env::var_os("KBQ_ARCHIVE").map(PathBuf::from);
    if folder.is_none() {
        eprintln!("skipped: KBQ_ARCHIVE names no copy of the archive");
    }
    folder
}

/// The article numbers that the archive's file names give: `kb/194/Q194128/README.md`,
/// `txt/194/Q194128.TXT`.
fn numbers(folder: &Path, found: &mut BTreeSet<u32>) {
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        found.extend(name.strip_prefix('Q').and_then(|digits| digits.parse::<u32>().ok()));
        if path.is_dir() {
            numbers(&path, found);
        }
    }
}

fn run(folder: &Path, arguments: &[&str]) -> String {
    let mut command: Command = kbq(folder);
    stdout(&command.args(["--index", "ix"]).args(arguments).output().expect("runs"), 0)
}

#[test]
fn no_article_is_lost_and_every_notation_of_its_codes_finds_the_same() {
    let Some(archive) = archive() else { return };
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut expected = BTreeSet::new();
    numbers(&archive, &mut expected);
    let mut command = kbq(folder.path());
    command.args(["index", "-q", "--index", "ix"]).arg(&archive);
    assert_eq!(stdout(&command.output().expect("runs"), 0), "");

    let table = run(folder.path(), &["export", "-q", "--format", "csv", "--table", "error_codes"]);
    let mut values = BTreeSet::new();
    for row in table.lines() {
        // The value stands in the row as `0x` and eight digits.
        values.extend(
            row.split(',')
                .filter_map(|cell| cell.strip_prefix("0x").filter(|digits| digits.len() == 8))
                .filter_map(|digits| u32::from_str_radix(digits, 16).ok())
                .filter(|value| *value > 0xffff),
        );
    }
    assert!(values.len() > 500, "{} different codes", values.len());
    for value in values.iter().step_by(values.len() / 50) {
        let notations = [
            format!("0x{value:08x}"),
            format!("0X{value:X}"),
            format!("{value:08X}h"),
            format!("&H{value:08X}"),
            value.cast_signed().to_string(),
            value.to_string(),
        ];
        let hits = notations.each_ref().map(|notation| {
            let query = format!("code:{notation}");
            run(folder.path(), &["search", "-l", "--", &query])
        });
        assert!(hits.iter().all(|list| *list == hits[0]), "{notations:?} give {hits:?}");
    }

    let ids =
        run(folder.path(), &["search", "-l", "-n", "1000000", "--sort", "id", "id:1..9999999"]);
    let found: BTreeSet<u32> =
        ids.lines().filter_map(|id| id.trim_start_matches('Q').parse().ok()).collect();
    let lost: Vec<_> = expected.difference(&found).collect();
    assert!(lost.is_empty(), "lost: {lost:?}");
}
