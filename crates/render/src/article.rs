//! An article as lines: the answer first, the facts after it.

use kbq_model::{AppliesTo, Article, SectionKind};

use crate::line::{Anchor, Line, Span};
use crate::page::Page;
use crate::wrap::{Blanks, Indent, wrap};
use crate::{Highlight, Role, facts, section};

/// The narrowest width that is drawn; a smaller one is taken for this.
const NARROWEST: usize = 20;

/// How an article is to be drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ArticleView {
    /// The columns that there are; fewer than 20 are taken for 20.
    pub width: usize,
    /// The sections that are wanted; none means all of them.
    pub sections: Vec<SectionKind>,
    /// Whether the facts follow the body: events, codes, files, references, keywords.
    pub facts: bool,
    /// What was searched for.
    pub highlights: Vec<Highlight>,
    /// Whether lines of tables and listings stay whole however wide they are, for a view that
    /// scrolls sideways or a pipe. If not, they are broken at a blank.
    pub keep_wide: bool,
}

impl ArticleView {
    /// The whole article at this width, nothing marked.
    pub fn new(width: usize) -> ArticleView {
        ArticleView {
            width: width.max(NARROWEST),
            sections: Vec::new(),
            facts: true,
            highlights: Vec::new(),
            keep_wide: false,
        }
    }

    /// Only these sections, below the title; without the facts.
    #[must_use]
    pub fn only(self, sections: Vec<SectionKind>) -> ArticleView {
        ArticleView { sections, facts: false, ..self }
    }

    /// With these marked as matches.
    #[must_use]
    pub fn marking(self, highlights: Vec<Highlight>) -> ArticleView {
        ArticleView { highlights, ..self }
    }

    /// With wide lines of tables and listings kept whole.
    #[must_use]
    pub fn keeping_wide(self) -> ArticleView {
        ArticleView { keep_wide: true, ..self }
    }

    /// Without the facts after the body.
    #[must_use]
    pub fn without_facts(self) -> ArticleView {
        ArticleView { facts: false, ..self }
    }
}

/// The article as lines: title and header, applies-to, the sections in the article's order, then
/// its facts.
///
/// No line is wider than the view, but for those of tables and listings if the view keeps them.
/// No text of a section that is shown is lost. Lines carry an [`Anchor`] into the source.
///
/// ```
/// use kbq_model::Article;
/// use kbq_render::{ArticleView, Role, article};
///
/// let mut answer = Article::new("Q263029".parse()?);
/// answer.title = "XCON: Setup Does Not Work".into();
/// let lines = article(&answer, &ArticleView::new(80));
/// assert_eq!(lines[0].to_string(), "XCON: Setup Does Not Work");
/// assert_eq!(lines[0].spans[0].role, Role::Title);
/// # Ok::<(), kbq_model::BadArticleId>(())
/// ```
pub fn article(article: &Article, view: &ArticleView) -> Vec<Line> {
    let view = ArticleView { width: view.width.max(NARROWEST), ..view.clone() };
    let page = Page::new(article, &view);
    let mut lines = head(&page, article);
    for (index, part) in article.sections.iter().enumerate() {
        if view.sections.is_empty() || view.sections.contains(&part.kind) {
            lines.push(Line::blank());
            lines.extend(section::section(&page, index, part));
        }
    }
    if view.facts {
        lines.extend(facts::facts(&page, article));
    }
    lines
}

/// Title, header line, and what the article applies to.
fn head(page: &Page<'_>, article: &Article) -> Vec<Line> {
    let title = page.highlighted(vec![Span::new(title(article), Role::Title)]);
    let mut lines = wrap(&title, page.width(), &Indent::default(), Blanks::Collapse);
    lines.extend(wrap(&header(article), page.width(), &Indent::default(), Blanks::Collapse));
    if !page.view.sections.is_empty() {
        return lines;
    }
    if !article.applies_to.is_empty() {
        let products: Vec<_> = article.applies_to.iter().map(applies).collect();
        let value = page.highlighted(vec![Span::new(products.join(" · "), Role::Value)]);
        let at = article.fact_lines.applies_to.first().copied().unwrap_or(0);
        let anchor = Anchor { section: None, line: at, heading: false };
        let applies = page.labelled("Applies to", &value);
        lines.extend(applies.into_iter().map(|line| line.at(anchor)));
    }
    if !article.fixed_in.is_empty() {
        let value = vec![Span::new(article.fixed_in.join(" · "), Role::Value)];
        lines.extend(page.labelled("Fixed in", &value));
    }
    lines
}

/// The title, or what to say where there is none.
pub(crate) fn title(article: &Article) -> &str {
    if article.title.trim().is_empty() { "(no title)" } else { &article.title }
}

/// Number, date, area and products on one line.
fn header(article: &Article) -> Vec<Span> {
    let mut parts = vec![Span::new(article.id.as_str(), Role::Id)];
    if let Some(date) = article.modified {
        parts.push(Span::new(date.to_string(), Role::Value));
    }
    if let Some(revision) = &article.revision {
        parts.push(Span::new(format!("revision {revision}"), Role::Value));
    }
    let area = article.area.iter();
    let products = article.products.iter();
    parts.extend(area.chain(products).map(|text| Span::new(text, Role::Value)));
    if let Some(versions) = &article.versions {
        // `:5.5 SP3`: the part before the colon would be the platform.
        parts.push(Span::new(versions.trim_start_matches(':'), Role::Value));
    }
    separated(parts)
}

/// The parts with a dot between each two.
pub(crate) fn separated(parts: Vec<Span>) -> Vec<Span> {
    let mut spans = Vec::with_capacity(parts.len() * 2);
    for part in parts.into_iter().filter(|part| !part.text.trim().is_empty()) {
        if !spans.is_empty() {
            spans.push(Span::new(" · ", Role::Ornament));
        }
        spans.push(part);
    }
    spans
}

/// A product with what it runs on.
pub(crate) fn applies(entry: &AppliesTo) -> String {
    if entry.platforms.is_empty() {
        entry.product.clone()
    } else {
        format!("{} ({})", entry.product, entry.platforms.join(", "))
    }
}
