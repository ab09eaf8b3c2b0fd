//! `kbq index`: build or update the index.

mod progress;

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::Instant;

use clap::Args;
use kbq_corpus::{Changes, Limits, Manifest, ReadOptions, Scan};
use kbq_index::{Index, IndexError, Writer, WriterOptions};
use serde::{Deserialize, Serialize};

use self::progress::Bar;
use super::library::listed;
use crate::args::OutputFormat;
use crate::failure::{Failure, Outcome};
use crate::printer::Printer;
use crate::settings::{Output, Settings};

#[derive(Debug, Args)]
pub(crate) struct IndexArgs {
    /// Files, folders and archives of articles [default: those of the last build, then `corpus`
    /// of kbq.yaml]
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Read everything anew instead of only what changed
    #[arg(long)]
    rebuild: bool,
    /// Threads that parse [default: one a core]
    #[arg(long, value_name = "N", default_value_t = 0, hide_default_value = true)]
    threads: usize,
    /// Memory for what is not yet written, in megabytes
    #[arg(long, value_name = "MB", default_value_t = 200)]
    heap: usize,
}

/// What an index was built from, kept inside it.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Sources {
    /// The paths as given, made absolute.
    pub(crate) paths: Vec<PathBuf>,
    /// The files that were read.
    pub(crate) manifest: Manifest,
}

impl Sources {
    /// Those of an open index; none where another program's caller wrote it.
    pub(crate) fn of(index: &Index) -> Result<Option<Sources>, IndexError> {
        Ok(serde_json::from_slice(&index.sources()?).ok())
    }
}

/// What a build did, for `--format json`.
#[derive(Debug, Serialize)]
pub(crate) struct Summary {
    index: PathBuf,
    articles: u64,
    added: usize,
    changed: usize,
    removed: usize,
    bytes: u64,
    seconds: f64,
    problems: usize,
}

pub(crate) fn run(
    args: &IndexArgs,
    settings: &Settings,
    printer: &mut Printer,
) -> Result<Outcome, Failure> {
    let (summary, problems) = build(args, settings, printer)?;
    match printer.output() {
        Output::Format(OutputFormat::Json) => printer.json(&summary)?,
        Output::Format(OutputFormat::Jsonl) => printer.jsonl(&summary)?,
        _ => printer.note(summary.sentence()),
    }
    if problems > 0 && summary.articles == 0 {
        return Err(Failure::new("no-articles", "nothing that could be read is an article")
            .hint("`kbq help formats` lists what is read"));
    }
    Ok(Outcome::Found)
}

/// Builds the index that the configuration asks for.
pub(crate) fn build_configured(settings: &Settings, printer: &Printer) -> Result<(), Failure> {
    let args =
        IndexArgs { paths: settings.config.corpus.clone(), rebuild: false, threads: 0, heap: 100 };
    let (summary, _) = build(&args, settings, printer)?;
    printer.note(summary.sentence());
    Ok(())
}

fn build(
    args: &IndexArgs,
    settings: &Settings,
    printer: &Printer,
) -> Result<(Summary, usize), Failure> {
    let started = Instant::now();
    let old = old_sources(args, settings)?;
    let paths = paths(args, settings, old.as_ref())?;
    let mut scan = kbq_corpus::scan(&paths, &Limits::default())?;
    let same_paths = old.as_ref().is_some_and(|old| old.paths == paths);
    let changes = match &old {
        Some(old) if same_paths => Some(scan.changes_since(&old.manifest)),
        _ => None,
    };
    if let Some(changes) = &changes
        && !args.rebuild
        && changes.is_empty()
        && !changes.touched
    {
        let articles = changes.unchanged as u64;
        let summary = Summary::new(settings, articles, Some(changes), 0, started, 0);
        return Ok((summary, 0));
    }
    let bytes = write(args, settings, printer, &mut scan, changes.as_ref(), &paths)?;
    for problem in scan.problems() {
        printer.note(problem);
    }
    for problem in scan.skipped() {
        printer.detail(problem);
    }
    let index = Index::open(&settings.index)?;
    let problems = scan.problems().len();
    let articles = index.manifest().articles;
    let summary = Summary::new(settings, articles, changes.as_ref(), bytes, started, problems);
    Ok((summary, problems))
}

/// What the index was built from, unless it is to be built anew.
fn old_sources(args: &IndexArgs, settings: &Settings) -> Result<Option<Sources>, Failure> {
    match Index::open(&settings.index) {
        Ok(index) => Ok(Sources::of(&index)?),
        Err(IndexError::Missing { .. }) => Ok(None),
        Err(IndexError::OtherVersion { .. } | IndexError::Damaged { .. }) if args.rebuild => {
            Ok(None)
        }
        Err(error) => Err(error.into()),
    }
}

/// The paths to read: those given, those of the last build, those configured.
fn paths(
    args: &IndexArgs,
    settings: &Settings,
    old: Option<&Sources>,
) -> Result<Vec<PathBuf>, Failure> {
    let given = if !args.paths.is_empty() {
        &args.paths
    } else if let Some(old) = old.filter(|old| !old.paths.is_empty()) {
        &old.paths
    } else {
        &settings.config.corpus
    };
    if given.is_empty() {
        return Err(Failure::new("no-paths", "no path was given, and kbq.yaml names no corpus")
            .hint("kbq index PATH, where PATH is a folder, a .zip or a .tar.gz of articles"));
    }
    // An index outlives the folder it was built in, so its paths must hold from everywhere.
    Ok(given
        .iter()
        .map(|path| std::path::absolute(path).unwrap_or_else(|_| path.clone()))
        .collect())
}

/// Reads what changed, or everything, into a new state of the index; the bytes that were read.
fn write(
    args: &IndexArgs,
    settings: &Settings,
    printer: &Printer,
    scan: &mut Scan,
    changes: Option<&Changes>,
    paths: &[PathBuf],
) -> Result<u64, Failure> {
    let options = WriterOptions { heap: args.heap << 20, ..WriterOptions::default() };
    let updates = changes.filter(|_| !args.rebuild);
    let writer = match updates {
        Some(_) => Writer::update(&settings.index, &options)?,
        None => Writer::create(&settings.index, &options)?,
    };
    // What changed goes too: it may vanish before it is read, and then nothing would know of it.
    for &number in updates.iter().flat_map(|c| c.removed.iter().chain(&c.changed)) {
        writer.remove(number)?;
    }
    let only = updates.map(Changes::to_read);
    let bar = Bar::new(settings);
    let failed = Mutex::new(None);
    let outcome = scan.read(
        &ReadOptions { threads: args.threads, only },
        |article| match writer.add(&article) {
            Ok(()) => ControlFlow::Continue(()),
            Err(error) => {
                if let Ok(mut failed) = failed.lock() {
                    *failed = Some(error);
                }
                ControlFlow::Break(())
            }
        },
        |progress| bar.show(&progress),
    );
    bar.finish();
    if let Some(error) = failed.into_inner().ok().flatten() {
        return Err(writer.give_up(error).into());
    }
    if outcome.articles == 0 && updates.is_none() {
        return Err(nothing_read(scan, paths, printer));
    }
    writer.finish(|file| {
        let sources = Sources { paths: paths.to_vec(), manifest: scan.manifest() };
        serde_json::to_writer(file, &sources).map_err(std::io::Error::from)
    })?;
    Ok(outcome.bytes)
}

/// An index of nothing would replace one of something: that is refused.
fn nothing_read(scan: &Scan, paths: &[impl AsRef<Path>], printer: &Printer) -> Failure {
    for problem in scan.problems() {
        printer.note(problem);
    }
    Failure::new("no-articles", format!("no article in {}; the index is as it was", listed(paths)))
        .hint("`kbq help formats` lists what is read; `-v` says what each file was taken for")
}

impl Summary {
    fn new(
        settings: &Settings,
        articles: u64,
        changes: Option<&Changes>,
        bytes: u64,
        started: Instant,
        problems: usize,
    ) -> Summary {
        Summary {
            index: settings.index.clone(),
            articles,
            added: changes.map_or(articles as usize, |changes| changes.added.len()),
            changed: changes.map_or(0, |changes| changes.changed.len()),
            removed: changes.map_or(0, |changes| changes.removed.len()),
            bytes,
            seconds: started.elapsed().as_secs_f64(),
            problems,
        }
    }

    fn sentence(&self) -> String {
        let Summary { articles, added, changed, removed, bytes, .. } = self;
        let done = if *bytes > 0 && added + changed + removed == 0 {
            "read anew".to_owned()
        } else if added + changed + removed == 0 {
            "nothing changed".to_owned()
        } else {
            format!("{added} added, {changed} changed, {removed} removed")
        };
        let index = self.index.display();
        format!("{articles} articles in {index}: {done} in {:.1} s", self.seconds)
    }
}
