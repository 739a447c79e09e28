//! What happens to a conversation that nobody answers.

use crate::length::Length;

/// A path of escalation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Escalation {
    /// Its name, as shown.
    pub name: String,
    /// Its steps, none before the one above it.
    pub steps: Vec<Step>,
}

/// A step of a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// How long after the path was entered, in the time of the target whose clock entered it.
    pub after: Length,
    /// What happens then.
    pub does: StepDoes,
}

/// What a step does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StepDoes {
    /// Tells somebody.
    Notify(StepWho),
    /// Gives somebody the conversation.
    Assign(StepWho),
}

/// Whom a step means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StepWho {
    /// The conversation's owner.
    Owner,
    /// Whoever answers for it.
    Accountable,
    /// The lead of its queue.
    Lead,
    /// Whom the policy names as on call.
    OnCall,
    /// Whoever is on shift in its queue.
    OnShift,
    /// The fallback person.
    Fallback,
    /// A queue, by its place in the policy's queues.
    Queue(usize),
    /// A person, by address.
    Person(String),
}
