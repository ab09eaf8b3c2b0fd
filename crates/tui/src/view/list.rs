//! The result list.

use kbq_index::Hit;
use kbq_render::{Highlight, Marked, Role, find};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Span;

use super::{paint, rows};
use crate::layout;
use crate::state::State;
use crate::theme::{Part, Theme};

/// Columns of a number, with the blank that follows it.
const ID_WIDTH: u16 = 9;
/// From this width on, a row has room for the date.
const WIDTH_WITH_DATE: u16 = 56;

/// From this width on, the second line has room for the product beside the reasons.
const WIDTH_WITH_PRODUCT: u16 = 60;

/// Draws the results, or why there are none.
pub(super) fn draw(state: &State, list: Rect, theme: Theme, buffer: &mut Buffer) {
    let Some(reply) = &state.search.reply else { return };
    if reply.results.hits.is_empty() {
        return draw_nothing(state, list, theme, buffer);
    }
    let area = layout::rows_area(state, list);
    if let Some(relaxed) = reply.results.relaxed.as_ref().filter(|_| area.y > list.y) {
        let notice = format!("≈ {}", relaxed.message);
        let room = list.width.saturating_sub(3);
        let notice = paint::clipped(&notice, room, theme.part(Part::Unknown));
        paint::spans(buffer, list, list.x + 2, list.y, &[notice]);
    }
    let highlights = state.highlights();
    let height = layout::row_height(area).max(1);
    let shown = reply.results.hits.iter().enumerate().skip(state.search.top);
    for ((at, hit), slot) in shown.zip(0..area.height / height) {
        let row = Rect { y: area.y + slot * height, height, ..area };
        draw_hit(state, hit, at == state.search.selected, &highlights, row, theme, buffer);
    }
}

fn draw_hit(
    state: &State,
    hit: &Hit,
    is_selected: bool,
    highlights: &[Highlight],
    row: Rect,
    theme: Theme,
    buffer: &mut Buffer,
) {
    if is_selected {
        buffer.set_style(row.intersection(buffer.area), theme.part(Part::Selected));
        for y in row.y..row.bottom() {
            paint::text(buffer, row, row.x, y, "▌", theme.part(Part::Accent));
        }
    }
    let sign = if state.marked.contains(&hit.number) {
        Some("●")
    } else {
        state.saved.is_bookmarked(hit.number).then_some("★")
    };
    if let Some(sign) = sign {
        paint::text(buffer, row, row.x + 1, row.y, sign, theme.part(Part::Mark));
    }
    paint::text(buffer, row, row.x + 2, row.y, &hit.id, theme.role(Role::Id));
    let x = row.x + 2 + ID_WIDTH;
    let date = hit.modified.filter(|_| row.width >= WIDTH_WITH_DATE).map(|date| date.to_string());
    let date = [Span::styled(date.unwrap_or_default(), theme.part(Part::Faint))];
    let right = if date[0].content.is_empty() {
        row.right()
    } else {
        paint::right(buffer, row, row.y, &date)
    };
    let strong = is_selected.then(|| theme.part(Part::Strong));
    let matches = find(&hit.title, highlights);
    let title = Marked { text: &hit.title, matches: &matches }.spans(Role::Text);
    let title: Vec<_> =
        title.iter().map(|span| Span::styled(span.text.clone(), theme.role(span.role))).collect();
    let room = right.saturating_sub(x + 1);
    paint::spans(buffer, row, x, row.y, &rows::fitted(&title, room, strong));
    if row.height > 1 {
        draw_reason(
            hit,
            Rect { x, y: row.y + 1, width: row.right().saturating_sub(x), ..row },
            theme,
            buffer,
        );
    }
}

/// The second line of a hit: why it matched, what it lacks, its product.
fn draw_reason(hit: &Hit, row: Rect, theme: Theme, buffer: &mut Buffer) {
    let named = hit.area.as_ref().filter(|area| !hit.title.starts_with(area.as_str()));
    let product = hit.products.first().or(named).filter(|_| row.width >= WIDTH_WITH_PRODUCT);
    let product = product.map_or("", |product| paint::product(product));
    let product = paint::clipped(product, row.width / 3, theme.part(Part::Faint));
    let right = if product.content.is_empty() {
        row.right()
    } else {
        paint::right(buffer, row, row.y, &[product])
    };
    let reasons: Vec<&str> = hit.why.iter().map(|reason| reason.text.as_str()).collect();
    let mut spans = vec![Span::styled(reasons.join(" · "), theme.part(Part::Faint))];
    if !hit.missing.is_empty() {
        let missing = format!("without {} · ", hit.missing.join(", "));
        spans.insert(0, Span::styled(missing, theme.part(Part::Faint)));
    }
    let room = right.saturating_sub(row.x + 2);
    paint::spans(buffer, row, row.x, row.y, &rows::fitted(&spans, room, None));
}

fn draw_nothing(state: &State, list: Rect, theme: Theme, buffer: &mut Buffer) {
    let faint = theme.part(Part::Faint);
    let mut lines = vec![Span::styled("Nothing matches.", theme.part(Part::Strong))];
    if state.search.pasted.is_some() {
        lines.push(Span::styled("No event, code or message in the text is in this index.", faint));
    } else {
        lines.push(Span::styled(
            "Leave a word out, or write its beginning and a star: clust*",
            faint,
        ));
        lines.push(Span::styled("A code is found in any notation; F1 shows the keys.", faint));
    }
    let top = list.y + list.height.saturating_sub(u16::try_from(lines.len()).unwrap_or(0)) / 3;
    for (line, y) in lines.iter().zip(top..list.bottom()) {
        let line = paint::clipped(&line.content, list.width.saturating_sub(4), line.style);
        paint::spans(buffer, list, list.x + 3, y, &[line]);
    }
}
