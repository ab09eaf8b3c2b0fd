//! A process that is killed leaves the old or the new index.
//!
//! Half of the kills come at any time, the others around the swap, which takes a few milliseconds:
//! a watcher waits until `manifest.json.new` or the new `manifest.json` is there.

use std::collections::BTreeSet;
use std::fs;
use std::io::Read;
use std::os::unix::fs::MetadataExt;
use std::process::Child;
use std::thread::sleep;
use std::time::{Duration, Instant};

use super::lab::{Lab, Random, State, amount, assert_no_panic, is_full};
use crate::support::text;

/// When a process is killed.
#[derive(Debug, Clone, Copy)]
enum Moment {
    /// Between its start and a fifth later than it usually ends.
    Any,
    /// As the new manifest begins to be written beside the old one, or within three milliseconds.
    BeforeSwap,
    /// Within half a millisecond after the new manifest replaced the old one, while what is old is
    /// removed.
    AfterSwap,
}

impl Moment {
    /// The moments of the rounds, by turns.
    const TURNS: [Moment; 4] = [Moment::Any, Moment::BeforeSwap, Moment::Any, Moment::AfterSwap];

    fn of_round(round: usize) -> Moment {
        Moment::TURNS[round % Moment::TURNS.len()]
    }
}

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
    /// Counts what was found after a kill: one of the two, or none before there was an index.
    #[track_caller]
    fn count(
        &mut self,
        found: Option<[usize; 2]>,
        old: Option<[usize; 2]>,
        new: [usize; 2],
        late: bool,
    ) {
        if late {
            assert_eq!(found, Some(new), "it had ended");
            self.late += 1;
        } else if found == Some(new) {
            self.new += 1;
        } else {
            assert_eq!(found, old, "neither the old nor the new");
            *(if found.is_none() { &mut self.none } else { &mut self.old }) += 1;
        }
    }

    /// Both sides of the swap were met; in a small run with luck only the one before it.
    fn assert_met_both_sides(&self) {
        assert!(self.old + self.none > 0, "no kill came before the swap: {self:?}");
        assert!(self.new > 0 || !is_full(), "no kill came between the swap and the end: {self:?}");
    }
}

/// Which file the manifest is; none without one.
fn manifest(lab: &Lab) -> Option<u64> {
    fs::metadata(lab.index_path().join("manifest.json")).ok().map(|about| about.ino())
}

/// Waits until something holds or the process has ended.
fn wait(child: &mut Child, holds: impl Fn() -> bool) {
    // Asking for the process each time would miss what lasts for a few microseconds.
    while !(0..20).any(|_| holds()) && child.try_wait().expect("asks").is_none() {}
}

/// Starts `kbq index …`, kills it at a moment, and says whether it had ended before.
fn kill(
    lab: &Lab,
    arguments: &[&str],
    moment: Moment,
    usual: Duration,
    random: &mut Random,
) -> bool {
    let before = manifest(lab);
    let aside = lab.index_path().join("manifest.json.new");
    let mut child = lab.start(arguments);
    let microseconds = match moment {
        Moment::Any => random.below(1 + usual.as_micros() as usize * 6 / 5),
        Moment::BeforeSwap => {
            wait(&mut child, || aside.exists() || manifest(lab) != before);
            random.below(2) * random.below(3000)
        }
        Moment::AfterSwap => {
            wait(&mut child, || manifest(lab) != before);
            random.below(500)
        }
    };
    sleep(Duration::from_micros(microseconds as u64));
    let ended = child.try_wait().expect("asks").is_some();
    child.kill().expect("kills");
    let mut said = String::new();
    child.stderr.take().expect("a pipe").read_to_string(&mut said).expect("reads");
    child.wait().expect("ends");
    assert_no_panic(&said);
    ended
}

/// How long a command takes here.
fn time(lab: &Lab, arguments: &[&str]) -> Duration {
    let started = Instant::now();
    let done = lab.run(arguments);
    assert!(done.status.success(), "{}", text(&done.stderr));
    started.elapsed()
}

/// The files of all generations, as generation and name.
fn files(lab: &Lab) -> BTreeSet<(String, String)> {
    let name = |entry: &fs::DirEntry| entry.file_name().to_string_lossy().into_owned();
    let entries = fs::read_dir(lab.index_path()).expect("an index").flatten();
    let generations = entries.filter(|entry| entry.path().is_dir());
    let within = generations.flat_map(|generation| {
        let files = fs::read_dir(generation.path()).expect("a generation").flatten();
        files.map(|file| (name(&generation), name(&file))).collect::<Vec<_>>()
    });
    within.collect()
}

/// The next `kbq index` ends in the new state and leaves nothing else behind.
#[track_caller]
fn recover(lab: &Lab, new: [usize; 2]) {
    lab.index();
    assert_eq!(lab.counts(), Some(new), "the next build");
    let generations: BTreeSet<_> =
        files(lab).into_iter().map(|(generation, _)| generation).collect();
    assert_eq!(generations.len(), 1, "leftovers: {generations:?}");
    assert!(!lab.index_path().join("manifest.json.new").exists(), "a leftover manifest");
}

#[test]
fn a_killed_update_or_rebuild_leaves_the_old_or_the_new_index() {
    const WAYS: [&[&str]; 2] = [&["index", "articles"], &["index", "--rebuild", "articles"]];
    let mut random = Random(7);
    let mut state = State::Heliotrope;
    let lab = Lab::built(amount(150, 1000), state);
    for way in WAYS {
        state = state.other();
        lab.write(state);
        let usual = time(&lab, way);
        let mut left = Left::default();
        for round in 0..amount(8, 120) {
            let old = state.whole(lab.articles());
            state = state.other();
            let new = state.whole(lab.articles());
            lab.write(state);
            let late = kill(&lab, way, Moment::of_round(round), usual, &mut random);
            let found = lab.counts();
            lab.check();
            left.count(found, Some(old), new, late);
            recover(&lab, new);
        }
        println!("killed {way:?} left {left:?}");
        left.assert_met_both_sides();
    }
}

/// Changes a tenth of the articles to the other state and removes a thirtieth; the counts of both.
fn change_a_part(lab: &Lab, random: &mut Random) -> [usize; 2] {
    let count = lab.articles();
    let (changed, removed) = (count / 10, count / 30);
    let from = random.below(count);
    for at in 0..changed {
        lab.write_article((from + at) % count, State::Nasturtium);
    }
    for at in changed..changed + removed {
        fs::remove_file(lab.article_path((from + at) % count)).expect("removes");
    }
    [count - changed - removed, changed]
}

#[test]
fn a_killed_update_of_a_part_leaves_the_old_or_the_new_index() {
    let mut random = Random(9);
    let lab = Lab::built(amount(150, 1000), State::Heliotrope);
    let old = State::Heliotrope.whole(lab.articles());
    change_a_part(&lab, &mut random);
    let usual = time(&lab, &["index", "articles"]);
    let (mut left, mut shared) = (Left::default(), 0);
    for round in 0..amount(8, 120) {
        lab.write(State::Heliotrope);
        recover(&lab, old);
        let before = files(&lab);
        let new = change_a_part(&lab, &mut random);
        let late = kill(&lab, &["index", "articles"], Moment::of_round(round), usual, &mut random);
        let found = lab.counts();
        lab.check();
        left.count(found, Some(old), new, late);
        recover(&lab, new);
        let after = files(&lab);
        let stays =
            |name: &String| name.ends_with(".store") && after.iter().any(|file| file.1 == *name);
        let deletes = after.iter().any(|(_, name)| name.ends_with(".del"));
        shared += u32::from(deletes && before.iter().any(|(_, name)| stays(name)));
    }
    println!("killed updates of a part left {left:?}; {shared} shared files with the old state");
    left.assert_met_both_sides();
    assert!(shared > 0, "no update shared files with the old state and had deleted documents");
}

#[test]
fn a_killed_first_build_leaves_no_index_or_a_whole_one() {
    let mut random = Random(8);
    let lab = Lab::new(amount(150, 1000), State::Heliotrope);
    let whole = State::Heliotrope.whole(lab.articles());
    let usual = time(&lab, &["index", "articles"]);
    let mut left = Left::default();
    for round in 0..amount(8, 120) {
        fs::remove_dir_all(lab.index_path()).expect("removes");
        let late = kill(&lab, &["index", "articles"], Moment::of_round(round), usual, &mut random);
        left.count(lab.counts(), None, whole, late);
        recover(&lab, whole);
        lab.check();
    }
    println!("killed first builds left {left:?}");
    left.assert_met_both_sides();
}
