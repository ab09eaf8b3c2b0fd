//! `kbq completions`: the script by which a shell completes commands, options and field names.

use clap::{Args, CommandFactory};
use clap_complete::Shell;
use kbq_query::FIELDS;

use crate::args::Cli;
use crate::failure::{Failure, Outcome};
use crate::printer::Printer;

#[derive(Debug, Args)]
pub(crate) struct CompletionsArgs {
    /// The shell
    #[arg(value_enum)]
    shell: Shell,
}

pub(crate) fn run(args: &CompletionsArgs, printer: &mut Printer) -> Result<Outcome, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "kbq", &mut script);
    let script = with_fields(args.shell, &String::from_utf8_lossy(&script));
    printer.raw(script.as_bytes())?;
    Ok(Outcome::Found)
}

/// The generated script, taught the fields of the query language. They are no values that clap
/// could offer: behind one its own value follows, without a space. Where words may be a command or
/// a query, they are offered once a letter is typed.
fn with_fields(shell: Shell, script: &str) -> String {
    match shell {
        Shell::Bash => {
            let names: Vec<_> = FIELDS.iter().map(|field| format!("{}:", field.name)).collect();
            let registered = script.replace("complete -F _kbq ", "complete -F _kbq_or_fields ");
            format!("{}\n{registered}", BASH.replace("{names}", &names.join(" ")))
        }
        Shell::Zsh => {
            let row = |name: &str, help: &str| format!("        '{name}\\::{}'\n", quoted(help));
            let rows: String = FIELDS.iter().map(|field| row(field.name, field.help)).collect();
            let commands = "_describe -t commands 'kbq commands' commands \"$@\"";
            let or_fields = format!("{commands}\n    [[ -n $PREFIX ]] && _kbq_fields");
            let mut lines = Vec::new();
            for line in script.replace(commands, &or_fields).lines() {
                let is_query =
                    ["'*::words -- ", "'*::query -- "].iter().any(|p| line.starts_with(p));
                let line = if is_query {
                    line.replace(":_default'", ":_kbq_fields'")
                } else {
                    line.into()
                };
                lines.push(line);
            }
            // Before what calls it, which is the last thing in the script.
            let at = lines.iter().rposition(|line| line.starts_with("if ")).unwrap_or(lines.len());
            lines.insert(at, ZSH.replace("{rows}", &rows));
            lines.join("\n") + "\n"
        }
        Shell::Fish => {
            let row = |name: &str, help: &str| {
                format!(
                    "complete -c kbq -n __fish_kbq_takes_query -f -a {name}: -d '{}'\n",
                    quoted_in_fish(help)
                )
            };
            let rows: String = FIELDS.iter().map(|field| row(field.name, field.help)).collect();
            format!("{script}{FISH}{rows}")
        }
        _ => script.to_owned(),
    }
}

fn quoted(text: &str) -> String {
    text.replace('\'', r"'\''").replace(':', "\\:")
}

fn quoted_in_fish(text: &str) -> String {
    text.replace('\\', r"\\").replace('\'', r"\'")
}

const BASH: &str = r#"_kbq_or_fields() {
    _kbq "$@"
    [[ $2 == -* || ( $3 == -* && ${#COMPREPLY[@]} -gt 0 ) ]] && return
    local word command=
    for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
        [[ $word == -* ]] || { command=$word; break; }
    done
    case $command in
        search | tui) ;;
        "") [[ -n $2 ]] || return ;;
        *) return ;;
    esac
    COMPREPLY+=($(compgen -W "{names}" -- "$2"))
    [[ ${#COMPREPLY[@]} -eq 1 && ${COMPREPLY[0]} == *: ]] && compopt -o nospace 2> /dev/null
}
"#;

const ZSH: &str = r#"_kbq_fields() {
    local fields; fields=(
{rows}    )
    _describe -t fields 'fields of a query' fields -S ''
}
"#;

const FISH: &str = r"
function __fish_kbq_takes_query
    __fish_kbq_using_subcommand search tui
    or __fish_kbq_needs_command >/dev/null; and test -n (commandline -ct)
end

";
