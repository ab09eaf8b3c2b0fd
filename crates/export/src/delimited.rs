//! `csv` and `tsv`: a file a table.
//!
//! CSV keeps to RFC 4180: a header, CRLF, quotes where a cell needs them, line ends within cells.
//! TSV has no quotes: a tab, line end or backslash in a cell is written `\t`, `\n`, `\r`, `\\`,
//! so that a row is always a line.

use std::borrow::Cow;

use csv::{QuoteStyle, Terminator, WriterBuilder};
use kbq_model::Article;

use crate::error::ExportError;
use crate::format::{Options, Writer};
use crate::table::{TABLES, Table, Value};
use crate::target::{Output, Outputs, Role};

/// What a spreadsheet runs as a formula, or strips to find one.
const FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

#[derive(Clone, Copy, PartialEq, Eq)]
enum Dialect {
    Csv,
    Tsv,
}

struct Delimited<'t> {
    dialect: Dialect,
    spreadsheet: bool,
    files: Vec<File<'t>>,
}

struct File<'t> {
    table: &'static Table,
    /// The columns to write.
    places: Vec<usize>,
    writer: csv::Writer<Output<'t>>,
}

pub(crate) fn open_csv<'t>(
    outputs: &mut Outputs<'t>,
    options: &Options,
) -> Result<Box<dyn Writer + 't>, ExportError> {
    open(outputs, options, Dialect::Csv)
}

pub(crate) fn open_tsv<'t>(
    outputs: &mut Outputs<'t>,
    options: &Options,
) -> Result<Box<dyn Writer + 't>, ExportError> {
    open(outputs, options, Dialect::Tsv)
}

fn open<'t>(
    outputs: &mut Outputs<'t>,
    options: &Options,
    dialect: Dialect,
) -> Result<Box<dyn Writer + 't>, ExportError> {
    let mut builder = WriterBuilder::new();
    let extension = match dialect {
        Dialect::Csv => {
            builder.terminator(Terminator::CRLF);
            "csv"
        }
        Dialect::Tsv => {
            builder.delimiter(b'\t').quote_style(QuoteStyle::Never);
            "tsv"
        }
    };
    let mut files = Vec::new();
    for table in TABLES {
        // A stream has room for one table.
        let wanted = match options.only_table() {
            Some(only) => only.name == table.name,
            None => !outputs.is_stream() || table.is_articles(),
        };
        if wanted {
            let places = places(table, options)?;
            let mut file =
                outputs.create(&format!("{}.{extension}", table.name), Role::Articles)?;
            if options.spreadsheet {
                file.text("\u{feff}")?;
            }
            let mut writer = builder.from_writer(file);
            let names = places.iter().map(|place| table.columns[*place].name);
            writer.write_record(names).map_err(|error| failed(&writer, error))?;
            files.push(File { table, places, writer });
        }
    }
    Ok(Box::new(Delimited { dialect, spreadsheet: options.spreadsheet, files }))
}

/// The places of the chosen columns; of all, where none is chosen.
fn places(table: &Table, options: &Options) -> Result<Vec<usize>, ExportError> {
    if options.fields.is_empty() {
        return Ok((0..table.columns.len()).collect());
    }
    options.places(&table.columns.iter().map(|column| column.name).collect::<Vec<_>>())
}

fn failed(file: &csv::Writer<Output<'_>>, error: csv::Error) -> ExportError {
    file.get_ref().failed(error)
}

impl Writer for Delimited<'_> {
    fn write(&mut self, article: &Article) -> Result<(), ExportError> {
        for File { table, places, writer } in &mut self.files {
            for row in (table.rows)(article) {
                for place in &*places {
                    let cell = cell(&row[*place], self.dialect, self.spreadsheet);
                    let written = writer.write_field(cell.as_bytes());
                    written.map_err(|error| failed(writer, error))?;
                }
                writer.write_record(None::<&[u8]>).map_err(|error| failed(writer, error))?;
            }
        }
        Ok(())
    }

    fn finish(self: Box<Self>) -> Result<(), ExportError> {
        for file in self.files {
            match file.writer.into_inner() {
                Ok(output) => output.finish()?,
                Err(error) => {
                    let source = std::io::Error::new(error.error().kind(), error.to_string());
                    return Err(error.into_inner().get_ref().failed(source));
                }
            }
        }
        Ok(())
    }
}

fn cell<'a>(value: &'a Value<'a>, dialect: Dialect, spreadsheet: bool) -> Cow<'a, str> {
    let text: Cow<'a, str> = match value {
        Value::Null => return Cow::Borrowed(""),
        Value::Integer(number) => return Cow::Owned(number.to_string()),
        Value::Text(text) => Cow::Borrowed(text),
    };
    let text = if spreadsheet && text.starts_with(FORMULA) {
        Cow::Owned(format!("'{text}"))
    } else {
        text
    };
    if dialect == Dialect::Tsv && text.contains(['\t', '\n', '\r', '\\']) {
        let text = text.replace('\\', "\\\\").replace('\t', "\\t");
        return Cow::Owned(text.replace('\n', "\\n").replace('\r', "\\r"));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_defused_on_request() {
        let written = |text: &'static str, spreadsheet| {
            cell(&Value::Text(text.into()), Dialect::Csv, spreadsheet).into_owned()
        };
        assert_eq!(written("=1+1", false), "=1+1");
        for text in ["=1+1", "+1", "-1018", "@x", "\t=1"] {
            assert_eq!(written(text, true), format!("'{text}"));
        }
        assert_eq!(written("1-2", true), "1-2");
        assert_eq!(cell(&Value::Integer(-1), Dialect::Csv, true), "-1");
    }

    #[test]
    fn a_row_of_tsv_is_a_line() {
        let text = Value::Text("a\tb\r\nC:\\new".into());
        assert_eq!(cell(&text, Dialect::Tsv, false), "a\\tb\\r\\nC:\\\\new");
    }
}
