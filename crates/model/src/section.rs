//! The body of an article: sections, and the blocks they are made of.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What a section is about, whatever its heading says exactly.
///
/// The names of the standard headings (FORMATS: SYMPTOMS, CAUSE, RESOLUTION, WORKAROUND, STATUS,
/// SUMMARY, MORE INFORMATION, REFERENCES).
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum SectionKind {
    /// What the article is about.
    Summary,
    /// What the user sees.
    Symptoms,
    /// Why it happens.
    Cause,
    /// How to fix it.
    Resolution,
    /// How to live with it.
    Workaround,
    /// Whether Microsoft confirmed or fixed it.
    Status,
    /// Background, steps to reproduce, details.
    MoreInformation,
    /// Where to read on.
    References,
    /// Another heading of the top level.
    Other,
    /// The whole text of an article without headings, or a part of the preamble.
    Body,
}

impl SectionKind {
    /// Every kind, in the order in which an article usually has them.
    pub const ALL: [SectionKind; 10] = [
        SectionKind::Summary,
        SectionKind::Symptoms,
        SectionKind::Cause,
        SectionKind::Resolution,
        SectionKind::Workaround,
        SectionKind::Status,
        SectionKind::MoreInformation,
        SectionKind::References,
        SectionKind::Other,
        SectionKind::Body,
    ];

    /// The name used in JSON, in queries (`symptoms:…`) and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            SectionKind::Summary => "summary",
            SectionKind::Symptoms => "symptoms",
            SectionKind::Cause => "cause",
            SectionKind::Resolution => "resolution",
            SectionKind::Workaround => "workaround",
            SectionKind::Status => "status",
            SectionKind::MoreInformation => "more_information",
            SectionKind::References => "references",
            SectionKind::Other => "other",
            SectionKind::Body => "body",
        }
    }

    /// The kind of this name: case, blanks and hyphens do not matter.
    pub fn from_name(name: &str) -> Option<SectionKind> {
        let folded = name.trim().to_ascii_lowercase().replace([' ', '-'], "_");
        SectionKind::ALL.into_iter().find(|kind| kind.name() == folded)
    }
}

/// A top-level section of the body.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Section {
    /// What the section is about.
    pub kind: SectionKind,
    /// The heading as written; null for text without one.
    pub heading: Option<String>,
    /// The text below the heading, lines separated by `\n`, without blank lines at either end.
    pub text: String,
    /// First and last source line, heading included, counted from 1.
    pub lines: [u32; 2],
    /// Source line of the first line of `text`.
    pub text_line: u32,
    /// The blocks that `text` consists of, in order, blank lines between them left out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub blocks: Vec<Block>,
}

/// How a run of lines is to be read.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum BlockKind {
    /// Running text; its lines may be wrapped anew.
    Paragraph,
    /// A heading below the section's, with its underline if it has one.
    Subheading,
    /// A numbered or lettered step, its continuation lines included.
    Step,
    /// An item of a bulleted list, its continuation lines included.
    Bullet,
    /// Lines whose columns are aligned, with rules or box lines if any.
    Table,
    /// Source code, settings, dumps: to be kept as it stands, not searched like prose.
    Code,
    /// A message, dialog or event that the article quotes.
    Message,
    /// A pointer to another article, its wrapped title included.
    Reference,
}

/// A run of lines of a section's text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Block {
    /// How the lines are to be read.
    pub kind: BlockKind,
    /// First line of the block in the section's `text`, counted from 0.
    pub first: u32,
    /// Last line of the block in the section's `text`, inclusive.
    pub last: u32,
}

impl Section {
    /// The lines of one block.
    pub fn block_lines(&self, block: Block) -> impl Iterator<Item = &str> {
        let count = (block.last + 1).saturating_sub(block.first) as usize;
        self.text.split('\n').skip(block.first as usize).take(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_of_the_json() {
        for kind in SectionKind::ALL {
            assert_eq!(serde_json::to_value(kind).expect("serialises"), kind.name());
            assert_eq!(SectionKind::from_name(kind.name()), Some(kind));
        }
        assert_eq!(SectionKind::from_name("More Information"), Some(SectionKind::MoreInformation));
        assert_eq!(SectionKind::from_name("nonsense"), None);
    }

    #[test]
    fn a_block_names_its_lines() {
        let section = Section {
            kind: SectionKind::Symptoms,
            heading: None,
            text: "one\n\ntwo\nthree".into(),
            lines: [1, 4],
            text_line: 1,
            blocks: Vec::new(),
        };
        let block = Block { kind: BlockKind::Paragraph, first: 2, last: 3 };
        assert_eq!(section.block_lines(block).collect::<Vec<_>>(), ["two", "three"]);
    }
}
