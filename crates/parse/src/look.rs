//! How a line is to be read: one classification that blocks and facts share.

use crate::line::Line;

/// What a line looks like, whatever section it stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Look {
    /// White space only.
    Blank,
    /// A rule of one repeated character (`----`, `====`, `+---+`).
    Rule,
    /// Running text, labels, lists, tables.
    Prose,
    /// Source code, settings of an INI file, definitions of constants.
    Code,
    /// Registers, disassembly, stack words, memory: numbers that name no error.
    Dump,
}

/// The look of each line; some depend on the lines around them.
pub fn looks(lines: &[Line<'_>]) -> Vec<Look> {
    lines.iter().map(|line| look_of(&line.text)).collect()
}

fn look_of(text: &str) -> Look {
    let trimmed = text.trim();
    if trimmed.is_empty() {
        Look::Blank
    } else if trimmed.len() >= 3 && trimmed.bytes().all(|b| matches!(b, b'-' | b'=' | b'+')) {
        Look::Rule
    } else {
        Look::Prose
    }
}
