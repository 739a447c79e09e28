//! What a command concerns, and so what is loaded for it.

use super::{Command, SendOutcome};
use crate::ids::{ContactId, ConversationId, LineId, MessageId, NumberId, ThreadId};
use crate::text::FailureReason;
use crate::wish::Judged;
use baton_text::{ConsentWord, ConsentWords, Standing};
use std::sync::Arc;

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
    /// A text of ours by the carrier's id, on any of these lines.
    CarrierId {
        /// The lines of the account that gave it out.
        lines: Arc<[LineId]>,
        /// The carrier's id.
        id: String,
    },
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
            | Self::NoteFrom(id, _)
            | Self::Claim(id)
            | Self::Touch(id)
            | Self::Release(id, _)
            | Self::Open(id)
            | Self::Close(id, _)
            | Self::Wake(id)
            | Self::Resettle(id)
            | Self::Distribute(id)
            | Self::TakeDebt(id, _)
            | Self::ReturnDebt(id, _)
            | Self::Together(id, _)
            | Self::Assign { conversation: id, .. }
            | Self::Wait { conversation: id, .. }
            | Self::Tag { conversation: id, .. }
            | Self::Offer(id, _)
            | Self::Accept(id, _)
            | Self::Decline { conversation: id, .. }
            | Self::WithdrawHandoff(id, _)
            | Self::Watch(id)
            | Self::Unwatch(id)
            | Self::OpenAsk { conversation: id, .. }
            | Self::CloseSeen { conversation: id, .. }
            | Self::AnswerAsk { conversation: id, .. }
            | Self::MoveAsk { conversation: id, .. }
            | Self::DropAsk { conversation: id, .. }
            | Self::SetReminder { conversation: id, .. } => Key::Conversation(*id),
            Self::ChangeScheduled(id, _)
            | Self::SendScheduled { scheduled: id, .. }
            | Self::DropScheduled(id) => Key::Conversation(id.conversation()),
            Self::DropReminder(id) => Key::Conversation(id.conversation()),
            Self::HandOver(id)
            | Self::Sent(id, _)
            | Self::Delivery(id, _)
            | Self::LookedUp { text: id, .. }
            | Self::Settle(id, _)
            | Self::Cancel(id) => Key::Text(*id),
            Self::DeliveryByCarrierId(lines, id, _) => {
                Key::CarrierId { lines: Arc::clone(lines), id: id.clone() }
            }
            Self::SetConsent { number, .. } => Key::Number(*number),
            Self::FollowConsent(thread, _) => Key::Thread(*thread),
            Self::JudgeWish { text, .. } => Key::Thread(text.thread()),
            Self::ChangeContact { contact, .. } => Key::Contact(*contact),
        }
    }

    /// Whether it may change consent: then the number's other threads are needed too, for what is live there.
    /// `words` are those of the workspace.
    pub fn may_change_consent(&self, words: &ConsentWords) -> bool {
        let says = |failure: Option<&FailureReason>| failure.is_some_and(|failure| failure.opted_out);
        match self {
            Self::SetConsent { .. } | Self::JudgeWish { judged: Judged::Out, .. } => true,
            Self::Receive(receive) => {
                let word = words.find(&receive.body, Standing::OptedOut);
                let word = word.map(|keyword| keyword.does).or(receive.carrier_word);
                matches!(word, Some(ConsentWord::OptOut | ConsentWord::OptIn))
            }
            Self::Sent(_, SendOutcome::Refused(failure)) => says(Some(failure)),
            Self::Delivery(_, delivery) | Self::DeliveryByCarrierId(_, _, delivery) => {
                says(delivery.failure.as_ref())
            }
            _ => false,
        }
    }

    /// Whether the thread's latest texts are needed too, to find the one that a reaction quotes or that invites the
    /// word by which somebody opts out; or for a template that repeats what the customer wrote.
    pub fn needs_quotable(&self) -> bool {
        let receive = match self {
            Self::Receive(receive) => receive,
            Self::Send(_, text) => return text.template.is_some(),
            Self::Begin(begin) => return begin.text.template.is_some(),
            Self::NoteFrom(..) => return true,
            Self::Offer(_, offer) => {
                return offer.customer_template.is_some() || offer.summary_template.is_some();
            }
            Self::Together(_, steps) => return steps.iter().any(Self::needs_quotable),
            _ => return false,
        };
        receive.reaction.is_some()
            || baton_text::consent_word(&receive.body, Standing::Normal).is_some_and(|keyword| {
                keyword.does == ConsentWord::OptOut && keyword.may_mean_another_thing()
            })
    }
}
