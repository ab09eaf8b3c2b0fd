//! A damaged index is told as such: no panic, no other answer than the right one without a word.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use super::lab::{Lab, Random, State, amount, assert_no_panic, is_full};
use crate::support::text;

/// Commands whose answers are compared with those of the sound index.
const COMMANDS: [&[&str]; 8] = [
    &["search", "--format", "jsonl", "heliotrope drive"],
    &["search", "--format", "jsonl", "event:1003"],
    &["search", "--format", "jsonl", "0x80040103"],
    &["show", "Q100003", "--json"],
    &["links", "Q100003", "--json"],
    &["diagnose", "paste", "--json"],
    &["export", "-q", "--format", "jsonl"],
    &["stats", "--json"],
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

/// How the program took the damages. An answer that is not the right one fails the test.
#[derive(Debug, Default)]
struct Taken {
    damages: u32,
    /// Commands that said that the index is damaged.
    refused: u32,
    /// Commands that gave the right answer.
    right: u32,
}

/// Answers of the sound index.
fn answers(lab: &Lab) -> Vec<String> {
    lab.paste();
    let answer = |command: &&[&str]| {
        let done = lab.run(command);
        assert_eq!(done.status.code(), Some(0), "{command:?}: {}", text(&done.stderr));
        text(&done.stdout)
    };
    COMMANDS.iter().map(answer).collect()
}

/// Every command says that the index is damaged and what to do, or gives the right answer.
fn take(lab: &Lab, sound: &[String], what: &str, taken: &mut Taken) {
    taken.damages += 1;
    let done = lab.run(&["check"]);
    let said = text(&done.stderr);
    assert_eq!(done.status.code(), Some(2), "{what} is not found by a check: {said}");
    assert_no_panic(&said);
    for (command, sound) in COMMANDS.iter().zip(sound) {
        let done = lab.run(command);
        let said = text(&done.stderr);
        assert_no_panic(&said);
        match done.status.code() {
            Some(2) => {
                assert!(said.contains("kbq index"), "{what}: nothing to do next: {said}");
                taken.refused += 1;
            }
            Some(0) if String::from_utf8_lossy(&done.stdout) == *sound => taken.right += 1,
            code => panic!("{what}: {command:?}: {code:?}, not the right answer: {said}"),
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
    assert!(taken.damages > 0);
    lab.check();
    taken
}

#[test]
fn a_missing_file_is_told() {
    let lab = Lab::built(30, State::Heliotrope);
    let taken = damage(&lab, "missing", 1, |path, _| fs::remove_file(path).expect("removes"));
    assert_eq!(taken.right, 0, "{taken:?}");
}

#[test]
fn a_truncated_file_is_told() {
    let lab = Lab::built(30, State::Heliotrope);
    let taken = damage(&lab, "truncated", amount(1, 10), |path, random| {
        let length = fs::metadata(path).expect("is").len() as usize;
        let file = fs::OpenOptions::new().write(true).open(path).expect("opens");
        file.set_len(random.below(length) as u64).expect("truncates");
    });
    assert_eq!(taken.right, 0, "{taken:?}");
}

#[test]
fn a_flipped_bit_is_found_by_a_check_and_gives_no_wrong_answer() {
    let lab = Lab::built(30, State::Heliotrope);
    damage(&lab, "flipped", amount(1, 30), |path, random| {
        let mut bytes = fs::read(path).expect("reads");
        let at = random.below(bytes.len());
        if let Some(byte) = bytes.get_mut(at) {
            *byte ^= 1 << random.below(8);
        }
        fs::write(path, bytes).expect("writes");
    });
}

#[test]
fn a_file_that_grew_is_told() {
    let lab = Lab::built(30, State::Heliotrope);
    let taken = damage(&lab, "grown", amount(1, 10), |path, random| {
        let mut file = fs::OpenOptions::new().append(true).open(path).expect("opens");
        file.write_all(&vec![b'x'; 1 + random.below(5000)]).expect("appends");
    });
    assert_eq!(taken.right, 0, "{taken:?}");
}

#[test]
fn an_emptied_file_is_told() {
    let lab = Lab::built(30, State::Heliotrope);
    let taken = damage(&lab, "emptied", 1, |path, _| fs::write(path, "").expect("empties"));
    assert_eq!(taken.right, 0, "{taken:?}");
}

/// Two files in each other's places, as they are, and cut or filled to each other's sizes, so that
/// only their bytes tell.
#[test]
fn swapped_files_are_found_by_a_check_and_give_no_wrong_answer() {
    let lab = Lab::built(30, State::Heliotrope);
    let (sound, files) = (answers(&lab), files(&lab));
    let bytes: Vec<_> = files.iter().map(|path| fs::read(path).expect("reads")).collect();
    // At ordinary size only neighbours: a segment's file and the same segment's next.
    let farthest = if is_full() { files.len() } else { 2 };
    let mut taken = Taken::default();
    for one in 0..files.len() {
        for other in one + 1..files.len().min(one + farthest) {
            if bytes[one] == bytes[other] {
                continue;
            }
            for resized in [false, true] {
                let (mut first, mut second) = (bytes[other].clone(), bytes[one].clone());
                if resized {
                    first.resize(bytes[one].len(), 0);
                    second.resize(bytes[other].len(), 0);
                }
                fs::write(&files[one], first).expect("writes");
                fs::write(&files[other], second).expect("writes");
                let (a, b) = (files[one].display(), files[other].display());
                take(&lab, &sound, &format!("swapped {a} and {b}"), &mut taken);
            }
            fs::write(&files[one], &bytes[one]).expect("mends");
            fs::write(&files[other], &bytes[other]).expect("mends");
        }
    }
    println!("swapped: {taken:?}");
    lab.check();
}
