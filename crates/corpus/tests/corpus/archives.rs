//! Archives read without unpacking them, and records read back.

use std::fs::File;
use std::io::Write;
use std::path::Path;

use flate2::Compression;
use flate2::write::GzEncoder;
use kbq_corpus::{Limits, ProblemKind, scan};
use kbq_model::Article;
use zip::write::SimpleFileOptions;

use crate::support::{DATE, Folder, document, kinds, markdown, numbers, read};

pub(crate) fn zip_of(path: &Path, members: &[(&str, &[u8])]) {
    let mut writer = zip::ZipWriter::new(File::create(path).unwrap());
    for (name, bytes) in members {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap();
}

pub(crate) fn tar_of(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut builder = tar::Builder::new(Vec::new());
    for (name, bytes) in members {
        let mut header = tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        builder.append_data(&mut header, name, *bytes).unwrap();
    }
    builder.into_inner().unwrap()
}

pub(crate) fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// The articles, without where they were read from.
fn without_sources(mut articles: Vec<Article>) -> Vec<Article> {
    let blank = |source: &mut kbq_model::Source| source.path.clear();
    for article in &mut articles {
        blank(&mut article.source);
        article.revisions.iter_mut().for_each(|revision| blank(&mut revision.source));
    }
    articles
}

#[test]
fn every_kind_of_archive_holds_the_same_articles() {
    let folder = Folder::sample();
    let expected = without_sources(read(&mut folder.scan()));
    let page = markdown(194_128, DATE, "Setup stops.");
    let twin = document(194_128, DATE, "Setup stops.");
    let other = document(221_393, DATE, "The store stops with 0xc00203e5.");
    let long = format!("{}/Q221393.TXT", "a-folder-with-a-long-name".repeat(8));
    let members: Vec<(&str, &[u8])> = vec![
        ("kb-main/kb/194/Q194128/README.md", page.as_bytes()),
        ("kb-main/index.md", b"# All\n"),
        ("kb-main/.github/x", b"hidden"),
        ("kb-main/txt/194/Q194128.TXT", twin.as_bytes()),
        (&long, other.as_bytes()),
    ];
    let target = Folder::new(&[]);
    zip_of(&target.join("a.zip"), &members);
    target.write("b.tar", tar_of(&members));
    target.write("c.tar.gz", gzip(&tar_of(&members)));
    target.write("d.TGZ", gzip(&tar_of(&members)));
    for name in ["a.zip", "b.tar", "c.tar.gz", "d.TGZ"] {
        let path = target.join(name);
        let mut scan = scan(std::slice::from_ref(&path), &Limits::default()).unwrap();
        let articles = read(&mut scan);
        assert_eq!(kinds(&scan), [], "{name}: {:?}", scan.problems());
        assert_eq!(scan.skipped().len(), 1, "{name}");
        let source = &articles[0].source.path;
        assert_eq!(target.relative(source), format!("{name}/kb-main/txt/194/Q194128.TXT"));
        let raw = kbq_corpus::read_source(source, &Limits::default()).unwrap();
        assert_eq!(raw, twin.as_bytes(), "{name}");
        assert_eq!(without_sources(articles), expected, "{name}");
    }
    let all = read(&mut target.scan());
    assert_eq!(numbers(&all), [194_128, 221_393]);
    assert_eq!(all[0].revisions.len(), 7, "each copy is a source");
}

#[test]
fn records_are_read_back_as_they_were_written() {
    let folder = Folder::sample();
    folder.write("later", markdown(221_393, "02-AUG-2002", "The store starts."));
    let articles = read(&mut folder.scan());
    let lines: Vec<_> = articles.iter().map(|a| serde_json::to_string(a).unwrap()).collect();
    let target = Folder::new(&[("records.jsonl", &format!("{}\n", lines.join("\n\n")))]);
    let mut scan = target.scan();
    assert_eq!(read(&mut scan), articles);
    assert_eq!(kinds(&scan), []);

    let manifest = scan.manifest();
    target.write("records.jsonl", format!("\n{}", lines[1]));
    let changes = target.scan().changes_since(&manifest);
    assert_eq!((changes.removed, changes.unchanged), (vec![194_128], 1));
}

#[test]
fn a_bad_record_is_named_by_its_line() {
    let good = serde_json::to_string(&Article::new("Q1".parse().unwrap())).unwrap();
    let old = good.replace("\"schema_version\":1", "\"schema_version\":0");
    let text = format!("{good}\n{{\"number\"\n{old}\n{}\n", good.replace("\"Q1\"", "\"Q2\""));
    let folder =
        Folder::new(&[("records.jsonl", &text), ("queries.jsonl", "{\"q\": \"cluster\"}\n")]);
    let mut scan = folder.scan();
    assert_eq!(numbers(&read(&mut scan)), [1]);
    let lines: Vec<_> = scan.problems().iter().map(|p| (p.line, p.path.clone())).collect();
    assert_eq!(kinds(&scan), [ProblemKind::BadRecord; 3], "{:?}", scan.problems());
    assert_eq!(lines.iter().filter_map(|(line, _)| *line).collect::<Vec<_>>(), [2, 3]);
    assert!(lines.iter().any(|(_, path)| path.ends_with("records.jsonl:4")), "{lines:?}");
    assert!(scan.skipped()[0].path.ends_with("queries.jsonl"));
}

#[test]
fn a_damaged_archive_gives_what_stands_before_the_damage() {
    let text = document(194_128, DATE, "Setup stops.");
    let tar = tar_of(&[("a", text.as_bytes()), ("b", text.as_bytes())]);
    let folder = Folder::new(&[("no.zip", "no zip"), ("no.tar", "no tar"), ("no.tgz", "no gzip")]);
    folder.write("cut.tar", &tar[..tar.len() - 2048]);
    let mut odd = tar.clone();
    let second = 512 + text.len().next_multiple_of(512);
    odd[second] ^= 0xff;
    folder.write("odd.tar", &odd);
    let mut scan = folder.scan();
    let articles = read(&mut scan);
    assert_eq!(numbers(&articles), [194_128]);
    let mut bad: Vec<_> = scan.problems().iter().map(|p| folder.relative(&p.path)).collect();
    bad.sort_unstable();
    assert_eq!(bad, ["cut.tar/b", "no.tar", "no.tgz", "no.zip", "odd.tar"]);
}
