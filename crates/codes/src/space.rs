//! Which numbers speak of the same error: a small graph over the ways in which codes are made of
//! other codes.

use std::ops::RangeInclusive;

use crate::names::{is_named, meaning_in, ntstatus_of_win32, win32_of_ntstatus};
use crate::{Basis, Table};

/// What kind of number a value is taken for; 5 is one thing as a Win32 error, another as a
/// Visual Basic one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Space {
    Win32,
    VisualBasic,
    Stop,
    NtStatus,
    Hresult,
    Jet,
    /// A message of the event log.
    Message,
}

/// From a number to another that says the same.
pub(crate) struct Edge {
    pub(crate) basis: Basis,
    pub(crate) space: Space,
    pub(crate) value: u32,
    /// Whether it leads to what the number is made of; if not, to what is made of it.
    pub(crate) decodes: bool,
}

const FACILITY_MASK: u32 = 0xffff_0000;
const WIN32_HRESULT: u32 = 0x8007_0000;
const VISUAL_BASIC_HRESULT: u32 = 0x800a_0000;
const STORAGE_HRESULT: u32 = 0x8003_0000;
/// The last DOS error that structured storage took over: `STG_E_MEDIUMFULL`.
const LAST_DOS_ERROR: u32 = 0x70;
const NT_BIT: u32 = 0x1000_0000;
/// Facilities from here on are an application's own and so are their numbers (Exchange's
/// directory: `0xC1010AAE`).
const FIRST_OWN_FACILITY: u32 = 0x100;

/// Numbers that Win32 got after the archive's time; before, they were those of remote access and
/// of Visual Basic alone, which are likelier meant.
const LATER_WIN32: [RangeInclusive<u32>; 3] = [300..=486, 488..=533, 537..=993];

impl Space {
    /// Every kind, likeliest first.
    const ALL: [Space; 7] = [
        Space::Win32,
        Space::VisualBasic,
        Space::Stop,
        Space::Jet,
        Space::Hresult,
        Space::NtStatus,
        Space::Message,
    ];

    /// The tables of this kind of number, likeliest first.
    pub(crate) fn tables(self, value: u32) -> &'static [Table] {
        match self {
            Space::Win32 if is_later_win32(value) => &[Table::Ras, Table::Win32],
            Space::Win32 => &[Table::Win32, Table::Rpc, Table::Winsock, Table::NetApi, Table::Ras],
            Space::VisualBasic => &[Table::VisualBasic],
            Space::Stop => &[Table::Stop],
            Space::NtStatus => &[Table::NtStatus],
            Space::Hresult => &[Table::Hresult, Table::Mapi, Table::Tapi, Table::VisualBasic],
            Space::Jet => &[Table::Jet],
            Space::Message => &[],
        }
    }

    pub(crate) fn names(self, value: u32) -> bool {
        self.tables(value).iter().any(|&table| is_named(table, value))
    }

    /// The kinds that the value can be, whether or not a table names it.
    pub(crate) fn of(value: u32) -> impl Iterator<Item = Space> {
        let mut spaces = Space::ALL;
        if is_later_win32(value) && !is_named(Table::Ras, value) {
            spaces.swap(0, 1);
        }
        spaces.into_iter().filter(move |space| space.holds(value))
    }

    fn holds(self, value: u32) -> bool {
        match self {
            Space::Win32 => value > 0 && value <= 0xffff && self.names(value),
            Space::VisualBasic => is_visual_basic(value),
            Space::Stop => self.names(value),
            Space::Jet => value > 0 && (self.names(value) || self.names(sign_extended(value))),
            Space::Hresult => (0x8000_0000..0xffff_0000).contains(&value),
            Space::NtStatus => value >= 0x8000_0000 && value & NT_BIT == 0,
            Space::Message => is_message(value),
        }
    }

    /// The numbers that say the same as this one.
    pub(crate) fn edges(self, value: u32) -> Vec<Edge> {
        let down = |basis, space, value| Edge { basis, space, value, decodes: true };
        let up = |basis, space, value| Edge { basis, space, value, decodes: false };
        let low = value & 0xffff;
        let mut edges = Vec::new();
        match self {
            Space::Win32 => {
                edges.push(up(Basis::HresultFromWin32, Space::Hresult, WIN32_HRESULT | value));
                if let Some(status) = ntstatus_of_win32(value) {
                    edges.push(up(Basis::NtStatusToWin32, Space::NtStatus, status));
                }
                if value <= LAST_DOS_ERROR && is_named(Table::Hresult, STORAGE_HRESULT | value) {
                    edges.push(up(Basis::StorageHresult, Space::Hresult, STORAGE_HRESULT | value));
                }
            }
            Space::VisualBasic => {
                let made = VISUAL_BASIC_HRESULT | value;
                edges.push(up(Basis::RunTimeHresult, Space::Hresult, made));
            }
            Space::Stop if is_named(Table::Stop, low) && value == NT_BIT | low => {
                edges.push(down(Basis::DumpStop, Space::Stop, low));
            }
            Space::Stop if is_named(Table::Stop, NT_BIT | value) && value != NT_BIT | value => {
                edges.push(up(Basis::DumpStop, Space::Stop, NT_BIT | value));
            }
            Space::Stop => {}
            Space::NtStatus => {
                if let Some(error) = win32_of_ntstatus(value) {
                    edges.push(down(Basis::NtStatusToWin32, Space::Win32, error));
                }
                if self.names(value) {
                    edges.push(up(Basis::HresultFromNt, Space::Hresult, value | NT_BIT));
                }
            }
            Space::Hresult if value & NT_BIT != 0 && Space::NtStatus.names(value & !NT_BIT) => {
                edges.push(down(Basis::HresultFromNt, Space::NtStatus, value & !NT_BIT));
            }
            Space::Hresult => match value & FACILITY_MASK {
                WIN32_HRESULT if low != 0 => {
                    edges.push(down(Basis::HresultFromWin32, Space::Win32, low));
                }
                VISUAL_BASIC_HRESULT if low != 0 => {
                    edges.push(down(Basis::RunTimeHresult, Space::VisualBasic, low));
                }
                STORAGE_HRESULT if (1..=LAST_DOS_ERROR).contains(&low) => {
                    edges.push(down(Basis::StorageHresult, Space::Win32, low));
                }
                _ => {}
            },
            Space::Jet if value <= 0xffff => {
                let whole = sign_extended(value);
                if whole != value && self.names(whole) {
                    edges.push(down(Basis::SignExtended, Space::Jet, whole));
                }
            }
            Space::Jet if sign_extended(low) == value => {
                edges.push(up(Basis::SignExtended, Space::Jet, low));
            }
            Space::Jet => {}
            Space::Message => edges.push(down(Basis::EventMessage, Space::Win32, low)),
        }
        edges
    }
}

fn is_later_win32(value: u32) -> bool {
    LATER_WIN32.iter().any(|range| range.contains(&value))
}

fn is_visual_basic(value: u32) -> bool {
    value <= 0xffff && meaning_in(Table::VisualBasic, value).is_some()
}

/// Whether the value is a message code whose low word is a Win32 error: an error or information
/// (the top bits of a warning are those of an HRESULT), of a facility of the system, that no
/// table has under a name of its own.
fn is_message(value: u32) -> bool {
    let severity = value >> 30;
    let facility = (value >> 16) & 0xfff;
    matches!(severity, 1 | 3)
        && value & NT_BIT == 0
        && facility < FIRST_OWN_FACILITY
        && !Space::NtStatus.names(value)
        && !Space::Hresult.names(value)
        && Space::Win32.holds(value & 0xffff)
}

fn sign_extended(value: u32) -> u32 {
    if value > 0x7fff && value <= 0xffff { value | 0xffff_0000 } else { value }
}
