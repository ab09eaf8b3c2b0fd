//! References between articles, and what the index holds as a whole.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use tantivy::query::{AllQuery, TermQuery};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocAddress, Term};

use crate::encode;
use crate::error::IndexError;
use crate::plan::{each_term, prefix_terms, similar_word};
use crate::reader::Index;
use crate::results::{Count, Link, Links, Stats};
use crate::schema::Field;
use crate::search::count_facets;

impl Index {
    /// What an article refers to and what refers to it. For a number that is not in the index,
    /// who refers to it all the same.
    ///
    /// # Errors
    /// [`IndexError::Damaged`] if the index cannot be read.
    pub fn links(&self, number: u32) -> Result<Links, IndexError> {
        self.guard(|| {
            let mut links = Links::default();
            if let Some(address) = self.address(number)? {
                for reference in self.record(address)?.references {
                    let target = reference.id.number();
                    let mut link = Link {
                        number: target,
                        id: reference.id.to_string(),
                        title: reference.title,
                        line: reference.line,
                    };
                    match self.address(target)? {
                        Some(address) => {
                            link.title = Some(self.record(address)?.title);
                            links.refers_to.push(link);
                        }
                        None => links.missing.push(link),
                    }
                }
            }
            for (_, address) in self.referring(number)? {
                let article = self.record(address)?;
                let mut pointers = article.references.iter();
                let pointer = pointers.find(|reference| reference.id.number() == number);
                links.referred_by.push(Link {
                    number: article.number,
                    id: article.id.to_string(),
                    title: Some(article.title.clone()),
                    line: pointer.map_or(0, |pointer| pointer.line),
                });
            }
            Ok(links)
        })
    }

    fn referring(&self, number: u32) -> Result<Vec<(u32, DocAddress)>, IndexError> {
        let term = Term::from_field_text(Field::Refers.id(), &number.to_string());
        self.matching(&TermQuery::new(term, IndexRecordOption::Basic))
    }

    /// Numbers that articles refer to and that are not in the index, each with the numbers of
    /// those articles, in ascending order.
    ///
    /// # Errors
    /// [`IndexError::Damaged`] if the index cannot be read.
    pub fn missing_citations(&self) -> Result<Vec<(u32, Vec<u32>)>, IndexError> {
        self.guard(|| {
            let mut missing = BTreeMap::new();
            for (term, _) in prefix_terms(self, Field::Refers, "", usize::MAX)? {
                let Ok(number) = term.parse::<u32>() else { continue };
                if self.address(number)?.is_none() {
                    let citing = self.referring(number)?;
                    missing.insert(number, citing.into_iter().map(|(number, _)| number).collect());
                }
            }
            Ok(missing.into_iter().collect())
        })
    }

    /// What is in the index.
    ///
    /// # Errors
    /// [`IndexError::Damaged`] if the index cannot be read.
    pub fn stats(&self) -> Result<Stats, IndexError> {
        self.guard(|| {
            let all: Vec<DocAddress> =
                self.matching(&AllQuery)?.into_iter().map(|(_, address)| address).collect();
            let dates = self.columns(Field::Modified)?;
            let days = all.iter().filter_map(|address| {
                let day = dates.get(address.segment_ord as usize)?.get_val(address.doc_id);
                date_of(day)
            });
            let mut words = 0;
            each_term(self, Field::Text, "", |_, _| words += 1)?;
            let days: Vec<kbq_query::Date> = days.collect();
            Ok(Stats {
                articles: all.len() as u64,
                bytes: self.manifest().bytes(),
                words,
                dates: days.iter().min().copied().zip(days.iter().max().copied()),
                facets: count_facets(self, &all)?,
            })
        })
    }

    /// How many articles name a code of this value, in whatever notation.
    ///
    /// # Errors
    /// [`IndexError::Damaged`] if the dictionary cannot be read.
    pub fn code_count(&self, value: u32) -> Result<u64, IndexError> {
        self.guard(|| self.count(Field::Codes, &encode::value_term(value)))
    }

    /// The sources of an event number and how many articles name each, most frequent first.
    ///
    /// Sources are given under their key: letters and digits, lower case.
    ///
    /// # Errors
    /// [`IndexError::Damaged`] if the dictionary cannot be read.
    pub fn event_sources(&self, id: u32) -> Result<Vec<Count>, IndexError> {
        self.guard(|| {
            let ending = format!("/{id}");
            let terms = prefix_terms(self, Field::Events, "", usize::MAX)?;
            let mut sources: Vec<Count> = terms
                .into_iter()
                .filter_map(|(term, articles)| {
                    let value = term.strip_suffix(&ending)?.to_owned();
                    Some(Count { value, articles })
                })
                .collect();
            sources.sort_by(|a, b| {
                (Reverse(a.articles), &a.value).cmp(&(Reverse(b.articles), &b.value))
            });
            Ok(sources)
        })
    }

    /// The words of the text that begin so, most frequent first.
    ///
    /// # Errors
    /// [`IndexError::Damaged`] if the dictionary cannot be read.
    pub fn words_beginning(&self, prefix: &str, limit: usize) -> Result<Vec<Count>, IndexError> {
        self.guard(|| {
            let terms = prefix_terms(self, Field::Text, &prefix.to_lowercase(), limit)?;
            Ok(terms.into_iter().map(|(value, articles)| Count { value, articles }).collect())
        })
    }

    /// A word that occurs and is spelt like this one; null where none is near.
    ///
    /// # Errors
    /// [`IndexError::Damaged`] if the dictionary cannot be read.
    pub fn similar_word(&self, word: &str) -> Result<Option<String>, IndexError> {
        self.guard(|| similar_word(self, &word.to_lowercase()))
    }
}

/// The date of a `yyyymmdd` number.
fn date_of(day: u64) -> Option<kbq_query::Date> {
    let year = i16::try_from(day / 10_000).ok()?;
    let month = i8::try_from(day / 100 % 100).ok()?;
    kbq_query::Date::new(year, month, i8::try_from(day % 100).ok()?).ok()
}
