//! The domain of Baton, pure: no I/O, no clock, no randomness, no async.
//!
//! A [`Command`] says what somebody wants, a [`Subject`] is what stands about the thread it concerns, and
//! [`decide()`] answers with [`Event`]s or with a [`Refusal`] whose sentence is for the person who caused it.
//! [`apply()`] turns events into the next state; nothing else changes state. Time and ids come in as values.
//!
//! To add a kind of command: a variant of [`Command`], its [`Command::key`], a function under `decide/`, and an
//! arm in [`apply()`] for each new event.

#![deny(clippy::print_stdout, clippy::print_stderr, clippy::dbg_macro)]

mod ahead;
mod answered_in;
mod apply;
mod ask;
mod audience;
mod clock;
mod command;
mod contact;
mod conversation;
mod decide;
mod directory;
mod drafted;
mod edges;
mod event;
mod handoff;
mod ids;
mod later;
mod line;
mod moves;
mod number;
mod owner;
mod person;
mod plan;
mod presence;
mod put_to;
mod quiet;
mod refusal;
mod reply;
mod standing;
mod subject;
mod taken;
mod team;
mod template;
mod text;
mod thread;
mod time_words;
mod unsent;

pub use answered_in::AnsweredIn;
pub use apply::apply;
pub use ask::Ask;
pub use audience::Audience;
pub use baton_hours::{MachineTime, Moment};
pub use baton_policy::Distribute;
pub use clock::{Clock, ClockKey, ClockKind, ClockState, Escalated, StopCause};
pub use command::{
    Begin, Command, Debt, Delivery, FromTemplate, Key, NewOffer, NewText, Receive, Returned, ScheduledChange,
    Seen, SendOutcome, Then, UnknownChoice,
};
pub use contact::{Contact, ContactChange, Field};
pub use conversation::{Answered, Conversation, PendingOn, Priority, Rest, Status, WaitsFor};
pub use decide::{Decision, Made, World, decide, known_values};
pub use directory::{Directory, DirectoryError, Parts, Queue, known};
pub use event::{
    AutoCause, ConsentCause, ConsentNote, Event, MadeWith, Media, Notice, OwnerCause, Record, TextKind, Why,
};
pub use handoff::{Baton, EndedOffer, HandedOver, Handoff, OfferEnd, TellCustomer, WithdrawCause};
pub use ids::{
    AskId, ContactId, ConversationId, HandoffId, Ids, LineId, MessageId, NumberId, ParseIdError, PersonId,
    Position, ProgramId, QueueId, ReminderId, ScheduledId, ThreadId, WorkspaceId,
};
pub use later::{FromSchedule, IfChanged, Later, Reminder, Scheduled};
pub use line::{Line, LineCarrier};
pub use moves::{Move, Moved, moves, reminders, zone_change};
pub use number::{Consent, ConsentState, Number, Unreachable};
pub use owner::{By, Owner};
pub use person::{Availability, Person, Role};
pub use presence::{Away, Presence, Word};
pub use put_to::PutTo;
pub use quiet::Quiet;
pub use refusal::Refusal;
pub use reply::Reply;
pub use subject::{Changes, Quotable, Subject};
pub use taken::Taken;
pub use team::{Team, Turn, Turns};
pub use text::{FailureReason, OutText, TextState};
pub use thread::{Author, Thread};
