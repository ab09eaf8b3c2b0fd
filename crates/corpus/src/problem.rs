//! What could not be read, why, and what to do about it.

use std::fmt;
use std::io;
use std::path::Path;

use serde::Serialize;

/// Declares the kinds: one row gives the name, whether it is only told on request, and the advice.
macro_rules! kinds {
    ($($(#[doc = $doc:literal])+ $variant:ident = $name:literal, $told:ident, $advice:literal;)+) => {
        /// The stable kind of a problem.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
        pub enum ProblemKind {
            $($(#[doc = $doc])+ #[serde(rename = $name)] $variant,)+
        }

        impl ProblemKind {
            /// Every kind, in order of declaration.
            pub const ALL: &'static [ProblemKind] = &[$(ProblemKind::$variant),+];

            /// The name used in JSON.
            pub fn name(self) -> &'static str {
                match self { $(ProblemKind::$variant => $name,)+ }
            }

            /// What it means, as documented.
            pub fn meaning(self) -> &'static str {
                match self { $(ProblemKind::$variant => concat!($($doc),+).trim_ascii(),)+ }
            }

            /// What the user can do about it.
            pub fn advice(self) -> &'static str {
                match self { $(ProblemKind::$variant => $advice,)+ }
            }

            /// Whether it is told without being asked for; the rest is for `-v`.
            pub fn is_loud(self) -> bool {
                match self { $(ProblemKind::$variant => told::$told,)+ }
            }
        }
    };
}

mod told {
    pub(super) const ALWAYS: bool = true;
    pub(super) const ON_REQUEST: bool = false;
}

kinds! {
    /// The path does not exist.
    Missing = "missing", ALWAYS, "check the path";
    /// The file or folder could not be read.
    Unreadable = "unreadable", ALWAYS, "check its permissions and its medium";
    /// The file is no article. Nothing is wrong with a folder that holds other files too.
    NotArticle = "not-article", ON_REQUEST, "see `kbq help formats` for what is read";
    /// A file that was named is no article.
    NamedNotArticle = "named-not-article", ALWAYS, "see `kbq help formats` for what is read";
    /// The file is larger than an article may be.
    TooLarge = "too-large", ALWAYS, "split it or leave it out";
    /// Folders are nested deeper than is followed.
    TooDeep = "too-deep", ALWAYS, "name the inner folder itself";
    /// A link leads out of the folder.
    LinkOutside = "link-outside", ALWAYS, "name its target itself if it belongs to the corpus";
    /// A link leads to a folder that it stands in.
    LinkCycle = "link-cycle", ALWAYS, "remove the link";
    /// A link leads nowhere.
    LinkBroken = "link-broken", ALWAYS, "remove the link";
    /// A pipe, socket or device: opening it could wait for ever.
    SpecialFile = "special-file", ALWAYS, "copy its content to a file";
    /// The archive is damaged or no archive of its kind.
    BadArchive = "bad-archive", ALWAYS, "fetch it again, or unpack it and name the folder";
    /// The archive or a member unpacks to more than is allowed.
    Bomb = "bomb", ALWAYS, "unpack it and name the folder if you trust it";
    /// The member's name is empty, absolute, leads upwards or is absurdly long.
    BadName = "bad-name", ALWAYS, "unpack the archive and name the folder if you trust it";
    /// An archive stands in an archive.
    Nested = "nested-archive", ALWAYS, "unpack the outer archive";
    /// A line of a record file is no record of this version.
    BadRecord = "bad-record", ALWAYS, "write the file again with `kbq export`";
    /// The file changed or vanished while it was read.
    Changed = "changed", ALWAYS, "run the command again";
    /// More files than allowed claim to be this article.
    TooManySources = "too-many-sources", ALWAYS, "leave out copies of the same archive";
}

/// Something that could not be read. The rest of the corpus is read all the same.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Problem {
    /// The path as given or found; a member of an archive as `archive.zip/member`.
    pub path: String,
    /// The line in a record file, counted from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
    /// The stable kind.
    pub kind: ProblemKind,
    /// What was found, for a person.
    pub message: String,
}

impl Problem {
    pub(crate) fn new(
        path: impl Into<String>,
        kind: ProblemKind,
        message: impl Into<String>,
    ) -> Problem {
        Problem { path: path.into(), line: None, kind, message: message.into() }
    }

    /// A failed operation on a path that was there a moment ago.
    pub(crate) fn io(path: impl Into<String>, error: &io::Error) -> Problem {
        let kind = match error.kind() {
            io::ErrorKind::NotFound => ProblemKind::Changed,
            _ => ProblemKind::Unreadable,
        };
        Problem::new(path, kind, error.to_string())
    }

    pub(crate) fn at_line(mut self, line: u32) -> Problem {
        self.line = Some(line);
        self
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.path)?;
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
        }
        write!(f, ": {}; {}", self.message, self.kind.advice())
    }
}

/// The corpus could not be scanned at all.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CorpusError {
    /// No path was given.
    #[error("no path was given: name a folder, an archive or a file of articles")]
    NoPaths,
    /// None of the paths could be read.
    #[error("nothing to read: {}", list(.0))]
    NothingReadable(Vec<Problem>),
}

fn list(problems: &[Problem]) -> String {
    problems.iter().map(Problem::to_string).collect::<Vec<_>>().join("\n")
}

/// The path as text: bytes that are not UTF-8 become `\xNN`, so that two names stay two.
pub(crate) fn display_name(path: &Path) -> String {
    match path.to_str() {
        Some(text) => text.to_owned(),
        None => escaped(path.as_os_str().as_encoded_bytes()),
    }
}

/// Bytes as text, what is not UTF-8 as `\xNN`.
pub(crate) fn escaped(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        for byte in chunk.invalid() {
            text.push_str(&format!("\\x{byte:02X}"));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_are_not_utf_8_stay_different() {
        assert_eq!(escaped(b"Q1.TXT"), "Q1.TXT");
        assert_eq!(escaped(b"caf\xe9/Q1"), "caf\\xE9/Q1");
        assert_ne!(escaped(b"\xe9"), escaped(b"\xe8"));
    }

    #[test]
    fn a_problem_says_what_where_and_what_to_do() {
        let problem = Problem::new("a.jsonl", ProblemKind::BadRecord, "no `id`").at_line(7);
        let text = problem.to_string();
        assert_eq!(text, "a.jsonl:7: no `id`; write the file again with `kbq export`");
        for kind in ProblemKind::ALL {
            assert!(!kind.advice().is_empty() && kind.meaning().contains('.'), "{}", kind.name());
        }
    }
}
