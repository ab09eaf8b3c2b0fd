//! A validator for the part of JSON Schema that `docs/schemas` uses.

use serde_json::Value;

use super::document;

/// What is wrong with a value, by the schema at `reference` (`hit.json`, `links.json#/$defs/row`).
///
/// Stricter than the schemas ask: a property that they don't describe is wrong too, so that none
/// stays undocumented.
pub(super) fn faults(value: &Value, reference: &str) -> Vec<String> {
    let mut faults = Vec::new();
    Check { faults: &mut faults, file: String::new() }.refer(value, reference, "$");
    faults
}

struct Check<'a> {
    faults: &'a mut Vec<String>,
    /// The file that references without one are to.
    file: String,
}

impl Check<'_> {
    fn fault(&mut self, at: &str, what: impl std::fmt::Display) {
        self.faults.push(format!("{at}: {what}"));
    }

    fn refer(&mut self, value: &Value, reference: &str, at: &str) {
        let (file, pointer) = reference.split_once('#').unwrap_or((reference, ""));
        let file = if file.is_empty() { self.file.clone() } else { file.to_owned() };
        let schema: Value =
            serde_json::from_str(&document(&format!("docs/schemas/{file}"))).expect("JSON");
        let schema = schema.pointer(pointer).unwrap_or_else(|| panic!("no {reference}"));
        Check { faults: self.faults, file }.check(value, schema, at);
    }

    fn check(&mut self, value: &Value, schema: &Value, at: &str) {
        let rules = schema.as_object().unwrap_or_else(|| panic!("no schema: {schema}"));
        for (rule, wanted) in rules {
            let limit = wanted.as_u64().unwrap_or_default() as usize;
            match rule.as_str() {
                "$schema" | "title" | "description" | "$defs" => {}
                "$ref" => self.refer(value, wanted.as_str().unwrap_or_default(), at),
                "type" => self.kind(value, wanted, at),
                "enum" => {
                    if !wanted.as_array().is_some_and(|values| values.contains(value)) {
                        self.fault(at, format_args!("{value} is none of {wanted}"));
                    }
                }
                "format" => {
                    assert_eq!(wanted, "date", "only dates are checked");
                    let is_date = |text: &str| text.parse::<jiff::civil::Date>().is_ok();
                    if value.as_str().is_some_and(|text| !is_date(text)) {
                        self.fault(at, format_args!("{value} is no date"));
                    }
                }
                "minimum" | "maximum" => {
                    let (number, bound) = (value.as_f64(), wanted.as_f64().unwrap_or_default());
                    let within = |n: f64| if rule == "minimum" { n >= bound } else { n <= bound };
                    if number.is_some_and(|number| !within(number)) {
                        self.fault(at, format_args!("{value} is beyond {rule} {wanted}"));
                    }
                }
                "minItems" | "maxItems" | "minProperties" | "maxProperties" => {
                    let list = value.as_array().map(Vec::len);
                    let size = list.or_else(|| value.as_object().map(serde_json::Map::len));
                    let within =
                        |n: usize| if rule.starts_with("min") { n >= limit } else { n <= limit };
                    if size.is_some_and(|size| !within(size)) {
                        self.fault(at, format_args!("its size is beyond {rule} {limit}"));
                    }
                }
                "items" => {
                    for (index, item) in value.as_array().into_iter().flatten().enumerate() {
                        self.check(item, wanted, &format!("{at}[{index}]"));
                    }
                }
                "prefixItems" => {
                    let pairs = value
                        .as_array()
                        .into_iter()
                        .flatten()
                        .zip(wanted.as_array().into_iter().flatten());
                    for (index, (item, wanted)) in pairs.enumerate() {
                        self.check(item, wanted, &format!("{at}[{index}]"));
                    }
                }
                "required" => {
                    let names = wanted.as_array().into_iter().flatten().filter_map(Value::as_str);
                    for name in names {
                        if value.is_object() && value.get(name).is_none() {
                            self.fault(at, format_args!("no `{name}`"));
                        }
                    }
                }
                "properties" => {
                    for (name, value) in value.as_object().into_iter().flatten() {
                        match wanted.get(name) {
                            Some(schema) => self.check(value, schema, &format!("{at}.{name}")),
                            None => self.fault(at, format_args!("`{name}` is not documented")),
                        }
                    }
                }
                "anyOf" => self.any(value, wanted, at),
                _ => panic!("the validator does not know `{rule}`"),
            }
        }
    }

    fn any(&mut self, value: &Value, choices: &Value, at: &str) {
        let mut all = Vec::new();
        for choice in choices.as_array().into_iter().flatten() {
            let mut faults = Vec::new();
            Check { faults: &mut faults, file: self.file.clone() }.check(value, choice, at);
            if faults.is_empty() {
                return;
            }
            all.append(&mut faults);
        }
        self.faults.append(&mut all);
    }

    fn kind(&mut self, value: &Value, wanted: &Value, at: &str) {
        let is = |name: &Value| match name.as_str() {
            Some("object") => value.is_object(),
            Some("array") => value.is_array(),
            Some("string") => value.is_string(),
            Some("integer") => value.is_u64() || value.is_i64(),
            Some("number") => value.is_number(),
            Some("boolean") => value.is_boolean(),
            Some("null") => value.is_null(),
            _ => panic!("{name} is no type"),
        };
        let fits = wanted.as_array().map_or_else(|| is(wanted), |names| names.iter().any(is));
        if !fits {
            self.fault(at, format_args!("{value} is no {wanted}"));
        }
    }
}

#[test]
fn it_tells_what_is_wrong() {
    let good = serde_json::json!({"error": {"kind": "io", "message": "no", "hint": null}});
    assert_eq!(faults(&good, "error.json"), [""; 0]);
    let bad = serde_json::json!({"error": {"kind": 1, "hint": null, "more": true}});
    let told = faults(&bad, "error.json").join("\n");
    for part in ["$.error: no `message`", "`more` is not documented", "$.error.kind: 1 is no"] {
        assert!(told.contains(part), "{told}");
    }
}
