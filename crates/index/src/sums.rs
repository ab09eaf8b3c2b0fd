//! Checksums of the blocks of an index, so that a search knows damage from what was written.
//!
//! `kbq check --index` reads all bytes; a search cannot. It compares each block that it reads with
//! its sum, the first time it does. What it reads in one piece beyond [`LONGEST_COMPARED`] — the
//! dictionary of the words of a large archive, the places of the most frequent words — is left
//! out: there a comparison would cost more than the search.

use std::collections::HashMap;
use std::fmt;
use std::io::{self, Read, Write};
use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use tantivy::HasLen;
use tantivy::directory::{FileHandle, OwnedBytes};
use xxhash_rust::xxh3::{Xxh3, xxh3_64};

use crate::layout::FileEntry;

/// The file of a generation that holds the sums.
pub(crate) const SUMS: &str = "sums";
/// Bytes of a block: what the system reads from a disk at least.
const BLOCK: usize = 4096;
/// Bytes of a sum in the file.
const SUM: usize = 4;
/// Bytes of the longest read whose blocks are compared.
const LONGEST_COMPARED: usize = 512 * 1024;

/// The low half of XXH3: of a block, chance leaves one damage in four thousand million unseen.
fn sum(block: &[u8]) -> [u8; SUM] {
    (xxh3_64(block) as u32).to_le_bytes()
}

/// Reads a file to its end, appends the sums of its blocks, and gives the fingerprint of the whole.
pub(crate) fn summed(file: &mut impl Read, sums: &mut impl Write) -> io::Result<String> {
    let mut hasher = Xxh3::new();
    let mut buffer = vec![0; 64 * BLOCK];
    loop {
        let mut filled = 0;
        // A short read is no end of a block.
        while let Some(rest) = buffer.get_mut(filled..).filter(|rest| !rest.is_empty()) {
            match file.read(rest)? {
                0 => break,
                read => filled += read,
            }
        }
        let read = buffer.get(..filled).unwrap_or_default();
        if read.is_empty() {
            return Ok(format!("{:016x}", hasher.digest()));
        }
        hasher.update(read);
        read.chunks(BLOCK).try_for_each(|block| sums.write_all(&sum(block)))?;
    }
}

/// The sums of a generation.
#[derive(Clone)]
pub(crate) struct Sums {
    bytes: OwnedBytes,
    /// Where the sums of each file begin, by its name.
    begin: Arc<HashMap<PathBuf, usize>>,
}

impl fmt::Debug for Sums {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Sums").field("files", &self.begin.len()).finish()
    }
}

impl Sums {
    /// `files` as they were when the sums were written.
    pub(crate) fn new(bytes: OwnedBytes, files: &[FileEntry]) -> Sums {
        let mut at = 0;
        let mut begin = HashMap::new();
        for file in files.iter().filter(|file| file.name != SUMS) {
            begin.insert(PathBuf::from(&file.name), at);
            at += (file.bytes as usize).div_ceil(BLOCK) * SUM;
        }
        Sums { bytes, begin: Arc::new(begin) }
    }

    /// A file whose blocks are compared as they are read.
    pub(crate) fn guard(&self, name: PathBuf, inner: Arc<dyn FileHandle>) -> Arc<dyn FileHandle> {
        let Some(begin) = self.begin.get(&name).copied() else { return inner };
        let blocks = inner.len().div_ceil(BLOCK);
        let known = (0..blocks.div_ceil(64)).map(|_| AtomicU64::new(0)).collect();
        Arc::new(Guarded { inner, name, sums: self.bytes.clone(), begin, known })
    }
}

/// A file of a generation.
struct Guarded {
    inner: Arc<dyn FileHandle>,
    name: PathBuf,
    sums: OwnedBytes,
    begin: usize,
    /// A bit for each block that was found sound.
    known: Box<[AtomicU64]>,
}

impl Guarded {
    fn compare(&self, range: &Range<usize>) -> io::Result<()> {
        for block in range.start / BLOCK..range.end.div_ceil(BLOCK) {
            let bit = 1 << (block % 64);
            let Some(known) = self.known.get(block / 64) else { continue };
            if known.load(Ordering::Relaxed) & bit != 0 {
                continue;
            }
            let start = block * BLOCK;
            let bytes = self.inner.read_bytes(start..(start + BLOCK).min(self.inner.len()))?;
            let at = self.begin + block * SUM;
            if self.sums.get(at..at + SUM) != Some(&sum(&bytes)) {
                let name = self.name.display();
                let what = format!("{name}: byte {start} and those after it are damaged");
                return Err(io::Error::new(io::ErrorKind::InvalidData, what));
            }
            known.fetch_or(bit, Ordering::Relaxed);
        }
        Ok(())
    }
}

impl fmt::Debug for Guarded {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Guarded").field("name", &self.name).finish()
    }
}

impl HasLen for Guarded {
    fn len(&self) -> usize {
        self.inner.len()
    }
}

impl FileHandle for Guarded {
    fn read_bytes(&self, range: Range<usize>) -> io::Result<OwnedBytes> {
        if range.len() <= LONGEST_COMPARED {
            self.compare(&range)?;
        }
        self.inner.read_bytes(range)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn guarded(written: &[u8], found: Vec<u8>) -> Arc<dyn FileHandle> {
        let mut sums = Vec::new();
        let hash = summed(&mut &*written, &mut sums).expect("reads");
        let entry = |name: &str, bytes| FileEntry { name: name.into(), bytes, hash: hash.clone() };
        let files = [entry("a", 0), entry("b", written.len() as u64), entry(SUMS, 0)];
        let sums = Sums::new(OwnedBytes::new(sums), &files);
        sums.guard(PathBuf::from("b"), Arc::new(OwnedBytes::new(found)))
    }

    #[test]
    fn damage_is_told_where_it_is_read() {
        let written: Vec<u8> = (0..3 * BLOCK + 10).map(|at| (at % 251) as u8).collect();
        let mut found = written.clone();
        found[2 * BLOCK + 5] ^= 1;
        let file = guarded(&written, found);
        assert!(file.read_bytes(0..10).is_ok());
        assert!(file.read_bytes(BLOCK..2 * BLOCK).is_ok());
        assert!(file.read_bytes(3 * BLOCK..3 * BLOCK + 10).is_ok());
        for _ in 0..2 {
            let error = file.read_bytes(BLOCK + 1..2 * BLOCK + 1).expect_err("damaged");
            assert!(error.to_string().contains("b: byte 8192"), "{error}");
        }
    }
}
