//! Articles for the tests: every kind of fact, and text that formats trip over.

use kbq_model::{
    AppliesTo, Article, CodeKind, Diagnostic, DiagnosticKind, ErrorCode, Event, FileVersion,
    Format, Reference, Revision, Section, SectionKind,
};

/// Three articles: one with everything, one with awkward text, one with nothing.
pub(crate) fn articles() -> Vec<Article> {
    vec![full(), awkward(), Article::new("Q31280".parse().unwrap())]
}

fn section(kind: SectionKind, text: &str) -> Section {
    Section {
        kind,
        heading: Some(kind.name().to_uppercase()),
        text: text.to_owned(),
        lines: [10, 20],
        text_line: 12,
        blocks: Vec::new(),
    }
}

fn full() -> Article {
    let mut a = Article::new("Q263029".parse().unwrap());
    a.format = Format::Jekyll;
    a.title = "XCON: Internet Mail Service Does Not Start".into();
    a.area = Some("XCON".into());
    a.modified = Some("2002-08-02".parse().unwrap());
    a.tag = Some("exchange".into());
    a.versions = Some("winnt:5.5".into());
    a.products = vec!["Microsoft Exchange".into()];
    a.applies_to = vec![AppliesTo {
        product: "Microsoft Exchange Server, version 5.5 SP3".into(),
        platforms: vec!["Microsoft Windows 2000".into(), "Microsoft Windows NT".into()],
    }];
    a.keywords = vec!["exc55sp3".into()];
    a.technology = vec!["kbExchangeSearch".into()];
    a.components = vec!["IMC".into(), "IMS".into()];
    a.issue_types = vec!["kbprb".into()];
    a.query_words = vec!["imc".into(), "wizard".into()];
    a.sections = vec![
        section(SectionKind::Symptoms, "The wizard stops.\n\nError 0xc00203e5"),
        section(SectionKind::Resolution, "Install the service pack."),
        section(SectionKind::Other, "Its own heading."),
    ];
    a.events = vec![Event {
        id: 4058,
        source: Some("MSExchangeIMC".into()),
        kind: Some("Error".into()),
        category: None,
        log: Some("application".into()),
        description: Some("The service could not be started.".into()),
        line: 14,
    }];
    a.error_codes = vec![
        code(CodeKind::Hex, "0xc00203e5"),
        code(CodeKind::Stop, "0x0000000a"),
        code(CodeKind::Symbol, "ERROR_IO_PENDING"),
    ];
    a.files = vec![FileVersion {
        name: "Msexcimc.exe".into(),
        version: Some("5.5.2658.28".into()),
        size: Some("1,036,560".into()),
        date: Some("2001-03-01".parse().unwrap()),
        time: Some("10:15p".into()),
        platform: Some("x86".into()),
        component: Some("IMC".into()),
        line: 30,
    }];
    a.file_names = vec!["Msexcimc.exe".into()];
    a.references = vec![Reference {
        id: "Q191014".parse().unwrap(),
        title: Some("XGEN: How to Obtain the Service Pack".into()),
        line: 33,
    }];
    a.fixed_in = vec!["Exchange 5.5 SP4".into()];
    a.registry_keys = vec![r"HKEY_LOCAL_MACHINE\System\CurrentControlSet\Services".into()];
    a.source.path = "kb/263/Q263029/README.md".into();
    a.revisions = vec![Revision {
        format: Format::Document,
        modified: a.modified,
        source: a.source.clone(),
        filled: vec!["tag".into(), "keywords".into()],
        record: None,
    }];
    a.diagnostics = vec![Diagnostic::new(DiagnosticKind::CutTitle, 1, "64 characters")];
    a
}

fn code(kind: CodeKind, code: &str) -> ErrorCode {
    let parameters = if kind == CodeKind::Stop { vec!["1".into(), "2".into()] } else { Vec::new() };
    let message = Some("Overlapped I/O operation is in progress.".to_owned());
    ErrorCode { kind, code: code.into(), text: code.into(), parameters, message, line: 13 }
}

fn awkward() -> Article {
    let mut a = Article::new("194128".parse().unwrap());
    a.title = "=HYPERLINK(\"http://example.com\";\"x\"), \"quoted\"\tand tabbed".into();
    a.keywords = vec!["@at".into(), "-1018".into(), String::new()];
    let text = "a,b\r\n\"c\"\td\\n\u{1b}[31m\u{202e}é漢\u{1f600} 'it''s'\n\n; DROP TABLE articles";
    a.sections = vec![section(SectionKind::Body, text)];
    a
}
