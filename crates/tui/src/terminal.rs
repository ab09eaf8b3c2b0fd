//! The terminal: taking it over, giving it back whatever happens.

use std::io::{self, BufWriter, IsTerminal, Write};
use std::panic;
use std::thread;

use ratatui::Terminal;
use ratatui::backend::CrosstermBackend;
use ratatui::crossterm::cursor::{Hide, Show};
use ratatui::crossterm::event::{
    DisableBracketedPaste, DisableMouseCapture, EnableBracketedPaste, EnableMouseCapture,
};
use ratatui::crossterm::terminal::{
    EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode,
};
use ratatui::crossterm::{execute, queue};
use ratatui::layout::Rect;

/// Where frames go: standard output, or standard error where the output is read by a program.
pub(crate) type Out = BufWriter<Stream>;

/// One of the two streams that may be a terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stream {
    Stdout,
    Stderr,
}

impl Stream {
    /// The one that is a terminal.
    pub(crate) fn of_process() -> Option<Stream> {
        if io::stdout().is_terminal() {
            Some(Stream::Stdout)
        } else if io::stderr().is_terminal() {
            Some(Stream::Stderr)
        } else {
            None
        }
    }
}

impl Write for Stream {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Stream::Stdout => io::stdout().write(bytes),
            Stream::Stderr => io::stderr().write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Stream::Stdout => io::stdout().flush(),
            Stream::Stderr => io::stderr().flush(),
        }
    }
}

/// A terminal in use; given back when it is dropped.
pub(crate) struct Screen {
    pub(crate) terminal: Terminal<CrosstermBackend<Out>>,
    stream: Stream,
}

impl Screen {
    /// Takes the terminal over.
    pub(crate) fn enter(stream: Stream) -> io::Result<Screen> {
        take(stream)?;
        let out = BufWriter::with_capacity(1 << 16, stream);
        let made = Terminal::new(CrosstermBackend::new(out));
        match made {
            Ok(terminal) => Ok(Screen { terminal, stream }),
            Err(error) => {
                give_back(stream);
                Err(error)
            }
        }
    }

    /// Gives the terminal back, does something else with it, takes it over again.
    pub(crate) fn lend<T>(&mut self, other: impl FnOnce() -> T) -> io::Result<T> {
        give_back(self.stream);
        let done = other();
        take(self.stream)?;
        self.redraw()?;
        Ok(done)
    }

    /// Has the next frame draw every cell. (`Terminal::clear` would ask the terminal where its
    /// cursor is, and the thread that reads events would take the answer.)
    pub(crate) fn redraw(&mut self) -> io::Result<()> {
        let size = self.terminal.size()?;
        self.terminal.resize(Rect::new(0, 0, size.width, size.height))
    }

    /// Writes bytes that are no part of a frame.
    pub(crate) fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        let out = self.terminal.backend_mut();
        out.write_all(bytes)?;
        Write::flush(out)
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        give_back(self.stream);
    }
}

fn take(mut stream: Stream) -> io::Result<()> {
    enable_raw_mode()?;
    let taken =
        execute!(stream, EnterAlternateScreen, EnableMouseCapture, EnableBracketedPaste, Hide);
    if taken.is_err() {
        give_back(stream);
    }
    taken
}

/// Restores as much as can be; where the terminal is gone there is nobody to tell.
fn give_back(mut stream: Stream) {
    let _ = queue!(stream, DisableBracketedPaste, DisableMouseCapture, LeaveAlternateScreen, Show);
    let _ = stream.flush();
    let _ = disable_raw_mode();
}

type Hook = Box<dyn Fn(&panic::PanicHookInfo<'_>) + Send + Sync + 'static>;

/// While it lives, a panic of this thread gives the terminal back before it is reported; one of
/// the worker is reported in the interface, not over it.
pub(crate) struct PanicGuard(std::sync::Arc<Hook>);

impl PanicGuard {
    pub(crate) fn new(stream: Stream) -> PanicGuard {
        let before = std::sync::Arc::new(panic::take_hook());
        let after = before.clone();
        let own = thread::current().id();
        panic::set_hook(Box::new(move |info| {
            if thread::current().id() == own {
                give_back(stream);
                after(info);
            }
        }));
        PanicGuard(before)
    }
}

impl Drop for PanicGuard {
    fn drop(&mut self) {
        if !thread::panicking() {
            let before = self.0.clone();
            panic::set_hook(Box::new(move |info| before(info)));
        }
    }
}

#[cfg(all(test, unix))]
mod tests {
    use std::io::Read;
    use std::num::NonZero;

    use super::*;

    /// The variable that tells the child that it is the child.
    const CHILD: &str = "KBQ_TUI_TEST_PANIC";

    /// Not a test of its own: a session with a bug, the child of the test below.
    #[test]
    fn child() {
        if std::env::var_os(CHILD).is_none() {
            return;
        }
        let stream = Stream::of_process().expect("a terminal");
        let _panics = PanicGuard::new(stream);
        let _screen = Screen::enter(stream).expect("taken over");
        panic!("on purpose");
    }

    #[test]
    fn a_panic_is_read_on_the_terminal_as_it_was() {
        let (mut pty, pts) = pty_process::blocking::open().expect("a pseudo-terminal");
        pty.resize(pty_process::Size::new(24, 80)).expect("resizes");
        let program = std::env::current_exe().expect("this program");
        let mut child = pty_process::blocking::Command::new(program)
            .args(["--exact", "terminal::tests::child", "--nocapture", "--test-threads=1"])
            .env(CHILD, "1")
            .spawn(pts)
            .expect("starts");
        let cells = |count| NonZero::new(count).expect("not 0");
        let mut screen = vt100::Parser::new(cells(24), cells(80), 0);
        let (mut bytes, mut taken_over) = ([0; 64], false);
        // Reading fails when the child has closed its side.
        while let Ok(count @ 1..) = pty.read(&mut bytes) {
            screen.process(&bytes[..count]);
            taken_over |= screen.screen().alternate_screen();
        }
        let screen = screen.screen();
        assert!(taken_over && !screen.alternate_screen() && !screen.hide_cursor());
        assert!(screen.contents().contains("on purpose"), "{}", screen.contents());
        assert!(!child.wait().expect("ends").success());
    }
}
