//! Splitting text into pieces: words, and the compounds that people search for as one.
//!
//! A position is a maximal run of letters and digits, whatever stands between the runs, so that
//! positions can be counted without splitting. A compound stands at the position of its first
//! run, beside its parts:
//!
//! | text | terms |
//! | --- | --- |
//! | `ntdll.dll` | `ntdll.dll` and `ntdll`, `dll` |
//! | `5.00.2195` | `5.0.2195` (leading zeros of a group do not distinguish) |
//! | `read-only` | `readonly` and `read`, `only` |
//! | `TCP/IP`, `I/O` | `tcpip` and `tcp`, `ip`; `io` and `i`, `o` |
//! | `can't`, `server's` | `cant`; `server` |
//! | `C++`, `C#` | `c++` and `c`; `c#` and `c` |
//! | `0x0000000A` | `0xa` |
//! | `39,184` | `39184` and `39`, `184` |
//! | `KMODE_EXCEPTION` | `kmode_exception` and `kmode`, `exception` |

use std::borrow::Cow;

use super::Beginnings;

/// Longer runs are dumps and rules; they keep their position and give no term.
const LONGEST_RUN: usize = 48;
/// Longer compounds give their parts alone.
const LONGEST_COMPOUND: usize = 64;
/// Sides of a slash up to this length make one word (`TCP/IP`, `OS/2`).
const LONGEST_SLASHED: usize = 3;

/// What a piece is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PieceKind {
    /// A run of letters and digits.
    Run,
    /// Several runs read as one.
    Compound,
}

/// A piece of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Piece {
    pub(crate) kind: PieceKind,
    /// Which run of the text it begins with, counted from 0.
    pub(crate) position: u32,
    /// Where it stands in the text, in bytes.
    pub(crate) from: usize,
    pub(crate) to: usize,
    term: (usize, usize),
}

/// A splitter that goes through a text compound by compound; its buffers are used again.
#[derive(Debug, Default, Clone)]
pub(crate) struct Pieces {
    at: usize,
    /// Up to here nothing is passed over any more.
    kept_to: usize,
    position: u32,
    terms: String,
    pieces: Vec<Piece>,
    runs: Vec<(usize, usize)>,
}

fn is_run_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() | !byte.is_ascii()
}

/// Makes sure that all bytes above ASCII belong to letters or digits, as [`Pieces`] takes for
/// granted: typographic quotes, dashes and signs become their ASCII likes or blanks.
pub(crate) fn tidy(text: &str) -> Cow<'_, str> {
    let is_odd = |c: char| !c.is_ascii() && !c.is_alphanumeric();
    if text.is_ascii() || !text.contains(is_odd) {
        return Cow::Borrowed(text);
    }
    let plain = |c: char| match c {
        '\u{2018}' | '\u{2019}' => '\'',
        '\u{2010}' | '\u{2011}' => '-',
        c if is_odd(c) => ' ',
        c => c,
    };
    Cow::Owned(text.chars().map(plain).collect())
}

/// How many positions a tidy text takes.
pub(crate) fn count_positions(text: &str) -> u32 {
    let bytes = text.as_bytes();
    let first = bytes.first().is_some_and(|&b| is_run_byte(b));
    // Without a state between the bytes, the compiler looks at many of them at once.
    let pairs = bytes.iter().zip(bytes.get(1..).unwrap_or_default());
    let starts = pairs.map(|(&a, &b)| u32::from(!is_run_byte(a) & is_run_byte(b)));
    u32::from(first) + starts.sum::<u32>()
}

impl Pieces {
    /// Starts again at the beginning of a text.
    pub(crate) fn reset(&mut self) {
        self.at = 0;
        self.kept_to = 0;
        self.position = 0;
        self.pieces.clear();
        self.terms.clear();
    }

    /// The term of a piece of the last [`Pieces::advance`].
    pub(crate) fn term(&self, piece: &Piece) -> &str {
        self.terms.get(piece.term.0..piece.term.1).unwrap_or_default()
    }

    /// The pieces of the last [`Pieces::advance`], by position, compounds first.
    pub(crate) fn pieces(&self) -> &[Piece] {
        &self.pieces
    }

    /// Passes over what holds no term that begins so. Runs joined by single signs stay together: what
    /// of them makes a compound is left to [`Pieces::advance`].
    pub(crate) fn skip_to(&mut self, text: &str, beginnings: &Beginnings) {
        let bytes = text.as_bytes();
        let is_run = |at: usize| bytes.get(at).is_some_and(|&b| is_run_byte(b));
        while self.at >= self.kept_to {
            let mut end =
                self.at + bytes.iter().skip(self.at).take_while(|b| !is_run_byte(**b)).count();
            let (mut runs, mut wanted) = (0, false);
            loop {
                let run = bytes.get(end..).unwrap_or_default();
                let length = run.iter().take_while(|b| is_run_byte(**b)).count();
                wanted |= beginnings.has(run.get(..length).unwrap_or_default());
                runs += u32::from(length > 0);
                end += length;
                let joined = bytes.get(end).is_some_and(|b| !b.is_ascii_whitespace());
                if !joined || !is_run(end + 1) {
                    break;
                }
                end += 1;
            }
            if wanted || runs == 0 {
                self.kept_to = end;
                break;
            }
            self.at = end;
            self.position += runs;
        }
    }

    /// Splits the next compound or single run; false at the end. `text` must be tidy and the same
    /// since [`Pieces::reset`].
    pub(crate) fn advance(&mut self, text: &str) -> bool {
        let bytes = text.as_bytes();
        self.pieces.clear();
        self.terms.clear();
        self.runs.clear();
        let Some(skip) =
            bytes.get(self.at..).and_then(|rest| rest.iter().position(|&b| is_run_byte(b)))
        else {
            return false;
        };
        let mut at = self.at + skip;
        let mut slashed = false;
        loop {
            let start = at;
            while bytes.get(at).is_some_and(|&b| is_run_byte(b)) {
                at += 1;
            }
            self.runs.push((start, at));
            let joins = match bytes.get(at) {
                Some(b'.' | b'-' | b'_' | b'\'') => !slashed,
                Some(b'/') => self.runs.len() == 1 && short_sides(bytes, start, at),
                Some(b',') => groups_thousands(bytes, start, at),
                _ => false,
            };
            if !joins || !bytes.get(at + 1).is_some_and(|&b| is_run_byte(b)) {
                break;
            }
            slashed = bytes.get(at) == Some(&b'/');
            at += 1;
        }
        self.at = at;
        if self.runs.len() == 1 {
            self.single(text, at);
        } else {
            self.compound(text, slashed);
        }
        self.position += self.runs.len() as u32;
        true
    }

    fn single(&mut self, text: &str, end: usize) {
        let Some(&(from, to)) = self.runs.first() else { return };
        let rest = text.get(end..).unwrap_or_default();
        let sign = ["++", "#"].into_iter().find(|sign| rest.starts_with(sign));
        if let Some(sign) = sign.filter(|_| to - from == 1) {
            let term = self.push_term(text.get(from..to).unwrap_or_default());
            self.terms.push_str(sign);
            self.add(PieceKind::Compound, 0, from, to + sign.len(), (term.0, self.terms.len()));
        }
        self.run(text, 0);
    }

    fn compound(&mut self, text: &str, slashed: bool) {
        let (Some(&(from, _)), Some(&(last, to))) = (self.runs.first(), self.runs.last()) else {
            return;
        };
        let whole = text.get(from..to).unwrap_or_default();
        let only = |separator: char| whole.chars().all(|c| c == separator || !"./-_',".contains(c));
        let is_version = only('.')
            && whole.starts_with(|c: char| c.is_ascii_digit())
            && whole.split('.').all(|group| group.starts_with(|c: char| c.is_ascii_digit()));
        if is_version {
            let term = self.push_version(whole);
            self.add(PieceKind::Compound, 0, from, to, term);
            return;
        }
        if only('\'') {
            self.apostrophe(text, last, whole);
            return;
        }
        if whole.len() <= LONGEST_COMPOUND {
            let start = self.terms.len();
            let keep = !slashed && !only('-') && !only(',');
            for c in whole.chars().filter(|c| keep || c.is_alphanumeric()) {
                self.terms.extend(c.to_lowercase());
            }
            self.add(PieceKind::Compound, 0, from, to, (start, self.terms.len()));
        }
        for index in 0..self.runs.len() {
            self.run(text, index);
        }
    }

    /// `can't` is one word, of `server's` only the first part is.
    fn apostrophe(&mut self, text: &str, last: usize, whole: &str) {
        let Some(&(from, _)) = self.runs.first() else { return };
        let ending = text.get(last..last + whole.len() - (last - from)).unwrap_or_default();
        if ending.eq_ignore_ascii_case("t") {
            let start = self.terms.len();
            for c in whole.chars().filter(|&c| c != '\'') {
                self.terms.extend(c.to_lowercase());
            }
            self.add(PieceKind::Run, 0, from, from + whole.len(), (start, self.terms.len()));
            return;
        }
        let spoken = ["s", "re", "ll", "ve", "d", "m"];
        let dropped = usize::from(spoken.iter().any(|s| ending.eq_ignore_ascii_case(s)));
        for index in 0..self.runs.len() - dropped {
            self.run(text, index);
        }
    }

    fn run(&mut self, text: &str, index: usize) {
        let Some(&(from, to)) = self.runs.get(index) else { return };
        if to - from > LONGEST_RUN {
            return;
        }
        let term = self.push_term(text.get(from..to).unwrap_or_default());
        self.add(PieceKind::Run, index as u32, from, to, term);
    }

    fn add(&mut self, kind: PieceKind, offset: u32, from: usize, to: usize, term: (usize, usize)) {
        self.pieces.push(Piece { kind, position: self.position + offset, from, to, term });
    }

    fn push_term(&mut self, run: &str) -> (usize, usize) {
        let start = self.terms.len();
        let hex = run.get(..2).filter(|head| head.eq_ignore_ascii_case("0x")).and(run.get(2..));
        match hex.filter(|digits| digits.bytes().all(|b| b.is_ascii_hexdigit())) {
            Some(digits) => {
                let significant = digits.trim_start_matches('0');
                self.terms.push_str("0x");
                self.terms.push_str(if significant.is_empty() { "0" } else { significant });
            }
            None if run.is_ascii() => self.terms.push_str(run),
            None => run.chars().for_each(|c| self.terms.extend(c.to_lowercase())),
        }
        if let Some(term) = self.terms.get_mut(start..) {
            term.make_ascii_lowercase();
        }
        (start, self.terms.len())
    }

    fn push_version(&mut self, whole: &str) -> (usize, usize) {
        let start = self.terms.len();
        for (index, group) in whole.split('.').enumerate() {
            if index > 0 {
                self.terms.push('.');
            }
            let significant = group.trim_start_matches('0');
            if !significant.starts_with(|c: char| c.is_ascii_digit()) {
                self.terms.push('0');
            }
            self.terms.push_str(significant);
        }
        if let Some(term) = self.terms.get_mut(start..) {
            term.make_ascii_lowercase();
        }
        (start, self.terms.len())
    }
}

/// Whether the comma at `at` stands between groups of one number.
fn groups_thousands(bytes: &[u8], start: usize, at: usize) -> bool {
    let digits = |bytes: &[u8]| bytes.iter().take_while(|b| b.is_ascii_digit()).count();
    let before = bytes.get(start..at).unwrap_or_default();
    let after = bytes.get(at + 1..).unwrap_or_default();
    let group = digits(after);
    before.len() <= 3
        && digits(before) == before.len()
        && group == 3
        && !after.get(group).is_some_and(|&b| is_run_byte(b))
}

/// Whether both sides of the slash at `at` are short words.
fn short_sides(bytes: &[u8], start: usize, at: usize) -> bool {
    let rest = bytes.get(at + 1..).unwrap_or_default();
    let right = rest.iter().take_while(|&&b| is_run_byte(b)).count();
    let before = start.checked_sub(1).and_then(|i| bytes.get(i));
    let path = |byte: Option<&u8>| byte.is_some_and(|&b| matches!(b, b'/' | b'\\' | b':'));
    (1..=LONGEST_SLASHED).contains(&right)
        && at - start <= LONGEST_SLASHED
        && !path(before)
        && !path(rest.get(right))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn split(text: &str) -> Vec<(u32, String)> {
        let mut pieces = Pieces::default();
        let mut all = Vec::new();
        while pieces.advance(text) {
            for piece in pieces.pieces() {
                all.push((piece.position, pieces.term(piece).to_owned()));
            }
        }
        all
    }

    fn terms(text: &str) -> Vec<String> {
        split(text).into_iter().map(|(_, term)| term).collect()
    }

    #[test]
    fn compounds_stand_beside_their_parts() {
        assert_eq!(
            terms(r"C:\WINNT\System32\NtDll.dll."),
            ["c", "winnt", "system32", "ntdll.dll", "ntdll", "dll"]
        );
        assert_eq!(terms("5.00.2195.2100"), ["5.0.2195.2100"]);
        assert_eq!(terms("4.0a"), ["4.0a"]);
        assert_eq!(terms("read-only TCP/IP"), ["readonly", "read", "only", "tcpip", "tcp", "ip"]);
        assert_eq!(terms("can't start the server's"), ["cant", "start", "the", "server"]);
        assert_eq!(terms("C++ and C#"), ["c++", "c", "and", "c#", "c"]);
        assert_eq!(terms("0x0000000A 0x0"), ["0xa", "0x0"]);
        assert_eq!(terms("ID no: c00203e5."), ["id", "no", "c00203e5"]);
        assert_eq!(terms("549,696 bytes, 12,34"), ["549696", "549", "696", "bytes", "12", "34"]);
        assert_eq!(terms("and/or client/server"), ["andor", "and", "or", "client", "server"]);
    }

    #[test]
    fn positions_are_runs() {
        let text = "The read-only file's 5.0.1 can't (a/b) end";
        let last = split(text).last().map(|(position, _)| *position);
        assert_eq!(last, Some(count_positions(text) - 1));
    }

    #[test]
    fn signs_outside_ascii_are_no_letters() {
        assert_eq!(
            terms(&tidy("\u{201c}Don\u{2019}t\u{201d} caf\u{e9}\u{a0}au lait")),
            ["dont", "caf\u{e9}", "au", "lait"]
        );
    }

    proptest! {
        #[test]
        fn skipping_loses_no_wanted_term(
            text in "([a-cA-C0-2é]{1,3}[ ./',-]{1,2}){0,12}",
            wanted in "[abc0-2é.]{1,3}",
        ) {
            let text = tidy(&text);
            let beginnings = Beginnings::of([wanted.as_str()].into_iter());
            let collect = |skip: bool| {
                let mut pieces = Pieces::default();
                let mut found = Vec::new();
                loop {
                    if skip {
                        pieces.skip_to(&text, &beginnings);
                    }
                    if !pieces.advance(&text) {
                        return found;
                    }
                    found.extend(
                        pieces
                            .pieces()
                            .iter()
                            .map(|piece| (piece.position, pieces.term(piece).to_owned()))
                            .filter(|(_, term)| *term == wanted),
                    );
                }
            };
            prop_assert_eq!(collect(true), collect(false));
        }

        #[test]
        fn any_text_splits_in_order(text in "\\PC*[a-z0-9./'_\\-+#]*\\PC*") {
            let text = tidy(&text);
            let mut pieces = Pieces::default();
            let mut reached = 0;
            while pieces.advance(&text) {
                for piece in pieces.pieces() {
                    prop_assert!(piece.position >= reached);
                    prop_assert!(text.get(piece.from..piece.to).is_some());
                    prop_assert!(piece.position < count_positions(&text));
                    reached = piece.position;
                }
            }
        }
    }
}
