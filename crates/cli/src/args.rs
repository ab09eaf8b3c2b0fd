//! The command line as typed.

use std::ffi::{OsStr, OsString};
use std::path::PathBuf;

use clap::{Args, CommandFactory, Parser, Subcommand, ValueEnum};
use kbq_render::safe;

use crate::commands;

/// Offline search for Microsoft Knowledge Base archives.
///
/// Finds the article that explains an event, an error code, a stop screen or a symptom.
/// `kbq WORDS` searches; `kbq` alone opens the terminal interface.
#[derive(Debug, Parser)]
#[command(name = "kbq", version, disable_help_subcommand = true, max_term_width = 100)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) global: Global,
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
}

/// Options that every command understands.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Everywhere")]
pub(crate) struct Global {
    /// The index to use [default: $KBQ_INDEX, then `index` of kbq.yaml, then the data folder]
    #[arg(long, global = true, value_name = "DIR")]
    pub(crate) index: Option<Option<PathBuf>>,
    /// The configuration to read [default: $KBQ_CONFIG, then the nearest kbq.yaml]
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// How results are printed [default: text]
    #[arg(long, global = true, value_enum)]
    pub(crate) format: Option<OutputFormat>,
    /// The same as --format json
    #[arg(long, global = true, conflicts_with = "format")]
    pub(crate) json: bool,
    /// Print article numbers only, one a line
    #[arg(short = 'l', long = "ids", global = true, conflicts_with_all = ["format", "json"])]
    pub(crate) ids: bool,
    /// End each number of --ids with a zero byte instead of a line end
    #[arg(short = '0', long = "null", global = true)]
    pub(crate) null: bool,
    /// When to use colours
    #[arg(long, global = true, value_enum, default_value_t)]
    pub(crate) color: ColorChoice,
    /// Print results only
    #[arg(short, long, global = true)]
    pub(crate) quiet: bool,
    /// Say more of what happens
    #[arg(short, long, global = true, conflicts_with = "quiet")]
    pub(crate) verbose: bool,
}

/// How results are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum OutputFormat {
    /// For people
    Text,
    /// One JSON value
    Json,
    /// One JSON object a line
    Jsonl,
    /// Comma-separated values with a header
    Csv,
    /// Tab-separated values with a header
    Tsv,
    /// `kbq export` only: a database with tables, views and full text
    // A build without SQLite does not offer the name, but knows it, to say what is missing.
    #[cfg_attr(not(feature = "sqlite"), value(hide = true))]
    Sqlite,
    /// `kbq export` only: bulk lines and mapping
    Opensearch,
    /// `kbq export` only: index configuration and lines
    Quickwit,
}

/// When to use colours.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum ColorChoice {
    /// On a terminal, unless NO_COLOR is set
    #[default]
    Auto,
    /// Also in a pipe
    Always,
    /// Not at all
    Never,
}

/// The commands; each is a file of `commands`.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Search the index (what `kbq WORDS` does)
    Search(commands::search::SearchArgs),
    /// Print articles
    Show(commands::show::ShowArgs),
    /// Understand a pasted event, dialog, stop screen, compiler output or log
    Diagnose(commands::diagnose::DiagnoseArgs),
    /// Say what an error code means, in every reading
    Decode(commands::decode::DecodeArgs),
    /// List what an article refers to and what refers to it
    Links(commands::links::LinksArgs),
    /// Print the records of files, without an index
    Parse(commands::parse::ParseArgs),
    /// Build or update the index
    Index(commands::index::IndexArgs),
    /// List what is odd about a corpus, or verify the index
    Check(commands::check::CheckArgs),
    /// Write the index in another tool's format
    Export(commands::export::ExportArgs),
    /// Count what is in the index
    Stats(commands::stats::StatsArgs),
    /// Say where the index is, how old, and of which files
    Status(commands::status::StatusArgs),
    /// Open the terminal interface
    Tui(commands::tui::TuiArgs),
    /// Print the completion script of a shell
    Completions(commands::completions::CompletionsArgs),
    /// Print or write the manual pages
    Man(commands::man::ManArgs),
    /// Explain a command or the query language (`kbq help query`)
    Help(commands::help::HelpArgs),
}

/// Reads the command line; words that name no command are a search.
///
/// What clap says of bad usage quotes what was typed, between colours of its own. So it is asked
/// about the same arguments in a form that cannot drive the terminal.
pub(crate) fn parse(arguments: Vec<OsString>) -> Result<Cli, clap::Error> {
    let arguments = with_search(null_spelled_out(arguments));
    Cli::try_parse_from(&arguments).map_err(|error| {
        let harmless = arguments.iter().map(|word| safe(&word.to_string_lossy()).into_owned());
        // Only what is no UTF-8 can be an error and none then; that error quotes nothing.
        Cli::try_parse_from(harmless).err().unwrap_or(error)
    })
}

/// `-0` is the flag of xargs and ripgrep; clap would read it as the negative number that it allows.
fn null_spelled_out(mut arguments: Vec<OsString>) -> Vec<OsString> {
    for argument in arguments.iter_mut().take_while(|argument| *argument != "--") {
        if argument == "-0" {
            *argument = "--null".into();
        }
    }
    arguments
}

/// Puts `search` before the arguments when the first word is no command.
fn with_search(mut arguments: Vec<OsString>) -> Vec<OsString> {
    let mut command = Cli::command();
    command.build();
    let takes_value = |flag: &str| {
        command.get_opts().chain(search_options(&command)).any(|option| {
            option.get_num_args().is_some_and(|n| n.takes_values())
                && (option.get_long().is_some_and(|long| flag == format!("--{long}"))
                    || option.get_short().is_some_and(|short| flag == format!("-{short}")))
        })
    };
    let is_command = |word: &OsStr| command.get_subcommands().any(|sub| word == sub.get_name());
    let mut rest = arguments.iter().skip(1);
    let searches = loop {
        let Some(argument) = rest.next() else { break false };
        let Some(text) = argument.to_str() else { break true };
        match text {
            "--" => break true,
            "-h" | "--help" | "-V" | "--version" => break false,
            _ if is_negative_number(text) || !text.starts_with('-') || text == "-" => {
                break !is_command(argument);
            }
            _ if takes_value(text) => {
                rest.next();
            }
            _ => {}
        }
    };
    if searches {
        arguments.insert(1, "search".into());
    }
    arguments
}

/// The options of `search`, which a bare query may carry before its words.
fn search_options(command: &clap::Command) -> impl Iterator<Item = &clap::Arg> {
    command.find_subcommand("search").into_iter().flat_map(clap::Command::get_opts)
}

/// `-1073609755` is an error code, not a flag.
fn is_negative_number(text: &str) -> bool {
    text.strip_prefix('-').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
        && text.len() > 2
}

#[cfg(test)]
mod tests {
    use super::*;

    fn completed(words: &[&str]) -> Vec<String> {
        let arguments =
            std::iter::once("kbq").chain(words.iter().copied()).map(Into::into).collect();
        let completed = with_search(arguments).into_iter();
        completed.skip(1).map(|word| word.to_string_lossy().into_owned()).collect()
    }

    #[test]
    fn words_are_a_search_and_commands_are_not() {
        assert_eq!(completed(&["0xc00203e5"]), ["search", "0xc00203e5"]);
        assert_eq!(completed(&["-1073609755"]), ["search", "-1073609755"]);
        assert_eq!(completed(&["-l", "event:4058"]), ["search", "-l", "event:4058"]);
        assert_eq!(completed(&["--index", "show", "x"]), ["search", "--index", "show", "x"]);
        assert_eq!(completed(&["-n", "3", "cluster"]), ["search", "-n", "3", "cluster"]);
        assert_eq!(completed(&["--index", "d", "show", "Q1"]), ["--index", "d", "show", "Q1"]);
        assert_eq!(completed(&["show", "Q1"]), ["show", "Q1"]);
        assert_eq!(completed(&[]), Vec::<String>::new());
        assert_eq!(completed(&["--help"]), ["--help"]);
    }

    #[test]
    fn the_definition_is_sound() {
        Cli::command().debug_assert();
    }
}
