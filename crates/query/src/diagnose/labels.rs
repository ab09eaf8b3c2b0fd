//! The labels of an event-log entry: `Event ID:`, `Source:`, `Description:`.

/// What a label names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Label {
    Id,
    Source,
    Type,
    Category,
    Computer,
    User,
    Description,
    /// The date, which an entry has once.
    Date,
    /// A field that says nothing about the problem.
    Other,
}

/// Every label, longer ones before those they begin with.
const LABELS: &[(&str, Label)] = &[
    ("event record id", Label::Other),
    ("event description", Label::Description),
    ("event category", Label::Category),
    ("event number", Label::Id),
    ("event source", Label::Source),
    ("event type", Label::Type),
    ("event id", Label::Id),
    ("eventid", Label::Id),
    ("event", Label::Id),
    ("source name", Label::Source),
    ("source", Label::Source),
    ("provider name", Label::Source),
    ("task category", Label::Category),
    ("category", Label::Category),
    ("type", Label::Type),
    ("level", Label::Type),
    ("computer name", Label::Computer),
    ("computer", Label::Computer),
    ("user name", Label::User),
    ("user", Label::User),
    ("description", Label::Description),
    ("details", Label::Description),
    ("date and time", Label::Date),
    ("date", Label::Date),
    ("time", Label::Other),
    ("logged", Label::Other),
    ("log name", Label::Other),
    ("log", Label::Other),
    ("keywords", Label::Other),
    ("opcode", Label::Other),
    ("data", Label::Other),
];

/// A label on a line, and where its value stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) label: Label,
    /// First byte of the value.
    pub(super) start: usize,
    /// One past its last byte.
    pub(super) end: usize,
}

impl Found {
    pub(super) fn value<'t>(&self, line: &'t str) -> &'t str {
        line.get(self.start..self.end).unwrap_or_default()
    }
}

/// The labels of a line that opens with one; none when it is text.
pub(super) fn labels(line: &str) -> Vec<Found> {
    let mut found: Vec<(usize, Found)> = Vec::new();
    let mut at = line.len()
        - line.trim_start_matches(|c: char| c.is_whitespace() || "-*•".contains(c)).len();
    while at < line.len() {
        let columns = found.is_empty()
            || line
                .get(..at)
                .is_some_and(|before| before.ends_with("  ") || before.ends_with('\t'));
        match label_at(line, at, columns) {
            Some((label, value)) => {
                if let Some((start, last)) = found.last_mut() {
                    last.end = at.max(last.start);
                    debug_assert!(*start <= last.start);
                }
                found.push((at, Found { label, start: value, end: line.len() }));
                if label == Label::Description {
                    break;
                }
                at = value;
            }
            None if found.is_empty() => return Vec::new(),
            None => at = next_word(line, at),
        }
    }
    let mut found: Vec<Found> = found.into_iter().map(|(_, found)| trimmed(line, found)).collect();
    found.retain(|found| is_plausible(found.label, found.value(line)));
    found
}

/// The place behind the word at `at`, where the next label may begin.
fn next_word(line: &str, at: usize) -> usize {
    let rest = line.get(at..).unwrap_or_default();
    let mut before = rest.chars().next();
    for (offset, c) in rest.char_indices().skip(1) {
        let opens = c.is_ascii_alphabetic() && before.is_some_and(|b| !b.is_alphabetic());
        // Exports glue labels to numbers: `Event ID:5512Log: System` (Q167248).
        if opens {
            return at + offset;
        }
        before = Some(c);
    }
    line.len()
}

/// The label at a place, and where its value begins: behind a colon or an equals sign, or behind
/// a blank where the labels stand in columns (`EventID 10004  Source DCOM`).
fn label_at(line: &str, at: usize, columns: bool) -> Option<(Label, usize)> {
    let rest = line.get(at..)?;
    LABELS.iter().find_map(|(name, label)| {
        let head = rest.get(..name.len()).filter(|head| head.eq_ignore_ascii_case(name))?;
        let behind = &rest[head.len()..];
        let sign = behind.trim_start_matches([' ', '\t', '#']);
        let value = match sign.strip_prefix([':', '=']) {
            Some(value) => value,
            None => {
                let number = *label == Label::Id && sign.starts_with(|c: char| c.is_ascii_digit());
                let word = matches!(label, Label::Source | Label::Computer | Label::Type)
                    && at > 0
                    && sign.starts_with(char::is_alphanumeric);
                let blank = behind.starts_with([' ', '\t']) && name.len() > 4;
                if !(columns && blank && (number && name.ends_with("id") || word)) {
                    return None;
                }
                sign
            }
        };
        Some((*label, line.len() - value.len()))
    })
}

fn trimmed(line: &str, found: Found) -> Found {
    let value = found.value(line);
    let ends = |c: char| c.is_whitespace() || matches!(c, ',' | ';');
    let start = found.start + value.len() - value.trim_start_matches(ends).len();
    let end = start + value.trim_matches(ends).trim_end_matches([' ', '-']).len();
    Found { start, end, ..found }
}

/// Whether a label may have this value: `Event: the cluster …` and `Type: int` are text.
fn is_plausible(label: Label, value: &str) -> bool {
    match label {
        Label::Id => event_number(value).is_some(),
        Label::Type => is_event_type(&value.to_lowercase()),
        Label::Source => {
            value.len() <= 60 && value.starts_with(|c: char| c.is_alphanumeric() || c == '_')
        }
        _ => true,
    }
}

/// The number that a value of `Event ID:` begins with.
pub(super) fn event_number(value: &str) -> Option<u32> {
    let value = value.trim_start_matches(['(', '[', '"', ' ']);
    let digits: String = value.chars().take_while(char::is_ascii_digit).collect();
    let id: u32 = digits.parse().ok()?;
    // Exports of newer systems give the whole 32-bit identifier; its low word is the number.
    Some(if id > 0xffff { id & 0xffff } else { id })
}

/// Whether a word is the type of an event.
pub(super) fn is_event_type(word: &str) -> bool {
    matches!(
        word,
        "error"
            | "warning"
            | "information"
            | "informational"
            | "success"
            | "success audit"
            | "failure audit"
            | "audit success"
            | "audit failure"
            | "critical"
            | "none"
            | "verbose"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> Vec<(Label, &str)> {
        labels(line).into_iter().map(|found| (found.label, found.value(line))).collect()
    }

    #[test]
    fn labels_stand_below_or_beside_each_other() {
        use Label::*;
        assert_eq!(read("Event ID: 4058"), [(Id, "4058")]);
        assert_eq!(
            read("Event ID: 178  Source: MSExchangeMTA  Category: X400 Service"),
            [(Id, "178"), (Source, "MSExchangeMTA"), (Category, "X400 Service")]
        );
        assert_eq!(
            read("Event ID: 5002, Source: MdgMPort, Type: Error"),
            [(Id, "5002"), (Source, "MdgMPort"), (Type, "Error")]
        );
        assert_eq!(read("Event ID:5512Log: System"), [(Id, "5512"), (Other, "System")]);
        assert_eq!(
            read("EventID 10004  Source DCOM  Computer DEVBOX3"),
            [(Id, "10004"), (Source, "DCOM"), (Computer, "DEVBOX3")]
        );
        assert_eq!(
            read("\tEvent Source:\tMSExchangeIS Private"),
            [(Source, "MSExchangeIS Private")]
        );
    }

    #[test]
    fn text_is_no_label() {
        for line in [
            "The source: unknown",
            "Type: int",
            "event the user: x",
            "",
            "Events occurred",
            "Event: lost",
        ] {
            assert_eq!(read(line), [], "{line}");
        }
    }
}
