//! Lays the tables of `data/` out for binary search, so that a lookup needs no start-up work.
//!
//! Reads `*.tsv`, resolves symbols, and writes `tables.rs` with constant arrays into `OUT_DIR`.
//! A row that makes no sense stops the build with its file and line.
#![allow(clippy::disallowed_methods, reason = "a build script reads and writes files")]

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::error::Error;
use std::fmt::Write as _;
use std::path::Path;

#[path = "src/table.rs"]
#[allow(
    dead_code,
    unreachable_pub,
    reason = "the library publishes it, the layout needs its names"
)]
mod table;
use table::Table;

type Failure = Box<dyn Error>;

/// A value, its table, whether the name is not of the table's usual kind, and the name or meaning:
/// in the order in which they are shown.
type Row = (u32, Table, bool, String);

/// The rows of one file, each with `file:line` for messages.
fn read(name: &str) -> Result<Vec<(String, Vec<String>)>, Failure> {
    let path = Path::new("data").join(name);
    println!("cargo::rerun-if-changed={}", path.display());
    let text = std::fs::read_to_string(&path).map_err(|e| format!("{}: {e}", path.display()))?;
    let rows = text.lines().enumerate().filter(|(_, line)| !line.starts_with('#'));
    Ok(rows
        .map(|(number, line)| {
            let place = format!("{}:{}", path.display(), number + 1);
            (place, line.split('\t').map(str::to_owned).collect())
        })
        .collect())
}

fn table(place: &str, name: &str) -> Result<Table, Failure> {
    let known = Table::ALL.iter().find(|table| table.name() == name);
    known.copied().ok_or_else(|| format!("{place}: no table `{name}`").into())
}

fn names() -> Result<BTreeSet<Row>, Failure> {
    let mut rows = BTreeSet::new();
    for file in ["windows.tsv", "symbols.tsv"] {
        for (place, fields) in read(file)? {
            let [value, table_name, name] = fields.as_slice() else {
                return Err(format!("{place}: expected value, table, name").into());
            };
            let value = u32::from_str_radix(value, 16).map_err(|e| format!("{place}: {e}"))?;
            let table = table(&place, table_name)?;
            rows.insert((value, table, !name.starts_with(table.prefix()), name.clone()));
        }
    }
    Ok(rows)
}

fn meanings(values: &HashMap<String, u32>) -> Result<BTreeSet<Row>, Failure> {
    let mut rows = BTreeSet::new();
    for (place, fields) in read("meanings.tsv")? {
        let [key, table_name, meaning] = fields.as_slice() else {
            return Err(format!("{place}: expected symbol or number, table, meaning").into());
        };
        let value = match key.parse() {
            Ok(number) => number,
            Err(_) => resolve(&place, key, values)?,
        };
        rows.insert((value, table(&place, table_name)?, false, meaning.clone()));
    }
    Ok(rows)
}

fn resolve(place: &str, symbol: &str, values: &HashMap<String, u32>) -> Result<u32, Failure> {
    let known = values.get(&symbol.to_ascii_uppercase());
    known.copied().ok_or_else(|| format!("{place}: no symbol `{symbol}`").into())
}

/// Both directions of the NTSTATUS table; the way back keeps the file's order.
fn statuses(values: &HashMap<String, u32>) -> Result<(Pairs, Pairs), Failure> {
    let (mut forth, mut back) = (BTreeMap::new(), BTreeMap::new());
    for (place, fields) in read("ntstatus_win32.tsv")? {
        let [status, error] = fields.as_slice() else {
            return Err(format!("{place}: expected status, error").into());
        };
        let (status, error) = (resolve(&place, status, values)?, resolve(&place, error, values)?);
        if forth.insert(status, error).is_some() {
            return Err(format!("{place}: the status stands in the table twice").into());
        }
        back.entry(error).or_insert(status);
    }
    Ok((forth, back))
}

type Pairs = BTreeMap<u32, u32>;

/// Writes rows as an array of fixed layout; their texts go into one string.
fn write_rows(out: &mut String, name: &str, rows: &BTreeSet<Row>, text: &mut String) {
    let _ = writeln!(out, "pub(crate) static {name}: [Row; {}] = [", rows.len());
    for (value, table, _, words) in rows {
        let start = text.len();
        text.push_str(words);
        let (length, index) = (words.len(), *table as usize);
        let _ = writeln!(out, "    Row::new({value:#x}, {index}, {start}, {length}),");
    }
    out.push_str("];\n");
}

fn write_pairs(out: &mut String, name: &str, pairs: &Pairs) {
    let _ = writeln!(out, "pub(crate) static {name}: [(u32, u32); {}] = [", pairs.len());
    for (from, to) in pairs {
        let _ = writeln!(out, "    ({from:#x}, {to:#x}),");
    }
    out.push_str("];\n");
}

fn main() -> Result<(), Failure> {
    println!("cargo::rerun-if-changed=src/table.rs");
    let names = names()?;
    let mut values: HashMap<String, u32> = HashMap::new();
    for (value, .., name) in &names {
        if values.insert(name.to_ascii_uppercase(), *value).is_some_and(|other| other != *value) {
            return Err(format!("data: `{name}` has two values").into());
        }
    }
    let meanings = meanings(&values)?;
    let (forth, back) = statuses(&values)?;

    let (mut out, mut text) = (String::new(), String::new());
    write_rows(&mut out, "NAMES", &names, &mut text);
    write_rows(&mut out, "MEANINGS", &meanings, &mut text);
    let mut by_name: Vec<(String, usize)> =
        names.iter().enumerate().map(|(at, row)| (row.3.to_ascii_uppercase(), at)).collect();
    by_name.sort();
    let _ = writeln!(out, "pub(crate) static BY_NAME: [u16; {}] = [", by_name.len());
    for (_, at) in &by_name {
        let _ = writeln!(out, "    {},", u16::try_from(*at)?);
    }
    out.push_str("];\n");
    write_pairs(&mut out, "WIN32_OF_NTSTATUS", &forth);
    write_pairs(&mut out, "NTSTATUS_OF_WIN32", &back);
    let _ = writeln!(out, "pub(crate) static TEXT: &str = {text:?};");

    let folder = std::env::var_os("OUT_DIR").ok_or("OUT_DIR is not set: run by cargo")?;
    std::fs::write(Path::new(&folder).join("tables.rs"), out)?;
    Ok(())
}
