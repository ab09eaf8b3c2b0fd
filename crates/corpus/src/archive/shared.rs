//! One open file for several threads.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::sync::{Arc, Mutex, PoisonError};

/// How much is read ahead: the headers of archives are read in pieces of a few bytes.
const WINDOW: usize = 16 << 10;

/// A handle with a position of its own onto a file that others read at the same time.
///
/// The lock is held for a system call, not while a member is unpacked.
#[derive(Debug)]
pub(super) struct SharedFile {
    file: Arc<Mutex<File>>,
    position: u64,
    /// Bytes of the file from `window_start` on.
    window: Vec<u8>,
    window_start: u64,
}

impl SharedFile {
    pub(super) fn new(file: File) -> SharedFile {
        SharedFile::of(Arc::new(Mutex::new(file)), 0)
    }

    fn of(file: Arc<Mutex<File>>, position: u64) -> SharedFile {
        SharedFile { file, position, window: Vec::new(), window_start: 0 }
    }

    /// Another handle, which stands there.
    pub(super) fn at(&self, position: u64) -> SharedFile {
        SharedFile::of(Arc::clone(&self.file), position)
    }

    /// Reads past the window, straight from the file.
    fn fetch(&self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        file.seek(SeekFrom::Start(self.position))?;
        file.read(buffer)
    }

    fn ahead(&self) -> &[u8] {
        let into = self.position.checked_sub(self.window_start);
        let into = into.and_then(|into| usize::try_from(into).ok());
        into.and_then(|into| self.window.get(into..)).unwrap_or(&[])
    }
}

impl Read for SharedFile {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = if self.ahead().is_empty() && buffer.len() >= WINDOW {
            self.fetch(buffer)?
        } else {
            if self.ahead().is_empty() {
                let mut window = std::mem::take(&mut self.window);
                window.resize(WINDOW, 0);
                let read = self.fetch(&mut window)?;
                window.truncate(read);
                self.window = window;
                self.window_start = self.position;
            }
            self.ahead().read(buffer)?
        };
        self.position += read as u64;
        Ok(read)
    }
}

impl Seek for SharedFile {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let (base, offset) = match to {
            SeekFrom::Start(position) => (position, 0),
            SeekFrom::Current(offset) => (self.position, offset),
            SeekFrom::End(offset) => {
                let file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
                (file.metadata()?.len(), offset)
            }
        };
        let outside = || io::Error::new(io::ErrorKind::InvalidInput, "position outside the file");
        self.position = base.checked_add_signed(offset).ok_or_else(outside)?;
        Ok(self.position)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn handles_do_not_move_each_other() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("x");
        let bytes: Vec<u8> = (0..100_000u32).map(|i| (i % 251) as u8).collect();
        std::fs::write(&path, &bytes).unwrap();
        let mut first = SharedFile::new(File::open(&path).unwrap());
        let mut second = first.at(50_000);
        let mut few = [0; 3];
        first.read_exact(&mut few).unwrap();
        assert_eq!(few, bytes[..3]);
        let mut rest = Vec::new();
        second.read_to_end(&mut rest).unwrap();
        assert_eq!(rest, bytes[50_000..]);
        first.seek(SeekFrom::Current(17_000)).unwrap();
        first.read_exact(&mut few).unwrap();
        assert_eq!(few, bytes[17_003..17_006]);
        first.seek(SeekFrom::End(-2)).unwrap();
        assert_eq!(first.read(&mut few).unwrap(), 2);
        assert_eq!(first.read(&mut few).unwrap(), 0);
        assert!(first.seek(SeekFrom::Current(-200_000)).is_err());
    }
}
