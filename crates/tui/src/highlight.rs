//! What a query asks for, as what is to be highlighted in articles and titles.

use kbq_query::{Clause, CodeWanted, Modifier, Query};
use kbq_render::Highlight;

/// Letters from which on the beginning of a word stands for its other forms.
const SHORTEST_STEM: usize = 4;

/// What a query asks for; what it excludes is left out.
pub(crate) fn highlights(query: &Query) -> Vec<Highlight> {
    let mut found = Vec::new();
    query.leaves().for_each(|clause| add(clause, &mut found));
    found
}

fn add(clause: &Clause, found: &mut Vec<Highlight>) {
    match clause {
        Clause::Text { words, modifier: Modifier::Phrase, .. } => push(&words.join(" "), found),
        Clause::Text { words, modifier: Modifier::Prefix, .. } => {
            found.push(Highlight::prefix(&words.join(" ")));
        }
        Clause::Text { words, .. } => words.iter().for_each(|word| push_forms(word, found)),
        Clause::Message { words } => words.windows(2).for_each(|pair| push(&pair.join(" "), found)),
        Clause::Code(CodeWanted::Value { value, .. }) => {
            let digits = [format!("{value:08x}"), format!("{value:x}"), value.to_string()];
            for digits in digits {
                push(&digits, found);
                push(&format!("0x{digits}"), found);
            }
            push(&value.cast_signed().unsigned_abs().to_string(), found);
        }
        Clause::Code(CodeWanted::Tool(code) | CodeWanted::Symbol(code)) => push(code, found),
        Clause::Event { id, source, .. } => {
            id.iter().for_each(|id| push(&id.to_string(), found));
            source.iter().for_each(|source| push(source, found));
        }
        Clause::File(file) => push(file.name.trim_end_matches('*'), found),
        Clause::Version(version) => push(version, found),
        Clause::Component { names, .. } => {
            names.iter().for_each(|words| push(&words.join(" "), found))
        }
        Clause::Article(number) | Clause::RefersTo(number) => {
            for prefix in ["", "Q", "KB"] {
                push(&format!("{prefix}{number}"), found);
            }
        }
        Clause::Keyword { value, .. } => push(value, found),
        Clause::Modified(_) | Clause::Number(_) => {}
    }
}

/// The index finds other forms of a word too; most of them begin like it.
fn push_forms(word: &str, found: &mut Vec<Highlight>) {
    if word.chars().count() >= SHORTEST_STEM && word.chars().all(char::is_alphabetic) {
        found.push(Highlight::prefix(word));
    } else {
        push(word, found);
    }
}

/// A single letter or digit would light up everywhere.
fn push(text: &str, found: &mut Vec<Highlight>) {
    if text.chars().nth(1).is_some() {
        let highlight = Highlight::new(text);
        if !found.contains(&highlight) {
            found.push(highlight);
        }
    }
}
