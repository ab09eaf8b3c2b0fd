//! Events as XML, as newer viewers export and show them.

use super::kind::InputKind;
use super::labels::event_number;
use super::noise::NoiseKind;
use super::record::{BodyLine, Record, source_lines};
use crate::tree::Span;

/// The records of every `<Event>` element; none when there is none. Reads what is there: cut or
/// badly nested text is no error.
pub(super) fn records(text: &str) -> Vec<Record> {
    let lines = source_lines(text);
    let mut records = Vec::new();
    let mut at = 0;
    while let Some(found) = text.get(at..).and_then(|rest| rest.find("<Event")) {
        let start = at + found;
        let name_end = start + "<Event".len();
        let opens = text[name_end..].starts_with(|c: char| c == '>' || c.is_whitespace());
        if !opens {
            at = name_end;
            continue;
        }
        let end = text[name_end..].find("</Event>").map_or(text.len(), |end| name_end + end);
        at = end;
        let Some(element) = text.get(start..end) else { break };
        let line_at = |place: usize| {
            let behind = lines.partition_point(|line| line.start <= place);
            behind.checked_sub(1).and_then(|at| lines.get(at))
        };
        let Some(first) = line_at(start) else { break };
        let last = line_at(end).unwrap_or(first);
        let span = Span { start, end };
        let mut record = Record::new(InputKind::EventXml, first);
        record.lines[1] = last.number;
        record.span = span;
        record.id = content(element, "EventID").and_then(|(text, _)| event_number(text));
        record.source = attribute(element, "Provider", "EventSourceName")
            .or_else(|| attribute(element, "Provider", "Name"))
            .map(unescaped);
        record.event_type =
            content(element, "Level").map(|(level, _)| level_name(level).to_owned());
        if let Some((computer, _)) = content(element, "Computer") {
            record.own(computer, NoiseKind::Computer);
        }
        for tag in ["Message", "Data", "Binary"] {
            let mut rest = element;
            while let Some((text, behind)) = content(rest, tag) {
                if tag != "Binary" {
                    record.body.push(BodyLine::rewritten(unescaped(text), first.number, span));
                }
                rest = behind;
            }
        }
        if record.id.is_some() {
            records.push(record);
        }
    }
    records
}

/// The levels of the newer event log.
fn level_name(level: &str) -> &str {
    match level.trim() {
        "1" => "Critical",
        "2" => "Error",
        "3" => "Warning",
        "0" | "4" => "Information",
        other => other,
    }
}

/// The text of the first element of a name, and what follows it.
fn content<'t>(text: &'t str, tag: &str) -> Option<(&'t str, &'t str)> {
    let open = format!("<{tag}");
    let mut from = 0;
    loop {
        let at = from + text.get(from..)?.find(&open)? + open.len();
        let rest = text.get(at..)?;
        if !rest.starts_with(|c: char| c == '>' || c.is_whitespace()) {
            from = at;
            continue;
        }
        let inner = at + rest.find('>')? + 1;
        if text[..inner].ends_with("/>") {
            from = inner;
            continue;
        }
        let close = format!("</{tag}>");
        let length = text.get(inner..)?.find(&close)?;
        return Some((text.get(inner..inner + length)?, text.get(inner + length + close.len()..)?));
    }
}

/// An attribute of the first element of a name.
fn attribute<'t>(text: &'t str, tag: &str, name: &str) -> Option<&'t str> {
    let at = text.find(&format!("<{tag} "))?;
    let element = text.get(at..)?.split('>').next()?;
    let found = element.find(&format!(" {name}="))? + name.len() + 2;
    let quote = element.get(found..)?.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    element.get(found + 1..)?.split(quote).next().filter(|value| !value.is_empty())
}

fn unescaped(text: &str) -> String {
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&apos;", "'")
        .replace("&#xD;", " ")
        .replace("&#13;", " ")
        .replace("&amp;", "&")
}
