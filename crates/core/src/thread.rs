//! Everything ever between one handset key and one line.

use crate::answered_in::AnsweredIn;
use crate::ids::{ContactId, ConversationId, LineId, MessageId, NumberId, PersonId, Position, ThreadId};
use crate::wish::Wish;
use baton_hours::Moment;
use serde::{Deserialize, Serialize};

/// The unit of concurrency: its position is its version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Thread {
    /// Identity.
    pub id: ThreadId,
    /// Our side.
    pub line: LineId,
    /// Their side.
    pub number: NumberId,
    /// Whose number it is.
    pub contact: ContactId,
    /// The position of the last record of this thread; a commit asserts it.
    #[serde(default)]
    pub version: Position,
    /// How many messages (texts and notes) it holds.
    #[serde(default)]
    pub messages: u32,
    /// The conversation that is not closed, if there is one (law 1: at most one).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub open: Option<ConversationId>,
    /// The conversation that was closed last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_closed: Option<ConversationId>,
    /// The customer's last text, reactions aside.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_inbound: Option<MessageId>,
    /// When that came.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_inbound_at: Option<Moment>,
    /// The last text by a person of the team.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_by: Option<(PersonId, MessageId)>,
    /// The last text by any other person than that one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_by_other: Option<(PersonId, MessageId)>,
    /// The last reply that arrived although it had been called lost, where another conversation may have taken its debt.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub arrived: Option<MessageId>,
    /// Closed conversations in which a reply stands that pays what an earlier one owes.
    #[serde(default, skip_serializing_if = "AnsweredIn::is_empty")]
    pub answered: AnsweredIn,
    /// The last text that may ask for texts to end, until they opt out or in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wish: Option<Box<Wish>>,
    /// When the last message was written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_at: Option<Moment>,
    /// The first words of the last message, for lists: at most [`Thread::SNIPPET`] characters.
    #[serde(default)]
    pub snippet: String,
    /// Whether the snippet is ours.
    #[serde(default)]
    pub snippet_ours: bool,
    /// Whose words the snippet is, where it is ours.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub snippet_by: Option<Author>,
}

/// Whose words a text of ours is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase", tag = "kind", content = "who")]
pub enum Author {
    /// Somebody of the team, whoever caused that it went out.
    Person(PersonId),
    /// A program, by its name then.
    Program(String),
    /// Baton made it by itself.
    Baton,
}

impl Thread {
    /// The most characters of a snippet.
    pub const SNIPPET: usize = 90;

    /// A thread in which nothing happened yet.
    pub fn new(id: ThreadId, line: LineId, number: NumberId, contact: ContactId) -> Self {
        Self {
            id,
            line,
            number,
            contact,
            version: Position(0),
            messages: 0,
            open: None,
            last_closed: None,
            last_inbound: None,
            last_inbound_at: None,
            last_by: None,
            last_by_other: None,
            arrived: None,
            answered: AnsweredIn::default(),
            wish: None,
            last_at: None,
            snippet: String::new(),
            snippet_ours: false,
            snippet_by: None,
        }
    }

    /// The id that its next message gets.
    pub fn next_message(&self) -> MessageId {
        MessageId::new(self.id, self.messages + 1)
    }

    /// Whether nothing was ever texted in it, by them or by us.
    pub fn is_silent(&self) -> bool {
        self.last_at.is_none()
    }

    /// The newest text that an author who is `person` (none: a program) did not write and that counts as news to
    /// them: a customer's, or another person's. Automatic texts and one's own do not count.
    pub fn newest_for(&self, person: Option<PersonId>) -> Option<MessageId> {
        let by_others = match (self.last_by, person) {
            (Some((author, _)), Some(me)) if author == me => self.last_by_other,
            (last, _) => last,
        };
        self.last_inbound.max(by_others.map(|(_, id)| id))
    }
}
