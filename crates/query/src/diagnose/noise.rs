//! What only one machine has: names, dates, addresses, paths.

use serde::Serialize;

use crate::shape::is_file_name;

/// Why a part of a pasted text is left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum NoiseKind {
    /// A date or a time.
    Date,
    /// The name of a computer.
    Computer,
    /// The name of a user.
    User,
    /// A folder; the file in it is kept.
    Folder,
    /// An address on a network: mail, web, IP.
    Address,
    /// A name in a directory (X.400, X.500).
    DirectoryName,
    /// A GUID.
    Guid,
    /// A number that counts or measures: process, port, line, size.
    Number,
    /// Contents or addresses of memory, registers, disassembly.
    Memory,
    /// Something in quotes that names a thing of that machine.
    Name,
}

impl NoiseKind {
    /// The words for a person.
    pub fn name(self) -> &'static str {
        match self {
            NoiseKind::Date => "date or time",
            NoiseKind::Computer => "computer name",
            NoiseKind::User => "user name",
            NoiseKind::Folder => "folder",
            NoiseKind::Address => "network address",
            NoiseKind::DirectoryName => "directory name",
            NoiseKind::Guid => "GUID",
            NoiseKind::Number => "number",
            NoiseKind::Memory => "memory contents",
            NoiseKind::Name => "name of that machine",
        }
    }
}

/// What a run of characters without blanks is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Token<'t> {
    /// To be read.
    Keep,
    /// To be left out.
    Noise(NoiseKind),
    /// A path: only the file name at its end is read.
    File(&'t str),
}

/// Judges a run of characters without blanks. `own_names` are the computer and the user of the
/// entry.
pub(super) fn judge<'t>(token: &'t str, own_names: &[(String, NoiseKind)]) -> Token<'t> {
    let bare = token.trim_matches(|c: char| "\"'()[]<>,;.!?“”‘’".contains(c));
    if bare.is_empty() {
        return Token::Keep;
    }
    let own = own_names.iter().find(|(name, _)| name.eq_ignore_ascii_case(bare));
    if let Some((_, kind)) = own {
        return Token::Noise(*kind);
    }
    if is_guid(bare) {
        return Token::Noise(NoiseKind::Guid);
    }
    if is_directory_name(bare) {
        return Token::Noise(NoiseKind::DirectoryName);
    }
    if bare.starts_with("\\\\") {
        return Token::Noise(NoiseKind::Computer);
    }
    if let Some(token) = path(bare) {
        return token;
    }
    if bare.contains("://")
        || (bare.contains('@') && bare.contains('.'))
        || is_ip(bare)
        || is_host(bare)
    {
        return Token::Noise(NoiseKind::Address);
    }
    if is_date_or_time(bare) {
        return Token::Noise(NoiseKind::Date);
    }
    Token::Keep
}

/// `C:\SNA\SYSTEM\SNALINK.EXE`, `..\Debug/DirList1.exe`, `\SystemRoot\System32\x.sys`.
fn path(text: &str) -> Option<Token<'_>> {
    let drive = text.as_bytes().get(1) == Some(&b':')
        && text.as_bytes().first().is_some_and(u8::is_ascii_alphabetic)
        && text.as_bytes().get(2).is_some_and(|b| matches!(b, b'\\' | b'/'));
    if !drive && !text.contains('\\') {
        return None;
    }
    // A position behind the name belongs to compilers: `seg.cpp(22)`.
    let account = |part: &str| !part.chars().skip(1).any(char::is_lowercase);
    if let Some((domain, user)) = text.split_once('\\').filter(|_| !drive)
        && !domain.is_empty()
        && !user.contains(['\\', '.', '/'])
    {
        // `CORP\svc_mail` is an account, `Folders\Internet` two words.
        return Some(if account(domain) { Token::Noise(NoiseKind::User) } else { Token::Keep });
    }
    let name = text.rsplit(['\\', '/']).next().unwrap_or(text);
    let name = name.split(['(', ',', ':']).next().unwrap_or(name);
    Some(if is_file_name(name) { Token::File(name) } else { Token::Noise(NoiseKind::Folder) })
}

fn is_guid(text: &str) -> bool {
    let text = text.trim_matches(['{', '}']);
    let lengths = [8, 4, 4, 4, 12];
    let mut groups = text.split('-');
    lengths.iter().all(|length| {
        groups.next().is_some_and(|group| {
            group.len() == *length && group.bytes().all(|b| b.is_ascii_hexdigit())
        })
    }) && groups.next().is_none()
}

/// `/O=ACME/OU=SITE/CN=X`, `C=US;A= ;P=ACME;`.
fn is_directory_name(text: &str) -> bool {
    const KEYS: &[&str] =
        &["/o=", "/ou=", "/cn=", "c=", "a=", "p=", "o=", "l=", "s=", "g=", "ou=", "cn=", "dc="];
    let lower = text.to_ascii_lowercase();
    lower.contains("/cn=")
        || lower.starts_with("msexch:")
        || lower.starts_with("/o=")
        || lower.contains("/ou=")
        || (lower.contains('=')
            && (lower.contains(';') || lower.contains(','))
            && KEYS.iter().any(|key| lower.starts_with(key)))
        || (lower.len() <= 24
            && KEYS.iter().any(|key| lower.starts_with(key))
            && !lower.starts_with("/"))
}

fn is_ip(text: &str) -> bool {
    let address = text.split(':').next().unwrap_or(text);
    let mut groups = 0;
    let small = address.split('.').all(|group| {
        groups += 1;
        group.len() <= 3 && group.parse::<u8>().is_ok()
    });
    small && groups == 4
}

/// `exbos1.example.org`: a name with a top-level domain that is no extension of files.
fn is_host(text: &str) -> bool {
    const DOMAINS: &[&str] =
        &["com", "org", "net", "edu", "gov", "mil", "local", "int", "de", "uk", "fr", "info"];
    let Some((rest, domain)) = text.rsplit_once('.') else { return false };
    DOMAINS.iter().any(|known| known.eq_ignore_ascii_case(domain))
        && rest.contains('.')
        && rest.chars().all(|c| c.is_ascii_alphanumeric() || "-.".contains(c))
}

/// `3/4/98`, `1999-05-12`, `9:14:22`, `10:12:54.221`.
pub(super) fn is_date_or_time(text: &str) -> bool {
    let parts = |separator: char| text.split(separator).count();
    let shape = |separators: &[char]| {
        text.chars().all(|c| c.is_ascii_digit() || separators.contains(&c))
            && text.starts_with(|c: char| c.is_ascii_digit())
            && text.ends_with(|c: char| c.is_ascii_digit())
    };
    let month = |text: &str| {
        const MONTHS: &str = "janfebmaraprmayjunjulaugsepoctnovdec";
        text.len() >= 3 && text.get(..3).is_some_and(|m| MONTHS.contains(&m.to_ascii_lowercase()))
    };
    let named = parts('-') == 3 && text.split('-').nth(1).is_some_and(month);
    named
        || (parts('/') == 3 && shape(&['/']))
        || (parts('-') == 3 && shape(&['-']) && text.len() <= 10)
        || (matches!(parts(':'), 2 | 3) && shape(&[':', '.']) && text.len() <= 12)
        || (text.contains('T') && text.len() >= 19 && text.get(..10).is_some_and(is_date_or_time))
}

/// Whether a line holds the contents of memory, registers or code, as debuggers show them.
pub(super) fn is_dump(line: &str) -> bool {
    let words: Vec<&str> = line.split_whitespace().collect();
    let hex = |word: &&&str| {
        let word = word.trim_end_matches([':', '=', '?']);
        matches!(word.len(), 2 | 4 | 8) && word.bytes().all(|b| b.is_ascii_hexdigit())
    };
    let lower = line.trim_start().to_ascii_lowercase();
    let registers =
        ["eax=", "eip=", "edi=", "cs=", "ebx="].iter().any(|register| lower.starts_with(register));
    lower.starts_with("fault ->")
        || registers
        || (words.len() >= 4 && words.iter().filter(hex).count() * 4 >= words.len() * 3)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_only_one_machine_has_is_noise() {
        let own = [("HUBEX02".to_owned(), NoiseKind::Computer)];
        let rows = [
            ("HUBEX02", NoiseKind::Computer),
            ("\\\\FINSRV1.", NoiseKind::Computer),
            ("10.14.2.77", NoiseKind::Address),
            ("exbos1.example.org", NoiseKind::Address),
            ("http://www.example.com/", NoiseKind::Address),
            ("/O=CONTOSO/OU=PARIS/CN=X400LYON", NoiseKind::DirectoryName),
            ("{7A31D2E0-11C4-4F0B-9D10-00A0C911AB02}", NoiseKind::Guid),
            ("3/4/98", NoiseKind::Date),
            ("9:14:22", NoiseKind::Date),
            ("2020-01-31T10:00:00.000Z", NoiseKind::Date),
            ("D:\\EXCHSRVR\\MDBDATA", NoiseKind::Folder),
        ];
        for (text, kind) in rows {
            assert_eq!(judge(text, &own), Token::Noise(kind), "{text}");
        }
        assert_eq!(judge("C:\\ODK\\Out98prf.adm", &own), Token::File("Out98prf.adm"));
        assert_eq!(judge("c:\\proj\\seg.cpp(22)", &own), Token::File("seg.cpp"));
        for text in
            ["TCP/IP", "ntdll.dll", "5.5.2423.0", "cc:Mail", "0xc00203e5", "read-only", "error:"]
        {
            assert_eq!(judge(text, &own), Token::Keep, "{text}");
        }
    }

    #[test]
    fn dumps_are_told_by_their_words() {
        assert!(is_dump("FAULT ->0050304a f3a4   rep movsb"));
        assert!(is_dump("0000: 00 14 06 67 00 00"));
        assert!(is_dump("eax=00000000 ebx=7ffdf000"));
        assert!(!is_dump("The database could not be opened."));
    }
}
