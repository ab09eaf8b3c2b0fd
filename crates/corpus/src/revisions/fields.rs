//! The record's fields as rows: how two records are compared, and what one gives the other.

use std::borrow::Cow;

use kbq_model::{Article, ErrorCode, Event, FileVersion, Reference, Section};

/// A field of the record.
pub(super) struct Field {
    /// Its name in JSON.
    pub(super) name: &'static str,
    /// What it states, one string an entry, white space and lines aside.
    pub(super) values: for<'a> fn(&'a Article) -> Vec<Cow<'a, str>>,
    /// Whether a difference makes another revision; a field that only some formats have does not.
    pub(super) tells_revisions: bool,
    /// Copies it; null where a source that lacks it says so on purpose.
    pub(super) fill: Option<fn(&mut Article, &Article)>,
}

/// A row: name, how it is read, whether it tells revisions, whether it is filled in.
macro_rules! field {
    ($name:ident, $values:expr, $tells:literal) => {
        Field { name: stringify!($name), values: $values, tells_revisions: $tells, fill: None }
    };
    ($name:ident, $values:expr, $tells:literal, fill) => {
        Field {
            fill: Some(|to, from| to.$name.clone_from(&from.$name)),
            ..field!($name, $values, $tells)
        }
    };
}

/// Every field that states something; sections are compared by their text.
pub(super) const FIELDS: [Field; 23] = [
    field!(title, |a| one(Some(&a.title)), true),
    field!(area, |a| one(a.area.as_deref()), true, fill),
    field!(revision, |a| one(a.revision.as_deref()), true),
    field!(tag, |a| one(a.tag.as_deref()), false, fill),
    field!(products, |a| strings(&a.products), true, fill),
    field!(versions, versions, true, fill),
    field!(operating_systems, |a| strings(&a.operating_systems), true, fill),
    field!(applies_to, applies_to, true),
    field!(keywords, |a| strings(&a.keywords), true, fill),
    field!(technology, |a| strings(&a.technology), true, fill),
    field!(components, |a| strings(&a.components), true, fill),
    field!(issue_types, |a| strings(&a.issue_types), true, fill),
    field!(solution_types, |a| strings(&a.solution_types), true, fill),
    field!(hardware, |a| strings(&a.hardware), true, fill),
    field!(query_words, |a| strings(&a.query_words), true, fill),
    field!(events, |a| a.events.iter().map(event).collect(), true),
    field!(error_codes, |a| a.error_codes.iter().map(code).collect(), true),
    field!(files, |a| a.files.iter().map(file).collect(), true),
    field!(file_names, |a| strings(&a.file_names), true),
    field!(references, |a| a.references.iter().map(reference).collect(), true),
    field!(fixed_in, |a| strings(&a.fixed_in), true),
    field!(registry_keys, |a| strings(&a.registry_keys), true),
    field!(urls, |a| strings(&a.urls), true),
];

fn one(value: Option<&str>) -> Vec<Cow<'_, str>> {
    value.into_iter().filter(|value| !value.is_empty()).map(squashed).collect()
}

fn strings(values: &[String]) -> Vec<Cow<'_, str>> {
    values.iter().map(|value| squashed(value)).collect()
}

/// The version field; the Markdown lost the colon before a list without a platform.
fn versions(article: &Article) -> Vec<Cow<'_, str>> {
    let value = article.versions.as_deref().map(|value| value.trim_start_matches(':'));
    one(value)
}

fn applies_to(article: &Article) -> Vec<Cow<'_, str>> {
    let entries = article.applies_to.iter();
    let entry =
        |product: &str, platforms: &[String]| join(&[Some(product), Some(&platforms.join("; "))]);
    entries.map(|entry_of| entry(&entry_of.product, &entry_of.platforms)).collect()
}

fn event(event: &Event) -> Cow<'_, str> {
    let id = event.id.to_string();
    join(&[
        Some(&id),
        event.source.as_deref(),
        event.kind.as_deref(),
        event.category.as_deref(),
        event.log.as_deref(),
        event.description.as_deref(),
    ])
}

fn code(code: &ErrorCode) -> Cow<'_, str> {
    let parameters = code.parameters.join(", ");
    join(&[Some(code.kind.name()), Some(&code.code), Some(&parameters), code.message.as_deref()])
}

fn file(file: &FileVersion) -> Cow<'_, str> {
    let date = file.date.map(|date| date.to_string());
    join(&[
        Some(&file.name),
        file.version.as_deref(),
        file.size.as_deref(),
        date.as_deref(),
        file.time.as_deref(),
        file.platform.as_deref(),
        file.component.as_deref(),
    ])
}

fn reference(reference: &Reference) -> Cow<'_, str> {
    let number = reference.id.number().to_string();
    join(&[Some(&number), reference.title.as_deref()])
}

/// The parts that are there, for a person and for comparison.
fn join(parts: &[Option<&str>]) -> Cow<'static, str> {
    let there = parts.iter().flatten().filter(|part| !part.is_empty());
    Cow::Owned(there.map(|part| squashed(part)).collect::<Vec<_>>().join(" | "))
}

/// Text with each run of white space as one blank.
pub(super) fn squashed(text: &str) -> Cow<'_, str> {
    let text = text.trim();
    let odd = |pair: &[u8]| pair == b"  ";
    if text.bytes().all(|b| b == b' ' || !b.is_ascii_whitespace())
        && !text.as_bytes().windows(2).any(odd)
    {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.split_ascii_whitespace().collect::<Vec<_>>().join(" "))
}

/// Whether preamble and sections have the same words under the same headings.
pub(super) fn same_text(a: &Article, b: &Article) -> bool {
    a.preamble.len() == b.preamble.len()
        && a.sections.len() == b.sections.len()
        && parts(a).zip(parts(b)).all(|(a, b)| {
            let heading = |text: &Option<String>| text.as_deref().map(|t| squashed(t).into_owned());
            a.kind == b.kind
                && heading(&a.heading) == heading(&b.heading)
                && a.text.split_ascii_whitespace().eq(b.text.split_ascii_whitespace())
        })
}

fn parts(article: &Article) -> impl Iterator<Item = &Section> {
    article.preamble.iter().chain(&article.sections)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_of_the_record_is_a_row_or_left_out_on_purpose() {
        let record = serde_json::to_value(Article::new("Q1".parse().unwrap())).unwrap();
        let left_out = [
            "schema_version",
            "id",
            "number",
            "format",
            "modified",
            "sections",
            "fact_lines",
            "source",
            "diagnostics",
        ];
        for name in record.as_object().unwrap().keys() {
            let row = FIELDS.iter().any(|field| field.name == name);
            assert!(row != left_out.contains(&name.as_str()), "{name}");
        }
    }

    #[test]
    fn white_space_is_squashed_only_where_it_is_odd() {
        assert!(matches!(squashed(" one two "), Cow::Borrowed("one two")));
        assert_eq!(squashed("one\n  two"), "one two");
    }
}
