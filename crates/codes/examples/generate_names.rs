//! Writes `data/windows.tsv` from the constants of the `windows-sys` crate.
//!
//! ```text
//! cargo run -p kbq-codes --example generate_names -- \
//!     ~/.cargo/registry/src/*/windows-sys-0.61.2 crates/codes/data/windows.tsv
//! ```
//!
//! The crate is read as source text, so that kbq does not depend on it. Which constants are
//! taken, and into which table, says [`RULES`].
#![allow(clippy::disallowed_methods, reason = "a generator reads and writes files")]

use std::collections::BTreeSet;
use std::error::Error;
use std::path::Path;

use kbq_codes::Table;

/// Constants of one module that belong to one table.
struct Rule {
    /// The folder below `src/Windows` with the module's `mod.rs`.
    module: &'static str,
    /// The constant's type, without its path.
    kind: &'static str,
    /// What its name begins with.
    prefix: &'static str,
    /// The values that are errors; the rest are sizes, flags and markers of the same type.
    values: std::ops::RangeInclusive<i64>,
    table: Table,
}

const ANY: std::ops::RangeInclusive<i64> = i64::MIN..=i64::MAX;

const fn rule(
    module: &'static str,
    kind: &'static str,
    prefix: &'static str,
    values: std::ops::RangeInclusive<i64>,
    table: Table,
) -> Rule {
    Rule { module, kind, prefix, values, table }
}

const RULES: &[Rule] = &[
    rule("Win32/Foundation", "WIN32_ERROR", "", ANY, Table::Win32),
    rule("Win32/Foundation", "u32", "ERROR_", ANY, Table::Win32),
    rule("Win32/Foundation", "i32", "RPC_X_", ANY, Table::Rpc),
    rule("Win32/Foundation", "NTSTATUS", "", ANY, Table::NtStatus),
    rule("Win32/Security/Credentials", "NTSTATUS", "", ANY, Table::NtStatus),
    rule("Win32/Foundation", "HRESULT", "", ANY, Table::Hresult),
    rule("Win32/Foundation", "NTSTATUS_FACILITY_CODE", "FACILITY_", 0..=0xfff, Table::NtFacility),
    rule(
        "Win32/System/Diagnostics/Debug",
        "FACILITY_CODE",
        "FACILITY_",
        0..=0xfff,
        Table::Facility,
    ),
    rule("Win32/System/Diagnostics/Debug", "BUGCHECK_ERROR", "", ANY, Table::Stop),
    rule("Win32/System/Search", "HRESULT", "", ANY, Table::Hresult),
    rule("Win32/System/Ole", "HRESULT", "", ANY, Table::Hresult),
    rule("Win32/System/Com/Urlmon", "HRESULT", "", ANY, Table::Hresult),
    rule("Win32/System/MessageQueuing", "HRESULT", "", ANY, Table::Hresult),
    rule("Win32/Networking/ActiveDirectory", "HRESULT", "", ANY, Table::Hresult),
    rule("Win32/Security/Cryptography", "HRESULT", "", ANY, Table::Hresult),
    rule("Win32/Media/Multimedia", "HRESULT", "NS_", ANY, Table::Hresult),
    rule("Win32/Storage/IndexServer", "HRESULT", "", ANY, Table::Hresult),
    rule("Win32/Devices/Tapi", "HRESULT", "TAPI_", ANY, Table::Hresult),
    rule("Win32/Devices/Tapi", "u32", "LINEERR_", ANY, Table::Tapi),
    rule("Win32/Devices/Tapi", "u32", "PHONEERR_", ANY, Table::Tapi),
    rule("Win32/Storage/Jet", "i32", "JET_err", ANY, Table::Jet),
    rule("Win32/Storage/Jet", "u32", "JET_wrn", ANY, Table::Jet),
    rule("Win32/NetworkManagement/NetManagement", "u32", "NERR_", 2100..=2999, Table::NetApi),
    rule("Win32/NetworkManagement/Rras", "u32", "ERROR_", 600..=999, Table::Ras),
    rule("Win32/Networking/WinSock", "WSA_ERROR", "WSA", 10004..=11999, Table::Winsock),
    rule("Win32/System/Rpc", "RPC_STATUS", "RPC_", 1700..=1999, Table::Rpc),
    rule("Win32/System/Rpc", "RPC_STATUS", "EPT_", 1700..=1999, Table::Rpc),
];

/// A row of the output, in its order.
type Row = (u32, &'static str, String);

/// The name, type and value of a line `pub const NAME: TYPE = VALUE;`.
fn constant(line: &str) -> Option<(&str, &str, i64)> {
    let (name, rest) = line.strip_prefix("pub const ")?.split_once(": ")?;
    let (kind, value) = rest.strip_suffix(';')?.split_once(" = ")?;
    let kind = kind.rsplit("::").next()?;
    let value = value.trim_end_matches(" as _").trim_end_matches("u32").trim_end_matches("i32");
    let value = value.trim_end_matches('_');
    let number = match value.strip_prefix("0x") {
        Some(digits) => i64::from_str_radix(digits, 16).ok()?,
        None => value.parse().ok()?,
    };
    Some((name, kind, number))
}

fn rows(rule: &Rule, source: &str) -> Result<Vec<Row>, Box<dyn Error>> {
    let mut rows = Vec::new();
    for (name, kind, value) in source.lines().filter_map(constant) {
        if kind == rule.kind && name.starts_with(rule.prefix) && rule.values.contains(&value) {
            // The type holds 32 bits, signed or not; the bits are the value.
            let bits = (value & 0xffff_ffff) as u32;
            rows.push((bits, rule.table.name(), name.to_owned()));
        }
    }
    if rows.is_empty() {
        return Err(format!("{}: no constant of type {}", rule.module, rule.kind).into());
    }
    Ok(rows)
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args_os().skip(1);
    let (Some(windows_sys), Some(output)) = (arguments.next(), arguments.next()) else {
        return Err("usage: generate_names WINDOWS_SYS_FOLDER OUTPUT.tsv".into());
    };
    let mut all = BTreeSet::new();
    for rule in RULES {
        let path = Path::new(&windows_sys).join("src/Windows").join(rule.module).join("mod.rs");
        let source = std::fs::read_to_string(&path)
            .map_err(|error| format!("{}: {error}", path.display()))?;
        all.extend(rows(rule, &source)?);
    }
    let mut text = String::from(
        "# Value, table, name. Generated from windows-sys by examples/generate_names.rs.\n",
    );
    for (value, table, name) in all {
        text.push_str(&format!("{value:08x}\t{table}\t{name}\n"));
    }
    std::fs::write(&output, text)?;
    Ok(())
}
