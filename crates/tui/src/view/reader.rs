//! The reader: an article over the whole screen, its sections beside it.

use kbq_render::Role;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Span;

use super::{facts, footer, paint, rows, search};
use crate::action::Context;
use crate::document::Document;
use crate::layout::{self, ReaderScreen};
use crate::state::{Labels, State};
use crate::theme::{Part, Theme};

/// From this width on, the header has room for the section in sight.
const WIDTH_WITH_SECTION: u16 = 70;

/// Draws the reader.
pub(super) fn draw(state: &State, document: &Document, theme: Theme, buffer: &mut Buffer) {
    let screen = layout::reader(state.size);
    draw_header(state, document, screen.header, screen.text.height, theme, buffer);
    paint::rule(buffer, screen.rule, theme);
    if screen.outline.width > 0 {
        draw_outline(document, screen, theme, buffer);
    }
    facts::draw(&document.article, screen.facts, theme, buffer);
    search::draw_text(document, screen.text, theme, buffer);
    footer::draw(state, screen.footer, Context::Reader, theme, buffer);
}

fn draw_header(
    state: &State,
    document: &Document,
    row: Rect,
    height: u16,
    theme: Theme,
    buffer: &mut Buffer,
) {
    let article = &document.article;
    let mut right = Vec::new();
    if state.marked.contains(&article.number) {
        right.push(Span::styled("● ", theme.part(Part::Mark)));
    }
    if state.saved.is_bookmarked(article.number) {
        right.push(Span::styled("★ ", theme.part(Part::Mark)));
    }
    let section = search::section_title(document).filter(|_| row.width >= WIDTH_WITH_SECTION);
    let percent = document.percent(height).map(|percent| format!("{percent} %"));
    let place: Vec<String> = section.map(str::to_owned).into_iter().chain(percent).collect();
    right.push(Span::styled(place.join(" · "), theme.part(Part::Faint)));
    let end = paint::right(buffer, row, row.y, &right);
    let left = [
        Span::styled(format!("{}  ", article.id), theme.role(Role::Id)),
        Span::styled(article.title.clone(), theme.role(Role::Title)),
    ];
    let x = row.x + 1;
    let room = end.saturating_sub(x + 2);
    paint::spans(buffer, row, x, row.y, &rows::fitted(&left, room, None));
}

/// The headings of the sections, the one in sight marked; then how much the article states, where
/// there is no room to say what.
fn draw_outline(document: &Document, screen: ReaderScreen, theme: Theme, buffer: &mut Buffer) {
    let (area, rule) = (screen.outline, screen.rule);
    let edge = area.right() - 1;
    for y in area.y..area.bottom() {
        paint::text(buffer, area, edge, y, "│", theme.part(Part::Rule));
    }
    if rule.height > 0 {
        paint::text(buffer, rule, edge, rule.y, "┬", theme.part(Part::Rule));
    }
    let article = &document.article;
    let in_sight = document.section_in_sight();
    let room = area.width.saturating_sub(5);
    let mut rows = Rect { width: area.width - 1, ..area }.rows();
    for (at, section) in article.sections.iter().enumerate() {
        let Some(heading) = section.heading.as_deref() else { continue };
        let Some(row) = rows.next() else { return };
        let is_in_sight = in_sight == Some(at);
        let part = if is_in_sight { Part::Strong } else { Part::Faint };
        if is_in_sight {
            paint::text(buffer, row, row.x, row.y, "▌", theme.part(Part::Accent));
        }
        let heading = paint::clipped(heading, room, theme.part(part));
        paint::spans(buffer, row, row.x + 2, row.y, &[heading]);
    }
    if screen.facts.width > 0 {
        return;
    }
    let facts = [
        (article.events.len(), "event"),
        (article.error_codes.len(), "code"),
        (article.files.len(), "file version"),
        (article.registry_keys.len(), "registry key"),
        (article.references.len(), "reference"),
    ];
    rows.next();
    for (count, noun) in facts.into_iter().filter(|(count, _)| *count > 0) {
        let Some(row) = rows.next() else { return };
        let fact = paint::counted(count as u64, noun);
        paint::text(buffer, row, row.x + 2, row.y, &fact, theme.part(Part::Faint));
    }
}

/// Draws labels over the links in sight.
pub(super) fn draw_labels(state: &State, labels: &Labels, theme: Theme, buffer: &mut Buffer) {
    let area = if state.is_reading() {
        layout::reader(state.size).text
    } else {
        layout::screen(state).preview
    };
    let Some(document) = state.document() else { return };
    for (label, target) in &labels.targets {
        let Some(rest) = label.strip_prefix(labels.typed.as_str()) else { continue };
        let line = target.place.line;
        let Some(row) = line.checked_sub(document.top).and_then(|row| u16::try_from(row).ok())
        else {
            continue;
        };
        let text = document.lines.get(line).map(ToString::to_string).unwrap_or_default();
        let before = paint::width(text.get(..target.place.start).unwrap_or_default());
        let x = area.x.saturating_add(u16::try_from(before).unwrap_or(u16::MAX));
        let label = format!(" {rest} ");
        paint::text(buffer, area, x, area.y + row, &label, theme.part(Part::Label));
    }
}
