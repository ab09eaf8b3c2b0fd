//! The tables that names and meanings come from. The build script reads this file too.

/// Declares the tables: one row gives the variant, its name in `data/*.tsv`, how most of its
/// symbols begin, and its title.
macro_rules! tables {
    ($($(#[doc = $doc:literal])+ $variant:ident = $name:literal, $prefix:literal, $title:literal;)+) => {
        /// A set of values with names of its own: the same number means something else in another.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Table {
            $($(#[doc = $doc])+ $variant,)+
        }

        impl Table {
            /// Every table, best known first: of equal values the first table's name is shown.
            pub const ALL: &'static [Table] = &[$(Table::$variant),+];

            /// The name used in data files and in JSON.
            pub fn name(self) -> &'static str {
                match self { $(Table::$variant => $name,)+ }
            }

            /// How most of its symbols begin: of several for one value, such a one is shown first.
            pub fn prefix(self) -> &'static str {
                match self { $(Table::$variant => $prefix,)+ }
            }

            /// What a value of the table is, for a person.
            pub fn title(self) -> &'static str {
                match self { $(Table::$variant => $title,)+ }
            }
        }
    };
}

tables! {
    /// Win32 errors, `winerror.h`.
    Win32 = "win32", "ERROR_", "Win32 error";
    /// NT status values, `ntstatus.h`.
    NtStatus = "ntstatus", "STATUS_", "NTSTATUS";
    /// COM and OLE results, `winerror.h`, `oledberr.h`, `urlmon.h`, `tapi3err.h` and others.
    Hresult = "hresult", "E_", "HRESULT";
    /// Extended MAPI results, `mapicode.h`.
    Mapi = "mapi", "MAPI_E_", "MAPI result";
    /// JET and ESE errors, `esent.h`.
    Jet = "jet", "JET_err", "JET/ESE error";
    /// LAN Manager errors from 2100 on, `lmerr.h`.
    NetApi = "netapi", "NERR_", "network management error";
    /// Windows Sockets errors from 10004 on, `winsock2.h`.
    Winsock = "winsock", "WSAE", "Windows Sockets error";
    /// RPC run-time status values, `rpcnterr.h`.
    Rpc = "rpc", "RPC_S_", "RPC status";
    /// Remote access errors from 600 on, `raserror.h` and `mprerror.h`.
    Ras = "ras", "ERROR_", "remote access error";
    /// Bug checks, `bugcodes.h`.
    Stop = "stop", "", "stop code";
    /// Telephony API errors, `tapi.h`.
    Tapi = "tapi", "LINEERR_", "TAPI error";
    /// Trappable errors of Visual Basic and VBScript.
    VisualBasic = "vb", "CTL_E_", "Visual Basic run-time error";
    /// Facilities of an HRESULT, `winerror.h`.
    Facility = "facility", "FACILITY_", "HRESULT facility";
    /// Facilities of an NTSTATUS, `ntstatus.h`.
    NtFacility = "nt-facility", "FACILITY_", "NTSTATUS facility";
}
