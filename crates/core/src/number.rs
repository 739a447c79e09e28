//! An address of a contact, with its own consent and reachability.

use crate::ids::{ContactId, NumberId};
use baton_hours::Moment;
use serde::{Deserialize, Serialize};

/// May we text this number?
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ConsentState {
    /// Nothing said either way: answering is allowed.
    #[default]
    Unstated,
    /// They agreed.
    In,
    /// They opted out: nothing goes there (law 8).
    Out,
}

/// Consent with its evidence.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Consent {
    /// The state.
    pub state: ConsentState,
    /// Since when; none while unstated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<Moment>,
    /// In whose words or by which record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub evidence: Option<String>,
    /// The carrier keeps a block of its own, which only a START from their phone lifts.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub carrier_block: bool,
}

/// The number cannot be reached, which is no opt-out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unreachable {
    /// Since when.
    pub since: Moment,
    /// The carrier's code.
    pub code: String,
}

/// A number of a contact. Spellings of one mobile share a handset key, and consent hangs on that key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Number {
    /// Identity.
    pub id: NumberId,
    /// How many times it was changed; a commit asserts it.
    #[serde(default)]
    pub version: i64,
    /// Whose it is.
    pub contact: ContactId,
    /// The key that all spellings share.
    pub handset: String,
    /// The spelling that last worked.
    pub address: String,
    /// Consent.
    #[serde(default)]
    pub consent: Consent,
    /// Why it cannot be reached, if so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unreachable: Option<Unreachable>,
    /// When Baton last answered it by itself, of the last [`Number::A_DAY`]: a day has its limit.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub auto_replied: Vec<Moment>,
}

impl Number {
    /// For how long an automatic answer is remembered: longer than any day of the calendar, also when clocks go back.
    pub const A_DAY: std::time::Duration = std::time::Duration::from_hours(26);

    /// Whether it opted out.
    pub fn opted_out(&self) -> bool {
        self.consent.state == ConsentState::Out
    }
}
