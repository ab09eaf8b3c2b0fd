//! Header, parts and facts to the record.

use std::collections::BTreeSet;
use std::ops::Range;

use jiff::civil::Date;
use kbq_model::{
    Article, ArticleId, Diagnostic, DiagnosticKind, FactLines, Format, Section, SectionKind, Source,
};

use crate::applies;
use crate::area::area;
use crate::blocks::blocks;
use crate::facts::{self, Facts};
use crate::header::Draft;
use crate::line::{self, Body, Line, Place};
use crate::outline::{Outline, Span, outline};
use crate::trailer::{Label, Trailer};

/// Finds parts and facts of what a format's reader found, and puts the record together.
pub(crate) fn assemble(mut draft: Draft<'_>, id: ArticleId, source: Source) -> Article {
    let lines = line::cut(std::mem::take(&mut draft.lines));
    let mut parts = outline(&lines, draft.style);
    let trailer = Trailer::read(&lines[parts.tail.clone()]);
    let applies_to = applies::entries(&lines[parts.applies_to.clone()]);
    let title = Line { number: draft.title_line, text: draft.title.as_str().into() };
    let places = std::mem::take(&mut parts.places);
    let body = Body::new(Some(id.number()), title, lines, places);
    let facts = facts::extract(&body);

    let mut article = Article::new(id);
    article.sections = parts.sections.iter().map(|span| section(&body, span)).collect();
    article.preamble = parts
        .preamble
        .iter()
        .map(|text| {
            let span = Span { kind: SectionKind::Body, heading: None, text: text.clone() };
            section(&body, &span)
        })
        .collect();
    article.diagnostics = diagnostics(&draft, &parts, &trailer, &facts, &article);
    article.fact_lines.applies_to = applies_to.iter().map(|(_, line)| *line).collect();
    article.applies_to = applies_to.into_iter().map(|(entry, _)| entry).collect();
    drop(body);
    set_header(&mut article, draft, &trailer);
    set_trailer(&mut article, &trailer);
    set_facts(&mut article, facts);
    article.source = source;
    article.diagnostics.sort_by_key(|diagnostic| diagnostic.line);
    article
}

fn set_header(article: &mut Article, draft: Draft<'_>, trailer: &Trailer) {
    let reviewed = || trailer.values_of(Label::LastReviewed).find_map(|(text, _)| date(text));
    article.format = draft.format;
    article.area = area(&draft.title).map(str::to_owned);
    article.title = draft.title;
    article.modified = draft.modified.or_else(reviewed);
    article.revision = draft.revision;
    article.tag = draft.tag;
    article.products = draft.product.filter(|product| !product.is_empty()).into_iter().collect();
    let full = trailer.values_of(Label::Version).map(|(value, _)| value).next();
    article.versions = versions(draft.version.as_deref(), full);
    let systems = draft.system.as_deref().unwrap_or("").split('|').map(str::trim);
    article.operating_systems =
        systems.filter(|system| !system.is_empty()).map(Into::into).collect();
    let header = draft.keywords.unwrap_or_default();
    let header = header.split_ascii_whitespace();
    article.keywords = distinct(header.chain(trailer.words(Label::Keywords)).filter(|w| *w != "|"));
}

fn date(text: &str) -> Option<Date> {
    crate::parse_date(text)
}

/// The shortest value that a header line of 96 columns cuts: 85 in the archive, blanks trimmed.
const CUT_VALUE: usize = 80;

/// The header's value, or the trailer's where the header's is only its beginning.
///
/// Header lines are cut after 96 columns, the label included (Q256347); the platform's leading
/// colon may be absent. A lone colon states nothing.
fn versions(header: Option<&str>, trailer: Option<&str>) -> Option<String> {
    let stated = |value: &str| !value.trim_matches([':', ';', ' ']).is_empty();
    match (header, trailer) {
        (Some(header), Some(full)) if stated(header) => {
            let bare = |value: &str| value.trim_start_matches(':').trim().to_owned();
            let is_cut = header.len() >= CUT_VALUE && bare(full).starts_with(&bare(header));
            Some(if is_cut { full.to_owned() } else { header.to_owned() })
        }
        (Some(header), _) => stated(header).then(|| header.to_owned()),
        (None, Some(full)) => stated(full).then(|| full.to_owned()),
        (None, None) => None,
    }
}

fn set_trailer(article: &mut Article, trailer: &Trailer) {
    article.technology = distinct(trailer.words(Label::Technology));
    article.components = distinct(trailer.words(Label::Component));
    article.issue_types = distinct(trailer.words(Label::IssueType));
    article.solution_types = distinct(trailer.words(Label::SolutionType));
    article.hardware = distinct(trailer.words(Label::Hardware));
    article.query_words = trailer.words(Label::QueryWords).map(str::to_owned).collect();
    if article.operating_systems.is_empty() {
        article.operating_systems = distinct(trailer.words(Label::Platform));
    }
}

fn set_facts(article: &mut Article, facts: Facts) {
    let known: BTreeSet<String> = article.components.iter().cloned().collect();
    article.components.extend(facts.components.into_iter().filter(|name| !known.contains(name)));
    article.events = facts.events;
    article.error_codes = facts.error_codes;
    article.files = facts.files;
    article.file_names = facts.file_names;
    article.references = facts.references;
    article.fixed_in = facts.fixed_in;
    article.registry_keys = facts.registry_keys;
    article.urls = facts.urls;
    let applies_to = std::mem::take(&mut article.fact_lines.applies_to);
    article.fact_lines = FactLines { applies_to, ..facts.lines };
}

fn distinct<'a>(words: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut seen = BTreeSet::new();
    words.filter(|word| seen.insert(*word)).map(str::to_owned).collect()
}

/// A section of the record, blank lines at both ends of its text left out.
fn section(body: &Body<'_>, span: &Span) -> Section {
    let text = trimmed(&body.lines, &span.text);
    let lines = &body.lines[text.clone()];
    let number = |index: usize| body.lines.get(index).map_or(0, |line| line.number);
    let first = span.heading.unwrap_or(text.start);
    let last = if text.is_empty() { span.heading.map_or(first, |h| h + 1) } else { text.end - 1 };
    Section {
        kind: span.kind,
        heading: span.heading.map(|index| body.lines[index].text.trim().to_owned()),
        text: joined(lines, &body.places[text.clone()]),
        lines: [number(first), number(last.min(body.lines.len().saturating_sub(1)))],
        text_line: number(text.start.min(body.lines.len().saturating_sub(1))),
        blocks: blocks(lines, &body.looks[text.clone()], &body.marks[text]),
    }
}

fn trimmed(lines: &[Line<'_>], range: &Range<usize>) -> Range<usize> {
    let text = &lines[range.clone()];
    match text.iter().position(|line| !line.is_blank()) {
        Some(first) => {
            let last = text.iter().rposition(|line| !line.is_blank()).unwrap_or(first);
            range.start + first..range.start + last + 1
        }
        None => range.start..range.start,
    }
}

/// The lines as one text; those of an applies-to block in the middle (Q317549) become blank ones.
fn joined(lines: &[Line<'_>], places: &[Place]) -> String {
    let length = lines.iter().map(|line| line.text.len() + 1).sum();
    let mut text = String::with_capacity(length);
    for (index, (line, place)) in lines.iter().zip(places).enumerate() {
        if index > 0 {
            text.push('\n');
        }
        if *place != Place::AppliesTo {
            text.push_str(&line.text);
        }
    }
    text
}

fn diagnostics(
    draft: &Draft<'_>,
    parts: &Outline,
    trailer: &Trailer,
    facts: &Facts,
    article: &Article,
) -> Vec<Diagnostic> {
    let mut list = draft.diagnostics.clone();
    list.extend(parts.diagnostics.iter().chain(&trailer.diagnostics).cloned());
    if trailer.is_missing() && draft.format != Format::Web {
        list.push(Diagnostic::new(
            DiagnosticKind::MissingTrailer,
            0,
            "the article has no block of keywords at its end",
        ));
    }
    for section in article.sections.iter().filter(|section| section.text.is_empty()) {
        let heading = section.heading.as_deref().unwrap_or("");
        let message = format!("the section `{heading}` has no text");
        list.push(Diagnostic::new(DiagnosticKind::EmptySection, section.lines[0], message));
    }
    if article.sections.iter().all(|section| section.text.is_empty()) {
        let message = "the article has no text";
        list.push(Diagnostic::new(DiagnosticKind::EmptyBody, 0, message));
    }
    // The archive's numbers have five or six digits, and so have those it refers to.
    for reference in &facts.references {
        if !(10_000..1_000_000).contains(&reference.id.number()) {
            let message = format!("{} can be no article's number", reference.id);
            list.push(Diagnostic::new(DiagnosticKind::BadReference, reference.line, message));
        }
    }
    list
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cut_version_field_is_completed_from_the_trailer() {
        let versions_of = |count: usize| vec!["4.0 SP1"; count].join(",");
        let (cut, full) = (versions_of(11), format!(":{}", versions_of(12)));
        let cases = [
            (Some(cut.as_str()), Some(full.as_str()), Some(full.as_str())),
            (Some("winnt:4.0"), Some("winnt:4.0,5.0"), Some("winnt:4.0")),
            (Some("4.0"), Some("winnt:5.5"), Some("4.0")),
            (Some(":"), Some(":"), None),
            (Some(""), Some("winnt:5.5"), None),
            (None, Some("winnt:5.5"), Some("winnt:5.5")),
        ];
        for (header, trailer, expected) in cases {
            assert_eq!(versions(header, trailer).as_deref(), expected, "{header:?} {trailer:?}");
        }
    }
}
