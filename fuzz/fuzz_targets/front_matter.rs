//! Bytes as the front matter of an article.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| kbq_fuzz::front_matter(bytes));
