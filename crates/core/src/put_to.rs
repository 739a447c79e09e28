//! What a conversation puts to others than its owner: its open asks, and the offer that stands.

use crate::clock::Clock;
use crate::conversation::Conversation;
use crate::directory::Directory;
use crate::event::Event;
use crate::ids::PersonId;
use crate::owner::Owner;
use baton_hours::Moment;

/// Something that waits for somebody who need not have the conversation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PutTo {
    /// For whom.
    pub to: Owner,
    /// Who offers it, to whom it is nothing new; none for a question.
    pub giver: Option<PersonId>,
    /// By when: a question's promise, or since when it is open where nothing is promised; an offer's end.
    pub at: Moment,
}

impl Conversation {
    /// What it puts to others, for each of them and each giver once, by the earliest. Whoever answers for a question has
    /// it too.
    pub fn put_to(&self) -> Vec<PutTo> {
        let mut all: Vec<PutTo> = Vec::new();
        let mut add = |new: PutTo| match all.iter_mut().find(|old| (old.to, old.giver) == (new.to, new.giver))
        {
            Some(old) => old.at = old.at.min(new.at),
            None => all.push(new),
        };
        if !self.is_live() {
            return all;
        }
        for ask in &self.asks {
            let due = ask.clock.as_ref().filter(|clock| clock.runs()).map(|clock| clock.due_at);
            let at = due.unwrap_or(ask.opened_at);
            add(PutTo { to: ask.owner, giver: None, at });
            add(PutTo { to: Owner::Person(ask.accountable), giver: None, at });
        }
        if let Some(offer) = &self.handoff {
            add(PutTo { to: offer.to, giver: Some(offer.from), at: offer.expires_at });
        }
        all
    }

    /// Whether it puts the same to the same as it did; without looking further where it puts nothing to anybody, as
    /// most do.
    pub fn puts_the_same_as(&self, before: &Self) -> bool {
        let nothing = |one: &Self| one.asks.is_empty() && one.handoff.is_none();
        (nothing(self) && nothing(before)) || self.put_to() == before.put_to()
    }

    /// The promise by which it stands in lists: of its own that is [shown](Self::shown_clock) and those of its open
    /// questions the one that is due first.
    pub fn first_due(&self) -> Option<&Clock> {
        let asked = self.asks.iter().filter_map(|ask| ask.clock.as_ref()).filter(|clock| clock.runs());
        self.shown_clock().into_iter().chain(asked).min_by_key(|clock| clock.due_at)
    }

    /// Its place among those that are not closed: when that promise is due, or since when a text of theirs waits where
    /// nothing is promised for it; none where nothing runs and nothing waits.
    pub fn due_place(&self) -> Option<Moment> {
        let own = self.shown_clock().map(|clock| clock.due_at).or(self.waiting_since);
        let asked = self.asks.iter().filter_map(|ask| ask.clock.as_ref()).filter(|clock| clock.runs());
        own.into_iter().chain(asked.map(|clock| clock.due_at)).min()
    }
}

impl Directory {
    /// For whom something may be put that concerns this person: themselves, and the queues that they are in or lead.
    /// What one could take because of a role only is put to others.
    pub fn parties_of(&self, person: PersonId) -> Vec<Owner> {
        let theirs =
            self.queues.iter().filter(|queue| queue.members.contains(&person) || queue.lead == Some(person));
        std::iter::once(Owner::Person(person)).chain(theirs.map(|queue| Owner::Queue(queue.id))).collect()
    }
}

impl Event {
    /// Who is told something by it that they must not miss.
    pub fn tells(&self) -> &[PersonId] {
        match self {
            Self::Told { who: told, .. } | Self::ClockWarned { told, .. } => std::slice::from_ref(told),
            Self::EscalationStepped { told, .. } => told,
            _ => &[],
        }
    }
}
