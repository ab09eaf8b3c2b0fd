//! The fields of the query language: one table for the parser, the help, completion and the
//! documentation.

use kbq_model::SectionKind;

use crate::TextField;

/// A field of the query language (`event:4058`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Field {
    /// The name, as typed before the colon; case does not matter.
    pub name: &'static str,
    /// Other names.
    pub aliases: &'static [&'static str],
    /// What may stand behind the colon, for a person: `N, SOURCE or SOURCE/N`.
    pub values: &'static str,
    /// What it asks for.
    pub help: &'static str,
    /// A query that uses it.
    pub example: &'static str,
    /// How the value is read.
    pub(crate) takes: Takes,
}

/// How the value of a field is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Takes {
    Event,
    Source,
    Code,
    Stop,
    Component,
    File,
    Version,
    Article,
    Reference,
    Modified,
    Text(TextField),
    List,
}

const fn field(
    name: &'static str,
    aliases: &'static [&'static str],
    takes: Takes,
    values: &'static str,
    help: &'static str,
    example: &'static str,
) -> Field {
    Field { name, aliases, values, help, example, takes }
}

const fn section(
    kind: SectionKind,
    name: &'static str,
    aliases: &'static [&'static str],
    help: &'static str,
    example: &'static str,
) -> Field {
    let takes = Takes::Text(TextField::Section(kind));
    field(name, aliases, takes, "WORD, WORD* or \"PHRASE\"", help, example)
}

/// Every field, in the order of the help.
pub const FIELDS: &[Field] = &[
    field(
        "event",
        &["eventid", "event_id"],
        Takes::Event,
        "N, SOURCE, SOURCE/N or N..N",
        "an event of the event log, with or without its source",
        "event:MSExchangeMTA/2050",
    ),
    field(
        "source",
        &["event_source"],
        Takes::Source,
        "SOURCE",
        "any event of this source; every name of the source counts",
        "source:MSExchangeIMC",
    ),
    field(
        "code",
        &["error", "hresult"],
        Takes::Code,
        "a code in any notation, a tool's code or a symbol",
        "an error code; every notation of it counts",
        "code:0xc00203e5",
    ),
    field(
        "stop",
        &["bugcheck"],
        Takes::Stop,
        "a stop code in hexadecimal, long or short",
        "a stop code",
        "stop:7b",
    ),
    field(
        "component",
        &["comp"],
        Takes::Component,
        "NAME or alias",
        "a component under any of its names",
        "component:IMS",
    ),
    field(
        "file",
        &["filename"],
        Takes::File,
        "NAME, NAME*, NAME<VERSION, NAME>=VERSION",
        "a file, with or without a condition on its version",
        "file:ntdll.dll<4.0.1381.133",
    ),
    field(
        "version",
        &["ver"],
        Takes::Version,
        "VERSION, V..V, <V, >V",
        "a version of a file or of a product",
        "version:5.5.2423.0",
    ),
    field(
        "product",
        &["prod"],
        Takes::List,
        "WORD or \"WORDS\"",
        "a product the article is about or applies to",
        "product:\"Exchange Server\"",
    ),
    field(
        "os",
        &["platform", "system"],
        Takes::List,
        "WORD or \"WORDS\"",
        "an operating system",
        "os:winnt",
    ),
    field(
        "area",
        &["prefix"],
        Takes::List,
        "CODE",
        "the code before the title's colon",
        "area:XADM",
    ),
    field(
        "keyword",
        &["keywords", "kw"],
        Takes::List,
        "KEYWORD",
        "a keyword of the article",
        "keyword:exc55sp2fix",
    ),
    field(
        "type",
        &["kind", "issue"],
        Takes::List,
        "bug, prb, howto, info …",
        "the type of issue",
        "type:bug",
    ),
    field(
        "technology",
        &["tech"],
        Takes::List,
        "KEYWORD",
        "a technology keyword of the trailer",
        "technology:kbExchangeSearch",
    ),
    field(
        "fixed",
        &["fixed_in"],
        Takes::List,
        "RELEASE",
        "the release in which the problem is fixed",
        "fixed:\"service pack 2\"",
    ),
    field(
        "registry",
        &["reg", "regkey"],
        Takes::List,
        "KEY or a part of it",
        "a registry key that the article names",
        "registry:Services\\LanmanServer",
    ),
    field(
        "format",
        &[],
        Takes::List,
        "jekyll, document, web",
        "the format of the file",
        "format:document",
    ),
    field("tag", &[], Takes::List, "TAG", "the product tag of the header", "tag:exchange"),
    field(
        "title",
        &["t"],
        Takes::Text(TextField::Title),
        "WORD, WORD* or \"PHRASE\"",
        "words of the title",
        "title:cluster",
    ),
    section(
        SectionKind::Symptoms,
        "symptoms",
        &["symptom"],
        "words of the symptoms",
        "symptoms:\"access violation\"",
    ),
    section(SectionKind::Cause, "cause", &[], "words of the cause", "cause:permissions"),
    section(
        SectionKind::Resolution,
        "resolution",
        &["fix", "solution"],
        "words of the resolution",
        "resolution:regedt32",
    ),
    section(
        SectionKind::Workaround,
        "workaround",
        &[],
        "words of the workaround",
        "workaround:restart",
    ),
    section(SectionKind::Status, "status", &[], "words of the status", "status:confirmed"),
    section(SectionKind::Summary, "summary", &[], "words of the summary", "summary:cluster"),
    section(
        SectionKind::MoreInformation,
        "more_information",
        &["more", "more_info"],
        "words of the background part",
        "more:registry",
    ),
    section(
        SectionKind::References,
        "references",
        &[],
        "words of the references",
        "references:white",
    ),
    section(
        SectionKind::Other,
        "other",
        &[],
        "words of sections with another heading",
        "other:contents",
    ),
    section(SectionKind::Body, "body", &[], "words of articles without sections", "body:basic"),
    field(
        "query_words",
        &["words"],
        Takes::Text(TextField::QueryWords),
        "WORD, WORD* or \"PHRASE\"",
        "the additional query words of the trailer",
        "words:hang",
    ),
    field(
        "id",
        &["article", "kb"],
        Takes::Article,
        "Q194128 or Q1..Q2",
        "an article by its number, or a range",
        "id:Q194128",
    ),
    field(
        "ref",
        &["cites", "refers"],
        Takes::Reference,
        "Q194128",
        "articles that refer to this one",
        "ref:Q194128",
    ),
    field(
        "modified",
        &["date", "year"],
        Takes::Modified,
        "YEAR, YEAR-MONTH, DATE, A..B, >A, <A",
        "when the article was last modified",
        "modified:1999..2001-06",
    ),
];

impl Field {
    /// The field of this name or alias; case and hyphens do not matter.
    pub fn named(name: &str) -> Option<&'static Field> {
        let folded = name.to_ascii_lowercase().replace('-', "_");
        FIELDS.iter().find(|field| field.name == folded || field.aliases.contains(&&*folded))
    }
}

/// A form of the query language that is no field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Syntax {
    /// The form.
    pub form: &'static str,
    /// What it means.
    pub help: &'static str,
    /// A query that uses it.
    pub example: &'static str,
}

const fn syntax(form: &'static str, help: &'static str, example: &'static str) -> Syntax {
    Syntax { form, help, example }
}

/// The operators.
pub const OPERATORS: &[Syntax] = &[
    syntax("a b", "both; what nothing matches is relaxed in stated steps", "cluster upgrade"),
    syntax("\"a b\"", "these words in this order", "\"name resolver\""),
    syntax("a*", "words that begin so", "clust*"),
    syntax("a OR b", "either; binds the words beside it, in capitals", "IMC OR IMS queue"),
    syntax(
        "-a",
        "not this; a number after the minus is a code, so write -\"1018\" to leave it out",
        "winsock -proxy",
    ),
    syntax("(a OR b)", "groups", "-(ccmail OR notes)"),
    syntax(
        "field:a",
        "a in this field; field:\"a b\" and field:(a OR b) work too",
        "title:cluster",
    ),
    syntax("field:a..b", "from a to b, both included; either may be left out", "modified:..1996"),
    syntax("field:>a", "after a; also >=, <, <=", "modified:>2000-05"),
];

/// What is understood without a field.
pub const SHAPES: &[Syntax] = &[
    syntax(
        "error codes",
        "every notation is the same code",
        "0xc00203e5, c00203e5, -1073609755, 3221357541",
    ),
    syntax("error N", "a decimal code", "RAS error 742"),
    syntax("stop N", "a stop code, in hexadecimal", "stop 7b, bugcheck 79, STOP 0x0000000A"),
    syntax(
        "event N",
        "an event; beside the name of a source, one of that source",
        "4051 MSExchangeIMC",
    ),
    syntax("Q or KB and a number", "an article", "Q263029"),
    syntax(
        "a name with an extension",
        "a file; a version behind it is its version",
        "ism.dll 5.00.2195.2100",
    ),
    syntax("three numbers or more with dots", "a version", "5.5.2423.0"),
    syntax(
        "tool codes and symbols",
        "codes of compilers, names of errors",
        "LNK2001, MAPI_E_DISK_FULL",
    ),
    syntax(
        "component names",
        "one component under all its names",
        "IMC, IMS, Internet Mail Service",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_aliases_are_unique() {
        let mut names: Vec<&str> = FIELDS
            .iter()
            .flat_map(|f| std::iter::once(f.name).chain(f.aliases.iter().copied()))
            .collect();
        names.sort_unstable();
        let count = names.len();
        names.dedup();
        assert_eq!(names.len(), count);
    }

    #[test]
    fn every_section_has_its_field() {
        for kind in SectionKind::ALL {
            let field = Field::named(kind.name()).unwrap_or_else(|| panic!("{}", kind.name()));
            assert_eq!(field.takes, Takes::Text(TextField::Section(kind)));
        }
        assert_eq!(Field::named("More-Information"), Field::named("more"));
        assert_eq!(Field::named("nonsense"), None);
    }
}
