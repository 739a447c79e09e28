//! How things look from outside: no integer id leaves this module.

mod consent;
mod contact;
mod conversation;
mod entry;
mod later;
mod message;
mod promise;
mod team;
mod template;

pub(crate) use consent::{ConsentEntry, ConsentHistory};
pub(crate) use contact::{ContactView, NumberView};
pub(crate) use conversation::{ConversationView, unpromised};
pub(crate) use entry::{Customer, Teller};
pub(crate) use entry::{Entry, auto_words, because, replanned};
pub(crate) use later::{ReminderView, ScheduledView};
pub(crate) use message::{MessageView, NoteView};
pub(crate) use promise::{AskView, HandoffView};
pub(crate) use promise::{notice_words, withdraw_words};
pub(crate) use team::{LineView, NamedView, OwnerView, PersonView, QueueView, named, role as role_word};
pub(crate) use template::TemplateView;
