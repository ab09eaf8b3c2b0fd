//! Any bytes as an article.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| kbq_fuzz::parse(bytes));
