//! What was odd about an article. A diagnostic never fails the article.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How much a diagnostic matters.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Worth knowing; nothing is missing.
    Note,
    /// Something was repaired, guessed or passed over.
    Warning,
    /// Something could not be read.
    Error,
}

impl Severity {
    /// The name used in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Severity::Note => "note",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }
}

/// Declares the kinds: one row gives the name, the severity and the documentation.
macro_rules! kinds {
    ($($(#[doc = $doc:literal])+ $variant:ident = $name:literal, $severity:ident;)+) => {
        /// The stable kind of a diagnostic.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
        pub enum DiagnosticKind {
            $($(#[doc = $doc])+ #[serde(rename = $name)] $variant,)+
        }

        impl DiagnosticKind {
            /// Every kind, in order of declaration.
            pub const ALL: &'static [DiagnosticKind] = &[$(DiagnosticKind::$variant),+];

            /// The name used in JSON and by `kbq check`.
            pub fn name(self) -> &'static str {
                match self { $(DiagnosticKind::$variant => $name,)+ }
            }

            /// How much it matters.
            pub fn severity(self) -> Severity {
                match self { $(DiagnosticKind::$variant => Severity::$severity,)+ }
            }

            /// What it means, as shown by `kbq check`.
            pub fn meaning(self) -> &'static str {
                match self { $(DiagnosticKind::$variant => concat!($($doc),+).trim_ascii(),)+ }
            }
        }
    };
}

kinds! {
    /// The front matter is no valid YAML; it was read line by line.
    BrokenFrontMatter = "broken-front-matter", Warning;
    /// The header has a field that no format defines.
    UnknownHeaderField = "unknown-header-field", Warning;
    /// A field of the header is missing.
    MissingHeaderField = "missing-header-field", Warning;
    /// A date is none, or has a form that is not known.
    BadDate = "bad-date", Warning;
    /// Bytes that the encoding does not define were replaced.
    UndecodableBytes = "undecodable-bytes", Warning;
    /// The text holds control characters.
    ControlCharacters = "control-characters", Note;
    /// The number in the header, the heading and the file's front matter differ.
    IdMismatch = "id-mismatch", Warning;
    /// The applies-to block has no closing rule.
    UnclosedAppliesTo = "unclosed-applies-to", Note;
    /// The article has no trailer block.
    MissingTrailer = "missing-trailer", Note;
    /// A trailer line has a label that no format defines.
    UnknownTrailerField = "unknown-trailer-field", Note;
    /// A section has a heading and no text.
    EmptySection = "empty-section", Note;
    /// The article has no text.
    EmptyBody = "empty-body", Warning;
    /// A standard heading is misspelt or oddly underlined.
    OddHeading = "odd-heading", Note;
    /// The title reaches the width at which the format cuts titles.
    CutTitle = "cut-title", Note;
    /// The article refers to a number that cannot be one.
    BadReference = "bad-reference", Note;
}

/// Something odd, and where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Diagnostic {
    /// How much it matters.
    pub severity: Severity,
    /// The stable kind.
    pub kind: DiagnosticKind,
    /// What was found, for a person.
    pub message: String,
    /// Source line, counted from 1; 0 for the whole file.
    pub line: u32,
}

impl Diagnostic {
    /// A diagnostic of this kind with the kind's own severity.
    pub fn new(kind: DiagnosticKind, line: u32, message: impl Into<String>) -> Self {
        Diagnostic { severity: kind.severity(), kind, message: message.into(), line }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_named_alike_everywhere() {
        for &kind in DiagnosticKind::ALL {
            assert_eq!(serde_json::to_value(kind).expect("serialises"), kind.name());
            assert!(kind.meaning().ends_with('.'), "{} has a sentence", kind.name());
        }
    }
}
