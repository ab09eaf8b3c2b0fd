//! Terms of facts: the one spelling under which each is indexed and looked up.

use kbq_model::{CodeKind, ErrorCode};
use kbq_query::source_key;

pub(crate) fn value_term(value: u32) -> String {
    format!("c:{value:08x}")
}

pub(crate) fn stop_term(value: u32) -> String {
    format!("s:{value:08x}")
}

pub(crate) fn tool_term(code: &str) -> String {
    format!("t:{}", code.to_ascii_uppercase())
}

pub(crate) fn symbol_term(name: &str) -> String {
    format!("y:{}", name.to_ascii_uppercase())
}

/// The terms under which a code is found: its value, and that it is a stop code.
pub(crate) fn code_terms(code: &ErrorCode) -> Vec<String> {
    match code.kind {
        CodeKind::Tool => vec![tool_term(&code.code)],
        CodeKind::Symbol => vec![symbol_term(&code.code)],
        CodeKind::Hex | CodeKind::Dec => code.value().map(value_term).into_iter().collect(),
        CodeKind::Stop => code.value().map_or_else(Vec::new, |v| vec![value_term(v), stop_term(v)]),
    }
}

/// The term of an event: of its number, of its source, or of both.
pub(crate) fn event_term(id: Option<u32>, key: Option<&str>) -> Option<String> {
    match (id, key) {
        (Some(id), None) => Some(id.to_string()),
        (None, Some(key)) => Some(key.to_owned()),
        (Some(id), Some(key)) => Some(format!("{key}/{id}")),
        (None, None) => None,
    }
}

/// The terms under which an event is found.
pub(crate) fn event_terms(id: u32, source: Option<&str>) -> Vec<String> {
    let key = source.map(source_key).filter(|key| !key.is_empty());
    let forms = [(Some(id), None), (None, key.as_deref()), (Some(id), key.as_deref())];
    let count = if key.is_some() { 3 } else { 1 };
    forms.into_iter().take(count).filter_map(|(id, key)| event_term(id, key)).collect()
}

/// A file's name alone, lower case.
pub(crate) fn file_key(name: &str) -> String {
    let base = name.rsplit(['\\', '/']).next().unwrap_or(name);
    base.trim().to_lowercase()
}

/// A version in an encoding whose byte order is the order of versions: each group of digits is
/// led by its length, so that 4.0.9 stands before 4.0.10, and 4.0 before 4.0.1.
///
/// Null for what does not begin with a digit.
pub(crate) fn version_key(version: &str) -> Option<String> {
    let version = version.trim();
    if !version.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let mut key = String::with_capacity(version.len() * 2);
    for group in version.split(['.', ',']) {
        let group = group.trim();
        let end = group.find(|c: char| !c.is_ascii_digit()).unwrap_or(group.len());
        let (digits, rest) = group.split_at(end);
        let significant = digits.trim_start_matches('0');
        // A group of more than 25 digits is no version of anything; it sorts last.
        let length = b'a' + u8::try_from(significant.len().min(25)).unwrap_or(25);
        key.push(char::from(length));
        key.push_str(significant);
        key.extend(rest.chars().filter(|c| !c.is_control()).flat_map(char::to_lowercase));
        key.push(' ');
    }
    Some(key)
}

/// Between a file's name and its version: below every character of a name.
pub(crate) const FILE_VERSION_SEPARATOR: char = '\u{1}';

/// A file in one version; the name alone with the separator is below all its versions.
pub(crate) fn file_version_term(name_key: &str, version_key: &str) -> String {
    format!("{name_key}{FILE_VERSION_SEPARATOR}{version_key}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_sort_as_numbers() {
        let versions = [
            "4.0",
            "4.0.9",
            "4.0.10",
            "4.0.1381",
            "4.0.1381.133",
            "4.0.1381.7086",
            "4.1",
            "5",
            "10.0",
        ];
        let keys: Vec<_> = versions.iter().map(|v| version_key(v)).collect();
        assert!(keys.is_sorted(), "{keys:?}");
        assert_eq!(version_key("5.00.2195"), version_key("5.0.2195"));
        assert_eq!(version_key("N/A"), None);
    }

    #[test]
    fn a_value_has_one_term_in_every_notation() {
        let code = |kind, code: &str| ErrorCode {
            kind,
            code: code.into(),
            text: code.into(),
            parameters: Vec::new(),
            message: None,
            line: 1,
        };
        for (kind, text) in [
            (CodeKind::Hex, "0xc00203e5"),
            (CodeKind::Dec, "-1073609755"),
            (CodeKind::Dec, "3221357541"),
        ] {
            assert_eq!(code_terms(&code(kind, text)), ["c:c00203e5"], "{text}");
        }
        assert_eq!(code_terms(&code(CodeKind::Stop, "0x0000000a")), ["c:0000000a", "s:0000000a"]);
    }

    #[test]
    fn an_event_is_found_by_number_source_and_both() {
        assert_eq!(
            event_terms(4058, Some("MS ExchangeIMC")),
            ["4058", "msexchangeimc", "msexchangeimc/4058"]
        );
        assert_eq!(event_terms(4058, None), ["4058"]);
    }
}
