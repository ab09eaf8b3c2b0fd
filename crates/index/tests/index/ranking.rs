//! Which article comes first.

use kbq_index::SearchOptions;
use kbq_model::{CodeKind, SectionKind};
use kbq_query::{Aliases, diagnose};

use crate::support::{article, found, index, search};

#[test]
fn where_a_word_stands_decides() {
    let filler = "Setup goes on and ends as it should in every other way.";
    let (_dir, index) = index(vec![
        article(1, "Setup Ends Early")
            .section(SectionKind::MoreInformation, &format!("{filler} The gargoyle is gone.")),
        article(2, "Setup Ends Early")
            .section(SectionKind::Cause, &format!("{filler} The gargoyle is gone.")),
        article(3, "Setup Ends Early").symptoms(&format!("{filler} The gargoyle is gone.")),
        article(4, "Setup Ends at the Gargoyle").symptoms(filler),
    ]);
    assert_eq!(found(&index, "gargoyle"), [4, 3, 2, 1]);
}

#[test]
fn one_value_in_every_notation() {
    let (_dir, index) = index(vec![
        article(10, "Wizard Stops")
            .symptoms("The wizard stops with 0xc00203e5.")
            .code(CodeKind::Hex, "0xc00203e5"),
        article(11, "Wizard Stops")
            .symptoms("The wizard stops with 997.")
            .code(CodeKind::Dec, "997"),
        article(12, "Wizard Goes On").symptoms("It works."),
    ]);
    let expected = found(&index, "0xc00203e5");
    assert_eq!(expected, [10, 11], "the code, then its low word");
    for notation in ["C00203E5", "0xC00203E5", "-1073609755", "3221357541", "c00203e5h"] {
        assert_eq!(found(&index, notation), expected, "{notation}");
    }
    let results = search(&index, "0xc00203e5");
    let why: Vec<&str> = results.hits.iter().map(|hit| hit.why[0].text.as_str()).collect();
    assert!(why[0].starts_with("code 0xc00203e5 in symptoms, line "), "{why:?}");
    assert!(why[1].contains("low word"), "{why:?}");
    let again = results.hits[0].why.iter().filter(|reason| reason.text.contains("c00203e5"));
    assert_eq!(again.count(), 1, "the code is told once: {:?}", results.hits[0].why);
}

#[test]
fn a_number_in_a_listing_is_no_event_where_one_is_stated() {
    let listing = || article(1, "Files on Disk").symptoms("setup.exe 4058 bytes");
    let stated = || article(2, "MTA Logs an Event").symptoms("It is logged.").event(4058, None);
    let (_dir, both) = index(vec![listing(), stated()]);
    assert_eq!(found(&both, "event:4058"), [2]);
    let (_dir, alone) = index(vec![listing()]);
    assert_eq!(found(&alone, "event:4058"), [1], "better than nothing");
}

#[test]
fn an_event_of_the_source_before_one_of_another() {
    let (_dir, index) = index(vec![
        article(20, "Service Stops").symptoms("Stops.").event(4058, Some("MSExchangeMTA")),
        article(21, "Service Stops").symptoms("Stops.").event(4058, Some("MSExchangeIMC")),
        article(22, "Service Stops").symptoms("Stops.").event(4058, None),
        article(23, "Service Stops").symptoms("Stops.").event(4059, Some("MSExchangeIMC")),
    ]);
    assert_eq!(found(&index, "event:MSExchangeIMC/4058")[0], 21);
    let bare = found(&index, "event 4058");
    assert_eq!(bare.len(), 3);
    assert!(!bare.contains(&23));
}

#[test]
fn a_code_outweighs_words() {
    let (_dir, index) = index(vec![
        article(30, "Store Stops When the Queue Is Full")
            .symptoms("The store stops when the queue is full."),
        article(31, "Database Error")
            .symptoms("The store reports it.")
            .code(CodeKind::Dec, "-1018"),
    ]);
    assert_eq!(found(&index, "-1018 store stops queue")[0], 31);
}

#[test]
fn words_in_order_and_side_by_side() {
    let (_dir, index) = index(vec![
        article(40, "One")
            .symptoms("The resolver was started long before anybody had given it any name at all."),
        article(41, "Two").symptoms(
            "The name resolver was started long before anybody had given it anything at all.",
        ),
    ]);
    assert_eq!(found(&index, "name resolver"), [41, 40]);
    assert_eq!(found(&index, "\"name resolver\""), [41]);
    assert_eq!(found(&index, "\"resolver name\""), [0; 0]);
}

#[test]
fn newer_first_among_equals_then_by_number() {
    let (_dir, index) = index(vec![
        article(52, "Queue Is Full").modified("1998-01-01"),
        article(51, "Queue Is Full").modified("1998-01-01"),
        article(50, "Queue Is Full").modified("1997-01-01"),
        article(53, "Queue Is Full").modified("2001-01-01"),
    ]);
    assert_eq!(found(&index, "queue full"), [53, 51, 52, 50]);
}

#[test]
fn boilerplate_counts_next_to_nothing() {
    let (_dir, index) = index(vec![
        article(60, "Mail Loops").section(
            SectionKind::Resolution,
            "To resolve this problem, obtain the latest service pack for the server.",
        ),
        article(61, "Mail Waits for the Service Pack").symptoms("Obtain it and mail goes on."),
    ]);
    assert_eq!(found(&index, "service pack mail")[0], 61);
    assert_eq!(found(&index, "latest"), [60], "found all the same where nothing else is");
}

#[test]
fn reasons_name_telling_words() {
    let (_dir, index) = index(vec![
        article(90, "Queue Limit").symptoms("The limit of the queue has been reached."),
    ]);
    let aliases = Aliases::builtin();
    let pasted = "Event ID: 57\nSource: MSExchangeMTA\nDescription:\nThe limit of the queue has been reached.";
    let query = diagnose(pasted, &aliases).query(&aliases);
    let results = index.search(&query, &SearchOptions::default()).expect("a search");
    let why: Vec<&str> = results.hits[0].why.iter().map(|reason| reason.text.as_str()).collect();
    assert!(why.iter().any(|text| text.starts_with("symptoms: ")), "{why:?}");
    let words: Vec<&str> = why.iter().flat_map(|text| text.split([' ', ','])).collect();
    assert!(words.contains(&"queue") && !words.contains(&"the"), "{why:?}");
}

#[test]
fn a_beginning_of_many_words_ranks_and_chooses_none() {
    let mut drafts: Vec<_> = (100..150)
        .map(|n| article(n, "Other").symptoms(&format!("It is called conn{n} there.")))
        .collect();
    drafts.push(article(1, "Zebra").symptoms("The zebra sleeps."));
    drafts.push(article(2, "Zebra").symptoms("The zebra conn100 sleeps."));
    drafts.push(article(3, "Stripe").symptoms("The stripe is long."));
    let (_dir, index) = index(drafts);
    assert_eq!(found(&index, "zebra stripe c*"), [3, 2, 1]);
    let all = search(&index, "conn*");
    assert_eq!(all.total, 51, "also those with none of the most frequent words");
    assert!(all.hits.iter().all(|hit| !hit.why.is_empty() && hit.missing.is_empty()));
}
