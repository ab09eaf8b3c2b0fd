//! What reaches a terminal: nothing of an article, a path, a query or a setting acts on it, in any
//! command. A pipe gets the text as it is.

use std::collections::BTreeSet;
use std::fs;
use std::io::{Read, Write};
use std::path::Path;
use std::process::Output;
use std::sync::{OnceLock, mpsc};
use std::thread;
use std::time::Duration;

use kbq_render::{Notation, is_unsafe, safe_output};
use pty_process::blocking::{Command, open};
use serde_json::Value;
use tempfile::TempDir;

use crate::support::{kbq, text};

/// A title for the window, a colour, C1's CSI, DEL, marks of direction, a blank without width, a
/// tag. It is a word of articles, a query, the name of a folder and a file, and an argument.
const EVIL: &str = "\u{1b}]0;owned\u{7}\u{1b}[31337m\u{9b}2J\u{7f}\u{202e}\u{2066}\u{200b}\
                    \u{e0041}evil";

/// A folder or file to be written.
const OUTPUT: &str = "out\u{1b}]0;owned\u{7}\u{9b}2J\u{202e}";

/// Every command with arguments that have it print as much as it can. Each is run in each format.
const COMMANDS: &[(&str, &[&[&str]])] = &[
    (
        "search",
        &[&["--facets", "--explain", EVIL], &["cluster"], &["id:Q900109"], &["-l0", "evil"]],
    ),
    (
        "show",
        &[
            &["Q900100", "Q900101", "Q900109"],
            &["--raw", "Q900100", "Q900101"],
            &["--markdown", "Q900100"],
            &["--revisions", "Q900100"],
            &["--diff", "Q900100"],
            &[EVIL],
        ],
    ),
    ("diagnose", &[&["pasted.txt"], &[EVIL]]),
    ("decode", &[&["0xc00203e5", EVIL]]),
    ("links", &[&["Q900100"], &["Q900101"], &["--dot", "Q900100"], &["--missing"], &[EVIL]]),
    ("parse", &[&[EVIL], &["pasted.txt"], &["no such file\u{1b}[31337m"]]),
    (
        "index",
        &[
            &["-v", "--rebuild", "--index", "ix2", EVIL],
            &["-v", "pasted.txt"],
            &["--threads", EVIL],
        ],
    ),
    ("check", &[&["-v", EVIL], &[]]),
    (
        "export",
        &[&["-o", "-"], &["-o", OUTPUT], &["--fields", EVIL], &["--schema"], &["--query", EVIL]],
    ),
    ("stats", &[&[], &[EVIL]]),
    ("status", &[&["--changes"], &[EVIL]]),
    ("tui", &[&["--theme", EVIL]]),
    ("completions", &[&["bash"], &["zsh"], &["fish"], &[EVIL]]),
    ("man", &[&[], &["search"], &[EVIL], &["--write", OUTPUT]]),
    ("help", &[&[], &["query"], &["show"], &[EVIL]]),
];

/// Command lines that fail before there is a command, or because of what is around it.
const FAILURES: &[&[&str]] = &[
    &["--\u{1b}]0;owned\u{7}"],
    &["--json", "--\u{9b}2J\u{202e}"],
    &["--format", EVIL, "cluster"],
    &["search", "-n", EVIL, "cluster"],
    &["--index", "\u{1b}]0;owned\u{7}", "cluster"],
    &["--json", "--index", "\u{9b}2J\u{202e}\u{7f}", "stats"],
    &["--config", "\u{1b}]0;owned\u{7}", "cluster"],
    &["--config", "setting.yaml", "cluster"],
    &["--config", "key.yaml", "cluster"],
    &["--config", "theme.yaml", "tui"],
    &["--config", "keys.yaml", "tui"],
    &["--config", "aliases.yaml", "cluster"],
];

/// A folder with hostile articles and their index `ix`.
fn folder() -> &'static Path {
    static FOLDER: OnceLock<TempDir> = OnceLock::new();
    FOLDER.get_or_init(made).path()
}

fn made() -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let write = |name: &str, content: &str| {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("creates");
        fs::write(path, content).expect("writes");
    };
    write(&format!("{EVIL}/{EVIL}.txt"), &article(900_100, "The first"));
    write(&format!("{EVIL}/again {EVIL}.txt"), &article(900_100, "The same but newer"));
    write(&format!("{EVIL}/other.txt"), &article(900_101, "The other"));
    write(&format!("{EVIL}/{EVIL}.zip"), "PK\u{3}\u{4} no archive");
    write(&format!("{EVIL}/empty {EVIL}.txt"), "");
    let event = format!("Event ID: 4058\nSource: MSExchange{EVIL}\nError 0xc00203e5 {EVIL}\n");
    write("pasted.txt", &event);
    let quoted = r#""\e]0;owned\a\u009b2J\u202e""#;
    write("setting.yaml", &format!("corpus: {quoted}\n"));
    write("key.yaml", &format!("{quoted}: 1\n"));
    write("theme.yaml", &format!("theme: {quoted}\n"));
    write("keys.yaml", &format!("keys: {{ {quoted}: [{quoted}] }}\n"));
    write("aliases.yaml", &format!("aliases: {quoted}\n"));
    let done = kbq(folder.path()).args(["index", "-q", "--index", "ix", EVIL]).output();
    let done = done.expect("runs");
    assert_eq!(done.status.code(), Some(0), "{}", text(&done.stderr));
    folder
}

/// An article of the legacy text form, hostile wherever it can be.
fn article(number: u32, opening: &str) -> String {
    let (rule, dashes) = ("=".repeat(70), "-".repeat(79));
    let lines = [
        format!("DOCUMENT:Q{number}  05-MAR-2000  [{EVIL}]"),
        format!("TITLE   :XADM: Cluster {EVIL} Stops"),
        format!("PRODUCT :Microsoft {EVIL}\nPROD/VER:winnt:5.5 {EVIL}\nOPER/SYS:{EVIL}"),
        format!("KEYWORDS:exc55 {EVIL}\n\n{rule}\n{dashes}"),
        "The information in this article applies to:\n".into(),
        format!(" - Microsoft Exchange Server {EVIL}, version 5.5 \n{dashes}\n"),
        format!("SYMPTOMS\n========\n\n{opening} cluster {EVIL} logs this event:\n"),
        format!("   Event ID: 4058\n   Source: MSExchangeIS\n   Error 0xc00203e5 {EVIL}\n"),
        format!("RESOLUTION {EVIL}\n==========\n\n1. Type the command\n\n      copy {EVIL} a:\n"),
        format!("   and press ENTER {EVIL}.\n\nMORE INFORMATION\n================\n"),
        format!("   {EVIL}.dll  5.5.2653.23  712976\n"),
        format!("For more, see Q900101 {EVIL}, Q900100 {EVIL} and Q900109 {EVIL}.\n"),
    ];
    lines.join("\n")
}

/// Runs `kbq` in the folder with all its streams on a terminal; what reached the terminal. Keys
/// are typed once an article's number is on it.
fn seen(arguments: &[&str], keys: &[u8]) -> String {
    let (pty, pts) = open().expect("a pseudo-terminal");
    pty.resize(pty_process::Size::new(24, 80)).expect("resizes");
    let mut child = Command::new(env!("CARGO_BIN_EXE_kbq"))
        .args(arguments)
        .env_clear()
        .envs([("TERM", "xterm"), ("PAGER", "cat -u"), ("PATH", "/usr/bin:/bin")])
        .env("HOME", folder())
        .env("KBQ_INDEX", "ix")
        .current_dir(folder())
        .spawn(pts)
        .expect("starts");
    let (ready, wait) = mpsc::channel();
    let terminal = &pty;
    let output = thread::scope(|scope| {
        scope.spawn(move || {
            // Without an answer the program has ended.
            if wait.recv().is_ok() {
                for key in keys {
                    thread::sleep(Duration::from_millis(150));
                    { terminal }.write_all(&[*key]).expect("types");
                }
            }
        });
        let (mut output, mut bytes) = (Vec::new(), [0; 4096]);
        let mut ready = Some(ready);
        // Reading fails when the child has closed its side.
        while let Ok(count @ 1..) = { terminal }.read(&mut bytes) {
            output.extend_from_slice(&bytes[..count]);
            if !keys.is_empty() && output.windows(7).any(|window| window == b"Q900100") {
                ready.take().map(|ready| ready.send(()));
            }
        }
        drop(ready);
        output
    });
    child.wait().expect("ends");
    String::from_utf8(output).unwrap_or_else(|error| panic!("{arguments:?}: {error}"))
}

fn piped(arguments: &[&str]) -> Output {
    kbq(folder()).env("KBQ_INDEX", "ix").args(arguments).output().expect("runs")
}

/// What acts on a terminal and is not ours, with what stands around it.
fn acting(seen: &str, is_ours: fn(&str) -> bool) -> Option<&str> {
    let mut rest = seen;
    while let Some(at) = rest.find(|c| is_unsafe(c) && c != '\n' && c != '\t') {
        let (from, found) = (&rest[at..], rest[at..].chars().next().expect("found"));
        let length = match found {
            '\r' if from.starts_with("\r\n") || from.starts_with("\r\u{1b}[") => 1,
            '\u{1b}' => sequence(from).filter(|&length| is_ours(&from[..length])).unwrap_or(0),
            _ => 0,
        };
        if length == 0 {
            return Some(from.get(..24).unwrap_or(from));
        }
        rest = &from[length..];
    }
    None
}

/// The length of the control sequence that the text begins with.
fn sequence(text: &str) -> Option<usize> {
    let parameters = text.strip_prefix("\u{1b}[")?;
    Some(3 + parameters.find(|c: char| !matches!(c, '0'..='?'))?)
}

/// Colours, and what the progress bar moves and clears.
fn is_of_a_command(sequence: &str) -> bool {
    sequence.ends_with(['m', 'K', 'A', 'B', 'G']) && !sequence.contains("31337")
}

/// The interface draws with all kinds of sequences.
fn is_of_the_interface(sequence: &str) -> bool {
    !sequence.contains("31337")
}

/// Holds that a command lets nothing act; what it showed.
#[track_caller]
fn harmless(arguments: &[&str]) -> String {
    let seen = seen(arguments, b"");
    assert_eq!(acting(&seen, is_of_a_command), None, "{arguments:?}: {seen:?}");
    seen
}

/// The formats, as the program names them.
fn formats() -> Vec<String> {
    let said = text(&piped(&["--format", "none", "cluster"]).stderr);
    let names = said.split_once("[possible values: ").and_then(|(_, rest)| rest.split_once(']'));
    names.expect("the formats").0.split(", ").map(str::to_owned).collect()
}

#[test]
fn the_table_has_every_command() {
    let pages = tempfile::tempdir().expect("a temporary folder");
    let path = pages.path().to_str().expect("UTF-8");
    assert!(piped(&["man", "-q", "--write", path]).status.success());
    let names = fs::read_dir(path).expect("a folder").flatten().map(|page| page.file_name());
    let names = names.filter_map(|name| {
        Some(name.to_str()?.strip_prefix("kbq-")?.strip_suffix(".1")?.to_owned())
    });
    let tested = COMMANDS.iter().map(|(name, _)| (*name).to_owned());
    assert_eq!(names.collect::<BTreeSet<_>>(), tested.collect());
}

#[test]
fn no_command_lets_anything_act_on_a_terminal() {
    let formats = formats();
    assert!(formats.len() >= 7, "{formats:?}");
    for (command, cases) in COMMANDS {
        let mut is_shown = false;
        for case in *cases {
            for format in &formats {
                let seen = harmless(&[&["--format", format, command], *case].concat());
                is_shown |= seen.contains("<202E>") || seen.contains("\\u202e");
            }
        }
        assert!(is_shown, "{command} shows what is hostile");
    }
}

#[test]
fn no_failure_does() {
    for arguments in FAILURES {
        let seen = harmless(arguments);
        assert!(seen.contains("<1B>") || seen.contains("202"), "{arguments:?}: {seen:?}");
    }
}

#[test]
fn nor_does_the_interface() {
    // Open the first hit, scroll, its links, back, leave.
    let seen = seen(&["tui", "evil"], b"\r mlq\x03");
    assert_eq!(acting(&seen, is_of_the_interface), None, "{seen:?}");
    assert!(seen.contains("<202E>"), "the article was shown: {seen:?}");
}

/// The test itself: each of these would be found.
#[test]
fn what_acts_is_found() {
    for c in EVIL.chars().filter(|&c| is_unsafe(c)) {
        assert!(acting(&format!("a{c}b"), is_of_a_command).is_some(), "{c:?}");
    }
    for text in ["\u{1b}[31337m", "\u{1b}]0;x", "\u{1b}c", "\u{1b}[2J", "a\rb"] {
        assert!(acting(text, is_of_a_command).is_some(), "{text:?}");
    }
    assert_eq!(acting("\u{1b}[1m\u{1b}[31mSTOP\u{1b}[0m\r\n\tx", is_of_a_command), None);
}

#[test]
fn a_pipe_gets_the_text_as_it_is_and_json_has_the_same_value_on_both() {
    let cases: &[&[&str]] = &[
        &["search", "--format", "csv", "evil"],
        &["search", "--format", "tsv", "evil"],
        &["search", "--format", "json", "evil"],
        &["search", "--format", "jsonl", "evil"],
        &["show", "--format", "json", "Q900100"],
        &["show", "--format", "csv", "Q900100"],
        &["show", "--raw", "Q900100"],
        &["links", "--format", "csv", "Q900101"],
        &["parse", "--format", "jsonl", EVIL],
        &["export", "-o", "-", "--format", "csv"],
        &["export", "-o", "-", "--format", "tsv"],
        &["export", "-o", "-", "--format", "jsonl"],
    ];
    for case in cases {
        let piped = piped(case);
        assert_eq!(piped.status.code(), Some(0), "{case:?}: {}", text(&piped.stderr));
        let kept = text(&piped.stdout);
        let is_json = case.iter().any(|word| word.starts_with("json"));
        // Below U+0020 JSON has escapes in any case.
        let last = if is_json { EVIL.rsplit_once('m').expect("in it").1 } else { EVIL };
        assert!(kept.contains(last), "{case:?}: {kept:?}");
        let seen = seen(&[&["-q"], *case].concat(), b"").replace("\r\n", "\n");
        if is_json {
            let values = |text: &str| -> Vec<Value> {
                let values = serde_json::Deserializer::from_str(text).into_iter();
                values.collect::<Result<_, _>>().unwrap_or_else(|e| panic!("{case:?}: {e}"))
            };
            assert_eq!(values(&seen), values(&kept), "{case:?}");
        } else {
            assert_eq!(seen, safe_output(kept.as_bytes(), Notation::Number), "{case:?}");
        }
    }
}
