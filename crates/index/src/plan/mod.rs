//! A query made ready for this index: the tree's clauses as leaves that can be looked up, with
//! what each could contribute to a score.

mod expand;
mod facts;
mod lookup;
mod lower;
mod queries;
mod synonyms;
mod words;

use kbq_query::{Span, TextField};
use tantivy::query::Query as TantivyQuery;

use crate::schema::Field;
use crate::weights;

pub(crate) use expand::{ShortBeginnings, each_term, prefix_terms, similar_word};
pub(crate) use lower::lower;

/// A query made ready.
#[derive(Debug)]
pub(crate) struct Plan {
    pub(crate) root: Step,
    pub(crate) leaves: Vec<Leaf>,
}

/// A node of the plan; leaves are numbered in [`Plan::leaves`].
#[derive(Debug)]
pub(crate) enum Step {
    /// Every part is wanted; what they give adds up.
    All(Vec<Step>),
    /// One part suffices; the best counts.
    Best(Vec<Step>),
    /// One part suffices; what they give adds up, weighed.
    Weighed(Vec<(f32, Step)>),
    /// The part must not match.
    Not(Box<Step>),
    Leaf(usize),
}

/// What a leaf is to the search.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    /// A word: may be missing from a hit when the query is relaxed.
    Word,
    /// A fact: the same, but it outweighs words.
    Evidence,
    /// A condition: no hit is without it, and it does not rank.
    Filter,
}

/// A clause that can be looked up.
#[derive(Debug)]
pub(crate) struct Leaf {
    pub(crate) span: Span,
    pub(crate) role: Role,
    pub(crate) kind: LeafKind,
    /// What a plain match is worth: the rarity of words, the weight of facts.
    pub(crate) worth: f32,
    /// How many articles can match it; 0 only if none does.
    pub(crate) found: u64,
    /// Whether it is a synonym of what was typed.
    pub(crate) is_synonym: bool,
}

#[derive(Debug)]
pub(crate) enum LeafKind {
    Words(Words),
    /// One of these terms; the best counts.
    Facts(Vec<Fact>),
    /// The article of this number.
    Article(u32),
    Condition(Condition),
}

/// Words in the text field.
#[derive(Debug)]
pub(crate) struct Words {
    pub(crate) slots: Vec<Slot>,
    pub(crate) order: Order,
    pub(crate) place: Option<TextField>,
}

/// How the slots of a words leaf must stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Order {
    /// At exactly their offsets.
    Exact,
    /// In this order, with gaps; some may be missing.
    Loose,
}

/// One word and what may stand in its place.
#[derive(Debug)]
pub(crate) struct Slot {
    /// Its position behind the first slot's.
    pub(crate) offset: u32,
    pub(crate) options: Vec<WordOption>,
    /// What the words begin with that may stand here, where the options are only the most frequent
    /// of them.
    pub(crate) beginning: Option<String>,
    /// How rare it is.
    pub(crate) idf: f32,
}

/// A term and how much it counts beside the word itself.
#[derive(Debug, Clone)]
pub(crate) struct WordOption {
    pub(crate) term: String,
    pub(crate) weight: f32,
}

/// A term of a facts field.
#[derive(Debug)]
pub(crate) struct Fact {
    pub(crate) field: Field,
    pub(crate) term: String,
    /// How much it counts beside the fact that was asked for.
    pub(crate) weight: f32,
    /// For facts that are not the one asked for: why they count (`low word of …`).
    pub(crate) relation: Option<String>,
}

/// A condition on a field that is only met or not.
#[derive(Debug)]
pub(crate) struct Condition {
    pub(crate) query: Box<dyn TantivyQuery>,
    /// For the reason: `product: exchange`.
    pub(crate) label: String,
}

impl Slot {
    /// Whether it is the beginning of more words than are looked at one by one.
    pub(crate) fn is_cut(&self) -> bool {
        self.options.len() >= weights::PREFIX_TERMS
    }
}

impl Words {
    /// The beginning of a single word anywhere, where it has more words than options.
    pub(crate) fn beginning(&self) -> Option<&str> {
        match (self.slots.as_slice(), self.place) {
            ([slot], None) => slot.beginning.as_deref(),
            _ => None,
        }
    }

    /// Whether it is a single word.
    pub(crate) fn is_single(&self) -> bool {
        self.slots.len() == 1
    }
}

impl Plan {
    /// The parts that are wanted side by side.
    pub(crate) fn parts(&self) -> &[Step] {
        match &self.root {
            Step::All(parts) => parts,
            other => std::slice::from_ref(other),
        }
    }

    /// The leaves of a step in order, those of excluded parts left out.
    pub(crate) fn leaves_of(&self, step: &Step) -> Vec<usize> {
        let mut found = Vec::new();
        collect_leaves(step, &mut found);
        found
    }

    /// What a step is worth when it matches.
    pub(crate) fn worth(&self, step: &Step) -> f32 {
        let worths = self.leaves_of(step).into_iter().filter_map(|leaf| self.leaves.get(leaf));
        let worth = worths.map(|leaf| leaf.worth).fold(0.0, f32::max);
        match step {
            Step::All(parts) => parts.iter().map(|part| self.worth(part)).sum(),
            Step::Not(_) => 0.0,
            _ => worth,
        }
    }

    /// Whether hits may lack a step when the query is relaxed.
    pub(crate) fn is_relaxable(&self, step: &Step) -> bool {
        let leaves = self.leaves_of(step);
        !matches!(step, Step::Not(_))
            && !leaves.is_empty()
            && leaves
                .into_iter()
                .all(|leaf| self.leaves.get(leaf).is_none_or(|leaf| leaf.role != Role::Filter))
    }

    /// The text that a step was typed as: from its first leaf to its last.
    pub(crate) fn span(&self, step: &Step) -> Span {
        let spans: Vec<Span> = self
            .leaves_of(step)
            .into_iter()
            .filter_map(|leaf| self.leaves.get(leaf))
            .map(|leaf| leaf.span)
            .collect();
        Span {
            start: spans.iter().map(|span| span.start).min().unwrap_or(0),
            end: spans.iter().map(|span| span.end).max().unwrap_or(0),
        }
    }
}

fn collect_leaves(step: &Step, into: &mut Vec<usize>) {
    match step {
        Step::All(parts) | Step::Best(parts) => {
            parts.iter().for_each(|part| collect_leaves(part, into));
        }
        Step::Weighed(parts) => parts.iter().for_each(|(_, part)| collect_leaves(part, into)),
        Step::Not(_) => {}
        Step::Leaf(leaf) => into.push(*leaf),
    }
}
