//! Reading an article: scrolling, sections, finding, following links, and what is done with it.

use std::sync::Arc;

use kbq_model::{Article, SectionKind};

use super::{back, search};
use crate::action::Action;
use crate::backend::BackendError;
use crate::document::{Document, Start, Target};
use crate::layout;
use crate::message::{Ask, Effect};
use crate::state::{Labels, Layer, Prompt, PromptKind, State};
use crate::text_line::TextLine;

/// Letters of labels, easiest to reach first.
const LABEL_LETTERS: &str = "asdfghjklweruiotnmcv";
/// Lines that a wheel step scrolls.
pub(super) const WHEEL: isize = 3;

/// The height of the text of the article at hand.
pub(super) fn height(state: &State) -> u16 {
    if state.is_reading() {
        layout::reader(state.size).text.height
    } else {
        layout::screen(state).preview.height
    }
}

pub(super) fn act(state: &mut State, action: Action, effects: &mut Vec<Effect>) {
    match action {
        Action::Back if state.is_reading() => back(state),
        Action::Back => state.search.focus = crate::state::Focus::Line,
        Action::Focus => search::focus(state, true),
        Action::FocusBack => search::focus(state, false),
        Action::Enlarge => open_selected(state, effects),
        Action::Facets => search::act(state, action, effects),
        Action::Grow => search::move_divider(state, true, effects),
        Action::Shrink => search::move_divider(state, false, effects),
        Action::Find => state
            .layers
            .push(Layer::Prompt(Prompt { kind: PromptKind::Find, line: TextLine::default() })),
        Action::FindNext => find_next(state, true),
        Action::FindPrevious => find_next(state, false),
        Action::Follow => label(state),
        Action::Symptoms => go(state, &[SectionKind::Symptoms, SectionKind::Summary]),
        Action::Cause => go(state, &[SectionKind::Cause]),
        Action::Resolution => {
            go(state, &[SectionKind::Resolution, SectionKind::Workaround, SectionKind::Status]);
        }
        Action::MoreInformation => go(state, &[SectionKind::MoreInformation]),
        action => scroll(state, action),
    }
}

fn scroll(state: &mut State, action: Action) {
    let height = height(state);
    let page = isize::try_from(height.saturating_sub(2).max(1)).unwrap_or(1);
    let Some(document) = state.document_mut() else { return };
    match action {
        Action::ScrollDown => document.scroll_by(1, height),
        Action::ScrollUp => document.scroll_by(-1, height),
        Action::ScrollPageDown => document.scroll_by(page, height),
        Action::ScrollPageUp => document.scroll_by(-page, height),
        Action::Top => document.scroll_to(0, height),
        Action::Bottom => document.scroll_to(usize::MAX, height),
        Action::NextSection => document.go_to_neighbour(true, height),
        Action::PreviousSection => document.go_to_neighbour(false, height),
        _ => {}
    }
}

fn go(state: &mut State, kinds: &[SectionKind]) {
    let height = height(state);
    let found = state.document_mut().is_some_and(|document| document.go_to_kind(kinds, height));
    if !found {
        let name = kinds.first().map_or("", |kind| kind.name()).replace('_', " ");
        state.tell(format!("This article has no section on {name}"));
    }
}

fn find_next(state: &mut State, forward: bool) {
    let height = height(state);
    let Some(document) = state.document_mut() else { return };
    match document.go_to_next(forward, height) {
        Some((at, count)) => state.tell(format!("{at} of {count}")),
        None => state.tell("Nothing to go to; / finds text in the article"),
    }
}

/// Opens the selected article over the whole screen, at what matched.
pub(super) fn open_selected(state: &mut State, effects: &mut Vec<Effect>) {
    if state.is_searching() {
        // The rows in sight answer an older query.
        state.search.open_first = true;
        return;
    }
    let Some(number) = state.article_of_row() else { return };
    search::remember(state, effects);
    let shown = state.search.preview.as_ref().filter(|preview| preview.article.number == number);
    if let Some(preview) = shown {
        let article = preview.article.clone();
        let start = search::start_of(state, number);
        state.forward.clear();
        show(state, article, start);
    } else {
        open(state, number, search::start_of(state, number), effects);
    }
}

/// Opens an article as soon as it is loaded.
pub(super) fn open(state: &mut State, number: u32, start: Start, effects: &mut Vec<Effect>) {
    state.forward.clear();
    state.opening = Some((number, start));
    effects.push(Effect::Ask(Ask::Open(number)));
}

fn show(state: &mut State, article: Arc<Article>, start: Start) {
    let text = layout::reader(state.size).text;
    let document = Document::new(article, state.highlights(), text.width).at(start, text.height);
    state.layers.push(Layer::Reader(document));
}

/// Takes a loaded article: opens it, or shows it in the preview, whichever waits for it.
pub(super) fn receive(
    state: &mut State,
    number: u32,
    article: Result<Option<Arc<Article>>, BackendError>,
) {
    let opening = state.opening.filter(|(wanted, _)| *wanted == number);
    if opening.is_some() {
        state.opening = None;
    }
    match article {
        Ok(Some(article)) => {
            if state.search.awaited == Some(number) {
                search::show_preview(state, article.clone());
            }
            if let Some((_, start)) = opening {
                show(state, article, start);
            }
        }
        Ok(None) => state.tell(format!("Q{number} is not in this index")),
        Err(BackendError(error)) => state.complain(error),
    }
}

/// Goes forward to the article gone back from last.
pub(super) fn forward(state: &mut State) {
    if let Some(document) = state.forward.pop() {
        state.layers.push(Layer::Reader(document));
    }
}

/// Puts labels on the links in sight.
fn label(state: &mut State) {
    let height = usize::from(height(state));
    let Some(document) = state.document() else { return };
    let targets = document.targets(document.top, height);
    match targets.as_slice() {
        [] => state.tell("No link in sight; l lists them all"),
        _ => {
            let labels = labels(targets.len()).into_iter().zip(targets).collect();
            state.layers.push(Layer::Labels(Labels { typed: String::new(), targets: labels }));
        }
    }
}

/// Distinct labels, none the beginning of another.
fn labels(count: usize) -> Vec<String> {
    let letters = || LABEL_LETTERS.chars();
    if count <= letters().count() {
        return letters().take(count).map(String::from).collect();
    }
    let pairs = letters().flat_map(|first| letters().map(move |second| format!("{first}{second}")));
    pairs.take(count).collect()
}

/// Types a letter of a label; a whole one is followed, one that none has ends it.
pub(super) fn type_label(state: &mut State, c: char, effects: &mut Vec<Effect>) {
    let Some(Layer::Labels(labels)) = state.layers.last_mut() else { return };
    labels.typed.push(c);
    let fits = |(label, _): &&(String, Target)| label.starts_with(&labels.typed);
    match labels.targets.iter().find(fits) {
        Some((label, target)) if *label == labels.typed => {
            let number = target.number;
            state.layers.pop();
            open(state, number, Start::Top, effects);
        }
        Some(_) => {}
        None => back(state),
    }
}

/// Number and title of the article at hand.
fn at_hand(state: &State) -> Option<(u32, String, String)> {
    if state.is_reading() {
        let article = &state.document()?.article;
        let date = article.modified.map(|date| date.to_string()).unwrap_or_default();
        return Some((article.number, article.title.clone(), date));
    }
    if let Some(crate::state::StartItem::Bookmark(number, title)) = state.start_item() {
        return Some((number, title.to_owned(), String::new()));
    }
    let hit = state.hit()?;
    let date = hit.modified.map(|date| date.to_string()).unwrap_or_default();
    Some((hit.number, hit.title.clone(), date))
}

const NO_ARTICLE: &str = "No article is selected";

pub(super) fn bookmark(state: &mut State, effects: &mut Vec<Effect>) {
    let Some((number, title, _)) = at_hand(state) else { return state.tell(NO_ARTICLE) };
    let now = state.saved.toggle_bookmark(number, &title);
    state.tell(if now {
        format!("Bookmarked Q{number}; the empty search line lists bookmarks")
    } else {
        format!("Forgot the bookmark of Q{number}")
    });
    effects.push(Effect::Save);
}

pub(super) fn mark(state: &mut State) {
    let Some(number) = state.article_at_hand() else { return state.tell(NO_ARTICLE) };
    match state.marked.iter().position(|marked| *marked == number) {
        Some(at) => drop(state.marked.remove(at)),
        None => state.marked.push(number),
    }
    state.tell(match state.marked.len() {
        0 => "No article is marked".to_owned(),
        1 => "1 article is marked".to_owned(),
        count => format!("{count} articles are marked"),
    });
}

pub(super) fn copy(state: &mut State, citation: bool, effects: &mut Vec<Effect>) {
    let Some((number, title, date)) = at_hand(state) else { return state.tell(NO_ARTICLE) };
    let id = format!("Q{number}");
    let text = match (citation, date.as_str()) {
        (false, _) => id.clone(),
        (true, "") => format!("{id}: {title}. Microsoft Knowledge Base."),
        (true, date) => format!("{id}: {title}. Microsoft Knowledge Base, {date}."),
    };
    let what = if citation { format!("the citation of {id}") } else { id };
    effects.push(Effect::Copy(text, what));
}

/// The article at hand, if it is loaded.
pub(super) fn loaded(state: &State) -> Option<&Document> {
    let number = state.article_at_hand()?;
    state.document().filter(|document| document.article.number == number)
}

pub(super) fn edit(state: &mut State, effects: &mut Vec<Effect>) {
    match loaded(state) {
        Some(document) => effects.push(Effect::Edit(document.article.source.path.clone())),
        None => state.tell(NO_ARTICLE),
    }
}

pub(super) fn page(state: &mut State, effects: &mut Vec<Effect>) {
    match loaded(state) {
        Some(document) => effects.push(Effect::Page(document.plain())),
        None => state.tell(NO_ARTICLE),
    }
}
