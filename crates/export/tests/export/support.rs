//! Exports of the sample to a folder that goes away.

use std::convert::Infallible;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use kbq_export::{Format, Options, Report, Target, export};

use crate::sample;

pub(crate) struct Exported {
    folder: tempfile::TempDir,
    pub(crate) report: Report,
}

impl Exported {
    pub(crate) fn new(format: &str, options: &Options) -> Exported {
        let folder = tempfile::tempdir().unwrap();
        let format = Format::named(format).unwrap();
        let target = Target::Path(folder.path().join("out"));
        let articles = sample::articles().into_iter().map(Ok::<_, Infallible>);
        let report = export(format, target, articles, options, |_| {}).unwrap();
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "nothing left aside");
        Exported { folder, report }
    }

    pub(crate) fn path(&self) -> PathBuf {
        self.folder.path().join("out")
    }

    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.path().join(name)
    }
}

pub(crate) fn text(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap()
}

pub(crate) fn streamed(format: &str, options: &Options) -> String {
    let mut bytes = Vec::new();
    let articles = sample::articles().into_iter().map(Ok::<_, Infallible>);
    let target = Target::Stream(Box::new(&mut bytes));
    export(Format::named(format).unwrap(), target, articles, options, |_| {}).unwrap();
    String::from_utf8(bytes).unwrap()
}

/// What a Python program prints that is given the path; null where there is no Python.
pub(crate) fn python(program: &str, path: &Path) -> Option<String> {
    let mut run = Command::new("python3");
    let output = run.arg("-c").arg(program).arg(path).stderr(Stdio::inherit()).output().ok()?;
    assert!(output.status.success());
    Some(String::from_utf8(output.stdout).unwrap().trim().to_owned())
}
