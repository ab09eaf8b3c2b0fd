//! The formats, a row each, and the one loop that feeds them.

use std::error::Error;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use kbq_model::Article;
use serde::Serialize;

use crate::error::ExportError;
#[cfg(feature = "sqlite")]
use crate::sqlite;
use crate::table::{TABLES, Table};
use crate::target::{Outputs, Target};
use crate::{delimited, jsonl, opensearch, quickwit};

/// Whether an export is one file or several.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Shape {
    /// One file.
    File,
    /// A folder of files.
    Folder,
}

impl Shape {
    /// `file` or `folder`.
    pub fn name(self) -> &'static str {
        match self {
            Shape::File => "file",
            Shape::Folder => "folder",
        }
    }
}

/// A format that articles are exported in.
#[derive(Debug, Clone, Copy)]
pub struct Format {
    /// The name on the command line.
    pub name: &'static str,
    /// What a file of it, or of its folder, is called at the end.
    pub extension: &'static str,
    /// Whether it is a file or a folder.
    pub shape: Shape,
    /// Whether what it writes is JSON.
    pub is_json: bool,
    /// What it is, in a line.
    pub about: &'static str,
    parts: Parts,
    open: Open,
}

/// What can be chosen of a format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Parts {
    /// Nothing: it is of use as a whole only.
    None,
    /// Fields of the record.
    Fields,
    /// A table, and columns of it.
    Tables,
}

/// Opens the files of a format.
type Open = for<'t> fn(&mut Outputs<'t>, &Options) -> Result<Box<dyn Writer + 't>, ExportError>;

/// Writes articles one after the other; it keeps none of them.
pub(crate) trait Writer {
    fn write(&mut self, article: &Article) -> Result<(), ExportError>;
    fn finish(self: Box<Self>) -> Result<(), ExportError>;
}

/// Every format, in the order in which they are documented.
pub const FORMATS: &[Format] = &[
    Format {
        name: "jsonl",
        extension: "jsonl",
        shape: Shape::File,
        is_json: true,
        about: "the whole record of an article a line, as JSON",
        parts: Parts::Fields,
        open: jsonl::open,
    },
    Format {
        name: "csv",
        extension: "csv",
        shape: Shape::Folder,
        is_json: false,
        about: "a table a kind of fact, for spreadsheets and data frames",
        parts: Parts::Tables,
        open: delimited::open_csv,
    },
    Format {
        name: "tsv",
        extension: "tsv",
        shape: Shape::Folder,
        is_json: false,
        about: "the same tables, a row a line, for cut, sort and awk",
        parts: Parts::Tables,
        open: delimited::open_tsv,
    },
    #[cfg(feature = "sqlite")]
    Format {
        name: "sqlite",
        extension: "sqlite",
        shape: Shape::File,
        is_json: false,
        about: "a database with the same tables, views and a full-text table",
        parts: Parts::None,
        open: sqlite::open,
    },
    Format {
        name: "opensearch",
        extension: "ndjson",
        shape: Shape::Folder,
        is_json: true,
        about: "an index definition and bulk files for OpenSearch",
        parts: Parts::None,
        open: opensearch::open,
    },
    Format {
        name: "quickwit",
        extension: "ndjson",
        shape: Shape::Folder,
        is_json: true,
        about: "an index configuration and documents for Quickwit",
        parts: Parts::None,
        open: quickwit::open,
    },
];

impl Format {
    /// The format of this name.
    pub fn named(name: &str) -> Option<&'static Format> {
        FORMATS.iter().find(|format| format.name.eq_ignore_ascii_case(name))
    }

    /// Whether an export of it is a file or a folder; one table alone is a file.
    pub fn shape_of(&self, options: &Options) -> Shape {
        match self.parts {
            Parts::Tables if options.only_table().is_some() => Shape::File,
            _ => self.shape,
        }
    }

    fn check(&self, options: &Options) -> Result<(), ExportError> {
        let format = self.name;
        if options.table.is_some() && self.parts != Parts::Tables {
            return Err(ExportError::Indivisible { format, part: "tables", of: "csv and tsv" });
        }
        if !options.fields.is_empty() && self.parts == Parts::None {
            return Err(ExportError::Indivisible {
                format,
                part: "fields",
                of: "jsonl, csv and tsv",
            });
        }
        Ok(())
    }
}

/// How to export.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Only this table (`csv`, `tsv`); it is written to a file instead of a folder.
    pub table: Option<&'static Table>,
    /// For spreadsheets: a byte-order mark, and a leading `'` before what they would run as a
    /// formula (`csv`, `tsv`).
    pub spreadsheet: bool,
    /// Only these, in this order: fields of the record (`jsonl`), columns of the table (`csv`,
    /// `tsv`; where none is named, of `articles`). Empty: all.
    pub fields: Vec<String>,
    /// Ends the export with [`ExportError::Stopped`] once it is true.
    pub stop: Option<Arc<AtomicBool>>,
}

impl Options {
    fn stopped(&self) -> bool {
        self.stop.as_ref().is_some_and(|stop| stop.load(Ordering::Relaxed))
    }

    /// The only table to write, if it is to be one.
    pub fn only_table(&self) -> Option<&'static Table> {
        self.table.or_else(|| TABLES.first().filter(|_| !self.fields.is_empty()))
    }

    /// The places of the chosen fields among those that there are.
    pub(crate) fn places(&self, known: &[&str]) -> Result<Vec<usize>, ExportError> {
        let place = |name: &String| {
            known.iter().position(|field| field == name).ok_or_else(|| {
                let (name, known) = (name.clone(), known.join(", "));
                ExportError::Field { name, known }
            })
        };
        self.fields.iter().map(place).collect()
    }
}

/// What was exported.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Report {
    /// Articles.
    pub articles: u64,
    /// Their sections.
    pub sections: u64,
    /// Events.
    pub events: u64,
    /// Error codes.
    pub error_codes: u64,
    /// Rows of file tables.
    pub files: u64,
    /// References to other articles.
    pub references: u64,
    /// Bytes of the files; a stream does not count its own.
    pub bytes: u64,
}

impl Report {
    fn count(&mut self, article: &Article) {
        self.articles += 1;
        self.sections += article.sections.len() as u64;
        self.events += article.events.len() as u64;
        self.error_codes += article.error_codes.len() as u64;
        self.files += article.files.len() as u64;
        self.references += article.references.len() as u64;
    }
}

/// Writes the articles in the order in which they come, one at a time in memory.
///
/// The files are written aside and take their places together in the end. `progress` is told how
/// many articles are written.
///
/// # Errors
///
/// When the target can't be written or an article can't be read; whatever stood at the target
/// stays then.
pub fn export<E: Into<Box<dyn Error + Send + Sync>>>(
    format: &Format,
    target: Target<'_>,
    articles: impl IntoIterator<Item = Result<Article, E>>,
    options: &Options,
    mut progress: impl FnMut(u64),
) -> Result<Report, ExportError> {
    format.check(options)?;
    let mut outputs = Outputs::new(target, format, format.shape_of(options))?;
    let mut writer = (format.open)(&mut outputs, options)?;
    let mut report = Report::default();
    for article in articles {
        if options.stopped() {
            return Err(ExportError::Stopped);
        }
        let article = article.map_err(|error| ExportError::Articles(error.into()))?;
        writer.write(&article)?;
        report.count(&article);
        progress(report.articles);
    }
    let finished = writer.finish();
    if options.stopped() {
        return Err(ExportError::Stopped);
    }
    finished?;
    report.bytes = outputs.commit()?;
    Ok(report)
}
