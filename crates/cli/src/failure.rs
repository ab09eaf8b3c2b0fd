//! How a command ends: what it found, or what failed, where, and what to do next.

use std::fmt;
use std::path::Path;
use std::process::ExitCode;

/// How a command ended without failing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// Something was found or done: exit code 0.
    Found,
    /// Nothing was found: exit code 1.
    Nothing,
}

impl Outcome {
    /// [`Outcome::Found`] where there is something.
    pub(crate) fn from_found(found: bool) -> Outcome {
        if found { Outcome::Found } else { Outcome::Nothing }
    }
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> ExitCode {
        match outcome {
            Outcome::Found => ExitCode::SUCCESS,
            Outcome::Nothing => ExitCode::from(1),
        }
    }
}

/// Why a command failed: exit code 2.
#[derive(Debug)]
pub(crate) struct Failure {
    /// The stable name of this sort of failure, for programs.
    pub(crate) kind: &'static str,
    /// What failed, and where.
    pub(crate) message: String,
    /// What to do next.
    pub(crate) hint: Option<String>,
    /// Whether whoever reads our output has gone, which nobody needs to be told.
    pub(crate) silent: bool,
}

impl Failure {
    /// A failure of a stable kind.
    pub(crate) fn new(kind: &'static str, message: impl Into<String>) -> Failure {
        Failure { kind, message: message.into(), hint: None, silent: false }
    }

    /// The same failure, with what to do next.
    pub(crate) fn hint(mut self, hint: impl Into<String>) -> Failure {
        self.hint = Some(hint.into());
        self
    }

    /// A file that could not be read or written.
    pub(crate) fn io(verb: &str, path: &Path, error: &std::io::Error) -> Failure {
        Failure::new("io", format!("cannot {verb} {}: {error}", path.display()))
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Failure {}

/// Only the printer's own output is written without a path at hand.
impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Failure {
        Failure {
            silent: error.kind() == std::io::ErrorKind::BrokenPipe,
            ..Failure::new("output", format!("cannot write the output: {error}"))
        }
    }
}
