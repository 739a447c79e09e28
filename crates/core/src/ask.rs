//! One of several questions in a conversation, with its own owner, state and clock.

use crate::clock::Clock;
use crate::event::Why;
use crate::ids::{AskId, MessageId, PersonId};
use crate::owner::Owner;
use baton_hours::Moment;
use serde::{Deserialize, Serialize};

/// A question that is open. An answered or dropped one stands in the timeline only.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ask {
    /// Identity.
    pub id: AskId,
    /// Whose question it is.
    pub owner: Owner,
    /// Who answers for it.
    pub accountable: PersonId,
    /// Which colleague asks, where one wrote it down; else it is the customer's question.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<PersonId>,
    /// What is asked, where somebody wrote it down; else the words of its text say it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<String>,
    /// Why it is theirs, where routing decided so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<Why>,
    /// The text that asks, where one does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<MessageId>,
    /// The target that its rule named for it; none: the conversation's holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target: Option<String>,
    /// By when it is to be answered, where whoever asked said so: no policy moves that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_at: Option<Moment>,
    /// Since when.
    pub opened_at: Moment,
    /// By when it is answered; none if the policy promises nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clock: Option<Clock>,
}
