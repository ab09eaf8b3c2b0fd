//! Breaking spans into lines by the columns that they take.

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use crate::line::{Line, Span};

/// The fewest columns of text beside an indent; narrower ones are taken for this.
const NARROWEST: usize = 8;

/// What stands before the first line and before the others.
#[derive(Debug, Clone, Default)]
pub(crate) struct Indent {
    pub(crate) first: Vec<Span>,
    pub(crate) rest: Vec<Span>,
}

impl Indent {
    /// The same before every line.
    pub(crate) fn all(spans: Vec<Span>) -> Indent {
        Indent { first: spans.clone(), rest: spans }
    }

    /// These spans before the first line, as many blanks before the others.
    pub(crate) fn hanging(first: Vec<Span>) -> Indent {
        let rest = vec![blanks(first.iter().map(Span::width).sum())];
        Indent { first, rest }
    }
}

/// A span of blanks.
pub(crate) fn blanks(count: usize) -> Span {
    Span::new(" ".repeat(count), crate::Role::Text)
}

/// A character as seen, with the span it belongs to.
#[derive(Clone, Copy)]
struct Cell<'s> {
    text: &'s str,
    width: usize,
    span: usize,
}

impl Cell<'_> {
    fn is_blank(self) -> bool {
        self.text == " "
    }

    /// Whether a word that is too long may be broken after it (paths, addresses, registry keys).
    fn is_joint(self) -> bool {
        matches!(self.text, "\\" | "/" | "-" | "." | "," | ";" | ":" | "_" | "&" | "=" | "|")
    }
}

/// How blanks within the text are treated.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Blanks {
    /// Running text: a run of blanks is one.
    Collapse,
    /// Columns and listings: they stay.
    Keep,
}

/// Breaks the spans into lines of at most `width` columns, at blanks where there are any.
pub(crate) fn wrap(spans: &[Span], width: usize, indent: &Indent, mode: Blanks) -> Vec<Line> {
    let cells = cells(spans, mode);
    let mut lines = Vec::new();
    let mut rest = cells.as_slice();
    loop {
        let prefix = if lines.is_empty() { &indent.first } else { &indent.rest };
        let taken: usize = prefix.iter().map(Span::width).sum();
        let columns = width.saturating_sub(taken).max(NARROWEST);
        let (line, after) = break_line(rest, columns);
        lines.push(build(prefix, line, spans));
        rest = after;
        if rest.is_empty() {
            return lines;
        }
    }
}

/// The cells of one line, and those of the lines after it.
fn break_line<'c, 's>(cells: &'c [Cell<'s>], columns: usize) -> (&'c [Cell<'s>], &'c [Cell<'s>]) {
    let mut used = 0;
    let (mut at_blank, mut at_dot, mut at_joint) = (None, None, None);
    let mut begun = false;
    for (at, cell) in cells.iter().enumerate() {
        let fits = used + cell.width <= columns;
        used += cell.width;
        begun |= !cell.is_blank();
        // A blank that only indents is no place to break.
        if begun && cell.is_blank() {
            // The dot between the entries of a list rather stays with the entry before it.
            let is_before_dot = cells.get(at + 1).is_some_and(|next| next.text == "·");
            *(if is_before_dot { &mut at_dot } else { &mut at_blank }) = Some(at);
        } else if fits && cell.is_joint() {
            at_joint = Some(at + 1);
        }
        if !fits {
            // A character wider than the line still has to go somewhere.
            let end = at_blank.or(at_dot).or(at_joint).unwrap_or(at).max(1);
            let (line, after) = cells.split_at_checked(end).unwrap_or((cells, &[]));
            return (line, trim_start(after));
        }
    }
    (cells, &[])
}

fn trim_start<'c, 's>(cells: &'c [Cell<'s>]) -> &'c [Cell<'s>] {
    let blank = cells.iter().take_while(|cell| cell.is_blank()).count();
    cells.get(blank..).unwrap_or_default()
}

fn cells(spans: &[Span], mode: Blanks) -> Vec<Cell<'_>> {
    let mut cells: Vec<Cell<'_>> = Vec::with_capacity(spans.iter().map(|of| of.text.len()).sum());
    let mut push = |text, width, span| {
        let cell = Cell { text, width, span };
        let after_blank = cells.last().is_none_or(|last| last.is_blank());
        if mode == Blanks::Keep || !cell.is_blank() || !after_blank {
            cells.push(cell);
        }
    };
    for (span, of) in spans.iter().enumerate() {
        if of.text.is_ascii() {
            // Nearly all text: a column each, without looking for what joins.
            of.text.split_inclusive(|_: char| true).for_each(|text| push(text, 1, span));
        } else {
            let graphemes = of.text.graphemes(true);
            graphemes.for_each(|text| push(text, UnicodeWidthStr::width(text), span));
        }
    }
    while cells.last().is_some_and(|last| last.is_blank()) {
        cells.pop();
    }
    cells
}

fn build(prefix: &[Span], cells: &[Cell<'_>], spans: &[Span]) -> Line {
    let mut line: Vec<Span> = Vec::new();
    let blank = cells.iter().rev().take_while(|cell| cell.is_blank()).count();
    let cells = cells.get(..cells.len() - blank).unwrap_or_default();
    // Blanks before nothing are nothing.
    if !cells.is_empty() || prefix.iter().any(|span| !span.text.trim().is_empty()) {
        line.extend(prefix.iter().filter(|span| !span.text.is_empty()).cloned());
    }
    let mut last = None;
    for cell in cells {
        match line.last_mut() {
            Some(span) if last == Some(cell.span) => span.text.push_str(cell.text),
            _ => {
                if let Some(of) = spans.get(cell.span) {
                    line.push(of.part(cell.text));
                }
            }
        }
        last = Some(cell.span);
    }
    Line::new(line)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Role;
    use proptest::prelude::*;

    fn wrapped(text: &str, width: usize) -> Vec<String> {
        let spans = [Span::new(text, Role::Text)];
        wrap(&spans, width, &Indent::default(), Blanks::Collapse)
            .iter()
            .map(Line::to_string)
            .collect()
    }

    #[test]
    fn breaks_at_blanks_then_at_joints_then_anywhere() {
        assert_eq!(wrapped("one two  three four", 9), ["one two", "three", "four"]);
        assert_eq!(
            wrapped("C:\\WINNT\\System32\\ntdll.dll", 12),
            ["C:\\WINNT\\", "System32\\", "ntdll.dll"]
        );
        assert_eq!(wrapped("0123456789abcdef", 8), ["01234567", "89abcdef"]);
        assert_eq!(wrapped("日本語日本語", 9), ["日本語日", "本語"]);
        assert_eq!(wrapped("", 9), [""]);
        assert_eq!(wrapped("one.dll · two.dll", 8), ["one.dll", "·", "two.dll"]);
        assert_eq!(
            wrapped("one.dll · two.dll · three.dll", 20),
            ["one.dll · two.dll ·", "three.dll"]
        );
    }

    #[test]
    fn later_lines_hang_below_the_first() {
        let indent = Indent::hanging(vec![Span::new("1. ", Role::StepNumber)]);
        let spans = [Span::new("click the button", Role::Text)];
        let lines = wrap(&spans, 12, &indent, Blanks::Collapse);
        let texts: Vec<_> = lines.iter().map(Line::to_string).collect();
        assert_eq!(texts, ["1. click the", "   button"]);
    }

    proptest! {
        #[test]
        fn no_line_is_too_wide_and_nothing_is_lost(
            texts in prop::collection::vec("[ -~éß日\u{301}\u{1f600}]{0,30}", 1..5),
            width in 12usize..100,
        ) {
            let spans: Vec<_> = texts.iter().map(|text| Span::new(text, Role::Text)).collect();
            for mode in [Blanks::Collapse, Blanks::Keep] {
                let lines = wrap(&spans, width, &Indent::default(), mode);
                for line in &lines {
                    prop_assert!(line.width() <= width, "{:?}", line.to_string());
                }
                let solid = |text: String| text.replace(' ', "");
                prop_assert_eq!(
                    solid(lines.iter().map(Line::to_string).collect()),
                    solid(texts.concat())
                );
            }
        }
    }
}
