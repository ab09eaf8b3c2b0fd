//! Indexes that are missing, foreign, damaged or read-only.

use std::fs;
use std::path::{Path, PathBuf};

use kbq_index::{Index, IndexError};

use crate::support::{article, found, index, search, write};

fn files(dir: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(dir).expect("a directory") {
        let path = entry.expect("an entry").path();
        if path.is_dir() { files.extend(self::files(&path)) } else { files.push(path) }
    }
    files.sort();
    files
}

fn refused(dir: &Path) -> IndexError {
    match Index::open(dir) {
        Ok(_) => panic!("it opened"),
        Err(error) => error,
    }
}

#[test]
fn no_index_and_another_version_say_what_helps() {
    let dir = tempfile::tempdir().expect("a directory");
    for missing in [dir.path().to_owned(), dir.path().join("nowhere")] {
        let error = refused(&missing);
        assert_eq!(error.kind(), "index-missing");
        assert!(error.to_string().contains("kbq index"), "{error}");
    }
    write(dir.path(), vec![article(1, "Text")]);
    let manifest = dir.path().join("manifest.json");
    let text = fs::read_to_string(&manifest).expect("reads");
    let current = format!("\"index_version\":{}", kbq_index::INDEX_VERSION);
    fs::write(&manifest, text.replace(&current, "\"index_version\":9999")).expect("written");
    let error = refused(dir.path());
    assert!(matches!(error, IndexError::OtherVersion { found: 9999, .. }), "{error}");
    assert!(error.to_string().contains("kbq index --rebuild"), "{error}");
}

#[test]
fn a_missing_or_cut_file_is_an_error() {
    let (dir, _) = index(vec![article(1, "Some Text").symptoms("More text.")]);
    for path in files(dir.path()) {
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        if name == "lock" {
            continue;
        }
        let bytes = fs::read(&path).expect("reads");
        fs::remove_file(&path).expect("removed");
        let error = refused(dir.path());
        assert!(["index-damaged", "index-missing"].contains(&error.kind()), "{name}: {error}");
        if let Some((_, start)) = bytes.split_last() {
            fs::write(&path, start).expect("written");
            assert_eq!(refused(dir.path()).kind(), "index-damaged", "{name}");
        }
        fs::write(&path, &bytes).expect("written");
    }
    Index::open(dir.path()).expect("opens again");
}

#[test]
fn a_flipped_bit_gives_an_error_or_the_right_answer() {
    let drafts = (1..30).map(|n| article(n, "Some Text").symptoms("More text of the queue."));
    let (dir, sound) = index(drafts.collect());
    let query = kbq_query::Query::parse("queue text", &kbq_query::Aliases::builtin());
    let options = kbq_index::SearchOptions { facets: true, ..Default::default() };
    let answer = |index: &Index| index.search(&query, &options).map(|found| format!("{found:?}"));
    let expected = (answer(&sound).expect("sound"), sound.article(7).expect("sound"));
    for path in files(&dir.path().join("g1")) {
        let bytes = fs::read(&path).expect("reads");
        for at in (0..bytes.len()).step_by(bytes.len() / 12 + 1) {
            let mut flipped = bytes.clone();
            flipped[at] ^= 0x10;
            fs::write(&path, &flipped).expect("written");
            if let Ok(index) = Index::open(dir.path()) {
                assert!(index.verify().is_err(), "{} byte {at}", path.display());
                if let Ok(found) = answer(&index) {
                    assert_eq!(found, expected.0, "{} byte {at}", path.display());
                }
                if let Ok(found) = index.article(7) {
                    assert_eq!(found, expected.1, "{} byte {at}", path.display());
                }
            }
        }
        fs::write(&path, &bytes).expect("written");
    }
    Index::open(dir.path()).expect("opens").verify().expect("sound");
}

#[cfg(unix)]
#[test]
fn read_only_media_of_another_user() {
    use std::os::unix::fs::PermissionsExt;
    let (dir, _) = index(vec![article(1, "Some Text").symptoms("More text.")]);
    let modes = |directory: u32, file: u32| {
        for path in files(dir.path()) {
            fs::set_permissions(&path, fs::Permissions::from_mode(file)).expect("set");
        }
        for path in [dir.path().join("g1"), dir.path().to_owned()] {
            fs::set_permissions(&path, fs::Permissions::from_mode(directory)).expect("set");
        }
    };
    for path in files(&dir.path().join("g1")) {
        let mode = fs::metadata(&path).expect("there").permissions().mode();
        assert_eq!(mode & 0o444, 0o444, "{} is for everyone to read", path.display());
    }
    modes(0o555, 0o444);
    let before = files(dir.path());
    let index = Index::open(dir.path()).expect("opens");
    assert_eq!(found(&index, "text"), [1]);
    assert_eq!(search(&index, "text").total, 1);
    assert_eq!(files(dir.path()), before, "nothing was written");
    modes(0o755, 0o644);
}
