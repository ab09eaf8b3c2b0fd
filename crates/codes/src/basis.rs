//! Why a value is read as something, or speaks of the same thing as another value.

use crate::Table;

/// Declares the derivations: one row gives the variant, its name and its text.
macro_rules! derivations {
    ($($(#[doc = $doc:literal])+ $variant:ident = $name:literal, $text:literal;)+) => {
        /// The ground on which a value means something.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Basis {
            /// The value itself is one of this table.
            Table(Table),
            $($(#[doc = $doc])+ $variant,)+
        }

        impl Basis {
            /// The name used in JSON.
            pub fn name(self) -> &'static str {
                match self {
                    Basis::Table(table) => table.name(),
                    $(Basis::$variant => $name,)+
                }
            }

            /// The ground in words.
            pub fn text(self) -> &'static str {
                match self {
                    Basis::Table(table) => table.title(),
                    $(Basis::$variant => $text,)+
                }
            }
        }
    };
}

derivations! {
    /// `0x8007nnnn`: `HRESULT_FROM_WIN32` of `winerror.h`.
    HresultFromWin32 = "hresult-from-win32", "HRESULT made of a Win32 error";
    /// Bit 28 set: `HRESULT_FROM_NT` of `winerror.h`.
    HresultFromNt = "hresult-from-nt", "HRESULT made of an NTSTATUS";
    /// `RtlNtStatusToDosError` (Q113996).
    NtStatusToWin32 = "ntstatus-to-win32", "NTSTATUS and the Win32 error made of it";
    /// `0x800Annnn`: the facility of Visual Basic and its script engines.
    RunTimeHresult = "hresult-from-vb", "HRESULT made of a Visual Basic run-time error";
    /// `0x8003nnnn`: structured storage keeps the numbers of DOS.
    StorageHresult = "hresult-from-dos", "storage HRESULT made of a DOS error";
    /// The low word of a message code, of an error or an information (`0xC00203E5`).
    EventMessage = "event-message", "low word of an event message code";
    /// `0x1000nnnn`: stop codes as small dumps show them.
    DumpStop = "dump-stop", "stop code as a small dump shows it";
    /// 16 bits of a negative number (`0xFC06` of -1018).
    SignExtended = "sign-extended", "16 bits of a negative number";
    /// Severity, customer bit and facility alone: no table names the value.
    Hresult = "hresult-parts", "HRESULT by its bits";
    /// The same, of an NTSTATUS or event message.
    NtStatus = "ntstatus-parts", "NTSTATUS by its bits";
}
