//! What each action does, as tables of keys and what is seen after them.

use std::sync::Arc;

use kbq_tui::action::Context;
use kbq_tui::backend::{Backend, BackendError, Extent};
use kbq_tui::message::{Answer, Ask, Effect, Message, Mouse};
use kbq_tui::state::{Focus, IndexState, Layer, StartItem};
use kbq_tui::theme::Theme;
use kbq_tui::update;
use ratatui::layout::Size;

use crate::fixture::Fixture;
use crate::session::Session;

/// A session with a query answered.
fn searched(query: &str) -> Session {
    let mut session = Session::opened(80, 24);
    session.type_text(query);
    session
}

/// A session that reads the article on clusters.
fn reading() -> Session {
    let mut session = searched("0xc00203e5 cluster");
    session.keys("enter");
    session
}

fn number_read(session: &Session) -> Option<u32> {
    session.state.is_reading().then(|| session.state.document().map(|d| d.article.number)).flatten()
}

fn section_in_sight(session: &Session) -> Option<String> {
    let document = session.state.document()?;
    let section = document.article.sections.get(document.section_in_sight()?)?;
    section.heading.clone()
}

#[test]
fn keys_lead_to_contexts() {
    let cases = [
        ("", Context::Line),
        ("tab", Context::List),
        ("tab tab", Context::Preview),
        ("tab tab tab", Context::Line),
        ("backtab", Context::Preview),
        ("tab /", Context::Line),
        ("tab tab esc", Context::Line),
        ("enter", Context::Reader),
        ("right", Context::Reader),
        ("enter left", Context::Line),
        ("enter q", Context::Line),
        ("enter /", Context::Prompt),
        ("enter / esc", Context::Reader),
        ("enter l", Context::Links),
        ("enter l enter", Context::Reader),
        ("enter m f", Context::Labels),
        ("enter m f esc", Context::Reader),
        ("enter d", Context::Codes),
        ("enter ?", Context::Help),
        ("enter ? esc", Context::Reader),
        ("f1", Context::Help),
        ("ctrl-f", Context::Facets),
        ("ctrl-f ctrl-f", Context::Line),
        ("alt-e", Context::Prompt),
        ("enter esc ctrl-r", Context::Recent),
        ("ctrl-r", Context::Line),
    ];
    for (keys, context) in cases {
        let mut session = searched("0xc00203e5 cluster");
        if !keys.is_empty() {
            session.keys(keys);
        }
        assert_eq!(session.state.context(), context, "{keys:?}");
    }
}

#[test]
fn a_question_mark_is_help_only_on_an_empty_line() {
    let mut session = Session::opened(80, 24);
    session.type_text("?");
    assert_eq!(session.state.context(), Context::Help);
    let mut session = searched("x");
    session.type_text("?");
    assert_eq!(session.state.search.line.text(), "x?");
}

#[test]
fn answers_to_old_queries_are_dropped() {
    let backend = Fixture::new();
    let mut session = Session::opened(80, 24);
    let mut asks = Vec::new();
    for key in ["c", "l"] {
        let effects = update(&mut session.state, Message::Key(key.parse().expect("a key")));
        asks.extend(effects.into_iter().filter_map(|effect| match effect {
            Effect::Ask(Ask::Search { asked, text, .. }) => Some((asked, text)),
            _ => None,
        }));
    }
    let extent = Extent { limit: 30, facets: false };
    let reply = |at: usize| {
        let (asked, text) = &asks[at];
        Message::Answer(Answer::Found(*asked, backend.search(text, extent).map(Arc::new)))
    };
    let (first, second) = (reply(0), reply(1));
    update(&mut session.state, second);
    let after = session.state.clone();
    update(&mut session.state, first);
    assert_eq!(session.state, after, "the older answer changes nothing");
}

#[test]
fn enter_before_the_answer_opens_its_first_hit() {
    let mut session = Session::opened(80, 24);
    let mut asked = Vec::new();
    for key in ["4", "0", "5", "8", "enter"] {
        asked.extend(update(&mut session.state, Message::Key(key.parse().expect("a key"))));
    }
    assert_eq!(number_read(&session), None);
    let Some(Effect::Ask(last)) =
        asked.into_iter().rfind(|effect| matches!(effect, Effect::Ask(_)))
    else {
        panic!("nothing was asked")
    };
    let answer = session.answer(last);
    session.send(Message::Answer(answer));
    assert_eq!(number_read(&session), Some(169_716));
}

#[test]
fn the_preview_opens_at_what_matched() {
    let session = searched("failover over cluster open");
    let preview = session.state.search.preview.as_ref().expect("a preview");
    assert_eq!(preview.article.number, 194_128);
    assert_eq!(section_in_sight(&session).as_deref(), Some("SYMPTOMS"));
}

#[test]
fn more_hits_are_asked_for_near_the_end() {
    let mut session = searched("the");
    // As if there were many more than the fixture has.
    session.state.search.limit = 12;
    if let Some(reply) = session.state.search.reply.as_mut().map(Arc::make_mut) {
        reply.results.total = 500;
    }
    let effects = update(&mut session.state, Message::Key("down".parse().expect("a key")));
    assert!(effects.iter().all(|effect| !matches!(effect, Effect::Ask(Ask::Search { .. }))));
    let effects = update(&mut session.state, Message::Key("down".parse().expect("a key")));
    let limits = effects.iter().filter_map(|effect| match effect {
        Effect::Ask(Ask::Search { extent, .. }) => Some(extent.limit),
        _ => None,
    });
    assert_eq!(limits.collect::<Vec<_>>(), [112]);
    assert_eq!(session.state.search.selected, 2);
}

#[test]
fn sections_are_a_key_away() {
    let cases = [
        ("s", "SYMPTOMS"),
        ("c", "CAUSE"),
        ("r", "RESOLUTION"),
        ("g ] ] ]", "RESOLUTION"),
        ("r [", "CAUSE"),
    ];
    for (keys, heading) in cases {
        let mut session = reading();
        session.send(Message::Resize(Size::new(80, 12)));
        session.keys(keys);
        assert_eq!(section_in_sight(&session).as_deref(), Some(heading), "{keys}");
    }
    let mut session = searched("modem");
    session.keys("enter c");
    assert!(session.text(Theme::Mono).contains("no section on cause"));
}

#[test]
fn links_are_followed_and_gone_back_from() {
    let mut session = reading();
    session.keys("m f a");
    assert_eq!(number_read(&session), Some(169_716));
    session.keys("alt-left");
    assert_eq!(number_read(&session), Some(263_029));
    session.keys("alt-right");
    assert_eq!(number_read(&session), Some(169_716));
    session.keys("esc esc");
    assert_eq!(session.state.context(), Context::Line);
    session.keys("alt-right alt-right");
    assert_eq!(number_read(&session), Some(169_716));
}

#[test]
fn a_link_out_of_the_index_says_so() {
    let mut session = reading();
    session.keys("l");
    for _ in 0..3 {
        session.keys("down");
    }
    session.keys("enter");
    assert!(session.text(Theme::Mono).contains("Q111222 is not in this index"));
    assert_eq!(session.state.context(), Context::Links);
}

#[test]
fn text_is_found_whatever_its_case() {
    let mut session = reading();
    session.keys("/");
    session.type_text("SETUP");
    session.keys("enter n");
    // The first two stand above: the article was opened at its symptoms.
    assert!(session.text(Theme::Mono).contains("3 of 7"), "{}", session.text(Theme::Mono));
    session.keys("N N");
    assert!(session.text(Theme::Mono).contains("1 of 7"), "{}", session.text(Theme::Mono));
    session.keys("/");
    session.type_text("nowhere");
    session.keys("enter");
    assert!(session.text(Theme::Mono).contains("Not found: nowhere"));
}

#[test]
fn effects_of_an_article_at_hand() {
    let number = || Effect::Copy("Q263029".into(), "Q263029".into());
    let cited = "Q263029: XCON: Mail Service Setup Stops on a Clustered Server. \
                 Microsoft Knowledge Base, 2002-08-02.";
    let cases = [
        ("y", number()),
        ("Y", Effect::Copy(cited.into(), "the citation of Q263029".into())),
        ("o", Effect::Edit("kb/Q263029.txt".into())),
        ("b", Effect::Save),
        ("ctrl-z", Effect::Suspend),
        ("ctrl-l", Effect::Redraw),
        ("ctrl-c", Effect::Quit(Vec::new())),
    ];
    for (key, effect) in cases {
        let mut session = reading();
        session.effects.clear();
        session.keys(key);
        assert_eq!(session.effects, [effect], "{key}");
    }
    let mut session = searched("0xc00203e5 cluster");
    session.keys("alt-y");
    assert_eq!(session.effects, [number()], "on the search line with Alt");
}

#[test]
fn an_article_is_exported_in_the_format_of_the_name() {
    for (name, begin) in [("", "XCON: Mail Service"), ("x.json", "{\n")] {
        let mut session = reading();
        session.effects.clear();
        session.keys("e");
        if !name.is_empty() {
            session.keys("ctrl-u");
            session.type_text(name);
        }
        session.keys("enter");
        let [Effect::Export { path, content }] = &session.effects[..] else { panic!("no export") };
        assert_eq!(path, if name.is_empty() { "Q263029.txt" } else { name });
        assert!(content.starts_with(begin), "{content}");
    }
    let mut session = searched("0xc00203e5");
    session.keys("alt-e enter");
    let [Effect::Export { path, content }] = &session.effects[..] else { panic!("no export") };
    assert_eq!(path, "kbq-results.jsonl");
    assert_eq!(content.lines().count(), 2);
}

#[test]
fn facets_narrow_and_widen() {
    let mut session = searched("the");
    session.keys("ctrl-f down enter");
    assert_eq!(session.state.search.line.text(), "the product:\"Microsoft Windows NT\"");
    session.keys("enter");
    let text = session.state.search.line.text().to_owned();
    assert!(text == "the" || text.contains("product:"), "{text}");
    let mut session = searched("the");
    session.keys("ctrl-f - esc");
    assert_eq!(session.state.search.line.text(), "the -product:\"Microsoft Exchange\"");
    assert_eq!(session.state.context(), Context::Line);
}

#[test]
fn recent_queries_come_back() {
    let mut session = searched("lnk2001");
    session.keys("enter esc esc");
    assert_eq!(session.state.search.line.text(), "");
    assert_eq!(session.state.saved.recent, ["lnk2001"]);
    session.keys("ctrl-r");
    session.type_text("lnk");
    session.keys("enter");
    assert_eq!(session.state.search.line.text(), "lnk2001");
    assert_eq!(session.state.hits().len(), 1);
}

#[test]
fn bookmarks_open_from_the_start_screen() {
    let mut session = reading();
    session.keys("b esc esc");
    assert!(session.state.is_start());
    let items = session.state.start_items();
    let at = items.iter().position(|item| matches!(item, StartItem::Bookmark(..)));
    session.keys(&format!("{}enter", "down ".repeat(at.expect("a bookmark"))));
    assert_eq!(number_read(&session), Some(263_029));
}

#[test]
fn a_pasted_line_is_typed_and_pasted_lines_are_diagnosed() {
    let mut session = Session::opened(80, 24);
    session.paste("0xc00203e5\r\n");
    assert_eq!(session.state.search.line.text(), "0xc00203e5");
    session.paste("Event ID: 4058\r\nSource: MSExchangeMTA");
    assert!(session.state.search.pasted.is_some());
    assert_eq!(session.state.hits().len(), 2);
    session.type_text("x");
    assert_eq!(session.state.search.pasted, None);
    assert_eq!(session.state.search.line.text(), "x");
}

#[test]
fn marked_articles_are_printed() {
    let mut session = searched("0xc00203e5");
    session.state.setup.print = true;
    session.keys("enter");
    assert!(session.effects.contains(&Effect::Quit(vec![191_014])), "the selected one");
    let mut session = searched("0xc00203e5");
    session.state.setup.print = true;
    session.keys("alt-x down alt-x enter");
    assert!(session.effects.contains(&Effect::Quit(vec![191_014, 263_029])), "those marked");
}

#[test]
fn the_mouse_selects_opens_scrolls_and_drags() {
    let mut session = searched("the");
    session.mouse(Mouse::Press, 20, 5);
    assert_eq!(session.state.search.selected, 1);
    session.mouse(Mouse::Press, 20, 5);
    assert_eq!(number_read(&session), Some(170_606));
    session.keys("esc");
    session.mouse(Mouse::WheelDown, 20, 5);
    assert_eq!(session.state.search.selected, 2);
    let before = session.state.saved.list_height;
    session.mouse(Mouse::Press, 30, 13);
    session.mouse(Mouse::Drag, 30, 17);
    session.mouse(Mouse::Release, 30, 17);
    assert!(session.state.saved.list_height > before);
    assert!(session.effects.contains(&Effect::Save));
    session.mouse(Mouse::Press, 20, 20);
    assert_eq!(session.state.search.focus, Focus::Preview);
}

#[test]
fn clicking_a_link_follows_it() {
    let mut session = reading();
    session.keys("m");
    let text = session.text(Theme::Mono);
    let (row, line) =
        text.lines().enumerate().find(|(_, line)| line.contains("see Q169716")).expect("the link");
    let column = line.find("Q169716").expect("the link") + 2;
    session.mouse(Mouse::Press, column as u16, row as u16);
    assert_eq!(number_read(&session), Some(169_716));
}

#[test]
fn an_index_that_fails_is_told() {
    let mut session = Session::new(80, 24);
    let error = BackendError("no index in `/x`; build one with `kbq index`".into());
    session.send(Message::Answer(Answer::Opened(Err(error))));
    assert!(matches!(session.state.index, IndexState::Failed(_)));
    assert!(session.text(Theme::Mono).contains("build one with `kbq index`"));
    session.type_text("x");
    assert!(session.text(Theme::Mono).contains("build one with `kbq index`"));
}

#[test]
fn a_resize_keeps_what_is_read_in_sight() {
    let mut session = reading();
    session.send(Message::Resize(Size::new(80, 12)));
    session.keys("r");
    for width in [40, 200, 31, 80] {
        session.send(Message::Resize(Size::new(width, 12)));
        assert_eq!(section_in_sight(&session).as_deref(), Some("RESOLUTION"), "{width}");
    }
}

#[test]
fn layers_are_bounded() {
    let mut session = reading();
    for _ in 0..100 {
        session.keys("m f a G f a");
    }
    assert!(session.state.layers.len() <= 64);
    assert!(matches!(session.state.layers.last(), Some(Layer::Reader(_) | Layer::Labels(_))));
}

#[test]
fn esc_on_an_empty_line_says_how_to_quit() {
    let mut session = Session::new(80, 24);
    session.open();
    session.type_text("cluster");
    session.keys("esc");
    assert_eq!(session.state.status, None);
    session.keys("esc");
    let status = session.state.status.as_ref().map(|status| status.text.as_str());
    assert_eq!(status, Some("Ctrl-c quits"));
}

#[test]
fn a_stop_code_is_decoded_as_one() {
    let mut session = searched("inaccessible_boot_device");
    session.keys("enter d");
    let codes = match session.state.layers.last() {
        Some(Layer::Codes(view)) => view.codes.clone(),
        other => panic!("{other:?}"),
    };
    assert_eq!(codes, ["STOP 0x0000007B"]);
    session.keys("enter");
    assert_eq!(session.state.search.line.text(), "stop:0x0000007B");
}
