//! What a person pastes.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| kbq_fuzz::diagnose(bytes));
