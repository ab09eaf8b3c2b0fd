//! Where the words and facts of a query stand in a record, for reasons and snippets.

use std::collections::{HashMap, HashSet};

use kbq_model::Section;

use super::shown::Shown;
use crate::encode;
use crate::plan::{Fact, LeafKind, Order, Plan};
use crate::schema::Field;
use crate::text::{Beginnings, PieceKind, Pieces, Stems, tidy};

/// A place in a record.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Sighting {
    /// The section, by its order; null for the title.
    pub(crate) section: Option<usize>,
    /// Where it stands in the section's text or the title, in bytes.
    pub(crate) from: usize,
    pub(crate) to: usize,
    /// The leaf of the plan, and the word within it.
    pub(crate) leaf: usize,
    pub(crate) slot: usize,
    pub(crate) weight: f32,
}

/// Finds the plan's words in the title and the sections, and its facts on their lines; in the
/// order of the article.
pub(crate) fn sightings(
    plan: &Plan,
    wanted: &Wanted,
    stems: &mut Stems,
    article: &Shown<'_>,
) -> Vec<Sighting> {
    let mut found = Vec::new();
    if !wanted.terms.is_empty() {
        wanted.find(&article.title, None, stems, &mut found);
        for (index, section) in article.sections.iter().enumerate() {
            wanted.find(&section.text, Some(index), stems, &mut found);
        }
    }
    for (leaf, kind) in plan.leaves.iter().enumerate() {
        if let LeafKind::Facts(facts) = &kind.kind
            && let Some((_, fact)) = strongest(article, facts)
        {
            found.extend(on_line(article, fact.line, &fact.text).map(|(section, from, to)| {
                Sighting { section: Some(section), from, to, leaf, slot: 0, weight: kind.worth }
            }));
        }
    }
    found.sort_by_key(|sighting| (sighting.section, sighting.from, sighting.to));
    found
}

/// The words that the plan looks for.
pub(crate) struct Wanted {
    /// Term → (leaf, slot, weight).
    terms: HashMap<String, Vec<(usize, usize, f32)>>,
    /// Beginning of words of which `terms` has only the most frequent ones → leaf, weight.
    cut: Vec<(String, usize, f32)>,
    beginnings: Beginnings,
    /// Leaves whose words must stand at their offsets, with those offsets.
    phrases: HashMap<usize, Vec<u32>>,
}

impl Wanted {
    pub(crate) fn of(plan: &Plan) -> Wanted {
        let mut terms: HashMap<String, Vec<_>> = HashMap::new();
        let mut phrases = HashMap::new();
        let mut cut = Vec::new();
        for (number, leaf) in plan.leaves.iter().enumerate() {
            let LeafKind::Words(words) = &leaf.kind else { continue };
            for (slot, word) in words.slots.iter().enumerate() {
                for option in &word.options {
                    let entry = terms.entry(option.term.clone()).or_default();
                    entry.push((number, slot, word.idf * option.weight));
                }
            }
            if let (Some(beginning), Some(slot)) = (words.beginning(), words.slots.first()) {
                cut.push((beginning.to_owned(), number, slot.idf));
            }
            if words.order == Order::Exact && !words.is_single() {
                let offsets = words.slots.iter().map(|slot| slot.offset).collect();
                phrases.insert(number, offsets);
            }
        }
        let cut_at = cut.iter().map(|(beginning, ..)| beginning);
        let beginnings = Beginnings::of(terms.keys().chain(cut_at).map(String::as_str));
        Wanted { terms, cut, beginnings, phrases }
    }

    fn find(
        &self,
        text: &str,
        section: Option<usize>,
        stems: &mut Stems,
        into: &mut Vec<Sighting>,
    ) {
        // Positions in tidied text are those of the text only where nothing was replaced by a
        // sign of another length; such text is rare and is then shown without highlights.
        let tidied = tidy(text);
        if tidied.len() != text.len() {
            return;
        }
        let mut pieces = Pieces::default();
        let mut found: Vec<(u32, Sighting)> = Vec::new();
        loop {
            pieces.skip_to(&tidied, &self.beginnings);
            if !pieces.advance(&tidied) {
                break;
            }
            for piece in pieces.pieces() {
                let term = pieces.term(piece);
                if !self.beginnings.has(term.as_bytes()) {
                    continue;
                }
                let stem = match piece.kind {
                    PieceKind::Run => stems.of(term).and_then(|stem| self.terms.get(stem)),
                    PieceKind::Compound => None,
                };
                let word = self.terms.get(term);
                for &(leaf, slot, weight) in word.into_iter().chain(stem).flatten() {
                    let (from, to) = (piece.from, piece.to);
                    let sighting = Sighting { section, from, to, leaf, slot, weight };
                    found.push((piece.position, sighting));
                }
                for &(ref beginning, leaf, weight) in &self.cut {
                    let known = word.into_iter().flatten().any(|(known, ..)| *known == leaf);
                    if !known && term.starts_with(beginning.as_str()) {
                        let (from, to) = (piece.from, piece.to);
                        let sighting = Sighting { section, from, to, leaf, slot: 0, weight };
                        found.push((piece.position, sighting));
                    }
                }
            }
        }
        let places: HashSet<(usize, usize, u32)> =
            found.iter().map(|(at, seen)| (seen.leaf, seen.slot, *at)).collect();
        let stands = |at: u32, seen: &Sighting| match self.phrases.get(&seen.leaf) {
            None => true,
            Some(offsets) => {
                let own = offsets.get(seen.slot).copied().unwrap_or(0);
                offsets.iter().enumerate().all(|(slot, offset)| {
                    let wanted = (at + offset).checked_sub(own);
                    wanted.is_some_and(|wanted| places.contains(&(seen.leaf, slot, wanted)))
                })
            }
        };
        into.extend(found.iter().filter(|(at, seen)| stands(*at, seen)).map(|(_, seen)| *seen));
    }
}

/// Where a text stands on a source line: the section, and the bytes of its text; the whole line
/// where the text is spelt otherwise there.
fn on_line(article: &Shown<'_>, line: u32, text: &str) -> Option<(usize, usize, usize)> {
    let within = |section: &Section| {
        let [first, last] = section.lines;
        first <= line && line <= last && line >= section.text_line
    };
    let index = article.sections.iter().position(within)?;
    let section = article.sections.get(index)?;
    let skipped = (line - section.text_line) as usize;
    let mut start = 0;
    let mut lines = section.text.split('\n');
    for skipped in lines.by_ref().take(skipped) {
        start += skipped.len() + 1;
    }
    let line = lines.next()?;
    let (from, to) = match line.find(text) {
        Some(at) => (at, at + text.len()),
        None => (line.len() - line.trim_start().len(), line.trim_end().len()),
    };
    Some((index, start + from, start + to.max(from)))
}

/// A fact of a record that the plan asks for.
pub(crate) struct FoundFact {
    /// As it stands in the text.
    pub(crate) text: String,
    /// For a person, with what it is.
    pub(crate) label: String,
    pub(crate) line: u32,
}

/// The first of the facts, strongest first, that a record states.
pub(crate) fn strongest<'a>(
    article: &Shown<'_>,
    facts: &'a [Fact],
) -> Option<(&'a Fact, FoundFact)> {
    let mut order: Vec<&Fact> = facts.iter().collect();
    order.sort_by(|a, b| b.weight.total_cmp(&a.weight));
    order.into_iter().find_map(|fact| Some((fact, stated(article, fact)?)))
}

fn stated(article: &Shown<'_>, fact: &Fact) -> Option<FoundFact> {
    let term = fact.term.as_str();
    match fact.field {
        Field::Codes => {
            let named = |code: &&kbq_model::ErrorCode| {
                encode::code_terms(code).iter().any(|own| own == term)
            };
            let code = article.error_codes.list().iter().find(named)?;
            let label = format!("code {}", code.code);
            Some(FoundFact { text: code.text.clone(), label, line: code.line })
        }
        Field::Events => {
            let named = |event: &&kbq_model::Event| {
                encode::event_terms(event.id, event.source.as_deref()).iter().any(|own| own == term)
            };
            let event = article.events.list().iter().find(named)?;
            let label = match &event.source {
                Some(source) => format!("event {} of {source}", event.id),
                None => format!("event {}", event.id),
            };
            Some(FoundFact { text: event.id.to_string(), label, line: event.line })
        }
        Field::Files => {
            let mut names = article.file_names.list().iter().zip(&article.fact_lines.file_names);
            let named = names.find(|(name, _)| encode::file_key(name) == term);
            let row =
                || article.files.list().iter().find(|row| encode::file_key(&row.name) == term);
            let (name, line) = match named {
                Some((name, line)) => (name.clone(), *line),
                None => row().map(|row| (row.name.clone(), row.line))?,
            };
            Some(FoundFact { label: format!("file {name}"), text: name, line })
        }
        Field::Versions => {
            let versioned = |row: &&kbq_model::FileVersion| {
                row.version.as_deref().and_then(encode::version_key).as_deref() == Some(term)
            };
            let row = article.files.list().iter().find(versioned)?;
            let version = row.version.clone()?;
            let label = format!("{} in version {version}", row.name);
            Some(FoundFact { text: version, label, line: row.line })
        }
        Field::Refers => {
            let named =
                |reference: &&kbq_model::Reference| reference.id.number().to_string() == term;
            let reference = article.references.list().iter().find(named)?;
            let text = reference.id.to_string();
            Some(FoundFact { label: format!("refers to {text}"), text, line: reference.line })
        }
        _ => None,
    }
}
