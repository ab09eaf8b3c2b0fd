//! Zones: the parts of an article as far as the ranking tells them apart.

use kbq_model::{BlockKind, SectionKind};

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

    /// The zone of this number in the `zones` column.
    pub(crate) fn from_number(number: u8) -> Zone {
        Zone::ALL.get(number as usize).copied().unwrap_or(Zone::More)
    }

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
}

impl ZoneStart {
    pub(crate) fn to_column(self) -> u64 {
        u64::from(self.position) << 8 | self.zone as u64
    }

    pub(crate) fn from_column(value: u64) -> ZoneStart {
        let [.., number] = value.to_be_bytes();
        let position = u32::try_from(value >> 8).unwrap_or(u32::MAX);
        ZoneStart { position, zone: Zone::from_number(number) }
    }
}

/// The zone at a position, given where the zones begin.
pub(crate) fn zone_at(starts: &[ZoneStart], position: u32) -> Zone {
    let after = starts.partition_point(|start| start.position <= position);
    after.checked_sub(1).and_then(|i| starts.get(i)).map_or(Zone::More, |start| start.zone)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zones_come_back_from_the_column() {
        for (number, zone) in Zone::ALL.into_iter().enumerate() {
            assert_eq!(zone as usize, number);
            let start = ZoneStart { position: 70_000, zone };
            assert_eq!(ZoneStart::from_column(start.to_column()), start);
        }
        let starts = [
            ZoneStart { position: 0, zone: Zone::Title },
            ZoneStart { position: 5, zone: Zone::Cause },
        ];
        assert_eq!(zone_at(&starts, 4), Zone::Title);
        assert_eq!(zone_at(&starts, 5), Zone::Cause);
    }
}
