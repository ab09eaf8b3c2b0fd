//! Where everything is, as a function of the state: `update` scrolls and hits by it, `view` draws
//! by it.

use ratatui::layout::{Margin, Rect, Size};

use crate::state::{Focus, State};
use crate::view;

/// From this width on, list and preview stand side by side; below it, titles would be cut.
const SIDE_BY_SIDE: u16 = 130;
/// From this height on, the preview stands below the list.
const STACKED: u16 = 16;
/// The widest text that is pleasant to read.
pub(crate) const WIDEST_TEXT: u16 = 96;
/// From this width on, the reader shows the sections beside the text.
const OUTLINE_FROM: u16 = 110;
/// The width of that outline.
const OUTLINE: u16 = 28;
/// The most rows of what was understood.
const MOST_CHIP_ROWS: u16 = 3;
/// The narrowest column of facts that is worth showing, and the widest.
const LEAST_FACTS: u16 = 36;
const MOST_FACTS: u16 = 72;
/// Rows of a hit where there is room.
const TALL_ROW: u16 = 2;

/// The parts of the search screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Screen {
    /// The search line.
    pub(crate) line: Rect,
    /// What was understood.
    pub(crate) chips: Rect,
    /// The rule below, empty on a small screen.
    pub(crate) rule: Rect,
    /// The result list; empty while only the preview has room.
    pub(crate) list: Rect,
    /// The preview's text; empty where there is no room.
    pub(crate) preview: Rect,
    /// The line between them.
    pub(crate) divider: Option<Divider>,
    /// Hints and messages.
    pub(crate) footer: Rect,
}

/// The line between list and preview.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Divider {
    /// Between panes side by side.
    Column(Rect),
    /// Between panes one above the other.
    Row(Rect),
}

impl Divider {
    /// Its cells.
    pub(crate) fn area(self) -> Rect {
        match self {
            Divider::Column(area) | Divider::Row(area) => area,
        }
    }
}

/// Rows cut off the top.
fn cut(area: &mut Rect, rows: u16) -> Rect {
    let rows = rows.min(area.height);
    let top = Rect { height: rows, ..*area };
    area.y += rows;
    area.height -= rows;
    top
}

fn whole(size: Size) -> Rect {
    Rect::new(0, 0, size.width, size.height)
}

/// The footer and what is left above it.
fn with_footer(size: Size) -> (Rect, Rect) {
    let mut body = whole(size);
    let footer_rows = u16::from(body.height > 2);
    body.height -= footer_rows;
    (body, Rect { y: body.height, height: footer_rows, ..body })
}

/// The search screen.
pub(crate) fn screen(state: &State) -> Screen {
    let (mut body, footer) = with_footer(state.size);
    let roomy = state.size.height >= STACKED;
    let line = cut(&mut body, 1);
    let most = if roomy { MOST_CHIP_ROWS } else { 1 };
    let chips = cut(&mut body, view::chips_height(state).clamp(1, most));
    let rule = cut(&mut body, u16::from(roomy));
    let none = Rect { width: 0, height: 0, ..body };
    let base = Screen { line, chips, rule, list: body, preview: none, divider: None, footer };
    if body.width >= SIDE_BY_SIDE && body.height > 2 {
        let list = part(body.width, state.saved.list_width);
        let divider = Rect { x: list, width: 1, ..body };
        let preview = Rect { x: list + 1, width: body.width - list - 1, ..body };
        Screen {
            list: Rect { width: list, ..body },
            preview: preview.inner(Margin::new(1, 0)),
            divider: Some(Divider::Column(divider)),
            ..base
        }
    } else if roomy {
        let list = part(body.height, state.saved.list_height);
        let divider = Rect { y: body.y + list, height: 1, ..body };
        let preview =
            Rect { y: divider.y + 1, height: (body.height - list).saturating_sub(1), ..body };
        Screen {
            list: Rect { height: list, ..body },
            preview: preview.inner(Margin::new(1, 0)),
            divider: Some(Divider::Row(divider)),
            ..base
        }
    } else if state.search.focus == Focus::Preview {
        Screen { list: none, preview: body.inner(Margin::new(1, 0)), ..base }
    } else {
        base
    }
}

fn part(whole: u16, percent: u8) -> u16 {
    let part = u32::from(whole) * u32::from(percent) / 100;
    u16::try_from(part).unwrap_or(whole).min(whole.saturating_sub(1))
}

/// Where the divider goes when it is dragged to a cell, in percent.
pub(crate) fn percent_at(state: &State, column: u16, row: u16) -> u8 {
    let screen = screen(state);
    let (at, start, whole) = match screen.divider {
        Some(Divider::Column(area)) => (column, 0, area.right().max(state.size.width)),
        Some(Divider::Row(_)) => {
            (row, screen.list.y, screen.list.height + screen.preview.height + 1)
        }
        None => return state.saved.list_width,
    };
    let percent = u32::from(at.saturating_sub(start)) * 100 / u32::from(whole.max(1));
    u8::try_from(percent.min(100)).unwrap_or(100)
}

/// Rows that a hit takes in the list.
pub(crate) fn row_height(list: Rect) -> u16 {
    if list.height >= 8 { TALL_ROW } else { 1 }
}

/// Lines above the rows of the list that say why it is not what was asked for.
pub(crate) fn notice_rows(state: &State) -> u16 {
    let relaxed = state.search.reply.as_ref().is_some_and(|reply| reply.results.relaxed.is_some());
    u16::from(relaxed && !state.is_start() && !state.hits().is_empty())
}

/// The rows of the list, without the notice above them.
pub(crate) fn rows_area(state: &State, list: Rect) -> Rect {
    let mut area = list;
    cut(&mut area, notice_rows(state));
    area
}

/// How many rows of the list are in sight.
pub(crate) fn rows_in_sight(state: &State) -> usize {
    let area = rows_area(state, screen(state).list);
    if state.is_start() {
        return usize::from(area.height);
    }
    usize::from(area.height / row_height(area).max(1)).max(1)
}

/// The parts of the reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ReaderScreen {
    /// Number, title, place.
    pub(crate) header: Rect,
    /// The rule below.
    pub(crate) rule: Rect,
    /// The sections; empty where there is no room.
    pub(crate) outline: Rect,
    /// The text.
    pub(crate) text: Rect,
    /// What the article states; empty where there is no room.
    pub(crate) facts: Rect,
    /// Hints and messages.
    pub(crate) footer: Rect,
}

/// The reader.
pub(crate) fn reader(size: Size) -> ReaderScreen {
    let (mut body, footer) = with_footer(size);
    let header = cut(&mut body, 1);
    let rule = cut(&mut body, u16::from(size.height >= STACKED));
    let outline_width = if size.width >= OUTLINE_FROM { OUTLINE } else { 0 };
    let outline = Rect { width: outline_width, ..body };
    let beside = Rect { x: outline_width, width: body.width - outline_width, ..body };
    let margin = if outline_width > 0 { 3 } else { 1 };
    let mut text = beside.inner(Margin::new(margin, 0));
    text.width = text.width.min(WIDEST_TEXT);
    let x = text.right() + margin;
    let width = match size.width.saturating_sub(x + 1) {
        room @ LEAST_FACTS.. => room.min(MOST_FACTS),
        _ => 0,
    };
    let facts = Rect { x, width, ..body };
    ReaderScreen { header, rule, outline, text, facts, footer }
}

/// A full screen of rows: links, codes, help.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct PageScreen {
    /// The heading.
    pub(crate) header: Rect,
    /// The rule below.
    pub(crate) rule: Rect,
    /// The rows.
    pub(crate) body: Rect,
    /// Hints and messages.
    pub(crate) footer: Rect,
}

/// A full screen of rows.
pub(crate) fn page(size: Size) -> PageScreen {
    let ReaderScreen { header, rule, footer, .. } = reader(size);
    let (mut body, _) = with_footer(size);
    cut(&mut body, header.height + rule.height);
    PageScreen { header, rule, body: body.inner(Margin::new(1, 0)), footer }
}

/// The facet panel: over the preview where it stands beside the list, else at the right edge.
pub(crate) fn facets(state: &State) -> Rect {
    let screen = screen(state);
    let top = screen.list.y;
    let bottom = screen.footer.y.max(top);
    let width = match screen.divider {
        Some(Divider::Column(area)) => state.size.width - area.x,
        _ => state.size.width.min(44),
    };
    Rect { x: state.size.width - width, y: top, width, height: bottom - top }
}

/// The recent queries, dropped down from the search line.
pub(crate) fn recent(state: &State) -> Rect {
    let size = state.size;
    let width = size.width.saturating_sub(4).min(84);
    let rows = u16::try_from(state.saved.recent.len()).unwrap_or(u16::MAX).min(14);
    let height = size.height.saturating_sub(3).min(rows + 2);
    Rect { x: (size.width - width) / 2, y: size.height.min(1), width, height }
}

/// The first row in sight that keeps `selected` in sight.
pub(crate) fn keep_in_sight(top: usize, selected: usize, in_sight: usize) -> usize {
    let in_sight = in_sight.max(1);
    top.clamp((selected + 1).saturating_sub(in_sight), selected)
}
