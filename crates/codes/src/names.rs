//! Names and meanings of values, by binary search in tables laid out when the crate is built.

use crate::{Code, Table};

/// One row of a table; its text stands in `TEXT`.
pub(crate) struct Row {
    value: u32,
    start: u32,
    length: u8,
    table: u8,
}

impl Row {
    const fn new(value: u32, table: u8, start: u32, length: u8) -> Row {
        Row { value, start, length, table }
    }

    fn text(&self) -> &'static str {
        let start = self.start as usize;
        tables::TEXT.get(start..start + usize::from(self.length)).unwrap_or_default()
    }

    fn table(&self) -> Table {
        Table::ALL.get(usize::from(self.table)).copied().unwrap_or(Table::Win32)
    }
}

/// Written by `build.rs` from `data/*.tsv`.
mod tables {
    use super::Row;
    include!(concat!(env!("OUT_DIR"), "/tables.rs"));
}

/// A symbolic name of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Name {
    /// The table that gives it.
    pub table: Table,
    /// The constant as its header writes it (`ERROR_IO_PENDING`, `JET_errReadVerifyFailure`).
    pub symbol: &'static str,
}

/// Every name of the value, best-known table first.
///
/// ```
/// use kbq_codes::{Code, Table, names_of};
///
/// let names: Vec<_> = names_of(Code(0x7b)).map(|name| (name.table, name.symbol)).collect();
/// assert!(names.contains(&(Table::Win32, "ERROR_INVALID_NAME")));
/// assert!(names.contains(&(Table::Stop, "INACCESSIBLE_BOOT_DEVICE")));
/// ```
pub fn names_of(code: Code) -> impl Iterator<Item = Name> + Clone {
    rows_of(&tables::NAMES, code.0).map(|row| Name { table: row.table(), symbol: row.text() })
}

/// The value of a symbolic name; case does not matter.
///
/// ```
/// use kbq_codes::{Code, value_of};
///
/// assert_eq!(value_of("ERROR_IO_PENDING"), Some(Code(997)));
/// assert_eq!(value_of("jet_errreadverifyfailure"), Some(Code(-1018_i32 as u32)));
/// assert_eq!(value_of("ERROR_OF_MY_OWN"), None);
/// ```
pub fn value_of(symbol: &str) -> Option<Code> {
    let wanted = symbol.trim();
    let position = tables::BY_NAME.binary_search_by(|&at| {
        let name = tables::NAMES.get(usize::from(at)).map(Row::text).unwrap_or_default();
        let name = name.bytes().map(|byte| byte.to_ascii_uppercase());
        name.cmp(wanted.bytes().map(|byte| byte.to_ascii_uppercase()))
    });
    let at = tables::BY_NAME.get(position.ok()?)?;
    tables::NAMES.get(usize::from(*at)).map(|row| Code(row.value))
}

/// The names of one table, in order.
pub(crate) fn names_in(table: Table, value: u32) -> impl Iterator<Item = &'static str> + Clone {
    names_of(Code(value)).filter(move |name| name.table == table).map(|name| name.symbol)
}

/// Whether the table names the value.
pub(crate) fn is_named(table: Table, value: u32) -> bool {
    names_in(table, value).next().is_some()
}

/// What the value means as one of this table, in a few words.
pub(crate) fn meaning_in(table: Table, value: u32) -> Option<&'static str> {
    rows_of(&tables::MEANINGS, value).find(|row| row.table() == table).map(Row::text)
}

/// The Win32 error that the system makes of an NTSTATUS (`RtlNtStatusToDosError`).
pub(crate) fn win32_of_ntstatus(status: u32) -> Option<u32> {
    paired(&tables::WIN32_OF_NTSTATUS, status)
}

/// The NTSTATUS that a Win32 error is most often made from.
pub(crate) fn ntstatus_of_win32(error: u32) -> Option<u32> {
    paired(&tables::NTSTATUS_OF_WIN32, error)
}

fn paired(pairs: &[(u32, u32)], from: u32) -> Option<u32> {
    let at = pairs.binary_search_by_key(&from, |pair| pair.0).ok()?;
    pairs.get(at).map(|pair| pair.1)
}

fn rows_of(rows: &'static [Row], value: u32) -> std::slice::Iter<'static, Row> {
    let first = rows.partition_point(|row| row.value < value);
    let end = rows.partition_point(|row| row.value <= value);
    rows.get(first..end).unwrap_or_default().iter()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_symbol_leads_to_its_value_and_back() {
        for row in &tables::NAMES {
            let code = Code(row.value);
            assert_eq!(value_of(row.text()), Some(code), "{}", row.text());
            assert!(names_of(code).any(|name| name.symbol == row.text()));
        }
        assert!(tables::NAMES.len() > 13_000, "the generated table is complete");
    }

    #[test]
    fn names_of_the_archive_are_known() {
        let known = [
            ("IRQL_NOT_LESS_OR_EQUAL", 0xa),
            ("KMODE_EXCEPTION_NOT_HANDLED", 0x1e),
            ("PAGE_FAULT_IN_NONPAGED_AREA", 0x50),
            ("MAPI_E_FAILONEPROVIDER", 0x8004_011d),
            ("MAPI_E_LOGON_FAILED", 0x8004_0111),
            ("WSAEADDRINUSE", 10048),
            ("NERR_UserNotFound", 2221),
            ("RPC_S_SERVER_UNAVAILABLE", 1722),
            ("EPT_S_NOT_REGISTERED", 1753),
            ("ERROR_NO_CARRIER", 679),
            ("STATUS_LOGON_FAILURE", 0xc000_006d),
            ("JET_errFileAccessDenied", -1032_i32 as u32),
            ("DB_E_ERRORSOCCURRED", 0x8004_0e21),
            ("REGDB_E_CLASSNOTREG", 0x8004_0154),
            ("DISP_E_TYPEMISMATCH", 0x8002_0005),
        ];
        for (symbol, value) in known {
            assert_eq!(value_of(symbol), Some(Code(value)), "{symbol}");
        }
    }

    #[test]
    fn statuses_map_to_win32_as_the_system_does() {
        assert_eq!(win32_of_ntstatus(0xc000_0022), Some(5));
        assert_eq!(ntstatus_of_win32(5), Some(0xc000_0022));
        assert_eq!(win32_of_ntstatus(0xc000_0005), Some(998));
        assert_eq!(win32_of_ntstatus(0xc002_0017), Some(1722));
        assert_eq!(win32_of_ntstatus(0xdead_beef), None);
    }
}
