//! Two versions of an article, compared.

use kbq_model::Article;
use similar::{Algorithm, DiffOp, capture_diff_slices, group_diff_ops};

use crate::Role;
use crate::article::{applies, title};
use crate::line::{Line, Span};
use crate::safe::expand_tabs;
use crate::wrap::{Blanks, Indent, blanks, wrap};

/// Equal lines that are shown around a difference.
const CONTEXT: usize = 2;

/// A fact that is compared, as a list of texts.
type Fact = (&'static str, fn(&Article) -> Vec<String>);

/// The facts that are compared, in the order in which they are shown.
const FACTS: &[Fact] = &[
    ("title", |article| vec![title(article).to_owned()]),
    ("date", |article| article.modified.iter().map(ToString::to_string).collect()),
    ("area", |article| article.area.iter().cloned().collect()),
    ("products", |article| article.products.clone()),
    ("versions", |article| article.versions.iter().cloned().collect()),
    ("applies to", |article| article.applies_to.iter().map(applies).collect()),
    ("fixed in", |article| article.fixed_in.clone()),
    ("keyword", |article| article.keywords.clone()),
    ("event", |article| {
        let event = |event: &kbq_model::Event| match &event.source {
            Some(source) => format!("{source} {}", event.id),
            None => event.id.to_string(),
        };
        article.events.iter().map(event).collect()
    }),
    ("code", |article| article.error_codes.iter().map(|code| code.code.clone()).collect()),
    ("file", |article| {
        let file = |file: &kbq_model::FileVersion| match &file.version {
            Some(version) => format!("{} {version}", file.name),
            None => file.name.clone(),
        };
        article.files.iter().map(file).collect()
    }),
    ("reference", |article| {
        article.references.iter().map(|reference| reference.id.to_string()).collect()
    }),
];

/// What the newer version changes: facts first, then the lines of the body with a little of what
/// stands around them. Blanks do not count.
pub fn diff(old: &Article, new: &Article, width: usize) -> Vec<Line> {
    let mut lines = vec![source('-', Role::Removed, old), source('+', Role::Added, new)];
    let facts = facts(old, new);
    if !facts.is_empty() {
        lines.push(Line::blank());
        lines.extend(facts.into_iter().flat_map(|line| changed(line, width)));
    }
    let body = body(old, new);
    if body.is_empty() {
        lines.push(Line::blank());
        lines.push(Line::of("The text is the same.", Role::Muted));
    }
    lines.extend(body.into_iter().flat_map(|line| changed(line, width)));
    lines
}

/// A line of a comparison: its sign, role and text.
struct Changed {
    sign: char,
    role: Role,
    text: String,
}

fn changed(line: Changed, width: usize) -> Vec<Line> {
    let Changed { sign, role, text } = line;
    let first = vec![Span::new(sign.to_string(), role), blanks(1)];
    let indent = Indent { first, rest: vec![blanks(4)] };
    wrap(&[Span::new(text, role)], width, &indent, Blanks::Keep)
}

fn source(sign: char, role: Role, article: &Article) -> Line {
    let date = article.modified.map_or("undated".into(), |date| date.to_string());
    Line::new(vec![
        Span::new(format!("{sign} "), role),
        Span::new(article.id.as_str(), Role::Id),
        Span::new(format!("  {date}  {}  ", article.format.name()), Role::Value),
        Span::new(&article.source.path, Role::Muted),
    ])
}

fn facts(old: &Article, new: &Article) -> Vec<Changed> {
    let mut lines = Vec::new();
    for (label, of) in FACTS {
        let (before, after) = (of(old), of(new));
        let line =
            |sign, role, value: &String| Changed { sign, role, text: format!("{label}: {value}") };
        let gone = before.iter().filter(|value| !after.contains(value));
        lines.extend(gone.map(|value| line('-', Role::Removed, value)));
        let come = after.iter().filter(|value| !before.contains(value));
        lines.extend(come.map(|value| line('+', Role::Added, value)));
    }
    lines
}

/// A line of the body as it is compared and as it is shown.
struct BodyLine {
    key: String,
    text: String,
}

fn body_lines(article: &Article) -> Vec<BodyLine> {
    let mut lines = Vec::new();
    for section in &article.sections {
        let text = section.text.split('\n').filter(|line| !line.trim().is_empty());
        for line in section.heading.as_deref().into_iter().chain(text) {
            let key = line.split_whitespace().collect::<Vec<_>>().join(" ");
            lines.push(BodyLine { key, text: expand_tabs(line).into_owned() });
        }
    }
    lines
}

fn body(old: &Article, new: &Article) -> Vec<Changed> {
    let (before, after) = (body_lines(old), body_lines(new));
    let keys = |lines: &[BodyLine]| lines.iter().map(|line| line.key.clone()).collect::<Vec<_>>();
    let operations = capture_diff_slices(Algorithm::Myers, &keys(&before), &keys(&after));
    let mut lines = Vec::new();
    for group in group_diff_ops(operations, CONTEXT) {
        if group.iter().all(|operation| matches!(operation, DiffOp::Equal { .. })) {
            continue;
        }
        lines.push(Changed { sign: ' ', role: Role::Ornament, text: "···".into() });
        for operation in group {
            let (old, new) = (operation.old_range(), operation.new_range());
            let mut show = |sign, role, of: &[BodyLine], range| {
                let shown: &[BodyLine] =
                    of.get::<std::ops::Range<usize>>(range).unwrap_or_default();
                lines.extend(shown.iter().map(|line| Changed {
                    sign,
                    role,
                    text: line.text.clone(),
                }));
            };
            match operation {
                DiffOp::Equal { .. } => show(' ', Role::Text, &after, new),
                _ => {
                    show('-', Role::Removed, &before, old);
                    show('+', Role::Added, &after, new);
                }
            }
        }
    }
    lines
}
