//! Every weight of the ranking, in one place. Changed by measurement only: run
//! `kbq`'s scorer over queries with known answers before and after.

use crate::zone::Zone;

/// How much a word counts in each zone, beside 1 for the symptoms.
pub(crate) fn zone(zone: Zone) -> f32 {
    match zone {
        Zone::Title => 3.0,
        Zone::Symptoms => 1.0,
        Zone::Message => 1.0,
        Zone::Cause => 0.8,
        Zone::QueryWords => 0.8,
        Zone::Body => 0.8,
        Zone::Resolution => 0.6,
        Zone::More => 0.6,
        Zone::Header => 0.5,
        Zone::Status => 0.3,
        Zone::Listing => 0.3,
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
