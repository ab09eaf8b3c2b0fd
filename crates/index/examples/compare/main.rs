//! The same queries through kbq and through what one would use instead, over the same files.
//!
//! ```sh
//! cargo run --release -p kbq-index --example compare -- \
//!     --archive DIR --queries tests/quality/queries.jsonl tests/quality/people.jsonl
//! ```
//!
//! Builds the peers' indexes in a folder for temporary files and prints one Markdown table a query
//! file. `--without ripgrep` leaves out what takes minutes.

mod articles;
mod kbq;
mod peers;
mod score;

use std::error::Error;
use std::io::{Write, stderr, stdout};
use std::path::PathBuf;

use kbq::Kbq;
use peers::{Engine, Fts5, PlainTantivy, Ripgrep};
use score::Table;

const USAGE: &str = "usage: compare --archive DIR --queries FILE... [--without ripgrep]";

/// The command line.
struct Arguments {
    archive: PathBuf,
    queries: Vec<PathBuf>,
    ripgrep: bool,
}

fn arguments() -> Option<Arguments> {
    let (mut archive, mut queries, mut ripgrep) = (None, Vec::new(), true);
    let mut flag = String::new();
    for argument in std::env::args_os().skip(1) {
        match argument.to_str() {
            Some(name) if name.starts_with("--") => name.clone_into(&mut flag),
            _ if flag == "--archive" => archive = Some(PathBuf::from(argument)),
            _ if flag == "--queries" => queries.push(PathBuf::from(argument)),
            Some("ripgrep") if flag == "--without" => ripgrep = false,
            _ => return None,
        }
    }
    let archive = archive?;
    (!queries.is_empty()).then_some(Arguments { archive, queries, ripgrep })
}

fn main() -> Result<(), Box<dyn Error>> {
    let Arguments { archive, queries, ripgrep } = arguments().ok_or(USAGE)?;
    let files = articles::files(&archive)?;
    let folder = tempfile::tempdir()?;
    let mut engines: Vec<Box<dyn Engine>> = vec![
        Box::new(Kbq::build(folder.path(), &archive)?),
        Box::new(Fts5::build(folder.path(), &files)?),
        Box::new(PlainTantivy::build(folder.path(), &files)?),
    ];
    let mut notes = Vec::new();
    if ripgrep {
        match Ripgrep::find(&archive)? {
            Some(engine) => engines.push(Box::new(engine)),
            None => notes.push("ripgrep is not installed here.".to_owned()),
        }
    }
    let mut out = stdout().lock();
    writeln!(out, "{} articles. Cells: success@1 / success@10 / MRR@10.", files.len())?;
    for path in queries {
        let rows = score::rows(&path)?;
        let mut table = Table::default();
        for engine in &mut engines {
            writeln!(stderr(), "{}: {}", path.display(), engine.name())?;
            let mut ranks = Vec::with_capacity(rows.len());
            for row in &rows {
                ranks.push(row.rank(&engine.search(row)?));
            }
            table.add(&engine.name(), &rows, &ranks);
        }
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        writeln!(out, "\n`{name}`:\n\n{table}")?;
    }
    notes.extend(engines.iter().filter_map(|engine| engine.note()));
    for note in notes {
        writeln!(out, "- {note}")?;
    }
    Ok(())
}
