use super::super::text::paragraphs;
use super::*;
use crate::line::Body;

fn all(text: &str) -> Vec<ErrorCode> {
    let body = Body::of_text(text);
    codes(&paragraphs(&body))
}

fn of(text: &str) -> Vec<String> {
    all(text).into_iter().map(|code| format!("{} {}", code.kind.name(), code.code)).collect()
}

#[test]
fn every_notation_has_its_canonical_form() {
    for (text, expected) in [
        ("Error 0x2740 was returned.", vec!["hex 0x00002740"]),
        ("ID no: c1010aae", vec!["hex 0xc1010aae"]),
        ("exception number c0000005h in Ntdll.dll", vec!["hex 0xc0000005"]),
        ("EcDoIt():  0080070057", vec!["hex 0x80070057"]),
        ("exception 0xc00000005", vec!["hex 0xc0000005"]),
        ("System Error &h80004005(-2147467259)", vec!["hex 0x80004005", "dec -2147467259"]),
        ("Run-time error '-2147467259 (80004005)':", vec!["dec -2147467259", "hex 0x80004005"]),
        ("Jet error -1018, and error code: -1,", vec!["dec -1018", "dec -1"]),
        ("The HRESULT is 2147746077 now", vec!["dec 2147746077"]),
        ("a fatal exception 0E has occurred", vec!["hex 0x0000000e"]),
        (
            "values X'084C0000' AP_TP_NOT_AVAILABLE or an X'1003' error",
            vec!["hex 0x084c0000", "symbol AP_TP_NOT_AVAILABLE", "hex 0x00001003"],
        ),
        ("Rejected with a sense code of 200D.", vec!["hex 0x0000200d"]),
        ("sense data = 084C0000", vec!["hex 0x084c0000"]),
        (
            "Primary return code = F011 (AP_UNEXPECTED_ERROR)",
            vec!["hex 0x0000f011", "symbol AP_UNEXPECTED_ERROR"],
        ),
    ] {
        assert_eq!(of(text), expected, "{text}");
    }
}

#[test]
fn telling_words_make_decimal_codes() {
    for (text, expected) in [
        ("System error 53 has occurred.", vec!["dec 53"]),
        ("error\n5 on the line below", vec!["dec 5"]),
        (
            "Error #12, error number: 7, Error [115], Fatal [ 203], Warning[ 27]",
            vec!["dec 12", "dec 7", "dec 115", "dec 203", "dec 27"],
        ),
        ("Sbpuinit() rc = 563, exit code 2, return code of 8", vec!["dec 563", "dec 2", "dec 8"]),
        ("errors 53, 55, and 67 occur", vec!["dec 53", "dec 55", "dec 67"]),
        ("Unexpected error number 40042119", vec!["hex 0x40042119"]),
        ("a 2140 error, (Code 10)", vec!["dec 2140", "dec 10"]),
        ("NET HELPMSG 2189, Msg 208, Level 16, State 1", vec!["dec 2189", "dec 208"]),
        ("HTTP Error 403 and HTTP/1.0 500", vec!["dec 403", "dec 500"]),
        (
            "401.3 Unauthorized is not a standard 404 error; HTTP 500.100.",
            vec!["dec 401.3", "dec 404", "dec 500.100"],
        ),
        ("HTTP Error 500-12, not errors in 400-499", vec!["dec 500-12"]),
        ("ends with status code 1450, Status code = 57", vec!["dec 1450", "dec 57"]),
        ("Run-time error '429':", vec!["dec 429"]),
        (
            "16 times on -1018 error: 4294965882, FFFFFA7A",
            vec!["dec -1018", "dec 4294965882", "hex 0xfffffa7a"],
        ),
        ("Error 0020: none; login failed with status 8890", vec!["dec 20", "dec 8890"]),
        ("2  compiler error\n4  System level\nBattery failure\n162  Options", vec![]),
    ] {
        assert_eq!(of(text), expected, "{text}");
    }
}

#[test]
fn stop_codes_keep_their_parameters_apart() {
    let found = all(
        "STOP: 0x0000001E (0xC0000005, 0xFF1BBD79,\n0x00000000, 0x00000038)\nKMODE_EXCEPTION_NOT_HANDLED",
    );
    assert_eq!(found[0].kind, CodeKind::Stop);
    assert_eq!(found[0].parameters, ["0xC0000005", "0xFF1BBD79", "0x00000000", "0x00000038"]);
    assert_eq!(found[1].code, "KMODE_EXCEPTION_NOT_HANDLED");
    assert_eq!(found.len(), 2);
    for (text, expected) in [
        ("STOP 0xA or 0x1E", vec!["stop 0x0000000a", "stop 0x0000001e"]),
        ("\"Stop 0x0A\" Message", vec!["stop 0x0000000a"]),
        ("STOP Msg: 0x7B", vec!["stop 0x0000007b"]),
        ("a STOP 1E error", vec!["stop 0x0000001e"]),
        ("STOP: c000021a {Fatal System Error}", vec!["stop 0xc000021a"]),
        ("a Trap 0x1E in Ntoskrnl.exe", vec!["stop 0x0000001e"]),
        ("Fatal System Error: 0x0000006b", vec!["stop 0x0000006b"]),
        ("stop 5 services, or Stop 12 services", vec![]),
        ("STOP 0x00000050 (0xFF10c004, 0, 0, 0); only 0x00000050 stays", vec!["stop 0x00000050"]),
    ] {
        assert_eq!(of(text), expected, "{text}");
    }
}

#[test]
fn tools_codes_need_a_telling_word_or_a_neighbour() {
    for (text, expected) in [
        ("fatal error C1001: INTERNAL", vec!["tool C1001"]),
        ("LNK2001 is shown", vec!["tool LNK2001"]),
        ("C1015       cannot open it", vec!["tool C1015"]),
        ("warning C4026 : is given; see C4027", vec!["tool C4026", "tool C4027"]),
        ("errors C2440 and C2493", vec!["tool C2440", "tool C2493"]),
        (
            "shown:\n\nC2360 Initialization is skipped\n\nDM0025: Error, EMM386: Unable",
            vec!["tool C2360", "tool DM0025"],
        ),
        ("the C2354 compiler error; A2056 errors", vec!["tool C2354", "tool A2056"]),
        ("ORA-00942: no table", vec!["tool ORA-00942"]),
        ("SQLState: 'S1000', 37000: [Microsoft][ODBC Driver]", vec!["tool S1000", "tool 37000"]),
        (
            "error DX1020: unhandled, issue \"R6018 - Unexpected\"",
            vec!["tool DX1020", "tool R6018"],
        ),
        (
            "Q12345 PRJ2000: How to, TN3270: Server, Q167223 OFF97: Microsoft Office, the D4125 printer and the C1000.EXE file",
            vec![],
        ),
    ] {
        assert_eq!(of(text), expected, "{text}");
    }
}

#[test]
fn symbols_are_kept_as_written() {
    for (text, expected) in [
        ("It returns MAPI_E_NOT_FOUND.", vec!["symbol MAPI_E_NOT_FOUND"]),
        ("JET_errReadVerifyFailure", vec!["symbol JET_errReadVerifyFailure"]),
        ("WSAECONNRESET or wsaeconnreset", vec!["symbol WSAECONNRESET"]),
        ("It fails with MY_OWN_FAILURE.", vec!["symbol MY_OWN_FAILURE"]),
        ("S_OK, ERROR_SUCCESS, HKEY_LOCAL_MACHINE, WM_PAINT, EVENTLOG_ERROR_TYPE", vec![]),
    ] {
        assert_eq!(of(text), expected, "{text}");
    }
}

#[test]
fn other_numbers_are_no_codes() {
    for text in [
        "The instruction at \"0x80040023\" referenced memory at 0x80070010",
        "eax=80070005 ebx=c0000005",
        "at 0028:C0002A27 in VXD HSFLOP",
        "errors in 5 files; error in line 12",
        "error messages:\n1. First",
        "character code 173, sample code 1",
        "{80004005-1111-2222-C000-000000000046}",
        "on port 8080, phone (206) 936-6735",
        "an error rate of 5 percent, error 10% of the time",
        "version 5.5.2650 error 4.0.1381",
        "if errorlevel 1 goto end",
        "the Event 320 error, a value of -2147483649",
        "Event Error 5712, status message 10002",
        "a status code of 200 or status code 150",
        "Q194128, 12/31/1999, 10:30, WM_USER 0x0400",
        "return code 0, reason 0, diagnostic code -1",
    ] {
        assert_eq!(of(text), [""; 0], "{text}");
    }
}

#[test]
fn a_host_s_code_keeps_its_quotes_as_written() {
    assert_eq!(all("sense code X'084C0000' was sent")[0].text, "X'084C0000'");
}

#[test]
fn a_message_ends_where_other_things_begin() {
    let message = |text| all(text).into_iter().next().and_then(|code| code.message);
    // The next code of a list, the next article, the bracket around it.
    for (text, expected) in [
        (
            "-1018 JET_errReadVerifyFailure: Checksum error\n-1019 JET_errPageNotInitialized: Blank page",
            "Checksum error",
        ),
        ("STOP 0x0000001E: Kernel fault\nQ123740: Other Title", "Kernel fault"),
        ("error 50 (The network request): it was refused", "The network request"),
        ("Error 3 (Network): Open failed. Next", "Open failed."),
    ] {
        assert_eq!(message(text).as_deref(), Some(expected), "{text}");
    }
    // What only goes on with the title or sentence is none.
    for text in
        ["STOP 0x0000000A When Restoring Tape", "Error 404 Occurs Here", "Error 53 (Name), but"]
    {
        assert_eq!(message(text), None, "{text}");
    }
}

#[test]
fn the_message_beside_a_code() {
    let message = |text| all(text).into_iter().next().and_then(|code| code.message);
    assert_eq!(
        message("Error 720: No protocol could\nbe agreed on. Then it goes on.").as_deref(),
        Some("No protocol could be agreed on.")
    );
    assert_eq!(message("System error 53 has occurred."), None);
    assert_eq!(
        message("STOP: c000021a {Fatal System Error}").as_deref(),
        Some("{Fatal System Error}")
    );
}
