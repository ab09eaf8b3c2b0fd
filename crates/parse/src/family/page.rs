//! Pages saved as text: support pages of 1998 to 2015, wiki copies, developer CDs, prints.
//!
//! They differ in the labels of their head ([`super::marks`]) and in what the extraction did to
//! their headings ([`super::run_together`]); below the head they are read alike.

use kbq_model::{ArticleId, Format};

use super::marks::{Mark, marked};
use super::{SourceLines, run_together};
use crate::header::{Draft, Style};
use crate::headings;
use crate::line::Line;
use crate::outline::opens_block;

/// Lines of the site around the article, without the bars and arrows beside them.
const FURNITURE: &[&str] = &[
    "article translations",
    "article translations article translations",
    "back to the top",
    "expand all | collapse all",
    "expand all",
    "collapse all",
    "collapse this tableexpand this table",
    "collapse this imageexpand this image",
    "help and support",
    "knowledge base",
    "from betaarchive wiki",
    "jump to: navigation, search",
    "microsoft knowledge base article",
    "this article contents is microsoft copyrighted material.",
    "trademarks",
    "of use",
    "view products that this article applies to.",
    "hotfix download is availablehotfix download available",
    "hotfix download available",
    "view and request hotfix downloads",
    "on this page",
    "sprache auswählen sprache auswählen",
    "produkte anzeigen, auf die sich dieser artikel bezieht",
    "auf dieser seite",
];

/// Beginnings of lines of the site around the article.
const FURNITURE_STARTS: &[&str] = &[
    "(c)2005-(c)2007 microsoft corporation",
    "notice: this website is an unofficial microsoft knowledge base",
    "visualizza i prodotti",
];

/// Lines with text that a page's head has at most: banners, title, labels.
const HEAD_LINES: usize = 40;

pub(super) fn read(text: &str) -> Option<Draft<'_>> {
    let mut draft = Draft::new(Format::Web, Style::Plain);
    let mut lines = article_lines(text);
    let head = Head::read(&mut draft, &lines);
    if draft.id.is_none() && !read_unlabelled(&mut draft, text, &lines) {
        return None;
    }
    take_title(&mut draft, &head, &mut lines);
    for (line, _) in &head.labels {
        lines[*line].text = "".into();
    }
    draft.lines = lines.into_iter().flat_map(split_labels).collect();
    Some(draft)
}

/// The lines of the article, one a heading where headings were run together; furniture left out.
fn article_lines(text: &str) -> Vec<Line<'_>> {
    let glued = is_flattened(text);
    let mut lines = Vec::new();
    for (number, _, line) in SourceLines::new(text) {
        if glued {
            let pieces = run_together::pieces(line).into_iter();
            lines.extend(pieces.map(|piece| Line::new(number, piece)));
        } else {
            lines.push(Line::new(number, line));
        }
    }
    lines.retain(|line| line.is_blank() || !is_furniture(&line.text));
    lines
}

/// Whether headings were run into the words around them: one is, or the title runs into the
/// labels of the head.
fn is_flattened(text: &str) -> bool {
    let runs_on = |line: &str| {
        marked(line).is_some_and(|marked| {
            let labels = marked.has(Mark::Number) && marked.has(Mark::Date);
            labels && !(marked.after.is_empty() && marked.before.is_empty())
        })
    };
    text.lines().take(HEAD_LINES).any(runs_on) || run_together::is_run_together(text)
}

fn is_furniture(line: &str) -> bool {
    let text = line.trim_matches(|c: char| c.is_whitespace() || matches!(c, '|' | '\u{2191}'));
    let folded = text.to_lowercase();
    text.is_empty()
        || FURNITURE.contains(&folded.as_str())
        || FURNITURE_STARTS.iter().any(|start| folded.starts_with(start))
}

/// The labels of a page's head, as indices of its lines.
#[derive(Default)]
struct Head {
    /// Lines with labels, and the text that follows the labels there.
    labels: Vec<(usize, String)>,
    /// The title, where it runs into the first label.
    title: Option<(usize, String)>,
    /// Whether the title may stand below the labels: on pages with a revision it does.
    has_revision: bool,
}

impl Head {
    fn read(draft: &mut Draft<'_>, lines: &[Line<'_>]) -> Head {
        let mut head = Head::default();
        let texts = lines.iter().enumerate().filter(|(_, line)| !line.is_blank());
        for (index, line) in texts.take(HEAD_LINES) {
            let text = line.text.trim();
            if opens_block(text) || headings::plain(text).is_some() || is_applies_to(text) {
                break;
            }
            let Some(marked) = marked(&line.text) else { continue };
            marked.apply(draft, line.number);
            if !marked.before.is_empty() && head.title.is_none() {
                head.title = Some((index, marked.before.to_owned()));
            }
            head.has_revision |= marked.has(Mark::Revision);
            head.labels.push((index, marked.after.to_owned()));
        }
        head
    }
}

/// Finds the title: in front of the labels, behind them, above them or below them.
fn take_title(draft: &mut Draft<'_>, head: &Head, lines: &mut [Line<'_>]) {
    let last = head.labels.last().map_or(0, |(index, _)| *index + 1);
    let behind = head.labels.iter().find(|(_, after)| !after.is_empty() && !is_furniture(after));
    let title = head.title.clone().or_else(|| behind.cloned()).or_else(|| {
        let is_label = |index| head.labels.iter().any(|(label, _)| *label == index);
        let above = if head.labels.is_empty() {
            (0..lines.len()).find(|&index| is_title(&lines[index]))
        } else {
            (0..last).rev().find(|&index| !is_label(index) && is_title(&lines[index]))
        };
        let below = || (last..lines.len()).find(|&index| !lines[index].is_blank());
        let below = || below().filter(|&index| head.has_revision && is_title(&lines[index]));
        let index = above.or_else(below)?;
        Some((index, std::mem::take(&mut lines[index].text).trim().to_owned()))
    });
    if let Some((index, title)) = title {
        draft.title = without_number(&title, draft).to_owned();
        draft.title_line = lines[index].number;
    }
}

/// Whether the line is the heading of the product list on later pages.
fn is_applies_to(text: &str) -> bool {
    text.trim().get(..10).is_some_and(|label| label.eq_ignore_ascii_case("applies to"))
}

/// Whether the line may be the title: no bullet, heading or notice.
fn is_title(line: &Line<'_>) -> bool {
    let text = line.text.trim();
    let is_list = text.starts_with(['\u{2022}', '-', '*']);
    let is_notice = text.starts_with("This article") || opens_block(text);
    let is_address = text.contains("://");
    !text.is_empty() && !is_list && !is_notice && !is_address && headings::plain(text).is_none()
}

/// The title without the number that some copies put behind it: `Mail Service Crashes (884874)`.
fn without_number<'t>(title: &'t str, draft: &Draft<'_>) -> &'t str {
    let number = |text: &str| text.parse::<ArticleId>().ok();
    title
        .strip_suffix(')')
        .and_then(|title| title.rsplit_once('('))
        .filter(|(_, suffix)| number(suffix).is_some_and(|id| draft.id == Some(id)))
        .map_or(title, |(title, _)| title.trim_end())
}

/// Reads a page without labels, whose number stands behind its title, in a notice, in its last
/// keyword or in the address that it was saved from.
fn read_unlabelled(draft: &mut Draft<'_>, text: &str, lines: &[Line<'_>]) -> bool {
    let is_page = lines.iter().any(|line| opens_block(&line.text) || is_applies_to(&line.text))
        || memchr::memmem::find(text.as_bytes(), b"View products that this article").is_some();
    if !is_page {
        return false;
    }
    let mut texts = lines.iter().filter(|line| !line.is_blank()).take(HEAD_LINES);
    let address = texts.clone().next().filter(|line| line.text.contains("://"));
    texts.any(|line| number_in(&line.text).is_some_and(|id| draft.set_id(id, line.number)))
        || address.is_some_and(|line| {
            number_behind(&line.text, ADDRESS_LEADS).is_some_and(|id| draft.set_id(id, line.number))
        })
        || lines.iter().rev().any(|line| {
            let keyword = line.text.starts_with("Keywords").then(|| line.text.split_whitespace());
            let last = keyword.and_then(Iterator::last).filter(|word| word.starts_with("KB"));
            last.is_some_and(|id| draft.set_id(id, line.number))
        })
}

/// What stands before the number of the article in a head without labels.
const NUMBER_LEADS: &[&str] = &["previously published under "];

/// The same in the address that some tools write above a page.
const ADDRESS_LEADS: &[&str] = &["?kbid=", "kb;en-us;", "/kb/", "/help/", "/Microsoft_KB_Archive/"];

fn number_in(text: &str) -> Option<&str> {
    let in_title = text.trim_end().strip_suffix(')').and_then(|t| t.rsplit_once('('));
    let in_title = in_title.map(|(_, number)| number).filter(|number| number.len() >= 5);
    in_title
        .filter(|number| number.parse::<ArticleId>().is_ok())
        .or_else(|| number_behind(text, NUMBER_LEADS))
}

fn number_behind<'t>(text: &'t str, leads: &[&str]) -> Option<&'t str> {
    leads.iter().find_map(|lead| {
        let rest = &text[text.find(lead)? + lead.len()..];
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(rest.len());
        Some(&rest[..end]).filter(|number| number.parse::<ArticleId>().is_ok())
    })
}

/// Puts labels that an extraction ran together on lines of their own: the product list of
/// `Applies to: Windows 2000Microsoft Windows XP … More`, and `Modification Type:MajorLast
/// Reviewed:4/13/2004`.
fn split_labels(line: Line<'_>) -> Vec<Line<'_>> {
    let text = line.text.trim().trim_matches('|').trim();
    let number = line.number;
    let own = |text: &str| Line { number, text: text.to_owned().into() };
    if let Some(products) = text.strip_prefix("Applies to:").map(str::trim)
        && !products.is_empty()
    {
        let products = products.strip_suffix("More").unwrap_or(products);
        let mut lines = vec![Line::new(number, "APPLIES TO")];
        let starts = products.match_indices("Microsoft ").map(|(at, _)| at);
        let starts = starts.filter(|&at| !products[..at].ends_with([' ', '(']));
        let cuts: Vec<usize> = std::iter::once(0).chain(starts).chain([products.len()]).collect();
        let items = cuts.windows(2).map(|pair| products[pair[0]..pair[1]].trim());
        lines.extend(items.filter(|item| !item.is_empty()).map(|item| own(&format!("- {item}"))));
        return lines;
    }
    if text.starts_with("Modification Type:")
        && let Some(at) = text.find("Last Reviewed:")
    {
        let (first, second) = text.split_at(at);
        return vec![own(first.trim_matches([' ', '|'])), own(&second.replace('|', " "))];
    }
    if text.starts_with("Keywords:") && text.contains('|') {
        return vec![own(&text.replace('|', " "))];
    }
    vec![line]
}
