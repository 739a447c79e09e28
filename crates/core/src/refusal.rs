//! Why something was not done, for the person who wanted it.

mod reason;

pub use reason::Reason;

use crate::ids::{ConversationId, MessageId, Position};
use baton_hours::Moment;

/// A reason, with the sentence that tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Because {
    /// Why, for programs.
    pub reason: Reason,
    /// Why, for people, and what to do.
    pub sentence: String,
}

/// A command that changes nothing, with a sentence for whoever caused it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// There is no such thing in this workspace: the reason's name says of what.
    #[error("There is no such {} here.", .0.thing())]
    NotFound(Reason),
    /// The text's author has not seen the newest; the newest message is named.
    #[error("Something newer came while you wrote. Read it first, or send anyway.")]
    Newer {
        /// The newest text that counts.
        newest: MessageId,
    },
    /// It is not the version that they have seen.
    #[error("The conversation has changed since you read it. Read it again, then decide.")]
    Changed {
        /// The version that it has now.
        version: Position,
    },
    /// It is not the version of a contact that they have seen.
    #[error("The contact has changed since you read it. Read it again, then decide.")]
    ContactChanged {
        /// The version that it has now.
        version: i64,
    },
    /// The thread has a live conversation already.
    #[error("There is an open conversation with this number already. Answer there.")]
    AlreadyOpen(ConversationId),
    /// The number opted out.
    #[error(
        "{who} opted out of texts, so nothing can be sent there. They can text START to {line} to change that."
    )]
    OptedOut {
        /// The customer, by name or number.
        who: String,
        /// Our number.
        line: String,
    },
    /// It is night where the customer is, or may be, and nobody has said that the text cannot wait.
    #[error("{sentence}")]
    QuietHours {
        /// What the clock shows there, and what to do.
        sentence: String,
        /// When they are over; none if that is not known.
        until: Option<Moment>,
    },
    /// Somebody has taken it over, which whoever wants to close it has not seen.
    #[error("{0}")]
    TakenOver(String),
    /// It is closed.
    #[error("This conversation is closed. Reopen it first.")]
    Closed,
    /// It is in a state in which this means nothing.
    #[error("{}", .0.sentence)]
    NotNow(Because),
    /// They may not.
    #[error("{}", .0.sentence)]
    NotAllowed(Because),
    /// What they wrote cannot be used.
    #[error("{sentence}")]
    Invalid {
        /// The field of the request.
        field: &'static str,
        /// Why, for programs.
        reason: Reason,
        /// What is wrong with it, and what to do.
        sentence: String,
    },
}

impl Refusal {
    /// A field that cannot be used, with the reason.
    pub fn invalid(reason: Reason, field: &'static str, sentence: impl Into<String>) -> Self {
        Self::Invalid { field, reason, sentence: sentence.into() }
    }

    /// What cannot be now.
    pub fn not_now(reason: Reason, sentence: impl Into<String>) -> Self {
        Self::NotNow(Because { reason, sentence: sentence.into() })
    }

    /// What they may not.
    pub fn not_allowed(reason: Reason, sentence: impl Into<String>) -> Self {
        Self::NotAllowed(Because { reason, sentence: sentence.into() })
    }

    /// Why, by a name that does not change: finer than [`Refusal::code`], one for each sentence.
    pub fn reason(&self) -> Reason {
        match self {
            Self::NotFound(reason) | Self::Invalid { reason, .. } => *reason,
            Self::NotNow(because) | Self::NotAllowed(because) => because.reason,
            Self::Newer { .. } => Reason::NewerText,
            Self::Changed { .. } => Reason::ConversationChanged,
            Self::ContactChanged { .. } => Reason::ContactChanged,
            Self::AlreadyOpen(_) => Reason::AlreadyOpen,
            Self::OptedOut { .. } => Reason::OptedOut,
            Self::QuietHours { .. } => Reason::QuietHours,
            Self::TakenOver(_) => Reason::TakenOver,
            Self::Closed => Reason::Closed,
        }
    }

    /// A short stable name, for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotFound(_) => "not_found",
            Self::Newer { .. } => "newer_text",
            Self::Changed { .. } | Self::ContactChanged { .. } => "changed",
            Self::AlreadyOpen(_) => "already_open",
            Self::OptedOut { .. } => "opted_out",
            Self::QuietHours { .. } => "quiet_hours",
            Self::TakenOver(_) => "taken_over",
            Self::Closed => "closed",
            Self::NotNow(_) => "not_now",
            Self::NotAllowed(_) => "not_allowed",
            Self::Invalid { .. } => "invalid",
        }
    }
}
