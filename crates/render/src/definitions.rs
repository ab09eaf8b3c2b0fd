//! Terms and what is said of them, in two columns.

use crate::Role;
use crate::line::{Line, Span};
use crate::wrap::{Blanks, Indent, blanks, wrap};

/// Blanks between the columns.
const GAP: usize = 2;

/// Each term with its text beside it, wrapped within the right column.
///
/// ```
/// use kbq_render::{Role, definitions};
///
/// let lines = definitions(&[("articles", "88"), ("from", "corpus")], Role::Label, 40);
/// assert_eq!(lines[1].to_string(), "from      corpus");
/// ```
pub fn definitions<T, U>(rows: &[(T, U)], term: Role, width: usize) -> Vec<Line>
where
    T: AsRef<str>,
    U: AsRef<str>,
{
    let terms: Vec<_> = rows.iter().map(|(name, _)| Span::new(name, term)).collect();
    let widest = terms.iter().map(Span::width).max().unwrap_or(0);
    let mut lines = Vec::new();
    for (name, (_, text)) in terms.into_iter().zip(rows) {
        let gap = blanks(widest - name.width() + GAP);
        let indent = Indent::hanging(vec![name, gap]);
        lines.extend(wrap(&[Span::new(text, Role::Value)], width, &indent, Blanks::Collapse));
    }
    lines
}
