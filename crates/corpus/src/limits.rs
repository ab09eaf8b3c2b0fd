//! What a corpus may cost before kbq stops reading it.

use std::path::PathBuf;

/// Bounds on what is read. Whatever goes past one is reported and left out, never read in part.
///
/// The memory that reading takes is bounded by `threads × sources_per_article × article_bytes` in
/// the worst case, and by the number of files (some 200 bytes each); never by the corpus' bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// The largest article, in bytes (the largest of the public archive has 174,178: Q156063).
    pub article_bytes: u64,
    /// The largest record of a `.jsonl` file, in bytes: an article with its revisions.
    pub record_bytes: u64,
    /// What one archive may unpack to, in bytes.
    pub archive_bytes: u64,
    /// How many members one archive may have.
    pub archive_members: u64,
    /// How many times its packed size an archive or a member may unpack to.
    pub ratio: u64,
    /// The longest name of a member, in bytes.
    pub name_bytes: usize,
    /// How many folders may stand within each other.
    pub depth: usize,
    /// How many files may claim to be the same article.
    pub sources_per_article: usize,
    /// Where a `.tar.gz` is unpacked to while it is read; null is the system's folder for
    /// temporary files (`TMPDIR`).
    pub spill: Option<PathBuf>,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            article_bytes: 16 << 20,
            record_bytes: 64 << 20,
            archive_bytes: 8 << 30,
            archive_members: 4_000_000,
            ratio: 200,
            name_bytes: 4096,
            depth: 64,
            sources_per_article: 64,
            spill: None,
        }
    }
}

impl Limits {
    /// Below this size the ratio says nothing: a short file of blanks is no bomb.
    const RATIO_FROM: u64 = 1 << 20;

    /// Whether something packed into so few bytes is a bomb.
    pub(crate) fn is_bomb(&self, packed: u64, unpacked: u64) -> bool {
        unpacked > Self::RATIO_FROM && unpacked / self.ratio.max(1) > packed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_no_bomb_and_zeros_are() {
        let limits = Limits::default();
        assert!(!limits.is_bomb(10 << 20, 80 << 20));
        assert!(!limits.is_bomb(100, 1 << 20), "small");
        assert!(limits.is_bomb(10 << 10, 10 << 20), "deflated zeros are a thousandth");
        assert!(limits.is_bomb(0, 2 << 20));
    }
}
