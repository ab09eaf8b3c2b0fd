//! The files and members of a scan: what is known of each, and how it becomes known.

use std::collections::{HashMap, HashSet};
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use kbq_model::Article;
use kbq_parse::ParseError;
use xxhash_rust::xxh3::{Xxh3, xxh3_64};

use crate::Limits;
use crate::archive::{self, Archive, ArchiveKind, Listing, Member, too_large};
use crate::manifest::{FileEntry, Manifest, MemberEntry};
use crate::problem::{Problem, ProblemKind};
use crate::walk::Found;

/// How much of a file is looked at for its number.
const PEEK: u64 = 1024;

/// A file or member that may be an article.
#[derive(Debug)]
pub(crate) struct Item {
    /// The path as it is shown and recorded.
    pub(crate) path: String,
    /// The path as the system wants it, where its name is not UTF-8.
    raw: Option<PathBuf>,
    /// The archive it is a member of, and its place there.
    pub(crate) member: Option<(usize, u32)>,
    pub(crate) size: u64,
    pub(crate) modified: i64,
    named: bool,
    pub(crate) state: State,
}

/// What is known of an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum State {
    /// Nothing yet.
    Unknown,
    /// It was this when it had the same size: its bytes decide.
    Doubtful { number: Option<u32>, hash: u64 },
    /// It holds this article or, with no number, none.
    Known { number: Option<u32>, hash: Option<u64>, unchanged: bool },
    /// It could not be read; the next scan tries again.
    Lost,
}

impl Item {
    pub(crate) fn file(path: String, found: Found) -> Item {
        let Found { path: file, size, modified, named } = found;
        let raw = file.to_str().is_none().then_some(file);
        Item { path, raw, member: None, size, modified, named, state: State::Unknown }
    }

    /// The article it holds, and whether it is the same as before.
    pub(crate) fn article(&self) -> Option<(u32, bool)> {
        match self.state {
            State::Known { number: Some(number), unchanged, .. } => Some((number, unchanged)),
            _ => None,
        }
    }

    /// Takes from the manifest what is sure of a file by its size and time.
    pub(crate) fn compare(&mut self, before: Option<&FileEntry>, manifest: &Manifest) {
        let (State::Unknown, None, Some(entry)) = (self.state, self.member, before) else { return };
        let (number, hash) = (entry.number, entry.hash);
        if manifest.is_surely(entry, self.size, self.modified) {
            self.state = State::Known { number, hash: Some(hash), unchanged: true };
        } else if entry.size == self.size {
            self.state = State::Doubtful { number, hash };
        }
    }

    /// Looks into the file for its number; what is odd about it is returned.
    pub(crate) fn settle(&mut self, held: &[Held], limits: &Limits) -> Option<Problem> {
        let settled = match self.state {
            State::Known { .. } | State::Lost => return None,
            State::Unknown => self.look(held, limits),
            State::Doubtful { number, hash } => self.doubt(number, hash, held, limits),
        };
        let (state, problem) = match settled {
            Ok(settled) => settled,
            Err(problem) => (State::Lost, Some(problem)),
        };
        self.state = state;
        problem
    }

    fn look(&self, held: &[Held], limits: &Limits) -> Result<Settled, Problem> {
        let head = self.fetch(held, limits, PEEK)?;
        match kbq_parse::peek_number(&head) {
            Some(number) => {
                let number = Some(number);
                Ok((State::Known { number, hash: None, unchanged: false }, None))
            }
            None => Ok(self.judge(&self.read(held, limits)?)),
        }
    }

    fn doubt(
        &self,
        number: Option<u32>,
        hash: u64,
        held: &[Held],
        limits: &Limits,
    ) -> Result<Settled, Problem> {
        let bytes = self.read(held, limits)?;
        if xxh3_64(&bytes) == hash {
            return Ok((State::Known { number, hash: Some(hash), unchanged: true }, None));
        }
        Ok(self.judge(&bytes))
    }

    /// What a file holds whose beginning does not say.
    fn judge(&self, bytes: &[u8]) -> Settled {
        let (number, problem) = match number_of(bytes) {
            Some(number) => (Some(number), None),
            None => match kbq_parse::parse(bytes, &self.path) {
                Ok(article) => (Some(article.number), None),
                Err(error) => (None, Some(self.no_article(&error))),
            },
        };
        (State::Known { number, hash: Some(xxh3_64(bytes)), unchanged: false }, problem)
    }

    fn no_article(&self, error: &ParseError) -> Problem {
        let kind = match self.named {
            true => ProblemKind::NamedNotArticle,
            false => ProblemKind::NotArticle,
        };
        let message = error.to_string();
        let message = message.strip_prefix(&self.path).unwrap_or(&message);
        Problem::new(&self.path, kind, message.trim_start_matches([':', ' ']))
    }

    /// All of its bytes, unless they have become more than an article may have.
    pub(crate) fn read(&self, held: &[Held], limits: &Limits) -> Result<Vec<u8>, Problem> {
        let limit = match self.held(held).map(|held| held.kind) {
            Some(ArchiveKind::Records) => limits.record_bytes,
            _ => limits.article_bytes,
        };
        let bytes = self.fetch(held, limits, limit.saturating_add(1))?;
        if bytes.len() as u64 > limit {
            return Err(too_large(&self.path, bytes.len() as u64, limit));
        }
        Ok(bytes)
    }

    fn fetch(&self, held: &[Held], limits: &Limits, at_most: u64) -> Result<Vec<u8>, Problem> {
        let read = match self.member {
            None => {
                let path = self.raw.as_deref().unwrap_or(Path::new(&self.path));
                File::open(path).and_then(|file| {
                    let expected = usize::try_from(self.size.min(at_most)).unwrap_or(0);
                    let mut bytes = Vec::with_capacity(expected.saturating_add(1));
                    file.take(at_most).read_to_end(&mut bytes).map(|_| bytes)
                })
            }
            Some((_, ordinal)) => match self.held(held) {
                Some(held) => held.archive(limits)?.read(ordinal, at_most),
                None => Err(io::ErrorKind::NotFound.into()),
            },
        };
        read.map_err(|error| Problem::io(&self.path, &error))
    }

    fn held<'a>(&self, held: &'a [Held]) -> Option<&'a Held> {
        self.member.and_then(|(at, _)| held.get(at))
    }

    /// The article in these bytes of the item.
    pub(crate) fn parse(&self, bytes: &[u8], held: &[Held]) -> Result<Article, Problem> {
        match self.held(held) {
            Some(held) if held.kind == ArchiveKind::Records => {
                let bad = |message| Problem::new(&self.path, ProblemKind::BadRecord, message);
                archive::record(bytes).map_err(bad)
            }
            _ => kbq_parse::parse(bytes, &self.path).map_err(|error| self.no_article(&error)),
        }
    }
}

/// What an item turned out to be, and what is odd about it.
type Settled = (State, Option<Problem>);

/// The number that the beginning of a file states.
pub(crate) fn number_of(bytes: &[u8]) -> Option<u32> {
    kbq_parse::peek_number(bytes.get(..PEEK as usize).unwrap_or(bytes))
}

/// An archive, opened when a member is wanted.
#[derive(Debug)]
pub(crate) struct Held {
    pub(crate) path: String,
    file: PathBuf,
    pub(crate) kind: ArchiveKind,
    pub(crate) size: u64,
    pub(crate) modified: i64,
    named: bool,
    pub(crate) state: State,
    open: OnceLock<Result<Archive, Problem>>,
}

/// The members of an archive as items of the scan.
#[derive(Debug, Default)]
pub(crate) struct Expanded {
    pub(crate) items: Vec<Item>,
    pub(crate) problems: Vec<Problem>,
}

impl Held {
    pub(crate) fn new(path: String, kind: ArchiveKind, found: Found) -> Held {
        let Found { path: file, size, modified, named } = found;
        let (state, open) = (State::Unknown, OnceLock::new());
        Held { path, file, kind, size, modified, named, state, open }
    }

    /// The archive, opened now unless it is open.
    ///
    /// One whose members are known from a manifest is opened only when one of them is read.
    fn archive(&self, limits: &Limits) -> Result<&Archive, Problem> {
        let open = || Archive::open(&self.file, self.kind, limits).map(|(archive, _)| archive);
        self.open.get_or_init(open).as_ref().map_err(Problem::clone)
    }

    /// Lists the members: from the manifest where it is sure, else from the archive.
    pub(crate) fn expand(
        &mut self,
        at: usize,
        before: Option<&FileEntry>,
        manifest: &Manifest,
        limits: &Limits,
    ) -> Expanded {
        if let Some(entry) = before
            && let Some(hash) = self.unchanged(entry, manifest)
        {
            self.state = State::Known { number: None, hash: Some(hash), unchanged: true };
            let known = |m: &MemberEntry| State::Known {
                number: m.number,
                hash: Some(m.hash),
                unchanged: true,
            };
            let items =
                entry.members.iter().map(|m| self.member(at, &m.name, m.ordinal, m.size, known(m)));
            return Expanded { items: items.collect(), problems: Vec::new() };
        }
        let hash = self.hash();
        let listing = match Archive::open(&self.file, self.kind, limits) {
            Ok((archive, listing)) => {
                self.open = OnceLock::from(Ok(archive));
                listing
            }
            Err(problem) => {
                // Another program's `.jsonl` is not opened again; a damaged archive is.
                let settled = problem.kind == ProblemKind::NotArticle;
                let hash = hash.filter(|_| settled);
                self.state = match hash {
                    Some(_) => State::Known { number: None, hash, unchanged: false },
                    None => State::Lost,
                };
                let loud = settled && self.named;
                let kind = if loud { ProblemKind::NamedNotArticle } else { problem.kind };
                return Expanded { items: Vec::new(), problems: vec![Problem { kind, ..problem }] };
            }
        };
        self.state = State::Known { number: None, hash, unchanged: false };
        let old = Old::new(before);
        let Listing { members, problems } = listing;
        let items =
            members.iter().map(|m| self.member(at, &m.name, m.ordinal, m.size, old.state(m)));
        Expanded { items: items.collect(), problems }
    }

    fn member(&self, at: usize, name: &str, ordinal: u32, size: u64, state: State) -> Item {
        let path = format!("{}{}{name}", self.path, self.kind.separator());
        let member = Some((at, ordinal));
        Item { path, raw: None, member, size, modified: self.modified, named: false, state }
    }

    /// Whether size and time alone tell that it is the archive of the manifest.
    pub(crate) fn is_sure(&self, entry: &FileEntry, manifest: &Manifest) -> bool {
        manifest.is_surely(entry, self.size, self.modified)
    }

    /// The archive's hash if it is the one of the manifest.
    fn unchanged(&self, entry: &FileEntry, manifest: &Manifest) -> Option<u64> {
        let same = self.is_sure(entry, manifest)
            || (entry.size == self.size && self.hash() == Some(entry.hash));
        same.then_some(entry.hash)
    }

    /// The fingerprint of the archive's bytes; null when it can't be read, which opening it tells.
    fn hash(&self) -> Option<u64> {
        let mut file = File::open(&self.file).ok()?;
        let mut hasher = Xxh3::new();
        let mut buffer = vec![0; 256 << 10];
        loop {
            match file.read(&mut buffer) {
                Ok(0) => return Some(hasher.digest()),
                Ok(read) => hasher.update(buffer.get(..read)?),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(_) => return None,
            }
        }
    }
}

/// The members that an archive had before it changed.
struct Old<'a> {
    by_name: HashMap<&'a str, &'a MemberEntry>,
    /// Records have no name, only a line, which moves: what they say identifies them.
    said: HashSet<(Option<u32>, u64)>,
}

impl<'a> Old<'a> {
    fn new(before: Option<&'a FileEntry>) -> Old<'a> {
        let members = before.map(|entry| entry.members.as_slice()).unwrap_or_default();
        Old {
            by_name: members.iter().map(|m| (m.name.as_str(), m)).collect(),
            said: members.iter().map(|m| (m.number, m.hash)).collect(),
        }
    }

    fn state(&self, member: &Member) -> State {
        if let (Some(number), Some(hash)) = (member.number, member.hash) {
            let unchanged = self.said.contains(&(Some(number), hash));
            return State::Known { number: Some(number), hash: Some(hash), unchanged };
        }
        match self.by_name.get(member.name.as_str()) {
            Some(old) if old.size == member.size => {
                State::Doubtful { number: old.number, hash: old.hash }
            }
            _ => State::Unknown,
        }
    }
}
