//! A build without SQLite: `cargo test -p kbq --no-default-features interfaces`.

use crate::support::{index, kbq, run, stdout, text};

#[test]
fn whoever_asks_for_it_is_told_what_is_missing_and_how_to_get_it() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut export = kbq(folder.path());
    export.args(["export", "--format", "sqlite", "-o", "kb.sqlite", "--index"]).arg(index());
    let done = export.output().expect("runs");
    assert_eq!(stdout(&done, 2), "");
    let said = text(&done.stderr);
    for part in ["built without its feature `sqlite`", "cargo build", "jsonl, csv, tsv"] {
        assert!(said.contains(part), "{part} in {said}");
    }
    assert!(!folder.path().join("kb.sqlite").exists());
}

#[test]
fn it_is_offered_nowhere() {
    let commands: [&[&str]; 10] = [
        &["--help"],
        &["export", "--help"],
        &["export", "-h"],
        &["help", "export"],
        &["man"],
        &["man", "export"],
        &["completions", "bash"],
        &["completions", "zsh"],
        &["completions", "fish"],
        &["completions", "powershell"],
    ];
    for command in commands {
        let printed = stdout(&run(command), 0);
        assert!(!printed.to_lowercase().contains("sqlite"), "{command:?}: {printed}");
    }
    let said = text(&run(&["export", "--format", "nonsense"]).stderr);
    assert!(said.contains("opensearch") && !said.contains("sqlite"), "{said}");
}
