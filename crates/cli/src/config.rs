//! `kbq.yaml`: what a folder says about its corpus, its index and its users' habits.

use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::failure::Failure;

/// The name of the file that is looked for in the current folder and those above it.
pub(crate) const FILE_NAME: &str = "kbq.yaml";

/// A `kbq.yaml`, paths made absolute.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Config {
    /// Files, folders and archives that `kbq index` reads when it is given none.
    pub(crate) corpus: Vec<PathBuf>,
    /// Where the index is.
    pub(crate) index: Option<PathBuf>,
    /// A table of component and source aliases of the user's own.
    pub(crate) aliases: Option<PathBuf>,
    /// The colours of the terminal interface: `dark`, `light` or `mono`.
    pub(crate) theme: Option<String>,
    /// Keys of the terminal interface: action name to keys.
    pub(crate) keys: std::collections::BTreeMap<String, Vec<String>>,
}

impl Config {
    /// Reads the file named by flag or environment, else the nearest one above `folder`.
    ///
    /// No file is an empty configuration; a broken one is a failure that names path and line.
    pub(crate) fn load(named: Option<&Path>, folder: &Path) -> Result<Config, Failure> {
        let path = match named {
            Some(path) => path.to_owned(),
            None => match folder.ancestors().map(|dir| dir.join(FILE_NAME)).find(|p| p.is_file()) {
                Some(path) => path,
                None => return Ok(Config::default()),
            },
        };
        let text = std::fs::read_to_string(&path)
            .map_err(|error| Failure::io("read the configuration", &path, &error))?;
        Config::parse(&text, &path)
    }

    /// Reads the text of the file at `path`, against whose folder relative paths are resolved.
    fn parse(text: &str, path: &Path) -> Result<Config, Failure> {
        let mut config: Config = if text.trim().is_empty() {
            Config::default()
        } else {
            serde_yaml::from_str(text).map_err(|error| {
                let at = error.location().map(|l| format!(":{}", l.line())).unwrap_or_default();
                Failure::new("bad-config", format!("{}{at}: {error}", path.display()))
                    .hint("mend that line, or name another file with --config")
            })?
        };
        let folder = path.parent().unwrap_or(Path::new("."));
        let absolute = |path: &mut PathBuf| *path = folder.join(&*path);
        config.corpus.iter_mut().for_each(absolute);
        config.index.iter_mut().for_each(absolute);
        config.aliases.iter_mut().for_each(absolute);
        Ok(config)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_relative_to_the_file() {
        let config = Config::parse("corpus: [corpus]\nindex: index\n", Path::new("/kb/kbq.yaml"))
            .expect("parses");
        assert_eq!(config.corpus, [PathBuf::from("/kb/corpus")]);
        assert_eq!(config.index, Some("/kb/index".into()));
    }

    #[test]
    fn a_broken_file_names_its_line() {
        let failure = Config::parse("index: a\ncorpus: {", Path::new("/kb/kbq.yaml"));
        let failure = failure.expect_err("broken");
        assert!(failure.message.starts_with("/kb/kbq.yaml:"), "{failure}");
        let failure =
            Config::parse("indx: a\n", Path::new("/kb/kbq.yaml")).expect_err("unknown key");
        assert!(failure.message.contains("indx"), "{failure}");
    }
}
