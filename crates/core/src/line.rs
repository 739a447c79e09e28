//! A phone number of the business.

use crate::ids::LineId;
use serde::{Deserialize, Serialize};

/// Which carrier a line is on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LineCarrier {
    /// Pretend phones.
    Simulator,
    /// A Twilio account.
    Twilio,
}

/// What the domain knows of a line; credentials stand elsewhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// Identity.
    pub id: LineId,
    /// E.164.
    pub number: String,
    /// What the team calls it; the number where nobody named it.
    pub name: String,
    /// The carrier.
    pub carrier: LineCarrier,
    /// The carrier answers STOP, START and HELP by itself, so Baton does not.
    pub carrier_answers: bool,
    /// Receives and sends nothing any more; its history stays.
    pub retired: bool,
}
