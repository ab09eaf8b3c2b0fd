//! Building and updating an index.

use std::fs;
use std::io;
use std::path::Path;

use kbq_model::Article;
use tantivy::directory::MmapDirectory;
use tantivy::indexer::{IndexWriterOptions, NoMergePolicy};
use tantivy::store::Compressor;
use tantivy::{IndexSettings, IndexWriter, TantivyDocument, TantivyError, Term};

use crate::document::document;
use crate::error::IndexError;
use crate::layout::{Layout, Manifest, WriteLock};
use crate::schema::{Field, schema, tokenizers};
use crate::statistics::lengths;

/// Size of the blocks in which records are compressed, in bytes: larger ones are smaller on disk,
/// and a hit costs the unpacking of one.
const RECORD_BLOCK: usize = 16 * 1024;
/// tantivy's own lower bound for a thread's memory, in bytes.
const LEAST_HEAP: usize = 15_000_000;
/// An update leaves at most so many segments; then the small ones are merged.
const MOST_SEGMENTS: usize = 12;
/// An update leaves at most this share of deleted documents in a segment: they take room and
/// count in the statistics of words.
const MOST_DELETED: f64 = 0.2;

/// What a writer may use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WriterOptions {
    /// Memory for what is not yet written, in bytes, shared by the threads.
    pub heap: usize,
    /// Threads that index, beside those that call [`Writer::add`].
    pub threads: usize,
}

impl Default for WriterOptions {
    fn default() -> Self {
        WriterOptions { heap: 200_000_000, threads: 2 }
    }
}

/// A new state of an index in the making. Nobody sees it before [`Writer::finish`]; dropped before
/// that, it leaves the index as it was.
pub struct Writer {
    layout: Layout,
    generation: u64,
    /// Present until the writer is finished or dropped.
    inner: Option<IndexWriter<TantivyDocument>>,
    updates: bool,
    _lock: WriteLock,
}

impl Writer {
    /// Starts a new index that will replace the one in `dir`, if there is one.
    ///
    /// # Errors
    /// [`IndexError::Locked`] while another process writes here, [`IndexError::NotAnIndex`] where
    /// other files lie.
    pub fn create(dir: &Path, options: &WriterOptions) -> Result<Writer, IndexError> {
        let layout = Layout::new(dir);
        let lock = layout.lock()?;
        let generation = layout.next_generation()?;
        let path = layout.generation(generation);
        fs::create_dir(&path).map_err(IndexError::io(&path))?;
        let settings = IndexSettings {
            docstore_compression: Compressor::Lz4,
            docstore_blocksize: RECORD_BLOCK,
            ..IndexSettings::default()
        };
        let index = MmapDirectory::open(&path)
            .map_err(TantivyError::from)
            .and_then(|directory| tantivy::Index::create(directory, schema(), settings));
        Writer::start(layout, lock, generation, index, options, false)
    }

    /// Starts from a copy of the index in `dir`; what is added replaces the article of the same
    /// number. Without an index there, it is the same as [`Writer::create`].
    ///
    /// # Errors
    /// As [`Writer::create`], and those of opening an index.
    pub fn update(dir: &Path, options: &WriterOptions) -> Result<Writer, IndexError> {
        let layout = Layout::new(dir);
        let lock = layout.lock()?;
        let Some(manifest) = layout.manifest()? else {
            drop(lock);
            return Writer::create(dir, options);
        };
        // All bytes: damage would be sealed as if it had been written so.
        layout.verify(&manifest, true)?;
        let generation = layout.next_generation()?;
        let path = layout.generation(generation);
        clone_generation(&layout.generation(manifest.generation), &path, &manifest)?;
        let index =
            MmapDirectory::open(&path).map_err(TantivyError::from).and_then(tantivy::Index::open);
        Writer::start(layout, lock, generation, index, options, true)
    }

    fn start(
        layout: Layout,
        lock: WriteLock,
        generation: u64,
        index: tantivy::Result<tantivy::Index>,
        options: &WriterOptions,
        updates: bool,
    ) -> Result<Writer, IndexError> {
        let mut writer = Writer { layout, generation, inner: None, updates, _lock: lock };
        let mut index = index.map_err(|error| writer.failed(error))?;
        index.set_tokenizers(tokenizers());
        let threads = options.threads.clamp(1, 8);
        let options = IndexWriterOptions::builder()
            .num_worker_threads(threads)
            .num_merge_threads(1)
            .memory_budget_per_thread((options.heap / threads).max(LEAST_HEAP))
            .build();
        let inner = index.writer_with_options(options).map_err(|error| writer.failed(error))?;
        // Merging costs nearly half of a build and buys microseconds of a search.
        inner.set_merge_policy(Box::new(NoMergePolicy));
        writer.inner = Some(inner);
        Ok(writer)
    }

    fn failed(&self, error: impl ToString) -> IndexError {
        IndexError::Write { dir: self.layout.root().to_owned(), what: error.to_string() }
    }

    fn inner(&self) -> Result<&IndexWriter<TantivyDocument>, IndexError> {
        self.inner.as_ref().ok_or_else(|| self.failed("it was not started"))
    }

    /// Adds an article; in an update, in place of the one of the same number. May be called from
    /// several threads.
    ///
    /// # Errors
    /// [`IndexError::Write`] when the disk is full or a file cannot be written;
    /// [`Writer::give_up`] says which.
    pub fn add(&self, article: &Article) -> Result<(), IndexError> {
        let document = document(article)?;
        if self.updates {
            self.remove(article.number)?;
        }
        let added = self.inner()?.add_document(document);
        added.map(drop).map_err(|error| self.failed(error))
    }

    /// Gives up, and says why [`Writer::add`] failed: a thread that indexes meets the full disk
    /// and ends, and its error is known only when it is asked for.
    pub fn give_up(mut self, error: IndexError) -> IndexError {
        let reason = self.inner.as_mut().and_then(|inner| inner.prepare_commit().err());
        reason.map_or(error, |reason| self.failed(reason))
    }

    /// Removes an article, if it is there.
    ///
    /// # Errors
    /// [`IndexError::Write`] if the writer has failed before.
    pub fn remove(&self, number: u32) -> Result<(), IndexError> {
        self.inner()?.delete_term(Term::from_field_u64(Field::Number.id(), u64::from(number)));
        Ok(())
    }

    /// Makes the new state the index. `sources` writes the caller's note of what it was built from,
    /// given back by [`crate::Index::sources`]; it is called when the memory for what is not yet
    /// written is free again.
    ///
    /// # Errors
    /// [`IndexError::Write`] and [`IndexError::Io`]; then the index is what it was before.
    pub fn finish(
        mut self,
        sources: impl FnOnce(&mut dyn io::Write) -> io::Result<()>,
    ) -> Result<Manifest, IndexError> {
        let Some(mut inner) = self.inner.take() else {
            return Err(self.failed("it was not started"));
        };
        inner.commit().map_err(|error| self.failed(error))?;
        let index = inner.index().clone();
        if self.updates {
            self.compact(&mut inner)?;
        }
        inner.wait_merging_threads().map_err(|error| self.failed(error))?;
        let segments = index.searchable_segment_metas().map_err(|error| self.failed(error))?;
        let articles = segments.iter().map(|segment| u64::from(segment.num_docs())).sum();
        let lengths = lengths(&index).map_err(|error| self.failed(error))?;
        self.layout.publish(self.generation, articles, lengths, sources)
    }

    /// Merges segments with many deleted documents, and the smallest where there are many.
    fn compact(&self, inner: &mut IndexWriter<TantivyDocument>) -> Result<(), IndexError> {
        let mut segments =
            inner.index().searchable_segment_metas().map_err(|error| self.failed(error))?;
        segments.sort_by_key(|segment| std::cmp::Reverse(segment.num_docs()));
        let worn = |segment: &tantivy::SegmentMeta| {
            f64::from(segment.num_deleted_docs()) > f64::from(segment.max_doc()) * MOST_DELETED
        };
        let merged: Vec<_> = segments
            .iter()
            .enumerate()
            .filter(|(rank, segment)| worn(segment) || *rank + 1 >= MOST_SEGMENTS)
            .map(|(_, segment)| segment.id())
            .collect();
        if merged.is_empty() || (merged.len() == 1 && !segments.iter().any(worn)) {
            return Ok(());
        }
        inner.merge(&merged).wait().map(drop).map_err(|error| self.failed(error))?;
        inner.garbage_collect_files().wait().map(drop).map_err(|error| self.failed(error))
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        if let Some(inner) = self.inner.take() {
            // Ends tantivy's threads before their directory goes.
            drop(inner);
            let _ = fs::remove_dir_all(self.layout.generation(self.generation));
        }
    }
}

/// A generation's files never change, so a copy of it shares them; only tantivy's own lists are
/// rewritten in place.
fn clone_generation(old: &Path, new: &Path, manifest: &Manifest) -> Result<(), IndexError> {
    fs::create_dir(new).map_err(IndexError::io(new))?;
    for name in manifest.file_names() {
        let (from, to) = (old.join(name), new.join(name));
        let is_segment = !name.ends_with(".json") && name.contains('.');
        if !(is_segment && fs::hard_link(&from, &to).is_ok()) {
            fs::copy(&from, &to).map(drop).map_err(IndexError::io(&to))?;
        }
    }
    Ok(())
}
