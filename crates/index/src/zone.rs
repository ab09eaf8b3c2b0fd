//! Zones: the parts of an article as far as the ranking tells them apart.

use kbq_model::{BlockKind, SectionKind};
use kbq_query::TextField;

/// A part of the text field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub(crate) enum Zone {
    Title,
    /// Symptoms and summary: what the reader would describe.
    Symptoms,
    Cause,
    /// Resolution and workaround.
    Resolution,
    Status,
    /// More information and sections with headings of their own.
    More,
    /// Articles without headings.
    Body,
    /// Quoted messages, dialogs and events, wherever they stand.
    Message,
    /// Pointers to other articles with their titles.
    Reference,
    /// Tables and code: searched, but not like prose.
    Listing,
    QueryWords,
    /// Products, systems, components, keywords.
    Header,
}

impl Zone {
    pub(crate) const ALL: [Zone; 12] = [
        Zone::Title,
        Zone::Symptoms,
        Zone::Cause,
        Zone::Resolution,
        Zone::Status,
        Zone::More,
        Zone::Body,
        Zone::Message,
        Zone::Reference,
        Zone::Listing,
        Zone::QueryWords,
        Zone::Header,
    ];

    /// The zone of a section's own text.
    pub(crate) fn of_section(kind: SectionKind) -> Zone {
        match kind {
            SectionKind::Summary | SectionKind::Symptoms => Zone::Symptoms,
            SectionKind::Cause => Zone::Cause,
            SectionKind::Resolution | SectionKind::Workaround => Zone::Resolution,
            SectionKind::Status => Zone::Status,
            SectionKind::MoreInformation | SectionKind::Other => Zone::More,
            SectionKind::References => Zone::Reference,
            SectionKind::Body => Zone::Body,
        }
    }

    /// The zone of a block within a section.
    pub(crate) fn of_block(section: SectionKind, block: BlockKind) -> Zone {
        match block {
            BlockKind::Message => Zone::Message,
            BlockKind::Reference => Zone::Reference,
            BlockKind::Table | BlockKind::Code => Zone::Listing,
            BlockKind::Paragraph | BlockKind::Subheading | BlockKind::Step | BlockKind::Bullet => {
                Zone::of_section(section)
            }
        }
    }
}

/// Where a zone begins in the text field: a value of the `zones` column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ZoneStart {
    pub(crate) position: u32,
    pub(crate) zone: Zone,
    /// The section it is part of; null for title, query words and header.
    pub(crate) section: Option<SectionKind>,
}

impl ZoneStart {
    /// `position << 8 | section << 4 | zone`: both numbers fit four bits, no section is 15.
    pub(crate) fn to_column(self) -> u64 {
        let section = self.section.map_or(NO_SECTION, |kind| kind as u64);
        u64::from(self.position) << 8 | section << 4 | self.zone as u64
    }

    pub(crate) fn from_column(value: u64) -> ZoneStart {
        let number = |shift: u32| (value >> shift & 15) as usize;
        ZoneStart {
            position: u32::try_from(value >> 8).unwrap_or(u32::MAX),
            zone: Zone::ALL.get(number(0)).copied().unwrap_or(Zone::More),
            section: SectionKind::ALL.get(number(4)).copied(),
        }
    }

    /// Whether words from here on stand where `field` asks.
    pub(crate) fn is_in(&self, field: TextField) -> bool {
        match field {
            TextField::Title => self.zone == Zone::Title,
            TextField::QueryWords => self.zone == Zone::QueryWords,
            TextField::Section(kind) => self.section == Some(kind),
        }
    }
}

const NO_SECTION: u64 = 15;

/// The stretch that a position belongs to, given where they begin.
pub(crate) fn stretch_at(starts: &[ZoneStart], position: u32) -> Option<&ZoneStart> {
    let after = starts.partition_point(|start| start.position <= position);
    after.checked_sub(1).and_then(|i| starts.get(i))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zones_come_back_from_the_column() {
        for (number, zone) in Zone::ALL.into_iter().enumerate() {
            assert_eq!(zone as usize, number);
            for section in SectionKind::ALL.into_iter().map(Some).chain([None]) {
                let start = ZoneStart { position: 70_000, zone, section };
                assert_eq!(ZoneStart::from_column(start.to_column()), start);
            }
        }
    }

    #[test]
    fn a_position_belongs_to_the_stretch_before_it() {
        let starts = [
            ZoneStart { position: 0, zone: Zone::Title, section: None },
            ZoneStart { position: 5, zone: Zone::Cause, section: Some(SectionKind::Cause) },
        ];
        assert_eq!(stretch_at(&starts, 4).map(|s| s.zone), Some(Zone::Title));
        assert_eq!(stretch_at(&starts, 5).map(|s| s.zone), Some(Zone::Cause));
        assert_eq!(stretch_at(&[], 5), None);
    }
}
