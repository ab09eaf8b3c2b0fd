//! Articles, and numbers that nothing explains.

use super::{Bare, Reading, Run, code, event};
use crate::tree::{Clause, CodeWanted, Node, UnderstoodKind};
use crate::value;

/// Takes `Q263029`, `KB 263029`, `article 263029`.
pub(super) fn read_article(run: &Run<'_>, at: usize) -> Option<(usize, Reading)> {
    let word = run.lower(at);
    let digits =
        |text: &str| (4..=7).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    let prefixed = word
        .strip_prefix("kb")
        .or_else(|| word.strip_prefix('q'))
        .is_some_and(|rest| digits(rest.trim_start_matches([':', '-', '#'])));
    let (text, count) = if prefixed {
        (word.trim_start_matches(|c: char| !c.is_ascii_digit()), 1)
    } else if matches!(word, "kb" | "q" | "article" | "kb:" | "q:") && digits(run.lower(at + 1)) {
        (run.lower(at + 1), 2)
    } else if run.bare == Bare::WholeQuery
        && run.pieces.len() == 1
        && word.len() == 6
        && digits(word)
    {
        (word, 1)
    } else {
        return None;
    };
    let number = value::article(text)?;
    let span = run.span(at, at + count);
    let node = Node::Leaf(Clause::Article(number), span);
    Some((count, Reading::new(node, UnderstoodKind::Article, format!("article Q{number}"), span)))
}

/// What a number counts, when this word follows it.
const UNITS: &[&str] = &[
    "mb",
    "kb",
    "gb",
    "bytes",
    "byte",
    "k",
    "bit",
    "bits",
    "mhz",
    "baud",
    "bps",
    "users",
    "user",
    "percent",
    "%",
    "minutes",
    "minute",
    "seconds",
    "second",
    "hours",
    "hour",
    "days",
    "day",
    "times",
    "characters",
    "clients",
    "colors",
    "files",
    "lines",
    "pages",
    "messages",
    "dpi",
    "years",
    "items",
    "mailboxes",
    "records",
    "columns",
];

/// Takes a bare number of three digits or more: an event, a code or a word.
pub(super) fn read(run: &Run<'_>, at: usize) -> Option<(usize, Reading)> {
    let piece = run.pieces.get(at).filter(|_| run.bare != Bare::Noise)?;
    let digits = &*piece.lower;
    let numeric = (3..=10).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
    let number: u32 = digits.parse().ok().filter(|_| numeric)?;
    let product = matches!(number, 1980..=2010) || matches!(digits, "000");
    if product || UNITS.contains(&run.lower(at + 1)) {
        return None;
    }
    let word = event::as_word(digits, piece.span);
    let doubtful = Node::Leaf(
        Clause::Code(CodeWanted::Value { value: number, stop: false, doubtful: true }),
        piece.span,
    );
    let mut readings = Vec::new();
    if number <= 65_535 && digits.len() <= 5 {
        readings.push(event::bare(number, piece.span));
    }
    readings.push(doubtful);
    if digits.len() >= 5
        && digits.len() <= 7
        && run.bare == Bare::WholeQuery
        && run.pieces.len() == 1
    {
        readings.push(Node::Leaf(Clause::Article(number), piece.span));
    }
    readings.push(word);
    let label = code::number_label(number);
    Some((1, Reading::new(Node::Best(readings), UnderstoodKind::Code, label, piece.span)))
}
