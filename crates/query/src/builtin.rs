//! The tables that come with the program, laid out in the program by the build script: reading
//! them costs a start nothing.

use std::borrow::Cow;

use crate::alias::{Aliases, Component, Source};
use crate::synonym::{Likeness, Synonym};

/// Borrowed text, short for the generated tables.
const fn text(text: &'static str) -> Cow<'static, str> {
    Cow::Borrowed(text)
}

/// A row of the table of synonyms, short for the generated tables.
const fn synonym(words: &'static str, likeness: Likeness) -> Synonym {
    Synonym { words, likeness }
}

include!(concat!(env!("OUT_DIR"), "/tables.rs"));

impl Aliases {
    /// The table that comes with the program: the components of Exchange, NT and BackOffice, and
    /// the event sources that the archive names.
    pub fn builtin() -> Aliases {
        Aliases {
            components: Cow::Borrowed(COMPONENTS),
            sources: Cow::Borrowed(SOURCES),
            component_of: Cow::Borrowed(COMPONENT_OF),
            component_of_field: Cow::Borrowed(COMPONENT_OF_FIELD),
            sources_of: Cow::Borrowed(SOURCES_OF),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_there() {
        let aliases = Aliases::builtin();
        assert!(aliases.components().len() > 80, "{}", aliases.components().len());
        assert!(aliases.all_sources().len() > 200, "{}", aliases.all_sources().len());
    }

    #[test]
    fn one_component_has_many_names() {
        let aliases = Aliases::builtin();
        for name in ["IMC", "ims", "Internet Mail  Connector", "internet mail service"] {
            assert_eq!(aliases.component(name).unwrap().name, "Internet Mail Service", "{name}");
        }
        assert!(aliases.component_in_words("is").is_none(), "`is` is a word");
        assert_eq!(aliases.component("IS").unwrap().name, "Information Store");
    }

    #[test]
    fn a_source_bears_the_names_of_its_component() {
        let aliases = Aliases::builtin();
        for name in ["MSExchangeIMC", "MS Exchange IMC", "Internet Mail Connector", "IMS"] {
            let found = aliases.sources(name);
            assert_eq!(found.len(), 1, "{name}");
            assert_eq!(found[0].name, "MSExchangeIMC", "{name}");
        }
        assert_eq!(aliases.sources("SNA link service").len(), 3);
        assert!(aliases.sources("MSExchangeBogus").is_empty());
    }

    #[test]
    fn a_users_table_adds_to_the_builtin_one() {
        let aliases = Aliases::builtin()
            .with_yaml("components: [{name: Internet Mail Service, aliases: [postbote]}]\nsources: [{name: MyService}]")
            .unwrap();
        assert_eq!(aliases.component("Postbote").unwrap().name, "Internet Mail Service");
        assert_eq!(aliases.sources("my service")[0].name, "MyService");
        let error = Aliases::builtin().with_yaml("parts: []").unwrap_err().to_string();
        assert!(error.contains("components:"), "{error}");
    }
}
