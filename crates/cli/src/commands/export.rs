//! `kbq export`: the index in another tool's format.

use std::path::PathBuf;

use clap::Args;
use kbq_export::{ExportError, Format, Options, Report, Shape, TABLES, Target};
use kbq_index::{IndexError, SearchOptions, Sort};
use kbq_model::Article;
use kbq_query::Query;

use super::library::Library;
use crate::args::OutputFormat;
use crate::failure::{Failure, Outcome};
use crate::printer::Printer;
use crate::settings::{Output, Settings};

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
    let options = Options { table, spreadsheet: args.spreadsheet };
    let path = args.output.clone().unwrap_or_else(|| default_path(format, &options));
    let library = Library::open(settings, printer)?;
    let report = if path.as_os_str() == "-" {
        export(&library, args, format, Target::Stream(Box::new(printer.stream())), &options)?
    } else {
        export(&library, args, format, Target::Path(path.clone()), &options)?
    };
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
        Failure::new("bad-format", "that is no format to export to")
            .hint("jsonl, csv, tsv, sqlite, opensearch or quickwit")
    })
}

/// One file of lines goes to standard output, what cannot be read there into a file or folder.
fn default_path(format: &Format, options: &Options) -> PathBuf {
    match (format.shape, format.extension) {
        (Shape::File, "jsonl") => "-".into(),
        (Shape::Folder, _) if options.table.is_some() => "-".into(),
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
) -> Result<Report, Failure> {
    let articles: Box<dyn Iterator<Item = Result<Article, IndexError>>> = match &args.query {
        None => Box::new(library.index.articles()?),
        Some(text) => {
            let numbers = matching(library, text)?;
            let index = &library.index;
            Box::new(numbers.into_iter().filter_map(|number| index.article(number).transpose()))
        }
    };
    Ok(kbq_export::export(format, target, articles, options, |_| {})?)
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
        Failure { silent: error.is_broken_pipe(), ..Failure::new("export", error.to_string()) }
    }
}
