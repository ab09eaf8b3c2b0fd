//! The links view.

use kbq_render::Role;
use ratatui::buffer::Buffer;
use ratatui::text::Span;

use super::rows::Row;
use super::{footer, paint, rows};
use crate::layout;
use crate::state::{LinkGroup, LinksView, State};
use crate::theme::{Part, Theme};

/// The rows: a heading for each direction, then its articles.
pub(super) fn rows(view: &LinksView, theme: Theme) -> Vec<Row> {
    let links = view.rows();
    let mut rows: Vec<Row> = Vec::new();
    let mut group = None;
    for (index, row) in links.iter().enumerate() {
        if group != Some(row.group) {
            if group.is_some() {
                rows.push(Row::default());
            }
            let count = links.iter().filter(|other| other.group == row.group).count();
            rows.push(Row::heading(format!("{} ({count})", row.group.title()), theme));
            group = Some(row.group);
        }
        let is_missing = row.group == LinkGroup::Missing;
        let id = if is_missing { theme.part(Part::Faint) } else { theme.role(Role::Id) };
        let title = if is_missing { theme.part(Part::Faint) } else { theme.part(Part::Input) };
        let left = vec![
            Span::styled(format!("{:<9}", row.link.id), id),
            Span::styled(row.link.title.clone().unwrap_or_default(), title),
        ];
        rows.push(Row::of(index, left, Vec::new()));
    }
    rows
}

/// Draws the view.
pub(super) fn draw(state: &State, view: &LinksView, theme: Theme, buffer: &mut Buffer) {
    let screen = layout::page(state.size);
    let heading = [
        Span::styled(format!("Q{}", view.number), theme.role(Role::Id)),
        Span::styled(format!("  Links of: {}", view.title), theme.part(Part::Strong)),
    ];
    let header = footer::padded(screen.header);
    paint::spans(buffer, header, header.x, header.y, &rows::fitted(&heading, header.width, None));
    paint::rule(buffer, screen.rule, theme);
    let rows = rows(view, theme);
    if rows.is_empty() {
        let text = match &view.links {
            None => "looking …",
            Some(_) => "It refers to no article, and no article of this index refers to it.",
        };
        paint::text(
            buffer,
            screen.body,
            screen.body.x,
            screen.body.y,
            text,
            theme.part(Part::Faint),
        );
    }
    rows::draw(buffer, screen.body, &rows, view.selected, theme);
    footer::draw(state, screen.footer, state.context(), theme, buffer);
}
