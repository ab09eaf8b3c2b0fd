//! The hidden folder beside the target in which an export is made.
//!
//! It goes when the export ends, however it ends, except by a kill or a power cut. What those
//! leave is cleared away by the next export into the same folder: whoever works in a stage holds
//! the lock in it, and the system lets go of the lock of a process that is no more.

use std::fs::{self, File};
use std::io;
use std::path::Path;

use tempfile::TempDir;

const PREFIX: &str = ".kbq-export-";
const LOCK: &str = "lock";

/// A folder that goes with all it holds when it is dropped.
pub(crate) struct Stage {
    // Closed before the folder goes: Windows keeps the folder of an open file.
    _lock: File,
    folder: TempDir,
}

impl Stage {
    /// A stage in this folder, once those that were left there are cleared away.
    pub(crate) fn new(parent: &Path) -> io::Result<Stage> {
        clear_abandoned(parent);
        let folder = tempfile::Builder::new().prefix(PREFIX).tempdir_in(parent)?;
        // Locked before it gets its name, so that nobody finds it unlocked in between.
        let unnamed = folder.path().join("lock.new");
        let lock = File::create(&unnamed)?;
        // Where files can't be locked, nobody takes a stage for abandoned either.
        let _ = lock.lock();
        fs::rename(unnamed, folder.path().join(LOCK))?;
        Ok(Stage { _lock: lock, folder })
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }
}

fn clear_abandoned(parent: &Path) {
    let Ok(entries) = fs::read_dir(parent) else { return };
    for entry in entries.flatten() {
        let is_stage = entry.file_name().to_string_lossy().starts_with(PREFIX)
            && entry.file_type().is_ok_and(|kind| kind.is_dir());
        if is_stage && is_abandoned(&entry.path()) {
            // What can't be removed is in nobody's way.
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

fn is_abandoned(stage: &Path) -> bool {
    let lock = stage.join(LOCK);
    lock.symlink_metadata().is_ok_and(|lock| lock.is_file())
        && File::options().write(true).open(lock).is_ok_and(|lock| lock.try_lock().is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_kill_left_is_cleared_away_and_what_is_in_use_is_not() {
        let parent = tempfile::tempdir().unwrap();
        let left = parent.path().join(".kbq-export-left");
        fs::create_dir(&left).unwrap();
        fs::write(left.join(LOCK), "").unwrap();
        fs::write(left.join("kbq.sqlite"), "half").unwrap();
        let not_ours = parent.path().join(".kbq-export-notes");
        fs::create_dir(&not_ours).unwrap();
        let used = Stage::new(parent.path()).unwrap();
        assert!(!left.exists() && not_ours.exists());
        let other = Stage::new(parent.path()).unwrap();
        assert!(used.path().exists() && other.path().exists());
        let path = used.path().to_owned();
        drop(used);
        assert!(!path.exists());
    }
}
