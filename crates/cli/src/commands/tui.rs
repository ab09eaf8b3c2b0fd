//! `kbq tui`: the terminal interface.

use clap::Args;
use kbq_index::Index;
use kbq_tui::{IndexBackend, Options, Theme, TuiError};

use super::library::{self, Library};
use crate::failure::{Failure, Outcome};
use crate::printer::Printer;
use crate::settings::{Output, Settings, Surroundings};

#[derive(Debug, Default, Args)]
pub(crate) struct TuiArgs {
    /// The query to start with
    #[arg(value_name = "QUERY", allow_hyphen_values = true)]
    query: Vec<String>,
    /// Choose articles with Enter, or mark several with x: their numbers are printed on exit
    #[arg(long)]
    print: bool,
    /// The colours: default, dark, light or mono
    #[arg(long, value_name = "NAME")]
    theme: Option<String>,
}

pub(crate) fn run(
    args: &TuiArgs,
    settings: &Settings,
    around: &Surroundings,
    printer: &mut Printer,
) -> Result<Outcome, Failure> {
    let text = |name: &str| around.variable(name).map(|value| value.to_string_lossy().into_owned());
    kbq_tui::check_terminal(text("TERM").as_deref())?;
    let aliases = library::aliases(settings)?;
    if !Index::exists(&settings.index) && !settings.config.corpus.is_empty() {
        // Building shows its progress, so it is done before the first frame.
        drop(Library::open(settings, printer)?);
    }
    let dir = settings.index.clone();
    let exit = kbq_tui::run(Options {
        open: Box::new(move || Ok(Box::new(IndexBackend::new(Index::open(&dir)?, aliases)))),
        query: Some(args.query.join(" ")).filter(|query| !query.is_empty()),
        theme: theme(args, settings)?,
        keys: settings.config.keys.clone(),
        state_dir: Some(settings.state.clone()),
        export_dir: around.folder.clone(),
        print: args.print,
        editor: text("VISUAL").or_else(|| text("EDITOR")),
        pager: text("PAGER"),
        term: text("TERM"),
    })?;
    let end = if let Output::Ids(end) = settings.output { end } else { b'\n' };
    printer.ids(exit.chosen.iter().map(|number| format!("Q{number}")), end)?;
    Ok(Outcome::from_found(!args.print || !exit.chosen.is_empty()))
}

/// The flag, then whether colours are wanted, then the configuration.
fn theme(args: &TuiArgs, settings: &Settings) -> Result<Theme, Failure> {
    let configured = settings.config.theme.as_ref();
    let plain = settings.monochrome.then_some(Theme::Mono);
    match (&args.theme, plain, configured) {
        (None, Some(mono), _) => Ok(mono),
        (None, None, None) => Ok(Theme::default()),
        (Some(name), ..) | (None, None, Some(name)) => Theme::from_name(name).ok_or_else(|| {
            let names: Vec<_> = Theme::NAMES.iter().map(|(name, _)| *name).collect();
            Failure::new("bad-theme", format!("`{name}` is no theme"))
                .hint(format!("the themes are {}", names.join(", ")))
        }),
    }
}

impl From<TuiError> for Failure {
    fn from(error: TuiError) -> Failure {
        let kind = match error {
            TuiError::NoTerminal | TuiError::DumbTerminal(_) => "no-terminal",
            TuiError::Keys(_) => "bad-keys",
            TuiError::Io(_) => "terminal",
        };
        let text = error.to_string();
        match text.split_once("; ") {
            Some((what, help)) => Failure::new(kind, what).hint(help),
            None => Failure::new(kind, text),
        }
    }
}
