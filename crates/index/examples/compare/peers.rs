//! What one would search with instead, each as an hour's work would set it up.

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use rusqlite::{Connection, params};
use tantivy::collector::TopDocs;
use tantivy::query::QueryParser;
use tantivy::schema::{FAST, STORED, Schema, TEXT, Value};
use tantivy::{DocAddress, Index, IndexReader, Searcher, TantivyDocument, doc};

use crate::articles::{Plain, load, number};
use crate::score::{DEPTH, Row};

/// What may fail.
pub(crate) type Outcome<T> = Result<T, Box<dyn Error>>;

/// How much more a word of the title counts, for the peers that can weigh.
const TITLE_WEIGHT: f32 = 5.0;

/// Something that answers queries with article numbers, best first.
pub(crate) trait Engine {
    /// The column's heading.
    fn name(&self) -> String;
    /// The first hits.
    fn search(&mut self, row: &Row) -> Outcome<Vec<u32>>;
    /// What the reader of the table should know.
    fn note(&self) -> Option<String> {
        None
    }
}

/// The words of a query as full-text engines see them.
fn words(query: &str) -> Vec<String> {
    let mut words: Vec<String> = query
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    words.sort();
    words.dedup();
    words
}

/// SQLite FTS5: bm25, all words, then any.
pub(crate) struct Fts5 {
    db: Connection,
}

impl Fts5 {
    pub(crate) fn build(dir: &Path, files: &BTreeMap<u32, PathBuf>) -> Outcome<Fts5> {
        let mut db = Connection::open(dir.join("fts5.sqlite"))?;
        db.execute_batch("CREATE VIRTUAL TABLE article USING fts5(title, body, content='')")?;
        let change = db.transaction()?;
        {
            let mut insert =
                change.prepare("INSERT INTO article(rowid, title, body) VALUES (?, ?, ?)")?;
            for (number, path) in files {
                let Plain { title, body } = load(path)?;
                insert.execute(params![number, title, body])?;
            }
        }
        change.commit()?;
        Ok(Fts5 { db })
    }

    fn matches(&self, query: &str) -> Outcome<Vec<u32>> {
        let mut select = self.db.prepare_cached(
            "SELECT rowid FROM article WHERE article MATCH ?1 \
             ORDER BY bm25(article, ?2, 1.0), rowid LIMIT ?3",
        )?;
        let found =
            select.query_map(params![query, TITLE_WEIGHT, DEPTH as u32], |row| row.get(0))?;
        Ok(found.collect::<Result<_, _>>()?)
    }
}

impl Engine for Fts5 {
    fn name(&self) -> String {
        format!("SQLite FTS5 {}", rusqlite::version())
    }

    fn search(&mut self, row: &Row) -> Outcome<Vec<u32>> {
        let quoted: Vec<_> = words(&row.query).iter().map(|word| format!("\"{word}\"")).collect();
        if quoted.is_empty() {
            return Ok(Vec::new());
        }
        let mut hits = self.matches(&quoted.join(" AND "))?;
        if hits.len() < DEPTH {
            let any = self.matches(&quoted.join(" OR "))?;
            let more: Vec<_> = any.into_iter().filter(|hit| !hits.contains(hit)).collect();
            hits.extend(more);
        }
        Ok(hits)
    }
}

/// tantivy with its default tokenizer and its own query parser: all words, then any.
pub(crate) struct PlainTantivy {
    reader: IndexReader,
    all: QueryParser,
    any: QueryParser,
    number: tantivy::schema::Field,
    queries: u32,
    refused: u32,
}

impl PlainTantivy {
    pub(crate) fn build(dir: &Path, files: &BTreeMap<u32, PathBuf>) -> Outcome<PlainTantivy> {
        let mut schema = Schema::builder();
        let number = schema.add_u64_field("number", FAST | STORED);
        let title = schema.add_text_field("title", TEXT);
        let body = schema.add_text_field("body", TEXT);
        let dir = dir.join("tantivy");
        std::fs::create_dir(&dir)?;
        let index = Index::create_in_dir(&dir, schema.build())?;
        let mut writer = index.writer_with_num_threads(2, 200_000_000)?;
        for (at, path) in files {
            let plain = load(path)?;
            writer.add_document(
                doc!(number => u64::from(*at), title => plain.title, body => plain.body),
            )?;
        }
        writer.commit()?;
        writer.wait_merging_threads()?;
        let mut any = QueryParser::for_index(&index, vec![title, body]);
        any.set_field_boost(title, TITLE_WEIGHT);
        let mut all = QueryParser::for_index(&index, vec![title, body]);
        all.set_field_boost(title, TITLE_WEIGHT);
        all.set_conjunction_by_default();
        Ok(PlainTantivy { reader: index.reader()?, all, any, number, queries: 0, refused: 0 })
    }

    fn number(&self, searcher: &Searcher, hit: DocAddress) -> Outcome<Option<u32>> {
        let document: TantivyDocument = searcher.doc(hit)?;
        let value = document.get_first(self.number).and_then(|value| value.as_u64());
        Ok(value.and_then(|number| u32::try_from(number).ok()))
    }
}

impl Engine for PlainTantivy {
    fn name(&self) -> String {
        "tantivy's parser".to_owned()
    }

    fn search(&mut self, row: &Row) -> Outcome<Vec<u32>> {
        self.queries += 1;
        self.refused += u32::from(self.all.parse_query(&row.query).is_err());
        let searcher = self.reader.searcher();
        let mut hits = Vec::new();
        for parser in [&self.all, &self.any] {
            let (query, _) = parser.parse_query_lenient(&row.query);
            for (_, hit) in searcher.search(&query, &TopDocs::with_limit(DEPTH).order_by_score())? {
                hits.extend(self.number(&searcher, hit)?.filter(|number| !hits.contains(number)));
            }
            if hits.len() >= DEPTH {
                break;
            }
        }
        Ok(hits)
    }

    fn note(&self) -> Option<String> {
        Some(format!(
            "tantivy's parser calls {} of {} queries a syntax error; its lenient mode answered them.",
            self.refused, self.queries
        ))
    }
}

/// ripgrep: the files that hold all words, most matching lines first.
pub(crate) struct Ripgrep {
    roots: Vec<PathBuf>,
    version: String,
}

impl Ripgrep {
    /// `Ok(None)` where there is no ripgrep.
    pub(crate) fn find(archive: &Path) -> Outcome<Option<Ripgrep>> {
        let Ok(told) = Command::new("rg").arg("--version").output() else { return Ok(None) };
        let told = String::from_utf8_lossy(&told.stdout);
        let version = told.lines().next().unwrap_or_default().to_owned();
        // One form of each article is enough, where the archive is unpacked as published.
        let markdown = archive.join("kb");
        let root = if markdown.is_dir() { markdown } else { archive.to_owned() };
        Ok(Some(Ripgrep { roots: vec![root], version }))
    }

    /// Runs over the files, or over the roots when none are given.
    fn run(&self, flags: &[&str], pattern: &str, files: &[PathBuf]) -> Outcome<Vec<String>> {
        let mut lines = Vec::new();
        let places = if files.is_empty() { &self.roots } else { files };
        // Below the system's limit for the length of a command.
        for places in places.chunks(2000) {
            let mut command = Command::new("rg");
            command.args(flags).args(["-i", "--no-ignore", "--sort", "none", "-e", pattern, "--"]);
            let found = command.args(places).output()?;
            lines.extend(String::from_utf8_lossy(&found.stdout).lines().map(str::to_owned));
        }
        Ok(lines)
    }
}

impl Engine for Ripgrep {
    fn name(&self) -> String {
        self.version.clone()
    }

    fn search(&mut self, row: &Row) -> Outcome<Vec<u32>> {
        let mut words = words(&row.query);
        if words.is_empty() {
            return Ok(Vec::new());
        }
        // Longest first: it leaves the fewest files for the others.
        words.sort_by_key(|word| std::cmp::Reverse(word.len()));
        let mut files = Vec::new();
        for word in &words {
            let found = self.run(&["-l"], &format!(r"\b{word}\b"), &files)?;
            files = found.into_iter().map(PathBuf::from).collect();
            if files.is_empty() {
                return Ok(Vec::new());
            }
        }
        let mut any = String::new();
        for word in &words {
            write!(any, "{}{word}", if any.is_empty() { r"\b(" } else { "|" })?;
        }
        any.push_str(r")\b");
        let counted = self.run(&["--count", "--with-filename"], &any, &files)?;
        let mut hits: Vec<(u64, u32)> = counted
            .iter()
            .filter_map(|line| {
                let (path, count) = line.rsplit_once(':')?;
                Some((count.parse().ok()?, number(Path::new(path))?))
            })
            .collect();
        hits.sort_by_key(|(count, number)| (std::cmp::Reverse(*count), *number));
        Ok(hits.into_iter().map(|(_, number)| number).take(DEPTH).collect())
    }
}
