//! What carriers bring and answer.

use super::Seen;
use crate::event::Media;
use crate::ids::LineId;
use crate::text::{FailureReason, TextState};
use baton_hours::Moment;
use baton_text::{Address, Reaction};

/// A text as a carrier brought it.
#[derive(Debug, Clone)]
pub struct Receive {
    /// The line it came to.
    pub line: LineId,
    /// Who texts.
    pub from: Address,
    /// What it says.
    pub body: String,
    /// Pictures and files.
    pub media: Vec<Media>,
    /// The carrier's id: the same id is the same text (law 6).
    pub carrier_id: String,
    /// When the carrier says it was sent, where it says so.
    pub sent_at: Option<Moment>,
    /// The carrier took it for STOP, START or HELP, and has answered it.
    pub carrier_word: Option<baton_text::ConsentWord>,
    /// What [`baton_text::reaction()`] made of the body.
    pub reaction: Option<Reaction>,
}

/// A carrier's word on a text of ours, by callback or look-up.
#[derive(Debug, Clone)]
pub struct Delivery {
    /// Sent, delivered, failed or undelivered; queued at the carrier counts as sent.
    pub state: TextState,
    /// The carrier's id for it.
    pub carrier_id: Option<String>,
    /// Why it failed.
    pub failure: Option<FailureReason>,
}

/// What came of handing a text to the carrier.
#[derive(Debug, Clone)]
pub enum SendOutcome {
    /// The carrier has it.
    Accepted {
        /// The carrier's id.
        carrier_id: String,
    },
    /// It will never take it.
    Refused(FailureReason),
    /// It said that nothing was sent.
    TryLater {
        /// Not before.
        until: Moment,
        /// Why.
        reason: String,
    },
    /// It may or may not have gone out.
    Unknown {
        /// What we know.
        why: String,
    },
}

/// What a person does about a text that did not arrive, or of which nobody knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnknownChoice {
    /// Write it again, as a new text; what its author has seen is asked as of any other (law 7). One whose outcome is
    /// unknown may arrive twice. It is decided once: whoever presses second is refused.
    SendAgain(Seen),
    /// Leave one whose outcome is unknown as it is.
    Leave,
    /// Write it again, also in quiet hours: it cannot wait.
    SendAgainAtNight(Seen),
}
