//! The record as tables: what `csv`, `tsv` and `sqlite` have in common, as data.

use std::borrow::Cow;

use kbq_model::Article;

/// A table: one row a fact.
#[derive(Debug)]
pub struct Table {
    /// Its name, of files and in SQL.
    pub name: &'static str,
    /// What a row is.
    pub about: &'static str,
    /// Its columns. Every table but `articles` begins with the article's number and the place of
    /// the fact in the article, from 0; together they are its key.
    pub columns: &'static [Column],
    /// The rows of an article.
    pub(crate) rows: for<'a> fn(&'a Article) -> Vec<Vec<Value<'a>>>,
}

/// A column of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// Its name.
    pub name: &'static str,
    /// What it holds.
    pub kind: Kind,
    /// What it means.
    pub about: &'static str,
}

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A whole number.
    Integer,
    /// Text; dates as `2002-08-02`.
    Text,
}

/// A cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Value<'a> {
    Null,
    Integer(i64),
    Text(Cow<'a, str>),
}

impl From<u32> for Value<'_> {
    fn from(value: u32) -> Self {
        Value::Integer(value.into())
    }
}

impl<'a> From<&'a str> for Value<'a> {
    fn from(value: &'a str) -> Self {
        Value::Text(value.into())
    }
}

impl<'a> From<&'a String> for Value<'a> {
    fn from(value: &'a String) -> Self {
        Value::Text(value.as_str().into())
    }
}

impl From<String> for Value<'_> {
    fn from(value: String) -> Self {
        Value::Text(value.into())
    }
}

impl<'a, T: Into<Value<'a>>> From<Option<T>> for Value<'a> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Value::Null, T::into)
    }
}

const fn integer(name: &'static str, about: &'static str) -> Column {
    Column { name, kind: Kind::Integer, about }
}

const fn text(name: &'static str, about: &'static str) -> Column {
    Column { name, kind: Kind::Text, about }
}

const ARTICLE: Column = integer("article", "number of the article");
const POSITION: Column = integer("position", "place in the article, from 0");
const LINE: Column = integer("line", "line of the source, from 1");

/// Every table, in an order in which rows only point to tables before them.
pub const TABLES: &[Table] = &[
    Table {
        name: "articles",
        about: "an article",
        columns: &[
            integer("number", "the number that identifies it"),
            text("id", "the number as its source writes it"),
            text("format", "jekyll, document or web"),
            text("title", "the title"),
            text("area", "the title's leading code"),
            text("modified", "date of the last change"),
            text("revision", "revision of a support page"),
            text("tag", "product tag"),
            text("versions", "version field as written"),
            text("source_path", "where it was read from"),
            text("source_encoding", "its encoding"),
            integer("source_bytes", "its size"),
            text("source_hash", "fingerprint of its bytes"),
        ],
        rows: |a| {
            vec![vec![
                a.number.into(),
                a.id.as_str().into(),
                a.format.name().into(),
                (&a.title).into(),
                a.area.as_ref().into(),
                a.modified.map(|date| date.to_string()).into(),
                a.revision.as_ref().into(),
                a.tag.as_ref().into(),
                a.versions.as_ref().into(),
                (&a.source.path).into(),
                (&a.source.encoding).into(),
                Value::Integer(i64::try_from(a.source.bytes).unwrap_or(i64::MAX)),
                (&a.source.hash).into(),
            ]]
        },
    },
    Table {
        name: "sections",
        about: "a section of an article's text",
        columns: &[
            ARTICLE,
            POSITION,
            text("kind", "symptoms, cause, resolution, ..."),
            text("heading", "the heading as written"),
            text("text", "the text below it"),
            integer("first_line", "its first line in the source, from 1"),
            integer("last_line", "its last line"),
        ],
        rows: |a| {
            numbered(a, &a.sections, |section| {
                let [first, last] = section.lines;
                let heading = section.heading.as_ref();
                let kind = section.kind.name();
                vec![kind.into(), heading.into(), (&section.text).into(), first.into(), last.into()]
            })
        },
    },
    Table {
        name: "events",
        about: "an event of the event log that an article names",
        columns: &[
            ARTICLE,
            POSITION,
            integer("event_id", "the number"),
            text("source", "the source as written"),
            text("type", "Error, Warning, Information, ..."),
            text("category", "the category"),
            text("log", "application, system or security"),
            text("description", "the message"),
            LINE,
        ],
        rows: |a| {
            numbered(a, &a.events, |event| {
                vec![
                    event.id.into(),
                    event.source.as_ref().into(),
                    event.kind.as_ref().into(),
                    event.category.as_ref().into(),
                    event.log.as_ref().into(),
                    event.description.as_ref().into(),
                    event.line.into(),
                ]
            })
        },
    },
    Table {
        name: "error_codes",
        about: "a code by which an article identifies an error",
        columns: &[
            ARTICLE,
            POSITION,
            text("kind", "hex, stop, dec, tool or symbol"),
            text("code", "the code in its usual form"),
            integer("value", "the 32-bit value of a number, 0 to 4294967295"),
            text("text", "the code as it stands in the text"),
            text("parameters", "the parameters of a stop code, separated by commas"),
            text("message", "the message beside it"),
            LINE,
        ],
        rows: |a| {
            numbered(a, &a.error_codes, |code| {
                vec![
                    code.kind.name().into(),
                    (&code.code).into(),
                    code.value().into(),
                    (&code.text).into(),
                    joined(&code.parameters, ", "),
                    code.message.as_ref().into(),
                    code.line.into(),
                ]
            })
        },
    },
    Table {
        name: "files",
        about: "a row of a file table",
        columns: &[
            ARTICLE,
            POSITION,
            text("name", "the file's name"),
            text("version", "its version as written"),
            text("version_key", "the version in a form that sorts as versions do"),
            text("size", "its size as written"),
            text("date", "its date"),
            text("time", "its time as written"),
            text("platform", "the platform"),
            text("component", "the component above the table"),
            LINE,
        ],
        rows: |a| {
            numbered(a, &a.files, |file| {
                vec![
                    (&file.name).into(),
                    file.version.as_ref().into(),
                    file.version.as_deref().and_then(version_key).into(),
                    file.size.as_ref().into(),
                    file.date.map(|date| date.to_string()).into(),
                    file.time.as_ref().into(),
                    file.platform.as_ref().into(),
                    file.component.as_ref().into(),
                    file.line.into(),
                ]
            })
        },
    },
    Table {
        name: "file_names",
        about: "a file that an article mentions anywhere",
        columns: &[ARTICLE, POSITION, text("name", "the name as written")],
        rows: |a| numbered(a, &a.file_names, |name| vec![name.into()]),
    },
    Table {
        name: "references",
        about: "a pointer to another article, which need not be in the archive",
        columns: &[
            ARTICLE,
            POSITION,
            integer("target", "number of the article it points to"),
            text("target_id", "that number as written"),
            text("title", "the title beside it"),
            LINE,
        ],
        rows: |a| {
            numbered(a, &a.references, |reference| {
                let (id, title) = (&reference.id, reference.title.as_ref());
                vec![id.number().into(), id.as_str().into(), title.into(), reference.line.into()]
            })
        },
    },
    Table {
        name: "applies_to",
        about: "a product that an article applies to",
        columns: &[
            ARTICLE,
            POSITION,
            text("product", "product and version as written"),
            text("platforms", "what is nested below it, separated by semicolons"),
        ],
        rows: |a| {
            numbered(a, &a.applies_to, |entry| {
                vec![(&entry.product).into(), joined(&entry.platforms, "; ")]
            })
        },
    },
    Table {
        name: "keywords",
        about: "an entry of one of an article's lists: keywords, products, components, ...",
        columns: &[
            ARTICLE,
            POSITION,
            text("list", "the record's field: keywords, technology, products, fixed_in, ..."),
            text("value", "the entry"),
        ],
        rows: |a| {
            let lists = lists(a);
            let entries = lists
                .iter()
                .flat_map(|(list, values)| values.iter().map(move |value| (*list, value.as_str())));
            let rows = entries.enumerate().map(|(position, (list, value))| {
                vec![a.number.into(), place(position), list.into(), value.into()]
            });
            rows.collect()
        },
    },
    Table {
        name: "revisions",
        about: "another source of the same article",
        columns: &[
            ARTICLE,
            POSITION,
            text("format", "jekyll, document or web"),
            text("modified", "its date"),
            text("source_path", "where it was read from"),
            text("filled", "fields that were filled in from it, separated by commas"),
            integer("differs", "1 if it says something else, 0 for a twin"),
        ],
        rows: |a| {
            numbered(a, &a.revisions, |revision| {
                vec![
                    revision.format.name().into(),
                    revision.modified.map(|date| date.to_string()).into(),
                    (&revision.source.path).into(),
                    joined(&revision.filled, ", "),
                    u32::from(revision.record.is_some()).into(),
                ]
            })
        },
    },
    Table {
        name: "diagnostics",
        about: "something odd about an article",
        columns: &[
            ARTICLE,
            POSITION,
            text("severity", "note, warning or error"),
            text("kind", "the stable kind"),
            text("message", "what was found"),
            LINE,
        ],
        rows: |a| {
            numbered(a, &a.diagnostics, |diagnostic| {
                vec![
                    diagnostic.severity.name().into(),
                    diagnostic.kind.name().into(),
                    (&diagnostic.message).into(),
                    diagnostic.line.into(),
                ]
            })
        },
    },
];

impl Table {
    /// The table of this name.
    pub fn named(name: &str) -> Option<&'static Table> {
        TABLES.iter().find(|table| table.name.eq_ignore_ascii_case(name))
    }

    /// The table of the articles themselves, which the others point to.
    pub(crate) fn is_articles(&self) -> bool {
        self.columns.first() != Some(&ARTICLE)
    }
}

/// The lists of plain strings, by the name of their field.
fn lists(article: &Article) -> [(&'static str, &[String]); 12] {
    [
        ("products", &article.products),
        ("operating_systems", &article.operating_systems),
        ("keywords", &article.keywords),
        ("technology", &article.technology),
        ("components", &article.components),
        ("issue_types", &article.issue_types),
        ("solution_types", &article.solution_types),
        ("hardware", &article.hardware),
        ("query_words", &article.query_words),
        ("fixed_in", &article.fixed_in),
        ("registry_keys", &article.registry_keys),
        ("urls", &article.urls),
    ]
}

/// Rows that begin with the article and the place of the fact in it.
fn numbered<'a, T>(
    article: &'a Article,
    facts: &'a [T],
    cells: impl Fn(&'a T) -> Vec<Value<'a>>,
) -> Vec<Vec<Value<'a>>> {
    let row = |(position, fact)| {
        let mut row = vec![article.number.into(), place(position)];
        row.extend(cells(fact));
        row
    };
    facts.iter().enumerate().map(row).collect()
}

fn place(position: usize) -> Value<'static> {
    Value::Integer(i64::try_from(position).unwrap_or(i64::MAX))
}

fn joined<'a>(values: &'a [String], separator: &str) -> Value<'a> {
    match values {
        [] => Value::Null,
        [value] => value.into(),
        several => several.join(separator).into(),
    }
}

/// A version in a form that sorts as versions do: each group as five digits, for the groups of a
/// Windows file version are 16 bits wide (`5.5.2653.13` → `00005.00005.02653.00013`).
///
/// Null for what does not begin with a digit.
pub fn version_key(version: &str) -> Option<String> {
    let version = version.trim();
    if !version.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let groups = version.split(['.', ',']).map(|group| {
        let group = group.trim();
        let end = group.find(|c: char| !c.is_ascii_digit()).unwrap_or(group.len());
        let (digits, rest) = group.split_at(end);
        format!("{:0>5}{}", digits.trim_start_matches('0'), rest.to_lowercase())
    });
    Some(groups.collect::<Vec<_>>().join("."))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample;

    #[test]
    fn rows_are_as_wide_as_their_table() {
        for table in TABLES {
            let rows: Vec<_> =
                sample::articles().into_iter().map(|a| (table.rows)(&a).len()).collect();
            assert!(rows.iter().sum::<usize>() > 0, "the sample has {}", table.name);
            for article in sample::articles() {
                for row in (table.rows)(&article) {
                    assert_eq!(row.len(), table.columns.len(), "{}", table.name);
                    for (value, column) in row.iter().zip(table.columns) {
                        let fits = match value {
                            Value::Null => true,
                            Value::Integer(_) => column.kind == Kind::Integer,
                            Value::Text(_) => column.kind == Kind::Text,
                        };
                        assert!(fits, "{}.{}", table.name, column.name);
                    }
                }
            }
        }
    }

    #[test]
    fn keys_sort_as_versions() {
        let versions = ["4.0", "4.0.9", "4.0.10", "4.0.1381.133", "4.0.1381.7086", "4.1", "10.0"];
        let keys: Vec<_> = versions.map(version_key).into();
        assert!(keys.is_sorted(), "{keys:?}");
        assert_eq!(version_key("5.00.2195"), version_key("5.0.2195"));
        assert_eq!(version_key("N/A"), None);
        assert_eq!(version_key("5.5.2653.13").as_deref(), Some("00005.00005.02653.00013"));
    }
}
