//! Invariants over the public archive, where `KBQ_ARCHIVE` names its folder; skipped elsewhere.
//!
//! `KBQ_RATCHET=write` rewrites `tests/ratchet.json`, the counts of each field.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use kbq_model::{Article, Format};
use kbq_parse::parse;

/// Counts of each field, and the complaints.
#[derive(Default)]
struct Tally {
    counts: BTreeMap<String, u64>,
    /// The first complaints of each kind.
    broken: BTreeMap<&'static str, Vec<String>>,
    /// Articles whose Markdown and text give other facts, by field.
    twins: BTreeMap<&'static str, Vec<String>>,
}

impl Tally {
    fn count(&mut self, name: &str, by: usize) {
        if by > 0 {
            *self.counts.entry(name.to_owned()).or_default() += by as u64;
        }
    }

    fn complain(&mut self, kind: &'static str, what: String) {
        self.broken.entry(kind).or_default().push(what);
    }

    fn merge(&mut self, other: Tally) {
        for (name, count) in other.counts {
            *self.counts.entry(name).or_default() += count;
        }
        for (kind, mut list) in other.broken {
            self.broken.entry(kind).or_default().append(&mut list);
        }
        for (kind, mut list) in other.twins {
            self.twins.entry(kind).or_default().append(&mut list);
        }
    }
}

#[test]
fn the_archive_keeps_every_promise() {
    let Some(root) = std::env::var_os("KBQ_ARCHIVE").map(PathBuf::from) else {
        println!("skipped: KBQ_ARCHIVE names no archive");
        return;
    };
    let groups: Vec<Vec<PathBuf>> = files_by_number(&root).into_values().collect();
    assert!(!groups.is_empty(), "no articles below {}", root.display());

    let next = AtomicUsize::new(0);
    let total = Mutex::new(Tally::default());
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                let mut tally = Tally::default();
                while let Some(group) = groups.get(next.fetch_add(1, Ordering::Relaxed)) {
                    check_group(group, &mut tally);
                }
                total.lock().expect("no panic").merge(tally);
            });
        }
    });

    let mut total = total.into_inner().expect("no panic");
    for (field, articles) in &mut total.twins {
        articles.sort();
        total.counts.insert(format!("twins_differ.{field}"), articles.len() as u64);
        println!("twins differ in {field}: {} {:?}", articles.len(), first(articles));
    }
    for (kind, list) in &mut total.broken {
        list.sort();
        println!("{kind}: {}", list.len());
        let mut seen = BTreeMap::<_, usize>::new();
        for complaint in list.iter() {
            let what = complaint.split(' ').nth(1).unwrap_or("");
            let count = seen.entry(what).or_default();
            *count += 1;
            if *count <= 8 {
                println!("  {complaint}");
            }
        }
        println!("  {seen:?}");
    }
    compare_ratchet(&total.counts);
    assert!(total.broken.is_empty(), "{:?}", total.broken.keys());
}

fn first(list: &[String]) -> &[String] {
    &list[..list.len().min(8)]
}

/// The files of each article: `kb/194/Q194128/README.md`, `txt/194/Q194128.TXT`.
fn files_by_number(root: &Path) -> BTreeMap<u32, Vec<PathBuf>> {
    let mut groups: BTreeMap<u32, Vec<PathBuf>> = BTreeMap::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).expect("is a folder") {
            let path = entry.expect("is readable").path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let name = path.to_string_lossy();
            let digits = name.rsplit_once('Q').map(|(_, rest)| rest).unwrap_or("");
            let end = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
            if let Ok(number) = digits[..end].parse() {
                groups.entry(number).or_default().push(path);
            }
        }
    }
    for files in groups.values_mut() {
        files.sort();
    }
    groups
}

fn check_group(files: &[PathBuf], tally: &mut Tally) {
    let mut articles = Vec::new();
    for path in files {
        let bytes = std::fs::read(path).expect("is readable");
        let name = path.to_string_lossy();
        let parsed = std::panic::catch_unwind(|| parse(&bytes, &name));
        let Ok(parsed) = parsed else {
            tally.complain("panics", name.into_owned());
            continue;
        };
        match parsed {
            Ok(article) => {
                check(&article, &bytes, tally);
                count(&article, tally);
                articles.push(article);
            }
            Err(error) => tally.complain("not parsed", error.to_string()),
        }
    }
    if let [one, other] = articles.as_slice() {
        compare_twins(one, other, tally);
    }
}

fn check(article: &Article, bytes: &[u8], tally: &mut Tally) {
    let id = &article.id;
    let path = &article.source.path;
    if parse(bytes, path).as_ref() != Ok(article) {
        tally.complain("parsed twice, differs", id.to_string());
    }
    let json = serde_json::to_string(article).expect("serialises");
    if serde_json::from_str::<Article>(&json).ok().as_ref() != Some(article) {
        tally.complain("JSON does not round-trip", id.to_string());
    }
    if kbq_parse::peek_number(&bytes[..bytes.len().min(1024)]) != Some(article.number) {
        tally.complain("peek finds another number", path.clone());
    }
    let source = Source::new(article, bytes);
    for lost in source.lost_lines(article) {
        tally.complain("body text lost", format!("{path}:{lost}"));
    }
    for (line, fact, what) in facts(article) {
        if !source.holds(line, &fact) {
            tally
                .complain("a fact's line does not hold it", format!("{path}:{line} {what} {fact}"));
        }
    }
}

/// A source file as lines.
struct Source {
    lines: Vec<String>,
}

impl Source {
    fn new(article: &Article, bytes: &[u8]) -> Source {
        let (text, _) = match article.source.encoding.as_str() {
            "utf-8" => encoding_rs::UTF_8.decode_without_bom_handling(bytes),
            _ => encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes),
        };
        // Titles of the Markdown form write this one as an entity.
        Source { lines: text.lines().map(|line| line.replace("&#36;", "$")).collect() }
    }

    /// Numbers of the lines with text that neither the record nor the format's frame has.
    fn lost_lines(&self, article: &Article) -> Vec<usize> {
        let mut held = vec![false; self.lines.len() + 1];
        let mut hold = |line: u32| {
            if let Some(held) = held.get_mut(line as usize) {
                *held = true;
            }
        };
        let mut differing = Vec::new();
        for section in article.preamble.iter().chain(&article.sections) {
            for (offset, text) in section.text.split('\n').enumerate() {
                let number = section.text_line as usize + offset;
                let source = self.lines.get(number.wrapping_sub(1)).map_or("", String::as_str);
                hold(number as u32);
                let is_byte = source.contains('<') && article.format == Format::Jekyll;
                if source.trim() != text.trim() && !text.is_empty() && !is_byte {
                    differing.push(number);
                }
            }
            if section.heading.is_some() {
                hold(section.lines[0]);
                hold(section.lines[0] + 1);
            }
        }
        let frame = self.frame(article);
        let lost = (1..=self.lines.len())
            .filter(|number| !held[*number] && !frame.contains(number))
            .filter(|number| !self.lines[number - 1].replace("<A0>", "").trim().is_empty());
        lost.chain(differing).collect()
    }

    /// The lines of front matter, header, applies-to block, trailer and disclaimer.
    fn frame(&self, article: &Article) -> std::collections::BTreeSet<usize> {
        let mut frame = std::collections::BTreeSet::new();
        let texts = || self.lines.iter().map(|line| line.trim()).enumerate();
        let header = ["Last Modified:", "KEYWORDS:"];
        let header_end =
            texts().find(|(_, line)| header.iter().any(|label| line.starts_with(label)));
        frame.extend(1..=header_end.map_or(0, |(index, _)| index + 1));
        frame.extend(article.fact_lines.applies_to.iter().map(|line| *line as usize));
        let tail = self.tail();
        frame.extend(tail + 1..=self.lines.len());
        let mut in_block = false;
        for (index, line) in texts() {
            let is_rule = line.len() > 40 && line.bytes().all(|b| matches!(b, b'-' | b'='));
            if line.starts_with("The information in this article applies to") {
                in_block = true;
            } else if is_rule {
                in_block = false;
            }
            if is_rule || in_block || line.starts_with("{%") {
                frame.insert(index + 1);
            }
        }
        frame
    }

    /// Index of the first line of query words, trailer and disclaimer.
    fn tail(&self) -> usize {
        let starts = |index: usize, labels: &[&str]| {
            let line = self.lines[index].trim().to_ascii_lowercase();
            labels.iter().any(|label| line.starts_with(label))
        };
        let all = 0..self.lines.len();
        let disclaimer = ["the information provided in the microsoft knowledge"];
        let end = all.clone().rfind(|&i| starts(i, &disclaimer)).unwrap_or(all.end);
        let keywords = (0..end).rfind(|&i| starts(i, &["keywords  "])).unwrap_or(end);
        let labels = ["additional query", "additional ref", "additonal query", "kbcat", "kbsub"];
        let first = (keywords.saturating_sub(10)..keywords).find(|&i| starts(i, &labels));
        first.unwrap_or(keywords)
    }

    /// Whether the fact's first letters stand on the line or on the two below, where it wraps;
    /// blanks and punctuation, which joining and columns change, do not count.
    fn holds(&self, line: u32, fact: &str) -> bool {
        let Some(first) = (line as usize).checked_sub(1).filter(|first| *first < self.lines.len())
        else {
            return false;
        };
        let squeezed = |text: &str| -> String {
            let letters = text.chars().filter(|c| c.is_alphanumeric());
            letters.flat_map(char::to_lowercase).take(4000).collect()
        };
        let window = squeezed(&self.lines[first..(first + 3).min(self.lines.len())].concat());
        // A key's hive and its path may stand in different sentences.
        let mut words = fact.split([' ', '\\', '\n']).filter(|word| !word.is_empty());
        let number = fact.parse::<u32>();
        let is_key = fact.starts_with("HKEY");
        window.contains(&squeezed(words.next().unwrap_or("")))
            || is_key && words.any(|word| window.contains(&squeezed(word)))
            || number.is_ok_and(|number| in_range(&self.lines[first], number))
    }
}

/// Whether the line names a range of numbers that holds this one (`events 350 through 360`).
fn in_range(line: &str, number: u32) -> bool {
    let numbers = line.split(|c: char| !c.is_ascii_digit()).filter_map(|n| n.parse::<u32>().ok());
    let numbers: Vec<u32> = numbers.collect();
    numbers.windows(2).any(|pair| (pair[0]..=pair[1]).contains(&number))
}

/// Line, text and kind of each fact.
fn facts(article: &Article) -> Vec<(u32, String, &'static str)> {
    let mut facts = Vec::new();
    facts.extend(article.events.iter().map(|e| (e.line, e.id.to_string(), "event")));
    facts.extend(article.error_codes.iter().map(|c| (c.line, c.text.clone(), "code")));
    facts.extend(article.files.iter().map(|f| (f.line, f.name.clone(), "file")));
    facts.extend(article.references.iter().map(|r| (r.line, r.id.number().to_string(), "ref")));
    let lines = &article.fact_lines;
    let lists = [
        (&article.registry_keys, &lines.registry_keys, "key"),
        (&article.urls, &lines.urls, "url"),
        (&article.file_names, &lines.file_names, "file-name"),
        (&article.fixed_in, &lines.fixed_in, "fixed-in"),
    ];
    for (list, lines, name) in lists {
        facts.extend(list.iter().zip(lines).map(|(fact, line)| (*line, fact.clone(), name)));
        if list.len() != lines.len() {
            facts.push((0, format!("{} facts, {} lines", list.len(), lines.len()), name));
        }
    }
    facts
}

fn count(article: &Article, tally: &mut Tally) {
    let format = article.format.name();
    tally.count(&format!("{format}.articles"), 1);
    for (name, list) in [
        ("applies_to", article.applies_to.len()),
        ("keywords", article.keywords.len()),
        ("components", article.components.len()),
        ("query_words", article.query_words.len()),
        ("preamble", article.preamble.len()),
        ("events", article.events.len()),
        ("files", article.files.len()),
        ("file_names", article.file_names.len()),
        ("references", article.references.len()),
        ("fixed_in", article.fixed_in.len()),
        ("registry_keys", article.registry_keys.len()),
        ("urls", article.urls.len()),
        ("area", usize::from(article.area.is_some())),
        ("modified", usize::from(article.modified.is_some())),
        ("versions", usize::from(article.versions.is_some())),
    ] {
        tally.count(&format!("{format}.{name}"), list);
        tally.count(&format!("{format}.articles_with.{name}"), usize::from(list > 0));
    }
    for section in &article.sections {
        tally.count(&format!("{format}.section.{}", section.kind.name()), 1);
        for block in &section.blocks {
            tally.count(&format!("{format}.block.{:?}", block.kind).to_lowercase(), 1);
        }
    }
    for code in &article.error_codes {
        tally.count(&format!("{format}.code.{}", code.kind.name()), 1);
    }
    for diagnostic in &article.diagnostics {
        tally.count(&format!("{format}.diagnostic.{}", diagnostic.kind.name()), 1);
    }
}

fn compare_twins(one: &Article, other: &Article, tally: &mut Tally) {
    let mut differ = |field: &'static str, equal: bool| {
        if !equal {
            tally.twins.entry(field).or_default().push(one.id.to_string());
        }
    };
    let kinds = |a: &Article| a.sections.iter().map(|s| s.kind).collect::<Vec<_>>();
    let events = |a: &Article| {
        let list = a.events.iter();
        list.map(|e| (e.id, e.source.clone(), e.kind.clone(), e.category.clone()))
            .collect::<Vec<_>>()
    };
    let codes =
        |a: &Article| a.error_codes.iter().map(|c| (c.kind, c.code.clone())).collect::<Vec<_>>();
    let files = |a: &Article| {
        let list = a.files.iter();
        list.map(|f| (f.name.clone(), f.version.clone(), f.size.clone(), f.date))
            .collect::<Vec<_>>()
    };
    let references = |a: &Article| a.references.iter().map(|r| r.id.number()).collect::<Vec<_>>();
    let versions = |a: &Article| a.versions.clone().map(|v| v.trim_start_matches(':').to_owned());
    differ("title", one.title == other.title);
    differ("modified", one.modified == other.modified);
    differ("versions", versions(one) == versions(other));
    differ("keywords", one.keywords == other.keywords);
    differ("applies_to", one.applies_to == other.applies_to);
    differ("sections", kinds(one) == kinds(other));
    differ("events", events(one) == events(other));
    differ("codes", codes(one) == codes(other));
    differ("files", files(one) == files(other));
    differ("references", references(one) == references(other));
    differ("fixed_in", one.fixed_in == other.fixed_in);
    differ("registry_keys", one.registry_keys == other.registry_keys);
    differ("urls", one.urls == other.urls);
    differ("file_names", one.file_names == other.file_names);
}

/// Compares the counts of the same articles with those on record: each change shows what it gained and lost.
fn compare_ratchet(counts: &BTreeMap<String, u64>) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/ratchet.json");
    if std::env::var_os("KBQ_RATCHET").is_some_and(|value| value == "write") {
        let json = serde_json::to_string_pretty(counts).expect("serialises");
        std::fs::write(&path, json + "\n").expect("is writable");
        return;
    }
    let text = std::fs::read_to_string(&path).expect("the ratchet file exists");
    let known: BTreeMap<String, u64> = serde_json::from_str(&text).expect("is JSON");
    let articles = ["jekyll.articles", "document.articles"];
    if articles.iter().any(|name| counts.get(*name) != known.get(*name)) {
        println!("another part of the archive than the one that was counted: not compared");
        return;
    }
    let mut differences = Vec::new();
    for name in counts.keys().chain(known.keys()) {
        let (now, before) = (counts.get(name).copied(), known.get(name).copied());
        if now != before {
            differences.push(format!(
                "{name}: {} -> {}",
                before.unwrap_or_default(),
                now.unwrap_or_default()
            ));
        }
    }
    differences.sort();
    differences.dedup();
    assert!(
        differences.is_empty(),
        "counts changed; check them and run again with KBQ_RATCHET=write:\n{}",
        differences.join("\n")
    );
}
