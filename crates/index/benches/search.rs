//! How long a search takes in a process that has the index open.
//!
//! ```sh
//! KBQ_BENCH_INDEX=/path/to/index cargo bench -p kbq-index
//! ```
//!
//! Without the variable the index is one of the bundled corpus. The queries are those of
//! `tests/quality`, or of the files that `KBQ_BENCH_QUERIES` lists. Beside what criterion measures,
//! a table of percentiles over all of them is printed, for whole queries and for every beginning of
//! them as somebody would type it.

use std::error::Error;
use std::hint::black_box;
use std::io::{Write, stderr};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use criterion::Criterion;
use kbq_corpus::{Limits, ReadOptions};
use kbq_index::{Index, SearchOptions, Writer, WriterOptions};
use kbq_query::{Aliases, Query, diagnose};
use serde_json::Value;
use tempfile::TempDir;

type Outcome<T> = Result<T, Box<dyn Error>>;

/// Queries that stand for their sort.
const SAMPLES: &[(&str, &str)] = &[
    ("code", "0xc00203e5"),
    ("code in decimal", "-1073609755"),
    ("event", "event:4058"),
    ("article", "Q263029"),
    ("words", "cluster setup fails"),
    ("phrase", "\"information store\""),
    ("prefix", "win*"),
];

/// As many characters of a query are typed one by one.
const TYPED: usize = 24;

/// The index to search; the folder, if there is one, goes with it.
fn index() -> Outcome<(Index, Option<TempDir>)> {
    if let Some(dir) = std::env::var_os("KBQ_BENCH_INDEX") {
        return Ok((Index::open(Path::new(&dir))?, None));
    }
    let folder = tempfile::tempdir()?;
    let writer = Writer::create(folder.path(), &WriterOptions::default())?;
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../corpus");
    let mut scan = kbq_corpus::scan(&[corpus], &Limits::default())?;
    let add = |article| writer.add(&article).map_or(ControlFlow::Break(()), ControlFlow::Continue);
    scan.read(&ReadOptions::default(), add, |_| {});
    writer.finish(|_| Ok(()))?;
    Ok((Index::open(folder.path())?, Some(folder)))
}

/// The texts and styles of the query files.
fn queries() -> Outcome<Vec<(String, String)>> {
    let quality = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/quality");
    let files: Vec<PathBuf> = match std::env::var_os("KBQ_BENCH_QUERIES") {
        Some(list) => std::env::split_paths(&list).collect(),
        None => vec![quality.join("queries.jsonl"), quality.join("people.jsonl")],
    };
    let mut found = Vec::new();
    for file in files {
        for line in std::fs::read_to_string(file)?.lines() {
            let row: Value = serde_json::from_str(line)?;
            let text = |name: &str| row.get(name).and_then(Value::as_str).unwrap_or_default();
            found.push((text("style").to_owned(), text("query").to_owned()));
        }
    }
    Ok(found)
}

/// What a query looks like while its last word is still being typed.
fn beginnings(query: &str) -> impl Iterator<Item = String> {
    let ends = query.char_indices().map(|(at, c)| at + c.len_utf8()).take(TYPED);
    ends.filter_map(|end| query.get(..end)).filter(|text| !text.trim().is_empty()).map(|text| {
        let is_word = text.ends_with(char::is_alphanumeric);
        format!("{text}{}", if is_word { "*" } else { "" })
    })
}

/// Several lines are taken as pasted, as the terminal interface takes them.
fn understood(text: &str, aliases: &Aliases) -> Query {
    match text.contains('\n') {
        true => diagnose(text, aliases).query(aliases),
        false => Query::parse(text, aliases),
    }
}

/// Searches as the command line does: hits with snippets and reasons, and the count.
fn search(index: &Index, aliases: &Aliases, text: &str) -> Outcome<Duration> {
    let started = Instant::now();
    let query = understood(text, aliases);
    black_box(index.search(&query, &SearchOptions::default())?);
    Ok(started.elapsed())
}

/// A line of the table; each text is searched three times and its middle time counts.
fn percentiles(name: &str, index: &Index, aliases: &Aliases, texts: &[String]) -> Outcome<()> {
    let mut times = Vec::with_capacity(texts.len());
    for text in texts {
        let mut tries = [Duration::ZERO; 3];
        for time in &mut tries {
            *time = search(index, aliases, text)?;
        }
        tries.sort();
        times.push(tries[1]);
    }
    times.sort();
    let at = |share: usize| {
        let rank = (times.len() * share / 100).min(times.len().saturating_sub(1));
        times.get(rank).copied().unwrap_or_default().as_secs_f64() * 1e3
    };
    let (median, high, most) = (at(50), at(99), at(100));
    writeln!(stderr(), "| {name} | {} | {median:.2} | {high:.2} | {most:.2} |", texts.len())?;
    Ok(())
}

fn main() -> Outcome<()> {
    let (index, _folder) = index()?;
    let aliases = Aliases::builtin();
    let queries = queries()?;
    writeln!(stderr(), "{} articles", index.manifest().articles)?;
    writeln!(stderr(), "| queries | number | p50 ms | p99 ms | most ms |")?;
    writeln!(stderr(), "| --- | ---: | ---: | ---: | ---: |")?;
    let mut styles: Vec<&str> = queries.iter().map(|(style, _)| style.as_str()).collect();
    styles.sort_unstable();
    styles.dedup();
    for style in styles {
        let of_style = queries.iter().filter(|(other, _)| other == style);
        let texts: Vec<_> = of_style.map(|(_, text)| text.clone()).collect();
        percentiles(style, &index, &aliases, &texts)?;
    }
    let all: Vec<_> = queries.iter().map(|(_, text)| text.clone()).collect();
    percentiles("all", &index, &aliases, &all)?;
    let typed = queries.iter().filter(|(style, _)| style != "paste");
    let typed: Vec<_> = typed.flat_map(|(_, text)| beginnings(text)).collect();
    percentiles("as typed, each keystroke", &index, &aliases, &typed)?;

    let mut criterion = Criterion::default().configure_from_args();
    for (name, text) in SAMPLES {
        criterion.bench_function(name, |bench| {
            bench.iter(|| {
                let query = Query::parse(black_box(text), &aliases);
                index.search(&query, &SearchOptions::default()).map(|results| results.total)
            });
        });
    }
    criterion.final_summary();
    Ok(())
}
