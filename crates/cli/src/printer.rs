//! The one place that writes: results to standard output, all else to standard error.

use std::io::{BufWriter, IsTerminal, Write};
use std::process::{Child, Command, Stdio};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use kbq_render::{Line, safe};
use serde::Serialize;

use crate::args::OutputFormat;
use crate::failure::Failure;
use crate::out::{Form, Out};
use crate::settings::{Output, Settings};
use crate::style;

/// A column of the CSV and TSV forms.
pub(crate) struct Column<R> {
    /// Its header.
    pub(crate) name: &'static str,
    /// Its cell.
    pub(crate) cell: fn(&R) -> String,
}

/// A list of results, in every form it can leave in.
pub(crate) struct Listing<'a, R> {
    /// What `--format json` prints; null prints the rows as an array.
    pub(crate) whole: Option<&'a dyn erased::Json>,
    /// What `jsonl`, `csv` and `tsv` print, one a line.
    pub(crate) rows: &'a [R],
    /// The columns of `csv` and `tsv`.
    pub(crate) columns: &'a [Column<R>],
    /// The article number of a row, for `--ids`.
    pub(crate) id: fn(&R) -> Option<String>,
    /// The text for people.
    pub(crate) text: &'a dyn Fn(usize) -> Vec<Line>,
}

/// Serialisable values behind one pointer.
pub(crate) mod erased {
    use super::Serialize;

    /// Anything that can be printed as JSON.
    pub(crate) trait Json {
        /// Writes it, indented. (By way of a `Value` numbers would grow: 0.1 to 0.10000000149.)
        fn write(&self, out: &mut dyn std::io::Write) -> serde_json::Result<()>;
    }

    impl<T: Serialize> Json for T {
        fn write(&self, out: &mut dyn std::io::Write) -> serde_json::Result<()> {
            serde_json::to_writer_pretty(out, self)
        }
    }
}

/// Writes results in the form that the settings ask for.
pub(crate) struct Printer {
    out: Out,
    pager: Option<Child>,
    settings: Settings,
}

impl Printer {
    /// A printer to standard output.
    pub(crate) fn new(settings: &Settings) -> Printer {
        let out = BufWriter::with_capacity(1 << 16, std::io::stdout());
        let out = Out::new(out, settings.is_shown);
        Printer { out, pager: None, settings: settings.clone() }
    }

    /// Columns that text may take.
    pub(crate) fn width(&self) -> usize {
        self.settings.width
    }

    /// The form asked for.
    pub(crate) fn output(&self) -> Output {
        self.settings.output
    }

    /// Prints a list of results.
    pub(crate) fn listing<R: Serialize>(
        &mut self,
        listing: &Listing<'_, R>,
    ) -> Result<(), Failure> {
        match self.settings.output {
            Output::Ids(end) => {
                let ids = listing.rows.iter().filter_map(listing.id).collect::<Vec<_>>();
                self.ids(ids, end)
            }
            Output::Format(OutputFormat::Text) => self.lines(&(listing.text)(self.width())),
            Output::Format(OutputFormat::Json) => match listing.whole {
                Some(whole) => {
                    let out = self.out.form(Form::Json);
                    whole.write(out).map_err(std::io::Error::from)?;
                    Ok(writeln!(out)?)
                }
                None => self.json(&listing.rows),
            },
            Output::Format(OutputFormat::Jsonl) => {
                listing.rows.iter().try_for_each(|row| self.jsonl(row))
            }
            Output::Format(OutputFormat::Csv) => self.separated(listing, b','),
            Output::Format(OutputFormat::Tsv) => self.separated(listing, b'\t'),
            Output::Format(
                OutputFormat::Sqlite | OutputFormat::Opensearch | OutputFormat::Quickwit,
            ) => Err(Failure::new("bad-format", "only `kbq export` writes this format")
                .hint("here: text, json, jsonl, csv or tsv")),
        }
    }

    /// Prints styled lines.
    pub(crate) fn lines(&mut self, lines: &[Line]) -> Result<(), Failure> {
        let out = self.out.form(Form::Drawn);
        for line in lines {
            style::write_line(out, line, self.settings.colored)?;
        }
        Ok(())
    }

    /// Prints one JSON value, indented.
    pub(crate) fn json(&mut self, value: &impl Serialize) -> Result<(), Failure> {
        let out = self.out.form(Form::Json);
        serde_json::to_writer_pretty(&mut *out, value).map_err(std::io::Error::from)?;
        Ok(writeln!(out)?)
    }

    /// Prints one JSON value on one line.
    pub(crate) fn jsonl(&mut self, value: &impl Serialize) -> Result<(), Failure> {
        let out = self.out.form(Form::Json);
        serde_json::to_writer(&mut *out, value).map_err(std::io::Error::from)?;
        Ok(writeln!(out)?)
    }

    /// Prints article numbers, each ended by `end`.
    pub(crate) fn ids(
        &mut self,
        ids: impl IntoIterator<Item = String>,
        end: u8,
    ) -> Result<(), Failure> {
        let out = self.out.form(Form::Text);
        for id in ids {
            out.write_all(id.as_bytes())?;
            out.write_all(&[end])?;
        }
        Ok(())
    }

    /// Prints text or bytes that somebody else made.
    pub(crate) fn raw(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        Ok(self.stream(Form::Text).write_all(bytes)?)
    }

    /// Where somebody else can write what has this form.
    pub(crate) fn stream(&mut self, form: Form) -> &mut (dyn Write + Send) {
        self.out.form(form)
    }

    fn separated<R>(&mut self, listing: &Listing<'_, R>, delimiter: u8) -> Result<(), Failure> {
        let out = self.out.form(Form::Text);
        let mut writer = csv::WriterBuilder::new().delimiter(delimiter).from_writer(out);
        let written =
            writer.write_record(listing.columns.iter().map(|column| column.name)).and_then(|()| {
                listing.rows.iter().try_for_each(|row| {
                    writer.write_record(listing.columns.iter().map(|column| (column.cell)(row)))
                })
            });
        written.map_err(std::io::Error::from)?;
        Ok(writer.flush()?)
    }

    /// Shows what follows in the user's pager, where there is a terminal to show it on.
    pub(crate) fn page(&mut self) {
        let Some(pager) = &self.settings.pager else { return };
        let mut words = pager.to_str().unwrap_or_default().split_whitespace();
        let Some(program) = words.next() else { return };
        let mut command = Command::new(program);
        command.args(words).stdin(Stdio::piped());
        if std::env::var_os("LESS").is_none() {
            command.env("LESS", "FRX");
        }
        // A pager that cannot be started must not keep the text from its reader.
        if let Ok(mut child) = command.spawn()
            && let Some(stdin) = child.stdin.take()
        {
            self.out = Out::new(BufWriter::new(stdin), self.settings.is_shown);
            self.pager = Some(child);
        }
    }

    /// Tells the person at the terminal what happens, unless they asked for quiet.
    pub(crate) fn note(&self, message: impl std::fmt::Display) {
        if !self.settings.quiet {
            tell(Form::Text, &format!("kbq: {}", safe(&message.to_string())));
        }
    }

    /// The same, for those who asked for more.
    pub(crate) fn detail(&self, message: impl std::fmt::Display) {
        if self.settings.verbose {
            self.note(message);
        }
    }

    /// Writes what is buffered and waits for the pager.
    pub(crate) fn finish(mut self) -> Result<(), Failure> {
        self.out.flush()?;
        // A pager ends when its input does.
        self.out = Out::new(std::io::sink(), false);
        if let Some(mut child) = self.pager.take() {
            child.wait()?;
        }
        Ok(())
    }
}

/// What `--format json` prints of a failure, on standard error.
#[derive(Serialize)]
struct Envelope<'a> {
    error: Described<'a>,
}

#[derive(Serialize)]
struct Described<'a> {
    kind: &'a str,
    message: &'a str,
    hint: Option<&'a str>,
}

/// Writes a line to standard error. Where that is gone, as with a terminal that was closed, there is
/// nobody to tell, and no reason to panic as `eprintln!` does.
fn tell(form: Form, line: &str) {
    let stream = std::io::stderr();
    let is_shown = stream.is_terminal();
    let _ = Out::new(stream, is_shown).form(form).write_all(format!("{line}\n").as_bytes());
}

/// Tells of a failure on standard error.
pub(crate) fn report(failure: &Failure, json: bool) {
    let (message, hint) = (failure.message.as_str(), failure.hint.as_deref());
    if json {
        let error = Described { kind: failure.kind, message, hint };
        if let Ok(text) = serde_json::to_string(&Envelope { error }) {
            tell(Form::Json, &text);
        }
        return;
    }
    tell(Form::Text, &format!("kbq: {}", safe(message)));
    if let Some(hint) = hint {
        tell(Form::Text, &format!("     {}", safe(hint)));
    }
}

/// A bar that is drawn only where somebody looks: on a terminal, and not if they asked for quiet.
pub(crate) fn progress_bar(settings: &Settings, template: &str) -> ProgressBar {
    let target = if !settings.quiet && std::io::stderr().is_terminal() {
        ProgressDrawTarget::stderr()
    } else {
        ProgressDrawTarget::hidden()
    };
    let bar = ProgressBar::with_draw_target(Some(0), target);
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style.progress_chars("━╸─"));
    }
    bar
}
