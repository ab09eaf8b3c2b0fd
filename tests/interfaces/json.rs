//! Every JSON that a command prints keeps to its schema in `docs/schemas`.

use serde_json::Value;

use super::{checkout, document, schema};
use crate::support::{corpus, kbq, run, run_with_input, text};

#[track_caller]
fn keeps_to(reference: &str, printed: &str) {
    let value: Value =
        serde_json::from_str(printed).unwrap_or_else(|error| panic!("{error}: {printed}"));
    let faults = schema::faults(&value, reference);
    assert!(faults.is_empty(), "{reference}: {faults:#?}");
}

/// Runs a command in both forms; `lines` is the schema of a line of `jsonl`.
#[track_caller]
fn both_forms(arguments: &[&str], whole: &str, lines: &str) {
    let run_as = |format| run(&[&["--format", format], arguments].concat());
    let json = run_as("json");
    assert!(matches!(json.status.code(), Some(0 | 1)), "{}", text(&json.stderr));
    keeps_to(whole, &text(&json.stdout));
    for line in text(&run_as("jsonl").stdout).lines() {
        keeps_to(lines, line);
    }
}

#[test]
fn searches() {
    let queries = [
        "cluster",
        "0xc00203e5",
        "event:MSExchangeIMC/4058",
        "zzyzxqq",
        "clustre zzyzxqq",
        "\"name resolver\" -mail",
        "(exchange OR cluster) serv*",
        "file:ntdll.dll<4.0.1381.133",
        "file:msexcimc.exe>=5",
        "modified:1999..2000",
        "id:Q194128",
        "ref:Q191014",
        "LNK2001",
        "MAPI_E_NOT_FOUND",
        "component:IMC",
        "symptoms:cluster",
        "title:exchange",
        "product:exchange",
        "5.5.2423.0",
        "Event ID: 4058 0xc00203e5 the Internet Mail Connector",
    ];
    for query in queries {
        both_forms(&["search", "--facets", "--explain", "--", query], "search.json", "hit.json");
    }
    both_forms(&["search", "--", ""], "search.json", "hit.json");
}

#[test]
fn diagnoses() {
    let pasted = [
        "Event Type: Error\nEvent Source: MSExchangeIMC\nEvent ID: 4058\nDescription:\nThe Internet \
         Mail Connector on \\\\MAIL01 cannot start: 0xc00203e5.\n",
        "*** STOP: 0x0000001E (0xC0000005, 0x80123456, 0x00000000, 0x00000000)\n",
        "main.cpp(12) : error C2065: 'x' : undeclared identifier\nfatal error LNK1120: 1 \
         unresolved externals\n",
        "1999-05-12 09:14:22 ERROR cannot open ntdll.dll 4.0.1381.130\n\
         1999-05-12 09:14:23 ERROR cannot open ntdll.dll 4.0.1381.130\n",
        "nothing",
    ];
    for pasted in pasted {
        let run_as = |format| run_with_input(&["diagnose", "--format", format], pasted.as_bytes());
        keeps_to("diagnose.json", &text(&run_as("json").stdout));
        for line in text(&run_as("jsonl").stdout).lines() {
            keeps_to("hit.json", line);
        }
    }
}

#[test]
fn decodings() {
    let codes = ["decode", "0xc00203e5", "-1018", "LNK2001", "MAPI_E_NOT_FOUND", "7B", "nonsense"];
    both_forms(&codes, "decode.json", "decode.json#/$defs/code");
}

#[test]
fn links() {
    for id in ["Q263029", "Q194128", "Q999999"] {
        both_forms(&["links", id], "links.json", "links.json#/$defs/row");
    }
    let missing = text(&run(&["links", "--missing", "--format", "jsonl"]).stdout);
    assert!(!missing.is_empty());
    for line in missing.lines() {
        keeps_to("links.json#/$defs/absent", line);
    }
}

#[test]
fn what_is_said_of_corpus_and_index() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let files = folder.path().join("files");
    std::fs::create_dir(&files).expect("creates");
    let article = corpus().join("txt/248/Q248138.TXT");
    std::fs::copy(article, files.join("good.txt")).expect("copies");
    std::fs::write(files.join("bad.zip"), "no archive").expect("writes");
    let files = files.to_str().expect("a plain path");

    both_forms(&["check", files], "check.json", "check.json#/$defs/finding");
    let corpus = corpus();
    let corpus = corpus.to_str().expect("a plain path");
    both_forms(&["check", corpus], "check.json", "check.json#/$defs/finding");
    both_forms(&["status"], "status.json", "status.json");
    both_forms(&["status", "--changes"], "status.json", "status.json");
    both_forms(&["stats"], "stats.json", "stats.json");
    for format in ["json", "jsonl"] {
        let mut build = kbq(folder.path());
        build.args(["index", "-q", "--index", "ix", "--format", format, files]);
        keeps_to("index.json", &text(&build.output().expect("runs").stdout));
    }
}

#[test]
fn failures() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let failing: [&[&str]; 9] = [
        &["search", "--json", "x"],
        &["show", "--format", "jsonl", "Q1"],
        &["check", "--json", "missing"],
        &["index", "--json", "--index", "ix", "missing"],
        &["search", "--json", "-n", "many", "x"],
        &["show", "--json"],
        &["--format", "jsonl", "show", "--nonsense"],
        &["export", "--format=json", "--json"],
        &["completions", "--json", "ksh"],
    ];
    for arguments in failing {
        let done = kbq(folder.path()).args(arguments).output().expect("runs");
        assert_eq!(done.status.code(), Some(2), "{arguments:?}");
        assert_eq!(text(&done.stdout), "", "{arguments:?}");
        keeps_to("error.json", &text(&done.stderr));
    }
    let done = run(&["show", "--json", "nonsense"]);
    keeps_to("error.json", &text(&done.stderr));
}

/// A score is 32 bits wide and is printed so: `5.157478`, not `5.157477855682373`.
#[test]
fn numbers_are_short() {
    let printed = text(&run(&["search", "--json", "cluster"]).stdout);
    let scores = printed.lines().filter_map(|line| line.trim().strip_prefix("\"score\": "));
    let digits = |score: &str| score.chars().filter(char::is_ascii_digit).count();
    let digits: Vec<_> = scores.map(digits).collect();
    assert!(digits.len() > 3 && digits.iter().all(|count| *count <= 9), "{digits:?}");
}

#[test]
fn what_is_related_to_a_code_has_its_value() {
    let decoded: Value =
        serde_json::from_str(&text(&run(&["decode", "--json", "0xc00203e5"]).stdout))
            .expect("JSON");
    let related = &decoded[0]["related"][0];
    assert_eq!((&related["value"], &related["code"]), (&997.into(), &"0x000003e5".into()));
    assert_eq!(related["label"], "997 · ERROR_IO_PENDING");
}

/// Examples stand between fences that name their schema: three backquotes, `json hit.json`.
#[test]
fn the_documented_examples() {
    let page = document("docs/json.md");
    let mut shown = Vec::new();
    for block in page.split("\n```json ").skip(1) {
        let (reference, rest) = block.split_once('\n').expect("a reference");
        let (example, _) = rest.split_once("\n```").expect("the end of the example");
        keeps_to(reference, example);
        shown.push(reference.split('#').next().unwrap_or_default().to_owned());
    }
    for file in std::fs::read_dir(checkout("docs/schemas")).expect("the schemas") {
        let name = file.expect("an entry").file_name().into_string().expect("a plain name");
        // A query is shown as part of a search.
        assert!(shown.contains(&name) || name == "query.json", "no example of {name}");
        assert!(page.contains(&format!("(schemas/{name})")), "{name} is not mentioned");
    }
}
