//! Which key does what where: the table of actions with the user's changes.

use std::collections::BTreeMap;

use crate::action::{ACTIONS, Action, Context};
use crate::key::{BadKey, Key};

/// Keys by action.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keymap {
    /// The keys of each action, in the order of the table.
    keys: Vec<Vec<Key>>,
}

/// A change of keys that can't be made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeymapError {
    /// No action has this name.
    #[error(
        "no action is called `{name}`{}; F1 in the interface and docs/tui.md list them",
        nearest(name)
    )]
    UnknownAction {
        /// The name given.
        name: String,
    },
    /// A key's name is none.
    #[error("keys of `{action}`: {source}")]
    BadKey {
        /// The action.
        action: String,
        /// What is wrong.
        source: BadKey,
    },
    /// Two actions would share a key in one place.
    #[error("`{key}` would be both `{first}` and `{second}`; give one of them another key")]
    Conflict {
        /// The key.
        key: String,
        /// An action that has it.
        first: &'static str,
        /// Another.
        second: &'static str,
    },
}

fn nearest(name: &str) -> String {
    let shares = |row: &&crate::action::ActionInfo| {
        row.name.split('-').any(|word| name.split(['-', '_', ' ']).any(|other| other == word))
    };
    let close: Vec<_> = ACTIONS.iter().filter(shares).map(|row| row.name).take(3).collect();
    if close.is_empty() { String::new() } else { format!(" (near it: {})", close.join(", ")) }
}

impl Default for Keymap {
    fn default() -> Self {
        let parse = |key: &&str| key.parse().ok();
        Keymap {
            keys: ACTIONS.iter().map(|row| row.keys.iter().filter_map(parse).collect()).collect(),
        }
    }
}

impl Keymap {
    /// The default keys, those of the named actions replaced.
    ///
    /// # Errors
    /// For unknown actions and keys, and for a key that would do two things in one place.
    pub fn with(overrides: &BTreeMap<String, Vec<String>>) -> Result<Keymap, KeymapError> {
        let mut keymap = Keymap::default();
        for (name, keys) in overrides {
            let unknown = || KeymapError::UnknownAction { name: name.clone() };
            let row = ACTIONS.iter().position(|row| row.name == name).ok_or_else(unknown)?;
            let parsed: Result<_, _> = keys.iter().map(|key| key.parse()).collect();
            let bad = |source| KeymapError::BadKey { action: name.clone(), source };
            keymap.keys[row] = parsed.map_err(bad)?;
        }
        keymap.check()?;
        Ok(keymap)
    }

    fn check(&self) -> Result<(), KeymapError> {
        for &context in Context::ALL {
            let mut seen: BTreeMap<String, &'static str> = BTreeMap::new();
            for (row, keys) in ACTIONS.iter().zip(&self.keys) {
                for key in keys.iter().filter(|key| applies(row.action, **key, context)) {
                    if let Some(first) = seen.insert(key.to_string(), row.name) {
                        let second = row.name;
                        return Err(KeymapError::Conflict { key: key.to_string(), first, second });
                    }
                }
            }
        }
        Ok(())
    }

    /// What a key does in a context.
    pub fn action(&self, context: Context, key: Key) -> Option<Action> {
        let rows = ACTIONS.iter().zip(&self.keys);
        rows.filter(|(_, keys)| keys.contains(&key))
            .map(|(row, _)| row.action)
            .find(|action| applies(*action, key, context))
    }

    /// The keys of an action that work in a context, the first being the usual one.
    pub fn keys(&self, action: Action, context: Context) -> impl Iterator<Item = Key> {
        let keys = self.keys.get(action as usize).into_iter().flatten().copied();
        keys.filter(move |key| applies(action, *key, context))
    }
}

/// Whether an action has its key in this place: where text is typed, characters and the cursor's
/// keys belong to the text.
fn applies(action: Action, key: Key, context: Context) -> bool {
    let edits = matches!(
        action,
        Action::CursorLeft
            | Action::CursorRight
            | Action::LineStart
            | Action::LineEnd
            | Action::DeleteBack
            | Action::DeleteForward
    );
    action.info().contexts.contains(&context)
        && (edits || !context.is_typing() || !key.edits_text())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(name: &str) -> Key {
        name.parse().expect("a key")
    }

    #[test]
    fn the_default_keys_are_keys_and_do_not_conflict() {
        let keymap = Keymap::default();
        for (row, keys) in ACTIONS.iter().zip(&keymap.keys) {
            assert_eq!(row.keys.len(), keys.len(), "{}", row.name);
        }
        assert_eq!(keymap.check(), Ok(()));
    }

    #[test]
    fn letters_are_text_where_text_is_typed() {
        let keymap = Keymap::default();
        assert_eq!(keymap.action(Context::Line, key("j")), None);
        assert_eq!(keymap.action(Context::List, key("j")), Some(Action::Down));
        assert_eq!(keymap.action(Context::Reader, key("j")), Some(Action::ScrollDown));
        assert_eq!(keymap.action(Context::Line, key("left")), Some(Action::CursorLeft));
        assert_eq!(keymap.action(Context::Reader, key("left")), Some(Action::Back));
        assert_eq!(keymap.action(Context::Prompt, key("esc")), Some(Action::Back));
    }

    #[test]
    fn keys_can_be_rebound() {
        let overrides = |name: &str, keys: &[&str]| {
            let keys = keys.iter().map(|key| (*key).to_owned()).collect();
            Keymap::with(&BTreeMap::from([(name.to_owned(), keys)]))
        };
        let keymap = overrides("bookmark", &["space"]).expect_err("scroll-page-down has it");
        assert!(keymap.to_string().contains("scroll-page-down"), "{keymap}");
        let keymap = overrides("bookmark", &["B"]).expect("a free key");
        assert_eq!(keymap.action(Context::Reader, key("B")), Some(Action::Bookmark));
        assert_eq!(keymap.action(Context::Reader, key("b")), None);
        let unknown = overrides("next-sektion", &["x"]).expect_err("no such action");
        assert!(unknown.to_string().contains("near it: next-section"), "{unknown}");
        assert!(overrides("quit", &["ctrl-"]).is_err());
    }
}
