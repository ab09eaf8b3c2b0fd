//! The leading code of a title (`XFOR`, `PRB`, `PC Win`).

/// Codes with blanks that open at least 20 titles of the public archive each, sorted.
///
/// A rarer one is a product's name or the start of a sentence, and no code.
#[rustfmt::skip]
const CODES_WITH_BLANKS: &[&str] = &[
    "3D Movie Maker",
    "Age of Empires",
    "Age of Empires II",
    "AoE II",
    "Asheron's Call",
    "Baseball 2000",
    "Baseball 2001",
    "Bookshelf 98",
    "Business Planner",
    "C 6.00 README",
    "Combat Flight Simulator",
    "Combat Flight Simulator 2",
    "Dungeon Siege",
    "Encarta 2000",
    "Encarta 2001",
    "Encarta 97",
    "Err Msg",
    "Error Message",
    "Fighter Ace II",
    "Flight Simulator",
    "Flight Simulator 2002",
    "HOW TO",
    "Julia Child",
    "Kids Plus!",
    "MASM 5.10 EXT.DOC",
    "MASM 5.10 OS2.DOC",
    "MSB Human",
    "MSB Ocean",
    "Mac DOS",
    "Mac Encarta 97",
    "Mac Form",
    "Mac Hyp",
    "Mac Srv",
    "Mac Wkst",
    "MapPoint 2001",
    "MechWarrior 4",
    "Microsoft Systems Journal",
    "Midtown Madness",
    "Motocross Madness 2",
    "Msbatch.inf Parameters",
    "NFL Fever 2000",
    "PC Adm",
    "PC DB",
    "PC DOS",
    "PC DirSync",
    "PC Ext",
    "PC Forms",
    "PC Gen",
    "PC MAPI",
    "PC Mac",
    "PC NTMMTA",
    "PC OS2",
    "PC WFW",
    "PC WRmt",
    "PC WSPlus",
    "PC Win",
    "QuickC 2.00 README.DOC",
    "STOP Msg",
    "Scenes 1.0",
    "Scenes 2.0",
    "Terminal Server Commands",
    "Train Simulator",
    "WFWG Err Msg",
    "Windows Err Msg",
    "Writer 2",
];

/// The code that opens a title, as written: one word of letters, digits or `/`, or one of the
/// frequent codes with blanks.
pub(crate) fn area(title: &str) -> Option<&str> {
    let colon = title.find(':')?;
    let code = title[..colon].trim();
    let after = title[colon + 1..].chars().next();
    let letters = code.bytes().filter(u8::is_ascii_alphabetic).count();
    // `cc:Mail`, `http://` and `C:\` are names: only a code in capitals may lack the blank.
    let glued = after.is_some_and(|c| !c.is_whitespace());
    if letters == 0 || glued && (letters < 2 || !is_upper(code) || after == Some('/')) {
        return None;
    }
    let word = code.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'/');
    let known = || CODES_WITH_BLANKS.iter().any(|known| known.eq_ignore_ascii_case(code));
    (word || known()).then_some(code)
}

fn is_upper(code: &str) -> bool {
    !code.bytes().any(|b| b.is_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_a_word_or_a_frequent_one() {
        for (title, code) in [
            ("XFOR: Cluster Setup", Some("XFOR")),
            ("PRB:Too Many Files", Some("PRB")),
            ("PRB : Too Many Files", Some("PRB")),
            ("PC Win: Err Msg: None", Some("PC Win")),
            ("ADT/ODE: Setup", Some("ADT/ODE")),
            ("MS00-031: Requests", None),
            ("Crimson Skies: Performance", None),
            ("cc:Mail Connector: Setup", None),
            ("C:\\ Is Full", None),
            ("http://example.com", None),
            ("No Code", None),
            (": Nothing", None),
        ] {
            assert_eq!(area(title), code, "{title}");
        }
    }

    #[test]
    fn the_table_is_sorted_and_of_codes_with_blanks() {
        assert!(CODES_WITH_BLANKS.is_sorted());
        assert!(CODES_WITH_BLANKS.iter().all(|code| code.contains(' ')));
    }
}
