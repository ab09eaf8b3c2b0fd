//! What changed since an index was built.

use std::fs::{self, File};
use std::time::{Duration, SystemTime};

use kbq_corpus::{Changes, Manifest};

use crate::archives::zip_of;
use crate::support::{DATE, Folder, document, kinds, markdown, read};

/// Makes every file old enough for its time to be trusted.
fn age(folder: &Folder, names: &[&str]) {
    let long_ago = SystemTime::now() - Duration::from_secs(3600);
    for name in names {
        File::options()
            .write(true)
            .open(folder.join(name))
            .unwrap()
            .set_modified(long_ago)
            .unwrap();
    }
}

const NAMES: [&str; 4] =
    ["kb/194/Q194128/README.md", "txt/194/Q194128.TXT", "txt/221/Q221393.TXT", "index.md"];

fn aged() -> (Folder, Manifest) {
    let folder = Folder::sample();
    age(&folder, &NAMES);
    let mut scan = folder.scan();
    read(&mut scan);
    let manifest = scan.manifest();
    assert_eq!(manifest.sources(), 4);
    (folder, manifest)
}

fn changes(folder: &Folder, manifest: &Manifest) -> Changes {
    let mut scan = folder.scan();
    let changes = scan.changes_since(manifest);
    assert_eq!(kinds(&scan), []);
    changes
}

#[test]
fn nothing_changed() {
    let (folder, manifest) = aged();
    let json = serde_json::to_string(&manifest).unwrap();
    let manifest: Manifest = serde_json::from_str(&json).unwrap();
    let changes = changes(&folder, &manifest);
    assert!(changes.is_empty() && !changes.touched);
    assert_eq!(changes.unchanged, 2);
    let mut scan = folder.scan();
    scan.changes_since(&manifest);
    assert_eq!(scan.manifest().files, manifest.files, "known without reading");
}

#[test]
fn added_changed_and_removed() {
    let (folder, manifest) = aged();
    folder.write("txt/221/Q221393.TXT", document(221_393, DATE, "The store starts again."));
    folder.write("new", document(300_000, DATE, "New."));
    fs::remove_dir_all(folder.join("kb")).unwrap();
    let found = changes(&folder, &manifest);
    assert_eq!((&found.added, &found.removed), (&vec![300_000], &vec![]));
    assert_eq!(found.changed, [194_128, 221_393], "a lost source is a change");
    assert_eq!(found.to_read(), [194_128, 221_393, 300_000]);

    fs::remove_file(folder.join("txt/194/Q194128.TXT")).unwrap();
    assert_eq!(changes(&folder, &manifest).removed, [194_128]);
}

#[test]
fn the_same_size_and_another_time_is_decided_by_the_bytes() {
    let (folder, manifest) = aged();
    let path = folder.join("txt/221/Q221393.TXT");
    let text = fs::read(&path).unwrap();
    fs::write(&path, &text).unwrap();
    let same = changes(&folder, &manifest);
    assert!(same.is_empty() && same.touched);

    fs::write(&path, String::from_utf8(text).unwrap().replace("221393", "221394")).unwrap();
    let other = changes(&folder, &manifest);
    assert_eq!((other.added, other.removed), (vec![221_394], vec![221_393]));
}

#[test]
fn a_file_written_in_the_second_of_the_scan_is_not_trusted() {
    let folder = Folder::sample();
    let mut scan = folder.scan();
    read(&mut scan);
    let manifest = scan.manifest();
    let path = folder.join("txt/221/Q221393.TXT");
    let time = fs::metadata(&path).unwrap().modified().unwrap();
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, text.replace("0xc00203e5", "0xc00203e6")).unwrap();
    File::options().write(true).open(&path).unwrap().set_modified(time).unwrap();
    assert_eq!(changes(&folder, &manifest).changed, [221_393]);
}

#[test]
fn a_twin_moves_to_another_article() {
    let (folder, manifest) = aged();
    folder.write(NAMES[0], markdown(221_393, DATE, "The store stops with 0xc00203e5."));
    assert_eq!(changes(&folder, &manifest).changed, [194_128, 221_393]);
}

#[test]
fn a_manifest_of_another_version_knows_nothing() {
    let (folder, mut manifest) = aged();
    manifest.version += 1;
    assert_eq!(changes(&folder, &manifest).added, [194_128, 221_393]);
}

#[test]
fn members_of_an_archive_are_compared_one_by_one() {
    let folder = Folder::new(&[]);
    let one = document(194_128, DATE, "Setup stops.");
    let two = document(221_393, DATE, "The store stops.");
    zip_of(&folder.join("a.zip"), &[("one", one.as_bytes()), ("two", two.as_bytes())]);
    age(&folder, &["a.zip"]);
    let mut scan = folder.scan();
    read(&mut scan);
    let manifest = scan.manifest();
    assert_eq!(manifest.sources(), 2);
    let same = changes(&folder, &manifest);
    assert_eq!((same.is_empty(), same.unchanged), (true, 2));

    let starts = document(221_393, DATE, "The store halts.");
    zip_of(&folder.join("a.zip"), &[("one", one.as_bytes()), ("two", starts.as_bytes())]);
    let found = changes(&folder, &manifest);
    assert_eq!((found.changed, found.unchanged), (vec![221_393], 1));

    let mut scan = folder.scan();
    scan.changes_since(&manifest);
    assert_eq!(read(&mut scan).len(), 2, "known members are read when they are wanted");
}

#[test]
fn what_only_begins_like_an_article_is_not_tried_again() {
    let folder = Folder::new(&[("half", &document(194_128, DATE, "Setup stops.\0"))]);
    age(&folder, &["half"]);
    let mut scan = folder.scan();
    assert!(read(&mut scan).is_empty());
    let manifest = scan.manifest();
    assert!(folder.scan().changes_since(&manifest).is_empty());
}
