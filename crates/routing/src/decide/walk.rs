//! Going through the branches that may be true, chain by chain.

use super::evaluate::View;
use super::places::Places;
use crate::decision::{Ask, Assign, Assignment, Because, Decision};
use crate::facts::Owner;
use crate::rules::{Actions, Rule};
use std::sync::Arc;

/// How far the current chain is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    /// No branch was true so far, or only such as assign to somebody who is not there.
    Seeking,
    /// It assigned the conversation; later branches may make asks.
    Assigned,
    /// It has done what it does.
    Done,
}

pub(super) struct Walk<'w> {
    view: View<'w>,
    places: &'w mut Places,
    chain: usize,
    phase: Phase,
    decision: Decision,
}

impl<'w> Walk<'w> {
    pub(super) fn new(view: View<'w>, places: &'w mut Places) -> Self {
        Self { view, places, chain: 0, phase: Phase::Seeking, decision: Decision::default() }
    }

    /// Looks at the next branch in order. Branches left out are those that cannot be true.
    pub(super) fn visit(&mut self, rule: &Rule) {
        if rule.chain != self.chain {
            self.chain = rule.chain;
            self.phase = Phase::Seeking;
            self.places.forget_used();
        }
        match self.phase {
            Phase::Seeking => self.seek(rule),
            Phase::Assigned if rule.reads_words => self.look_for_ask(rule),
            Phase::Assigned | Phase::Done => {}
        }
    }

    pub(super) fn finish(mut self) -> Decision {
        let assignment = self.decision.assignment.as_ref();
        self.decision.provisional = assignment.is_none_or(|assignment| assignment.because.otherwise);
        self.decision
    }

    fn seek(&mut self, rule: &Rule) {
        if !self.is_true(rule) {
            return;
        }
        self.act(&rule.actions);
        self.phase = match rule.actions.assign {
            Some(to) => match self.owner(to) {
                Some(owner) if self.decision.assignment.is_none() => {
                    let because = self.because(rule, self.places.current.len());
                    self.decision.assignment = Some(Assignment { to, owner, because });
                    if rule.condition.is_some() { Phase::Assigned } else { Phase::Done }
                }
                Some(_) => Phase::Done,
                // Nobody is there to take it: the branches after this one decide.
                None => Phase::Seeking,
            },
            None => Phase::Done,
        };
        self.places.use_current();
    }

    /// A later branch of the chain that assigned makes an ask if it assigns elsewhere and its words stand at a place
    /// that no branch before it has used; once for each owner.
    fn look_for_ask(&mut self, rule: &Rule) {
        if !self.is_true(rule) {
            return;
        }
        let fresh = self.places.fresh_first();
        let assigned = rule.actions.assign.and_then(|to| Some((to, self.owner(to)?)));
        if let Some((to, owner)) = assigned.filter(|(_, owner)| fresh > 0 && !self.is_asked(*owner)) {
            let because = self.because(rule, fresh);
            self.decision.asks.push(Ask { to, owner, target: rule.actions.target, because });
        }
        self.places.use_current();
    }

    /// Whether a branch is true; its words stand in `places.current` then.
    fn is_true(&mut self, rule: &Rule) -> bool {
        self.places.current.clear();
        let Some(condition) = &rule.condition else { return true };
        let holds = self.view.holds(condition);
        if holds && rule.reads_words {
            self.view.places(condition, &mut self.places.current);
        }
        holds
    }

    fn is_asked(&self, owner: Owner) -> bool {
        let assignment = self.decision.assignment.as_ref();
        assignment.is_some_and(|assignment| assignment.owner == owner)
            || self.decision.asks.iter().any(|ask| ask.owner == owner)
    }

    /// Who it is that a rule names, if they can be given something now.
    fn owner(&self, to: Assign) -> Option<Owner> {
        let facts = self.view.facts;
        let owner = match to {
            Assign::Queue(queue) => Some(Owner::Queue(queue)),
            Assign::Person(person) => Some(Owner::Person(person)),
            Assign::AccountOwner => facts.contact.owner.map(Owner::Person),
            Assign::LastOwner => facts.last_owner,
            Assign::OnCall => facts.on_call,
        };
        owner.filter(|owner| match owner {
            Owner::Person(person) => facts.moment.can_take(*person),
            Owner::Queue(_) => true,
        })
    }

    /// The branch, with the words at the first so many of its places.
    fn because(&mut self, rule: &Rule, places: usize) -> Because {
        Because {
            chain: rule.chain,
            branch: rule.branch,
            line: rule.line,
            rule: Arc::clone(&rule.source),
            otherwise: rule.condition.is_none(),
            matched: self.places.matched(self.view.facts.text, places),
        }
    }

    /// Everything a branch does but assign. What only one can have, the first that names it gives.
    fn act(&mut self, actions: &Actions) {
        let decision = &mut self.decision;
        for tag in &actions.tags {
            put(tag, &mut decision.tags, &mut decision.untags);
        }
        for tag in &actions.untags {
            put(tag, &mut decision.untags, &mut decision.tags);
        }
        decision.priority = decision.priority.or(actions.priority);
        decision.reply = decision.reply.or(actions.reply);
        decision.target = decision.target.or(actions.target);
    }
}

/// A tag goes into one list and out of the other: of two branches the later one counts.
fn put(tag: &Arc<str>, into: &mut Vec<Arc<str>>, out_of: &mut Vec<Arc<str>>) {
    out_of.retain(|other| !other.eq_ignore_ascii_case(tag));
    if !into.iter().any(|other| other.eq_ignore_ascii_case(tag)) {
        into.push(Arc::clone(tag));
    }
}
