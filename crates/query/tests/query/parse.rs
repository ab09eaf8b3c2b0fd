//! Queries and their trees.

use kbq_query::{Aliases, FIELDS, OPERATORS, Query, SHAPES, UnderstoodKind};

fn tree(text: &str) -> String {
    Query::parse(text, &Aliases::builtin()).to_string()
}

fn assert_trees(rows: &[(&str, &str)]) {
    for (text, expected) in rows {
        assert_eq!(tree(text), *expected, "{text:?}");
    }
}

#[test]
fn nothing_that_a_person_types_is_an_error() {
    assert_trees(&[
        ("", "nothing"),
        ("  \t ", "nothing"),
        ("(", "("),
        ("-", "-"),
        ("\"unclosed", "unclosed"),
        ("C1001: internal compiler error", "[{tool C1001 / c1001} internal compiler error]"),
        ("Event ID: 4058", "{event 4058 / 4058}"),
        ("can't start service", "[can't start service]"),
        ("C:\\WINNT\\System32\\ntdll.dll", "{file ntdll.dll / ntdll.dll}"),
        ("STOP: 0x0000000A (0xc0000000,", "stop 0x0000000a"),
        ("foo:bar", "foo:bar"),
        ("modified:yesterday", "[modified yesterday]"),
        ("id:c1010aae", "0xc1010aae"),
        ("OR b", "b"),
        ("a OR", "[a or]"),
        ("Cause: unknown", "[cause unknown]"),
    ]);
}

#[test]
fn operators_combine_what_stands_beside_them() {
    assert_trees(&[
        ("red OR green blue", "[(red | green) blue]"),
        ("red OR green OR blue", "(red | green | blue)"),
        ("(red OR green) blue -(light dark)", "[(red | green) blue not [light dark]]"),
        ("event 4058 OR event 4059", "({event 4058 / 4058} | {event 4059 / 4059})"),
        ("winsock -proxy", "[winsock not proxy]"),
        ("winsock -\"1018\"", "[winsock not \"1018\"]"),
        ("\"name resolver\" clust*", "[\"name resolver\" clust*]"),
        ("a (useless) group", "[useless group]"),
    ]);
}

#[test]
fn a_code_is_one_whatever_its_notation() {
    for text in [
        "0xc00203e5",
        "C00203E5",
        "c00203e5h",
        "&HC00203E5",
        "-1073609755",
        "3221357541",
        "code:c00203e5",
    ] {
        assert_eq!(tree(text), "0xc00203e5", "{text}");
    }
    for text in
        ["stop 0xA", "STOP: 0x0000000A", "stop 0a", "stop code 0A", "stop:a", "Stop error 0x0A"]
    {
        assert_eq!(tree(text), "stop 0x0000000a", "{text}");
    }
    assert_trees(&[
        ("-1018", "0xfffffc06"),
        ("bugcheck 79", "stop 0x00000079"),
        ("stop 7b", "stop 0x0000007b"),
        ("stop a service", "[{stop 0x0000000a? / [stop a]} service]"),
        (
            "STOP 0x1E (0xC0000005,0xFF1D2D79,0x00000000,0x00000038) tcpip",
            "[stop 0x0000001e tcpip]",
        ),
        ("RAS error 742", "[{component Remote Access Service / ras} {0x000002e6 / 742}]"),
        ("error 53", "0x00000035"),
        ("id no: c1010aae", "0xc1010aae"),
        ("80004005-F0000000", "[0x80004005 0xf0000000]"),
        ("lnk2001", "{tool LNK2001 / lnk2001}"),
        ("MAPI_E_DISK_FULL", "{symbol MAPI_E_DISK_FULL / mapi_e_disk_full}"),
        (
            "jet_errReadVerifyFailure",
            "{symbol JET_ERRREADVERIFYFAILURE / jet_errreadverifyfailure}",
        ),
        ("facade each 12h", "[facade 12h]"),
    ]);
}

#[test]
fn an_event_is_a_number_and_its_source() {
    assert_trees(&[
        ("event:4058", "event 4058"),
        ("event:MSExchangeMTA/2050", "event MSExchangeMTA 2050"),
        ("event:1..3", "(event 1 | event 2 | event 3)"),
        ("source:IMC", "event MSExchangeIMC"),
        ("4051 MSExchangeIMC", "{event MSExchangeIMC 4051 / [msexchangeimc 4051]}"),
        ("MSExchangeMTA/2050", "{event MSExchangeMTA 2050 / msexchangemta/2050}"),
        ("ESE97 160", "{event ESE97 160 / [ese97 160]}"),
        ("event 8 source FOO.DLL", "{event FOO.DLL 8 / [foo.dll 8]}"),
        (
            "MSExchangeNNTP warning 11106",
            "{event MSExchange NNTP Interface 11106 / [msexchangenntp 11106]}",
        ),
        (
            "Event ID 3016 from the Internet Mail Service",
            "{event MSExchangeIMC 3016 / [internet mail service 3016]}",
        ),
        ("events 270 and 290 sender", "[[{event 270 / 270} {event 290 / 290}] sender]"),
        ("4058", "{event 4058 / 0x00000fda? / 4058}"),
    ]);
}

#[test]
fn products_and_counts_are_no_events() {
    assert_trees(&[
        ("SNA Server 95", "[{component SNA Server / [sna server]} 95]"),
        ("windows 2000 server", "[windows 2000 server]"),
        ("disk 500 mb", "[disk 500 mb]"),
    ]);
}

#[test]
fn files_versions_and_articles_are_told_by_their_shape() {
    assert_trees(&[
        ("Q263029", "Q263029"),
        ("263029", "Q263029"),
        ("msexcimc.exe", "{file msexcimc.exe / msexcimc.exe}"),
        ("5.5.2423.0", "{version 5.5.2423.0 / 5.5.2423.0}"),
        (
            "ism.dll version 5.00.2195.2100",
            "{file ism.dll 5.00.2195.2100..5.00.2195.2100 / file ism.dll / ism.dll}",
        ),
        ("file:ntdll.dll<4.0.1381.133", "file ntdll.dll ..!4.0.1381.133"),
        ("version:5.5..6.0", "file * 5.5..6.0"),
        ("exchange 5.5 www.example.com", "[exchange 5.5 www.example.com]"),
    ]);
}

#[test]
fn fields_take_words_phrases_and_groups() {
    assert_trees(&[
        ("symptoms:\"access violation\"", "symptoms:\"access violation\""),
        ("title:(alpha OR \"beta gamma\")", "(title:alpha | title:\"beta gamma\")"),
        ("more:registry t:clust*", "[more_information:registry title:clust*]"),
        ("product:\"Exchange Server\" type:bug", "[product:Exchange Server type:bug]"),
        ("modified:1999..2001-06", "modified:1999-01-01..2001-06-30"),
        ("modified:>2000-05", "modified:!2000-05-31.."),
        ("id:Q1000..Q2000 ref:KB194128", "[id:1000..2000 ref:Q194128]"),
        ("component:IS", "component Information Store"),
        ("event id:4058", "{event 4058 / 4058}"),
    ]);
}

/// Found by fuzzing: the places were those of the value without its quotes, between the bytes of a
/// character.
#[test]
fn a_quoted_value_that_its_field_cannot_take_is_words_at_their_places() {
    for text in ["code:\"’tis no code\"", "code:(\"’tis no code\")", "modified:\"’tis no code\""]
    {
        let query = Query::parse(text, &Aliases::builtin());
        let parts: Vec<_> = query.understood.iter().map(|part| part.span).collect();
        let parts: Vec<_> =
            parts.iter().filter_map(|span| text.get(span.start..span.end)).collect();
        assert!(parts.ends_with(&["tis", "no", "code"]), "{text}: {parts:?}");
    }
    assert_trees(&[("file:\"a.dll<new moon\"", "[file {file a.dll / a.dll} new moon]")]);
}

#[test]
fn function_words_are_left_out_unless_nothing_else_is_there() {
    assert_trees(&[
        ("why does my service crash", "[service crash]"),
        ("why does my", "[why does my]"),
        ("users cannot log on to the server", "[users cannot log on server]"),
        ("DOES THIS OR THAT FAIL", "fail"),
    ]);
    let query = Query::parse("why does it hang", &Aliases::builtin());
    let ignored =
        query.understood.iter().filter(|part| part.kind == UnderstoodKind::Ignored).count();
    assert_eq!(ignored, 3);
}

#[test]
fn the_examples_of_the_help_are_understood() {
    for field in FIELDS {
        let query = Query::parse(field.example, &Aliases::builtin());
        let kinds: Vec<_> = query.understood.iter().map(|part| part.kind).collect();
        assert_eq!(kinds, [UnderstoodKind::Field], "{}", field.example);
    }
    for example in OPERATORS.iter().chain(SHAPES).map(|row| row.example) {
        assert!(Query::parse(example, &Aliases::builtin()).root.is_some(), "{example}");
    }
}
