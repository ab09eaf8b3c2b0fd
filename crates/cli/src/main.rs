//! The binary `kbq`: arguments as typed, settings, one file a command, a printer.
//!
//! Nothing here knows how articles are read, searched or drawn: the libraries do.

mod args;
mod commands;
mod config;
mod failure;
mod out;
mod printer;
mod settings;
mod signals;
mod style;
mod usage;

use std::process::ExitCode;

use args::{Cli, OutputFormat};
use failure::{Failure, Outcome};
use printer::Printer;
use settings::{Settings, Surroundings};

fn main() -> ExitCode {
    keep_quiet_of_damage();
    let around = Surroundings::of_process();
    let arguments: Vec<_> = std::env::args_os().collect();
    let asks_for_json = usage::asks_for_json(&arguments);
    let cli = match args::parse(arguments) {
        Ok(cli) => cli,
        Err(error) if error.use_stderr() && asks_for_json => {
            printer::report(&usage::failure(&error), true);
            return ExitCode::from(2);
        }
        Err(error) => {
            // Help and version are clap's "errors" too; it knows their streams.
            let code = if error.use_stderr() { 2 } else { 0 };
            return error.print().map_or(ExitCode::from(2), |()| ExitCode::from(code));
        }
    };
    let json = cli.global.json
        || matches!(cli.global.format, Some(OutputFormat::Json | OutputFormat::Jsonl));
    match run(cli, &around) {
        Ok(outcome) => outcome.into(),
        Err(failure) if failure.silent => ExitCode::SUCCESS,
        Err(failure) => {
            printer::report(&failure, json);
            ExitCode::from(2)
        }
    }
}

/// A damaged index makes its library panic; that is reported as the error it becomes.
fn keep_quiet_of_damage() {
    let usual = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        if !kbq_index::is_guarded() {
            usual(panic);
        }
    }));
}

fn run(cli: Cli, around: &Surroundings) -> Result<Outcome, Failure> {
    let settings = Settings::resolve(&cli.global, around)?;
    let mut printer = Printer::new(&settings);
    let outcome = commands::run(cli.command, &settings, around, &mut printer)?;
    printer.finish()?;
    Ok(outcome)
}
