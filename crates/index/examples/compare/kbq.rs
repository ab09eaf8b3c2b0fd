//! kbq itself, in this process, as its command line uses it.

use std::ops::ControlFlow;
use std::path::Path;

use kbq_corpus::{Limits, ReadOptions, scan};
use kbq_index::{Index, SearchOptions, Writer, WriterOptions};
use kbq_query::{Aliases, Query, diagnose};

use crate::peers::{Engine, Outcome};
use crate::score::{DEPTH, Row};

/// The index of the archive, both forms of its articles merged.
pub(crate) struct Kbq {
    index: Index,
    aliases: Aliases,
}

impl Kbq {
    pub(crate) fn build(dir: &Path, archive: &Path) -> Outcome<Kbq> {
        let dir = dir.join("kbq");
        let writer = Writer::create(&dir, &WriterOptions::default())?;
        let mut scan = scan(&[archive.to_owned()], &Limits::default())?;
        let add =
            |article| writer.add(&article).map_or(ControlFlow::Break(()), ControlFlow::Continue);
        if scan.read(&ReadOptions::default(), add, |_| {}).stopped {
            return Err("the index could not be written".into());
        }
        writer.finish(|_| Ok(()))?;
        Ok(Kbq { index: Index::open(&dir)?, aliases: Aliases::builtin() })
    }
}

impl Engine for Kbq {
    fn name(&self) -> String {
        "kbq".to_owned()
    }

    fn search(&mut self, row: &Row) -> Outcome<Vec<u32>> {
        let query = match row.style.as_str() {
            "paste" => diagnose(&row.query, &self.aliases).query(&self.aliases),
            _ => Query::parse(&row.query, &self.aliases),
        };
        let options = SearchOptions { limit: DEPTH, details: false, ..SearchOptions::default() };
        let results = self.index.search(&query, &options)?;
        Ok(results.hits.iter().map(|hit| hit.number).collect())
    }
}
