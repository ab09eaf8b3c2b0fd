//! `.zip`: the directory at the end says where each member stands.

use std::fs::File;
use std::io;
use std::sync::Arc;

use zip::read::ZipArchiveMetadata;
use zip::{ZipArchive, ZipReadOptions};

use super::{Listing, Member, SharedFile, bad_archive, is_hidden, read_at_most, refuse};
use crate::Limits;
use crate::problem::{Problem, ProblemKind, escaped};

/// An open `.zip`.
#[derive(Debug)]
pub(crate) struct ZipFile {
    file: SharedFile,
    directory: Arc<ZipArchiveMetadata>,
}

impl ZipFile {
    pub(super) fn open(
        file: File,
        path: &str,
        limits: &Limits,
    ) -> Result<(ZipFile, Listing), Problem> {
        let file = SharedFile::new(file);
        let archive = ZipArchive::new(file.at(0)).map_err(|error| bad_archive(path, &error))?;
        let directory = archive.metadata();
        let mut listing = Listing::default();
        let mut unpacked = 0u64;
        for index in 0..directory.len() {
            let Ok(ordinal) = u32::try_from(index) else { break };
            if u64::from(ordinal) >= limits.archive_members {
                let message = format!("has more than {} members", limits.archive_members);
                listing.problems.push(Problem::new(path, ProblemKind::Bomb, message));
                break;
            }
            let entry = match directory.entry(index) {
                Ok(entry) => entry,
                Err(error) => {
                    listing.problems.push(bad_archive(path, &error));
                    continue;
                }
            };
            if entry.is_dir() || is_hidden(&escaped(entry.name_raw())) {
                continue;
            }
            if entry.is_symlink() {
                let name = format!("{path}/{}", escaped(entry.name_raw()));
                let message = "a link in an archive is not followed";
                listing.problems.push(Problem::new(name, ProblemKind::LinkOutside, message));
                continue;
            }
            let name = match refuse(path, entry.name_raw(), entry.size(), limits) {
                Ok(name) => name,
                Err(problem) => {
                    listing.problems.push(problem);
                    continue;
                }
            };
            unpacked = unpacked.saturating_add(entry.size());
            if limits.is_bomb(entry.compressed_size(), entry.size())
                || unpacked > limits.archive_bytes
            {
                let (packed, size) = (entry.compressed_size(), entry.size());
                let message = format!("{packed} bytes would unpack to {size}");
                let path = format!("{path}/{name}");
                listing.problems.push(Problem::new(path, ProblemKind::Bomb, message));
                continue;
            }
            let size = entry.size();
            listing.members.push(Member { name, ordinal, size, number: None, hash: None });
        }
        Ok((ZipFile { file, directory }, listing))
    }

    pub(super) fn read(&self, ordinal: u32, at_most: u64) -> io::Result<Vec<u8>> {
        let entry = self.directory.entry(ordinal as usize)?;
        let mut file = self.file.at(0);
        let size = entry.size();
        let reader = entry.with_reader(&mut file, ZipReadOptions::default())?;
        if at_most < size {
            return read_at_most(reader, at_most);
        }
        // One more than it claims, so that the end is reached and the checksum compared.
        let bytes = read_at_most(reader, size.saturating_add(1))?;
        if bytes.len() as u64 > size {
            let message = "the member unpacks to more than it claims";
            return Err(io::Error::new(io::ErrorKind::InvalidData, message));
        }
        Ok(bytes)
    }
}
