//! `kbq man`: the manual pages, one a command.

use std::path::PathBuf;

use clap::{Args, Command, CommandFactory};
use clap_mangen::Man;

use crate::args::Cli;
use crate::failure::{Failure, Outcome};
use crate::printer::Printer;

#[derive(Debug, Args)]
pub(crate) struct ManArgs {
    /// The command whose page to print [default: kbq itself]
    command: Option<String>,
    /// Write the pages of all commands into this folder
    #[arg(long, value_name = "DIR", conflicts_with = "command")]
    write: Option<PathBuf>,
}

pub(crate) fn run(args: &ManArgs, printer: &mut Printer) -> Result<Outcome, Failure> {
    let pages = pages();
    if let Some(folder) = &args.write {
        std::fs::create_dir_all(folder).map_err(|e| Failure::io("create", folder, &e))?;
        for command in &pages {
            let path = folder.join(format!("{}.1", command.get_name()));
            std::fs::write(&path, page(command)?).map_err(|e| Failure::io("write", &path, &e))?;
        }
        printer.note(format_args!("{} pages written to {}", pages.len(), folder.display()));
        return Ok(Outcome::Found);
    }
    let name = args.command.as_ref().map_or("kbq".to_owned(), |command| format!("kbq-{command}"));
    let command = pages.iter().find(|page| page.get_name() == name).ok_or_else(|| {
        Failure::new("unknown-command", format!("no page for `{name}`"))
            .hint("`kbq --help` lists the commands")
    })?;
    printer.raw(&page(command)?)?;
    Ok(Outcome::Found)
}

/// `kbq` and its commands, named as their pages are.
fn pages() -> Vec<Command> {
    let mut root = Cli::command();
    root.build();
    let commands = root.get_subcommands().map(|command| {
        let name = format!("kbq-{}", command.get_name());
        command.clone().name(name)
    });
    std::iter::once(root.clone()).chain(commands).collect()
}

fn page(command: &Command) -> Result<Vec<u8>, Failure> {
    let mut page = Vec::new();
    Man::new(command.clone()).render(&mut page)?;
    Ok(page)
}
