//! Bytes of articles a second on one core.
//!
//! Over the fixtures, and over every hundredth file of the archive that `KBQ_ARCHIVE` names.

#![expect(clippy::disallowed_methods, reason = "a benchmark reads its input")]

use std::hint::black_box;
use std::path::{Path, PathBuf};

use criterion::{Criterion, Throughput, criterion_group, criterion_main};

/// The files below a folder, sorted.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() { folders.push(path) } else { files.push(path) }
        }
    }
    files.sort();
    files
}

fn sample(folder: &Path, extension: &str, step: usize) -> Vec<Vec<u8>> {
    let is_wanted = |path: &PathBuf| {
        path.extension().is_some_and(|known| known.eq_ignore_ascii_case(extension))
    };
    let paths = files(folder).into_iter().filter(is_wanted).step_by(step);
    paths.filter_map(|path| std::fs::read(path).ok()).collect()
}

fn parse_all(articles: &[Vec<u8>]) {
    for bytes in articles {
        let _ = black_box(kbq_parse::parse(black_box(bytes), "article"));
    }
}

fn benchmark(criterion: &mut Criterion) {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let mut inputs = vec![
        ("fixtures/markdown", sample(&fixtures, "md", 1)),
        ("fixtures/text", sample(&fixtures, "txt", 1)),
    ];
    if let Some(archive) = std::env::var_os("KBQ_ARCHIVE") {
        inputs.push(("archive/markdown", sample(Path::new(&archive), "md", 100)));
        inputs.push(("archive/text", sample(Path::new(&archive), "txt", 100)));
    }
    let mut group = criterion.benchmark_group("parse");
    group.sample_size(10);
    for (name, articles) in inputs {
        let bytes: usize = articles.iter().map(Vec::len).sum();
        group.throughput(Throughput::Bytes(bytes as u64));
        group.bench_function(name, |bencher| bencher.iter(|| parse_all(&articles)));
    }
    group.finish();
}

criterion_group!(benches, benchmark);
criterion_main!(benches);
