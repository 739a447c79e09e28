//! Law 3: why something moves, whose turn it is, who has enough, and what is passed on too often.

use super::talk::Talk;
use super::{Checker, Heard};
use crate::house::Hands;
use baton_core::{By, ConversationId, Event, Notice, Owner, OwnerCause, PersonId};

impl Checker {
    pub(super) fn moved(
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
        self.cause_is_true(heard, &talk, to, cause);
        self.turn(heard, &talk, (from, to), cause);
        let counts = matches!(cause, OwnerCause::Assignment | OwnerCause::Release | OwnerCause::Handoff);
        let counts = counts && heard.person().is_some();
        if counts {
            self.potato(heard, &talk, cause);
        }
        let took = heard.person().filter(|me| to == Owner::Person(*me));
        let held = self.holds(heard, &talk, to, cause);
        self.change(id, |talk| {
            talk.held = held;
            talk.last_person = to.person().or(talk.last_person);
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
        let given = cause == OwnerCause::Distribution;
        // What has to go on goes beyond what people should have, if nobody has room.
        let can = if given || !free.is_empty() { &free } else { &on };
        let order: Vec<PersonId> = round.into_iter().filter(|one| can.contains(one)).collect();
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
        } else if hands != Hands::Claim && right != Some(person) {
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
