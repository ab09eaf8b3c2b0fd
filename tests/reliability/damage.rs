//! A damaged index is told as such: no panic, no other answer than the right one without a word.

use std::fs;
use std::path::{Path, PathBuf};

use super::lab::{Lab, Random, State, amount};
use crate::support::text;

/// Searches whose answers are compared with those of the sound index.
const SEARCHES: [&[&str]; 4] = [
    &["search", "--format", "jsonl", "heliotrope drive"],
    &["search", "--format", "jsonl", "event:1003"],
    &["search", "--format", "jsonl", "0x80040103"],
    &["show", "Q100003", "--json"],
];

/// The files of the index, without the lock, which holds nothing.
fn files(lab: &Lab) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![lab.index_path()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("reads").flatten() {
            match entry.file_type().expect("is something").is_dir() {
                true => folders.push(entry.path()),
                false if entry.file_name() != "lock" => found.push(entry.path()),
                false => {}
            }
        }
    }
    found.sort();
    found
}

/// How the program took one damage.
#[derive(Debug, Default)]
struct Taken {
    damages: u32,
    /// Searches that said that the index is damaged.
    refused: u32,
    /// Searches that gave the right answer.
    right: u32,
    /// Searches that gave another answer.
    wrong: u32,
}

/// Answers of the sound index.
fn answers(lab: &Lab) -> Vec<String> {
    let answers = SEARCHES.map(|search| lab.run(search));
    assert!(answers.iter().all(|done| done.status.success()));
    answers.iter().map(|done| text(&done.stdout)).collect()
}

fn take(lab: &Lab, sound: &[String], what: &str, taken: &mut Taken) {
    taken.damages += 1;
    let done = lab.run(&["check"]);
    let said = text(&done.stderr);
    assert_eq!(done.status.code(), Some(2), "{what} is not found by a check: {said}");
    assert!(!said.contains("panicked"), "{what}: {said}");
    for (search, sound) in SEARCHES.iter().zip(sound) {
        let done = lab.run(search);
        let said = text(&done.stderr);
        assert!(!said.contains("panicked"), "{what}: {said}");
        match done.status.code() {
            Some(2) => {
                assert!(said.contains("kbq index"), "{what}: nothing to do next: {said}");
                taken.refused += 1;
            }
            Some(0) if String::from_utf8_lossy(&done.stdout) == *sound => taken.right += 1,
            Some(0 | 1) => taken.wrong += 1,
            code => panic!("{what}: {code:?}: {said}"),
        }
    }
}

/// Damages every file in a way and puts it right again.
fn damage(lab: &Lab, way: &str, times: usize, change: impl Fn(&Path, &mut Random)) -> Taken {
    let sound = answers(lab);
    let (mut taken, mut random) = (Taken::default(), Random(11));
    for path in files(lab) {
        let bytes = fs::read(&path).expect("reads");
        for _ in 0..times {
            change(&path, &mut random);
            if fs::read(&path).ok().as_ref() != Some(&bytes) {
                take(lab, &sound, &format!("{way} {}", path.display()), &mut taken);
            }
            fs::write(&path, &bytes).expect("mends");
        }
    }
    println!("{way}: {taken:?}");
    lab.check();
    taken
}

#[test]
fn a_missing_file_is_told() {
    let lab = Lab::built(30, State::Heliotrope);
    let taken = damage(&lab, "missing", 1, |path, _| fs::remove_file(path).expect("removes"));
    assert_eq!((taken.right, taken.wrong), (0, 0), "{taken:?}");
}

#[test]
fn a_truncated_file_is_told() {
    let lab = Lab::built(30, State::Heliotrope);
    let taken = damage(&lab, "truncated", amount(1, 20), |path, random| {
        let length = fs::metadata(path).expect("is").len() as usize;
        let file = fs::OpenOptions::new().write(true).open(path).expect("opens");
        file.set_len(random.below(length) as u64).expect("truncates");
    });
    assert_eq!((taken.right, taken.wrong), (0, 0), "{taken:?}");
}

#[test]
fn a_flipped_bit_is_found_by_a_check_and_gives_no_wrong_answer() {
    let lab = Lab::built(30, State::Heliotrope);
    let taken = damage(&lab, "flipped", amount(2, 60), |path, random| {
        let mut bytes = fs::read(path).expect("reads");
        let at = random.below(bytes.len());
        if let Some(byte) = bytes.get_mut(at) {
            *byte ^= 1 << random.below(8);
        }
        fs::write(path, bytes).expect("writes");
    });
    assert!(taken.damages > 0);
    assert_eq!(taken.wrong, 0, "{taken:?}");
}
