//! An article as Markdown.

use std::fmt::Write as _;

use kbq_model::{Article, BlockKind, Section};

use crate::article::{applies, title};
use crate::reflow::{Column, joined, reflow_message};
use crate::safe::{expand_tabs, safe};
use crate::section::{Chunk, bullet_marker, chunks, is_rule, shared_indent, step_marker};

/// The article as CommonMark with tables: title, header, sections, facts.
///
/// ```
/// use kbq_model::Article;
///
/// let mut answer = Article::new("Q263029".parse()?);
/// answer.title = "XCON: Setup *Fails*".into();
/// assert!(kbq_render::markdown(&answer).starts_with("# XCON: Setup \\*Fails\\*\n"));
/// # Ok::<(), kbq_model::BadArticleId>(())
/// ```
pub fn markdown(article: &Article) -> String {
    let mut out = format!("# {}\n", escaped(title(article)));
    header(&mut out, article);
    let column = Column::of(article);
    for section in &article.sections {
        self::section(&mut out, section, column);
    }
    facts(&mut out, article);
    out
}

/// A blank line and the heading.
fn heading(out: &mut String, level: usize, text: &str) {
    // Writing to a string cannot fail; the same holds below.
    let _ = writeln!(out, "\n{} {}", "#".repeat(level), escaped(text.trim()));
}

fn header(out: &mut String, article: &Article) {
    let applies: Vec<_> = article.applies_to.iter().map(applies).collect();
    let optional = |text: &Option<String>| text.iter().cloned().collect();
    let fields: [(&str, Vec<String>); 7] = [
        ("Article", vec![article.id.to_string()]),
        ("Modified", article.modified.iter().map(ToString::to_string).collect()),
        ("Area", optional(&article.area)),
        ("Products", article.products.clone()),
        ("Versions", optional(&article.versions)),
        ("Applies to", applies),
        ("Fixed in", article.fixed_in.clone()),
    ];
    out.push('\n');
    for (label, values) in fields.iter().filter(|(_, values)| !values.is_empty()) {
        let values: Vec<_> = values.iter().map(|value| escaped(value)).collect();
        let _ = writeln!(out, "- **{label}:** {}", values.join("; "));
    }
}

fn section(out: &mut String, section: &Section, column: Column) {
    if let Some(text) = &section.heading {
        heading(out, 2, text);
    }
    let mut listed = false;
    for chunk in chunks(section) {
        let lists = matches!(chunk.kind, Some(BlockKind::Step | BlockKind::Bullet));
        // Items that stand together stay one list.
        if !(lists && listed && !chunk.apart) {
            out.push('\n');
        }
        listed = lists;
        block(out, &chunk, column);
    }
}

fn block(out: &mut String, chunk: &Chunk<'_>, column: Column) {
    match chunk.kind {
        Some(BlockKind::Paragraph) => {
            let texts = column.reflow(&chunk.lines);
            let texts: Vec<_> = texts.iter().map(|(_, text)| escaped_start(text)).collect();
            // A backslash keeps a line end.
            let _ = writeln!(out, "{}", texts.join("\\\n"));
        }
        Some(BlockKind::Reference) => {
            let _ = writeln!(out, "{}", escaped_start(&joined(&chunk.lines)));
        }
        Some(BlockKind::Subheading) => {
            let words = chunk.lines.iter().copied().filter(|line| !is_rule(line));
            let _ = writeln!(out, "### {}", escaped(&joined(&words.collect::<Vec<_>>())));
        }
        Some(BlockKind::Step) => item(out, chunk, step_marker),
        Some(BlockKind::Bullet) => item(out, chunk, bullet_marker),
        Some(BlockKind::Message) => {
            for (_, text) in reflow_message(&chunk.lines) {
                let _ = writeln!(out, "> {}  ", escaped_start(&text));
            }
        }
        Some(BlockKind::Table | BlockKind::Code) | None => fenced(out, &chunk.lines),
    }
}

/// An item, below its list as far as it is set in.
fn item(out: &mut String, chunk: &Chunk<'_>, marker: fn(&str) -> Option<(&str, &str)>) {
    let text = joined(&chunk.lines);
    let first = chunk.lines.first().map_or(0, |line| line.len() - line.trim_start().len());
    let inset = " ".repeat(if first >= 3 { 4 } else { 0 });
    let _ = match marker(&text) {
        Some((sign, rest)) if is_number(sign) => {
            writeln!(
                out,
                "{inset}{} {}",
                sign.trim_start_matches('(').replace(')', "."),
                escaped(rest)
            )
        }
        Some((sign, rest)) if sign.starts_with(|c: char| c.is_alphabetic()) && sign != "o" => {
            writeln!(out, "{inset}- {sign} {}", escaped(rest))
        }
        Some((_, rest)) => writeln!(out, "{inset}- {}", escaped(rest)),
        None => writeln!(out, "{inset}{}", escaped_start(&text)),
    };
}

fn is_number(sign: &str) -> bool {
    sign.bytes().any(|byte| byte.is_ascii_digit())
}

/// Lines that keep their columns, in a fence that none of them closes.
fn fenced(out: &mut String, lines: &[&str]) {
    let lines: Vec<_> = lines.iter().map(|line| expand_tabs(line)).collect();
    let shared = shared_indent(lines.iter().map(AsRef::as_ref));
    let ticks = lines.iter().map(|line| longest_run(line, '`')).max().unwrap_or(0);
    let fence = "`".repeat(ticks.max(2) + 1);
    let _ = writeln!(out, "{fence}text");
    for line in &lines {
        let _ = writeln!(out, "{}", safe(line.get(shared..).unwrap_or_default()).trim_end());
    }
    let _ = writeln!(out, "{fence}");
}

fn longest_run(text: &str, of: char) -> usize {
    text.split(|c| c != of).map(str::len).max().unwrap_or(0)
}

fn facts(out: &mut String, article: &Article) {
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let events = article.events.iter().map(|event| {
        vec![event.id.to_string(), text(&event.source), text(&event.kind), text(&event.description)]
    });
    table(out, "Events", &["ID", "Source", "Type", "Description"], events.collect());
    let codes = article.error_codes.iter().map(|code| vec![code.code.clone(), text(&code.message)]);
    table(out, "Codes", &["Code", "Message"], codes.collect());
    let files = article.files.iter().map(|file| {
        let date = file.date.map_or(String::new(), |date| date.to_string());
        vec![file.name.clone(), text(&file.version), date, text(&file.size), text(&file.platform)]
    });
    table(out, "Files", &["Name", "Version", "Date", "Size", "Platform"], files.collect());
    let references = article.references.iter();
    let references =
        references.map(|reference| vec![reference.id.to_string(), text(&reference.title)]);
    table(out, "See also", &["Article", "Title"], references.collect());
}

fn table(out: &mut String, title: &str, columns: &[&str], rows: Vec<Vec<String>>) {
    if rows.is_empty() {
        return;
    }
    heading(out, 2, title);
    let _ = writeln!(out, "\n| {} |\n|{}", columns.join(" | "), " --- |".repeat(columns.len()));
    for row in rows {
        let cells: Vec<_> = row.iter().map(|cell| escaped(cell)).collect();
        let _ = writeln!(out, "| {} |", cells.join(" | "));
    }
}

/// The text on one line, with a backslash before what Markdown would read as its own.
fn escaped(text: &str) -> String {
    let text = safe(text);
    let mut out = String::with_capacity(text.len());
    let mut before = ' ';
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let after = chars.peek().copied().unwrap_or(' ');
        let special = match c {
            '\\' | '`' | '*' | '[' | ']' | '<' | '>' | '|' => true,
            // Within a word an underscore is one.
            '_' => !before.is_alphanumeric() || !after.is_alphanumeric(),
            '&' => after.is_alphabetic() || after == '#',
            _ => false,
        };
        if special {
            out.push('\\');
        }
        out.push(c);
        before = c;
    }
    out
}

/// The same for a text that begins a line, where more signs are Markdown's.
fn escaped_start(text: &str) -> String {
    let escaped = escaped(text);
    let digits = escaped.bytes().take_while(u8::is_ascii_digit).count();
    let (number, rest) = escaped.split_at_checked(digits).unwrap_or((&escaped, ""));
    if digits == 0 && rest.starts_with(['#', '-', '+', '=', '~']) {
        format!("\\{escaped}")
    } else if digits > 0 && rest.starts_with(['.', ')']) {
        format!("{number}\\{rest}")
    } else {
        escaped
    }
}
