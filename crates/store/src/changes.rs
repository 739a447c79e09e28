//! Changes of people and lines, kept with who made them and when.

use baton_core::{By, LineId, Moment, PersonId};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// What was changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase", tag = "kind", content = "id")]
pub enum Changed {
    /// Somebody of the team.
    Person(PersonId),
    /// A line.
    Line(LineId),
}

impl Changed {
    /// As its columns have it.
    pub(crate) fn columns(self) -> (i64, i64) {
        match self {
            Self::Person(id) => (0, id.0),
            Self::Line(id) => (1, id.0),
        }
    }

    pub(crate) fn of_columns(kind: i64, id: i64) -> Option<Self> {
        match kind {
            0 => Some(Self::Person(PersonId(id))),
            1 => Some(Self::Line(LineId(id))),
            _ => None,
        }
    }
}

/// A change as it is kept: nothing of it is ever changed or taken away.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Change {
    /// Its place among all changes: it only grows, and is the version of what it changed from then on.
    pub id: i64,
    /// Of what.
    pub of: Changed,
    /// When.
    pub at: Moment,
    /// Who made it; none: the set-up, or a command on the server itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<By>,
    /// It was added by this.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub added: bool,
    /// What is different, by name.
    pub fields: Vec<FieldChange>,
}

/// One field of a change.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FieldChange {
    /// Such as `role`.
    pub field: String,
    /// What it was; null where it was nothing, and of secrets.
    pub from: Value,
    /// What it is; null of secrets.
    pub to: Value,
}

/// Who changes something, and on what they rest.
#[derive(Debug, Clone, Default)]
pub struct Edit {
    /// Who; none: the set-up, or a command on the server itself.
    pub by: Option<By>,
    /// The version that they have seen ([`Change::id`] of its last change; 0 where none is known); none: whatever it is.
    pub seen: Option<i64>,
}

/// What is different between two documents, field by field. What a person said of themselves is an event of its own.
pub(crate) fn differences(before: &Value, after: &Value) -> Vec<FieldChange> {
    let skipped = ["id", "presence"];
    let none = serde_json::Map::new();
    let before = before.as_object().unwrap_or(&none);
    let fields = after.as_object().unwrap_or(&none).iter();
    let changed = fields
        .filter(|(field, to)| !skipped.contains(&field.as_str()) && before.get(field.as_str()) != Some(to));
    changed
        .map(|(field, to)| FieldChange {
            field: field.clone(),
            from: before.get(field).cloned().unwrap_or(Value::Null),
            to: to.clone(),
        })
        .collect()
}
