//! The conditions of a branch: what they name, and keywords and regular expressions that can match.

use super::lookup::folded;
use super::{Check, MOST_REGEXES};
use crate::keyword::{Keyword, KeywordError, KeywordId};
use crate::names::{LineRef, QueueRef};
use crate::problem::Code;
use crate::rules::{Node, Test};
use crate::syntax::ast::{Condition, ConditionKind, Name};
use regex::{Regex, RegexBuilder};

/// The most memory that one compiled regular expression may take, in bytes.
const LARGEST_REGEX: usize = 1 << 20;
/// The most memory that running one may take, in bytes.
const LARGEST_REGEX_CACHE: usize = 1 << 18;

impl Check<'_, '_> {
    /// A condition with its NOTs moved down to the single tests. `None` where something in it is wrong; that is told.
    pub(super) fn node(&mut self, condition: &Condition, wanted: bool) -> Option<Node> {
        match &condition.kind {
            ConditionKind::Not(inner) => self.node(inner, !wanted),
            ConditionKind::All(parts) => {
                let parts = self.nodes(parts, wanted)?;
                Some(if wanted { Node::All(parts) } else { Node::Any(parts) })
            }
            ConditionKind::Any(parts) => {
                let parts = self.nodes(parts, wanted)?;
                Some(if wanted { Node::Any(parts) } else { Node::All(parts) })
            }
            _ => self.test(condition).map(|test| Node::Leaf { wanted, test }),
        }
    }

    /// All parts are looked at, also after one that is wrong.
    fn nodes(&mut self, parts: &[Condition], wanted: bool) -> Option<Vec<Node>> {
        let nodes: Vec<_> = parts.iter().map(|part| self.node(part, wanted)).collect();
        nodes.into_iter().collect()
    }

    fn test(&mut self, condition: &Condition) -> Option<Test> {
        match &condition.kind {
            ConditionKind::Contains { all: true, keywords } => self.keywords(keywords).map(Test::AllKeywords),
            ConditionKind::Contains { all: false, keywords } => self.keywords(keywords).map(Test::AnyKeyword),
            ConditionKind::Matches(source) => self.regex(source).map(Test::Regex),
            ConditionKind::HasMedia => Some(Test::HasMedia),
            ConditionKind::ContactIsNew => Some(Test::ContactIsNew),
            ConditionKind::ContactTagged(tags) => Some(Test::ContactTagged(tags_of(tags))),
            ConditionKind::Attribute { name, values } => Some(Test::Attribute {
                name: folded(&name.text),
                values: values.iter().map(|value| folded(&value.text)).collect(),
            }),
            ConditionKind::ContactHasOwner => Some(Test::ContactHasOwner),
            ConditionKind::OwnerIsAvailable => Some(Test::OwnerIsAvailable),
            ConditionKind::LineIs(names) => self.lines(names).map(Test::Line),
            ConditionKind::QueueIs(names) => self.queues(names).map(Test::Queue),
            ConditionKind::Within(name) => self.within(name),
            ConditionKind::Between { from, to } => self.between(condition, *from, *to),
            ConditionKind::Tagged(tags) => Some(Test::Tagged(tags_of(tags))),
            ConditionKind::Not(_) | ConditionKind::All(_) | ConditionKind::Any(_) | ConditionKind::Broken => {
                None
            }
        }
    }

    fn keywords(&mut self, written: &[Name]) -> Option<Vec<KeywordId>> {
        let found: Vec<_> = written.iter().map(|name| self.keyword(name)).collect();
        let mut ids: Vec<KeywordId> = found.into_iter().collect::<Option<_>>()?;
        ids.sort_unstable();
        ids.dedup();
        Some(ids)
    }

    fn keyword(&mut self, name: &Name) -> Option<KeywordId> {
        let keyword = match Keyword::new(&name.text) {
            Ok(keyword) => keyword,
            Err(error) => {
                let (code, remedy) = match error {
                    KeywordError::Empty => (Code::EmptyKeyword, "take it out, or write the word to look for"),
                    KeywordError::TooLong(_) => {
                        (Code::TooLarge, "a few words are enough to know a question by")
                    }
                };
                self.problems.error(code, name.span, error.to_string(), Some(remedy.to_owned()));
                return None;
            }
        };
        let next = self.keywords.len();
        let place = *self.places.entry(keyword).or_insert_with_key(|keyword| {
            self.keywords.push(keyword.clone());
            next
        });
        KeywordId::at(place)
    }

    fn regex(&mut self, source: &Name) -> Option<Regex> {
        self.regexes += 1;
        if self.regexes > MOST_REGEXES {
            if self.regexes == MOST_REGEXES + 1 {
                let message = format!("the text has more than {MOST_REGEXES} regular expressions");
                let remedy =
                    Some("use `contains`, which costs the same for any number of keywords".to_owned());
                self.problems.error(Code::TooLarge, source.span, message, remedy);
            }
            return None;
        }
        let built = RegexBuilder::new(&source.text)
            .case_insensitive(true)
            .size_limit(LARGEST_REGEX)
            .dfa_size_limit(LARGEST_REGEX_CACHE)
            .build();
        match built {
            Ok(regex) => {
                self.warn_about_regex(&regex, source);
                Some(regex)
            }
            Err(error) => {
                let (message, remedy) = regex_problem(&error);
                self.problems.error(Code::BadRegex, source.span, message, Some(remedy.to_owned()));
                None
            }
        }
    }

    /// One that is satisfied with nothing at all matches every text.
    fn warn_about_regex(&mut self, regex: &Regex, source: &Name) {
        let unlikely = "\u{1F9FF}";
        if regex.is_match("") && regex.is_match(unlikely) {
            let message = "this regular expression is content with nothing, so that it matches every text";
            let remedy = Some("write + instead of *, or name what has to be there".to_owned());
            self.problems.warn(Code::Constant, source.span, message, remedy);
        }
    }

    fn lines(&mut self, names: &[Name]) -> Option<Vec<LineRef>> {
        let found: Vec<_> = names.iter().map(|name| self.line(name)).collect();
        found.into_iter().collect()
    }

    fn line(&mut self, name: &Name) -> Option<LineRef> {
        let line = self.names.lines.find(&name.text, "line");
        if line.is_none() {
            let remedy = self.names.lines.remedy(&name.text, "lines");
            self.unknown(Code::UnknownLine, name, "line", remedy);
        }
        line
    }

    fn queues(&mut self, names: &[Name]) -> Option<Vec<QueueRef>> {
        let found: Vec<_> = names.iter().map(|name| self.known_queue(name).map(|queue| queue.id)).collect();
        found.into_iter().collect()
    }

    fn within(&mut self, name: &Name) -> Option<Test> {
        let hours = self.names.hours.find(&name.text, "hours");
        if hours.is_none() {
            let remedy = self.names.hours.remedy(&name.text, "hours");
            let found: String = name.text.chars().take(60).collect();
            let message = format!("there are no hours called {found}");
            self.problems.error(Code::UnknownHours, name.span, message, remedy);
        }
        hours.map(Test::Within)
    }

    fn between(&mut self, condition: &Condition, from: u16, to: u16) -> Option<Test> {
        if from == to {
            let message = "from a time to the same time is never";
            let remedy = Some("for the whole day leave the condition out".to_owned());
            self.problems.error(Code::BadTime, condition.span, message, remedy);
            return None;
        }
        Some(Test::Between { from, to })
    }
}

fn tags_of(names: &[Name]) -> Vec<String> {
    names.iter().map(|name| folded(name.text.trim().trim_start_matches('#'))).collect()
}

fn regex_problem(error: &regex::Error) -> (String, &'static str) {
    match error {
        regex::Error::CompiledTooBig(_) => (
            "this regular expression is too large".to_owned(),
            "use smaller repetitions, or [a-z] and [0-9] instead of \\w and \\d",
        ),
        other => {
            let text = other.to_string();
            let last = text.lines().last().unwrap_or_default().trim();
            let reason = last.strip_prefix("error: ").unwrap_or(last);
            (
                format!("this regular expression cannot be read: {reason}"),
                "a sign that is meant as such has a \\ before it",
            )
        }
    }
}
