//! Hostile files through the whole program: archives that would write elsewhere, files of a gigabyte.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use super::lab::{Lab, State, amount, article, assert_no_panic};
use crate::support::text;

/// Everything below a folder, links as such.
fn paths(folder: &Path) -> BTreeSet<PathBuf> {
    let mut found = BTreeSet::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("reads").flatten() {
            if entry.file_type().expect("is something").is_dir() {
                folders.push(entry.path());
            }
            found.insert(entry.path());
        }
    }
    found
}

/// Members of a hostile archive: names, and what is said of them. Their articles' ordinals count up
/// from 10.
const NAMES: [(&[u8], Option<&str>); 6] = [
    (b"fine.txt", None),
    (b"../above.txt", Some("leads out of the archive")),
    (b"a/../../above.txt", Some("leads out of the archive")),
    (b"/tmp/kbq-absolute.txt", Some("leads out of the archive")),
    (b"caf\xe9.txt", None),
    (b"last.txt", None),
];

/// A `.tar` with the names as they are, which the library would refuse to write, and two links.
fn hostile_tar() -> Vec<u8> {
    let mut builder = tar::Builder::new(Vec::new());
    let header = |name: &[u8], size: usize, kind: tar::EntryType| {
        let mut header = tar::Header::new_gnu();
        header.as_old_mut().name[..name.len()].copy_from_slice(name);
        header.set_size(size as u64);
        header.set_mode(0o644);
        header.set_entry_type(kind);
        header
    };
    for (name, kind) in [("link", tar::EntryType::Symlink), ("hard", tar::EntryType::Link)] {
        let mut link = header(name.as_bytes(), 0, kind);
        link.set_link_name("../../etc/passwd").expect("a short name");
        link.set_cksum();
        builder.append(&link, &b""[..]).expect("adds");
    }
    for (at, (name, _)) in NAMES.iter().enumerate() {
        let text = article(10 + at, State::Heliotrope);
        let mut header = header(name, text.len(), tar::EntryType::Regular);
        header.set_cksum();
        builder.append(&header, text.as_bytes()).expect("adds");
    }
    builder.into_inner().expect("ends")
}

/// The same as a `.zip`, whose library writes no names but UTF-8: a byte is put in afterwards.
fn hostile_zip() -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    for name in ["link", "hard"] {
        zip.add_symlink(name, "../../etc/passwd", options).expect("adds");
    }
    for (at, (name, _)) in NAMES.iter().enumerate() {
        let name: String =
            name.iter().map(|&byte| if byte < 128 { byte as char } else { '~' }).collect();
        zip.start_file(name, options).expect("adds");
        zip.write_all(article(10 + at, State::Heliotrope).as_bytes()).expect("adds");
    }
    let mut bytes = zip.finish().expect("ends").into_inner();
    let places: Vec<_> = (0..bytes.len()).filter(|&at| bytes[at..].starts_with(b"caf~")).collect();
    assert_eq!(places.len(), 2, "before the member and in the directory");
    places.iter().for_each(|at| bytes[at + 3] = 0xe9);
    bytes
}

#[test]
fn an_archive_that_leads_elsewhere_writes_nothing_there_and_the_rest_is_indexed() {
    for (name, bytes) in [("x.tar", hostile_tar()), ("x.zip", hostile_zip())] {
        let lab = Lab::new(3, State::Heliotrope);
        fs::write(lab.path().join("articles").join(name), bytes).expect("writes");
        let before = paths(lab.path());
        let done = lab.run(&["index", "articles"]);
        let said = text(&done.stderr);
        assert_eq!(done.status.code(), Some(0), "{name}: {said}");
        assert_no_panic(&said);
        let after = paths(lab.path());
        let written: Vec<_> = after.difference(&before).collect();
        let index = lab.index_path();
        assert!(written.iter().all(|path| path.starts_with(&index)), "{name}: {written:?}");
        assert!(!Path::new("/tmp/kbq-absolute.txt").exists(), "{name}");

        for (member, problem) in NAMES {
            let member = format!("{name}/{}", member.escape_ascii());
            let reported = said.lines().any(|line| {
                problem.is_some_and(|problem| line.contains(&member) && line.contains(problem))
            });
            assert_eq!(reported, problem.is_some(), "{member}: {said}");
        }
        for link in ["link", "hard"] {
            let line = format!("{name}/{link}: a link in an archive is not followed");
            assert!(said.contains(&line), "{line}: {said}");
        }
        let found = text(&lab.run(&["search", "-l", "--sort", "id", "heliotrope"]).stdout);
        let expected = ["Q100000", "Q100001", "Q100002", "Q100010", "Q100014", "Q100015"];
        assert_eq!(found.lines().collect::<Vec<_>>(), expected, "{name}");
        let shown = lab.run(&["show", "Q100014", "--json"]);
        assert!(text(&shown.stdout).contains(r"caf\\xE9.txt"), "{name}: the byte stays visible");
    }
}

/// The most memory that a process had in use at once, in kilobytes, and how it ended.
fn peak(mut child: Child) -> (u64, std::process::ExitStatus) {
    let status = format!("/proc/{}/status", child.id());
    let mut most = 0;
    loop {
        // Gone when the process has ended, so that it is asked for all the time.
        let now = fs::read_to_string(&status).unwrap_or_default();
        let line = now.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kilobytes = line.and_then(|line| line.split_whitespace().next()?.parse().ok());
        most = most.max(kilobytes.unwrap_or(0));
        if let Some(ended) = child.try_wait().expect("asks") {
            return (most, ended);
        }
        sleep(Duration::from_millis(1));
    }
}

/// A `.tar` whose first member has so many bytes of nothing and whose second is an article.
fn sparse_tar(path: &Path, size: u64) {
    let header = |name: &str, size: u64| {
        let mut header = tar::Header::new_gnu();
        header.set_path(name).expect("a short name");
        header.set_size(size);
        header.set_mode(0o644);
        header.set_cksum();
        header
    };
    let text = article(7, State::Heliotrope);
    let mut file = File::create(path).expect("creates");
    file.write_all(header("huge", size).as_bytes()).expect("writes");
    file.seek(SeekFrom::Current(size.next_multiple_of(512) as i64)).expect("seeks");
    file.write_all(header("fine", text.len() as u64).as_bytes()).expect("writes");
    file.write_all(text.as_bytes()).expect("writes");
    let end = file.stream_position().expect("is somewhere").next_multiple_of(512);
    file.set_len(end + 1024).expect("ends with blocks of zeros");
}

#[test]
fn files_of_a_gigabyte_cost_no_memory() {
    const GIGABYTE: u64 = 1 << 30;
    /// Of a build of a few articles with a record of the largest size permitted, 64 MB.
    const MOST_KILOBYTES: u64 = 200 * 1024;
    if !Path::new("/proc/self/status").exists() {
        println!("skipped: only Linux tells the memory of a process in /proc");
        return;
    }
    let lab = Lab::new(3, State::Heliotrope);
    let folder = lab.path().join("articles");
    // The first three go by their size; of the others the bytes are looked through.
    let read = amount(100 << 20, GIGABYTE as usize) as u64;
    for (name, size) in [
        ("huge", GIGABYTE),
        ("huge.txt", GIGABYTE),
        ("huge.md", GIGABYTE),
        ("huge.jsonl", read),
        ("huge.zip", read),
        ("huge.tar", read),
        ("huge.tgz", read),
    ] {
        File::create(folder.join(name)).and_then(|file| file.set_len(size)).expect("creates");
    }
    sparse_tar(&folder.join("inner.tar"), GIGABYTE);
    let said = lab.path().join("said");
    let mut command = lab.command(&["index", "articles"]);
    command.stdout(Stdio::null()).stderr(File::create(&said).expect("creates"));
    let started = Instant::now();
    let (peak, ended) = peak(command.spawn().expect("starts"));
    let took = started.elapsed();
    let said = fs::read_to_string(said).expect("reads");
    assert_eq!(ended.code(), Some(0), "{said}");
    assert_no_panic(&said);
    println!("files of a gigabyte: at most {} MB in use, {took:?}", peak / 1024);
    assert!(0 < peak && peak < MOST_KILOBYTES, "{peak} kB");
    for name in ["huge", "huge.txt", "huge.md", "inner.tar/huge"] {
        let line = format!("{name}: {GIGABYTE} bytes are more than the");
        assert!(said.contains(&line), "{line}: {said}");
    }
    for name in ["huge.zip", "huge.tgz"] {
        let line = format!("{name}: can't be read as an archive");
        assert!(said.contains(&line), "{line}: {said}");
    }
    let found = text(&lab.run(&["search", "-l", "--sort", "id", "heliotrope"]).stdout);
    assert_eq!(found.lines().collect::<Vec<_>>(), ["Q100000", "Q100001", "Q100002", "Q100007"]);
}
