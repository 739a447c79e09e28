//! Law 4: an offer does not move anything until it is accepted, and comes back loudly; and the questions of a conversation.

use super::talk::{Asked, Offered};
use super::{Checker, Heard};
use crate::house::Long;
use baton_core::{ConversationId, Event, HandoffId, Moment, Notice, Owner};

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
                self.stands_for_an_hour(at, id, *to, *expires_at);
            }
            Event::HandoffAccepted { id: offer, person, confirm_to } => {
                let to = self.talks.get(&id).and_then(|talk| talk.offer.as_ref().map(|offer| offer.to));
                if matches!(to, Some(Owner::Person(to)) if to != *person) {
                    self.wrong("law 4", at, "somebody accepts what was offered to somebody else");
                }
                self.end_offer(heard, id, *offer);
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
            Event::AskOpened { id: ask, owner, accountable, target, .. } => {
                let new =
                    Asked { target: target.clone(), owner: *owner, accountable: *accountable, clock: None };
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

    /// An hour of the business time of the queue that it is offered to; offered to a person, of the conversation's queue.
    fn stands_for_an_hour(&mut self, at: Moment, id: ConversationId, to: Owner, until: Moment) {
        let of = to.queue().or(self.talks.get(&id).and_then(|talk| talk.queue));
        let queue = of.and_then(|queue| self.book().place_of(queue));
        let hours = queue.and_then(|queue| self.book().house.queues[queue].hours);
        let right = self.book().due(&self.walls, hours, at, Long::Minutes(60));
        if right != Some(until) {
            self.wrong("law 4", at, format!("an offer stands until {until}, and it should until {right:?}"));
        }
    }

    fn end_offer(&mut self, heard: &Heard<'_>, id: ConversationId, offer: HandoffId) -> Option<Offered> {
        let ended = self.talks.get_mut(&id).and_then(|talk| talk.offer.take());
        if ended.as_ref().map(|ended| ended.id) != Some(offer) {
            self.wrong("law 4", heard.at(), "an offer ends that does not stand");
        }
        ended
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
