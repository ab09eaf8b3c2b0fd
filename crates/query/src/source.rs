//! Names of event sources.

/// The key under which spellings of an event source are equal: letters and digits only, lower
/// case (`MS ExchangeIS Private`, `MSExchangeIS  Private` → `msexchangeisprivate`).
pub fn source_key(source: &str) -> String {
    source.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_and_case_do_not_make_a_source() {
        assert_eq!(source_key("MS ExchangeIS Private"), source_key("msexchangeis private"));
        assert_eq!(source_key("TN3270 Server"), "tn3270server");
    }
}
