//! What a build would take without understanding anything: title and body, stored, tantivy's
//! default tokenizer, as many threads and as much memory as kbq's writer.
//!
//! ```sh
//! cargo run --release -p kbq-index --example plain_tantivy -- ARCHIVE INDEX
//! ```

#[path = "compare/articles.rs"]
mod articles;

use std::error::Error;
use std::fs;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use articles::{Plain, load};
use kbq_index::WriterOptions;
use tantivy::indexer::{IndexWriterOptions, NoMergePolicy};
use tantivy::schema::{FAST, STORED, Schema, TEXT};
use tantivy::{Index, IndexWriter, doc};

const USAGE: &str = "usage: plain_tantivy ARCHIVE INDEX (a folder that does not exist)";

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args_os().skip(1).map(PathBuf::from);
    let (archive, dir) = arguments.next().zip(arguments.next()).ok_or(USAGE)?;
    let files: Vec<_> = articles::files(&archive)?.into_iter().collect();

    let mut schema = Schema::builder();
    let number = schema.add_u64_field("number", FAST | STORED);
    let title = schema.add_text_field("title", TEXT | STORED);
    let body = schema.add_text_field("body", TEXT | STORED);
    fs::create_dir(&dir)?;
    let index = Index::create_in_dir(&dir, schema.build())?;
    let WriterOptions { heap, threads } = WriterOptions::default();
    let options = IndexWriterOptions::builder()
        .num_worker_threads(threads)
        .num_merge_threads(1)
        .memory_budget_per_thread(heap / threads)
        .build();
    let mut writer: IndexWriter = index.writer_with_options(options)?;
    // As kbq does: merging would cost nearly half of the build.
    writer.set_merge_policy(Box::new(NoMergePolicy));

    let next = AtomicUsize::new(0);
    let read = || -> Result<(), String> {
        while let Some((at, path)) = files.get(next.fetch_add(1, Ordering::Relaxed)) {
            let Plain { title: heading, body: text } =
                load(path).map_err(|error| format!("{}: {error}", path.display()))?;
            writer
                .add_document(doc!(number => u64::from(*at), title => heading, body => text))
                .map_err(|error| error.to_string())?;
        }
        Ok(())
    };
    thread::scope(|scope| {
        let readers: Vec<_> = (0..threads).map(|_| scope.spawn(read)).collect();
        readers.into_iter().try_for_each(|reader| reader.join().unwrap_or(Err("panic".into())))
    })?;
    writer.commit()?;
    writer.wait_merging_threads()?;
    Ok(())
}
