//! Parses every article below a folder on two threads and counts the stop codes that they name;
//! says how long reading the files alone takes, and reading and parsing them.
//!
//! `cargo run --release -p kbq-parse --example parse_folder -- corpus`

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use kbq_model::CodeKind;

/// How often each stop code is named.
type Counts = BTreeMap<String, usize>;

const THREADS: usize = 2;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = std::env::args_os().nth(1).ok_or("usage: parse_folder FOLDER")?;
    let paths = files(Path::new(&folder))?;
    let (read, bytes) = timed(&paths, |_, file, bytes: &mut usize| *bytes += file.len());
    let (parsed, counts) = timed(&paths, count_stop_codes);

    let bytes = bytes.into_iter().sum::<usize>();
    let mib = bytes as f64 / f64::from(1 << 20);
    writeln!(
        std::io::stderr(),
        "{} files, {mib:.1} MiB, {THREADS} threads: read in {:.2} s, read and parsed in {:.2} s",
        paths.len(),
        read.as_secs_f64(),
        parsed.as_secs_f64(),
    )?;
    let mut total = Counts::new();
    for (code, count) in counts.into_iter().flatten() {
        *total.entry(code).or_default() += count;
    }
    let mut total: Vec<_> = total.into_iter().collect();
    total.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let mut out = std::io::stdout().lock();
    for (code, count) in total {
        writeln!(out, "{count:6} {code}")?;
    }
    Ok(())
}

fn count_stop_codes(path: &Path, file: &[u8], counts: &mut Counts) {
    match kbq_parse::parse(file, &path.to_string_lossy()) {
        Ok(article) => {
            let codes = article.error_codes.into_iter();
            for code in codes.filter(|code| code.kind == CodeKind::Stop) {
                *counts.entry(code.code).or_default() += 1;
            }
        }
        Err(error) => drop(writeln!(std::io::stderr(), "{error}")),
    }
}

/// Does something with each file; returns the time it took, and what each thread gathered.
#[expect(clippy::disallowed_methods, reason = "the program reads the files, the library does not")]
fn timed<T: Default + Send>(
    paths: &[PathBuf],
    work: impl Fn(&Path, &[u8], &mut T) + Sync,
) -> (Duration, Vec<T>) {
    let start = Instant::now();
    let next = AtomicUsize::new(0);
    let run = || {
        let mut gathered = T::default();
        while let Some(path) = paths.get(next.fetch_add(1, Ordering::Relaxed)) {
            match std::fs::read(path) {
                Ok(file) => work(path, &file, &mut gathered),
                Err(error) => drop(writeln!(std::io::stderr(), "{}: {error}", path.display())),
            }
        }
        gathered
    };
    let gathered = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..THREADS).map(|_| scope.spawn(run)).collect();
        threads.into_iter().filter_map(|thread| thread.join().ok()).collect()
    });
    (start.elapsed(), gathered)
}

/// The files below a folder, in order.
fn files(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut folders = vec![folder.to_owned()];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder)? {
            let path = entry?.path();
            if path.is_dir() { folders.push(path) } else { files.push(path) }
        }
    }
    files.sort();
    Ok(files)
}
