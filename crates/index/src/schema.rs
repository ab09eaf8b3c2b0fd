//! The fields of the index: one row a field.

use tantivy::schema::{
    Field as FieldId, IndexRecordOption, NumericOptions, Schema, TextFieldIndexing, TextOptions,
};
use tantivy::tokenizer::{RawTokenizer, TextAnalyzer, TokenizerManager};

use crate::text::KbTokenizer;

const WORDS_TOKENIZER: &str = "kb";
const TERM_TOKENIZER: &str = "raw";

/// How a field is indexed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    /// A number: found exactly, by range, and read back by the ranking.
    Number,
    /// Numbers that are only read back.
    Column,
    /// Running text with positions and lengths: phrases, nearness, BM25.
    Prose,
    /// Text whose words count, without positions.
    Weighed,
    /// Words that a condition can ask for: no counts, no positions.
    Words,
    /// Words as above; the whole values are counted in facets.
    FacetWords,
    /// Whole values that are only counted in facets.
    Facet,
    /// Whole terms of facts; how often a term is given says where it stands
    /// (see [`crate::weights::emphasis`]).
    Terms,
    /// Text that is only kept.
    Stored,
}

impl Shape {
    /// Whether it is kept how long the field is in each article.
    pub(crate) fn has_lengths(self) -> bool {
        matches!(self, Shape::Prose | Shape::Weighed)
    }
}

/// A row of the table.
pub(crate) struct Row {
    pub(crate) name: &'static str,
    pub(crate) shape: Shape,
    /// The name in queries (`product:`), for fields that answer a keyword clause.
    pub(crate) clause: Option<&'static str>,
}

macro_rules! fields {
    ($($(#[doc = $doc:literal])+ $variant:ident, $name:literal, $shape:ident $(, $clause:literal)?;)+) => {
        /// A field of the index.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub(crate) enum Field { $($(#[doc = $doc])+ $variant,)+ }

        impl Field {
            pub(crate) const ALL: &'static [Field] = &[$(Field::$variant),+];

            pub(crate) fn row(self) -> Row {
                match self {
                    $(Field::$variant => Row {
                        name: $name,
                        shape: Shape::$shape,
                        clause: [$(Some($clause),)? None][0],
                    },)+
                }
            }
        }
    };
}

fields! {
    /// The article's number: its key, `id:`.
    Number, "number", Number, "id";
    /// The last-modified date as `yyyymmdd`: `modified:`, the year facet, the order by date.
    Modified, "modified", Number, "modified";
    /// Where the zones of `text` begin: `position << 8 | zone`, ascending.
    Zones, "zones", Column;
    /// The title, apart: its words count more, and alone.
    Title, "title", Weighed;
    /// Title, sections, query words, header: each word with its position; `zones` says where.
    Text, "text", Prose;
    /// Boilerplate paragraphs: they answer a query only where nothing else does.
    Fringe, "fringe", Words;
    /// `4058`, `msexchangeimc`, `msexchangeimc/4058`.
    Events, "events", Terms;
    /// `c:c00203e5` for a value, `s:0000000a` for a stop code, `t:LNK2001`, `y:MAPI_E_NOT_FOUND`.
    Codes, "codes", Terms;
    /// File names, lower case.
    Files, "files", Terms;
    /// `ntdll.dll` and the version in an encoding that sorts (see [`crate::encode::version_key`]).
    FileVersions, "file_versions", Terms;
    /// Versions of files in the same encoding.
    Versions, "versions", Terms;
    /// Numbers of the articles it refers to: `ref:`, back links.
    Refers, "refers", Terms;
    /// Products of the header and of the applies-to block.
    Product, "product", Words, "product";
    /// Products of the header: the facet.
    HeaderProduct, "header_product", Facet;
    /// Operating systems, platforms and hardware.
    System, "os", Words, "os";
    /// The title's leading code.
    Area, "area", FacetWords, "area";
    /// Keywords of header and trailer.
    Keyword, "keyword", Words, "keyword";
    /// Issue and solution types.
    Type, "type", FacetWords, "type";
    /// Components.
    Component, "component", FacetWords, "component";
    /// Releases with the correction.
    Fixed, "fixed", Words, "fixed";
    /// Registry keys.
    Registry, "registry", Words, "registry";
    /// The trailer's technology.
    Technology, "technology", Words, "technology";
    /// The format family.
    Format, "format", Words, "format";
    /// The product tag of the `DOCUMENT:` line.
    Tag, "tag", Words, "tag";
    /// The additional query words, apart: `section` conditions cannot name them otherwise.
    QueryWords, "query_words", Words;
    /// The whole record as JSON.
    Record, "record", Stored;
}

impl Field {
    /// The field's number in tantivy's schema: the order of the table.
    pub(crate) fn id(self) -> FieldId {
        FieldId::from_field_id(self as u32)
    }

    pub(crate) fn name(self) -> &'static str {
        self.row().name
    }

    /// The field that answers a keyword clause of this name.
    pub(crate) fn of_clause(name: &str) -> Option<Field> {
        Field::ALL.iter().copied().find(|field| field.row().clause == Some(name))
    }
}

fn text_options(tokenizer: &str, record: IndexRecordOption, lengths: bool) -> TextOptions {
    let indexing = TextFieldIndexing::default()
        .set_tokenizer(tokenizer)
        .set_index_option(record)
        .set_fieldnorms(lengths);
    TextOptions::default().set_indexing_options(indexing)
}

/// The schema that the table describes.
pub(crate) fn schema() -> Schema {
    use IndexRecordOption::{Basic, WithFreqs, WithFreqsAndPositions};
    let mut builder = Schema::builder();
    for field in Field::ALL {
        let name = field.name();
        match field.row().shape {
            Shape::Number => {
                builder.add_u64_field(name, NumericOptions::default().set_indexed().set_fast())
            }
            Shape::Column => builder.add_u64_field(name, NumericOptions::default().set_fast()),
            Shape::Prose => builder
                .add_text_field(name, text_options(WORDS_TOKENIZER, WithFreqsAndPositions, true)),
            Shape::Weighed => {
                builder.add_text_field(name, text_options(WORDS_TOKENIZER, WithFreqs, true))
            }
            Shape::Words => {
                builder.add_text_field(name, text_options(WORDS_TOKENIZER, Basic, false))
            }
            Shape::FacetWords => {
                let options = text_options(WORDS_TOKENIZER, Basic, false);
                builder.add_text_field(name, options.set_fast(TERM_TOKENIZER))
            }
            Shape::Facet => {
                builder.add_text_field(name, TextOptions::default().set_fast(TERM_TOKENIZER))
            }
            Shape::Terms => {
                builder.add_text_field(name, text_options(TERM_TOKENIZER, WithFreqs, false))
            }
            // As text, not bytes: the library reads those back one by one.
            Shape::Stored => builder.add_text_field(name, tantivy::schema::STORED),
        };
    }
    builder.build()
}

/// The tokenizers that the schema names.
pub(crate) fn tokenizers() -> TokenizerManager {
    let manager = TokenizerManager::new();
    manager.register(WORDS_TOKENIZER, TextAnalyzer::from(KbTokenizer::default()));
    manager.register(TERM_TOKENIZER, TextAnalyzer::from(RawTokenizer::default()));
    // The library asks for this one for every field that is no text.
    manager.register("default", TextAnalyzer::from(RawTokenizer::default()));
    manager
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_the_schema() {
        let schema = schema();
        for field in Field::ALL {
            assert_eq!(schema.get_field_name(field.id()), field.name());
        }
        assert_eq!(Field::of_clause("product"), Some(Field::Product));
        assert_eq!(Field::of_clause("nonsense"), None);
    }
}
