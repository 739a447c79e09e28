//! Law 10: what a change moved, told by what stood before it and what stands after it, is what was shown beforehand.

use super::Checker;
use baton_core::{
    AskId, ConversationId, HandoffId, Moment, Move, Moved, Owner, PersonId, ReminderId, ScheduledId,
};
use std::collections::{BTreeMap, BTreeSet};

/// What can move.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Thing {
    Conversation(ConversationId),
    Answers(ConversationId),
    Ask(AskId),
    Offer(HandoffId),
    Scheduled(ScheduledId),
    Reminder(ReminderId),
}

/// Who has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Whose(bool, i64);

impl From<Owner> for Whose {
    fn from(owner: Owner) -> Self {
        match owner {
            Owner::Person(person) => Self(false, person.0),
            Owner::Queue(queue) => Self(true, queue.0),
        }
    }
}

/// A reminder of somebody who is gone comes to whoever answers then, which is told by itself.
const WHOEVER_ANSWERS: Whose = Whose(false, 0);

fn of(person: PersonId) -> Whose {
    Owner::Person(person).into()
}

/// Everything that is somebody's.
#[derive(Debug, Default)]
pub(super) struct Stands(BTreeMap<Thing, Whose>);

impl Checker {
    /// Whose everything is. An offer whose time is over goes back in any case.
    fn stands(&self, now: Moment) -> Stands {
        let mut all = BTreeMap::new();
        let live = self.live.values().filter_map(|id| Some((*id, self.talks.get(id)?)));
        for (id, talk) in live {
            all.insert(Thing::Conversation(id), talk.owner.into());
            all.insert(Thing::Answers(id), of(talk.accountable));
            all.extend(talk.asks.iter().map(|(id, ask)| (Thing::Ask(*id), ask.owner.into())));
            all.extend(
                talk.offer
                    .iter()
                    .filter(|offer| offer.expires > now)
                    .map(|offer| (Thing::Offer(offer.id), offer.to.into())),
            );
            let scheduled = talk.scheduled.iter();
            all.extend(scheduled.filter_map(|(id, text)| Some((Thing::Scheduled(*id), of(text.author()?)))));
            let reminders = self.later.reminders_in(id);
            all.extend(reminders.map(|(id, whose)| {
                (Thing::Reminder(id), if self.is_there(whose) { of(whose) } else { WHOEVER_ANSWERS })
            }));
        }
        Stands(all)
    }

    fn is_there(&self, person: PersonId) -> bool {
        self.people.iter().position(|one| *one == person).is_some_and(|place| self.active[place])
    }

    /// A change is about to be made.
    pub(crate) fn before_a_change(&mut self, now: Moment) {
        self.stood = self.stands(now);
    }

    /// The change is made and settled, and nothing else has happened.
    /// `anyway`: what moves without the change too, and is not shown.
    pub(crate) fn moved_as_shown(
        &mut self,
        now: Moment,
        shown: &[(ConversationId, Move)],
        anyway: &[(ConversationId, Move)],
    ) {
        let stands = self.stands(now);
        let mut moved = BTreeSet::new();
        for (thing, from) in &self.stood.0 {
            let to = match (thing, stands.0.get(thing)) {
                (_, Some(to)) => *to,
                // What is offered no more is with whoever has the conversation.
                (Thing::Offer(id), None) => match stands.0.get(&Thing::Conversation(id.conversation())) {
                    Some(to) => *to,
                    None => continue,
                },
                _ => continue,
            };
            // Who answers goes with the owner.
            let whole = match thing {
                Thing::Answers(id) => {
                    let owner = Thing::Conversation(*id);
                    self.stood.0.get(&owner) != stands.0.get(&owner)
                }
                _ => false,
            };
            if *from != to && !whole {
                moved.insert((*thing, *from, to));
            }
        }
        moved.retain(|one| !anyway.iter().any(|(id, other)| self.said(*id, other) == *one));
        let said: BTreeSet<_> = shown.iter().map(|(id, one)| self.said(*id, one)).collect();
        if let Some((thing, ..)) = moved.symmetric_difference(&said).next() {
            let of =
                |all: &BTreeSet<(Thing, Whose, Whose)>| all.iter().find(|(one, ..)| one == thing).copied();
            let what = format!("shown was {:?}, and what moved is {:?}", of(&said), of(&moved));
            self.wrong("law 10", now, what);
        }
    }

    fn said(&self, id: ConversationId, one: &Move) -> (Thing, Whose, Whose) {
        let thing = match one.what {
            Moved::Conversation => Thing::Conversation(id),
            Moved::Answers => Thing::Answers(id),
            Moved::Ask(ask) => Thing::Ask(ask),
            Moved::Offer(offer) => Thing::Offer(offer),
            Moved::Scheduled(text) => Thing::Scheduled(text),
            Moved::Reminder(reminder) => {
                let set = self.later.reminders_in(id).find(|(found, _)| *found == reminder);
                let whose = |owner: Owner| {
                    let setters = set.is_some_and(|(_, person)| owner == Owner::Person(person));
                    if setters { owner.into() } else { WHOEVER_ANSWERS }
                };
                return (Thing::Reminder(reminder), whose(one.from), whose(one.to));
            }
        };
        (thing, one.from.into(), one.to.into())
    }
}
