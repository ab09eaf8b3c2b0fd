//! A directory that tantivy can read and nothing else: no lock, no write, no watching thread. What
//! is read is compared with the checksums of the generation.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tantivy::Directory;
#[cfg(unix)]
use tantivy::directory::Advice;
use tantivy::directory::error::{DeleteError, LockError, OpenReadError, OpenWriteError};
use tantivy::directory::{
    DirectoryLock, FileHandle, Lock, MmapDirectory, OwnedBytes, WatchCallback, WatchHandle,
    WritePtr,
};

use crate::layout::FileEntry;
use crate::sums::{SUMS, Sums};

/// tantivy takes a lock file to guard a reader against the removal of segments. A generation of
/// ours never changes once it is published, so there is nothing to guard against, and an index on
/// read-only media can be opened.
#[derive(Debug, Clone)]
pub(crate) struct ReadOnlyDirectory {
    inner: MmapDirectory,
    sums: Sums,
}

impl ReadOnlyDirectory {
    /// `files` are those of the generation at `path`.
    pub(crate) fn open(
        path: &Path,
        files: &[FileEntry],
    ) -> Result<ReadOnlyDirectory, tantivy::TantivyError> {
        // Reading ahead costs a search with a cold cache five times what it reads.
        #[cfg(unix)]
        let inner = MmapDirectory::open_with_madvice(path, Advice::Random)?;
        #[cfg(not(unix))]
        let inner = MmapDirectory::open(path)?;
        let sums = inner.get_file_handle(Path::new(SUMS))?;
        let sums = Sums::new(sums.read_bytes(0..sums.len())?, files);
        Ok(ReadOnlyDirectory { inner, sums })
    }
}

fn refused() -> io::Error {
    io::Error::new(io::ErrorKind::PermissionDenied, "an index is only read here")
}

impl Directory for ReadOnlyDirectory {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        let handle = self.inner.get_file_handle(path)?;
        Ok(self.sums.guard(path.to_owned(), handle))
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        self.inner.exists(path)
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        let bytes = self.inner.atomic_read(path)?;
        let length = bytes.len();
        let guarded = self.sums.guard(path.to_owned(), Arc::new(OwnedBytes::new(bytes)));
        let bytes = guarded.read_bytes(0..length);
        let bytes = bytes.map_err(|error| OpenReadError::wrap_io_error(error, path.to_owned()))?;
        Ok(bytes.to_vec())
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        Err(DeleteError::IoError { io_error: Arc::new(refused()), filepath: path.to_owned() })
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        Err(OpenWriteError::wrap_io_error(refused(), PathBuf::from(path)))
    }

    fn atomic_write(&self, _path: &Path, _data: &[u8]) -> io::Result<()> {
        Err(refused())
    }

    fn sync_directory(&self) -> io::Result<()> {
        Ok(())
    }

    fn acquire_lock(&self, _lock: &Lock) -> Result<DirectoryLock, LockError> {
        Ok(DirectoryLock::from(Box::new(())))
    }

    fn watch(&self, _callback: WatchCallback) -> tantivy::Result<WatchHandle> {
        Ok(WatchHandle::empty())
    }
}
