//! The tokenizer of the text fields: pieces, and the stem of each word where it differs.

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

use super::{PieceKind, Pieces, Stems};

/// Splits tidy text (see [`super::tidy`]); each thread's clone remembers its stems.
#[derive(Clone, Default)]
pub(crate) struct KbTokenizer {
    pieces: Pieces,
    stems: Stems,
    token: Token,
}

impl Tokenizer for KbTokenizer {
    type TokenStream<'a> = KbTokenStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> KbTokenStream<'a> {
        self.pieces.reset();
        self.token.reset();
        KbTokenStream { tokenizer: self, text, next: 0, stem_due: false }
    }
}

pub(crate) struct KbTokenStream<'a> {
    tokenizer: &'a mut KbTokenizer,
    text: &'a str,
    /// The next piece of the current compound.
    next: usize,
    /// Whether the stem of the token just given comes next.
    stem_due: bool,
}

impl TokenStream for KbTokenStream<'_> {
    fn advance(&mut self) -> bool {
        let KbTokenizer { pieces, stems, token } = &mut *self.tokenizer;
        if self.stem_due {
            self.stem_due = false;
            if let Some(stem) = stems.of(&token.text) {
                token.text.clear();
                token.text.push_str(stem);
                return true;
            }
        }
        if self.next >= pieces.pieces().len() {
            self.next = 0;
            loop {
                if !pieces.advance(self.text) {
                    return false;
                }
                if !pieces.pieces().is_empty() {
                    break;
                }
            }
        }
        let Some(piece) = pieces.pieces().get(self.next) else { return false };
        self.next += 1;
        token.offset_from = piece.from;
        token.offset_to = piece.to;
        token.position = piece.position as usize;
        token.text.clear();
        token.text.push_str(pieces.term(piece));
        self.stem_due = piece.kind == PieceKind::Run;
        true
    }

    fn token(&self) -> &Token {
        &self.tokenizer.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.tokenizer.token
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stem_stands_at_its_words_position() {
        let mut tokenizer = KbTokenizer::default();
        let mut stream = tokenizer.token_stream("Upgrading read-only files");
        let mut seen = Vec::new();
        while let Some(token) = stream.next() {
            seen.push((token.position, token.text.clone()));
        }
        let expected = [
            (0, "upgrading"),
            (0, "upgrad"),
            (1, "readonly"),
            (1, "read"),
            (2, "only"),
            (2, "onli"),
            (3, "files"),
            (3, "file"),
        ];
        assert_eq!(seen, expected.map(|(position, text)| (position, text.to_owned())));
    }
}
