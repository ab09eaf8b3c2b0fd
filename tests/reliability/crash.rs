//! A process that is killed leaves the old or the new index.

use std::fs;
use std::io::Read;
use std::thread::sleep;
use std::time::{Duration, Instant};

use super::lab::{Lab, Random, State, amount};

/// What the kills left behind.
#[derive(Debug, Default)]
struct Left {
    none: u32,
    old: u32,
    new: u32,
    /// Kills that came after the process had ended by itself.
    late: u32,
}

impl Left {
    fn count(&mut self, found: Option<State>, new: State, late: bool) {
        match found {
            _ if late => self.late += 1,
            None => self.none += 1,
            Some(state) if state == new => self.new += 1,
            Some(_) => self.old += 1,
        }
    }
}

/// Starts `kbq index …`, kills it after a share of `usual`, and says whether it had ended before.
fn kill(lab: &Lab, arguments: &[&str], usual: Duration, random: &mut Random) -> bool {
    let mut child = lab.start(arguments);
    // Up to a fifth later than usual, so that the swap and the cleaning are within reach.
    sleep(usual * random.below(1200) as u32 / 1000);
    let ended = child.try_wait().expect("asks").is_some();
    child.kill().expect("kills");
    let mut said = String::new();
    child.stderr.take().expect("a pipe").read_to_string(&mut said).expect("reads");
    child.wait().expect("ends");
    assert!(!said.contains("panicked"), "{said}");
    ended
}

/// How long a command takes here.
fn time(lab: &Lab, arguments: &[&str]) -> Duration {
    let started = Instant::now();
    let done = lab.run(arguments);
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    started.elapsed()
}

fn generations(lab: &Lab) -> usize {
    let entries = fs::read_dir(lab.index_path()).expect("an index").flatten();
    entries.filter(|entry| entry.path().is_dir()).count()
}

#[test]
fn a_killed_update_or_rebuild_leaves_the_old_or_the_new_index() {
    const WAYS: [&[&str]; 2] = [&["index", "articles"], &["index", "--rebuild", "articles"]];
    let mut random = Random(7);
    let mut state = State::Heliotrope;
    let lab = Lab::built(amount(150, 1500), state);
    let usual = WAYS.map(|way| {
        state = state.other();
        lab.write(state);
        time(&lab, way)
    });
    let mut left = [Left::default(), Left::default()];
    for round in 0..amount(16, 400) {
        let way = round % WAYS.len();
        state = state.other();
        lab.write(state);
        let ended = kill(&lab, WAYS[way], usual[way], &mut random);
        let found = lab.state();
        assert!(found.is_some(), "round {round}: no index");
        lab.check();
        left[way].count(found, state, ended);
        lab.index();
        assert_eq!(lab.state(), Some(state), "round {round}: the next build");
        assert_eq!(generations(&lab), 1, "round {round}: leftovers");
    }
    println!("killed updates left {:?}, killed rebuilds {:?}", left[0], left[1]);
}

#[test]
fn a_killed_first_build_leaves_no_index_or_a_whole_one() {
    let mut random = Random(8);
    let state = State::Heliotrope;
    let lab = Lab::new(amount(150, 1500), state);
    let usual = time(&lab, &["index", "articles"]);
    let mut left = Left::default();
    for _ in 0..amount(6, 200) {
        fs::remove_dir_all(lab.index_path()).expect("removes");
        let ended = kill(&lab, &["index", "articles"], usual, &mut random);
        let found = lab.state();
        left.count(found, state, ended);
        lab.index();
        assert_eq!(lab.state(), Some(state));
        lab.check();
    }
    println!("killed first builds left {left:?}");
}
