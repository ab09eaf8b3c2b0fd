//! Articles and queries made by hand.

use std::path::Path;

use kbq_index::{Index, Results, SearchOptions, Writer, WriterOptions};
use kbq_model::{
    Article, CodeKind, ErrorCode, Event, FileVersion, Reference, Section, SectionKind,
};
use kbq_query::{Aliases, Query};
use tempfile::TempDir;

/// An article of that number and title; its facts follow by the methods below.
pub(crate) struct Draft(Article);

pub(crate) fn article(number: u32, title: &str) -> Draft {
    let mut article = Article::new(format!("Q{number}").parse().expect("a number"));
    article.title = title.to_owned();
    article.modified = Some("1999-04-16".parse().expect("a date"));
    Draft(article)
}

impl Draft {
    pub(crate) fn section(mut self, kind: SectionKind, text: &str) -> Draft {
        let line = self.next_line();
        let count = text.lines().count() as u32;
        self.0.sections.push(Section {
            kind,
            heading: Some(kind.name().to_uppercase().replace('_', " ")),
            text: text.to_owned(),
            lines: [line, line + 2 + count],
            text_line: line + 3,
            blocks: Vec::new(),
        });
        self
    }

    fn next_line(&self) -> u32 {
        self.0.sections.last().map_or(20, |section| section.lines[1] + 2)
    }

    /// The last line of the last section, where facts of the section are put.
    fn here(&self) -> u32 {
        self.0.sections.last().map_or(1, |section| section.lines[1])
    }

    pub(crate) fn symptoms(self, text: &str) -> Draft {
        self.section(SectionKind::Symptoms, text)
    }

    pub(crate) fn code(mut self, kind: CodeKind, code: &str) -> Draft {
        let line = self.here();
        let (code, text) = (code.to_owned(), code.to_owned());
        let code = ErrorCode { kind, code, text, parameters: Vec::new(), message: None, line };
        self.0.error_codes.push(code);
        self
    }

    pub(crate) fn event(mut self, id: u32, source: Option<&str>) -> Draft {
        self.0.events.push(Event {
            id,
            source: source.map(str::to_owned),
            kind: None,
            category: None,
            log: None,
            description: None,
            line: self.here(),
        });
        self
    }

    pub(crate) fn file(mut self, name: &str, version: &str) -> Draft {
        self.0.files.push(FileVersion {
            name: name.to_owned(),
            version: Some(version.to_owned()),
            size: None,
            date: None,
            time: None,
            platform: None,
            component: None,
            line: self.here(),
        });
        self
    }

    pub(crate) fn refers_to(mut self, number: u32) -> Draft {
        let id = format!("Q{number}").parse().expect("a number");
        let line = self.here();
        self.0.references.push(Reference { id, title: None, line });
        self
    }

    pub(crate) fn modified(mut self, date: &str) -> Draft {
        self.0.modified = Some(date.parse().expect("a date"));
        self
    }

    pub(crate) fn product(mut self, product: &str) -> Draft {
        self.0.products.push(product.to_owned());
        self
    }

    pub(crate) fn component(mut self, component: &str) -> Draft {
        self.0.components.push(component.to_owned());
        self
    }

    pub(crate) fn done(self) -> Article {
        self.0
    }
}

pub(crate) fn options() -> WriterOptions {
    WriterOptions { heap: 30_000_000, threads: 1 }
}

pub(crate) fn write(dir: &Path, drafts: Vec<Draft>) {
    let writer = Writer::create(dir, &options()).expect("a writer");
    for draft in drafts {
        writer.add(&draft.done()).expect("added");
    }
    writer.finish(|file| file.write_all(b"sources")).expect("finished");
}

/// An index of these articles; it lives as long as the directory.
pub(crate) fn index(drafts: Vec<Draft>) -> (TempDir, Index) {
    let dir = tempfile::tempdir().expect("a directory");
    write(dir.path(), drafts);
    let index = Index::open(dir.path()).expect("opens");
    (dir, index)
}

pub(crate) fn search(index: &Index, query: &str) -> Results {
    search_with(index, query, &SearchOptions::default())
}

pub(crate) fn search_with(index: &Index, query: &str, options: &SearchOptions) -> Results {
    let query = Query::parse(query, &Aliases::builtin());
    index.search(&query, options).expect("a search")
}

pub(crate) fn numbers(results: &Results) -> Vec<u32> {
    results.hits.iter().map(|hit| hit.number).collect()
}

pub(crate) fn found(index: &Index, query: &str) -> Vec<u32> {
    numbers(&search(index, query))
}
