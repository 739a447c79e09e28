//! What somebody wants.

use crate::contact::ContactChange;
use crate::conversation::PendingOn;
use crate::event::{ConsentNote, Media};
use crate::handoff::Baton;
use crate::ids::{
    AskId, ContactId, ConversationId, HandoffId, LineId, MessageId, NumberId, QueueId, ThreadId,
};
use crate::number::ConsentState;
use crate::owner::Owner;
use crate::text::{FailureReason, TextState};
use baton_hours::Moment;
use baton_text::{Address, ConsentWord, Reaction, Standing};

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

/// What the author of a text had seen of the thread when they pressed the button.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Seen {
    /// They did not say, so it is not checked: for scripts that mean it.
    Unsaid,
    /// A thread without texts.
    Nothing,
    /// Everything up to this message.
    UpTo(MessageId),
}

/// What becomes of the conversation once the text is written.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Then {
    /// It stays open.
    #[default]
    Open,
    /// It waits for the customer, perhaps until a time.
    Pending {
        /// When it wakes by itself.
        wake_at: Option<Moment>,
    },
    /// It is done.
    Closed {
        /// Why, in words.
        reason: Option<String>,
    },
}

/// A text to write.
#[derive(Debug, Clone)]
pub struct NewText {
    /// What it says.
    pub body: String,
    /// Pictures and files, as public links.
    pub media: Vec<Media>,
    /// What its author had seen.
    pub seen: Seen,
    /// What comes after it.
    pub then: Then,
    /// By when its author promises to do what it says.
    pub promise_by: Option<Moment>,
    /// The asks that it answers.
    pub answers: Vec<AskId>,
}

impl NewText {
    /// Words alone, by somebody who does not say what they have seen; the conversation stays open.
    pub fn saying(body: impl Into<String>) -> Self {
        Self {
            body: body.into(),
            media: Vec::new(),
            seen: Seen::Unsaid,
            then: Then::Open,
            promise_by: None,
            answers: Vec::new(),
        }
    }
}

/// An offer to make.
#[derive(Debug, Clone)]
pub struct NewOffer {
    /// To whom.
    pub to: Owner,
    /// What goes with it.
    pub baton: Baton,
    /// What its author had seen: checked where the customer is told with the offer.
    pub seen: Seen,
}

/// We begin.
#[derive(Debug, Clone)]
pub struct Begin {
    /// From which line.
    pub line: LineId,
    /// To whom.
    pub to: Address,
    /// What to say first.
    pub text: NewText,
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
    /// The same, where only the carrier's id is known.
    DeliveryByCarrierId(String, Delivery),
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
    /// Something about this conversation is due.
    Wake(ConversationId),
    /// The policy, or people, or who is on changed: who owns it, and who answers for it?
    Resettle(ConversationId),
    /// Somebody may be free to be given what a queue has.
    Distribute(ConversationId),
}

/// What a command concerns, and so what is loaded for it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Key {
    /// The thread of a handset and a line, which may not exist yet.
    Handset {
        /// The line.
        line: LineId,
        /// The key that all spellings share.
        handset: String,
    },
    /// A thread, with its live conversation if there is one, else the one that was closed last.
    Thread(ThreadId),
    /// A conversation, with its thread.
    Conversation(ConversationId),
    /// A text of ours, with its thread and conversation.
    Text(MessageId),
    /// A text of ours by the carrier's id.
    CarrierId(String),
    /// A number, with its contact; no thread.
    Number(NumberId),
    /// A contact alone.
    Contact(ContactId),
}

impl Command {
    /// What it concerns.
    pub fn key(&self) -> Key {
        match self {
            Self::Receive(receive) => {
                Key::Handset { line: receive.line, handset: receive.from.handset_key().to_string() }
            }
            Self::Begin(begin) => {
                Key::Handset { line: begin.line, handset: begin.to.handset_key().to_string() }
            }
            Self::Send(id, _)
            | Self::AddNote(id, _)
            | Self::Claim(id)
            | Self::Touch(id)
            | Self::Release(id, _)
            | Self::Open(id)
            | Self::Close(id, _)
            | Self::Wake(id)
            | Self::Resettle(id)
            | Self::Distribute(id)
            | Self::Together(id, _)
            | Self::Assign { conversation: id, .. }
            | Self::Wait { conversation: id, .. }
            | Self::Tag { conversation: id, .. }
            | Self::Offer(id, _)
            | Self::Accept(id, _)
            | Self::Decline { conversation: id, .. }
            | Self::WithdrawHandoff(id, _)
            | Self::OpenAsk { conversation: id, .. }
            | Self::AnswerAsk { conversation: id, .. }
            | Self::MoveAsk { conversation: id, .. }
            | Self::DropAsk { conversation: id, .. } => Key::Conversation(*id),
            Self::HandOver(id)
            | Self::Sent(id, _)
            | Self::Delivery(id, _)
            | Self::LookedUp { text: id, .. }
            | Self::Settle(id, _)
            | Self::Cancel(id) => Key::Text(*id),
            Self::DeliveryByCarrierId(id, _) => Key::CarrierId(id.clone()),
            Self::SetConsent { number, .. } => Key::Number(*number),
            Self::FollowConsent(thread, _) => Key::Thread(*thread),
            Self::ChangeContact { contact, .. } => Key::Contact(*contact),
        }
    }

    /// Whether it may change consent: then the number's other threads are needed too, for what is live there.
    pub fn may_change_consent(&self) -> bool {
        let says = |failure: Option<&FailureReason>| failure.is_some_and(|failure| failure.opted_out);
        match self {
            Self::SetConsent { .. } => true,
            Self::Receive(receive) => {
                let word = baton_text::consent_word(&receive.body, Standing::OptedOut);
                let word = word.map(|keyword| keyword.does).or(receive.carrier_word);
                matches!(word, Some(ConsentWord::OptOut | ConsentWord::OptIn))
            }
            Self::Sent(_, SendOutcome::Refused(failure)) => says(Some(failure)),
            Self::Delivery(_, delivery) | Self::DeliveryByCarrierId(_, delivery) => {
                says(delivery.failure.as_ref())
            }
            _ => false,
        }
    }

    /// Whether the thread's latest texts are needed too, to find the one that a reaction quotes or that invites the
    /// word by which somebody opts out.
    pub fn needs_quotable(&self) -> bool {
        let Self::Receive(receive) = self else { return false };
        receive.reaction.is_some()
            || baton_text::consent_word(&receive.body, Standing::Normal).is_some_and(|keyword| {
                keyword.does == ConsentWord::OptOut && keyword.may_mean_another_thing()
            })
    }
}
