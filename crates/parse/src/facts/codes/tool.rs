//! Codes of compilers, linkers, Setup, LAN Manager, databases: letters and digits.

use kbq_codes::ToolCode;
use kbq_model::{CodeKind, ErrorCode};

use super::lead::{Reach, lead};
use super::{Hit, Scene};
use crate::facts::text::Shape;

/// The tool's code or SQLSTATE at a token, if the words around it say that it is one.
pub(super) fn hit(scene: &Scene<'_, '_>, at: usize) -> Option<Hit> {
    if let Some(code) = sqlstate(scene, at).or_else(|| of_unknown_tool(scene, at)) {
        return Some(Hit {
            kind: CodeKind::Tool,
            code,
            first: at,
            last: at,
            parameters: Vec::new(),
        });
    }
    let (code, last) = parse(scene, at)?;
    let row = scene.tokens.get(at)?.row;
    let next = scene.tokens.get(last + 1).filter(|next| next.row == row);
    let starts_row = scene.before(at).is_none_or(|before| before.row != row);
    let quoted = scene.before(at).is_some_and(|before| before.is_any_mark(b"\"'"));
    let dash = next.is_some_and(|next| next.is_mark(b'-') && !next.glued);
    let colon = next.is_some_and(|next| next.is_mark(b':')) || dash && (starts_row || quoted);
    let gap =
        starts_row && next.is_some_and(|next| next.start as usize >= scene.tokens[last].end() + 2);
    let opens = at == 0
        && !scene.paragraph.is_title()
        && next.is_some_and(|next| next.text.starts_with(|c: char| c.is_ascii_uppercase()));
    let certain = !code.is_doubtful() && letters(code.as_str()).len() > 2;
    let named = lead(scene.tokens, at, Reach::Far).is_some()
        || listed(scene, at)
        || is_before_error(scene, last + 1);
    let titled = certain || colon || gap || opens;
    // Titles about Project 2000 begin like the code of a project build.
    let project = letters(code.as_str()) == "PRJ" && is_product(code.as_str());
    (titled && !project || named).then(|| Hit {
        kind: CodeKind::Tool,
        code: code.as_str().to_owned(),
        first: at,
        last,
        parameters: Vec::new(),
    })
}

/// A tool's code without such words: one if other codes of the tool are.
pub(super) fn doubtful(scene: &Scene<'_, '_>, at: usize) -> Option<ErrorCode> {
    let (code, last) = parse(scene, at)?;
    Some(ErrorCode {
        kind: CodeKind::Tool,
        code: code.as_str().to_owned(),
        text: scene.text(at, last).to_owned(),
        parameters: Vec::new(),
        message: None,
        line: scene.line(at),
    })
}

/// The letters of a code, which name its tool.
pub(super) fn letters(code: &str) -> &str {
    code.trim_end_matches(|c: char| c.is_ascii_digit())
}

fn parse(scene: &Scene<'_, '_>, at: usize) -> Option<(ToolCode, usize)> {
    let token = scene.tokens.get(at)?;
    // `ORA-00942` is three tokens.
    if token.shape == Shape::Word && token.text == "ORA" {
        let number = scene.tokens.get(at + 2).filter(|number| number.glued)?;
        return Some((ToolCode::parse(&format!("ORA-{}", number.text))?, at + 2));
    }
    let first = token.text.as_bytes().first()?;
    if token.shape != Shape::Mixed || !first.is_ascii_uppercase() || is_part_of_name(scene, at) {
        return None;
    }
    Some((ToolCode::parse(token.text)?, at))
}

/// Whether the token is a part of a file name, a path or another code.
fn is_part_of_name(scene: &Scene<'_, '_>, at: usize) -> bool {
    let joins = |mark: &crate::facts::text::Token<'_>| mark.is_any_mark(b"\\_&.-$%@+");
    let glued = scene.tokens[at].glued && scene.before(at).is_some_and(joins);
    let next = scene.tokens.get(at + 1).filter(|next| next.glued && joins(next));
    let goes_on = next.is_some() && scene.tokens.get(at + 2).is_some_and(|after| after.glued);
    glued || goes_on
}

/// `the C2354 error`, `an A2056 compiler error`.
fn is_before_error(scene: &Scene<'_, '_>, next: usize) -> bool {
    let says = |at: usize| {
        scene.tokens.get(at).is_some_and(|word| {
            word.is_any(&["error", "errors", "warning", "warnings", "message", "messages"])
        })
    };
    let kind = scene.tokens.get(next).is_some_and(|word| {
        word.is_any(&["compiler", "linker", "link", "assembler", "run", "runtime", "build"])
    });
    says(next) || kind && says(next + 1)
}

/// Whether the token goes on with a list whose items a telling word leads.
fn listed(scene: &Scene<'_, '_>, at: usize) -> bool {
    let mut back = at;
    while let Some(before) = back.checked_sub(1) {
        let token = &scene.tokens[before];
        let item = token.shape == Shape::Mixed && ToolCode::parse(token.text).is_some();
        if item && lead(scene.tokens, before, Reach::Near).is_some() {
            return true;
        }
        if !item && !token.is_any_mark(b",/") && !token.is_any(&["and", "or"]) || at - before > 16 {
            return false;
        }
        back = before;
    }
    false
}

/// The code of a tool that no table holds: `fatal error DX1020: unhandled exception`.
fn of_unknown_tool(scene: &Scene<'_, '_>, at: usize) -> Option<String> {
    let text = scene.tokens.get(at).filter(|token| token.shape == Shape::Mixed)?.text;
    let letters = text.bytes().take_while(u8::is_ascii_uppercase).count();
    let digits = text.len() - letters;
    let shaped = (1..=8).contains(&letters)
        && (3..=5).contains(&digits)
        && text.bytes().skip(letters).all(|byte| byte.is_ascii_digit());
    if !shaped || is_part_of_name(scene, at) {
        return None;
    }
    let colon = scene.tokens.get(at + 1).is_some_and(|next| next.is_mark(b':') && next.glued);
    if at == 0 && !scene.paragraph.is_title() && letters > 1 {
        // Alone at the start of a paragraph, but for products and their years: `OL2000: ...`.
        let product = is_product(text);
        let message = scene.tokens.get(2)?.text.starts_with(|c: char| c.is_ascii_uppercase());
        return (colon && message && !product).then(|| text.to_owned());
    }
    let word = if scene.before(at)?.is_mark(b':') { at.checked_sub(2)? } else { at - 1 };
    let said = scene.tokens.get(word)?.is_any(&["error", "warning", "fatal"]);
    (colon && said).then(|| text.to_owned())
}

/// Products and standards whose names have the shape of codes: `PRJ2000:`, `EMM386`, `TN3270`.
fn is_product(text: &str) -> bool {
    let name = letters(text);
    let number = text.get(name.len()..).unwrap_or("");
    matches!(name, "TN" | "RFC")
        || matches!(number, "386" | "486" | "286" | "2000" | "2001" | "2002")
}

/// The state of ODBC: five characters after `SQLState`, or before `[Microsoft]`.
fn sqlstate(scene: &Scene<'_, '_>, at: usize) -> Option<String> {
    let text = scene.tokens.get(at)?.text;
    if text.len() != 5 {
        return None;
    }
    let class = text.bytes().take(2).all(|b| b.is_ascii_digit() || b.is_ascii_uppercase());
    let subclass = text.bytes().skip(2).take(1).all(|b| b.is_ascii_digit() || b == b'S')
        && text.bytes().skip(3).all(|byte| byte.is_ascii_digit());
    if !class || !subclass || text == "00000" {
        return None;
    }
    let mut back = at;
    while scene.before(back).is_some_and(|mark| mark.is_any_mark(b":='\"([")) {
        back -= 1;
    }
    let labelled = scene.before(back).is_some_and(|label| {
        label.is_any(&["SQLState", "sql_state"]) || label.is("State") && back < at
    });
    let mut ahead = at + 1;
    while scene.tokens.get(ahead).is_some_and(|mark| mark.is_any_mark(b":]'\"[(")) {
        ahead += 1;
    }
    let bracket = scene.tokens.get(ahead - 1).is_some_and(|mark| mark.is_mark(b'['));
    let maker = scene.tokens.get(ahead).is_some_and(|word| word.is("Microsoft"));
    (labelled || bracket && maker).then(|| text.to_owned())
}
