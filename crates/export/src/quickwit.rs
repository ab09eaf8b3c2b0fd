//! `quickwit`: an index configuration and the documents.
//!
//! Quickwit has no lists of objects in which parts belong together, so an event with its source
//! and a file with its version are one value each (`msexchangemta/2050`, `ntdll.dll 4.0.1381.133`),
//! and the text has a field a kind of section. The whole record is kept beside, unsearched.

use std::fmt::Write as _;

use kbq_model::{Article, CodeKind, SectionKind};
use kbq_query::source_key;
use serde_json::{Map, Value, json};

use crate::error::ExportError;
use crate::format::{Options, Writer};
use crate::opensearch::{file_keys, name_key};
use crate::target::{Output, Outputs, Role};

/// The version of the configuration's layout that is written.
const CONFIG_VERSION: &str = "0.7";

/// How a field is indexed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// A whole number.
    Number,
    /// A value that is found as it stands.
    Exact,
    /// Running text, by word stems, with phrases.
    Text,
    /// A day.
    Date,
    /// Kept, not searched.
    Kept,
}

/// A field: its name, how it is indexed, whether it has several values, whether it is searched
/// where a query names no field, and how it is filled.
struct Field {
    name: &'static str,
    kind: Kind,
    many: bool,
    default: bool,
    value: fn(&Article) -> Value,
}

const fn one(name: &'static str, kind: Kind, value: fn(&Article) -> Value) -> Field {
    Field { name, kind, many: false, default: false, value }
}

const fn many(name: &'static str, kind: Kind, value: fn(&Article) -> Value) -> Field {
    Field { name, kind, many: true, default: false, value }
}

/// Text that is searched where a query names no field.
const fn body(name: &'static str, value: fn(&Article) -> Value) -> Field {
    Field { name, kind: Kind::Text, many: false, default: true, value }
}

const FIELDS: [Field; 33] = [
    one("number", Kind::Number, |a| json!(a.number)),
    one("id", Kind::Exact, |a| json!(a.id)),
    one("format", Kind::Exact, |a| json!(a.format.name())),
    body("title", |a| json!(a.title)),
    one("area", Kind::Exact, |a| json!(a.area)),
    one("modified", Kind::Date, |a| json!(a.modified.map(|date| format!("{date}T00:00:00Z")))),
    one("tag", Kind::Exact, |a| json!(a.tag)),
    one("versions", Kind::Text, |a| json!(a.versions)),
    many("products", Kind::Text, |a| json!(a.products)),
    many("operating_systems", Kind::Text, |a| json!(a.operating_systems)),
    many("applies_to", Kind::Text, |a| {
        a.applies_to.iter().map(|entry| entry.product.as_str()).collect()
    }),
    many("keywords", Kind::Exact, |a| folded(&a.keywords)),
    many("components", Kind::Text, |a| json!(a.components)),
    many("issue_types", Kind::Exact, |a| folded(&a.issue_types)),
    body("query_words", |a| json!(a.query_words.join(" "))),
    body("symptoms", |a| section(a, &[SectionKind::Symptoms])),
    body("cause", |a| section(a, &[SectionKind::Cause])),
    body("resolution", |a| section(a, &[SectionKind::Resolution, SectionKind::Workaround])),
    body("other", |a| {
        let rest = SectionKind::ALL.into_iter().filter(|kind| {
            use SectionKind::{Cause, Resolution, Symptoms, Workaround};
            ![Symptoms, Cause, Resolution, Workaround].contains(kind)
        });
        section(a, &rest.collect::<Vec<_>>())
    }),
    many("code_values", Kind::Number, |a| a.error_codes.iter().filter_map(|c| c.value()).collect()),
    many("stop_values", Kind::Number, |a| {
        let stops = a.error_codes.iter().filter(|code| code.kind == CodeKind::Stop);
        stops.filter_map(|code| code.value()).collect()
    }),
    many("codes", Kind::Exact, |a| {
        a.error_codes.iter().map(|code| code.code.to_lowercase()).collect()
    }),
    many("event_ids", Kind::Number, |a| a.events.iter().map(|event| event.id).collect()),
    many("event_sources", Kind::Exact, |a| {
        a.events.iter().filter_map(|event| event.source.as_deref()).map(source_key).collect()
    }),
    many("events", Kind::Exact, |a| {
        let sourced =
            a.events.iter().filter_map(|event| Some((event.source.as_deref()?, event.id)));
        sourced.map(|(source, id)| format!("{}/{id}", source_key(source))).collect()
    }),
    many("messages", Kind::Text, |a| {
        let events = a.events.iter().filter_map(|event| event.description.as_deref());
        events.chain(a.error_codes.iter().filter_map(|code| code.message.as_deref())).collect()
    }),
    many("file_names", Kind::Exact, |a| json!(file_keys(a))),
    many("file_versions", Kind::Exact, |a| {
        let rows = a.files.iter().filter_map(|file| Some((file, file.version.as_deref()?)));
        rows.map(|(file, version)| format!("{} {version}", name_key(&file.name))).collect()
    }),
    many("references", Kind::Number, |a| a.references.iter().map(|r| r.id.number()).collect()),
    many("fixed_in", Kind::Text, |a| json!(a.fixed_in)),
    many("registry_keys", Kind::Exact, |a| folded(&a.registry_keys)),
    many("urls", Kind::Exact, |a| json!(a.urls)),
    one("record", Kind::Kept, |a| json!(a)),
];

fn folded(values: &[String]) -> Value {
    values.iter().map(|value| value.to_lowercase()).collect()
}

/// The text of some kinds of sections; null where there is none.
fn section(article: &Article, kinds: &[SectionKind]) -> Value {
    let sections = article.sections.iter().filter(|section| kinds.contains(&section.kind));
    let texts: Vec<&str> = sections.map(|section| section.text.as_str()).collect();
    if texts.is_empty() { Value::Null } else { json!(texts.join("\n\n")) }
}

struct Documents<'t>(Output<'t>);

pub(crate) fn open<'t>(
    outputs: &mut Outputs<'t>,
    _: &Options,
) -> Result<Box<dyn Writer + 't>, ExportError> {
    let mut configuration = outputs.create("index.yaml", Role::Beside)?;
    configuration.text(&index_configuration())?;
    configuration.finish()?;
    Ok(Box::new(Documents(outputs.create("articles.ndjson", Role::Articles)?)))
}

impl Writer for Documents<'_> {
    fn write(&mut self, article: &Article) -> Result<(), ExportError> {
        self.0.json(&document(article))
    }

    fn finish(self: Box<Self>) -> Result<(), ExportError> {
        self.0.finish()
    }
}

fn document(article: &Article) -> Value {
    let value = |field: &Field| (field.name.to_owned(), (field.value)(article));
    let there = |(_, value): &(String, Value)| {
        !value.is_null() && value.as_array().is_none_or(|values| !values.is_empty())
    };
    Value::Object(FIELDS.iter().map(value).filter(there).collect::<Map<_, _>>())
}

/// The configuration for `quickwit index create --index-config index.yaml`.
pub fn index_configuration() -> String {
    let mut yaml = format!(
        "version: \"{CONFIG_VERSION}\"\nindex_id: kb\ndoc_mapping:\n  mode: strict\n  \
         field_mappings:\n"
    );
    for field in &FIELDS {
        let settings = match field.kind {
            Kind::Number => ("u64", "fast: true"),
            Kind::Exact => ("text", "tokenizer: raw\n      fast: true"),
            Kind::Text => {
                ("text", "tokenizer: en_stem\n      record: position\n      fieldnorms: true")
            }
            Kind::Date => ("datetime", "input_formats: [rfc3339]\n      fast: true"),
            Kind::Kept => ("json", "indexed: false\n      stored: true"),
        };
        let kind =
            if field.many { format!("array<{}>", settings.0) } else { settings.0.to_owned() };
        let name = field.name;
        // Writing to a string can't fail.
        let _ = writeln!(yaml, "    - name: {name}\n      type: {kind}\n      {}", settings.1);
    }
    let defaults = FIELDS.iter().filter(|field| field.default).map(|field| field.name);
    let defaults = defaults.collect::<Vec<_>>().join(", ");
    let _ = writeln!(yaml, "search_settings:\n  default_search_fields: [{defaults}]");
    yaml
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample;

    /// The configuration's keys as the engine documents them, as far as they are used.
    const FIELD_KEYS: [(&str, &[&str]); 4] = [
        ("u64", &["stored", "indexed", "fast"]),
        ("text", &["stored", "tokenizer", "record", "fieldnorms", "fast"]),
        ("datetime", &["stored", "indexed", "fast", "input_formats"]),
        ("json", &["stored", "indexed", "tokenizer", "record"]),
    ];

    #[test]
    fn the_configuration_has_documented_keys_only() {
        let config: Value = serde_yaml::from_str(&index_configuration()).unwrap();
        let keys: Vec<_> = config.as_object().unwrap().keys().map(String::as_str).collect();
        for key in &keys {
            assert!(["version", "index_id", "doc_mapping", "search_settings"].contains(key));
        }
        let fields = config["doc_mapping"]["field_mappings"].as_array().unwrap();
        for field in fields {
            let kind = field["type"].as_str().unwrap();
            let kind = kind.strip_prefix("array<").map_or(kind, |kind| kind.trim_end_matches('>'));
            let (_, known) = FIELD_KEYS.iter().find(|(name, _)| *name == kind).unwrap();
            for key in field
                .as_object()
                .unwrap()
                .keys()
                .filter(|key| !["name", "type"].contains(&key.as_str()))
            {
                assert!(known.contains(&key.as_str()), "{kind} has no {key}");
            }
            if let Some(tokenizer) = field["tokenizer"].as_str() {
                assert!(["raw", "default", "en_stem"].contains(&tokenizer));
            }
        }
        for name in config["search_settings"]["default_search_fields"].as_array().unwrap() {
            assert!(fields.iter().any(|field| field["name"] == *name), "{name}");
        }
    }

    #[test]
    fn documents_keep_to_the_configuration() {
        for article in sample::articles() {
            let document = document(&article);
            for (name, value) in document.as_object().unwrap() {
                let field = FIELDS.iter().find(|field| field.name == name).unwrap();
                assert_eq!(value.is_array(), field.many, "{name}");
                let first = if field.many { &value[0] } else { value };
                let fits = match field.kind {
                    Kind::Number => first.is_u64(),
                    Kind::Exact | Kind::Text => first.is_string(),
                    Kind::Date => first.as_str().is_some_and(|date| date.ends_with("T00:00:00Z")),
                    Kind::Kept => first.is_object(),
                };
                assert!(fits, "{name}: {first}");
            }
        }
    }

    #[test]
    fn facts_of_two_parts_are_one_value() {
        let article = &sample::articles()[0];
        let document = document(article);
        assert_eq!(document["events"], json!(["msexchangeimc/4058"]));
        assert_eq!(document["file_versions"][0], "msexcimc.exe 5.5.2658.28");
        assert_eq!(document["code_values"][0], 0xc002_03e5_u32);
    }
}
