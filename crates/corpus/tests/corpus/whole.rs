//! The public archive, where `KBQ_ARCHIVE` names the folder that it is unpacked in.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::Mutex;
use std::time::Instant;

use kbq_corpus::{Limits, ReadOptions, scan};

/// What one file's name says: `Q194128.TXT` and `Q194128/README.md`.
fn number_in(path: &str) -> Option<u32> {
    path.rsplit('/')
        .take(2)
        .find_map(|part| part.split('.').next()?.parse::<kbq_model::ArticleId>().ok())
        .map(|id| id.number())
}

#[test]
fn every_article_is_read_and_twins_are_one() {
    let Some(archive) = std::env::var_os("KBQ_ARCHIVE").map(PathBuf::from) else { return };
    let start = Instant::now();
    let mut all = scan(std::slice::from_ref(&archive), &Limits::default()).unwrap();
    let walked = start.elapsed();
    let sources = Mutex::new(BTreeMap::new());
    let differing = Mutex::new(0u32);
    let outcome = all.read(
        &ReadOptions { threads: 2, only: None },
        |article| {
            let paths = article.revisions.iter().map(|revision| revision.source.path.clone());
            let mut paths: Vec<_> = paths.chain([article.source.path.clone()]).collect();
            paths.sort_unstable();
            *differing.lock().unwrap() +=
                article.revisions.iter().filter(|r| r.record.is_some()).count() as u32;
            assert!(sources.lock().unwrap().insert(article.number, paths).is_none());
            ControlFlow::Continue(())
        },
        |_| {},
    );
    println!("walk {walked:?}, all {:?}, {outcome:?}", start.elapsed());
    println!("{} twins differ", differing.into_inner().unwrap());
    let sources = sources.into_inner().unwrap();
    assert_eq!(all.problems(), []);
    assert_eq!(sources.values().map(Vec::len).sum::<usize>(), all.files() - all.skipped().len());
    assert_eq!(outcome.articles as usize, sources.len());
    for (number, paths) in &sources {
        for path in paths {
            assert_eq!(number_in(path), Some(*number), "{path}");
        }
    }
    let manifest = all.manifest();
    let start = Instant::now();
    let mut again = scan(&[archive], &Limits::default()).unwrap();
    let changes = again.changes_since(&manifest);
    println!("no change {:?}", start.elapsed());
    assert!(changes.is_empty());
    assert_eq!(changes.unchanged, sources.len());
}
