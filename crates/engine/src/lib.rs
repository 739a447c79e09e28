//! The shell around the core: it batches commands, fires timers, sends the outbox and publishes what happened.
//!
//! [`Engine::start`] takes an open store and a [`Clock`], and from then on everything that changes goes through
//! [`Engine::submit`]: one writer thread takes whatever waits (up to a limit), loads what it touches, lets the core
//! decide one after another, commits all of it in one transaction, and only then answers. What was committed goes
//! out over the [`Feed`], arms timers, and fills the outbox.
//!
//! Nothing here decides what a text means or who owns it. To add work that happens by itself: a file with a task
//! that is woken by commits (`timers` and `pictures` show the pattern), reads what is due from the store, and submits a
//! command; its mark must be in the same commit as its effect, so that a crash repeats nothing.

#![expect(
    clippy::redundant_closure_for_method_calls,
    reason = "the path of a reader's method fixes one lifetime, where the store hands out any"
)]

mod arrivals;
mod aside;
mod clock;
mod dispense;
mod early;
mod edges;
mod engine;
mod feed;
mod inner;
mod lines;
mod network;
mod node;
mod options;
mod outbox;
mod pictures;
mod preview;
mod reads;
mod rehearse;
mod request;
mod resettle;
mod running;
mod signals;
mod sweep;
mod timers;
mod work;
mod writer;

pub use arrivals::Called;
pub use baton_round::{Moving, Preview, Silenced, Silent};
pub use clock::{AdvanceError, Clock, ClockKind};
pub use engine::{Advanced, Engine, Health, StartError};
pub use feed::{Feed, FeedEntry, Flow, Subscription};
pub use lines::{Carriers, NoCarrier, Spoken, TwilioSettings};
pub use options::{Execution, Options};
pub use preview::preview_at_rest;
pub use request::{Done, Failure, Request};
