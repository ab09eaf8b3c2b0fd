//! A section of the body, block by block.

use std::ops::RangeInclusive;

use kbq_model::{BlockKind, Section};

use crate::line::{Anchor, Line, Span, head};
use crate::page::Page;
use crate::reflow::{has_columns, joined, reflow_message};
use crate::safe::expand_tabs;
use crate::wrap::{Blanks, Indent, blanks, wrap};
use crate::{Role, boxed};

/// A run of lines of a section's text, to be read as one; without a kind, as it stands.
pub(crate) struct Chunk<'t> {
    pub(crate) kind: Option<BlockKind>,
    /// The index of the first line in the text.
    pub(crate) first: usize,
    pub(crate) lines: Vec<&'t str>,
    /// Whether blank lines stand before it.
    pub(crate) apart: bool,
}

/// The section's text in chunks: its blocks, and what no block covers.
///
/// Blocks that overlap or lie outside of the text are passed over: their lines stand for
/// themselves.
pub(crate) fn chunks(section: &Section) -> Vec<Chunk<'_>> {
    let lines: Vec<&str> = section.text.split('\n').collect();
    let mut chunks: Vec<Chunk<'_>> = Vec::new();
    let mut at = 0;
    for block in &section.blocks {
        let (first, last) = (block.first as usize, block.last as usize);
        if first < at || last < first || last >= lines.len() {
            continue;
        }
        loose(&mut chunks, &lines, at, first);
        push(&mut chunks, &lines, Some(block.kind), first..=last);
        at = last + 1;
    }
    loose(&mut chunks, &lines, at, lines.len());
    chunks
}

/// Adds the lines that no block covers, a chunk for each run without blank lines.
fn loose<'t>(chunks: &mut Vec<Chunk<'t>>, lines: &[&'t str], from: usize, to: usize) {
    let mut at = from;
    while at < to {
        let blank = |line: usize| lines.get(line).is_none_or(|line| line.trim().is_empty());
        if blank(at) {
            at += 1;
            continue;
        }
        let last = (at..to).take_while(|&line| !blank(line)).last().unwrap_or(at);
        push(chunks, lines, None, at..=last);
        at = last + 1;
    }
}

fn push<'t>(
    chunks: &mut Vec<Chunk<'t>>,
    lines: &[&'t str],
    kind: Option<BlockKind>,
    range: RangeInclusive<usize>,
) {
    let first = *range.start();
    let before = first.checked_sub(1).and_then(|before| lines.get(before));
    chunks.push(Chunk {
        kind,
        first,
        lines: lines.get(range).unwrap_or_default().to_vec(),
        apart: before.is_some_and(|line| line.trim().is_empty()),
    });
}

/// The section: its heading, then its text.
pub(crate) fn section(page: &Page<'_>, index: usize, section: &Section) -> Vec<Line> {
    let mut lines = Vec::new();
    if let Some(heading) = &section.heading {
        let spans = page.highlighted(vec![Span::new(heading.trim(), Role::Heading)]);
        lines = wrap(&spans, page.width(), &Indent::default(), Blanks::Collapse);
    }
    let (first, _) = (section.lines[0], section.lines[1]);
    for line in &mut lines {
        line.anchor = Some(Anchor { section: Some(index), line: first, heading: true });
    }
    let mut before: Option<Chunk<'_>> = None;
    for chunk in chunks(section) {
        if chunk.apart {
            lines.extend(gap(page, before.as_ref(), &chunk));
        }
        let drawn = draw(page, &chunk);
        lines.extend(drawn.into_iter().map(|(offset, line)| {
            let place = u32::try_from(chunk.first + offset).unwrap_or(u32::MAX);
            let source = section.text_line.saturating_add(place);
            line.at(Anchor { section: Some(index), line: source, heading: false })
        }));
        before = Some(chunk);
    }
    // A text without a heading is reached at its first line.
    if section.heading.is_none()
        && let Some(anchor) = lines.iter_mut().find_map(|line| line.anchor.as_mut())
    {
        anchor.heading = true;
    }
    lines
}

/// What stands between two chunks that blank lines separate: nothing between the items of a list,
/// but below the items of a list within it; the bar between two parts of a message.
fn gap(page: &Page<'_>, before: Option<&Chunk<'_>>, after: &Chunk<'_>) -> Option<Line> {
    use BlockKind::{Bullet, Message, Step};
    let indent = |chunk: &Chunk<'_>| chunk.lines.first().map_or(0, |line| own_indent(page, line));
    match (before.and_then(|before| before.kind), after.kind) {
        (Some(Step | Bullet), Some(Step | Bullet)) => {
            before.filter(|before| indent(before) > indent(after)).map(|_| Line::blank())
        }
        (Some(Message), Some(Message)) => {
            Some(Line::new(vec![blanks(page.inset()), Span::new("│", Role::Ornament)]))
        }
        _ => Some(Line::blank()),
    }
}

/// A line, and which of the chunk's lines it begins with.
pub(crate) type Drawn = (usize, Line);

fn draw(page: &Page<'_>, chunk: &Chunk<'_>) -> Vec<Drawn> {
    match chunk.kind {
        None => as_it_stands(page, chunk),
        Some(BlockKind::Paragraph) => paragraph(page, chunk),
        Some(BlockKind::Reference) => reference(page, chunk),
        Some(BlockKind::Subheading) => subheading(page, chunk),
        Some(BlockKind::Step) => item(page, chunk, step_marker, Role::StepNumber),
        Some(BlockKind::Bullet) => item(page, chunk, bullet_marker, Role::Bullet),
        Some(BlockKind::Table) => set_off(page, chunk, Role::Table, page.inset()),
        Some(BlockKind::Code) => set_off(page, chunk, Role::Listing, page.inset() + 2),
        Some(BlockKind::Message) => message(page, chunk),
    }
}

/// All lines belong to the chunk's first.
fn from_first(lines: Vec<Line>) -> Vec<Drawn> {
    lines.into_iter().map(|line| (0, line)).collect()
}

/// The columns by which a line is set in, at most a quarter of the width.
fn own_indent(page: &Page<'_>, line: &str) -> usize {
    let expanded = expand_tabs(line);
    let blank = expanded.len() - expanded.trim_start_matches(' ').len();
    blank.min(page.width() / 4)
}

fn paragraph(page: &Page<'_>, chunk: &Chunk<'_>) -> Vec<Drawn> {
    let own = chunk.lines.first().map_or(0, |line| own_indent(page, line));
    let indent = Indent::all(vec![blanks(page.inset() + own)]);
    let mut drawn = Vec::new();
    for (offset, text) in page.column.reflow(&chunk.lines) {
        let row = chunk.lines.get(offset).filter(|line| has_columns(line));
        let lines = match row {
            Some(row) => page.fixed(&expand_tabs(row), Role::Text, page.inset(), 0),
            None => page.flow(&text, Role::Text, &indent),
        };
        drawn.extend(lines.into_iter().map(|line| (offset, line)));
    }
    drawn
}

/// A pointer is one sentence with a title in it, however it was wrapped.
fn reference(page: &Page<'_>, chunk: &Chunk<'_>) -> Vec<Drawn> {
    let own = chunk.lines.first().map_or(0, |line| own_indent(page, line));
    let indent = Indent::all(vec![blanks(page.inset() + own)]);
    from_first(page.flow(&joined(&chunk.lines), Role::Text, &indent))
}

/// Texts of one block, each from a new line on; the first has the indent's first spans.
fn flows(page: &Page<'_>, texts: Vec<(usize, String)>, role: Role, indent: &Indent) -> Vec<Drawn> {
    let later = Indent::all(indent.rest.clone());
    let mut drawn = Vec::new();
    for (at, (offset, text)) in texts.into_iter().enumerate() {
        let lines = page.flow(&text, role, if at == 0 { indent } else { &later });
        drawn.extend(lines.into_iter().map(|line| (offset, line)));
    }
    drawn
}

fn as_it_stands(page: &Page<'_>, chunk: &Chunk<'_>) -> Vec<Drawn> {
    let lines = chunk.lines.iter().enumerate();
    let drawn = lines.flat_map(|(offset, line)| {
        let fixed = page.fixed(&expand_tabs(line), Role::Text, page.inset(), 0);
        fixed.into_iter().map(move |line| (offset, line))
    });
    drawn.collect()
}

/// The heading; its underline is only ornament.
fn subheading(page: &Page<'_>, chunk: &Chunk<'_>) -> Vec<Drawn> {
    let words: Vec<&str> = chunk.lines.iter().copied().filter(|line| !is_rule(line)).collect();
    let indent = Indent::all(vec![blanks(page.inset())]);
    from_first(page.flow(&joined(&words), Role::Subheading, &indent))
}

/// Whether a line only draws a rule.
pub(crate) fn is_rule(line: &str) -> bool {
    let line = line.trim();
    !line.is_empty() && line.chars().all(|c| matches!(c, '-' | '=' | '_' | '*' | '+' | '|' | ' '))
}

/// A step or list item: its marker, and its text hanging beside it.
fn item(
    page: &Page<'_>,
    chunk: &Chunk<'_>,
    marker: fn(&str) -> Option<(&str, &str)>,
    role: Role,
) -> Vec<Drawn> {
    let mut texts = page.column.reflow(&chunk.lines);
    let first = texts.first_mut().map(|(_, text)| text);
    let Some((sign, rest)) = first.as_deref().and_then(|text| marker(text)) else {
        return paragraph(page, chunk);
    };
    let own = chunk.lines.first().map_or(0, |line| own_indent(page, line));
    let shown = if role == Role::Bullet { "•" } else { sign };
    let hanging = vec![blanks(page.inset() + own), Span::new(shown, role), blanks(1)];
    let rest = rest.to_owned();
    if let Some(text) = first {
        *text = rest;
    }
    flows(page, texts, Role::Text, &Indent::hanging(hanging))
}

/// The number or letter before a step: `1.`, `12)`, `(3)`, `a.`
pub(crate) fn step_marker(text: &str) -> Option<(&str, &str)> {
    let (sign, rest) = text.split_once(' ').unwrap_or((text, ""));
    let inner = match sign.strip_prefix('(') {
        Some(inner) => inner.strip_suffix(')')?,
        None => sign.strip_suffix(['.', ')', ':'])?,
    };
    let number = inner.len() <= 3 && inner.bytes().all(|byte| byte.is_ascii_digit());
    let letter = inner.len() == 1 && inner.bytes().all(|byte| byte.is_ascii_alphabetic());
    (!inner.is_empty() && (number || letter)).then_some((sign, rest.trim_start()))
}

/// The sign before an item of a list.
pub(crate) fn bullet_marker(text: &str) -> Option<(&str, &str)> {
    let (sign, rest) = text.split_once(' ')?;
    let is_sign = matches!(sign, "-" | "--" | "*" | "o" | "+" | "\u{b7}" | "\u{2022}" | "\u{2013}");
    is_sign.then_some((sign, rest.trim_start()))
}

/// Lines whose columns stay, without the indent that all of them share.
fn set_off(page: &Page<'_>, chunk: &Chunk<'_>, role: Role, inset: usize) -> Vec<Drawn> {
    let expanded: Vec<_> = chunk.lines.iter().map(|line| expand_tabs(line)).collect();
    if role == Role::Table
        && let Some(drawn) = boxed::draw(page, &expanded, inset)
    {
        return drawn;
    }
    let shared = shared_indent(expanded.iter().map(AsRef::as_ref));
    let mut drawn = Vec::new();
    for (offset, line) in expanded.iter().enumerate() {
        let line = line.get(shared..).unwrap_or_default();
        if role == Role::Table && is_rule(line) {
            // A rule says nothing: as much of it as fits.
            let columns = if page.view.keep_wide { usize::MAX } else { page.width() - inset };
            let rule = Span::new(head(line.trim_end(), columns).0, Role::Ornament);
            drawn.push((offset, Line::new(vec![blanks(inset), rule])));
            continue;
        }
        let fixed = page.fixed(line, role, inset, 4);
        drawn.extend(fixed.into_iter().map(|line| (offset, line)));
    }
    drawn
}

/// The blanks with which every line begins.
pub(crate) fn shared_indent<'t>(lines: impl Iterator<Item = &'t str>) -> usize {
    let indents = lines
        .filter(|line| !line.trim().is_empty())
        .map(|line| line.len() - line.trim_start_matches(' ').len());
    indents.min().unwrap_or(0)
}

/// A quoted message behind a bar. Lines that were wrapped are joined, labelled ones are not.
fn message(page: &Page<'_>, chunk: &Chunk<'_>) -> Vec<Drawn> {
    let indent = Indent::all(vec![blanks(page.inset()), Span::new("│ ", Role::Ornament)]);
    flows(page, reflow_message(&chunk.lines), Role::Message, &indent)
}
