//! What a decision moved, net: for showing beforehand what a change would move where (law 10).

use crate::conversation::Conversation;
use crate::directory::Directory;
use crate::event::{Event, OwnerCause};
use crate::ids::{AskId, HandoffId, ReminderId, ScheduledId};
use crate::owner::Owner;

/// What moves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Moved {
    /// The conversation has another owner.
    Conversation,
    /// A question of it has another owner.
    Ask(AskId),
    /// What is offered comes back to whoever has the conversation.
    Offer(HandoffId),
    /// Somebody else answers for it; its owner stays.
    Answers,
    /// A text of somebody who left is somebody else's.
    Scheduled(ScheduledId),
    /// A reminder of somebody who left comes to somebody else.
    Reminder(ReminderId),
}

/// From whom to whom something moves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Move {
    /// What.
    pub what: Moved,
    /// From whom.
    pub from: Owner,
    /// To whom, in the end.
    pub to: Owner,
    /// Why; none for what follows from its conversation.
    pub cause: Option<OwnerCause>,
}

/// What of `before` these events move.
pub fn moves(before: &Conversation, events: &[Event]) -> Vec<Move> {
    let mut found: Vec<Move> = Vec::new();
    let mut put = |what, from, to, cause| match found.iter_mut().find(|one| one.what == what) {
        Some(one) => one.to = to,
        None => found.push(Move { what, from, to, cause }),
    };
    let mut owner = before.owner;
    for event in events {
        match event {
            Event::OwnerChanged { from, to, cause, .. } => {
                owner = *to;
                put(Moved::Conversation, *from, *to, Some(*cause));
            }
            Event::AccountableChanged { from, to, cause } => {
                put(Moved::Answers, Owner::Person(*from), Owner::Person(*to), Some(*cause));
            }
            Event::AskMoved { id, to: Some(to), .. } => {
                let ask = before.asks.iter().find(|ask| ask.id == *id);
                put(Moved::Ask(*id), ask.map_or(*to, |ask| ask.owner), *to, None);
            }
            Event::ScheduledMoved { id, to } => {
                let text = before.scheduled.iter().find(|text| text.id == *id);
                let from = text.and_then(|text| text.by.as_person()).unwrap_or(*to);
                put(Moved::Scheduled(*id), Owner::Person(from), Owner::Person(*to), None);
            }
            Event::HandoffWithdrawn { id, .. } => {
                let offered = before.handoff.as_ref().filter(|offer| offer.id == *id);
                put(Moved::Offer(*id), offered.map_or(owner, |offer| offer.to), owner, None);
            }
            _ => {}
        }
    }
    // Who answers goes with the owner.
    let whole = found.iter().any(|one| one.what == Moved::Conversation);
    found.retain(|one| one.from != one.to && !(whole && one.what == Moved::Answers));
    found
}

/// What a change of the workspace's zone does to times, in words; none where the zone stays.
///
/// Whatever somebody set is an instant, and so is a promise that runs around the clock; what is promised in business time follows
/// the hours, which have the workspace's zone unless they name their own.
pub fn zone_change(live: &Directory, directory: &Directory) -> Option<String> {
    let (from, to) = (live.policy.zone().name(), directory.policy.zone().name());
    (from != to).then(|| {
        format!(
            "The zone changes from {from} to {to}. Wake-ups, scheduled texts, reminders and what somebody promised by name of \
             the hour stay at their instants, and show another time on that clock. What is promised in business time is \
             planned anew by the hours there."
        )
    })
}

/// Whose reminders of `after` come to somebody else than under `live`, once `directory` holds: nothing is written about them
/// before their time.
pub fn reminders(live: &Directory, directory: &Directory, after: &Conversation) -> Vec<Move> {
    let whose = |directory: &Directory, person| {
        let there = [person, after.accountable].into_iter().find(|one| directory.is_active(*one));
        Owner::Person(there.unwrap_or(directory.fallback))
    };
    let all = after.reminders.iter().map(|one| Move {
        what: Moved::Reminder(one.id),
        from: whose(live, one.person),
        to: whose(directory, one.person),
        cause: None,
    });
    all.filter(|one| one.from != one.to).collect()
}
