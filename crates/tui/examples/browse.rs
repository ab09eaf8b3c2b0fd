//! Runs the interface over an index: `cargo run --example browse -- INDEX [QUERY]`.

use std::collections::BTreeMap;
use std::env;
use std::path::PathBuf;

use kbq_index::Index;
use kbq_query::Aliases;
use kbq_tui::{IndexBackend, Options, Theme, run};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = env::args().skip(1);
    let dir = PathBuf::from(arguments.next().ok_or("expected the folder of an index")?);
    let theme = env::var("KBQ_THEME").ok().and_then(|name| Theme::from_name(&name));
    let options = Options {
        open: Box::new(move || {
            let index = Index::open(&dir)?;
            Ok(Box::new(IndexBackend::new(index, Aliases::builtin())))
        }),
        query: arguments.next(),
        theme: theme.unwrap_or_default(),
        keys: BTreeMap::new(),
        state_dir: env::var_os("KBQ_STATE").map(PathBuf::from),
        export_dir: env::current_dir()?,
        print: false,
        editor: env::var("EDITOR").ok(),
        pager: env::var("PAGER").ok(),
        term: env::var("TERM").ok(),
    };
    run(options)?;
    Ok(())
}
