//! What effects do outside: clipboard, programs, files.

use std::fs::OpenOptions;
use std::io::{self, Write};
use std::path::Path;
use std::process::{Command, Stdio};

/// More than terminals take in one sequence.
const MOST_CLIPBOARD: usize = 70_000;

/// The sequence OSC 52, by which a terminal puts text on the clipboard, even over ssh.
pub(crate) fn clipboard_sequence(text: &str) -> Option<Vec<u8>> {
    let encoded = base64(text.as_bytes());
    (encoded.len() <= MOST_CLIPBOARD).then(|| format!("\x1b]52;c;{encoded}\x07").into_bytes())
}

fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut encoded = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let byte = |at: usize| u32::from(chunk.get(at).copied().unwrap_or(0));
        let group = byte(0) << 16 | byte(1) << 8 | byte(2);
        for at in 0..4 {
            let digit = DIGITS[(group >> (18 - 6 * at) & 63) as usize];
            encoded.push(if at <= chunk.len() { char::from(digit) } else { '=' });
        }
    }
    encoded
}

/// Writes the text that was copied to a file too, for terminals that ignore the sequence.
pub(crate) fn keep_copy(text: &str, file: &Path) -> io::Result<()> {
    if let Some(dir) = file.parent() {
        std::fs::create_dir_all(dir)?;
    }
    std::fs::write(file, text)
}

/// A program and its arguments, from a line such as `code --wait`.
fn command(line: &str) -> Option<Command> {
    let mut words = line.split_whitespace();
    let mut command = Command::new(words.next()?);
    command.args(words);
    Some(command)
}

/// Opens a file in an editor and waits for it.
pub(crate) fn edit(editor: Option<&str>, path: &str) -> Result<String, String> {
    let Some(mut command) = editor.and_then(command) else {
        return Err("Set $EDITOR to open sources; v shows the article in the pager".to_owned());
    };
    if !Path::new(path).is_file() {
        return Err(format!(
            "{path} is no file here (a member of an archive?); v shows the article"
        ));
    }
    // With a `--` no path is taken for an option, but not every editor knows it.
    let path = if path.starts_with('-') { format!("./{path}") } else { path.to_owned() };
    match command.arg(&path).status() {
        Ok(status) if status.success() => Ok(String::new()),
        Ok(status) => Err(format!("the editor ended with {status}")),
        Err(error) => Err(format!("the editor can't be started: {error}")),
    }
}

/// Shows text in a pager and waits for it.
pub(crate) fn page(pager: Option<&str>, text: &str) -> Result<String, String> {
    let Some(mut command) = command(pager.unwrap_or("less")) else {
        return Err("Set $PAGER to show articles in it".to_owned());
    };
    let child = command.stdin(Stdio::piped()).spawn();
    let mut child = child.map_err(|error| format!("the pager can't be started: {error}"))?;
    if let Some(mut stdin) = child.stdin.take() {
        // A pager that is quit before the end closes the pipe; that is no failure.
        let _ = stdin.write_all(text.as_bytes());
    }
    child.wait().map(|_| String::new()).map_err(|error| format!("the pager failed: {error}"))
}

/// Writes a file that does not exist yet.
pub(crate) fn export(path: &str, content: &str) -> Result<String, String> {
    let written = OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(path)
        .and_then(|mut file| file.write_all(content.as_bytes()));
    match written {
        Ok(()) => Ok(format!("Wrote {path}")),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            Err(format!("{path} exists; choose another name"))
        }
        Err(error) => Err(format!("{path} can't be written: {error}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_as_in_rfc_4648() {
        let cases =
            [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")];
        for (plain, encoded) in cases {
            assert_eq!(base64(plain.as_bytes()), encoded);
        }
        assert_eq!(clipboard_sequence("foo").as_deref(), Some(&b"\x1b]52;c;Zm9v\x07"[..]));
        assert_eq!(clipboard_sequence(&"x".repeat(60_000)), None);
    }

    #[test]
    fn an_export_never_overwrites() {
        let dir = tempfile::tempdir().expect("a folder");
        let path = dir.path().join("Q263029.txt").to_string_lossy().into_owned();
        assert_eq!(export(&path, "one"), Ok(format!("Wrote {path}")));
        assert!(export(&path, "two").is_err());
        assert_eq!(std::fs::read_to_string(&path).expect("reads"), "one");
    }

    #[test]
    fn what_cannot_be_opened_says_what_helps() {
        assert!(edit(None, "x").expect_err("no editor").contains("$EDITOR"));
        let missing = edit(Some("vi"), "archive.zip/Q1.txt").expect_err("no file");
        assert!(missing.contains("archive.zip/Q1.txt"));
        assert!(page(Some("no-such-pager-kbq"), "").is_err());
    }
}
