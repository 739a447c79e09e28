//! The outside world of texts: Twilio, the simulator, others later.
//!
//! A line of a workspace speaks through one [`Carrier`]. What a carrier calls us with becomes [`CarrierEvent`]s, what
//! we hand it ends in one of the four [`SendOutcome`]s, and everything it says about a failure in a [`Reason`].
//! Nothing here decides what a text means: addresses, words and states are handed on as the carrier gave them.
//!
//! To add a carrier: a module with a type that implements [`Carrier`], its codes as a table of [`Reason`]s with the
//! date of the list, and vectors of its signatures under `tests/vectors`. docs/carriers.md shows how four others fit.

mod carrier;
#[cfg(feature = "fake")]
pub mod fake;
mod http_client;
mod inbound;
pub mod media;
mod outbound;
mod reason;
mod secret;
pub mod simulator;
mod twilio;

pub use carrier::{
    BlockScope, Capabilities, Carrier, Idempotency, KeywordHandling, LookUpMeans, Pace, Reply,
};
pub use http_client::{HttpClient, HttpClientError, Patience};
pub use inbound::{
    Arrival, CarrierAnswer, CarrierEvent, CarrierState, Distrust, InboundText, MediaRef, OptOutType, Proof,
    StatusUpdate, Unreadable, Verdict, WebhookRequest,
};
pub use media::MediaAccess;
pub use outbound::{LookUp, OutboundText, SendOutcome, Sighting, Wanted};
pub use reason::{Failure, Reason};
pub use secret::Secret;
pub use simulator::Simulator;
pub use twilio::{Twilio, TwilioAccount, sign_webhook};
