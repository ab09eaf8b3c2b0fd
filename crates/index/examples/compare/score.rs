//! Queries with known answers, and how well they were answered.

use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::path::Path;

use serde::Deserialize;

/// How many hits count.
pub(crate) const DEPTH: usize = 10;

/// A line of a query file; `tests/quality/README.md` says what it means.
#[derive(Deserialize)]
pub(crate) struct Row {
    pub(crate) query: String,
    answers: Vec<String>,
    pub(crate) style: String,
}

impl Row {
    /// The rank of the first answer among the hits, counted from 1.
    pub(crate) fn rank(&self, hits: &[u32]) -> Option<usize> {
        let is_answer = |hit: &u32| {
            self.answers.iter().any(|id| id.trim_start_matches('Q').parse() == Ok(*hit))
        };
        hits.iter().take(DEPTH).position(is_answer).map(|at| at + 1)
    }
}

/// Reads query files.
pub(crate) fn rows(path: &Path) -> Result<Vec<Row>, Box<dyn Error>> {
    let text = fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    lines
        .map(|(at, line)| {
            serde_json::from_str(line)
                .map_err(|error| format!("{}:{}: {error}", path.display(), at + 1).into())
        })
        .collect()
}

/// What the ranks of some queries add up to.
#[derive(Clone, Copy, Default)]
pub(crate) struct Score {
    queries: u32,
    first: u32,
    found: u32,
    reciprocal: f64,
}

impl Score {
    fn count(&mut self, rank: Option<usize>) {
        self.queries += 1;
        self.first += u32::from(rank == Some(1));
        self.found += u32::from(rank.is_some());
        self.reciprocal += rank.map_or(0.0, |rank| 1.0 / rank as f64);
    }
}

/// A cell: success@1, success@10 and MRR@10.
impl std::fmt::Display for Score {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let of = f64::from(self.queries.max(1));
        let (first, found) = (f64::from(self.first) / of, f64::from(self.found) / of);
        write!(to, "{first:.2} / {found:.2} / {:.2}", self.reciprocal / of)
    }
}

/// A Markdown table: one line a style, one column an engine.
#[derive(Default)]
pub(crate) struct Table {
    engines: Vec<String>,
    styles: BTreeMap<String, Vec<Score>>,
    all: Vec<Score>,
}

impl Table {
    /// Adds a column.
    pub(crate) fn add(&mut self, engine: &str, rows: &[Row], ranks: &[Option<usize>]) {
        let column = self.engines.len();
        self.engines.push(engine.to_owned());
        self.all.push(Score::default());
        for (row, rank) in rows.iter().zip(ranks) {
            let scores = self.styles.entry(row.style.clone()).or_default();
            scores.resize(column + 1, Score::default());
            for score in scores.last_mut().into_iter().chain(self.all.last_mut()) {
                score.count(*rank);
            }
        }
    }
}

impl std::fmt::Display for Table {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        writeln!(to, "| style | queries | {} |", self.engines.join(" | "))?;
        writeln!(to, "| --- | ---: |{}", " --- |".repeat(self.engines.len()))?;
        let styles = self.styles.iter().map(|(style, scores)| (style.as_str(), scores));
        for (style, scores) in styles.chain([("all", &self.all)]) {
            let queries = scores.first().map_or(0, |score| score.queries);
            write!(to, "| {style} | {queries} |")?;
            scores.iter().try_for_each(|score| write!(to, " {score} |"))?;
            writeln!(to)?;
        }
        Ok(())
    }
}
