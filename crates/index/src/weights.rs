//! Every weight of the ranking, in one place. They are changed by measurement only: score queries
//! with known answers before and after.
//!
//! The unit is the score of one ordinary mention of a rare word: an idf of 5 to 10.

use crate::zone::Zone;

/// How much a mention of a word counts in each zone.
pub(crate) fn zone(zone: Zone) -> f32 {
    match zone {
        Zone::Title => 3.0,
        Zone::Symptoms => 1.2,
        Zone::Message => 1.2,
        Zone::Cause => 0.8,
        Zone::QueryWords => 0.9,
        Zone::Body => 0.8,
        Zone::Resolution => 0.6,
        Zone::More => 0.6,
        Zone::Header => 0.5,
        Zone::Status => 0.3,
        Zone::Listing => 0.4,
        Zone::Reference => 0.3,
    }
}

/// How often a fact's term is given to the index, by the zone it stands in: the count that comes
/// back with the term says how prominent the fact is.
pub(crate) fn emphasis(zone: Zone) -> usize {
    match zone {
        Zone::Title => 4,
        Zone::Symptoms | Zone::Message | Zone::Body => 3,
        Zone::Cause | Zone::Resolution | Zone::More => 2,
        Zone::Status | Zone::Reference | Zone::Listing | Zone::QueryWords | Zone::Header => 1,
    }
}

/// A fact of this emphasis, beside 1 for one in the symptoms.
pub(crate) fn emphasised(count: u32) -> f32 {
    0.7 + 0.1 * count.min(4) as f32
}

/// The worth of a word by its rarity (BM25's idf): a little flattened, since in a description of a
/// trouble the rarest word is as often a wrong one as the telling one.
pub(crate) fn rarity_worth(idf: f32) -> f32 {
    let usual = 8.0;
    usual * (idf / usual).powf(0.8)
}

/// BM25's saturation: how soon further mentions of a word stop counting.
pub(crate) const SATURATION: f32 = 1.2;
/// BM25's length norm: how much long articles are held to have a word by chance.
pub(crate) const LENGTH_NORM: f32 = 0.88;

/// The article that was asked for by its number.
pub(crate) const ARTICLE: f32 = 200.0;
/// An article that refers to the one asked for.
pub(crate) const REFERRING: f32 = 5.0;
/// A code that is named.
pub(crate) const CODE: f32 = 20.0;
/// An event of that source.
pub(crate) const EVENT: f32 = 20.0;
/// A file that is named.
pub(crate) const FILE: f32 = 12.0;
/// A file in the version asked for.
pub(crate) const FILE_VERSION: f32 = 40.0;
/// A version that is named.
pub(crate) const VERSION: f32 = 20.0;
/// A component that is named as one.
pub(crate) const COMPONENT: f32 = 6.0;

/// An event of that number whose source is another or not stated.
pub(crate) const EVENT_NUMBER_ALONE: f32 = 0.35;
/// A code of that value that is no stop code where one is meant.
pub(crate) const NOT_A_STOP: f32 = 0.6;
/// A code under its symbolic name, and the other way round.
pub(crate) const NAME_OF_CODE: f32 = 0.8;
/// The text of a fact where the extraction found none.
pub(crate) const FALLBACK: f32 = 1.0;

/// A code that says the same in another reading, by the steps between them.
pub(crate) fn related(distance: u8) -> f32 {
    match distance {
        0 | 1 => 0.3,
        _ => 0.15,
    }
}

/// A synonym, beside its own weight in the table.
pub(crate) const SYNONYM: f32 = 0.8;

/// Synonyms that add less than this share are left out.
pub(crate) const LEAST_SYNONYM: f32 = 0.15;
/// Synonyms of one word or row of words.
pub(crate) const MOST_SYNONYMS: usize = 8;

/// What of a fact's weight is left for one that many articles share; `rarity` runs from 0 to 1.
pub(crate) fn fact_rarity(rarity: f32) -> f32 {
    let least = 0.45;
    least + (1.0_f32 - least) * rarity
}

/// The worth of words that must stand together: all of the rarest, less of the others.
pub(crate) fn phrase_idf(idfs: impl Iterator<Item = f32>) -> f32 {
    let (sum, most) = idfs.fold((0.0, 0.0_f32), |(sum, most), idf| (sum + idf, most.max(idf)));
    let others = 0.33;
    most + others * (sum - most)
}

/// The worth of a message all of whose words stand in order.
pub(crate) fn message_worth(idfs: impl Iterator<Item = f32>) -> f32 {
    let share = 0.9;
    share * idfs.sum::<f32>()
}

/// How many of a message's rarest words an article must have to match it at all.
pub(crate) fn least_message_words(words: usize) -> usize {
    (words / 3).clamp(1, 3)
}

/// How far apart two words of a message may stand beyond their distance in it.
pub(crate) const MESSAGE_GAP: u32 = 8;

/// Articles that are ranked in earnest.
pub(crate) const CANDIDATES: usize = 200;
/// A word of the title when candidates are chosen, beside the same word in the text.
pub(crate) const CANDIDATE_TITLE: f32 = 0.7;
/// A fact when candidates are chosen, beside its rarity.
pub(crate) const CANDIDATE_FACT: f32 = 4.0;
/// Terms by which candidates are chosen.
pub(crate) const CANDIDATE_TERMS: usize = 24;
/// Terms that stand for a beginning of a word.
pub(crate) const PREFIX_TERMS: usize = 32;
/// A word of a beginning that is none of those, when candidates are chosen.
pub(crate) const RARE_BEGINNING: f32 = 0.1;

/// How soon nearness fades: words this far apart beyond side by side give half.
pub(crate) const NEARNESS_HALF: f32 = 4.0;
/// What two words give that stand side by side, as a share of the rarer one's idf.
pub(crate) const NEARNESS: f32 = 0.65;
/// Words this far apart are no longer near.
pub(crate) const NEAR: u32 = 10;
/// What neighbours of the query give beside pairs further apart in it.
pub(crate) const NEIGHBOURS: f32 = 1.0;
/// See [`NEIGHBOURS`].
pub(crate) const STRANGERS: f32 = 0.6;

/// How much of a score is left to an article that has only a share of the query.
pub(crate) fn coverage(share: f32) -> f32 {
    let least = 0.6;
    least + (1.0_f32 - least) * share.powi(4)
}

/// What the words of the query give by the share of the title that they make up.
pub(crate) const TITLE_SHARE: f32 = 3.0;

/// What the number of articles that refer to one gives.
pub(crate) fn referred(count: u64) -> f32 {
    0.15 * (1.0 + count as f32).ln()
}

/// Fewer complete matches than this, and articles with most of the query follow them.
pub(crate) const ENOUGH: usize = 100;
// Where a query is relaxed, every complete match is ranked in earnest.
const _: () = assert!(ENOUGH <= CANDIDATES);
/// The share of the query that a relaxed hit has at least, beside the best one's share.
pub(crate) const LEAST_SHARE: f32 = 0.4;
/// How many of the ranked articles the references to them can lift.
pub(crate) const PRIOR_DEPTH: usize = 50;
