//! A scan: the files of a corpus, and which article each of them holds.

use std::collections::HashSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use rayon::prelude::*;

use crate::Limits;
use crate::archive::{ArchiveKind, too_large};
use crate::item::{Held, Item, State};
use crate::manifest::{Changes, FileEntry, Manifest, MemberEntry};
use crate::problem::{CorpusError, Problem, ProblemKind, display_name};
use crate::walk::{self, Found};

/// The files of a corpus.
///
/// Fresh from [`scan`] it knows paths, sizes and times; [`Scan::changes_since`] and
/// [`Scan::read`] open what they need and remember it for [`Scan::manifest`].
#[derive(Debug)]
pub struct Scan {
    pub(crate) limits: Limits,
    pub(crate) items: Vec<Item>,
    pub(crate) held: Vec<Held>,
    pub(crate) problems: Vec<Problem>,
    skipped: Vec<Problem>,
    hidden: usize,
    started: i64,
    /// Whether the bytes of a file had to tell that it did not change.
    doubted: bool,
}

/// Lists the files below the paths: folders, single files, archives and files of records.
///
/// Only names, sizes and times are looked at. A path that stands below another one is scanned
/// once. Names that begin with a dot are passed over unless they are given.
///
/// # Errors
///
/// When no path is given, or none of them can be read. A single bad path among others is a
/// [`Problem`].
pub fn scan(paths: &[PathBuf], limits: &Limits) -> Result<Scan, CorpusError> {
    if paths.is_empty() {
        return Err(CorpusError::NoPaths);
    }
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let mut scan = Scan {
        limits: limits.clone(),
        items: Vec::new(),
        held: Vec::new(),
        problems: Vec::new(),
        skipped: Vec::new(),
        hidden: 0,
        started: i64::try_from(since.as_nanos()).unwrap_or(i64::MAX),
        doubted: false,
    };
    let mut readable = 0;
    for path in uncovered(paths) {
        match fs::metadata(path) {
            Ok(metadata) if metadata.is_dir() => {
                let walked = walk::walk(path, limits);
                scan.hidden += walked.hidden;
                scan.problems.extend(walked.problems);
                walked.files.into_iter().for_each(|file| scan.add(file));
                readable += 1;
            }
            Ok(metadata) if metadata.is_file() => {
                scan.add(Found::new(path.clone(), &metadata, true));
                readable += 1;
            }
            Ok(_) => scan.problems.push(walk::special(path)),
            Err(error) => scan.problems.push(missing(path, &error)),
        }
    }
    if readable == 0 {
        return Err(CorpusError::NothingReadable(scan.problems));
    }
    Ok(scan)
}

fn missing(path: &Path, error: &io::Error) -> Problem {
    let kind = match error.kind() {
        io::ErrorKind::NotFound => ProblemKind::Missing,
        _ => ProblemKind::Unreadable,
    };
    Problem::new(display_name(path), kind, error.to_string())
}

/// The paths that no other path covers, in the order given.
fn uncovered(paths: &[PathBuf]) -> Vec<&PathBuf> {
    let real = || paths.iter().map(|path| fs::canonicalize(path).ok());
    let folders: Vec<PathBuf> = real().flatten().filter(|path| path.is_dir()).collect();
    let hidden = |rest: &Path| rest.iter().any(|part| part.as_encoded_bytes().starts_with(b"."));
    let covers = |outer: &Path, inner: &Path| {
        inner.strip_prefix(outer).is_ok_and(|rest| !rest.as_os_str().is_empty() && !hidden(rest))
    };
    let mut seen = HashSet::new();
    let kept = paths.iter().zip(real()).filter(|(_, real)| match real {
        Some(real) => {
            !folders.iter().any(|folder| covers(folder, real)) && seen.insert(real.clone())
        }
        // What can't be resolved is reported.
        None => true,
    });
    kept.map(|(path, _)| path).collect()
}

impl Scan {
    fn add(&mut self, found: Found) {
        let path = display_name(&found.path);
        if let Some(kind) = ArchiveKind::of(&path) {
            self.held.push(Held::new(path, kind, found));
        } else if found.size > self.limits.article_bytes {
            self.problems.push(too_large(path, found.size, self.limits.article_bytes));
        } else {
            self.items.push(Item::file(path, found));
        }
    }

    /// What could not be read so far, in the order of the paths.
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }

    /// Files that are no articles, as far as they have been looked at: worth telling on request.
    pub fn skipped(&self) -> &[Problem] {
        &self.skipped
    }

    /// Files and folders passed over because their names begin with a dot.
    pub fn hidden(&self) -> usize {
        self.hidden
    }

    /// How many files may hold an article, members of archives once those were opened.
    pub fn files(&self) -> usize {
        self.items.len()
    }

    /// What changed since an index was built. Opens only files whose size or time differs;
    /// where the size is the same, the bytes decide.
    pub fn changes_since(&mut self, manifest: &Manifest) -> Changes {
        self.resolve(Some(manifest));
        let mut now: Vec<_> = self.items.iter().filter_map(Item::article).collect();
        now.sort_unstable();
        let before = manifest.numbers();
        let mut before = before.chunk_by(|a, b| a == b).peekable();
        let mut changes = Changes { touched: self.doubted, ..Changes::default() };
        for sources in now.chunk_by(|a, b| a.0 == b.0) {
            let [(number, _), ..] = sources else { continue };
            while let Some([gone, ..]) = before.next_if(|old| old.first() < Some(number)) {
                changes.removed.push(*gone);
            }
            let same = sources.iter().all(|(_, unchanged)| *unchanged);
            match before.next_if(|old| old.first() == Some(number)) {
                None => changes.added.push(*number),
                Some(old) if same && old.len() == sources.len() => changes.unchanged += 1,
                Some(_) => changes.changed.push(*number),
            }
        }
        changes.removed.extend(before.filter_map(<[u32]>::first));
        changes
    }

    /// What has been read, for a later [`Scan::changes_since`].
    pub fn manifest(&self) -> Manifest {
        let mut members: Vec<Vec<MemberEntry>> = vec![Vec::new(); self.held.len()];
        let mut files = Vec::new();
        for item in &self.items {
            let State::Known { number, hash: Some(hash), .. } = item.state else { continue };
            let size = item.size;
            match item.member {
                None => {
                    let (path, modified) = (item.path.clone(), item.modified);
                    let members = Vec::new();
                    files.push(FileEntry { path, size, modified, hash, number, members });
                }
                Some((held, ordinal)) => {
                    let Some(list) = members.get_mut(held) else { continue };
                    let prefix = self.held.get(held).map_or(0, |held| held.path.len() + 1);
                    let name = item.path.get(prefix..).unwrap_or(&item.path).to_owned();
                    list.push(MemberEntry { name, ordinal, size, hash, number });
                }
            }
        }
        for (held, members) in self.held.iter().zip(members) {
            let State::Known { hash: Some(hash), .. } = held.state else { continue };
            let (path, size, modified) = (held.path.clone(), held.size, held.modified);
            files.push(FileEntry { path, size, modified, hash, number: None, members });
        }
        Manifest::new(self.started, files)
    }

    /// Finds the number of every item that has none yet.
    pub(crate) fn resolve(&mut self, manifest: Option<&Manifest>) {
        let none = Manifest::new(0, Vec::new());
        let manifest = manifest.unwrap_or(&none);
        let known = manifest.by_path();
        for item in &mut self.items {
            item.compare(known.get(item.path.as_str()).copied(), manifest);
            self.doubted |= matches!(item.state, State::Doubtful { .. });
        }
        for at in 0..self.held.len() {
            let Some(held) = self.held.get_mut(at) else { continue };
            if held.state == State::Unknown {
                let before = known.get(held.path.as_str()).copied();
                let mut listed = held.expand(at, before, manifest, &self.limits);
                self.doubted |= before.is_some_and(|entry| !held.is_sure(entry, manifest));
                self.items.append(&mut listed.items);
                self.report(listed.problems);
            }
        }
        let (held, limits) = (&self.held, &self.limits);
        let items = self.items.par_iter_mut();
        let found = items.filter_map(|item| item.settle(held, limits)).collect();
        self.report(found);
    }

    pub(crate) fn report(&mut self, found: Vec<Problem>) {
        let (loud, quiet): (Vec<_>, Vec<_>) = found.into_iter().partition(|p| p.kind.is_loud());
        self.problems.extend(loud);
        self.skipped.extend(quiet);
        self.problems.sort();
        self.skipped.sort();
    }
}
