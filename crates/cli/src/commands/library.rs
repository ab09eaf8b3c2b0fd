//! The open index: building it on first use, opening it, and what goes with it.

use std::path::Path;

use kbq_corpus::{CorpusError, Problem};
use kbq_index::{Index, IndexError};
use kbq_query::Aliases;

use super::index;
use crate::failure::Failure;
use crate::printer::Printer;
use crate::settings::Settings;

/// An open index and the aliases by which it is asked.
pub(crate) struct Library {
    /// The index.
    pub(crate) index: Index,
    /// Names of components and event sources.
    pub(crate) aliases: Aliases,
}

impl Library {
    /// Opens the index; where there is none and the configuration names a corpus, builds it first.
    pub(crate) fn open(settings: &Settings, printer: &Printer) -> Result<Library, Failure> {
        let aliases = aliases(settings)?;
        let index = match Index::open(&settings.index) {
            Err(IndexError::Missing { .. }) if !settings.config.corpus.is_empty() => {
                printer.note(format_args!(
                    "no index yet; building it from {}",
                    listed(&settings.config.corpus)
                ));
                index::build_configured(settings, printer)?;
                Index::open(&settings.index)
            }
            opened => opened,
        }?;
        Ok(Library { index, aliases })
    }
}

/// The built-in aliases with the user's own.
pub(crate) fn aliases(settings: &Settings) -> Result<Aliases, Failure> {
    let Some(path) = &settings.config.aliases else { return Ok(Aliases::builtin()) };
    let text = std::fs::read_to_string(path).map_err(|e| Failure::io("read", path, &e))?;
    Aliases::builtin().with_yaml(&text).map_err(|error| {
        Failure::new("bad-aliases", format!("{}: {error}", path.display()))
            .hint("mend that line, or remove `aliases` from kbq.yaml")
    })
}

/// Paths for a sentence.
pub(crate) fn listed(paths: &[impl AsRef<Path>]) -> String {
    paths.iter().map(|path| path.as_ref().display().to_string()).collect::<Vec<_>>().join(", ")
}

impl From<CorpusError> for Failure {
    fn from(error: CorpusError) -> Failure {
        Failure::new("corpus", error.to_string()).hint("`kbq help formats` lists what is read")
    }
}

impl From<Problem> for Failure {
    fn from(problem: Problem) -> Failure {
        Failure::new(problem.kind.name(), format!("{}: {}", problem.path, problem.message))
            .hint(problem.kind.advice())
    }
}

impl From<IndexError> for Failure {
    fn from(error: IndexError) -> Failure {
        // The message ends in what to do after its last semicolon.
        let text = error.to_string();
        match text.rsplit_once("; ") {
            Some((what, help)) => Failure::new(error.kind(), what).hint(help),
            None => Failure::new(error.kind(), text),
        }
    }
}
