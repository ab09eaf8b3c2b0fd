//! The worker: answers questions on a thread of its own, so that typing never waits.
//!
//! Of searches, previews and decodings only the newest question counts: one that is not begun yet
//! is replaced. Answers to old searches are dropped by `update`, by their number.

use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread;

use crate::backend::{Backend, BackendError};
use crate::message::{Answer, Ask};

/// Opens the index; runs on the worker's thread.
pub type Opener = Box<dyn FnOnce() -> Result<Box<dyn Backend>, BackendError> + Send>;

/// A thread that answers questions.
pub(crate) struct Worker {
    shared: Arc<Shared>,
}

struct Shared {
    queue: Mutex<Queue>,
    wake: Condvar,
}

/// Questions not begun yet.
#[derive(Debug, Default)]
struct Queue {
    search: Option<Ask>,
    preview: Option<Ask>,
    decode: Option<Ask>,
    others: VecDeque<Ask>,
    closed: bool,
}

impl Queue {
    fn put(&mut self, ask: Ask) {
        match ask {
            Ask::Search { .. } => self.search = Some(ask),
            Ask::Preview(_) => self.preview = Some(ask),
            Ask::Decode(_) => self.decode = Some(ask),
            Ask::Open(_) | Ask::Links(_) => self.others.push_back(ask),
        }
    }

    /// The next question: what was asked for with a key first, the preview last.
    fn take(&mut self) -> Option<Ask> {
        self.others
            .pop_front()
            .or_else(|| self.decode.take())
            .or_else(|| self.search.take())
            .or_else(|| self.preview.take())
    }
}

impl Worker {
    /// Starts the thread, which opens the index first; `send` gets the answers.
    pub(crate) fn start(open: Opener, send: impl Fn(Answer) + Send + 'static) -> Worker {
        let shared = Arc::new(Shared { queue: Mutex::default(), wake: Condvar::new() });
        let theirs = shared.clone();
        // It ends with the program: an index that hangs on a dead disk must not hold it.
        thread::spawn(move || work(open, &theirs, &send));
        Worker { shared }
    }

    /// Asks a question.
    pub(crate) fn ask(&self, ask: Ask) {
        self.shared.queue.lock().unwrap_or_else(PoisonError::into_inner).put(ask);
        self.shared.wake.notify_one();
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        self.shared.queue.lock().unwrap_or_else(PoisonError::into_inner).closed = true;
        self.shared.wake.notify_one();
    }
}

fn work(open: Opener, shared: &Shared, send: &impl Fn(Answer)) {
    let opened = guarded(|| {
        let backend = open()?;
        let stats = backend.stats()?;
        Ok((backend, stats))
    });
    let backend = match opened {
        Ok((backend, stats)) => {
            send(Answer::Opened(Ok(Arc::new(stats))));
            backend
        }
        Err(error) => return send(Answer::Opened(Err(error))),
    };
    loop {
        let mut queue = shared.queue.lock().unwrap_or_else(PoisonError::into_inner);
        let ask = loop {
            if queue.closed {
                return;
            }
            if let Some(ask) = queue.take() {
                break ask;
            }
            queue = shared.wake.wait(queue).unwrap_or_else(PoisonError::into_inner);
        };
        drop(queue);
        send(answer(backend.as_ref(), ask));
    }
}

/// Answers one question.
pub fn answer(backend: &dyn Backend, ask: Ask) -> Answer {
    match ask {
        Ask::Search { asked, text, pasted, extent } => {
            let found = guarded(|| match pasted {
                true => backend.diagnose(&text, extent),
                false => backend.search(&text, extent),
            });
            Answer::Found(asked, found.map(Arc::new))
        }
        Ask::Preview(number) | Ask::Open(number) => {
            let article = guarded(|| backend.article(number));
            Answer::Article(number, article.map(|article| article.map(Arc::new)))
        }
        Ask::Links(number) => {
            Answer::Links(number, guarded(|| backend.links(number)).map(Arc::new))
        }
        Ask::Decode(code) => {
            let decoded = guarded(|| backend.decode(&code));
            Answer::Decoded(code, decoded.map(|decoded| decoded.map(Arc::new)))
        }
    }
}

/// A panic over one question must not end the session.
fn guarded<T>(job: impl FnOnce() -> Result<T, BackendError>) -> Result<T, BackendError> {
    catch_unwind(AssertUnwindSafe(job)).unwrap_or_else(|_| {
        Err(BackendError("an error inside kbq: this one question has no answer".to_owned()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::backend::Extent;

    #[test]
    fn the_newest_search_replaces_one_not_begun() {
        let extent = Extent { limit: 1, facets: false };
        let search = |asked| Ask::Search { asked, text: "x".into(), pasted: false, extent };
        let mut queue = Queue::default();
        for ask in
            [Ask::Preview(1), search(1), search(2), Ask::Open(7), Ask::Preview(2), Ask::Open(8)]
        {
            queue.put(ask);
        }
        let taken: Vec<_> = std::iter::from_fn(|| queue.take()).collect();
        assert_eq!(taken, [Ask::Open(7), Ask::Open(8), search(2), Ask::Preview(2)]);
    }

    #[test]
    fn a_panic_is_an_error_of_one_question() {
        let failed = guarded(|| -> Result<(), _> { panic!("on purpose") });
        assert!(failed.is_err());
    }
}
