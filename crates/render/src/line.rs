//! Styled lines: text with the role each part plays, for whoever draws it.

use crate::safe;

/// Declares the roles: one row gives the variant, its name in `kbq.yaml` and its meaning.
macro_rules! roles {
    ($($(#[doc = $doc:literal])+ $variant:ident = $name:literal;)+) => {
        /// What a span of text is, from which a theme chooses its look.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Role { $($(#[doc = $doc])+ $variant,)+ }

        impl Role {
            /// Every role, in order of declaration.
            pub const ALL: &'static [Role] = &[$(Role::$variant),+];

            /// The name by which a theme calls it.
            pub fn name(self) -> &'static str {
                match self { $(Role::$variant => $name,)+ }
            }
        }
    };
}

roles! {
    /// Running text.
    Text = "text";
    /// An article's title.
    Title = "title";
    /// An article's number.
    Id = "id";
    /// The heading of a section.
    Heading = "heading";
    /// A heading below a section's.
    Subheading = "subheading";
    /// The name of a field.
    Label = "label";
    /// The value of a field.
    Value = "value";
    /// Text that the query asked for.
    Match = "match";
    /// An error code or event number.
    Code = "code";
    /// A message that the article quotes.
    Message = "message";
    /// Source code, settings, dumps.
    Verbatim = "verbatim";
    /// Cells of a table.
    Table = "table";
    /// The mark of a step or a bullet.
    Marker = "marker";
    /// A pointer to another article or an address.
    Link = "link";
    /// Rules, bars and other furniture.
    Muted = "muted";
    /// Text that a comparison found added.
    Added = "added";
    /// Text that a comparison found removed.
    Removed = "removed";
    /// Something odd.
    Warning = "warning";
    /// Something failed.
    Error = "error";
}

/// A run of text in one role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    /// The text, safe for a terminal.
    pub text: String,
    /// What it is.
    pub role: Role,
    /// The article that it points to.
    pub link: Option<u32>,
}

/// A line to be drawn.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Line {
    /// Its parts from left to right.
    pub spans: Vec<Span>,
    /// Which section of the article it belongs to (index into `Article::sections`).
    pub section: Option<usize>,
    /// The line of the source that it shows, counted from 1.
    pub source_line: Option<u32>,
}

impl Span {
    /// Text in a role, made safe for a terminal.
    pub fn new(text: impl AsRef<str>, role: Role) -> Span {
        Span { text: safe(text.as_ref()).into_owned(), role, link: None }
    }
}

impl Line {
    /// A line of one span.
    pub fn of(text: impl AsRef<str>, role: Role) -> Line {
        Line { spans: vec![Span::new(text, role)], ..Line::default() }
    }

    /// The text without its roles.
    pub fn text(&self) -> String {
        self.spans.iter().map(|span| span.text.as_str()).collect()
    }
}
