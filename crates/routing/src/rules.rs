//! A routing text made ready: rules whose names are found and whose keywords are numbered.

use crate::decision::{Assign, Priority};
use crate::keyword::{Keyword, KeywordId, Matcher, MatcherError};
use crate::names::{HoursRef, LineRef, QueueRef, TargetRef, TemplateRef};
use crate::problem::Span;
use regex::Regex;
use std::sync::Arc;

/// One branch.
#[derive(Debug)]
pub(crate) struct Rule {
    /// Which chain, from 0.
    pub(crate) chain: usize,
    /// Which branch of its chain, from 0.
    pub(crate) branch: usize,
    /// The line that it begins on, from 1.
    pub(crate) line: u32,
    /// Where its IF or ELSE stands.
    pub(crate) keyword: Span,
    /// Its condition as written.
    pub(crate) source: Arc<str>,
    /// `None` for an ELSE.
    pub(crate) condition: Option<Node>,
    /// Whether a keyword or regular expression can make it true, so that it may make an ask.
    pub(crate) reads_words: bool,
    pub(crate) actions: Actions,
}

/// What a branch does.
#[derive(Debug, Default)]
pub(crate) struct Actions {
    pub(crate) assign: Option<Assign>,
    pub(crate) tags: Vec<Arc<str>>,
    pub(crate) untags: Vec<Arc<str>>,
    pub(crate) priority: Option<Priority>,
    pub(crate) reply: Option<TemplateRef>,
    pub(crate) target: Option<TargetRef>,
}

/// A condition with its NOTs moved down to the single tests.
#[derive(Debug)]
pub(crate) enum Node {
    /// A test, and the answer that makes the node true.
    Leaf {
        wanted: bool,
        test: Test,
    },
    All(Vec<Node>),
    Any(Vec<Node>),
}

/// One question about a text and its moment.
#[derive(Debug)]
pub(crate) enum Test {
    AnyKeyword(Vec<KeywordId>),
    AllKeywords(Vec<KeywordId>),
    Regex(Regex),
    HasMedia,
    ContactIsNew,
    /// Folded tags, any of them.
    ContactTagged(Vec<String>),
    /// Folded name and values, any of them.
    Attribute {
        name: String,
        values: Vec<String>,
    },
    ContactHasOwner,
    OwnerIsAvailable,
    Line(Vec<LineRef>),
    /// Any of these queues is the conversation's.
    Queue(Vec<QueueRef>),
    Within(HoursRef),
    /// Minutes of the day, the first included, the second not; over midnight where the second is not later.
    Between {
        from: u16,
        to: u16,
    },
    /// Folded tags of the conversation, any of them.
    Tagged(Vec<String>),
}

/// All rules of a text, in order, with the way from a keyword to the rules that need it.
#[derive(Debug)]
pub(crate) struct Rules {
    pub(crate) all: Vec<Rule>,
    pub(crate) keywords: Vec<Keyword>,
    pub(crate) matcher: Matcher,
    /// Rules that can be true without any keyword, by their places.
    pub(crate) always: Vec<usize>,
    /// For each keyword the rules that can only be true if it, or another such keyword, is found.
    pub(crate) by_keyword: Vec<Vec<usize>>,
}

impl Rules {
    pub(crate) fn new(all: Vec<Rule>, keywords: Vec<Keyword>) -> Result<Self, MatcherError> {
        let matcher = Matcher::new(&keywords)?;
        let mut always = Vec::new();
        let mut by_keyword = vec![Vec::new(); keywords.len()];
        for (place, rule) in all.iter().enumerate() {
            match rule.condition.as_ref().and_then(Node::needs) {
                Some(needed) => needed.iter().for_each(|keyword| by_keyword[keyword.index()].push(place)),
                None => always.push(place),
            }
        }
        Ok(Self { all, keywords, matcher, always, by_keyword })
    }
}

impl Node {
    /// Keywords without any of which the node cannot be true; `None` where it can be true without a keyword.
    pub(crate) fn needs(&self) -> Option<Vec<KeywordId>> {
        match self {
            Self::Leaf { wanted: true, test: Test::AnyKeyword(keywords) } => Some(keywords.clone()),
            Self::Leaf { wanted: true, test: Test::AllKeywords(keywords) } => {
                keywords.first().map(|keyword| vec![*keyword])
            }
            Self::Leaf { .. } => None,
            Self::All(parts) => parts.iter().filter_map(Self::needs).min_by_key(Vec::len),
            Self::Any(parts) => {
                let mut needed = parts.iter().map(Self::needs).collect::<Option<Vec<_>>>()?.concat();
                needed.sort_unstable();
                needed.dedup();
                Some(needed)
            }
        }
    }

    /// Whether a keyword or regular expression stands in it that is not under a NOT.
    pub(crate) fn reads_words(&self) -> bool {
        match self {
            Self::Leaf { wanted, test } => *wanted && test.reads_words(),
            Self::All(parts) | Self::Any(parts) => parts.iter().any(Self::reads_words),
        }
    }
}

impl Test {
    fn reads_words(&self) -> bool {
        matches!(self, Self::AnyKeyword(_) | Self::AllKeywords(_) | Self::Regex(_))
    }
}
