//! Turns the built-in tables from YAML, which people write, into JSON, which a search that takes
//! milliseconds can afford to read at its start.
#![expect(clippy::disallowed_methods, reason = "a build script reads and writes files")]

use std::error::Error;
use std::path::Path;
use std::{env, fs};

/// The tables of `data`.
const TABLES: [&str; 3] = ["aliases", "synonyms", "stopwords"];

fn main() -> Result<(), Box<dyn Error>> {
    let out = env::var("OUT_DIR")?;
    for table in TABLES {
        let path = format!("data/{table}.yaml");
        println!("cargo::rerun-if-changed={path}");
        let text = fs::read_to_string(&path)?;
        let value: serde_yaml::Value =
            serde_yaml::from_str(&text).map_err(|error| format!("crates/query/{path}: {error}"))?;
        fs::write(Path::new(&out).join(format!("{table}.json")), serde_json::to_string(&value)?)?;
    }
    println!("cargo::rerun-if-changed=build.rs");
    Ok(())
}
