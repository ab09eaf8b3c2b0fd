//! Why an article is a hit.

use kbq_model::SectionKind;
use kbq_query::{Span, is_stopword};
use rustc_hash::FxHashSet;

use super::shown::Shown;
use super::sightings::{Sighting, strongest};
use crate::document::section_of_line;
use crate::plan::{LeafKind, Plan, Role};
use crate::results::{Reason, ReasonKind};
use crate::schema::Field;

/// Sections that are named as reasons, best first.
const SECTIONS_NAMED: usize = 2;
/// Words that one reason names.
const WORDS_NAMED: usize = 6;

/// The reasons, strongest kind first. `met` is what each leaf gave, null where nothing was
/// ranked, so that all filters are met.
pub(crate) fn reasons(
    plan: &Plan,
    article: &Shown<'_>,
    met: Option<&[f32]>,
    found: &[Sighting],
) -> Vec<Reason> {
    let mut reasons = Vec::new();
    // What was typed for the facts that are told: their text needs no second reason.
    let mut told: Vec<Span> = Vec::new();
    for (number, leaf) in plan.leaves.iter().enumerate() {
        let is_met = leaf.role == Role::Filter
            || met.and_then(|met| met.get(number)).is_none_or(|value| *value > 0.0);
        match &leaf.kind {
            LeafKind::Facts(facts) => {
                if let Some(reason) = fact_reason(article, facts) {
                    reasons.push(reason);
                    told.push(leaf.span);
                }
            }
            LeafKind::Article(number) if *number == article.number => reasons.push(Reason {
                kind: ReasonKind::Article,
                text: format!("article {number}"),
                section: None,
                line: None,
            }),
            LeafKind::Condition(condition) if is_met => reasons.push(Reason {
                kind: match leaf.role {
                    Role::Evidence => ReasonKind::Component,
                    _ => ReasonKind::Field,
                },
                text: condition.label.clone(),
                section: None,
                line: None,
            }),
            _ => {}
        }
    }
    let words: Vec<&Sighting> = found.iter().filter(|seen| is_word(plan, seen, &told)).collect();
    reasons.extend(title_reason(article, &words));
    reasons.extend(section_reasons(article, &words));
    reasons.sort_by_key(|reason| reason.kind);
    reasons.dedup();
    reasons
}

/// Whether it is a word, and none that only stands in for a fact that is told.
fn is_word(plan: &Plan, seen: &Sighting, told: &[Span]) -> bool {
    plan.leaves.get(seen.leaf).is_some_and(|leaf| {
        let stands_in = leaf.role == Role::Evidence && told.contains(&leaf.span);
        matches!(leaf.kind, LeafKind::Words(_)) && !stands_in
    })
}

fn fact_reason(article: &Shown<'_>, facts: &[crate::plan::Fact]) -> Option<Reason> {
    let (fact, found) = strongest(article, facts)?;
    let section = section_of_line(&article.sections, found.line).map(|section| section.kind);
    let kind = match (fact.field, &fact.relation) {
        (Field::Refers, _) => ReasonKind::Reference,
        (Field::Codes, Some(_)) => ReasonKind::Related,
        (Field::Codes, None) => ReasonKind::Code,
        (Field::Events, _) => ReasonKind::Event,
        (Field::Versions, _) => ReasonKind::Version,
        _ => ReasonKind::File,
    };
    let mut text = found.label;
    if let Some(section) = section {
        text = format!("{text} in {}", spoken(section));
    }
    text = format!("{text}, line {}", found.line);
    if let (Some(relation), false) = (&fact.relation, fact.field == Field::Refers) {
        text = format!("{text} ({relation})");
    }
    Some(Reason { kind, text, section, line: Some(found.line) })
}

/// The name of a section as people say it.
fn spoken(kind: SectionKind) -> String {
    kind.name().replace('_', " ")
}

fn title_reason(article: &Shown<'_>, words: &[&Sighting]) -> Option<Reason> {
    let inside: Vec<&Sighting> =
        words.iter().copied().filter(|seen| seen.section.is_none()).collect();
    let named = named(&article.title, &inside);
    let text = format!("title: {named}");
    (!named.is_empty()).then_some(Reason {
        kind: ReasonKind::Title,
        text,
        section: None,
        line: None,
    })
}

fn section_reasons(article: &Shown<'_>, words: &[&Sighting]) -> Vec<Reason> {
    let mut rated: Vec<(f32, usize, Reason)> = Vec::new();
    for (index, section) in article.sections.iter().enumerate() {
        let inside: Vec<&Sighting> =
            words.iter().copied().filter(|seen| seen.section == Some(index)).collect();
        let Some(first) = inside.first() else { continue };
        let line = line_at(&section.text, section.text_line, first.from);
        let named = named(&section.text, &inside);
        let text = format!("{}: {named}", spoken(section.kind));
        let kind = ReasonKind::Section;
        let reason = Reason { kind, text, section: Some(section.kind), line: Some(line) };
        rated.push((distinct_weight(&inside), index, reason));
    }
    rated.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    rated.into_iter().take(SECTIONS_NAMED).map(|(_, _, reason)| reason).collect()
}

/// The source line of a byte of a section's text.
pub(crate) fn line_at(text: &str, text_line: u32, at: usize) -> u32 {
    let before = text.get(..at).unwrap_or(text);
    text_line + before.bytes().filter(|byte| *byte == b'\n').count() as u32
}

/// The weight of different words.
pub(crate) fn distinct_weight(seen: &[&Sighting]) -> f32 {
    let mut known = FxHashSet::default();
    let new = seen.iter().filter(|seen| known.insert((seen.leaf, seen.slot)));
    new.map(|seen| seen.weight).sum()
}

/// The different words, as they stand in the text, heaviest first; function words only where there
/// are no others.
fn named(text: &str, seen: &[&Sighting]) -> String {
    let telling = words_of(text, seen, |word| !is_stopword(word));
    if telling.is_empty() { words_of(text, seen, |_| true) } else { telling }
}

fn words_of(text: &str, seen: &[&Sighting], wanted: impl Fn(&str) -> bool) -> String {
    let mut order: Vec<&&Sighting> = seen.iter().collect();
    order.sort_by(|a, b| b.weight.total_cmp(&a.weight).then(a.from.cmp(&b.from)));
    let mut words: Vec<String> = Vec::new();
    let mut known: Vec<(usize, usize)> = Vec::new();
    for sighting in order {
        let key = (sighting.leaf, sighting.slot);
        let word = text.get(sighting.from..sighting.to).unwrap_or_default().to_lowercase();
        if known.contains(&key) || words.contains(&word) || word.is_empty() || !wanted(&word) {
            continue;
        }
        known.push(key);
        words.push(word);
        if words.len() == WORDS_NAMED {
            break;
        }
    }
    words.join(", ")
}
