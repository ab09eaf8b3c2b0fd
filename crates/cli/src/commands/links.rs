//! `kbq links`: what an article refers to, and what refers to it.

use clap::Args;
use kbq_index::{Link, Links};
use kbq_render::{Line, Role, Span, safe};
use serde::Serialize;

use super::input;
use super::library::Library;
use crate::failure::{Failure, Outcome};
use crate::printer::{Column, Listing, Printer};
use crate::settings::Settings;

#[derive(Debug, Args)]
pub(crate) struct LinksArgs {
    /// The article's number
    #[arg(required_unless_present = "missing", value_name = "ID")]
    id: Option<String>,
    /// List the articles that others refer to and that are not in the index, most cited first
    #[arg(long, conflicts_with = "id")]
    missing: bool,
    /// Print a graph for Graphviz
    #[arg(long)]
    dot: bool,
}

/// A pointer and which way it goes.
#[derive(Debug, Clone, Serialize)]
struct Row {
    direction: &'static str,
    #[serde(flatten)]
    link: Link,
}

const COLUMNS: &[Column<Row>] = &[
    Column { name: "direction", cell: |row| row.direction.to_owned() },
    Column { name: "id", cell: |row| row.link.id.clone() },
    Column { name: "title", cell: |row| row.link.title.clone().unwrap_or_default() },
    Column { name: "line", cell: |row| row.link.line.to_string() },
];

/// An article that is not in the index and those that refer to it.
#[derive(Debug, Serialize)]
struct Missing {
    id: String,
    cited_by: Vec<String>,
}

const MISSING_COLUMNS: &[Column<Missing>] = &[
    Column { name: "id", cell: |row| row.id.clone() },
    Column { name: "cited_by", cell: |row| row.cited_by.join(" ") },
];

pub(crate) fn run(
    args: &LinksArgs,
    settings: &Settings,
    printer: &mut Printer,
) -> Result<Outcome, Failure> {
    let library = Library::open(settings, printer)?;
    let Some(id) = &args.id else { return missing(&library, printer) };
    let id = input::ids(std::slice::from_ref(id))?.remove(0);
    let links = library.index.links(id.number())?;
    if args.dot {
        printer.raw(dot(id.number(), &links).as_bytes())?;
        return Ok(Outcome::Found);
    }
    let rows = rows(&links);
    printer.listing(&Listing {
        whole: Some(&links),
        rows: &rows,
        columns: COLUMNS,
        id: |row: &Row| Some(row.link.id.clone()),
        text: &|_| text(&links),
    })?;
    Ok(Outcome::from_found(!rows.is_empty()))
}

fn missing(library: &Library, printer: &mut Printer) -> Result<Outcome, Failure> {
    let id = |number: u32| format!("Q{number}");
    let rows: Vec<_> = library
        .index
        .missing_citations()?
        .into_iter()
        .map(|(number, citing)| Missing {
            id: id(number),
            cited_by: citing.into_iter().map(id).collect(),
        })
        .collect();
    printer.listing(&Listing {
        whole: None,
        rows: &rows,
        columns: MISSING_COLUMNS,
        id: |row: &Missing| Some(row.id.clone()),
        text: &|_| {
            let line = |row: &Missing| {
                Line::of(format!("{:>6}  {}", row.cited_by.len(), row.id), Role::Text)
            };
            rows.iter().map(line).collect()
        },
    })?;
    Ok(Outcome::from_found(!rows.is_empty()))
}

/// The three lists with their names.
fn lists(links: &Links) -> [(&'static str, &'static str, &[Link]); 3] {
    [
        ("refers_to", "Refers to", &links.refers_to),
        ("referred_by", "Referred to by", &links.referred_by),
        ("missing", "Refers to articles that are not in the index", &links.missing),
    ]
}

fn rows(links: &Links) -> Vec<Row> {
    let row = |direction, link: &Link| Row { direction, link: link.clone() };
    lists(links)
        .iter()
        .flat_map(|(direction, _, list)| list.iter().map(|link| row(*direction, link)))
        .collect()
}

fn text(links: &Links) -> Vec<Line> {
    let mut lines = Vec::new();
    for (_, heading, list) in lists(links) {
        if list.is_empty() {
            continue;
        }
        lines.push(Line::of(heading, Role::Heading));
        lines.extend(list.iter().map(|link| {
            Line::new(vec![
                Span::new("  ", Role::Text),
                Span::new(&link.id, Role::Id),
                Span::new(format!("  {}", link.title.as_deref().unwrap_or_default()), Role::Text),
            ])
        }));
    }
    lines
}

/// The graph around an article in Graphviz's language; missing articles are dashed.
fn dot(number: u32, links: &Links) -> String {
    let mut graph = format!("digraph kbq {{\n  rankdir=LR;\n  Q{number} [style=bold];\n");
    let label = |link: &Link| {
        let title = link.title.as_deref().unwrap_or_default();
        safe(title).replace('\\', "\\\\").replace('"', "\\\"")
    };
    for (direction, _, list) in lists(links) {
        let style = if direction == "missing" { ", style=dashed" } else { "" };
        for link in list {
            let other = link.number;
            graph.push_str(&format!("  Q{other} [tooltip=\"{}\"{style}];\n", label(link)));
            let (from, to) =
                if direction == "referred_by" { (other, number) } else { (number, other) };
            graph.push_str(&format!("  Q{from} -> Q{to};\n"));
        }
    }
    graph + "}\n"
}
