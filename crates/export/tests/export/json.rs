//! `jsonl` and its schema.

use kbq_export::{Format, Options, Target, export, schema};
use kbq_model::Article;
use serde_json::Value;

use crate::sample;
use crate::support::{Exported, python, streamed, text};

/// What is wrong with a value, by the keywords of JSON Schema that the generated one uses.
fn validate(value: &Value, schema: &Value, root: &Value, path: &str) -> Vec<String> {
    let Value::Object(rules) = schema else { return Vec::new() };
    let mut wrong = Vec::new();
    for (keyword, rule) in rules {
        match keyword.as_str() {
            "$ref" => {
                let at = rule.as_str().unwrap().strip_prefix('#').unwrap();
                wrong.extend(validate(value, root.pointer(at).unwrap(), root, path));
            }
            "type" if !has_type(value, rule) => wrong.push(format!("{path} is no {rule}")),
            "enum" if !rule.as_array().unwrap().contains(value) => {
                wrong.push(format!("{path} is none of {rule}"));
            }
            "const" if rule != value => wrong.push(format!("{path} is not {rule}")),
            "anyOf" | "oneOf" => {
                let fits = |rule| validate(value, rule, root, path).is_empty();
                let fitting = rule.as_array().unwrap().iter().filter(|rule| fits(rule)).count();
                if fitting == 0 || (keyword == "oneOf" && fitting > 1) {
                    wrong.push(format!("{path} fits {fitting} of {keyword}"));
                }
            }
            "required" => {
                let missing = rule.as_array().unwrap().iter().map(|name| name.as_str().unwrap());
                let missing = missing.filter(|name| value.is_object() && value.get(name).is_none());
                wrong.extend(missing.map(|name| format!("{path} lacks {name}")));
            }
            "properties" => {
                for (name, rule) in rule.as_object().unwrap() {
                    if let Some(inner) = value.get(name) {
                        wrong.extend(validate(inner, rule, root, &format!("{path}.{name}")));
                    }
                }
            }
            "items" => {
                for (at, item) in value.as_array().into_iter().flatten().enumerate() {
                    wrong.extend(validate(item, rule, root, &format!("{path}[{at}]")));
                }
            }
            "minimum" if value.as_f64().is_some_and(|n| n < rule.as_f64().unwrap()) => {
                wrong.push(format!("{path} is below {rule}"));
            }
            "minItems"
                if value.as_array().is_some_and(|v| (v.len() as u64) < rule.as_u64().unwrap()) =>
            {
                wrong.push(format!("{path} has fewer than {rule}"));
            }
            "maxItems"
                if value.as_array().is_some_and(|v| (v.len() as u64) > rule.as_u64().unwrap()) =>
            {
                wrong.push(format!("{path} has more than {rule}"));
            }
            "type" | "enum" | "const" | "minimum" | "minItems" | "maxItems" => {}
            "$schema" | "$id" | "$defs" | "title" | "description" | "default" | "format"
            | "pattern" => {}
            other => wrong.push(format!("{path}: keyword {other} is not checked")),
        }
    }
    wrong
}

fn has_type(value: &Value, rule: &Value) -> bool {
    let is = |name: &str| match name {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "string" => value.is_string(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        _ => false,
    };
    match rule {
        Value::String(name) => is(name),
        Value::Array(names) => names.iter().any(|name| name.as_str().is_some_and(is)),
        _ => false,
    }
}

#[test]
fn each_line_is_the_record_and_keeps_to_the_schema() {
    let out = Exported::new("jsonl", &Options::default());
    let text = text(&out.path());
    assert!(text.ends_with('\n'));
    let records: Vec<Article> =
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(records, sample::articles());
    let schema = schema();
    for line in text.lines() {
        let value: Value = serde_json::from_str(line).unwrap();
        assert_eq!(validate(&value, &schema, &schema, "record"), [""; 0]);
        let mut broken = value.clone();
        broken["number"] = "one".into();
        broken["events"] = Value::Null;
        assert!(validate(&broken, &schema, &schema, "record").len() >= 2, "it tells");
    }
}

#[test]
fn the_schema_carries_its_version() {
    let schema = schema();
    assert!(schema["$id"].as_str().unwrap().ends_with("/record-1.json"), "{}", schema["$id"]);
    assert!(schema["$schema"].as_str().unwrap().contains("2020-12"));
}

#[test]
fn python_reads_the_same_records() {
    const PROGRAM: &str = "import json, sys\n\
        rows = [json.loads(line) for line in open(sys.argv[1], encoding='utf-8')]\n\
        print(len(rows), sum(len(r['error_codes']) for r in rows), rows[1]['title'])";
    let out = Exported::new("jsonl", &Options::default());
    let Some(printed) = python(PROGRAM, &out.path()) else { return };
    let title = &sample::articles()[1].title;
    assert_eq!(printed, format!("3 {} {title}", out.report.error_codes));
}

#[test]
fn fields_are_chosen_and_unknown_ones_named() {
    let chosen = |fields: &[&str]| {
        let fields = fields.iter().map(|name| (*name).to_owned()).collect();
        Options { fields, ..Options::default() }
    };
    let text = streamed("jsonl", &chosen(&["title", "number"]));
    let article = &sample::articles()[0];
    let title = serde_json::to_string(&article.title).unwrap();
    let line = format!(r#"{{"title":{title},"number":{}}}"#, article.number);
    assert_eq!(text.lines().next(), Some(line.as_str()));
    let refused = |format: &str, fields: &[&str]| {
        let articles = std::iter::empty::<Result<Article, std::convert::Infallible>>();
        let (format, target) = (Format::named(format).unwrap(), Target::Stream(Box::new(vec![])));
        export(format, target, articles, &chosen(fields), |_| {}).unwrap_err().to_string()
    };
    let error = refused("jsonl", &["number", "titel"]);
    assert!(error.contains("`titel`") && error.contains("sections, "), "{error}");
    let error = refused("csv", &["events"]);
    assert!(error.contains("`events`") && error.contains("source_path"), "{error}");
    for format in ["opensearch", "quickwit"] {
        assert!(refused(format, &["title"]).contains("jsonl, csv and tsv"));
    }
}
