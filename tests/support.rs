//! Running the built `kbq` hermetically: no home folder, no environment, no network.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::OnceLock;

use tempfile::TempDir;

/// The checkout's bundled corpus.
pub(crate) fn corpus() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../corpus")
}

/// A `kbq` with an empty environment and a home of its own.
pub(crate) fn kbq(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kbq"));
    command.env_clear().env("HOME", folder).current_dir(folder);
    command
}

/// The index of the bundled corpus, built once a test run.
pub(crate) fn index() -> &'static Path {
    static INDEX: OnceLock<TempDir> = OnceLock::new();
    INDEX
        .get_or_init(|| {
            let folder = tempfile::tempdir().expect("a temporary folder");
            let done = kbq(folder.path())
                .args(["index", "-q", "--index", "."])
                .arg(corpus())
                .output()
                .expect("runs");
            assert!(done.status.success(), "{}", text(&done.stderr));
            folder
        })
        .path()
}

/// Runs `kbq` on the index of the bundled corpus.
pub(crate) fn run(arguments: &[&str]) -> Output {
    let mut command = kbq(index());
    command.args(["--index", "."]).args(arguments).output().expect("runs")
}

/// The same with something on standard input.
pub(crate) fn run_with_input(arguments: &[&str], input: &[u8]) -> Output {
    let mut command = kbq(index());
    command.args(["--index", "."]).args(arguments);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("starts");
    // A program that has its answer may leave the rest unread.
    let _ = child.stdin.take().expect("a pipe").write_all(input);
    child.wait_with_output().expect("ends")
}

/// What was printed, as text.
pub(crate) fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("UTF-8")
}

/// Standard output of a run that must end with this exit code.
#[track_caller]
pub(crate) fn stdout(done: &Output, code: i32) -> String {
    assert_eq!(done.status.code(), Some(code), "stderr: {}", text(&done.stderr));
    text(&done.stdout)
}

/// The article numbers of `kbq -l`.
pub(crate) fn ids(arguments: &[&str]) -> Vec<String> {
    let done = run(&[&["search", "-l"], arguments].concat());
    text(&done.stdout).lines().map(str::to_owned).collect()
}
