//! The database, asked in SQL.

use std::path::Path;

use kbq_export::{Options, TABLES};
use rusqlite::{Connection, OpenFlags, Row};

use crate::sample;
use crate::support::Exported;

fn open(path: &Path) -> Connection {
    Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_WRITE).unwrap()
}

fn one<T: rusqlite::types::FromSql>(db: &Connection, sql: &str) -> T {
    db.query_row(sql, [], |row: &Row<'_>| row.get(0)).unwrap()
}

#[test]
fn the_database_is_whole_and_its_keys_hold() {
    let out = Exported::new("sqlite", &Options::default());
    let db = open(&out.path());
    assert_eq!(one::<String>(&db, "PRAGMA integrity_check"), "ok");
    let broken = "SELECT count(*) FROM pragma_foreign_key_check";
    assert_eq!(one::<i64>(&db, broken), 0);
    assert_eq!(one::<i64>(&db, "PRAGMA user_version"), 1);
    db.execute_batch("INSERT INTO search(search, rank) VALUES ('integrity-check', 1)").unwrap();
    db.execute_batch("PRAGMA foreign_keys = ON").unwrap();
    let orphan = "INSERT INTO file_names VALUES (999999, 0, 'x.dll')";
    assert!(db.execute_batch(orphan).is_err(), "a fact without an article is refused");
}

#[test]
fn every_table_has_its_rows() {
    let out = Exported::new("sqlite", &Options::default());
    let db = open(&out.path());
    for table in TABLES {
        let count = format!("SELECT count(*) FROM \"{}\"", table.name);
        assert!(one::<i64>(&db, &count) > 0, "{}", table.name);
    }
    let facts = [
        ("articles", out.report.articles),
        ("sections", out.report.sections),
        ("events", out.report.events),
        ("error_codes", out.report.error_codes),
        ("files", out.report.files),
        ("\"references\"", out.report.references),
    ];
    for (table, count) in facts {
        assert_eq!(
            one::<i64>(&db, &format!("SELECT count(*) FROM {table}")) as u64,
            count,
            "{table}"
        );
    }
    let text = "SELECT text FROM sections WHERE article = 194128";
    assert_eq!(one::<String>(&db, text), sample::articles()[1].sections[0].text);
}

#[test]
fn the_usual_questions_have_views() {
    let out = Exported::new("sqlite", &Options::default());
    let db = open(&out.path());
    let by_code = "SELECT id FROM articles_by_code WHERE value = 0xc00203e5";
    assert_eq!(one::<String>(&db, by_code), "Q263029");
    let hex = "SELECT hex FROM articles_by_code WHERE code = '0xC00203E5' COLLATE NOCASE";
    assert_eq!(one::<String>(&db, hex), "0xc00203e5");
    let by_event = "SELECT id FROM articles_by_event \
        WHERE event_id = 4058 AND source = 'msexchangeimc' COLLATE NOCASE";
    assert_eq!(one::<String>(&db, by_event), "Q263029");
    let by_file = "SELECT id FROM articles_by_file WHERE name = 'msexcimc.exe' COLLATE NOCASE \
        AND version_key < '00005.00005.02660'";
    assert_eq!(one::<String>(&db, by_file), "Q263029");
    let link = "SELECT target FROM links WHERE article = 263029 AND target_title IS NULL";
    assert_eq!(one::<i64>(&db, link), 191_014);
}

#[test]
fn the_text_is_searched_by_words_and_sections() {
    let out = Exported::new("sqlite", &Options::default());
    let db = open(&out.path());
    let found = "SELECT rowid FROM search WHERE search MATCH 'wizards symptoms:stop'";
    assert_eq!(one::<i64>(&db, found), 263_029, "stems and columns");
    let snippet = "SELECT snippet(search, -1, '[', ']', '...', 5) FROM search \
        WHERE search MATCH 'service resolution:pack'";
    assert!(one::<String>(&db, snippet).contains("[pack]"));
    let plan: Vec<String> = db
        .prepare("EXPLAIN QUERY PLAN SELECT id FROM articles_by_code WHERE value = 10")
        .unwrap()
        .query_map([], |row| row.get(3))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    assert!(plan.iter().all(|step| !step.starts_with("SCAN")), "{plan:?}");
}

#[test]
fn a_stream_gets_the_whole_file() {
    let mut bytes = Vec::new();
    let articles = sample::articles().into_iter().map(Ok::<_, std::convert::Infallible>);
    let format = kbq_export::Format::named("sqlite").unwrap();
    let target = kbq_export::Target::Stream(Box::new(&mut bytes));
    kbq_export::export(format, target, articles, &Options::default(), |_| {}).unwrap();
    assert!(bytes.starts_with(b"SQLite format 3\0"));
}
