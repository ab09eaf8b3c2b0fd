//! The loop: events in, frames out, effects done.

use std::collections::BTreeMap;
use std::io;
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;

use ratatui::crossterm::event::{self, Event, MouseButton, MouseEventKind};
use ratatui::layout::{Position, Size};

use crate::key::Key;
use crate::keymap::{Keymap, KeymapError};
use crate::message::{Effect, Message, Mouse};
use crate::saved::Saved;
use crate::state::{Setup, State};
use crate::terminal::{PanicGuard, Screen, Stream};
use crate::theme::Theme;
use crate::worker::{Opener, Worker};
use crate::{outside, update, view};

/// What the caller decides.
pub struct Options {
    /// Opens the index; runs while the first frame is shown.
    pub open: Opener,
    /// The query to start with.
    pub query: Option<String>,
    /// How it looks; the caller knows `NO_COLOR` and the configuration.
    pub theme: Theme,
    /// Keys by action name, in place of the default ones.
    pub keys: BTreeMap<String, Vec<String>>,
    /// The folder for history, bookmarks and dividers; none keeps nothing.
    pub state_dir: Option<PathBuf>,
    /// The folder for exports that name none.
    pub export_dir: PathBuf,
    /// Whether Enter chooses articles and quits.
    pub print: bool,
    /// `$VISUAL` or `$EDITOR`.
    pub editor: Option<String>,
    /// `$PAGER`.
    pub pager: Option<String>,
    /// `$TERM`.
    pub term: Option<String>,
}

/// How a session ended.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Exit {
    /// The articles that were chosen with `print`, in order; empty if it was left with Ctrl-c.
    pub chosen: Vec<u32>,
}

/// Why there was no session, or why it broke off.
#[derive(Debug, thiserror::Error)]
pub enum TuiError {
    /// Neither output is a terminal.
    #[error("the terminal interface needs a terminal; `kbq search WORDS` prints its answers")]
    NoTerminal,
    /// The terminal can't place its cursor.
    #[error("TERM={0} can't show the terminal interface; `kbq search WORDS` prints its answers")]
    DumbTerminal(String),
    /// The keys of the configuration can't be bound.
    #[error("keys: {0}")]
    Keys(#[from] KeymapError),
    /// The terminal went away.
    #[error("the terminal: {0}")]
    Io(#[from] io::Error),
}

/// What the threads send.
enum Incoming {
    Message(Message),
    /// Events from the terminal; the reading thread waits for leave to read on.
    Events(io::Result<Vec<Event>>),
    /// The terminal's user, or another program, suspends this one.
    Suspend,
}

/// Whether there is a terminal that can show the interface: to be asked before anything that takes
/// long. `term` is `$TERM`.
///
/// # Errors
/// [`TuiError::NoTerminal`] and [`TuiError::DumbTerminal`], which say what to do instead.
pub fn check_terminal(term: Option<&str>) -> Result<(), TuiError> {
    terminal(term).map(drop)
}

fn terminal(term: Option<&str>) -> Result<Stream, TuiError> {
    if let Some(term) = term.filter(|term| matches!(*term, "dumb" | "")) {
        return Err(TuiError::DumbTerminal(term.to_owned()));
    }
    Stream::of_process().ok_or(TuiError::NoTerminal)
}

/// Runs the terminal interface until it is left.
///
/// # Errors
/// Without a terminal that can show it, for keys that can't be bound, and when the terminal goes
/// away; the terminal is given back in each case.
pub fn run(options: Options) -> Result<Exit, TuiError> {
    let stream = terminal(options.term.as_deref())?;
    let keymap = Keymap::with(&options.keys)?;
    let saved = options.state_dir.as_deref().map(Saved::load).unwrap_or_default();
    let setup = Setup { print: options.print, export_dir: options.export_dir };
    let (send, incoming) = channel();
    signals(&send)?;
    let _panics = PanicGuard::new(stream);
    let screen = Screen::enter(stream)?;
    let size = screen.terminal.size()?;
    let answers = send.clone();
    // A receiver that is gone means that the session is over.
    let worker = Worker::start(options.open, move |answer| {
        let _ = answers.send(Incoming::Message(Message::Answer(answer)));
    });
    let mut session = Session {
        state: State::new(Size::new(size.width, size.height), keymap, saved, setup),
        screen,
        worker,
        leave: read_events(send),
        theme: options.theme,
        state_dir: options.state_dir,
        editor: options.editor,
        pager: options.pager,
        exit: None,
    };
    if let Some(query) = options.query {
        session.apply(Message::Paste(query))?;
    }
    session.run(&incoming)
}

/// A thread that reads the terminal. It reads on only when it gets leave, so that an editor or
/// the shell has the terminal for itself.
fn read_events(send: Sender<Incoming>) -> Sender<()> {
    let (leave, wait) = channel();
    thread::spawn(move || {
        while wait.recv().is_ok() {
            let events = next_events();
            let failed = events.is_err();
            if send.send(Incoming::Events(events)).is_err() || failed {
                return;
            }
        }
    });
    leave
}

/// Waits for an event, and takes those that came with it: they are drawn as one frame.
fn next_events() -> io::Result<Vec<Event>> {
    let mut events = vec![event::read()?];
    while events.len() < 256 && event::poll(std::time::Duration::ZERO)? {
        events.push(event::read()?);
    }
    Ok(events)
}

#[cfg(unix)]
fn signals(send: &Sender<Incoming>) -> io::Result<()> {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP};
    let mut signals =
        signal_hook::iterator::Signals::new([SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGTSTP])?;
    let send = send.clone();
    thread::spawn(move || {
        for signal in signals.forever() {
            let incoming = match signal {
                SIGTSTP => Incoming::Suspend,
                _ => Incoming::Message(Message::Terminate),
            };
            if send.send(incoming).is_err() {
                return;
            }
        }
    });
    Ok(())
}

#[cfg(not(unix))]
fn signals(_send: &Sender<Incoming>) -> io::Result<()> {
    Ok(())
}

/// Stops this process until the shell takes it up again.
#[cfg(unix)]
fn stop() {
    // The terminal is given back; if the system refuses, the session just goes on.
    let _ = signal_hook::low_level::emulate_default_handler(signal_hook::consts::SIGTSTP);
}

#[cfg(not(unix))]
fn stop() {}

struct Session {
    state: State,
    screen: Screen,
    worker: Worker,
    leave: Sender<()>,
    theme: Theme,
    state_dir: Option<PathBuf>,
    editor: Option<String>,
    pager: Option<String>,
    exit: Option<Exit>,
}

impl Session {
    fn run(mut self, incoming: &Receiver<Incoming>) -> Result<Exit, TuiError> {
        self.draw()?;
        self.read_on();
        while let Ok(first) = incoming.recv() {
            // All that came meanwhile is drawn as one frame.
            for incoming in std::iter::once(first).chain(incoming.try_iter()) {
                self.take(incoming)?;
                if let Some(exit) = self.exit.take() {
                    return Ok(exit);
                }
            }
            self.draw()?;
        }
        Ok(Exit::default())
    }

    fn take(&mut self, incoming: Incoming) -> Result<(), TuiError> {
        match incoming {
            Incoming::Message(message) => self.apply(message)?,
            Incoming::Suspend => self.perform(Effect::Suspend)?,
            Incoming::Events(events) => {
                for message in events?.into_iter().filter_map(message_of) {
                    self.apply(message)?;
                    if self.exit.is_some() {
                        return Ok(());
                    }
                }
                self.read_on();
            }
        }
        Ok(())
    }

    fn read_on(&self) {
        // Without a reader there are no more events; the loop learns it from the channel.
        let _ = self.leave.send(());
    }

    fn draw(&mut self) -> Result<(), TuiError> {
        let (state, theme) = (&self.state, self.theme);
        self.screen.terminal.draw(|frame| view(state, theme, frame))?;
        Ok(())
    }

    fn apply(&mut self, message: Message) -> Result<(), TuiError> {
        for effect in update(&mut self.state, message) {
            self.perform(effect)?;
        }
        Ok(())
    }

    fn perform(&mut self, effect: Effect) -> Result<(), TuiError> {
        let done = match effect {
            Effect::Ask(ask) => {
                self.worker.ask(ask);
                return Ok(());
            }
            Effect::Save => self.save(),
            Effect::Quit(chosen) => {
                self.exit = Some(Exit { chosen });
                return Ok(());
            }
            Effect::Redraw => {
                self.screen.redraw()?;
                return Ok(());
            }
            Effect::Suspend => {
                self.lend(stop)?;
                Ok(String::new())
            }
            Effect::Copy(text, what) => self.copy(&text, &what)?,
            Effect::Edit(path) => {
                let editor = self.editor.clone();
                self.lend(|| outside::edit(editor.as_deref(), &path))?
            }
            Effect::Page(text) => {
                let pager = self.pager.clone();
                self.lend(|| outside::page(pager.as_deref(), &text))?
            }
            Effect::Export { path, content } => outside::export(&path, &content),
        };
        self.apply(Message::Done(done))
    }

    /// Gives the terminal to something else; its size may be another one afterwards.
    fn lend<T>(&mut self, other: impl FnOnce() -> T) -> Result<T, TuiError> {
        let done = self.screen.lend(other)?;
        let size = self.screen.terminal.size()?;
        self.apply(Message::Resize(Size::new(size.width, size.height)))?;
        Ok(done)
    }

    /// The terminal does not tell whether it took the text, so the message does not claim it.
    fn copy(&mut self, text: &str, what: &str) -> Result<Result<String, String>, TuiError> {
        let sent = match outside::clipboard_sequence(text) {
            Some(sequence) => {
                self.screen.write(&sequence)?;
                true
            }
            None => false,
        };
        let file = self.state_dir.as_deref().map(Saved::clipboard_file);
        let kept = file.filter(|file| outside::keep_copy(text, file).is_ok());
        Ok(match (sent, kept) {
            (true, Some(file)) => {
                // Short enough that the path is seen on 80 columns.
                Ok(format!("Sent {what} to the clipboard; also in {}", file.display()))
            }
            (true, None) => Ok(format!("Sent {what} to the terminal's clipboard (if it has one)")),
            (false, Some(file)) => Ok(format!("Too long to send; {what} is in {}", file.display())),
            (false, None) => Err(format!("{what} is too long for the terminal's clipboard")),
        })
    }

    /// Writes what outlives the session.
    fn save(&self) -> Result<String, String> {
        let stored = self.state_dir.as_deref().map_or(Ok(()), |dir| self.state.saved.store(dir));
        let failed = |error| format!("history and bookmarks can't be kept: {error}");
        stored.map(|()| String::new()).map_err(failed)
    }
}

/// The message of an event; events that mean nothing here have none.
fn message_of(event: Event) -> Option<Message> {
    match event {
        Event::Key(key) => Key::of_event(key).map(Message::Key),
        Event::Paste(text) => Some(Message::Paste(text)),
        Event::Resize(width, height) => Some(Message::Resize(Size::new(width, height))),
        Event::Mouse(mouse) => {
            let kind = match mouse.kind {
                MouseEventKind::Down(MouseButton::Left) => Mouse::Press,
                MouseEventKind::Drag(MouseButton::Left) => Mouse::Drag,
                MouseEventKind::Up(MouseButton::Left) => Mouse::Release,
                MouseEventKind::ScrollDown => Mouse::WheelDown,
                MouseEventKind::ScrollUp => Mouse::WheelUp,
                _ => return None,
            };
            Some(Message::Mouse(kind, Position::new(mouse.column, mouse.row)))
        }
        Event::FocusGained | Event::FocusLost => None,
    }
}
