//! `kbq export`: the index in another tool's format.

use std::path::PathBuf;

use clap::Args;
use indicatif::ProgressBar;
use kbq_export::{ExportError, FORMATS, Format, Options, Report, Shape, TABLES, Target};
use kbq_index::{IndexError, SearchOptions, Sort};
use kbq_model::Article;
use kbq_query::Query;

use super::library::Library;
use crate::args::OutputFormat;
use crate::failure::{Failure, Outcome};
use crate::out::Form;
use crate::printer::{self, Printer};
use crate::settings::{Output, Settings};
use crate::signals::Signals;

#[derive(Debug, Args)]
pub(crate) struct ExportArgs {
    /// Where to write; `-` is standard output [default: `-` for jsonl and a single table,
    /// `kbq-export` with the format's ending for the rest]
    #[arg(short, long, value_name = "PATH")]
    output: Option<PathBuf>,
    /// Only the articles that match this query
    #[arg(long, value_name = "QUERY", allow_hyphen_values = true)]
    query: Option<String>,
    /// Only this table, as a single file (csv, tsv)
    #[arg(long, value_parser = table_names())]
    table: Option<String>,
    /// Only these fields, in this order: of the record (jsonl), or columns of the table (csv, tsv;
    /// of `articles` where none is named)
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    fields: Vec<String>,
    /// For spreadsheets: what they would run as a formula is made text (csv, tsv)
    #[arg(long)]
    spreadsheet: bool,
    /// Print the JSON Schema of the records instead
    #[arg(long)]
    schema: bool,
}

fn table_names() -> clap::builder::PossibleValuesParser {
    TABLES.iter().map(|table| table.name).into()
}

pub(crate) fn run(
    args: &ExportArgs,
    settings: &Settings,
    printer: &mut Printer,
) -> Result<Outcome, Failure> {
    if args.schema {
        printer.json(&kbq_export::schema())?;
        return Ok(Outcome::Found);
    }
    let format = format(settings.output)?;
    let table = args.table.as_ref().and_then(|name| TABLES.iter().find(|t| t.name == name));
    let signals = Signals::watched()?;
    let (fields, stop) = (args.fields.clone(), Some(signals.flag()));
    let options = Options { table, spreadsheet: args.spreadsheet, fields, stop };
    let path = args.output.clone().unwrap_or_else(|| default_path(format, &options));
    let library = Library::open(settings, printer)?;
    let target = match path.to_str() {
        Some("-") => Target::Stream(Box::new(printer.stream(form(format)))),
        _ => Target::Path(path.clone()),
    };
    let bar = printer::progress_bar(settings, "{bar:32.cyan/dim} {pos} of {len} articles");
    let exported = export(&library, args, format, target, &options, &bar);
    bar.finish_and_clear();
    if signals.came() {
        printer.note(ExportError::Stopped);
        signals.end_process();
    }
    let report = exported?;
    printer.note(format_args!(
        "{} articles, {} sections, {} events, {} codes, {} files, {} references to {}",
        report.articles,
        report.sections,
        report.events,
        report.error_codes,
        report.files,
        report.references,
        path.display()
    ));
    Ok(Outcome::from_found(report.articles > 0))
}

/// The export format that `--format` names.
fn format(output: Output) -> Result<&'static Format, Failure> {
    let name = match output {
        Output::Format(OutputFormat::Text | OutputFormat::Jsonl) => "jsonl",
        Output::Format(OutputFormat::Csv) => "csv",
        Output::Format(OutputFormat::Tsv) => "tsv",
        Output::Format(OutputFormat::Sqlite) => "sqlite",
        Output::Format(OutputFormat::Opensearch) => "opensearch",
        Output::Format(OutputFormat::Quickwit) => "quickwit",
        Output::Format(OutputFormat::Json) | Output::Ids(_) => "",
    };
    Format::named(name).ok_or_else(|| {
        let known: Vec<_> = FORMATS.iter().map(|format| format.name).collect();
        let known = known.join(", ");
        if name.is_empty() {
            let message = "that is no format to export to";
            return Failure::new("bad-format", message).hint(format!("one of {known}"));
        }
        Failure::new("left-out", format!("this kbq was built without its feature `{name}`")).hint(
            format!("`cargo build --release -p kbq` builds one with it; this one writes {known}"),
        )
    })
}

/// What an export looks like on standard output.
fn form(format: &Format) -> Form {
    if format.is_json { Form::Json } else { Form::Text }
}

/// One file of lines goes to standard output, what cannot be read there into a file or folder.
fn default_path(format: &Format, options: &Options) -> PathBuf {
    match (format.shape_of(options), format.extension) {
        (Shape::File, "jsonl" | "csv" | "tsv") => "-".into(),
        (Shape::File, extension) => format!("kbq-export.{extension}").into(),
        (Shape::Folder, _) => "kbq-export".into(),
    }
}

/// Feeds the articles to the exporter one at a time.
fn export(
    library: &Library,
    args: &ExportArgs,
    format: &Format,
    target: Target<'_>,
    options: &Options,
    bar: &ProgressBar,
) -> Result<Report, Failure> {
    let index = &library.index;
    let (total, articles): (_, Box<dyn Iterator<Item = Result<Article, IndexError>>>) =
        match &args.query {
            None => (index.manifest().articles, Box::new(index.articles()?)),
            Some(text) => {
                let numbers = matching(library, text)?;
                let total = numbers.len() as u64;
                let read = |number| index.article(number).transpose();
                (total, Box::new(numbers.into_iter().filter_map(read)))
            }
        };
    bar.set_length(total);
    Ok(kbq_export::export(format, target, articles, options, |count| bar.set_position(count))?)
}

/// The numbers of the articles that match all of a query, ascending.
fn matching(library: &Library, text: &str) -> Result<Vec<u32>, Failure> {
    let query = Query::parse(text, &library.aliases);
    // In the order of numbers nothing is ranked, so that nothing is left out or relaxed either.
    let options = SearchOptions {
        limit: usize::MAX,
        sort: Sort::Id,
        details: false,
        ..SearchOptions::default()
    };
    let results = library.index.search(&query, &options)?;
    let hits = if results.relaxed.is_some() { &[] } else { results.hits.as_slice() };
    Ok(hits.iter().map(|hit| hit.number).collect())
}

impl From<ExportError> for Failure {
    fn from(error: ExportError) -> Failure {
        let kind = match &error {
            ExportError::Field { .. } | ExportError::Indivisible { .. } => "bad-fields",
            _ => "export",
        };
        let (silent, text) = (error.is_broken_pipe(), error.to_string());
        let failure = match text.rsplit_once("; ") {
            Some((what, help)) => Failure::new(kind, what).hint(help),
            None => Failure::new(kind, text),
        };
        Failure { silent, ..failure }
    }
}
