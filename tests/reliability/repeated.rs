//! Time grows with the length of a text, not with its square: each fragment that some rule reacts
//! to, repeated to a long text without line breaks and to one of many lines.
//!
//! The bound is one that only a quadratic rule breaks, at full size in any build.

use std::time::{Duration, Instant};

use kbq_query::{Aliases, Query};

use super::lab::amount;

/// No text of the full size may take longer, in a build without optimisation either.
const LONGEST: Duration = Duration::from_secs(5);

/// What is repeated; `{n}` is another number each time, so that nothing is known already.
const FRAGMENTS: &[&str] = &[
    // Characters and words.
    "a",
    "x ",
    "AB ",
    "é",
    "\u{a0}",
    "\u{202e}",
    "  ",
    "\t",
    "\r",
    "\u{c}",
    "\n\n",
    ".",
    ",",
    ", ",
    "\\",
    "/",
    "Word{n} ",
    "camelCase{n} ",
    "A sentence of {n} words is here. ",
    // Brackets, quotes, dashes, Markdown, YAML, entities.
    "(",
    ")",
    "[",
    "[a](",
    "{",
    "<",
    "<a>",
    "<!--",
    "> ",
    "\"",
    "\"a",
    "'",
    "`",
    "*",
    "_",
    "-",
    "- ",
    "- - ",
    "# ",
    "{a: ",
    "a: &a\n",
    "? a\n: b\n",
    "&amp;",
    "&#65;",
    "<A0>",
    // Headings, labels and the parts of an article.
    "SYMPTOMS\n========\n",
    "SYMPTOMS ======== ",
    "STATUSMicrosoft ",
    "Sub Heading\n-----------\n",
    "=====\n",
    "DOCUMENT:Q123456 ",
    "DOCUMENT:Q123456 TITLE ",
    "Article ID: {n} ",
    "Article ID: Q123456\n",
    "Last Reviewed: ",
    "The information in this article applies to:\n\n",
    "   - Platform{n}\n",
    "Applies to: Microsoft ",
    "Keywords          : a{n} ",
    "Additional query words: a\n",
    // Events.
    "Event ID: {n} ",
    "Event ID: {n}\nSource: A{n}\n",
    "event {n}, ",
    "Event {n} ",
    "Source: A; ",
    "Description: a\n",
    "EventIdentifier = ",
    "NETLOGON event ",
    "the following event:\n\n",
    "12/31/99  12:00:00 PM  Router  Error  None  {n}  N/A  SERVER\n",
    "5/12/99 Router Error {n} SERVER{n} ",
    "<Event>",
    "<Event><EventID>{n}</EventID></Event>\n",
    "<Data>",
    // Codes.
    "0x80{n} ",
    "0x80004005 ",
    "-1018 ",
    "error {n} ",
    "errors 5, ",
    "STOP: 0x0000000A (",
    "stop ",
    "0x0000000a, ",
    "code ",
    "404 Not Found ",
    "LNK2001: ",
    "ORA-{n} ",
    "MAPI_E_NOT_FOUND ",
    "AB_CD/",
    // Numbers, versions, file tables.
    "1 ",
    "1, ",
    "1.",
    "file{n}.dll ",
    "file{n}.dll 5.5.{n} ",
    "File name  Version\n",
    "Date Time Version Size File name ------ ",
    "| a{n}.dll | 1.{n} |\n",
    "Component: A{n}\n",
    "was corrected in ",
    "released to fix this problem ",
    // References, addresses, paths.
    "Q123456",
    "Q{n} ",
    "Q{n}-",
    "Q{n} A Title\n",
    "article number:\n\n{n}\n",
    "{n}\n",
    "Q{n}, \"",
    "http://a.example/{n} ",
    "http://a)",
    "www.a ",
    "HKEY_LOCAL_MACHINE\\a\\",
    "HKEY_LOCAL_MACHINE\\a{n}\n",
    "\\a-\n",
    "C:\\a\\b{n}.exe ",
    "\\\\server{n}\\a ",
    // Code and settings.
    "Dim x As Long\n",
    "x = {n}\n",
    "eax=00000000 ",
    // Queries.
    "a OR ",
    "-(",
    "title:(",
    "title:\"",
    "event:1..900 ",
    "a:",
];

/// A text of so many bytes.
fn repeated(fragment: &str, separator: &str, bytes: usize) -> String {
    let mut text = String::with_capacity(bytes + 100);
    let mut number = 10_000;
    while text.len() < bytes {
        text.push_str(&fragment.replace("{n}", &number.to_string()));
        text.push_str(separator);
        number += 1;
    }
    text
}

/// Hands each text to the target.
#[track_caller]
fn try_all(name: &str, target: impl Fn(&str)) {
    let bytes = amount(6_000, 200_000);
    let mut slowest = (Duration::ZERO, "");
    for fragment in FRAGMENTS {
        for separator in ["", "\n"] {
            let text = repeated(fragment, separator, bytes);
            let started = Instant::now();
            target(&text);
            let took = started.elapsed();
            assert!(took < LONGEST, "{name}: {bytes} bytes of {fragment:?} took {took:?}");
            slowest = slowest.max((took, fragment));
        }
    }
    println!("{name}: {} fragments of {bytes} bytes, slowest {slowest:?}", FRAGMENTS.len());
}

fn parse(text: &str) {
    // Text that is no article is refused in time, too.
    let _ = kbq_parse::peek_number(text.as_bytes());
    let _ = kbq_parse::parse(text.as_bytes(), "any");
}

#[test]
fn repeated_in_the_markdown_form() {
    let head = "---\ntitle: \"Q900001: A\"\n---\n\n## Q900001: A\n\n\tArticle: Q900001\n\t\n";
    try_all("Markdown, as code", |text| {
        parse(&format!("{head}\tSYMPTOMS\n\t========\n\t\n\t{}\n", text.replace('\n', "\n\t")));
    });
    try_all("Markdown, as text", |text| parse(&format!("{head}\nText\n\n{text}\n")));
}

#[test]
fn repeated_in_front_matter() {
    try_all("front matter", |text| {
        parse(&format!("---\ntitle: \"\\\\a\"\na: {text}\n---\n\n\tArticle: Q900001\n\n\tText\n"));
    });
}

#[test]
fn repeated_in_the_text_form() {
    let head = "DOCUMENT:Q900001  05-MAR-2000  [exchange]\nTITLE   :A\n";
    try_all("text", |text| parse(&format!("{head}\nSYMPTOMS\n========\n\n{text}\n")));
    try_all("applies-to block", |text| {
        let rule = "-".repeat(79);
        let sentence = "The information in this article applies to:";
        parse(&format!(
            "{head}\n{rule}\n{sentence}\n\n - A\n{text}\n{rule}\n\nCAUSE\n=====\n\nB\n"
        ));
    });
}

#[test]
fn repeated_in_a_page() {
    let head = "Article ID: 900001 - Last Review: October 26, 2006 - Revision: 2.1";
    try_all("page", |text| parse(&format!("{head}\n\nA\n\nSYMPTOMS\n\n{text}\n")));
    try_all("head of a page", |text| parse(&format!("{text}\n{head} {text}\nSYMPTOMS\n{text}")));
}

#[test]
fn repeated_in_a_paste() {
    let aliases = Aliases::builtin();
    try_all("diagnose", |text| drop(kbq_query::diagnose(text, &aliases).query(&aliases)));
}

#[test]
fn repeated_in_a_query() {
    let aliases = Aliases::builtin();
    try_all("query", |text| drop(Query::parse(text, &aliases).to_string()));
}
