//! A text of ours, from the press of the button to the carrier's last word.

use crate::event::{Media, TextKind};
use crate::ids::{ConversationId, LineId, MessageId, NumberId};
use crate::owner::By;
use baton_hours::Moment;
use serde::{Deserialize, Serialize};

/// What became of it. The order is that in which states may follow; a later word of lower rank changes nothing (law 9).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TextState {
    /// Written, not handed over yet.
    Queued,
    /// Being handed to the carrier: from here it may have gone out.
    Sending,
    /// We could not learn whether it went out.
    Unknown,
    /// Withdrawn before it was handed over.
    Cancelled,
    /// The carrier has it.
    Sent,
    /// The carrier refused it, or lost it.
    Failed,
    /// It did not reach the phone.
    Undelivered,
    /// It reached the phone.
    Delivered,
}

impl TextState {
    /// Its word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Sending => "sending",
            Self::Unknown => "unknown",
            Self::Cancelled => "cancelled",
            Self::Sent => "sent",
            Self::Failed => "failed",
            Self::Undelivered => "undelivered",
            Self::Delivered => "delivered",
        }
    }

    /// Nothing is expected after it.
    pub fn is_final(self) -> bool {
        matches!(self, Self::Cancelled | Self::Failed | Self::Undelivered | Self::Delivered)
    }
}

/// Why a text failed, as a class with the carrier's code kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FailureReason {
    /// The carrier's own code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// One sentence that a person can act on.
    pub advice: String,
    /// The number opted out at the carrier.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub opted_out: bool,
    /// The number cannot be texted, now or ever.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub unreachable: bool,
}

/// A text of ours.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutText {
    /// Identity; it knows its thread.
    pub id: MessageId,
    /// The conversation it belongs to; none for a confirmation outside of any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub conversation: Option<ConversationId>,
    /// From which line.
    pub line: LineId,
    /// To which number.
    pub number: NumberId,
    /// To which address, as spelled.
    pub to: String,
    /// Normalised: LF, composed accents.
    pub body: String,
    /// Pictures and files.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub media: Vec<Media>,
    /// By whom.
    pub by: By,
    /// What kind of text.
    pub kind: TextKind,
    /// When the button was pressed.
    pub written_at: Moment,
    /// What became of it.
    pub state: TextState,
    /// The carrier's id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub carrier_id: Option<String>,
    /// The first reason of a failure that has a code; until one comes, the first without. Kept also of a text that
    /// arrived after all, so that the order of the words does not matter.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failure: Option<FailureReason>,
    /// How often it was handed over and given back.
    #[serde(default)]
    pub attempts: u32,
    /// How often the carrier was asked about it.
    #[serde(default)]
    pub lookups: u32,
    /// When the carrier is asked about it, or a waiting one tried again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_at: Option<Moment>,
    /// From this instant on it is dropped instead of sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<Moment>,
    /// A person decided what to do about it, after it failed or its outcome stayed unknown.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub settled: bool,
}

impl OutText {
    /// A text without a word from the carrier for this long is looked up: ten minutes of domain time.
    pub const SILENCE: std::time::Duration = std::time::Duration::from_mins(10);

    /// It is of no use any more, unless it has gone out already.
    pub fn is_too_late(&self, now: Moment) -> bool {
        self.expires_at.is_some_and(|at| at <= now)
    }

    /// Whether `failure` says more than what is known: the first one, or the first with a code.
    pub(crate) fn is_explained_by(&self, failure: &FailureReason) -> bool {
        self.failure.as_ref().is_none_or(|known| known.code.is_none() && failure.code.is_some())
    }

    /// Keeps the reason, if it says more than what is known.
    pub(crate) fn explain(&mut self, failure: &FailureReason) {
        if self.is_explained_by(failure) {
            self.failure = Some(failure.clone());
        }
    }

    /// Nothing more is expected.
    pub(crate) fn end(&mut self, state: TextState) {
        self.state = state;
        self.next_at = None;
    }
}
