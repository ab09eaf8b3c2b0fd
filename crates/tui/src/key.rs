//! Keys by name: `ctrl-f`, `alt-left`, `?`.

use std::fmt;
use std::str::FromStr;

use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

/// A key press, as the terminal reports it and as `kbq.yaml` names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Key {
    /// The key; of a letter, the character that it types.
    pub code: KeyCode,
    /// What was held with it; never Shift for a character, which shows it itself.
    pub modifiers: KeyModifiers,
}

/// Names of keys that are no single character: how it is written, how help shows it.
const NAMES: [(&str, &str, KeyCode); 17] = [
    ("enter", "Enter", KeyCode::Enter),
    ("esc", "Esc", KeyCode::Esc),
    ("tab", "Tab", KeyCode::Tab),
    ("space", "Space", KeyCode::Char(' ')),
    ("backspace", "Backspace", KeyCode::Backspace),
    ("delete", "Delete", KeyCode::Delete),
    ("insert", "Insert", KeyCode::Insert),
    ("up", "↑", KeyCode::Up),
    ("down", "↓", KeyCode::Down),
    ("left", "←", KeyCode::Left),
    ("right", "→", KeyCode::Right),
    ("home", "Home", KeyCode::Home),
    ("end", "End", KeyCode::End),
    ("pageup", "PgUp", KeyCode::PageUp),
    ("pagedown", "PgDn", KeyCode::PageDown),
    ("backtab", "Shift-Tab", KeyCode::BackTab),
    ("minus", "-", KeyCode::Char('-')),
];

/// Names of modifiers, in the order in which a key's name has them.
const MODIFIERS: [(&str, &str, KeyModifiers); 3] = [
    ("ctrl-", "Ctrl-", KeyModifiers::CONTROL),
    ("alt-", "Alt-", KeyModifiers::ALT),
    ("shift-", "Shift-", KeyModifiers::SHIFT),
];

/// A name that no key has.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is no key: expected a character or a name such as `ctrl-f`, `alt-left`, `pagedown`, `f1`"
)]
pub struct BadKey(pub String);

impl Key {
    /// The key of a press or repeat; `None` for a release, which some terminals report too.
    pub fn of_event(event: KeyEvent) -> Option<Key> {
        (event.kind != KeyEventKind::Release).then(|| Key::new(event.code, event.modifiers))
    }

    /// A key with its modifiers, Shift left out where the character shows it.
    pub fn new(code: KeyCode, modifiers: KeyModifiers) -> Key {
        let known = KeyModifiers::CONTROL | KeyModifiers::ALT | KeyModifiers::SHIFT;
        let implied = matches!(code, KeyCode::Char(_) | KeyCode::BackTab);
        let shift = if implied { KeyModifiers::SHIFT } else { KeyModifiers::NONE };
        Key { code, modifiers: (modifiers & known) - shift }
    }

    /// The character that it types into a line of text.
    pub fn typed(self) -> Option<char> {
        match self.code {
            KeyCode::Char(c) if self.modifiers.is_empty() => Some(c),
            _ => None,
        }
    }

    /// Whether a line of text takes it for itself: characters and the cursor's keys.
    pub fn edits_text(self) -> bool {
        self.typed().is_some()
            || (self.modifiers.is_empty()
                && matches!(
                    self.code,
                    KeyCode::Left
                        | KeyCode::Right
                        | KeyCode::Home
                        | KeyCode::End
                        | KeyCode::Backspace
                        | KeyCode::Delete
                ))
    }
}

impl FromStr for Key {
    type Err = BadKey;

    fn from_str(text: &str) -> Result<Key, BadKey> {
        let mut rest = text.trim();
        let mut modifiers = KeyModifiers::NONE;
        for (name, _, modifier) in MODIFIERS {
            let head = rest.get(..name.len()).filter(|_| rest.len() > name.len());
            if head.is_some_and(|head| head.eq_ignore_ascii_case(name)) {
                modifiers |= modifier;
                rest = rest.get(name.len()..).unwrap_or_default();
            }
        }
        if modifiers == KeyModifiers::SHIFT && rest.eq_ignore_ascii_case("tab") {
            return Ok(Key::new(KeyCode::BackTab, KeyModifiers::NONE));
        }
        let named = NAMES.iter().find(|(name, ..)| name.eq_ignore_ascii_case(rest));
        let mut characters = rest.chars();
        let code = match (named, characters.next(), characters.as_str()) {
            (Some((.., code)), ..) => *code,
            (None, Some(c), "") if !c.is_control() => KeyCode::Char(c),
            (None, Some('f' | 'F'), digits) => match digits.parse() {
                Ok(number @ 1..=12) => KeyCode::F(number),
                _ => return Err(BadKey(text.to_owned())),
            },
            _ => return Err(BadKey(text.to_owned())),
        };
        Ok(Key::new(code, modifiers))
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (_, shown, modifier) in MODIFIERS {
            if self.modifiers.contains(modifier) {
                f.write_str(shown)?;
            }
        }
        match NAMES.iter().find(|(.., code)| *code == self.code) {
            Some((_, shown, _)) => f.write_str(shown),
            None => match self.code {
                KeyCode::Char(c) => write!(f, "{c}"),
                KeyCode::F(number) => write!(f, "F{number}"),
                other => write!(f, "{other}"),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_and_shown() {
        let cases = [
            ("ctrl-f", "Ctrl-f"),
            ("Alt-Left", "Alt-←"),
            ("shift-tab", "Shift-Tab"),
            ("?", "?"),
            ("-", "-"),
            ("ctrl--", "Ctrl--"),
            ("f12", "F12"),
            ("f", "f"),
            ("G", "G"),
            ("space", "Space"),
        ];
        for (written, shown) in cases {
            assert_eq!(written.parse::<Key>().map(|key| key.to_string()), Ok(shown.into()));
        }
        for bad in ["", "ctrl-", "f13", "fx", "enterr", "ab"] {
            assert!(bad.parse::<Key>().is_err(), "{bad:?}");
        }
    }

    #[test]
    fn shift_of_a_character_is_in_the_character() {
        let event = KeyEvent::new(KeyCode::Char('G'), KeyModifiers::SHIFT);
        assert_eq!(Key::of_event(event), "G".parse().ok());
        let mut release = event;
        release.kind = KeyEventKind::Release;
        assert_eq!(Key::of_event(release), None);
    }
}
