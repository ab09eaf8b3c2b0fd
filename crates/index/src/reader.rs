//! An index opened for reading.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use kbq_model::Article;
use serde::Deserialize;
use tantivy::collector::DocSetCollector;
use tantivy::query::Query as TantivyQuery;
use tantivy::schema::{IndexRecordOption, Value};
use tantivy::{
    DocAddress, DocSet, ReloadPolicy, Searcher, TERMINATED, TantivyDocument, TantivyError, Term,
};

use crate::directory::ReadOnlyDirectory;
use crate::error::IndexError;
use crate::layout::{Layout, Manifest};
use crate::plan::ShortBeginnings;
use crate::schema::{Field, tokenizers};

/// How often an open is tried again while writers replace the index under it.
const OPEN_TRIES: usize = 5;
/// Unpacked blocks of records that are kept, for each segment.
const RECORD_BLOCKS_KEPT: usize = 32;

/// An index, opened read-only: nothing is written, locked or watched, and a writer that replaces
/// the index does not disturb it.
pub struct Index {
    layout: Layout,
    manifest: Manifest,
    pub(crate) searcher: Searcher,
    pub(crate) beginnings: ShortBeginnings,
}

impl Index {
    /// Opens the index in `dir`.
    ///
    /// # Errors
    /// [`IndexError::Missing`] where there is none, [`IndexError::OtherVersion`] for one of
    /// another format, [`IndexError::Damaged`] when a file is missing or has another size than
    /// was written.
    pub fn open(dir: &Path) -> Result<Index, IndexError> {
        let layout = Layout::new(dir);
        let mut tried = 0;
        loop {
            tried += 1;
            let manifest =
                layout.manifest()?.ok_or_else(|| IndexError::Missing { dir: dir.to_owned() })?;
            match open_generation(&layout, &manifest) {
                Ok(searcher) => {
                    return Ok(Index {
                        layout,
                        manifest,
                        searcher,
                        beginnings: ShortBeginnings::default(),
                    });
                }
                // A writer may have removed this generation after its manifest was read.
                Err(error) => {
                    let moved = layout.manifest()?.is_none_or(|now| now != manifest);
                    if !moved || tried == OPEN_TRIES {
                        return Err(error);
                    }
                }
            }
        }
    }

    /// Whether there is an index in `dir`, be it of another version or damaged.
    pub fn exists(dir: &Path) -> bool {
        !matches!(Layout::new(dir).manifest(), Ok(None))
    }

    /// What the index says of itself.
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// The note that was given to [`crate::Writer::finish`].
    ///
    /// # Errors
    /// [`IndexError::Io`] if it cannot be read, [`IndexError::Damaged`] if it is not what was
    /// written.
    pub fn sources(&self) -> Result<Vec<u8>, IndexError> {
        self.layout.sources(&self.manifest)
    }

    /// Whether somebody has replaced the index since it was opened.
    pub fn is_outdated(&self) -> bool {
        let now = self.layout.manifest().ok().flatten();
        now.is_some_and(|now| now.generation != self.manifest.generation)
    }

    /// Reads every file of the index and compares it with what was written.
    ///
    /// # Errors
    /// [`IndexError::Damaged`] with the first file that differs.
    pub fn verify(&self) -> Result<(), IndexError> {
        self.layout.verify(&self.manifest, true)
    }

    /// The record of an article.
    ///
    /// # Errors
    /// [`IndexError::Damaged`] if the record cannot be read.
    pub fn article(&self, number: u32) -> Result<Option<Article>, IndexError> {
        self.guard(|| match self.address(number)? {
            Some(address) => self.record(address).map(Some),
            None => Ok(None),
        })
    }

    /// Every article in the order of the numbers, read one by one.
    ///
    /// # Errors
    /// [`IndexError::Damaged`] if the numbers cannot be read.
    pub fn articles(
        &self,
    ) -> Result<impl Iterator<Item = Result<Article, IndexError>> + '_, IndexError> {
        let all = self.guard(|| self.matching(&tantivy::query::AllQuery))?;
        Ok(all.into_iter().map(|(_, address)| self.guard(|| self.record(address))))
    }

    /// The articles that match, by number.
    pub(crate) fn matching(
        &self,
        query: &dyn TantivyQuery,
    ) -> Result<Vec<(u32, DocAddress)>, IndexError> {
        let found = self.searcher.search(query, &DocSetCollector).map_err(|e| self.failed(e))?;
        let columns = self.columns(Field::Number)?;
        let mut numbered: Vec<_> = found
            .into_iter()
            .map(|address| {
                let column = columns.get(address.segment_ord as usize);
                let number = column.map_or(0, |column| column.get_val(address.doc_id));
                (u32::try_from(number).unwrap_or(0), address)
            })
            .collect();
        numbered.sort_unstable();
        Ok(numbered)
    }

    /// A column of single numbers, one for each segment.
    pub(crate) fn columns(
        &self,
        field: Field,
    ) -> Result<Vec<std::sync::Arc<dyn tantivy::columnar::ColumnValues<u64>>>, IndexError> {
        let readers = self.searcher.segment_readers().iter();
        let columns =
            readers.map(|reader| reader.fast_fields().column_first_or_default(field.name()));
        columns.collect::<Result<_, _>>().map_err(|error| self.failed(error))
    }

    /// Where an article lies.
    pub(crate) fn address(&self, number: u32) -> Result<Option<DocAddress>, IndexError> {
        let term = Term::from_field_u64(Field::Number.id(), u64::from(number));
        for (ord, reader) in (0..).zip(self.searcher.segment_readers()) {
            let inverted =
                reader.inverted_index(Field::Number.id()).map_err(|error| self.failed(error))?;
            let postings = inverted
                .read_postings(&term, IndexRecordOption::Basic)
                .map_err(|error| self.failed(error))?;
            let Some(mut postings) = postings else { continue };
            while postings.doc() != TERMINATED {
                if !reader.is_deleted(postings.doc()) {
                    return Ok(Some(DocAddress::new(ord, postings.doc())));
                }
                postings.advance();
            }
        }
        Ok(None)
    }

    /// The stored record at an address.
    pub(crate) fn record(&self, address: DocAddress) -> Result<Article, IndexError> {
        self.record_in(&self.stored(address)?)
    }

    /// What is stored at an address.
    pub(crate) fn stored(&self, address: DocAddress) -> Result<TantivyDocument, IndexError> {
        self.searcher.doc(address).map_err(|error| self.failed(error))
    }

    /// The record in what is stored, or a part of it.
    pub(crate) fn record_in<'a, T: Deserialize<'a>>(
        &self,
        stored: &'a TantivyDocument,
    ) -> Result<T, IndexError> {
        let record = stored.get_first(Field::Record.id()).and_then(|value| value.as_str());
        let record = record.ok_or_else(|| self.failed("a record is missing"))?;
        serde_json::from_str(record).map_err(|error| self.failed(error))
    }

    /// An error of the index library: all it can meet in a complete generation is damage.
    pub(crate) fn failed(&self, error: impl ToString) -> IndexError {
        IndexError::damaged(self.layout.root(), error)
    }

    /// Runs what reads the index. The index library panics on some damaged files; here that is
    /// an error like any other.
    pub(crate) fn guard<T>(
        &self,
        read: impl FnOnce() -> Result<T, IndexError>,
    ) -> Result<T, IndexError> {
        guarded(read).unwrap_or_else(|_| {
            Err(self.failed("reading it failed; `kbq check --index` says where"))
        })
    }
}

thread_local! {
    static GUARDED: Cell<bool> = const { Cell::new(false) };
}

/// Whether a panic on this thread would become an [`IndexError::Damaged`]: a program's panic hook
/// then has nothing to tell.
pub fn is_guarded() -> bool {
    GUARDED.get()
}

fn guarded<T>(read: impl FnOnce() -> T) -> std::thread::Result<T> {
    let outer = GUARDED.replace(true);
    let done = catch_unwind(AssertUnwindSafe(read));
    GUARDED.set(outer);
    done
}

fn open_generation(layout: &Layout, manifest: &Manifest) -> Result<Searcher, IndexError> {
    layout.verify(manifest, false)?;
    let path = layout.generation(manifest.generation);
    let open = || -> Result<Searcher, TantivyError> {
        let mut index = tantivy::Index::open(ReadOnlyDirectory::open(&path, &manifest.files)?)?;
        index.set_tokenizers(tokenizers());
        let reader = index
            .reader_builder()
            .reload_policy(ReloadPolicy::Manual)
            .doc_store_cache_num_blocks(RECORD_BLOCKS_KEPT)
            .try_into()?;
        Ok(reader.searcher())
    };
    match guarded(open) {
        Ok(opened) => opened.map_err(|error| IndexError::damaged(&path, error)),
        Err(_) => Err(IndexError::damaged(&path, "its files do not fit together")),
    }
}
