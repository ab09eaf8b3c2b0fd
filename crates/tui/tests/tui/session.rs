//! A session without a terminal: messages in, frames out, the fixture answering at once.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::Arc;

use kbq_tui::backend::Backend;
use kbq_tui::key::Key;
use kbq_tui::keymap::Keymap;
use kbq_tui::message::{Answer, Ask, Effect, Message, Mouse};
use kbq_tui::saved::Saved;
use kbq_tui::state::{Setup, State};
use kbq_tui::theme::Theme;
use kbq_tui::{update, view};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;
use ratatui::crossterm::event::{KeyCode, KeyModifiers};
use ratatui::layout::{Position, Size};
use ratatui::style::Style;

use crate::fixture::Fixture;

pub(crate) struct Session {
    pub(crate) state: State,
    /// Effects that are not questions, in order.
    pub(crate) effects: Vec<Effect>,
    backend: Fixture,
}

impl Session {
    pub(crate) fn new(width: u16, height: u16) -> Session {
        Session::over(Fixture::new(), width, height)
    }

    /// A session over other articles.
    pub(crate) fn over(backend: Fixture, width: u16, height: u16) -> Session {
        let size = Size::new(width, height);
        let state = State::new(size, Keymap::default(), Saved::default(), Setup::default());
        Session { state, effects: Vec::new(), backend }
    }

    /// A session whose index is open.
    pub(crate) fn opened(width: u16, height: u16) -> Session {
        let mut session = Session::new(width, height);
        session.open();
        session
    }

    pub(crate) fn open(&mut self) {
        let stats = self.backend.stats().map(Arc::new);
        self.send(Message::Answer(Answer::Opened(stats)));
    }

    /// Sends a message, and the answers to what it asks.
    pub(crate) fn send(&mut self, message: Message) {
        let mut messages = vec![message];
        while let Some(message) = messages.pop() {
            for effect in update(&mut self.state, message) {
                match effect {
                    Effect::Ask(ask) => messages.insert(0, Message::Answer(self.answer(ask))),
                    effect => self.effects.push(effect),
                }
            }
        }
    }

    /// The fixture's answer to a question.
    pub(crate) fn answer(&self, ask: Ask) -> Answer {
        let backend = &self.backend;
        match ask {
            Ask::Search { asked, text, pasted: true, extent } => {
                Answer::Found(asked, backend.diagnose(&text, extent).map(Arc::new))
            }
            Ask::Search { asked, text, extent, .. } => {
                Answer::Found(asked, backend.search(&text, extent).map(Arc::new))
            }
            Ask::Preview(number) | Ask::Open(number) => Answer::Article(
                number,
                backend.article(number).map(|article| article.map(Arc::new)),
            ),
            Ask::Links(number) => Answer::Links(number, backend.links(number).map(Arc::new)),
            Ask::Decode(code) => {
                let decoded = backend.decode(&code).map(|decoded| decoded.map(Arc::new));
                Answer::Decoded(code, decoded)
            }
        }
    }

    /// Presses keys by their names, separated by blanks.
    pub(crate) fn keys(&mut self, names: &str) {
        for name in names.split(' ') {
            self.send(Message::Key(name.parse().expect("a key")));
        }
    }

    pub(crate) fn type_text(&mut self, text: &str) {
        for c in text.chars() {
            self.send(Message::Key(Key::new(KeyCode::Char(c), KeyModifiers::NONE)));
        }
    }

    pub(crate) fn paste(&mut self, text: &str) {
        self.send(Message::Paste(text.to_owned()));
    }

    pub(crate) fn mouse(&mut self, mouse: Mouse, x: u16, y: u16) {
        self.send(Message::Mouse(mouse, Position::new(x, y)));
    }

    pub(crate) fn draw(&self, theme: Theme) -> (Buffer, Option<Position>) {
        let size = self.state.size;
        let mut terminal =
            Terminal::new(TestBackend::new(size.width, size.height)).expect("a terminal");
        let frame = terminal.draw(|frame| view(&self.state, theme, frame)).expect("draws");
        let buffer = frame.buffer.clone();
        let shown = terminal.backend().cursor_visible();
        let cursor = shown.then(|| terminal.backend_mut().cursor_position());
        (buffer, cursor)
    }

    /// The frame as text, lines without blanks at their ends.
    pub(crate) fn frame(&self, theme: Theme) -> String {
        lines(&self.draw(theme).0)
    }

    /// The same, the cursor below.
    pub(crate) fn text(&self, theme: Theme) -> String {
        let (buffer, cursor) = self.draw(theme);
        let mut text = lines(&buffer);
        if let Some(cursor) = cursor {
            let _ = writeln!(text, "[cursor at {},{}]", cursor.x, cursor.y);
        }
        text
    }

    /// Where which style is: a letter for each, and what it stands for.
    pub(crate) fn styles(&self, theme: Theme) -> String {
        let (buffer, _) = self.draw(theme);
        let mut letters: BTreeMap<String, char> = BTreeMap::new();
        let mut map = String::new();
        for y in buffer.area.rows().map(|row| row.y) {
            let mut line = String::new();
            for x in buffer.area.x..buffer.area.right() {
                let Some(cell) = buffer.cell((x, y)) else { continue };
                let style = Style { underline_color: None, ..cell.style() };
                let plain = Style::reset() == style || style_name(style).is_empty();
                let next = char::from(b'a' + letters.len() as u8);
                let letter = if plain {
                    if cell.symbol().trim().is_empty() { ' ' } else { '.' }
                } else {
                    *letters.entry(style_name(style)).or_insert(next)
                };
                line.push(letter);
            }
            map.push_str(line.trim_end());
            map.push('\n');
        }
        for (style, letter) in letters {
            let _ = writeln!(map, "{letter}: {style}");
        }
        map
    }
}

fn style_name(style: Style) -> String {
    let mut name = String::new();
    let is_set = |color: &ratatui::style::Color| *color != ratatui::style::Color::Reset;
    if let Some(fg) = style.fg.filter(is_set) {
        let _ = write!(name, "{fg} ");
    }
    if let Some(bg) = style.bg.filter(is_set) {
        let _ = write!(name, "on {bg} ");
    }
    if !style.add_modifier.is_empty() {
        let _ = write!(name, "{:?}", style.add_modifier);
    }
    name.trim_end().to_owned()
}

fn lines(buffer: &Buffer) -> String {
    let mut text = String::new();
    for y in buffer.area.top()..buffer.area.bottom() {
        let mut line = String::new();
        let mut skip = 0;
        for x in buffer.area.left()..buffer.area.right() {
            let Some(cell) = buffer.cell((x, y)) else { continue };
            if skip > 0 {
                skip -= 1;
                continue;
            }
            // The cell after a wide character is hidden by it.
            skip = ratatui::text::Span::raw(cell.symbol()).width().saturating_sub(1);
            line.push_str(cell.symbol());
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}
