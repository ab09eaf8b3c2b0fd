//! The real dependencies between the crates, held against the list in `docs/architecture.md`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Which crates a crate may name; whatever is allowed to those is allowed to it too.
const ARROWS: &[(&str, &[&str])] = &[
    ("model", &[]),
    ("codes", &[]),
    ("parse", &["model", "codes"]),
    ("corpus", &["parse"]),
    ("query", &["parse"]),
    ("index", &["query"]),
    ("render", &["model"]),
    ("export", &["query"]),
    ("tui", &["index", "render"]),
    ("cli", &["tui", "export", "corpus"]),
];

fn reachable(crate_name: &str) -> BTreeSet<&'static str> {
    let direct = ARROWS.iter().find(|(name, _)| *name == crate_name).map_or(&[][..], |(_, to)| to);
    direct.iter().flat_map(|&to| std::iter::once(to).chain(reachable(to))).collect()
}

/// The `kbq-*` crates that a manifest names, by table.
fn named_in(manifest: &str) -> BTreeMap<String, BTreeSet<String>> {
    let mut named = BTreeMap::<String, BTreeSet<String>>::new();
    let mut table = String::new();
    for line in manifest.lines() {
        if let Some(name) = line.strip_prefix('[') {
            table = name.trim_end_matches(']').to_owned();
        } else if let Some(rest) = line.strip_prefix("kbq-") {
            let end = rest.find(['.', ' ', '=']).unwrap_or(rest.len());
            named.entry(table.clone()).or_default().insert(rest[..end].to_owned());
        }
    }
    named
}

#[test]
fn arrows_point_downwards() {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the folder of crates");
    for entry in std::fs::read_dir(crates).expect("a folder") {
        let folder = entry.expect("an entry").path();
        let name = folder.file_name().expect("a name").to_string_lossy().into_owned();
        assert!(ARROWS.iter().any(|(known, _)| *known == name), "{name} is not on the list");
        let manifest = std::fs::read_to_string(folder.join("Cargo.toml")).expect("a manifest");
        let allowed = reachable(&name);
        for to in named_in(&manifest).get("dependencies").into_iter().flatten() {
            assert!(allowed.contains(to.as_str()), "{name} must not depend on {to}");
        }
    }
}

#[test]
fn only_the_index_knows_tantivy() {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the folder of crates");
    for (name, _) in ARROWS {
        let manifest = std::fs::read_to_string(crates.join(name).join("Cargo.toml")).expect("read");
        let names_it = manifest.lines().any(|line| line.starts_with("tantivy"));
        assert_eq!(names_it, *name == "index", "{name}");
    }
}
