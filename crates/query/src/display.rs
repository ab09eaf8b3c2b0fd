//! The tree as one line of text, without places: for `--explain`, for tests, for comparing.

use std::fmt;

use crate::tree::{
    Bound, Clause, CodeWanted, FileWanted, Modifier, Node, Query, Range, TextField, Weighed,
};

impl fmt::Display for Query {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.root {
            Some(root) => root.fmt(f),
            None => f.write_str("nothing"),
        }
    }
}

/// Side by side in brackets, `|` between alternatives, `/` between readings of one word, weights
/// before `×`.
///
/// ```
/// use kbq_query::{Aliases, Query};
///
/// let query = Query::parse("event 4058 cluster OR mscs", &Aliases::builtin());
/// assert_eq!(query.to_string(), "[{event 4058 / 4058} (cluster | {component Cluster Server / mscs})]");
/// ```
impl fmt::Display for Node {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Node::All(nodes) => joined(f, "[", nodes, " ", "]"),
            Node::Any(nodes) => joined(f, "(", nodes, " | ", ")"),
            Node::Best(nodes) => joined(f, "{", nodes, " / ", "}"),
            Node::Evidence(pieces) => joined(f, "<", pieces, " + ", ">"),
            Node::Not(node) => write!(f, "not {node}"),
            Node::Leaf(clause, _) => clause.fmt(f),
        }
    }
}

impl fmt::Display for Weighed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}×{}", self.weight, self.node)
    }
}

fn joined<T: fmt::Display>(
    f: &mut fmt::Formatter<'_>,
    open: &str,
    parts: &[T],
    between: &str,
    close: &str,
) -> fmt::Result {
    f.write_str(open)?;
    for (at, part) in parts.iter().enumerate() {
        if at > 0 {
            f.write_str(between)?;
        }
        part.fmt(f)?;
    }
    f.write_str(close)
}

impl fmt::Display for Clause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Clause::Text { words, modifier, field } => {
                match field {
                    Some(TextField::Title) => f.write_str("title:")?,
                    Some(TextField::QueryWords) => f.write_str("query_words:")?,
                    Some(TextField::Section(kind)) => write!(f, "{}:", kind.name())?,
                    None => {}
                }
                let words = words.join(" ");
                match modifier {
                    Modifier::Word => f.write_str(&words),
                    Modifier::Prefix => write!(f, "{words}*"),
                    Modifier::Phrase => write!(f, "\"{words}\""),
                }
            }
            Clause::Message { words } => write!(f, "message \"{}\"", words.join(" ")),
            Clause::Code(wanted) => wanted.fmt(f),
            Clause::Event { id, source, .. } => {
                f.write_str("event")?;
                source.iter().try_for_each(|source| write!(f, " {source}"))?;
                id.iter().try_for_each(|id| write!(f, " {id}"))
            }
            Clause::Article(number) => write!(f, "Q{number}"),
            Clause::File(FileWanted { name, version }) => {
                write!(f, "file {name}")?;
                version.iter().try_for_each(|range| write!(f, " {range}"))
            }
            Clause::Version(version) => write!(f, "version {version}"),
            Clause::Component { name, .. } => write!(f, "component {name}"),
            Clause::Keyword { field, value } => write!(f, "{field}:{value}"),
            Clause::RefersTo(number) => write!(f, "ref:Q{number}"),
            Clause::Modified(range) => write!(f, "modified:{range}"),
            Clause::Number(range) => write!(f, "id:{range}"),
        }
    }
}

impl fmt::Display for CodeWanted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            CodeWanted::Value { value, stop, doubtful } => {
                let stop = if *stop { "stop " } else { "" };
                let doubt = if *doubtful { "?" } else { "" };
                write!(f, "{stop}{value:#010x}{doubt}")
            }
            CodeWanted::Tool(code) => write!(f, "tool {code}"),
            CodeWanted::Symbol(symbol) => write!(f, "symbol {symbol}"),
        }
    }
}

/// `from..to` with both bounds included; an excluded bound has a `!`.
impl<T: fmt::Display> fmt::Display for Range<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bound = |f: &mut fmt::Formatter<'_>, bound: &Bound<T>| match bound {
            Bound::Open => Ok(()),
            Bound::Included(value) => value.fmt(f),
            Bound::Excluded(value) => write!(f, "!{value}"),
        };
        bound(f, &self.from)?;
        f.write_str("..")?;
        bound(f, &self.to)
    }
}
