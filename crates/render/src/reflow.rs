//! Which line ends of an article were meant, and which only its width made.

use kbq_model::{Article, BlockKind};

/// The width of the archive's own pages: longer lines were never wrapped.
const PAGE: usize = 80;
/// How far before the column authors broke their lines.
const RAGGED: usize = 20;
/// The same for quoted messages, which are set in and wrapped anyhow.
const MESSAGE: usize = 40;

/// The column at which an article's running text was wrapped.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Column(usize);

impl Column {
    /// As wide as the widest line of its running text, within a page.
    pub(crate) fn of(article: &Article) -> Column {
        let running =
            |kind| matches!(kind, BlockKind::Paragraph | BlockKind::Step | BlockKind::Bullet);
        let mut widest = 0;
        for section in &article.sections {
            let lines: Vec<&str> = section.text.split('\n').collect();
            for block in section.blocks.iter().filter(|block| running(block.kind)) {
                let lines = lines.get(block.first as usize..=block.last as usize);
                let lengths = lines.unwrap_or_default().iter().map(|line| line.trim_end().len());
                widest = lengths.filter(|&length| length <= PAGE).fold(widest, usize::max);
            }
        }
        Column(widest.max(PAGE - RAGGED))
    }

    /// The lines joined where only the width broke them, each with the index of its first: a line
    /// was ended on purpose if the next word would well have fitted.
    pub(crate) fn reflow(self, lines: &[&str]) -> Vec<(usize, String)> {
        reflow(lines, self.0 - RAGGED, |_| false)
    }
}

/// The lines of a message: joined where they were wrapped, but for those with a label of their own.
pub(crate) fn reflow_message(lines: &[&str]) -> Vec<(usize, String)> {
    reflow(lines, MESSAGE, is_labelled)
}

fn reflow(lines: &[&str], full: usize, begins: fn(&str) -> bool) -> Vec<(usize, String)> {
    let mut joined: Vec<(usize, String)> = Vec::new();
    let mut before = 0;
    let mut was_in_columns = false;
    for (offset, line) in lines.iter().enumerate() {
        let text = line.trim();
        let word = text.split(' ').next().map_or(0, str::len);
        let in_columns = has_columns(line);
        let wrapped = before > 0 && before + 1 + word >= full && !in_columns && !was_in_columns;
        match joined.last_mut() {
            Some((_, joined)) if wrapped && word > 0 && !begins(text) => {
                joined.push(' ');
                joined.push_str(text);
            }
            _ => joined.push((offset, text.to_owned())),
        }
        before = if text.is_empty() { 0 } else { line.trim_end().len() };
        was_in_columns = in_columns;
    }
    joined
}

/// Whether a line sets its words apart by blanks, as rows of tables do (`DPTSCSI  SYS     15,892`).
/// Two blanks end a sentence, and text set to both margins has three here and there.
pub(crate) fn has_columns(line: &str) -> bool {
    const SURE: usize = 5;
    let (mut gaps, mut blanks) = (0, 0);
    for c in line.trim().chars() {
        if c == ' ' {
            blanks += 1;
            continue;
        }
        match blanks {
            SURE.. => return true,
            3.. => gaps += 1,
            _ => {}
        }
        blanks = 0;
    }
    gaps > 1
}

/// All lines as one.
pub(crate) fn joined(lines: &[&str]) -> String {
    let words = lines.iter().flat_map(|line| line.split_whitespace());
    words.collect::<Vec<_>>().join(" ")
}

/// Whether the line begins with a label (`Event ID: 4058`).
fn is_labelled(text: &str) -> bool {
    const LONGEST: usize = 24;
    text.split_once(':').is_some_and(|(label, _)| {
        label.len() <= LONGEST
            && label.starts_with(char::is_uppercase)
            && label.chars().all(|c| c.is_alphanumeric() || c == ' ')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(lines: &[&str]) -> Vec<String> {
        Column(79).reflow(lines).into_iter().map(|(_, text)| text).collect()
    }

    #[test]
    fn only_full_lines_were_wrapped() {
        let prose =
            ["The service on the second node stops as soon as it is started by the", "cluster."];
        assert_eq!(texts(&prose).len(), 1);
        assert_eq!(texts(&["Printer on LPT1", "Printer on LPT2"]).len(), 2);
        assert_eq!(texts(&["  x = 1", "", "  y = 2"]), ["x = 1", "", "y = 2"]);
    }

    #[test]
    fn rows_of_columns_are_not_joined() {
        let rows = [
            "QUEUE    DL_       6,962 09-11-93   5:28a",
            "SPOOLER  DL_       4,626 09-11-93   5:28a",
        ];
        let joined = Column(60).reflow(&rows);
        assert_eq!(joined.len(), 2);
        assert!(has_columns(rows[0]) && has_columns("27 file(s)      827,435 bytes"));
        assert!(!has_columns("It stops.  Then it starts   again, and  stops."));
    }

    #[test]
    fn labels_of_messages_begin_lines() {
        let message = [
            "Source: MSExchangeIMC, on the second node of the cluster",
            "Description: The port is held by a process that was not",
            "closed.",
        ];
        let joined = reflow_message(&message);
        assert_eq!(joined.len(), 2);
        assert_eq!(joined.last().map(|(offset, _)| *offset), Some(1));
    }
}
