//! What stands about the thread that a command concerns.

use crate::contact::Contact;
use crate::conversation::Conversation;
use crate::event::TextKind;
use crate::ids::MessageId;
use crate::number::Number;
use crate::text::OutText;
use crate::thread::Thread;
use baton_hours::Moment;
use std::sync::Arc;

/// A text of the thread that a reaction may quote, or that a reserved word may answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quotable {
    /// Which.
    pub id: MessageId,
    /// What it says.
    pub body: String,
    /// When it came or was written.
    pub at: Moment,
    /// What kind of text of ours it is; none: the customer's.
    pub ours: Option<TextKind>,
}

/// Which parts of a subject were changed since it was loaded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[expect(clippy::struct_excessive_bools, reason = "a set of four independent marks")]
pub struct Changes {
    /// The number.
    pub number: bool,
    /// The contact.
    pub contact: bool,
    /// The thread.
    pub thread: bool,
    /// The conversation.
    pub conversation: bool,
}

/// What stands about the thread that a command concerns. Parts that do not exist yet are none. They are shared with
/// whoever loaded them until an event changes one, for most of what a decision reads it leaves as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Subject {
    /// Their number.
    pub number: Option<Arc<Number>>,
    /// Whose number it is.
    pub contact: Option<Arc<Contact>>,
    /// The thread.
    pub thread: Option<Arc<Thread>>,
    /// The conversation that the command names; else the thread's live one; else the one closed last.
    pub conversation: Option<Arc<Conversation>>,
    /// Texts of ours: the one the command names, and those written since it was loaded.
    pub texts: Vec<OutText>,
    /// The thread's latest texts, newest first, where the command needs them.
    pub quotable: Vec<Quotable>,
    /// What was changed.
    pub changes: Changes,
}

impl Subject {
    /// The text of ours with this id.
    pub fn text(&self, id: MessageId) -> Option<&OutText> {
        self.texts.iter().find(|text| text.id == id)
    }

    /// The same, to change it.
    pub(crate) fn text_mut(&mut self, id: MessageId) -> Option<&mut OutText> {
        self.texts.iter_mut().find(|text| text.id == id)
    }

    /// The thread's conversation that is not closed.
    pub fn live(&self) -> Option<&Conversation> {
        self.conversation.as_deref().filter(|conversation| conversation.is_live())
    }
}
