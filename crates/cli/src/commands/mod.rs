//! The commands: one file each, from its arguments to what it prints.

pub(crate) mod check;
pub(crate) mod completions;
pub(crate) mod decode;
pub(crate) mod diagnose;
pub(crate) mod export;
pub(crate) mod help;
pub(crate) mod index;
pub(crate) mod links;
pub(crate) mod man;
pub(crate) mod parse;
pub(crate) mod search;
pub(crate) mod show;
pub(crate) mod stats;
pub(crate) mod status;
pub(crate) mod tui;

mod found;
mod input;
mod library;

use crate::args::Command;
use crate::failure::{Failure, Outcome};
use crate::printer::Printer;
use crate::settings::{Settings, Surroundings};

/// Runs one command; none is the terminal interface.
pub(crate) fn run(
    command: Option<Command>,
    settings: &Settings,
    around: &Surroundings,
    printer: &mut Printer,
) -> Result<Outcome, Failure> {
    match command.unwrap_or_else(|| Command::Tui(tui::TuiArgs::default())) {
        Command::Search(args) => search::run(&args, settings, printer),
        Command::Show(args) => show::run(&args, settings, printer),
        Command::Diagnose(args) => diagnose::run(&args, settings, printer),
        Command::Decode(args) => decode::run(&args, settings, printer),
        Command::Links(args) => links::run(&args, settings, printer),
        Command::Parse(args) => parse::run(&args, printer),
        Command::Index(args) => index::run(&args, settings, printer),
        Command::Check(args) => check::run(&args, settings, printer),
        Command::Export(args) => export::run(&args, settings, printer),
        Command::Stats(args) => stats::run(&args, settings, printer),
        Command::Status(args) => status::run(&args, settings, printer),
        Command::Tui(args) => tui::run(&args, settings, around, printer),
        Command::Completions(args) => completions::run(&args, printer),
        Command::Man(args) => man::run(&args, printer),
        Command::Help(args) => help::run(&args, printer),
    }
}
