//! Law 4: an offer does not move anything until it is accepted, and comes back loudly; and the questions of a conversation.

use super::talk::{Asked, Offered};
use super::there::Said;
use super::{Checker, Heard};
use crate::house::Long;
use baton_core::{
    ConversationId, Event, HandoffId, Moment, Notice, Owner, PersonId, Position, QueueId, SeenOwner,
};
use std::time::Duration;

/// Half an hour: hours and shifts begin and end with one.
const SLOT: i64 = 30 * 60 * 1_000_000;

impl Checker {
    pub(super) fn offers(&mut self, heard: &Heard<'_>, id: ConversationId) {
        let at = heard.at();
        match heard.event {
            Event::HandoffOffered { id: offer, from, to, expires_at, .. } => {
                let new = Offered { id: *offer, from: *from, to: *to, expires: *expires_at };
                self.givers.insert(*offer, *from);
                let stood = self.talks.get_mut(&id).and_then(|talk| talk.offer.replace(new));
                if stood.is_some() {
                    self.wrong("law 4", at, "two offers stand");
                }
                self.stands_an_hour(at, id, *to, *expires_at);
            }
            Event::HandoffAccepted { id: offer, person, confirm_to } => {
                let to = self.talks.get(&id).and_then(|talk| talk.offer.as_ref().map(|offer| offer.to));
                if matches!(to, Some(Owner::Person(to)) if to != *person) {
                    self.wrong("law 4", at, "somebody accepts what was offered to somebody else");
                }
                self.end_offer(heard, id, *offer);
                self.change(id, |talk| talk.accepted = Some((*person, at)));
                if let Some(giver) = *confirm_to {
                    self.change(id, |talk| {
                        if !talk.confirm.contains(&giver) {
                            talk.confirm.push(giver);
                        }
                    });
                }
            }
            Event::HandoffDeclined { id: offer, .. } => {
                self.comes_back(heard, id, *offer, Notice::HandoffDeclined);
            }
            Event::HandoffExpired { id: offer, .. } => {
                let until =
                    self.talks.get(&id).and_then(|talk| talk.offer.as_ref().map(|offer| offer.expires));
                if until.is_none_or(|until| until > at) {
                    self.wrong("timers", at, "an offer expires before its time");
                }
                self.comes_back(heard, id, *offer, Notice::HandoffExpired);
            }
            Event::HandoffWithdrawn { id: offer, .. } => drop(self.end_offer(heard, id, *offer)),
            Event::AskOpened { id: ask, owner, accountable, target, due_at, .. } => {
                let (target, due, clock) = (target.clone(), *due_at, None);
                let new = Asked { target, due, owner: *owner, accountable: *accountable, clock };
                if due.is_some_and(|due| due <= at) {
                    self.wrong("law 5", at, "a question is to be answered before it is asked");
                }
                let known = self.talks.get_mut(&id).and_then(|talk| talk.asks.insert(*ask, new));
                if known.is_some() {
                    self.wrong("law 3", at, "one question is opened twice");
                }
            }
            Event::AskMoved { id: ask, to, accountable, .. } => {
                let found = self.talks.get_mut(&id).and_then(|talk| talk.asks.get_mut(ask));
                let Some(found) = found else {
                    return self.wrong("law 3", at, "a question moves that is not open");
                };
                found.owner = to.unwrap_or(found.owner);
                found.accountable = *accountable;
            }
            Event::AskAnswered { id: ask, .. } | Event::AskDropped { id: ask, .. } => {
                let ended = self.talks.get_mut(&id).and_then(|talk| talk.asks.remove(ask));
                if ended.is_none() {
                    self.wrong("law 3", at, "a question ends that is not open");
                }
            }
            _ => {}
        }
    }

    fn end_offer(&mut self, heard: &Heard<'_>, id: ConversationId, offer: HandoffId) -> Option<Offered> {
        let ended = self.talks.get_mut(&id).and_then(|talk| {
            talk.accepted = None;
            talk.offer.take()
        });
        if ended.as_ref().map(|ended| ended.id) != Some(offer) {
            self.wrong("law 4", heard.at(), "an offer ends that does not stand");
        }
        ended
    }

    /// An offer stands for an hour of the queue's time; to a person, for an hour in which they work.
    fn stands_an_hour(&mut self, at: Moment, id: ConversationId, to: Owner, until: Moment) {
        let Some(talk) = self.talks.get(&id) else { return };
        let of_queue = |queue: Option<QueueId>| {
            let place = queue.and_then(|queue| self.book().place_of(queue));
            let hours = place.and_then(|place| self.book().house.queues[place].hours);
            self.book().due(&self.walls, hours, at, Long::Minutes(60))
        };
        let right = match to {
            Owner::Queue(queue) => of_queue(Some(queue)),
            Owner::Person(person) => {
                let works = self.instant(at).is_part_of_some(person);
                let worked = if works { self.worked_an_hour(person, at) } else { None };
                worked.or_else(|| of_queue(talk.queue))
            }
        };
        if right != Some(until) {
            let what = format!("an offer is over at {until}, and it should be at {right:?}");
            self.wrong("law 4", at, what);
        }
    }

    /// When somebody has worked an hour since then, minute by minute within what their word and the half hours say; none
    /// where what begins within eight days is less.
    fn worked_an_hour(&self, person: PersonId, since: Moment) -> Option<Moment> {
        let (mut at, mut left) = (since.micros(), 3_600_000_000);
        let end = at + 8 * 48 * SLOT;
        let words = self.said.get(&person).map(Said::edges).unwrap_or_default();
        let mut works = false;
        while works || at <= end {
            let slot = (at.div_euclid(SLOT) + 1) * SLOT;
            let next = words.iter().map(|edge| edge.micros()).filter(|edge| *edge > at).fold(slot, i64::min);
            works = self.instant(Moment::from_micros(at)).works(person);
            if works {
                if next - at >= left {
                    return Some(Moment::from_micros(at + left));
                }
                left -= next - at;
            }
            at = next;
        }
        None
    }

    /// Somebody closed it, and that is what they had seen of whose it was.
    pub(crate) fn closed_over(&mut self, at: Moment, seen: SeenOwner, record: Position) {
        let Some((person, since)) = self.closings.get(&record).copied() else { return };
        let unseen = match seen {
            SeenOwner::Latest => false,
            SeenOwner::Was(owner) => owner != Owner::Person(person),
            SeenOwner::Unsaid => at.since(since) < Duration::from_mins(10),
        };
        if unseen {
            let name = self.name(person);
            self.wrong(
                "law 4",
                at,
                format!("somebody closes what {name} has taken over, and has not seen that"),
            );
        }
    }

    /// A declined or expired offer comes back loudly: whoever has the conversation is told.
    fn comes_back(&mut self, heard: &Heard<'_>, id: ConversationId, offer: HandoffId, about: Notice) {
        let Some(ended) = self.end_offer(heard, id, offer) else { return };
        let Some(talk) = self.talks.get(&id) else { return };
        let holder = talk.owner.person().unwrap_or(ended.from);
        let told = heard.after.iter().any(
            |event| matches!(event, Event::Told { who, about: said, .. } if *said == about && *who == holder),
        );
        let needs = heard.person() != Some(holder) && self.instant(heard.at()).is_active(holder);
        if needs && !told {
            let holder = self.name(holder);
            self.wrong("law 4", heard.at(), format!("an offer comes back, and {holder} is not told"));
        }
    }
}
