//! `kbq diagnose`: what a pasted text says, and the articles that answer it.

use std::path::PathBuf;

use clap::Args;
use kbq_index::{Hit, Results, SearchOptions};
use kbq_query::{CodeRole, Diagnosis, Entry, diagnose};
use kbq_render::{Line, Role, Span, definitions};
use serde::Serialize;

use super::found::{self, Row};
use super::input;
use super::library::Library;
use crate::failure::{Failure, Outcome};
use crate::printer::{Listing, Printer};
use crate::settings::Settings;

/// Of a log with many different entries, so many are answered one by one.
const MOST_ENTRIES: usize = 40;

#[derive(Debug, Args)]
pub(crate) struct DiagnoseArgs {
    /// The file with the pasted text [default: standard input, also as `-`]
    #[arg(value_name = "FILE")]
    file: Option<PathBuf>,
    /// How many articles at most
    #[arg(short = 'n', long, default_value_t = 10, value_name = "N")]
    limit: usize,
    /// Show what each hit's score is made of
    #[arg(long)]
    explain: bool,
}

/// What `--format json` prints.
#[derive(Serialize)]
struct Whole<'a> {
    diagnosis: &'a Diagnosis,
    /// The best article of each entry, in the order of the entries.
    answers: &'a [Option<Hit>],
    hits: &'a [Row<'a>],
}

pub(crate) fn run(
    args: &DiagnoseArgs,
    settings: &Settings,
    printer: &mut Printer,
) -> Result<Outcome, Failure> {
    let text = input::text(args.file.as_deref())?;
    let library = Library::open(settings, printer)?;
    let diagnosis = diagnose(&text, &library.aliases);
    let query = diagnosis.query(&library.aliases);
    let options =
        SearchOptions { limit: args.limit, explain: args.explain, ..SearchOptions::default() };
    let results = library.index.search(&query, &options)?;
    let rows = Row::of_hits(&results.hits);
    let answers = answers(&library, &diagnosis)?;
    let columns = found::columns();
    printer.listing(&Listing {
        whole: Some(&Whole { diagnosis: &diagnosis, answers: &answers, hits: &rows }),
        rows: &rows,
        columns: &columns,
        id: |row: &Row<'_>| Some(row.id()),
        text: &|width| {
            let mut lines = understood(&diagnosis, &answers, width);
            let hits = Results { relaxed: None, ..results.clone() };
            lines.extend(found::text(&query, &hits, &rows, &[], width));
            if rows.is_empty() {
                lines.push(Line::of("No article answers this.", Role::Warning));
            }
            lines
        },
    })?;
    Ok(Outcome::from_found(!rows.is_empty()))
}

/// The best article of each of several entries; nothing for a single one, whose hits are all.
fn answers(library: &Library, diagnosis: &Diagnosis) -> Result<Vec<Option<Hit>>, Failure> {
    if diagnosis.entries.len() < 2 {
        return Ok(Vec::new());
    }
    let options = SearchOptions { limit: 1, ..SearchOptions::default() };
    let mut answers = Vec::new();
    for entry in diagnosis.entries.iter().take(MOST_ENTRIES) {
        let query = diagnosis.entry_query(entry, &library.aliases);
        answers.push(library.index.search(&query, &options)?.hits.into_iter().next());
    }
    Ok(answers)
}

/// What was understood, entry by entry, the best article beside each.
fn understood(diagnosis: &Diagnosis, answers: &[Option<Hit>], width: usize) -> Vec<Line> {
    let mut lines = vec![Line::of(format!("Understood: {}", diagnosis.kind.name()), Role::Heading)];
    for (at, entry) in diagnosis.entries.iter().take(MOST_ENTRIES).enumerate() {
        if diagnosis.entries.len() > 1 {
            let times =
                if entry.count > 1 { format!(" × {}", entry.count) } else { String::new() };
            let [first, last] = entry.lines;
            let place = format!("lines {first}–{last}{times}: {}", entry.kind.name());
            lines.push(Line::of(place, Role::Subheading));
        }
        lines.extend(definitions(&evidence(entry), Role::Label, width));
        if let Some(hit) = answers.get(at).and_then(Option::as_ref) {
            lines.push(Line::new(vec![
                Span::new("  → ", Role::Bullet),
                Span::new(&hit.id, Role::Id),
                Span::new(format!("  {}", hit.title), Role::Title),
            ]));
        }
    }
    let left = diagnosis.entries.len().saturating_sub(MOST_ENTRIES);
    if left > 0 {
        lines.push(Line::of(format!("… and {left} more, rarer entries"), Role::Muted));
    }
    lines.push(Line::blank());
    lines
}

/// The evidence of an entry as labels and values.
fn evidence(entry: &Entry) -> Vec<(&'static str, String)> {
    let mut rows = Vec::new();
    let evidence = &entry.evidence;
    for event in &evidence.events {
        let source = event.source.as_ref().map(|source| format!("{source} ")).unwrap_or_default();
        let kind = event.event_type.as_ref().map(|kind| format!(" · {kind}")).unwrap_or_default();
        rows.push(("  event", format!("{source}{}{kind}", event.id)));
    }
    for code in &evidence.codes {
        let parameter = if code.role == CodeRole::Parameter { " (parameter)" } else { "" };
        rows.push(("  code", format!("{}{parameter}", code.label)));
    }
    for file in &evidence.files {
        let version = file.version.as_ref().map(|v| format!(" {v}")).unwrap_or_default();
        rows.push(("  file", format!("{}{version}", file.name)));
    }
    let names: Vec<_> = evidence.components.iter().map(|part| part.name.as_str()).collect();
    if !names.is_empty() {
        rows.push(("  component", names.join(", ")));
    }
    for symbol in &evidence.symbols {
        rows.push(("  name", symbol.name.clone()));
    }
    for version in &evidence.versions {
        rows.push(("  version", version.version.clone()));
    }
    for message in &evidence.messages {
        rows.push(("  message", message.words.join(" ")));
    }
    let dropped: Vec<_> = entry.dropped.iter().map(|dropped| dropped.text.as_str()).collect();
    if !dropped.is_empty() {
        rows.push(("  left out", dropped.join(", ")));
    }
    rows
}
