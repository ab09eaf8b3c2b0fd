//! Articles of our own, drawn at the widths of a phone, a terminal and a large terminal.

use jiff::civil::date;
use kbq_model::{
    AppliesTo, Article, Block, BlockKind, CodeKind, ErrorCode, Event, FileVersion, Format,
    Reference, Section, SectionKind,
};
use kbq_render::{
    ArticleView, Highlight, HitView, Line, Link, Marked, Notation, Role, Snippet, article, diff,
    hit, is_unsafe, markdown, safe, safe_output,
};
use proptest::prelude::*;

/// A section whose text is given block by block; blocks are separated by a blank line, but for
/// items of one list.
fn section(kind: SectionKind, heading: &str, line: u32, parts: &[(BlockKind, &str)]) -> Section {
    let mut lines: Vec<&str> = Vec::new();
    let mut blocks = Vec::new();
    let mut before = None;
    for (kind, text) in parts {
        let together = before == Some(kind) && *kind == BlockKind::Bullet;
        if before.is_some() && !together {
            lines.push("");
        }
        let first = lines.len() as u32;
        lines.extend(text.split('\n'));
        blocks.push(Block { kind: *kind, first, last: lines.len() as u32 - 1 });
        before = Some(kind);
    }
    Section {
        kind,
        heading: Some(heading.into()),
        lines: [line, line + 3 + lines.len() as u32],
        text_line: line + 3,
        text: lines.join("\n"),
        blocks,
    }
}

fn sample() -> Article {
    use BlockKind::{Bullet, Code, Message, Paragraph, Step, Subheading, Table};
    let mut sample = Article::new("Q900100".parse().expect("an id"));
    sample.format = Format::Document;
    sample.title = "XFOR: Connector Stops With Overlapped I/O on a Cluster".into();
    sample.area = Some("XFOR".into());
    sample.modified = Some(date(2001, 5, 9));
    sample.products = vec!["Microsoft Exchange".into()];
    sample.versions = Some("winnt:5.5".into());
    sample.applies_to = vec![AppliesTo {
        product: "Microsoft Exchange Server, version 5.5".into(),
        platforms: vec!["Microsoft Windows NT Server 4.0".into()],
    }];
    sample.fixed_in = vec!["Exchange Server 5.5 Service Pack 4".into()];
    sample.keywords = vec!["exc55".into(), "exc55sp4fix".into()];
    sample.sections = vec![
        section(
            SectionKind::Symptoms,
            "SYMPTOMS",
            20,
            &[
                (
                    Paragraph,
                    "When the connector is started on the second node of a cluster, it stops\nat once (code 0xc00203e5), and this is logged:",
                ),
                (
                    Message,
                    "   Event ID: 4058\n   Source: MSExchangeIMC\n   Description: The service could not bind its port because another process\n   on this node holds it.",
                ),
                (Bullet, "- Mail stays in the queue.\n  It is not lost."),
                (Bullet, "- 名前 resolution is slow, and café\u{301} names fail."),
            ],
        ),
        section(
            SectionKind::Resolution,
            "RESOLUTION",
            40,
            &[
                (Subheading, "Method 1\n--------"),
                (
                    Step,
                    "1. Stop the connector, and open the key\n   HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Services\\MSExchangeIMC\\Parameters.",
                ),
                (Step, "   a. Set the value."),
                (Step, "2. Start the service again; see Q900200."),
                (Code, "   [Ports]\n   smtp=25\t; the default"),
                (
                    Table,
                    "   File name     Version      Size\n   ---------------------------------\n   Msexcimc.exe  5.5.2653.23  1,024,272",
                ),
            ],
        ),
    ];
    state_facts(&mut sample);
    sample.source.path = "kb/900/Q900100.TXT".into();
    sample
}

fn state_facts(sample: &mut Article) {
    sample.events = vec![Event {
        id: 4058,
        source: Some("MSExchangeIMC".into()),
        kind: Some("Error".into()),
        category: None,
        log: Some("application".into()),
        description: Some("The service could not bind its port.".into()),
        line: 26,
    }];
    sample.error_codes = vec![ErrorCode {
        kind: CodeKind::Hex,
        code: "0xc00203e5".into(),
        text: "0xc00203e5".into(),
        parameters: Vec::new(),
        message: Some("Overlapped operation pending".into()),
        line: 24,
    }];
    sample.files = vec![FileVersion {
        name: "Msexcimc.exe".into(),
        version: Some("5.5.2653.23".into()),
        size: Some("1024272".into()),
        date: Some(date(2000, 9, 6)),
        time: None,
        platform: Some("x86".into()),
        component: Some("IMS".into()),
        line: 60,
    }];
    sample.file_names = vec!["Msexcimc.exe".into(), "Ntdll.dll".into()];
    sample.references = vec![Reference {
        id: "Q900200".parse().expect("an id"),
        title: Some("XCON: Ports of the Internet Mail Service".into()),
        line: 52,
    }];
}

fn text(lines: &[Line]) -> String {
    lines.iter().map(|line| format!("{line}\n")).collect()
}

/// Roles other than plain text, as `[role:…]`, so that a snapshot shows them.
fn styled(lines: &[Line]) -> String {
    let span = |span: &kbq_render::Span| match span.role {
        Role::Text => span.text.clone(),
        role => format!("[{}:{}]", role.name(), span.text),
    };
    lines.iter().map(|line| line.spans.iter().map(span).collect::<String>() + "\n").collect()
}

#[test]
fn an_article_at_three_widths() {
    for width in [40, 80, 120] {
        let lines = article(&sample(), &ArticleView::new(width));
        assert!(lines.iter().all(|line| line.width() <= width));
        insta::assert_snapshot!(format!("article_{width}"), text(&lines));
    }
}

#[test]
fn roles_links_and_matches() {
    let view = ArticleView::new(80)
        .marking(vec![Highlight::new("0xC00203E5"), Highlight::prefix("clust")])
        .only(vec![SectionKind::Symptoms, SectionKind::Resolution]);
    let lines = article(&sample(), &view);
    insta::assert_snapshot!("article_roles", styled(&lines));
    let links: Vec<_> = lines.iter().flat_map(Line::links).collect();
    assert_eq!(links, [&Link::Article(900_200)]);
}

#[test]
fn lines_know_where_they_come_from() {
    let lines = article(&sample(), &ArticleView::new(80));
    let heading = |index| {
        lines.iter().find(|line| {
            line.anchor.is_some_and(|anchor| anchor.heading && anchor.section == Some(index))
        })
    };
    assert_eq!(heading(0).map(ToString::to_string).as_deref(), Some("SYMPTOMS"));
    assert_eq!(heading(1).map(ToString::to_string).as_deref(), Some("RESOLUTION"));
    let step = lines.iter().find(|line| line.to_string().contains("a. Set the value"));
    let anchor = step.and_then(|line| line.anchor).expect("an anchor");
    assert_eq!((anchor.section, anchor.line, anchor.heading), (Some(1), 49, false));
}

#[test]
fn text_without_blocks_stays_as_it_is() {
    let mut plain = sample();
    for section in &mut plain.sections {
        section.blocks.clear();
    }
    let lines = article(&plain, &ArticleView::new(120).without_facts());
    let all = text(&lines);
    assert!(all.contains("  1. Stop the connector, and open the key\n"), "{all}");
    assert!(all.contains("     File name     Version      Size\n"), "columns stay: {all}");
}

#[test]
fn wide_tables_are_kept_when_wanted() {
    let view = ArticleView::new(40);
    let row = "Msexcimc.exe  5.5.2653.23  1,024,272";
    let wide = format!("{row}  x86 and Alpha");
    let mut sample = sample();
    let part = section(SectionKind::Other, "FILES", 70, &[(BlockKind::Table, &wide)]);
    sample.sections = vec![part];
    assert!(text(&article(&sample, &view)).contains(&format!("{row}\n    x86 and Alpha\n")));
    assert!(text(&article(&sample, &view.keeping_wide())).contains(&format!("{wide}\n")));
}

#[test]
fn tables_between_bars_are_drawn_anew() {
    let bars = "+------+------------------+\n\
                | ID   | Title            |\n\
                +------+------------------+\n\
                | 0x5  | Access is denied on this share |\n\
                |      | and nobody knows why           |\n\
                +------+------------------+\n\
                | 0x35 | No path                        |\n\
                +------+------------------+";
    let mut table = sample();
    table.sections = vec![section(SectionKind::Other, "CODES", 70, &[(BlockKind::Table, bars)])];
    let drawn = |width| {
        let view = ArticleView::new(width).only(vec![SectionKind::Other]);
        let lines: Vec<_> = article(&table, &view).iter().map(ToString::to_string).collect();
        let body = lines.iter().skip_while(|line| *line != "CODES").skip(1);
        body.cloned().collect::<Vec<_>>()
    };
    assert_eq!(
        drawn(100),
        [
            "  ID    Title",
            "  ─────────────────────────────────────────────────────────",
            "  0x5   Access is denied on this share and nobody knows why",
            "  0x35  No path",
        ]
    );
    assert_eq!(
        drawn(30),
        [
            "ID    Title",
            "──────────────────────────────",
            "0x5   Access is denied on this",
            "      share and nobody knows",
            "      why",
            "0x35  No path",
        ]
    );
}

#[test]
fn a_hit_tells_why() {
    let why = ["code 0xc00203e5".to_owned(), "event 4058".to_owned()];
    let title = "XFOR: Connector Stops With Overlapped I/O on a Cluster";
    let sentence =
        "When the connector is started on the second node of a cluster, it stops at once.";
    let view = HitView {
        rank: 3,
        id: "Q900100",
        number: 900_100,
        title: Marked { text: title, matches: &[6..15, 99..120] },
        area: Some("XFOR"),
        product: Some("Microsoft Exchange"),
        modified: Some("2001-05-09"),
        why: &why,
        snippet: Some(Snippet {
            heading: Some("SYMPTOMS"),
            line: 23,
            text: Marked { text: sentence, matches: &[9..18, 54..61] },
        }),
    };
    let both = [hit(&view, 80), hit(&view, 40)];
    let drawn: String = both.iter().map(|lines| styled(lines)).collect();
    insta::assert_snapshot!("hit", drawn);
    for line in &both[1] {
        assert!(line.width() <= 40, "{line}");
    }
}

#[test]
fn differences_of_two_versions() {
    let old = sample();
    let mut new = sample();
    new.format = Format::Jekyll;
    new.modified = Some(date(2002, 8, 2));
    new.keywords.push("kbprb".into());
    new.fixed_in.clear();
    let resolution = &mut new.sections[1];
    resolution.text = resolution.text.replace("Set the value.", "Set the value to 2525.");
    new.sections[0].text = new.sections[0].text.replace("   Event ID:", "Event  ID:");
    insta::assert_snapshot!("diff", styled(&diff(&old, &new, 60)));
    assert!(text(&diff(&old, &old, 60)).contains("The text is the same."));
}

#[test]
fn markdown_of_an_article() {
    insta::assert_snapshot!("markdown", markdown(&sample()));
}

/// The sample with a text in everything that its source may have written.
fn saying(evil: &str) -> Article {
    let mut article = sample();
    let text = || Some(evil.to_owned());
    article.title = evil.into();
    article.area = text();
    article.products.push(evil.into());
    article.versions = text();
    article.applies_to[0].product = evil.into();
    article.applies_to[0].platforms.push(evil.into());
    article.fixed_in = vec![evil.into()];
    article.keywords.push(evil.into());
    article.source.path = evil.into();
    article.urls = vec![evil.into()];
    article.registry_keys = vec![evil.into()];
    article.file_names = vec![evil.into()];
    article.preamble = article.sections.clone();
    for section in article.preamble.iter_mut().chain(&mut article.sections) {
        section.heading = text();
        section.text = format!("{evil}\n{}", section.text);
    }
    for event in &mut article.events {
        event.source = text();
        event.kind = text();
        event.category = text();
        event.log = text();
        event.description = text();
    }
    for code in &mut article.error_codes {
        code.code = evil.into();
        code.message = text();
        code.parameters.push(evil.into());
    }
    for file in &mut article.files {
        file.name = evil.into();
        file.version = text();
        file.platform = text();
        file.component = text();
    }
    for reference in &mut article.references {
        reference.title = text();
    }
    article
}

/// A hit that says a text wherever it can, a part of it marked.
fn hit_saying(evil: &str, width: usize) -> Vec<Line> {
    let marked = Marked { text: evil, matches: &[0..3, 2..5] };
    let why = [evil.to_owned()];
    let view = HitView {
        rank: 1,
        id: evil,
        number: 1,
        title: marked,
        area: Some(evil),
        product: Some(evil),
        modified: Some(evil),
        why: &why,
        snippet: Some(Snippet { heading: Some(evil), line: 1, text: marked }),
    };
    hit(&view, width)
}

/// Everything that is drawn of a text, by what draws it.
fn everything_drawn(evil: &str, width: usize) -> [(&'static str, String); 5] {
    let article_ = saying(evil);
    [
        ("article", text(&article(&article_, &ArticleView::new(width)))),
        ("diff to it", text(&diff(&sample(), &article_, width))),
        ("diff from it", text(&diff(&article_, &sample(), width))),
        ("hit", text(&hit_saying(evil, width))),
        ("markdown", markdown(&article_)),
    ]
}

#[test]
fn nothing_drives_the_terminal() {
    let evil = "\u{1b}]0;owned\u{7}\u{9b}2J\u{202e}txt\u{2066}\0\u{8}";
    for (what, drawn) in everything_drawn(evil, 80) {
        assert_eq!(drawn.find(|c| c != '\n' && is_unsafe(c)), None, "{what}: {drawn:?}");
        assert!(drawn.contains("<1B>") || drawn.contains("\\<1B\\>"), "it is shown: {drawn}");
    }
}

/// Text with a good part of characters that act on a terminal or reorder what it shows.
fn hostile() -> impl Strategy<Value = String> {
    let acting: Vec<char> = ('\0'..=char::MAX).filter(|&c| is_unsafe(c)).collect();
    let character = prop_oneof![
        3 => prop::sample::select(acting),
        3 => any::<char>(),
        2 => prop::sample::select("[];m31 \t\n-.|`*<>日\u{301}".chars().collect::<Vec<_>>()),
    ];
    prop::collection::vec(character, 1..24).prop_map(|chars| chars.into_iter().collect())
}

fn any_kind() -> impl Strategy<Value = BlockKind> {
    use BlockKind::{Bullet, Code, Message, Paragraph, Reference, Step, Subheading, Table};
    prop::sample::select(vec![Paragraph, Subheading, Step, Bullet, Table, Code, Message, Reference])
}

proptest! {
    #[test]
    fn any_text_is_drawn_whole_safe_and_within_the_width(
        body in "(\\PC|[\t\n -.a1日\u{301}\u{1b}\u{202e}]){0,200}",
        blocks in prop::collection::vec((any_kind(), 0..6u32, 0..6u32), 0..6),
        width in 20usize..140,
        wanted in "[a-z1日]{0,3}",
    ) {
        let mut any = Article::new("Q1".parse().expect("an id"));
        let blocks = blocks.into_iter().map(|(kind, first, last)| Block { kind, first, last });
        any.sections.push(Section {
            kind: SectionKind::Body,
            heading: None,
            text: body.clone(),
            lines: [1, 9],
            text_line: 1,
            blocks: blocks.collect(),
        });
        let view = ArticleView::new(width).marking(vec![Highlight::new(&wanted)]);
        let lines = article(&any, &view);
        let mut drawn = String::new();
        for line in &lines {
            prop_assert!(line.width() <= width, "{} > {width}: {line}", line.width());
            for span in &line.spans {
                prop_assert_eq!(&safe(&span.text), &span.text);
            }
            drawn.push_str(&line.to_string());
        }
        // Letters survive; rules under headings and signs of lists may be drawn otherwise.
        let letters = |text: &str| -> String {
            text.chars().filter(|c| c.is_alphanumeric()).collect()
        };
        let bullets = body.lines().any(|line| line.trim_start().starts_with('o'));
        if !bullets {
            prop_assert!(letters(&drawn).contains(&letters(&safe(&body))));
        }
        let markdown = markdown(&any);
        prop_assert_eq!(markdown.find(|c| c != '\n' && is_unsafe(c)), None, "{}", markdown);
    }

    #[test]
    fn no_text_acts_wherever_it_stands(evil in hostile(), width in 20usize..140) {
        for (what, drawn) in everything_drawn(&evil, width) {
            let acts = drawn.find(|c| c != '\n' && is_unsafe(c));
            prop_assert_eq!(acts, None, "{}: {:?}", what, drawn);
        }
    }

    #[test]
    fn no_output_acts_and_json_keeps_its_value(
        text in hostile(),
        bytes in prop::collection::vec(any::<u8>(), 0..40),
    ) {
        for notation in [Notation::Number, Notation::Json] {
            for bytes in [text.as_bytes(), &bytes] {
                let safe = safe_output(bytes, notation);
                let acts = safe.find(|c| !matches!(c, '\n' | '\t') && is_unsafe(c));
                prop_assert_eq!(acts, None, "{:?}", safe);
            }
        }
        let json = serde_json::to_string(&text).expect("JSON");
        let safe = safe_output(json.as_bytes(), Notation::Json);
        prop_assert_eq!(serde_json::from_str::<String>(&safe).expect("JSON"), text);
    }

    #[test]
    fn marked_spans_hold_the_whole_text(
        text in "\\PC{0,40}",
        ranges in prop::collection::vec(0..50usize, 0..6),
    ) {
        let matches: Vec<_> = ranges.chunks_exact(2).map(|pair| pair[0]..pair[1]).collect();
        let marked = Marked { text: &text, matches: &matches };
        let whole: String = marked.spans(Role::Text).into_iter().map(|span| span.text).collect();
        prop_assert_eq!(whole, safe(&text).into_owned());
    }
}
