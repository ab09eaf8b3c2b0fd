//! End to end: the interface in a real pseudo-terminal.
//!
//! The test runs itself as a child whose terminal is a new pseudo-terminal (`pty-process`), types
//! into it and reads the screen through a terminal emulator (`vt100`).

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::num::NonZero;
use std::path::Path;
use std::process::ExitStatus;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use kbq_index::{Links, Stats};
use kbq_model::Article;
use kbq_tui::backend::{Backend, BackendError, Decoded, Extent, Reply};
use kbq_tui::{Options, Theme, TuiError, run};
use pty_process::Size;
use pty_process::blocking::{Command, Pts, Pty, open};

use crate::fixture::Fixture;

/// Long enough for a loaded machine; a passing test never waits for it.
const PATIENCE: Duration = Duration::from_secs(30);
/// The variable that tells the child that it is the child.
const CHILD: &str = "KBQ_TUI_TEST_CHILD";

fn options(state: Option<&str>, term: &str) -> Options {
    Options {
        open: Box::new(|| Ok(Box::new(Broken(Fixture::new())))),
        query: None,
        theme: Theme::Default,
        keys: BTreeMap::new(),
        state_dir: state.map(Into::into),
        export_dir: ".".into(),
        print: false,
        editor: None,
        pager: None,
        term: Some(term.to_owned()),
    }
}

/// A backend with a bug.
struct Broken(Fixture);

impl Backend for Broken {
    fn stats(&self) -> Result<Stats, BackendError> {
        self.0.stats()
    }

    fn search(&self, text: &str, extent: Extent) -> Result<Reply, BackendError> {
        assert!(text != "bug", "on purpose");
        self.0.search(text, extent)
    }

    fn diagnose(&self, text: &str, extent: Extent) -> Result<Reply, BackendError> {
        self.0.diagnose(text, extent)
    }

    fn article(&self, number: u32) -> Result<Option<Article>, BackendError> {
        self.0.article(number)
    }

    fn links(&self, number: u32) -> Result<Links, BackendError> {
        self.0.links(number)
    }

    fn decode(&self, code: &str) -> Result<Option<Decoded>, BackendError> {
        self.0.decode(code)
    }
}

/// Not a test of its own: the child of the tests below.
#[test]
fn child() {
    let Ok(state) = std::env::var(CHILD) else { return };
    match run(options(Some(&state), "xterm")) {
        Ok(_) => println!("left"),
        Err(error) => println!("failed: {error}"),
    }
}

/// Starts the child in a pseudo-terminal.
fn spawn(pty: &Pty, pts: Pts, state: &Path) -> std::process::Child {
    pty.resize(Size::new(24, 80)).expect("resizes");
    let program = std::env::current_exe().expect("this program");
    Command::new(program)
        .args(["--exact", "terminal::child", "--nocapture", "--test-threads=1"])
        .env(CHILD, state)
        .spawn(pts)
        .expect("starts")
}

/// A child in a pseudo-terminal, and what its screen shows.
struct Terminal {
    pty: Arc<Pty>,
    child: std::process::Child,
    screen: Arc<Mutex<vt100::Parser>>,
    _state: tempfile::TempDir,
}

impl Terminal {
    fn start() -> Terminal {
        let state = tempfile::tempdir().expect("a folder");
        let (pty, pts) = open().expect("a pseudo-terminal");
        let child = spawn(&pty, pts, state.path());
        let cells = |count| NonZero::new(count).expect("not 0");
        let screen = Arc::new(Mutex::new(vt100::Parser::new(cells(24), cells(80), 0)));
        let pty = Arc::new(pty);
        let (theirs, reader) = (screen.clone(), pty.clone());
        thread::spawn(move || {
            let mut reader = &*reader;
            let mut bytes = [0; 4096];
            // Reading fails when the child has closed its side.
            while let Ok(count @ 1..) = reader.read(&mut bytes) {
                theirs.lock().expect("unpoisoned").process(&bytes[..count]);
            }
        });
        Terminal { pty, child, screen, _state: state }
    }

    fn send(&self, bytes: &[u8]) {
        (&*self.pty).write_all(bytes).expect("writes");
    }

    /// Waits until the screen shows a text.
    fn wait_for(&self, text: &str) {
        self.wait(text, |screen| screen.contents().contains(text));
    }

    fn wait(&self, what: &str, is_so: impl Fn(&vt100::Screen) -> bool) {
        let start = Instant::now();
        while !is_so(self.screen.lock().expect("unpoisoned").screen()) {
            let contents = self.screen.lock().expect("unpoisoned").screen().contents();
            assert!(start.elapsed() < PATIENCE, "no {what} on:\n{contents}");
            thread::sleep(Duration::from_millis(5));
        }
    }

    /// Waits until the child is gone, the terminal as it was.
    fn finish(mut self) -> ExitStatus {
        self.wait("way back", |screen| {
            !screen.alternate_screen()
                && !screen.hide_cursor()
                && !screen.bracketed_paste()
                && screen.mouse_protocol_mode() == vt100::MouseProtocolMode::None
        });
        self.child.wait().expect("ends")
    }
}

#[test]
fn type_open_follow_go_back_quit() {
    let terminal = Terminal::start();
    terminal.wait_for("12 articles");
    assert!(terminal.screen.lock().expect("unpoisoned").screen().alternate_screen());
    terminal.send(b"0xc00203e5 cluster");
    terminal.wait_for("ERROR_IO_PENDING");
    terminal.wait_for("Q263029");
    terminal.send(b"\r");
    terminal.wait_for("Esc back");
    terminal.send(b"mf");
    terminal.wait_for(" a 9716");
    terminal.send(b"a");
    terminal.wait_for("Q169716  XADM");
    terminal.send(b"\x1b[1;3D");
    terminal.wait_for("Q263029  XCON");
    terminal.send(b"q");
    terminal.wait_for("Results");
    terminal.send(b"\x1b[200~Event ID: 4058\rSource: MSExchangeMTA\x1b[201~");
    terminal.wait_for("pasted 2 lines");
    terminal.send(b"\x03");
    terminal.wait_for("left");
    assert!(terminal.finish().success());
}

#[test]
fn sigterm_gives_the_terminal_back() {
    let terminal = Terminal::start();
    terminal.wait_for("12 articles");
    let kill = std::process::Command::new("kill").arg(terminal.child.id().to_string()).status();
    assert!(kill.expect("kills").success());
    terminal.wait_for("left");
    assert!(terminal.finish().success());
}

/// The window is closed: there is no terminal to give back, and nothing to wait for.
#[test]
fn a_terminal_that_vanishes_ends_the_session() {
    let state = tempfile::tempdir().expect("a folder");
    let (mut pty, pts) = open().expect("a pseudo-terminal");
    let mut child = spawn(&pty, pts, state.path());
    let mut shown = String::new();
    let mut bytes = [0; 4096];
    while !shown.contains("articles") {
        let count = pty.read(&mut bytes).expect("reads");
        shown.push_str(&String::from_utf8_lossy(&bytes[..count]));
    }
    drop(pty);
    let start = Instant::now();
    while child.try_wait().expect("waits").is_none() {
        assert!(start.elapsed() < PATIENCE, "it goes on without a terminal");
        thread::sleep(Duration::from_millis(5));
    }
}

#[test]
fn suspending_gives_the_terminal_to_the_shell() {
    let terminal = Terminal::start();
    terminal.wait_for("12 articles");
    terminal.send(b"\x1a");
    terminal.wait("main screen", |screen| !screen.alternate_screen());
    let kill = |signal: &str, id: u32| {
        std::process::Command::new("kill").args([signal, &id.to_string()]).status().expect("kills")
    };
    // The system may deliver the stop a moment after the terminal is given back.
    thread::sleep(Duration::from_millis(100));
    assert!(kill("-CONT", terminal.child.id()).success());
    terminal.wait("alternate screen", vt100::Screen::alternate_screen);
    terminal.send(b"lnk2001");
    terminal.wait_for("PRB: LNK2001");
    terminal.send(b"\x03");
    assert!(terminal.finish().success());
}

#[test]
fn a_bug_in_a_search_is_told_and_survived() {
    let terminal = Terminal::start();
    terminal.wait_for("12 articles");
    terminal.send(b"bug");
    terminal.wait_for("an error inside kbq");
    terminal.send(b"\x15lnk2001");
    terminal.wait_for("PRB: LNK2001");
    terminal.send(b"\x03");
    assert!(terminal.finish().success());
}

#[test]
fn a_terminal_that_cannot_is_refused_with_a_hint() {
    let refused = run(options(None, "dumb")).expect_err("refused");
    assert!(matches!(refused, TuiError::DumbTerminal(_)));
    assert!(refused.to_string().contains("kbq search"));
}
