//! How a line is to be read: one classification that blocks and facts share.

use crate::line::Line;
use crate::marks::Marks;
use crate::words::{Table, row};

/// What a line looks like, whatever section it stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Look {
    /// White space only.
    Blank,
    /// A rule of one repeated character (`----`, `====`, `+---+`).
    Rule,
    /// Running text, labels, lists, tables.
    Prose,
    /// Source code, settings of an INI file, definitions of constants.
    Code,
    /// Registers, disassembly, stack words, memory: numbers that name no error.
    Dump,
}

/// The look of each line; some depend on the lines around them.
///
/// A line that could be code as well as text (`x = 5`) is code beside lines that can be nothing
/// else; two settings in a row, or one below a `[section]`, are an INI file.
pub(crate) fn looks(lines: &[Line<'_>], marks: &[Marks]) -> Vec<Look> {
    let hints: Vec<Hint> =
        lines.iter().zip(marks).map(|(line, marks)| hint(&line.text, *marks)).collect();
    let mut looks = Vec::with_capacity(lines.len());
    for paragraph in hints.chunk_by(|a, b| (*a == Hint::Blank) == (*b == Hint::Blank)) {
        let mut counts = [0; HINTS];
        paragraph.iter().for_each(|hint| counts[*hint as usize] += 1);
        let count = |wanted: Hint| counts[wanted as usize];
        let (code, settings) = (count(Hint::Code), count(Hint::Setting));
        let likely = count(Hint::Likely);
        let is_settings = settings >= 2 || settings == 1 && count(Hint::Section) > 0;
        let is_code = code > 0 && (code + likely + settings) * 2 >= paragraph.len();
        looks.extend(paragraph.iter().map(|hint| match hint {
            Hint::Blank => Look::Blank,
            Hint::Rule => Look::Rule,
            Hint::Dump => Look::Dump,
            Hint::Code => Look::Code,
            Hint::Likely if code > 0 => Look::Code,
            Hint::Setting | Hint::Section if is_settings || code > 0 => Look::Code,
            Hint::Text if is_code => Look::Code,
            Hint::Likely | Hint::Setting | Hint::Section | Hint::Text | Hint::Sentence => {
                Look::Prose
            }
        }));
    }
    looks
}

/// What a line says by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Hint {
    Blank,
    Rule,
    /// Nothing but code.
    Code,
    /// Code if its neighbours are.
    Likely,
    /// `key=value`.
    Setting,
    /// `[section]`.
    Section,
    /// Numbers of a debugger.
    Dump,
    /// Anything.
    Text,
    /// Words up to a full stop.
    Sentence,
}

/// How many hints there are.
const HINTS: usize = Hint::Sentence as usize + 1;

fn hint(line: &str, marks: Marks) -> Hint {
    let text = line.trim_ascii();
    let bytes = text.as_bytes();
    let (Some(&first), Some(&last)) = (bytes.first(), bytes.last()) else {
        return Hint::Blank;
    };
    match first {
        0x80.. if text.trim().is_empty() => Hint::Blank,
        b'-' | b'=' | b'+' if is_rule(bytes) => Hint::Rule,
        b'#' if is_directive(&text[1..]) => Hint::Code,
        b'{' | b'}' => Hint::Code,
        b'/' if matches!(bytes.get(1), Some(b'/' | b'*')) => Hint::Code,
        b'*' if text == "*/" || text.starts_with("*** ") => code_or(text == "*/"),
        b'\'' if bytes.get(1).is_none_or(|b| *b != b'\'') && !text[1..].contains('\'') => {
            Hint::Likely
        }
        b'[' if last == b']' && !text.contains("HKEY") => Hint::Section,
        _ if marks.any(Marks::DIGIT) && is_dump(text) => Hint::Dump,
        _ if last == b'{' || last == b';' && has_operator(text) => Hint::Code,
        b'A'..=b'Z' | b'a'..=b'z' | b'_' => worded(text),
        _ => Hint::Text,
    }
}

fn code_or(is_code: bool) -> Hint {
    if is_code { Hint::Code } else { Hint::Text }
}

fn is_rule(bytes: &[u8]) -> bool {
    bytes.len() >= 3 && bytes.iter().all(|b| matches!(b, b'-' | b'=' | b'+' | b' '))
}

/// Directives of the C preprocessor, without the `#`.
const DIRECTIVES: &[&str] =
    &["include", "define", "if", "ifdef", "ifndef", "else", "endif", "pragma", "undef", "import"];

fn is_directive(text: &str) -> bool {
    let text = text.trim_start();
    let end = text.find(|c: char| !c.is_ascii_lowercase()).unwrap_or(text.len());
    DIRECTIVES.contains(&&text[..end])
}

/// Whether a line that ends in a semicolon is a statement and no clause of a sentence.
fn has_operator(text: &str) -> bool {
    text.len() < 4
        || text.bytes().any(|b| matches!(b, b'=' | b'(' | b')' | b'+' | b'*'))
        || !has_words(text, 4)
}

/// Lines that begin with a word.
fn worded(text: &str) -> Hint {
    let end = text.bytes().position(|b| !b.is_ascii_alphanumeric() && b != b'_');
    let (word, rest) = text.split_at(end.unwrap_or(text.len()));
    let rest = rest.trim_start();
    if let Some(is_code) = KEYWORDS.find(word)
        && is_code(rest)
    {
        return Hint::Code;
    }
    if let Some(value) = rest.strip_prefix('=') {
        let glued = text.as_bytes().get(word.len()) == Some(&b'=');
        return match value.as_bytes().first() {
            Some(b'=') | None => Hint::Likely,
            Some(_) if glued => Hint::Setting,
            Some(_) => Hint::Likely,
        };
    }
    let is_member =
        rest.starts_with(['.', '(', '[']) && text.as_bytes().get(word.len()) != Some(&b' ');
    if is_member && (rest.contains('=') || rest.contains("()")) && !has_words(text, 8) {
        return Hint::Likely;
    }
    if text.ends_with(['.', ':', ',']) && has_words(text, 5) { Hint::Sentence } else { Hint::Text }
}

/// Whether the text has so many words or more.
fn has_words(text: &str, least: usize) -> bool {
    let pairs = text.as_bytes().windows(2);
    let gaps = pairs.filter(|pair| pair[0] == b' ' && pair[1] != b' ').take(least - 1);
    gaps.count() == least - 1
}

type Test = fn(&str) -> bool;

/// First words of statements, in lower case and sorted, and what must follow for the line to be
/// one. Basic, C, FoxPro, SQL and assembler.
static KEYWORDS: Table<Test> = Table::new(&[
    row("bool", is_declaration),
    row("case", |rest| rest.ends_with(':') && !rest.contains(". ")),
    row("char", is_declaration),
    row("class", |rest| rest.contains(" : public") || rest.ends_with('{')),
    row("cmp", is_operands),
    row("const", |rest| rest.contains('=')),
    row("create", |rest| starts(rest, &["table ", "procedure ", "proc ", "cursor ", "index "])),
    row("declare", |rest| starts(rest, &["function ", "sub ", "@"])),
    row("dim", |rest| contains(rest, " as ") || rest.contains('(') || rest.split(' ').count() == 1),
    row("double", is_declaration),
    row("dword", is_declaration),
    row("else", |rest| rest.is_empty() || rest == "{" || starts(rest, &["if ", "if("])),
    row("elseif", |rest| contains(rest, " then")),
    row("end", |rest| {
        is_one_of(rest, &["sub", "function", "if", "select", "with", "type", "property"])
    }),
    row("endcase", str::is_empty),
    row("enddefine", str::is_empty),
    row("enddo", str::is_empty),
    row("endfor", str::is_empty),
    row("endfunc", str::is_empty),
    row("endif", str::is_empty),
    row("endproc", str::is_empty),
    row("endscan", str::is_empty),
    row("exit", |rest| is_one_of(rest, &["sub", "function", "for", "do"])),
    row("extern", |rest| rest.contains(';') || rest.contains('(') || rest.contains('"')),
    row("float", is_declaration),
    row("for", |rest| {
        rest.contains('=') && contains(rest, " to ")
            || rest.starts_with('(') && rest.contains(';')
            || starts(rest, &["each "]) && contains(rest, " in ") && rest.split(' ').count() < 6
    }),
    row("function", |rest| rest.ends_with(')') || contains(rest, ") as ")),
    row("global", |rest| starts(rest, &["const "]) || contains(rest, " as ")),
    row("goto", |rest| rest.split(' ').count() == 1 && !rest.is_empty()),
    row("hresult", is_declaration),
    row("if", |rest| {
        rest.starts_with('(') && rest.ends_with([')', '{', ';'])
            || rest.to_ascii_lowercase().ends_with(" then")
    }),
    row("int", is_declaration),
    row("jmp", is_operands),
    row("lea", is_operands),
    row("long", is_declaration),
    row("loop", |rest| rest.is_empty() || starts(rest, &["while ", "until "]) && rest.len() < 40),
    row("mov", is_operands),
    row("msgbox", |rest| rest.contains('"') || rest.starts_with('(')),
    row("next", |rest| rest.is_empty() || rest.len() == 1 && rest.is_ascii()),
    row("on", |rest| starts(rest, &["error goto", "error resume"])),
    row("option", |rest| is_one_of(rest, &["explicit", "base 0", "base 1", "compare text"])),
    row("pop", is_operands),
    row("print", |rest| rest.starts_with(['"', '#'])),
    row("printf", |rest| rest.starts_with('(')),
    row("private", is_member),
    row("public", is_member),
    row("push", is_operands),
    row("redim", |rest| rest.contains('(')),
    row("rem", |rest| !rest.is_empty() && rest.split(' ').count() < 12),
    row("return", |rest| rest.ends_with(';') || rest.len() < 12 && rest.starts_with('(')),
    row("select", |rest| {
        starts(rest, &["case "]) || rest.contains('*') && contains(rest, " from ")
    }),
    row("set", |rest| rest.contains(" = ") && rest.split(' ').count() < 8),
    row("static", |rest| is_declaration(rest) || is_member(rest)),
    row("struct", |rest| rest.ends_with([';', '{'])),
    row("sub", |rest| rest.ends_with(')')),
    row("typedef", |rest| rest.contains(' ')),
    row("unsigned", is_declaration),
    row("virtual", |rest| rest.contains('(')),
    row("void", is_declaration),
    row("wend", str::is_empty),
    row("while", |rest| rest.starts_with('(') && rest.ends_with([')', '{', ';'])),
    row("with", |rest| rest.split(' ').count() == 1 && rest.contains('.')),
    row("xor", is_operands),
]);

fn is_declaration(rest: &str) -> bool {
    let rest = rest.split("//").next().unwrap_or(rest).trim_end();
    rest.ends_with([';', '{', ')', ',']) && rest.split(' ').count() < 14 && !rest.is_empty()
        || rest.contains("(void)")
}

/// Operands of an instruction: `ax, bx`, `ebp`.
fn is_operands(rest: &str) -> bool {
    let rest = rest.split(';').next().unwrap_or(rest).trim_end();
    let words = rest.split(' ').filter(|word| !word.is_empty()).count();
    (1..=3).contains(&words) && (rest.contains(',') || words == 1 && rest.len() <= 3)
}

fn is_member(rest: &str) -> bool {
    starts(rest, &["sub ", "function ", "const ", "declare ", "static ", "type ", "property "])
        || contains(rest, " as ") && rest.split(' ').count() < 8
        || rest == ":"
}

/// Whether the text starts with one of these in lower case.
fn starts(text: &str, beginnings: &[&str]) -> bool {
    beginnings.iter().any(|beginning| {
        text.get(..beginning.len()).is_some_and(|head| head.eq_ignore_ascii_case(beginning))
    })
}

fn contains(text: &str, part: &str) -> bool {
    text.as_bytes().windows(part.len()).any(|window| window.eq_ignore_ascii_case(part.as_bytes()))
}

/// Whether the text is one of these, a comment behind it aside.
fn is_one_of(text: &str, words: &[&str]) -> bool {
    let text = text.split(['\'', '&']).next().unwrap_or(text).trim_end();
    words.iter().any(|word| text.eq_ignore_ascii_case(word))
}

/// Whether the line shows registers (`eax=0012f0a4 ebx=…`), disassembly, or words of memory.
fn is_dump(text: &str) -> bool {
    let end = text.bytes().position(|b| b.is_ascii_whitespace()).unwrap_or(text.len());
    let first = &text.as_bytes()[..end];
    // Most lines end here: neither an address nor a register opens them.
    let address = hex_length(first.strip_suffix(b":").unwrap_or(first));
    if address < 4 && !is_register(first) && !is_segmented(first) {
        return false;
    }
    let mut words = 0;
    let mut pairs = 0;
    let mut registers = 0;
    let mut tokens = 0;
    for token in text.split_ascii_whitespace().map(str::as_bytes) {
        tokens += 1;
        match hex_length(token) {
            8 => words += 1,
            2 => pairs += 1,
            _ if is_register(token) => registers += 1,
            _ => {}
        }
    }
    let disassembly = address == 8
        && tokens >= 3
        && text.split_ascii_whitespace().nth(1).is_some_and(|word| {
            let length = hex_length(word.as_bytes());
            length >= 2 && length.is_multiple_of(2) && length != 8
        });
    registers >= 2 || words >= 3 || pairs >= 8 || disassembly && pairs + words < tokens
}

/// The number of hexadecimal digits, if there is nothing else.
fn hex_length(token: &[u8]) -> usize {
    if token.iter().all(u8::is_ascii_hexdigit) { token.len() } else { 0 }
}

/// `eax=00000000`, `cs=001b`.
fn is_register(token: &[u8]) -> bool {
    match token.iter().position(|b| *b == b'=') {
        Some(at @ 2..=3) => {
            token[..at].iter().all(u8::is_ascii_alphabetic)
                && matches!(hex_length(&token[at + 1..]), 4..=8)
        }
        _ => false,
    }
}

/// `0028:c0012345`, `F000:1700`.
fn is_segmented(token: &[u8]) -> bool {
    let at = token.iter().position(|b| *b == b':');
    at == Some(4) && hex_length(&token[..4]) == 4 && hex_length(&token[5..]) >= 4
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(text: &str) -> Vec<Look> {
        let lines = Line::all(text);
        let marks: Vec<_> = lines.iter().map(|line| Marks::of(&line.text)).collect();
        looks(&lines, &marks)
    }

    #[test]
    fn statements_are_code() {
        for line in [
            "#define WM_USER 0x0400",
            "   Const ERROR_SUCCESS = 0&",
            "Private Sub Command1_Click()",
            "End Sub",
            "   if (hr == S_OK)",
            "hr = CoInitialize(NULL);",
            "mov   ax, 4C00h",
            "ENDDO",
            "// not a sentence",
            "}",
        ] {
            assert_eq!(seen(line), [Look::Code], "{line}");
        }
    }

    #[test]
    fn sentences_and_labels_are_not() {
        for line in [
            "If the error occurs, restart the computer;",
            "End the task.",
            "Event ID: 4058",
            "Source = Service Control Manager",
            "STOP: 0x0000000A (0x00000000, 0x00000002, 0x00000000, 0x80123456)",
            "Set the value to 0x1, then restart.",
            "Next, click OK.",
            "For more information, see the following article:",
        ] {
            assert_eq!(seen(line), [Look::Prose], "{line}");
        }
    }

    #[test]
    fn a_doubtful_line_is_what_its_neighbours_are() {
        assert_eq!(seen("x = 5"), [Look::Prose]);
        assert_eq!(seen("Dim x As Long\nx = 5"), [Look::Code, Look::Code]);
        assert_eq!(seen("Retries=3"), [Look::Prose]);
        assert_eq!(seen("[boot]\nshell=progman.exe"), [Look::Code, Look::Code]);
    }

    #[test]
    fn debugger_output_is_a_dump() {
        for line in [
            "eax=00000000 ebx=0012f0a4 ecx=77f1ccb0",
            "77f1ccb0 85c0             test    eax,eax",
            "0012f0a4  77f67ea2 00000001 0012f0c0",
            "00 01 02 03 04 05 06 07 08 09",
            "0028:c0012345 00 01 02 03 04 05 06 07 08",
        ] {
            assert_eq!(
                seen(line)[0],
                if line.starts_with("00 ") { Look::Prose } else { Look::Dump }
            );
        }
    }
}
