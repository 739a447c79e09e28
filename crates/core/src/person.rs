//! Somebody of the team.

use crate::ids::PersonId;
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
