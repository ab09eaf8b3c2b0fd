//! Bad input: a clear error or warning that names the path and what to do; the rest is done.

use std::fs;

use serde_json::Value;

use crate::support::{corpus, kbq, run, stdout, text};

#[test]
fn a_missing_index_says_what_to_do() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let done = kbq(folder.path()).args(["search", "cluster"]).output().expect("runs");
    assert_eq!(done.status.code(), Some(2));
    let message = text(&done.stderr);
    assert!(message.contains("no index") && message.contains("kbq index"), "{message}");
    let done = kbq(folder.path()).args(["search", "--json", "cluster"]).output().expect("runs");
    let error: Value = serde_json::from_str(&text(&done.stderr)).expect("an envelope");
    assert_eq!(error["error"]["kind"], "index-missing");
}

#[test]
fn a_broken_configuration_names_path_and_line() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    fs::write(folder.path().join("kbq.yaml"), "index: here\ncorpus: {\n").expect("writes");
    let done = kbq(folder.path()).args(["search", "cluster"]).output().expect("runs");
    assert_eq!(done.status.code(), Some(2));
    assert!(text(&done.stderr).contains("kbq.yaml:"), "{}", text(&done.stderr));
}

#[test]
fn a_folder_without_articles_is_an_error_and_builds_nothing() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    fs::create_dir(folder.path().join("empty")).expect("creates");
    let done = kbq(folder.path()).args(["index", "--index", "ix", "empty"]).output().expect("runs");
    assert_eq!(done.status.code(), Some(2));
    assert!(text(&done.stderr).contains("empty"), "{}", text(&done.stderr));
    let done = kbq(folder.path()).args(["--index", "ix", "cluster"]).output().expect("runs");
    assert_eq!(done.status.code(), Some(2), "no half-written index");
}

#[test]
fn odd_files_are_named_and_the_rest_is_indexed() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let files = folder.path().join("files");
    fs::create_dir(&files).expect("creates");
    fs::copy(corpus().join("txt/248/Q248138.TXT"), files.join("good.txt")).expect("copies");
    fs::write(files.join("empty.txt"), "").expect("writes");
    fs::write(files.join("binary.txt"), [0u8, 1, 2, 255].repeat(500)).expect("writes");
    // Sparse: 200 MB that take no room.
    let huge = fs::File::create(files.join("huge.txt")).expect("creates");
    huge.set_len(200 << 20).expect("grows");
    let done =
        kbq(folder.path()).args(["index", "-v", "--index", "ix", "files"]).output().expect("runs");
    let said = text(&done.stderr);
    assert_eq!(done.status.code(), Some(0), "{said}");
    for name in ["empty.txt", "binary.txt", "huge.txt"] {
        assert!(said.contains(name), "{name} in {said}");
    }
    let done = kbq(folder.path()).args(["-l", "--index", "ix", "cluster"]).output().expect("runs");
    assert_eq!(stdout(&done, 0), "Q248138\n");
}

#[test]
fn an_index_of_another_version_is_refused_with_the_command_that_helps() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let index = |arguments: &[&str]| {
        let mut command = kbq(folder.path());
        command.args(["index", "-q", "--index", "ix"]).args(arguments).arg(corpus());
        command.output().expect("runs")
    };
    assert!(index(&[]).status.success());
    let manifest = folder.path().join("ix/manifest.json");
    let text_of = fs::read_to_string(&manifest).expect("reads");
    fs::write(&manifest, text_of.replace("\"index_version\":", "\"index_version\":9"))
        .expect("writes");
    let done = kbq(folder.path()).args(["--index", "ix", "cluster"]).output().expect("runs");
    assert_eq!(done.status.code(), Some(2));
    assert!(text(&done.stderr).contains("--rebuild"), "{}", text(&done.stderr));
    assert!(index(&["--rebuild"]).status.success());
    let done = kbq(folder.path()).args(["--index", "ix", "cluster"]).output().expect("runs");
    assert_eq!(done.status.code(), Some(0));
}

#[test]
fn bad_usage_is_exit_code_two() {
    for arguments in [&["show"][..], &["search"], &["show", "nonsense"], &["--format", "x", "y"]] {
        assert_eq!(run(arguments).status.code(), Some(2), "{arguments:?}");
    }
}

#[test]
fn a_closed_pipe_is_no_error() {
    use std::process::Stdio;
    let mut command = kbq(crate::support::index());
    command.args(["--index", ".", "show", "--format", "jsonl", "Q263029"]);
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("starts");
    drop(child.stdout.take());
    let done = child.wait_with_output().expect("ends");
    assert_eq!(text(&done.stderr), "");
}
