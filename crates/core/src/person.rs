//! Somebody of the team.

use crate::ids::PersonId;
use crate::presence::Presence;
use baton_hours::Moment;
use serde::{Deserialize, Serialize};

/// What a person may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Answers, claims, releases, hands over.
    Agent,
    /// Also assigns directly and takes from others.
    Lead,
    /// Also changes the policy, people, lines and tokens.
    Admin,
}

/// Whether somebody is there, as they or a lead said it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase", tag = "state")]
pub enum Availability {
    /// They work now, whatever the rota says.
    In {
        /// Until when; none: until they say otherwise.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        until: Option<Moment>,
    },
    /// They do not work now, whatever the rota says.
    Out {
        /// Until when; none: until they say otherwise.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        until: Option<Moment>,
    },
    /// They are away, and what is theirs goes to whoever covers for them.
    Away {
        /// From when; it may lie ahead.
        from: Moment,
        /// Until when; none: until they say that they are back.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        until: Option<Moment>,
        /// Who covers for them; none: the conversation's queue.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        cover: Option<PersonId>,
    },
    /// As the rota says it.
    Rota,
    /// A time ahead in which they were to be away is off; one that has begun ends.
    NotAway {
        /// The instant from which it was to be.
        from: Moment,
    },
}

/// A member of the team.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// Identity.
    pub id: PersonId,
    /// Lower-cased; the name of a person in a policy.
    pub email: String,
    /// As the person writes it.
    pub name: String,
    /// What they may do.
    pub role: Role,
    /// Whether they are part of the team now. Nobody inactive answers for anything.
    pub active: bool,
    /// What they said of themselves, and when they are away.
    #[serde(default, skip_serializing_if = "Presence::is_default")]
    pub presence: Presence,
}

impl Person {
    /// The name by which colleagues and customers call them.
    pub fn first_name(&self) -> &str {
        self.name.split_whitespace().next().unwrap_or(&self.name)
    }

    /// Whether they may assign directly and take from others.
    pub fn leads(&self) -> bool {
        self.role >= Role::Lead
    }
}
