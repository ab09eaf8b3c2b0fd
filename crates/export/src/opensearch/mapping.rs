//! The index definition: settings, analyzers and field types.

use serde_json::{Value, json};

/// The longest keyword, in characters: Lucene takes 32,766 bytes, a character has up to four.
const KEYWORD_CHARACTERS: u32 = 8191;

/// The body of `PUT /kb`: analyzers and the type of every field that is searched.
///
/// Fields without a type (`blocks`, `fact_lines`, `revisions`, …) stay in the document and are
/// not indexed.
pub fn index_definition() -> Value {
    json!({
        "settings": {
            "number_of_shards": 1,
            "analysis": {
                "analyzer": {
                    "kb_text": {
                        "type": "custom",
                        "tokenizer": "standard",
                        "filter": ["lowercase", "kb_stem"],
                    },
                    "kb_exact": {
                        "type": "custom",
                        "tokenizer": "standard",
                        "filter": ["lowercase"],
                    },
                },
                "filter": {"kb_stem": {"type": "stemmer", "language": "english"}},
                "normalizer": {
                    "kb_folded": {"type": "custom", "filter": ["trim", "lowercase"]},
                },
            },
        },
        "mappings": {"dynamic": false, "properties": properties()},
    })
}

fn properties() -> Value {
    json!({
        "number": {"type": "integer"},
        "id": keyword(),
        "format": list(),
        "title": text(),
        "area": list(),
        "modified": date(),
        "tag": list(),
        "versions": text(),
        "products": list(),
        "operating_systems": list(),
        "applies_to": {"properties": {"product": list(), "platforms": list()}},
        "keywords": list(),
        "technology": list(),
        "components": list(),
        "issue_types": list(),
        "solution_types": list(),
        "hardware": list(),
        "query_words": list(),
        "sections": nested(json!({
            "kind": keyword(),
            "heading": text(),
            "text": text(),
        })),
        "events": nested(json!({
            "id": {"type": "long"},
            "source": keyword(),
            "source_key": keyword(),
            "type": keyword(),
            "category": keyword(),
            "log": keyword(),
            "description": text(),
        })),
        "error_codes": nested(json!({
            "kind": keyword(),
            "code": keyword(),
            // Up to 4,294,967,295: more than an integer of OpenSearch holds.
            "value": {"type": "long"},
            "message": text(),
        })),
        "files": nested(json!({
            "name": keyword(),
            "name_key": keyword(),
            "version": keyword(),
            "version_key": keyword(),
            "date": date(),
            "platform": keyword(),
            "component": list(),
        })),
        "file_keys": keyword(),
        "references": {"properties": {"number": {"type": "integer"}, "title": text()}},
        "fixed_in": list(),
        "registry_keys": list(),
        "urls": keyword(),
    })
}

fn nested(properties: Value) -> Value {
    json!({"type": "nested", "dynamic": false, "properties": properties})
}

fn date() -> Value {
    json!({"type": "date", "format": "strict_date", "ignore_malformed": true})
}

fn keyword() -> Value {
    json!({"type": "keyword", "normalizer": "kb_folded", "ignore_above": KEYWORD_CHARACTERS})
}

/// Running text; `exact` for phrases and beginnings of words, which a stem would blur.
fn text() -> Value {
    json!({
        "type": "text",
        "analyzer": "kb_text",
        "fields": {"exact": {"type": "text", "analyzer": "kb_exact"}},
    })
}

/// Entries that are found as a whole or by their words.
fn list() -> Value {
    let mut field = keyword();
    if let Value::Object(field) = &mut field {
        let words = json!({"words": {"type": "text", "analyzer": "kb_text"}});
        field.insert("fields".to_owned(), words);
    }
    field
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample;

    /// Field types and their parameters as the engine documents them, as far as they are used.
    const TYPES: [(&str, &[&str]); 6] = [
        ("integer", &[]),
        ("long", &[]),
        ("keyword", &["normalizer", "ignore_above", "fields"]),
        ("text", &["analyzer", "fields"]),
        ("date", &["format", "ignore_malformed"]),
        ("nested", &["dynamic", "properties"]),
    ];

    fn check(name: &str, field: &Value, analysis: &Value) {
        let field = field.as_object().unwrap();
        let Some(kind) = field.get("type").and_then(Value::as_str) else {
            assert_eq!(field.keys().collect::<Vec<_>>(), ["properties"], "{name} is an object");
            return check_all(name, &field["properties"], analysis);
        };
        let (_, parameters) = TYPES.iter().find(|(known, _)| *known == kind).unwrap();
        for (parameter, value) in field.iter().filter(|(key, _)| *key != "type") {
            assert!(parameters.contains(&parameter.as_str()), "{name}: {kind} has no {parameter}");
            match parameter.as_str() {
                "analyzer" | "normalizer" => {
                    let defined = &analysis[parameter][value.as_str().unwrap()];
                    assert!(defined.is_object(), "{name}: {value} is not defined");
                }
                "fields" | "properties" => check_all(name, value, analysis),
                _ => {}
            }
        }
    }

    fn check_all(name: &str, fields: &Value, analysis: &Value) {
        for (inner, field) in fields.as_object().unwrap() {
            check(&format!("{name}.{inner}"), field, analysis);
        }
    }

    #[test]
    fn every_field_has_a_documented_type_and_defined_analyzers() {
        let definition = index_definition();
        let analysis = &definition["settings"]["analysis"];
        check_all("", &definition["mappings"]["properties"], analysis);
        for analyzer in analysis["analyzer"].as_object().unwrap().values() {
            for filter in analyzer["filter"].as_array().unwrap() {
                let name = filter.as_str().unwrap();
                assert!(name == "lowercase" || analysis["filter"][name].is_object(), "{name}");
            }
        }
    }

    #[test]
    fn every_field_of_a_document_is_typed_or_left_out_on_purpose() {
        let stored = [
            "schema_version",
            "revision",
            "preamble",
            "fact_lines",
            "source",
            "revisions",
            "diagnostics",
            "file_names",
        ];
        let within = ["line", "lines", "text_line", "blocks", "parameters", "size", "time"];
        let definition = index_definition();
        let properties = &definition["mappings"]["properties"];
        for article in sample::articles() {
            let document = super::super::document(&article).unwrap();
            for (name, value) in document.as_object().unwrap() {
                let typed = properties[name].is_object();
                assert!(typed != stored.contains(&name.as_str()), "{name}");
                for fact in value.as_array().into_iter().flatten().filter(|_| typed) {
                    for inner in fact.as_object().into_iter().flat_map(|fact| fact.keys()) {
                        let typed = properties[name]["properties"][inner].is_object();
                        let known = within.contains(&inner.as_str())
                            || (inner == "text" && name == "error_codes")
                            || (inner == "id" && name == "references");
                        assert!(typed != known, "{name}.{inner}");
                    }
                }
            }
        }
    }
}
