//! The progress bar: rate and time left on a terminal, nothing in a pipe.

use indicatif::ProgressBar;
use kbq_corpus::Progress;

use crate::printer;
use crate::settings::Settings;

const TEMPLATE: &str =
    "{bar:32.cyan/dim} {percent:>3}%  {msg} articles  {binary_bytes_per_sec}  {eta} left";

/// A bar over the bytes of the corpus.
pub(crate) struct Bar(ProgressBar);

impl Bar {
    /// A bar that is drawn only where somebody looks.
    pub(crate) fn new(settings: &Settings) -> Bar {
        Bar(printer::progress_bar(settings, TEMPLATE))
    }

    /// Shows how far reading has come.
    pub(crate) fn show(&self, progress: &Progress) {
        if self.0.is_hidden() {
            return;
        }
        self.0.set_length(progress.bytes_total);
        self.0.set_message(progress.articles.to_string());
        self.0.set_position(progress.bytes);
    }

    /// Removes the bar.
    pub(crate) fn finish(&self) {
        self.0.finish_and_clear();
    }
}
