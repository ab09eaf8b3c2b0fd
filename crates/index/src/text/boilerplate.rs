//! Paragraphs that stand in hundreds of articles alike and say nothing about any of them.

use std::sync::LazyLock;

use super::Beginnings;

/// How such paragraphs begin, in lower case with single blanks. Each opens at least a hundred
/// articles of the public archive with the same words behind it.
const BEGINNINGS: &[&str] = &[
    "a supported fix is now available from",
    "a supported fix that corrects this problem is now available",
    "for a complete list of microsoft product support services",
    "for additional information about how to download",
    "for additional information about the latest service pack",
    "for additional information, click the article number",
    "for additional information, please see the following article",
    "for information about how to edit the registry",
    "for information on obtaining the individual software",
    "for more information about the support options",
    "for more information on how to obtain this service pack",
    "http://support.microsoft.com/default.aspx?scid=fh;en-us;cntactms",
    "http://www.microsoft.com/partner/referral",
    "http://www.microsoft.com/windows/servicepacks",
    "if you are not severely affected by this specific problem",
    "important: this article contains information about editing the registry",
    "important: this article contains information about modifying the registry",
    "microsoft has confirmed that this is a",
    "microsoft has confirmed this problem",
    "microsoft has confirmed this to be a",
    "microsoft is researching this",
    "microsoft press is committed to",
    "microsoft provides programming examples for illustration only",
    "microsoft provides third-party contact information",
    "microsoft used the most current virus detection",
    "note: in special cases, charges that are",
    "q119591 how to obtain microsoft support files",
    "q152734 how to obtain the latest",
    "q191014 xgen: how to obtain the latest",
    "q256986 description of the microsoft windows registry",
    "q260910 how to obtain the latest",
    "q60781 hardware and software third-party",
    "q60782 hardware and software third-party",
    "q65416 hardware and software third-party",
    "the english version of this fix should have",
    "the following file is available for download",
    "the following files are available for download",
    "the information in this document is provided \"as is\"",
    "the information provided in the microsoft knowledge base is provided",
    "the products included here are manufactured by",
    "the third-party contact information included in this",
    "the third-party products discussed",
    "the third-party products that are discussed",
    "this article contains comments, corrections, and information",
    "this fix should have the following file attributes",
    "this problem was first corrected in",
    "to resolve this problem immediately, contact microsoft",
    "to resolve this problem, contact microsoft product support",
    "to resolve this problem, obtain the latest",
    "warning: if you use registry editor incorrectly",
    "warning: using registry editor incorrectly",
    "you should also back up the registry before you edit it",
];

/// The longest beginning, with room for blanks that are folded.
const LOOKED_AT: usize = 100;

/// Most paragraphs begin otherwise.
static FIRST_WORDS: LazyLock<Beginnings> =
    LazyLock::new(|| Beginnings::of(BEGINNINGS.iter().copied()));

/// Whether a paragraph, wrapped as it may be, is one of those.
pub(crate) fn is_boilerplate(paragraph: &str) -> bool {
    let paragraph = paragraph.trim_start_matches(['-', '*', ' ', '\n']);
    let first = paragraph.split(|c: char| c.is_ascii_whitespace()).next().unwrap_or_default();
    if !FIRST_WORDS.has(first.as_bytes()) {
        return false;
    }
    let mut start = String::with_capacity(LOOKED_AT + 16);
    for word in paragraph.split_ascii_whitespace() {
        if !start.is_empty() {
            start.push(' ');
        }
        start.push_str(word);
        if start.len() >= LOOKED_AT {
            break;
        }
    }
    start.make_ascii_lowercase();
    let after = BEGINNINGS.partition_point(|beginning| *beginning <= start.as_str());
    after.checked_sub(1).and_then(|i| BEGINNINGS.get(i)).is_some_and(|b| start.starts_with(b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_in_order_and_free_of_overlap() {
        for pair in BEGINNINGS.windows(2) {
            assert!(pair[0] < pair[1] && !pair[1].starts_with(pair[0]), "{pair:?}");
        }
        assert!(BEGINNINGS.iter().all(|b| b.len() <= LOOKED_AT));
    }

    #[test]
    fn wrapping_and_case_do_not_matter() {
        assert!(is_boilerplate(
            "  Microsoft has confirmed that\n this is a problem in the products"
        ));
        assert!(!is_boilerplate("Microsoft has confirmed the order"));
        assert!(!is_boilerplate("The MTA stops when the queue is full"));
    }
}
