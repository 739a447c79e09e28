//! What readers get back.

use baton_core::{
    Contact, Conversation, ConversationId, MessageId, Moment, Number, PersonId, Position, Record, Status,
    Thread,
};

/// A row of the conversation list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListRow {
    /// The conversation.
    pub conversation: Conversation,
    /// Its thread, for snippet, last time and version.
    pub thread: Thread,
    /// The contact's name, where known.
    pub contact_name: Option<String>,
    /// The number as spelled.
    pub address: String,
    /// The viewer has not seen the customer's last text, and nobody of us answered it.
    pub unread: bool,
}

/// Which conversations a list shows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Only with this status; none: everything that is not closed.
    pub status: Option<Status>,
    /// Only of this owner.
    pub owner: Option<baton_core::Owner>,
    /// Only those this person answers for.
    pub accountable: Option<PersonId>,
    /// Only with this tag.
    pub tag: Option<String>,
    /// Only what is put to one of these: an open ask of theirs, or one they answer for, or an offer to them. Such a list
    /// is in the order of that.
    pub put_to: Option<PutToWhom>,
    /// Only of contacts whose name has words that begin so, or whose number begins or ends so.
    pub query: Option<String>,
}

/// To whom something is put.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PutToWhom {
    /// One of these; [`baton_core::Directory::parties_of`] somebody.
    pub parties: Vec<baton_core::Owner>,
    /// What this person offers is nothing that is put to them, where they are in the queue that they offer it to.
    pub except_by: Option<PersonId>,
}

impl PutToWhom {
    /// By when the earliest of what a conversation puts to these is; none if it puts nothing to them.
    pub fn place(&self, row: &Conversation) -> Option<Moment> {
        let put = row.put_to().into_iter();
        let theirs = put.filter(|one| {
            self.parties.contains(&one.to) && (one.giver.is_none() || one.giver != self.except_by)
        });
        theirs.map(|one| one.at).min()
    }
}

/// Something that somebody was told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToldRow {
    /// The position of the event that tells it.
    pub position: Position,
    /// The record that holds it.
    pub record: Record,
    /// The conversation it is about, as it stands now.
    pub row: ListRow,
    /// They have not read it.
    pub unread: bool,
}

/// A page of a list and where the next one begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page<T> {
    /// The rows.
    pub items: Vec<T>,
    /// Opaque; none on the last page.
    pub next: Option<String>,
}

/// Something about a conversation or text that is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Due {
    /// A conversation wakes.
    Conversation(ConversationId, Moment),
    /// A text is looked up, tried again, or dropped.
    Text(MessageId, Moment),
}

impl Due {
    /// When.
    pub fn at(&self) -> Moment {
        match self {
            Self::Conversation(_, at) | Self::Text(_, at) => *at,
        }
    }
}

/// A contact with their numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContactCard {
    /// Who.
    pub contact: Contact,
    /// Their numbers, oldest first.
    pub numbers: Vec<Number>,
}
