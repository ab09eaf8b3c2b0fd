//! Any bytes are an article or an error, and never a panic.

use kbq_model::Article;
use kbq_parse::{parse, peek_number};
use proptest::prelude::*;

use super::all_fixtures;

/// A fixture with some of its bytes overwritten, cut out or doubled.
fn mutated() -> impl Strategy<Value = Vec<u8>> {
    let edit = (any::<prop::sample::Index>(), 0..60usize, prop::collection::vec(any::<u8>(), 0..8));
    let fixtures: Vec<Vec<u8>> = all_fixtures().into_iter().map(|(_, bytes)| bytes).collect();
    (prop::sample::select(fixtures), prop::collection::vec(edit, 1..6)).prop_map(
        |(mut bytes, edits)| {
            for (at, length, new) in edits {
                let at = at.index(bytes.len() + 1);
                let end = (at + length).min(bytes.len());
                bytes.splice(at..end, new);
            }
            bytes
        },
    )
}

/// Pieces of articles in any order.
fn jumbled() -> impl Strategy<Value = Vec<u8>> {
    let mut lines: Vec<Vec<u8>> = Vec::new();
    for (_, bytes) in all_fixtures() {
        lines.extend(bytes.split_inclusive(|byte| *byte == b'\n').map(<[u8]>::to_vec));
    }
    prop::collection::vec(prop::sample::select(lines), 0..40).prop_map(|lines| lines.concat())
}

fn check(bytes: &[u8]) {
    let _ = peek_number(bytes);
    if let Ok(article) = parse(bytes, "any") {
        let json = serde_json::to_string(&article).expect("serialises");
        assert_eq!(serde_json::from_str::<Article>(&json).expect("reads back"), article);
        assert_eq!(parse(bytes, "any").as_ref(), Ok(&article));
        for section in article.preamble.iter().chain(&article.sections) {
            let lines = section.text.split('\n').count();
            let mut next = 0;
            for block in &section.blocks {
                assert!(next <= block.first && block.first <= block.last, "{:?}", section.blocks);
                next = block.last + 1;
            }
            assert!(next as usize <= lines);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_safe(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        check(&bytes);
    }

    #[test]
    fn mutated_articles_are_safe(bytes in mutated()) {
        check(&bytes);
    }

    #[test]
    fn jumbled_articles_are_safe(bytes in jumbled()) {
        check(&bytes);
    }
}
