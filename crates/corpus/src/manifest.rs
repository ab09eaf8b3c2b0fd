//! What an index was built from, and what has changed since.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

/// The version of the manifest's layout.
const VERSION: u32 = 1;

/// How coarse file times may be: two seconds on FAT and in zip files.
const GRANULARITY: i64 = 2_000_000_000;

/// The files that were read, with what tells whether they changed.
///
/// It is kept beside an index and compared by [`crate::Scan::changes_since`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// The layout's version; another one is as good as no manifest.
    pub version: u32,
    /// When the scan began, in nanoseconds since 1970. A file changed later than that, or so
    /// shortly before that its time would not show it, is compared by its hash.
    pub scanned: i64,
    /// The files, in the order of their paths.
    pub files: Vec<FileEntry>,
}

/// A file that was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileEntry {
    /// The path as given or found.
    pub path: String,
    /// The size in bytes.
    pub size: u64,
    /// The time of its last change, in nanoseconds since 1970.
    pub modified: i64,
    /// The fingerprint of its bytes (XXH3, 64 bits).
    pub hash: u64,
    /// The article it holds; null for a file that is none, and for an archive.
    pub number: Option<u32>,
    /// An archive's members.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub members: Vec<MemberEntry>,
}

/// A member of an archive that was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemberEntry {
    /// Its name; for a record its line.
    pub name: String,
    /// Its place in the archive.
    pub ordinal: u32,
    /// The size in bytes, unpacked.
    pub size: u64,
    /// The fingerprint of its bytes.
    pub hash: u64,
    /// The article it holds; null for a member that is none.
    pub number: Option<u32>,
}

impl Manifest {
    pub(crate) fn new(scanned: i64, mut files: Vec<FileEntry>) -> Manifest {
        files.sort_unstable_by(|a, b| a.path.cmp(&b.path));
        Manifest { version: VERSION, scanned, files }
    }

    /// Whether this version of kbq can compare with it.
    pub fn is_current(&self) -> bool {
        self.version == VERSION
    }

    /// How many files and members were read.
    pub fn sources(&self) -> usize {
        self.files.iter().map(|file| file.members.len().max(1)).sum()
    }

    /// The files by path; empty when the manifest is of another version.
    pub(crate) fn by_path(&self) -> HashMap<&str, &FileEntry> {
        let files = if self.is_current() { self.files.as_slice() } else { &[] };
        files.iter().map(|file| (file.path.as_str(), file)).collect()
    }

    /// Whether size and time alone tell that a file is the one that was read.
    pub(crate) fn is_surely(&self, entry: &FileEntry, size: u64, modified: i64) -> bool {
        let settled = modified.saturating_add(GRANULARITY) < self.scanned;
        entry.size == size && entry.modified == modified && settled
    }

    /// The article of each source, in ascending order.
    pub(crate) fn numbers(&self) -> Vec<u32> {
        let files = if self.is_current() { self.files.as_slice() } else { &[] };
        let of = |file: &FileEntry| file.number;
        let members = files.iter().flat_map(|file| &file.members).filter_map(|m| m.number);
        let mut numbers: Vec<u32> = files.iter().filter_map(of).chain(members).collect();
        numbers.sort_unstable();
        numbers
    }
}

/// What changed between a manifest and a scan, as article numbers in ascending order.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Changes {
    /// Articles that were not there.
    pub added: Vec<u32>,
    /// Articles of which a source was added, changed or removed.
    pub changed: Vec<u32>,
    /// Articles of which no source is left.
    pub removed: Vec<u32>,
    /// How many articles have the same sources with the same bytes.
    pub unchanged: usize,
    /// Whether the time of a file left it open whether it changed: a new manifest would spare the
    /// next run from reading it.
    pub touched: bool,
}

impl Changes {
    /// Whether an index built from the manifest is up to date.
    pub fn is_empty(&self) -> bool {
        self.added.is_empty() && self.changed.is_empty() && self.removed.is_empty()
    }

    /// The articles to read, in ascending order: added and changed ones.
    pub fn to_read(&self) -> Vec<u32> {
        let mut numbers = [self.added.as_slice(), self.changed.as_slice()].concat();
        numbers.sort_unstable();
        numbers
    }
}
