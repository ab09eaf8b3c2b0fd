//! `docs/tui.md` shows the screens and keys as they are: its blocks are made here.
//!
//! With `KBQ_UPDATE_DOCS=1` the blocks are written, else compared.

use std::path::Path;

use kbq_tui::action::{ACTIONS, Context};
use kbq_tui::keymap::Keymap;
use kbq_tui::theme::Theme;

use crate::screens;

/// What stands between `<!-- screen NAME -->` or `<!-- keys -->` and the next `<!-- end -->`.
fn block(name: &str) -> String {
    match name.strip_prefix("screen ") {
        Some(screen) => {
            format!("```text\n{}```\n", screens::session(screen, 80, 24).frame(Theme::Mono))
        }
        None => keys(),
    }
}

fn keys() -> String {
    let keymap = Keymap::default();
    let mut table = "| name | keys | what it does |\n| --- | --- | --- |\n".to_owned();
    for row in ACTIONS {
        let mut keys: Vec<String> = Vec::new();
        for context in Context::ALL {
            let here = keymap.keys(row.action, *context).map(|key| format!("`{key}`"));
            here.for_each(|key| {
                if !keys.contains(&key) {
                    keys.push(key)
                }
            });
        }
        table += &format!("| `{}` | {} | {} |\n", row.name, keys.join(" "), row.help);
    }
    table
}

#[test]
fn the_documentation_shows_what_is() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/tui.md");
    let text = std::fs::read_to_string(&path).expect("docs/tui.md");
    let mut made = String::new();
    let mut rest = text.as_str();
    while let Some((before, after)) = rest.split_once("<!-- ") {
        let (name, after) = after.split_once(" -->\n").expect("a comment on a line of its own");
        let (_, after) = after.split_once("<!-- end -->").expect("the block's end");
        made += &format!("{before}<!-- {name} -->\n{}<!-- end -->", block(name));
        rest = after;
    }
    made += rest;
    if std::env::var_os("KBQ_UPDATE_DOCS").is_some() {
        std::fs::write(&path, made).expect("writes");
    } else {
        assert!(
            made == text,
            "docs/tui.md is out of date; KBQ_UPDATE_DOCS=1 cargo test -p kbq-tui"
        );
    }
}
