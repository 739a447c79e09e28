//! From the tree to rules: names are found, mistakes told, and what looks wrong warned about.

mod actions;
mod conditions;
mod lookup;
mod nearest;
mod reach;

use crate::compiled::Feature;
use crate::keyword::Keyword;
use crate::names::{Names, TemplateRef};
use crate::problem::Span;
use crate::problems::Problems;
use crate::rules::{Actions, Node, Rule, Rules};
use crate::syntax::ast::{Branch, Condition, Text};
use lookup::Lookup;
use rustc_hash::FxHashMap;

pub(crate) use reach::{constant, warn_about_reach};

/// The most regular expressions that a text may have; each may take a megabyte.
const MOST_REGEXES: usize = 100;

/// What checking gathers.
pub(crate) struct Check<'c, 't> {
    names: Lookup<'c>,
    problems: &'c mut Problems<'t>,
    keywords: Vec<Keyword>,
    places: FxHashMap<Keyword, usize>,
    regexes: usize,
    features: Vec<(Feature, Span)>,
    replies: Vec<(TemplateRef, Span)>,
}

/// Rules as they come from a text, not yet searchable.
pub(crate) struct Checked {
    pub(crate) rules: Vec<Rule>,
    pub(crate) keywords: Vec<Keyword>,
    pub(crate) features: Vec<(Feature, Span)>,
    pub(crate) replies: Vec<(TemplateRef, Span)>,
}

/// Rules made searchable, with the features and the templates that they use.
type Ready = (Rules, Vec<(Feature, Span)>, Vec<(TemplateRef, Span)>);

/// A condition as it comes from a text, with its keywords in the order of their ids.
pub(crate) fn check_condition(
    condition: &Condition,
    names: &Names,
    problems: &mut Problems<'_>,
) -> Option<(Node, Vec<Keyword>)> {
    let mut check = Check::new(names, problems);
    let node = check.node(condition, true)?;
    Some((node, check.keywords))
}

/// Finds everything that a text names. Problems are added to those of reading it.
pub(crate) fn check(text: &Text, names: &Names, problems: &mut Problems<'_>) -> Checked {
    let mut check = Check::new(names, problems);
    let mut rules = Vec::new();
    for (chain, branches) in text.chains.iter().map(|chain| &chain.branches).enumerate() {
        let mut after_else = None;
        for (branch, found) in branches.iter().enumerate() {
            let rule = check.rule(chain, branch, found);
            match after_else {
                None => rules.push(rule),
                Some(line) => check.after_else(found, line),
            }
            if found.condition.is_none() && after_else.is_none() {
                after_else = Some(check.problems.lines().line(found.keyword.start));
            }
        }
    }
    Checked { rules, keywords: check.keywords, features: check.features, replies: check.replies }
}

impl Checked {
    /// Makes the rules searchable.
    pub(crate) fn into_rules(self, problems: &mut Problems<'_>) -> Option<Ready> {
        match Rules::new(self.rules, self.keywords) {
            Ok(rules) => Some((rules, self.features, self.replies)),
            Err(error) => {
                let code = crate::problem::Code::TooLarge;
                problems.error(code, Span::default(), error.to_string(), None);
                None
            }
        }
    }
}

impl<'c, 't> Check<'c, 't> {
    fn new(names: &'c Names, problems: &'c mut Problems<'t>) -> Self {
        Self {
            names: Lookup::of(names),
            problems,
            keywords: Vec::new(),
            places: FxHashMap::default(),
            regexes: 0,
            features: Vec::new(),
            replies: Vec::new(),
        }
    }

    fn rule(&mut self, chain: usize, branch: usize, found: &Branch) -> Rule {
        let condition = found.condition.as_ref().and_then(|condition| self.node(condition, true));
        let mut actions = Actions::default();
        let mut said = actions::Said::default();
        for action in &found.actions {
            self.action(action, &mut actions, &mut said);
        }
        Rule {
            chain,
            branch,
            line: self.problems.lines().line(found.keyword.start),
            keyword: found.keyword,
            source: found.rule.as_str().into(),
            reads_words: condition.as_ref().is_some_and(Node::reads_words),
            condition,
            actions,
        }
    }
}
