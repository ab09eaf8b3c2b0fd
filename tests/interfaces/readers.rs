//! What kbq writes, read by other people's programs: `sqlite3`, `jq` and Python's `jsonschema`. Where
//! one is missing, its test is passed over with a line that says so.

use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;

use super::shells::passed_over;
use crate::support::{ids, run, stdout, text};

/// What a program prints; nothing where it is missing.
#[track_caller]
fn printed(program: &str, arguments: &[&str], file: &Path) -> Option<String> {
    let mut command = Command::new(program);
    command.args(arguments).arg(file).stdin(Stdio::null());
    match command.output() {
        Ok(done) => {
            assert_eq!(text(&done.stderr), "", "{program} {arguments:?}");
            Some(stdout(&done, 0).trim_end().to_owned())
        }
        Err(error) => {
            passed_over(program, &error);
            None
        }
    }
}

/// The first cell of a question to the `sqlite3` program.
#[cfg(feature = "sqlite")]
#[track_caller]
fn asked(database: &Path, sql: &str) -> Option<String> {
    let arguments = ["-batch", "-readonly", "-cmd", sql];
    printed("sqlite3", &arguments, database)
}

fn statistics() -> Value {
    serde_json::from_str(&stdout(&run(&["stats", "--json"]), 0)).expect("JSON")
}

/// The articles that the index finds by an event; the numbers are equally long.
fn naming_event_4058() -> Vec<String> {
    let mut hits = ids(&["event:4058"]);
    hits.sort_unstable();
    hits
}

#[cfg(feature = "sqlite")]
#[test]
fn sqlite3_reads_the_database() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let database = folder.path().join("kb.sqlite");
    let path = database.to_str().expect("UTF-8");
    let done = run(&["export", "-q", "--format", "sqlite", "-o", path]);
    assert_eq!(stdout(&done, 0), "");

    let Some(checked) = asked(&database, "PRAGMA integrity_check") else { return };
    assert_eq!(checked, "ok");
    assert_eq!(asked(&database, "PRAGMA foreign_key_check").as_deref(), Some(""));
    let articles = statistics()["articles"].to_string();
    for table in ["articles", "texts", "search"] {
        let count = asked(&database, &format!("SELECT count(*) FROM {table}"));
        assert_eq!(count.as_ref(), Some(&articles), "{table}");
    }
    let views = asked(&database, "SELECT name FROM sqlite_master WHERE type = 'view'");
    let views = views.unwrap_or_default();
    assert!(views.lines().count() >= 5, "{views}");
    for view in views.lines() {
        // Every row and column is computed, which a count alone would spare itself.
        let rows = asked(&database, &format!("SELECT * FROM \"{view}\"")).unwrap_or_default();
        assert!(rows.lines().count() > 10, "{view}: {rows}");
    }
    let event = "SELECT DISTINCT id FROM articles_by_event WHERE event_id = 4058 ORDER BY id";
    assert_eq!(asked(&database, event), Some(naming_event_4058().join("\n")));
    let words = "SELECT rowid FROM search WHERE search MATCH 'cluster symptoms:stops' \
                 ORDER BY bm25(search, 8, 4, 3, 2, 1) LIMIT 1";
    let found = asked(&database, words).unwrap_or_default();
    let same = run(&["search", "-l", &format!("id:{found} cluster")]);
    assert_eq!(stdout(&same, 0), format!("Q{found}\n"));
}

#[test]
fn jq_reads_the_records() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let records = folder.path().join("records.jsonl");
    std::fs::write(&records, run(&["export", "-q"]).stdout).expect("writes");
    let numbers = ["-s", "map(.number) | [length, (unique | length)] | @tsv", "-r"];
    let Some(counted) = printed("jq", &numbers, &records) else { return };
    let articles = &statistics()["articles"];
    assert_eq!(counted, format!("{articles}\t{articles}"));
    let naming = ["-r", "select(any(.events[]; .id == 4058)) | .id"];
    let found = printed("jq", &naming, &records).unwrap_or_default();
    assert_eq!(found.lines().collect::<Vec<_>>(), naming_event_4058());
}

/// One value, and one a line, also of what finds nothing or fails.
#[test]
fn jq_reads_every_answer() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("answer");
    let commands: [&[&str]; 10] = [
        &["search", "--facets", "--explain", "cluster"],
        &["search", "zzyzxqq"],
        &["show", "Q263029", "Q194128"],
        &["decode", "0xc00203e5", "LNK2001"],
        &["links", "Q263029"],
        &["links", "--missing"],
        &["stats"],
        &["status"],
        &["show", "nonsense"],
        &["show", "--nonsense"],
    ];
    for command in commands {
        for format in ["json", "jsonl"] {
            let done = run(&[&["--format", format], command].concat());
            let failed = done.status.code() == Some(2);
            let answer = if failed { &done.stderr } else { &done.stdout };
            std::fs::write(&file, answer).expect("writes");
            let Some(values) = printed("jq", &["-c", "."], &file) else { return };
            let expected =
                if format == "json" || failed { 1 } else { text(answer).lines().count() };
            assert_eq!(values.lines().count(), expected, "{format} {command:?}");
        }
    }
}

/// Validates each line of the second file by the schema in the first, which is validated, too: a
/// line for each fault.
const VALIDATE: &str = r#"
import json, sys
from jsonschema.validators import validator_for

schema, records = (open(path, encoding="utf-8") for path in sys.argv[1:])
schema = json.load(schema)
kind = validator_for(schema)
kind.check_schema(schema)
validator = kind(schema, format_checker=kind.FORMAT_CHECKER)
for number, record in enumerate(map(json.loads, records), 1):
    for fault in validator.iter_errors(record):
        print(number, fault.json_path, fault.validator)
"#;

/// The schema and the records as they are published, by a validator that knows all of JSON Schema
/// and not kbq.
#[test]
fn jsonschema_accepts_the_records() {
    let package = Command::new("python3").args(["-c", "import jsonschema"]).output();
    match package {
        Ok(done) if done.status.success() => {}
        Ok(done) => return passed_over("Python's jsonschema", text(&done.stderr)),
        Err(error) => return passed_over("python3", error),
    }
    let folder = tempfile::tempdir().expect("a temporary folder");
    let [schema, records] = ["schema.json", "records.jsonl"].map(|name| folder.path().join(name));
    let faults = |lines: &str| {
        std::fs::write(&records, lines).expect("writes");
        let arguments = ["-c", VALIDATE, schema.to_str().expect("UTF-8")];
        printed("python3", &arguments, &records).expect("it ran before")
    };
    std::fs::write(&schema, run(&["export", "--schema"]).stdout).expect("writes");
    let exported = text(&run(&["export", "-q"]).stdout);
    assert_eq!(exported.lines().count().to_string(), statistics()["articles"].to_string());
    assert_eq!(faults(&exported), "");

    let mut record: Value =
        serde_json::from_str(exported.lines().next().expect("a record")).expect("JSON");
    record["number"] = "one".into();
    record["modified"] = "soon".into();
    assert_eq!(faults(&record.to_string()), "1 $.modified format\n1 $.number type");
}
