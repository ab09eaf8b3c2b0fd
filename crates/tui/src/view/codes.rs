//! The decode view: codes at the left, what the selected one means at the right.

use kbq_render::Role;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Span;

use super::rows::Row;
use super::{footer, paint, rows};
use crate::backend::{Decoded, Reading};
use crate::layout;
use crate::state::{CodesView, State};
use crate::theme::{Part, Theme};

/// The width of the list of codes.
const LIST: u16 = 24;

/// The rows: the codes.
pub(super) fn rows(view: &CodesView, theme: Theme) -> Vec<Row> {
    let style = theme.role(Role::Code);
    let row = |(at, code): (usize, &String)| {
        Row::of(at, vec![Span::styled(code.clone(), style)], Vec::new())
    };
    view.codes.iter().enumerate().map(row).collect()
}

/// Draws the view.
pub(super) fn draw(state: &State, view: &CodesView, theme: Theme, buffer: &mut Buffer) {
    let screen = layout::page(state.size);
    let header = footer::padded(screen.header);
    let code = view.codes.get(view.selected).cloned().unwrap_or_default();
    let heading = [
        Span::styled("Decode  ", theme.part(Part::Strong)),
        Span::styled(code, theme.role(Role::Code)),
    ];
    paint::spans(buffer, header, header.x, header.y, &heading);
    paint::rule(buffer, screen.rule, theme);
    let mut body = screen.body;
    if view.codes.len() > 1 {
        let list = Rect { width: LIST.min(body.width / 3), ..body };
        rows::draw(buffer, list, &rows(view, theme), view.selected, theme);
        body.x += list.width + 2;
        body.width = body.width.saturating_sub(list.width + 2);
    }
    let lines = match &view.decoded {
        None => vec![Vec::new()],
        Some(Err(error)) => vec![vec![Span::styled(error.clone(), theme.part(Part::Unknown))]],
        Some(Ok(decoded)) => lines(decoded, theme),
    };
    for (line, row) in lines.iter().zip(body.rows()) {
        paint::spans(buffer, row, row.x, row.y, &rows::fitted(line, row.width, None));
    }
    footer::draw(state, screen.footer, state.context(), theme, buffer);
}

type Line = Vec<Span<'static>>;

fn lines(decoded: &Decoded, theme: Theme) -> Vec<Line> {
    let heading = |text: &str| vec![Span::styled(text.to_owned(), theme.part(Part::Strong))];
    let faint = |text: &str| vec![Span::styled(format!("  {text}"), theme.part(Part::Faint))];
    let mut lines = vec![heading("Means")];
    if decoded.readings.is_empty() {
        lines.push(faint("nothing that kbq knows"));
    }
    for reading in &decoded.readings {
        lines.extend(reading_lines(reading, theme));
    }
    if !decoded.notations.is_empty() {
        lines.extend([Line::new(), heading("Also written")]);
        let notations = decoded.notations.join("   ");
        lines.push(vec![Span::raw("  "), Span::styled(notations, theme.role(Role::Code))]);
    }
    if !decoded.related.is_empty() {
        lines.extend([Line::new(), heading("Articles may say instead")]);
        for (code, basis) in &decoded.related {
            lines.push(vec![
                Span::styled(format!("  {code:<14}"), theme.role(Role::Code)),
                Span::styled(basis.clone(), theme.part(Part::Faint)),
            ]);
        }
    }
    lines.extend([Line::new(), heading("In this index")]);
    let count = match decoded.articles {
        0 => "no article names it".to_owned(),
        1 => "1 article names it; Enter shows it".to_owned(),
        count => format!("{} articles name it; Enter shows them", paint::thousands(count)),
    };
    lines.push(vec![Span::styled(format!("  {count}"), Style::new())]);
    lines
}

/// Value and names, then the meaning, then what makes it this reading.
fn reading_lines(reading: &Reading, theme: Theme) -> Vec<Line> {
    let names = Span::styled(reading.names.join(", "), theme.part(Part::Strong));
    let meaning = reading.meaning.as_ref().map(|meaning| Span::raw(meaning.clone()));
    let basis = Span::styled(reading.basis.clone(), theme.part(Part::Faint));
    let said = std::iter::once(names).chain(meaning).chain(std::iter::once(basis));
    let said = said.filter(|span| !span.content.is_empty());
    let value = Span::styled(format!("  {:<14}", reading.value), theme.role(Role::Code));
    let below = Span::raw(" ".repeat(paint::width(&value.content)));
    let first = std::iter::once(value).chain(std::iter::repeat(below));
    first.zip(said).map(|(left, right)| vec![left, right]).collect()
}
