//! `kbq status`: where the index is, how old, and of which files.

use std::path::PathBuf;

use clap::Args;
use kbq_corpus::{Limits, Manifest, scan};
use kbq_index::Index;
use kbq_render::{Line, Role, definitions};
use serde::Serialize;

use super::index::Sources;
use super::library::listed;
use crate::failure::{Failure, Outcome};
use crate::printer::{Column, Listing, Printer};
use crate::settings::Settings;

#[derive(Debug, Args)]
pub(crate) struct StatusArgs {
    /// Compare with the files on disk and say what an update would read
    #[arg(long)]
    changes: bool,
}

/// What is told of an index.
#[derive(Debug, Serialize)]
struct Status {
    index: PathBuf,
    index_version: u32,
    kbq_version: String,
    articles: u64,
    bytes: u64,
    built: Option<String>,
    paths: Vec<PathBuf>,
    files: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    changes: Option<Pending>,
}

/// What an update would do.
#[derive(Debug, Serialize)]
struct Pending {
    added: usize,
    changed: usize,
    removed: usize,
}

const COLUMNS: &[Column<Status>] = &[
    Column { name: "index", cell: |status| status.index.display().to_string() },
    Column { name: "articles", cell: |status| status.articles.to_string() },
    Column { name: "bytes", cell: |status| status.bytes.to_string() },
    Column { name: "built", cell: |status| status.built.clone().unwrap_or_default() },
    Column { name: "paths", cell: |status| listed(&status.paths) },
    Column { name: "files", cell: |status| status.files.to_string() },
];

pub(crate) fn run(
    args: &StatusArgs,
    settings: &Settings,
    printer: &mut Printer,
) -> Result<Outcome, Failure> {
    let index = Index::open(&settings.index)?;
    let status = status(args, settings, &index)?;
    printer.listing(&Listing {
        whole: Some(&status),
        rows: std::slice::from_ref(&status),
        columns: COLUMNS,
        id: |_| None,
        text: &|width| text(&status, width),
    })?;
    Ok(Outcome::Found)
}

fn status(args: &StatusArgs, settings: &Settings, index: &Index) -> Result<Status, Failure> {
    let manifest = index.manifest();
    let sources = Sources::of(index)?;
    let changes = match &sources {
        Some(sources) if args.changes => {
            let mut scan = scan(&sources.paths, &Limits::default())?;
            let changes = scan.changes_since(&sources.manifest);
            Some(Pending {
                added: changes.added.len(),
                changed: changes.changed.len(),
                removed: changes.removed.len(),
            })
        }
        _ => None,
    };
    Ok(Status {
        index: settings.index.clone(),
        index_version: manifest.index_version,
        kbq_version: manifest.kbq_version.clone(),
        articles: manifest.articles,
        bytes: manifest.bytes(),
        built: sources.as_ref().and_then(|sources| built(&sources.manifest)),
        files: sources.as_ref().map_or(0, |sources| sources.manifest.sources()),
        paths: sources.map(|sources| sources.paths).unwrap_or_default(),
        changes,
    })
}

/// When the files were read, as a date and a time in UTC.
fn built(manifest: &Manifest) -> Option<String> {
    let time = jiff::Timestamp::from_nanosecond(i128::from(manifest.scanned)).ok()?;
    Some(time.strftime("%Y-%m-%d %H:%M UTC").to_string())
}

fn text(status: &Status, width: usize) -> Vec<Line> {
    let mut rows = vec![
        ("index", status.index.display().to_string()),
        ("articles", status.articles.to_string()),
        ("size", format!("{:.1} MB", status.bytes as f64 / 1e6)),
        ("built", status.built.clone().unwrap_or("unknown".into())),
        ("from", format!("{} files in {}", status.files, listed(&status.paths))),
        ("format", format!("{} (kbq {})", status.index_version, status.kbq_version)),
    ];
    if let Some(Pending { added, changed, removed }) = &status.changes {
        let pending = format!("{added} to add, {changed} to read again, {removed} to remove");
        rows.push(("changes", pending));
    }
    definitions(&rows, Role::Label, width)
}
