//! The search screen: line, chips, list, preview.

use kbq_query::UnderstoodKind;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::Span;

use super::{footer, list, paint, start};
use crate::document::Document;
use crate::layout::{self, Divider, Screen};
use crate::state::{Focus, IndexState, Layer, State};
use crate::theme::{Part, Theme};

/// Columns of the sign before the search line.
pub(crate) const PROMPT_WIDTH: u16 = 3;

/// Blanks between two chips.
const CHIP_GAP: u16 = 3;

/// What the search line says while it is empty.
const PLACEHOLDER: &str = "an error code, an event, a file, a symptom …";

/// Draws the search screen; gives the place of the cursor.
pub(super) fn draw(state: &State, theme: Theme, buffer: &mut Buffer) -> Option<Position> {
    let screen = layout::screen(state);
    let cursor = draw_line(state, screen.line, theme, buffer);
    draw_chips(state, screen.chips, theme, buffer);
    draw_rules(state, &screen, theme, buffer);
    if state.is_start() {
        start::draw_list(state, screen.list, theme, buffer);
    } else {
        list::draw(state, screen.list, theme, buffer);
    }
    match &state.search.preview {
        Some(preview) => draw_text(preview, screen.preview, theme, buffer),
        None if state.is_start() => start::draw_contents(state, screen.preview, theme, buffer),
        None => {}
    }
    footer::draw(state, screen.footer, state.context(), theme, buffer);
    (state.search.focus == Focus::Line).then_some(cursor)
}

fn draw_line(state: &State, row: Rect, theme: Theme, buffer: &mut Buffer) -> Position {
    let area = footer::padded(row);
    let sign = if state.search.focus == Focus::Line { Part::Accent } else { Part::Faint };
    paint::text(buffer, area, area.x, area.y, "❯", theme.part(sign));
    let count = Span::styled(count(state), theme.part(Part::Faint));
    let right = paint::right(buffer, row, row.y, &[count]);
    let x = area.x + PROMPT_WIDTH - 1;
    let line = Rect { x, width: right.saturating_sub(x + 1), ..area };
    if let Some(pasted) = &state.search.pasted {
        let lines = paint::counted(pasted.lines().count() as u64, "line");
        let first = pasted.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
        let label = Span::styled(format!("pasted {lines}: "), theme.part(Part::Chip));
        let x = paint::spans(buffer, line, line.x, line.y, &[label]);
        let room = line.right().saturating_sub(x);
        let first = paint::clipped(first.trim(), room, theme.part(Part::Faint));
        paint::spans(buffer, line, x, line.y, &[first]);
        return Position::new(line.x, line.y);
    }
    if state.search.line.text().is_empty() {
        let hint = paint::clipped(PLACEHOLDER, line.width, theme.part(Part::Faint));
        paint::spans(buffer, line, line.x, line.y, &[hint]);
    }
    footer::draw_line(&state.search.line, line, theme.part(Part::Input), buffer)
}

/// How many articles match, or what the index is doing.
fn count(state: &State) -> String {
    match (&state.index, &state.search.reply) {
        (IndexState::Opening, _) => "opening the index …".to_owned(),
        (IndexState::Failed(_), _) => "no index".to_owned(),
        (IndexState::Open(_), Some(reply)) if !state.is_start() => {
            paint::counted(reply.results.total as u64, "article")
        }
        (IndexState::Open(stats), None) if state.is_start() => {
            paint::counted(stats.articles, "article")
        }
        (IndexState::Open(_), _) => "…".to_owned(),
    }
}

/// What was understood, and what no article has.
fn draw_chips(state: &State, area: Rect, theme: Theme, buffer: &mut Buffer) {
    let area =
        Rect { x: area.x + PROMPT_WIDTH, width: area.width.saturating_sub(PROMPT_WIDTH), ..area };
    if let IndexState::Failed(error) = &state.index {
        let lines = paint::wrapped(error, usize::from(area.width));
        for (line, row) in lines.iter().zip(area.rows()) {
            paint::text(buffer, row, row.x, row.y, line, theme.part(Part::Failure));
        }
        return;
    }
    for (line, row) in chip_lines(state, area.width, theme).iter().zip(area.rows()) {
        let draw = |x, chip: &Chip| paint::spans(buffer, row, x, row.y, chip) + CHIP_GAP;
        line.iter().fold(row.x, draw);
    }
}

/// A sign and what was understood.
type Chip = [Span<'static>; 2];

/// How many lines the chips take, or what is said in their place.
pub(crate) fn chips_height(state: &State) -> u16 {
    let width = state.size.width.saturating_sub(PROMPT_WIDTH);
    let lines = match &state.index {
        IndexState::Failed(error) => paint::wrapped(error, usize::from(width)).len(),
        _ => chip_lines(state, width, Theme::Mono).len(),
    };
    u16::try_from(lines).unwrap_or(u16::MAX)
}

/// The chips in lines of a width.
fn chip_lines(state: &State, width: u16, theme: Theme) -> Vec<Vec<Chip>> {
    let mut lines: Vec<Vec<Chip>> = Vec::new();
    let mut room = 0;
    for chip in chips(state, width, theme) {
        let wide: usize = chip.iter().map(|span| paint::width(&span.content)).sum();
        let wide = u16::try_from(wide).unwrap_or(u16::MAX);
        match lines.last_mut() {
            Some(line) if wide <= room => line.push(chip),
            _ => {
                lines.push(vec![chip]);
                room = width;
            }
        }
        room = room.saturating_sub(wide.saturating_add(CHIP_GAP));
    }
    lines
}

/// What was understood, each part once, and before it what no article has.
fn chips(state: &State, width: u16, theme: Theme) -> Vec<Chip> {
    let mut chips: Vec<Chip> = Vec::new();
    let Some(reply) = state.search.reply.as_ref().filter(|_| !state.is_start()) else {
        return chips;
    };
    let chip = |sign: &'static str, text: &str, part| {
        let text = paint::clipped(text, width.saturating_sub(2), theme.part(Part::Input));
        [Span::styled(sign, theme.part(part)), text]
    };
    for unmatched in &reply.results.unmatched {
        let text = match &unmatched.suggestion {
            Some(other) => format!("no article has “{}”; “{other}”?", unmatched.text),
            None => format!("no article has “{}”", unmatched.text),
        };
        chips.push(chip("? ", &text, Part::Unknown));
    }
    let is_text = |kind| matches!(kind, UnderstoodKind::Text | UnderstoodKind::Ignored);
    for part in reply.query.understood.iter().filter(|part| !is_text(part.kind)) {
        let new = chip("▪ ", &part.label, Part::Chip);
        if !chips.contains(&new) {
            chips.push(new);
        }
    }
    chips
}

/// The rule below the chips and the divider, with the panes' titles.
fn draw_rules(state: &State, screen: &Screen, theme: Theme, buffer: &mut Buffer) {
    paint::rule(buffer, screen.rule, theme);
    let title = |text: String, focus| {
        let part = if state.search.focus == focus { Part::Strong } else { Part::Faint };
        Span::styled(text, theme.part(part))
    };
    let list_title = title(list_title(state).to_owned(), Focus::List);
    paint::rule_title(buffer, screen.rule, screen.rule.x + 1, &[list_title]);
    // Beside the list, the facets cover the preview.
    let is_covered = matches!(screen.divider, Some(Divider::Column(_)))
        && state.layers.iter().any(|layer| matches!(layer, Layer::Facets(_)));
    let preview =
        if is_covered { String::new() } else { preview_title(state, screen.preview.height) };
    let room = screen.preview.width.saturating_sub(4);
    let preview = title(preview, Focus::Preview);
    let preview = [paint::clipped(&preview.content, room, preview.style)];
    match screen.divider {
        Some(Divider::Column(area)) => {
            for y in area.y..area.bottom() {
                paint::text(buffer, area, area.x, y, "│", theme.part(Part::Rule));
            }
            if screen.rule.height > 0 {
                paint::text(
                    buffer,
                    screen.rule,
                    area.x,
                    screen.rule.y,
                    "┬",
                    theme.part(Part::Rule),
                );
            }
            paint::rule_title(buffer, screen.rule, area.x + 2, &preview);
        }
        Some(Divider::Row(area)) => {
            paint::rule(buffer, area, theme);
            paint::rule_title(buffer, area, area.x + 1, &preview);
        }
        None => {}
    }
}

fn list_title(state: &State) -> &'static str {
    if state.is_start() { "" } else { "Results" }
}

fn preview_title(state: &State, height: u16) -> String {
    match &state.search.preview {
        Some(document) => {
            let mut title = document.article.id.to_string();
            if let Some(section) = section_title(document) {
                title += &format!(" · {section}");
            }
            if let Some(percent) = document.percent(height) {
                title += &format!(" · {percent} %");
            }
            title
        }
        None if state.is_start() => "In this index".to_owned(),
        None => String::new(),
    }
}

/// The heading of the section that is in sight.
pub(super) fn section_title(document: &Document) -> Option<&str> {
    let section = document.article.sections.get(document.section_in_sight()?)?;
    section.heading.as_deref()
}

/// Draws the lines of an article in sight, what was found in them marked.
pub(super) fn draw_text(document: &Document, area: Rect, theme: Theme, buffer: &mut Buffer) {
    let lines = document.lines.iter().enumerate().skip(document.top);
    for ((at, line), row) in lines.zip(area.rows()) {
        paint::line(buffer, row, row.y, line, theme);
        let Some(find) = &document.find else { continue };
        for (index, place) in find.places.iter().enumerate().filter(|(_, place)| place.line == at) {
            let text = line.to_string();
            let before = text.get(..place.start).unwrap_or_default();
            let found = text.get(place.start..place.end).unwrap_or_default();
            let part = if index == find.current { Part::FoundCurrent } else { Part::Found };
            let x = u16::try_from(paint::width(before)).unwrap_or(u16::MAX);
            paint::text(buffer, row, row.x.saturating_add(x), row.y, found, theme.part(part));
        }
    }
}
