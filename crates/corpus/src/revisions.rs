//! The same article from several sources: which one leads, what it lost, what differs.
//!
//! The newest date leads. Of the same date, the `DOCUMENT` form is nearest to what was filed: the
//! Markdown was made from it and lost the product tag, a leading blank of each line and bytes
//! outside ASCII; a rendered or saved page lost more.

mod diff;
mod fields;

use std::cmp::Reverse;

use kbq_model::{Article, DiagnosticKind, Format, Revision};

pub use diff::{Difference, differences};
use fields::FIELDS;

/// Makes one article of those with the same number; none of none.
///
/// The order of the arguments does not matter. A source that says the same as the leading one, or
/// as a revision listed before it, keeps only its provenance; another one keeps its whole record. What a header field of the
/// leading source lacks is filled in from the newest source that has it ([`Revision::filled`]).
pub fn merge(articles: Vec<Article>) -> Option<Article> {
    if articles.len() < 2 {
        return articles.into_iter().next();
    }
    let mut records = Vec::new();
    let mut revisions = Vec::new();
    for article in articles {
        separate(article, &mut records, &mut revisions);
    }
    records.sort_by_cached_key(|article| {
        (Reverse(article.modified), rank(article.format), article.source.path.clone())
    });
    let mut records = records.into_iter();
    let mut lead = records.next()?;
    // Compared before anything is filled in: what a twin gives does not make it differ.
    let mut others: Vec<(Article, bool)> = Vec::new();
    for other in records {
        let kept = others.iter().filter(|(_, twin)| !twin).map(|(kept, _)| kept);
        let twin = kept.chain([&lead]).any(|newer| same(newer, &other));
        others.push((other, twin));
    }
    for (other, twin) in others {
        let filled = fill(&mut lead, &other);
        revisions.push(Revision {
            format: other.format,
            modified: other.modified,
            source: other.source.clone(),
            filled,
            record: (!twin).then(|| Box::new(other)),
        });
    }
    revisions.retain(|revision| revision.source != lead.source);
    revisions.sort_by_cached_key(|revision| {
        let newest = Reverse(revision.modified);
        (newest, rank(revision.format), revision.source.path.clone(), revision.record.is_none())
    });
    revisions.dedup_by(|later, earlier| later.source == earlier.source);
    lead.revisions = revisions;
    Some(lead)
}

/// Takes a record read from another index apart: its revisions compete like any other source.
fn separate(mut article: Article, records: &mut Vec<Article>, revisions: &mut Vec<Revision>) {
    for mut revision in std::mem::take(&mut article.revisions) {
        match revision.record.take() {
            Some(record) => records.push(*record),
            None => revisions.push(revision),
        }
    }
    records.push(article);
}

/// Which of two sources of the same date leads.
fn rank(format: Format) -> u8 {
    match format {
        Format::Document => 0,
        Format::Jekyll => 1,
        Format::Web => 2,
    }
}

/// Whether two records state the same, apart from lines, layout and what only their formats have.
pub fn same(a: &Article, b: &Article) -> bool {
    let mine = |field: &&fields::Field| field.tells_revisions;
    a.modified == b.modified
        && FIELDS.iter().filter(mine).all(|field| (field.values)(a) == (field.values)(b))
        && fields::same_text(a, b)
}

/// Fills empty header fields of the leading record from another; returns their names.
fn fill(lead: &mut Article, other: &Article) -> Vec<String> {
    let mut filled = Vec::new();
    if is_cut(&lead.title, &other.title) {
        lead.title.clone_from(&other.title);
        lead.diagnostics.retain(|diagnostic| diagnostic.kind != DiagnosticKind::CutTitle);
        filled.push("title".to_owned());
    }
    for field in &FIELDS {
        if let Some(copy) = field.fill
            && (field.values)(lead).is_empty()
            && !(field.values)(other).is_empty()
        {
            copy(lead, other);
            filled.push(field.name.to_owned());
        }
    }
    filled
}

/// Whether a title is the beginning of another: headers cut titles at 64 characters without a
/// mark, and a few elsewhere (Q308101, Q116447).
fn is_cut(title: &str, other: &str) -> bool {
    const SHORTEST: usize = 10;
    title.len() >= SHORTEST && other.len() > title.len() && other.starts_with(title)
}

#[cfg(test)]
mod tests {
    use super::*;
    use kbq_model::{Diagnostic, Section, SectionKind};

    fn article(format: Format, modified: &str, text: &str) -> Article {
        let mut article = Article::new("Q194128".parse().unwrap());
        article.format = format;
        article.modified = Some(modified.parse().unwrap());
        article.title = "XFOR: Setup Fails on a Cluster".into();
        article.source.path = format!("{}/{modified}", format.name());
        article.sections.push(Section {
            kind: SectionKind::Symptoms,
            heading: Some("SYMPTOMS".into()),
            text: text.into(),
            lines: [1, 9],
            text_line: 3,
            blocks: Vec::new(),
        });
        article
    }

    #[test]
    fn the_filed_form_leads_its_twin_whatever_the_order() {
        let mut filed = article(Format::Document, "1999-04-16", " - Setup\n   fails.");
        filed.tag = Some("exchange".into());
        filed.versions = Some(":5.5".into());
        let mut page = article(Format::Jekyll, "1999-04-16", "- Setup\n  fails.");
        page.versions = Some("5.5".into());
        let one = merge(vec![filed.clone(), page.clone()]).unwrap();
        assert_eq!(one, merge(vec![page, filed]).unwrap());
        assert_eq!(one.format, Format::Document);
        let [twin] = one.revisions.as_slice() else { panic!("one revision") };
        assert_eq!((twin.format, &twin.record, twin.filled.len()), (Format::Jekyll, &None, 0));
    }

    #[test]
    fn the_newest_date_leads_and_the_older_text_is_kept() {
        let old = article(Format::Document, "1999-04-16", "Setup fails.");
        let new = article(Format::Web, "2006-10-26", "Setup fails with 0xc00203e5.");
        let one = merge(vec![old.clone(), new]).unwrap();
        assert_eq!(one.format, Format::Web);
        assert_eq!(one.revisions[0].record.as_deref(), Some(&old));
    }

    #[test]
    fn what_the_lead_lost_is_filled_in_and_named() {
        let mut page = article(Format::Web, "2006-10-26", "Setup fails.");
        page.title = "XFOR: Setup Fails".into();
        page.diagnostics.push(Diagnostic::new(DiagnosticKind::CutTitle, 1, "cut"));
        let mut filed = article(Format::Document, "1999-04-16", "Setup fails.");
        filed.tag = Some("exchange".into());
        filed.keywords = vec!["exc55".into()];
        filed.area = Some("XFOR".into());
        page.area = Some("XADM".into());
        let one = merge(vec![page, filed]).unwrap();
        assert_eq!(one.title, "XFOR: Setup Fails on a Cluster");
        assert_eq!(one.keywords, ["exc55"]);
        assert_eq!(one.area.as_deref(), Some("XADM"), "what is there stays");
        assert_eq!(one.revisions[0].filled, ["title", "tag", "keywords"]);
        assert!(one.diagnostics.is_empty());
    }

    #[test]
    fn records_of_another_index_merge_like_sources() {
        let sources = [
            article(Format::Document, "1999-04-16", "Setup fails."),
            article(Format::Jekyll, "1999-04-16", "Setup fails."),
            article(Format::Web, "2006-10-26", "Setup fails otherwise."),
        ];
        let all = merge(sources.to_vec()).unwrap();
        let [filed, page, web] = sources;
        let part = merge(vec![filed.clone(), page]).unwrap();
        assert_eq!(merge(vec![part, web]).unwrap(), all);
        assert_eq!(merge(vec![all.clone(), all.clone()]).unwrap(), all);
        assert_eq!(merge(vec![all.clone()]).unwrap(), all);
        assert_eq!(merge(vec![all.clone(), filed]).unwrap(), all);
        assert_eq!(merge(Vec::new()), None);
    }
}
