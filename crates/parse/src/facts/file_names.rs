//! Every file name that an article mentions.

use std::collections::HashSet;

use memchr::memchr_iter;

use super::text::{Marks, Paragraph};

/// The extensions of files of the archive's products, in lower case and in order.
///
/// A closed list, since properties of objects (`Text1.Text`) have the shape of file names.
const EXTENSIONS: &[&str] = &[
    "001", "386", "acm", "adm", "adp", "app", "aps", "asa", "asm", "asp", "avi", "awd", "ax",
    "bak", "bas", "bat", "bin", "bkf", "bmp", "bsc", "btr", "c", "cab", "cat", "cbl", "cdx", "cer",
    "cfg", "cgi", "chk", "chm", "class", "clb", "cls", "cmd", "cnf", "cnt", "com", "conf", "cpl",
    "cpp", "cpx", "crt", "css", "csv", "cur", "cxx", "dao", "dat", "db", "dbc", "dbf", "dbg",
    "dcx", "def", "dep", "dic", "dl_", "dll", "dmp", "doc", "dos", "dot", "drv", "dsn", "dsp",
    "dsw", "dun", "edb", "emf", "err", "ex_", "exc", "exe", "exp", "ext", "fdf", "fky", "fll",
    "flt", "fnt", "fon", "for", "fot", "fpt", "frm", "frt", "frx", "fxp", "gid", "gif", "glb",
    "glo", "grp", "h", "hlp", "hpj", "hpp", "hqx", "ht", "htm", "html", "htr", "htt", "hxx", "icm",
    "ico", "ics", "idc", "idf", "idl", "idq", "idx", "ilk", "img", "in_", "inc", "inf", "ini",
    "ins", "ion", "iso", "jar", "java", "jpg", "js", "kcs", "key", "ldf", "ldif", "lib", "lnk",
    "log", "lst", "mac", "mak", "map", "mdb", "mde", "mdf", "mdi", "mdw", "mdx", "mfl", "mib",
    "mid", "mif", "mmf", "mnt", "mnu", "mof", "mpd", "mpr", "mpx", "msc", "msg", "msi", "msp",
    "mst", "nls", "nsf", "nt", "obj", "ocx", "oft", "olb", "opt", "ost", "ovl", "p7b", "pab",
    "pal", "pat", "pcf", "pch", "pct", "pcx", "pdb", "pdf", "pdr", "pif", "pjt", "pjx", "plb",
    "pm", "pol", "pot", "ppa", "ppd", "ppt", "prf", "prg", "prn", "pro", "ps", "psf", "pst", "pwl",
    "qbs", "qlb", "qry", "rar", "rc", "rdp", "reg", "res", "rgs", "rpc", "rpt", "rtf", "sam",
    "sbr", "scd", "scp", "scr", "sct", "scx", "sdf", "sel", "sep", "shb", "shs", "shw", "sms",
    "spd", "spe", "spx", "sql", "srg", "stf", "stm", "stp", "sub", "swf", "sy_", "sym", "sys",
    "tar", "tbk", "tlb", "tmp", "trc", "tsp", "ttf", "txt", "udl", "uue", "vbp", "vbr", "vbs",
    "vbw", "vbx", "vct", "vcx", "vir", "vxd", "wav", "wbk", "wcd", "wfm", "wiz", "wk1", "wk3",
    "wks", "wll", "wmf", "wpa", "wpc", "wpd", "wps", "wri", "wsp", "xla", "xlb", "xlk", "xll",
    "xlm", "xls", "xlt", "xml", "xsl", "z", "zip",
];

/// The names with the line of their first mention.
pub(super) fn file_names(paragraphs: &[Paragraph<'_>]) -> Vec<(String, u32)> {
    let mut found = Vec::new();
    let mut seen: HashSet<String> = HashSet::new();
    for paragraph in paragraphs.iter().filter(|p| p.marks.any(Marks::DOT)) {
        for (row, line) in paragraph.lines.iter().enumerate() {
            for dot in memchr_iter(b'.', line.text.as_bytes()) {
                if let Some(name) = name_around(&line.text, dot)
                    && seen.insert(name.to_ascii_lowercase())
                {
                    found.push((name.to_owned(), paragraph.number(row)));
                }
            }
        }
    }
    found
}

/// The file name whose extension the dot at `dot` starts.
fn name_around(line: &str, dot: usize) -> Option<&str> {
    let bytes = line.as_bytes();
    let length = bytes[dot + 1..].iter().take_while(|byte| is_extension_byte(**byte)).count();
    let end = dot + 1 + length;
    let extension = line.get(dot + 1..end).filter(|text| (1..=5).contains(&text.len()))?;
    let next = bytes.get(end);
    let goes_on = next.is_some_and(|byte| matches!(byte, b'(' | b'@'))
        || next == Some(&b'.') && bytes.get(end + 1).is_some_and(u8::is_ascii_alphanumeric);
    if goes_on || !is_known(extension) {
        return None;
    }
    let back = bytes[..dot].iter().rev().take_while(|byte| is_base_byte(**byte)).count();
    let start = dot - back;
    let before = start.checked_sub(1).and_then(|at| bytes.get(at));
    let base = line.get(start..dot).filter(|base| !base.is_empty())?;
    // `x.microsoft.com` is a host; `command.com` a file.
    let dotted = before.is_some_and(|byte| matches!(byte, b'.' | b'@'));
    let host = extension.eq_ignore_ascii_case("com")
        && (before == Some(&b'/') || base.len() > 8 || next == Some(&b'/'));
    let letters = base.bytes().any(|byte| byte.is_ascii_alphanumeric());
    (!dotted && !host && letters).then(|| &line[start..end])
}

fn is_known(extension: &str) -> bool {
    let lower = || extension.bytes().map(|byte| byte.to_ascii_lowercase());
    EXTENSIONS.binary_search_by(|known| known.bytes().cmp(lower())).is_ok()
}

fn is_extension_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

fn is_base_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"_-$~!#%{}+".contains(&byte)
}

#[cfg(test)]
mod tests {
    use super::super::text::paragraphs;
    use super::*;
    use crate::line::Body;

    #[test]
    fn the_extensions_are_in_order() {
        let mut sorted = EXTENSIONS.to_vec();
        sorted.sort_unstable();
        sorted.dedup();
        assert_eq!(sorted, EXTENSIONS);
    }

    #[test]
    fn names_are_found_once_and_as_written() {
        let body = Body::of_text(
            "Replace Ntdll.dll (NTDLL.DLL) in C:\\Winnt\\System32\\Win32k.sys, and\n\
             Command.com from http://www.example.com/x/Setup-1.exe, not Text1.Text, e.g. or U.S.\n\
             Mail bill.dat@example.com, App.doc.Open or obj.log(5).",
        );
        let names = file_names(&paragraphs(&body));
        assert_eq!(
            names,
            [
                ("Ntdll.dll".to_owned(), 1),
                ("Win32k.sys".to_owned(), 1),
                ("Command.com".to_owned(), 2),
                ("Setup-1.exe".to_owned(), 2)
            ]
        );
    }
}
