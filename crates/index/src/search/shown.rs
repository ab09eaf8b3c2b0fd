//! The part of a record that a hit shows.

use std::cell::OnceCell;

use kbq_model::{ArticleId, ErrorCode, Event, FactLines, FileVersion, Reference, Section};
use kbq_query::Date;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

/// A record as far as a hit needs it. Most of a long record are lists of files (Q105456: 153 of 219
/// kilobytes) and other revisions, and few hits are shown for one of those.
#[derive(Deserialize)]
pub(crate) struct Shown<'a> {
    pub(crate) number: u32,
    pub(crate) id: ArticleId,
    pub(crate) title: String,
    pub(crate) area: Option<String>,
    pub(crate) products: Vec<String>,
    pub(crate) modified: Option<Date>,
    pub(crate) sections: Vec<Section>,
    #[serde(borrow)]
    pub(crate) events: Unread<'a, Event>,
    #[serde(borrow)]
    pub(crate) error_codes: Unread<'a, ErrorCode>,
    #[serde(borrow)]
    pub(crate) files: Unread<'a, FileVersion>,
    #[serde(borrow)]
    pub(crate) file_names: Unread<'a, String>,
    #[serde(borrow)]
    pub(crate) references: Unread<'a, Reference>,
    pub(crate) fact_lines: FactLines,
}

/// A list of a record that is read when somebody asks for it.
pub(crate) struct Unread<'a, T> {
    text: &'a RawValue,
    read: OnceCell<Vec<T>>,
}

impl<T: DeserializeOwned> Unread<'_, T> {
    pub(crate) fn list(&self) -> &[T] {
        // The text is a part of a record that kbq wrote and a checksum holds: it reads.
        self.read.get_or_init(|| serde_json::from_str(self.text.get()).unwrap_or_default())
    }
}

impl<'de: 'a, 'a, T> Deserialize<'de> for Unread<'a, T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <&'a RawValue>::deserialize(deserializer)?;
        Ok(Unread { text, read: OnceCell::new() })
    }
}
