//! Who has a conversation, and who does things.

use crate::ids::{PersonId, ProgramId, QueueId};
use serde::{Deserialize, Serialize};

/// The person or queue that a conversation belongs to. There is no third case and no none (law 1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase", tag = "kind", content = "id")]
pub enum Owner {
    /// A person has it.
    Person(PersonId),
    /// A role has it; it resolves to a person who answers for it.
    Queue(QueueId),
}

impl Owner {
    /// The person who has it, if it is one.
    pub fn person(self) -> Option<PersonId> {
        match self {
            Self::Person(person) => Some(person),
            Self::Queue(_) => None,
        }
    }

    /// The queue that has it, if it is one.
    pub fn queue(self) -> Option<QueueId> {
        match self {
            Self::Queue(queue) => Some(queue),
            Self::Person(_) => None,
        }
    }
}

/// Who did something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase", tag = "kind")]
pub enum By {
    /// Somebody of the team; with the name of the personal token that acted for them, if one did.
    Person {
        /// Who.
        id: PersonId,
        /// The token's name.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        token: Option<String>,
    },
    /// An automation with a token of its own.
    Program {
        /// Which.
        id: ProgramId,
        /// Its name at the time.
        name: String,
    },
    /// The customer.
    Contact,
    /// A rule of the policy, or time itself.
    Policy,
    /// The carrier's word.
    Carrier,
}

impl By {
    /// A person at the screen.
    pub fn person(id: PersonId) -> Self {
        Self::Person { id, token: None }
    }

    /// The person who did it, if it was one.
    pub fn as_person(&self) -> Option<PersonId> {
        match self {
            Self::Person { id, .. } => Some(*id),
            _ => None,
        }
    }
}
