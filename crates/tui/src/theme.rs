//! Themes: how each role of text and each part of the interface looks.

use kbq_render::Role;
use ratatui::style::{Color, Modifier, Style};

/// A theme by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, PartialOrd, Ord, Hash)]
pub enum Theme {
    /// The sixteen colours that the terminal's user chose; on any background.
    #[default]
    Default,
    /// Softer colours of the 256, for a dark background.
    Dark,
    /// Softer colours of the 256, for a light background.
    Light,
    /// No colours: bold, faint, underlined, reversed.
    Mono,
}

/// A part of the interface that is no text of an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// The sign before the search line, the bar beside the selected row.
    Accent,
    /// The search line's text.
    Input,
    /// The selected row, behind its text.
    Selected,
    /// The title of the selected row, of the pane that has the focus.
    Strong,
    /// Rules and dividers.
    Rule,
    /// A key in the footer and in help.
    Key,
    /// Hints, counts, placeholders.
    Faint,
    /// Part of the query that was understood.
    Chip,
    /// Part of the query that no article has.
    Unknown,
    /// A place found in the article.
    Found,
    /// The place found that was gone to.
    FoundCurrent,
    /// A label to be typed, on a link.
    Label,
    /// A bar of a count.
    Bar,
    /// A bookmark or mark beside a row.
    Mark,
    /// A message in the footer.
    Message,
    /// A message in the footer that something failed.
    Failure,
}

const fn plain() -> Style {
    Style::new()
}

const fn bold() -> Style {
    Style::new().add_modifier(Modifier::BOLD)
}

const fn faint() -> Style {
    Style::new().add_modifier(Modifier::DIM)
}

const fn underlined() -> Style {
    Style::new().add_modifier(Modifier::UNDERLINED)
}

const fn reversed() -> Style {
    Style::new().add_modifier(Modifier::REVERSED)
}

const fn fg(color: Color) -> Style {
    Style::new().fg(color)
}

const fn of(color: u8) -> Style {
    Style::new().fg(Color::Indexed(color))
}

/// The looks of one thing: default, dark, light, monochrome.
type Looks = [Style; 4];

/// The looks of a role of text.
const fn role_looks(role: Role) -> Looks {
    use Color::{Blue, Cyan, Green, Magenta, Red, Yellow};
    match role {
        Role::Text | Role::Value | Role::Table => [plain(), plain(), plain(), plain()],
        Role::Title => [bold(), bold(), bold(), bold()],
        Role::Id => [fg(Cyan), of(179), of(94), bold()],
        Role::Heading => [
            fg(Cyan).add_modifier(Modifier::BOLD),
            of(80).add_modifier(Modifier::BOLD),
            of(24).add_modifier(Modifier::BOLD),
            bold(),
        ],
        Role::Subheading => [bold(), bold(), bold(), bold()],
        Role::Label => [faint(), of(245), of(243), faint()],
        Role::Match => [
            fg(Red).add_modifier(Modifier::BOLD),
            of(215).add_modifier(Modifier::BOLD),
            of(160).add_modifier(Modifier::BOLD),
            bold().add_modifier(Modifier::UNDERLINED),
        ],
        Role::Code => [fg(Magenta), of(176), of(90), plain()],
        Role::Message => [fg(Green), of(114), of(22), plain()],
        Role::Listing => [fg(Blue), of(110), of(60), plain()],
        Role::StepNumber | Role::Bullet => [fg(Cyan), of(80), of(24), plain()],
        Role::Link => [
            fg(Blue).add_modifier(Modifier::UNDERLINED),
            of(75).add_modifier(Modifier::UNDERLINED),
            of(25).add_modifier(Modifier::UNDERLINED),
            underlined(),
        ],
        Role::Muted | Role::Ornament | Role::Rank => [faint(), of(245), of(243), faint()],
        Role::Added => [fg(Green), of(114), of(22), plain()],
        Role::Removed | Role::Error => [fg(Red), of(203), of(160), bold()],
        Role::Warning => [fg(Yellow), of(221), of(130), bold()],
    }
}

/// The looks of a part of the interface.
const fn part_looks(part: Part) -> Looks {
    use Color::{Blue, Cyan, Green, Magenta, Red, Yellow};
    match part {
        Part::Accent => [
            fg(Cyan).add_modifier(Modifier::BOLD),
            of(80).add_modifier(Modifier::BOLD),
            of(24).add_modifier(Modifier::BOLD),
            bold(),
        ],
        Part::Input => [plain(), plain(), plain(), plain()],
        Part::Selected => {
            [plain(), plain().bg(Color::Indexed(236)), plain().bg(Color::Indexed(254)), plain()]
        }
        Part::Strong => [bold(), bold(), bold(), bold()],
        Part::Rule => [faint(), of(240), of(249), faint()],
        Part::Key => [fg(Cyan), of(80), of(24), bold()],
        Part::Faint => [faint(), of(245), of(243), faint()],
        Part::Chip => [fg(Magenta), of(176), of(90), bold()],
        Part::Unknown => [fg(Yellow), of(221), of(130), underlined()],
        Part::Found => [
            reversed(),
            plain().fg(Color::Indexed(16)).bg(Color::Indexed(179)),
            plain().bg(Color::Indexed(222)),
            reversed(),
        ],
        Part::FoundCurrent => [
            fg(Magenta).add_modifier(Modifier::REVERSED).add_modifier(Modifier::BOLD),
            plain().fg(Color::Indexed(16)).bg(Color::Indexed(215)).add_modifier(Modifier::BOLD),
            plain().fg(Color::Indexed(231)).bg(Color::Indexed(166)).add_modifier(Modifier::BOLD),
            reversed().add_modifier(Modifier::BOLD),
        ],
        Part::Label => [
            fg(Magenta).add_modifier(Modifier::REVERSED).add_modifier(Modifier::BOLD),
            plain().fg(Color::Indexed(16)).bg(Color::Indexed(176)).add_modifier(Modifier::BOLD),
            plain().fg(Color::Indexed(231)).bg(Color::Indexed(90)).add_modifier(Modifier::BOLD),
            reversed().add_modifier(Modifier::BOLD),
        ],
        Part::Bar => [fg(Blue), of(67), of(110), faint()],
        Part::Mark => [fg(Green), of(114), of(28), bold()],
        Part::Message => [fg(Green), of(114), of(22), bold()],
        Part::Failure => [
            fg(Red).add_modifier(Modifier::BOLD),
            of(203).add_modifier(Modifier::BOLD),
            of(160).add_modifier(Modifier::BOLD),
            bold().add_modifier(Modifier::REVERSED),
        ],
    }
}

impl Theme {
    /// Every theme, as `kbq.yaml` names it.
    pub const NAMES: [(&'static str, Theme); 4] = [
        ("default", Theme::Default),
        ("dark", Theme::Dark),
        ("light", Theme::Light),
        ("mono", Theme::Mono),
    ];

    /// The theme of this name.
    pub fn from_name(name: &str) -> Option<Theme> {
        Theme::NAMES.iter().find(|(other, _)| *other == name).map(|(_, theme)| *theme)
    }

    /// How a role of text looks.
    pub fn role(self, role: Role) -> Style {
        role_looks(role)[self as usize]
    }

    /// How a part of the interface looks.
    pub fn part(self, part: Part) -> Style {
        part_looks(part)[self as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_monochrome_theme_has_no_colours() {
        for role in Role::ALL {
            let style = Theme::Mono.role(*role);
            assert_eq!((style.fg, style.bg), (None, None), "{role:?}");
        }
        let style = Theme::Mono.part(Part::Label);
        assert_eq!((style.fg, style.bg), (None, None));
        assert_eq!(Theme::from_name("dark"), Some(Theme::Dark));
        assert_eq!(Theme::from_name("Dark"), None);
    }
}
