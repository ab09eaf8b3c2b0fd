//! A record as a document of the index.

use std::collections::BTreeMap;

use kbq_model::{Article, Block, BlockKind, Section, SectionKind};
use tantivy::TantivyDocument;

use crate::encode;
use crate::error::IndexError;
use crate::schema::Field;
use crate::text::{count_positions, is_boilerplate, tidy};
use crate::weights::emphasis;
use crate::zone::{Zone, ZoneStart};

/// The document of a record.
///
/// # Errors
/// [`IndexError::Write`] if the record does not serialise.
pub(crate) fn document(article: &Article) -> Result<TantivyDocument, IndexError> {
    let mut document = TantivyDocument::new();
    document.add_u64(Field::Number.id(), u64::from(article.number));
    if let Some(date) = article.modified {
        document.add_u64(Field::Modified.id(), day_number(date));
    }
    add_text(&mut document, article);
    add_terms(&mut document, article);
    add_values(&mut document, article);
    let record = serde_json::to_string(article).map_err(|error| IndexError::Write {
        dir: article.source.path.clone().into(),
        what: error.to_string(),
    })?;
    document.add_text(Field::Record.id(), record);
    Ok(document)
}

/// A date as `yyyymmdd`, which sorts and shows its year; dates before year 0 are 0.
pub(crate) fn day_number(date: kbq_query::Date) -> u64 {
    let year = u64::try_from(date.year()).unwrap_or(0);
    let month = u64::from(date.month().unsigned_abs());
    year * 10_000 + month * 100 + u64::from(date.day().unsigned_abs())
}

/// The text field in the making.
#[derive(Default)]
struct Text {
    text: String,
    fringe: String,
    position: u32,
    zones: Vec<ZoneStart>,
}

impl Text {
    fn push(&mut self, zone: Zone, text: &str) {
        self.push_in(None, zone, text);
    }

    fn push_in(&mut self, section: Option<SectionKind>, zone: Zone, text: &str) {
        if text.is_empty() {
            return;
        }
        let tidy = tidy(text);
        if self.zones.last().is_none_or(|last| (last.zone, last.section) != (zone, section)) {
            self.zones.push(ZoneStart { position: self.position, zone, section });
        }
        self.position += count_positions(&tidy);
        self.text.push_str(&tidy);
        self.text.push('\n');
    }

    fn push_paragraph(&mut self, section: SectionKind, zone: Zone, text: &str) {
        if is_boilerplate(text) {
            self.fringe.push_str(&tidy(text));
            self.fringe.push('\n');
        } else {
            self.push_in(Some(section), zone, text);
        }
    }

    fn push_section(&mut self, section: &Section) {
        let kind = section.kind;
        if let Some(heading) = section.heading.as_deref().filter(|h| !is_standard_heading(h)) {
            self.push_in(Some(kind), Zone::of_section(kind), heading);
        }
        if section.blocks.is_empty() {
            for paragraph in section.text.split("\n\n") {
                self.push_paragraph(kind, Zone::of_section(kind), paragraph);
            }
            return;
        }
        let lines = LineStarts::of(&section.text);
        for block in &section.blocks {
            let text = lines.slice(&section.text, *block);
            self.push_paragraph(kind, Zone::of_block(kind, block.kind), text);
        }
    }
}

/// The headings that every article has say nothing about one of them.
fn is_standard_heading(heading: &str) -> bool {
    heading.chars().all(|c| c.is_uppercase() || c.is_whitespace())
        && SectionKind::from_name(heading).is_some()
}

/// Where the lines of a text begin.
struct LineStarts(Vec<usize>);

impl LineStarts {
    fn of(text: &str) -> LineStarts {
        let after_breaks =
            text.bytes().enumerate().filter(|(_, b)| *b == b'\n').map(|(i, _)| i + 1);
        LineStarts(std::iter::once(0).chain(after_breaks).collect())
    }

    fn slice<'a>(&self, text: &'a str, block: Block) -> &'a str {
        let start = self.0.get(block.first as usize).copied().unwrap_or(text.len());
        let end = self.0.get(block.last as usize + 1).map_or(text.len(), |next| next - 1);
        text.get(start..end.max(start)).unwrap_or_default()
    }
}

fn add_text(document: &mut TantivyDocument, article: &Article) {
    let mut text = Text::default();
    text.push(Zone::Title, &article.title);
    for words in &article.query_words {
        text.push(Zone::QueryWords, words);
    }
    for section in &article.sections {
        text.push_section(section);
    }
    let header = article
        .products
        .iter()
        .chain(article.applies_to.iter().map(|entry| &entry.product))
        .chain(article.applies_to.iter().flat_map(|entry| &entry.platforms))
        .chain(&article.operating_systems)
        .chain(&article.components)
        .chain(&article.keywords)
        .chain(&article.versions);
    for value in header {
        text.push(Zone::Header, value);
    }
    document.add_text(Field::Title.id(), tidy(&article.title));
    document.add_text(Field::Text.id(), text.text);
    if !text.fringe.is_empty() {
        document.add_text(Field::Fringe.id(), text.fringe);
    }
    for start in text.zones {
        document.add_u64(Field::Zones.id(), start.to_column());
    }
}

/// The zone of a source line.
pub(crate) fn zone_of_line(article: &Article, line: u32) -> Zone {
    let Some(section) = section_of_line(&article.sections, line) else { return Zone::Header };
    let inner = line.saturating_sub(section.text_line);
    let block = section.blocks.iter().find(|b| b.first <= inner && inner <= b.last);
    let kind = block.map_or(BlockKind::Paragraph, |block| block.kind);
    Zone::of_block(section.kind, kind)
}

/// The section that a source line belongs to.
pub(crate) fn section_of_line(sections: &[Section], line: u32) -> Option<&Section> {
    sections.iter().find(|section| {
        let [first, last] = section.lines;
        first <= line && line <= last
    })
}

/// Terms of one field with the emphasis of their most prominent place.
#[derive(Default)]
struct Terms(BTreeMap<String, usize>);

impl Terms {
    fn add(&mut self, term: String, zone: Zone) {
        let count = self.0.entry(term).or_default();
        *count = (*count).max(emphasis(zone));
    }

    fn write(self, document: &mut TantivyDocument, field: Field) {
        for (term, count) in self.0 {
            for _ in 0..count {
                document.add_text(field.id(), &term);
            }
        }
    }
}

fn add_terms(document: &mut TantivyDocument, article: &Article) {
    let others = article.revisions.iter().filter_map(|revision| revision.record.as_deref());
    let records: Vec<&Article> = std::iter::once(article).chain(others).collect();
    let (mut codes, mut events, mut files) = (Terms::default(), Terms::default(), Terms::default());
    let (mut pairs, mut versions) = (Terms::default(), Terms::default());
    let mut refers = Terms::default();
    for article in records {
        let place = |text: &str, line| match article.title.contains(text) {
            true => Zone::Title,
            false => zone_of_line(article, line),
        };
        for code in &article.error_codes {
            let zone = place(&code.text, code.line);
            encode::code_terms(code).into_iter().for_each(|term| codes.add(term, zone));
        }
        for event in &article.events {
            let zone = place(&event.id.to_string(), event.line);
            let terms = encode::event_terms(event.id, event.source.as_deref());
            terms.into_iter().for_each(|term| events.add(term, zone));
        }
        for (index, name) in article.file_names.iter().enumerate() {
            let line = article.fact_lines.file_names.get(index).copied().unwrap_or(0);
            files.add(encode::file_key(name), place(name, line));
        }
        for row in &article.files {
            let name = encode::file_key(&row.name);
            if let Some(key) = row.version.as_deref().and_then(encode::version_key) {
                pairs.add(encode::file_version_term(&name, &key), Zone::Listing);
                versions.add(key, Zone::Listing);
            }
            files.add(name, Zone::Listing);
        }
        for reference in &article.references {
            refers.add(reference.id.number().to_string(), zone_of_line(article, reference.line));
        }
    }
    codes.write(document, Field::Codes);
    events.write(document, Field::Events);
    files.write(document, Field::Files);
    pairs.write(document, Field::FileVersions);
    versions.write(document, Field::Versions);
    refers.write(document, Field::Refers);
}

fn add_values(document: &mut TantivyDocument, article: &Article) {
    let applies = article.applies_to.iter().map(|entry| &entry.product);
    let platforms = article.applies_to.iter().flat_map(|entry| &entry.platforms);
    let mut add = |field: Field, value: &str| document.add_text(field.id(), tidy(value));
    article.products.iter().for_each(|value| add(Field::HeaderProduct, value));
    article.products.iter().chain(applies).for_each(|value| add(Field::Product, value));
    let systems = article.operating_systems.iter().chain(platforms).chain(&article.hardware);
    systems.for_each(|value| add(Field::System, value));
    article.area.iter().for_each(|value| add(Field::Area, value));
    article.keywords.iter().for_each(|value| add(Field::Keyword, value));
    let types = article.issue_types.iter().chain(&article.solution_types);
    types.for_each(|value| add(Field::Type, value));
    article.components.iter().for_each(|value| add(Field::Component, value));
    article.fixed_in.iter().for_each(|value| add(Field::Fixed, value));
    article.registry_keys.iter().for_each(|value| add(Field::Registry, value));
    article.technology.iter().for_each(|value| add(Field::Technology, value));
    article.tag.iter().for_each(|value| add(Field::Tag, value));
    article.query_words.iter().for_each(|value| add(Field::QueryWords, value));
    add(Field::Format, article.format.name());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_sort_as_numbers() {
        let date = "1999-04-16".parse().expect("a date");
        assert_eq!(day_number(date), 19_990_416);
    }

    #[test]
    fn boilerplate_stays_out_of_the_text() {
        let section = Section {
            kind: SectionKind::Status,
            heading: Some("STATUS".into()),
            text: "Microsoft has confirmed that this is a problem.\n\nThe queue stays full.".into(),
            lines: [1, 5],
            text_line: 3,
            blocks: Vec::new(),
        };
        let mut text = Text::default();
        text.push(Zone::Title, "Queue is full");
        text.push_section(&section);
        assert_eq!(text.text, "Queue is full\nThe queue stays full.\n");
        assert!(text.fringe.starts_with("Microsoft"));
        assert_eq!(
            text.zones,
            [
                ZoneStart { position: 0, zone: Zone::Title, section: None },
                ZoneStart { position: 3, zone: Zone::Status, section: Some(SectionKind::Status) }
            ]
        );
    }
}
