//! The files of OpenSearch and Quickwit, by the rules that the engines document.

use kbq_export::{Options, opensearch};
use serde_json::Value;

use crate::support::{Exported, streamed, text};

fn lines(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn a_bulk_file_is_pairs_of_lines_and_ends_with_one() {
    let out = Exported::new("opensearch", &Options::default());
    let bulk = text(&out.file("bulk.ndjson"));
    assert!(bulk.ends_with('\n'));
    let lines = lines(&bulk);
    assert_eq!(lines.len() as u64, 2 * out.report.articles);
    for pair in lines.chunks(2) {
        let action = pair[0].as_object().unwrap();
        assert_eq!(action.keys().collect::<Vec<_>>(), ["index"]);
        assert_eq!(pair[0]["index"]["_id"], pair[1]["number"].to_string());
    }
    let full = &lines[1];
    assert_eq!(full["error_codes"][0]["value"], 0xc002_03e5_u32);
    assert_eq!(full["error_codes"][2]["value"], Value::Null);
    assert_eq!(full["events"][0]["source_key"], "msexchangeimc");
    assert_eq!(full["files"][0]["version_key"], "00005.00005.02658.00028");
    assert_eq!(full["file_keys"], serde_json::json!(["msexcimc.exe"]));
    assert_eq!(streamed("opensearch", &Options::default()), bulk, "a stream gets the documents");
}

#[test]
fn the_index_definition_lies_beside() {
    let out = Exported::new("opensearch", &Options::default());
    let definition: Value = serde_json::from_str(&text(&out.file("index.json"))).unwrap();
    assert_eq!(definition, opensearch::index_definition());
}

#[test]
fn quickwit_gets_a_configuration_and_a_document_a_line() {
    let out = Exported::new("quickwit", &Options::default());
    assert!(text(&out.file("index.yaml")).starts_with("version: "));
    let documents = lines(&text(&out.file("articles.ndjson")));
    assert_eq!(documents.len() as u64, out.report.articles);
    assert_eq!(documents[0]["record"]["id"], "Q263029");
    assert_eq!(documents[0]["modified"], "2002-08-02T00:00:00Z");
    assert_eq!(documents[2].as_object().unwrap().get("events"), None, "nothing empty");
}
