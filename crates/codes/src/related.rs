//! Values that an article may name when it speaks of the same error.

use crate::space::Space;
use crate::{Basis, Code};

/// Another value that says the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Related {
    /// The other value.
    pub code: Code,
    /// How it is made of the value before it, or that one of it.
    pub basis: Basis,
    /// How many such steps lead to it, from 1.
    pub distance: u8,
}

/// How many steps still say the same: an NTSTATUS, its Win32 error, that error's HRESULT.
const FARTHEST: u8 = 2;

/// Values of which articles may speak when they mean this one, nearest first.
///
/// ```
/// use kbq_codes::{Code, related};
///
/// let values: Vec<_> = related(Code(0xc0000022)).iter().map(|other| other.code).collect();
/// assert_eq!(values[..3], [Code(5), Code(0xd0000022), Code(0x80070005)]);
/// assert_eq!(related(Code(0xc00203e5))[0].code, Code(997));
/// ```
pub fn related(code: Code) -> Vec<Related> {
    let mut found: Vec<Related> = Vec::new();
    let mut frontier: Vec<(Space, u32)> = Space::of(code.0).map(|space| (space, code.0)).collect();
    for distance in 1..=FARTHEST {
        let mut next = Vec::new();
        for (space, value) in frontier {
            for edge in space.edges(value) {
                let other = Code(edge.value);
                if other == code || found.iter().any(|known| known.code == other) {
                    continue;
                }
                found.push(Related { code: other, basis: edge.basis, distance });
                next.push((edge.space, edge.value));
            }
        }
        frontier = next;
    }
    found
}
