//! What an article states, beside its text on a wide screen: what its codes mean, too.

use kbq_codes::Code;
use kbq_model::{Article, CodeKind, ErrorCode};
use kbq_render::Role;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Span;

use super::paint;
use super::rows::fitted;
use crate::theme::{Part, Theme};

/// The most rows of a group.
const MOST_ROWS: usize = 10;

/// A fact: what identifies it, and what stands beside that.
type Fact = (String, String);

/// Draws the groups one below the other.
pub(super) fn draw(article: &Article, area: Rect, theme: Theme, buffer: &mut Buffer) {
    let mut rows = area.rows();
    for (heading, role, facts) in
        groups(article).into_iter().filter(|(.., facts)| !facts.is_empty())
    {
        let Some(row) = rows.next() else { return };
        let heading = paint::clipped(heading, row.width, theme.part(Part::Strong));
        paint::spans(buffer, row, row.x, row.y, &[heading]);
        let widest = facts.iter().take(MOST_ROWS).map(|(fact, _)| paint::width(fact)).max();
        let widest = widest.unwrap_or(0).min(usize::from(area.width) / 2);
        for (fact, beside) in facts.iter().take(MOST_ROWS) {
            let Some(row) = rows.next() else { return };
            let gap = widest.saturating_sub(paint::width(fact)) + 2;
            let spans = [
                Span::styled(fact.clone(), theme.role(role)),
                Span::raw(" ".repeat(gap)),
                Span::styled(beside.clone(), theme.part(Part::Faint)),
            ];
            let room = row.width.saturating_sub(2);
            paint::spans(buffer, row, row.x + 2, row.y, &fitted(&spans, room, None));
        }
        if let Some(more) = facts.len().checked_sub(MOST_ROWS).filter(|more| *more > 0) {
            let Some(row) = rows.next() else { return };
            let more = format!("and {} more", paint::thousands(more as u64));
            paint::text(buffer, row, row.x + 2, row.y, &more, theme.part(Part::Faint));
        }
        rows.next();
    }
}

fn groups(article: &Article) -> [(&'static str, Role, Vec<Fact>); 6] {
    let events = article.events.iter().map(|event| {
        let source = event.source.clone().unwrap_or_default();
        (event.id.to_string(), source)
    });
    let files = article.files.iter().map(|file| {
        let parts = [&file.version, &file.size, &file.platform];
        let parts: Vec<_> = parts.into_iter().flatten().map(String::as_str).collect();
        (file.name.clone(), parts.join("  "))
    });
    let references = article
        .references
        .iter()
        .map(|reference| (reference.id.to_string(), reference.title.clone().unwrap_or_default()));
    let alone = |values: &[String]| once(values.iter().map(|value| (value.clone(), String::new())));
    [
        ("Events", Role::Code, once(events)),
        ("Codes", Role::Code, once(article.error_codes.iter().map(code))),
        ("Files", Role::Value, once(files)),
        ("Fixed in", Role::Value, alone(&article.fixed_in)),
        ("Registry", Role::Value, alone(&article.registry_keys)),
        ("References", Role::Link, once(references)),
    ]
}

/// A code and its best known name, or the message beside it.
fn code(code: &ErrorCode) -> Fact {
    let label = match (code.kind, code.value().map(Code)) {
        (CodeKind::Stop, Some(value)) => value.stop_label(),
        (_, Some(value)) => value.label(),
        (_, None) => code.code.clone(),
    };
    match label.split_once(" · ") {
        Some((value, name)) => (value.to_owned(), name.to_owned()),
        None => (label, code.message.clone().unwrap_or_default()),
    }
}

/// Each fact once, in the order of the text.
fn once(facts: impl Iterator<Item = Fact>) -> Vec<Fact> {
    let mut seen: Vec<Fact> = Vec::new();
    for fact in facts {
        if !seen.contains(&fact) {
            seen.push(fact);
        }
    }
    seen
}
