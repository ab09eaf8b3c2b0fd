//! What outlives a session: recent queries, bookmarks, dividers. Its loss is harmless.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

/// The file's name in the state folder.
const FILE_NAME: &str = "tui.json";
/// Recent queries kept.
const MOST_RECENT: usize = 200;
/// How far a divider goes to either side, in percent.
const NARROWEST: u8 = 20;
/// The same, to the other side.
const WIDEST: u8 = 80;

/// What outlives a session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Saved {
    /// Recent queries, newest first.
    pub recent: Vec<String>,
    /// Bookmarked articles, newest first.
    pub bookmarks: Vec<Bookmark>,
    /// The list's part of the width where the panes stand side by side, in percent.
    pub list_width: u8,
    /// The list's part of the height where they stand one above the other, in percent.
    pub list_height: u8,
}

/// A bookmarked article.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bookmark {
    /// Its number.
    pub number: u32,
    /// Its title when it was bookmarked.
    pub title: String,
}

impl Default for Saved {
    fn default() -> Self {
        Saved { recent: Vec::new(), bookmarks: Vec::new(), list_width: 46, list_height: 50 }
    }
}

impl Saved {
    /// Reads it; what can't be read is as if it were not there.
    pub fn load(dir: &Path) -> Saved {
        let read = fs::read(dir.join(FILE_NAME)).ok();
        let mut saved: Saved =
            read.and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or_default();
        saved.recent.truncate(MOST_RECENT);
        saved.set_list_width(saved.list_width);
        saved.set_list_height(saved.list_height);
        saved
    }

    /// Writes it aside and renames it into place, so that a crash leaves the old or the new one.
    ///
    /// # Errors
    /// When the folder or the file can't be written.
    pub fn store(&self, dir: &Path) -> io::Result<()> {
        fs::create_dir_all(dir)?;
        let aside = dir.join(format!("{FILE_NAME}.{}", std::process::id()));
        let bytes = serde_json::to_vec_pretty(self).map_err(io::Error::other);
        let written = bytes.and_then(|bytes| fs::write(&aside, bytes));
        written.and_then(|()| fs::rename(&aside, dir.join(FILE_NAME))).inspect_err(|_| {
            // Nothing is lost with it.
            let _ = fs::remove_file(&aside);
        })
    }

    /// Where text goes that was copied, for terminals that take no clipboard sequence.
    pub fn clipboard_file(dir: &Path) -> PathBuf {
        dir.join("clipboard.txt")
    }

    /// Puts a query in front of the recent ones.
    pub fn remember(&mut self, query: &str) {
        let query = query.trim();
        if !query.is_empty() {
            self.recent.retain(|other| other != query);
            self.recent.insert(0, query.to_owned());
            self.recent.truncate(MOST_RECENT);
        }
    }

    /// Whether an article is bookmarked.
    pub fn is_bookmarked(&self, number: u32) -> bool {
        self.bookmarks.iter().any(|mark| mark.number == number)
    }

    /// Bookmarks an article, or forgets the bookmark; tells whether it is bookmarked now.
    pub fn toggle_bookmark(&mut self, number: u32, title: &str) -> bool {
        let before = self.bookmarks.len();
        self.bookmarks.retain(|mark| mark.number != number);
        if self.bookmarks.len() == before {
            self.bookmarks.insert(0, Bookmark { number, title: title.to_owned() });
        }
        self.bookmarks.len() > before
    }

    /// Moves the divider between panes side by side.
    pub fn set_list_width(&mut self, percent: u8) {
        self.list_width = percent.clamp(NARROWEST, WIDEST);
    }

    /// Moves the divider between panes one above the other.
    pub fn set_list_height(&mut self, percent: u8) {
        self.list_height = percent.clamp(NARROWEST, WIDEST);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_read_back_and_damage_is_harmless() {
        let dir = tempfile::tempdir().expect("a folder");
        let inner = dir.path().join("state/kbq");
        assert_eq!(Saved::load(&inner), Saved::default());
        let mut saved = Saved::default();
        saved.remember("event 4058");
        saved.remember(" 0xc00203e5 ");
        saved.remember("event 4058");
        assert!(saved.toggle_bookmark(263_029, "Setup fails"));
        saved.set_list_width(99);
        saved.store(&inner).expect("stores");
        assert_eq!(Saved::load(&inner), saved);
        assert_eq!(saved.recent, ["event 4058", "0xc00203e5"]);
        assert_eq!(fs::read_dir(&inner).expect("lists").count(), 1, "nothing is left aside");
        fs::write(inner.join(FILE_NAME), b"{\"recent\": 3").expect("writes");
        assert_eq!(Saved::load(&inner), Saved::default());
        assert!(!saved.toggle_bookmark(263_029, ""));
    }
}
