//! One source by the path that a record names.

use std::fs::File;
use std::path::Path;

use crate::Limits;
use crate::archive::{Archive, ArchiveKind, read_at_most, too_large};
use crate::problem::{Problem, ProblemKind};

/// The bytes of a source, by the path in [`kbq_model::Source`]: a file, or a member as
/// `archive.zip/member`. `show --raw` prints them.
///
/// # Errors
///
/// When the file or member is gone, can't be read or is larger than an article may be.
pub fn read_source(path: &str, limits: &Limits) -> Result<Vec<u8>, Problem> {
    let limit = limits.article_bytes;
    let bytes = match File::open(path) {
        Ok(file) => read_at_most(file, limit.saturating_add(1))
            .map_err(|error| Problem::io(path, &error))?,
        Err(error) => match member(path, limits) {
            Some(found) => found?,
            None => return Err(Problem::io(path, &error)),
        },
    };
    if bytes.len() as u64 > limit {
        return Err(too_large(path, bytes.len() as u64, limit));
    }
    Ok(bytes)
}

/// The member, if a beginning of the path is an archive.
fn member(path: &str, limits: &Limits) -> Option<Result<Vec<u8>, Problem>> {
    let cuts = path.match_indices(['/', '\\']).map(|(at, _)| path.split_at(at));
    let (archive, kind, name) = cuts
        .filter_map(|(archive, rest)| {
            let kind = ArchiveKind::of(archive).filter(|_| Path::new(archive).is_file())?;
            Some((archive, kind, rest.get(1..)?))
        })
        .next()?;
    let read = || {
        let (archive, listing) = Archive::open(Path::new(archive), kind, limits)?;
        let found = listing.members.iter().find(|member| member.name == name);
        let gone = || Problem::new(path, ProblemKind::Changed, "the archive has no such member");
        let ordinal = found.ok_or_else(gone)?.ordinal;
        let most = limits.article_bytes.saturating_add(1);
        archive.read(ordinal, most).map_err(|error| Problem::io(path, &error))
    };
    Some(read())
}
