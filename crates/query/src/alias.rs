//! Components and event sources under all their names.

use std::borrow::Cow;
use std::collections::BTreeSet;

use serde::Deserialize;

/// A table of aliases that can't be read.
#[derive(Debug, thiserror::Error)]
#[error(
    "the table of aliases can't be read: {0}; expected the lists `components:` and `sources:`, each entry with a `name:` and `aliases: [...]`"
)]
pub struct AliasError(#[from] serde_yaml::Error);

/// The names of components and event sources: `IMC`, `IMS` and `Internet Mail Connector` are one
/// component, and `MSExchangeIMC` is the source of its events.
///
/// The table that comes with the program is laid out by the build script, which shares this file,
/// and only borrowed: it costs a start nothing. A user's table is added to a copy.
#[derive(Debug, Clone, Default)]
pub struct Aliases {
    pub(crate) components: Cow<'static, [Component]>,
    pub(crate) sources: Cow<'static, [Source]>,
    /// Spoken names (words joined by one blank) to the component.
    pub(crate) component_of: Sorted<usize>,
    /// Names that only `component:…` understands, to the component.
    pub(crate) component_of_field: Sorted<usize>,
    /// Keys of names to the sources that bear them (`SNA Link Service` is three).
    pub(crate) sources_of: Sorted<Cow<'static, [usize]>>,
}

/// A map as pairs in the order of their keys.
pub(crate) type Sorted<T> = Cow<'static, [(Cow<'static, str>, T)]>;

fn lookup<'a, T>(map: &'a [(Cow<'static, str>, T)], key: &str) -> Option<&'a T> {
    let place = map.binary_search_by(|(known, _)| known.as_ref().cmp(key)).ok()?;
    map.get(place).map(|(_, value)| value)
}

fn slot_of<'a, T: Clone + Default>(map: &'a mut Sorted<T>, key: &str) -> &'a mut T {
    let map = map.to_mut();
    let place = map.binary_search_by(|(known, _)| known.as_ref().cmp(key)).unwrap_or_else(|new| {
        map.insert(new, (Cow::Owned(key.to_owned()), T::default()));
        new
    });
    &mut map[place].1
}

/// A component of a product.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Component {
    /// The usual name.
    pub name: Cow<'static, str>,
    /// Every name in lower case, its words joined by one blank; the usual name first.
    pub names: Cow<'static, [Cow<'static, str>]>,
}

impl Component {
    /// Every name as its words, the usual name first.
    pub fn words(&self) -> Vec<Vec<String>> {
        self.names.iter().map(|name| name.split(' ').map(str::to_owned).collect()).collect()
    }
}

/// A source of the event log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// The name that the event log shows.
    pub name: Cow<'static, str>,
    /// The keys of every name, see [`source_key`]; sorted.
    pub keys: Cow<'static, [Cow<'static, str>]>,
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
        let key = spoken(&entry.name);
        let components = self.components.to_mut();
        let index = lookup(&self.component_of, &key).copied().unwrap_or_else(|| {
            let name = Cow::Owned(entry.name.clone());
            components.push(Component { name, names: Cow::default() });
            components.len() - 1
        });
        for (name, in_words) in std::iter::once((&entry.name, true))
            .chain(entry.aliases.iter().map(|name| (name, true)))
            .chain(entry.field_only.iter().map(|name| (name, false)))
        {
            let name = spoken(name);
            if name.is_empty() {
                continue;
            }
            let map = if in_words { &mut self.component_of } else { &mut self.component_of_field };
            *slot_of(map, &name) = index;
            let names = &mut components[index].names;
            if in_words && !names.iter().any(|known| *known == name) {
                names.to_mut().push(Cow::Owned(name));
            }
        }
    }

    fn add_source(&mut self, entry: &SourceEntry) {
        let own = source_key(&entry.name);
        let bearers = lookup(&self.sources_of, &own).map_or(&[][..], |bearers| bearers);
        // Only a source that bears the key can have it as its own.
        let known = bearers.iter().copied().find(|index| {
            self.sources.get(*index).is_some_and(|source| source_key(&source.name) == own)
        });
        let lent = entry.component.as_deref().and_then(|name| self.component(name));
        let lent: Vec<String> =
            lent.iter().flat_map(|c| c.names.iter()).map(|name| source_key(name)).collect();
        let sources = self.sources.to_mut();
        let index = known.unwrap_or_else(|| {
            let name = Cow::Owned(entry.name.clone());
            sources.push(Source { name, keys: Cow::default(), common: entry.common });
            sources.len() - 1
        });
        let mut keys: BTreeSet<Cow<'static, str>> = sources[index].keys.iter().cloned().collect();
        let aliases = entry.aliases.iter().map(|alias| source_key(alias));
        keys.extend(std::iter::once(own).chain(aliases).chain(lent).map(Cow::Owned));
        keys.remove("");
        for key in &keys {
            let bearers = slot_of(&mut self.sources_of, key);
            if !bearers.contains(&index) {
                bearers.to_mut().push(index);
                bearers.to_mut().sort_unstable();
            }
        }
        sources[index].keys = keys.into_iter().collect();
    }

    /// The component of this name, as `component:` understands it; case and blanks do not matter.
    pub fn component(&self, name: &str) -> Option<&Component> {
        let key = spoken(name);
        let index = lookup(&self.component_of, &key)
            .or_else(|| lookup(&self.component_of_field, &key))
            .copied()?;
        self.components.get(index)
    }

    /// The component that these words name in running text.
    pub(crate) fn component_in_words(&self, words: &str) -> Option<&Component> {
        lookup(&self.component_of, words).and_then(|index| self.components.get(*index))
    }

    /// The sources that bear this name; several when a family shares it, none when it is unknown.
    pub fn sources(&self, name: &str) -> Vec<&Source> {
        let bearers = lookup(&self.sources_of, &source_key(name));
        bearers
            .into_iter()
            .flat_map(|bearers| bearers.iter())
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

/// A name in lower case, its words joined by one blank.
fn spoken(name: &str) -> String {
    let words: Vec<String> = name.split_whitespace().map(str::to_lowercase).collect();
    words.join(" ")
}
