//! What people and threads are told of.

use super::ConsentCause;
use crate::number::ConsentState;
use serde::{Deserialize, Serialize};

/// What somebody is told beyond what their list shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Notice {
    /// A text of theirs, or of a conversation they answer for, failed, and the answer is owed again.
    TextFailed,
    /// A text of theirs was not sent, for the number opted out.
    TextCancelled,
    /// The number can never be reached.
    Unreachable,
    /// Nobody in the queue can be given it: they answer for it.
    NobodyAvailable,
    /// A rule overruled an ELSE, and they do not have it any more.
    Rerouted,
    /// Something is offered to them.
    HandoffOffered,
    /// What they offered was declined.
    HandoffDeclined,
    /// What they offered was not taken in time.
    HandoffExpired,
    /// What they offered cannot be taken any more, or need not.
    HandoffReturned,
    /// What they handed over is resolved.
    HandoffResolved,
    /// They have an ask.
    AskOpened,
    /// An escalation reached the fallback person.
    Fallback,
    /// A time that they set has come.
    Reminder,
    /// They were given it because nobody else replied.
    HotPotato,
    /// A scheduled text is held: something came that its author had not seen.
    ScheduledHeld,
    /// A scheduled text was dropped.
    ScheduledDropped,
    /// A scheduled text of somebody who left is theirs now.
    ScheduledMoved,
    /// An answer that Baton gives by itself was not given: its template lacks something, as a note beside it says.
    AutoReplyNotGiven,
    /// What they asked a colleague is answered.
    AskAnswered,
    /// Somebody is away, and what they had is theirs as the cover.
    Covering,
    /// The customer texted the urgent word, and they answer for it.
    Urgent,
    /// What they asked a colleague needs no answer any more: it was dropped.
    AskDropped,
    /// The carrier has not taken a text for ten minutes, so what it answers is owed until it does.
    TextUnsent,
}

/// What happened to the consent of a number, as its other threads are told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConsentNote {
    /// To.
    pub to: ConsentState,
    /// Why.
    pub cause: ConsentCause,
    /// In whose words, or by which record.
    pub evidence: String,
    /// The carrier keeps a block of its own.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub carrier_block: bool,
}
