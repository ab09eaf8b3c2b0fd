//! Components and event sources under all their names.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use serde::Deserialize;

/// The table that comes with the program, `data/aliases.yaml`, as `build.rs` turns it into JSON.
const BUILTIN: &str = include_str!(concat!(env!("OUT_DIR"), "/aliases.json"));

static PARSED_BUILTIN: LazyLock<Aliases> = LazyLock::new(|| {
    // A test reads the embedded table; an empty one would only mean fewer aliases.
    serde_json::from_str(BUILTIN).map(|file| Aliases::default().with(file)).unwrap_or_default()
});

/// A table of aliases that can't be read.
#[derive(Debug, thiserror::Error)]
#[error(
    "the table of aliases can't be read: {0}; expected the lists `components:` and `sources:`, each entry with a `name:` and `aliases: [...]`"
)]
pub struct AliasError(#[from] serde_yaml::Error);

/// The names of components and event sources: `IMC`, `IMS` and `Internet Mail Connector` are one
/// component, and `MSExchangeIMC` is the source of its events.
#[derive(Debug, Clone, Default)]
pub struct Aliases {
    components: Vec<Component>,
    sources: Vec<Source>,
    /// Spoken names (words joined by one blank) to the component.
    component_of: BTreeMap<String, usize>,
    /// Names that only `component:…` understands, to the component.
    component_of_field: BTreeMap<String, usize>,
    /// Keys of names to the sources that bear them (`SNA Link Service` is three).
    sources_of: BTreeMap<String, BTreeSet<usize>>,
}

/// A component of a product.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Component {
    /// The usual name.
    pub name: String,
    /// Every name as words in lower case, the usual name first.
    pub names: Vec<Vec<String>>,
}

/// A source of the event log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// The name that the event log shows.
    pub name: String,
    /// The keys of every name, see [`source_key`]; sorted.
    pub keys: Vec<String>,
    /// Whether the name is an ordinary word (`Print`, `Router`) that is a source only where the
    /// text says that it speaks of an event.
    pub common: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    components: Vec<ComponentEntry>,
    #[serde(default)]
    sources: Vec<SourceEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ComponentEntry {
    name: String,
    #[serde(default)]
    aliases: Vec<String>,
    #[serde(default)]
    field_only: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SourceEntry {
    name: String,
    #[serde(default)]
    aliases: Vec<String>,
    #[serde(default)]
    component: Option<String>,
    #[serde(default)]
    common: bool,
}

/// The key under which spellings of an event source are equal: letters and digits only, lower
/// case (`MS ExchangeIS Private`, `MSExchangeIS  Private` → `msexchangeisprivate`).
pub fn source_key(source: &str) -> String {
    source.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

impl Aliases {
    /// The table that comes with the program: the components of Exchange, NT and BackOffice, and
    /// the event sources that the archive names.
    pub fn builtin() -> Aliases {
        PARSED_BUILTIN.clone()
    }

    /// Adds the entries of a table in YAML. An entry whose name is known gets the further aliases.
    ///
    /// # Errors
    ///
    /// When the text is no YAML or has other fields than `components` and `sources`.
    pub fn with_yaml(self, text: &str) -> Result<Aliases, AliasError> {
        Ok(self.with(serde_yaml::from_str(text)?))
    }

    fn with(mut self, file: File) -> Aliases {
        for entry in file.components {
            self.add_component(&entry);
        }
        for entry in file.sources {
            self.add_source(&entry);
        }
        self
    }

    fn add_component(&mut self, entry: &ComponentEntry) {
        let key = spoken(&entry.name).join(" ");
        let index = self.component_of.get(&key).copied().unwrap_or_else(|| {
            self.components.push(Component { name: entry.name.clone(), names: Vec::new() });
            self.components.len() - 1
        });
        for (name, in_words) in std::iter::once((&entry.name, true))
            .chain(entry.aliases.iter().map(|name| (name, true)))
            .chain(entry.field_only.iter().map(|name| (name, false)))
        {
            let words = spoken(name);
            if words.is_empty() {
                continue;
            }
            let map = if in_words { &mut self.component_of } else { &mut self.component_of_field };
            map.insert(words.join(" "), index);
            let names = &mut self.components[index].names;
            if in_words && !names.contains(&words) {
                names.push(words);
            }
        }
    }

    fn add_source(&mut self, entry: &SourceEntry) {
        let own = source_key(&entry.name);
        // Only a source that bears the key can have it as its own: the table is read at each start.
        let mut bearers = self.sources_of.get(&own).into_iter().flatten().copied();
        let known = bearers.find(|index| {
            self.sources.get(*index).is_some_and(|source| source_key(&source.name) == own)
        });
        let index = known.unwrap_or_else(|| {
            let (name, common) = (entry.name.clone(), entry.common);
            self.sources.push(Source { name, keys: Vec::new(), common });
            self.sources.len() - 1
        });
        let lent = entry.component.as_deref().and_then(|name| self.component(name));
        let lent: Vec<String> =
            lent.iter().flat_map(|c| &c.names).map(|words| source_key(&words.concat())).collect();
        let mut keys: BTreeSet<String> = self.sources[index].keys.drain(..).collect();
        keys.insert(own);
        keys.extend(entry.aliases.iter().map(|alias| source_key(alias)));
        keys.extend(lent);
        keys.remove("");
        for key in &keys {
            self.sources_of.entry(key.clone()).or_default().insert(index);
        }
        self.sources[index].keys = keys.into_iter().collect();
    }

    /// The component of this name, as `component:` understands it; case and blanks do not matter.
    pub fn component(&self, name: &str) -> Option<&Component> {
        let key = spoken(name).join(" ");
        let index =
            self.component_of.get(&key).or_else(|| self.component_of_field.get(&key)).copied()?;
        self.components.get(index)
    }

    /// The component that these words name in running text.
    pub(crate) fn component_in_words(&self, words: &str) -> Option<&Component> {
        self.component_of.get(words).and_then(|index| self.components.get(*index))
    }

    /// The sources that bear this name; several when a family shares it, none when it is unknown.
    pub fn sources(&self, name: &str) -> Vec<&Source> {
        self.sources_of
            .get(&source_key(name))
            .into_iter()
            .flatten()
            .filter_map(|index| self.sources.get(*index))
            .collect()
    }

    /// Every component, in the order of the table.
    pub fn components(&self) -> &[Component] {
        &self.components
    }

    /// Every event source, in the order of the table.
    pub fn all_sources(&self) -> &[Source] {
        &self.sources
    }
}

/// A name as words in lower case.
fn spoken(name: &str) -> Vec<String> {
    name.split_whitespace().map(str::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_table_reads() {
        let aliases = Aliases::default().with_yaml(BUILTIN).unwrap();
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
