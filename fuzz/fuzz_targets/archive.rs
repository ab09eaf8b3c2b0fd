//! Bytes as an archive of articles.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| kbq_fuzz::archive(bytes));
