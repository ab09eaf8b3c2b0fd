//! References, and what is known of codes, events and words.

use kbq_model::CodeKind;

use crate::support::{article, index};

#[test]
fn references_in_both_directions() {
    let (_dir, index) = index(vec![
        article(1, "First").symptoms("See below.").refers_to(2).refers_to(9),
        article(2, "Second").symptoms("See above.").refers_to(1),
        article(3, "Third").symptoms("See below.").refers_to(9).refers_to(2),
    ]);
    let numbers =
        |links: &[kbq_index::Link]| links.iter().map(|link| link.number).collect::<Vec<_>>();
    let links = index.links(1).expect("reads");
    assert_eq!(numbers(&links.refers_to), [2]);
    assert_eq!(links.refers_to[0].title.as_deref(), Some("Second"));
    assert_eq!(numbers(&links.missing), [9]);
    assert_eq!(numbers(&links.referred_by), [2]);
    assert_eq!(numbers(&index.links(9).expect("reads").referred_by), [1, 3]);
    assert_eq!(index.missing_citations().expect("reads"), [(9, vec![1, 3])]);
}

#[test]
fn counts_of_codes_sources_and_words() {
    let (_dir, index) = index(vec![
        article(1, "Replication").symptoms("It stops.").code(CodeKind::Hex, "0xc00203e5"),
        article(2, "Replication").symptoms("It stops.").code(CodeKind::Dec, "-1073609755"),
        article(3, "Other").symptoms("Log.").event(4058, Some("MSExchangeIMC")),
        article(4, "Other").symptoms("Log.").event(4058, Some("MSExchange IMC")),
        article(5, "Other").symptoms("Log.").event(4058, Some("Router")),
    ]);
    assert_eq!(index.code_count(0xc002_03e5).expect("reads"), 2);
    let sources = index.event_sources(4058).expect("reads");
    let sources: Vec<_> =
        sources.iter().map(|count| (count.value.as_str(), count.articles)).collect();
    assert_eq!(sources, [("msexchangeimc", 2), ("router", 1)]);
    assert_eq!(index.words_beginning("repl", 5).expect("reads")[0].articles, 2);
    let similar = index.similar_word("replicaton").expect("reads");
    assert_eq!(similar.as_deref(), Some("replication"));
}
