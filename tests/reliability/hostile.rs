//! Any bytes in, no panic: mutated articles, front matter, queries, pastes, codes and archives.
//!
//! What holds is what the targets of `fuzz/` hold; these inputs need no fuzzer.
//! The mutations come from a fixed seed, so that a finding is found again; it is kept as a test of
//! its own beside the code that it broke.

use std::fs;
use std::io::Write;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::time::{Duration, Instant};

use kbq_index::{Index, SearchOptions};
use kbq_query::{Aliases, Query};

use super::lab::{Random, amount};
use crate::support::{corpus, index};

#[path = "../../fuzz/src/lib.rs"]
#[expect(unreachable_pub, reason = "the fuzz targets call them")]
mod held;

/// No input of a few kilobytes may take longer.
const LONGEST: Duration = Duration::from_secs(5);

/// What fuzzers that do not know the formats hardly ever come up with.
const WORDS: &[&str] = &[
    "DOCUMENT:Q1",
    "TITLE   :",
    "---\n",
    "{% raw %}",
    "SYMPTOMS\n========\n",
    "Event ID: ",
    "0x",
    "0xc00203e5",
    "-1073609755",
    "99999999999999999999",
    "STOP: 0x0000000A (",
    "Q263029",
    "event:",
    "code:",
    "file:ntdll.dll<4.0",
    "modified:..",
    "\"",
    "(((((((((",
    " OR ",
    " -",
    "*",
    ":",
    "..",
    "\r",
    "\n\n\n",
    "\t",
    "\u{1b}[31m",
    "\u{202e}",
    "ß",
    "İ",
    "e\u{301}",
    "\u{feff}",
    "\0",
    "Article ID: 1 - Last Review: ",
    "Applies to",
    "&quot;",
    "&#99999999;",
    "&lt",
    "!!binary |",
    "*a",
    "&a [*a,*a]",
    "Date        Time     Size     File name",
    "Additional query words:",
];

/// Changes an input in one to eight places.
fn mutate(seeds: &[Vec<u8>], random: &mut Random) -> Vec<u8> {
    let pick = |random: &mut Random| seeds.get(random.below(seeds.len())).cloned();
    let mut bytes = pick(random).unwrap_or_default();
    for _ in 0..=random.below(8) {
        let at = random.below(bytes.len() + 1);
        let end = at + random.below((bytes.len() - at).min(64) + 1);
        match random.below(8) {
            0 => drop(bytes.drain(at..end)),
            1 => bytes.truncate(at),
            2 => drop(bytes.splice(at..end, [random.next() as u8])),
            3 => drop(bytes.splice(at..at, random.next().to_le_bytes())),
            4 => {
                let again = bytes.get(at..end).unwrap_or_default().repeat(1 + random.below(40));
                drop(bytes.splice(at..at, again));
            }
            5 => {
                let other = pick(random).unwrap_or_default();
                let from = random.below(other.len() + 1);
                let rest = other.get(from..).unwrap_or_default().iter().copied();
                drop(bytes.splice(at.., rest.collect::<Vec<_>>()));
            }
            6 => {
                if let Some(byte) = bytes.get_mut(at) {
                    *byte ^= 1 << random.below(8);
                }
            }
            _ => drop(bytes.splice(at..at, WORDS[random.below(WORDS.len())].bytes())),
        }
    }
    bytes
}

/// Runs the target on mutated seeds.
fn fuzz(name: &str, seeds: &[Vec<u8>], executions: usize, target: impl Fn(&[u8])) {
    assert!(!seeds.is_empty(), "no seeds for {name}");
    let mut random = Random(name.bytes().map(u64::from).sum());
    let mut slowest = Duration::ZERO;
    for execution in 0..executions {
        let input = mutate(seeds, &mut random);
        let started = Instant::now();
        let held = catch_unwind(AssertUnwindSafe(|| target(&input)));
        let took = started.elapsed();
        slowest = slowest.max(took);
        let shown = input.escape_ascii();
        assert!(held.is_ok(), "{name}: execution {execution} panicked on b\"{shown}\"");
        assert!(took < LONGEST, "{name}: execution {execution} took {took:?} on b\"{shown}\"");
    }
    println!("{name}: {executions} executions of {} seeds, slowest {slowest:?}", seeds.len());
}

/// The files below a folder of the bundled corpus.
fn seeds(folder: &str) -> Vec<Vec<u8>> {
    let mut found = Vec::new();
    let mut folders = vec![corpus().join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("reads").flatten() {
            match entry.path().is_dir() {
                true => folders.push(entry.path()),
                false => found.push((entry.path(), fs::read(entry.path()).expect("reads"))),
            }
        }
    }
    found.sort();
    found.into_iter().map(|(_, bytes)| bytes).collect()
}

#[test]
fn mutated_articles_of_each_format() {
    for format in ["kb", "txt", "web"] {
        fuzz(format, &seeds(format), amount(400, 300_000), held::parse);
    }
}

#[test]
fn mutated_front_matter() {
    let heads = seeds("kb").into_iter().filter_map(|bytes| {
        let text = String::from_utf8(bytes).ok()?;
        Some(text.strip_prefix("---")?.split_once("---")?.0.trim().as_bytes().to_vec())
    });
    let heads: Vec<Vec<u8>> = heads.collect();
    fuzz("front matter", &heads, amount(400, 300_000), held::front_matter);
}

#[test]
fn mutated_queries() {
    fuzz("query", &queries(|style| style != "paste"), amount(2000, 1_000_000), held::query);
}

#[test]
fn mutated_pastes() {
    fuzz("diagnose", &queries(|_| true), amount(1000, 300_000), held::diagnose);
}

#[test]
fn mutated_codes() {
    let texts = queries(|_| true);
    let words = texts.iter().flat_map(|text| text.split(|byte| *byte == b' '));
    let codes = words.filter(|word| word.len() < 20 && word.iter().any(u8::is_ascii_digit));
    let codes: Vec<_> = codes.map(<[u8]>::to_vec).collect();
    fuzz("code", &codes, amount(2000, 1_000_000), held::decode);
}

/// An index that is whole answers whatever is asked, typed or pasted.
#[test]
fn searches_of_mutated_queries() {
    let index = Index::open(index()).expect("opens");
    let (aliases, options) = (Aliases::builtin(), SearchOptions::default());
    fuzz("search", &queries(|_| true), amount(300, 100_000), |bytes| {
        let text = String::from_utf8_lossy(bytes);
        let pasted = kbq_query::diagnose(&text, &aliases).query(&aliases);
        for query in [Query::parse(&text, &aliases), pasted] {
            let results = index.search(&query, &options).expect("an answer");
            assert!(results.hits.len() <= options.limit);
        }
    });
}

/// The texts of the queries with known answers.
fn queries(wanted: impl Fn(&str) -> bool) -> Vec<Vec<u8>> {
    let files = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/quality");
    let text = fs::read_to_string(files.join("queries.jsonl")).expect("reads");
    let rows = text.lines().map(|line| serde_json::from_str(line).expect("an object"));
    rows.filter(|row: &serde_json::Value| row["style"].as_str().is_some_and(&wanted))
        .filter_map(|row| Some(row["query"].as_str()?.as_bytes().to_vec()))
        .collect()
}

/// A zip, a tar and a tar.gz of a few articles.
fn archives() -> Vec<(&'static str, Vec<u8>)> {
    let articles: Vec<_> = seeds("txt").into_iter().take(4).collect();
    let mut tar = tar::Builder::new(Vec::new());
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (at, bytes) in articles.iter().enumerate() {
        let name = format!("txt/{at}.TXT");
        let mut header = tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        tar.append_data(&mut header, &name, bytes.as_slice()).expect("adds");
        zip.start_file(&name, zip::write::SimpleFileOptions::default()).expect("adds");
        zip.write_all(bytes).expect("adds");
    }
    let tar = tar.into_inner().expect("ends");
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gzip.write_all(&tar).expect("packs");
    vec![
        ("zip", zip.finish().expect("ends").into_inner()),
        ("tar.gz", gzip.finish().expect("ends")),
        ("tar", tar),
    ]
}

#[test]
fn mutated_archives() {
    for (name, archive) in archives() {
        fuzz(name, &[archive], amount(100, 30_000), held::archive);
    }
}
