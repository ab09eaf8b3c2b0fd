//! Corpora of a few articles in a folder that goes away.

use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use kbq_corpus::{Limits, Outcome, ProblemKind, ReadOptions, Scan, scan};
use kbq_model::Article;

/// An article in the `DOCUMENT` form.
pub(crate) fn document(number: u32, date: &str, symptom: &str) -> String {
    let rule = "=".repeat(70);
    let dashes = "-".repeat(79);
    [
        &format!("DOCUMENT:Q{number}  {date}  [exchange]"),
        "TITLE   :XADM: Setup Stops on a Cluster",
        "PRODUCT :Microsoft Exchange",
        "PROD/VER:winnt:5.5",
        "OPER/SYS:",
        "KEYWORDS:exc55",
        "",
        &rule,
        &dashes,
        "The information in this article applies to:",
        "",
        " - Microsoft Exchange Server, version 5.5 ",
        &dashes,
        "",
        "SYMPTOMS",
        "========",
        "",
        symptom,
        "",
        "Additional query words:",
        "",
        &rule,
        "Keywords          : exc55 ",
        "Technology        : kbExchangeSearch",
        "Version           : winnt:5.5",
        "",
        "=============================================================================",
    ]
    .join("\r\n")
}

/// The same article in the Markdown form.
pub(crate) fn markdown(number: u32, date: &str, symptom: &str) -> String {
    let title = "XADM: Setup Stops on a Cluster";
    let dashes = "-".repeat(79);
    let head = format!(
        "---\nlayout: page\ntitle: \"Q{number}: {title}\"\npermalink: /kb/{}/Q{number}/\n---\n\n\
         ## Q{number}: {title}\n\n{{% raw %}}\n\n",
        number / 1000
    );
    let body = [
        &format!("Article: Q{number}"),
        "Product(s): Microsoft Exchange",
        "Version(s): winnt:5.5",
        "Operating System(s): ",
        "Keyword(s): exc55",
        &format!("Last Modified: {date}"),
        "",
        &dashes,
        "The information in this article applies to:",
        "",
        "- Microsoft Exchange Server, version 5.5 ",
        &dashes,
        "",
        "SYMPTOMS",
        "========",
        "",
        symptom,
        "",
        "Additional query words:",
        "",
        &"=".repeat(70),
        "Keywords          : exc55 ",
        "Technology        : kbExchangeSearch",
        "Version           : winnt:5.5",
    ];
    let body: String = body.iter().map(|line| format!("\t{line}\n")).collect();
    format!("{head}{body}\n{{% endraw %}}\n")
}

pub(crate) const DATE: &str = "16-APR-1999";

/// A folder with files of these names and contents.
pub(crate) struct Folder(pub(crate) tempfile::TempDir);

impl Folder {
    pub(crate) fn new(files: &[(&str, &str)]) -> Folder {
        let folder = Folder(tempfile::tempdir().unwrap());
        for (name, text) in files {
            folder.write(name, text);
        }
        folder
    }

    /// A Markdown article, its twin as text, another article, and a page that is none.
    pub(crate) fn sample() -> Folder {
        Folder::new(&[
            ("kb/194/Q194128/README.md", &markdown(194_128, DATE, "Setup stops.")),
            ("txt/194/Q194128.TXT", &document(194_128, DATE, "Setup stops.")),
            ("txt/221/Q221393.TXT", &document(221_393, DATE, "The store stops with 0xc00203e5.")),
            ("index.md", "# All articles\n"),
        ])
    }

    pub(crate) fn path(&self) -> &Path {
        self.0.path()
    }

    pub(crate) fn join(&self, name: &str) -> PathBuf {
        self.path().join(name)
    }

    pub(crate) fn write(&self, name: &str, bytes: impl AsRef<[u8]>) {
        let path = self.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    pub(crate) fn scan(&self) -> Scan {
        scan(&[self.path().to_owned()], &Limits::default()).unwrap()
    }

    /// The path of a record's source below this folder.
    pub(crate) fn relative<'a>(&self, path: &'a str) -> &'a str {
        path.strip_prefix(self.path().to_str().unwrap()).unwrap_or(path).trim_start_matches('/')
    }
}

/// Every article, in order.
pub(crate) fn read(scan: &mut Scan) -> Vec<Article> {
    read_with(scan, &ReadOptions::default()).0
}

pub(crate) fn read_with(scan: &mut Scan, options: &ReadOptions) -> (Vec<Article>, Outcome) {
    let mut articles = Vec::new();
    let sink = |article| {
        articles.push(article);
        ControlFlow::Continue(())
    };
    let outcome = scan.read_in_order(options, sink, |_| {});
    (articles, outcome)
}

pub(crate) fn numbers(articles: &[Article]) -> Vec<u32> {
    articles.iter().map(|article| article.number).collect()
}

pub(crate) fn kinds(scan: &Scan) -> Vec<ProblemKind> {
    scan.problems().iter().map(|problem| problem.kind).collect()
}
