//! How hits are printed, and what is said when there are none.

use kbq_index::{Hit, Results};
use kbq_query::{Clause, Modifier, Query};
use kbq_render::{Highlight, HitView, Line, Marked, Role, Span};
use serde::Serialize;

use super::library::Library;
use crate::failure::Failure;
use crate::printer::{Column, Listing, Printer};

/// A hit and its place.
#[derive(Debug, Serialize)]
pub(crate) struct Row<'a> {
    rank: usize,
    #[serde(flatten)]
    hit: &'a Hit,
}

impl<'a> Row<'a> {
    /// Hits with their places.
    pub(crate) fn of_hits(hits: &'a [Hit]) -> Vec<Row<'a>> {
        (1..).zip(hits).map(|(rank, hit)| Row { rank, hit }).collect()
    }

    /// The article's number as its source writes it.
    pub(crate) fn id(&self) -> String {
        self.hit.id.clone()
    }
}

/// What `--format json` prints.
#[derive(Serialize)]
struct Whole<'a> {
    query: &'a Query,
    #[serde(flatten)]
    results: &'a Results,
    hits: &'a [Row<'a>],
}

/// The columns of hits.
pub(crate) fn columns<'a>() -> Vec<Column<Row<'a>>> {
    vec![
        Column { name: "rank", cell: |row| row.rank.to_string() },
        Column { name: "id", cell: |row| row.hit.id.clone() },
        Column { name: "title", cell: |row| row.hit.title.clone() },
        Column { name: "area", cell: |row| row.hit.area.clone().unwrap_or_default() },
        Column { name: "products", cell: |row| row.hit.products.join("; ") },
        Column {
            name: "modified",
            cell: |row| row.hit.modified.map(|date| date.to_string()).unwrap_or_default(),
        },
        Column { name: "score", cell: |row| format!("{:.3}", row.hit.score) },
        Column {
            name: "why",
            cell: |row| row.hit.why.iter().map(|r| r.text.as_str()).collect::<Vec<_>>().join("; "),
        },
    ]
}

/// Prints the hits in the form asked for.
pub(crate) fn print(
    library: &Library,
    query: &Query,
    results: &Results,
    rows: &[Row<'_>],
    printer: &mut Printer,
) -> Result<(), Failure> {
    let notes = if rows.is_empty() { nothing(library, query)? } else { Vec::new() };
    printer.listing(&Listing {
        whole: Some(&Whole { query, results, hits: rows }),
        rows,
        columns: &columns(),
        id: |row: &Row<'_>| Some(row.hit.id.clone()),
        text: &|width| text(query, results, rows, &notes, width),
    })
}

pub(crate) fn text(
    query: &Query,
    results: &Results,
    rows: &[Row<'_>],
    notes: &[Line],
    width: usize,
) -> Vec<Line> {
    let mut lines = about(results);
    let highlights = highlights(query);
    for row in rows {
        if !lines.is_empty() {
            lines.push(Line::blank());
        }
        lines.extend(drawn(row, &highlights, width));
        lines.extend(row.hit.explain.iter().map(|part| {
            Line::of(format!("      {:>9.3}  {}", part.value, part.name), Role::Muted)
        }));
    }
    lines.extend_from_slice(notes);
    for facet in &results.facets {
        lines.push(Line::blank());
        lines.push(Line::of(facet.field, Role::Heading));
        lines.extend(facet.values.iter().map(|(value, count)| {
            let count = Span::new(format!("{count:>7}  "), Role::Code);
            Line::new(vec![count, Span::new(value, Role::Value)])
        }));
    }
    lines
}

/// What must be known before the hits are read: relaxed, unmatched parts.
fn about(results: &Results) -> Vec<Line> {
    let mut lines = Vec::new();
    for part in &results.unmatched {
        let mut text = format!("`{}` occurs nowhere", part.text);
        if let Some(suggestion) = &part.suggestion {
            text.push_str(&format!("; did you mean `{suggestion}`?"));
        }
        lines.push(Line::of(text, Role::Warning));
    }
    if let Some(relaxed) = &results.relaxed {
        lines.push(Line::of(&relaxed.message, Role::Warning));
    }
    lines
}

fn drawn(row: &Row<'_>, highlights: &[Highlight], width: usize) -> Vec<Line> {
    let hit = row.hit;
    let modified = hit.modified.map(|date| date.to_string());
    let mut why: Vec<_> = hit.why.iter().map(|reason| reason.text.clone()).collect();
    if !hit.missing.is_empty() {
        why.push(format!("without {}", hit.missing.join(", ")));
    }
    let found: Vec<_> = hit
        .snippet
        .iter()
        .flat_map(|snippet| snippet.highlights.iter().map(|span| span.start..span.end))
        .collect();
    let snippet = hit.snippet.as_ref().map(|snippet| kbq_render::Snippet {
        heading: snippet.heading.as_deref(),
        line: snippet.line,
        text: Marked { text: &snippet.text, matches: &found },
    });
    let in_title = kbq_render::find(&hit.title, highlights);
    let view = HitView {
        rank: row.rank,
        id: &hit.id,
        number: hit.number,
        title: Marked { text: &hit.title, matches: &in_title },
        area: hit.area.as_deref(),
        product: hit.products.first().map(String::as_str),
        modified: modified.as_deref(),
        why: &why,
        snippet,
    };
    kbq_render::hit(&view, width)
}

/// What a title may show highlighted: the words of the query.
fn highlights(query: &Query) -> Vec<Highlight> {
    let leaves = query.leaves();
    let texts = leaves.filter_map(|clause| match clause {
        Clause::Text { words, modifier, .. } => Some((words.join(" "), *modifier)),
        _ => None,
    });
    texts
        .map(|(text, modifier)| match modifier {
            Modifier::Prefix => Highlight::prefix(&text),
            Modifier::Word | Modifier::Phrase => Highlight::new(&text),
        })
        .collect()
}

/// A useful answer where nothing matches: what was understood, what codes mean all the same, who
/// refers to an article that is missing.
fn nothing(library: &Library, query: &Query) -> Result<Vec<Line>, Failure> {
    let mut lines = vec![Line::of("Nothing matches.", Role::Warning)];
    for part in &query.understood {
        lines.push(Line::of(format!("  understood: {}", part.label), Role::Muted));
    }
    for clause in query.leaves() {
        match clause {
            Clause::Article(number) => {
                let citing = library.index.links(*number)?.referred_by;
                let who = if citing.is_empty() {
                    format!("Q{number} is not in this index, and no article refers to it")
                } else {
                    format!("Q{number} is not in this index, but these articles refer to it:")
                };
                lines.push(Line::of(who, Role::Text));
                lines.extend(citing.iter().map(|link| {
                    let title = link.title.as_deref().unwrap_or_default();
                    Line::of(format!("  {}  {title}", link.id), Role::Link)
                }));
            }
            Clause::Code(wanted) => lines.extend(super::decode::summary(wanted)),
            _ => {}
        }
    }
    Ok(lines)
}
