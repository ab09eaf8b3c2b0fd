//! From text to lexemes: words, phrases, fields and operators. Whatever is none of the latter is a
//! word or the punctuation between words.

use crate::field::Field;
use crate::tree::Span;

/// Groups nested deeper than this are read without their parentheses.
const MAX_DEPTH: usize = 32;

/// Longer than the name of any field.
const LONGEST_FIELD: usize = 20;

/// A word of the text, without the punctuation around it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Piece {
    /// As typed.
    pub(crate) text: String,
    /// In lower case.
    pub(crate) lower: String,
    pub(crate) span: Span,
}

impl Piece {
    fn new(text: &str, start: usize, end: usize) -> Piece {
        let text = text.get(start..end).unwrap_or_default();
        Piece { text: text.to_owned(), lower: text.to_lowercase(), span: Span { start, end } }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Lexeme {
    Word(Piece),
    /// What stands between quotes, and where (quotes included).
    Phrase(String, Span),
    /// A field and its value; without a value, the next lexeme opens its group.
    Field(&'static Field, Option<Piece>, Span),
    Minus(Span),
    Or(Piece),
    Open(Span),
    Close(Span),
}

/// Reads the lexemes of a text. Parentheses that group nothing are gone.
pub(crate) fn lexemes(text: &str) -> Vec<Lexeme> {
    let shouted = is_shouted_sentence(text);
    let mut lexer = Lexer { text, at: 0, out: Vec::new(), shouted, last_close: text.rfind(')') };
    while lexer.at < text.len() {
        lexer.step();
    }
    without_idle_groups(lexer.out)
}

struct Lexer<'t> {
    text: &'t str,
    at: usize,
    out: Vec<Lexeme>,
    /// Whether the text is a sentence in capitals, whose OR is a word like the others.
    shouted: bool,
    /// Where the last closing parenthesis stands.
    last_close: Option<usize>,
}

impl Lexer<'_> {
    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn step(&mut self) {
        let Some(first) = self.rest().chars().next() else {
            self.at = self.text.len();
            return;
        };
        let (start, width) = (self.at, first.len_utf8());
        let one = Span { start, end: start + width };
        match first {
            '"' => self.phrase(),
            '(' => self.push(Lexeme::Open(one)),
            ')' => self.push(Lexeme::Close(one)),
            '-' if self.is_exclusion() => self.push(Lexeme::Minus(one)),
            c if is_separator(c) => self.at += width,
            _ => self.word(),
        }
    }

    fn push(&mut self, lexeme: Lexeme) {
        self.at += 1;
        self.out.push(lexeme);
    }

    /// Whether this minus excludes what follows: it opens a word that is no negative number.
    fn is_exclusion(&self) -> bool {
        let before = self.text.get(..self.at).and_then(|before| before.chars().next_back());
        let opens = before.is_none_or(|c| c.is_whitespace() || c == '(');
        let word = self.rest().get(1..).unwrap_or_default();
        let word = word.split(is_delimiter).next().unwrap_or_default();
        let number = word.trim_end_matches(['.', ':', '\'']);
        let negative = !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit());
        let next = self.rest().chars().nth(1);
        opens && !negative && next.is_some_and(|c| c.is_alphanumeric() || c == '"' || c == '(')
    }

    /// A phrase; an unclosed quote is punctuation.
    fn phrase(&mut self) {
        let inner = self.at + 1;
        let closing = self.text.get(inner..).and_then(|rest| rest.find('"'));
        match closing {
            Some(length) => {
                let phrase = self.text.get(inner..inner + length).unwrap_or_default().to_owned();
                let span = Span { start: self.at, end: inner + length + 1 };
                self.at = span.end;
                self.out.push(Lexeme::Phrase(phrase, span));
            }
            None => self.at = inner,
        }
    }

    fn word(&mut self) {
        let start = self.at;
        let rest = self.rest();
        if let Some((field, length)) = self.field_name(rest) {
            self.at += length;
            self.field_value(field, start);
            return;
        }
        let length = rest.find(is_delimiter).unwrap_or(rest.len());
        self.at += length.max(rest.chars().next().map_or(1, char::len_utf8));
        let end = self.at;
        if &self.text[start..end] == "OR" && !self.shouted {
            self.out.push(Lexeme::Or(Piece::new(self.text, start, end)));
        } else {
            self.out.extend(pieces(self.text, start, end).map(Lexeme::Word));
        }
    }

    /// The field whose name and colon open `rest`, and their length. A blank behind the colon
    /// makes it text (`Cause: …`), and `Event ID:4058` is no article.
    fn field_name(&self, rest: &str) -> Option<(&'static Field, usize)> {
        let colon = rest.bytes().take(LONGEST_FIELD + 1).position(|byte| byte == b':')?;
        let (name, value) = (rest.get(..colon)?, rest.get(colon + 1..)?);
        if !name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-') {
            return None;
        }
        let field = Field::named(name)?;
        let opens =
            value.chars().next().is_some_and(|c| !c.is_whitespace() && c != ')' && c != ':');
        let after_event = matches!(self.out.last(), Some(Lexeme::Word(piece))
            if piece.lower.starts_with("event") && name.eq_ignore_ascii_case("id"));
        (opens && !after_event).then_some((field, name.len() + 1))
    }

    fn field_value(&mut self, field: &'static Field, start: usize) {
        let rest = self.rest();
        let quoted = rest.strip_prefix('"').and_then(|inner| inner.find('"'));
        if let Some(length) = quoted {
            let value = Piece::new(self.text, self.at + 1, self.at + 1 + length);
            self.at += length + 2;
            let quotes = Span { start: value.span.start - 1, end: value.span.end + 1 };
            let value = Piece { span: quotes, ..value };
            self.out.push(Lexeme::Field(field, Some(value), Span { start, end: self.at }));
            return;
        }
        if rest.starts_with('(') && self.last_close > Some(self.at) {
            self.out.push(Lexeme::Field(field, None, Span { start, end: self.at }));
            return;
        }
        let length =
            rest.find(|c: char| c.is_whitespace() || c == ')' || c == '"').unwrap_or(rest.len());
        let value = Piece::new(self.text, self.at, self.at + length);
        self.at += length;
        self.out.push(Lexeme::Field(field, Some(value), Span { start, end: self.at }));
    }
}

/// What stands between words and belongs to none.
fn is_separator(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(c, ',' | ';' | '|' | '=' | '<' | '>' | '[' | ']' | '{' | '}' | '“' | '”')
}

fn is_delimiter(c: char) -> bool {
    is_separator(c) || matches!(c, '"' | '(' | ')')
}

/// The words from one place to another, without any operator.
pub(crate) fn words(text: &str, start: usize, end: usize) -> Vec<Piece> {
    let mut words = Vec::new();
    let mut from = start;
    let part = text.get(start..end).unwrap_or_default();
    for (at, delimiter) in part.char_indices().filter(|(_, c)| is_delimiter(*c)) {
        words.extend(pieces(text, from, start + at));
        from = start + at + delimiter.len_utf8();
    }
    words.extend(pieces(text, from, end));
    words
}

/// The words of a run without blanks: a colon before a number divides (`Event:4058`), and so does
/// the hyphen between two codes (`80004005-F0000000`).
pub(crate) fn pieces(text: &str, start: usize, end: usize) -> impl Iterator<Item = Piece> {
    let run = text.get(start..end).unwrap_or_default();
    let hex = |text: &str| text.len() == 8 && text.bytes().all(|b| b.is_ascii_hexdigit());
    let divided = run
        .find(':')
        .filter(|at| {
            let (left, right) = (&run[..*at], run[at + 1..].trim_end_matches(['.', ':', '!', '?']));
            left.len() > 1
                && left.bytes().all(|b| b.is_ascii_alphabetic())
                && looks_like_number(right)
        })
        .or_else(|| run.find('-').filter(|at| hex(&run[..*at]) && hex(&run[at + 1..])));
    let spans = match divided {
        Some(at) => [(start, start + at), (start + at + 1, end)],
        None => [(start, end), (end, end)],
    };
    spans
        .map(|(start, end)| trimmed(text, start, end))
        .into_iter()
        .filter(|piece| !piece.text.is_empty())
}

fn looks_like_number(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    digits.starts_with(|c: char| c.is_ascii_digit())
        || (digits.len() == 8 && digits.bytes().all(|b| b.is_ascii_hexdigit()))
}

/// Cuts the punctuation around a word, but not what belongs to it (`.pst`, `C++`, `clust*`).
fn trimmed(text: &str, start: usize, end: usize) -> Piece {
    let word = text.get(start..end).unwrap_or_default();
    let left = word.trim_start_matches(|c: char| {
        matches!(c, '\'' | '‘' | '’' | '`' | '!' | '?' | ':' | '*' | '#' | '~' | '^')
    });
    let left = match left.strip_prefix('.') {
        Some(rest) if !rest.starts_with(char::is_alphanumeric) => left.trim_start_matches('.'),
        _ => left,
    };
    let negative =
        left.strip_prefix('-').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    let left = if negative { left } else { left.trim_start_matches(['-', '/']) };
    let start = end - left.len();
    let right = left.trim_end_matches(|c: char| {
        matches!(c, '\'' | '‘' | '’' | '`' | '.' | '!' | '?' | ':' | '-' | '/' | '\\' | '~' | '^')
    });
    // One star asks for a beginning; more are decoration.
    let right = if right.ends_with("**") { right.trim_end_matches('*') } else { right };
    Piece::new(text, start, start + right.len())
}

/// Whether a text in capitals is a sentence (it has function words), so that its OR is one too.
fn is_shouted_sentence(text: &str) -> bool {
    !text.chars().any(char::is_lowercase)
        && text
            .split_whitespace()
            .any(|word| word != "OR" && crate::stopword::is_stopword(&word.to_lowercase()))
}

/// Drops parentheses that group nothing: only those are kept that hold an OR, or that a minus or
/// a field stands before. Unbalanced ones are punctuation.
fn without_idle_groups(lexemes: Vec<Lexeme>) -> Vec<Lexeme> {
    let mut keep = vec![true; lexemes.len()];
    let mut open: Vec<(usize, bool)> = Vec::new();
    for (at, lexeme) in lexemes.iter().enumerate() {
        match lexeme {
            Lexeme::Open(_) => {
                let needed = at.checked_sub(1).and_then(|before| lexemes.get(before)).is_some_and(
                    |before| matches!(before, Lexeme::Minus(_) | Lexeme::Field(_, None, _)),
                );
                open.push((at, needed));
            }
            Lexeme::Or(_) => {
                if let Some(group) = open.last_mut() {
                    group.1 = true;
                }
            }
            Lexeme::Close(_) => match open.pop() {
                Some((start, needed)) if needed && open.len() < MAX_DEPTH => {
                    // The group around it must hold together too.
                    keep[start] = true;
                }
                Some((start, _)) => (keep[start], keep[at]) = (false, false),
                None => keep[at] = false,
            },
            _ => {}
        }
    }
    for (start, _) in open {
        keep[start] = false;
    }
    lexemes.into_iter().zip(keep).filter(|(_, keep)| *keep).map(|(lexeme, _)| lexeme).collect()
}
