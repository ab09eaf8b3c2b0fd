//! The one table of what can be done: name, where, default keys, hint and help.
//!
//! Key bindings, `kbq.yaml`, the help screen, the footer and `docs/tui.md` all come from it.

/// Where a key is pressed: what the topmost layer and the focus make of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Context {
    /// The search line.
    Line,
    /// The result list, or the start screen.
    List,
    /// The preview of an article.
    Preview,
    /// An article over the whole screen.
    Reader,
    /// The counts of values that narrow a search.
    Facets,
    /// The references of an article in both directions.
    Links,
    /// The readings of codes.
    Codes,
    /// The recent queries.
    Recent,
    /// The help screen.
    Help,
    /// A line of text to be answered: what to find, where to export.
    Prompt,
    /// Labels on links, one of which is to be typed.
    Labels,
}

use Context::{Codes, Facets, Help, Labels, Line, Links, List, Preview, Prompt, Reader, Recent};

impl Context {
    /// Every context, in the order in which help shows them.
    pub const ALL: &'static [Context] =
        &[Line, List, Preview, Reader, Facets, Links, Codes, Recent, Prompt, Labels, Help];

    /// The heading in help.
    pub fn title(self) -> &'static str {
        match self {
            Line => "Search line",
            List => "Result list",
            Preview => "Preview",
            Reader => "Reader",
            Facets => "Facets",
            Links => "Links",
            Codes => "Codes",
            Recent => "Recent queries",
            Help => "Help",
            Prompt => "Prompts",
            Labels => "Labels on links",
        }
    }

    /// Whether characters and the cursor's keys are text here, not commands.
    pub fn is_typing(self) -> bool {
        matches!(self, Line | Prompt | Recent | Labels)
    }
}

/// A row of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ActionInfo {
    /// The action.
    pub action: Action,
    /// Its name in `kbq.yaml`.
    pub name: &'static str,
    /// Where it is there.
    pub contexts: &'static [Context],
    /// The keys that it has unless `kbq.yaml` says otherwise.
    pub keys: &'static [&'static str],
    /// A word for the footer; empty if the footer leaves it out.
    pub hint: &'static str,
    /// What it does, for help.
    pub help: &'static str,
}

macro_rules! actions {
    ($($variant:ident $name:literal $contexts:expr, [$($key:literal)*], $hint:literal, $help:literal;)+) => {
        /// What can be done with a key.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Action { $(#[doc = $help] $variant,)+ }

        /// The table, in the order in which help shows it.
        pub const ACTIONS: &[ActionInfo] = &[$(ActionInfo {
            action: Action::$variant, name: $name, contexts: $contexts,
            keys: &[$($key),*], hint: $hint, help: $help,
        },)+];
    };
}

/// Everywhere.
const ANY: &[Context] = Context::ALL;
/// Where one of several rows is selected.
const ROWS: &[Context] = &[Line, List, Facets, Links, Codes, Recent];
/// Where an article, or the selected hit, is at hand.
const ARTICLE: &[Context] = &[Line, List, Preview, Reader];
/// Where an article is read.
const READING: &[Context] = &[Preview, Reader];
/// Where text scrolls.
const SCROLLING: &[Context] = &[Preview, Reader, Help];
/// Where text is typed.
const TYPING: &[Context] = &[Line, Prompt, Recent];

actions! {
    Open "open" &[Line, List, Links, Codes, Recent, Prompt], ["enter" "right"], "open",
        "Open the selected article, run the selected query, accept the prompt";
    Back "back" &[List, Preview, Reader, Facets, Links, Codes, Recent, Help, Prompt, Labels],
        ["esc" "left" "q"], "back", "Go back to where you came from";
    Clear "clear" &[Line], ["esc"], "", "Clear the search line";
    Focus "focus" &[Line, List, Preview, Facets], ["tab"], "pane",
        "Go to the next pane: search line, result list, preview";
    FocusBack "focus-back" &[Line, List, Preview, Facets], ["backtab"], "",
        "Go to the previous pane";
    EditQuery "edit-query" &[List], ["/" "i"], "", "Go to the search line";
    Down "down" ROWS, ["down" "ctrl-n" "ctrl-j" "j"], "", "Select the next row";
    Up "up" ROWS, ["up" "ctrl-p" "ctrl-k" "k"], "", "Select the row before";
    Top "top" &[List, Links, Codes, Facets, Preview, Reader, Help], ["g" "home"], "", "Go to the top";
    Bottom "bottom" &[List, Links, Codes, Facets, Preview, Reader, Help], ["G" "end"], "",
        "Go to the end";
    PageDown "page-down" &[Line, List, Facets, Links, Codes, Recent], ["pagedown"], "",
        "Scroll the preview, or go down a page";
    PageUp "page-up" &[Line, List, Facets, Links, Codes, Recent], ["pageup"], "",
        "Scroll the preview, or go up a page";
    ScrollDown "scroll-down" SCROLLING, ["down" "ctrl-n" "ctrl-j" "j"], "", "Scroll down a line";
    ScrollUp "scroll-up" SCROLLING, ["up" "ctrl-p" "ctrl-k" "k"], "", "Scroll up a line";
    ScrollPageDown "scroll-page-down" SCROLLING, ["space" "pagedown" "ctrl-d"], "",
        "Scroll down a page";
    ScrollPageUp "scroll-page-up" SCROLLING, ["pageup" "ctrl-u" "backspace"], "", "Scroll up a page";
    Enlarge "enlarge" &[Preview], ["enter" "right"], "open", "Open the article over the whole screen";
    NextSection "next-section" READING, ["]"], "", "Go to the next section";
    PreviousSection "previous-section" READING, ["["], "", "Go to the section before";
    Symptoms "symptoms" READING, ["s"], "", "Go to the symptoms, or the summary";
    Cause "cause" READING, ["c"], "", "Go to the cause";
    Resolution "resolution" READING, ["r"], "fix", "Go to the resolution, or the workaround";
    MoreInformation "more-information" READING, ["m"], "", "Go to the further information";
    Find "find" READING, ["/"], "find", "Find text in the article";
    FindNext "find-next" READING, ["n"], "", "Go to the next place found, or the next match";
    FindPrevious "find-previous" READING, ["N"], "", "Go to the place found before";
    Follow "follow" READING, ["f"], "follow", "Put labels on the links in sight; type one to follow it";
    Links "links" ARTICLE, ["l" "alt-l"], "links", "Show what the article refers to, and what refers to it";
    Decode "decode" ARTICLE, ["d" "alt-d"], "", "Decode the code under the cursor, or those of the article";
    HistoryBack "history-back" ARTICLE, ["alt-left"], "", "Go back to the article before";
    HistoryForward "history-forward" ARTICLE, ["alt-right"], "", "Go forward again";
    Facets "facets" &[Line, List, Preview], ["ctrl-f"], "facets",
        "Show how the results spread over products, areas, components, types and years";
    Narrow "narrow" &[Facets], ["enter" "space" "right"], "narrow",
        "Narrow the search to the selected value, or widen it again";
    Exclude "exclude" &[Facets], ["minus"], "exclude", "Leave the selected value out of the search";
    CloseFacets "close-facets" &[Facets], ["ctrl-f"], "", "Close the facets";
    Recent "recent" ARTICLE, ["ctrl-r"], "recent", "Show the recent queries";
    Bookmark "bookmark" ARTICLE, ["b" "alt-b"], "", "Bookmark the article, or forget the bookmark";
    Mark "mark" ARTICLE, ["x" "alt-x"], "", "Mark the article; `--print` prints those marked on exit";
    CopyNumber "copy-number" ARTICLE, ["y" "alt-y"], "", "Copy the article's number";
    CopyCitation "copy-citation" ARTICLE, ["Y" "alt-Y"], "", "Copy number, title and date";
    Edit "edit" ARTICLE, ["o" "alt-o"], "", "Open the source in $EDITOR";
    Page "page" ARTICLE, ["v" "alt-v"], "", "Show the article in $PAGER";
    Export "export" ARTICLE, ["e" "alt-e"], "", "Write what is shown to a file: the article, or the results";
    Grow "grow-list" &[List, Preview], [">"], "", "Give the result list more room";
    Shrink "shrink-list" &[List, Preview], ["<"], "", "Give the preview more room";
    CursorLeft "cursor-left" TYPING, ["left" "ctrl-b"], "", "Move the cursor left";
    CursorRight "cursor-right" TYPING, ["right"], "",
        "Move the cursor right; at the end of the search line, open the selected article";
    WordLeft "word-left" TYPING, ["ctrl-left"], "", "Move the cursor to the word before";
    WordRight "word-right" TYPING, ["ctrl-right"], "", "Move the cursor past the word";
    LineStart "line-start" TYPING, ["home" "ctrl-a"], "", "Move the cursor to the start";
    LineEnd "line-end" TYPING, ["end" "ctrl-e"], "", "Move the cursor to the end";
    DeleteBack "delete-back" TYPING, ["backspace" "ctrl-h"], "", "Delete the character before the cursor";
    DeleteForward "delete-forward" TYPING, ["delete" "ctrl-d"], "", "Delete the character at the cursor";
    DeleteWord "delete-word" TYPING, ["ctrl-w" "alt-backspace"], "", "Delete the word before the cursor";
    DeleteToStart "delete-to-start" TYPING, ["ctrl-u"], "", "Delete from the cursor to the start";
    Help "help" &[Line, List, Preview, Reader, Facets, Links, Codes, Recent, Prompt], ["?" "f1"], "help",
        "Show the keys (on the search line F1, or ? while it is empty)";
    Redraw "redraw" ANY, ["ctrl-l"], "", "Draw the screen anew";
    Suspend "suspend" ANY, ["ctrl-z"], "", "Suspend to the shell";
    Quit "quit" ANY, ["ctrl-c"], "quit", "Quit";
}

impl Action {
    /// Its row of the table.
    pub fn info(self) -> &'static ActionInfo {
        // The macro writes one row for each variant, in order.
        &ACTIONS[self as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_stand_at_their_variants() {
        for (place, row) in ACTIONS.iter().enumerate() {
            assert_eq!(row.action as usize, place);
            assert_eq!(row.action.info().name, row.name);
            assert!(!row.contexts.is_empty() && !row.keys.is_empty(), "{}", row.name);
        }
    }
}
