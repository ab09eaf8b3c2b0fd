//! What pasted texts are understood as.

use kbq_query::{
    Aliases, CodeRole, CodeWanted, Diagnosis, Entry, InputKind, Node, NoiseKind, diagnose,
};

fn read(text: &str) -> Diagnosis {
    diagnose(text, &Aliases::builtin())
}

fn events(entry: &Entry) -> Vec<(u32, &str)> {
    let events = entry.evidence.events.iter();
    events.map(|event| (event.id, event.source.as_deref().unwrap_or("-"))).collect()
}

fn codes(entry: &Entry) -> Vec<String> {
    let main = entry.evidence.codes.iter().filter(|code| code.role == CodeRole::Main);
    main.map(|code| code.code.to_string()).collect()
}

fn messages(entry: &Entry) -> Vec<String> {
    entry.evidence.messages.iter().map(|message| message.words.join(" ")).collect()
}

fn files(entry: &Entry) -> Vec<&str> {
    entry.evidence.files.iter().map(|file| &*file.name).collect()
}

fn dropped(entry: &Entry, why: NoiseKind) -> Vec<&str> {
    entry.dropped.iter().filter(|d| d.why == why).map(|d| &*d.text).collect()
}

#[test]
fn an_entry_of_nt_4() {
    let diagnosis = read(
        "Date: 3/4/98    Event ID: 4058\n\
         Time: 9:14:22 AM    Source: MSExchangeIMC\n\
         User: N/A    Type: Error\n\
         Computer: MAILHUB7    Category: Initialization/Termination\n\
         Description:\n\
         The service on MAILHUB7 could not bind its socket to the port 25, error 10048.\n",
    );
    assert_eq!(diagnosis.kind, InputKind::EventEntry);
    let [entry] = &diagnosis.entries[..] else { panic!("{:?}", diagnosis.entries) };
    assert_eq!(events(entry), [(4058, "MSExchangeIMC")]);
    assert_eq!(entry.evidence.events[0].event_type.as_deref(), Some("Error"));
    assert_eq!(entry.evidence.events[0].category.as_deref(), Some("Initialization/Termination"));
    assert_eq!(codes(entry), ["0x00002740"]);
    assert_eq!(messages(entry), ["the service on could not bind its socket to the port"]);
    assert_eq!(dropped(entry, NoiseKind::Computer), ["MAILHUB7"]);
    assert_eq!(entry.lines, [1, 6]);
}

#[test]
fn an_entry_of_windows_2000() {
    let diagnosis = read(
        "Event Type:\tWarning\nEvent Source:\tMSExchangeMTA\nEvent Category:\tX.400 Service\n\
         Event ID:\t289\nDate:\t\t5/12/2001\nTime:\t\t9:14:22 AM\nUser:\t\tN/A\nComputer:\tPARIS01\n\
         Description:\nThe association to /O=CONTOSO/OU=PARIS/CN=X400LYON was refused. [MTA XFER-IN 17 26] (12)\n\
         Data:\n0000: 00 14 06 67 00 00 00 00\n",
    );
    let entry = &diagnosis.entries[0];
    assert_eq!(events(entry), [(289, "MSExchangeMTA")]);
    assert_eq!(messages(entry), ["the association to was refused", "mta xfer-in"]);
    assert_eq!(dropped(entry, NoiseKind::DirectoryName), ["/O=CONTOSO/OU=PARIS/CN=X400LYON"]);
    assert_eq!(dropped(entry, NoiseKind::Memory), ["0000: 00 14 06 67 00 00 00 00"]);
}

#[test]
fn an_entry_in_xml() {
    let diagnosis = read(
        "<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'>\n\
         <System><Provider Name='Microsoft-X' EventSourceName='Service Control Manager'/>\n\
         <EventID Qualifiers='49152'>7000</EventID><Level>2</Level><Computer>PC77</Computer></System>\n\
         <EventData><Data Name='param1'>Spooler</Data><Data Name='param2'>%%2</Data></EventData>\n\
         <RenderingInfo><Message>The Spooler service failed to start &amp; was stopped.</Message></RenderingInfo>\n\
         </Event>",
    );
    assert_eq!(diagnosis.kind, InputKind::EventXml);
    let entry = &diagnosis.entries[0];
    assert_eq!(events(entry), [(7000, "Service Control Manager")]);
    assert_eq!(entry.evidence.events[0].event_type.as_deref(), Some("Error"));
    assert_eq!(messages(entry), ["the spooler service failed to start & was stopped"]);
    assert_eq!(entry.lines, [1, 6]);
}

#[test]
fn exports_in_columns() {
    let comma = "Date,Time,Source,Type,Category,Event,User,Computer,Description\n\
        5/12/99,9:14:22 AM,Router,Error,None,20073,N/A,RAS1,\"The port, VPN3-4, was closed.\"\n\
        5/12/99,9:15:01 AM,Router,Error,None,20073,N/A,RAS2,\"The port, VPN3-9, was closed.\"\n\
        5/13/99,1:00:00 AM,DrWatson,Information,None,4097,N/A,RAS1,\"The application,\n store.exe, failed.\"\n";
    let diagnosis = read(comma);
    assert_eq!(diagnosis.kind, InputKind::EventExport);
    let [first, second] = &diagnosis.entries[..] else { panic!("{:?}", diagnosis.entries) };
    assert_eq!((events(first), first.count), (vec![(20073, "Router")], 2));
    assert_eq!(messages(first), ["the port was closed"]);
    assert_eq!((events(second), second.count), (vec![(4097, "DrWatson")], 1));
    assert_eq!(files(second), ["store.exe"]);

    let modern = "Level,Date and Time,Source,Event ID,Task Category\n\
        Error,1/2/2020 1:00:00 PM,Service Control Manager,7000,None,\"The Foo service failed to start.\"\n\
        Warning,1/2/2020 1:00:01 PM,DNS,7053,None,\"The function failed again.\"\n";
    let diagnosis = read(modern);
    let found: Vec<_> = diagnosis.entries.iter().flat_map(events).collect();
    assert_eq!(found, [(7000, "Service Control Manager"), (7053, "DNS")]);

    let tabs =
        "1/14/02\t8:03:11 AM\tDns\tError\tNone\t7053\tN/A\tNS1\tThe sendto() function failed.\n";
    assert_eq!(events(&read(tabs).entries[0]), [(7053, "DNS")]);
}

#[test]
fn rows_of_the_viewer() {
    for row in [
        "5/22/97  12:55:53 PM  MSExchangeMSMI  Error  Session Error  2375  N/A  HUB1",
        "5/22/97 12:55:53 PM MSExchangeMSMI Error Session Error 2375 N/A HUB1",
    ] {
        let diagnosis = read(row);
        let entry = &diagnosis.entries[0];
        assert_eq!(events(entry), [(2375, "MSExchangeMSMI")], "{row}");
        assert_eq!(entry.evidence.events[0].category.as_deref(), Some("Session Error"), "{row}");
    }
}

#[test]
fn several_entries_are_told_apart_and_equal_ones_counted() {
    let entry = |id: u32, computer: &str| {
        format!(
            "Event ID: {id}\nSource: Netlogon\nComputer: {computer}\nDescription: The session from {computer} failed.\n\n"
        )
    };
    let text = entry(5701, "A1") + &entry(5722, "B2") + &entry(5722, "C3") + &entry(5722, "D4");
    let diagnosis = read(&text);
    let found: Vec<_> =
        diagnosis.entries.iter().map(|e| (e.evidence.events[0].id, e.count)).collect();
    assert_eq!(found, [(5722, 3), (5701, 1)]);
    assert_eq!(diagnosis.entries[0].lines, [6, 9]);
}

#[test]
fn head_lines_open_entries() {
    let diagnosis = read(
        "MSExchangeMTA 289 Warning X.400 Service\nA connection could not be opened.\n\
         MSExchangeMTA 37 Warning Security\nThe entity opened an association while suspended.\n",
    );
    let found: Vec<_> = diagnosis.entries.iter().flat_map(events).collect();
    assert_eq!(found, [(289, "MSExchangeMTA"), (37, "MSExchangeMTA")]);
    assert_eq!(diagnosis.kind, InputKind::EventEntry);
}

#[test]
fn a_stop_screen() {
    let diagnosis = read(
        "*** STOP: 0x0000001E (0xC0000005,0xFF1D2D79,0x00000000,0x00000038)\n\
         KMODE_EXCEPTION_NOT_HANDLED*** Address ff1d2d79 has base at ff1c5000 - tcpip.sys\n\
         Dll Base  DateStmp - Name   fe3a0000 sfmsrv.sys\n",
    );
    assert_eq!(diagnosis.kind, InputKind::StopScreen);
    let entry = &diagnosis.entries[0];
    assert_eq!(codes(entry), ["stop 0x0000001e"]);
    let parameter = &entry.evidence.codes[1];
    assert_eq!(parameter.role, CodeRole::Parameter);
    assert_eq!(
        parameter.code,
        CodeWanted::Value { value: 0xc000_0005, stop: false, doubtful: false }
    );
    assert_eq!(files(entry), ["tcpip.sys", "sfmsrv.sys"]);
}

#[test]
fn a_fault() {
    let diagnosis = read(
        "Application exception occurred:\n App: C:\\Program Files\\Mail\\store.exe (pid=142)\n\
         When: 3/8/2000 @ 10:12:54.221\n Exception number: c0000005 (access violation)\n\
         eax=00000000 ebx=7ffdf000\nfunction: s1pnsuns\nFAULT ->0050304a f3a4   rep movsb\n",
    );
    assert_eq!(diagnosis.kind, InputKind::Fault);
    let entry = &diagnosis.entries[0];
    assert_eq!(codes(entry), ["0xc0000005"]);
    assert_eq!(files(entry), ["store.exe"]);
    let symbols: Vec<_> = entry.evidence.symbols.iter().map(|symbol| &*symbol.name).collect();
    assert_eq!(symbols, ["s1pnsuns"]);
    let fault = entry.evidence.codes.last().map(|code| (code.code.to_string(), code.role));
    assert_eq!(fault, Some(("0x0050304a".to_owned(), CodeRole::Parameter)));
}

#[test]
fn tool_output_is_divided_at_its_messages() {
    let diagnosis = read(
        "c:\\proj\\seg.cpp(22) : error C2493: illegal form of __based\n\
         c:\\proj\\seg.cpp(24) : error C2493: illegal form of __based\n\
         c:\\proj\\seg.cpp(29) : warning C4786: 'x' : identifier was truncated\n",
    );
    assert_eq!(diagnosis.kind, InputKind::ToolOutput);
    let found: Vec<_> = diagnosis.entries.iter().map(|e| (codes(e), e.count)).collect();
    assert_eq!(found, [(vec!["tool C2493".to_owned()], 2), (vec!["tool C4786".to_owned()], 1)]);
    assert_eq!(messages(&diagnosis.entries[0]), ["illegal form of __based"]);
}

#[test]
fn the_place_in_the_compiler_is_no_place_of_the_machine() {
    let diagnosis = read(
        "h:\\src\\frame.c(5) : fatal error C1001: INTERNAL COMPILER ERROR\n\
         (compiler file 'msc1.cpp', line 902)",
    );
    let entry = &diagnosis.entries[0];
    assert_eq!(codes(entry), ["tool C1001"]);
    assert_eq!(messages(entry), ["internal compiler error", "compiler file line 902"]);
    assert_eq!(files(entry), ["frame.c", "msc1.cpp"]);
}

#[test]
fn a_log_is_divided_at_its_times() {
    let mut text = String::new();
    for minute in 10..20 {
        text +=
            &format!("10:{minute}:04 worker 7 failed to open queue {minute}, error 0x80040115\n");
    }
    text += "10:20:01 disk space is low on volume D:\n";
    let diagnosis = read(&text);
    assert_eq!(diagnosis.kind, InputKind::Log);
    assert_eq!(diagnosis.entries[0].count, 10);
    assert_eq!(codes(&diagnosis.entries[0]), ["0x80040115"]);
}

#[test]
fn dialogs_and_reports() {
    let dialog = read(
        "The object is not in the directory.\nMicrosoft Exchange Directory\nID no: c1010aae\n\
         Number: -2147217900 (0x80040E14)",
    );
    assert_eq!(dialog.kind, InputKind::Message);
    assert_eq!(codes(&dialog.entries[0]), ["0xc1010aae", "0x80040e14"]);

    let report = read(
        "Your message did not reach some of the recipients.\n  Sent: 9/3/97 10:14:02 AM\n\
         j.smith@example.com on 9/3/97 10:15:30 AM\n  MSEXCH:MSExchangeMTA:HQ:HQEX1 (MTA build 1459.21)",
    );
    assert_eq!(report.kind, InputKind::DeliveryReport);
    assert_eq!(
        messages(&report.entries[0])[0],
        "your message did not reach some of the recipients"
    );
    assert_eq!(dropped(&report.entries[0], NoiseKind::Address), ["j.smith@example.com"]);
}

#[test]
fn numbers_in_the_text_of_an_entry_are_no_further_events() {
    let diagnosis = read(
        "Event ID: 32\nSource: EDB\nDescription: MSExchangeIS ((273) ) Unable to create the log. Error -1811.",
    );
    assert_eq!(events(&diagnosis.entries[0]), [(32, "ESE97")]);
    assert_eq!(codes(&diagnosis.entries[0]), ["0xfffff8ed"]);
}

#[test]
fn evidence_becomes_a_query() {
    let aliases = Aliases::builtin();
    let text =
        "Event ID: 11\nSource: MSExchange Private\nError 0xfffffbd3 occurred during the cleanup.";
    let diagnosis = diagnose(text, &aliases);
    let query = diagnosis.query(&aliases);
    assert!(matches!(query.root, Some(Node::Evidence(_))));
    assert_eq!(
        query.to_string(),
        "<1×event MSExchangeIS Private 11 + 1×0xfffffbd3 + 1×message \"occurred during the cleanup\">"
    );
    assert_eq!(query, diagnosis.entry_query(&diagnosis.entries[0], &aliases));
}

#[test]
fn text_without_evidence_is_a_query_like_any_other() {
    let aliases = Aliases::builtin();
    for (text, expected) in [("hang", "hang"), ("", "nothing"), ("\n \n", "nothing")] {
        assert_eq!(diagnose(text, &aliases).query(&aliases).to_string(), expected, "{text:?}");
    }
}
