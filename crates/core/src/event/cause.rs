//! Why something changed.

use serde::{Deserialize, Serialize};

/// Why routing decided as it did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Why {
    /// The whole reason in words: `the text says “quote”`, or `no rule fits its words`.
    pub because: String,
    /// The line of the routing text, from 1.
    pub line: u32,
    /// The branch as it is written.
    pub rule: String,
    /// The words that matched, as the customer wrote them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub matched: Vec<String>,
}

/// The closed list of causes for which ownership changes (law 3), as far as they exist.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OwnerCause {
    /// A rule of the routing text.
    Routing,
    /// A person took it from a queue, or answered it.
    Claim,
    /// A person gave it to a queue.
    Release,
    /// A lead decided.
    Assignment,
    /// Its owner, or whoever answered for it, is no longer there.
    Removal,
    /// Who answers for it changed with the policy.
    Policy,
    /// A queue gave it to one of its members.
    Distribution,
    /// Somebody accepted what was offered to them.
    Handoff,
    /// It was passed on too often without a reply: the queue's lead has it.
    HotPotato,
    /// An escalation path says so.
    Escalation,
    /// A shift ended.
    ShiftChange,
    /// Its owner is away, and somebody covers for them.
    Cover,
    /// Somebody took back what they had just done.
    Undo,
}

/// Why consent changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ConsentCause {
    /// Their own word.
    Word,
    /// The carrier said so: its `OptOutType`, or a refusal for that reason.
    Carrier,
    /// Somebody of the team recorded it.
    Person,
}
