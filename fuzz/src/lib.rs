//! What holds for any bytes: one function for each way into kbq, each of which panics where
//! something does not hold. The fuzz targets call them.

use std::fs;
use std::ops::ControlFlow;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, Ordering};

use kbq_codes::{Code, ToolCode, names_of, notations, readings, related, value_of};
use kbq_corpus::{Limits, ReadOptions, read_source, scan};
use kbq_model::Article;
use kbq_query::{Aliases, Query};
use tempfile::TempDir;

static ALIASES: LazyLock<Aliases> = LazyLock::new(Aliases::builtin);

/// Bytes are an article or an error. An article survives JSON and back, its sections lie within
/// the text, and their blocks within them, in order.
pub fn parse(bytes: &[u8]) {
    // A text may state two numbers: the first lines are no promise.
    let _ = kbq_parse::peek_number(bytes);
    let Ok(article) = kbq_parse::parse(bytes, "any") else { return };
    assert_eq!(article.id.number(), article.number);
    assert_eq!(article.source.bytes, bytes.len() as u64);

    let json = serde_json::to_string(&article).expect("a record can be written");
    assert_eq!(serde_json::from_str::<Article>(&json).expect("and read"), article);

    let lines = kbq_parse::text_of(bytes).lines().count() as u32;
    for section in article.preamble.iter().chain(&article.sections) {
        let [first, last] = section.lines;
        assert!(first <= last && last <= lines, "{first} to {last} of {lines}");
        assert!(section.text_line <= lines, "{} of {lines}", section.text_line);
        let mut next = 0;
        for block in &section.blocks {
            assert!(next <= block.first && block.first <= block.last, "{:?}", section.blocks);
            next = block.last + 1;
        }
        assert!(next as usize <= section.text.split('\n').count(), "{:?}", section.blocks);
    }
}

/// The same for bytes that stand where a Markdown article has its front matter.
pub fn front_matter(bytes: &[u8]) {
    let below = b"\n---\n\n## Article: Q900001\n\n### Symptoms\n\nNothing happens.\n";
    parse(&[b"---\n", bytes, below].concat());
}

/// Any text is a query: every part of it has its place in the text, and it can be shown.
pub fn query(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let query = Query::parse(&text, &ALIASES);
    assert_eq!(query.root.is_none(), text.trim().is_empty());
    shown(&query, &text);
}

/// Any text can be diagnosed: every entry has its place in the text, and all of them together and
/// each alone is a query.
pub fn diagnose(bytes: &[u8]) {
    let text = kbq_parse::text_of(bytes);
    let diagnosis = kbq_query::diagnose(&text, &ALIASES);
    for entry in &diagnosis.entries {
        assert!(text.get(entry.span.start..entry.span.end).is_some(), "{entry:?}");
        assert!(entry.count > 0 && entry.lines[0] <= entry.lines[1], "{entry:?}");
        shown(&diagnosis.entry_query(entry, &ALIASES), &text);
    }
    shown(&diagnosis.query(&ALIASES), &text);
}

/// The places of the query's parts lie in the text, between characters.
fn shown(query: &Query, text: &str) {
    assert_eq!(query.text, text);
    let understood = query.understood.iter().map(|part| part.span);
    assert!(understood.clone().is_sorted_by_key(|span| span.start), "{:?}", query.understood);
    for span in understood.chain(query.spans()) {
        assert!(text.get(span.start..span.end).is_some(), "{span:?}");
    }
    assert!(!query.to_string().is_empty());
}

/// A file of these bytes is read as an archive: within the limits, and every article that comes
/// out is found again by the path that its record names.
pub fn archive(bytes: &[u8]) {
    static FOLDER: LazyLock<TempDir> =
        LazyLock::new(|| tempfile::tempdir().expect("a temporary folder"));
    let name = match bytes {
        [0x1f, 0x8b, ..] => "a.tar.gz",
        [b'P', b'K', ..] => "a.zip",
        [b'{', ..] => "a.jsonl",
        _ => "a.tar",
    };
    let limits = Limits {
        article_bytes: 1 << 16,
        record_bytes: 1 << 18,
        archive_bytes: 1 << 20,
        archive_members: 64,
        spill: Some(FOLDER.path().into()),
        ..Limits::default()
    };
    let path = FOLDER.path().join(name);
    fs::write(&path, bytes).expect("writes");
    let Ok(mut scan) = scan(std::slice::from_ref(&path), &limits) else { return };
    let (sum, records) = (AtomicU64::new(0), name == "a.jsonl");
    let sink = |article: Article| {
        sum.fetch_add(article.source.bytes, Ordering::Relaxed);
        let again = read_source(&article.source.path, &limits);
        assert!(records || again.is_ok(), "{again:?}");
        ControlFlow::Continue(())
    };
    let done = scan.read(&ReadOptions { threads: 1, only: None }, sink, |_| {});
    assert!(done.articles <= limits.archive_members, "{done:?}");
    assert!(records || sum.into_inner() <= limits.archive_bytes, "{done:?}");
    assert!(scan.problems().iter().all(|problem| !problem.to_string().is_empty()));
}

/// A word is a code or none. A code can be written in the notation that it was read from, reads
/// back from every other, and can be explained.
pub fn decode(bytes: &[u8]) {
    let word = String::from_utf8_lossy(bytes);
    for code in Code::parse_stop(&word).into_iter().chain(Code::parse(&word).map(|read| read.0)) {
        for (_, text) in notations(code) {
            assert_eq!(Code::parse(&text).map(|read| read.0), Some(code), "{text}");
        }
        assert!(readings(code).iter().all(|reading| !reading.basis.text().is_empty()), "{code}");
        assert!(related(code).iter().all(|other| other.code != code), "{code}");
        assert!(names_of(code).all(|name| value_of(name.symbol) == Some(code)), "{code}");
        assert!(code.label().contains(&code.number()), "{code}");
    }
    if let Some(code) = ToolCode::parse(&word) {
        assert_eq!(ToolCode::parse(code.as_str()).as_ref(), Some(&code));
    }
}
