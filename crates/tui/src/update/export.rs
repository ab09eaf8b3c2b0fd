//! Export of what is shown: an article or the results, in the format that the file's name asks for.

use super::reader;
use crate::message::Effect;
use crate::state::{Layer, Prompt, PromptKind, State};
use crate::text_line::TextLine;

/// Asks where to: the answer's ending is the format.
pub(super) fn ask(state: &mut State) {
    let article = state.is_reading() || state.search.focus == crate::state::Focus::Preview;
    let (kind, name) = match reader::loaded(state) {
        Some(document) if article => {
            (PromptKind::ExportArticle, format!("Q{}.txt", document.article.number))
        }
        _ if !state.hits().is_empty() => {
            (PromptKind::ExportResults, "kbq-results.jsonl".to_owned())
        }
        _ => return state.tell("Nothing to export: search for something first"),
    };
    state.layers.push(Layer::Prompt(Prompt { kind, line: TextLine::new(&name) }));
}

pub(super) fn write(state: &mut State, kind: PromptKind, name: &str, effects: &mut Vec<Effect>) {
    let content = match (kind, extension(name)) {
        (PromptKind::ExportArticle, "json") => reader::loaded(state)
            .and_then(|document| serde_json::to_string_pretty(&*document.article).ok())
            .map(|json| json + "\n"),
        (PromptKind::ExportArticle, _) => reader::loaded(state).map(|document| document.plain()),
        (_, "jsonl") => state
            .hits()
            .iter()
            .map(|hit| serde_json::to_string(hit).ok().map(|json| json + "\n"))
            .collect(),
        _ => Some(
            state
                .hits()
                .iter()
                .map(|hit| format!("{}\t{}\n", hit.id, one_line(&hit.title)))
                .collect(),
        ),
    };
    match content {
        Some(content) => {
            let path = state.setup.export_dir.join(name).to_string_lossy().into_owned();
            effects.push(Effect::Export { path, content });
        }
        None => state.complain("The article is no longer at hand; nothing was written"),
    }
}

fn extension(name: &str) -> &str {
    name.rsplit_once('.').map_or("", |(_, extension)| extension)
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
