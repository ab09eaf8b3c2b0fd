//! Bad usage of the command line, told to a program.

use std::ffi::OsString;

use crate::failure::Failure;

/// Whether the arguments, which need not make sense, ask for JSON.
pub(crate) fn asks_for_json(arguments: &[OsString]) -> bool {
    let words = arguments.iter().take_while(|word| *word != "--");
    let words: Vec<_> = words.filter_map(|word| word.to_str()).collect();
    let is_json = |format: &str| matches!(format, "json" | "jsonl");
    words
        .iter()
        .any(|word| *word == "--json" || word.strip_prefix("--format=").is_some_and(is_json))
        || words.windows(2).any(|pair| pair[0] == "--format" && is_json(pair[1]))
}

/// What clap says in paragraphs (the error, tips, the usage, where to read on), as a failure.
pub(crate) fn failure(error: &clap::Error) -> Failure {
    let text = error.render().to_string();
    let mut paragraphs = text.split("\n\n").map(one_line);
    let what = paragraphs.next().unwrap_or_default();
    let what = what.strip_prefix("error: ").unwrap_or(&what);
    let rest: Vec<_> = paragraphs.filter(|paragraph| !paragraph.is_empty()).collect();
    let help = rest.iter().filter_map(|paragraph| paragraph.strip_prefix("tip: "));
    let usage = rest.iter().find(|paragraph| paragraph.starts_with("Usage: "));
    // The last paragraph says where to read on.
    let usage = usage.or(rest.last());
    let hint: Vec<_> = help.chain(usage.map(String::as_str)).collect();
    Failure::new("usage", what).hint(hint.join("; "))
}

fn one_line(paragraph: &str) -> String {
    paragraph.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_is_asked_for_before_the_words_are_understood() {
        let asks = |line: &str| {
            let words: Vec<_> = line.split(' ').map(OsString::from).collect();
            asks_for_json(&words)
        };
        assert!(asks("kbq show --json"));
        assert!(asks("kbq --format jsonl show --nonsense"));
        assert!(asks("kbq show --format=json --nonsense"));
        assert!(!asks("kbq show --format csv --nonsense"));
        assert!(!asks("kbq search -- --json"));
    }
}
