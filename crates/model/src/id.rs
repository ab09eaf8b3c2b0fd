//! Article numbers as people write them.

use std::borrow::Cow;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// An article's identifier, as its source writes it (`Q194128`, `KB194128`, `884874`).
///
/// Only the number identifies: two ids that spell it differently are equal.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ArticleId {
    written: String,
    number: u32,
}

/// Text that is no article number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadArticleId {
    /// What was given.
    pub text: String,
}

impl fmt::Display for BadArticleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is no article number: expected Q194128, KB194128 or 194128", self.text)
    }
}

impl std::error::Error for BadArticleId {}

impl ArticleId {
    /// The number that identifies the article, whatever stands before it.
    pub fn number(&self) -> u32 {
        self.number
    }

    /// The identifier as its source writes it.
    pub fn as_str(&self) -> &str {
        &self.written
    }
}

impl FromStr for ArticleId {
    type Err = BadArticleId;

    /// Reads `Q194128`, `kb194128`, `KB 194128`, `#194128` or `194128`: at most seven digits.
    fn from_str(text: &str) -> Result<Self, BadArticleId> {
        let trimmed = text.trim();
        let after_prefix = ["KB", "Q", "#"]
            .iter()
            .find_map(|prefix| {
                let head = trimmed.get(..prefix.len())?;
                head.eq_ignore_ascii_case(prefix).then(|| trimmed[prefix.len()..].trim_start())
            })
            .unwrap_or(trimmed);
        let digits = !after_prefix.is_empty()
            && after_prefix.len() <= 7
            && after_prefix.bytes().all(|b| b.is_ascii_digit());
        match after_prefix.parse() {
            Ok(number) if digits && number > 0 => {
                Ok(ArticleId { written: trimmed.to_owned(), number })
            }
            _ => Err(BadArticleId { text: text.to_owned() }),
        }
    }
}

impl TryFrom<String> for ArticleId {
    type Error = BadArticleId;

    fn try_from(text: String) -> Result<Self, BadArticleId> {
        text.parse()
    }
}

impl From<ArticleId> for String {
    fn from(id: ArticleId) -> String {
        id.written
    }
}

impl PartialEq for ArticleId {
    fn eq(&self, other: &Self) -> bool {
        self.number == other.number
    }
}

impl Eq for ArticleId {}

impl PartialOrd for ArticleId {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for ArticleId {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.number.cmp(&other.number)
    }
}

impl Hash for ArticleId {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.number.hash(state);
    }
}

impl fmt::Display for ArticleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.written)
    }
}

impl JsonSchema for ArticleId {
    fn schema_name() -> Cow<'static, str> {
        "ArticleId".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "string",
            "description": "An article's number as its source writes it",
            "pattern": "^([Qq]|[Kk][Bb]|#)? ?[0-9]{1,7}$",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_prefix_does_not_identify() {
        let written =
            ["Q194128", "q194128", "KB194128", "kb 194128", "194128", "#194128", " Q194128 "];
        for text in written {
            assert_eq!(text.parse::<ArticleId>().map(|id| id.number()), Ok(194_128), "{text:?}");
        }
        assert_eq!("kb194128".parse::<ArticleId>().map(|id| id.to_string()), Ok("kb194128".into()));
    }

    #[test]
    fn what_is_no_number_is_refused() {
        for text in ["", "Q", "Q12x", "Q-1", "12345678", "0", "KBQ12", "Q٣"] {
            assert!(text.parse::<ArticleId>().is_err(), "{text:?}");
        }
    }
}
