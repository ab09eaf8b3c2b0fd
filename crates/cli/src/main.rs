//! The binary `kbq`.
fn main() {}
