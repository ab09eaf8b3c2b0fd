//! Words of the query that stand near each other in an article.

use kbq_query::Span;

use crate::postings::Place;
use crate::weights;
use crate::zone::{Zone, ZoneStart, stretch_at};

/// A word of the query and where it stands in the article.
pub(crate) struct Sighting<'a> {
    pub(crate) idf: f32,
    pub(crate) places: &'a [Place],
    pub(crate) span: Span,
}

/// What all pairs of words give; neighbours in the query count more than strangers.
pub(crate) fn nearness(sightings: &[Sighting<'_>], starts: &[ZoneStart]) -> f32 {
    let mut sum = 0.0;
    let strangers = weights::STRANGERS / sightings.len().max(2) as f32;
    for (first, a) in sightings.iter().enumerate() {
        for (second, b) in sightings.iter().enumerate().skip(first + 1) {
            // Readings of one and the same word are no pair.
            if a.places.is_empty() || b.places.is_empty() || a.span.end > b.span.start {
                continue;
            }
            let pair = if second == first + 1 { weights::NEIGHBOURS } else { strangers };
            sum += pair * a.idf.min(b.idf) * closest(a.places, b.places, starts);
        }
    }
    sum * weights::NEARNESS
}

/// How near two words come: 1 side by side in order, less the further apart, 0 from
/// [`weights::NEAR`] on; more in zones that count more.
fn closest(a: &[Place], b: &[Place], starts: &[ZoneStart]) -> f32 {
    let mut best = 0.0_f32;
    let mut next = 0;
    for place in a {
        while b.get(next).is_some_and(|other| other.position + weights::NEAR < place.position) {
            next += 1;
        }
        for other in b.get(next..).unwrap_or_default() {
            if other.position > place.position + weights::NEAR {
                break;
            }
            let apart = other.position.abs_diff(place.position).max(1);
            let backwards = u32::from(other.position < place.position);
            let near = 1.0 / (1.0 + (apart - 1 + backwards) as f32 / weights::NEARNESS_HALF);
            // No zone counts so much that the search for a nearer pair would be worth it.
            if near * 2.0 > best {
                let zone = stretch_at(starts, place.position).map_or(Zone::More, |s| s.zone);
                best = best.max(near * weights::zone(zone).min(2.0));
            }
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places(positions: &[u32]) -> Vec<Place> {
        positions.iter().map(|&position| Place { position, weight: 1.0 }).collect()
    }

    #[test]
    fn side_by_side_in_order_is_nearest() {
        let starts = [ZoneStart { position: 0, zone: Zone::Symptoms, section: None }];
        let zone = weights::zone(Zone::Symptoms);
        let near = |a: &[u32], b: &[u32]| closest(&places(a), &places(b), &starts) / zone;
        assert_eq!(near(&[5], &[6]), 1.0);
        assert!(near(&[6], &[5]) < 1.0);
        assert!(near(&[5], &[8]) < near(&[5], &[7]));
        assert_eq!(near(&[5], &[50]), 0.0);
        assert_eq!(near(&[5, 49], &[50]), 1.0);
    }
}
