//! `kbq show` and `kbq parse`: articles and records.

use serde_json::Value;

use crate::support::{corpus, kbq, run, run_with_input, stdout, text};

#[test]
fn the_answer_comes_first() {
    let shown = stdout(&run(&["show", "Q263029"]), 0);
    let at = |part: &str| shown.find(part).unwrap_or_else(|| panic!("no {part} in\n{shown}"));
    assert!(at("Q263029") < at("SYMPTOMS"));
    assert!(at("SYMPTOMS") < at("CAUSE") && at("CAUSE") < at("RESOLUTION"));
    assert!(!shown.contains('\x1b'), "no colour in a pipe");
}

#[test]
fn a_section_alone() {
    let shown = stdout(&run(&["show", "--section", "cause", "Q263029"]), 0);
    assert!(shown.contains("CAUSE") && !shown.contains("RESOLUTION"));
}

#[test]
fn raw_is_the_file_byte_for_byte() {
    let done = run(&["show", "--raw", "Q248138"]);
    let file = std::fs::read(corpus().join("txt/248/Q248138.TXT")).expect("the file");
    assert_eq!(done.stdout, file);
}

#[test]
fn ids_flow_from_one_command_to_the_next() {
    let ids = run(&["-l", "event:4058"]).stdout;
    let zeros = run(&["-l", "-0", "event:4058"]).stdout;
    for list in [ids, zeros] {
        let shown = stdout(&run_with_input(&["show", "--format", "jsonl", "-"], &list), 0);
        let records = shown.lines().map(|line| serde_json::from_str::<Value>(line).expect("JSON"));
        let found: Vec<_> = records.map(|record| record["number"].as_u64()).collect();
        assert!(found.contains(&Some(194_128)) && found.contains(&Some(263_029)), "{found:?}");
    }
}

#[test]
fn show_and_parse_print_the_same_record() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = corpus().join("kb/194/Q194128/README.md");
    let parsed = kbq(folder.path()).args(["parse", "--format", "jsonl"]).arg(path).output();
    let parsed: Value =
        serde_json::from_str(&stdout(&parsed.expect("runs"), 0)).expect("one record");
    let shown: Value =
        serde_json::from_str(&stdout(&run(&["show", "--json", "Q194128"]), 0)).expect("JSON");
    let facts = ["id", "title", "events", "files", "references", "sections", "fixed_in"];
    for fact in facts {
        assert_eq!(parsed[fact], shown[fact], "{fact}");
    }
    assert_eq!(parsed["schema_version"], 1);
    assert_eq!(parsed["events"][0]["id"], 4058);
    assert_eq!(parsed["files"][0]["version"], "5.5.2423.0");
}

#[test]
fn twins_are_one_hit() {
    let ids = text(&run(&["search", "-l", "id:263029"]).stdout);
    assert_eq!(ids.lines().filter(|id| *id == "Q263029").count(), 1);
    assert!(ids.starts_with("Q263029\n"));
    let record: Value =
        serde_json::from_str(&stdout(&run(&["show", "--json", "Q263029"]), 0)).expect("JSON");
    let formats = [record["format"].as_str(), record["revisions"][0]["format"].as_str()];
    assert!(
        formats.contains(&Some("jekyll")) && formats.contains(&Some("document")),
        "{formats:?}"
    );
}
