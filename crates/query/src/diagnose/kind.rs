//! What a pasted text looks like.

use serde::Serialize;

use super::Entry;

/// What a pasted text looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum InputKind {
    /// An entry of the event log.
    EventEntry,
    /// An export of the event log in XML.
    EventXml,
    /// An export of the event log in columns.
    EventExport,
    /// A stop screen.
    StopScreen,
    /// A Dr. Watson log, or another report of a fault.
    Fault,
    /// A report that a message was not delivered.
    DeliveryReport,
    /// Output of a compiler, linker or another tool.
    ToolOutput,
    /// Lines of a log, each with its time.
    Log,
    /// A dialog, or other text.
    Message,
}

impl InputKind {
    /// The words for a person.
    pub fn name(self) -> &'static str {
        match self {
            InputKind::EventEntry => "event-log entry",
            InputKind::EventXml => "event-log export (XML)",
            InputKind::EventExport => "event-log export (columns)",
            InputKind::StopScreen => "stop screen",
            InputKind::Fault => "report of a fault",
            InputKind::DeliveryReport => "non-delivery report",
            InputKind::ToolOutput => "tool output",
            InputKind::Log => "log",
            InputKind::Message => "message",
        }
    }

    /// The kind of a whole text: that of its entries where they agree.
    pub(super) fn of_entries(text: &str, entries: &[Entry]) -> InputKind {
        let first = entries.first().map_or(InputKind::Message, |entry| entry.kind);
        let agree = entries.iter().all(|entry| entry.kind == first);
        if agree { first } else { InputKind::of_prose(text) }
    }

    /// The kind of text that is no record of an event log.
    pub(super) fn of_prose(text: &str) -> InputKind {
        let lower = text.to_lowercase();
        let row = MARKS.iter().find(|(marks, _)| marks.iter().any(|mark| lower.contains(mark)));
        row.map_or(InputKind::Message, |(_, kind)| *kind)
    }
}

/// Words that only one kind of text has; the first row that fits decides.
const MARKS: &[(&[&str], InputKind)] = &[
    (&["*** stop", "stop: 0x", "stop: c", "stop 0x", "fatal system error"], InputKind::StopScreen),
    (
        &[
            "exception number:",
            "fault ->",
            "application exception occurred",
            "unhandled exception",
            "caused an invalid page fault",
            "caused a general protection",
        ],
        InputKind::Fault,
    ),
    (
        &[
            "did not reach",
            "msexch:",
            "could not be delivered",
            "undeliverable",
            "delivery status notification",
            "unable-to-transfer",
        ],
        InputKind::DeliveryReport,
    ),
    (
        &[
            " : error ",
            " : fatal error ",
            " : warning ",
            "): error ",
            "fatal error lnk",
            "error lnk",
        ],
        InputKind::ToolOutput,
    ),
];
