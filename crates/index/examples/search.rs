//! Opens an index and searches it: `cargo run -p kbq-index --example search -- INDEX QUERY`.

// An example prints; the library never does.
#![allow(clippy::print_stdout)]

use std::error::Error;
use std::path::Path;

use kbq_index::{Index, SearchOptions};
use kbq_query::{Aliases, Query};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [dir, words @ ..] = arguments.as_slice() else {
        return Err("usage: search INDEX QUERY".into());
    };
    let index = Index::open(Path::new(dir))?;
    let query = Query::parse(&words.join(" "), &Aliases::builtin());
    let results = index.search(&query, &SearchOptions::default())?;
    if let Some(relaxed) = &results.relaxed {
        println!("{}", relaxed.message);
    }
    for hit in &results.hits {
        println!("{:7.2}  {}  {}", hit.score, hit.id, hit.title);
        for reason in &hit.why {
            println!("         {}", reason.text);
        }
        if let Some(snippet) = &hit.snippet {
            println!("         {} ({})", snippet.text, snippet.line);
        }
    }
    println!("{} of {}", results.hits.len(), results.total);
    Ok(())
}
