//! One episode of a thread.

use crate::event::Why;
use crate::ids::{
    AskId, ContactId, ConversationId, LineId, MessageId, NumberId, PersonId, QueueId, ThreadId,
};
use crate::owner::Owner;
use baton_hours::Moment;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Where a conversation stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// We owe a reply or an action.
    Open,
    /// We wait, with a reason.
    Pending,
    /// Nothing more to do.
    Closed,
}

impl Status {
    /// Its word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Pending => "pending",
            Self::Closed => "closed",
        }
    }
}

/// For whom a pending conversation waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PendingOn {
    /// Our reply is the last word.
    Customer,
    /// Something of ours; the reason says what.
    Internal,
}

/// How much it matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Priority {
    /// As usual.
    #[default]
    Normal,
    /// Before others.
    High,
    /// Before everything.
    Urgent,
}

/// One of several questions in a conversation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ask {
    /// Identity.
    pub id: AskId,
    /// Whose question it is.
    pub owner: Owner,
    /// Who answers for it.
    pub accountable: PersonId,
    /// Why it is theirs.
    pub why: Why,
    /// The text that asks.
    pub message: MessageId,
    /// Since when.
    pub opened_at: Moment,
}

/// One episode of a thread: from the first text that needs somebody to its close.
#[expect(clippy::struct_excessive_bools, reason = "four facts that are independent of each other")]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conversation {
    /// Identity.
    pub id: ConversationId,
    /// The thread it is an episode of.
    pub thread: ThreadId,
    /// The thread's line.
    pub line: LineId,
    /// The thread's number.
    pub number: NumberId,
    /// Whose number it is.
    pub contact: ContactId,
    /// When it began.
    pub opened_at: Moment,
    /// A person or program began it, not the customer.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub begun_by_us: bool,
    /// Where it stands.
    pub status: Status,
    /// For whom it waits, while pending.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pending_on: Option<PendingOn>,
    /// Why it waits or was closed, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// When it wakes by itself, while pending.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wake_at: Option<Moment>,
    /// When it was closed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed_at: Option<Moment>,
    /// Who has it.
    pub owner: Owner,
    /// The queue it was routed to last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub queue: Option<QueueId>,
    /// Who answers for it now.
    pub accountable: PersonId,
    /// The person who had it last, for "assign to last owner".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_person: Option<PersonId>,
    /// Labels.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub tags: BTreeSet<String>,
    /// How much it matters.
    #[serde(default)]
    pub priority: Priority,
    /// The branch that routed it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub routed_by: Option<Why>,
    /// No person has touched it yet (claimed, assigned, noted, tagged, moved, texted, begun to write): further texts
    /// are matched too.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub untouched: bool,
    /// An ELSE routed it: while untouched, a rule with a condition overrules that.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub provisional: bool,
    /// Since when a customer's text waits for a person's reply.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waiting_since: Option<Moment>,
    /// Whether a person of ours has texted in it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub replied: bool,
    /// Questions that belong to others.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub asks: Vec<Ask>,
}

impl Conversation {
    /// Whether it is not closed.
    pub fn is_live(&self) -> bool {
        self.status != Status::Closed
    }

    /// The earliest instant at which something about it happens by itself.
    pub fn next_at(&self) -> Option<Moment> {
        self.wake_at.filter(|_| self.status == Status::Pending)
    }
}
