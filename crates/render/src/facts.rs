//! What the article states, as compact lists below its body.

use kbq_model::{Article, CodeKind, ErrorCode, Event, FileVersion, Reference};

use crate::line::{Anchor, Line, Link, Span};
use crate::page::{Page, Row};
use crate::wrap::{Blanks, Indent, blanks, wrap};
use crate::{Role, article};

/// The facts of the article; nothing for those that it does not state.
pub(crate) fn facts(page: &Page<'_>, article: &Article) -> Vec<Line> {
    let mut lines = Vec::new();
    let events = article.events.iter().flat_map(|event| self::event(page, event)).collect();
    group(&mut lines, "Events", events);
    let codes: Vec<_> = article.error_codes.iter().map(code).collect();
    group(&mut lines, "Codes", page.columns(&codes));
    let files: Vec<_> = article.files.iter().map(file).collect();
    group(&mut lines, "Files", page.columns(&files));
    let references: Vec<_> = article.references.iter().map(reference).collect();
    group(&mut lines, "References", page.columns(&references));
    group(&mut lines, "About", about(page, article));
    lines
}

/// A group of facts below its heading.
fn group(lines: &mut Vec<Line>, heading: &str, facts: Vec<Line>) {
    if !facts.is_empty() {
        lines.push(Line::blank());
        lines.push(Line::of(heading, Role::Heading));
        lines.extend(facts);
    }
}

fn optional(text: Option<&String>, role: Role) -> Span {
    Span::new(text.map_or("", String::as_str), role)
}

/// The event on one line, its description below.
fn event(page: &Page<'_>, event: &Event) -> Vec<Line> {
    let parts = vec![
        Span::new(event.id.to_string(), Role::Code),
        optional(event.source.as_ref(), Role::Value),
        optional(event.kind.as_ref(), Role::Value),
        optional(event.category.as_ref(), Role::Value),
        Span::new(
            event.log.as_ref().map_or(String::new(), |log| format!("{log} log")),
            Role::Value,
        ),
    ];
    let spans = page.highlighted(article::separated(parts));
    let hanging = vec![blanks(page.inset() + 4)];
    let indent = Indent { first: vec![blanks(page.inset())], rest: hanging };
    let mut lines = wrap(&spans, page.width(), &indent, Blanks::Collapse);
    if let Some(description) = &event.description {
        let indent = Indent::all(vec![blanks(page.inset()), Span::new("│ ", Role::Ornament)]);
        lines.extend(page.flow(description, Role::Message, &indent));
    }
    let anchor = Anchor { section: None, line: event.line, heading: false };
    lines.into_iter().map(|line| line.at(anchor)).collect()
}

fn code(code: &ErrorCode) -> Row {
    let shown = match code.kind {
        CodeKind::Stop => format!("STOP {}", code.code),
        _ => code.code.clone(),
    };
    let mut words = code.parameters.join(", ");
    if let Some(message) = &code.message {
        if !words.is_empty() {
            words.push_str("  ");
        }
        words.push_str(message);
    }
    Row::new(code.line, vec![Span::new(shown, Role::Code), Span::new(words, Role::Message)])
}

fn file(file: &FileVersion) -> Row {
    let date = file.date.map(|date| date.to_string());
    let cells = vec![
        Span::new(&file.name, Role::Value),
        optional(file.version.as_ref(), Role::Code),
        optional(date.as_ref(), Role::Value),
        optional(file.time.as_ref(), Role::Value),
        optional(file.size.as_ref(), Role::Value),
        optional(file.platform.as_ref(), Role::Value),
        optional(file.component.as_ref(), Role::Muted),
    ];
    Row::new(file.line, cells)
}

fn reference(reference: &Reference) -> Row {
    let link = Link::Article(reference.id.number());
    let id = Span::new(reference.id.as_str(), Role::Link).to(link);
    Row::new(reference.line, vec![id, optional(reference.title.as_ref(), Role::Text)])
}

/// The lists of the header and trailer, and where the article was read from.
fn about(page: &Page<'_>, article: &Article) -> Vec<Line> {
    let mentioned = article
        .file_names
        .iter()
        .filter(|name| !article.files.iter().any(|file| file.name.eq_ignore_ascii_case(name)));
    let mentioned: Vec<String> = mentioned.cloned().collect();
    let lists: [(&str, &[String]); 9] = [
        ("Files", &mentioned),
        ("Registry", &article.registry_keys),
        ("Addresses", &article.urls),
        ("Systems", &article.operating_systems),
        ("Hardware", &article.hardware),
        ("Components", &article.components),
        ("Technology", &article.technology),
        ("Keywords", &article.keywords),
        ("Query words", &article.query_words),
    ];
    let mut lines = Vec::new();
    for (label, list) in lists.into_iter().filter(|(_, list)| !list.is_empty()) {
        // Long entries have a line each.
        let entries = match label {
            "Registry" | "Addresses" => list.to_vec(),
            _ => vec![list.join(" · ")],
        };
        for (at, entry) in entries.iter().enumerate() {
            let label = if at == 0 { label } else { "" };
            lines.extend(page.labelled(label, &page.spans(entry, Role::Value)));
        }
    }
    let sources = std::iter::once(&article.source)
        .chain(article.revisions.iter().map(|revision| &revision.source));
    for source in sources.filter(|source| !source.path.is_empty()) {
        let value = [Span::new(&source.path, Role::Muted)];
        lines.extend(page.labelled("Source", &value));
    }
    lines
}
