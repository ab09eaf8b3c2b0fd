//! `.jsonl`: a record a line, as `kbq export` and `kbq parse` write them.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};

use kbq_model::{Article, SCHEMA_VERSION};
use serde::Deserialize;
use xxhash_rust::xxh3::xxh3_64;

use super::{Listing, Member, SharedFile, read_at_most};
use crate::Limits;
use crate::problem::{Problem, ProblemKind};

/// An open file of records.
#[derive(Debug)]
pub(crate) struct RecordFile {
    file: SharedFile,
    /// Position and length of each line that holds a record, by line number from 1.
    places: Vec<(u64, u64)>,
}

/// What tells a record from other JSON.
#[derive(Deserialize)]
struct Head {
    schema_version: u32,
    number: u32,
}

impl RecordFile {
    /// Lists the lines that are records.
    ///
    /// A file whose first line is none of kbq's is another program's; it has no members, and
    /// [`ProblemKind::NotArticle`] says so.
    pub(super) fn open(
        file: File,
        path: &str,
        limits: &Limits,
    ) -> Result<(RecordFile, Listing), Problem> {
        let shared = file.try_clone().map_err(|error| Problem::io(path, &error))?;
        let mut reader = BufReader::with_capacity(256 << 10, file);
        let mut listing = Listing::default();
        let mut places = Vec::new();
        let (mut line, mut position) = (Vec::new(), 0u64);
        for number in 1u32.. {
            let read = next_line(&mut reader, &mut line, limits.record_bytes);
            let length = read.map_err(|error| Problem::io(path, &error))?;
            if length == 0 {
                break;
            }
            let text = line.trim_ascii_end().len() as u64;
            places.push((position, text));
            position += length;
            if line.trim_ascii().is_empty() {
                continue;
            }
            match head(&line, length, limits) {
                Ok(head) => listing.members.push(Member {
                    name: number.to_string(),
                    ordinal: number - 1,
                    size: text,
                    number: Some(head.number),
                    hash: Some(xxh3_64(line.trim_ascii_end())),
                }),
                Err((kind, message)) if number == 1 && kind == ProblemKind::BadRecord => {
                    let message = format!("is no file of records: {message}");
                    return Err(Problem::new(path, ProblemKind::NotArticle, message));
                }
                Err((kind, message)) => {
                    listing.problems.push(Problem::new(path, kind, message).at_line(number));
                }
            }
        }
        Ok((RecordFile { file: SharedFile::new(shared), places }, listing))
    }

    pub(super) fn read(&self, ordinal: u32, at_most: u64) -> io::Result<Vec<u8>> {
        let gone = || io::Error::new(io::ErrorKind::NotFound, "the file has changed");
        let (position, length) = *self.places.get(ordinal as usize).ok_or_else(gone)?;
        read_at_most(self.file.at(position), length.min(at_most))
    }
}

/// Reads a line into `line`, of which at most `limit` bytes are kept; returns its whole length.
fn next_line(reader: &mut impl BufRead, line: &mut Vec<u8>, limit: u64) -> io::Result<u64> {
    line.clear();
    let mut length = reader.by_ref().take(limit).read_until(b'\n', line)? as u64;
    while length >= limit && line.last() != Some(&b'\n') {
        let available = reader.fill_buf()?;
        if available.is_empty() {
            break;
        }
        let end = available.iter().position(|byte| *byte == b'\n');
        let used = end.map_or(available.len(), |at| at + 1);
        reader.consume(used);
        length += used as u64;
        if end.is_some() {
            break;
        }
    }
    Ok(length)
}

fn head(line: &[u8], length: u64, limits: &Limits) -> Result<Head, (ProblemKind, String)> {
    if length > line.len() as u64 || length >= limits.record_bytes {
        let message = format!("{length} bytes are more than the {} allowed", limits.record_bytes);
        return Err((ProblemKind::TooLarge, message));
    }
    let head: Head = serde_json::from_slice(line)
        .map_err(|error| (ProblemKind::BadRecord, format!("is no record: {error}")))?;
    if head.schema_version != SCHEMA_VERSION {
        let found = head.schema_version;
        let message = format!("is of schema version {found}, not {SCHEMA_VERSION}");
        return Err((ProblemKind::BadRecord, message));
    }
    Ok(head)
}

/// Reads a record and checks what the rest of kbq relies on.
pub(crate) fn record(bytes: &[u8]) -> Result<Article, String> {
    let article: Article =
        serde_json::from_slice(bytes).map_err(|error| format!("is no record: {error}"))?;
    check(&article)?;
    for revision in article.revisions.iter().filter_map(|r| r.record.as_deref()) {
        check(revision)?;
        if revision.number != article.number || !revision.revisions.is_empty() {
            return Err("has a revision of another article".to_owned());
        }
    }
    Ok(article)
}

fn check(article: &Article) -> Result<(), String> {
    if article.id.number() != article.number {
        return Err(format!("`id` is {} and `number` is {}", article.id, article.number));
    }
    for section in article.preamble.iter().chain(&article.sections) {
        let lines = u32::try_from(section.text.split('\n').count()).unwrap_or(u32::MAX);
        let good =
            section.blocks.iter().all(|block| block.first <= block.last && block.last < lines);
        if !good || section.lines[0] > section.lines[1] {
            let kind = section.kind.name();
            return Err(format!("section `{kind}` has a block outside its text"));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lines_are_cut_and_counted_whole() {
        let mut reader = BufReader::with_capacity(4, &b"abcdefgh\nxy\n\nlast"[..]);
        let mut line = Vec::new();
        let mut lengths = Vec::new();
        loop {
            let length = next_line(&mut reader, &mut line, 5).unwrap();
            if length == 0 {
                break;
            }
            lengths.push((length, line.len()));
        }
        assert_eq!(lengths, [(9, 5), (3, 3), (1, 1), (4, 4)]);
    }

    #[test]
    fn records_that_contradict_themselves_are_refused() {
        let article = Article::new("Q1".parse().unwrap());
        let json = serde_json::to_string(&article).unwrap();
        assert_eq!(record(json.as_bytes()).unwrap(), article);
        let other = json.replace("\"number\":1", "\"number\":2");
        assert!(record(other.as_bytes()).unwrap_err().contains("number"));
        assert!(record(b"[]").is_err() && record(b"\xff").is_err());
    }

    #[test]
    fn blocks_lie_within_their_text() {
        let mut article = Article::new("Q1".parse().unwrap());
        article.sections.push(kbq_model::Section {
            kind: kbq_model::SectionKind::Body,
            heading: None,
            text: "one\ntwo".into(),
            lines: [1, 2],
            text_line: 1,
            blocks: vec![kbq_model::Block {
                kind: kbq_model::BlockKind::Paragraph,
                first: 0,
                last: u32::MAX,
            }],
        });
        assert!(check(&article).unwrap_err().contains("block"));
        article.sections[0].blocks[0].last = 1;
        assert_eq!(check(&article), Ok(()));
    }
}
