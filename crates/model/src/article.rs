//! The record itself.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    AppliesTo, ArticleId, Diagnostic, ErrorCode, Event, FileVersion, Reference, Section,
    SectionKind,
};

/// The version of the record's JSON; raised when a field changes its meaning or goes.
pub const SCHEMA_VERSION: u32 = 1;

/// The family of formats that an article was read from.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// Front matter and Markdown, or such a page rendered.
    Jekyll,
    /// The six header lines from `DOCUMENT:` on.
    Document,
    /// A support page, wiki copy, CD page or print saved as text.
    Web,
}

impl Format {
    /// The name used in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Format::Jekyll => "jekyll",
            Format::Document => "document",
            Format::Web => "web",
        }
    }
}

/// Where a record was read from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Source {
    /// The path as given, a member of an archive as `archive.zip/member`.
    pub path: String,
    /// The name of the encoding that the bytes were decoded with.
    pub encoding: String,
    /// The size in bytes.
    pub bytes: u64,
    /// The fingerprint of the bytes, in hex.
    pub hash: String,
}

/// Another source of the same article.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Revision {
    /// The format of that source.
    pub format: Format,
    /// Its date.
    pub modified: Option<Date>,
    /// Where it was read from.
    pub source: Source,
    /// Names of the record's fields that were filled in from it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub filled: Vec<String>,
    /// Its whole record where it says something else; null for a twin with equal facts and text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub record: Option<Box<Article>>,
}

/// The source lines of facts that are plain strings, in the order of their lists.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct FactLines {
    /// Lines of `fixed_in`.
    pub fixed_in: Vec<u32>,
    /// Lines of `registry_keys`.
    pub registry_keys: Vec<u32>,
    /// Lines of `urls`.
    pub urls: Vec<u32>,
    /// Lines of `file_names`.
    pub file_names: Vec<u32>,
    /// Lines of `applies_to`.
    pub applies_to: Vec<u32>,
}

/// What kbq knows of one article.
///
/// A field that the article does not state is null or empty.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Article {
    /// [`SCHEMA_VERSION`] at the time of writing.
    pub schema_version: u32,
    /// The article's number as its source writes it.
    pub id: ArticleId,
    /// The number alone.
    pub number: u32,
    /// The format it was read from.
    pub format: Format,
    /// The title, entities decoded.
    pub title: String,
    /// The title's leading code (`XFOR`, `PRB`, `PC Win`).
    pub area: Option<String>,
    /// The last-modified or last-review date.
    pub modified: Option<Date>,
    /// The revision of a support page (`2.1`).
    pub revision: Option<String>,
    /// The product tag of the `DOCUMENT:` line (`exchange`).
    pub tag: Option<String>,
    /// The product field of the header.
    pub products: Vec<String>,
    /// The version field as written.
    pub versions: Option<String>,
    /// The operating-system field of the header.
    pub operating_systems: Vec<String>,
    /// The entries of 'The information in this article applies to'.
    pub applies_to: Vec<AppliesTo>,
    /// The keywords of header and trailer.
    pub keywords: Vec<String>,
    /// The trailer's `Technology`.
    pub technology: Vec<String>,
    /// The trailer's `Component` values and the `Component:` lines above file tables.
    pub components: Vec<String>,
    /// The trailer's `Issue type`.
    pub issue_types: Vec<String>,
    /// The trailer's `Solution Type`.
    pub solution_types: Vec<String>,
    /// The trailer's `Hardware`.
    pub hardware: Vec<String>,
    /// The words of the `Additional query words` line.
    pub query_words: Vec<String>,
    /// The text before the first heading, above and below the applies-to block: old header
    /// lines, notices, contents lists. It is no section of the article.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub preamble: Vec<Section>,
    /// The body.
    pub sections: Vec<Section>,
    /// Events of the event log.
    pub events: Vec<Event>,
    /// Codes that identify errors.
    pub error_codes: Vec<ErrorCode>,
    /// Rows of file tables.
    pub files: Vec<FileVersion>,
    /// Every file name that is mentioned, in order of first mention.
    pub file_names: Vec<String>,
    /// Other articles that it points to.
    pub references: Vec<Reference>,
    /// Releases in which the problem was corrected.
    pub fixed_in: Vec<String>,
    /// Registry keys, full paths.
    pub registry_keys: Vec<String>,
    /// Addresses on the web.
    pub urls: Vec<String>,
    /// Source lines of those facts above that are plain strings.
    pub fact_lines: FactLines,
    /// Where it was read from.
    pub source: Source,
    /// Other sources of the same number, newest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub revisions: Vec<Revision>,
    /// What was odd.
    pub diagnostics: Vec<Diagnostic>,
}

impl Article {
    /// A record that states nothing but its number.
    pub fn new(id: ArticleId) -> Article {
        Article {
            schema_version: SCHEMA_VERSION,
            number: id.number(),
            id,
            format: Format::Document,
            title: String::new(),
            area: None,
            modified: None,
            revision: None,
            tag: None,
            products: Vec::new(),
            versions: None,
            operating_systems: Vec::new(),
            applies_to: Vec::new(),
            keywords: Vec::new(),
            technology: Vec::new(),
            components: Vec::new(),
            issue_types: Vec::new(),
            solution_types: Vec::new(),
            hardware: Vec::new(),
            query_words: Vec::new(),
            preamble: Vec::new(),
            sections: Vec::new(),
            events: Vec::new(),
            error_codes: Vec::new(),
            files: Vec::new(),
            file_names: Vec::new(),
            references: Vec::new(),
            fixed_in: Vec::new(),
            registry_keys: Vec::new(),
            urls: Vec::new(),
            fact_lines: FactLines::default(),
            source: Source {
                path: String::new(),
                encoding: String::new(),
                bytes: 0,
                hash: String::new(),
            },
            revisions: Vec::new(),
            diagnostics: Vec::new(),
        }
    }

    /// The sections of one kind, in order.
    pub fn sections_of(&self, kind: SectionKind) -> impl Iterator<Item = &Section> {
        self.sections.iter().filter(move |section| section.kind == kind)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_round_trips() {
        let mut article = Article::new("Q263029".parse().expect("an id"));
        article.modified = Some(jiff::civil::date(2002, 8, 2));
        let json = serde_json::to_string(&article).expect("serialises");
        assert!(json.contains(r#""modified":"2002-08-02""#));
        assert_eq!(serde_json::from_str::<Article>(&json).expect("reads back"), article);
    }
}
