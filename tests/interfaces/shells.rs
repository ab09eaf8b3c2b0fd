//! Completions in real shells, and manual pages in a real formatter. What this machine lacks is
//! passed over with a line that says so.

use std::process::{Command, Output, Stdio};

use crate::support::{kbq, run, stdout, text};

/// Runs a program with kbq's path as its last argument; nothing where the program is missing.
fn with_kbq(program: &str, arguments: &[&str]) -> Option<Output> {
    let home = tempfile::tempdir().expect("a temporary folder");
    let mut command = Command::new(program);
    command.env_clear().env("HOME", home.path()).env("PATH", "/usr/local/bin:/usr/bin:/bin");
    command.args(arguments).arg(env!("CARGO_BIN_EXE_kbq")).stdin(Stdio::null());
    match command.output() {
        Ok(output) => Some(output),
        Err(error) => {
            passed_over(program, &error);
            None
        }
    }
}

#[expect(clippy::print_stderr, reason = "whoever reads the run must know what it did not try")]
pub(super) fn passed_over(program: &str, why: impl std::fmt::Display) {
    eprintln!("passed over: {program} does not run here ({why})");
}

/// What was printed, which must be all that happened.
#[track_caller]
fn silent(done: &Output) -> String {
    assert_eq!(text(&done.stderr), "");
    stdout(done, 0)
}

#[test]
fn bash_completes() {
    const SCRIPT: &str = r#"
source <("$0" completions bash)
complete -p kbq > /dev/null || exit 3
try() {
    COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMPREPLY=()
    _kbq_or_fields kbq "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
    echo "${COMPREPLY[@]}"
}
try kbq st
try kbq search --format j
try kbq show --section s
try kbq search ev
try kbq -l regis
try kbq show ev
"#;
    let Some(done) = with_kbq("bash", &["--norc", "-c", SCRIPT]) else { return };
    let found = silent(&done);
    let lines: Vec<_> = found.lines().collect();
    let values = ["json jsonl", "summary symptoms status"];
    assert_eq!(lines[..3], ["stats status stop: status:", values[0], values[1]]);
    assert_eq!(lines[3..], ["event:", "registry:", ""], "fields where a query is typed");
}

#[test]
fn fish_completes() {
    const SCRIPT: &str = "
$argv[1] completions fish | source; or exit 3
for typed in 'kbq dec' 'kbq search --format j' 'kbq show --section s' 'kbq search ev' 'kbq regis' 'kbq show ev'
    complete --do-complete $typed | string replace --regex '\\t.*' '' | string join ' '
end
true";
    let Some(done) = with_kbq("fish", &["--no-config", "-c", SCRIPT]) else { return };
    let found = silent(&done);
    let lines: Vec<_> = found.lines().collect();
    assert_eq!(lines[..3], ["decode", "json jsonl", "status summary symptoms"]);
    assert_eq!(lines[3..], ["event:", "registry:"], "fields where a query is typed");
}

/// The line editor needs a terminal, which zsh's own module gives it. Every step waits for what
/// the one before it prints; a marker is written in two parts so that its own echo is none.
#[test]
fn zsh_completes() {
    const SCRIPT: &str = r#"
zmodload zsh/zpty || exit 3
zpty shell "TERM=dumb zsh -f -i"
zpty -w shell "PROMPT=; autoload -Uz compinit; compinit -D -u; source <('$1' completions zsh)"
zpty -w shell 'kbq() { print -r -- "GOT""<$*>" }; PROMPT="REA""DY"'
zpty -r shell seen '*READY*'
for typed in 'dec' 'search --format qui' 'show --section symp' 'search eve' 'regis'; do
    zpty -w shell "kbq $typed"$'\t'
    zpty -r shell seen '*GOT<*>*'
    print -r -- "${${seen#*GOT<}%%>*}"
done
zpty -d shell
"#;
    let Some(done) = with_kbq("zsh", &["-f", "-c", SCRIPT, "zsh"]) else { return };
    let found = silent(&done);
    let lines: Vec<_> = found.lines().collect();
    assert_eq!(lines[..3], ["decode", "search --format quickwit", "show --section symptoms"]);
    assert_eq!(lines[3..], ["search event:", "registry:"], "fields where a query is typed");
}

/// The scripts of PowerShell and Elvish know no values, only commands and options.
#[test]
fn every_shell_has_a_script_that_knows_the_commands() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = stdout(&run(&["completions", shell]), 0);
        for word in ["diagnose", "format", "section"] {
            assert!(script.contains(word), "{shell} does not complete {word}");
        }
    }
}

#[test]
fn manual_pages_are_well_formed() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let done = kbq(folder.path()).args(["man", "-q", "--write", "pages"]).output().expect("runs");
    silent(&done);
    let pages = std::fs::read_dir(folder.path().join("pages")).expect("the pages");
    let mut count = 0;
    for page in pages {
        let mut groff = Command::new("groff");
        groff.args(["-man", "-ww", "-z", "-K", "utf8", "-T", "utf8"]);
        match groff.arg(page.expect("an entry").path()).output() {
            Ok(done) => silent(&done),
            Err(error) => return passed_over("groff", &error),
        };
        count += 1;
    }
    assert!(count > 10, "{count} pages");
}
