//! The documents name each thing that they list, and nothing that is not there.

use std::collections::BTreeSet;

use kbq_corpus::ProblemKind;
use kbq_model::{BlockKind, DiagnosticKind, SectionKind};

use super::document;

/// The rows of the tables below a heading, as trimmed cells; the head of each table left out.
fn rows(document: &str, heading: &str) -> Vec<Vec<String>> {
    let below = document.split_once(&format!("\n## {heading}\n")).expect("the heading").1;
    let part = below.split_once("\n## ").map_or(below, |(part, _)| part);
    let is_row = |line: &&str| line.starts_with("| ") && !line.starts_with("| ---");
    let lines = part.lines().collect::<Vec<_>>();
    let heads = lines.windows(2).filter(|pair| pair[1].starts_with("| ---")).map(|pair| pair[0]);
    let heads: BTreeSet<_> = heads.collect();
    let cells = |line: &str| line.trim_matches('|').split('|').map(|c| c.trim().into()).collect();
    lines.into_iter().filter(is_row).filter(|line| !heads.contains(line)).map(cells).collect()
}

/// The first cells of those rows, without their quotes.
fn names(document: &str, heading: &str) -> Vec<String> {
    rows(document, heading).iter().map(|row| row[0].trim_matches('`').to_owned()).collect()
}

#[test]
fn each_diagnostic_is_documented_as_it_is() {
    let kinds = DiagnosticKind::ALL.iter().map(|kind| {
        let name = format!("`{}`", kind.name());
        vec![name, kind.severity().name().to_owned(), kind.meaning().to_owned()]
    });
    assert_eq!(rows(&document("docs/formats.md"), "Diagnostics"), kinds.collect::<Vec<_>>());
}

#[test]
fn each_problem_is_documented_as_it_is() {
    let kinds = ProblemKind::ALL.iter().map(|kind| {
        let told = if kind.is_loud() { "" } else { " (told with `-v` only)" };
        let advice = format!("{}{told}", kind.advice());
        vec![format!("`{}`", kind.name()), kind.meaning().to_owned(), advice]
    });
    assert_eq!(rows(&document("docs/formats.md"), "Problems"), kinds.collect::<Vec<_>>());
}

#[test]
fn each_kind_of_section_and_block_is_documented() {
    let documented = names(&document("docs/formats.md"), "Sections");
    let sections = SectionKind::ALL.map(SectionKind::name);
    assert_eq!(documented[..sections.len()], sections);
    let blocks = [
        BlockKind::Paragraph,
        BlockKind::Subheading,
        BlockKind::Step,
        BlockKind::Bullet,
        BlockKind::Table,
        BlockKind::Code,
        BlockKind::Message,
        BlockKind::Reference,
    ];
    let blocks = blocks.map(|kind| serde_json::to_value(kind).expect("a name"));
    assert_eq!(documented[sections.len()..], blocks);
}

#[test]
fn each_fixture_that_the_formats_name_exists() {
    let formats = document("docs/formats.md");
    let quoted = formats.split('`').skip(1).step_by(2);
    let named: BTreeSet<_> = quoted
        .filter(|name| !name.contains(['/', ' ', '=']))
        .filter(|name| name.ends_with(".txt") || name.ends_with(".md"))
        .collect();
    let folder = super::checkout("crates/parse/tests/fixtures");
    let missing: Vec<_> = named.iter().filter(|name| !folder.join(name).exists()).collect();
    assert_eq!(missing, [&""; 0]);
    let files = std::fs::read_dir(&folder)
        .expect("the fixtures")
        .map(|entry| entry.expect("an entry").file_name().into_string().expect("a name in ASCII"));
    let fixtures = files.filter(|name| !name.starts_with('.'));
    let unnamed: Vec<_> = fixtures.filter(|name| !named.contains(name.as_str())).collect();
    assert_eq!(unnamed, [""; 0], "each family's fixture is in docs/formats.md");
}

#[test]
fn each_dependency_is_explained() {
    let manifest = document("Cargo.toml");
    let table = manifest.split_once("[workspace.dependencies]\n").expect("the table").1;
    let table = table.split_once("\n[").map_or(table, |(table, _)| table);
    let keys = table.lines().filter(|line| !line.starts_with('#'));
    let keys = keys.filter_map(|line| Some(line.split_once(" = ")?.0));
    let declared: BTreeSet<_> =
        keys.filter(|key| !key.starts_with("kbq-")).map(str::to_owned).collect();
    let text = document("docs/dependencies.md");
    let sections = ["In the program", "In tests and benchmarks only"];
    let explained: BTreeSet<_> =
        sections.iter().flat_map(|heading| names(&text, heading)).collect();
    assert_eq!(explained, declared);
}
