//! Files that hold articles: `.zip`, `.tar`, `.tar.gz` and `.jsonl`, read without unpacking them
//! to disk under their members' names.

mod records;
mod shared;
mod tar;
mod zip;

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use crate::Limits;
use crate::problem::{Problem, ProblemKind, display_name};

use records::RecordFile;
pub(crate) use records::record;
use shared::SharedFile;
use tar::TarFile;
use zip::ZipFile;

/// A kind of file that holds articles.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ArchiveKind {
    Zip,
    Tar,
    TarGz,
    Records,
}

/// Endings of names, lower case, and what such a file is.
const ENDINGS: [(&str, ArchiveKind); 5] = [
    (".zip", ArchiveKind::Zip),
    (".tar", ArchiveKind::Tar),
    (".tar.gz", ArchiveKind::TarGz),
    (".tgz", ArchiveKind::TarGz),
    (".jsonl", ArchiveKind::Records),
];

impl ArchiveKind {
    /// What the name says; archives, unlike articles, go by their names.
    pub(crate) fn of(name: &str) -> Option<ArchiveKind> {
        ENDINGS.iter().find(|(ending, _)| ends_with(name, ending)).map(|(_, kind)| *kind)
    }

    /// What stands between the archive's path and the member's name.
    pub(crate) fn separator(self) -> char {
        if self == ArchiveKind::Records { ':' } else { '/' }
    }
}

fn ends_with(name: &str, ending: &str) -> bool {
    let tail = name.len().checked_sub(ending.len()).and_then(|from| name.as_bytes().get(from..));
    tail.is_some_and(|tail| tail.eq_ignore_ascii_case(ending.as_bytes()))
}

/// A file inside an archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Member {
    /// Its name, or the line of a record.
    pub(crate) name: String,
    /// What [`Archive::read`] finds it by: the same for the same bytes of the archive.
    pub(crate) ordinal: u32,
    /// Its size unpacked.
    pub(crate) size: u64,
    /// The number of a record; null where the text must be looked at.
    pub(crate) number: Option<u32>,
    /// The fingerprint, where listing came by it.
    pub(crate) hash: Option<u64>,
}

/// What an archive holds, and what of it could not be used.
#[derive(Debug, Default)]
pub(crate) struct Listing {
    pub(crate) members: Vec<Member>,
    pub(crate) problems: Vec<Problem>,
}

/// An open archive; its members can be read in any order, by several threads at once.
#[derive(Debug)]
pub(crate) enum Archive {
    Zip(ZipFile),
    Tar(TarFile),
    Records(RecordFile),
}

impl Archive {
    /// Opens an archive and lists its members.
    ///
    /// A `.tar.gz` can't be read at random: it is unpacked, bounded, to an unnamed temporary file
    /// first, and is a `.tar` from then on. The file is gone when the archive is dropped.
    pub(crate) fn open(
        path: &Path,
        kind: ArchiveKind,
        limits: &Limits,
    ) -> Result<(Archive, Listing), Problem> {
        let name = display_name(path);
        let file = File::open(path).map_err(|error| Problem::io(&name, &error))?;
        match kind {
            ArchiveKind::Zip => {
                ZipFile::open(file, &name, limits).map(|(zip, list)| (Archive::Zip(zip), list))
            }
            ArchiveKind::Tar => TarFile::open(SharedFile::new(file), &name, limits)
                .map(|(tar, list)| (Archive::Tar(tar), list)),
            ArchiveKind::TarGz => {
                let unpacked = tar::unpack(file, &name, limits)?;
                TarFile::open(SharedFile::new(unpacked), &name, limits)
                    .map(|(tar, list)| (Archive::Tar(tar), list))
            }
            ArchiveKind::Records => RecordFile::open(file, &name, limits)
                .map(|(records, list)| (Archive::Records(records), list)),
        }
    }

    /// The bytes of a member, at most so many from its beginning.
    pub(crate) fn read(&self, ordinal: u32, at_most: u64) -> io::Result<Vec<u8>> {
        match self {
            Archive::Zip(zip) => zip.read(ordinal, at_most),
            Archive::Tar(tar) => tar.read(ordinal, at_most),
            Archive::Records(records) => records.read(ordinal, at_most),
        }
    }
}

/// Reads at most so many bytes. A size that a hostile header claims is never allocated ahead.
pub(crate) fn read_at_most(reader: impl Read, at_most: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    reader.take(at_most).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// What keeps a member from being read, judged by its name and size alone.
///
/// Nothing is ever written under a member's name, so that a name can do no harm; one that leads
/// out of the archive is a sign of a manipulated one all the same.
fn refuse(archive: &str, raw: &[u8], size: u64, limits: &Limits) -> Result<String, Problem> {
    // Before the escapes, whose backslashes separate nothing.
    let slashes: Vec<u8> =
        raw.iter().map(|&byte| if byte == b'\\' { b'/' } else { byte }).collect();
    let name = crate::problem::escaped(&slashes);
    let path = format!("{archive}/{}", shortened(&name));
    let upwards = name.split('/').any(|part| part == "..");
    if raw.is_empty() || raw.len() > limits.name_bytes || raw.contains(&0) {
        let message = format!("a member's name of {} bytes is not used", raw.len());
        return Err(Problem::new(path, ProblemKind::BadName, message));
    }
    if upwards || name.starts_with('/') || name.get(1..3) == Some(":/") {
        let message = "a member's name leads out of the archive";
        return Err(Problem::new(path, ProblemKind::BadName, message));
    }
    if ArchiveKind::of(&name).is_some_and(|kind| kind != ArchiveKind::Records) {
        let message = "an archive in an archive is not read";
        return Err(Problem::new(path, ProblemKind::Nested, message));
    }
    if size > limits.article_bytes {
        return Err(too_large(path, size, limits.article_bytes));
    }
    Ok(name)
}

/// The problem of a file that is larger than allowed.
pub(crate) fn too_large(path: impl Into<String>, size: u64, limit: u64) -> Problem {
    let message = format!("{size} bytes are more than the {limit} that an article may have");
    Problem::new(path, ProblemKind::TooLarge, message)
}

/// Whether a member is one that `ls` would hide.
fn is_hidden(name: &str) -> bool {
    name.split('/').any(|part| part.len() > 1 && part.starts_with('.') && part != "..")
}

fn shortened(name: &str) -> &str {
    name.char_indices().nth(200).and_then(|(at, _)| name.get(..at)).unwrap_or(name)
}

fn bad_archive(path: &str, error: &dyn std::fmt::Display) -> Problem {
    Problem::new(path, ProblemKind::BadArchive, format!("can't be read as an archive: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_archives() {
        assert_eq!(ArchiveKind::of("kb/A.ZIP"), Some(ArchiveKind::Zip));
        assert_eq!(ArchiveKind::of("a.tar.gz"), Some(ArchiveKind::TarGz));
        assert_eq!(ArchiveKind::of("a.gz"), None);
        assert_eq!(ArchiveKind::of("zip"), None);
        assert_eq!(ArchiveKind::of("é.zip"), Some(ArchiveKind::Zip));
    }

    #[test]
    fn names_that_lead_out_are_refused() {
        let limits = Limits::default();
        for name in ["../a", "a/../../b", "/etc/passwd", "C:\\a", "", "a\0b", "..\\a"] {
            let problem = refuse("x.zip", name.as_bytes(), 1, &limits).unwrap_err();
            assert_eq!(problem.kind, ProblemKind::BadName, "{name:?}");
        }
        let long = "a".repeat(5000);
        assert!(refuse("x.zip", long.as_bytes(), 1, &limits).unwrap_err().path.len() < 300);
        assert_eq!(refuse("x.zip", b"kb\\1\\Q1.TXT", 1, &limits).unwrap(), "kb/1/Q1.TXT");
        assert_eq!(refuse("x.zip", b"kb\\caf\xe9.TXT", 1, &limits).unwrap(), "kb/caf\\xE9.TXT");
        assert_eq!(refuse("x", b"b.zip", 1, &limits).unwrap_err().kind, ProblemKind::Nested);
    }

    #[test]
    fn hidden_members() {
        assert!(is_hidden("a/.git/x") && is_hidden(".x"));
        assert!(!is_hidden("./a/b") && !is_hidden("a.b/c."));
    }
}
