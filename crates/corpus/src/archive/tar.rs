//! `.tar`: members stand one behind the other; `.tar.gz` is unpacked to one first.

use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Write};

use flate2::read::MultiGzDecoder;
use tar::{EntryType, PaxExtensions};

use super::{Listing, Member, SharedFile, bad_archive, is_hidden, read_at_most, refuse};
use crate::Limits;
use crate::problem::{Problem, ProblemKind, escaped};

/// An open `.tar`.
#[derive(Debug)]
pub(crate) struct TarFile {
    file: SharedFile,
    /// Where each member's bytes stand: position and size.
    places: Vec<(u64, u64)>,
}

impl TarFile {
    pub(super) fn open(
        file: SharedFile,
        path: &str,
        limits: &Limits,
    ) -> Result<(TarFile, Listing), Problem> {
        let mut archive = tar::Archive::new(file.at(0));
        let entries = archive.entries_with_seek().map_err(|error| bad_archive(path, &error))?;
        let mut listing = Listing::default();
        let mut places = Vec::new();
        let mut long_name = None;
        // Raw: the library would read a long name of any length into memory.
        for (count, entry) in entries.raw(true).enumerate() {
            if count as u64 >= limits.archive_members {
                let message = format!("has more than {} members", limits.archive_members);
                listing.problems.push(Problem::new(path, ProblemKind::Bomb, message));
                break;
            }
            let mut entry = match entry {
                Ok(entry) => entry,
                // What stands before the damage is read all the same.
                Err(error) if !places.is_empty() => {
                    listing.problems.push(bad_archive(path, &error));
                    break;
                }
                Err(error) => return Err(bad_archive(path, &error)),
            };
            let kind = entry.header().entry_type();
            match kind {
                EntryType::GNULongName | EntryType::XHeader => {
                    let header = read_at_most(&mut entry, limits.name_bytes as u64 + 1024);
                    let header = header.map_err(|error| bad_archive(path, &error))?;
                    long_name = name_of(kind, &header).or(long_name);
                }
                EntryType::Regular | EntryType::Continuous => {
                    let name = long_name.take().unwrap_or_else(|| entry.path_bytes().into_owned());
                    if is_hidden(&escaped(&name)) {
                        continue;
                    }
                    let place = (entry.raw_file_position(), entry.size());
                    match refuse(path, &name, place.1, limits) {
                        Ok(name) => push(&mut listing, &mut places, name, place),
                        Err(problem) => listing.problems.push(problem),
                    }
                }
                EntryType::Symlink | EntryType::Link => {
                    let name = long_name.take().unwrap_or_else(|| entry.path_bytes().into_owned());
                    let name = format!("{path}/{}", escaped(&name));
                    let message = "a link in an archive is not followed";
                    listing.problems.push(Problem::new(name, ProblemKind::LinkOutside, message));
                }
                _ => long_name = None,
            }
        }
        Ok((TarFile { file, places }, listing))
    }

    pub(super) fn read(&self, ordinal: u32, at_most: u64) -> io::Result<Vec<u8>> {
        let gone = || io::Error::new(io::ErrorKind::NotFound, "the archive has changed");
        let (position, size) = *self.places.get(ordinal as usize).ok_or_else(gone)?;
        let bytes = read_at_most(self.file.at(position), size.min(at_most))?;
        if (bytes.len() as u64) < size.min(at_most) {
            return Err(io::Error::new(io::ErrorKind::UnexpectedEof, "the archive is cut short"));
        }
        Ok(bytes)
    }
}

fn push(listing: &mut Listing, places: &mut Vec<(u64, u64)>, name: String, place: (u64, u64)) {
    let Ok(ordinal) = u32::try_from(places.len()) else { return };
    places.push(place);
    listing.members.push(Member { name, ordinal, size: place.1, number: None, hash: None });
}

/// The name that an extension header gives to the member behind it.
fn name_of(kind: EntryType, header: &[u8]) -> Option<Vec<u8>> {
    if kind == EntryType::GNULongName {
        return Some(header.strip_suffix(b"\0").unwrap_or(header).to_vec());
    }
    let records = PaxExtensions::new(header).flatten();
    records.filter(|record| record.key_bytes() == b"path").map(|r| r.value_bytes().to_vec()).last()
}

/// Unpacks a `.tar.gz` to an unnamed temporary file.
///
/// Twins stand far apart in an archive (all of `kb/` before all of `txt/`), so that reading in
/// the order of the stream would keep half of it in memory; a file keeps it out of there.
pub(super) fn unpack(file: File, path: &str, limits: &Limits) -> Result<File, Problem> {
    let packed = file.metadata().map_err(|error| Problem::io(path, &error))?.len();
    let folder = limits.spill.clone().unwrap_or_else(std::env::temp_dir);
    let no_room = |error: io::Error| {
        let folder = crate::problem::display_name(&folder);
        let message = format!("can't be unpacked to {folder} (TMPDIR): {error}");
        Problem::new(path, ProblemKind::Unreadable, message)
    };
    let spill = tempfile::tempfile_in(&folder).map_err(no_room)?;
    let mut writer = BufWriter::with_capacity(1 << 20, spill);
    let mut reader = MultiGzDecoder::new(BufReader::with_capacity(1 << 20, file));
    let mut buffer = vec![0; 256 << 10];
    let mut unpacked = 0u64;
    loop {
        let read = match reader.read(&mut buffer) {
            Ok(0) => break,
            Ok(read) => read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(bad_archive(path, &error)),
        };
        unpacked += read as u64;
        if limits.is_bomb(packed, unpacked) || unpacked > limits.archive_bytes {
            let message = format!("{packed} bytes unpack to more than {unpacked}");
            return Err(Problem::new(path, ProblemKind::Bomb, message));
        }
        writer.write_all(buffer.get(..read).unwrap_or(&[])).map_err(no_room)?;
    }
    writer.into_inner().map_err(|error| no_room(error.into_error()))
}
