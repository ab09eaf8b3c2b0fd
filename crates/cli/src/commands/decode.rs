//! `kbq decode`: what an error code means, in every reading.

use clap::Args;
use kbq_codes::{Code, Reading, ToolCode, names_of, notations, readings, related, value_of};
use kbq_index::{Index, SearchOptions};
use kbq_query::{Aliases, CodeWanted, Query};
use kbq_render::{Line, Role, Span, definitions};
use serde::Serialize;

use crate::failure::{Failure, Outcome};
use crate::printer::{Column, Listing, Printer};
use crate::settings::Settings;

#[derive(Debug, Args)]
pub(crate) struct DecodeArgs {
    /// Codes in any notation: 0xC00203E5, C00203E5h, -1073609755, 3221357541, LNK2001, a symbol
    #[arg(required = true, allow_negative_numbers = true, value_name = "CODE")]
    codes: Vec<String>,
}

/// A code, decoded.
#[derive(Debug, Serialize)]
struct Decoded {
    given: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<u32>,
    /// Notation and text.
    notations: Vec<(&'static str, String)>,
    names: Vec<&'static str>,
    readings: Vec<Meaning>,
    related: Vec<Meaning>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tool: Option<&'static str>,
    /// How many articles name it; null without an index.
    articles: Option<u64>,
}

/// A reading or a related value.
#[derive(Debug, Serialize)]
struct Meaning {
    basis: &'static str,
    value: u32,
    /// The value in hex.
    code: String,
    /// The value with its best known name, for people.
    label: String,
    names: Vec<&'static str>,
    meaning: Option<&'static str>,
    fields: Option<String>,
    articles: Option<u64>,
}

const COLUMNS: &[Column<Decoded>] = &[
    Column { name: "given", cell: |row| row.given.clone() },
    Column { name: "value", cell: |row| row.value.map(|v| v.to_string()).unwrap_or_default() },
    Column { name: "names", cell: |row| row.names.join(" ") },
    Column { name: "articles", cell: |row| row.articles.map_or(String::new(), |n| n.to_string()) },
];

pub(crate) fn run(
    args: &DecodeArgs,
    settings: &Settings,
    printer: &mut Printer,
) -> Result<Outcome, Failure> {
    // Decoding needs no index; one only adds how many articles name the code.
    let index = Index::open(&settings.index).ok();
    let mut rows = Vec::new();
    for given in &args.codes {
        match decode(given, index.as_ref())? {
            Some(row) => rows.push(row),
            None => printer.note(format_args!("`{given}` is no code in any notation kbq knows")),
        }
    }
    printer.listing(&Listing {
        whole: None,
        rows: &rows,
        columns: COLUMNS,
        id: |_| None,
        text: &|width| rows.iter().flat_map(|row| text(row, width)).collect(),
    })?;
    Ok(Outcome::from_found(!rows.is_empty()))
}

/// The code that a text writes, by number or by name.
fn read(given: &str) -> Option<Code> {
    Code::parse(given).map(|(code, _)| code).or_else(|| value_of(given)).or_else(|| {
        let digits = given.trim();
        // On a stop screen a code may be as short as `7B`.
        Code::parse_stop(digits).filter(|_| digits.len() <= 8)
    })
}

fn decode(given: &str, index: Option<&Index>) -> Result<Option<Decoded>, Failure> {
    let tool = ToolCode::parse(given);
    let code = read(given).filter(|_| tool.is_none());
    if code.is_none() && tool.is_none() {
        return Ok(None);
    }
    let value = |code: Code| index.map(|index| index.code_count(code.0)).transpose();
    let meaning = |basis: &'static str, reading: Reading| -> Result<Meaning, Failure> {
        Ok(Meaning {
            basis,
            value: reading.code.0,
            code: reading.code.to_string(),
            label: reading.code.label(),
            articles: value(reading.code)?,
            names: reading.names,
            meaning: reading.meaning,
            fields: reading.parts.map(|parts| parts.text()),
        })
    };
    let mut decoded = Decoded {
        given: given.to_owned(),
        value: code.map(|code| code.0),
        notations: Vec::new(),
        names: Vec::new(),
        readings: Vec::new(),
        related: Vec::new(),
        articles: match &tool {
            Some(tool) => index.map(|index| tool_count(index, tool)).transpose()?,
            None => code.map(value).transpose()?.flatten(),
        },
        tool: tool.as_ref().map(ToolCode::tool),
    };
    if let Some(code) = code {
        decoded.notations = notations(code).map(|(kind, text)| (kind.name(), text)).collect();
        decoded.names = names_of(code).map(|name| name.symbol).collect();
        for reading in readings(code) {
            decoded.readings.push(meaning(reading.basis.text(), reading)?);
        }
        for other in related(code) {
            decoded.related.push(Meaning {
                basis: other.basis.text(),
                value: other.code.0,
                code: other.code.to_string(),
                label: other.code.label(),
                names: names_of(other.code).map(|name| name.symbol).collect(),
                meaning: None,
                fields: None,
                articles: value(other.code)?,
            });
        }
    }
    Ok(Some(decoded))
}

fn text(decoded: &Decoded, width: usize) -> Vec<Line> {
    let mut lines = vec![Line::of(&decoded.given, Role::Title)];
    let named = |articles: Option<u64>| match articles {
        Some(1) => "named by 1 article".to_owned(),
        Some(count) => format!("named by {count} articles"),
        None => String::new(),
    };
    let mut rows = Vec::new();
    if let Some(tool) = decoded.tool {
        rows.push(("tool", tool.to_owned()));
    }
    let notations = decoded.notations.iter().map(|(kind, text)| format!("{text} ({kind})"));
    rows.push(("written", notations.collect::<Vec<_>>().join(", ")));
    rows.push(("articles", named(decoded.articles)));
    rows.retain(|(_, value)| !value.is_empty());
    lines.extend(definitions(&rows, Role::Label, width));
    let (readings, related) = (&decoded.readings, &decoded.related);
    for (heading, meanings, by_label) in [("reads as", readings, false), ("related", related, true)]
    {
        if !meanings.is_empty() {
            lines.push(Line::of(heading, Role::Heading));
        }
        for meaning in meanings {
            // A label has the best known name in it.
            let (code, names) = if by_label {
                (&meaning.label, String::new())
            } else {
                (&meaning.code, format!("  {}", meaning.names.join(" ")))
            };
            let mut spans = vec![
                Span::new("  ", Role::Text),
                Span::new(code, Role::Code),
                Span::new(names, Role::Value),
            ];
            let more = [meaning.meaning.map(str::to_owned), Some(meaning.basis.to_owned())];
            let articles = meaning.articles.filter(|&count| count > 0).map(|n| named(Some(n)));
            let more = more.into_iter().chain([meaning.fields.clone(), articles]).flatten();
            let more = more.collect::<Vec<_>>().join(" · ");
            spans.push(Span::new(format!("  {more}"), Role::Muted));
            lines.push(Line::new(spans));
        }
    }
    lines.push(Line::default());
    lines
}

/// How many articles name a tool's code.
fn tool_count(index: &Index, tool: &ToolCode) -> Result<u64, Failure> {
    let query = Query::parse(&format!("code:{}", tool.as_str()), &Aliases::builtin());
    let options = SearchOptions { limit: 0, details: false, ..SearchOptions::default() };
    Ok(index.search(&query, &options)?.total as u64)
}

/// A line or two on a code for which no article was found.
pub(crate) fn summary(wanted: &CodeWanted) -> Vec<Line> {
    let CodeWanted::Value { value, .. } = wanted else { return Vec::new() };
    let line = |reading: Reading| {
        let names = reading.names.join(" ");
        let meaning = reading.meaning.unwrap_or_default();
        let text = format!("  {}  {names}  {meaning}  {}", reading.code, reading.basis.text());
        Line::of(text, Role::Text)
    };
    readings(Code(*value)).into_iter().map(line).collect()
}
