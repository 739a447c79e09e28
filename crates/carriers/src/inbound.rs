//! What comes in: a carrier's call, the proof it carries, and the events that it is read into.

use std::borrow::Cow;

use baton_hours::{MachineTime, Moment};
use http::{HeaderMap, Method, StatusCode};

use crate::Failure;

/// A call of a carrier, before anything of it is believed.
#[derive(Debug, Clone, Copy)]
pub struct WebhookRequest<'a> {
    /// The method; some carriers call with GET.
    pub method: &'a Method,
    /// The whole URL as the carrier called it: configured public scheme, host and port, then path and query as
    /// received. Never built from the Host header.
    pub public_url: &'a str,
    /// All headers.
    pub headers: &'a HeaderMap,
    /// The body, byte for byte.
    pub body: &'a [u8],
    /// When it reached us; windows of validity are judged by it.
    pub received_at: MachineTime,
}

impl<'a> WebhookRequest<'a> {
    /// The query of the public URL, without the question mark; empty where there is none.
    pub fn query(&self) -> &'a str {
        let url = self.public_url.split_once('#').map_or(self.public_url, |(url, _)| url);
        url.split_once('?').map_or("", |(_, query)| query)
    }

    /// A header as text, where it is there once at least and readable.
    pub fn header(&self, name: &str) -> Option<&'a str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }
}

/// A call that was believed. One call can hold many events, of several lines; either all are stored, or the carrier
/// is told to come again. An unreadable event does not cost its neighbours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arrival {
    /// How much the call proved.
    pub proof: Proof,
    /// Its events, in the carrier's order.
    pub events: Vec<Result<CarrierEvent, Unreadable>>,
    /// An answer that the call itself asks for (a handshake's challenge); sent instead of [`crate::Carrier::answer`].
    pub handshake: Option<CarrierAnswer>,
}

/// How much a call proved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Proof {
    /// A signature over everything in it.
    Signed,
    /// That the caller knows a password, or a path; the content is the caller's word.
    Password,
    /// Nothing: the line needs a secret path.
    Nothing,
}

/// Why a call is not believed. It is answered as [`Verdict::Refused`] and stored nowhere.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Distrust {
    /// No signature at all.
    #[error("wanted a signature in the header {header}, found none: only the carrier may call this address")]
    Unsigned {
        /// The header that should hold it.
        header: &'static str,
    },
    /// A signature that none of the keys made.
    #[error(
        "the signature fits none of the line's {keys} secret(s) for {url}: check the auth token, and that the public \
         URL in the configuration is exactly the one that the carrier calls"
    )]
    WrongSignature {
        /// How many secrets were tried.
        keys: usize,
        /// The URL that was checked, without its query.
        url: String,
    },
    /// Signed in a way or with a key that the line does not know.
    #[error("the call is signed with {found}, which this line does not know: add the key to the line")]
    UnknownKey {
        /// Algorithm and key as the call names them.
        found: String,
    },
    /// The body is not the one that was signed.
    #[error("the body is not the one that its signature vouches for")]
    WrongBody,
    /// This carrier does not call us.
    #[error("a {carrier} line is not called over HTTP")]
    NotCalled {
        /// The carrier.
        carrier: &'static str,
    },
}

/// What we decided about a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Everything in it is stored.
    Stored,
    /// Nothing is stored; it should come again.
    TryAgain,
    /// It is not believed and should not come again.
    Refused,
}

/// What the carrier is answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CarrierAnswer {
    /// The status.
    pub status: StatusCode,
    /// The content type; none without a body.
    pub content_type: Option<&'static str>,
    /// The body.
    pub body: Cow<'static, str>,
    /// Seconds for a Retry-After header.
    pub retry_after: Option<u32>,
}

/// Something that a carrier told us.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CarrierEvent {
    /// A text for one of our lines.
    Text(InboundText),
    /// Word about a text of ours.
    Status(StatusUpdate),
}

/// A text for one of our lines, as the carrier gave it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InboundText {
    /// The carrier's identity of the text, the same each time it is delivered.
    pub carrier_id: String,
    /// The sender as given: E.164, national, a short code, a name, `whatsapp:+…`.
    pub from: String,
    /// The receiver as given. It selects the line within the account.
    pub to: String,
    /// The words; empty where there is only a picture.
    pub body: String,
    /// Pictures and files, in order.
    pub media: Vec<MediaRef>,
    /// When it was sent, if the carrier says so.
    pub carrier_time: Option<Moment>,
    /// The carrier recognised a reserved word.
    pub opt_out_type: Option<OptOutType>,
    /// The carrier says with this very text that it has answered it. Where it does not say,
    /// [`crate::KeywordHandling`] of the line counts.
    pub answered_by_carrier: bool,
    /// How many segments the carrier counted.
    pub segments: Option<u32>,
    /// The pool that the receiving number belongs to (a messaging service, a profile), where named.
    pub pool: Option<String>,
}

/// A picture or file that stands at the carrier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MediaRef {
    /// Where it can be fetched.
    pub url: String,
    /// What the carrier says it is; to be checked when it is fetched.
    pub content_type: Option<String>,
}

/// A reserved word as the carrier understood it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OptOutType {
    /// No more texts.
    Stop,
    /// Texts again.
    Start,
    /// Who is this?
    Help,
}

/// Word about a text of ours. It may come late, twice, in any order, or before the answer to the send.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatusUpdate {
    /// The carrier's id of the text.
    pub carrier_id: String,
    /// Our reference, where the carrier echoes it.
    pub our_reference: Option<String>,
    /// How far it is.
    pub state: CarrierState,
    /// Why it failed. A later word may lack the reason that an earlier one gave: the first stays.
    pub failure: Option<Failure>,
    /// To whom, where the carrier repeats it.
    pub to: Option<String>,
}

/// How far a text of ours is. A carrier's "nobody knows" is [`CarrierState::Sent`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CarrierState {
    /// The carrier has it.
    Queued,
    /// The carrier handed it on.
    Sent,
    /// It was refused, or lost by the carrier.
    Failed,
    /// It did not reach the phone.
    Undelivered,
    /// It reached the phone.
    Delivered,
}

/// An event that was proved but could not be read. Kept and shown as a fault, never dropped silently.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("wanted {wanted}, found {found}: the text stands at the carrier, and its console shows it")]
pub struct Unreadable {
    /// What was missing or wrong.
    pub wanted: &'static str,
    /// What was there instead.
    pub found: String,
    /// The carrier's id, if that much was readable.
    pub carrier_id: Option<String>,
}
