//! Whose turn it is, and how much everybody has: what distribution reads beside the policy. It follows from events.

use crate::conversation::{Conversation, Status};
use crate::decide::Decision;
use crate::directory::Directory;
use crate::event::{Event, OwnerCause};
use crate::ids::{PersonId, QueueId};
use crate::owner::Owner;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A place in an order that outlives changes of that order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Turn {
    /// Who had it last.
    pub last: PersonId,
    /// The order in which it went round then, so that the next one is known also when the last one has left.
    pub order: Vec<PersonId>,
}

impl Turn {
    /// The place among `members` of whoever is next.
    pub(crate) fn next_of(&self, members: &[PersonId]) -> usize {
        let place = |person: &PersonId| members.iter().position(|one| one == person);
        if let Some(last) = place(&self.last) {
            return (last + 1) % members.len();
        }
        // Whoever came after the one who has left.
        let left = self.order.iter().position(|one| *one == self.last).map_or(0, |at| at + 1);
        self.order[left..].iter().chain(&self.order[..left]).find_map(place).unwrap_or(0)
    }
}

/// The turns of one queue.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Turns {
    /// Of being given a conversation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub given: Option<Turn>,
    /// Of answering for what the queue has, among those on shift.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answers: Option<Turn>,
}

/// Turns and loads.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Team {
    /// By queue.
    pub turns: BTreeMap<QueueId, Turns>,
    /// How many open conversations each person has.
    pub open: BTreeMap<PersonId, i64>,
    /// How many open conversations each queue has.
    pub waiting: BTreeMap<QueueId, i64>,
}

impl Team {
    /// How many open conversations somebody has.
    pub fn open_of(&self, person: PersonId) -> i64 {
        self.open.get(&person).copied().unwrap_or(0)
    }

    /// How many open conversations a queue has.
    pub fn waiting_in(&self, queue: QueueId) -> i64 {
        self.waiting.get(&queue).copied().unwrap_or(0)
    }

    /// Takes in what a decision did. Answers with the queues whose turn has moved.
    pub fn follow(
        &mut self,
        directory: &Directory,
        before: Option<&Conversation>,
        after: &Conversation,
        events: &[Event],
    ) -> Vec<QueueId> {
        if let Some(before) = before {
            self.count(before, -1);
        }
        self.count(after, 1);
        let mut moved = Vec::new();
        for taken in taken(directory, before.unwrap_or(after).into(), events) {
            let Some(queue) = directory.queue(taken.queue) else { continue };
            let turn = Some(Turn { last: taken.by, order: queue.members.clone() });
            let turns = self.turns.entry(queue.id).or_default();
            *(if taken.given { &mut turns.given } else { &mut turns.answers }) = turn;
            moved.push(queue.id);
        }
        moved
    }

    /// Turns and loads as a decision leaves them that is not followed yet, for one that is made right after it. None: it
    /// leaves them as they are.
    pub fn after(
        &self,
        directory: &Directory,
        before: Option<&Conversation>,
        decision: &Decision,
    ) -> Option<Self> {
        let after = decision.after.conversation.as_deref().filter(|_| decision.after.changes.conversation)?;
        let before = before.filter(|before| before.id == after.id);
        let same = before.is_some_and(|before| (before.owner, before.status) == (after.owner, after.status));
        if same && taken(directory, before.unwrap_or(after).into(), &decision.events).next().is_none() {
            return None;
        }
        let mut team = self.clone();
        team.follow(directory, before, after, &decision.events);
        Some(team)
    }

    fn count(&mut self, conversation: &Conversation, by: i64) {
        if conversation.status != Status::Open {
            return;
        }
        match conversation.owner {
            Owner::Person(person) => *self.open.entry(person).or_default() += by,
            Owner::Queue(queue) => *self.waiting.entry(queue).or_default() += by,
        }
    }
}

/// Whose a conversation is, and in which queue.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Held {
    pub(crate) owner: Owner,
    pub(crate) queue: Option<QueueId>,
}

impl From<&Conversation> for Held {
    fn from(conversation: &Conversation) -> Self {
        Self { owner: conversation.owner, queue: conversation.queue }
    }
}

/// A turn that was somebody's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Taken {
    pub(crate) queue: QueueId,
    /// One of its members.
    pub(crate) by: PersonId,
    /// The turn of being given something, and not of answering for it.
    pub(crate) given: bool,
}

/// The turns that these events of one conversation took, in order. `held`: whose it was before them.
pub(crate) fn taken<'a>(
    directory: &'a Directory,
    mut held: Held,
    events: &'a [Event],
) -> impl Iterator<Item = Taken> + 'a {
    events.iter().filter_map(move |event| {
        let (queue, by, given) = match event {
            Event::ConversationOpened { owner, queue, accountable, .. } => {
                held = Held { owner: *owner, queue: *queue };
                (owner.queue(), *accountable, false)
            }
            Event::Routed { owner, .. } => {
                held.queue = owner.queue().or(held.queue);
                return None;
            }
            Event::AccountableChanged { to, cause, .. } => {
                // Colleagues take turns for an owner who is off shift too.
                let colleague = *cause == OwnerCause::ShiftChange && held.owner.person() != Some(*to);
                (held.owner.queue().or(held.queue.filter(|_| colleague)), *to, false)
            }
            Event::OwnerChanged { from, to, cause, through, .. } => {
                held = Held { owner: *to, queue: to.queue().or(held.queue) };
                let queue = match cause {
                    OwnerCause::Distribution => from.queue(),
                    OwnerCause::ShiftChange => *through,
                    _ => None,
                };
                (queue, to.person()?, true)
            }
            _ => return None,
        };
        let queue = queue.and_then(|id| directory.queue(id)).filter(|queue| queue.members.contains(&by))?;
        Some(Taken { queue: queue.id, by, given })
    })
}
