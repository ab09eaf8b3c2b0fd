//! One fixture a family of formats: the header, the outline and the blocks that are read from it.

use std::fmt::Write;

use kbq_model::{Article, BlockKind, DiagnosticKind, Format, SectionKind};
use kbq_parse::{ParseError, parse, peek_number};

use super::all_fixtures;

fn read(name: &str) -> Article {
    let fixtures = all_fixtures();
    let (_, bytes) = fixtures.iter().find(|(known, _)| known == name).expect("exists");
    parse(bytes, name).expect("is an article")
}

/// Header and outline of an article, a few lines.
fn outline(article: &Article) -> String {
    let mut text = String::new();
    let kinds: Vec<_> = article.sections.iter().map(|section| section.kind.name()).collect();
    let diagnostics: Vec<_> = article.diagnostics.iter().map(|d| (d.kind.name(), d.line)).collect();
    let date = article.modified.map(|date| date.to_string()).unwrap_or_default();
    let write = |out: &mut String, name: &str, value: String| {
        if !matches!(value.as_str(), "" | "[]" | "None") {
            writeln!(out, "  {name}: {value}").expect("a string takes text");
        }
    };
    writeln!(text, "{} {} {}", article.id, article.format.name(), article.title).expect("fits");
    write(&mut text, "date", date);
    write(&mut text, "revision", article.revision.clone().unwrap_or_default());
    write(&mut text, "area", article.area.clone().unwrap_or_default());
    write(&mut text, "versions", article.versions.clone().unwrap_or_default());
    write(&mut text, "systems", article.operating_systems.join(" + "));
    for entry in &article.applies_to {
        let platforms = entry.platforms.join(" + ");
        write(&mut text, "applies to", format!("{} < {platforms}", entry.product));
    }
    write(&mut text, "keywords", article.keywords.join(" "));
    write(&mut text, "query words", article.query_words.join(" "));
    write(&mut text, "sections", kinds.join(" "));
    write(&mut text, "diagnostics", format!("{diagnostics:?}"));
    text
}

#[test]
fn every_family_is_read() {
    let outlines: Vec<String> = all_fixtures()
        .iter()
        .map(|(name, bytes)| {
            let article = parse(bytes, name).unwrap_or_else(|error| panic!("{error}"));
            format!("{name}\n{}", outline(&article))
        })
        .collect();
    insta::assert_snapshot!(outlines.join("\n"));
}

#[test]
fn every_family_states_its_number_early() {
    for (name, bytes) in all_fixtures() {
        let article = parse(&bytes, &name).expect("is an article");
        let early = peek_number(&bytes[..bytes.len().min(1024)]);
        // Pages without labels state it anywhere.
        if !matches!(name.as_str(), "page-ftp.txt" | "page-modern.txt" | "unofficial.txt") {
            assert_eq!(early, Some(article.number), "{name}");
        }
    }
}

#[test]
fn twins_say_the_same() {
    let (markdown, text) = (read("jekyll.md"), read("document.txt"));
    assert_eq!((markdown.format, text.format), (Format::Jekyll, Format::Document));
    assert_eq!(text.tag.as_deref(), Some("exchange"));
    assert_eq!(text.source.encoding, "windows-1252");
    assert_eq!(markdown.applies_to, text.applies_to);
    assert_eq!(markdown.keywords, text.keywords);
    assert_eq!(markdown.query_words, text.query_words);
    let kinds = |article: &Article| article.sections.iter().map(|s| s.kind).collect::<Vec<_>>();
    assert_eq!(kinds(&markdown), kinds(&text));
}

#[test]
fn sections_know_their_lines() {
    for name in ["document.txt", "jekyll.md"] {
        let article = read(name);
        let bytes = all_fixtures().into_iter().find(|(known, _)| known == name).expect("exists").1;
        let source = String::from_utf8_lossy(&bytes).into_owned();
        let lines: Vec<&str> = source.lines().map(str::trim).collect();
        let resolution = article.sections_of(SectionKind::Resolution).next().expect("is there");
        assert_eq!(lines[resolution.lines[0] as usize - 1], "RESOLUTION");
        assert_eq!(lines[resolution.text_line as usize - 1], "Replace the files by these:");
        assert_eq!(lines[resolution.lines[1] as usize - 1], "Service Packs");
    }
}

#[test]
fn sections_are_made_of_blocks() {
    use BlockKind::{Message, Paragraph, Reference, Step, Subheading, Table};
    let article = read("document.txt");
    let kinds = |kind| {
        let section = article.sections_of(kind).next().expect("is there");
        section.blocks.iter().map(|block| block.kind).collect::<Vec<_>>()
    };
    assert_eq!(kinds(SectionKind::Symptoms), [Paragraph, Message]);
    assert_eq!(
        kinds(SectionKind::Resolution),
        [Paragraph, Table, Subheading, Step, Step, Paragraph, Reference]
    );
}

#[test]
fn written_bytes_are_restored_where_that_is_sure() {
    let article = read("jekyll-early.md");
    assert_eq!(article.sections[0].text, "A body with §4 and RANDY<00>.");
    assert_eq!(article.title, "PRB: \"Not Found\" & No Reason");
}

#[test]
fn broken_front_matter_is_read_by_lines() {
    let text = "---\nlayout: [page\ntitle: \"Q900001: A \"quoted\" word\"\n---\n\n\tArticle: Q900001\n\
                \tProduct(s): None\n\n\tText.\n";
    let article = parse(text.as_bytes(), "broken.md").expect("is an article");
    assert_eq!(article.title, "A \"quoted\" word");
    assert!(article.diagnostics.iter().any(|d| d.kind == DiagnosticKind::BrokenFrontMatter));
}

#[test]
fn unknown_header_fields_are_kept_and_reported() {
    let text = "DOCUMENT:Q900001  05-MAR-2000  [winnt]\nTITLE   :T\nCOLOUR  :blue\n\nText.\n";
    let article = parse(text.as_bytes(), "odd.txt").expect("is an article");
    let odd = article.diagnostics.iter().find(|d| d.kind == DiagnosticKind::UnknownHeaderField);
    assert_eq!(odd.map(|d| d.line), Some(3));
    assert!(article.sections[0].text.contains("COLOUR  :blue"));
}

#[test]
fn numbers_that_differ_are_reported() {
    let text =
        "---\ntitle: \"Q900001: T\"\n---\n\n\tArticle: Q900002\n\tProduct(s): P\n\n\tText.\n";
    let article = parse(text.as_bytes(), "two.md").expect("is an article");
    assert_eq!(article.number, 900_001);
    assert!(article.diagnostics.iter().any(|d| d.kind == DiagnosticKind::IdMismatch));
}

#[test]
fn what_is_no_article_names_the_path_and_what_was_expected() {
    for (bytes, kind) in [
        (&b""[..], "empty"),
        (b"\x7fELF\0\0\0\x01", "binary"),
        (b"Shopping list: milk, ID: 4.\n", "no-article"),
        (b"DOCUMENT:none  05-MAR-2000\n", "no-article"),
    ] {
        let error: ParseError = parse(bytes, "folder/file.txt").expect_err("is no article");
        assert_eq!(error.kind(), kind);
        assert!(error.to_string().starts_with("folder/file.txt:"), "{error}");
        assert!(error.to_string().contains("expected a Knowledge Base article"), "{error}");
    }
}

#[test]
fn text_around_the_applies_to_block_is_kept() {
    let rule = "-".repeat(79);
    let text = format!(
        "DOCUMENT:Q900001  05-MAR-2000  [winnt]\nTITLE   :T\n\n4.00\nWINDOWS\n{rule}\n\
         The information in this article applies to:\n\n - Windows NT\n{rule}\n\nNOTICE: Beta.\n\n\
         SUMMARY\n=======\n\nText.\n"
    );
    let article = parse(text.as_bytes(), "notice.txt").expect("is an article");
    let preamble: Vec<_> = article.preamble.iter().map(|part| part.text.as_str()).collect();
    assert_eq!(preamble, ["4.00\nWINDOWS", "NOTICE: Beta."]);
    assert_eq!(article.sections.len(), 1);
}

#[test]
fn a_heading_may_stand_within_the_applies_to_block() {
    let rule = "-".repeat(79);
    let sentence = "THE INFORMATION IN THIS ARTICLE APPLIES TO";
    let underline = "=".repeat(sentence.len());
    let text = format!(
        "DOCUMENT:Q900001  05-MAR-2000  [winnt]\nTITLE   :T\n\nNOTICE: Beta.\n\n\
         {rule}\n\n{sentence}\n{underline}\n\nText.\n"
    );
    let article = parse(text.as_bytes(), "within.txt").expect("is an article");
    let preamble: Vec<_> = article.preamble.iter().map(|part| part.text.as_str()).collect();
    assert_eq!(preamble, ["NOTICE: Beta."]);
    assert_eq!(article.sections[0].heading.as_deref(), Some(sentence));
    assert_eq!(article.sections[0].text, "Text.");
}

#[test]
fn odd_headings_open_sections() {
    let text = "DOCUMENT:Q900001  05-MAR-2000  [winnt]\nTITLE   :T\n\n\
                SYMPTONS\n========\n\nOne.\n\nSTATUS\n------\n\nTwo.\n\n\
                INSTALLING IT\n=============\n\nThree.\n\nSteps\n=====\n\nFour.\n";
    let article = parse(text.as_bytes(), "odd.txt").expect("is an article");
    let kinds: Vec<_> = article.sections.iter().map(|section| section.kind).collect();
    assert_eq!(kinds, [SectionKind::Symptoms, SectionKind::Status, SectionKind::Other]);
    let odd = article.diagnostics.iter().filter(|d| d.kind == DiagnosticKind::OddHeading);
    assert_eq!(odd.map(|d| d.line).collect::<Vec<_>>(), [4, 9]);
}
