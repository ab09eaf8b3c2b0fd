//! `kbq QUERY`: the right article first, whatever the notation, in every output form.

use serde_json::Value;

use crate::support::{ids, run, stdout, text};

#[test]
fn every_notation_of_a_code_finds_the_same() {
    let expected = ids(&["0xc00203e5"]);
    assert_eq!(expected.first().map(String::as_str), Some("Q263029"));
    let notations =
        ["-1073609755", "3221357541", "C00203E5", "0XC00203E5", "c00203e5h", "code:0xc00203e5"];
    for notation in notations {
        assert_eq!(ids(&[notation]), expected, "{notation}");
    }
}

#[test]
fn words_need_no_command() {
    let done = run(&["-l", "0xc00203e5"]);
    assert_eq!(stdout(&done, 0).lines().next(), Some("Q263029"));
    let done = run(&["-1073609755"]);
    assert!(stdout(&done, 0).contains("Q263029"));
}

#[test]
fn an_event_is_found_by_number_and_by_source() {
    assert!(ids(&["event:4058"]).contains(&"Q194128".to_owned()));
    assert!(ids(&["Event ID: 4058"]).contains(&"Q263029".to_owned()));
}

#[test]
fn an_article_number_is_its_article() {
    for number in ["Q194128", "kb194128", "KB 194128", "194128", "id:194128"] {
        assert_eq!(ids(&[number]).first().map(String::as_str), Some("Q194128"), "{number}");
    }
}

#[test]
fn what_people_type_is_never_a_syntax_error() {
    let typed = [
        "C1001: internal compiler error",
        "can't start service",
        r"C:\WINNT\System32\ntdll.dll",
        "STOP: 0x0000000A (0xc0000000,",
        "(",
        "\"unclosed",
        ":",
        "a OR",
        "-",
        "event:",
        "code:zzz",
        "file:<",
        "modified:x..y",
        "*",
    ];
    for query in typed {
        let done = run(&["search", "--", query]);
        let code = done.status.code();
        assert!(matches!(code, Some(0 | 1)), "{query:?}: {}", text(&done.stderr));
    }
}

#[test]
fn a_smaller_limit_is_a_prefix() {
    let all = ids(&["-n", "20", "exchange server"]);
    let few = ids(&["-n", "3", "exchange server"]);
    assert_eq!(few, all[..3]);
}

#[test]
fn each_format_is_what_it_says() {
    let jsonl = stdout(&run(&["search", "--format", "jsonl", "cluster"]), 0);
    for (at, line) in jsonl.lines().enumerate() {
        let hit: Value = serde_json::from_str(line).expect("JSON");
        assert_eq!(hit["rank"], at + 1);
        assert!(hit["id"].is_string() && hit["title"].is_string() && hit["score"].is_number());
        assert!(hit["why"].as_array().is_some_and(|why| !why.is_empty()), "{line}");
    }
    let json: Value =
        serde_json::from_str(&stdout(&run(&["search", "--json", "cluster"]), 0)).expect("JSON");
    assert_eq!(json["hits"].as_array().map(Vec::len), Some(jsonl.lines().count()));
    let csv = stdout(&run(&["search", "--format", "csv", "cluster"]), 0);
    assert!(csv.starts_with("rank,id,title,"));
    let zero = stdout(&run(&["search", "-0", "cluster"]), 0);
    assert_eq!(zero.split_terminator('\0').collect::<Vec<_>>(), ids(&["cluster"]));
}

#[test]
fn machine_formats_stay_valid_when_empty() {
    let query = "zzyzzxqq qqxzzyzz";
    let json = stdout(&run(&["search", "--json", query]), 1);
    let json: Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!(json["hits"], Value::Array(Vec::new()));
    assert_eq!(stdout(&run(&["search", "--format", "jsonl", query]), 1), "");
    assert_eq!(stdout(&run(&["search", "-l", query]), 1), "");
    let csv = stdout(&run(&["search", "--format", "csv", query]), 1);
    assert_eq!(csv.lines().count(), 1, "the header alone");
}

#[test]
fn a_missing_article_names_those_that_refer_to_it() {
    let answer = text(&run(&["Q191014"]).stdout);
    assert!(answer.contains("Q194128"), "{answer}");
}
