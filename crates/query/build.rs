//! Lays out the built-in tables, which people write in YAML, as sorted Rust tables: a search that
//! takes milliseconds reads nothing at its start.
#![expect(clippy::disallowed_methods, reason = "a build script reads and writes files")]

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fmt::Write;
use std::path::Path;
use std::{env, fs};

use serde::Deserialize;
use serde::de::DeserializeOwned;

// The user's table and the built-in one are put together by the same code.
#[path = "src/alias.rs"]
#[allow(dead_code, unreachable_pub, reason = "the lookups are for the library")]
mod alias;

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=src/alias.rs");
    let mut tables = String::new();
    write_aliases(&mut tables)?;
    write_synonyms(&mut tables)?;
    let stopwords: BTreeSet<String> = read("stopwords")?;
    let stopwords: Vec<&str> = stopwords.iter().map(String::as_str).collect();
    writeln!(tables, "pub(crate) static STOPWORDS: &[&str] = &{stopwords:?};")?;
    fs::write(Path::new(&env::var("OUT_DIR")?).join("tables.rs"), tables)?;
    Ok(())
}

fn text_of(table: &str) -> Result<(String, String), Box<dyn Error>> {
    let path = format!("data/{table}.yaml");
    println!("cargo::rerun-if-changed={path}");
    let text =
        fs::read_to_string(&path).map_err(|error| format!("crates/query/{path}: {error}"))?;
    Ok((path, text))
}

fn read<T: DeserializeOwned>(table: &str) -> Result<T, Box<dyn Error>> {
    let (path, text) = text_of(table)?;
    Ok(serde_yaml::from_str(&text).map_err(|error| format!("crates/query/{path}: {error}"))?)
}

fn write_aliases(out: &mut String) -> Result<(), Box<dyn Error>> {
    let (path, text) = text_of("aliases")?;
    let aliases = alias::Aliases::default()
        .with_yaml(&text)
        .map_err(|error| format!("crates/query/{path}: {error}"))?;
    let list = |texts: &[std::borrow::Cow<'_, str>]| {
        let texts: Vec<String> = texts.iter().map(|one| format!("text({one:?})")).collect();
        format!("Cow::Borrowed(&[{}])", texts.join(", "))
    };
    writeln!(out, "static COMPONENTS: &[Component] = &[")?;
    for component in aliases.components() {
        let names = list(&component.names);
        writeln!(out, "Component {{ name: text({:?}), names: {names} }},", component.name)?;
    }
    writeln!(out, "];\nstatic SOURCES: &[Source] = &[")?;
    for alias::Source { name, keys, common } in aliases.all_sources() {
        let keys = list(keys);
        writeln!(out, "Source {{ name: text({name:?}), keys: {keys}, common: {common} }},")?;
    }
    writeln!(out, "];")?;
    for (table, map) in [
        ("COMPONENT_OF", &aliases.component_of),
        ("COMPONENT_OF_FIELD", &aliases.component_of_field),
    ] {
        let rows: Vec<String> =
            map.iter().map(|(name, index)| format!("(text({name:?}), {index})")).collect();
        writeln!(out, "static {table}: &[(Cow<'static, str>, usize)] = &[{}];", rows.join(", "))?;
    }
    let rows = aliases.sources_of.iter();
    let rows: Vec<String> = rows
        .map(|(key, bearers)| format!("(text({key:?}), Cow::Borrowed(&{bearers:?}))"))
        .collect();
    writeln!(
        out,
        "static SOURCES_OF: &[(Cow<'static, str>, Cow<'static, [usize]>)] = &[{}];",
        rows.join(", ")
    )?;
    Ok(())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Synonyms {
    same: Vec<Vec<String>>,
    near: Vec<Vec<String>>,
    short: BTreeMap<String, Vec<String>>,
}

/// Names of `Likeness`, the most alike first.
const LIKENESSES: [&str; 4] = ["Same", "Short", "Ambiguous", "Near"];

fn write_synonyms(out: &mut String) -> Result<(), Box<dyn Error>> {
    let table: Synonyms = read("synonyms")?;
    // What stands for what, and the best place in LIKENESSES.
    let mut rows: BTreeMap<String, BTreeMap<String, usize>> = BTreeMap::new();
    let mut add = |from: &str, to: &str, likeness: usize| {
        let tidy = |text: &str| {
            text.split_whitespace().map(str::to_lowercase).collect::<Vec<_>>().join(" ")
        };
        let (from, to) = (tidy(from), tidy(to));
        if !from.is_empty() && !to.is_empty() && from != to {
            let known = rows.entry(from).or_default().entry(to).or_insert(likeness);
            *known = likeness.min(*known);
        }
    };
    for (groups, likeness) in [(&table.same, 0), (&table.near, 3)] {
        for group in groups {
            for from in group {
                group.iter().for_each(|to| add(from, to, likeness));
            }
        }
    }
    for (short, meanings) in &table.short {
        let likeness = if meanings.len() > 1 { 2 } else { 1 };
        for meaning in meanings {
            add(short, meaning, likeness);
            add(meaning, short, likeness);
        }
    }
    writeln!(out, "pub(crate) static SYNONYMS: &[(&str, &[Synonym])] = &[")?;
    for (from, row) in rows {
        let mut row: Vec<(usize, String)> = row.into_iter().map(|(to, at)| (at, to)).collect();
        row.sort();
        let row = row.iter().map(|(at, to)| {
            format!("synonym({to:?}, Likeness::{})", LIKENESSES.get(*at).copied().unwrap_or("Near"))
        });
        writeln!(out, "({from:?}, &[{}]),", row.collect::<Vec<_>>().join(", "))?;
    }
    writeln!(out, "];")?;
    Ok(())
}
