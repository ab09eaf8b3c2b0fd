//! Measures the interface on an index, without a terminal: `cargo run --release --example
//! measure -- INDEX QUERIES`, where QUERIES is a file of JSON lines with a `query`.
//!
//! Each query is typed key by key, as fast as the frames are drawn; every key waits for its answer.

#![allow(clippy::print_stdout, reason = "printing figures is what it is for")]

use std::env;
use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use kbq_index::Index;
use kbq_query::Aliases;
use kbq_tui::backend::Backend;
use kbq_tui::key::Key;
use kbq_tui::keymap::Keymap;
use kbq_tui::message::{Answer, Ask, Effect, Message};
use kbq_tui::saved::Saved;
use kbq_tui::state::{Setup, State};
use kbq_tui::{IndexBackend, Theme, answer, update, view};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::crossterm::event::{KeyCode, KeyModifiers};
use ratatui::layout::Size;

/// What of a keystroke took how long: by the clock, and in processor time, which a busy machine
/// does not change.
#[derive(Default)]
struct Times {
    /// Key to the frame that shows it; the worker searches meanwhile.
    echo: Vec<Span>,
    /// The search on the worker.
    search: Vec<Span>,
    /// Key to the frame that shows its results.
    results: Vec<Span>,
    /// Key to the frame that shows the preview of the first.
    preview: Vec<Span>,
}

/// Time that passed, and processor time of this thread.
type Span = (Duration, Duration);

/// A moment: of the clock and of this thread.
struct Moment(Instant, Duration);

impl Moment {
    fn now() -> Moment {
        // Linux counts the nanoseconds that a thread ran in the first field.
        let schedule = fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
        let ran = schedule.split(' ').next().and_then(|ran| ran.parse().ok()).unwrap_or(0);
        Moment(Instant::now(), Duration::from_nanos(ran))
    }

    fn elapsed(&self) -> Span {
        let now = Moment::now();
        (now.0 - self.0, now.1.saturating_sub(self.1))
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = env::args().skip(1);
    let (dir, queries) = arguments.next().zip(arguments.next()).ok_or("expected INDEX QUERIES")?;
    let start = Instant::now();
    let size = Size::new(120, 40);
    let mut state = State::new(size, Keymap::default(), Saved::default(), Setup::default());
    let mut terminal = Terminal::new(TestBackend::new(size.width, size.height))?;
    terminal.draw(|frame| view(&state, Theme::Default, frame))?;
    println!("first frame {:?}", start.elapsed());
    let start = Instant::now();
    let backend = IndexBackend::new(Index::open(Path::new(&dir))?, Aliases::builtin());
    update(&mut state, Message::Answer(Answer::Opened(backend.stats().map(Arc::new))));
    println!("index open {:?}", start.elapsed());

    let mut times = Times::default();
    for line in fs::read_to_string(queries)?.lines() {
        let value: serde_json::Value = serde_json::from_str(line)?;
        update(&mut state, Message::Key("esc".parse()?));
        for c in value["query"].as_str().unwrap_or_default().chars() {
            let key = Key::new(KeyCode::Char(c), KeyModifiers::NONE);
            keystroke(key, &mut state, &mut terminal, &backend, &mut times)?;
        }
    }
    for (name, times) in [
        ("key to frame", times.echo),
        ("search", times.search),
        ("key to results", times.results),
        ("key to preview", times.preview),
    ] {
        let (clock, processor): (Vec<_>, Vec<_>) = times.into_iter().unzip();
        for (kind, mut times) in [("clock", clock), ("processor", processor)] {
            times.sort();
            let at = |percent: usize| times.get(times.len() * percent / 100).or(times.last());
            let [middle, late, last] = [50, 99, 100].map(|percent| at(percent).copied());
            let [middle, late, last] = [middle, late, last].map(Option::unwrap_or_default);
            let count = times.len();
            println!("{name}, {kind}: p50 {middle:?} p99 {late:?} max {last:?} of {count}");
        }
    }
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    for line in status.lines().filter(|line| line.starts_with("VmHWM") || line.starts_with("Rss")) {
        println!("{line}");
    }
    Ok(())
}

fn keystroke(
    key: Key,
    state: &mut State,
    terminal: &mut Terminal<TestBackend>,
    backend: &dyn Backend,
    times: &mut Times,
) -> Result<(), Box<dyn std::error::Error>> {
    let start = Moment::now();
    let mut asked: Vec<Effect> = update(state, Message::Key(key));
    terminal.draw(|frame| view(state, Theme::Default, frame))?;
    times.echo.push(start.elapsed());
    while let Some(effect) = asked.pop() {
        let Effect::Ask(ask) = effect else { continue };
        let is_search = matches!(ask, Ask::Search { .. });
        let searched = Moment::now();
        let answer = answer(backend, ask);
        if is_search {
            times.search.push(searched.elapsed());
        }
        asked.extend(update(state, Message::Answer(answer)));
        terminal.draw(|frame| view(state, Theme::Default, frame))?;
        let kind = if is_search { &mut times.results } else { &mut times.preview };
        kind.push(start.elapsed());
    }
    Ok(())
}
