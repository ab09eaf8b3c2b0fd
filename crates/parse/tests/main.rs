//! What users of the crate rely on: each format's fixtures, any bytes, and the public archive.

#![expect(clippy::disallowed_methods, reason = "tests read their fixtures")]

mod archive;
