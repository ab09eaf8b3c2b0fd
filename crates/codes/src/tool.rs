//! Codes of compilers, linkers and other tools: letters and digits (`LNK2001`).

use std::fmt;
use std::ops::RangeInclusive;

/// A code of a compiler, linker or other tool, in upper case.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ToolCode {
    text: String,
    tool: &'static str,
    doubtful: bool,
}

/// Codes of one tool.
struct Tool {
    prefix: &'static str,
    /// How many digits follow.
    digits: RangeInclusive<usize>,
    /// The numbers that the tool has.
    numbers: RangeInclusive<u32>,
    /// What the tool is.
    name: &'static str,
    /// Whether printers, modems or parts have names of the same shape, so that only the words
    /// around it say that it is a code.
    doubtful: bool,
}

const fn tool(
    prefix: &'static str,
    digits: RangeInclusive<usize>,
    numbers: RangeInclusive<u32>,
    name: &'static str,
) -> Tool {
    // A single letter before digits is nobody's own.
    Tool { prefix, digits, numbers, name, doubtful: prefix.len() == 1 }
}

/// The tools whose codes articles name, with the numbers that their manuals list.
const TOOLS: &[Tool] = &[
    tool("C", 4..=4, 1000..=6999, "C/C++ compiler"),
    tool("D", 4..=4, 1000..=4999, "compiler command line"),
    tool("D", 4..=4, 8000..=9999, "compiler command line"),
    tool("L", 4..=4, 1000..=5999, "linker for segmented programs"),
    tool("LNK", 4..=4, 1000..=4999, "linker"),
    tool("U", 4..=4, 1000..=4999, "NMAKE or LIB"),
    tool("R", 4..=4, 6000..=6999, "C run time"),
    tool("M", 4..=4, 6100..=6299, "floating-point run time"),
    tool("A", 4..=4, 1000..=6999, "macro assembler"),
    tool("F", 4..=4, 1000..=6999, "FORTRAN compiler or run time"),
    tool("FOR", 4..=4, 1000..=9999, "Fortran PowerStation"),
    tool("RC", 4..=4, 1000..=4999, "resource compiler"),
    tool("RW", 4..=4, 1000..=4999, "resource compiler, writing"),
    tool("MIDL", 4..=4, 1000..=9999, "MIDL compiler"),
    tool("CV", 4..=4, 0..=9999, "CodeView"),
    tool("CXX", 4..=4, 0..=9999, "expression evaluator of the debugger"),
    tool("EE", 4..=4, 0..=9999, "expression evaluator of the debugger"),
    tool("CVT", 4..=4, 1000..=4999, "CVTRES"),
    tool("CK", 4..=4, 1000..=4999, "CVPACK"),
    tool("BK", 4..=4, 1000..=4999, "BSCMAKE"),
    tool("SB", 4..=4, 1000..=4999, "browser database"),
    tool("PRJ", 4..=4, 0..=9999, "project build"),
    tool("PRF", 4..=4, 1000..=4999, "profiler"),
    tool("PR", 4..=4, 1000..=4999, "profiler"),
    tool("AD", 4..=4, 1000..=4999, "ADJUST profiler"),
    tool("IM", 4..=4, 1000..=4999, "IMPLIB"),
    tool("MP", 4..=4, 1000..=4999, "MAPSYM"),
    tool("MF", 4..=4, 1000..=4999, "make file"),
    tool("SU", 4..=4, 0..=9999, "Setup"),
    tool("HC", 4..=4, 1000..=6999, "help compiler"),
    tool("H", 4..=4, 1000..=6999, "help compiler"),
    tool("P", 4..=4, 1000..=4999, "profiler"),
    tool("SYS", 4..=4, 0..=9999, "OS/2"),
    tool("NET", 4..=4, 2000..=5999, "LAN Manager"),
    tool("BC", 5..=5, 30000..=42999, "Visual Basic .NET compiler"),
    tool("CS", 4..=4, 1..=9999, "C# compiler"),
    tool("VJS", 4..=4, 1..=9999, "J# compiler"),
    tool("MSB", 4..=4, 1000..=9999, "MSBuild"),
    tool("CBE", 4..=4, 1000..=9999, "COBOL compiler"),
    tool("ORA", 5..=5, 0..=99999, "Oracle"),
];

impl ToolCode {
    /// Reads a tool's code in any case; punctuation around it does not matter.
    ///
    /// ```
    /// use kbq_codes::ToolCode;
    ///
    /// let code = ToolCode::parse("lnk2001:").unwrap();
    /// assert_eq!(code.as_str(), "LNK2001");
    /// assert_eq!(code.tool(), "linker");
    /// assert!(ToolCode::parse("HP4000").is_none());
    /// ```
    pub fn parse(text: &str) -> Option<ToolCode> {
        let text = text.trim_matches(|c: char| !c.is_alphanumeric());
        let digits_at = text.find(|c: char| c.is_ascii_digit())?;
        let (letters, digits) = text.split_at_checked(digits_at)?;
        // `ORA-00942` is written with a hyphen.
        let prefix = letters.strip_suffix('-').unwrap_or(letters);
        let hyphen = prefix.len() < letters.len();
        if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let number: u32 = digits.parse().ok()?;
        let tool = TOOLS.iter().find(|tool| {
            tool.prefix.eq_ignore_ascii_case(prefix)
                && tool.digits.contains(&digits.len())
                && tool.numbers.contains(&number)
        })?;
        if hyphen != (tool.prefix == "ORA") {
            return None;
        }
        Some(ToolCode { text: text.to_ascii_uppercase(), tool: tool.name, doubtful: tool.doubtful })
    }

    /// The code in upper case.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// What the tool is.
    pub fn tool(&self) -> &'static str {
        self.tool
    }

    /// Whether other things have names of this shape (`D4125` is a printer), so that a text
    /// should name it an error, a warning or fatal before it is taken for a code.
    pub fn is_doubtful(&self) -> bool {
        self.doubtful
    }
}

impl fmt::Display for ToolCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_of_the_archive_are_known() {
        let known = [
            "C1001",
            "C2065",
            "C4786",
            "LNK2001",
            "LNK1104",
            "L2029",
            "L1073",
            "U1073",
            "R6003",
            "RC1015",
            "RW1008",
            "MIDL2039",
            "CV1255",
            "FOR3852",
            "A2006",
            "F1001",
            "F6401",
            "D2030",
            "M6103",
            "BK1500",
            "PRJ0002",
            "CXX0017",
            "ORA-00942",
            "NET3106",
            "CS0246",
        ];
        for text in known {
            let code = ToolCode::parse(text).expect(text);
            assert_eq!(code.as_str(), text);
            assert_eq!(ToolCode::parse(&text.to_lowercase()), Some(code));
        }
    }

    #[test]
    fn other_names_are_no_codes() {
        let others = [
            "F5177-00",
            "BC5386",
            "SMC8000W",
            "S20562",
            "Q194128",
            "EX2501",
            "C1",
            "C12345",
            "R2000",
            "LNK",
            "2001",
            "",
            "C٣٣٣٣",
            "É1001",
            "H4000X",
            "A-2006",
            "ORA00942",
        ];
        for text in others {
            assert_eq!(ToolCode::parse(text), None, "{text}");
        }
        assert!(ToolCode::parse("D4125").is_some_and(|code| code.is_doubtful()));
    }
}
