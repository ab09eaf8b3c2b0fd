//! What users of the crate rely on: each format's fixtures, any bytes, and the public archive.

#![expect(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "tests read their fixtures and report on the archive"
)]

mod archive;
mod fixtures;
mod properties;

use std::path::Path;

/// Name and bytes of each fixture, sorted by name.
fn all_fixtures() -> Vec<(String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let mut fixtures = Vec::new();
    for entry in std::fs::read_dir(folder).expect("the fixtures are there") {
        let path = entry.expect("is readable").path();
        let name = path.file_name().expect("has a name").to_string_lossy().into_owned();
        if path.is_file() && !name.starts_with('.') {
            fixtures.push((name, std::fs::read(&path).expect("is readable")));
        }
    }
    fixtures.sort();
    fixtures
}
