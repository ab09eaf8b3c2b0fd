//! The parts of an article's text: preamble, applies-to block, sections, query words, trailer.

use std::collections::BTreeSet;
use std::ops::Range;

use kbq_model::{Diagnostic, DiagnosticKind, SectionKind};

use crate::header::Style;
use crate::headings;
use crate::line::{Line, Place};
use crate::trailer;

/// The parts of the body, as ranges of its lines.
#[derive(Debug)]
pub(crate) struct Outline {
    /// The part that each line belongs to.
    pub(crate) places: Vec<Place>,
    /// The sections in order; none in an article without text.
    pub(crate) sections: Vec<Span>,
    /// The text before the first heading, above and below the applies-to block.
    pub(crate) preamble: Vec<Range<usize>>,
    /// The lines between the rules of the applies-to block, without its first sentence.
    pub(crate) applies_to: Range<usize>,
    /// From the query words on, trailer included.
    pub(crate) tail: Range<usize>,
    pub(crate) diagnostics: Vec<Diagnostic>,
}

/// A section as ranges of the body's lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Span {
    pub(crate) kind: SectionKind,
    /// The heading's line; none for text without one.
    pub(crate) heading: Option<usize>,
    pub(crate) text: Range<usize>,
}

/// Finds the parts of a body.
pub(crate) fn outline(lines: &[Line<'_>], style: Style) -> Outline {
    let mut diagnostics = Vec::new();
    let tail = trailer::start(lines)..lines.len();
    let block = applies_to(&lines[..tail.start], style, &mut diagnostics);
    let headings = find_headings(&lines[..tail.start], &block.all, style, &mut diagnostics);
    let mut places = vec![Place::Preamble; lines.len()];

    let mut sections = Vec::new();
    for (index, heading) in headings.iter().enumerate() {
        let end = headings.get(index + 1).map_or(tail.start, |next| next.line);
        let mut text = heading.line + heading.height..end;
        // Later pages list the products below the last section.
        if text.contains(&block.all.start) && is_blank(&lines[block.all.end.min(end)..end]) {
            text.end = block.all.start;
        }
        places[heading.line..text.start].fill(Place::Heading);
        places[text.clone()].fill(Place::Section(heading.kind));
        sections.push(Span { kind: heading.kind, heading: Some(heading.line), text });
    }
    let first = headings.first().map_or(tail.start, |heading| heading.line);
    let mut preamble = Vec::new();
    if sections.is_empty() {
        let text = block.all.end.min(first)..first;
        places[text.clone()].fill(Place::Section(SectionKind::Body));
        if !is_blank(&lines[text.clone()]) {
            sections.push(Span { kind: SectionKind::Body, heading: None, text });
        }
        preamble.push(0..block.all.start.min(first));
    } else if block.all.is_empty() || block.all.start >= first {
        preamble.push(0..first);
    } else {
        // A heading may stand within the block.
        preamble.extend([0..block.all.start, block.all.end.min(first)..first]);
    }
    preamble.retain(|range| !is_blank(&lines[range.clone()]));

    places[block.all.clone()].fill(Place::AppliesTo);
    for (index, place) in trailer::places(&lines[tail.clone()]).into_iter().enumerate() {
        places[tail.start + index] = place;
    }
    Outline { places, sections, preamble, applies_to: block.items, tail, diagnostics }
}

fn is_blank(lines: &[Line<'_>]) -> bool {
    lines.iter().all(Line::is_blank)
}

/// Whether the text is a rule of at least `least` of one character.
pub(crate) fn is_rule(text: &str, character: u8, least: usize) -> bool {
    let text = text.trim_ascii_end();
    text.len() >= least && text.bytes().all(|b| b == character)
}

/// The shortest rule around an applies-to block: 47 in the archive.
const BLOCK_RULE: usize = 40;

struct AppliesToBlock {
    /// The lines of the block, its rules and first sentence included.
    all: Range<usize>,
    /// The lines of its entries.
    items: Range<usize>,
}

/// The block `The information in this article applies to`, or `APPLIES TO` on later pages.
fn applies_to(
    lines: &[Line<'_>],
    style: Style,
    diagnostics: &mut Vec<Diagnostic>,
) -> AppliesToBlock {
    let none = AppliesToBlock { all: 0..0, items: 0..0 };
    match style {
        Style::Underlined => ruled_block(lines, diagnostics).unwrap_or(none),
        Style::Plain => plain_block(lines).unwrap_or(none),
    }
}

/// Whether the line is the sentence that opens the applies-to block.
pub(crate) fn opens_block(text: &str) -> bool {
    const SENTENCE: &str = "The information in this article applies to";
    let text = text.trim_start();
    text.get(..SENTENCE.len()).is_some_and(|head| head.eq_ignore_ascii_case(SENTENCE))
}

fn ruled_block(lines: &[Line<'_>], diagnostics: &mut Vec<Diagnostic>) -> Option<AppliesToBlock> {
    let sentences = || (0..lines.len()).filter(|&index| opens_block(&lines[index].text));
    let rule_above = |index: usize| {
        let above = lines[..index].iter().rposition(|line| !line.is_blank())?;
        is_rule(&lines[above].text, b'-', BLOCK_RULE).then_some(above)
    };
    let ruled = sentences().find_map(|index| Some((rule_above(index)?, index)));
    // Without a rule above it the sentence is a quotation, unless a list follows (Q317549).
    let lists = |&index: &usize| {
        let below = lines[index + 1..].iter().find(|line| !line.is_blank());
        below.is_some_and(|line| line.text.trim_start().starts_with("- "))
    };
    let (start, sentence) =
        ruled.or_else(|| sentences().find(lists).map(|index| (index, index)))?;

    let below = sentence + 1..lines.len();
    let rule = below.clone().find(|&index| is_rule(&lines[index].text, b'-', BLOCK_RULE));
    let heading =
        below.clone().find(|&index| headings::standard(lines[index].text.trim_end()).is_some());
    match rule {
        Some(rule) if heading.is_none_or(|heading| rule < heading) => {
            Some(AppliesToBlock { all: start..rule + 1, items: sentence + 1..rule })
        }
        _ => {
            let message = "the applies-to block has no closing rule";
            let line = lines[sentence].number;
            diagnostics.push(Diagnostic::new(DiagnosticKind::UnclosedAppliesTo, line, message));
            let end = end_of_list(lines, sentence + 1).min(heading.unwrap_or(lines.len()));
            Some(AppliesToBlock { all: start..end, items: sentence + 1..end })
        }
    }
}

fn plain_block(lines: &[Line<'_>]) -> Option<AppliesToBlock> {
    let heading = lines.iter().position(|line| {
        let text = line.text.trim();
        opens_block(text) || text.eq_ignore_ascii_case("applies to")
    });
    if let Some(start) = heading {
        let end = end_of_list(lines, start + 1);
        return Some(AppliesToBlock { all: start..end, items: start + 1..end });
    }
    // Wiki copies that lost their headings begin with the list.
    let start = lines.iter().position(|line| !line.is_blank())?;
    let first = lines[start].text.trim().strip_prefix(['-', '*', '\u{2022}'])?;
    first.trim_start().starts_with("Microsoft ").then(|| {
        let end = end_of_list(lines, start);
        AppliesToBlock { all: start..end, items: start..end }
    })
}

/// The longest line that is an entry without a bullet; a longer one is a sentence.
const MOST_PRODUCT: usize = 100;

/// Where a list of products ends that no rule closes: at the first line that is no entry.
fn end_of_list(lines: &[Line<'_>], from: usize) -> usize {
    let mut end = from;
    let mut bulleted = None;
    for (index, line) in lines.iter().enumerate().skip(from) {
        let text = line.text.trim();
        if text.is_empty() {
            continue;
        }
        let bullet = text.starts_with(['-', '*', '\u{2022}']);
        let wanted = *bulleted.get_or_insert(bullet);
        let product = bullet || text.starts_with("Microsoft ") && text.len() < MOST_PRODUCT;
        let ends = text.ends_with(['.', ':']) || headings::plain(text).is_some();
        if bullet != wanted || !product || !bullet && ends {
            break;
        }
        end = index + 1;
    }
    end
}

/// A heading that opens a section.
struct Heading {
    kind: SectionKind,
    line: usize,
    /// Lines of the heading: its underline included.
    height: usize,
}

fn find_headings(
    lines: &[Line<'_>],
    block: &Range<usize>,
    style: Style,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Heading> {
    let mut found = Vec::new();
    let mut doubtful = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        if block.contains(&index) {
            continue;
        }
        let heading = match (style, line.text.as_bytes().first()) {
            (Style::Underlined, Some(b'=' | b'-')) if index > 0 => underlined(lines, index - 1),
            (Style::Underlined, Some(b'C' | b'M' | b'R' | b'S' | b'W')) => bare(lines, index),
            (Style::Plain, Some(_)) => on_its_own(lines, index),
            _ => None,
        };
        match heading {
            Some(heading) if style == Style::Underlined && !line.text.starts_with('=') => {
                doubtful.push(heading);
            }
            Some(heading) => found.push(heading),
            None => {}
        }
    }
    // A standard name underlined with dashes, or not at all, is the section where no other of its
    // kind exists (Q104296, Q151222), and a part of a section where there is one (Q92905).
    let known: BTreeSet<SectionKind> = found.iter().map(|heading: &Heading| heading.kind).collect();
    doubtful.retain(|heading| !known.contains(&heading.kind));
    found.append(&mut doubtful);
    found.sort_by_key(|heading| heading.line);
    if style == Style::Underlined {
        for heading in &found {
            let line = &lines[heading.line];
            let rule = lines.get(heading.line + 1).map_or("", |rule| rule.text.trim_end());
            let name = line.text.trim_end();
            let is_exact = headings::standard(name).is_some() && rule.len() == name.len();
            if heading.kind != SectionKind::Other && !(is_exact && rule.starts_with('=')) {
                let message = format!("the heading `{name}` is misspelt or oddly underlined");
                diagnostics.push(Diagnostic::new(DiagnosticKind::OddHeading, line.number, message));
            }
        }
    }
    found
}

/// The heading at `index` whose underline is the next line.
fn underlined(lines: &[Line<'_>], index: usize) -> Option<Heading> {
    let rule = lines.get(index + 1)?.text.trim_end();
    let underline = *rule.as_bytes().first()?;
    let text = lines[index].text.trim_end();
    // A trailer's rule is longer than any heading; a text line above one is none.
    if rule.len() < 3 || !is_rule(rule, underline, 3) || text.is_empty() {
        return None;
    }
    let length = text.chars().count();
    let difference = length.abs_diff(rule.len());
    let kind = match underline {
        b'=' if difference <= 2 => headings::misspelt(text).or_else(|| {
            let other = difference == 0 && headings::is_capitals(text);
            (other && is_blank_before(lines, index)).then_some(SectionKind::Other)
        }),
        b'-' if difference <= 2 => headings::standard(text),
        _ => None,
    }?;
    Some(Heading { kind, line: index, height: 2 })
}

/// The standard heading that lost its underline: alone between blank lines.
fn bare(lines: &[Line<'_>], index: usize) -> Option<Heading> {
    let is_alone =
        is_blank_before(lines, index) && lines.get(index + 1).is_some_and(Line::is_blank);
    let kind = is_alone.then(|| headings::standard(lines[index].text.trim_end()))??;
    Some(Heading { kind, line: index, height: 1 })
}

/// The heading that is a whole line of a page.
fn on_its_own(lines: &[Line<'_>], index: usize) -> Option<Heading> {
    let text = lines[index].text.trim();
    let kind = headings::plain(text)?;
    // A cell or a label may be such a word, too: only capitals need no blank line beside them.
    let blank_below = lines.get(index + 1).is_none_or(Line::is_blank);
    if text.chars().any(char::is_lowercase) && !blank_below && !is_blank_before(lines, index) {
        return None;
    }
    let underlined = lines.get(index + 1).is_some_and(|rule| {
        let rule = rule.text.trim();
        is_rule(rule, b'=', 3) && rule.len().abs_diff(text.len()) <= 2
    });
    Some(Heading { kind, line: index, height: 1 + usize::from(underlined) })
}

fn is_blank_before(lines: &[Line<'_>], index: usize) -> bool {
    index.checked_sub(1).is_none_or(|above| lines[above].is_blank())
}
