//! What commands read beside the index: standard input and lists of article numbers.

use std::io::Read;
use std::path::Path;

use kbq_model::ArticleId;

use crate::failure::Failure;

/// Pasted text is read up to here; a log that is longer is cut, and the user is told.
pub(crate) const LONGEST_PASTE: u64 = 64 << 20;

/// Text from a file, or from standard input where the path is `-` or missing.
///
/// What is not UTF-8 is read as far as it can be: a pasted log is evidence, not a document.
pub(crate) fn text(path: Option<&Path>) -> Result<String, Failure> {
    let mut bytes = Vec::new();
    match path.filter(|path| *path != Path::new("-")) {
        Some(path) => {
            let file = std::fs::File::open(path).map_err(|e| Failure::io("read", path, &e))?;
            file.take(LONGEST_PASTE)
                .read_to_end(&mut bytes)
                .map_err(|e| Failure::io("read", path, &e))?;
        }
        None => {
            std::io::stdin()
                .take(LONGEST_PASTE)
                .read_to_end(&mut bytes)
                .map_err(|e| Failure::io("read", Path::new("standard input"), &e))?;
        }
    }
    Ok(kbq_parse::text_of(&bytes).into_owned())
}

/// The article numbers named on the command line; `-` stands for those on standard input, by
/// line, blank or zero byte, as `kbq -l` and `kbq -l -0` print them.
pub(crate) fn ids(words: &[String]) -> Result<Vec<ArticleId>, Failure> {
    let mut ids = Vec::new();
    for word in words {
        if word == "-" {
            for word in text(None)?.split(|c: char| c.is_whitespace() || c == '\0') {
                if !word.is_empty() {
                    ids.push(id(word)?);
                }
            }
        } else {
            ids.push(id(word)?);
        }
    }
    Ok(ids)
}

fn id(word: &str) -> Result<ArticleId, Failure> {
    word.parse().map_err(|error: kbq_model::BadArticleId| {
        Failure::new("bad-id", error.to_string())
            .hint(format!("to search for it: kbq search -- {word:?}"))
    })
}
