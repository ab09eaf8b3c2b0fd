//! `decode`, `links`, `diagnose`, `check`, `export`, `index` and `status` as people use them.

use std::fs;

use serde_json::Value;

use crate::support::{corpus, index, kbq, run, run_with_input, stdout, text};

fn json(done: &std::process::Output, code: i32) -> Value {
    serde_json::from_str(&stdout(done, code)).expect("JSON")
}

#[test]
fn a_code_is_decoded_with_and_without_an_index() {
    let decoded = json(&run(&["decode", "--json", "-1073609755"]), 0);
    assert_eq!(decoded[0]["value"], 0xc002_03e5_u32);
    assert_eq!(decoded[0]["articles"], 1);
    let readings = decoded[0]["readings"].as_array().expect("readings");
    let names: Vec<_> = readings.iter().map(|reading| &reading["names"][0]).collect();
    assert!(names.contains(&&Value::from("ERROR_IO_PENDING")), "{names:?}");
    let folder = tempfile::tempdir().expect("a temporary folder");
    let alone = kbq(folder.path()).args(["decode", "0x7b"]).output().expect("runs");
    assert!(stdout(&alone, 0).contains("INACCESSIBLE_BOOT_DEVICE"));
    assert_eq!(run(&["decode", "no-code-at-all"]).status.code(), Some(1));
}

#[test]
fn links_lead_both_ways() {
    let links = json(&run(&["links", "--json", "Q194128"]), 0);
    let missing = links["missing"].as_array().expect("a list");
    assert!(missing.iter().any(|link| link["number"] == 191_014), "{links}");
    let dot = stdout(&run(&["links", "--dot", "Q194128"]), 0);
    assert!(dot.starts_with("digraph") && dot.contains("Q194128 -> Q191014"));
    assert!(stdout(&run(&["links", "--missing"]), 0).contains("Q191014"));
}

#[test]
fn a_pasted_event_is_understood_and_answered() {
    let pasted = "Event Type: Error\r\nEvent Source: MSExchangeIMC\r\nEvent ID: 4067\r\n\
                  Computer: EXBOX7\r\nDescription:\r\nThe TCP/IP domain name was not found.\r\n";
    let answer = stdout(&run_with_input(&["diagnose"], pasted.as_bytes()), 0);
    assert!(answer.contains("4067") && answer.contains("left out"), "{answer}");
    let hits = stdout(&run_with_input(&["diagnose", "-l", "-"], pasted.as_bytes()), 0);
    assert_eq!(hits.lines().next(), Some("Q194128"));
    let utf16: Vec<u8> =
        [0xff, 0xfe].into_iter().chain(pasted.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    assert_eq!(stdout(&run_with_input(&["diagnose", "-l"], &utf16), 0), hits);
}

#[test]
fn a_log_of_many_entries_is_answered_entry_by_entry() {
    let entry = |id: u32| format!("Event ID: {id}\nSource: MSExchangeIMC\nType: Error\n\n");
    let log = [entry(4058), entry(4067), entry(4058)].concat();
    let whole = json(&run_with_input(&["diagnose", "--json"], log.as_bytes()), 0);
    let entries = whole["diagnosis"]["entries"].as_array().expect("entries");
    assert_eq!(entries.len(), 2, "{whole}");
    assert_eq!(entries[0]["count"], 2, "the most frequent first");
    assert_eq!(whole["answers"].as_array().map(Vec::len), Some(2));
}

#[test]
fn a_corpus_is_checked() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let check = |path: &std::path::Path| {
        let mut command = kbq(folder.path());
        command.args(["check", "--json"]).arg(path).output().expect("runs")
    };
    let sound = json(&check(&corpus()), 0);
    assert!(sound["articles"].as_u64() > Some(80));
    let broken = folder.path().join("broken");
    fs::create_dir(&broken).expect("creates");
    fs::copy(corpus().join("txt/248/Q248138.TXT"), broken.join("a.txt")).expect("copies");
    fs::write(broken.join("kb.zip"), b"PK\x03\x04 no archive").expect("writes");
    let found = json(&check(&broken), 1);
    assert_eq!(found["kinds"][0]["severity"], "error", "{found}");
}

#[test]
fn the_index_is_verified() {
    assert_eq!(run(&["check"]).status.code(), Some(0));
    let status = json(&run(&["status", "--json", "--changes"]), 0);
    assert_eq!(status["changes"]["changed"], 0);
    assert!(status["articles"].as_u64() > Some(80));
}

#[test]
fn an_update_reads_only_what_changed() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let files = folder.path().join("kb");
    fs::create_dir(&files).expect("creates");
    for name in ["kb/194/Q194128/README.md", "kb/263/Q263029/README.md"] {
        let target = files.join(name.replace('/', "-"));
        fs::copy(corpus().join(name), target).expect("copies");
    }
    let index = || {
        let mut command = kbq(folder.path());
        let done = command.args(["index", "--json", "--index", "ix", "kb"]).output().expect("runs");
        json(&done, 0)
    };
    assert_eq!(index()["added"], 2);
    let again = index();
    assert_eq!((&again["added"], &again["bytes"]), (&0.into(), &0.into()), "nothing is read");
    fs::copy(corpus().join("txt/248/Q248138.TXT"), files.join("new.txt")).expect("copies");
    fs::remove_file(files.join("kb-263-Q263029-README.md")).expect("removes");
    let changed = index();
    assert_eq!((&changed["added"], &changed["removed"]), (&1.into(), &1.into()));
    assert_eq!(changed["articles"], 2);
}

#[test]
fn exported_records_are_indexed_again_to_the_same_hits() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let records = run(&["export", "-q", "--format", "jsonl", "-o", "-"]).stdout;
    fs::write(folder.path().join("records.jsonl"), &records).expect("writes");
    let mut command = kbq(folder.path());
    command.args(["index", "-q", "--index", "ix", "records.jsonl"]);
    assert!(command.output().expect("runs").status.success());
    let query = ["search", "-l", "internet mail service cluster"];
    let again = kbq(folder.path()).args(["--index", "ix"]).args(query).output().expect("runs");
    assert_eq!(text(&again.stdout), text(&run(&query).stdout));
    let mut command = kbq(folder.path());
    let exported = command.args(["--index", "ix", "export", "-q"]).output().expect("runs").stdout;
    assert_eq!(text(&exported), text(&records));
}

#[test]
fn an_export_of_a_query_is_what_matches_all_of_it() {
    let exported = |query: &str| {
        let done = run(&["export", "-q", "--query", query]);
        text(&done.stdout).lines().count()
    };
    let found = |query: &str| text(&run(&["search", "-l", "-n", "1000", query]).stdout);
    assert_eq!(exported("cluster"), found("cluster").lines().count());
    assert_eq!(exported("event:4058"), 2);
    assert_eq!(exported("cluster zzyzzxqq"), 0, "a search relaxes, an export does not");
}

#[test]
fn help_explains_what_can_be_typed() {
    let help = stdout(&run(&["help", "query"]), 0);
    for part in ["event:", "modified:", "\"name resolver\""] {
        assert!(help.contains(part), "{part}");
    }
    assert!(stdout(&run(&["help", "formats"]), 0).contains("DOCUMENT"));
    assert!(stdout(&run(&["help", "show"]), 0).contains("--section"));
    assert!(index().join("manifest.json").is_file());
}
