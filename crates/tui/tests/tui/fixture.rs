//! A dozen articles of our own wording, and a backend over them.

use std::collections::BTreeMap;

use kbq_index::{
    Facet, Hit, Link, Links, Reason, ReasonKind, Relaxed, Results, Snippet, Stats, Unmatched,
};
use kbq_model::{
    Article, ArticleId, Block, BlockKind, CodeKind, ErrorCode, Event, FileVersion, Reference,
    Section, SectionKind,
};
use kbq_query::{Clause, CodeWanted, Modifier, Node, Query, Span, Understood, UnderstoodKind};
use kbq_tui::backend::{Backend, BackendError, Decoded, Extent, Reading, Reply};

/// The articles as text: a header line, then sections, then facts.
const ARTICLES: &str = include_str!("articles.txt");

/// Answers over a dozen articles.
pub(crate) struct Fixture {
    articles: Vec<Article>,
}

impl Fixture {
    pub(crate) fn new() -> Fixture {
        Fixture { articles: ARTICLES.split("\n====\n").map(read).collect() }
    }

    /// The same articles with a text in everything that their sources may have written.
    pub(crate) fn saying(evil: &str) -> Fixture {
        let mut fixture = Fixture::new();
        for article in &mut fixture.articles {
            article.title.push_str(evil);
            article.area.get_or_insert_default().push_str(evil);
            article.products.push(evil.to_owned());
            article.source.path.push_str(evil);
            for section in &mut article.sections {
                section.heading.get_or_insert_default().push_str(evil);
                section.text.insert_str(0, evil);
            }
            for event in &mut article.events {
                event.source = Some(evil.to_owned());
                event.description = Some(evil.to_owned());
            }
            for file in &mut article.files {
                file.name.push_str(evil);
                file.version = Some(evil.to_owned());
            }
            for reference in &mut article.references {
                reference.title = Some(evil.to_owned());
            }
        }
        fixture
    }

    fn find(&self, number: u32) -> Option<&Article> {
        self.articles.iter().find(|article| article.number == number)
    }

    fn reply(&self, text: &str, extent: Extent) -> Reply {
        let query = understand(text);
        let words: Vec<String> = text.split_whitespace().map(fold).collect();
        let mut hits: Vec<Hit> = Vec::new();
        let mut complete = 0;
        for article in &self.articles {
            let (hit, count) = hit(article, &words);
            complete += usize::from(count == words.len());
            if count > 0 {
                hits.push(hit);
            }
        }
        if complete > 0 {
            hits.retain(|hit| hit.missing.is_empty());
        }
        hits.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.number.cmp(&b.number)));
        let all: String = self.articles.iter().map(body).collect();
        let unmatched = words.iter().filter(|word| !all.contains(word.as_str())).map(|word| {
            let start = text.to_lowercase().find(word.as_str()).unwrap_or(0);
            Unmatched {
                span: Span { start, end: start + word.len() },
                text: word.clone(),
                suggestion: word.starts_with("clus").then(|| "cluster".to_owned()),
            }
        });
        let relaxed = (complete == 0 && words.len() > 1).then(|| Relaxed {
            complete,
            message: format!(
                "no article has all {} words; showing those that have most",
                words.len()
            ),
        });
        let total = hits.len();
        let facets = if extent.facets { self.facets(&hits) } else { Vec::new() };
        hits.truncate(extent.limit);
        let results = Results {
            total,
            unmatched: unmatched.collect(),
            relaxed: relaxed.filter(|_| !hits.is_empty()),
            facets,
            hits,
        };
        Reply { query, results }
    }

    fn facets(&self, hits: &[Hit]) -> Vec<Facet> {
        let of = |field, values: Vec<String>| {
            let mut counts: BTreeMap<String, u64> = BTreeMap::new();
            values.into_iter().for_each(|value| *counts.entry(value).or_default() += 1);
            let mut values: Vec<_> = counts.into_iter().collect();
            values.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
            Facet { field, values }
        };
        let years = hits.iter().filter_map(|hit| Some(hit.modified?.year().to_string()));
        vec![
            of("product", hits.iter().flat_map(|hit| hit.products.clone()).collect()),
            of("area", hits.iter().filter_map(|hit| hit.area.clone()).collect()),
            of("year", years.collect()),
        ]
    }
}

impl Backend for Fixture {
    fn stats(&self) -> Result<Stats, BackendError> {
        let every = self.reply("the", Extent { limit: 100, facets: true }).results;
        let dates = self.articles.iter().filter_map(|article| article.modified);
        Ok(Stats {
            articles: self.articles.len() as u64,
            bytes: 1_400_000,
            words: 2_345,
            dates: dates.clone().min().zip(dates.max()),
            facets: every.facets,
        })
    }

    fn search(&self, text: &str, extent: Extent) -> Result<Reply, BackendError> {
        Ok(self.reply(text, extent))
    }

    fn diagnose(&self, text: &str, extent: Extent) -> Result<Reply, BackendError> {
        let event = text.lines().find_map(|line| line.strip_prefix("Event ID:"));
        let mut reply = self.reply(event.unwrap_or("nothing").trim(), extent);
        let at = Span { start: 0, end: 0 };
        let label = |text: &str, kind| Understood { span: at, kind, label: text.to_owned() };
        reply.query.understood = text
            .lines()
            .filter_map(|line| {
                let (name, value) = line.split_once(':')?;
                let kind = match name {
                    "Event ID" => UnderstoodKind::Event,
                    "Description" => UnderstoodKind::Message,
                    _ => return None,
                };
                Some(label(&format!("{} {}", name.to_lowercase(), value.trim()), kind))
            })
            .collect();
        Ok(reply)
    }

    fn article(&self, number: u32) -> Result<Option<Article>, BackendError> {
        Ok(self.find(number).cloned())
    }

    fn links(&self, number: u32) -> Result<Links, BackendError> {
        let link = |article: &Article, line| Link {
            number: article.number,
            id: article.id.to_string(),
            title: Some(article.title.clone()),
            line,
        };
        let mut links = Links::default();
        for reference in self.find(number).iter().flat_map(|article| &article.references) {
            match self.find(reference.id.number()) {
                Some(article) => links.refers_to.push(link(article, reference.line)),
                None => links.missing.push(Link {
                    number: reference.id.number(),
                    id: reference.id.to_string(),
                    title: reference.title.clone(),
                    line: reference.line,
                }),
            }
        }
        for article in &self.articles {
            for reference in article.references.iter().filter(|r| r.id.number() == number) {
                links.referred_by.push(link(article, reference.line));
            }
        }
        Ok(links)
    }

    fn decode(&self, code: &str) -> Result<Option<Decoded>, BackendError> {
        if code != "0xc00203e5" {
            return Ok(None);
        }
        let reading = |basis: &str, value: &str, name: &str, meaning: &str| Reading {
            basis: basis.into(),
            value: value.into(),
            names: vec![name.into()],
            meaning: Some(meaning.into()),
        };
        Ok(Some(Decoded {
            code: code.into(),
            notations: vec!["-1073609755".into(), "3221357541".into()],
            readings: vec![reading(
                "low word of an event message code",
                "997",
                "ERROR_IO_PENDING",
                "overlapped I/O in progress",
            )],
            related: vec![("0x800703e5".into(), "the same error as an HRESULT".into())],
            articles: 2,
        }))
    }
}

fn fold(word: &str) -> String {
    let word = word.rsplit_once(':').map_or(word, |(_, value)| value);
    word.trim_matches('"').to_lowercase()
}

fn body(article: &Article) -> String {
    let sections = article.sections.iter().map(|section| section.text.as_str());
    let parts = std::iter::once(article.title.as_str()).chain(sections);
    let facts = article.products.iter().map(String::as_str);
    let ids = format!(" {} ", article.id);
    (parts.chain(facts).collect::<Vec<_>>().join(" ") + &ids).to_lowercase()
}

fn hit(article: &Article, words: &[String]) -> (Hit, usize) {
    let text = body(article);
    let (found, missing): (Vec<_>, Vec<_>) =
        words.iter().partition(|word| text.contains(word.as_str()));
    let title = article.title.to_lowercase();
    let in_title = found.iter().filter(|word| title.contains(word.as_str())).count();
    let place = article.sections.iter().find_map(|section| {
        let line = section.text.lines().position(|line| {
            let line = line.to_lowercase();
            found.iter().any(|word| line.contains(word.as_str()))
        })?;
        Some((section, section.text_line + line as u32))
    });
    let why = place.iter().map(|(section, line)| Reason {
        kind: ReasonKind::Section,
        text: format!("{} in {}, line {line}", found[0], section.kind.name().replace('_', " ")),
        section: Some(section.kind),
        line: Some(*line),
    });
    let snippet = place.map(|(section, line)| Snippet {
        text: section.text.lines().next().unwrap_or_default().to_owned(),
        highlights: Vec::new(),
        section: Some(section.kind),
        heading: section.heading.clone(),
        line,
    });
    let hit = Hit {
        number: article.number,
        id: article.id.to_string(),
        title: article.title.clone(),
        area: article.area.clone(),
        products: article.products.clone(),
        modified: article.modified,
        score: (found.len() * 4 + in_title) as f32,
        why: why.collect(),
        missing: missing.into_iter().cloned().collect(),
        snippet,
        explain: Vec::new(),
    };
    (hit, found.len())
}

fn understand(text: &str) -> Query {
    let mut at = 0;
    let mut nodes = Vec::new();
    let mut understood = Vec::new();
    for word in text.split(' ') {
        let span = Span { start: at, end: at + word.len() };
        at = span.end + 1;
        if word.is_empty() {
            continue;
        }
        let digits = word.strip_prefix("0x").and_then(|hex| u32::from_str_radix(hex, 16).ok());
        let label = match digits {
            Some(_) => "code 0xc00203e5 · 997 ERROR_IO_PENDING".to_owned(),
            None => word.to_owned(),
        };
        let kind = if digits.is_some() { UnderstoodKind::Code } else { UnderstoodKind::Text };
        let clause = match digits {
            Some(value) => Clause::Code(CodeWanted::Value { value, stop: false, doubtful: false }),
            None => {
                let words = vec![fold(word)];
                Clause::Text { words, modifier: Modifier::Word, field: None }
            }
        };
        nodes.push(Node::Leaf(clause, span));
        understood.push(Understood { span, kind, label });
    }
    Query { text: text.to_owned(), root: Some(Node::All(nodes)), understood }
}

/// Reads an article of `articles.txt`.
fn read(text: &str) -> Article {
    let mut lines = text.trim_start().lines();
    let header: Vec<&str> = lines.next().unwrap_or_default().split(" | ").collect();
    let id: ArticleId = header[0].parse().expect("a number");
    let mut article = Article::new(id);
    article.title = header[1].to_owned();
    article.area = header[1].split_once(':').map(|(area, _)| area.to_owned());
    article.products = vec![header[2].to_owned()];
    article.modified = header[3].parse().ok();
    article.source.path = format!("kb/{}.txt", article.id);
    let mut number = 3;
    for line in lines {
        number += 1;
        if let Some(heading) = line.strip_prefix("# ") {
            let kind = SectionKind::from_name(heading).unwrap_or(SectionKind::Other);
            article.sections.push(Section {
                kind,
                heading: Some(heading.to_owned()),
                text: String::new(),
                lines: [number, number],
                text_line: number + 1,
                blocks: Vec::new(),
            });
        } else if let Some(section) = article.sections.last_mut() {
            add_line(section, line, number);
            add_facts(&mut article, line, number);
        }
    }
    for section in &mut article.sections {
        section.text.truncate(section.text.trim_end().len());
    }
    article
}

/// The first character says which block a line is of; a blank continues the one before.
fn add_line(section: &mut Section, line: &str, number: u32) {
    let index = section.text.lines().count() as u32;
    if !section.text.is_empty() || section.lines[0] + 1 < number {
        section.text.push_str(if section.text.is_empty() { "" } else { "\n" });
    }
    let mut kinds = line.chars();
    let kind = match kinds.next() {
        Some('>') => Some(BlockKind::Message),
        Some('|') => Some(BlockKind::Table),
        Some('}') => Some(BlockKind::Code),
        Some('*') => Some(BlockKind::Bullet),
        Some('1'..='9') => Some(BlockKind::Step),
        Some(_) => Some(BlockKind::Paragraph),
        None => None,
    };
    let text = match kind {
        Some(BlockKind::Message | BlockKind::Table | BlockKind::Code) => {
            kinds.as_str().trim_start_matches(' ')
        }
        _ => line,
    };
    let text = if kind == Some(BlockKind::Table) { kinds.as_str() } else { text };
    section.text.push_str(if text.is_empty() { " " } else { text });
    section.lines[1] = number;
    let Some(kind) = kind else { return };
    match section.blocks.last_mut() {
        Some(last)
            if last.kind == kind
                && last.last + 1 == index
                && !matches!(kind, BlockKind::Step | BlockKind::Bullet) =>
        {
            last.last = index;
        }
        _ => section.blocks.push(Block { kind, first: index, last: index }),
    }
}

fn add_facts(article: &mut Article, line: &str, number: u32) {
    for word in line.split([' ', ',', '.', '(', ')']) {
        if let Some(value) = word.strip_prefix("0x").filter(|hex| hex.len() == 8) {
            let is_stop = line.starts_with(">STOP");
            // Behind a stop code stand its parameters.
            if is_stop && article.error_codes.last().is_some_and(|code| code.line == number) {
                continue;
            }
            article.error_codes.push(ErrorCode {
                kind: if is_stop { CodeKind::Stop } else { CodeKind::Hex },
                code: format!("0x{value}"),
                text: word.to_owned(),
                parameters: Vec::new(),
                message: None,
                line: number,
            });
        }
        let is_number = word.len() == 7 && word.starts_with('Q');
        if let Some(id) = is_number.then(|| word.parse::<ArticleId>().ok()).flatten() {
            article.references.push(Reference { id, title: None, line: number });
        }
    }
    if let Some(id) = line.strip_prefix(">Event ID: ").and_then(|id| id.parse().ok()) {
        article.events.push(Event {
            id,
            source: Some("MSExchangeMTA".into()),
            kind: Some("Warning".into()),
            category: None,
            log: Some("application".into()),
            description: None,
            line: number,
        });
    }
    let cells: Vec<&str> = line.split_whitespace().collect();
    if let ["|", name, version, size] = cells[..]
        && name.contains('.')
    {
        article.files.push(FileVersion {
            name: name.to_owned(),
            version: Some(version.to_owned()),
            size: Some(size.to_owned()),
            date: None,
            time: None,
            platform: None,
            component: None,
            line: number,
        });
    }
}
