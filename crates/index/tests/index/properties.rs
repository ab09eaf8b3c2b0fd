//! What holds for every query.

use std::sync::LazyLock;

use kbq_index::{Index, SearchOptions, Writer};
use kbq_model::CodeKind;
use proptest::prelude::*;
use tempfile::TempDir;

use crate::support::{Draft, article, found, index, numbers, options, search, search_with, write};

fn drafts() -> Vec<Draft> {
    let nouns = ["queue", "cluster", "printer", "disk", "mailbox"];
    let verbs = ["stops", "is full", "fails to start", "hangs", "is lost"];
    let drafts = (0..60_usize).map(|n| {
        let (noun, verb) = (nouns[n % 5], verbs[n / 5 % 5]);
        let text = format!("The {noun} {verb}. {}", "The server restarts. ".repeat(n % 4));
        let draft = article(100_000 + n as u32, &format!("The {noun} {verb}")).symptoms(&text);
        let draft = draft.event(1000 + n as u32 % 7, (n % 2 == 0).then_some("MSExchangeIMC"));
        if n % 3 == 0 { draft.code(CodeKind::Hex, "0xc00203e5") } else { draft }
    });
    drafts.collect()
}

static INDEX: LazyLock<(TempDir, Index)> = LazyLock::new(|| index(drafts()));

/// The same articles after updates: in several segments, with deleted ones among them.
static UPDATED: LazyLock<(TempDir, Index)> = LazyLock::new(|| {
    let older =
        |n: u32| article(n, "The disk is old").symptoms("The server hangs. The server hangs.");
    let dir = tempfile::tempdir().expect("a directory");
    let mut drafts = drafts();
    let mut first = drafts.split_off(15);
    // The last five are replaced, and three go without a successor: less than what is merged away.
    first.truncate(40);
    first.extend((100_055..100_063).map(older));
    write(dir.path(), first);
    let update = |drafts: Vec<Draft>, gone: Vec<u32>| {
        let writer = Writer::update(dir.path(), &options()).expect("a writer");
        drafts.into_iter().for_each(|draft| writer.add(&draft.done()).expect("added"));
        gone.into_iter().for_each(|number| writer.remove(number).expect("removed"));
        writer.finish(|_| Ok(())).expect("finished");
    };
    update(drafts, vec![]);
    update(self::drafts().split_off(55), (100_060..100_063).collect());
    let index = Index::open(dir.path()).expect("opens");
    (dir, index)
});

/// A part of a query without an operator, whose case could matter.
fn part() -> impl Strategy<Value = String> {
    let parts = [
        "queue",
        "cluster",
        "printer",
        "disk",
        "server",
        "restarts",
        "full",
        "stops",
        "hangs",
        "0xc00203e5",
        "c00203e5h",
        "0x3e5",
        "MSExchangeIMC",
        "nonsense",
        "\"is full\"",
        "-disk",
    ];
    let events = (1000_u32..1008).prop_map(|id| format!("event:{id}"));
    let articles = (100_000_u32..100_070).prop_map(|number| format!("Q{number}"));
    prop_oneof![
        4 => prop::sample::select(parts.to_vec()).prop_map(str::to_owned),
        1 => events,
        1 => articles,
    ]
}

fn query() -> impl Strategy<Value = Vec<String>> {
    prop::collection::vec(part(), 1..5)
}

proptest! {
    #[test]
    fn case_and_blanks_do_not_matter(parts in query()) {
        let expected = found(&INDEX.1, &parts.join(" "));
        let spaced = format!("  {}\t", parts.join(" \t  "));
        prop_assert_eq!(&found(&INDEX.1, &spaced), &expected);
        prop_assert_eq!(&found(&INDEX.1, &parts.join(" ").to_lowercase()), &expected);
        let shouted: Vec<String> = parts.iter().map(|part| match part.strip_prefix("0x") {
            Some(digits) => format!("0X{}", digits.to_uppercase()),
            None => part.to_uppercase(),
        }).collect();
        prop_assert_eq!(&found(&INDEX.1, &shouted.join(" ")), &expected);
    }

    #[test]
    fn every_spelling_of_a_number_is_the_article(number in 100_000_u32..100_070) {
        let expected = found(&INDEX.1, &format!("Q{number}"));
        for spelling in [format!("q{number}"), format!("KB{number}"), format!("kb {number}")] {
            prop_assert_eq!(&found(&INDEX.1, &spelling), &expected, "{}", spelling);
        }
    }

    #[test]
    fn a_smaller_limit_gives_the_first_hits(parts in query(), limit in 0_usize..30) {
        let text = parts.join(" ");
        let with = |limit| {
            let options = SearchOptions { limit, ..SearchOptions::default() };
            search_with(&INDEX.1, &text, &options)
        };
        let (all, some) = (with(1000), with(limit));
        prop_assert_eq!(some.total, all.total);
        let first: Vec<u32> = numbers(&all).into_iter().take(limit).collect();
        prop_assert_eq!(numbers(&some), first);
    }

    #[test]
    fn updates_leave_no_trace(parts in query()) {
        let text = parts.join(" ");
        let of = |index| format!("{:#?}", search(index, &text));
        prop_assert_eq!(of(&UPDATED.1), of(&INDEX.1));
    }

    #[test]
    fn hits_are_counted_and_different(text in "\\PC{0,40}") {
        let results = search(&INDEX.1, &text);
        let mut numbers = numbers(&results);
        prop_assert!(numbers.len() <= results.total);
        numbers.sort_unstable();
        numbers.dedup();
        prop_assert_eq!(numbers.len(), results.hits.len());
    }
}
