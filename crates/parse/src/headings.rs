//! Which headings open a section, and of which kind.

use kbq_model::SectionKind;

use SectionKind::{
    Cause, MoreInformation, References, Resolution, Status, Summary, Symptoms, Workaround,
};

/// The standard headings, in capitals, with the plurals and short forms that occur.
const STANDARD: &[(&str, SectionKind)] = &[
    ("SYMPTOMS", Symptoms),
    ("SYMPTOM", Symptoms),
    ("CAUSE", Cause),
    ("CAUSES", Cause),
    ("RESOLUTION", Resolution),
    ("RESOLUTIONS", Resolution),
    ("WORKAROUND", Workaround),
    ("WORKAROUNDS", Workaround),
    ("STATUS", Status),
    ("SUMMARY", Summary),
    ("MORE INFORMATION", MoreInformation),
    ("REFERENCES", References),
    ("REFERENCE", References),
];

/// The names under which the eight kinds of sections go, longest first where one begins another.
pub(crate) const SECTION_NAMES: &[&str] = &[
    "SYMPTOMS",
    "CAUSE",
    "RESOLUTION",
    "WORKAROUND",
    "STATUS",
    "SUMMARY",
    "MORE INFORMATION",
    "REFERENCES",
];

/// Headings inside the sections of support pages, which lost their layout.
pub(crate) const PAGE_SUBHEADINGS: &[&str] = &[
    "Hotfix information",
    "Service pack information",
    "Update rollup information",
    "Prerequisites",
    "Restart requirement",
    "Hotfix replacement information",
    "File information",
    "Installation instructions",
    "Installation information",
    "Registry information",
    "Steps to reproduce the problem",
    "Steps to reproduce the behavior",
];

/// The headings of support pages in other languages, in lower case.
const TRANSLATED: &[(&str, SectionKind)] = &[
    ("problembeschreibung", Symptoms),
    ("ursache", Cause),
    ("lösung", Resolution),
    ("abhilfe", Workaround),
    ("zusammenfassung", Summary),
    ("weitere informationen", MoreInformation),
    ("informationsquellen", References),
    ("sintomi", Symptoms),
    ("cause", Cause),
    ("risoluzione", Resolution),
    ("sommario", Summary),
    ("informazioni", MoreInformation),
    ("riferimenti", References),
    ("symptômes", Symptoms),
    ("résolution", Resolution),
    ("résumé", Summary),
    ("plus d'informations", MoreInformation),
    ("síntomas", Symptoms),
    ("causa", Cause),
    ("solución", Resolution),
    ("resumen", Summary),
    ("más información", MoreInformation),
];

/// The kind of a standard heading in capitals, as it stands in the archive.
pub(crate) fn standard(text: &str) -> Option<SectionKind> {
    STANDARD.iter().find(|(name, _)| *name == text).map(|(_, kind)| *kind)
}

/// The kind of a heading in capitals that is misspelt by one letter (`SYMPTONS`), or has a stray
/// blank or colon.
pub(crate) fn misspelt(text: &str) -> Option<SectionKind> {
    let text = text.trim_end_matches([':', '.', ' ']);
    if let Some(kind) = standard(text) {
        return Some(kind);
    }
    let long = |name: &str| name.len() >= 6;
    STANDARD
        .iter()
        .find(|(name, _)| long(name) && is_one_edit_away(name.as_bytes(), text.as_bytes()))
        .map(|(_, kind)| *kind)
}

/// The kind of a heading on a line of its own, in any case and in the languages of support pages.
pub(crate) fn plain(text: &str) -> Option<SectionKind> {
    if text.len() > 30 || text.is_empty() {
        return None;
    }
    if let Some((_, kind)) = STANDARD.iter().find(|(name, _)| name.eq_ignore_ascii_case(text)) {
        return Some(*kind);
    }
    if text == "INTRODUCTION" {
        return Some(SectionKind::Other);
    }
    let folded = text.to_lowercase().replace('\u{2019}', "'");
    TRANSLATED.iter().find(|(name, _)| *name == folded).map(|(_, kind)| *kind)
}

/// Whether the text may be a top-level heading that is not standard: capitals only, with words.
pub(crate) fn is_capitals(text: &str) -> bool {
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    letters >= 3
        && !text.chars().any(char::is_lowercase)
        && text.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '"' | '\'' | '(' | '['))
        && !text.contains('|')
}

/// Whether one letter added, dropped or changed, or two swapped, makes one text the other.
fn is_one_edit_away(a: &[u8], b: &[u8]) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    if long.len() - short.len() > 1 {
        return false;
    }
    let head = short.iter().zip(long).take_while(|(x, y)| x == y).count();
    let (short, long) = (&short[head..], &long[head..]);
    let tail = short.iter().rev().zip(long.iter().rev()).take_while(|(x, y)| x == y).count();
    let (short, long) = (&short[..short.len() - tail], &long[..long.len() - tail]);
    match (short, long) {
        ([], [_]) | ([_], [_]) => true,
        ([x, y], [z, w]) => x == w && y == z,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn misspelt_headings_keep_their_kind() {
        for (text, kind) in [
            ("SYMPTONS", Some(Symptoms)),
            ("SYPMTOMS", Some(Symptoms)),
            ("MORE INFORMATON", Some(MoreInformation)),
            ("STATUS:", Some(Status)),
            ("INTRODUCTION", None),
            ("CLAUSE", None),
        ] {
            assert_eq!(misspelt(text), kind, "{text}");
        }
    }

    #[test]
    fn plain_headings_have_any_case_and_language() {
        assert_eq!(plain("More information"), Some(MoreInformation));
        assert_eq!(plain("Lösung"), Some(Resolution));
        assert_eq!(plain("Hotfix information"), None);
    }

    #[test]
    fn other_headings_are_in_capitals() {
        assert!(is_capitals("1. SETUP"));
        assert!(!is_capitals("[386Enh] SECTION SETTINGS of"));
        assert!(!is_capitals("| CELL |"));
        assert!(!is_capitals("4.0"));
    }
}
