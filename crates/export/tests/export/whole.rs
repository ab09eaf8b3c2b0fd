//! The public archive in every format, where `KBQ_ARCHIVE` names the folder that it is unpacked in.

use std::convert::Infallible;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::mpsc::sync_channel;
use std::time::Instant;

use kbq_corpus::{Limits, ReadOptions, scan};
use kbq_export::{FORMATS, Options, Report, Target, export};
use kbq_model::Article;

/// The articles of the archive as an iterator, a few at a time in memory.
fn with_articles<T>(
    archive: &Path,
    receive: impl FnOnce(&mut dyn Iterator<Item = Article>) -> T,
) -> T {
    let (sender, receiver) = sync_channel(64);
    std::thread::scope(|scope| {
        scope.spawn(move || {
            let mut scan = scan(&[archive.to_owned()], &Limits::default()).unwrap();
            let send = |article| match sender.send(article) {
                Ok(()) => ControlFlow::Continue(()),
                Err(_) => ControlFlow::Break(()),
            };
            scan.read_in_order(&ReadOptions { threads: 2, only: None }, send, |_| {});
        });
        receive(&mut receiver.into_iter())
    })
}

/// Processor time of this process so far in hundredths of a second, where the system says so:
/// other than the time of day it means something on a busy machine.
fn processor() -> u64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after_name = stat.rsplit(')').next().unwrap_or_default();
    let ticks = after_name.split_whitespace().skip(11).take(2);
    ticks.filter_map(|ticks| ticks.parse::<u64>().ok()).sum()
}

/// The most memory that this process has used so far, where the system says so.
fn peak() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.map_or_else(String::new, |line| line.trim().to_owned())
}

/// What the files of a format say that they hold, counted by other readers.
fn count(format: &str, path: &Path, expected: &Report) {
    let lines = |name: &str| {
        let path = if name.is_empty() { path.to_owned() } else { path.join(name) };
        let mut reader = BufReader::new(File::open(path).unwrap());
        let mut count = 0;
        while reader.skip_until(b'\n').unwrap() > 0 {
            count += 1;
        }
        count
    };
    let tables = [
        ("articles", expected.articles),
        ("sections", expected.sections),
        ("events", expected.events),
        ("error_codes", expected.error_codes),
        ("files", expected.files),
        ("references", expected.references),
    ];
    match format {
        "jsonl" => assert_eq!(lines(""), expected.articles),
        "csv" => {
            for (table, rows) in tables {
                let reader = csv::Reader::from_path(path.join(format!("{table}.csv"))).unwrap();
                assert_eq!(reader.into_records().map(Result::unwrap).count() as u64, rows);
            }
        }
        "tsv" => {
            for (table, rows) in tables {
                assert_eq!(lines(&format!("{table}.tsv")), rows + 1, "{table}");
            }
        }
        #[cfg(feature = "sqlite")]
        "sqlite" => {
            let db = rusqlite::Connection::open(path).unwrap();
            let number = |sql: &str| db.query_row(sql, [], |row| row.get::<_, i64>(0)).unwrap();
            for (table, rows) in tables {
                let found = number(&format!("SELECT count(*) FROM \"{table}\""));
                assert_eq!(u64::try_from(found).unwrap(), rows, "{table}");
            }
            assert_eq!(number("SELECT count(*) FROM pragma_foreign_key_check"), 0);
            let check: String =
                db.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
            assert_eq!(check, "ok");
        }
        "opensearch" => assert_eq!(lines("bulk.ndjson"), 2 * expected.articles),
        "quickwit" => assert_eq!(lines("articles.ndjson"), expected.articles),
        other => panic!("{other} is not counted"),
    }
}

#[test]
fn every_format_holds_the_whole_archive() {
    let Some(archive) = std::env::var_os("KBQ_ARCHIVE").map(PathBuf::from) else { return };
    let start = Instant::now();
    let read = with_articles(&archive, |articles| articles.count());
    println!("reading alone: {read} articles in {:.1?}, peak {}", start.elapsed(), peak());
    let mut first = None;
    for format in FORMATS {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out");
        let (start, before) = (Instant::now(), processor());
        let report = with_articles(&archive, |articles| {
            let articles = articles.map(Ok::<_, Infallible>);
            export(format, Target::Path(path.clone()), articles, &Options::default(), |_| {})
        });
        let report = report.unwrap();
        let (name, megabytes) = (format.name, report.bytes / 1_000_000);
        let busy = (processor() - before) / 10;
        let tenths = format!("{}.{} s of a core", busy / 10, busy % 10);
        println!("{name}: {:.1?}, {tenths}, {megabytes} MB, peak {}", start.elapsed(), peak());
        count(name, &path, &report);
        let facts = Report { bytes: 0, ..report };
        assert_eq!(*first.get_or_insert(facts), facts, "{name}");
    }
    println!("{first:?}");
}
