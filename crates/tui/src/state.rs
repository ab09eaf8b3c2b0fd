//! What the interface knows: plain data. [`crate::update`] changes it, [`crate::view`] draws it.

use std::path::PathBuf;
use std::sync::Arc;

use kbq_index::{Facet, Hit, Links, Stats};
use kbq_render::Highlight;
use ratatui::layout::Size;

use crate::action::Context;
use crate::backend::{Decoded, Reply};
use crate::document::{Document, Start, Target};
use crate::highlight::highlights;
use crate::keymap::Keymap;
use crate::saved::Saved;
use crate::text_line::TextLine;

/// Everything that is drawn.
#[derive(Debug, Clone, PartialEq)]
pub struct State {
    /// The size of the terminal in cells.
    pub size: Size,
    /// Whether the index is open.
    pub index: IndexState,
    /// The search screen, always at the bottom.
    pub search: Search,
    /// What lies above it, topmost last.
    pub layers: Vec<Layer>,
    /// Articles gone back from, nearest last.
    pub forward: Vec<Document>,
    /// The article that is to be opened as soon as it is loaded, and where.
    pub opening: Option<(u32, Start)>,
    /// What outlives the session.
    pub saved: Saved,
    /// Articles marked for `--print`, in order of marking.
    pub marked: Vec<u32>,
    /// What there is to tell.
    pub status: Option<Status>,
    /// Whether the divider is being dragged.
    pub dragging: bool,
    /// Which key does what.
    pub keymap: Arc<Keymap>,
    /// What the caller asked for.
    pub setup: Setup,
}

/// What the caller asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Setup {
    /// Whether Enter chooses and quits instead of opening.
    pub print: bool,
    /// Where exports go whose name has no folder.
    pub export_dir: PathBuf,
}

/// Whether the index is open.
#[derive(Debug, Clone, PartialEq)]
pub enum IndexState {
    /// It is being opened.
    Opening,
    /// It is open.
    Open(Arc<Stats>),
    /// It can't be opened, and why.
    Failed(String),
}

/// A line in the footer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Status {
    /// The text.
    pub text: String,
    /// Whether something failed.
    pub failed: bool,
}

/// The search screen.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Search {
    /// The search line.
    pub line: TextLine,
    /// A pasted text that is searched for instead of the line.
    pub pasted: Option<Arc<str>>,
    /// The pane that keys go to.
    pub focus: Focus,
    /// Counts the searches asked for.
    pub asked: u64,
    /// The search that `reply` answers.
    pub answered: u64,
    /// How many hits are asked for; more as the list is scrolled.
    pub limit: usize,
    /// The answer; null on the start screen.
    pub reply: Option<Arc<Reply>>,
    /// The selected row, of the results or of the start screen.
    pub selected: usize,
    /// The first row in sight.
    pub top: usize,
    /// The article in the preview.
    pub preview: Option<Document>,
    /// The article that the preview waits for.
    pub awaited: Option<u32>,
    /// Whether the first hit is to be opened as soon as the answer is there: Enter came first.
    pub open_first: bool,
}

/// A pane of the search screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Focus {
    /// The search line; arrows move in the list.
    #[default]
    Line,
    /// The result list, where letters are commands.
    List,
    /// The preview.
    Preview,
}

/// A row of the start screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StartItem<'a> {
    /// A query made before.
    Recent(&'a str),
    /// A bookmarked article.
    Bookmark(u32, &'a str),
    /// A query to try, and what it shows.
    Example(&'a str, &'a str),
}

/// What to try, for somebody who has searched nothing yet.
const EXAMPLES: [(&str, &str); 6] = [
    ("0xc00203e5", "an error code, in any notation"),
    ("event 4058", "an event of the event log"),
    ("msexcimc.exe", "a file"),
    ("LNK2001", "a compiler's or linker's error"),
    ("cluster setup fails", "a symptom, in your words"),
    ("Q263029", "an article"),
];

/// Rows of recent queries on the start screen.
const MOST_RECENT: usize = 8;
/// With no more rows than these of the user's own, the start screen also shows what to try.
const FEW_ITEMS: usize = 4;

/// The most frequent values of a facet: most frequent first, but years one after the other.
pub(crate) fn facet_values(facet: &Facet, most: usize) -> impl Iterator<Item = &(String, u64)> {
    let mut values: Vec<_> = facet.values.iter().take(most).collect();
    if facet.field == "year" {
        values.sort_unstable_by(|a, b| a.0.cmp(&b.0));
    }
    values.into_iter()
}

/// Something that lies above the search screen.
#[derive(Debug, Clone, PartialEq)]
pub enum Layer {
    /// An article over the whole screen.
    Reader(Document),
    /// The counts of values; the selected row.
    Facets(usize),
    /// The references of an article.
    Links(LinksView),
    /// The readings of codes.
    Codes(CodesView),
    /// The recent queries.
    Recent(RecentView),
    /// The keys; the first line in sight and where help was asked for.
    Help(usize, Context),
    /// A line of text to be answered.
    Prompt(Prompt),
    /// Labels on links.
    Labels(Labels),
}

/// The references of an article in both directions.
#[derive(Debug, Clone, PartialEq)]
pub struct LinksView {
    /// The article.
    pub number: u32,
    /// How it is headed.
    pub title: String,
    /// The references; null until they are loaded.
    pub links: Option<Arc<Links>>,
    /// The selected row, over both directions.
    pub selected: usize,
}

/// Codes and what they mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodesView {
    /// The codes as written.
    pub codes: Vec<String>,
    /// The selected one.
    pub selected: usize,
    /// What it means; `Err` for text that is no code.
    pub decoded: Option<Result<Arc<Decoded>, String>>,
}

/// The recent queries, filtered.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RecentView {
    /// What they must contain.
    pub filter: TextLine,
    /// The selected one of those that do.
    pub selected: usize,
}

/// A line of text to be answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prompt {
    /// What for.
    pub kind: PromptKind,
    /// The answer so far.
    pub line: TextLine,
}

/// What a prompt is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PromptKind {
    /// Text to be found in the article.
    Find,
    /// The file that the article is written to.
    ExportArticle,
    /// The file that the results are written to.
    ExportResults,
}

/// Labels on the links in sight.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Labels {
    /// What was typed of a label.
    pub typed: String,
    /// The labels and where they lead.
    pub targets: Vec<(String, Target)>,
}

impl State {
    /// The first state of a session.
    pub fn new(size: Size, keymap: Keymap, saved: Saved, setup: Setup) -> State {
        State {
            size,
            index: IndexState::Opening,
            search: Search::default(),
            layers: Vec::new(),
            forward: Vec::new(),
            opening: None,
            saved,
            marked: Vec::new(),
            status: None,
            dragging: false,
            keymap: Arc::new(keymap),
            setup,
        }
    }

    /// Where a key is pressed.
    pub fn context(&self) -> Context {
        match self.layers.last() {
            Some(Layer::Reader(_)) => Context::Reader,
            Some(Layer::Facets(_)) => Context::Facets,
            Some(Layer::Links(_)) => Context::Links,
            Some(Layer::Codes(_)) => Context::Codes,
            Some(Layer::Recent(_)) => Context::Recent,
            Some(Layer::Help(..)) => Context::Help,
            Some(Layer::Prompt(_)) => Context::Prompt,
            Some(Layer::Labels(_)) => Context::Labels,
            None => match self.search.focus {
                Focus::Line => Context::Line,
                Focus::List => Context::List,
                Focus::Preview => Context::Preview,
            },
        }
    }

    /// Whether the start screen is shown: nothing is searched for.
    pub fn is_start(&self) -> bool {
        self.search.pasted.is_none() && self.search.line.text().trim().is_empty()
    }

    /// The hits, in order.
    pub fn hits(&self) -> &[Hit] {
        match &self.search.reply {
            Some(reply) if !self.is_start() => &reply.results.hits,
            _ => &[],
        }
    }

    /// The selected hit.
    pub fn hit(&self) -> Option<&Hit> {
        self.hits().get(self.search.selected)
    }

    /// The article of the selected row: a hit, or a bookmark of the start screen.
    pub fn article_of_row(&self) -> Option<u32> {
        match self.start_item() {
            Some(StartItem::Bookmark(number, _)) => Some(number),
            Some(_) => None,
            None => self.hit().map(|hit| hit.number),
        }
    }

    /// The article at hand: the one that is read, else the selected row's.
    pub fn article_at_hand(&self) -> Option<u32> {
        if self.is_reading() {
            return self.document().map(|document| document.article.number);
        }
        self.article_of_row()
    }

    /// Whether the answer to what was typed last is still to come.
    pub fn is_searching(&self) -> bool {
        self.search.answered != self.search.asked
    }

    /// What of the query is to be highlighted in articles and titles.
    pub fn highlights(&self) -> Arc<[Highlight]> {
        let reply = self.search.reply.as_ref();
        reply.map_or_else(Vec::new, |reply| highlights(&reply.query)).into()
    }

    /// How many rows the list has.
    pub fn row_count(&self) -> usize {
        if self.is_start() { self.start_items().len() } else { self.hits().len() }
    }

    /// The rows of the start screen.
    pub fn start_items(&self) -> Vec<StartItem<'_>> {
        let recent =
            self.saved.recent.iter().take(MOST_RECENT).map(|query| StartItem::Recent(query));
        let bookmarks =
            self.saved.bookmarks.iter().map(|mark| StartItem::Bookmark(mark.number, &mark.title));
        let mut items: Vec<_> = recent.chain(bookmarks).collect();
        if self.saved.recent.is_empty() || items.len() <= FEW_ITEMS {
            items.extend(EXAMPLES.map(|(query, what)| StartItem::Example(query, what)));
        }
        items
    }

    /// The selected row of the start screen.
    pub fn start_item(&self) -> Option<StartItem<'_>> {
        if !self.is_start() {
            return None;
        }
        self.start_items().get(self.search.selected).copied()
    }

    /// The article that is read: the topmost reader, or the preview while it has the focus.
    pub fn document(&self) -> Option<&Document> {
        let reader = self.layers.iter().rev().find_map(|layer| match layer {
            Layer::Reader(document) => Some(document),
            _ => None,
        });
        reader.or(self.search.preview.as_ref())
    }

    /// The same, to be scrolled.
    pub fn document_mut(&mut self) -> Option<&mut Document> {
        let reader = self.layers.iter_mut().rev().find_map(|layer| match layer {
            Layer::Reader(document) => Some(document),
            _ => None,
        });
        reader.or(self.search.preview.as_mut())
    }

    /// Whether an article is open over the whole screen.
    pub fn is_reading(&self) -> bool {
        self.layers.iter().any(|layer| matches!(layer, Layer::Reader(_)))
    }

    /// The recent queries that contain what is typed.
    pub fn recent_matches(&self, view: &RecentView) -> Vec<&str> {
        let wanted = view.filter.text().trim().to_lowercase();
        let recent = self.saved.recent.iter().map(String::as_str);
        recent.filter(|query| query.to_lowercase().contains(&wanted)).collect()
    }

    /// The rows of the facet panel: field, value, count.
    pub fn facet_rows(&self) -> Vec<(&'static str, &str, u64)> {
        let facets: &[Facet] = match (&self.search.reply, &self.index) {
            (Some(reply), _) if !self.is_start() => &reply.results.facets,
            (_, IndexState::Open(stats)) if self.is_start() => &stats.facets,
            _ => &[],
        };
        facets
            .iter()
            .flat_map(|facet| {
                let values = facet_values(facet, MOST_VALUES);
                values.map(|(value, count)| (facet.field, value.as_str(), *count))
            })
            .collect()
    }

    /// Tells something in the footer.
    pub fn tell(&mut self, text: impl Into<String>) {
        self.status = Some(Status { text: text.into(), failed: false });
    }

    /// Tells in the footer that something failed.
    pub fn complain(&mut self, text: impl Into<String>) {
        self.status = Some(Status { text: text.into(), failed: true });
    }
}

/// Values shown of each facet.
const MOST_VALUES: usize = 8;

impl LinksView {
    /// The rows: articles pointed to (whether they are in the index), then those pointing here.
    pub fn rows(&self) -> Vec<LinkRow<'_>> {
        let Some(links) = &self.links else { return Vec::new() };
        let row = |group| move |link| LinkRow { group, link };
        links
            .refers_to
            .iter()
            .map(row(LinkGroup::RefersTo))
            .chain(links.missing.iter().map(row(LinkGroup::Missing)))
            .chain(links.referred_by.iter().map(row(LinkGroup::ReferredBy)))
            .collect()
    }
}

/// A row of the links view.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LinkRow<'a> {
    /// Which list it is of.
    pub group: LinkGroup,
    /// The reference.
    pub link: &'a kbq_index::Link,
}

/// The lists of the links view.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkGroup {
    /// Articles that it refers to.
    RefersTo,
    /// Those of them that the index does not have.
    Missing,
    /// Articles that refer to it.
    ReferredBy,
}

impl LinkGroup {
    /// The heading of the list.
    pub fn title(self) -> &'static str {
        match self {
            LinkGroup::RefersTo => "Refers to",
            LinkGroup::Missing => "Refers to, not in this index",
            LinkGroup::ReferredBy => "Referred to by",
        }
    }
}
