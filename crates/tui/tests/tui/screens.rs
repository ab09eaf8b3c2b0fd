//! Every screen at three sizes, and its styles in each theme.

use kbq_tui::theme::Theme;

use crate::session::Session;

const SIZES: [(u16, u16); 3] = [(80, 24), (200, 60), (40, 10)];

/// Brings a session to a screen.
type Path = fn(&mut Session);

/// The screens: name and how to get there.
const SCREENS: [(&str, Path); 18] = [
    ("opening", |_| ()),
    ("start", |session| session.open()),
    ("start_used", |session| {
        session.open();
        session.type_text("event 4058");
        session.keys("enter b esc esc");
        session.type_text("lnk2001");
        session.keys("enter esc esc");
    }),
    ("results", |session| {
        session.open();
        session.type_text("0xc00203e5");
    }),
    ("results_relaxed", |session| {
        session.open();
        session.type_text("clustr setup disk");
    }),
    ("results_none", |session| {
        session.open();
        session.type_text("zzyzx");
    }),
    ("preview_focused", |session| {
        session.open();
        session.type_text("0xc00203e5");
        session.keys("tab tab");
    }),
    ("pasted", |session| {
        session.open();
        session.paste(
            "Event Type: Warning\r\nEvent ID: 4058\r\nEvent Source: MSExchangeMTA\r\n\
             Description: The link is suspended.\r\n",
        );
    }),
    ("reader", |session| {
        session.open();
        session.type_text("0xc00203e5 cluster");
        session.keys("enter");
    }),
    ("reader_find", |session| {
        session.open();
        session.type_text("0xc00203e5 cluster");
        session.keys("enter g /");
        session.type_text("setup");
    }),
    ("reader_follow", |session| {
        session.open();
        session.type_text("0xc00203e5 cluster");
        session.keys("enter m f");
    }),
    ("facets", |session| {
        session.open();
        session.type_text("the");
        session.keys("ctrl-f down");
    }),
    ("links", |session| {
        session.open();
        session.type_text("0xc00203e5 cluster");
        session.keys("enter l down");
    }),
    ("recent", |session| {
        session.open();
        session.type_text("event 4058");
        session.keys("enter esc esc");
        session.type_text("lnk2001");
        session.keys("enter esc esc ctrl-r down");
    }),
    ("help", |session| {
        session.open();
        session.keys("?");
    }),
    ("export", |session| {
        session.open();
        session.type_text("lnk2001");
        session.keys("enter e");
    }),
    ("wide_characters", |session| {
        session.open();
        session.type_text("wide font");
        session.keys("enter");
    }),
    ("codes", |session| {
        session.open();
        session.type_text("0xc00203e5");
        session.keys("alt-d");
    }),
];

/// A session at a screen.
pub(crate) fn session(name: &str, width: u16, height: u16) -> Session {
    let (_, path) = SCREENS.iter().find(|(other, _)| *other == name).expect("a screen");
    let mut session = Session::new(width, height);
    path(&mut session);
    session
}

#[test]
fn every_screen_at_three_sizes() {
    for (name, _) in SCREENS {
        for (width, height) in SIZES {
            let shown = session(name, width, height).text(Theme::Mono);
            insta::assert_snapshot!(format!("{name}_{width}x{height}"), shown);
        }
    }
}

/// The monochrome theme has the same text; here is where which style is.
#[test]
fn every_screen_in_each_theme() {
    for (name, _) in SCREENS {
        let session = session(name, 80, 24);
        let text = session.text(Theme::Mono);
        let mut styles = String::new();
        for (theme_name, theme) in Theme::NAMES {
            assert_eq!(session.text(theme), text, "themes differ in style only");
            styles += &format!("{theme_name}\n\n{}\n", session.styles(theme));
        }
        insta::assert_snapshot!(format!("{name}_styles"), styles);
    }
}
