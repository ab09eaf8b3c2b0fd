//! `kbq check`: what is odd about a corpus, or whether the index is sound.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::path::PathBuf;

use clap::Args;
use kbq_corpus::{Limits, ReadOptions};
use kbq_index::Index;
use kbq_model::{DiagnosticKind, Severity};
use kbq_render::{Line, Role, Span};
use serde::Serialize;

use crate::args::OutputFormat;
use crate::failure::{Failure, Outcome};
use crate::printer::{Column, Listing, Printer};
use crate::settings::{Output, Settings};

/// How many examples of a kind are listed.
const EXAMPLES: usize = 3;

#[derive(Debug, Args)]
pub(crate) struct CheckArgs {
    /// Files, folders and archives of articles [default: `corpus` of kbq.yaml; with --index and
    /// no path, every byte of the index is read and compared with what was written]
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
}

/// A kind of finding.
#[derive(Debug, Clone, Serialize)]
struct Finding {
    kind: &'static str,
    severity: &'static str,
    meaning: &'static str,
    count: u64,
    examples: Vec<Example>,
}

/// Where a finding stands.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
struct Example {
    path: String,
    line: u32,
    message: String,
}

const COLUMNS: &[Column<Finding>] = &[
    Column { name: "kind", cell: |row| row.kind.to_owned() },
    Column { name: "severity", cell: |row| row.severity.to_owned() },
    Column { name: "count", cell: |row| row.count.to_string() },
    Column { name: "meaning", cell: |row| row.meaning.to_owned() },
];

pub(crate) fn run(
    args: &CheckArgs,
    settings: &Settings,
    printer: &mut Printer,
) -> Result<Outcome, Failure> {
    if settings.index_named && args.paths.is_empty() {
        let index = Index::open(&settings.index)?;
        index.verify()?;
        printer.note(format_args!("{}: every file is as it was written", settings.index.display()));
        return match printer.output() {
            Output::Format(OutputFormat::Json | OutputFormat::Jsonl) => {
                let sound = Findings { articles: index.manifest().articles, kinds: Vec::new() };
                printer.jsonl(&sound).map(|()| Outcome::Found)
            }
            _ => Ok(Outcome::Found),
        };
    }
    let paths = if args.paths.is_empty() { &settings.config.corpus } else { &args.paths };
    let findings = findings(paths, printer)?;
    let articles = findings.articles;
    printer.listing(&Listing {
        whole: Some(&findings),
        rows: &findings.kinds,
        columns: COLUMNS,
        id: |_| None,
        text: &|_| text(&findings),
    })?;
    printer.note(format_args!("{articles} articles read"));
    // Here exit code 1 says that there are errors, as with other checkers.
    let errors = findings.kinds.iter().any(|row| row.severity == Severity::Error.name());
    Ok(if errors { Outcome::Nothing } else { Outcome::Found })
}

/// What a check found.
#[derive(Debug, Serialize)]
struct Findings {
    articles: u64,
    kinds: Vec<Finding>,
}

/// Reads the corpus and groups what is odd by kind, errors first, then by frequency.
fn findings(paths: &[PathBuf], printer: &Printer) -> Result<Findings, Failure> {
    let mut scan = kbq_corpus::scan(paths, &Limits::default())?;
    let mut kinds = BTreeMap::new();
    let outcome = scan.read_in_order(
        &ReadOptions::default(),
        |article| {
            for found in &article.diagnostics {
                let path = &article.source.path;
                add(&mut kinds, diagnostic(found.kind), path, found.line, &found.message);
            }
            ControlFlow::Continue(())
        },
        |_| {},
    );
    for problem in scan.problems() {
        let finding = (problem.kind.name(), Severity::Error, problem.kind.meaning());
        add(&mut kinds, finding, &problem.path, problem.line.unwrap_or(0), &problem.message);
    }
    for problem in scan.skipped() {
        printer.detail(problem);
    }
    let mut kinds: Vec<_> = kinds.into_iter().collect();
    kinds.sort_by_key(|((severity, _), row)| {
        (std::cmp::Reverse(*severity), std::cmp::Reverse(row.count), row.kind)
    });
    let kinds = kinds.into_iter().map(|(_, row)| row).collect();
    Ok(Findings { articles: outcome.articles, kinds })
}

fn diagnostic(kind: DiagnosticKind) -> (&'static str, Severity, &'static str) {
    (kind.name(), kind.severity(), kind.meaning())
}

fn add(
    kinds: &mut BTreeMap<(Severity, &'static str), Finding>,
    (kind, severity, meaning): (&'static str, Severity, &'static str),
    path: &str,
    line: u32,
    message: &str,
) {
    let row = kinds.entry((severity, kind)).or_insert_with(|| Finding {
        kind,
        severity: severity.name(),
        meaning,
        count: 0,
        examples: Vec::new(),
    });
    row.count += 1;
    if row.examples.len() < EXAMPLES {
        row.examples.push(Example { path: path.to_owned(), line, message: message.to_owned() });
    }
}

fn text(findings: &Findings) -> Vec<Line> {
    let mut lines = Vec::new();
    for row in &findings.kinds {
        let role = match row.severity {
            "error" => Role::Error,
            "warning" => Role::Warning,
            _ => Role::Muted,
        };
        lines.push(Line::new(vec![
            Span::new(format!("{:>7}  ", row.count), Role::Code),
            Span::new(format!("{:<8}", row.severity), role),
            Span::new(row.kind, Role::Label),
            Span::new(format!("  {}", row.meaning), Role::Text),
        ]));
        lines.extend(row.examples.iter().map(|example| {
            let Example { path, line, message } = example;
            Line::of(format!("           {path}:{line}: {message}"), Role::Muted)
        }));
    }
    lines
}
