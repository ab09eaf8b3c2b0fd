//! Written aside and renamed: what stands at the target is whole, old or new.

use std::convert::Infallible;
use std::fs;
use std::io::{self, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use kbq_export::{ExportError, FORMATS, Format, Options, Shape, Target, export};
use kbq_model::Article;

use crate::sample;

fn good() -> impl Iterator<Item = Result<Article, Infallible>> {
    sample::articles().into_iter().map(Ok)
}

#[test]
fn every_format_counts_the_same_and_writes_the_same_twice() {
    let folder = tempfile::tempdir().unwrap();
    let mut reports = Vec::new();
    for format in FORMATS {
        let mut written = |turn: &str| {
            let path = folder.path().join(format!("{}-{turn}", format.name));
            let mut seen = 0;
            let target = Target::Path(path.clone());
            let report = export(format, target, good(), &Options::default(), |n| seen = n).unwrap();
            assert_eq!(seen, report.articles);
            reports.push(kbq_export::Report { bytes: 0, ..report });
            let mut files = match format.shape {
                Shape::File => vec![path],
                Shape::Folder => {
                    fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path()).collect()
                }
            };
            files.sort_unstable();
            let bytes: Vec<_> = files.iter().map(|file| fs::read(file).unwrap()).collect();
            assert_eq!(bytes.iter().map(Vec::len).sum::<usize>() as u64, report.bytes);
            bytes
        };
        assert_eq!(written("once"), written("twice"), "{}", format.name);
    }
    assert!(reports.iter().all(|report| *report == reports[0]));
}

#[test]
fn a_failure_leaves_what_was_there() {
    let bad = || sample::articles().into_iter().map(Ok).chain([Err("the disk is gone")]);
    for format in FORMATS {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out");
        let old = match format.shape {
            Shape::File => path.clone(),
            Shape::Folder => path.join("articles.csv"),
        };
        fs::create_dir_all(old.parent().unwrap()).unwrap();
        fs::write(&old, "old").unwrap();
        let target = Target::Path(path);
        let error = export(format, target, bad(), &Options::default(), |_| {}).unwrap_err();
        assert!(matches!(error, ExportError::Articles(_)), "{error}");
        assert!(error.to_string().contains("the disk is gone"));
        assert_eq!(fs::read(&old).unwrap(), b"old");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "nothing left aside");
    }
}

#[test]
fn a_file_is_replaced_and_a_folder_keeps_what_is_not_ours() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("records.jsonl");
    fs::write(&path, "old").unwrap();
    let jsonl = Format::named("JSONL").unwrap();
    export(jsonl, Target::Path(path.clone()), good(), &Options::default(), |_| {}).unwrap();
    assert_eq!(fs::read_to_string(&path).unwrap().lines().count(), 3);

    let tables = folder.path().join("tables");
    fs::create_dir(&tables).unwrap();
    fs::write(tables.join("notes.txt"), "mine").unwrap();
    let csv = Format::named("csv").unwrap();
    export(csv, Target::Path(tables.clone()), good(), &Options::default(), |_| {}).unwrap();
    assert!(tables.join("articles.csv").exists() && tables.join("notes.txt").exists());
}

#[test]
fn a_stop_leaves_nothing_behind() {
    let last = sample::articles().len() as u64;
    for (format, at) in FORMATS.iter().flat_map(|format| [(format, 1), (format, last)]) {
        let folder = tempfile::tempdir().unwrap();
        let stop = Arc::new(AtomicBool::new(false));
        let options = Options { stop: Some(Arc::clone(&stop)), ..Options::default() };
        let target = Target::Path(folder.path().join("out"));
        let progress = |count| stop.store(count >= at, Ordering::Relaxed);
        let error = export(format, target, good(), &options, progress).unwrap_err();
        assert!(matches!(error, ExportError::Stopped), "{}: {error}", format.name);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0, "{}", format.name);
    }
}

#[test]
fn a_target_of_the_wrong_kind_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    fs::write(&file, "old").unwrap();
    for (format, path) in [("csv", &file), ("jsonl", &folder.path().to_owned())] {
        let format = Format::named(format).unwrap();
        let target = Target::Path(path.clone());
        let error = export(format, target, good(), &Options::default(), |_| {}).unwrap_err();
        assert!(error.to_string().contains("name another path"), "{error}");
    }
    let nowhere = Target::Path(folder.path().join("no/such/folder/x.jsonl"));
    let format = Format::named("jsonl").unwrap();
    let error = export(format, nowhere, good(), &Options::default(), |_| {}).unwrap_err();
    assert!(error.to_string().contains("no/such/folder"), "{error}");
}

#[test]
fn a_reader_that_has_gone_is_told_apart() {
    struct Gone;
    impl Write for Gone {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(io::ErrorKind::BrokenPipe.into())
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    for format in FORMATS {
        let target = Target::from_arg("-".as_ref(), Gone);
        let error = export(format, target, good(), &Options::default(), |_| {}).unwrap_err();
        assert!(error.is_broken_pipe(), "{}: {error}", format.name);
    }
}
