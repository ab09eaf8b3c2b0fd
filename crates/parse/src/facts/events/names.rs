//! The names that event records use: labels, types, sources and categories that stand unlabelled.

/// What a label of an event record introduces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Field {
    Id,
    Source,
    Type,
    Category,
    Log,
    Description,
    /// Date, user, computer and the like: it only ends the field before it.
    Other,
}

/// The labels of records in lower case; the longer of two that end alike stands first.
const LABELS: &[(&str, Field)] = &[
    ("event log id", Field::Id),
    ("event number", Field::Id),
    ("event id no", Field::Id),
    ("event id", Field::Id),
    ("eventid", Field::Id),
    ("event", Field::Id),
    ("event source", Field::Source),
    ("source name", Field::Source),
    ("source", Field::Source),
    ("event type", Field::Type),
    ("type", Field::Type),
    ("event category", Field::Category),
    ("category", Field::Category),
    ("event log", Field::Log),
    ("log", Field::Log),
    ("event description", Field::Description),
    ("description", Field::Description),
    ("details", Field::Description),
    ("event text", Field::Description),
    ("user name", Field::Other),
    ("user action", Field::Other),
    ("user", Field::Other),
    ("computer name", Field::Other),
    ("computer", Field::Other),
    ("date", Field::Other),
    ("time", Field::Other),
    ("data", Field::Other),
    ("severity", Field::Other),
    ("facility", Field::Other),
    ("class", Field::Other),
    ("explanation", Field::Other),
    ("cause", Field::Other),
    ("meaning", Field::Other),
    ("action", Field::Other),
];

/// The label that a text ends with, and where it starts.
pub(super) fn label_at_end(before: &str) -> Option<(usize, Field)> {
    let before = before.trim_end().trim_end_matches('#').trim_end();
    LABELS.iter().find_map(|&(label, field)| {
        let start = before.len().checked_sub(label.len())?;
        let written = before.get(start..)?;
        if !written.eq_ignore_ascii_case(label) {
            return None;
        }
        let previous = before[..start].chars().next_back();
        // `NetLogonType: Error` and `5512Log: System` lost their blanks (Q167248).
        let glued = previous.is_some_and(|c| c.is_lowercase() || c.is_ascii_digit());
        let capital = written.starts_with(|c: char| c.is_uppercase());
        let apart = previous.is_none_or(|c| !c.is_alphanumeric() && c != '_' && c != '-');
        (apart || glued && capital).then_some((start, field))
    })
}

/// The type of an event as the log names it, from a text that starts with it.
pub(super) fn event_type(text: &str) -> Option<&'static str> {
    const TYPES: &[(&str, &str)] = &[
        ("error", "Error"),
        ("warning", "Warning"),
        ("informational", "Information"),
        ("information", "Information"),
        ("success audit", "Success Audit"),
        ("failure audit", "Failure Audit"),
        ("audit success", "Success Audit"),
        ("audit failure", "Failure Audit"),
    ];
    TYPES.iter().find_map(|&(written, name)| {
        let head = text.get(..written.len())?;
        let ends = !text[written.len()..].starts_with(|c: char| c.is_alphanumeric());
        (head.eq_ignore_ascii_case(written) && ends).then_some(name)
    })
}

/// Sources that are recognised where no label says that they are one; longer names first.
const SOURCES: &[&str] = &[
    "MSExchangeIS Private",
    "MSExchangeIS Public",
    "MSExchange Pop3 Interface",
    "MSExchange IMAP4 Interface",
    "MSExchange NNTP Interface",
    "Service Control Manager",
    "Active Server Pages",
    "Transaction Server",
    "Application Popup",
    "SNA Virtual Print Driver",
    "SNA APPC Application",
    "SNA RUI Application",
    "SNA DLC Link Service",
    "SNA SDLC Link Service",
    "SNA X.25 Link Service",
    "SNA Host Security",
    "SNA Manage Agent",
    "SNA DDM Service",
    "SNA Base Service",
    "SNA TN5250 Server",
    "SNA Server",
    "TN3270 Server",
    "IPXRouterManager",
    "TermServLicensing",
    "RemoteAccess",
    "LicenseService",
    "TermService",
    "DhcpServer",
    "WebproxyServer",
    "Portmapper",
    "MSFTPSVC",
    "DrWatson",
    "Dr. Watson",
    "Save Dump",
    "NTBackup",
    "Netlogon",
    "Perflib",
    "Perfctrs",
    "Rasctrs",
    "Schannel",
    "SQLCTR60.DLL",
    "Userenv",
    "ClusSvc",
    "CertSvc",
    "NfsSvr",
    "NwSapAgent",
    "NwlnkIpx",
    "NwlnkNb",
    "aic78xx",
    "AHA154x",
    "FPNWSrv",
    "MacFile",
    "MacSrv",
    "Autochk",
    "WinMgmt",
    "IISLog",
    "FTDISK",
    "NwRdr",
    "W3SVC",
    "COMTI",
    "COM+",
    "ESE97",
    "ESE98",
    "NetBT",
    "IPRIP2",
    "MSADC",
    "MSDTC",
    "DCOM",
    "DHCP",
    "WINS",
    "WLBS",
    "EDB",
    "ESE",
    "DNS",
    "FPNW",
    "MSMI",
    "ntxall",
    "Rdr",
    "Srv",
    "WAM",
];

/// How long the source is that a text starts with.
pub(super) fn source_at_start(text: &str) -> Option<usize> {
    let apart = |length: usize| !text[length..].starts_with(|c: char| c.is_alphanumeric());
    let known = SOURCES.iter().find_map(|source| {
        let head = text.get(..source.len())?;
        (head.eq_ignore_ascii_case(source) && apart(source.len())).then_some(source.len())
    });
    known.or_else(|| {
        let word = text.split(|c: char| !c.is_ascii_alphanumeric()).next()?;
        is_exchange_source(word).then_some(word.len())
    })
}

/// How long the source is that a text ends with.
pub(super) fn source_at_end(text: &str) -> Option<usize> {
    let known = SOURCES.iter().find_map(|source| {
        let start = text.len().checked_sub(source.len())?;
        let apart = text.get(..start)?.chars().next_back().is_none_or(|c| !c.is_alphanumeric());
        (text[start..].eq_ignore_ascii_case(source) && apart).then_some(source.len())
    });
    known.or_else(|| {
        let word = text.rsplit(|c: char| !c.is_ascii_alphanumeric()).next()?;
        is_exchange_source(word).then_some(word.len())
    })
}

/// The components of Exchange name their sources alike: `MSExchangeMTA`, `MSExchangeDSImp`.
fn is_exchange_source(word: &str) -> bool {
    word.len() > 10 && word.get(..10).is_some_and(|head| head.eq_ignore_ascii_case("MSExchange"))
}

/// Categories that are recognised where no label says that they are one; longer names first.
const CATEGORIES: &[&str] = &[
    "Initialization/Termination",
    "Intialization/Termination",
    "IS/DS Interactions",
    "Internal Processing",
    "Transport Delivering",
    "Transport General",
    "Transport Sending",
    "Background Cleanup",
    "Online Defragmentation",
    "Database Page Cache",
    "SMTP Interface Events",
    "Field Engineering",
    "Logging/Recovery",
    "Operating System",
    "Storage Limits",
    "Directory Access",
    "X.400 Service",
    "X400 Service",
    "Content Engine",
    "Authentication",
    "Configuration",
    "Session Error",
    "Replication",
    "Monitoring",
    "Transport",
    "Interface",
    "Resource",
    "Recovery",
    "Security",
    "General",
    "Logons",
    "None",
];

/// How long the category is that a text starts with.
pub(super) fn category_at_start(text: &str) -> Option<usize> {
    CATEGORIES.iter().find_map(|category| {
        let head = text.get(..category.len())?;
        let apart = !text[category.len()..].starts_with(|c: char| c.is_alphanumeric() || c == '/');
        (head == *category && apart).then_some(category.len())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_may_be_glued_to_the_value_before() {
        assert_eq!(label_at_end("  Event ID "), Some((2, Field::Id)));
        assert_eq!(label_at_end("5512Log"), Some((4, Field::Log)));
        assert_eq!(label_at_end("NetLogonType"), Some((8, Field::Type)));
        assert_eq!(label_at_end("EVENT SOURCE"), Some((0, Field::Source)));
        assert_eq!(label_at_end("prototype"), None);
        assert_eq!(label_at_end("10"), None);
    }

    #[test]
    fn types_are_spelt_in_one_way() {
        assert_eq!(event_type("Informational"), Some("Information"));
        assert_eq!(event_type("ERROR (1)"), Some("Error"));
        assert_eq!(event_type("Errors"), None);
    }
}
