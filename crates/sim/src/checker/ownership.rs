//! Laws 1 to 4 and 10, turns, capacity and the hot potato.

use super::talk::{Asked, Offered, Talk};
use super::{Checker, Heard};
use crate::house::{Hands, Long};
use baton_core::{
    By, ConversationId, Event, HandoffId, Moment, Notice, Owner, OwnerCause, PendingOn, PersonId, QueueId,
    Record, Status,
};
use std::collections::{BTreeMap, BTreeSet};

impl Checker {
    pub(super) fn ownership_event(&mut self, heard: &Heard<'_>) {
        let at = heard.at();
        match heard.event {
            Event::ConversationOpened { id, owner, queue, accountable, .. } => {
                self.opened(heard, *id, (*owner, *queue), *accountable);
            }
            Event::Reopened { id } => self.reopened(heard, *id),
            _ => {}
        }
        let Some(id) = heard.record.conversation else { return };
        match heard.event {
            Event::Routed { owner: Owner::Queue(queue), .. } => {
                self.change(id, |talk| talk.queue = Some(*queue));
            }
            Event::Closed { .. } => self.closed(heard, id),
            Event::OwnerChanged { from, to, cause, .. } => self.moved(heard, id, (*from, *to), *cause),
            Event::AccountableChanged { from, to, .. } => {
                let stands = self.talks.get(&id).map(|talk| talk.accountable);
                if stands != Some(*from) {
                    self.wrong("law 2", at, "somebody answers instead of somebody who did not");
                }
                if from == to {
                    self.wrong("law 3", at, "who answers changes to the same");
                }
                self.change(id, |talk| talk.accountable = *to);
            }
            Event::StatusChanged { from, to, pending_on, wake_at, close_at, .. } => {
                let stands = self.talks.get(&id).map(|talk| talk.status);
                if stands != Some(*from) {
                    self.wrong("law 3", at, format!("a status changes from {from:?}, and it was {stands:?}"));
                }
                self.change(id, |talk| {
                    talk.status = *to;
                    talk.pending_on = *pending_on;
                    talk.wake_at = *wake_at;
                    talk.close_at = *close_at;
                });
                self.pending_hides_nothing(heard, id);
                self.closes_in_time(at, id, *close_at);
            }
            Event::CloseCancelled {} => self.change(id, |talk| talk.close_at = None),
            Event::TagsChanged { added, removed } => self.change(id, |talk| {
                talk.tags.extend(added.iter().cloned());
                talk.tags.retain(|tag| !removed.contains(tag));
            }),
            Event::WakeUpPassed {} => self.change(id, |talk| talk.wake_at = None),
            Event::NoticeHeld { key: None, until } => {
                self.is_held_right(heard, id, None, *until);
                self.change(id, |talk| talk.wake_at = Some(*until));
            }
            Event::Told { who, about: Notice::HandoffResolved, .. } => {
                let waits = self.talks.get(&id).is_some_and(|talk| talk.confirm.contains(who));
                if !waits {
                    self.wrong("law 4", at, "somebody is told that it is resolved who did not want to know");
                }
                self.change(id, |talk| talk.confirm.retain(|person| person != who));
            }
            _ => self.offers(heard, id),
        }
    }

    pub(super) fn change(&mut self, id: ConversationId, change: impl FnOnce(&mut Talk)) {
        if let Some(talk) = self.talks.get_mut(&id) {
            change(talk);
        }
    }

    fn opened(
        &mut self,
        heard: &Heard<'_>,
        id: ConversationId,
        owner: (Owner, Option<QueueId>),
        person: PersonId,
    ) {
        let at = heard.at();
        let Some(thread) = heard.record.thread else { return };
        if self.live.insert(thread, id).is_some() {
            self.wrong("law 1", at, "a second conversation is opened beside a live one");
        }
        let Some(contact) = self.contacts.get(&thread).copied() else {
            return self.wrong("law 1", at, "a conversation is opened in a thread that did not begin");
        };
        let (owner, queue) = owner;
        let talk = Talk {
            thread,
            contact,
            owner,
            accountable: person,
            queue,
            status: Status::Open,
            pending_on: None,
            opened_at: at,
            begun_by_us: matches!(heard.event, Event::ConversationOpened { begun_by_us: true, .. }),
            tags: BTreeSet::new(),
            urgent: false,
            offer: None,
            asks: BTreeMap::new(),
            bounces: 0,
            confirm: Vec::new(),
            inbound: Vec::new(),
            replies: Vec::new(),
            taken: Vec::new(),
            moved: None,
            scheduled: BTreeMap::new(),
            idle: None,
            promised: None,
            clocks: BTreeMap::new(),
            act_by: None,
            wake_at: None,
            close_at: None,
            took: heard.person(),
        };
        self.talks.insert(id, talk);
    }

    fn reopened(&mut self, heard: &Heard<'_>, id: ConversationId) {
        let at = heard.at();
        let Some(thread) = self.talks.get(&id).map(|talk| talk.thread) else {
            return self.wrong("law 1", at, "a conversation is reopened that never began");
        };
        if self.live.insert(thread, id).is_some() {
            self.wrong("law 1", at, "a conversation is reopened beside a live one");
        }
        self.change(id, |talk| talk.status = Status::Open);
    }

    fn closed(&mut self, heard: &Heard<'_>, id: ConversationId) {
        let at = heard.at();
        let Some(talk) = self.talks.get_mut(&id) else { return };
        talk.status = Status::Closed;
        talk.pending_on = None;
        (talk.wake_at, talk.close_at, talk.act_by) = (None, None, None);
        let (thread, offered, asks) = (talk.thread, talk.offer.is_some(), talk.asks.len());
        let contact = talk.contact;
        self.existing.insert(contact);
        if self.live.remove(&thread) != Some(id) {
            self.wrong("law 1", at, "a conversation is closed that is not live");
        }
        if offered {
            self.wrong("law 4", at, "a closed conversation is still offered");
        }
        if asks > 0 {
            self.wrong("law 10", at, "a question is lost at the close");
        }
    }

    /// Pending on the customer needs our reply to be the last word.
    fn pending_hides_nothing(&mut self, heard: &Heard<'_>, id: ConversationId) {
        let Some(talk) = self.talks.get(&id) else { return };
        let hides = talk.status == Status::Pending && talk.pending_on == Some(PendingOn::Customer);
        let owed = talk.debt().is_some() || !talk.asks.is_empty();
        if hides && owed {
            self.wrong(
                "law 5",
                heard.at(),
                "pending on the customer hides a text or a question without an answer",
            );
        }
    }

    /// Silence closes after so many business days of the conversation's queue, if the policy says so. It begins after what
    /// of ours goes out by itself later.
    fn closes_in_time(&mut self, at: Moment, id: ConversationId, close_at: Option<Moment>) {
        let Some(talk) = self.talks.get(&id).filter(|talk| talk.pending_on == Some(PendingOn::Customer))
        else {
            return;
        };
        let book = self.book();
        let queue = talk.queue.and_then(|queue| book.place_of(queue));
        let hours = queue.is_some_and(|queue| book.house.queues[queue].hours);
        let later = talk.scheduled.values().filter(|one| !one.held).map(|one| one.send_at).max();
        let from = later.map_or(at, |later| later.max(at));
        let right =
            book.house.close_after.and_then(|days| book.due(&self.walls, hours, from, Long::Days(days)));
        if close_at != right {
            self.wrong(
                "timers",
                at,
                format!("silence closes it at {close_at:?}, and it should at {right:?}"),
            );
        }
    }

    fn moved(
        &mut self,
        heard: &Heard<'_>,
        id: ConversationId,
        (from, to): (Owner, Owner),
        cause: OwnerCause,
    ) {
        let at = heard.at();
        let Some(talk) = self.talks.get(&id).cloned() else {
            return self.wrong("law 3", at, "ownership of nothing moves");
        };
        if talk.owner != from {
            let (from, stands) = (self.owner_name(from), self.owner_name(talk.owner));
            return self.wrong("law 3", at, format!("it moves from {from}, and {stands} had it"));
        }
        if from == to {
            return self.wrong("law 3", at, "it moves to whoever has it");
        }
        if !talk.is_live() {
            return self.wrong("law 3", at, "what is closed moves");
        }
        self.has_its_cause(heard, &talk, (from, to), cause);
        self.turn(heard, &talk, (from, to), cause);
        let counts = matches!(cause, OwnerCause::Assignment | OwnerCause::Release | OwnerCause::Handoff);
        let counts = counts && heard.person().is_some();
        if counts {
            self.potato(heard, &talk, cause);
        }
        let took = heard.person().filter(|me| to == Owner::Person(*me));
        self.change(id, |talk| {
            talk.owner = to;
            talk.queue = to.queue().or(talk.queue);
            talk.bounces += u32::from(counts);
            talk.took = took;
        });
    }

    /// Each cause of the closed list, with what it needs.
    fn has_its_cause(
        &mut self,
        heard: &Heard<'_>,
        talk: &Talk,
        (from, to): (Owner, Owner),
        cause: OwnerCause,
    ) {
        let instant = self.instant(heard.at());
        let me = heard.person();
        let by_itself = matches!(heard.by(), By::Policy | By::Contact | By::Carrier | By::Program { .. });
        let told = |fits: fn(&Event) -> bool| heard.before.iter().any(fits);
        let fits = match cause {
            OwnerCause::Routing => matches!(heard.by(), By::Contact),
            OwnerCause::Claim => me.is_some() && to.person() == me && from.queue().is_some(),
            OwnerCause::Release => me.is_some() && to.queue().is_some(),
            // A claim is no assignment; who is not a lead takes only from somebody who is not there.
            OwnerCause::Assignment => me.is_some_and(|me| {
                let absent = from.person().is_some_and(|person| !instant.works(person));
                self.leads(me, talk.queue) || absent
            }),
            OwnerCause::Handoff => {
                let accepted = told(|event| matches!(event, Event::HandoffAccepted { .. }));
                accepted && me.is_some() && to.person() == me
            }
            OwnerCause::HotPotato => told(|event| matches!(event, Event::OwnerChanged { .. })),
            OwnerCause::Escalation => told(|event| matches!(event, Event::EscalationStepped { .. })),
            OwnerCause::Distribution => from.queue().is_some(),
            OwnerCause::Removal => match from {
                Owner::Person(person) => !instant.is_active(person),
                Owner::Queue(queue) => instant.book.place_of(queue).is_none(),
            },
            OwnerCause::Cover | OwnerCause::ShiftChange => from.person().is_some(),
            OwnerCause::Policy | OwnerCause::Undo => by_itself,
        };
        if !fits {
            let (from, to) = (self.owner_name(from), self.owner_name(to));
            let law = if cause == OwnerCause::Handoff { "law 4" } else { "law 3" };
            self.wrong(law, heard.at(), format!("{cause:?} moves it from {from} to {to}, which it cannot"));
        }
    }

    /// A queue gives in turn, or to whoever has least, and to nobody who has enough.
    fn turn(&mut self, heard: &Heard<'_>, talk: &Talk, (from, to): (Owner, Owner), cause: OwnerCause) {
        let queue = match cause {
            OwnerCause::Distribution => from.queue(),
            OwnerCause::ShiftChange => match heard.event {
                Event::OwnerChanged { through, .. } => *through,
                _ => None,
            },
            _ => None,
        };
        let (Some(queue), Owner::Person(person)) = (queue, to) else { return };
        let Some(place) = self.book().place_of(queue) else { return };
        let at = heard.at();
        let instant = self.instant(at);
        let (members, hands) = (instant.members(place), self.book().house.queues[place].hands);
        let capacity = self.book().house.queues[place].capacity.map_or(i64::MAX, i64::from);
        let load = |person: PersonId| self.load(Owner::Person(person));
        let on: Vec<PersonId> = members.iter().copied().filter(|one| instant.is_on(place, *one)).collect();
        let free: Vec<PersonId> = on.iter().copied().filter(|one| load(*one) < capacity).collect();
        let round = round(self.turns.get(&queue), &members);
        let order: Vec<PersonId> = round.into_iter().filter(|one| free.contains(one)).collect();
        let given = cause == OwnerCause::Distribution;
        let right = match hands {
            Hands::Claim => None,
            Hands::Round => order.first().copied(),
            Hands::Least => order.iter().copied().min_by_key(|one| load(*one)),
        };
        if given
            && hands == Hands::Claim
            && (talk.accountable != person || !instant.on(place).contains(&person))
        {
            self.wrong("turns", at, "what nobody claimed goes to somebody who does not answer for it");
        } else if given && hands != Hands::Claim && !free.contains(&person) {
            let why = if on.contains(&person) { "capacity" } else { "turns" };
            let name = self.name(person);
            self.wrong(
                why,
                at,
                format!("a queue gives to {name}, who is not free: {} of {capacity}", load(person)),
            );
        } else if given && hands != Hands::Claim && right != Some(person) {
            let (name, right) = (self.name(person), right.map(|one| self.name(one)));
            self.wrong("turns", at, format!("it is {right:?}'s turn, and {name} gets it"));
        }
        if members.contains(&person) {
            self.turns.insert(queue, (person, members));
        }
    }

    /// What was passed on too often goes to a lead, and only a lead passes it on.
    fn potato(&mut self, heard: &Heard<'_>, talk: &Talk, cause: OwnerCause) {
        let at = heard.at();
        let most = self.book().house.max_bounces;
        let count = talk.bounces + 1;
        let hot =
            heard.after.iter().any(|event| matches!(event, Event::Told { about: Notice::HotPotato, .. }));
        if count == most && !hot {
            self.wrong("hot potato", at, format!("it is passed on {count} times, and stays no lead's"));
        }
        if count > most && cause != OwnerCause::Assignment {
            let giver = heard.before.iter().any(|event| matches!(event, Event::HandoffAccepted { .. }));
            let me = heard.person();
            let leads = me.is_some_and(|me| self.leads(me, talk.queue));
            let from = talk.offer.as_ref().map(|offer| offer.from);
            let from = from.or_else(|| self.last_giver(heard));
            let giver_leads = giver && from.is_some_and(|from| self.leads(from, talk.queue));
            if !leads && !giver_leads {
                self.wrong("hot potato", at, "it is passed on again without a reply");
            }
        }
    }

    fn last_giver(&self, heard: &Heard<'_>) -> Option<PersonId> {
        heard.before.iter().find_map(|event| match event {
            Event::HandoffAccepted { id, .. } => self.givers.get(id).copied(),
            _ => None,
        })
    }

    fn offers(&mut self, heard: &Heard<'_>, id: ConversationId) {
        let at = heard.at();
        match heard.event {
            Event::HandoffOffered { id: offer, from, to, expires_at, .. } => {
                let new = Offered { id: *offer, from: *from, to: *to, expires: *expires_at };
                self.givers.insert(*offer, *from);
                let stood = self.talks.get_mut(&id).and_then(|talk| talk.offer.replace(new));
                if stood.is_some() {
                    self.wrong("law 4", at, "two offers stand");
                }
                if *expires_at <= at {
                    self.wrong("law 4", at, "an offer is over when it is made");
                }
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
            Event::HandoffExpired { id: offer } => {
                let until =
                    self.talks.get(&id).and_then(|talk| talk.offer.as_ref().map(|offer| offer.expires));
                if until.is_none_or(|until| until > at) {
                    self.wrong("timers", at, "an offer expires before its time");
                }
                self.comes_back(heard, id, *offer, Notice::HandoffExpired);
            }
            Event::HandoffWithdrawn { id: offer, .. } => drop(self.end_offer(heard, id, *offer)),
            Event::AskOpened { id: ask, owner, accountable, .. } => {
                let new = Asked { owner: *owner, accountable: *accountable, clock: None };
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

    /// After a record: whoever answers for it may (law 2), where ownership moved or somebody else answers.
    pub(super) fn ownership_after(&mut self, id: ConversationId, record: &Record, before: Option<&Talk>) {
        let Some(talk) = self.talks.get(&id).filter(|talk| talk.is_live()) else { return };
        let same =
            before.is_some_and(|before| before.owner == talk.owner && before.accountable == talk.accountable);
        if same {
            return;
        }
        let (owner, queue, person) = (talk.owner, talk.queue, talk.accountable);
        let may = self.instant(record.at).may_answer(owner, queue);
        if !may.contains(&person) {
            let right: Vec<_> = may.iter().map(|person| self.name(*person)).collect();
            let (owner, person, right) = (self.owner_name(owner), self.name(person), right.join(" or "));
            self.wrong(
                "law 2",
                record.at,
                format!("{person} answers for what {owner} has, and it should be {right}"),
            );
        }
    }
}

/// The members, beginning with whoever is next. When the last one has left, whoever came after them then.
fn round(last: Option<&(PersonId, Vec<PersonId>)>, members: &[PersonId]) -> Vec<PersonId> {
    let Some((last, order)) = last else { return members.to_vec() };
    let mut next = Vec::new();
    if let Some(place) = members.iter().position(|one| one == last) {
        next.extend(&members[place + 1..]);
        next.extend(&members[..=place]);
        return next;
    }
    let place = order.iter().position(|one| one == last).map_or(0, |place| place + 1);
    let then = order[place..].iter().chain(&order[..place]).find(|one| members.contains(one));
    let start = then.and_then(|one| members.iter().position(|member| member == one)).unwrap_or(0);
    next.extend(&members[start..]);
    next.extend(&members[..start]);
    next
}
