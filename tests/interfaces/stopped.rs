//! An export that is stopped halfway. It is held there by a pipe that nobody reads, behind which
//! a database waits in a folder of its own.

use std::fs;
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::support::{index, kbq, stdout};

/// The folders that exports are being made in.
fn stages(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("a folder").flatten();
    let names = entries.map(|entry| entry.file_name().to_string_lossy().into_owned());
    names.filter(|name| name.starts_with(".kbq-export-")).collect()
}

fn export(folder: &Path) -> Command {
    let mut command = kbq(folder);
    command.env("TMPDIR", folder).arg("--index").arg(index());
    command.args(["export", "-q", "--format", "sqlite", "-o"]);
    command
}

/// Waits for something that happens soon.
fn until(what: &str, happened: impl Fn() -> bool) {
    let start = Instant::now();
    while !happened() {
        assert!(start.elapsed() < Duration::from_secs(60), "{what}");
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// An export that has written its database and cannot hand it over.
fn stuck(folder: &Path) -> Child {
    let child = export(folder).arg("-").stdout(Stdio::piped()).spawn().expect("starts");
    let begun = |stage: &String| folder.join(stage).join("kbq.sqlite").exists();
    until("the export begins", || stages(folder).iter().any(begun));
    child
}

#[test]
fn a_signal_leaves_nothing_behind_and_is_what_the_process_ends_by() {
    for (name, number) in [("-INT", 2), ("-TERM", 15)] {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let mut child = stuck(folder.path());
        let pid = child.id().to_string();
        let sent = Command::new("kill").args([name, &pid]).status().expect("runs");
        assert!(sent.success());
        // Whoever reads it has gone as well.
        drop(child.stdout.take());
        let status = child.wait().expect("ends");
        assert_eq!(status.signal(), Some(number), "{status}");
        assert_eq!(stages(folder.path()), [""; 0]);
    }
}

#[test]
fn what_a_kill_leaves_is_cleared_away_by_the_next_export() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut child = stuck(folder.path());
    child.kill().expect("kills");
    child.wait().expect("ends");
    assert_eq!(stages(folder.path()).len(), 1);
    let done = export(folder.path()).arg("kb.sqlite").output().expect("runs");
    assert_eq!(stdout(&done, 0), "");
    assert_eq!(stages(folder.path()), [""; 0]);
    assert!(folder.path().join("kb.sqlite").is_file());
}
