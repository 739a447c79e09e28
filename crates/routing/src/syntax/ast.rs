//! The tree that a routing text is read into.

use crate::decision::Priority;
use crate::problem::Span;

/// A whole routing text: chains that run in order.
#[derive(Debug, Default)]
pub(crate) struct Text {
    pub(crate) chains: Vec<Chain>,
}

/// IF, ELSE IF ..., ELSE.
#[derive(Debug, Default)]
pub(crate) struct Chain {
    pub(crate) branches: Vec<Branch>,
}

/// One branch of a chain.
#[derive(Debug)]
pub(crate) struct Branch {
    /// IF, ELSE IF or ELSE; the first word of actions that stand without a condition.
    pub(crate) keyword: Span,
    /// What stands before the actions, as one line.
    pub(crate) rule: String,
    /// `None` for an ELSE and for actions without a condition.
    pub(crate) condition: Option<Condition>,
    pub(crate) actions: Vec<Action>,
}

/// A condition and where it stands.
#[derive(Debug)]
pub(crate) struct Condition {
    pub(crate) span: Span,
    pub(crate) kind: ConditionKind,
}

#[derive(Debug)]
pub(crate) enum ConditionKind {
    Contains {
        all: bool,
        keywords: Vec<Name>,
    },
    Matches(Name),
    HasMedia,
    ContactIsNew,
    ContactTagged(Vec<Name>),
    Attribute {
        name: Name,
        values: Vec<Name>,
    },
    ContactHasOwner,
    OwnerIsAvailable,
    LineIs(Vec<Name>),
    QueueIs(Vec<Name>),
    Within(Name),
    Between {
        from: u16,
        to: u16,
    },
    Tagged(Vec<Name>),
    Not(Box<Condition>),
    All(Vec<Condition>),
    Any(Vec<Condition>),
    /// It could not be read; the problem is told already.
    Broken,
}

/// Words that name or quote something.
#[derive(Debug, Clone)]
pub(crate) struct Name {
    pub(crate) span: Span,
    pub(crate) text: String,
    pub(crate) quoted: bool,
}

/// An action and where it stands.
#[derive(Debug)]
pub(crate) struct Action {
    pub(crate) span: Span,
    pub(crate) kind: ActionKind,
}

#[derive(Debug)]
pub(crate) enum ActionKind {
    Assign(AssignTo),
    Tag(Vec<Name>),
    Untag(Vec<Name>),
    Priority(Priority),
    Reply(Name),
    Target(Name),
}

#[derive(Debug)]
pub(crate) enum AssignTo {
    Queue(Name),
    Person(Name),
    AccountOwner,
    LastOwner,
    OnCall,
}
