//! The facts that an article states, each kind in its own module.
//!
//! Every extractor is a pure function over the paragraphs of a [`Body`], so that a pasted log
//! entry is read by the same rules as an article.

mod codes;
mod events;
mod file_names;
mod files;
mod fixed_in;
mod references;
mod registry;
mod text;
mod urls;

use std::collections::HashSet;

use kbq_model::{ErrorCode, Event, FactLines, FileVersion, Reference};

use crate::line::Body;
use text::paragraphs;

/// Everything that is extracted from an article's text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facts {
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
    /// The `Component:` lines above file tables.
    pub components: Vec<String>,
    /// Source lines of the facts above that are plain strings.
    pub lines: FactLines,
}

/// The facts of one article, or of pasted text.
///
/// ```
/// use kbq_parse::{Body, facts};
///
/// let body = Body::of_text("See article Q191014. It was fixed in SNA Server 4.0.");
/// let found = facts::extract(&body);
/// assert_eq!(found.references[0].id.number(), 191014);
/// assert_eq!(found.fixed_in, ["SNA Server 4.0"]);
/// ```
pub fn extract(body: &Body<'_>) -> Facts {
    let paragraphs = paragraphs(body);
    let tables = files::files(body);
    let mut lines = FactLines::default();
    let (registry_keys, urls, file_names, components);
    (registry_keys, lines.registry_keys) = registry::registry_keys(&paragraphs).into_iter().unzip();
    (file_names, lines.file_names) = file_names::file_names(&paragraphs).into_iter().unzip();
    (urls, lines.urls) = urls::urls(&paragraphs).into_iter().unzip();
    (components, _) =
        distinct(tables.components.into_iter()).into_iter().unzip::<_, u32, _, Vec<_>>();
    let (fixed_in, fixed_lines) =
        distinct(paragraphs.iter().flat_map(fixed_in::fixed_in)).into_iter().unzip();
    lines.fixed_in = fixed_lines;
    Facts {
        events: events::events(&paragraphs),
        error_codes: codes::codes(&paragraphs),
        files: tables.files,
        file_names,
        references: references::references(&paragraphs, body.number),
        fixed_in,
        registry_keys,
        urls,
        components,
        lines,
    }
}

/// Each text once, whatever its case, with the line of its first mention.
fn distinct(found: impl Iterator<Item = (String, u32)>) -> Vec<(String, u32)> {
    let mut seen = HashSet::new();
    found.filter(|(text, _)| seen.insert(text.to_ascii_lowercase())).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Pieces that extractors react to, to be put together in any order.
    const PIECES: &[&str] = &[
        "Event ID",
        ":",
        " ",
        "\n",
        "\n\n",
        "4058",
        "Source",
        "error",
        "STOP",
        "0x",
        "1E",
        "(",
        ")",
        "-",
        "1018",
        "&H",
        "X'",
        "'",
        "C1001",
        "JET_err",
        "Q12",
        "34567",
        "HKEY_USERS",
        "\\",
        "/",
        "http://",
        "www.",
        ".",
        ",",
        "File name  Version",
        "Msexcimc.exe",
        "5.5.1",
        "12/31/99",
        "46,288",
        "KB",
        "|",
        "+---+",
        " -----",
        "Component:",
        "fixed in",
        "TITLE",
        "é",
        "\u{a0}",
        "\t",
        "=",
        "1",
        "through",
        "99999",
        "in",
    ];

    proptest! {
        #[test]
        fn any_text_is_read_without_a_panic(
            pieces in proptest::collection::vec(proptest::sample::select(PIECES), 0..40),
            noise in any::<String>(),
        ) {
            let text = pieces.concat() + &noise;
            let body = Body::of_text(&text);
            prop_assert_eq!(extract(&body), extract(&body));
        }
    }

    #[test]
    fn every_string_fact_has_its_line() {
        let text = "See http://a.example/x.exe\n\nHKEY_USERS\\A\n\nIt was fixed in SNA Server 4.0.";
        let facts = extract(&Body::of_text(text));
        assert_eq!(facts.lines.urls, [1]);
        assert_eq!(facts.lines.file_names, [1]);
        assert_eq!(facts.lines.registry_keys, [3]);
        assert_eq!(facts.lines.fixed_in, [5]);
    }
}
