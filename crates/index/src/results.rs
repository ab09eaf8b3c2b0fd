//! What a search is asked for and what it answers with: plain data, ready for JSON.

use kbq_model::SectionKind;
use kbq_query::{Date, Span};
use serde::Serialize;

/// The order of the hits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Sort {
    /// Best first; newer first among equals, then by number.
    #[default]
    Relevance,
    /// Last modified first, then by number.
    Date,
    /// By article number, ascending.
    Id,
}

/// How a search is to be answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SearchOptions {
    /// How many hits at most; a smaller limit gives the first hits of a larger one.
    pub limit: usize,
    /// The order.
    pub sort: Sort,
    /// Whether hits carry snippets and reasons; off, a search reads fewer bytes.
    pub details: bool,
    /// Whether hits carry the parts of their score.
    pub explain: bool,
    /// Whether the values of the matching articles are counted.
    pub facets: bool,
}

impl Default for SearchOptions {
    fn default() -> Self {
        SearchOptions {
            limit: 10,
            sort: Sort::Relevance,
            details: true,
            explain: false,
            facets: false,
        }
    }
}

/// The answer to a search.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Results {
    /// The hits in order, at most as many as asked for.
    pub hits: Vec<Hit>,
    /// How many articles match, relaxed or not.
    pub total: usize,
    /// How the query was relaxed; null when the hits match all of it.
    pub relaxed: Option<Relaxed>,
    /// Parts of the query that match no article at all.
    pub unmatched: Vec<Unmatched>,
    /// Counts of values over all matching articles, where asked for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub facets: Vec<Facet>,
}

/// A step of relaxation: why hits are shown that do not match the whole query.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Relaxed {
    /// How many articles match the whole query; they are among the hits.
    pub complete: usize,
    /// For a person: `no article has all 4 words; showing those that have most of them`.
    pub message: String,
}

/// A part of the query that no article matches.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Unmatched {
    /// Where it stands in the query's text.
    pub span: Span,
    /// The part as typed.
    pub text: String,
    /// A similar word that occurs; null for codes, events, files and for words without one.
    pub suggestion: Option<String>,
}

/// An article that matches.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Hit {
    /// The article's number.
    pub number: u32,
    /// The number as the source writes it.
    pub id: String,
    /// The title.
    pub title: String,
    /// The title's leading code.
    pub area: Option<String>,
    /// The products of the header.
    pub products: Vec<String>,
    /// The last-modified date.
    pub modified: Option<Date>,
    /// The score: comparable within one result only.
    pub score: f32,
    /// What matched and where, strongest first.
    pub why: Vec<Reason>,
    /// Words of the query that the article lacks.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub missing: Vec<String>,
    /// The sentence that matched best.
    pub snippet: Option<Snippet>,
    /// The parts of the score, where asked for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub explain: Vec<ScorePart>,
}

/// Why an article matches.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reason {
    /// What kind of evidence it is.
    pub kind: ReasonKind,
    /// For a person: `code 0xc00203e5 in symptoms, line 33`.
    pub text: String,
    /// The section it stands in; null for the title and the header.
    pub section: Option<SectionKind>,
    /// Source line of the article, counted from 1.
    pub line: Option<u32>,
}

/// What kind of evidence a reason is, strongest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ReasonKind {
    /// The article itself was asked for.
    Article,
    /// The code is named.
    Code,
    /// The event is named.
    Event,
    /// The file is named, in the version asked for.
    File,
    /// The version is named.
    Version,
    /// A code that means the same in another reading.
    Related,
    /// A field of the header or trailer.
    Field,
    /// The component.
    Component,
    /// The message text.
    Message,
    /// Words of the title.
    Title,
    /// Words of a section.
    Section,
    /// It refers to the article asked for.
    Reference,
}

/// A part of the text that shows the match.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Snippet {
    /// The text on one line.
    pub text: String,
    /// The matching words: byte ranges of `text`, ascending, not overlapping.
    pub highlights: Vec<Span>,
    /// The section it is from; null for the title.
    pub section: Option<SectionKind>,
    /// That section's heading as written.
    pub heading: Option<String>,
    /// Source line of the first word.
    pub line: u32,
}

/// A part of a score.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ScorePart {
    /// What gave it.
    pub name: String,
    /// How much.
    pub value: f32,
}

/// How often the values of a field occur among the matching articles.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Facet {
    /// `product`, `area`, `component`, `type` or `year`.
    pub field: &'static str,
    /// Values and how many matching articles have them, most frequent first.
    pub values: Vec<(String, u64)>,
}

/// The references of an article in both directions.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Links {
    /// Articles of the index that it points to, in the order of the text.
    pub refers_to: Vec<Link>,
    /// Articles of the index that point to it, by number.
    pub referred_by: Vec<Link>,
    /// Articles that it points to and that are not in the index.
    pub missing: Vec<Link>,
}

/// One end of a reference.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Link {
    /// The article's number.
    pub number: u32,
    /// The number as written.
    pub id: String,
    /// The title of the article, or as the pointing article gives it.
    pub title: Option<String>,
    /// Source line of the pointer in the pointing article.
    pub line: u32,
}

/// What is in an index.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Stats {
    /// Articles.
    pub articles: u64,
    /// Bytes on disk.
    pub bytes: u64,
    /// Different words of the text.
    pub words: u64,
    /// The earliest and the latest last-modified date.
    pub dates: Option<(Date, Date)>,
    /// The most frequent values of the facet fields.
    pub facets: Vec<Facet>,
}

/// A value of a code or event and how many articles name it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Count {
    /// The value: the source of an event, a word.
    pub value: String,
    /// How many articles have it.
    pub articles: u64,
}
