//! What goes out: a text, and the four ways in which handing it over can end.

use std::time::Duration;

use baton_hours::MachineTime;

use crate::{CarrierState, Failure};

/// A text to be handed over. It leaves from the line of its thread, always, whatever pool that line is in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutboundText {
    /// Our own identity of the text; echoed in its status where the carrier can. Letters, digits, `-` and `_`.
    pub reference: String,
    /// The number of the line.
    pub from: String,
    /// The receiver, as spelled for the carrier.
    pub to: String,
    /// The words, normalised: LF, composed accents. May be empty with media.
    pub body: String,
    /// Public addresses of pictures and files that the carrier will fetch.
    pub media: Vec<String>,
    /// When it is handed over.
    pub handed_at: MachineTime,
}

/// How handing over ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SendOutcome {
    /// The carrier has it.
    Accepted {
        /// Its id there.
        carrier_id: String,
        /// How many segments the carrier counted, for the pace.
        segments: Option<u32>,
        /// How far it is already.
        state: CarrierState,
    },
    /// Not sent, and not to be tried again.
    Refused(Failure),
    /// Not sent, says the carrier (or it was never reached): may be tried again.
    TryLater {
        /// Not before so long, where the carrier says it.
        after: Option<Duration>,
        /// Why.
        failure: Failure,
    },
    /// It may have gone out. Never sent again by itself: looked up, and then a person is asked (law 7).
    Unknown {
        /// What happened, in a sentence.
        why: String,
    },
}

/// What is asked of a carrier about a text of ours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wanted {
    /// The text with this id at the carrier.
    Id(String),
    /// A text whose id we never learnt.
    Content {
        /// The text as it was handed over; its `handed_at` bounds the search.
        text: Box<OutboundText>,
        /// Ids at the carrier that are known to be other texts of ours.
        not: Vec<String>,
    },
}

/// What the carrier knows of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LookUp {
    /// This one.
    Found(Sighting),
    /// The carrier has no such text. Directly after a send that is not yet proof: its list may lag behind.
    NotFound,
    /// Several fit, so a person decides.
    Ambiguous {
        /// Those that fit.
        sightings: Vec<Sighting>,
    },
    /// The carrier could not be asked.
    Failed {
        /// What happened, in a sentence.
        why: String,
        /// Not before so long, where the carrier says it.
        after: Option<Duration>,
        /// It may pass by itself: too many calls, a failure of the carrier's own, no way there. Nothing was learnt.
        may_pass: bool,
    },
}

/// A text of ours, seen at the carrier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sighting {
    /// Its id there.
    pub carrier_id: String,
    /// How far it is.
    pub state: CarrierState,
    /// Why it failed, if it did.
    pub failure: Option<Failure>,
    /// How many segments the carrier counted.
    pub segments: Option<u32>,
}
