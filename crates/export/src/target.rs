//! Where an export goes: written aside and renamed, so that a stop leaves no half file.

use std::cell::RefCell;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::rc::Rc;

use crate::error::ExportError;
use crate::format::{Format, Shape};
use crate::stage::Stage;

/// Where an export goes.
pub enum Target<'t> {
    /// A file, or for formats of several files a folder.
    Path(PathBuf),
    /// A stream: gets the articles, without what goes beside them into a folder.
    Stream(Box<dyn Write + 't>),
}

impl Target<'_> {
    /// A path, or the stream for `-`.
    pub fn from_arg<'t>(arg: &Path, stdout: impl Write + 't) -> Target<'t> {
        match arg.to_str() {
            Some("-") => Target::Stream(Box::new(stdout)),
            _ => Target::Path(arg.to_owned()),
        }
    }
}

type SharedStream<'t> = Rc<RefCell<Box<dyn Write + 't>>>;

/// What the path holds that a file of an export is written for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    /// The articles.
    Articles,
    /// What describes them: a stream does not get it.
    Beside,
}

/// The files of an export in the making.
pub(crate) struct Outputs<'t> {
    stream: Option<SharedStream<'t>>,
    /// Files that were written aside, and where they go.
    staged: Vec<(PathBuf, PathBuf)>,
    /// The folder beside the target that the files are written in.
    stage: Option<Stage>,
    target: Option<PathBuf>,
    shape: Shape,
}

impl<'t> Outputs<'t> {
    pub(crate) fn new(
        target: Target<'t>,
        format: &Format,
        shape: Shape,
    ) -> Result<Outputs<'t>, ExportError> {
        let empty = Outputs { stream: None, staged: Vec::new(), stage: None, target: None, shape };
        match target {
            Target::Stream(stream) => {
                Ok(Outputs { stream: Some(Rc::new(RefCell::new(stream))), ..empty })
            }
            Target::Path(path) => {
                let in_the_way = match shape {
                    Shape::File => path.is_dir(),
                    Shape::Folder => path.is_file(),
                };
                if in_the_way {
                    let (path, format) = (path.display().to_string(), format.name);
                    return Err(ExportError::Shape { path, format, wanted: shape.name() });
                }
                let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty());
                let stage = stage_in(parent.unwrap_or(Path::new(".")))?;
                Ok(Outputs { stage: Some(stage), target: Some(path), ..empty })
            }
        }
    }

    /// A file of the export, buffered. The name counts in a folder only.
    pub(crate) fn create(&mut self, name: &str, role: Role) -> Result<Output<'t>, ExportError> {
        if let Some(stream) = &self.stream {
            let sink: Box<dyn Write + 't> = match role {
                Role::Articles => Box::new(Shared(Rc::clone(stream))),
                Role::Beside => Box::new(io::sink()),
            };
            return Ok(Output { path: "-".to_owned(), writer: BufWriter::new(sink) });
        }
        let path = self.stage(name)?;
        let shown = path.display().to_string();
        let file = File::create(&path).map_err(|source| write_error(&path, source))?;
        let writer = BufWriter::with_capacity(256 << 10, Box::new(file) as Box<dyn Write>);
        Ok(Output { path: shown, writer })
    }

    /// Whether it goes to a stream.
    pub(crate) fn is_stream(&self) -> bool {
        self.stream.is_some()
    }

    /// The path of a file that another library writes.
    pub(crate) fn stage(&mut self, name: &str) -> Result<PathBuf, ExportError> {
        let stage = match self.stage.take() {
            Some(stage) => stage,
            // A stream: the file is copied there in the end.
            None => stage_in(&std::env::temp_dir())?,
        };
        let path = stage.path().join(name);
        self.stage = Some(stage);
        let goes_to = match (&self.target, self.shape) {
            (Some(target), Shape::File) => target.clone(),
            (Some(target), Shape::Folder) => target.join(name),
            (None, _) => PathBuf::new(),
        };
        self.staged.push((path.clone(), goes_to));
        Ok(path)
    }

    /// Puts every file in its place and returns the bytes written.
    pub(crate) fn commit(self) -> Result<u64, ExportError> {
        let mut bytes = 0;
        if let Some(stream) = &self.stream {
            let mut stream = stream.borrow_mut();
            for (staged, _) in &self.staged {
                let mut file = File::open(staged).map_err(|source| write_error(staged, source))?;
                bytes += io::copy(&mut file, &mut *stream).map_err(stream_error)?;
            }
            stream.flush().map_err(stream_error)?;
            return Ok(bytes);
        }
        if let (Some(target), Shape::Folder) = (&self.target, self.shape) {
            fs::create_dir_all(target).map_err(|source| write_error(target, source))?;
        }
        for (staged, _) in &self.staged {
            bytes += sync(staged).map_err(|source| write_error(staged, source))?;
        }
        for (staged, goes_to) in &self.staged {
            fs::rename(staged, goes_to).map_err(|source| write_error(goes_to, source))?;
        }
        Ok(bytes)
    }
}

fn stage_in(folder: &Path) -> Result<Stage, ExportError> {
    Stage::new(folder).map_err(|source| write_error(folder, source))
}

/// Waits until the file is on the disk; a rename before that could outlive its content.
fn sync(path: &Path) -> io::Result<u64> {
    let file = File::options().write(true).open(path)?;
    file.sync_all()?;
    Ok(file.metadata()?.len())
}

fn write_error(path: &Path, source: io::Error) -> ExportError {
    ExportError::Write { path: path.display().to_string(), source }
}

fn stream_error(source: io::Error) -> ExportError {
    ExportError::Write { path: "-".to_owned(), source }
}

/// A stream that several files of one export go to, one after the other.
struct Shared<'t>(SharedStream<'t>);

impl Write for Shared<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.borrow_mut().flush()
    }
}

/// A file of an export.
pub(crate) struct Output<'t> {
    path: String,
    writer: BufWriter<Box<dyn Write + 't>>,
}

impl Output<'_> {
    /// Says which file an error is of.
    pub(crate) fn failed(&self, source: impl Into<io::Error>) -> ExportError {
        ExportError::Write { path: self.path.clone(), source: source.into() }
    }

    pub(crate) fn text(&mut self, text: &str) -> Result<(), ExportError> {
        self.write_all(text.as_bytes()).map_err(|source| self.failed(source))
    }

    /// One line of JSON.
    pub(crate) fn json(&mut self, value: &impl serde::Serialize) -> Result<(), ExportError> {
        let written = serde_json::to_writer(&mut self.writer, value);
        written.map_err(|error| self.failed(error))?;
        self.text("\n")
    }

    pub(crate) fn finish(mut self) -> Result<(), ExportError> {
        self.flush().map_err(|source| self.failed(source))
    }
}

impl Write for Output<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.writer.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.writer.flush()
    }
}
