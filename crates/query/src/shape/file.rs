//! Files and versions: `msexcimc.exe`, `ism.dll 5.00.2195.2100`, `5.5.2423.0`.

use super::{Reading, Run, word_clause};
use crate::tree::{Bound, Clause, FileWanted, Node, Range, UnderstoodKind};
use crate::value;

/// Extensions that make a word with a dot the name of a file.
const EXTENSIONS: &[&str] = &[
    "386", "3gr", "acm", "adm", "app", "asa", "asm", "asp", "aw", "ax", "bak", "bas", "bat", "bin",
    "bmp", "c", "cab", "cat", "cdx", "cfg", "chk", "chm", "class", "cls", "cmd", "cnf", "cnt",
    "com", "cpl", "cpp", "cxx", "dat", "db", "dbg", "dbc", "dbf", "def", "diz", "dns", "dll",
    "dob", "doc", "dot", "drv", "dsp", "dun", "ecf", "edb", "eml", "err", "exe", "exp", "fll",
    "fmt", "fon", "for", "fox", "fpt", "frm", "frx", "fxp", "gid", "gif", "grp", "h", "hlp", "hpp",
    "hta", "htm", "html", "ico", "ime", "img", "inc", "inf", "ini", "ins", "isu", "jpg", "key",
    "lib", "log", "lst", "mad", "mak", "map", "mdb", "mdw", "mda", "mde", "mdx", "mib", "mif",
    "mnu", "mnx", "mod", "mof", "msc", "msg", "msi", "mst", "nls", "nt", "obj", "ocx", "oft",
    "old", "ost", "out", "ovl", "pab", "pag", "pal", "pat", "pbk", "pcl", "pdb", "pdf", "pif",
    "pjx", "pnf", "pol", "pot", "ppa", "ppd", "ppt", "prf", "prg", "pst", "pwl", "qry", "qxd",
    "reg", "res", "rtf", "sam", "sbr", "scd", "scr", "sct", "scx", "sep", "set", "shb", "shs",
    "sms", "spd", "sql", "stf", "stm", "swp", "sy_", "sym", "sys", "tbl", "tlb", "tmp", "tmx",
    "tsp", "ttf", "txt", "udf", "vbp", "vbs", "vbx", "vcx", "vda", "vxd", "wab", "wav", "wbk",
    "wiz", "wks", "wll", "wpd", "wri", "wrk", "xla", "xlb", "xls", "xlt", "zap", "zip", "dl_",
    "ex_",
];

/// Whether a word is the name of a file: letters or digits, a dot, a known extension.
pub(crate) fn is_file_name(word: &str) -> bool {
    let Some((stem, extension)) = word.rsplit_once('.') else { return false };
    let known = EXTENSIONS.iter().any(|known| known.eq_ignore_ascii_case(extension));
    // `www.example.com` is a host, `(555)1234.com` nothing at all.
    let host = extension.eq_ignore_ascii_case("com") && stem.contains('.');
    known
        && !host
        && !stem.is_empty()
        && stem.len() <= 64
        && stem.chars().all(|c| c.is_alphanumeric() || "_-.~$%!#&@+*?".contains(c))
        && stem.chars().any(char::is_alphanumeric)
}

/// A word that is a file name, or a path that ends in one.
fn file_name(word: &str) -> Option<&str> {
    let name = word.rsplit(['\\', '/']).next().unwrap_or(word);
    is_file_name(name).then_some(name)
}

/// The version at a place: of three groups at least, or of any length behind `version`.
fn version_at(run: &Run<'_>, at: usize) -> Option<(String, usize)> {
    let introduced = matches!(run.lower(at), "version" | "ver" | "v" | "build");
    let place = if introduced { at + 1 } else { at };
    let text = run.lower(place);
    let version = value::version(text)?;
    let groups = version.split('.').count();
    (groups >= 3 || (introduced && groups >= 2)).then_some((version, place + 1))
}

/// Takes a file with the version behind it, or a version: of three groups, or behind `build`.
pub(super) fn read(run: &Run<'_>, at: usize) -> Option<(usize, Reading)> {
    let piece = run.pieces.get(at)?;
    if let Some(name) = file_name(&piece.lower) {
        let name = name.to_owned();
        let word = Node::Leaf(word_clause(&name, None), piece.span);
        let (node, end, label) = match version_at(run, at + 1) {
            Some((version, end)) => {
                let span = run.span(at, end);
                let exact = Range {
                    from: Bound::Included(version.clone()),
                    to: Bound::Included(version.clone()),
                };
                let versioned = FileWanted { name: name.clone(), version: Some(exact) };
                let any = FileWanted { name: name.clone(), version: None };
                let readings = vec![
                    Node::Leaf(Clause::File(versioned), span),
                    Node::Leaf(Clause::File(any), piece.span),
                    word,
                ];
                (Node::Best(readings), end, format!("file {name} {version}"))
            }
            None => {
                let any = FileWanted { name: name.clone(), version: None };
                let file = Node::Leaf(Clause::File(any), piece.span);
                (Node::Best(vec![file, word]), at + 1, format!("file {name}"))
            }
        };
        return Some((
            end - at,
            Reading::new(node, UnderstoodKind::File, label, run.span(at, end)),
        ));
    }
    let build = piece.lower == "build";
    let (version, end) = version_at(run, at).filter(|(_, end)| build || *end == at + 1)?;
    let (last, span) = (run.pieces.get(end.checked_sub(1)?)?, run.span(at, end));
    let word = Node::Leaf(word_clause(&last.lower, None), last.span);
    let label = format!("version {version}");
    let node = Node::Best(vec![Node::Leaf(Clause::Version(version), span), word]);
    Some((end - at, Reading::new(node, UnderstoodKind::Version, label, span)))
}
