//! What holds for every text.

use kbq_query::{Aliases, Query, diagnose};
use proptest::prelude::*;
use std::sync::LazyLock;

static ALIASES: LazyLock<Aliases> = LazyLock::new(Aliases::builtin);

/// Texts made of what queries are made of.
fn queries() -> impl Strategy<Value = String> {
    let parts = prop::sample::select(vec![
        "event",
        "id",
        "4058",
        "MSExchangeIMC",
        "OR",
        "(",
        ")",
        "\"",
        "-",
        "code:",
        "title:",
        "file:",
        "ntdll.dll",
        "<",
        "4.0.1381.133",
        "..",
        "stop",
        "0x7b",
        "error",
        "-1018",
        "Q263029",
        "IMS",
        "internet mail service",
        "*",
        "é",
        "“",
        "'",
        ":",
        "/",
        "\\",
        "why",
        "modified:>",
        "2000",
        "id:",
        ",",
    ]);
    prop::collection::vec((parts, prop::sample::select(vec!["", " ", "\n"])), 0..24)
        .prop_map(|parts| parts.into_iter().map(|(part, blank)| format!("{part}{blank}")).collect())
}

/// Every part lies in the text, between characters; what was understood is in its order.
fn check_places(query: &Query, text: &str) -> Result<(), TestCaseError> {
    let understood = query.understood.iter().map(|part| part.span);
    prop_assert!(understood.clone().is_sorted_by_key(|span| span.start), "{:?}", query.understood);
    for span in understood.chain(query.spans()) {
        prop_assert!(text.get(span.start..span.end).is_some(), "{span:?} in {text:?}");
    }
    Ok(())
}

fn check(text: &str) -> Result<(), TestCaseError> {
    let query = Query::parse(text, &ALIASES);
    check_places(&query, text)?;
    prop_assert_eq!(query.root.is_none(), text.trim().is_empty(), "{:?}", text);
    Ok(())
}

/// Texts made of what log entries are made of.
fn pasted() -> impl Strategy<Value = String> {
    let parts = prop::sample::select(vec![
        "Event ID: 4058",
        "Source: MSExchangeIMC",
        "Description:",
        "Type: Error",
        "Computer: A1",
        "<Event>",
        "<EventID>7",
        "</EventID>",
        "</Event>",
        "<Data",
        "5/12/99",
        "9:14:22 AM",
        "Router  Error  None  20073",
        "\"",
        ",",
        "\t",
        "*** STOP:",
        "0x0000001E (0xC0000005,",
        "FAULT ->",
        "error C2493:",
        "C:\\WINNT\\x.dll",
        "\\\\SRV",
        "/o=A/ou=B",
        "'name'",
        "é“”",
        "=",
        "The service failed.",
        "-1018",
        "…",
        "(",
        "[MTA 1 2](3)",
        "EventID 7  Source X",
    ]);
    prop::collection::vec((parts, prop::sample::select(vec!["", " ", "  ", "\n", "\r\n"])), 0..24)
        .prop_map(|parts| parts.into_iter().map(|(part, blank)| format!("{part}{blank}")).collect())
}

fn check_diagnosis(text: &str) -> Result<(), TestCaseError> {
    let diagnosis = diagnose(text, &ALIASES);
    for entry in &diagnosis.entries {
        prop_assert!(text.get(entry.span.start..entry.span.end).is_some(), "{entry:?}");
        prop_assert!(entry.count > 0 && entry.lines[0] <= entry.lines[1]);
    }
    check_places(&diagnosis.query(&ALIASES), text)
}

proptest! {
    #[test]
    fn any_text_is_a_query(text in any::<String>()) {
        check(&text)?;
    }

    #[test]
    fn any_mixture_of_operators_is_a_query(text in queries()) {
        check(&text)?;
    }

    #[test]
    fn any_text_is_diagnosed(text in any::<String>()) {
        check_diagnosis(&text)?;
    }

    #[test]
    fn any_mixture_of_log_entries_is_diagnosed(text in pasted()) {
        check_diagnosis(&text)?;
    }

    #[test]
    fn case_and_blanks_do_not_matter(words in prop::collection::vec(prop::sample::select(vec![
        "cluster", "Event", "4058", "msexchangeIMC", "c00203e5", "0x7B", "Stop", "Error", "53", "Q263029", "IMS",
        "lnk2001", "mapi_e_disk_full", "Ntdll.dll", "4.0.1381.133", "the", "why", "title:upgrade", "-Proxy",
    ]), 1..8)) {
        let tree = |text: String| Query::parse(&text, &ALIASES).to_string();
        let plain = tree(words.join(" "));
        prop_assert_eq!(&tree(words.join("  ").to_lowercase()), &plain);
        prop_assert_eq!(&tree(format!(" {}\n", words.join("\t").to_uppercase())), &plain);
    }

    #[test]
    fn the_prefix_of_an_article_does_not_matter(number in 100_000_u32..999_999) {
        let tree = |text: String| Query::parse(&text, &ALIASES).to_string();
        for text in [format!("q{number}"), format!("KB{number}"), format!("kb {number}"), format!("id:{number}"), number.to_string()] {
            prop_assert_eq!(tree(text), format!("Q{number}"));
        }
    }
}

#[test]
fn deep_nesting_is_no_danger() {
    let deep = format!("{}a OR b{}", "(".repeat(50_000), " OR c)".repeat(50_000));
    assert!(Query::parse(&deep, &ALIASES).root.is_some());
    let minus = "-(".repeat(50_000) + "a" + &")".repeat(50_000);
    assert!(Query::parse(&minus, &ALIASES).root.is_some());
}
