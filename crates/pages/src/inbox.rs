//! The inbox: navigation, list, conversation, details.

use crate::conversation::Conversation;
use crate::list::List;
use crate::ring::Ring;
use crate::shell::Shell;
use askama::Template;

/// The whole page: `GET /` and `GET /c/{id}`.
#[derive(Debug, Clone, Template)]
#[template(path = "inbox.html")]
pub struct InboxPage {
    /// The frame.
    pub shell: Shell,
    /// The list.
    pub list: List,
    /// The right columns.
    pub beside: Inbox,
}

/// What stands beside the list.
#[derive(Debug, Clone)]
pub enum Inbox {
    /// A conversation.
    Conversation(Box<Conversation>),
    /// None is chosen, and there are some.
    Nothing,
    /// There has never been a text: what to do first.
    First(Box<FirstText>),
}

/// What a new workspace shows.
#[derive(Debug, Clone)]
pub struct FirstText {
    /// The number to text: "(212) 555-0100".
    pub number: String,
    /// The reader's ring.
    pub you: Ring,
    /// A queue for which the reader answers, as an example.
    pub queue: Option<Ring>,
    /// Whether there is a pretend phone to try it with.
    pub pretend_phone: bool,
    /// "Your team is ready: 8 people, 6 queues, Ruth as the fallback."
    pub team: String,
}

impl InboxPage {
    pub(crate) fn is_first(&self) -> bool {
        matches!(self.beside, Inbox::First(_))
    }

    pub(crate) fn is_nothing(&self) -> bool {
        matches!(self.beside, Inbox::Nothing)
    }

    pub(crate) fn open(&self) -> &str {
        match &self.beside {
            Inbox::Conversation(conversation) => &conversation.head.forms.conversation,
            Inbox::Nothing | Inbox::First(_) => "",
        }
    }

    pub(crate) fn title(&self) -> &str {
        match &self.beside {
            Inbox::Conversation(conversation) => &conversation.head.who,
            Inbox::Nothing | Inbox::First(_) => &self.list.title,
        }
    }
}
