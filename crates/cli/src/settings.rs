//! What holds for this run: flag over environment over configuration over default.

use std::ffi::OsString;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};

use crate::args::{ColorChoice, Global, OutputFormat};
use crate::config::Config;
use crate::failure::Failure;

/// Columns assumed where no terminal tells.
const DEFAULT_WIDTH: usize = 100;

/// The process's surroundings, gathered once so that tests can make their own.
#[derive(Debug, Clone, Default)]
pub(crate) struct Surroundings {
    /// The current folder.
    pub(crate) folder: PathBuf,
    /// Looks up an environment variable; empty ones count as unset.
    pub(crate) variables: Vec<(OsString, OsString)>,
    /// Whether standard output is a terminal, and its columns.
    pub(crate) terminal: bool,
    /// Columns of the terminal, if it tells.
    pub(crate) columns: Option<usize>,
}

impl Surroundings {
    /// Those of this process.
    pub(crate) fn of_process() -> Surroundings {
        Surroundings {
            folder: std::env::current_dir().unwrap_or_else(|_| PathBuf::from(".")),
            variables: std::env::vars_os().collect(),
            terminal: std::io::stdout().is_terminal(),
            columns: terminal_size::terminal_size().map(|(width, _)| usize::from(width.0)),
        }
    }

    /// The value of a variable that is set and not empty.
    pub(crate) fn variable(&self, name: &str) -> Option<&OsString> {
        self.variables.iter().find(|(key, value)| key == name && !value.is_empty()).map(|(_, v)| v)
    }
}

/// How results leave the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Output {
    /// In one of the formats.
    Format(OutputFormat),
    /// Article numbers only, each ended by this byte.
    Ids(u8),
}

/// What holds for this run.
#[derive(Debug, Clone)]
pub(crate) struct Settings {
    /// The configuration file's content.
    pub(crate) config: Config,
    /// Where the index is.
    pub(crate) index: PathBuf,
    /// Whether the command line speaks of the index, with or without a directory.
    pub(crate) index_named: bool,
    /// How results are printed.
    pub(crate) output: Output,
    /// Whether a terminal shows the results, in a pager or without.
    pub(crate) is_shown: bool,
    /// Whether text output carries colours.
    pub(crate) colored: bool,
    /// Whether the terminal interface goes without colours.
    pub(crate) monochrome: bool,
    /// Columns of text output.
    pub(crate) width: usize,
    /// The program that long text output is shown in.
    pub(crate) pager: Option<OsString>,
    /// The folder of the user's own state: history, bookmarks.
    pub(crate) state: PathBuf,
    /// Only results.
    pub(crate) quiet: bool,
    /// More than results.
    pub(crate) verbose: bool,
}

impl Settings {
    /// Resolves what was typed in its surroundings.
    pub(crate) fn resolve(global: &Global, around: &Surroundings) -> Result<Settings, Failure> {
        let named = global.config.clone().or(around.variable("KBQ_CONFIG").map(PathBuf::from));
        let config = Config::load(named.as_deref(), &around.folder)?;
        // `kbq check --index` names no directory: the index is then where it would be anyway.
        let named = global.index.clone().flatten();
        let index = named
            .or_else(|| around.variable("KBQ_INDEX").map(PathBuf::from))
            .or_else(|| config.index.clone())
            .unwrap_or_else(|| xdg(around, "XDG_DATA_HOME", ".local/share").join("index"));
        let output = if global.ids || global.null {
            Output::Ids(if global.null { 0 } else { b'\n' })
        } else if global.json {
            Output::Format(OutputFormat::Json)
        } else {
            Output::Format(global.format.unwrap_or(OutputFormat::Text))
        };
        let text = output == Output::Format(OutputFormat::Text);
        let pager = around.variable("PAGER").cloned().unwrap_or_else(|| "less".into());
        Ok(Settings {
            index,
            index_named: global.index.is_some(),
            output,
            is_shown: around.terminal,
            colored: text && colored(global.color, around),
            monochrome: monochrome(global.color, around),
            width: around.columns.unwrap_or(DEFAULT_WIDTH).max(20),
            pager: (text && around.terminal && pager != "cat").then_some(pager),
            state: xdg(around, "XDG_STATE_HOME", ".local/state"),
            quiet: global.quiet,
            verbose: global.verbose,
            config,
        })
    }
}

/// kbq's folder below an XDG base folder (XDG Base Directory Specification).
fn xdg(around: &Surroundings, variable: &str, below_home: &str) -> PathBuf {
    let base = around.variable(variable).map(PathBuf::from).filter(|path| path.is_absolute());
    let home = || around.variable("HOME").map(|home| Path::new(home).join(below_home));
    base.or_else(home).unwrap_or_else(|| around.folder.clone()).join("kbq")
}

/// Whether to colour: the flag, then CLICOLOR_FORCE and NO_COLOR, then whether somebody looks.
fn colored(choice: ColorChoice, around: &Surroundings) -> bool {
    match choice {
        ColorChoice::Always => true,
        ColorChoice::Never => false,
        ColorChoice::Auto if around.variable("NO_COLOR").is_some() => false,
        ColorChoice::Auto if around.variable("CLICOLOR_FORCE").is_some_and(|v| v != "0") => true,
        ColorChoice::Auto => {
            around.terminal && around.variable("TERM").is_none_or(|term| term != "dumb")
        }
    }
}

/// Whether somebody wants the terminal interface without colours: the flag, then NO_COLOR.
fn monochrome(choice: ColorChoice, around: &Surroundings) -> bool {
    match choice {
        ColorChoice::Always => false,
        ColorChoice::Never => true,
        ColorChoice::Auto => around.variable("NO_COLOR").is_some(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn around(variables: &[(&str, &str)]) -> Surroundings {
        let variables = variables.iter().map(|(k, v)| (k.into(), v.into())).collect();
        Surroundings { folder: "/nowhere".into(), variables, terminal: true, columns: Some(80) }
    }

    fn resolve(global: Global, around: &Surroundings) -> Settings {
        Settings::resolve(&global, around).expect("resolves")
    }

    #[test]
    fn a_flag_beats_the_environment_which_beats_the_default() {
        let home = [("HOME", "/home/me"), ("KBQ_INDEX", "/env")];
        let flag = Global { index: Some(Some("/flag".into())), ..Global::default() };
        assert_eq!(resolve(flag, &around(&home)).index, Path::new("/flag"));
        assert_eq!(resolve(Global::default(), &around(&home)).index, Path::new("/env"));
        let settings = resolve(Global::default(), &around(&home[..1]));
        assert_eq!(settings.index, Path::new("/home/me/.local/share/kbq/index"));
        assert_eq!(settings.state, Path::new("/home/me/.local/state/kbq"));
    }

    #[test]
    fn colours_follow_the_conventions() {
        let colored =
            |variables: &[(&str, &str)]| resolve(Global::default(), &around(variables)).colored;
        assert!(colored(&[]));
        assert!(!colored(&[("NO_COLOR", "1")]));
        assert!(colored(&[("NO_COLOR", "")]), "an empty NO_COLOR counts as unset");
        assert!(!colored(&[("TERM", "dumb")]));
        let piped = Surroundings { terminal: false, ..around(&[("CLICOLOR_FORCE", "1")]) };
        assert!(resolve(Global::default(), &piped).colored);
    }

    #[test]
    fn the_interface_goes_without_colours_where_somebody_wants_none() {
        let monochrome = |color, variables: &[(&str, &str)]| {
            let global = Global { color, ..Global::default() };
            resolve(global, &around(variables)).monochrome
        };
        assert!(!monochrome(ColorChoice::Auto, &[]));
        assert!(monochrome(ColorChoice::Never, &[]));
        assert!(monochrome(ColorChoice::Auto, &[("NO_COLOR", "1")]));
        assert!(!monochrome(ColorChoice::Always, &[("NO_COLOR", "1")]));
    }
}
