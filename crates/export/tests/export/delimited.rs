//! `csv` and `tsv`.

use kbq_export::{Options, TABLES, Table};

use crate::sample;
use crate::support::{Exported, python, streamed, text};

fn rows(path: &std::path::Path) -> Vec<csv::StringRecord> {
    csv::Reader::from_path(path).unwrap().into_records().map(Result::unwrap).collect()
}

#[test]
fn every_table_is_a_file_with_its_columns() {
    let out = Exported::new("csv", &Options::default());
    assert_eq!(std::fs::read_dir(out.path()).unwrap().count(), TABLES.len());
    for table in TABLES {
        let mut reader = csv::Reader::from_path(out.file(&format!("{}.csv", table.name))).unwrap();
        let names: Vec<_> = table.columns.iter().map(|column| column.name).collect();
        assert_eq!(reader.headers().unwrap().iter().collect::<Vec<_>>(), names);
        assert!(reader.records().count() > 0, "{}", table.name);
    }
    let counts = ["articles", "sections", "events", "error_codes", "files", "references"]
        .map(|name| rows(&out.file(&format!("{name}.csv"))).len() as u64);
    let report = out.report;
    let expected = [
        report.articles,
        report.sections,
        report.events,
        report.error_codes,
        report.files,
        report.references,
    ];
    assert_eq!(counts, expected);
}

#[test]
fn awkward_text_comes_back_whole() {
    let out = Exported::new("csv", &Options::default());
    let sections = rows(&out.file("sections.csv"));
    let awkward = &sample::articles()[1];
    let row = sections.iter().find(|row| &row[0] == "194128").unwrap();
    assert_eq!(row[4], awkward.sections[0].text);
    let titles = rows(&out.file("articles.csv"));
    assert_eq!(titles[1][3], awkward.title);
}

#[test]
fn python_reads_the_same_cells() {
    const PROGRAM: &str = "import csv, sys\n\
        rows = list(csv.reader(open(sys.argv[1], newline='', encoding='utf-8')))\n\
        print(len(rows), len({len(row) for row in rows}), rows[-1][4].encode('utf-8').hex())";
    let out = Exported::new("csv", &Options::default());
    let Some(printed) = python(PROGRAM, &out.file("sections.csv")) else { return };
    let text = &sample::articles()[1].sections[0].text;
    let hex: String = text.bytes().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(printed, format!("5 1 {hex}"));
}

#[test]
fn a_spreadsheet_gets_no_formula() {
    let plain = Exported::new("csv", &Options::default());
    assert!(text(&plain.file("articles.csv")).contains("\"=HYPERLINK"));
    let options = Options { spreadsheet: true, ..Options::default() };
    let safe = Exported::new("csv", &options);
    for table in TABLES {
        let name = format!("{}.csv", table.name);
        let text = text(&safe.file(&name));
        assert!(text.starts_with('\u{feff}'), "{name}");
        for row in rows(&safe.file(&name)) {
            let run = |cell: &str| cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
            assert!(!row.iter().any(run), "{name}: {row:?}");
        }
    }
}

#[test]
fn a_row_of_tsv_is_a_line_with_every_cell() {
    let out = Exported::new("tsv", &Options::default());
    for table in TABLES {
        let text = text(&out.file(&format!("{}.tsv", table.name)));
        for line in text.lines() {
            assert_eq!(line.split('\t').count(), table.columns.len(), "{}: {line}", table.name);
        }
    }
}

#[test]
fn one_table_is_one_file_or_stream() {
    let options = Options { table: Table::named("events"), ..Options::default() };
    let out = Exported::new("csv", &options);
    assert_eq!(rows(&out.path()).len(), 1);
    assert_eq!(streamed("csv", &options), text(&out.path()));
    assert!(streamed("tsv", &Options::default()).starts_with("number\tid\tformat"));
}

#[test]
fn columns_are_chosen() {
    let fields = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
    let options = Options { fields: fields(&["title", "number"]), ..Options::default() };
    let out = Exported::new("csv", &options);
    let articles = sample::articles();
    let first = &rows(&out.path())[0];
    assert_eq!(first.iter().collect::<Vec<_>>(), [&articles[0].title, "263029"]);
    let table = Table::named("events");
    let options = Options { table, fields: fields(&["event_id"]), ..Options::default() };
    assert_eq!(streamed("tsv", &options), "event_id\n4058\n");
}
