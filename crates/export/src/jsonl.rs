//! `jsonl`: the record itself, and the schema that it keeps to.

use kbq_model::{Article, SCHEMA_VERSION};
use serde::{Serialize, Serializer};
use serde_json::Value;

use crate::error::ExportError;
use crate::format::{Options, Writer};
use crate::target::{Output, Outputs, Role};

struct JsonLines<'t> {
    file: Output<'t>,
    /// The fields to write; none is the whole record.
    fields: Vec<String>,
}

pub(crate) fn open<'t>(
    outputs: &mut Outputs<'t>,
    options: &Options,
) -> Result<Box<dyn Writer + 't>, ExportError> {
    let schema = schema();
    let known = schema["properties"].as_object().into_iter().flatten();
    options.places(&known.map(|(name, _)| name.as_str()).collect::<Vec<_>>())?;
    let file = outputs.create("records.jsonl", Role::Articles)?;
    Ok(Box::new(JsonLines { file, fields: options.fields.clone() }))
}

/// Some fields of a record, in the order in which they were asked for.
struct Chosen<'a> {
    record: &'a Value,
    fields: &'a [String],
}

impl Serialize for Chosen<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // What a record leaves out, because it is empty, is left out here, too.
        let chosen = self.fields.iter().filter_map(|name| Some((name, self.record.get(name)?)));
        serializer.collect_map(chosen)
    }
}

impl Writer for JsonLines<'_> {
    fn write(&mut self, article: &Article) -> Result<(), ExportError> {
        if self.fields.is_empty() {
            return self.file.json(article);
        }
        let record = serde_json::to_value(article).map_err(|error| self.file.failed(error))?;
        self.file.json(&Chosen { record: &record, fields: &self.fields })
    }

    fn finish(self: Box<Self>) -> Result<(), ExportError> {
        self.file.finish()
    }
}

/// The JSON Schema (draft 2020-12) of a line of `jsonl`, of `kbq parse` and of `kbq show --json`,
/// generated from the record. Its `$id` carries [`SCHEMA_VERSION`].
pub fn schema() -> Value {
    let mut schema = schemars::schema_for!(Article);
    let repository = env!("CARGO_PKG_REPOSITORY");
    let id = format!("{repository}/schema/record-{SCHEMA_VERSION}.json");
    schema.insert("$id".to_owned(), id.into());
    schema.to_value()
}
