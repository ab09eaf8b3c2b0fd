//! The rows of file tables: name, version, size, date, time, platform, component.

pub(super) mod cell;
mod header;
mod pipe;
mod row;

use kbq_model::FileVersion;

use crate::line::Body;
use crate::look::Look;
use crate::words::words;
use header::Header;

/// What the tables of an article state.
#[derive(Debug, Default)]
pub(super) struct Tables {
    /// The rows, in order.
    pub(super) files: Vec<FileVersion>,
    /// The components that tables are of, with the lines that name them.
    pub(super) components: Vec<(String, u32)>,
}

/// The state while the lines of a body go by.
#[derive(Default)]
struct Reader {
    tables: Tables,
    header: Option<Header>,
    /// The `Component:` line above, and whether a row has followed it.
    component: Option<(String, u32, bool)>,
    /// Whether the line before was a row, a header or the lead-in of a table.
    in_table: bool,
}

/// The file tables of an article's text.
pub(super) fn files(body: &Body<'_>) -> Tables {
    let mut reader = Reader::default();
    let mut at = 0;
    while at < body.lines.len() {
        let is_text = body.places.get(at).is_some_and(|place| place.is_text());
        let look = body.looks.get(at).copied().unwrap_or(Look::Blank);
        if !is_text || look == Look::Dump {
            reader.end_of_table();
            at += 1;
            continue;
        }
        at = if look == Look::Blank || look == Look::Rule { at + 1 } else { reader.read(body, at) };
    }
    reader.tables
}

impl Reader {
    /// Reads one line or a row that is wrapped over several; returns the next line.
    fn read(&mut self, body: &Body<'_>, at: usize) -> usize {
        let (Some(line), Some(&marks)) = (body.lines.get(at), body.marks.get(at)) else {
            return at + 1;
        };
        let text = line.text.trim();
        if let Some(component) = component_of(text) {
            self.component = Some((component.to_owned(), line.number, false));
            self.in_table = true;
            return at + 1;
        }
        if text.starts_with('|') {
            let (cells, next) = pipe::cells(body, at);
            self.read_pipe_row(&cells, line.number);
            return next;
        }
        if let Some((titles, rows)) = header::on_one_line(text, marks) {
            self.add(row::flattened(titles, rows), line.number);
            return at + 1;
        }
        if let Some(header) = header::of_line(text, marks) {
            self.header = Some(header);
            self.in_table = true;
            return at + 1;
        }
        let ends_list = text.ends_with(':');
        match row::of_line(text, marks, self.header.as_ref(), self.in_table) {
            Some(file) => {
                self.add(vec![file], line.number);
                self.in_table = true;
            }
            None => {
                if self.in_table || self.header.is_some() || self.component.is_some() {
                    let words = words(text).take(9).count();
                    if words > 8 {
                        self.end_of_table();
                    }
                    self.in_table &= words < 4;
                }
                self.in_table |= ends_list;
            }
        }
        at + 1
    }

    fn read_pipe_row(&mut self, cells: &[String], number: u32) {
        if let Some(header) = header::of_cells(cells) {
            self.header = Some(header);
        } else if let Some(file) = pipe::row(cells, self.header.as_ref()) {
            self.add(vec![file], number);
        }
        self.in_table = true;
    }

    fn add(&mut self, files: Vec<FileVersion>, number: u32) {
        for mut file in files {
            file.line = number;
            if let Some((component, line, used)) = &mut self.component {
                file.component = Some(component.clone());
                if !*used {
                    self.tables.components.push((component.clone(), *line));
                    *used = true;
                }
            }
            self.tables.files.push(file);
        }
    }

    fn end_of_table(&mut self) {
        self.header = None;
        self.component = None;
        self.in_table = false;
    }
}

/// In bytes; each row of a table gets the name.
const LONGEST_COMPONENT: usize = 256;

/// The value of a `Component: Internet Mail Service` line.
fn component_of(text: &str) -> Option<&str> {
    let (label, rest) = text.split_at_checked(9)?;
    if !label.eq_ignore_ascii_case("component") {
        return None;
    }
    let value = rest.trim_start().strip_prefix(':')?.trim();
    let is_name = value.len() <= LONGEST_COMPONENT && value.split(' ').count() <= 8;
    (!value.is_empty() && is_name).then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str) -> Vec<[String; 4]> {
        let body = Body::of_text(text);
        let text = |part: &Option<String>| part.clone().unwrap_or_default();
        files(&body)
            .files
            .iter()
            .map(|file| {
                let date = file.date.map(|date| date.to_string()).unwrap_or_default();
                [file.name.clone(), text(&file.version), text(&file.size), date]
            })
            .collect()
    }

    fn row(name: &str, version: &str, size: &str, date: &str) -> [String; 4] {
        [name, version, size, date].map(str::to_owned)
    }

    #[test]
    fn a_component_stands_above_its_table() {
        let text = "Component: Message Transfer Agent (MTA)\n\n   File name   Version\n   ---------------------\n   Emsmta.exe  5.5.2650.24\n\nAs was said above, nothing else has been changed by it at all.\n\nComponent:NET";
        let body = Body::of_text(text);
        let tables = files(&body);
        assert_eq!(tables.components, [("Message Transfer Agent (MTA)".to_owned(), 1)]);
        assert_eq!(tables.files[0].component.as_deref(), Some("Message Transfer Agent (MTA)"));
        assert_eq!(tables.files[0].line, 5);
    }

    #[test]
    fn a_blank_column_shifts_nothing() {
        let text = "   Date      Time    Version        Size     File name     Platform\n   -----------\n   05/29/97  06:20p                 259,920  Rdr.sys       (x86)\n   05/30/97  06:21p  4.0.1381.133   46,288   Srv.sys       (Alpha)";
        assert_eq!(
            rows(text),
            [
                row("Rdr.sys", "", "259920", "1997-05-29"),
                row("Srv.sys", "4.0.1381.133", "46288", "1997-05-30")
            ]
        );
        let body = Body::of_text(text);
        let found = files(&body).files;
        assert_eq!(found[1].platform.as_deref(), Some("Alpha"));
        assert_eq!(found[1].time.as_deref(), Some("06:21p"));
    }

    #[test]
    fn boxes_with_wrapped_cells() {
        let text = "+-----+\n| File name   | Size | Version |\n+-----+\n| Perfwiz.exe | 1.79 MB | 996.26\n (beta) |\n+----+\n| Store.exe | N/A | - |\n+-----+";
        assert_eq!(rows(text), [row("Perfwiz.exe", "996.26 (beta)", "179", "")]);
    }

    #[test]
    fn lists_in_words_and_listings() {
        assert_eq!(
            rows(
                "Files:\n\nMprserv.dll version 4.00.955 (dated 6/12/97) and later\n - Dispatch.exe   7/10/98   5:39p    85,245 bytes (version 3.5.34)\n06-21-1995  3:00:00a A---        22,528 FOXRSTRT.EXE\nDESKJET  DRV     61563  10/31/90  3:00a"
            ),
            [
                row("Mprserv.dll", "4.00.955", "", "1997-06-12"),
                row("Dispatch.exe", "3.5.34", "85245", "1998-07-10"),
                row("FOXRSTRT.EXE", "", "22528", "1995-06-21"),
                row("DESKJET.DRV", "", "61563", "1990-10-31"),
            ]
        );
    }

    #[test]
    fn a_flattened_table_of_a_web_page() {
        assert_eq!(
            rows(
                "Date Time Version Size File name ---------- 07-Dec-2004 23:04 5.5.2658.28 209,680 Imcmsg.dll 07-Dec-2004 21:20 5.5.2658.28 505,104 Msexcimc.exe STATUSThis is text"
            ),
            [
                row("Imcmsg.dll", "5.5.2658.28", "209680", "2004-12-07"),
                row("Msexcimc.exe", "5.5.2658.28", "505104", "2004-12-07"),
            ]
        );
    }

    #[test]
    fn columns_are_told_by_their_titles() {
        // The first column is no title; the number left of the name is another's.
        assert_eq!(
            rows(
                "Jet Version    File          Version     Description\n-----\n\n1.1            VBDB300.DLL   3.00.0528   Support"
            ),
            [row("VBDB300.DLL", "3.00.0528", "", "")]
        );
        assert_eq!(
            rows(
                "AUDIO                 Driver Name   Version  File Date\n-----\n  Card 2400 data      vodafax.exe   1.0      05/26/95"
            ),
            [row("vodafax.exe", "1.0", "", "1995-05-26")]
        );
        // `File size` is no name.
        assert!(
            rows("FORMAT      LOCATION   FILE SIZE\n----\n5.25-inch 1.2M   Disk 1   100335")
                .is_empty()
        );
    }

    #[test]
    fn prose_is_no_row() {
        for text in [
            "This occurs if you use version 5.00.7022 of cvpack.exe that\ncame with it.",
            "The file Ole32.dll 4.0.1381 was replaced on 12/11/98 by Setup.",
            "Install Foo.exe,\nBar.dll 1.0.",
            "   0   ntoskrnl.exe",
            "Notes:\n\n5.3 WINA20.386 File:",
        ] {
            assert_eq!(rows(text), [[""; 4]; 0].map(|row| row.map(str::to_owned)), "{text}");
        }
    }
}
