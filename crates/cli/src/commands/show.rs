//! `kbq show`: articles, answer first; or one section, the record, the file itself.

use clap::Args;
use kbq_corpus::Limits;
use kbq_corpus::revisions::Difference;
use kbq_model::{Article, ArticleId, Format, Revision, SectionKind, Source};
use kbq_render::{ArticleView, Line, Role, definitions};
use serde::Serialize;

use super::input;
use super::library::Library;
use crate::args::OutputFormat;
use crate::failure::{Failure, Outcome};
use crate::printer::{Column, Listing, Printer};
use crate::settings::{Output, Settings};

#[derive(Debug, Args)]
pub(crate) struct ShowArgs {
    /// Article numbers: Q194128, KB194128 or 194128; `-` reads them from standard input
    #[arg(required = true, value_name = "ID")]
    articles: Vec<String>,
    /// Only the sections of this kind
    #[arg(long, value_parser = section_names())]
    section: Vec<String>,
    /// The file that the article was read from, byte for byte in a pipe
    #[arg(long, conflicts_with_all = ["section", "markdown", "revisions", "diff"])]
    raw: bool,
    /// As Markdown
    #[arg(long, conflicts_with_all = ["revisions", "diff"])]
    markdown: bool,
    /// The other sources of the article: formats, dates, files
    #[arg(long)]
    revisions: bool,
    /// What the other sources say differently
    #[arg(long)]
    diff: bool,
}

/// The names of the section kinds, for checking and completion.
fn section_names() -> clap::builder::PossibleValuesParser {
    SectionKind::ALL.map(SectionKind::name).into()
}

/// The columns of records.
pub(crate) const COLUMNS: &[Column<Article>] = &[
    Column { name: "id", cell: |article| article.id.to_string() },
    Column { name: "title", cell: |article| article.title.clone() },
    Column { name: "area", cell: |article| article.area.clone().unwrap_or_default() },
    Column { name: "products", cell: |article| article.products.join("; ") },
    Column {
        name: "modified",
        cell: |article| article.modified.map(|date| date.to_string()).unwrap_or_default(),
    },
    Column { name: "format", cell: |article| article.format.name().to_owned() },
    Column { name: "path", cell: |article| article.source.path.clone() },
];

pub(crate) fn run(
    args: &ShowArgs,
    settings: &Settings,
    printer: &mut Printer,
) -> Result<Outcome, Failure> {
    let library = Library::open(settings, printer)?;
    let kinds: Vec<_> =
        args.section.iter().filter_map(|name| SectionKind::from_name(name)).collect();
    let mut articles = Vec::new();
    for id in input::ids(&args.articles)? {
        match library.index.article(id.number())? {
            Some(article) => articles.push(article),
            None => absent(&library, id.number(), printer)?,
        }
    }
    if args.raw {
        for article in &articles {
            printer.raw(&kbq_corpus::read_source(&article.source.path, &Limits::default())?)?;
        }
        return Ok(Outcome::from_found(!articles.is_empty()));
    }
    let json = matches!(printer.output(), Output::Format(OutputFormat::Json | OutputFormat::Jsonl));
    if json && (args.revisions || args.diff) {
        for article in &articles {
            printer.jsonl(&Sources::of(article))?;
        }
        return Ok(Outcome::from_found(!articles.is_empty()));
    }
    printer.page();
    printer.listing(&Listing {
        whole: (articles.len() == 1).then(|| &articles[0] as _),
        rows: &articles,
        columns: COLUMNS,
        id: |article: &Article| Some(article.id.to_string()),
        text: &|width| {
            let mut lines = Vec::new();
            for article in &articles {
                if !lines.is_empty() {
                    lines.extend([Line::default(), Line::of("─".repeat(width), Role::Ornament)]);
                }
                lines.extend(text(args, article, &kinds, width));
            }
            lines
        },
    })?;
    Ok(Outcome::from_found(!articles.is_empty()))
}

/// The other sources of an article, as `--revisions` and `--diff` print them in JSON.
#[derive(Serialize)]
struct Sources<'a> {
    id: &'a ArticleId,
    lead: &'a Source,
    revisions: Vec<Other<'a>>,
}

/// One of them.
#[derive(Serialize)]
struct Other<'a> {
    format: Format,
    modified: Option<jiff::civil::Date>,
    source: &'a Source,
    filled: &'a [String],
    /// What the lead says differently.
    differences: Vec<Difference>,
}

impl<'a> Sources<'a> {
    fn of(article: &'a Article) -> Sources<'a> {
        let other = |revision: &'a Revision| Other {
            format: revision.format,
            modified: revision.modified,
            source: &revision.source,
            filled: &revision.filled,
            differences: match &revision.record {
                Some(record) => kbq_corpus::revisions::differences(record, article),
                None => Vec::new(),
            },
        };
        let revisions = article.revisions.iter().map(other).collect();
        Sources { id: &article.id, lead: &article.source, revisions }
    }
}

/// Says that an article is not there, and who would know of it.
fn absent(library: &Library, number: u32, printer: &Printer) -> Result<(), Failure> {
    let citing = library.index.links(number)?.referred_by;
    let ids: Vec<_> = citing.iter().map(|link| link.id.as_str()).collect();
    if ids.is_empty() {
        printer.note(format_args!("Q{number} is not in this index"));
    } else {
        let ids = ids.join(", ");
        printer.note(format_args!("Q{number} is not in this index; referred to by {ids}"));
    }
    Ok(())
}

fn text(args: &ShowArgs, article: &Article, kinds: &[SectionKind], width: usize) -> Vec<Line> {
    if args.markdown {
        let markdown = kbq_render::markdown(article);
        return markdown.lines().map(|line| Line::of(line, Role::Text)).collect();
    }
    if args.revisions {
        return revisions(article, width);
    }
    if args.diff {
        let mut lines = Vec::new();
        for revision in &article.revisions {
            lines.push(Line::of(&revision.source.path, Role::Heading));
            match &revision.record {
                Some(other) => lines.extend(kbq_render::diff(other, article, width)),
                None => lines.push(Line::of("the same text and facts", Role::Muted)),
            }
        }
        if lines.is_empty() {
            lines.push(Line::of("this article has one source only", Role::Muted));
        }
        return lines;
    }
    let view = ArticleView::new(width);
    let view = if kinds.is_empty() { view } else { view.only(kinds.to_vec()) };
    kbq_render::article(article, &view)
}

/// The sources of an article, the leading one first.
fn revisions(article: &Article, width: usize) -> Vec<Line> {
    let date = |date: Option<jiff::civil::Date>| date.map_or("no date".into(), |d| d.to_string());
    let row = |what: String, source: &Source| (what, source.path.clone());
    let lead = format!("{}  {}  leads", date(article.modified), article.format.name());
    let mut rows = vec![row(lead, &article.source)];
    for revision in &article.revisions {
        let difference = match (&revision.record, revision.filled.as_slice()) {
            (Some(_), _) => "differs".to_owned(),
            (None, []) => "the same".to_owned(),
            (None, filled) => format!("the same; filled in {}", filled.join(", ")),
        };
        let date = date(revision.modified);
        rows.push(row(
            format!("{date}  {}  {difference}", revision.format.name()),
            &revision.source,
        ));
    }
    definitions(&rows, Role::Label, width)
}
