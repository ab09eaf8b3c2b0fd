//! What a search answers beside the order of its hits.

use kbq_index::{SearchOptions, Sort};
use kbq_model::{CodeKind, SectionKind};

use crate::support::{Draft, article, found, index, numbers, search, search_with};

fn some() -> Vec<Draft> {
    vec![
        article(1, "Cluster Setup Stops")
            .symptoms(
                "Setup of the cluster stops when the wizard starts the service.\nThe disk is full.",
            )
            .section(SectionKind::Cause, "The name resolver is not set up.")
            .product("Microsoft Exchange")
            .component("IMC")
            .modified("1999-05-01"),
        article(2, "Cluster Disk Is Slow")
            .symptoms("The disk of the cluster answers late.")
            .product("Microsoft Windows NT")
            .file("ntdll.dll", "4.0.1381.133")
            .modified("2001-02-03"),
        article(3, "Mail Waits")
            .symptoms("Mail waits in the queue.")
            .product("Microsoft Exchange")
            .file("ntdll.dll", "4.0.1381.4")
            .code(CodeKind::Tool, "LNK2001")
            .modified("2000-01-01"),
    ]
}

#[test]
fn all_words_are_wanted_and_relaxation_is_stated() {
    let (_dir, index) = index(some());
    let all = search(&index, "cluster wizard");
    assert_eq!(numbers(&all)[0], 1);
    let none = search(&index, "cluster queue wizard");
    assert_eq!(numbers(&none)[0], 1);
    assert_eq!(none.hits[0].missing, ["queue"]);
    let relaxed = none.relaxed.expect("stated");
    assert_eq!(relaxed.complete, 0);
    assert!(relaxed.message.contains("3 parts"), "{}", relaxed.message);
}

#[test]
fn what_matches_nothing_is_named_with_a_likely_word() {
    let (_dir, index) = index(some());
    let results = search(&index, "clutser wizard");
    assert_eq!(results.unmatched.len(), 1);
    assert_eq!(results.unmatched[0].text, "clutser");
    assert_eq!(results.unmatched[0].suggestion.as_deref(), Some("cluster"));
    assert_eq!(numbers(&results), [1]);
    let code = search(&index, "0x12345678");
    assert_eq!(code.total, 0);
    assert_eq!(code.unmatched[0].suggestion, None);
}

#[test]
fn conditions_are_never_relaxed() {
    let (_dir, index) = index(some());
    assert_eq!(found(&index, "cluster product:exchange"), [1]);
    assert_eq!(found(&index, "product:exchange"), [3, 1], "newest first where nothing ranks");
    assert_eq!(found(&index, "cluster -wizard"), [2]);
    assert_eq!(found(&index, "modified:>2000-06-01"), [2]);
    assert_eq!(found(&index, "id:1..2 cluster").len(), 2);
    assert_eq!(found(&index, "cause:resolver"), [1]);
    assert_eq!(found(&index, "symptoms:resolver"), [0; 0]);
    assert_eq!(found(&index, "title:disk"), [2]);
    assert_eq!(found(&index, "queue OR wizard").len(), 2);
}

#[test]
fn versions_of_a_file_compare_as_numbers() {
    let (_dir, index) = index(some());
    assert_eq!(found(&index, "file:ntdll.dll<4.0.1381.133"), [3]);
    assert_eq!(found(&index, "file:ntdll.dll>=4.0.1381.133"), [2]);
    assert_eq!(found(&index, "ntdll.dll").len(), 2);
    assert_eq!(found(&index, "ntdll.dll 4.0.1381.133")[0], 2);
}

#[test]
fn forms_beginnings_and_tool_codes() {
    let (_dir, index) = index(some());
    assert_eq!(found(&index, "clusters waiting")[..].len(), 3);
    assert_eq!(found(&index, "wiz*"), [1]);
    assert_eq!(found(&index, "lnk2001"), [3]);
    assert_eq!(found(&index, "LNK2001"), [3]);
}

#[test]
fn an_article_by_its_number_in_any_spelling() {
    let (_dir, index) = index(vec![
        article(194_128, "Upgrade Fails"),
        article(263_029, "Setup Fails")
            .symptoms("See the other.")
            .refers_to(194_128)
            .refers_to(100_007),
    ]);
    for spelling in ["Q194128", "kb194128", "q194128"] {
        assert_eq!(found(&index, spelling), [194_128, 263_029], "{spelling}");
    }
    let missing = search(&index, "Q100007");
    assert_eq!(numbers(&missing), [263_029]);
    assert!(
        missing.hits[0].why[0].text.starts_with("refers to Q100007"),
        "{:?}",
        missing.hits[0].why
    );
    assert_eq!(found(&index, "ref:194128"), [263_029]);
}

#[test]
fn snippets_show_the_sentence_and_where_it_is() {
    let (_dir, index) = index(some());
    let results = search(&index, "disk full");
    let snippet = results.hits[0].snippet.as_ref().expect("a snippet");
    let shown: Vec<&str> =
        snippet.highlights.iter().map(|mark| &snippet.text[mark.start..mark.end]).collect();
    assert_eq!(shown, ["disk", "full"]);
    assert_eq!(snippet.section, Some(SectionKind::Symptoms));
    assert_eq!(snippet.heading.as_deref(), Some("SYMPTOMS"));
    assert_eq!(snippet.text, "The disk is full.");
    assert_eq!(snippet.line, 24);
}

#[test]
fn a_smaller_limit_is_a_prefix() {
    let drafts = (1..40).map(|n| {
        let text = "queue ".repeat(n as usize % 7 + 1);
        article(n, "Queue Is Full").symptoms(&text)
    });
    let (_dir, index) = index(drafts.collect());
    let with = |limit| {
        let options = SearchOptions { limit, ..SearchOptions::default() };
        numbers(&search_with(&index, "queue full", &options))
    };
    let all = with(100);
    assert_eq!(all.len(), 39);
    for limit in [0, 1, 7, 38] {
        assert_eq!(with(limit), all[..limit]);
    }
}

#[test]
fn orders_and_facets() {
    let (_dir, index) = index(some());
    let with = |sort| {
        let options = SearchOptions { sort, facets: true, ..SearchOptions::default() };
        search_with(&index, "queue OR cluster", &options)
    };
    assert_eq!(numbers(&with(Sort::Id)), [1, 2, 3]);
    assert_eq!(numbers(&with(Sort::Date)), [2, 3, 1]);
    let facets = with(Sort::Relevance).facets;
    let of = |name: &str| &facets.iter().find(|facet| facet.field == name).expect("a facet").values;
    let product = [("Microsoft Exchange".to_owned(), 2), ("Microsoft Windows NT".to_owned(), 1)];
    assert_eq!(of("product")[..], product);
    assert_eq!(of("component")[..], [("IMC".to_owned(), 1)]);
    assert_eq!(of("year").len(), 3);
}

#[test]
fn no_query_fails() {
    let (_dir, index) = index(some());
    for text in
        ["", " ", "(", "\"unclosed", "-", "*", "a OR", "NOT", "file:", "event:", "\u{1f600}"]
    {
        search(&index, text);
    }
}

#[test]
fn explaining_gives_the_parts_of_the_score() {
    let (_dir, index) = index(some());
    let options = SearchOptions { explain: true, ..SearchOptions::default() };
    let results = search_with(&index, "cluster disk", &options);
    assert!(results.hits[0].explain.len() >= 4);
    assert!(search(&index, "cluster disk").hits[0].explain.is_empty());
}
