//! Roles as terminal styles.

use std::io::{self, Write};

use anstyle::{AnsiColor, Effects, Style};
use kbq_render::{Line, Role};

/// How a role looks in the sixteen colours that every terminal has.
fn style(role: Role) -> Style {
    let color = |color: AnsiColor| Style::new().fg_color(Some(color.into()));
    match role {
        Role::Text | Role::Value | Role::Table => Style::new(),
        Role::Title => Style::new().bold(),
        Role::Id => color(AnsiColor::Yellow),
        Role::Heading => color(AnsiColor::Cyan).bold(),
        Role::Subheading => Style::new().bold(),
        Role::Label | Role::StepNumber | Role::Bullet => color(AnsiColor::Cyan),
        Role::Match => color(AnsiColor::Red).bold(),
        Role::Code => color(AnsiColor::Magenta),
        Role::Message => color(AnsiColor::Green),
        Role::Listing => color(AnsiColor::Blue),
        Role::Link => color(AnsiColor::Blue).effects(Effects::UNDERLINE),
        Role::Muted | Role::Rank | Role::Ornament => Style::new().effects(Effects::DIMMED),
        Role::Added => color(AnsiColor::Green),
        Role::Removed | Role::Error => color(AnsiColor::Red),
        Role::Warning => color(AnsiColor::Yellow),
    }
}

/// Writes one line, coloured or plain, without blanks at its end.
pub(crate) fn write_line(out: &mut impl Write, line: &Line, colored: bool) -> io::Result<()> {
    let text_end = line.spans.iter().rposition(|span| !span.text.trim_end().is_empty());
    for (at, span) in line.spans.iter().enumerate().take(text_end.map_or(0, |last| last + 1)) {
        let text = if Some(at) == text_end { span.text.trim_end() } else { &span.text };
        let style = style(span.role);
        if colored && style != Style::new() {
            write!(out, "{style}{text}{style:#}")?;
        } else {
            out.write_all(text.as_bytes())?;
        }
    }
    out.write_all(b"\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use kbq_render::Span;

    #[test]
    fn colours_are_switched_off_again() {
        let spans = [("1 ", Role::Text), ("STOP", Role::Match), ("  ", Role::Text)];
        let line = Line::new(spans.map(|(text, role)| Span::new(text, role)).to_vec());
        let mut plain = Vec::new();
        write_line(&mut plain, &line, false).expect("writes");
        assert_eq!(plain, b"1 STOP\n");
        let mut colored = Vec::new();
        write_line(&mut colored, &line, true).expect("writes");
        assert_eq!(colored, b"1 \x1b[1m\x1b[31mSTOP\x1b[0m\n");
    }
}
