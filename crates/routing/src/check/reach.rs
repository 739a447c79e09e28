//! Warnings about branches that no text reaches, and texts that reach no branch.

use crate::decision::Assign;
use crate::keyword::{Folded, Hits, KeywordId};
use crate::problem::Code;
use crate::problems::Problems;
use crate::rules::{Node, Rule, Rules, Test};
use crate::syntax::ast::Branch;
use rustc_hash::{FxHashMap, FxHashSet};

impl super::Check<'_, '_> {
    /// A branch that stands after its chain's ELSE.
    pub(super) fn after_else(&mut self, branch: &Branch, line: u32) {
        let message =
            format!("this branch is never reached: the ELSE on line {line} takes every text before it");
        let remedy = Some("move the ELSE to the end".to_owned());
        self.problems.warn(Code::Unreachable, branch.keyword, message, remedy);
    }
}

/// Tells what no text reaches.
pub(crate) fn warn_about_reach(rules: &Rules, problems: &mut Problems<'_>) {
    let mut everybody: Option<u32> = None;
    for chain in rules.all.chunk_by(|a, b| a.chain == b.chain) {
        let mut reach =
            Reach { rules, taken: FxHashMap::default(), conditions: FxHashMap::default(), all_taken: None };
        for rule in chain {
            reach.look_at(rule, problems);
        }
        if let Some(line) = everybody {
            warn_about_late_assigns(chain, line, problems);
        } else if assigns_every_text(chain) {
            everybody = chain.last().map(|rule| rule.line);
        }
    }
    if everybody.is_none() {
        warn_about_missing_else(rules, problems);
    }
}

/// What the branches of one chain have taken so far, by the line of the branch.
struct Reach<'r> {
    rules: &'r Rules,
    /// Keywords with which no text gets past.
    taken: FxHashMap<KeywordId, u32>,
    conditions: FxHashMap<String, u32>,
    /// No text at all gets past.
    all_taken: Option<u32>,
}

impl Reach<'_> {
    fn look_at(&mut self, rule: &Rule, problems: &mut Problems<'_>) {
        let Some(condition) = &rule.condition else { return self.check_all_taken(rule, problems) };
        let key = format!("{condition:?}");
        if let Some(line) = self.all_taken {
            never(rule, &format!("no text gets past the branch on line {line}"), problems);
        } else if constant(condition) == Some(false) {
            let message = "this condition contradicts itself and is never true";
            let remedy = Some("did you mean OR instead of AND?".to_owned());
            problems.warn(Code::Constant, rule.keyword, message, remedy);
        } else if let Some(line) = self.conditions.get(&key) {
            never(rule, &format!("its condition is that of the branch on line {line}"), problems);
        } else if let Some(line) = self.covered(condition) {
            never(
                rule,
                &format!("the branch on line {line} takes every text that has its keywords"),
                problems,
            );
        }
        if closes(rule) {
            self.conditions.entry(key).or_insert(rule.line);
            self.take(condition, rule.line);
            if constant(condition) == Some(true) {
                self.all_taken.get_or_insert(rule.line);
            }
        }
    }

    fn check_all_taken(&self, rule: &Rule, problems: &mut Problems<'_>) {
        if let Some(line) = self.all_taken {
            never(rule, &format!("no text gets past the branch on line {line}"), problems);
        }
    }

    /// Remembers the keywords of a condition that asks for nothing but any of them.
    fn take(&mut self, condition: &Node, line: u32) {
        match condition {
            Node::Leaf { wanted: true, test: Test::AnyKeyword(keywords) } => {
                for keyword in keywords {
                    self.taken.entry(*keyword).or_insert(line);
                }
            }
            Node::Any(parts) => parts.iter().for_each(|part| self.take(part, line)),
            Node::Leaf { .. } | Node::All(_) => {}
        }
    }

    /// The line of a branch that takes every text for which the condition is true.
    fn covered(&self, condition: &Node) -> Option<u32> {
        match condition {
            Node::Leaf { wanted: true, test: Test::AnyKeyword(keywords) } => {
                all_covered(keywords.iter().map(|keyword| self.keyword_covered(*keyword)))
            }
            Node::Leaf { wanted: true, test: Test::AllKeywords(keywords) } => {
                keywords.iter().find_map(|keyword| self.keyword_covered(*keyword))
            }
            Node::Leaf { .. } => None,
            Node::All(parts) => parts.iter().find_map(|part| self.covered(part)),
            Node::Any(parts) => all_covered(parts.iter().map(|part| self.covered(part))),
        }
    }

    /// The line that takes every text with a keyword: a taken keyword stands within it, as "payment" in "payment plan".
    fn keyword_covered(&self, keyword: KeywordId) -> Option<u32> {
        if self.taken.is_empty() {
            return None;
        }
        let wanted = &self.rules.keywords[keyword.index()];
        let folded = Folded::of(wanted.text());
        let mut hits = Hits::default();
        self.rules.matcher.find(folded.text(), &mut hits);
        let covers = |inner: &KeywordId| {
            // A prefix goes on behind its end, where a whole word would have to stop.
            let open_end = wanted.is_prefix() && !self.rules.keywords[inner.index()].is_prefix();
            hits.places(*inner).any(|place| !open_end || place.end < wanted.text().len())
        };
        let taken = hits.found().iter().filter(|inner| self.taken.contains_key(inner));
        taken.filter(|inner| covers(inner)).filter_map(|inner| self.taken.get(inner)).min().copied()
    }
}

fn never(rule: &Rule, why: &str, problems: &mut Problems<'_>) {
    let remedy = Some("take it out, or move it before that branch".to_owned());
    problems.warn(Code::Unreachable, rule.keyword, format!("this branch is never reached: {why}"), remedy);
}

/// The last line of all, if there is one for each.
fn all_covered(lines: impl Iterator<Item = Option<u32>>) -> Option<u32> {
    lines.collect::<Option<Vec<_>>>()?.into_iter().max()
}

/// Whether a chain ends with the branch when it is true: not where it assigns to somebody who may not be there.
fn closes(rule: &Rule) -> bool {
    matches!(rule.actions.assign, None | Some(Assign::Queue(_)))
}

/// Whether a branch takes every text that reaches it: an ELSE, or a condition that is always true.
fn takes_all(rule: &Rule) -> bool {
    rule.condition.as_ref().is_none_or(|condition| constant(condition) == Some(true))
}

/// Whether a chain leaves no text without an owner: it ends with a queue for all, and no branch before that ends it
/// without an owner.
fn assigns_every_text(chain: &[Rule]) -> bool {
    chain.last().is_some_and(|last| takes_all(last) && closes(last))
        && chain.iter().all(|rule| rule.actions.assign.is_some())
}

fn warn_about_late_assigns(chain: &[Rule], line: u32, problems: &mut Problems<'_>) {
    for rule in chain.iter().filter(|rule| rule.actions.assign.is_some()) {
        let message =
            format!("this branch never assigns: the chain that ends on line {line} has assigned every text");
        let remedy = Some("the first ASSIGN wins: move this chain before it, or into it".to_owned());
        problems.warn(Code::Unreachable, rule.keyword, message, remedy);
    }
}

fn warn_about_missing_else(rules: &Rules, problems: &mut Problems<'_>) {
    for chain in rules.all.chunk_by(|a, b| a.chain == b.chain) {
        let assigns = chain.iter().any(|rule| rule.actions.assign.is_some());
        let has_else = chain.iter().any(takes_all);
        if let Some(first) = chain.first().filter(|_| assigns && !has_else) {
            let message =
                "this IF has no ELSE: a text that fits none of its branches goes to the fallback person";
            let remedy = Some("end it with: ELSE ASSIGN to General queue".to_owned());
            problems.warn(Code::NoElse, first.keyword, message, remedy);
        }
    }
}

/// Whether a condition is always true, or never, whatever the text.
pub(crate) fn constant(node: &Node) -> Option<bool> {
    match node {
        Node::Leaf { wanted, test: Test::Between { from: 0, to: 1440 } } => Some(*wanted),
        Node::Leaf { .. } => None,
        Node::All(parts) => joined(parts, false),
        Node::Any(parts) => joined(parts, true),
    }
}

/// One part that is `decisive` decides; so does a test beside its opposite.
fn joined(parts: &[Node], decisive: bool) -> Option<bool> {
    let values: Vec<_> = parts.iter().map(constant).collect();
    if values.contains(&Some(decisive)) || has_opposites(parts) {
        return Some(decisive);
    }
    values.iter().all(|value| *value == Some(!decisive)).then_some(!decisive)
}

fn has_opposites(parts: &[Node]) -> bool {
    let mut seen = FxHashSet::default();
    parts.iter().any(|part| match part {
        Node::Leaf { wanted, test } => {
            let test = format!("{test:?}");
            let opposite = seen.contains(&(!wanted, test.clone()));
            seen.insert((*wanted, test));
            opposite
        }
        Node::All(_) | Node::Any(_) => false,
    })
}
