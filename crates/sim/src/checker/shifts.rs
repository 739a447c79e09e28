//! Law 3: what moves without anybody's doing moves for a cause that is true: a shift that is over, somebody who is away or back,
//! somebody who is gone. And what has to move so does not stay.

use super::talk::Talk;
use super::{Checker, Heard};
use crate::house::Hands;
use baton_core::{ConversationId, Event, Moment, Owner, OwnerCause, PersonId, QueueId, Record, Status};

/// How its owner has it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Holds {
    /// The queue whose shifts move it on.
    through: Option<QueueId>,
    since: Moment,
    /// Whom they cover for.
    covers: Option<PersonId>,
}

impl Holds {
    pub(super) fn from_the_beginning(heard: &Heard<'_>, queue: Option<QueueId>) -> Self {
        let covers = match heard.event {
            Event::ConversationOpened { covers, .. } => *covers,
            _ => None,
        };
        Self { through: queue, since: heard.at(), covers }
    }
}

impl Checker {
    /// Whoever gets what would be somebody's who is away; what people take themselves is theirs.
    pub(super) fn in_their_stead(&self, at: Moment, me: Option<PersonId>, owner: Owner) -> Owner {
        let Owner::Person(person) = owner else { return owner };
        let instant = self.instant(at);
        let cover = instant.is_away(person).then(|| instant.cover(person)).flatten();
        cover.filter(|_| me != Some(person)).map_or(owner, Owner::Person)
    }

    pub(super) fn is_present(&self, at: Moment, person: PersonId) -> bool {
        self.instant(at).is_active(person) && !self.instant(at).is_away(person)
    }

    /// How a new owner has it, as the event should say it.
    pub(super) fn holds(&mut self, heard: &Heard<'_>, talk: &Talk, to: Owner, cause: OwnerCause) -> Holds {
        let Event::OwnerChanged { through, covers, .. } = heard.event else { return talk.held };
        let at = heard.at();
        let queue = to.queue().or(talk.queue);
        let is_member = |queue: QueueId, person: PersonId| {
            let place = self.book().place_of(queue);
            place.is_some_and(|queue| {
                self.book().house.queues[queue].members.iter().any(|one| self.people[*one] == person)
            })
        };
        let right = match (cause, to) {
            (OwnerCause::Cover, _) => talk.held.through,
            (OwnerCause::Routing, Owner::Person(_)) => None,
            (_, Owner::Queue(own)) => queue.filter(|queue| *queue == own),
            (_, Owner::Person(person)) => queue.filter(|queue| is_member(*queue, person)),
        };
        if *through != right {
            self.wrong("shifts", at, format!("it is had through {through:?}, and it should be {right:?}"));
        }
        if covers.is_some_and(|first| self.is_present(at, first) || to == Owner::Person(first)) {
            self.wrong("law 3", at, "somebody covers for somebody who is there");
        }
        Holds { through: right, since: at, covers: *covers }
    }

    /// The place of the queue whose shifts move it on now: the shift in which its owner got it is over, and somebody else is
    /// on. `wrote`: the customer has just written, so that nobody finishes what is in hand.
    fn over(&self, talk: &Talk, at: Moment, wrote: bool) -> Option<usize> {
        let (instant, book) = (self.instant(at), self.book());
        let person = talk.owner.person()?;
        let queue = book.place_of(talk.held.through?)?;
        let rota = book.house.queues[queue].rota?;
        let works = |at: Moment| book.rota_on(rota, &self.walls, at) & 1 << instant.place(person) != 0;
        let theirs = self.accounts.get(&talk.contact).copied().flatten();
        let looks_after = theirs.is_some_and(|theirs| theirs == person || talk.held.covers == Some(theirs));
        let stays = !works(talk.held.since) || works(at) || instant.is_on(queue, person) || looks_after;
        let finishes = book.house.rotas[rota].finish && !wrote;
        (!stays && !finishes && !instant.on(queue).is_empty()).then_some(queue)
    }

    /// Whoever it covers for, and who is back and gets it again.
    fn back(&self, talk: &Talk, at: Moment) -> Option<PersonId> {
        let first = talk.held.covers.filter(|_| self.book().house.return_after_away)?;
        self.is_present(at, first).then_some(first)
    }

    pub(super) fn cause_is_true(&mut self, heard: &Heard<'_>, talk: &Talk, to: Owner, cause: OwnerCause) {
        let at = heard.at();
        let open = talk.status == Status::Open;
        let right = match cause {
            OwnerCause::ShiftChange => {
                let wrote = heard.before.iter().any(|event| matches!(event, Event::TextReceived { .. }));
                let queue = self.over(talk, at, wrote).filter(|_| open && self.back(talk, at).is_none());
                queue.map(|queue| self.goes_on_with(at, queue, to))
            }
            OwnerCause::Cover => {
                let cover = || self.instant(at).cover(talk.owner.person()?);
                self.back(talk, at).or_else(cover).filter(|_| open).map(Owner::Person)
            }
            OwnerCause::Removal => {
                let queue = talk.queue.filter(|queue| self.book().place_of(*queue).is_some());
                let fallback = Owner::Person(self.people[self.book().house.fallback]);
                Some(self.in_their_stead(at, None, queue.map_or(fallback, Owner::Queue)))
            }
            OwnerCause::HotPotato => {
                let queue = talk.queue.and_then(|queue| self.book().place_of(queue));
                let lead = queue.and_then(|queue| self.book().house.queues[queue].lead);
                let lead = lead.filter(|lead| self.active[*lead]).unwrap_or(self.book().house.fallback);
                Some(self.in_their_stead(at, None, Owner::Person(self.people[lead])))
            }
            OwnerCause::Escalation => {
                let stepped = matches!(heard.before.last(), Some(Event::EscalationStepped { .. }));
                stepped.then_some(to)
            }
            OwnerCause::Routing => self.routes_to(heard),
            _ => return,
        };
        if right != Some(to) {
            let (to, right) = (self.owner_name(to), right.map(|right| self.owner_name(right)));
            self.wrong("law 3", at, format!("{cause:?} brings it to {to}, and it should be {right:?}"));
        }
    }

    /// Somebody else answers for the cause for which it moved; where it did not move, for what became of who answered.
    pub(super) fn answers_for_a_cause(
        &mut self,
        heard: &Heard<'_>,
        id: ConversationId,
        (from, to): (PersonId, PersonId),
        cause: OwnerCause,
    ) {
        let Some(talk) = self.talks.get(&id) else { return };
        let (instant, house) = (self.instant(heard.at()), &self.book().house);
        let owner = talk.owner.person();
        let stood_in = |queue: usize| {
            let stands = house.queues[queue].lead.into_iter().chain([house.fallback]);
            stands.map(|place| self.people[place]).any(|person| person == from)
        };
        let right = match heard.before.last() {
            Some(Event::OwnerChanged { cause, .. }) => *cause,
            _ if !instant.is_active(from) => OwnerCause::Removal,
            _ if instant.is_away(from) || owner.is_some_and(|owner| instant.is_away(owner)) => {
                OwnerCause::Cover
            }
            _ => {
                let queue = talk.queue.and_then(|queue| self.book().place_of(queue));
                let by_shift = match (owner, queue) {
                    (Some(owner), _) => owner == to || !instant.works(owner),
                    (None, None) => false,
                    (None, Some(queue)) if instant.parts(queue).contains(&from) => {
                        !instant.is_on(queue, from)
                    }
                    (None, Some(queue)) => stood_in(queue),
                };
                if by_shift { OwnerCause::ShiftChange } else { OwnerCause::Policy }
            }
        };
        if cause != right {
            let (name, from) = (self.name(to), self.name(from));
            let what = format!("{name} answers instead of {from} for {cause:?}, and it is {right:?}");
            self.wrong("law 3", heard.at(), what);
        }
    }

    /// Where a queue's shift takes it: back to the queue, or to one of its members who is on. Whose turn it is stands in
    /// `causes.rs`.
    fn goes_on_with(&self, at: Moment, queue: usize, to: Owner) -> Owner {
        let instant = self.instant(at);
        let on: Vec<PersonId> =
            instant.members(queue).into_iter().filter(|one| instant.is_on(queue, *one)).collect();
        let claim = self.book().house.queues[queue].hands == Hands::Claim;
        match to {
            Owner::Person(person) if !claim && on.contains(&person) => to,
            _ if claim || on.is_empty() => Owner::Queue(self.book().ids[queue]),
            _ => Owner::Person(on[0]),
        }
    }

    /// At rest nothing stays with somebody whose shift is over, or with a cover whose person is back.
    pub(super) fn nobody_keeps_what_moves(&mut self, now: Moment, id: ConversationId) {
        let Some(talk) = self.talks.get(&id).filter(|talk| talk.status == Status::Open) else { return };
        if let Some(first) = self.back(talk, now) {
            let name = self.name(first);
            return self.wrong("away", now, format!("{name} is back, and did not get again what is theirs"));
        }
        let away = talk.owner.person().is_some_and(|person| self.instant(now).is_away(person));
        // Whose customer it is shows at the next edge.
        let changed = self.accounts_changed.get(&talk.contact).is_some_and(|at| *at >= self.settled_at);
        if !away && !changed && self.over(talk, now, false).is_some() {
            let owner = self.owner_name(talk.owner);
            self.wrong("shifts", now, format!("{owner}’s shift is over, and it stays with them"));
        }
    }

    /// The customer has written: nobody finishes any more what they had in hand.
    pub(super) fn goes_on_with_their_text(&mut self, id: ConversationId, record: &Record) {
        let wrote = |event: &Event| matches!(event, Event::TextReceived { word: None, courtesy: false, .. });
        let Some(talk) = self.talks.get(&id).filter(|talk| talk.status == Status::Open) else { return };
        let away = talk.owner.person().is_some_and(|person| self.instant(record.at).is_away(person));
        if !away && record.events.iter().any(wrote) && self.over(talk, record.at, true).is_some() {
            let owner = self.owner_name(talk.owner);
            let what = format!("{owner}’s shift is over, the customer has written, and it stays with them");
            self.wrong("shifts", record.at, what);
        }
    }
}
