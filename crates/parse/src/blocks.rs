//! How the lines of a section are to be read.

use kbq_model::Block;

use crate::line::Line;
use crate::look::Look;

/// The blocks of a section's lines, blank lines between them left out.
pub(crate) fn blocks(_lines: &[Line<'_>], _looks: &[Look]) -> Vec<Block> {
    Vec::new()
}
