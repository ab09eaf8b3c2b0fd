//! `kbq search`: ranked hits, each with why it matched.

use clap::{Args, ValueEnum};
use kbq_index::{SearchOptions, Sort};
use kbq_query::Query;

use super::found::{self, Row};
use super::library::Library;
use crate::failure::{Failure, Outcome};
use crate::printer::Printer;
use crate::settings::Settings;

#[derive(Debug, Args)]
pub(crate) struct SearchArgs {
    /// What to search for: words, codes, events, files, fields (see `kbq help query`)
    #[arg(required = true, allow_negative_numbers = true, value_name = "QUERY")]
    words: Vec<String>,
    /// How many hits at most
    #[arg(short = 'n', long, default_value_t = 10, value_name = "N")]
    limit: usize,
    /// The order of the hits
    #[arg(long, value_enum, default_value_t)]
    sort: Order,
    /// Count the values of product, area, component, type and year over all that matches
    #[arg(long)]
    facets: bool,
    /// Show what each hit's score is made of
    #[arg(long)]
    explain: bool,
    /// Print the query in another engine's language instead of searching
    #[arg(long, value_enum, value_name = "ENGINE")]
    dsl: Option<Engine>,
}

#[derive(Debug, Clone, Copy, Default, ValueEnum)]
enum Order {
    /// Best first
    #[default]
    Relevance,
    /// Last modified first
    Date,
    /// By article number
    Id,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Engine {
    /// OpenSearch and Elasticsearch query DSL
    Opensearch,
}

pub(crate) fn run(
    args: &SearchArgs,
    settings: &Settings,
    printer: &mut Printer,
) -> Result<Outcome, Failure> {
    let aliases = super::library::aliases(settings)?;
    let query = Query::parse(&args.words.join(" "), &aliases);
    if let Some(Engine::Opensearch) = args.dsl {
        printer.json(&kbq_export::opensearch::request(&query, args.limit))?;
        return Ok(Outcome::Found);
    }
    let library = Library::open(settings, printer)?;
    let options = SearchOptions {
        limit: args.limit,
        sort: match args.sort {
            Order::Relevance => Sort::Relevance,
            Order::Date => Sort::Date,
            Order::Id => Sort::Id,
        },
        explain: args.explain,
        facets: args.facets,
        ..SearchOptions::default()
    };
    let results = library.index.search(&query, &options)?;
    for part in &query.understood {
        printer.detail(&part.label);
    }
    let rows = Row::of_hits(&results.hits);
    found::print(&library, &query, &results, &rows, printer)?;
    Ok(Outcome::from_found(!rows.is_empty()))
}
