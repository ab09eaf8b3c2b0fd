//! What an SQLite FTS5 table of title and body takes to build, and a table for `sqlite3` to answer
//! from.
//!
//! ```sh
//! cargo run --release -p kbq-index --example plain_fts5 -- ARCHIVE FILE.sqlite
//! ```

#[path = "compare/articles.rs"]
mod articles;

use std::error::Error;
use std::path::PathBuf;

use articles::{Plain, load};
use rusqlite::{Connection, params};

const USAGE: &str = "usage: plain_fts5 ARCHIVE FILE (that does not exist)";

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args_os().skip(1).map(PathBuf::from);
    let (archive, file) = arguments.next().zip(arguments.next()).ok_or(USAGE)?;
    let mut db = Connection::open(file)?;
    db.execute_batch("CREATE VIRTUAL TABLE article USING fts5(title, body)")?;
    let change = db.transaction()?;
    {
        let mut insert =
            change.prepare("INSERT INTO article(rowid, title, body) VALUES (?, ?, ?)")?;
        for (number, path) in articles::files(&archive)? {
            let Plain { title, body } = load(&path)?;
            insert.execute(params![number, title, body])?;
        }
    }
    change.commit()?;
    Ok(())
}
