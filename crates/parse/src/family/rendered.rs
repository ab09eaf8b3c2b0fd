//! A page of the Markdown form as a browser shows it: no front matter, no indentation.

use kbq_model::Format;

use super::SourceLines;
use crate::header::{Draft, Field, Style, field_of};
use crate::line::Line;

/// Lines above the header: the site's banner and the title.
const BANNER_LINES: usize = 30;

pub(super) fn read(text: &str) -> Option<Draft<'_>> {
    let lines: Vec<Line<'_>> = SourceLines::new(text)
        .map(|(number, _, text)| Line::new(number, text.strip_prefix('\t').unwrap_or(text)))
        .collect();
    let is_id = |line: &Line<'_>| matches!(field_of(&line.text), Some((Field::Id, _)));
    let start = lines.iter().take(BANNER_LINES).position(is_id)?;
    let is_product = |line: &Line<'_>| matches!(field_of(&line.text), Some((Field::Product, _)));
    if !lines[start..].iter().take(3).any(is_product) {
        return None;
    }
    let mut draft = Draft::new(Format::Jekyll, Style::Underlined);
    for line in &lines[..start] {
        let text = line.text.trim().trim_start_matches('#').trim_start();
        if let Some((id, title)) = text.split_once(':')
            && id.starts_with(['Q', 'q'])
            && draft.set_id(id, line.number)
        {
            draft.title = title.trim().to_owned();
            draft.title_line = line.number;
        }
    }
    draft.take_header(lines.into_iter().skip(start));
    draft.id.as_ref()?;
    Some(draft)
}
