//! Several processes at one index, and files that change under a reader.

use std::fs::{self, OpenOptions};
use std::process::Stdio;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use super::lab::{Lab, Random, State, amount, article, assert_no_panic};
use crate::support::text;

#[test]
fn a_second_writer_says_so_and_what_to_do() {
    let lab = Lab::built(5, State::Heliotrope);
    let held = OpenOptions::new().write(true).open(lab.index_path().join("lock")).expect("opens");
    held.lock().expect("locks");
    lab.write(State::Nasturtium);
    let done = lab.run(&["index", "articles"]);
    let said = text(&done.stderr);
    assert_eq!(done.status.code(), Some(2), "{said}");
    assert!(said.contains("another kbq") && said.contains("wait"), "{said}");
    assert_eq!(lab.state(), Some(State::Heliotrope), "a search does not wait for the lock");
    drop(held);
    lab.index();
    assert_eq!(lab.state(), Some(State::Nasturtium));
}

#[test]
fn of_two_builds_at_once_one_does_it() {
    let lab = Lab::built(amount(100, 1000), State::Heliotrope);
    let mut state = State::Heliotrope;
    let mut refused = 0;
    for _ in 0..amount(3, 25) {
        state = state.other();
        lab.write(state);
        let both = [(); 2].map(|()| lab.start(&["index", "--rebuild", "articles"]));
        let ends = both.map(|child| child.wait_with_output().expect("ends"));
        let mut succeeded = 0;
        for done in &ends {
            match done.status.code() {
                Some(0) => succeeded += 1,
                Some(2) if text(&done.stderr).contains("another kbq") => refused += 1,
                code => panic!("{code:?}: {}", text(&done.stderr)),
            }
        }
        assert!(succeeded > 0);
        assert_eq!(lab.state(), Some(state));
        lab.check();
    }
    println!("of two builds at once, the second was refused {refused} times");
}

/// What one reader sees while another process writes.
#[derive(Debug, Default)]
struct Seen {
    /// Rounds of a reader that began after the writer's start and ended before its end.
    meanwhile: u32,
    /// Those of them that found the old state.
    old: u32,
    /// Whether the new state was found.
    new: bool,
}

/// Reads until the writer has ended, and once more then: the old state until the swap, the new
/// state from then on, and always the whole of one.
fn read_until(done: &AtomicBool, lab: &Lab, old: State) -> Seen {
    let ids = |state: State| {
        let done = lab.run(&["search", "-l", "-n", "9999", state.word()]);
        assert!(done.status.code() < Some(2), "{}", text(&done.stderr));
        text(&done.stdout).lines().count()
    };
    let mut seen = Seen::default();
    loop {
        let last = done.load(Ordering::Acquire);
        let (before, after) = (ids(old), ids(old.other()));
        let whole = [0, lab.articles()];
        assert!(whole.contains(&before) && whole.contains(&after), "a mixture");
        assert!(before + after > 0, "neither state");
        assert!(!seen.new || before == 0, "the old state after the new");
        seen.new |= after > 0;
        let shown = lab.run(&["show", "Q100003"]);
        assert_eq!(shown.status.code(), Some(0), "{}", text(&shown.stderr));
        let shown = text(&shown.stdout);
        let (shows_old, shows_new) =
            (shown.contains(old.word()), shown.contains(old.other().word()));
        assert!(shows_old != shows_new, "an article of both states or neither");
        assert!(!seen.new || shows_new, "the old article after the new state");
        seen.new |= shows_new;
        if last {
            return seen;
        }
        if !done.load(Ordering::Acquire) {
            seen.meanwhile += 1;
            seen.old += u32::from(shows_old);
        }
    }
}

#[test]
fn who_reads_during_an_update_or_a_rebuild_finds_the_old_state_then_the_new() {
    const WAYS: [&[&str]; 2] = [&["index", "articles"], &["index", "--rebuild", "articles"]];
    let lab = Lab::built(amount(400, 2000), State::Heliotrope);
    let mut state = State::Heliotrope;
    for way in WAYS {
        let (mut meanwhile, mut old) = (0, 0);
        for _ in 0..amount(3, 20) {
            let before = state;
            state = state.other();
            lab.write(state);
            let done = AtomicBool::new(false);
            let seen = thread::scope(|scope| {
                let reader = scope.spawn(|| read_until(&done, &lab, before));
                let built = lab.run(way);
                done.store(true, Ordering::Release);
                assert!(built.status.success(), "{}", text(&built.stderr));
                reader.join().expect("what was read holds")
            });
            assert!(seen.new, "the old state after the end");
            (meanwhile, old) = (meanwhile + seen.meanwhile, old + seen.old);
            assert_eq!(lab.state(), Some(state));
        }
        println!(
            "{meanwhile} rounds of two searches and a `show` during {way:?}, {old} of the old"
        );
        assert!(meanwhile > 0 && old > 0, "nothing was read meanwhile");
    }
}

/// The articles in a state, sorted: an update may rank equals differently from a rebuild.
fn numbers(lab: &Lab, state: State) -> Vec<String> {
    let found = text(&lab.run(&["search", "-l", "-n", "9999", state.word()]).stdout);
    let mut numbers: Vec<_> = found.lines().map(str::to_owned).collect();
    numbers.sort();
    numbers
}

/// Makes a file vanish, empty, another article, or another version of its own.
fn disturb(lab: &Lab, random: &mut Random) {
    let at = random.below(lab.articles());
    let path = lab.article_path(at);
    match random.below(4) {
        0 => fs::remove_file(&path).unwrap_or_default(),
        1 => fs::write(&path, "").expect("writes"),
        2 => fs::write(&path, article(at + 500_000, State::Nasturtium)).expect("writes"),
        _ => lab.write_article(at, State::Heliotrope),
    }
}

#[test]
fn files_that_vanish_or_change_while_they_are_read_fail_nothing() {
    let lab = Lab::built(amount(300, 1000), State::Heliotrope);
    let mut random = Random(9);
    let mut met = 0;
    for round in 0..amount(3, 25) {
        lab.write(State::Nasturtium);
        // A file, not a pipe, which would fill up: nobody reads while the files are changed.
        let said = lab.path().join("said");
        let mut command = lab.command(&["index", "articles"]);
        command.stdout(Stdio::null()).stderr(fs::File::create(&said).expect("creates"));
        let mut child = command.spawn().expect("starts");
        let ended = loop {
            if let Some(ended) = child.try_wait().expect("asks") {
                break ended;
            }
            disturb(&lab, &mut random);
            // Some are left as they are.
            thread::sleep(Duration::from_micros(200));
        };
        let said = fs::read_to_string(&said).expect("reads");
        assert!(ended.success(), "round {round}: {said}");
        assert_no_panic(&said);
        met += said.lines().filter(|line| line.contains("run the command again")).count();
        lab.check();
        // Whatever was caught half-way: the next run finds it, and ends where a rebuild ends.
        lab.index();
        let updated = State::BOTH.map(|state| numbers(&lab, state));
        let rebuilt = lab.run(&["index", "--rebuild", "articles"]);
        assert!(rebuilt.status.success(), "{}", text(&rebuilt.stderr));
        assert_eq!(updated, State::BOTH.map(|state| numbers(&lab, state)), "round {round}");
        lab.write(State::Heliotrope);
        lab.index();
    }
    println!("{met} files were reported as changed or gone while they were read");
    assert!(met > 0, "no change was met while a file was read");
}
