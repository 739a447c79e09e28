//! What every carrier can do, and how one differs from another.

use std::fmt;
use std::pin::Pin;
use std::time::Duration;

use crate::{
    Arrival, CarrierAnswer, Distrust, LookUp, MediaAccess, OutboundText, SendOutcome, Verdict, Wanted,
    WebhookRequest,
};

/// The future of a carrier's reply; boxed, because a line's carrier is chosen while the program runs.
pub type Reply<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// One account at one carrier, as a line uses it.
pub trait Carrier: fmt::Debug + Send + Sync {
    /// What may be expected of it. Data, so that the engine needs no case per carrier.
    fn capabilities(&self) -> Capabilities;

    /// Verifies a call of the carrier and reads it. Verification sees the raw bytes; nothing unproved is handed on.
    fn receive(&self, request: &WebhookRequest<'_>) -> Result<Arrival, Distrust>;

    /// What the carrier must be answered for `verdict`. [`Verdict::Stored`] only after the commit (law 6).
    fn answer(&self, verdict: Verdict) -> CarrierAnswer;

    /// Hands a text over, once. Never tries again by itself (law 7).
    fn send<'a>(&'a self, text: &'a OutboundText) -> Reply<'a, SendOutcome>;

    /// Asks what became of a text.
    fn look_up<'a>(&'a self, wanted: &'a Wanted) -> Reply<'a, LookUp>;

    /// What fetching a picture or file of this carrier takes. Credentials only for the carrier's own hosts.
    fn media_access(&self, url: &str) -> MediaAccess;
}

/// How a carrier differs from another, for one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Capabilities {
    /// Who answers STOP, START and HELP, and who blocks.
    pub keywords: KeywordHandling,
    /// What makes a second hand-over of the same text harmless.
    pub idempotency: Idempotency,
    /// Our reference comes back with the status, so that a status may come before the answer to the send, or
    /// instead of it.
    pub echoes_reference: bool,
    /// How an unknown outcome can be cleared up.
    pub look_up: LookUpMeans,
    /// How fast this line may be fed.
    pub pace: Pace,
    /// How many pictures or files one text may carry.
    pub media_per_text: usize,
    /// Texts reach real phones. A rehearsal refuses to send over such a line.
    pub reaches_people: bool,
}

/// Who handles the reserved words; a property of the line and of the carrier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeywordHandling {
    /// Nobody but us: the confirmation and the block are ours.
    Ours,
    /// The carrier confirms and blocks; we mirror its block and never answer a second time.
    Carrier(BlockScope),
}

impl KeywordHandling {
    /// Whether the carrier answers the reserved words.
    pub fn carrier_answers(self) -> bool {
        matches!(self, Self::Carrier(_))
    }
}

/// How far a carrier's block reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BlockScope {
    /// From the one number that got the STOP.
    Line,
    /// From every number of the same profile, service or campaign.
    Group,
}

/// What makes a second hand-over of the same text harmless.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Idempotency {
    /// Nothing: an unknown outcome may not be sent again.
    None,
    /// A key that is honoured so long, if the request is the same byte for byte.
    Key {
        /// For how long.
        lifetime: Duration,
    },
    /// Our own id; a repeat is refused as already known, which counts as success.
    OwnId,
}

/// How an unknown outcome can be cleared up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LookUpMeans {
    /// Not at all: only a receipt can tell.
    None,
    /// By the carrier's id, which an unknown outcome lacks.
    ById,
    /// By id, and by sender, receiver, time and body.
    ByContent,
}

/// How fast a line may be fed, in thousandths of a segment a second, so that one a minute can be said too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pace {
    /// Thousandths of a segment a second; 1,000 is one segment a second.
    pub millisegments_per_second: u32,
}

impl Pace {
    /// So many segments a second.
    pub const fn segments_per_second(segments: u32) -> Self {
        Self { millisegments_per_second: segments.saturating_mul(1_000) }
    }

    /// How long a text of `segments` occupies the line. A pace of nothing stops the line for a day at a time.
    pub fn occupies(self, segments: u32) -> Duration {
        const DAY: Duration = Duration::from_hours(24);
        if self.millisegments_per_second == 0 {
            return DAY;
        }
        let micros = u64::from(segments.max(1)) * 1_000_000_000 / u64::from(self.millisegments_per_second);
        Duration::from_micros(micros).min(DAY)
    }
}
