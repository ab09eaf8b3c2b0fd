//! `sqlite`: the tables of [`crate::TABLES`] with keys and indexes, views that answer the usual
//! questions, and a full-text table.

use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;

use kbq_model::{Article, SCHEMA_VERSION};
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, ToSql, params_from_iter};

use crate::error::ExportError;
use crate::format::{Options, Writer};
use crate::table::{Kind, TABLES, Table, Value};
use crate::target::Outputs;

/// Indexes, views and the full-text table; made when the rows are in.
const AFTER: &str = include_str!("sqlite/after.sql");

/// "kbq" and the layout, so that `file` and others can tell the database from any.
const APPLICATION_ID: u32 = 0x6b62_7131;

/// How many steps of its machine SQLite makes before it looks whether it is to stop.
const STEPS_BETWEEN_LOOKS: i32 = 10_000;

struct Database {
    path: PathBuf,
    connection: Connection,
    /// The statement that inserts a row, by table.
    inserts: Vec<(&'static Table, String)>,
}

pub(crate) fn open<'t>(
    outputs: &mut Outputs<'t>,
    options: &Options,
) -> Result<Box<dyn Writer + 't>, ExportError> {
    let path = outputs.stage("kbq.sqlite")?;
    let mut connection = create(&path).map_err(|source| failed(&path, source))?;
    if let Some(stop) = options.stop.clone() {
        // The full-text table is made by one statement that takes seconds.
        let stopped = move || stop.load(Ordering::Relaxed);
        let told = connection.progress_handler(STEPS_BETWEEN_LOOKS, Some(stopped));
        told.map_err(|source| failed(&path, source))?;
    }
    connection.set_prepared_statement_cache_capacity(2 * TABLES.len());
    let inserts = TABLES.iter().map(|table| (table, insert(table))).collect();
    Ok(Box::new(Database { path, connection, inserts }))
}

/// The file is worth nothing before it is whole, so nothing is done to survive a crash halfway.
fn create(path: &Path) -> rusqlite::Result<Connection> {
    let connection = Connection::open(path)?;
    connection.pragma_update(None, "journal_mode", "OFF")?;
    connection.pragma_update(None, "synchronous", "OFF")?;
    connection.pragma_update(None, "foreign_keys", "OFF")?;
    connection.pragma_update(None, "cache_size", -32_000)?;
    connection.pragma_update(None, "application_id", APPLICATION_ID)?;
    connection.pragma_update(None, "user_version", SCHEMA_VERSION)?;
    for table in TABLES {
        connection.execute_batch(&definition(table))?;
    }
    connection.execute_batch("BEGIN")?;
    Ok(connection)
}

fn failed(path: &Path, source: rusqlite::Error) -> ExportError {
    ExportError::Sqlite { path: path.display().to_string(), source }
}

fn definition(table: &Table) -> String {
    let columns = table.columns.iter().map(|column| {
        let kind = match column.kind {
            Kind::Integer => "INTEGER",
            Kind::Text => "TEXT",
        };
        let rule = match column.name {
            "number" if table.is_articles() => " PRIMARY KEY",
            "article" => " NOT NULL REFERENCES articles(number)",
            "position" => " NOT NULL",
            _ => "",
        };
        format!("  \"{}\" {kind}{rule}", column.name)
    });
    let mut lines: Vec<String> = columns.collect();
    let layout = if table.is_articles() {
        ""
    } else {
        lines.push("  PRIMARY KEY (article, position)".to_owned());
        " WITHOUT ROWID"
    };
    format!("CREATE TABLE \"{}\" (\n{}\n){layout};\n", table.name, lines.join(",\n"))
}

fn insert(table: &Table) -> String {
    let places = vec!["?"; table.columns.len()].join(", ");
    format!("INSERT INTO \"{}\" VALUES ({places})", table.name)
}

impl ToSql for Value<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Value::Null => ValueRef::Null,
            Value::Integer(number) => ValueRef::Integer(*number),
            Value::Text(text) => ValueRef::Text(text.as_bytes()),
        }))
    }
}

impl Database {
    fn add(&self, article: &Article) -> rusqlite::Result<()> {
        for (table, sql) in &self.inserts {
            for row in (table.rows)(article) {
                self.connection.prepare_cached(sql)?.execute(params_from_iter(row))?;
            }
        }
        Ok(())
    }

    fn close(&self) -> rusqlite::Result<()> {
        self.connection.execute_batch("COMMIT")?;
        self.connection.execute_batch(AFTER)
    }
}

impl Writer for Database {
    fn write(&mut self, article: &Article) -> Result<(), ExportError> {
        self.add(article).map_err(|source| failed(&self.path, source))
    }

    fn finish(self: Box<Self>) -> Result<(), ExportError> {
        self.close().map_err(|source| failed(&self.path, source))?;
        let path = self.path;
        self.connection.close().map_err(|(_, source)| failed(&path, source))
    }
}
