//! Where results go: byte for byte into a pipe or a file, harmless onto a terminal.

use std::io::{self, Write};

use kbq_render::{Notation, safe_output};

/// What is written, which decides what becomes of characters that would act on a terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// Lines of the renderer, which are harmless, between colours of our own, which must act.
    Drawn,
    /// JSON: they become escapes within its strings.
    Json,
    /// Any other text or bytes: they become visible.
    Text,
}

/// A stream, and whether a terminal shows it.
pub(crate) struct Out {
    sink: Box<dyn Write + Send>,
    is_shown: bool,
    form: Form,
    /// The beginning of a character or a line end, whose rest is yet to come.
    begun: Vec<u8>,
}

impl Out {
    pub(crate) fn new(sink: impl Write + Send + 'static, is_shown: bool) -> Out {
        Out { sink: Box::new(sink), is_shown, form: Form::Text, begun: Vec::new() }
    }

    /// The stream for what has this form.
    pub(crate) fn form(&mut self, form: Form) -> &mut Out {
        self.form = form;
        self
    }

    /// Writes what is harmless of the bytes, and what makes the rest so.
    fn write_harmless(&mut self, bytes: &[u8]) -> io::Result<()> {
        let is_plain = |byte: &u8| matches!(byte, b' '..=b'~' | b'\n' | b'\t');
        if self.begun.is_empty() && bytes.iter().all(is_plain) {
            return self.sink.write_all(bytes);
        }
        let mut bytes = [std::mem::take(&mut self.begun).as_slice(), bytes].concat();
        self.begun = bytes.split_off(whole(&bytes));
        self.write_visible(&bytes)
    }

    fn write_visible(&mut self, bytes: &[u8]) -> io::Result<()> {
        let notation = if self.form == Form::Json { Notation::Json } else { Notation::Number };
        self.sink.write_all(safe_output(bytes, notation).as_bytes())
    }

    /// Writes what was begun and does not go on.
    fn write_begun(&mut self) -> io::Result<()> {
        let begun = std::mem::take(&mut self.begun);
        if begun.is_empty() { Ok(()) } else { self.write_visible(&begun) }
    }
}

impl Write for Out {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if !self.is_shown {
            return self.sink.write(bytes);
        }
        if self.form == Form::Drawn {
            self.write_begun()?;
            return self.sink.write(bytes);
        }
        self.write_harmless(bytes).map(|()| bytes.len())
    }

    /// Whoever flushes has come to an end of what is written, so that no character goes on.
    fn flush(&mut self) -> io::Result<()> {
        self.write_begun()?;
        self.sink.flush()
    }
}

/// The length of the bytes without a character or line end that may go on behind them.
fn whole(bytes: &[u8]) -> usize {
    if bytes.ends_with(b"\r") {
        return bytes.len() - 1;
    }
    let is_begun = |at: &usize| {
        let error = bytes.get(*at..).and_then(|tail| std::str::from_utf8(tail).err());
        error.is_some_and(|error| error.valid_up_to() == 0 && error.error_len().is_none())
    };
    // A character has four bytes at most.
    (bytes.len().saturating_sub(3)..bytes.len()).find(is_begun).unwrap_or(bytes.len())
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use super::*;

    #[derive(Clone, Default)]
    struct Shared(Arc<Mutex<Vec<u8>>>);

    impl Write for Shared {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().expect("unpoisoned").write(bytes)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    /// What comes out of bytes that are written so many at a time.
    fn written(bytes: &[u8], size: usize, is_shown: bool, form: Form) -> Vec<u8> {
        let sink = Shared::default();
        let mut out = Out::new(sink.clone(), is_shown);
        for part in bytes.chunks(size) {
            out.form(form).write_all(part).expect("writes");
        }
        out.flush().expect("flushes");
        sink.0.lock().expect("unpoisoned").clone()
    }

    #[test]
    fn it_does_not_matter_how_the_output_is_cut() {
        let output =
            "a\u{9b}2J\u{202e}\u{e0041}日,é\r\nb\rc\u{1b}[m\r\n\u{1f600}\t\u{7f}".as_bytes();
        let broken = [output, b"\xe2\x80", b"x\x93\xf0\x9f\x98", b"\r"].concat();
        for (form, notation) in [(Form::Text, Notation::Number), (Form::Json, Notation::Json)] {
            let whole = safe_output(&broken, notation);
            for size in 1..=broken.len() {
                let written = written(&broken, size, true, form);
                assert_eq!(String::from_utf8_lossy(&written), whole, "{size} at a time");
            }
        }
    }

    #[test]
    fn a_pipe_gets_every_byte_and_a_terminal_the_colours() {
        let bytes = b"\x1b[1mtitle\x1b[0m\x93\r\0";
        for form in [Form::Drawn, Form::Json, Form::Text] {
            assert_eq!(written(bytes, 3, false, form), bytes);
        }
        assert_eq!(written(bytes, 3, true, Form::Drawn), bytes);
    }
}
