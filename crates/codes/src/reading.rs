//! What a value means: every reading, with its ground.

use crate::names::{meaning_in, names_in};
use crate::space::Space;
use crate::{Basis, Code, Table};

/// One meaning of a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// Why it is read so.
    pub basis: Basis,
    /// The number that carries the meaning: the value, or what it is made of (997 of
    /// `0xC00203E5`).
    pub code: Code,
    /// The symbolic names of that number, best known first; empty if none is known.
    pub names: Vec<&'static str>,
    /// What it means in a few words.
    pub meaning: Option<&'static str>,
    /// The fields of the value's bits, where it has such.
    pub parts: Option<Parts>,
}

/// The fields of an HRESULT, an NTSTATUS or a message code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parts {
    /// `success`, `information`, `warning` or `error`; an HRESULT has the first and the last.
    pub severity: &'static str,
    /// Whether the code is not Microsoft's.
    pub customer: bool,
    /// The facility's number.
    pub facility: u16,
    /// Names of the facility, without `FACILITY_`.
    pub facility_names: Vec<&'static str>,
    /// The number within the facility: the low word.
    pub code: u16,
}

impl Parts {
    /// Of an HRESULT (`winerror.h`).
    pub fn of_hresult(code: Code) -> Parts {
        let severity = if code.0 >> 31 == 1 { "error" } else { "success" };
        Parts::new(code, severity, Table::Facility)
    }

    /// Of an NTSTATUS or message code (`ntstatus.h`).
    pub fn of_ntstatus(code: Code) -> Parts {
        let severity = match code.0 >> 30 {
            0 => "success",
            1 => "information",
            2 => "warning",
            _ => "error",
        };
        Parts::new(code, severity, Table::NtFacility)
    }

    fn new(code: Code, severity: &'static str, facilities: Table) -> Parts {
        let facility = code.high_word() & 0xfff;
        let names = names_in(facilities, u32::from(facility));
        Parts {
            severity,
            customer: code.0 & 0x2000_0000 != 0,
            facility,
            facility_names: names.filter_map(|name| name.strip_prefix("FACILITY_")).collect(),
            code: code.low_word(),
        }
    }

    /// The fields in words: `severity error, facility 7 WIN32, code 5`.
    pub fn text(&self) -> String {
        let customer = if self.customer { ", customer code" } else { "" };
        let names = self.facility_names.join("/");
        let blank = if names.is_empty() { "" } else { " " };
        let Parts { severity, facility, code, .. } = self;
        format!("severity {severity}{customer}, facility {facility}{blank}{names}, code {code}")
    }
}

/// Every reading of the value, likeliest first.
///
/// ```
/// use kbq_codes::{Basis, Code, readings};
///
/// let readings = readings(Code(0xc00203e5));
/// assert_eq!(readings[0].basis, Basis::EventMessage);
/// assert_eq!(readings[0].code, Code(997));
/// assert_eq!(readings[0].names, ["ERROR_IO_PENDING"]);
/// ```
pub fn readings(code: Code) -> Vec<Reading> {
    let mut readings: Vec<Reading> =
        Space::of(code.0).flat_map(|space| direct(space, code)).collect();
    for space in Space::of(code.0) {
        for edge in space.edges(code.0).into_iter().filter(|edge| edge.decodes) {
            readings.push(derived(edge.basis, edge.space, Code(edge.value)));
        }
    }
    readings.extend(success(code));
    let known = readings.iter().any(|reading| reading.parts.is_some());
    if !known {
        readings.extend(by_bits(code));
    }
    readings
}

/// The readings of the value itself, one a table that knows it.
fn direct(space: Space, code: Code) -> impl Iterator<Item = Reading> {
    space.tables(code.0).iter().filter_map(move |&table| named(table, code))
}

fn named(table: Table, code: Code) -> Option<Reading> {
    let names: Vec<_> = names_in(table, code.0).collect();
    let meaning = meaning_in(table, code.0);
    if names.is_empty() && meaning.is_none() {
        return None;
    }
    let parts = match table {
        Table::Hresult | Table::Mapi => Some(Parts::of_hresult(code)),
        Table::NtStatus => Some(Parts::of_ntstatus(code)),
        _ => None,
    };
    Some(Reading { basis: Basis::Table(table), code, names, meaning, parts })
}

/// The reading of what the value is made of: names and meaning of all its tables.
fn derived(basis: Basis, space: Space, code: Code) -> Reading {
    let tables = space.tables(code.0);
    let names = tables.iter().flat_map(|&table| names_in(table, code.0)).collect();
    let meaning = tables.iter().find_map(|&table| meaning_in(table, code.0));
    Reading { basis, code, names, meaning, parts: None }
}

/// Readings as a success: least likely when somebody has an error in hand.
fn success(code: Code) -> impl Iterator<Item = Reading> {
    let tables: &[Table] = match code.0 {
        0 => &[Table::Win32, Table::Jet, Table::NtStatus, Table::Hresult],
        1..0x8000_0000 => &[Table::NtStatus, Table::Hresult, Table::Mapi],
        _ => &[],
    };
    tables.iter().filter_map(move |&table| named(table, code))
}

/// What the bits say when no table knows the value.
fn by_bits(code: Code) -> Vec<Reading> {
    let reading = |basis, parts| Reading {
        basis,
        code,
        names: Vec::new(),
        meaning: None,
        parts: Some(parts),
    };
    let hresult = || reading(Basis::Hresult, Parts::of_hresult(code));
    let ntstatus = || reading(Basis::NtStatus, Parts::of_ntstatus(code));
    match code.0 {
        // Small numbers have no fields, nor has a small negative one.
        0..0x4000_0000 | 0xffff_0000.. => Vec::new(),
        0x4000_0000..0x8000_0000 => vec![ntstatus()],
        0x8000_0000..0xc000_0000 => vec![hresult()],
        0xc000_0000.. => vec![ntstatus(), hresult()],
    }
}

impl Code {
    /// The number as people know it: small ones decimal, small negative ones signed, others hex.
    pub fn number(self) -> String {
        match self.0 {
            0..=0xffff => self.0.to_string(),
            0xffff_0000.. => self.signed().to_string(),
            _ => self.to_string(),
        }
    }

    /// The code and its likeliest meaning, on one line.
    ///
    /// ```
    /// use kbq_codes::Code;
    ///
    /// assert_eq!(Code(0xc00203e5).label(), "0xc00203e5 · 997 ERROR_IO_PENDING");
    /// assert_eq!(Code(-1018_i32 as u32).label(), "-1018 · JET_errReadVerifyFailure");
    /// assert_eq!(Code(0x80070035).label(), "0x80070035 · 53 ERROR_BAD_NETPATH");
    /// assert_eq!(Code(0x12345678).label(), "0x12345678");
    /// ```
    pub fn label(self) -> String {
        let number = self.number();
        let readings = readings(self);
        let first = readings.iter().find(|reading| reading.words().is_some());
        match first.and_then(|reading| Some((reading, reading.words()?))) {
            Some((reading, words)) if reading.code == self => format!("{number} · {words}"),
            Some((reading, words)) => format!("{number} · {} {words}", reading.code.number()),
            None => number,
        }
    }

    /// The code as a stop code, with its name.
    ///
    /// ```
    /// use kbq_codes::Code;
    ///
    /// assert_eq!(Code(0xa).stop_label(), "STOP 0x0000000a · IRQL_NOT_LESS_OR_EQUAL");
    /// ```
    pub fn stop_label(self) -> String {
        let stops = [Table::Stop, Table::NtStatus];
        match stops.into_iter().find_map(|table| names_in(table, self.0).next()) {
            Some(name) => format!("STOP {self} · {name}"),
            None => format!("STOP {self}"),
        }
    }
}

impl Reading {
    /// The best-known name, or what it means.
    fn words(&self) -> Option<&'static str> {
        self.names.first().copied().or(self.meaning)
    }
}
