//! Prints the records of files, one JSON object a line.
//!
//! `cargo run -p kbq-parse --example record -- parse --format jsonl FILE…`

use std::io::Write;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut out = std::io::stdout().lock();
    let words = ["parse", "--format", "jsonl"];
    for path in std::env::args().skip(1).filter(|arg| !words.contains(&arg.as_str())) {
        #[expect(clippy::disallowed_methods, reason = "an example, not the library")]
        let bytes = std::fs::read(&path)?;
        let article = kbq_parse::parse(&bytes, &path)?;
        serde_json::to_writer(&mut out, &article)?;
        writeln!(out)?;
    }
    Ok(())
}
