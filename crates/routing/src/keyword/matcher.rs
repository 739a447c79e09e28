//! All keywords of all rules in one pass over a text.

use super::Keyword;
use super::chars::is_word;
use crate::problem::Span;
use aho_corasick::{AhoCorasick, AhoCorasickKind, BuildError};
use rustc_hash::FxHashMap;

/// A keyword of a matcher: its place in the order in which keywords were given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeywordId(u32);

impl KeywordId {
    /// The keyword at a place; `None` beyond four thousand million.
    pub(crate) fn at(index: usize) -> Option<Self> {
        u32::try_from(index).ok().map(Self)
    }

    /// Its place in the order in which keywords were given.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// The keywords are too many to be searched for.
#[derive(Debug, thiserror::Error)]
#[error(
    "the keywords are too many to search for together: {0}; split the text into several workspaces or use prefixes"
)]
pub struct MatcherError(String);

/// Up to so many bytes of keywords are searched for in the quickest way, which takes most memory for each: some
/// megabytes for a thousand rules.
const MOST_QUICK_BYTES: usize = 32 * 1024;
/// The most memory that the quickest way may take, in bytes.
const MOST_QUICK_MEMORY: usize = 8 << 20;

/// Finds keywords.
#[derive(Debug)]
pub struct Matcher {
    automaton: AhoCorasick,
    patterns: Vec<Pattern>,
    keywords: usize,
}

/// One folded text to search for, for the keyword that is whole there and for the one that is a prefix.
#[derive(Debug)]
struct Pattern {
    whole: Option<KeywordId>,
    prefix: Option<KeywordId>,
    begins_with_word: bool,
    ends_with_word: bool,
}

impl Matcher {
    /// Prepares a search for keywords that differ from each other.
    pub fn new(keywords: &[Keyword]) -> Result<Self, MatcherError> {
        let mut places = FxHashMap::default();
        let mut texts = Vec::new();
        let mut patterns = Vec::new();
        for (index, keyword) in keywords.iter().enumerate() {
            let id = KeywordId::at(index).ok_or_else(|| MatcherError(format!("there are {index}")))?;
            let place = *places.entry(keyword.text()).or_insert_with(|| {
                texts.push(keyword.text());
                patterns.push(Pattern::of(keyword.text()));
                patterns.len() - 1
            });
            let pattern: &mut Pattern = &mut patterns[place];
            *(if keyword.is_prefix() { &mut pattern.prefix } else { &mut pattern.whole }) = Some(id);
        }
        let automaton = automaton(&texts).map_err(|error| MatcherError(error.to_string()))?;
        Ok(Self { automaton, patterns, keywords: keywords.len() })
    }

    /// Finds every keyword in a folded text, in one pass.
    pub fn find(&self, folded: &str, hits: &mut Hits) {
        hits.begin(self.keywords);
        if self.patterns.is_empty() {
            return;
        }
        for found in self.automaton.find_overlapping_iter(folded) {
            let pattern = &self.patterns[found.pattern().as_usize()];
            let place = Span { start: found.start(), end: found.end() };
            // A match may not begin or end between two word characters (rule 10).
            if pattern.begins_with_word && ends_with_word(&folded[..place.start]) {
                continue;
            }
            if let Some(id) = pattern.prefix {
                hits.add(id, place);
            }
            if let Some(id) = pattern.whole
                && !(pattern.ends_with_word && begins_with_word(&folded[place.end..]))
            {
                hits.add(id, place);
            }
        }
    }
}

fn automaton(texts: &[&str]) -> Result<AhoCorasick, BuildError> {
    if texts.iter().map(|text| text.len()).sum::<usize>() <= MOST_QUICK_BYTES {
        let quick = AhoCorasick::builder().kind(Some(AhoCorasickKind::DFA)).build(texts)?;
        if quick.memory_usage() <= MOST_QUICK_MEMORY {
            return Ok(quick);
        }
    }
    AhoCorasick::builder().kind(Some(AhoCorasickKind::ContiguousNFA)).build(texts)
}

impl Pattern {
    fn of(text: &str) -> Self {
        Self {
            whole: None,
            prefix: None,
            begins_with_word: begins_with_word(text),
            ends_with_word: ends_with_word(text),
        }
    }
}

fn begins_with_word(text: &str) -> bool {
    text.chars().next().is_some_and(is_word)
}

fn ends_with_word(text: &str) -> bool {
    text.chars().next_back().is_some_and(is_word)
}

/// What a search found; its buffers are reused from text to text.
#[derive(Debug, Default)]
pub struct Hits {
    /// Counts searches, so that nothing has to be cleared between them.
    search: u64,
    /// For each keyword the search that found it last, and where it was found last then.
    latest: Vec<(u64, usize)>,
    occurrences: Vec<Occurrence>,
    found: Vec<KeywordId>,
}

#[derive(Debug)]
struct Occurrence {
    place: Span,
    /// The occurrence of the same keyword before this one.
    before: Option<usize>,
}

impl Hits {
    /// Whether a keyword was found.
    pub fn contains(&self, keyword: KeywordId) -> bool {
        self.latest_of(keyword).is_some()
    }

    /// The keywords that were found, each once.
    pub fn found(&self) -> &[KeywordId] {
        &self.found
    }

    /// Where in the folded text a keyword was found, last place first. Places do not overlap: of two that would, the
    /// one that ends first counts.
    pub fn places(&self, keyword: KeywordId) -> impl Iterator<Item = Span> + '_ {
        let latest = self.latest_of(keyword).map(|at| &self.occurrences[at]);
        std::iter::successors(latest, |one| one.before.map(|at| &self.occurrences[at])).map(|one| one.place)
    }

    fn latest_of(&self, keyword: KeywordId) -> Option<usize> {
        let (search, at) = self.latest.get(keyword.index())?;
        (*search == self.search).then_some(*at)
    }

    fn begin(&mut self, keywords: usize) {
        self.search += 1;
        self.occurrences.clear();
        self.found.clear();
        if self.latest.len() < keywords {
            self.latest.resize(keywords, (0, 0));
        }
    }

    fn add(&mut self, keyword: KeywordId, place: Span) {
        let before = self.latest_of(keyword);
        match before {
            Some(at) if self.occurrences[at].place.end > place.start => return,
            Some(_) => {}
            None => self.found.push(keyword),
        }
        self.latest[keyword.index()] = (self.search, self.occurrences.len());
        self.occurrences.push(Occurrence { place, before });
    }
}
