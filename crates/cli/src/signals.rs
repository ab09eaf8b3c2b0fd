//! Signals that end a command which has something to clear away first.

use std::sync::Arc;
#[cfg(unix)]
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::failure::Failure;

/// The signals that ask a program to end.
#[cfg(unix)]
const ENDING: [i32; 3] =
    [signal_hook::consts::SIGINT, signal_hook::consts::SIGTERM, signal_hook::consts::SIGHUP];

/// What came of them so far. A second one ends the process at once.
pub(crate) struct Signals {
    came: Arc<AtomicBool>,
    #[cfg(unix)]
    number: Arc<AtomicUsize>,
}

impl Signals {
    /// From here on they set a flag instead of ending the process.
    #[cfg(unix)]
    pub(crate) fn watched() -> Result<Signals, Failure> {
        use signal_hook::flag;
        let signals = Signals { came: Arc::default(), number: Arc::default() };
        let watch = |signal: i32| {
            flag::register_conditional_default(signal, Arc::clone(&signals.came))?;
            let number = usize::try_from(signal).unwrap_or_default();
            flag::register_usize(signal, Arc::clone(&signals.number), number)?;
            flag::register(signal, Arc::clone(&signals.came))
        };
        for signal in ENDING {
            watch(signal).map_err(|error| {
                Failure::new("io", format!("cannot watch for signals: {error}"))
            })?;
        }
        Ok(signals)
    }

    /// Elsewhere they end the process.
    #[cfg(not(unix))]
    pub(crate) fn watched() -> Result<Signals, Failure> {
        Ok(Signals { came: Arc::default() })
    }

    /// The flag that they set.
    pub(crate) fn flag(&self) -> Arc<AtomicBool> {
        Arc::clone(&self.came)
    }

    /// Whether one came.
    pub(crate) fn came(&self) -> bool {
        self.came.load(Ordering::Relaxed)
    }

    /// Ends the process as the signal would have done, so that whoever started it sees why.
    pub(crate) fn end_process(&self) {
        #[cfg(unix)]
        if let Ok(signal) = i32::try_from(self.number.load(Ordering::Relaxed)) {
            // An error leaves the process to its own end.
            let _ = signal_hook::low_level::emulate_default_handler(signal);
        }
    }
}
