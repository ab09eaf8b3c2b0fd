//! Building, replacing and updating an index.

use kbq_index::{Index, IndexError, Writer};

use crate::support::{article, found, index, numbers, options, search, write};

#[test]
fn records_come_back_whole_and_in_order() {
    let (_dir, index) = index(vec![
        article(30, "Thirty").symptoms("text"),
        article(4, "Four"),
        article(200, "Two Hundred"),
    ]);
    let expected = article(30, "Thirty").symptoms("text").done();
    assert_eq!(index.article(30).expect("reads"), Some(expected));
    assert_eq!(index.article(31).expect("reads"), None);
    let all: Vec<u32> =
        index.articles().expect("reads").map(|article| article.expect("reads").number).collect();
    assert_eq!(all, [4, 30, 200]);
    assert_eq!(index.sources().expect("reads"), b"sources");
    assert_eq!(index.manifest().articles, 3);
    assert_eq!(index.stats().expect("reads").articles, 3);
}

#[test]
fn a_reader_keeps_its_index_while_it_is_replaced() {
    let (dir, old) = index(vec![article(1, "Old Text")]);
    write(dir.path(), vec![article(2, "New Text")]);
    assert_eq!(found(&old, "text"), [1]);
    assert!(old.is_outdated());
    let new = Index::open(dir.path()).expect("opens");
    assert_eq!(found(&new, "text"), [2]);
    assert!(!new.is_outdated());
}

#[test]
fn an_abandoned_writer_leaves_the_old_index() {
    let (dir, _) = index(vec![article(1, "Old Text")]);
    let writer = Writer::create(dir.path(), &options()).expect("a writer");
    writer.add(&article(2, "New Text").done()).expect("added");
    drop(writer);
    let index = Index::open(dir.path()).expect("opens");
    assert_eq!(found(&index, "text"), [1]);
    assert_eq!(generations(dir.path()), 1);
}

#[test]
fn leftovers_of_a_killed_writer_go_with_the_next() {
    let (dir, _) = index(vec![article(1, "Old Text")]);
    let leftover = dir.path().join("g99");
    std::fs::create_dir(&leftover).expect("made");
    std::fs::write(leftover.join("half"), b"written").expect("made");
    std::fs::write(dir.path().join("manifest.json.new"), b"{").expect("made");
    assert_eq!(found(&Index::open(dir.path()).expect("opens"), "text"), [1]);
    write(dir.path(), vec![article(2, "New Text")]);
    assert_eq!(found(&Index::open(dir.path()).expect("opens"), "text"), [2]);
    assert_eq!(generations(dir.path()), 1);
}

#[test]
fn a_second_writer_is_refused() {
    let dir = tempfile::tempdir().expect("a directory");
    let first = Writer::create(dir.path(), &options()).expect("a writer");
    let refused = Writer::create(dir.path(), &options()).map(drop);
    let holder = std::process::id().to_string();
    assert!(matches!(refused, Err(IndexError::Locked { holder: found, .. }) if found == holder));
    drop(first);
    Writer::update(dir.path(), &options()).map(drop).expect("free again");
}

#[test]
fn foreign_files_are_left_alone() {
    let dir = tempfile::tempdir().expect("a directory");
    std::fs::write(dir.path().join("thesis.doc"), b"dear").expect("made");
    let refused = Writer::create(dir.path(), &options()).map(drop);
    assert!(matches!(refused, Err(IndexError::NotAnIndex { .. })));
}

#[test]
fn an_update_is_what_a_rebuild_would_be() {
    let unchanged = || article(1, "Queue Is Full").symptoms("The queue is full of mail.");
    let after = || article(2, "Queue Is Empty").symptoms("Nothing waits in the queue.");
    let added = || article(4, "Queue Is Long").symptoms("The queue is long.");
    let dir = tempfile::tempdir().expect("a directory");
    write(
        dir.path(),
        vec![
            unchanged(),
            article(2, "Queue Is Slow").symptoms("The queue is slow."),
            article(3, "Queue Is Gone").symptoms("No queue."),
        ],
    );
    let writer = Writer::update(dir.path(), &options()).expect("a writer");
    writer.add(&after().done()).expect("added");
    writer.add(&added().done()).expect("added");
    writer.remove(3).expect("removed");
    let manifest = writer.finish(|file| file.write_all(b"now")).expect("finished");
    assert_eq!(manifest.articles, 3);
    let updated = Index::open(dir.path()).expect("opens");
    updated.verify().expect("sound");
    let (_other, rebuilt) = index(vec![unchanged(), after(), added()]);
    for query in ["queue", "slow", "queue empty", "mail", "long queue", "gone"] {
        let (a, b) = (search(&updated, query), search(&rebuilt, query));
        assert_eq!(numbers(&a), numbers(&b), "{query}");
        assert_eq!(a.total, b.total, "{query}");
    }
    assert_eq!(updated.sources().expect("reads"), b"now");
}

#[test]
fn many_updates_do_not_pile_up() {
    let (dir, _) = index((1..20).map(|n| article(n, "Queue Is Full")).collect());
    for round in 0..15 {
        let writer = Writer::update(dir.path(), &options()).expect("a writer");
        writer.add(&article(1 + round, "Queue Is Full Again").done()).expect("added");
        writer.finish(|_| Ok(())).expect("finished");
    }
    let index = Index::open(dir.path()).expect("opens");
    assert_eq!(search(&index, "queue").total, 19);
    assert_eq!(generations(dir.path()), 1);
    assert!(std::fs::read_dir(dir.path().join("g16")).expect("there").count() < 120);
}

fn generations(dir: &std::path::Path) -> usize {
    let entries = std::fs::read_dir(dir).expect("a directory");
    entries.filter(|entry| entry.as_ref().is_ok_and(|e| e.path().is_dir())).count()
}
