//! `kbq parse`: the records of files, without an index.

use std::ops::ControlFlow;
use std::path::PathBuf;

use clap::Args;
use kbq_corpus::{Limits, ReadOptions};
use kbq_model::Article;
use kbq_render::ArticleView;

use crate::args::OutputFormat;
use crate::failure::{Failure, Outcome};
use crate::printer::{Listing, Printer};
use crate::settings::Output;

#[derive(Debug, Args)]
pub(crate) struct ParseArgs {
    /// Files, folders and archives of articles
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
}

pub(crate) fn run(args: &ParseArgs, printer: &mut Printer) -> Result<Outcome, Failure> {
    let mut scan = kbq_corpus::scan(&args.paths, &Limits::default())?;
    // One JSON value and aligned text need all records; lines are printed as they come.
    let collects = matches!(printer.output(), Output::Format(OutputFormat::Json));
    let mut articles = Vec::new();
    let mut failed = None;
    let outcome = scan.read_in_order(
        &ReadOptions::default(),
        |article| {
            if collects {
                articles.push(article);
                return ControlFlow::Continue(());
            }
            match print(&article, printer) {
                Ok(()) => ControlFlow::Continue(()),
                Err(failure) => {
                    failed = Some(failure);
                    ControlFlow::Break(())
                }
            }
        },
        |_| {},
    );
    if let Some(failure) = failed {
        return Err(failure);
    }
    if collects {
        printer.json(&articles)?;
    }
    for problem in scan.problems() {
        printer.note(problem);
    }
    for problem in scan.skipped() {
        printer.detail(problem);
    }
    if outcome.articles == 0 && !scan.problems().is_empty() {
        return Err(Failure::new("no-articles", "none of the files is an article")
            .hint("`kbq help formats` lists what is read"));
    }
    Ok(Outcome::from_found(outcome.articles > 0))
}

fn print(article: &Article, printer: &mut Printer) -> Result<(), Failure> {
    let rows = std::slice::from_ref(article);
    printer.listing(&Listing {
        whole: None,
        rows,
        columns: super::show::COLUMNS,
        id: |article: &Article| Some(article.id.to_string()),
        text: &|width| kbq_render::article(article, &ArticleView::new(width)),
    })
}
