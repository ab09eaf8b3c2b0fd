//! `kbq help`: a command, the query language, the formats that are read.

use clap::{Args, CommandFactory};
use kbq_query::{FIELDS, OPERATORS, SHAPES, Syntax};
use kbq_render::{Line, Role, definitions};

use crate::args::Cli;
use crate::failure::{Failure, Outcome};
use crate::printer::Printer;

#[derive(Debug, Args)]
pub(crate) struct HelpArgs {
    /// A command, `query` or `formats`
    #[arg(default_value = "kbq", hide_default_value = true)]
    topic: String,
}

/// What `kbq help formats` lists: how a file is recognised.
const FORMATS: &[(&str, &str)] = &[
    ("Jekyll", "front matter and an indented article, as the public archive has it"),
    ("rendered Jekyll", "such a page saved as text: a line `Article: Q194128`"),
    ("DOCUMENT", "the legacy text form: `DOCUMENT:Q248138  05-MAR-2000  [exchange]`"),
    ("support page", "`Article ID: 884874 - Last Review: … - Revision: …` and its later forms"),
    ("wiki copy", "`Article ID: 822255` and `Article Last Modified on …`"),
    ("CD page", "`Article ID: Q133010` or `ID: Q133010` below the title"),
    ("print form", "`PSS ID Number: 322692`"),
    ("records", "a .jsonl file that `kbq export` or `kbq parse` wrote"),
    ("archives", ".zip, .tar, .tar.gz and .tgz with any of these inside"),
];

pub(crate) fn run(args: &HelpArgs, printer: &mut Printer) -> Result<Outcome, Failure> {
    let mut root = Cli::command();
    root.build();
    match args.topic.as_str() {
        "query" => {
            printer.page();
            printer.lines(&query_language(printer.width()))?;
        }
        "formats" => {
            printer.lines(&definitions(FORMATS, Role::Label, printer.width()))?;
        }
        "kbq" => printer.raw(root.render_long_help().to_string().as_bytes())?,
        name => {
            let command = root.find_subcommand_mut(name).ok_or_else(|| {
                Failure::new("unknown-topic", format!("no help on `{name}`"))
                    .hint("topics are the commands, `query` and `formats`")
            })?;
            printer.raw(command.render_long_help().to_string().as_bytes())?;
        }
    }
    Ok(Outcome::Found)
}

fn query_language(columns: usize) -> Vec<Line> {
    let syntax = |rows: &[Syntax]| -> Vec<(&str, &str)> {
        rows.iter().map(|row| (row.example, row.help)).collect()
    };
    let mut lines = vec![Line::of("What is typed is understood by its shape", Role::Heading)];
    lines.extend(definitions(&syntax(SHAPES), Role::Code, columns));
    lines.extend([Line::default(), Line::of("Operators", Role::Heading)]);
    lines.extend(definitions(&syntax(OPERATORS), Role::Code, columns));
    lines.extend([Line::default(), Line::of("Fields", Role::Heading)]);
    let examples: Vec<_> = FIELDS.iter().map(|field| (field.example, field.help)).collect();
    lines.extend(definitions(&examples, Role::Code, columns));
    lines
}
