//! Reading: groups of files in parallel, one article a number out.

use std::collections::BTreeMap;
use std::num::NonZero;
use std::ops::{ControlFlow, Range};
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Condvar, Mutex, PoisonError, mpsc};
use std::thread;

use kbq_model::{Article, Diagnostic, DiagnosticKind};
use xxhash_rust::xxh3::xxh3_64;

use crate::item::{Item, State, number_of};
use crate::problem::{Problem, ProblemKind};
use crate::{Scan, revisions};

/// How far a thread may run ahead of the article that is due, where the order matters.
const WINDOW: usize = 128;

/// How and what to read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReadOptions {
    /// How many threads parse; 0 is one for each core.
    pub threads: usize,
    /// Article numbers to read, in ascending order; null is all of them.
    pub only: Option<Vec<u32>>,
}

/// How far reading has come.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Progress {
    /// Articles read.
    pub articles: u64,
    /// Articles to read.
    pub articles_total: u64,
    /// Bytes of their sources read.
    pub bytes: u64,
    /// Bytes of their sources.
    pub bytes_total: u64,
}

/// What came of reading.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Articles handed over.
    pub articles: u64,
    /// Files and members that they were read from.
    pub sources: u64,
    /// Bytes of those.
    pub bytes: u64,
    /// Whether the receiver asked to stop.
    pub stopped: bool,
}

/// What one group of files gave.
struct Read {
    article: Option<Article>,
    sources: u64,
    bytes: u64,
    /// The items' new states.
    states: Vec<(usize, State)>,
    problems: Vec<Problem>,
}

/// What reading works through, shared by its threads.
struct Work<'a> {
    scan: &'a Scan,
    /// Item indexes by article, in the order of paths within one.
    order: &'a [(u32, usize)],
    groups: &'a [Range<usize>],
    next: AtomicUsize,
    stop: AtomicBool,
    articles: AtomicU64,
    sources: AtomicU64,
    bytes: AtomicU64,
    bytes_total: u64,
}

impl Scan {
    /// Reads every article, in parallel and in no particular order.
    ///
    /// `sink` gets each article once, complete with its revisions, from whichever thread read it;
    /// it may stop the rest. `progress` is called after each article. What could not be read is
    /// in [`Scan::problems`] afterwards.
    pub fn read(
        &mut self,
        options: &ReadOptions,
        sink: impl Fn(Article) -> ControlFlow<()> + Sync,
        progress: impl Fn(Progress) + Sync,
    ) -> Outcome {
        self.run(options, |_, article| article.map_or(ControlFlow::Continue(()), &sink), progress)
    }

    /// Reads every article in parallel and hands them over in the order of their numbers, on the
    /// calling thread.
    pub fn read_in_order(
        &mut self,
        options: &ReadOptions,
        mut sink: impl FnMut(Article) -> ControlFlow<()> + Send,
        progress: impl Fn(Progress) + Sync,
    ) -> Outcome {
        let due = Due::default();
        let (sender, receiver) = mpsc::channel();
        thread::scope(|scope| {
            let (due, progress) = (&due, &progress);
            let reader = scope.spawn(move || {
                let send = |group, article| {
                    due.wait_for(group);
                    match sender.send((group, article)) {
                        Ok(()) => ControlFlow::Continue(()),
                        Err(_) => ControlFlow::Break(()),
                    }
                };
                self.run(options, send, progress)
            });
            let stopped = in_order(receiver, due, &mut sink);
            match reader.join() {
                Ok(outcome) => Outcome { stopped, ..outcome },
                Err(panic) => std::panic::resume_unwind(panic),
            }
        })
    }

    fn run(
        &mut self,
        options: &ReadOptions,
        sink: impl Fn(usize, Option<Article>) -> ControlFlow<()> + Sync,
        progress: impl Fn(Progress) + Sync,
    ) -> Outcome {
        self.resolve(None);
        let order = self.wanted(options.only.as_deref());
        let groups = groups(&order);
        let work = Work::new(self, &order, &groups);
        let threads = match options.threads {
            0 => thread::available_parallelism().map_or(1, NonZero::get),
            threads => threads,
        };
        let mut done = Vec::new();
        thread::scope(|scope| {
            let spawn = || scope.spawn(|| work.run(&sink, &progress));
            let workers: Vec<_> = (0..threads).map(|_| spawn()).collect();
            for worker in workers {
                match worker.join() {
                    Ok(found) => done.push(found),
                    Err(panic) => std::panic::resume_unwind(panic),
                }
            }
        });
        let outcome = work.outcome();
        let mut problems = Vec::new();
        for (states, found) in done {
            problems.extend(found);
            for (at, state) in states {
                if let Some(item) = self.items.get_mut(at) {
                    item.state = state;
                }
            }
        }
        self.report(problems);
        outcome
    }

    /// The items to read, grouped by article, paths in order within one.
    fn wanted(&self, only: Option<&[u32]>) -> Vec<(u32, usize)> {
        let wanted = |number: &u32| only.is_none_or(|only| only.binary_search(number).is_ok());
        let numbered = self.items.iter().enumerate().filter_map(|(at, item)| {
            let (number, _) = item.article()?;
            wanted(&number).then_some((number, at))
        });
        let mut order: Vec<_> = numbered.collect();
        let path = |at: usize| self.items.get(at).map(|item| &item.path);
        order.sort_unstable_by(|a, b| a.0.cmp(&b.0).then_with(|| path(a.1).cmp(&path(b.1))));
        order
    }

    fn read_group(&self, number: u32, group: &[(u32, usize)]) -> Read {
        let mut read =
            Read { article: None, sources: 0, bytes: 0, states: Vec::new(), problems: Vec::new() };
        let mut articles = Vec::with_capacity(group.len());
        for (count, (_, at)) in group.iter().enumerate() {
            let Some(item) = self.items.get(*at) else { continue };
            if count >= self.limits.sources_per_article {
                let most = self.limits.sources_per_article;
                let message = format!("more than {most} files are article {number}");
                read.problems.push(Problem::new(&item.path, ProblemKind::TooManySources, message));
                break;
            }
            match self.read_item(number, item) {
                Ok((article, hash, bytes)) => {
                    articles.push(article);
                    read.bytes += bytes;
                    let unchanged = matches!(item.state, State::Known { unchanged: true, .. });
                    let (number, hash) = (Some(number), Some(hash));
                    read.states.push((*at, State::Known { number, hash, unchanged }));
                }
                Err((problem, state)) => {
                    read.states.push((*at, state));
                    read.problems.push(problem);
                }
            }
        }
        read.sources = articles.len() as u64;
        read.article = revisions::merge(articles);
        read
    }

    fn read_item(&self, number: u32, item: &Item) -> Result<Good, (Problem, State)> {
        let lost = |problem| (problem, State::Lost);
        let bytes = item.read(&self.held, &self.limits).map_err(lost)?;
        let hash = xxh3_64(&bytes);
        let states_it = || number_of(&bytes) == Some(number);
        let mut article = item.parse(&bytes, &self.held).map_err(|problem| {
            if item.member.is_some() || states_it() {
                // It begins like an article and is none: nothing to try again.
                return (
                    problem,
                    State::Known { number: None, hash: Some(hash), unchanged: false },
                );
            }
            let message = format!("was article {number} a moment ago: {}", problem.message);
            lost(Problem { kind: ProblemKind::Changed, message, ..problem })
        })?;
        if article.number != number {
            if !states_it() {
                let message = format!("was article {number} a moment ago, now {}", article.number);
                return Err(lost(Problem::new(&item.path, ProblemKind::Changed, message)));
            }
            renumber(&mut article, number);
        }
        Ok((article, hash, bytes.len() as u64))
    }
}

/// An article, the fingerprint of its bytes, and how many they are.
type Good = (Article, u64, u64);

/// Gives an article the number under which it was grouped, where its text states two.
fn renumber(article: &mut Article, number: u32) {
    let message = format!("the text says {}, its first lines {number}", article.id);
    article.diagnostics.push(Diagnostic::new(DiagnosticKind::IdMismatch, 0, message));
    if let Ok(id) = format!("Q{number}").parse() {
        article.id = id;
        article.number = number;
    }
}

/// The ranges of equal numbers.
fn groups(order: &[(u32, usize)]) -> Vec<Range<usize>> {
    let mut start = 0;
    let lengths = order.chunk_by(|a, b| a.0 == b.0).map(<[_]>::len);
    lengths
        .map(|length| {
            let range = start..start + length;
            start = range.end;
            range
        })
        .collect()
}

impl<'a> Work<'a> {
    fn new(scan: &'a Scan, order: &'a [(u32, usize)], groups: &'a [Range<usize>]) -> Work<'a> {
        let size = |at: usize| scan.items.get(at).map_or(0, |item| item.size);
        Work {
            scan,
            order,
            groups,
            next: AtomicUsize::new(0),
            stop: AtomicBool::new(false),
            articles: AtomicU64::new(0),
            sources: AtomicU64::new(0),
            bytes: AtomicU64::new(0),
            bytes_total: order.iter().map(|(_, at)| size(*at)).sum(),
        }
    }

    /// Reads groups until none is left.
    fn run(
        &self,
        sink: &impl Fn(usize, Option<Article>) -> ControlFlow<()>,
        progress: &impl Fn(Progress),
    ) -> (Vec<(usize, State)>, Vec<Problem>) {
        let (mut states, mut problems) = (Vec::new(), Vec::new());
        while !self.stop.load(Ordering::Relaxed) {
            let at = self.next.fetch_add(1, Ordering::Relaxed);
            let group = self.groups.get(at).and_then(|range| self.order.get(range.clone()));
            let Some(group @ [(number, _), ..]) = group else { break };
            let mut read = self.scan.read_group(*number, group);
            states.append(&mut read.states);
            problems.append(&mut read.problems);
            let found = u64::from(read.article.is_some());
            if sink(at, read.article).is_break() {
                self.stop.store(true, Ordering::Relaxed);
            }
            let articles = self.articles.fetch_add(found, Ordering::Relaxed) + found;
            let bytes = self.bytes.fetch_add(read.bytes, Ordering::Relaxed) + read.bytes;
            self.sources.fetch_add(read.sources, Ordering::Relaxed);
            let (articles_total, bytes_total) = (self.groups.len() as u64, self.bytes_total);
            progress(Progress { articles, articles_total, bytes, bytes_total });
        }
        (states, problems)
    }

    fn outcome(&self) -> Outcome {
        Outcome {
            articles: self.articles.load(Ordering::Relaxed),
            sources: self.sources.load(Ordering::Relaxed),
            bytes: self.bytes.load(Ordering::Relaxed),
            stopped: self.stop.load(Ordering::Relaxed),
        }
    }
}

/// The group whose turn it is; threads wait for it so that what is ready early stays bounded.
#[derive(Default)]
struct Due {
    group: Mutex<usize>,
    moved: Condvar,
}

impl Due {
    fn wait_for(&self, group: usize) {
        let mut due = self.group.lock().unwrap_or_else(PoisonError::into_inner);
        while group >= due.saturating_add(WINDOW) {
            due = self.moved.wait(due).unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn set(&self, group: usize) {
        *self.group.lock().unwrap_or_else(PoisonError::into_inner) = group;
        self.moved.notify_all();
    }
}

/// Hands articles over in the order of their groups; returns whether the sink stopped it.
fn in_order(
    receiver: mpsc::Receiver<(usize, Option<Article>)>,
    due: &Due,
    sink: &mut impl FnMut(Article) -> ControlFlow<()>,
) -> bool {
    let mut early = BTreeMap::new();
    let mut next = 0;
    for (group, article) in &receiver {
        early.insert(group, article);
        while let Some(article) = early.remove(&next) {
            next += 1;
            if article.is_some_and(|article| sink(article).is_break()) {
                due.set(usize::MAX);
                return true;
            }
        }
        due.set(next);
    }
    false
}
