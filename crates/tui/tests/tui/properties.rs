//! Any messages in any order: no panic, and what must hold holds.

use kbq_render::is_unsafe;
use kbq_tui::action::ACTIONS;
use kbq_tui::key::Key;
use kbq_tui::message::{Message, Mouse};
use kbq_tui::state::{Layer, State};
use kbq_tui::theme::Theme;
use proptest::prelude::*;
use ratatui::crossterm::event::{KeyCode, KeyModifiers};
use ratatui::layout::{Position, Size};

use crate::fixture::Fixture;
use crate::session::Session;

/// Text as people type and paste it, and worse.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-z0-9 ]{0,12}",
        "(0xc00203e5|event 4058|cluster|日本|e\u{301}|\"|:|-|product:\"x)( |\n)?",
        any::<String>(),
    ]
}

fn message() -> impl Strategy<Value = Message> {
    let bound: Vec<Key> = ACTIONS
        .iter()
        .flat_map(|row| row.keys)
        .filter_map(|key| key.parse().ok())
        // They end or suspend the session, which has no session to do it to here.
        .filter(|key: &Key| !matches!(key.to_string().as_str(), "Ctrl-c" | "Ctrl-z"))
        .collect();
    let mouse = prop_oneof![
        Just(Mouse::Press),
        Just(Mouse::Drag),
        Just(Mouse::Release),
        Just(Mouse::WheelDown),
        Just(Mouse::WheelUp),
    ];
    prop_oneof![
        12 => proptest::sample::select(bound).prop_map(Message::Key),
        6 => any::<char>()
            .prop_map(|c| Message::Key(Key::new(KeyCode::Char(c), KeyModifiers::NONE))),
        4 => (mouse, 0u16..210, 0u16..70)
            .prop_map(|(mouse, x, y)| Message::Mouse(mouse, Position::new(x, y))),
        2 => text().prop_map(Message::Paste),
        2 => (0u16..210, 0u16..70).prop_map(|(w, h)| Message::Resize(Size::new(w, h))),
    ]
}

fn check(state: &State) {
    assert!(state.search.selected <= state.row_count().saturating_sub(1));
    assert!(state.search.top <= state.search.selected);
    let line = &state.search.line;
    assert!(line.text().is_char_boundary(line.cursor()));
    assert!(state.layers.len() <= 64);
    assert!(state.search.answered <= state.search.asked);
    assert!((20..=80).contains(&state.saved.list_width));
    assert!((20..=80).contains(&state.saved.list_height));
    for layer in &state.layers {
        match layer {
            Layer::Reader(document) => {
                assert!(document.top <= document.lines.len());
            }
            Layer::Links(view) => {
                assert!(view.selected <= view.rows().len().saturating_sub(1));
            }
            Layer::Codes(view) => assert!(view.selected < view.codes.len()),
            _ => {}
        }
    }
}

/// Nothing of a frame acts on the terminal or reorders what it shows.
fn assert_harmless(session: &Session) {
    let (buffer, _) = session.draw(Theme::Default);
    for cell in buffer.content() {
        assert!(!cell.symbol().contains(is_unsafe), "{:?}", cell.symbol());
    }
}

/// Text with a good part of characters that do.
fn hostile() -> impl Strategy<Value = String> {
    let acting: Vec<char> = ('\0'..=char::MAX).filter(|&c| is_unsafe(c)).collect();
    let character = prop_oneof![
        proptest::sample::select(acting),
        proptest::sample::select("[];m31 日\u{301}".chars().collect::<Vec<_>>()),
    ];
    proptest::collection::vec(character, 1..16).prop_map(|chars| chars.into_iter().collect())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..Default::default() })]

    #[test]
    fn any_messages_are_survived(messages in proptest::collection::vec(message(), 1..60)) {
        let mut session = Session::opened(80, 24);
        for message in messages {
            session.send(message);
            check(&session.state);
        }
        assert_harmless(&session);
    }

    #[test]
    fn hostile_articles_act_on_no_frame(
        evil in hostile(),
        messages in proptest::collection::vec(message(), 1..20),
    ) {
        let mut session = Session::over(Fixture::saying(&evil), 120, 40);
        session.open();
        assert_harmless(&session);
        session.type_text("cluster");
        session.paste(&evil);
        assert_harmless(&session);
        session.keys("Ctrl-u");
        session.type_text("cluster");
        assert_harmless(&session);
        session.keys("Enter");
        assert_harmless(&session);
        for message in messages {
            session.send(message);
            assert_harmless(&session);
        }
    }
}
