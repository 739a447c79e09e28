//! A routing text that was read, checked and made ready to decide.

use crate::check::{check, warn_about_reach};
use crate::decide::{Branches, Scratch, decide};
use crate::decision::{Assign, Decision};
use crate::facts::Facts;
use crate::names::{Names, TemplateRef};
use crate::problem::{Code, Problem, Span};
use crate::problems::Problems;
use crate::rules::Rules;
use crate::syntax;

/// The longest routing text, in bytes: some ten thousand rules.
pub const LONGEST_TEXT: usize = 512 * 1024;

/// A routing text, ready to decide. Never changes; share it behind an `Arc`.
#[derive(Debug)]
pub struct Compiled {
    rules: Rules,
    warnings: Vec<Problem>,
    features: Vec<(Feature, Span)>,
    replies: Vec<(TemplateRef, Span)>,
}

/// A thing that a routing text can ask for and a program may not have yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Feature {
    /// `reply with <template>`
    Reply,
    /// `target <name>`
    Target,
    /// `assign to on call`
    OnCall,
    /// `assign to last owner`
    LastOwner,
    /// `priority …`
    Priority,
}

/// Reads and checks a routing text. A text that cannot be used comes back with all its problems, warnings too, in the
/// order of the text. It takes time and memory in proportion to its length.
pub fn compile(text: &str, names: &Names) -> Result<Compiled, Vec<Problem>> {
    let mut problems = Problems::of(text);
    if text.len() > LONGEST_TEXT {
        let message = format!("the routing text has {} bytes; {LONGEST_TEXT} are the most", text.len());
        problems.error(Code::TooLarge, Span::default(), message, None);
        return Err(problems.into_sorted());
    }
    let tree = syntax::parse(text, &mut problems);
    let checked = check(&tree, names, &mut problems);
    if problems.errors() > 0 {
        return Err(problems.into_sorted());
    }
    let Some((rules, features, replies)) = checked.into_rules(&mut problems) else {
        return Err(problems.into_sorted());
    };
    warn_about_reach(&rules, &mut problems);
    Ok(Compiled { rules, warnings: problems.into_sorted(), features, replies })
}

impl Compiled {
    /// What somebody should look at, in the order of the text.
    pub fn warnings(&self) -> &[Problem] {
        &self.warnings
    }

    /// What the text uses that a program may not have yet, with the place.
    pub fn features(&self) -> impl Iterator<Item = (Feature, Span)> + '_ {
        self.features.iter().copied()
    }

    /// The templates that the text replies with, with the place of their names.
    pub fn replies(&self) -> impl Iterator<Item = (TemplateRef, Span)> + '_ {
        self.replies.iter().copied()
    }

    /// Everybody that the text assigns to, with the line of the branch; as often as it does.
    pub fn assigns(&self) -> impl Iterator<Item = (Assign, u32)> + '_ {
        self.rules.all.iter().filter_map(|rule| Some((rule.actions.assign?, rule.line)))
    }

    /// Decides about one text. Takes time in proportion to the text's length, hardly any per rule whose keywords are
    /// not in it.
    ///
    /// A chain takes its first true branch. A branch that assigns to somebody who is not there (no account owner, nobody
    /// on call, [`crate::Moment::can_take`] says no) does everything else it says, and the chain goes on to the next
    /// true branch.
    pub fn decide(&self, facts: &Facts<'_>, scratch: &mut Scratch) -> Decision {
        decide(&self.rules, facts, Branches::All, scratch)
    }

    /// Decides about a further text while an ELSE has the conversation provisionally: as [`Self::decide`] without any
    /// ELSE; `None` unless a branch with a condition assigns it.
    pub fn decide_by_condition(&self, facts: &Facts<'_>, scratch: &mut Scratch) -> Option<Decision> {
        let decision = decide(&self.rules, facts, Branches::Conditional, scratch);
        (!decision.provisional).then_some(decision)
    }
}
