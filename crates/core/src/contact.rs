//! A customer.

use crate::ids::{ContactId, PersonId};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// A customer. Numbers are rows of their own, since consent and reachability are theirs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// Identity.
    pub id: ContactId,
    /// How many times it was changed; a commit asserts it.
    #[serde(default)]
    pub version: i64,
    /// Unknown until somebody says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Labels.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub tags: BTreeSet<String>,
    /// What the business keeps about them, by name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub attributes: BTreeMap<String, String>,
    /// IANA name, where known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zone: Option<String>,
    /// The person who looks after them (person-based ownership).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account_owner: Option<PersonId>,
    /// Whether a conversation with them was ever closed or answered: from then on they are an existing contact.
    #[serde(default)]
    pub existing: bool,
}

impl Contact {
    /// Somebody we know nothing of yet.
    pub fn new(id: ContactId) -> Self {
        Self {
            id,
            version: 0,
            name: None,
            tags: BTreeSet::new(),
            attributes: BTreeMap::new(),
            zone: None,
            account_owner: None,
            existing: false,
        }
    }
}
