//! `kbq stats`: what is in the index, in numbers.

use clap::Args;
use kbq_index::Stats;
use kbq_render::{Line, Role, Span, definitions};

use super::library::Library;
use crate::failure::{Failure, Outcome};
use crate::printer::{Column, Listing, Printer};
use crate::settings::Settings;

#[derive(Debug, Args)]
pub(crate) struct StatsArgs {}

const COLUMNS: &[Column<Stats>] = &[
    Column { name: "articles", cell: |stats| stats.articles.to_string() },
    Column { name: "bytes", cell: |stats| stats.bytes.to_string() },
    Column { name: "words", cell: |stats| stats.words.to_string() },
];

pub(crate) fn run(
    _: &StatsArgs,
    settings: &Settings,
    printer: &mut Printer,
) -> Result<Outcome, Failure> {
    let stats = Library::open(settings, printer)?.index.stats()?;
    printer.listing(&Listing {
        whole: Some(&stats),
        rows: std::slice::from_ref(&stats),
        columns: COLUMNS,
        id: |_| None,
        text: &|width| text(&stats, width),
    })?;
    Ok(Outcome::from_found(stats.articles > 0))
}

fn text(stats: &Stats, width: usize) -> Vec<Line> {
    let mut rows = vec![
        ("articles", stats.articles.to_string()),
        ("different words", stats.words.to_string()),
        ("size", format!("{:.1} MB", stats.bytes as f64 / 1e6)),
    ];
    if let Some((first, last)) = stats.dates {
        rows.push(("modified", format!("{first} to {last}")));
    }
    let mut lines = definitions(&rows, Role::Label, width);
    for facet in &stats.facets {
        lines.push(Line::default());
        lines.push(Line::of(facet.field, Role::Heading));
        lines.extend(facet.values.iter().map(|(value, count)| {
            let count = Span::new(format!("{count:>7}  "), Role::Code);
            Line::new(vec![count, Span::new(value, Role::Value)])
        }));
    }
    lines
}
