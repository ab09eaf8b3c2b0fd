//! Several processes at one index, and files that change under a reader.

use std::fs::{self, OpenOptions};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use super::lab::{Lab, Random, State, amount, article};
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
    for _ in 0..amount(3, 40) {
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

#[test]
fn searches_during_a_rebuild_find_the_old_state_then_the_new() {
    let lab = Lab::built(amount(150, 1500), State::Heliotrope);
    let (mut state, mut searches) = (State::Heliotrope, 0);
    for _ in 0..amount(3, 30) {
        let old = state;
        state = state.other();
        lab.write(state);
        let done = AtomicBool::new(false);
        thread::scope(|scope| {
            let searcher = scope.spawn(|| {
                let (mut seen_new, mut count) = (false, 0);
                while !done.load(Ordering::Relaxed) {
                    let ids = |state: State| {
                        let done = lab.run(&["search", "-l", "-n", "9999", state.word()]);
                        assert!(done.status.code() < Some(2), "{}", text(&done.stderr));
                        text(&done.stdout).lines().count()
                    };
                    let (before, after) = (ids(old), ids(state));
                    let whole = [0, lab.articles()];
                    assert!(whole.contains(&before) && whole.contains(&after), "a mixture");
                    assert!(before + after > 0, "neither state");
                    assert!(!seen_new || before == 0, "the old state after the new");
                    seen_new |= after > 0;
                    count += 2;
                }
                count
            });
            let built = lab.run(&["index", "--rebuild", "articles"]);
            done.store(true, Ordering::Relaxed);
            assert!(built.status.success(), "{}", text(&built.stderr));
            searches += searcher.join().expect("the searches hold");
        });
        assert_eq!(lab.state(), Some(state));
    }
    println!("{searches} searches during rebuilds");
}

/// The articles in a state, sorted: an update may rank equals differently from a rebuild.
fn numbers(lab: &Lab, state: State) -> Vec<String> {
    let found = text(&lab.run(&["search", "-l", "-n", "9999", state.word()]).stdout);
    let mut numbers: Vec<_> = found.lines().map(str::to_owned).collect();
    numbers.sort();
    numbers
}

#[test]
fn files_that_vanish_or_change_while_they_are_read_fail_nothing() {
    let lab = Lab::built(amount(150, 1500), State::Heliotrope);
    let mut random = Random(9);
    for round in 0..amount(3, 40) {
        lab.write(State::Nasturtium);
        let child = lab.start(&["index", "articles"]);
        for _ in 0..lab.articles() / 3 {
            let at = random.below(lab.articles());
            let path = lab.article_path(at);
            match random.below(4) {
                0 => fs::remove_file(&path).unwrap_or_default(),
                1 => fs::write(&path, "").expect("writes"),
                2 => fs::write(&path, article(at + 500_000, State::Nasturtium)).expect("writes"),
                _ => fs::write(&path, article(at, State::Heliotrope)).expect("writes"),
            }
        }
        let done = child.wait_with_output().expect("ends");
        assert!(done.status.success(), "round {round}: {}", text(&done.stderr));
        lab.check();
        // Whatever was caught half-way: the next run finds it, and ends where a rebuild ends.
        lab.run(&["index", "articles"]);
        let updated = State::BOTH.map(|state| numbers(&lab, state));
        assert!(lab.run(&["index", "--rebuild", "articles"]).status.success());
        assert_eq!(updated, State::BOTH.map(|state| numbers(&lab, state)), "round {round}");
        lab.write(State::Heliotrope);
        lab.index();
    }
}
