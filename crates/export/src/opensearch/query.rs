//! A query of kbq in the language of OpenSearch, over the fields of the index definition.

use kbq_query::{
    Bound, Clause, CodeWanted, FileWanted, Modifier, Node, Query, Range, TextField, Weighed,
};
use serde_json::{Map, Value, json};

use crate::table::version_key;

/// How much a match counts, by the kind of section it stands in; others count 1.
const SECTIONS: [(&str, f64); 4] =
    [("symptoms", 4.0), ("cause", 3.0), ("resolution", 2.0), ("workaround", 2.0)];

/// How much a match in the title counts.
const TITLE: f64 = 8.0;

/// Lists whose words count as words of the article.
const WORDS: [&str; 4] =
    ["query_words.words^2", "keywords.words", "products.words", "components.words"];

/// The fields behind the name of a list in the query language.
const LISTS: [(&str, &[&str]); 10] = [
    ("product", &["products", "applies_to.product"]),
    ("os", &["operating_systems", "applies_to.platforms", "hardware"]),
    ("area", &["area"]),
    ("keyword", &["keywords"]),
    ("type", &["issue_types", "solution_types"]),
    ("fixed", &["fixed_in"]),
    ("registry", &["registry_keys"]),
    ("technology", &["technology"]),
    ("format", &["format"]),
    ("tag", &["tag"]),
];

/// The body of a search request: the query, how many hits, and what of each is returned.
///
/// The engine ranks by its own measure; what matches is the same as here, save for the steps in
/// which kbq relaxes a query that finds nothing.
pub fn request(query: &Query, limit: usize) -> Value {
    json!({
        "size": limit,
        "_source": ["number", "id", "title", "modified"],
        "query": self::query(query),
    })
}

/// The query alone, for a place inside another request.
pub fn query(query: &Query) -> Value {
    match &query.root {
        Some(root) => node(root),
        None => json!({"match_all": {}}),
    }
}

fn node(tree: &Node) -> Value {
    match tree {
        Node::All(parts) => all(parts),
        Node::Any(parts) => any(parts.iter().map(node).collect()),
        Node::Best(parts) => best(parts.iter().map(node).collect()),
        Node::Evidence(parts) => any(parts.iter().map(weighed).collect()),
        Node::Not(part) => json!({"bool": {"must_not": [node(part)]}}),
        Node::Leaf(clause, _) => leaf(clause),
    }
}

fn all(parts: &[Node]) -> Value {
    let wanted = parts.iter().filter(|part| !matches!(part, Node::Not(_))).map(node);
    let unwanted = parts.iter().filter_map(|part| match part {
        Node::Not(part) => Some(node(part)),
        _ => None,
    });
    let (wanted, unwanted): (Vec<_>, Vec<_>) = (wanted.collect(), unwanted.collect());
    let mut clauses = Map::new();
    if !wanted.is_empty() {
        clauses.insert("must".to_owned(), wanted.into());
    }
    if !unwanted.is_empty() {
        clauses.insert("must_not".to_owned(), unwanted.into());
    }
    json!({"bool": clauses})
}

fn any(parts: Vec<Value>) -> Value {
    match <[Value; 1]>::try_from(parts) {
        Ok([part]) => part,
        Err(parts) => json!({"bool": {"should": parts, "minimum_should_match": 1}}),
    }
}

fn best(parts: Vec<Value>) -> Value {
    match <[Value; 1]>::try_from(parts) {
        Ok([part]) => part,
        Err(parts) => json!({"dis_max": {"queries": parts}}),
    }
}

fn weighed(part: &Weighed) -> Value {
    json!({"bool": {"must": [node(&part.node)], "boost": part.weight}})
}

fn leaf(clause: &Clause) -> Value {
    match clause {
        Clause::Text { words, modifier, field } => text(words, *modifier, *field),
        Clause::Message { words } => message(words),
        Clause::Code(code) => self::code(code),
        Clause::Event { id, keys, .. } => event(*id, keys),
        Clause::Article(number) => json!({"term": {"number": number}}),
        Clause::File(file) => self::file(file),
        Clause::Version(version) => self::version(version),
        Clause::Component { names, .. } => component(names),
        Clause::Keyword { field, value } => entry(field, value),
        Clause::RefersTo(number) => json!({"term": {"references.number": number}}),
        Clause::Modified(range) => between("modified", range, |date| json!(date.to_string())),
        Clause::Number(range) => between("number", range, |number| json!(number)),
    }
}

fn nested(path: &str, query: Value) -> Value {
    json!({"nested": {"path": path, "score_mode": "max", "query": query}})
}

fn text(words: &[String], modifier: Modifier, field: Option<TextField>) -> Value {
    let matches = |field: &str, boost: f64| words_in(field, words, modifier, boost);
    let in_kind = |kind: &str, boost: f64| {
        let kind = json!({"term": {"sections.kind": kind}});
        let query = json!({"bool": {"filter": [kind], "must": [matches("sections.text", boost)]}});
        nested("sections", query)
    };
    match field {
        Some(TextField::Title) => matches("title", 1.0),
        Some(TextField::Section(kind)) => in_kind(kind.name(), 1.0),
        Some(TextField::QueryWords) => {
            json!({"match": {"query_words.words": {"query": words.join(" "), "operator": "and"}}})
        }
        None => {
            let mut places = vec![matches("title", TITLE)];
            places.extend(SECTIONS.map(|(kind, boost)| in_kind(kind, boost)));
            places.push(nested("sections", matches("sections.text", 1.0)));
            if modifier == Modifier::Word {
                let query = words.join(" ");
                places.push(json!({
                    "multi_match": {"query": query, "fields": WORDS, "operator": "and"}
                }));
            }
            best(places)
        }
    }
}

/// Words, a phrase or the beginning of a word in one field.
fn words_in(field: &str, words: &[String], modifier: Modifier, boost: f64) -> Value {
    let query = words.join(" ");
    match modifier {
        Modifier::Word => {
            json!({"match": {field: {"query": query, "operator": "and", "boost": boost}}})
        }
        Modifier::Phrase => {
            json!({"match_phrase": {format!("{field}.exact"): {"query": query, "boost": boost}}})
        }
        Modifier::Prefix => {
            let field = format!("{field}.exact");
            json!({"match_phrase_prefix": {field: {"query": query, "boost": boost}}})
        }
    }
}

/// The constant words of a message in order, with room for what differs from machine to machine.
fn message(words: &[String]) -> Value {
    const ROOM_A_WORD: usize = 2;
    let places = [
        ("sections", "sections.text.exact"),
        ("events", "events.description.exact"),
        ("error_codes", "error_codes.message.exact"),
    ];
    let gaps = words.len().saturating_mul(ROOM_A_WORD);
    let rule = json!({
        "match": {"query": words.join(" "), "ordered": true, "max_gaps": gaps}
    });
    let within = |(path, field): (&str, &str)| nested(path, json!({"intervals": {field: rule}}));
    best(places.map(within).into())
}

fn code(code: &CodeWanted) -> Value {
    let query = match code {
        CodeWanted::Value { value, stop: false, .. } => {
            json!({"term": {"error_codes.value": value}})
        }
        CodeWanted::Value { value, stop: true, .. } => json!({"bool": {
            "must": [{"term": {"error_codes.value": value}}],
            "should": [{"term": {"error_codes.kind": {"value": "stop", "boost": 2}}}],
        }}),
        CodeWanted::Tool(name) | CodeWanted::Symbol(name) => {
            json!({"term": {"error_codes.code": name}})
        }
    };
    nested("error_codes", query)
}

fn event(id: Option<u32>, keys: &[String]) -> Value {
    let mut parts = Vec::new();
    parts.extend(id.map(|id| json!({"term": {"events.id": id}})));
    if !keys.is_empty() {
        parts.push(json!({"terms": {"events.source_key": keys}}));
    }
    nested("events", json!({"bool": {"must": parts}}))
}

fn file(file: &FileWanted) -> Value {
    let name = |field: &str| match file.name.strip_suffix('*') {
        Some(beginning) => json!({"prefix": {field: beginning}}),
        None => json!({"term": {field: file.name}}),
    };
    match &file.version {
        None => name("file_keys"),
        Some(range) => {
            let key = |version: &String| json!(version_key(version));
            let parts = [name("files.name_key"), between("files.version_key", range, key)];
            nested("files", json!({"bool": {"must": parts}}))
        }
    }
}

fn version(version: &str) -> Value {
    let row = match version_key(version) {
        Some(key) => json!({"term": {"files.version_key": key}}),
        None => json!({"term": {"files.version": version}}),
    };
    let phrase = json!({"match_phrase": {"versions.exact": version}});
    let product = json!({"match_phrase": {"applies_to.product.words": version}});
    any(vec![nested("files", row), phrase, product])
}

fn component(names: &[Vec<String>]) -> Value {
    let places = names.iter().flat_map(|words| {
        let phrase = |field: &str| words_in(field, words, Modifier::Phrase, 1.0);
        let listed = json!({"match_phrase": {"components.words": words.join(" ")}});
        [listed, phrase("title"), nested("sections", phrase("sections.text"))]
    });
    best(places.collect())
}

/// An entry of a list, as a whole or by its words.
fn entry(field: &str, value: &str) -> Value {
    let fields =
        LISTS.iter().find(|(name, _)| *name == field).map_or(&[][..], |(_, fields)| fields);
    let places = fields.iter().flat_map(|field| {
        let whole = json!({"term": {*field: {"value": value, "boost": 2}}});
        let words = format!("{field}.words");
        let words = json!({"match": {words: {"query": value, "operator": "and"}}});
        [whole, words]
    });
    any(places.collect())
}

fn between<T>(field: &str, range: &Range<T>, value: impl Fn(&T) -> Value) -> Value {
    let bounds = [(&range.from, "gte", "gt"), (&range.to, "lte", "lt")];
    let bounds: Map<String, Value> = bounds
        .into_iter()
        .filter_map(|(bound, included, excluded)| match bound {
            Bound::Open => None,
            Bound::Included(limit) => Some((included.to_owned(), value(limit))),
            Bound::Excluded(limit) => Some((excluded.to_owned(), value(limit))),
        })
        .collect();
    json!({"range": {field: bounds}})
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::opensearch::index_definition;
    use kbq_query::Aliases;

    fn lowered(text: &str) -> Value {
        query(&Query::parse(text, &Aliases::builtin()))
    }

    /// The names of fields in a query: keys below the queries that take one.
    fn fields(query: &Value, found: &mut Vec<String>) {
        const TAKE_A_FIELD: [&str; 8] = [
            "term",
            "terms",
            "match",
            "match_phrase",
            "match_phrase_prefix",
            "prefix",
            "range",
            "intervals",
        ];
        match query {
            Value::Object(map) => {
                for (key, value) in map {
                    if TAKE_A_FIELD.contains(&key.as_str()) && value.get("query").is_none() {
                        found.extend(value.as_object().unwrap().keys().cloned());
                    }
                    if key == "multi_match" {
                        let names = value["fields"].as_array().unwrap().iter();
                        let bare = |name: &Value| {
                            name.as_str().unwrap().split('^').next().map(str::to_owned)
                        };
                        found.extend(names.filter_map(bare));
                    }
                    fields(value, found);
                }
            }
            Value::Array(values) => values.iter().for_each(|value| fields(value, found)),
            _ => {}
        }
    }

    /// The definition of a field, by its path through objects, nested facts and subfields.
    fn defined(path: &str) -> bool {
        let definition = index_definition();
        let mut at = &definition["mappings"];
        for part in path.split('.') {
            at = match (&at["properties"][part], &at["fields"][part]) {
                (Value::Null, subfield) => subfield,
                (property, _) => property,
            };
        }
        at["type"].is_string()
    }

    const QUERIES: [&str; 22] = [
        "cluster setup",
        "\"name resolver\"",
        "clust*",
        "title:cluster symptoms:\"stops here\"",
        "0xc00203e5",
        "-1073609755",
        "code:LNK2001",
        "code:ERROR_IO_PENDING",
        "stop 0x0000000a",
        "event:4058",
        "event:MSExchangeMTA/2050",
        "source:MSExchangeIS",
        "Q263029",
        "KB194128",
        "file:ntdll.dll<4.0.1381.133",
        "file:ntd*",
        "version:5.5.2653.13",
        "component:IMC",
        "product:exchange os:windows area:XADM keyword:exc55 fixed:SP4 registry:Tcpip type:kbprb",
        "ref:Q191014 -cluster",
        "modified:1999..2001 id:100000..200000",
        "4058 OR cluster",
    ];

    #[test]
    fn queries_name_only_fields_of_the_index() {
        for text in QUERIES {
            let query = lowered(text);
            let mut found = Vec::new();
            fields(&query, &mut found);
            assert!(!found.is_empty(), "{text}: {query}");
            for field in found {
                assert!(defined(&field), "{text}: {field}");
            }
        }
    }

    #[test]
    fn a_code_is_one_number_in_every_notation() {
        let number = json!({"term": {"error_codes.value": 0xc002_03e5_u32}}).to_string();
        for text in ["0xc00203e5", "-1073609755", "3221357541", "code:C00203E5"] {
            assert!(lowered(text).to_string().contains(&number), "{text}");
        }
    }

    #[test]
    fn an_event_and_its_source_are_of_one_fact() {
        let query = lowered("event:MSExchangeMTA/2050");
        let event = &query["nested"];
        assert_eq!(event["path"], "events");
        let parts = &event["query"]["bool"]["must"];
        assert_eq!(parts[0], json!({"term": {"events.id": 2050}}));
        let keys = parts[1]["terms"]["events.source_key"].as_array().unwrap();
        assert!(keys.contains(&json!("msexchangemta")));
    }

    #[test]
    fn a_file_version_is_compared_with_its_own_name() {
        let query = lowered("file:ntdll.dll<4.0.1381.133");
        let parts = &query["nested"]["query"]["bool"]["must"];
        assert_eq!(parts[0], json!({"term": {"files.name_key": "ntdll.dll"}}));
        let range = &parts[1]["range"]["files.version_key"];
        assert_eq!(range["lt"], "00004.00000.01381.00133");
    }

    #[test]
    fn what_is_not_wanted_is_excluded() {
        assert_eq!(lowered(""), json!({"match_all": {}}));
        let query = lowered("setup -cluster");
        assert!(query["bool"]["must_not"].is_array(), "{query}");
        let request = request(&Query::parse("setup", &Aliases::builtin()), 5);
        assert_eq!(request["size"], 5);
    }
}
