//! Folders and files: one article a number, nothing lost, nothing printed.

use std::ops::ControlFlow;
use std::sync::Mutex;

use kbq_corpus::{CorpusError, Limits, ProblemKind, Progress, ReadOptions, scan};
use kbq_model::Format;

use crate::support::{DATE, Folder, document, kinds, markdown, numbers, read, read_with};

#[test]
fn twins_are_one_article_and_other_files_are_passed_over() {
    let folder = Folder::sample();
    let mut scan = folder.scan();
    assert_eq!(scan.files(), 4);
    let articles = read(&mut scan);
    assert_eq!(numbers(&articles), [194_128, 221_393]);
    let [twin, _] = articles.as_slice() else { panic!("two articles") };
    assert_eq!(twin.format, Format::Document);
    assert_eq!(folder.relative(&twin.source.path), "txt/194/Q194128.TXT");
    assert_eq!(twin.revisions.len(), 1);
    assert_eq!(twin.revisions[0].format, Format::Jekyll);
    assert_eq!(twin.revisions[0].record, None, "the same text is kept once");
    assert_eq!(kinds(&scan), []);
    let [page] = scan.skipped() else { panic!("one file is no article") };
    assert_eq!((folder.relative(&page.path), page.kind), ("index.md", ProblemKind::NotArticle));
}

#[test]
fn a_later_revision_leads_and_the_older_one_is_kept_whole() {
    let folder = Folder::new(&[
        ("a", &document(194_128, DATE, "Setup stops.")),
        ("b", &markdown(194_128, "02-AUG-2002", "Setup stops with 0xc00203e5.")),
    ]);
    let articles = read(&mut folder.scan());
    let [article] = articles.as_slice() else { panic!("one article") };
    assert_eq!(article.format, Format::Jekyll);
    let older = article.revisions[0].record.as_deref().expect("another text is kept");
    assert_eq!(older.format, Format::Document);
    let found = kbq_corpus::revisions::differences(older, article);
    assert!(found.iter().any(|difference| difference.field == "sections.symptoms"), "{found:?}");
    assert_eq!(article.revisions[0].filled, ["tag"]);
}

#[test]
fn threads_and_order_make_no_difference() {
    let files: Vec<_> = (100_000..100_300)
        .map(|number| (format!("{}/{number}", number % 7), document(number, DATE, "Stops.")))
        .collect();
    let files: Vec<_> = files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let folder = Folder::new(&files);
    let one = read_with(&mut folder.scan(), &ReadOptions { threads: 1, only: None });
    let four = read_with(&mut folder.scan(), &ReadOptions { threads: 4, only: None });
    assert_eq!(one, four);
    assert_eq!(numbers(&one.0), (100_000..100_300).collect::<Vec<_>>());
    assert_eq!(folder.scan().files(), 300);
}

#[test]
fn only_what_is_wanted_is_read_and_progress_counts_it() {
    let folder = Folder::sample();
    let last = Mutex::new(Progress::default());
    let options = ReadOptions { threads: 2, only: Some(vec![221_393]) };
    let outcome = folder.scan().read(
        &options,
        |article| {
            assert_eq!(article.number, 221_393);
            ControlFlow::Continue(())
        },
        |progress| *last.lock().unwrap() = progress,
    );
    assert_eq!((outcome.articles, outcome.sources, outcome.stopped), (1, 1, false));
    let last = last.into_inner().unwrap();
    assert_eq!((last.articles, last.articles_total), (1, 1));
    assert_eq!((last.bytes, last.bytes_total), (outcome.bytes, outcome.bytes));
}

#[test]
fn the_receiver_can_stop() {
    let folder = Folder::sample();
    let options = ReadOptions::default();
    let ordered = folder.scan().read_in_order(&options, |_| ControlFlow::Break(()), |_| {});
    assert!(ordered.stopped);
    let parallel = folder.scan().read(
        &ReadOptions { threads: 1, only: None },
        |_| ControlFlow::Break(()),
        |_| {},
    );
    assert!(parallel.stopped);
    assert_eq!(parallel.articles, 1);
}

#[test]
fn a_path_within_another_is_read_once() {
    let folder = Folder::sample();
    let paths = ["", "txt", "txt/194/Q194128.TXT", "."].map(|name| folder.join(name));
    let mut scan = scan(&paths, &Limits::default()).unwrap();
    assert_eq!(scan.files(), 4);
    assert_eq!(read(&mut scan)[0].revisions.len(), 1);
}

#[test]
fn bad_paths_are_named_and_the_rest_is_read() {
    let folder = Folder::sample();
    let paths = [folder.join("nowhere"), folder.join("txt")];
    let mut good = scan(&paths, &Limits::default()).unwrap();
    assert_eq!(kinds(&good), [ProblemKind::Missing]);
    assert_eq!(numbers(&read(&mut good)), [194_128, 221_393]);

    let error = scan(&paths[..1], &Limits::default()).unwrap_err();
    assert!(error.to_string().contains("nowhere") && error.to_string().contains("check the path"));
    assert_eq!(scan(&[], &Limits::default()).unwrap_err(), CorpusError::NoPaths);
}

#[test]
fn a_file_that_was_named_is_told_when_it_is_no_article() {
    let folder = Folder::new(&[("notes.txt", "milk, bread"), ("empty", "")]);
    folder.write("binary", b"MZ\0\0\x01");
    folder.write("Q1.TXT", "DOCUMENT:Qxyz  05-MAR-2000  [exchange]\r\n");
    let mut within = folder.scan();
    assert!(read(&mut within).is_empty());
    assert_eq!(within.skipped().len() + within.problems().len(), 4);

    let paths = ["notes.txt", "empty", "binary"].map(|name| folder.join(name));
    let mut named = scan(&paths, &Limits::default()).unwrap();
    read(&mut named);
    assert_eq!(kinds(&named), [ProblemKind::NamedNotArticle; 3]);
    for problem in named.problems() {
        assert!(!problem.message.contains(&problem.path), "said once: {problem}");
    }
}

#[test]
fn raw_bytes_are_found_by_the_path_of_the_record() {
    let folder = Folder::sample();
    let articles = read(&mut folder.scan());
    for source in articles.iter().map(|article| &article.source) {
        let bytes = kbq_corpus::read_source(&source.path, &Limits::default()).unwrap();
        assert_eq!(bytes.len() as u64, source.bytes);
    }
    let gone = folder.join("gone");
    let problem = kbq_corpus::read_source(gone.to_str().unwrap(), &Limits::default()).unwrap_err();
    assert!(problem.to_string().contains("gone"));
}
