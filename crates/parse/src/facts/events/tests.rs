use super::super::text::paragraphs;
use super::*;
use crate::line::Body;

fn all(text: &str) -> Vec<Event> {
    let body = Body::of_text(text);
    events(&paragraphs(&body))
}

/// Number, source, type and category of each event.
fn of(text: &str) -> Vec<(u32, String, String, String)> {
    let text_of = |part: Option<String>| part.unwrap_or_default();
    all(text)
        .into_iter()
        .map(|event| {
            (event.id, text_of(event.source), text_of(event.kind), text_of(event.category))
        })
        .collect()
}

fn ids(text: &str) -> Vec<u32> {
    all(text).into_iter().map(|event| event.id).collect()
}

fn full(id: u32, source: &str, kind: &str, category: &str) -> (u32, String, String, String) {
    (id, source.to_owned(), kind.to_owned(), category.to_owned())
}

#[test]
fn labels_in_any_order_make_a_record() {
    for text in [
        "Event ID: 4058\nSource: MSExchangeIMC\nType: Error\nCategory: General\nDescription: It failed.",
        "Event Type:\tError\nEvent Source:\tMSExchangeIMC\nEvent Category:\tGeneral\nEvent ID:\t4058\nDescription:\nIt failed.",
        "Source: MSExchangeIMC\nEvent ID = 4058\nType = ERROR\nCategory; General\nDescription: It\nfailed.",
        "Event ID: 4058, Source: MSExchangeIMC, Type: Error, Category: General Description: It failed.",
        "Date: 1/2/99       Event ID: 4058\nTime: 10:00:01 AM  Source: MSExchangeIMC\nUser: N/A          Type: Error\nComputer: ONE      Category: General\nDescription:\nIt failed.",
        "EventID : 4058\nSource : MSExchangeIMC\n\nType : Error\nCategory: General\n\nDescription:\n\nIt failed.",
    ] {
        assert_eq!(of(text), [full(4058, "MSExchangeIMC", "Error", "General")], "{text}");
        assert_eq!(all(text)[0].description.as_deref(), Some("It failed."), "{text}");
    }
}

#[test]
fn records_in_a_row_keep_their_own_sources() {
    let text = "Event ID: 1\nSource: Srv\nDescription: One.\nEvent ID: 2\nDescription: Two.\n\nEvent ID: 3\nSource: Rdr";
    assert_eq!(of(text), [full(1, "Srv", "", ""), full(2, "", "", ""), full(3, "Rdr", "", "")]);
    let text = "Type: Error\nSource: A\nEvent ID: 7\nType: Warning\nSource: B\nEvent ID: 8";
    assert_eq!(of(text), [full(7, "A", "Error", ""), full(8, "B", "Warning", "")]);
}

#[test]
fn glued_and_unlabelled_values_are_found() {
    assert_eq!(
        of("Event ID:5512Log: System\nSource:NetLogonType: Error"),
        [full(5512, "NetLogon", "Error", "")]
    );
    assert_eq!(
        of("Event ID 4116 MSExchangeIMC Internal Processing The call came back with an error."),
        [full(4116, "MSExchangeIMC", "", "Internal Processing")]
    );
    assert_eq!(
        of("   Event ID 11106\n   MSExchangeNNTP\n   Warning\n   - Too much was asked."),
        [full(11106, "MSExchangeNNTP", "Warning", "")]
    );
    assert_eq!(
        of("It logs the following events:\n\n  1171\n  MSExchangeDS\n  Error\n  It has failed."),
        [full(1171, "MSExchangeDS", "Error", "")]
    );
    assert_eq!(of("Event ID: 2025 (IS Priv)"), [full(2025, "IS Priv", "", "")]);
    assert_eq!(
        of(
            "The log then holds this event, logged by MSExchangeDSImp:\n\n  Event ID: 154\n  It cannot be used."
        ),
        [full(154, "MSExchangeDSImp", "", "")]
    );
}

#[test]
fn sentences_name_events() {
    for (text, expected) in [
        ("event IDs 4097, 7031, and 7034 may be logged", vec![4097, 7031, 7034]),
        ("Events 9297 and 3161 Occur", vec![9297, 3161]),
        ("Event 1-5, 601, 602 do not appear", vec![1, 2, 3, 4, 5, 601, 602]),
        ("Event ID's 38 , 91", vec![38, 91]),
        ("it logs (event 6008) and Event ID\n4320", vec![6008, 4320]),
        ("the following 5000, 1120, and 188 events", vec![5000, 1120, 188]),
        ("a 2219 event", vec![2219]),
        ("event 560 and event 562", vec![560, 562]),
        ("an event ID of 3001, event log error 4116", vec![3001, 4116]),
        ("Event ID ( 8007 ) in Event ID \"8504\"", vec![8007, 8504]),
        ("EventIdentifier=3221487625", vec![9]),
    ] {
        assert_eq!(ids(text), expected, "{text}");
    }
}

#[test]
fn a_source_beside_a_mention_counts() {
    assert_eq!(of("NETLOGON Event 5723 and more"), [full(5723, "NETLOGON", "", "")]);
    assert_eq!(
        of("Event ID 3016 from MSExchangeIMC was seen; so was Event ID 3016."),
        [full(3016, "MSExchangeIMC", "", "")]
    );
}

#[test]
fn a_labelled_source_stands_for_the_title_s() {
    assert_eq!(
        of("It stops with ESE Event ID 188.\n\n  Event ID: 188\n  Event Source: ESE97"),
        [full(188, "ESE97", "", "")]
    );
}

#[test]
fn rows_of_a_viewer_and_tables() {
    assert_eq!(
        of(
            "11/7/96 4:32:01 PM DrWatson Information None 4097 N/A ONE\n5/22/97 12:55:53 PM MSExchangeMSMI Error Session Error 2375 N/A TWO"
        ),
        [
            full(4097, "DrWatson", "Information", "None"),
            full(2375, "MSExchangeMSMI", "Error", "Session Error")
        ]
    );
    assert_eq!(
        of("Source  Category      Event ID   Description\nESE97\tInformation\t100\tStarted."),
        [full(100, "ESE97", "Information", "")]
    );
}

#[test]
fn other_numbers_are_no_events() {
    for text in [
        "Overwrite Events Older than 7 days",
        "the event is 4096",
        "Events.exe 136,464",
        "Event Service (5.5.1960.3)",
        "Event ID. -1032",
        "Event ID: -1032",
        "event to occur every 15 minutes",
        "an event log. Bits 31",
        "event 5.5 of 9",
        "the last 1000 events",
        "1 - Only error events\n2 - Warning and error events\n4 - All events",
        "EventManager::process+0x11d, eventidClickIn = 1L",
        "Event 99999",
    ] {
        assert_eq!(ids(text), [0; 0], "{text}");
    }
    assert_eq!(ids("Event 1 Event ID: 4118"), [4118]);
}
