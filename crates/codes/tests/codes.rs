//! Real codes in the notations in which articles and dialogs give them.

use kbq_codes::{Basis, Code, Notation, Table, ToolCode, notations, readings, related, value_of};
use proptest::prelude::*;

fn value(text: &str) -> Option<u32> {
    Code::parse(text).map(|(code, _)| code.0)
}

#[test]
fn one_value_in_every_notation() {
    let rows: &[(u32, &[&str])] = &[
        (
            0xc002_03e5,
            &[
                "0xC00203E5",
                "0Xc00203e5",
                "0xc00203e5",
                "C00203E5",
                "c00203e5",
                "&HC00203E5",
                "&hc00203e5&",
                "C00203E5h",
                "-1073609755",
                "3221357541",
                "'0xC00203E5'",
                "(c00203e5)",
                "\u{201c}0xc00203e5\u{201d}.",
                "0xC00203E5L",
                "\u{2212}1073609755",
                "\u{2013}1073609755",
                "0xffffffffc00203e5",
                "18446744072635941861",
                "#0xc00203e5",
            ],
        ),
        // A zero too many (Q175441, Q151989), and zeros before (the labels' `0080070057`).
        (0xc000_0005, &["0xc00000005", "c00000005", "C0000005h", "c0000005:", "-1073741819"]),
        (0x1e, &["0x00000001E", "0x1E", "0000001E", "0x1e", "1Eh", "30", "00030"]),
        (0x8007_0057, &["0080070057", "80070057", "0x80070057", "-2147024809", "0x800070057"]),
        (0x8000_4005, &["80004005", "'80004005'", "-2147467259", "&H80004005", "0x80004005"]),
        (1726, &["1726", "1726L", "0x6BE", "(1726)", "01726"]),
        (-1018_i32 as u32, &["-1018", "0xFFFFFC06", "fffffc06", "4294966278", "fffffffffffffc06"]),
        (0x2f8, &["2F8h", "0x2f8", "760"]),
        (0xd000_0022, &["d0000022", "0xD0000022"]),
        (0x084c_0000, &["084C0000"]),
        (0, &["0", "0x0", "00000000", "-0"]),
        (0x8000_0000, &["-2147483648", "2147483648", "0x80000000"]),
        (u32::MAX, &["-1", "0xFFFFFFFF", "4294967295"]),
    ];
    for (expected, texts) in rows {
        for text in *texts {
            assert_eq!(value(text), Some(*expected), "{text}");
        }
    }
}

#[test]
fn what_is_no_code_is_none() {
    let others = [
        "",
        " ",
        "-",
        "0x",
        "&H",
        "h",
        "each",
        "beach",
        "1E",
        "7B",
        "C0",
        "cluster",
        "error",
        "4294967296",
        "-2147483649",
        "0x1234567890",
        "0xG",
        "1.5",
        "5.5.2423.0",
        "c00203e",
        "Q263029",
        "0x80070005-F0000000",
        "１２",
        "٣",
        "\u{feff}",
        "-0x5",
        "12 34",
        "18446744073709551616",
    ];
    for text in others {
        assert_eq!(value(text), None, "{text:?}");
    }
}

#[test]
fn doubtful_notations_are_told() {
    let doubtful = ["53", "1726", "1726L", "12h", "0000000A", "00000010", "12345678", "deadbeef"];
    for text in doubtful {
        let (_, notation) = Code::parse(text).expect(text);
        assert!(notation.is_doubtful(), "{text} is {}", notation.name());
    }
    let sure = ["0x35", "-1018", "3221357541", "80004005", "c1010aae", "2F8h", "&H35", "80110401"];
    for text in sure {
        let (_, notation) = Code::parse(text).expect(text);
        assert!(!notation.is_doubtful(), "{text} is {}", notation.name());
    }
    assert_eq!(Code::parse("12345678").map(|(code, _)| code.0), Some(12_345_678));
}

#[test]
fn stop_codes_short_and_long() {
    let rows: &[(u32, &[&str])] = &[
        (0xa, &["0xA", "0x0A", "0A", "A", "a", "0x0000000A", "0000000A", "0x0000000a,", "Ah"]),
        (0x1e, &["1E", "0x1E", "0x00000001E"]),
        (0x50, &["50", "0x50", "0x00000050"]),
        (0xc000_021a, &["c000021a", "0xC000021A", "C000021A:"]),
    ];
    for (expected, texts) in rows {
        for text in *texts {
            assert_eq!(Code::parse_stop(text), Some(Code(*expected)), "{text}");
        }
    }
    for text in ["", "error", "0x", "screen", "(", "-5"] {
        assert_eq!(Code::parse_stop(text), None, "{text}");
    }
}

/// The readings as `basis number first-name`.
fn read(value: u32) -> Vec<String> {
    let line = |reading: kbq_codes::Reading| {
        let name = reading.names.first().copied().or(reading.meaning).unwrap_or("?");
        format!("{} {} {name}", reading.basis.name(), reading.code.number())
    };
    readings(Code(value)).into_iter().map(line).collect()
}

#[test]
fn readings_of_real_codes() {
    let rows: &[(u32, &[&str])] = &[
        (0xc002_03e5, &["event-message 997 ERROR_IO_PENDING"]),
        (
            0x8007_0005,
            &["hresult 0x80070005 E_ACCESSDENIED", "hresult-from-win32 5 ERROR_ACCESS_DENIED"],
        ),
        (
            0xc000_0022,
            &[
                "ntstatus 0xc0000022 STATUS_ACCESS_DENIED",
                "ntstatus-to-win32 5 ERROR_ACCESS_DENIED",
            ],
        ),
        (0xd000_0022, &["hresult-from-nt 0xc0000022 STATUS_ACCESS_DENIED"]),
        (0x8004_011d, &["mapi 0x8004011d MAPI_E_FAILONEPROVIDER"]),
        (0x800a_01ad, &["hresult-from-vb 429 ActiveX component can't create the object"]),
        (
            0x8003_0002,
            &["hresult 0x80030002 STG_E_FILENOTFOUND", "hresult-from-dos 2 ERROR_FILE_NOT_FOUND"],
        ),
        (429, &["vb 429 ActiveX component can't create the object"]),
        (0xffff_fc06, &["jet -1018 JET_errReadVerifyFailure"]),
        (0xfc06, &["sign-extended -1018 JET_errReadVerifyFailure"]),
        (
            0x1000_007e,
            &[
                "stop 0x1000007e SYSTEM_THREAD_EXCEPTION_NOT_HANDLED_M",
                "dump-stop 126 SYSTEM_THREAD_EXCEPTION_NOT_HANDLED",
            ],
        ),
        (
            53,
            &[
                "win32 53 ERROR_BAD_NETPATH",
                "vb 53 file not found",
                "stop 53 NO_MORE_IRP_STACK_LOCATIONS",
            ],
        ),
        (720, &["ras 720 ERROR_PPP_NO_PROTOCOLS_CONFIGURED"]),
        (1722, &["rpc 1722 RPC_S_SERVER_UNAVAILABLE"]),
        (10048, &["winsock 10048 WSAEADDRINUSE"]),
        (2221, &["netapi 2221 NERR_UserNotFound"]),
        (0xc101_0aae, &["ntstatus-parts 0xc1010aae ?", "hresult-parts 0xc1010aae ?"]),
        (0x8004_0e21, &["hresult 0x80040e21 DB_E_ERRORSOCCURRED"]),
        (0, &["win32 0 ERROR_SUCCESS", "jet 0 JET_errSuccess"]),
    ];
    for (value, expected) in rows {
        let found = read(*value);
        for line in *expected {
            assert!(found.iter().any(|l| l == line), "{value:#x}: no {line} in {found:#?}");
        }
        assert_eq!(found.first().map(String::as_str), expected.first().copied(), "{value:#x}");
    }
    assert_eq!(read(0x0123_4567), [""; 0], "nothing is made up");
}

#[test]
fn the_fields_are_told() {
    let parts = |value| {
        let readings = readings(Code(value));
        readings.into_iter().find_map(|reading| reading.parts).map(|parts| parts.text())
    };
    assert_eq!(parts(0x8007_0005).as_deref(), Some("severity error, facility 7 WIN32, code 5"));
    assert_eq!(
        parts(0xc002_03e5).as_deref(),
        Some("severity error, facility 2 RPC_RUNTIME, code 997")
    );
    assert_eq!(
        parts(0xe123_0001).as_deref(),
        Some("severity error, customer code, facility 291, code 1")
    );
}

fn others(value: u32) -> Vec<u32> {
    related(Code(value)).into_iter().map(|other| other.code.0).collect()
}

#[test]
fn related_values_nearest_first() {
    assert_eq!(others(0xc002_03e5), [997, 0x8007_03e5]);
    assert_eq!(others(0x8007_0005)[..2], [5, 0xc000_0022]);
    assert_eq!(others(0xc000_0022), [5, 0xd000_0022, 0x8007_0005, 0x8003_0005]);
    assert_eq!(others(0x800a_01ad), [429]);
    assert_eq!(others(429), [0x800a_01ad, 0x8007_01ad]);
    assert_eq!(others(0xffff_fc06), [0xfc06]);
    assert_eq!(others(0x7e)[..2], [0x8007_007e, 0xc000_0135]);
    assert!(others(0x7e).contains(&0x1000_007e));
    assert_eq!(others(0x8007_2740), [10048]);
    assert_eq!(others(0xc101_0aae), [0; 0], "an application's own low word says nothing");
    assert!(!others(0x8007_0005).contains(&0x800a_0005), "a Win32 error is no Visual Basic one");
}

#[test]
fn symbols_lead_to_related_values() {
    let code = value_of("error_access_denied").expect("known");
    assert!(related(code).iter().any(|other| other.code == Code(0x8007_0005)));
    assert_eq!(readings(code)[0].basis, Basis::Table(Table::Win32));
}

proptest! {
    #[test]
    fn every_notation_reads_back(value: u32) {
        for (notation, text) in notations(Code(value)) {
            prop_assert_eq!(Code::parse(&text), Some((Code(value), notation)));
        }
        let kinds: Vec<_> = notations(Code(value)).map(|(notation, _)| notation).collect();
        prop_assert!(kinds.contains(&Notation::Hex));
    }

    #[test]
    fn no_text_panics(text in "\\PC{0,40}|[-0-9a-fxhHL&'\" ]{0,24}") {
        let _ = Code::parse(&text);
        let _ = Code::parse_stop(&text);
        let _ = ToolCode::parse(&text);
        let _ = value_of(&text);
    }

    #[test]
    fn no_value_panics_and_none_is_its_own_relative(value: u32) {
        prop_assert!(!others(value).contains(&value));
        let _ = (readings(Code(value)), Code(value).label(), Code(value).stop_label());
    }

    #[test]
    fn relations_of_one_step_hold_both_ways(value in prop_oneof![0..12_000_u32, 0xc000_0000..0xc000_0300_u32]) {
        for other in related(Code(value)).into_iter().filter(|other| other.distance == 1) {
            // Several statuses make one error; the way back keeps one of them.
            if !matches!(other.basis, Basis::NtStatusToWin32 | Basis::EventMessage) {
                let back = related(other.code);
                prop_assert!(back.iter().any(|back| back.code.0 == value), "{:?}", other);
            }
        }
    }
}
