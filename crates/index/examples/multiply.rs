//! Makes an archive several times as large, to see what grows how: copies of its Markdown files
//! with all article numbers shifted and some words exchanged.
//!
//! ```sh
//! cargo run --release -p kbq-index --example multiply -- ARCHIVE FACTOR OUT
//! ```
//!
//! In each copy one word in twenty is another word of the same article, and one in two hundred is
//! new to the archive, so that posting lists and the dictionary grow as they would with more
//! articles of the same sort. The first copy is the archive itself.

#[expect(dead_code, reason = "copies are of whole files, titles included")]
#[path = "compare/articles.rs"]
mod articles;

use std::error::Error;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::PathBuf;

use articles::load;

const USAGE: &str = "usage: multiply ARCHIVE FACTOR OUT (a folder)";
/// Added to every article number in each copy; the archive's numbers lie below it.
const SHIFT: u32 = 1_000_000;
/// One word in so many is another word of the article.
const EXCHANGED: u64 = 20;
/// One word in so many is new.
const NEW: u64 = 200;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args_os().skip(1);
    let archive = PathBuf::from(arguments.next().ok_or(USAGE)?);
    let factor: u32 = arguments.next().and_then(|n| n.to_str()?.parse().ok()).ok_or(USAGE)?;
    let out = PathBuf::from(arguments.next().ok_or(USAGE)?);
    for (number, path) in articles::files(&archive)? {
        let body = load(&path)?.body;
        let words: Vec<&str> = pieces(&body).filter(|piece| is_word(piece)).collect();
        for copy in 0..factor {
            let number = number + copy * SHIFT;
            let folder = out.join(format!("{:03}/Q{number}", number / 1000));
            fs::create_dir_all(&folder)?;
            let text = if copy == 0 { body.clone() } else { perturbed(&body, &words, copy) };
            fs::write(folder.join("README.md"), text)?;
        }
    }
    Ok(())
}

/// Runs of letters, digits, and everything else.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    let class = |c: char| (c.is_ascii_lowercase(), c.is_ascii_uppercase(), c.is_ascii_digit());
    let mut rest = text;
    std::iter::from_fn(move || {
        let first = class(rest.chars().next()?);
        let end = rest.find(|c| class(c) != first).unwrap_or(rest.len());
        let (piece, after) = rest.split_at(end);
        rest = after;
        Some(piece)
    })
}

/// Long enough that exchanging it changes no keyword of the format.
fn is_word(piece: &str) -> bool {
    piece.len() >= 5 && piece.bytes().all(|byte| byte.is_ascii_lowercase())
}

fn perturbed(body: &str, words: &[&str], copy: u32) -> String {
    let mut text = String::with_capacity(body.len() + 64);
    let header = body.find("Last Modified:").unwrap_or(0);
    let mut at = 0;
    let mut before = "";
    for piece in pieces(body) {
        let mut hasher = DefaultHasher::new();
        (at, piece, copy).hash(&mut hasher);
        let chance = hasher.finish();
        let number = piece.parse().ok().filter(|_| before == "Q" && piece.len() >= 5);
        if let Some(number) = number.and_then(|number: u32| number.checked_add(copy * SHIFT)) {
            text.push_str(&number.to_string());
        } else if at > header && is_word(piece) && chance.is_multiple_of(NEW) {
            // A word of the archive's letters that the archive does not have.
            text.push_str(piece);
            text.extend(piece.chars().rev().take(2 + copy as usize % 3));
        } else if at > header && is_word(piece) && chance.is_multiple_of(EXCHANGED) {
            let other = (chance / EXCHANGED) as usize % words.len().max(1);
            text.push_str(words.get(other).unwrap_or(&piece));
        } else {
            text.push_str(piece);
        }
        before = piece;
        at += piece.len();
    }
    text
}
