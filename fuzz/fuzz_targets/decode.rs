//! A word as an error code.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| kbq_fuzz::decode(bytes));
