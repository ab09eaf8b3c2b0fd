//! The facts that an article states: events, codes, files, references.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::ArticleId;

/// One entry of the applies-to block.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct AppliesTo {
    /// Product and version as written, on one line.
    pub product: String,
    /// What is nested below the product: systems, hardware, products it is used with.
    pub platforms: Vec<String>,
}

/// An event-log event that the article names.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Event {
    /// The event number.
    pub id: u32,
    /// The event source as written (`MSExchangeIMC`).
    pub source: Option<String>,
    /// `Error`, `Warning`, `Information`, `Success Audit` or `Failure Audit`.
    #[serde(rename = "type")]
    pub kind: Option<String>,
    /// The category as written.
    pub category: Option<String>,
    /// The log it stands in: `application`, `system`, `security`.
    pub log: Option<String>,
    /// The message text, on one line.
    pub description: Option<String>,
    /// Source line of the number, counted from 1.
    pub line: u32,
}

/// The notation of an error code; each has its own canonical form.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum CodeKind {
    /// `0x` and eight lower-case digits.
    Hex,
    /// The same, of a stop screen.
    Stop,
    /// A decimal number, sign kept.
    Dec,
    /// A letter-and-digits code of a compiler, linker or other tool, in upper case.
    Tool,
    /// A symbolic name as written.
    Symbol,
}

impl CodeKind {
    /// The name used in JSON.
    pub fn name(self) -> &'static str {
        match self {
            CodeKind::Hex => "hex",
            CodeKind::Stop => "stop",
            CodeKind::Dec => "dec",
            CodeKind::Tool => "tool",
            CodeKind::Symbol => "symbol",
        }
    }
}

/// A code by which the article identifies an error.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct ErrorCode {
    /// The notation.
    pub kind: CodeKind,
    /// The canonical form of the notation (`0xc00203e5`, `-1018`, `LNK2001`).
    pub code: String,
    /// The code as it stands in the text.
    pub text: String,
    /// The parameters of a stop code, as written.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parameters: Vec<String>,
    /// The message beside the code, on one line.
    pub message: Option<String>,
    /// Source line, counted from 1.
    pub line: u32,
}

impl ErrorCode {
    /// The 32-bit value of a numeric code: `0xc00203e5`, `-1073609755` and `3221357541` are one.
    ///
    /// Null for tool codes, symbols and numbers outside 32 bits.
    pub fn value(&self) -> Option<u32> {
        match self.kind {
            CodeKind::Hex | CodeKind::Stop => {
                let digits = self.code.strip_prefix("0x").filter(|d| !d.starts_with('+'))?;
                u32::from_str_radix(digits, 16).ok()
            }
            CodeKind::Dec => {
                let value: i64 = self.code.parse().ok()?;
                u32::try_from(value).or_else(|_| i32::try_from(value).map(|v| v as u32)).ok()
            }
            CodeKind::Tool | CodeKind::Symbol => None,
        }
    }
}

/// A row of a file table.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct FileVersion {
    /// The file name as written.
    pub name: String,
    /// The version as written (`5.5.2658.28`).
    pub version: Option<String>,
    /// The size as its digits; bytes unless the table gives another unit.
    pub size: Option<String>,
    /// The date.
    pub date: Option<Date>,
    /// The time as written.
    pub time: Option<String>,
    /// The platform as written, without brackets (`x86`, `Alpha`).
    pub platform: Option<String>,
    /// The `Component:` that stands above the table.
    pub component: Option<String>,
    /// Source line, counted from 1.
    pub line: u32,
}

/// A pointer to another article.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Reference {
    /// The article it points to, as written.
    pub id: ArticleId,
    /// The title that stands beside the number, wrapped lines joined.
    pub title: Option<String>,
    /// Source line of the number, counted from 1.
    pub line: u32,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_notation_has_one_value() {
        let value = |kind, code: &str| {
            let (code, text) = (code.to_owned(), code.to_owned());
            ErrorCode { kind, code, text, parameters: Vec::new(), message: None, line: 1 }.value()
        };
        assert_eq!(value(CodeKind::Hex, "0xc00203e5"), Some(0xc002_03e5));
        assert_eq!(value(CodeKind::Dec, "-1073609755"), Some(0xc002_03e5));
        assert_eq!(value(CodeKind::Dec, "3221357541"), Some(0xc002_03e5));
        assert_eq!(value(CodeKind::Stop, "0x0000000a"), Some(10));
        assert_eq!(value(CodeKind::Dec, "99999999999"), None);
        assert_eq!(value(CodeKind::Tool, "LNK2001"), None);
        assert_eq!(value(CodeKind::Hex, "0x+1"), None);
    }
}
