//! What routing decided about one text, and why.

use crate::facts::Owner;
use crate::names::{Names, PersonRef, QueueRef, TargetRef, TemplateRef};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Whom an `assign` names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Assign {
    /// `assign to Sales queue`
    Queue(QueueRef),
    /// `assign to maya@cedarlane.example`
    Person(PersonRef),
    /// `assign to owner`: the contact's account owner.
    AccountOwner,
    /// `assign to last owner`
    LastOwner,
    /// `assign to on call`
    OnCall,
}

/// How pressing a conversation is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Priority {
    /// The usual.
    Normal,
    /// Before the usual.
    High,
    /// Before everything.
    Urgent,
}

/// Words of the text that a rule matched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Matched {
    /// First byte in the text.
    pub start: usize,
    /// The byte after the last.
    pub end: usize,
    /// The words, as the customer wrote them.
    pub words: String,
}

/// The branch that made a decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Because {
    /// Which IF chain of the text, from 0.
    pub chain: usize,
    /// Which branch of that chain, from 0.
    pub branch: usize,
    /// The line of the routing text that the branch begins on, from 1.
    pub line: u32,
    /// The branch's condition as it is written, from IF to the last word of the condition; `ELSE` for an ELSE.
    pub rule: Arc<str>,
    /// Whether the branch is an ELSE.
    pub otherwise: bool,
    /// What its positive keywords and regular expressions matched, in the order of the text. Empty for a branch on
    /// contact, time, line or tags alone.
    pub matched: Vec<Matched>,
}

/// The owner that routing chose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assignment {
    /// As the rule says it.
    pub to: Assign,
    /// Who that is.
    pub owner: Owner,
    /// The branch that says it.
    pub because: Because,
}

/// A further question of the text, for somebody else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ask {
    /// As the rule says it.
    pub to: Assign,
    /// Who that is; differs from the conversation's owner and from every other ask's.
    pub owner: Owner,
    /// The target that its branch names, for the ask's clock.
    pub target: Option<TargetRef>,
    /// The branch that says it, with the words at places that no earlier branch used.
    pub because: Because,
}

/// What routing decided about one text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Decision {
    /// The owner. `None` if no branch that is true assigns: the policy's fallback has it then.
    pub assignment: Option<Assignment>,
    /// Whether no branch with a condition chose the owner: an ELSE did, or nobody. While no person has touched the
    /// conversation, a further text may overrule it (`Compiled::decide_by_condition`).
    pub provisional: bool,
    /// One for each further owner that the text asks something of.
    pub asks: Vec<Ask>,
    /// Tags to add, as written, each once.
    pub tags: Vec<Arc<str>>,
    /// Tags to take away, as written, each once and none of those to add.
    pub untags: Vec<Arc<str>>,
    /// The priority; the first branch that names one gives it.
    pub priority: Option<Priority>,
    /// The template to reply with; the first branch that names one gives it.
    pub reply: Option<TemplateRef>,
    /// The target; the first branch that names one gives it.
    pub target: Option<TargetRef>,
}

/// Why something was routed, in the form that is stored and shown.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Why {
    /// The line of the routing text, from 1.
    pub line: u32,
    /// The branch's condition as it is written; `ELSE` for an ELSE.
    pub rule: String,
    /// The words that matched, as the customer wrote them.
    pub matched: Vec<String>,
}

impl From<&Because> for Why {
    fn from(because: &Because) -> Self {
        Self {
            line: because.line,
            rule: because.rule.to_string(),
            matched: because.matched.iter().map(|matched| matched.words.clone()).collect(),
        }
    }
}

/// The decision about the owner in a sentence: `Sales, because the text says "quote" (line 1)`.
pub fn explain(decision: &Decision, names: &Names) -> String {
    match &decision.assignment {
        Some(assignment) => {
            let name = names.name_of(assignment.owner).unwrap_or("somebody who is gone");
            format!("{name}, because {}", reason(&assignment.because))
        }
        None => "nobody, because no rule that is true assigns it".to_owned(),
    }
}

/// A branch as the second half of a sentence: `the text says "quote" (line 1)`.
pub fn reason(because: &Because) -> String {
    let line = because.line;
    if because.otherwise {
        return format!("no rule fits its words (line {line})");
    }
    let words: Vec<_> = because.matched.iter().map(|matched| format!("\"{}\"", matched.words)).collect();
    match words.split_last() {
        None => format!("{} (line {line})", because.rule),
        Some((only, [])) => format!("the text says {only} (line {line})"),
        Some((last, rest)) => format!("the text says {} and {last} (line {line})", rest.join(", ")),
    }
}
