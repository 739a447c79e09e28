//! What is known about a text and its moment when it is routed. All of it comes in as values.

use crate::names::{HoursRef, LineRef, PersonRef, QueueRef};
use serde::{Deserialize, Serialize};

/// Whom a conversation or an ask is given to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase", tag = "kind", content = "id")]
pub enum Owner {
    /// A queue.
    Queue(QueueRef),
    /// A person.
    Person(PersonRef),
}

/// What rules ask about the moment. Only asked where a rule needs it.
pub trait Moment {
    /// Whether these hours are open.
    fn hours_open(&self, hours: HoursRef) -> bool;

    /// The time on the workspace's wall: minutes since midnight, 0 to 1439.
    fn minute_of_day(&self) -> u16;

    /// Whether this person, or somebody who covers for them, can be given a conversation now. A rule that assigns to
    /// somebody who cannot leaves the decision to the rules after it.
    fn can_take(&self, person: PersonRef) -> bool {
        let _ = person;
        true
    }
}

/// What is known of the customer.
#[derive(Debug, Clone, Copy, Default)]
pub struct Contact<'a> {
    /// Whether this is the first conversation we have with them.
    pub new: bool,
    /// Their tags.
    pub tags: &'a [&'a str],
    /// Their attributes: name and value.
    pub attributes: &'a [(&'a str, &'a str)],
    /// Whether they have an account owner, there or away.
    pub has_owner: bool,
    /// Whether the account owner is available for something new.
    pub owner_available: bool,
    /// Whom `assign to owner` gives the conversation to. `None` where there is no account owner, or where they are away
    /// and nobody covers for them: `assign to owner` then leaves the decision to the rules after it.
    pub owner: Option<PersonRef>,
}

/// What one text is routed by.
#[derive(Clone, Copy)]
pub struct Facts<'a> {
    /// The text as the customer wrote it; of any length.
    pub text: &'a str,
    /// Whether it came with pictures or other media.
    pub has_media: bool,
    /// Who wrote it.
    pub contact: Contact<'a>,
    /// The line it came in on.
    pub line: LineRef,
    /// The tags of the conversation before this text is routed.
    pub tags: &'a [&'a str],
    /// The queue that the conversation is in: the one it was routed to last. `None` for one that is new.
    pub queue: Option<QueueRef>,
    /// Who owned this customer's conversation before; `None` if nobody did or they cannot take it.
    pub last_owner: Option<Owner>,
    /// Whom the policy names as on call; `None` if it names nobody.
    pub on_call: Option<Owner>,
    /// Hours and the time of day.
    pub moment: &'a dyn Moment,
}
