//! `jsonl`: the record itself, and the schema that it keeps to.

use kbq_model::{Article, SCHEMA_VERSION};
use serde_json::Value;

use crate::error::ExportError;
use crate::format::{Options, Writer};
use crate::target::{Output, Outputs, Role};

struct JsonLines<'t>(Output<'t>);

pub(crate) fn open<'t>(
    outputs: &mut Outputs<'t>,
    _: &Options,
) -> Result<Box<dyn Writer + 't>, ExportError> {
    Ok(Box::new(JsonLines(outputs.create("records.jsonl", Role::Articles)?)))
}

impl Writer for JsonLines<'_> {
    fn write(&mut self, article: &Article) -> Result<(), ExportError> {
        self.0.json(article)
    }

    fn finish(self: Box<Self>) -> Result<(), ExportError> {
        self.0.finish()
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
