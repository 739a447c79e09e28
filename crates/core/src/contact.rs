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

/// What becomes of one field.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field<T> {
    /// It stays.
    #[default]
    Keep,
    /// It is unknown from here on.
    Clear,
    /// It is this from here on.
    Set(T),
}

impl<T: Clone + PartialEq> Field<T> {
    /// Whether it stays.
    pub fn keeps(&self) -> bool {
        *self == Self::Keep
    }

    fn put(&self, into: &mut Option<T>) {
        match self {
            Self::Keep => {}
            Self::Clear => *into = None,
            Self::Set(value) => *into = Some(value.clone()),
        }
    }
}

/// What changes about a customer; what is left out stays.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactChange {
    /// Their name.
    #[serde(default, skip_serializing_if = "Field::keeps")]
    pub name: Field<String>,
    /// Labels that come.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub add_tags: Vec<String>,
    /// Labels that go.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub remove_tags: Vec<String>,
    /// Attributes by name; none takes one away.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub attributes: BTreeMap<String, Option<String>>,
    /// IANA name of their time zone.
    #[serde(default, skip_serializing_if = "Field::keeps")]
    pub zone: Field<String>,
    /// The person who looks after them.
    #[serde(default, skip_serializing_if = "Field::keeps")]
    pub account_owner: Field<PersonId>,
}

impl ContactChange {
    /// Makes it of `contact`. A label that both comes and goes, goes.
    pub fn make(&self, contact: &mut Contact) {
        self.name.put(&mut contact.name);
        self.zone.put(&mut contact.zone);
        self.account_owner.put(&mut contact.account_owner);
        contact.tags.extend(self.add_tags.iter().cloned());
        contact.tags.retain(|tag| !self.remove_tags.contains(tag));
        for (name, value) in &self.attributes {
            match value {
                Some(value) => drop(contact.attributes.insert(name.clone(), value.clone())),
                None => drop(contact.attributes.remove(name)),
            }
        }
    }
}
