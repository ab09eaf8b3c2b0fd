//! Folders: every file below, with its size and time, and nothing opened.

use std::fs::{self, Metadata};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use rayon::prelude::*;

use crate::Limits;
use crate::problem::{Problem, ProblemKind, display_name};

/// A regular file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Found {
    pub(crate) path: PathBuf,
    pub(crate) size: u64,
    /// Nanoseconds since 1970; 0 where the system does not say.
    pub(crate) modified: i64,
    /// Whether the user named this very file.
    pub(crate) named: bool,
}

impl Found {
    pub(crate) fn new(path: PathBuf, metadata: &Metadata, named: bool) -> Found {
        Found { path, size: metadata.len(), modified: modified(metadata), named }
    }
}

/// The time of the last change, in nanoseconds since 1970.
pub(crate) fn modified(metadata: &Metadata) -> i64 {
    let since = metadata.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
    since.and_then(|since| i64::try_from(since.as_nanos()).ok()).unwrap_or(0)
}

/// What stands in a folder, in the order of the names.
#[derive(Debug, Default)]
pub(crate) struct Walked {
    pub(crate) files: Vec<Found>,
    pub(crate) links: Vec<PathBuf>,
    pub(crate) problems: Vec<Problem>,
    /// Files and folders whose names begin with a dot: passed over like `ls` does.
    pub(crate) hidden: usize,
}

impl Walked {
    fn append(&mut self, mut other: Walked) {
        self.files.append(&mut other.files);
        self.links.append(&mut other.links);
        self.problems.append(&mut other.problems);
        self.hidden += other.hidden;
    }
}

/// Everything below a folder. Links are listed, never followed.
///
/// Folders are read in parallel: the public archive has one for each article, and opening them
/// is what a walk costs (82,073 files in 42,193 folders: half the time of `walkdir` on two cores).
pub(crate) fn walk(root: &Path, limits: &Limits) -> Walked {
    let mut walked = folder(root, limits.depth);
    if !walked.links.is_empty() {
        let inside = fs::canonicalize(root).unwrap_or_else(|_| root.to_path_buf());
        let links = std::mem::take(&mut walked.links);
        walked.problems.extend(links.iter().filter_map(|link| judge(link, &inside)));
    }
    walked
}

fn folder(path: &Path, depth: usize) -> Walked {
    let mut walked = Walked::default();
    if depth == 0 {
        let message = "folders are nested too deeply";
        walked.problems.push(Problem::new(display_name(path), ProblemKind::TooDeep, message));
        return walked;
    }
    let listing = fs::read_dir(path).and_then(|entries| entries.collect::<Result<Vec<_>, _>>());
    let mut entries = match listing {
        Ok(entries) => entries,
        Err(error) => {
            walked.problems.push(Problem::io(display_name(path), &error));
            return walked;
        }
    };
    entries.sort_by_cached_key(fs::DirEntry::file_name);
    let mut folders = Vec::new();
    for entry in entries {
        if entry.file_name().as_encoded_bytes().starts_with(b".") {
            walked.hidden += 1;
            continue;
        }
        let path = entry.path();
        match entry.file_type() {
            Ok(kind) if kind.is_dir() => folders.push(path),
            Ok(kind) if kind.is_symlink() => walked.links.push(path),
            Ok(kind) if kind.is_file() => match entry.metadata() {
                Ok(metadata) => walked.files.push(Found::new(path, &metadata, false)),
                Err(error) => walked.problems.push(Problem::io(display_name(&path), &error)),
            },
            Ok(_) => walked.problems.push(special(&path)),
            Err(error) => walked.problems.push(Problem::io(display_name(&path), &error)),
        }
    }
    let below: Vec<Walked> = folders.par_iter().map(|path| folder(path, depth - 1)).collect();
    for inner in below {
        walked.append(inner);
    }
    walked
}

/// The problem of a file that is neither file, folder nor link.
pub(crate) fn special(path: &Path) -> Problem {
    let message = "a pipe, socket or device is not read";
    Problem::new(display_name(path), ProblemKind::SpecialFile, message)
}

/// What is wrong with a link: one that leads to a file of the same tree is read there already.
fn judge(link: &Path, root: &Path) -> Option<Problem> {
    let name = display_name(link);
    let target = match fs::canonicalize(link) {
        Ok(target) => target,
        // Links that lead to each other end here too: too many levels.
        Err(error) => {
            return Some(Problem::new(name, ProblemKind::LinkBroken, error.to_string()));
        }
    };
    if !target.starts_with(root) {
        let message = format!("leads out of the folder, to {}", display_name(&target));
        return Some(Problem::new(name, ProblemKind::LinkOutside, message));
    }
    let stands_in = link.parent().and_then(|folder| fs::canonicalize(folder).ok())?;
    stands_in.starts_with(&target).then(|| {
        let message = "leads to a folder that it stands in";
        Problem::new(name, ProblemKind::LinkCycle, message)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree() -> tempfile::TempDir {
        let dir = tempfile::tempdir().unwrap();
        for name in ["b/2.txt", "a/1.txt", "a/.git/x", "3.txt"] {
            let path = dir.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, name).unwrap();
        }
        dir
    }

    fn names(walked: &Walked, root: &Path) -> Vec<String> {
        let relative = |f: &Found| display_name(f.path.strip_prefix(root).unwrap());
        walked.files.iter().map(relative).collect()
    }

    #[test]
    fn the_order_is_that_of_the_names() {
        let dir = tree();
        let walked = walk(dir.path(), &Limits::default());
        assert_eq!(names(&walked, dir.path()), ["3.txt", "a/1.txt", "b/2.txt"]);
        assert_eq!(walked.hidden, 1);
        assert!(walked.files.iter().all(|file| file.modified > 0 && file.size > 0));
    }

    #[test]
    fn deep_folders_are_bounded() {
        let dir = tree();
        let walked = walk(dir.path(), &Limits { depth: 1, ..Limits::default() });
        assert_eq!(names(&walked, dir.path()), ["3.txt"]);
        assert_eq!(walked.problems.len(), 2);
        assert!(walked.problems.iter().all(|p| p.kind == ProblemKind::TooDeep));
    }

    #[cfg(unix)]
    #[test]
    fn links_are_judged_and_not_followed() {
        use std::os::unix::fs::symlink;
        let outside = tree();
        let dir = tree();
        symlink(outside.path(), dir.path().join("out")).unwrap();
        symlink(dir.path(), dir.path().join("a/cycle")).unwrap();
        symlink("b/2.txt", dir.path().join("twice")).unwrap();
        symlink("nothing", dir.path().join("broken")).unwrap();
        symlink("loop", dir.path().join("loop")).unwrap();
        let walked = walk(dir.path(), &Limits::default());
        assert_eq!(names(&walked, dir.path()), ["3.txt", "a/1.txt", "b/2.txt"]);
        let mut kinds: Vec<_> = walked.problems.iter().map(|p| p.kind).collect();
        kinds.sort_unstable();
        use ProblemKind::{LinkBroken, LinkCycle, LinkOutside};
        assert_eq!(kinds, [LinkOutside, LinkCycle, LinkBroken, LinkBroken]);
    }
}
