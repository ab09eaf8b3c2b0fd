//! Where an index lies on disk, and how a new state replaces the old one.
//!
//! ```text
//! index/manifest.json   which generation is the index; replaced by one rename
//! index/lock            held while somebody writes
//! index/g7/             a generation: tantivy's files, the caller's source manifest, checksums
//! ```
//!
//! A writer fills a new generation beside the old one and then replaces the manifest. Whatever
//! stops it, the manifest names a complete generation; leftovers go at the next write.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{BufWriter, ErrorKind, Read as _, Seek as _, SeekFrom, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_64;

use crate::error::IndexError;
use crate::statistics::Lengths;
use crate::sums::{SUMS, summed};

/// The format of the index; raised whenever an older kbq could misread a newer index or a newer
/// one an older index.
pub const INDEX_VERSION: u32 = 3;

const MANIFEST: &str = "manifest.json";
const LOCK: &str = "lock";
/// The caller's source manifest within a generation.
const SOURCES: &str = "sources";
const GENERATION_PREFIX: char = 'g';

/// A file of a generation, as it was when the generation was completed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct FileEntry {
    pub(crate) name: String,
    pub(crate) bytes: u64,
    /// XXH3, 64 bits, in hex.
    pub(crate) hash: String,
}

/// What the index is: the content of `manifest.json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// [`INDEX_VERSION`] at the time of writing.
    pub index_version: u32,
    /// The version of kbq that wrote it.
    pub kbq_version: String,
    /// Counts up with every write.
    pub generation: u64,
    /// Articles in the index.
    pub articles: u64,
    pub(crate) lengths: Lengths,
    pub(crate) files: Vec<FileEntry>,
    /// XXH3, 64 bits, in hex, of the manifest with nothing here.
    pub(crate) hash: String,
}

impl Manifest {
    /// Bytes of all files of the index.
    pub fn bytes(&self) -> u64 {
        self.files.iter().map(|file| file.bytes).sum()
    }

    /// The files of the generation that are tantivy's.
    pub(crate) fn file_names(&self) -> impl Iterator<Item = &str> {
        let names = self.files.iter().map(|file| file.name.as_str());
        names.filter(|name| ![SOURCES, SUMS].contains(name))
    }

    /// What [`Manifest::hash`] should be.
    fn own_hash(&self) -> Result<String, serde_json::Error> {
        let bare = Manifest { hash: String::new(), ..self.clone() };
        Ok(format!("{:016x}", xxh3_64(&serde_json::to_vec(&bare)?)))
    }
}

/// The format number alone, readable in every version's manifest.
#[derive(Deserialize)]
struct VersionOnly {
    index_version: u32,
}

/// The directory of an index.
#[derive(Debug, Clone)]
pub(crate) struct Layout {
    root: PathBuf,
}

impl Layout {
    pub(crate) fn new(root: &Path) -> Layout {
        Layout { root: root.to_owned() }
    }

    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    pub(crate) fn generation(&self, number: u64) -> PathBuf {
        self.root.join(format!("{GENERATION_PREFIX}{number}"))
    }

    /// Reads the manifest; `Ok(None)` where there is none.
    pub(crate) fn manifest(&self) -> Result<Option<Manifest>, IndexError> {
        let path = self.root.join(MANIFEST);
        let text = match fs::read(&path) {
            Ok(text) => text,
            Err(error)
                if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) =>
            {
                return Ok(None);
            }
            Err(error) => return Err(IndexError::io(&path)(error)),
        };
        let version: VersionOnly = serde_json::from_slice(&text)
            .map_err(|error| IndexError::damaged(&path, format!("no manifest: {error}")))?;
        if version.index_version != INDEX_VERSION {
            return Err(IndexError::OtherVersion {
                dir: self.root.clone(),
                found: version.index_version,
                expected: INDEX_VERSION,
            });
        }
        let manifest: Manifest = serde_json::from_slice(&text)
            .map_err(|error| IndexError::damaged(&path, format!("no manifest: {error}")))?;
        if manifest.own_hash().ok().as_ref() != Some(&manifest.hash) {
            return Err(IndexError::damaged(&path, "it is not what was written"));
        }
        Ok(Some(manifest))
    }

    /// Compares the files of a generation with the manifest: their sizes, or all their bytes.
    pub(crate) fn verify(&self, manifest: &Manifest, bytes_too: bool) -> Result<(), IndexError> {
        let dir = self.generation(manifest.generation);
        for entry in &manifest.files {
            let path = dir.join(&entry.name);
            let found = match fs::metadata(&path) {
                Ok(metadata) => metadata.len(),
                Err(error) if error.kind() == ErrorKind::NotFound => {
                    return Err(IndexError::damaged(&path, "the file is missing"));
                }
                Err(error) => return Err(IndexError::io(&path)(error)),
            };
            if found != entry.bytes {
                let what = format!("{found} bytes where {} were written", entry.bytes);
                return Err(IndexError::damaged(&path, what));
            }
            let hash = || summed(&mut File::open(&path)?, &mut std::io::sink());
            if bytes_too && hash().map_err(IndexError::io(&path))? != entry.hash {
                return Err(IndexError::damaged(
                    &path,
                    "its bytes are not those that were written",
                ));
            }
        }
        Ok(())
    }

    /// The caller's source manifest of a generation.
    pub(crate) fn sources(&self, manifest: &Manifest) -> Result<Vec<u8>, IndexError> {
        let path = self.generation(manifest.generation).join(SOURCES);
        let bytes = fs::read(&path).map_err(IndexError::io(&path))?;
        let hash = format!("{:016x}", xxh3_64(&bytes));
        if manifest.files.iter().any(|file| file.name == SOURCES && file.hash == hash) {
            return Ok(bytes);
        }
        Err(IndexError::damaged(&path, "its bytes are not those that were written"))
    }

    /// Takes the writer's lock, creating the directory if needed.
    ///
    /// # Errors
    /// [`IndexError::Locked`] while another process holds it, [`IndexError::NotAnIndex`] where
    /// other files lie.
    pub(crate) fn lock(&self) -> Result<WriteLock, IndexError> {
        fs::create_dir_all(&self.root).map_err(IndexError::io(&self.root))?;
        self.refuse_foreign_files()?;
        let path = self.root.join(LOCK);
        let mut file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(&path)
            .map_err(IndexError::io(&path))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let mut holder = String::new();
                // What it says is only for the message; a lock without it is still a lock.
                let _ = file.read_to_string(&mut holder);
                let holder = holder.trim().to_owned();
                return Err(IndexError::Locked { dir: self.root.clone(), holder });
            }
            Err(TryLockError::Error(error)) => return Err(IndexError::io(&path)(error)),
        }
        let written = file
            .set_len(0)
            .and_then(|()| file.seek(SeekFrom::Start(0)))
            .and_then(|_| file.write_all(std::process::id().to_string().as_bytes()));
        written.map_err(IndexError::io(&path))?;
        Ok(WriteLock { _file: file })
    }

    fn entries(&self) -> Result<Vec<String>, IndexError> {
        let read = fs::read_dir(&self.root).map_err(IndexError::io(&self.root))?;
        let mut names = Vec::new();
        for entry in read {
            let entry = entry.map_err(IndexError::io(&self.root))?;
            names.push(entry.file_name().to_string_lossy().into_owned());
        }
        Ok(names)
    }

    /// An index is only built where nothing else lies: its old generations are removed.
    fn refuse_foreign_files(&self) -> Result<(), IndexError> {
        let ours = |name: &String| {
            name == LOCK
                || name.starts_with(MANIFEST)
                || name.starts_with('.')
                || generation_number(name).is_some()
        };
        if self.entries()?.iter().all(ours) {
            return Ok(());
        }
        Err(IndexError::NotAnIndex { dir: self.root.clone() })
    }

    /// A number that no generation on disk has, complete or not.
    pub(crate) fn next_generation(&self) -> Result<u64, IndexError> {
        let used = self.entries()?.iter().filter_map(|name| generation_number(name)).max();
        Ok(used.unwrap_or(0) + 1)
    }

    /// Makes a filled generation the index: its files reach the disk before the manifest does.
    pub(crate) fn publish(
        &self,
        generation: u64,
        articles: u64,
        lengths: Lengths,
        sources: impl FnOnce(&mut dyn Write) -> std::io::Result<()>,
    ) -> Result<Manifest, IndexError> {
        let dir = self.generation(generation);
        let path = dir.join(SOURCES);
        let written = File::create(&path).and_then(|file| {
            let mut file = BufWriter::new(file);
            sources(&mut file).and_then(|()| file.flush())
        });
        written.map_err(IndexError::io(&path))?;
        let mut manifest = Manifest {
            index_version: INDEX_VERSION,
            kbq_version: env!("CARGO_PKG_VERSION").to_owned(),
            generation,
            articles,
            lengths,
            files: seal(&dir)?,
            hash: String::new(),
        };
        let unwritable = |error| IndexError::damaged(&self.root, error);
        manifest.hash = manifest.own_hash().map_err(unwritable)?;
        let text = serde_json::to_vec(&manifest).map_err(unwritable)?;
        let aside = self.root.join(format!("{MANIFEST}.new"));
        let target = self.root.join(MANIFEST);
        let written = File::create(&aside)
            .and_then(|mut file| file.write_all(&text).and_then(|()| file.sync_all()))
            .and_then(|()| sync_dir(&dir))
            .and_then(|()| sync_dir(&self.root))
            .and_then(|()| fs::rename(&aside, &target))
            .and_then(|()| sync_dir(&self.root));
        written.map_err(IndexError::io(&target))?;
        self.remove_others(generation);
        Ok(manifest)
    }

    /// Removes every generation but this one. A reader that still has one open keeps its files;
    /// what cannot be removed now goes with the next write.
    pub(crate) fn remove_others(&self, keep: u64) {
        for name in self.entries().unwrap_or_default() {
            if generation_number(&name).is_some_and(|number| number != keep) {
                let _ = fs::remove_dir_all(self.root.join(name));
            }
        }
    }
}

/// Held while an index is written; the system frees it when the process ends in whatever way.
#[derive(Debug)]
pub(crate) struct WriteLock {
    _file: File,
}

fn generation_number(name: &str) -> Option<u64> {
    name.strip_prefix(GENERATION_PREFIX)?.parse().ok()
}

/// Syncs every file of a generation, writes down the sums of their blocks, and says what they are.
/// tantivy's lock files are left out.
fn seal(dir: &Path) -> Result<Vec<FileEntry>, IndexError> {
    let mut names = Vec::new();
    for entry in fs::read_dir(dir).map_err(IndexError::io(dir))? {
        let path = entry.map_err(IndexError::io(dir))?.path();
        let Some(name) = path.file_name().and_then(|name| name.to_str()) else { continue };
        if name.ends_with(".lock") {
            let _ = fs::remove_file(&path);
        } else {
            names.push(name.to_owned());
        }
    }
    names.sort();
    let mut sums = Vec::new();
    let mut files = Vec::new();
    for name in names {
        files.push(seal_file(dir, name, &mut sums)?);
    }
    let path = dir.join(SUMS);
    fs::write(&path, sums).map_err(IndexError::io(&path))?;
    files.push(seal_file(dir, SUMS.to_owned(), &mut std::io::sink())?);
    Ok(files)
}

fn seal_file(dir: &Path, name: String, sums: &mut impl Write) -> Result<FileEntry, IndexError> {
    let path = dir.join(&name);
    let mut file = File::open(&path).map_err(IndexError::io(&path))?;
    file.sync_all().map_err(IndexError::io(&path))?;
    let bytes = file.metadata().map_err(IndexError::io(&path))?.len();
    let hash = summed(&mut file, sums).map_err(IndexError::io(&path))?;
    make_readable(&path);
    Ok(FileEntry { name, bytes, hash })
}

/// tantivy writes some files for the owner alone; an index is for everyone who may read its
/// directory.
#[cfg(unix)]
fn make_readable(path: &Path) {
    use std::os::unix::fs::PermissionsExt;
    // Best effort: on a file system without modes there is nothing to set.
    let _ = fs::set_permissions(path, fs::Permissions::from_mode(0o644));
}

#[cfg(not(unix))]
fn make_readable(_path: &Path) {}

#[cfg(unix)]
fn sync_dir(dir: &Path) -> std::io::Result<()> {
    File::open(dir)?.sync_all()
}

#[cfg(not(unix))]
fn sync_dir(_dir: &Path) -> std::io::Result<()> {
    Ok(())
}
