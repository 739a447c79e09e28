//! What somebody wants.

mod carrier;
mod key;
mod writing;

pub use carrier::{Delivery, Receive, SendOutcome, UnknownChoice};
pub use key::Key;
pub use writing::{Begin, FromTemplate, NewOffer, NewText, ScheduledChange, Seen, Then};

use crate::contact::ContactChange;
use crate::conversation::PendingOn;
use crate::event::{ConsentNote, Notice};
use crate::ids::{
    AskId, ContactId, ConversationId, HandoffId, LineId, MessageId, NumberId, QueueId, ReminderId,
    ScheduledId, ThreadId,
};
use crate::number::ConsentState;
use crate::owner::Owner;

use baton_hours::Moment;
use std::sync::Arc;

/// What a reply that failed had paid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Debt {
    /// The reply.
    pub text: MessageId,
    /// What is owed without it: for it and for others that are lost too, in their order, each with since when what it had
    /// answered waits.
    pub owed: Vec<(MessageId, Moment)>,
    /// What whoever answers is told: that it failed, for good or not, or that it has not gone out.
    pub about: Notice,
}

/// A reply that counts after all, with what it had paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Returned {
    /// The reply.
    pub text: MessageId,
    /// When it was pressed, from which it counts.
    pub pressed_at: Moment,
    /// The carrier has it now, and it may still fail; else it arrived.
    pub may_fail: bool,
}

/// What somebody wants. Who wants it comes beside it.
#[derive(Debug, Clone)]
pub enum Command {
    /// A customer's text came in.
    Receive(Box<Receive>),
    /// We begin a conversation.
    Begin(Box<Begin>),
    /// We answer.
    Send(ConversationId, Box<NewText>),
    /// An internal comment.
    AddNote(ConversationId, String),
    /// A person began to write an answer.
    Touch(ConversationId),
    /// Take it from a queue.
    Claim(ConversationId),
    /// Give it to a queue; without one, to the queue it was routed to last.
    Release(ConversationId, Option<QueueId>),
    /// Give it to somebody directly.
    Assign {
        /// What.
        conversation: ConversationId,
        /// To whom.
        to: Owner,
        /// Why, in words.
        reason: Option<String>,
    },
    /// Offer it to somebody, who has it once they accept.
    Offer(ConversationId, Box<NewOffer>),
    /// Take what is offered.
    Accept(ConversationId, HandoffId),
    /// Leave it with whoever has it.
    Decline {
        /// What.
        conversation: ConversationId,
        /// Which offer of it.
        handoff: HandoffId,
        /// Why, in words.
        reason: String,
    },
    /// Take an offer back.
    WithdrawHandoff(ConversationId, HandoffId),
    /// One question of it is somebody's.
    OpenAsk {
        /// Of what.
        conversation: ConversationId,
        /// What is asked.
        words: String,
        /// Whose it is.
        owner: Owner,
    },
    /// An ask is answered.
    AnswerAsk {
        /// Of what.
        conversation: ConversationId,
        /// Which ask of it.
        ask: AskId,
        /// By which message, where one did.
        by: Option<MessageId>,
    },
    /// An ask is somebody else's.
    MoveAsk {
        /// Of what.
        conversation: ConversationId,
        /// Which ask of it.
        ask: AskId,
        /// Whose it is now.
        to: Owner,
        /// Why, in words.
        reason: Option<String>,
    },
    /// An ask needs no answer any more.
    DropAsk {
        /// Of what.
        conversation: ConversationId,
        /// Which ask of it.
        ask: AskId,
        /// Why, in words.
        reason: String,
    },
    /// A scheduled text says something else, or goes out at another time.
    ChangeScheduled(ScheduledId, Box<ScheduledChange>),
    /// A scheduled text goes out now.
    SendScheduled {
        /// Which.
        scheduled: ScheduledId,
        /// What whoever sends it had seen.
        seen: Seen,
        /// In quiet hours too.
        despite_quiet_hours: bool,
    },
    /// A scheduled text does not go out.
    DropScheduled(ScheduledId),
    /// Somebody wants to be reminded.
    SetReminder {
        /// Of which conversation.
        conversation: ConversationId,
        /// In their own words.
        words: String,
        /// When.
        at: Moment,
    },
    /// Somebody does not want to be reminded any more.
    DropReminder(ReminderId),
    /// Open it (again).
    Open(ConversationId),
    /// Wait.
    Wait {
        /// What.
        conversation: ConversationId,
        /// For whom; none: for the customer if our reply is the last word, else refused.
        on: Option<PendingOn>,
        /// For what, in words.
        reason: Option<String>,
        /// When it wakes by itself.
        wake_at: Option<Moment>,
    },
    /// Nothing more to do.
    Close(ConversationId, Option<String>),
    /// Labels come and go.
    Tag {
        /// What.
        conversation: ConversationId,
        /// Come.
        add: Vec<String>,
        /// Go.
        remove: Vec<String>,
    },
    /// Several moves of one conversation, all or none; each is one that names that conversation.
    Together(ConversationId, Vec<Command>),
    /// The outbox is about to hand this text to the carrier.
    HandOver(MessageId),
    /// The outbox has an outcome.
    Sent(MessageId, SendOutcome),
    /// The carrier's word.
    Delivery(MessageId, Delivery),
    /// The same, where only the carrier's id is known, and the lines of the account that gave it out: another account may
    /// give out the same.
    DeliveryByCarrierId(Arc<[LineId]>, String, Delivery),
    /// The carrier was asked and had nothing final.
    LookedUp {
        /// Which text.
        text: MessageId,
        /// Whether the carrier knows it.
        known: bool,
        /// What it said.
        why: String,
    },
    /// A person decides about a text that did not arrive, or of which nobody knows.
    Settle(MessageId, UnknownChoice),
    /// Withdraw a text that was not handed over.
    Cancel(MessageId),
    /// Somebody records consent, or its withdrawal, with the evidence.
    SetConsent {
        /// Which number.
        number: NumberId,
        /// In or out.
        state: ConsentState,
        /// By what record.
        evidence: String,
    },
    /// Consent of the thread's number was changed elsewhere: on another line, or by the team.
    FollowConsent(ThreadId, ConsentNote),
    /// Somebody changes what is known about a customer.
    ChangeContact {
        /// Which.
        contact: ContactId,
        /// What.
        change: ContactChange,
        /// The version that they have seen: refused over any other.
        seen: Option<i64>,
    },
    /// A reply in an earlier conversation of the thread turned out to have failed: what it had answered is owed here.
    TakeDebt(ConversationId, Debt),
    /// Something about this conversation is due.
    Wake(ConversationId),
    /// The policy, or people, or who is on changed: who owns it, and who answers for it?
    Resettle(ConversationId),
    /// Somebody may be free to be given what a queue has.
    Distribute(ConversationId),
    /// An internal comment, made with a template.
    NoteFrom(ConversationId, Box<FromTemplate>),
    /// A reply in an earlier conversation of the thread, called lost, arrived after all, or the carrier has taken it late:
    /// what it had answered is owed here no longer, if it was.
    ReturnDebt(ConversationId, Returned),
}
