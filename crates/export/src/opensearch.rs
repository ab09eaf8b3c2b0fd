//! `opensearch`: an index definition, a bulk file, and queries in its language.
//!
//! A document is the record with a few keys added, so that a code is a number in any notation, an
//! event a number with its source, and a file version sorts. Facts of several parts are `nested`:
//! the number of one event never matches with the source of another.

mod mapping;
mod query;

use kbq_model::Article;
use kbq_query::source_key;
use serde_json::{Value, json};

use crate::error::ExportError;
use crate::format::{Options, Writer};
use crate::table::version_key;
use crate::target::{Output, Outputs, Role};

pub use mapping::index_definition;
pub use query::{query, request};

/// The actions and documents, one behind the other.
struct Bulk<'t>(Output<'t>);

pub(crate) fn open<'t>(
    outputs: &mut Outputs<'t>,
    _: &Options,
) -> Result<Box<dyn Writer + 't>, ExportError> {
    let mut definition = outputs.create("index.json", Role::Beside)?;
    definition.text(&format!("{:#}\n", index_definition()))?;
    definition.finish()?;
    Ok(Box::new(Bulk(outputs.create("bulk.ndjson", Role::Articles)?)))
}

impl Writer for Bulk<'_> {
    fn write(&mut self, article: &Article) -> Result<(), ExportError> {
        // Without `_index`: the address that it is sent to names the index.
        self.0.json(&json!({"index": {"_id": article.number.to_string()}}))?;
        let document = document(article).map_err(|error| self.0.failed(error))?;
        self.0.json(&document)
    }

    fn finish(self: Box<Self>) -> Result<(), ExportError> {
        self.0.finish()
    }
}

/// The record with the keys that searches compare.
fn document(article: &Article) -> serde_json::Result<Value> {
    let mut document = serde_json::to_value(article)?;
    let mut add = |list: &str, at: usize, key: &str, value: Value| {
        if let Some(Value::Object(fact)) = document.get_mut(list).and_then(|list| list.get_mut(at))
        {
            fact.insert(key.to_owned(), value);
        }
    };
    for (at, code) in article.error_codes.iter().enumerate() {
        add("error_codes", at, "value", json!(code.value()));
    }
    for (at, event) in article.events.iter().enumerate() {
        add("events", at, "source_key", json!(event.source.as_deref().map(source_key)));
    }
    for (at, file) in article.files.iter().enumerate() {
        add("files", at, "name_key", json!(name_key(&file.name)));
        add("files", at, "version_key", json!(file.version.as_deref().and_then(version_key)));
    }
    for (at, reference) in article.references.iter().enumerate() {
        add("references", at, "number", json!(reference.id.number()));
    }
    if let Value::Object(document) = &mut document {
        document.insert("file_keys".to_owned(), json!(file_keys(article)));
    }
    Ok(document)
}

/// A file's name alone, lower case.
pub(crate) fn name_key(name: &str) -> String {
    name.rsplit(['\\', '/']).next().unwrap_or(name).trim().to_lowercase()
}

/// The names of all files of an article, each once.
pub(crate) fn file_keys(article: &Article) -> Vec<String> {
    let rows = article.files.iter().map(|file| &file.name);
    let mut keys: Vec<_> = rows.chain(&article.file_names).map(|name| name_key(name)).collect();
    keys.sort_unstable();
    keys.dedup();
    keys
}
