//! The real backend: an index on disk.

use kbq_codes::{Basis, Code, Table, ToolCode, notations, readings, related, value_of};
use kbq_index::{Index, IndexError, Links, SearchOptions, Stats};
use kbq_model::Article;
use kbq_query::{Aliases, Query, UnderstoodKind, diagnose};

use crate::backend::{Backend, BackendError, Decoded, Extent, Reading, Reply, STOP};

/// Related codes shown of a code: beyond these they say little.
const MOST_RELATED: usize = 12;

/// Answers from an open index.
pub struct IndexBackend {
    index: Index,
    aliases: Aliases,
}

impl IndexBackend {
    /// A backend over an index; `aliases` are the names of components and event sources.
    pub fn new(index: Index, aliases: Aliases) -> IndexBackend {
        IndexBackend { index, aliases }
    }

    fn reply(&self, mut query: Query, extent: Extent) -> Result<Reply, BackendError> {
        let codes = query.understood.iter_mut().filter(|part| part.kind == UnderstoodKind::Code);
        for part in codes.filter(|part| !part.label.contains(" · ")) {
            let text = query.text.get(part.span.start..part.span.end).unwrap_or_default();
            if let Some(name) = best_name(text) {
                part.label = format!("{} · {name}", part.label);
            }
        }
        let Extent { limit, facets } = extent;
        let options = SearchOptions { limit, facets, ..SearchOptions::default() };
        let results = self.index.search(&query, &options)?;
        Ok(Reply { query, results })
    }

    fn decode_value(&self, given: &str, code: Code) -> Result<Decoded, BackendError> {
        let reading = |reading: kbq_codes::Reading| Reading {
            basis: reading.basis.text().to_owned(),
            value: if reading.code == code { given.to_owned() } else { short(reading.code) },
            names: reading.names.iter().map(|name| (*name).to_owned()).collect(),
            // Where nobody gave it a meaning, its bits still have one.
            meaning: reading
                .meaning
                .map(str::to_owned)
                .or_else(|| reading.parts.map(|parts| parts.text())),
        };
        let mut others: Vec<String> = notations(code).map(|(_, text)| text).collect();
        others.retain(|text| text != given);
        let near = related(code).into_iter().take(MOST_RELATED);
        Ok(Decoded {
            code: given.to_owned(),
            notations: others,
            readings: readings(code).into_iter().map(reading).collect(),
            related: near.map(|other| (short(other.code), other.basis.text().to_owned())).collect(),
            articles: self.index.code_count(code.0)?,
        })
    }

    fn decode_tool(&self, given: &str, tool: &ToolCode) -> Result<Decoded, BackendError> {
        let query = Query::parse(&format!("code:{given}"), &self.aliases);
        let options = SearchOptions { limit: 1, details: false, ..SearchOptions::default() };
        let reading = Reading {
            basis: tool.tool().to_owned(),
            value: given.to_owned(),
            names: Vec::new(),
            meaning: None,
        };
        Ok(Decoded {
            code: given.to_owned(),
            readings: vec![reading],
            articles: self.index.search(&query, &options)?.total as u64,
            ..Decoded::default()
        })
    }
}

/// The number and name of a code's likeliest reading: `997 ERROR_IO_PENDING`.
fn best_name(text: &str) -> Option<String> {
    let text = text.rsplit([':', ' ']).next()?;
    let (code, _) = Code::parse(text)?;
    let reading = readings(code).into_iter().find(|reading| !reading.names.is_empty())?;
    let name = reading.names.first()?;
    Some(if reading.code == code {
        (*name).to_owned()
    } else {
        format!("{} {name}", short(reading.code))
    })
}

/// A small value as people say it, a large one in hex.
fn short(code: Code) -> String {
    if code.0 < 0x10000 { code.0.to_string() } else { code.to_string() }
}

impl From<IndexError> for BackendError {
    fn from(error: IndexError) -> BackendError {
        BackendError(error.to_string())
    }
}

impl Backend for IndexBackend {
    fn stats(&self) -> Result<Stats, BackendError> {
        Ok(self.index.stats()?)
    }

    fn search(&self, text: &str, extent: Extent) -> Result<Reply, BackendError> {
        self.reply(Query::parse(text, &self.aliases), extent)
    }

    fn diagnose(&self, text: &str, extent: Extent) -> Result<Reply, BackendError> {
        self.reply(diagnose(text, &self.aliases).query(&self.aliases), extent)
    }

    fn article(&self, number: u32) -> Result<Option<Article>, BackendError> {
        Ok(self.index.article(number)?)
    }

    fn links(&self, number: u32) -> Result<Links, BackendError> {
        Ok(self.index.links(number)?)
    }

    fn decode(&self, code: &str) -> Result<Option<Decoded>, BackendError> {
        if let Some(digits) = code.strip_prefix(STOP) {
            let Some(value) = Code::parse_stop(digits) else { return Ok(None) };
            let mut decoded = self.decode_value(digits, value)?;
            decoded.code = code.to_owned();
            let stop = Basis::Table(Table::Stop).text();
            decoded.readings.sort_by_key(|reading| reading.basis != stop);
            return Ok(Some(decoded));
        }
        if let Some(tool) = ToolCode::parse(code) {
            return self.decode_tool(code, &tool).map(Some);
        }
        let value = Code::parse(code).map(|(value, _)| value).or_else(|| value_of(code));
        value.map(|value| self.decode_value(code, value)).transpose()
    }
}
