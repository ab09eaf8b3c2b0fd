//! Bombs, absurd names, links, files that vanish: bounded and reported.

use std::fs;
use std::ops::ControlFlow;

use kbq_corpus::{Limits, ProblemKind, ReadOptions, scan};

use crate::archives::{gzip, tar_of, zip_of};
use crate::support::{DATE, Folder, document, kinds, numbers, read};

fn with_limits(folder: &Folder, limits: &Limits) -> (Vec<u32>, Vec<ProblemKind>) {
    let mut scan = scan(&[folder.path().to_owned()], limits).unwrap();
    let articles = read(&mut scan);
    (numbers(&articles), kinds(&scan))
}

#[test]
fn bombs_are_not_unpacked() {
    let good = document(194_128, DATE, "Setup stops.");
    let zeros = vec![b' '; 8 << 20];
    let folder = Folder::new(&[]);
    zip_of(&folder.join("a.zip"), &[("bomb", &zeros), ("good", good.as_bytes())]);
    folder.write("b.tar.gz", gzip(&tar_of(&[("bomb", &zeros)])));
    let (found, problems) = with_limits(&folder, &Limits::default());
    assert_eq!(found, [194_128]);
    assert_eq!(problems, [ProblemKind::Bomb, ProblemKind::Bomb]);
}

#[test]
fn the_whole_of_an_archive_is_bounded_too() {
    let text = document(194_128, DATE, "Setup stops.");
    let members: Vec<_> = ["a", "b", "c", "d"].map(|name| (name, text.as_bytes())).into();
    let folder = Folder::new(&[]);
    zip_of(&folder.join("a.zip"), &members);
    let bytes = Limits { archive_bytes: 3 * text.len() as u64, ..Limits::default() };
    assert_eq!(with_limits(&folder, &bytes), (vec![194_128], vec![ProblemKind::Bomb]));
    let count = Limits { archive_members: 2, ..Limits::default() };
    assert_eq!(with_limits(&folder, &count), (vec![194_128], vec![ProblemKind::Bomb]));

    let folder = Folder::new(&[]);
    folder.write("a.tgz", gzip(&tar_of(&members)));
    assert_eq!(with_limits(&folder, &bytes), (vec![], vec![ProblemKind::Bomb]));
    assert_eq!(with_limits(&folder, &count), (vec![194_128], vec![ProblemKind::Bomb]));
}

#[test]
fn large_files_are_reported_and_not_read() {
    let folder = Folder::sample();
    let file = fs::File::create(folder.join("huge")).unwrap();
    file.set_len(1 << 30).unwrap();
    let limits = Limits { article_bytes: 4096, ..Limits::default() };
    folder.write("x.tar", tar_of(&[("long", &[b'x'; 5000])]));
    let (found, problems) = with_limits(&folder, &limits);
    assert_eq!(found, [194_128, 221_393]);
    assert_eq!(problems, [ProblemKind::TooLarge; 2]);
}

#[test]
fn absurd_names_are_refused() {
    let text = document(194_128, DATE, "Setup stops.");
    let folder = Folder::new(&[]);
    let names = ["../../etc/passwd", "/abs", "a/../b", "inner.zip", "fine"];
    let members: Vec<_> = names.map(|name| (name, text.as_bytes())).into();
    zip_of(&folder.join("a.zip"), &members);
    let (found, problems) = with_limits(&folder, &Limits::default());
    assert_eq!(found, [194_128]);
    use ProblemKind::{BadName, Nested};
    assert_eq!(problems, [BadName, BadName, BadName, Nested]);
}

#[test]
fn a_long_name_in_a_tar_is_not_read_into_memory() {
    let mut header = tar::Header::new_gnu();
    header.set_entry_type(tar::EntryType::GNULongName);
    header.set_size(1 << 20);
    header.set_cksum();
    let mut tar = header.as_bytes().to_vec();
    tar.resize(tar.len() + (1 << 20), b'a');
    let text = document(194_128, DATE, "Setup stops.");
    tar.extend(tar_of(&[("x", text.as_bytes())]));
    let folder = Folder::new(&[]);
    folder.write("a.tar", tar);
    assert_eq!(with_limits(&folder, &Limits::default()), (vec![], vec![ProblemKind::BadName]));
}

#[test]
fn too_many_copies_of_an_article_are_bounded() {
    let text = document(194_128, DATE, "Setup stops.");
    let folder = Folder::new(&[("a", &text), ("b", &text), ("c", &text), ("d", &text)]);
    let limits = Limits { sources_per_article: 2, ..Limits::default() };
    let mut scan = scan(&[folder.path().to_owned()], &limits).unwrap();
    let articles = read(&mut scan);
    assert_eq!(articles[0].revisions.len(), 1);
    assert_eq!(kinds(&scan), [ProblemKind::TooManySources]);
}

#[test]
fn files_that_vanish_or_change_while_reading_are_reported() {
    let folder = Folder::sample();
    let mut scan = folder.scan();
    // The first article is handed over when the second's file is not read yet.
    let gone = folder.join("txt/221/Q221393.TXT");
    let options = ReadOptions { threads: 1, only: None };
    let outcome = scan.read(
        &options,
        |_| {
            let _ = fs::remove_file(&gone);
            ControlFlow::Continue(())
        },
        |_| {},
    );
    assert_eq!(outcome.articles, 1);
    assert_eq!(kinds(&scan), [ProblemKind::Changed]);
    assert_eq!(scan.manifest().sources(), 3, "the next run tries again");

    let folder = Folder::sample();
    let mut scan = folder.scan();
    scan.changes_since(&scan.manifest());
    folder.write("txt/221/Q221393.TXT", document(300_000, DATE, "Another."));
    folder.write("kb/194/Q194128/README.md", "nothing");
    let articles = read(&mut scan);
    assert_eq!(numbers(&articles), [194_128]);
    assert_eq!(kinds(&scan), [ProblemKind::Changed; 2]);
    assert!(scan.problems()[1].to_string().contains("run the command again"));
}

#[cfg(unix)]
#[test]
fn names_that_are_not_utf_8_and_special_files() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    use std::os::unix::net::UnixListener;
    let folder = Folder::new(&[]);
    let name = folder.path().join(OsStr::from_bytes(b"caf\xe9"));
    fs::write(&name, document(194_128, DATE, "Setup stops.")).unwrap();
    let _socket = UnixListener::bind(folder.join("socket")).unwrap();
    let mut scan = folder.scan();
    let articles = read(&mut scan);
    assert!(articles[0].source.path.ends_with("caf\\xE9"));
    assert_eq!(kinds(&scan), [ProblemKind::SpecialFile]);
    assert!(folder.scan().changes_since(&scan.manifest()).is_empty());
}

/// Archives with bytes changed, cut and repeated at random, the same on every run.
#[test]
fn damaged_archives_never_panic() {
    let text = document(194_128, DATE, "Setup stops.");
    let folder = Folder::new(&[]);
    zip_of(&folder.join("x.zip"), &[("a", text.as_bytes()), ("b/c", text.as_bytes())]);
    let tar = tar_of(&[("a", text.as_bytes()), (&"long/".repeat(40), text.as_bytes())]);
    folder.write("x.tgz", gzip(&tar));
    folder.write("x.tar", tar);
    let record = kbq_model::Article::new("Q1".parse().unwrap());
    let record = serde_json::to_string(&record).unwrap();
    folder.write("x.jsonl", format!("{record}\n{record}\n"));
    let mut seed = 0x9e37_79b9_7f4a_7c15_u64;
    let mut random = move |below: usize| {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        usize::try_from(seed >> 33).unwrap() % below.max(1)
    };
    for name in ["x.zip", "x.tar", "x.tgz", "x.jsonl"] {
        let whole = fs::read(folder.join(name)).unwrap();
        let damaged = Folder::new(&[]);
        for _ in 0..100 {
            let mut bytes = whole.clone();
            for _ in 0..=random(4) {
                let at = random(bytes.len());
                match random(3) {
                    0 => bytes[at] = u8::try_from(random(256)).unwrap(),
                    1 => bytes.truncate(at + 1),
                    _ => bytes.extend_from_within(at..),
                }
            }
            damaged.write(name, bytes);
            let mut scan = damaged.scan();
            let articles = read(&mut scan);
            assert!(articles.len() < 10);
            damaged.scan().changes_since(&scan.manifest());
        }
    }
}
