//! A corpus that can be in two states, its index, and a `kbq` for both.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use tempfile::TempDir;

use crate::support::{kbq, text};

/// A word that every article has in one state of the corpus and none has in the other. They have
/// the same length, so that a file's size says nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum State {
    Heliotrope,
    Nasturtium,
}

impl State {
    pub(crate) const BOTH: [State; 2] = [State::Heliotrope, State::Nasturtium];

    pub(crate) fn word(self) -> &'static str {
        match self {
            State::Heliotrope => "heliotrope",
            State::Nasturtium => "nasturtium",
        }
    }

    /// What [`Lab::counts`] gives where all of so many articles are in this state.
    pub(crate) fn whole(self, articles: usize) -> [usize; 2] {
        State::BOTH.map(|state| if state == self { articles } else { 0 })
    }

    pub(crate) fn other(self) -> State {
        if self == State::Heliotrope { State::Nasturtium } else { State::Heliotrope }
    }
}

/// How often something is tried: rarely in an ordinary run, often at full size.
pub(crate) fn amount(ordinary: usize, full: usize) -> usize {
    if is_full() { full } else { ordinary }
}

/// Whether the tests run at full size.
pub(crate) fn is_full() -> bool {
    std::env::var_os("KBQ_TEST_FULL").is_some_and(|value| value == "1")
}

/// SplitMix64: the same numbers in every run.
pub(crate) struct Random(pub(crate) u64);

impl Random {
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `bound`; 0 for 0.
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        if bound == 0 { 0 } else { (self.next() % bound as u64) as usize }
    }
}

/// A folder with articles and an index of them.
pub(crate) struct Lab {
    folder: TempDir,
    articles: usize,
}

impl Lab {
    /// Writes the articles; the index is still to be built.
    pub(crate) fn new(articles: usize, state: State) -> Lab {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let lab = Lab { folder, articles };
        lab.write(state);
        lab
    }

    /// A lab with its index built.
    pub(crate) fn built(articles: usize, state: State) -> Lab {
        let lab = Lab::new(articles, state);
        lab.index();
        lab
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    /// How many articles there are.
    pub(crate) fn articles(&self) -> usize {
        self.articles
    }

    pub(crate) fn index_path(&self) -> PathBuf {
        self.path().join("ix")
    }

    /// The file of the article with this ordinal.
    pub(crate) fn article_path(&self, at: usize) -> PathBuf {
        self.path().join("articles").join(format!("{at}.txt"))
    }

    /// Brings every article into a state.
    pub(crate) fn write(&self, state: State) {
        fs::create_dir_all(self.path().join("articles")).expect("creates");
        (0..self.articles).for_each(|at| self.write_article(at, state));
    }

    /// Brings one article into a state.
    pub(crate) fn write_article(&self, at: usize, state: State) {
        fs::write(self.article_path(at), article(at, state)).expect("writes");
    }

    /// `kbq ARGUMENTS --index ix`, not yet started.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = kbq(self.path());
        command.args(arguments).args(["--index", "ix"]);
        command
    }

    /// Runs it to its end.
    pub(crate) fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().expect("runs")
    }

    /// Starts it.
    pub(crate) fn start(&self, arguments: &[&str]) -> Child {
        let mut command = self.command(arguments);
        command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().expect("starts")
    }

    /// `kbq index` must succeed.
    #[track_caller]
    pub(crate) fn index(&self) {
        let done = self.run(&["index", "articles"]);
        assert_eq!(done.status.code(), Some(0), "{}", text(&done.stderr));
    }

    /// `kbq check --index` must succeed.
    #[track_caller]
    pub(crate) fn check(&self) {
        let done = self.run(&["check"]);
        assert_eq!(done.status.code(), Some(0), "{}", text(&done.stderr));
    }

    /// How many articles the index finds in each state, in the order of [`State::BOTH`]; none
    /// without an index.
    #[track_caller]
    pub(crate) fn counts(&self) -> Option<[usize; 2]> {
        let mut counts = [0; 2];
        for (count, state) in counts.iter_mut().zip(State::BOTH) {
            let done = self.run(&["search", "-l", "-n", "100000", state.word()]);
            let said = text(&done.stderr);
            match done.status.code() {
                Some(0) => *count = text(&done.stdout).lines().count(),
                Some(1) => {}
                Some(2) if said.contains("no index") => return None,
                code => panic!("{code:?}: {said}"),
            }
        }
        Some(counts)
    }

    /// The state that the index holds, all of it and nothing of the other; none without an index.
    #[track_caller]
    pub(crate) fn state(&self) -> Option<State> {
        let counts = self.counts()?;
        let whole = State::BOTH.into_iter().find(|state| counts == state.whole(self.articles));
        assert!(whole.is_some(), "neither state, or parts of both: {counts:?}");
        whole
    }

    /// Something to diagnose: a file with an event of its article 3.
    pub(crate) fn paste(&self) -> PathBuf {
        let path = self.path().join("paste");
        let event = "Event ID: 1003\nSource: MSExchangeIS\nError 0x80040103\n";
        fs::write(&path, event).expect("writes");
        path
    }
}

/// A program's standard error must show no panic, its own or one of a library.
#[track_caller]
pub(crate) fn assert_no_panic(said: &str) {
    for sign in ["panicked", "thread '", "RUST_BACKTRACE", "stack backtrace", "fatal runtime"] {
        assert!(!said.contains(sign), "{sign}: {said}");
    }
}

/// An article of the legacy text form.
pub(crate) fn article(at: usize, state: State) -> String {
    let number = 100_000 + at;
    let (rule, dashes, word) = ("=".repeat(70), "-".repeat(79), state.word());
    let (event, code) = (1000 + at % 9000, 0x8004_0100_u32 + at as u32);
    let lines = [
        format!("DOCUMENT:Q{number}  05-MAR-2000  [exchange]"),
        format!("TITLE   :XADM: Event {event} When the Store Number {at} Starts"),
        "PRODUCT :Microsoft Exchange\r\nPROD/VER:winnt:5.5\r\nOPER/SYS:\r\nKEYWORDS:exc55".into(),
        format!("\r\n{rule}\r\n{dashes}\r\nThe information in this article applies to:\r\n"),
        format!(" - Microsoft Exchange Server, version 5.5 \r\n{dashes}\r\n"),
        "SYMPTOMS\r\n========\r\n".into(),
        format!("The {word} service of store {at} logs this event:\r\n"),
        format!("   Event ID: {event}\r\n   Source: MSExchangeIS\r\n   Error 0x{code:x}\r\n"),
        "CAUSE\r\n=====\r\n".into(),
        format!("The file priv{at}.edb lies on a drive without free space.\r\n"),
        "RESOLUTION\r\n==========\r\n".into(),
        format!("Move the file, and refer to Q{}.\r\n", 100_000 + at / 2),
    ];
    lines.join("\r\n")
}
