//! What people say of themselves, who is there and on at an instant, and who may answer. Slow and obvious; nothing of the
//! core is asked.

use super::book::{Book, Walls};
use crate::house::TEAM;
use baton_core::{Availability, Moment, Owner, PersonId, QueueId};
use std::collections::BTreeMap;

/// What somebody has said of themselves.
#[derive(Debug, Clone, Default)]
pub(crate) struct Said {
    /// They work or not, until when.
    word: Option<(bool, Option<Moment>)>,
    /// Times away with whoever covers, as they were said.
    away: Vec<(Moment, Option<Moment>, Option<PersonId>)>,
}

impl Said {
    pub(crate) fn says(&mut self, word: &Availability, now: Moment) {
        let is_back = |said: &mut Self| {
            for (from, until, _) in &mut said.away {
                if *from <= now && until.is_none_or(|until| until > now) {
                    *until = Some(now);
                }
            }
        };
        match word {
            Availability::In { until } => {
                is_back(self);
                self.word = Some((true, *until));
            }
            Availability::Out { until } => self.word = Some((false, *until)),
            Availability::Rota => {
                is_back(self);
                self.word = None;
            }
            Availability::Away { from, until, cover } => self.away.push(((*from).max(now), *until, *cover)),
            Availability::NotAway { from } => {
                for (_, until, _) in self.away.iter_mut().filter(|(other, ..)| other == from) {
                    *until = Some(now.max(*from));
                }
            }
        }
    }

    /// Whoever covers, if they are away: of two times the one that began later, of those the one said later.
    #[expect(clippy::option_option, reason = "away or not; and if so, covered or not")]
    fn away(&self, at: Moment) -> Option<Option<PersonId>> {
        let holds = |(from, until, _): &&(Moment, Option<Moment>, Option<PersonId>)| {
            *from <= at && until.is_none_or(|until| at < until)
        };
        self.away.iter().filter(holds).max_by_key(|(from, ..)| *from).map(|(.., cover)| *cover)
    }

    /// When what they said begins or ends.
    pub(super) fn edges(&self) -> Vec<Moment> {
        let word = self.word.and_then(|(_, until)| until);
        let away = self.away.iter().flat_map(|(from, until, _)| [Some(*from), *until]).flatten();
        away.chain(word).collect()
    }

    pub(super) fn works(&self, at: Moment) -> Option<bool> {
        self.word.filter(|(_, until)| until.is_none_or(|until| at < until)).map(|(works, _)| works)
    }
}

/// Who is there at an instant.
pub(crate) struct Instant<'a> {
    pub(crate) book: &'a Book,
    pub(crate) walls: &'a Walls,
    pub(crate) people: &'a [PersonId],
    pub(crate) active: &'a [bool; TEAM.len()],
    pub(crate) said: &'a BTreeMap<PersonId, Said>,
    pub(crate) at: Moment,
}

impl Instant<'_> {
    pub(crate) fn place(&self, person: PersonId) -> usize {
        self.people.iter().position(|one| *one == person).unwrap_or(0)
    }

    pub(crate) fn is_active(&self, person: PersonId) -> bool {
        self.people.contains(&person) && self.active[self.place(person)]
    }

    pub(crate) fn is_away(&self, person: PersonId) -> bool {
        self.said.get(&person).is_some_and(|said| said.away(self.at).is_some())
    }

    pub(crate) fn cover(&self, person: PersonId) -> Option<PersonId> {
        let mut next = self.said.get(&person)?.away(self.at)??;
        let mut seen = vec![person];
        loop {
            if !self.is_active(next) || seen.contains(&next) {
                return None;
            }
            match self.said.get(&next).and_then(|said| said.away(self.at)) {
                None => return Some(next),
                Some(further) => {
                    seen.push(next);
                    next = further?;
                }
            }
        }
    }

    /// Members of a queue that are of the team, in order.
    pub(crate) fn members(&self, queue: usize) -> Vec<PersonId> {
        let members = self.book.house.queues[queue].members.iter();
        members.filter(|place| self.active[**place]).map(|place| self.people[*place]).collect()
    }

    /// Members, and who stands on its rota.
    pub(crate) fn parts(&self, queue: usize) -> Vec<PersonId> {
        let mut parts = self.members(queue);
        if let Some(rota) = self.book.house.queues[queue].rota {
            for place in self.book.house.stand_on(rota) {
                let person = self.people[place];
                if !parts.contains(&person) {
                    parts.push(person);
                }
            }
        }
        parts
    }

    /// Whether somebody is a member of a queue, or stands on the rota of one.
    pub(crate) fn is_part_of_some(&self, person: PersonId) -> bool {
        (0..self.book.house.queues.len()).any(|queue| self.parts(queue).contains(&person))
    }

    fn on_rota(&self, rota: usize, person: PersonId) -> Option<bool> {
        let place = self.place(person);
        let stands = self.book.house.stand_on(rota).any(|one| one == place);
        stands.then(|| self.book.rota_on(rota, self.walls, self.at) & 1 << place != 0)
    }

    pub(crate) fn is_on(&self, queue: usize, person: PersonId) -> bool {
        if !self.is_active(person) || self.is_away(person) {
            return false;
        }
        if let Some(works) = self.said.get(&person).and_then(|said| said.works(self.at)) {
            return works;
        }
        let known = &self.book.house.queues[queue];
        if let Some(on) = known.rota.and_then(|rota| self.on_rota(rota, person)) {
            return on;
        }
        let others: Vec<bool> =
            (0..self.book.house.rotas.len()).filter_map(|rota| self.on_rota(rota, person)).collect();
        let open = self.book.is_open(self.walls, known.hours, self.at);
        open && (others.is_empty() || others.contains(&true))
    }

    pub(crate) fn on(&self, queue: usize) -> Vec<PersonId> {
        self.parts(queue).into_iter().filter(|person| self.is_on(queue, *person)).collect()
    }

    pub(crate) fn works(&self, person: PersonId) -> bool {
        if !self.is_active(person) || self.is_away(person) {
            return false;
        }
        if let Some(works) = self.said.get(&person).and_then(|said| said.works(self.at)) {
            return works;
        }
        let theirs: Vec<usize> =
            (0..self.book.house.queues.len()).filter(|queue| self.parts(*queue).contains(&person)).collect();
        theirs.is_empty() || theirs.iter().any(|queue| self.is_on(*queue, person))
    }

    /// Everybody who may be the one that answers (law 2).
    pub(crate) fn may_answer(&self, owner: Owner, queue: Option<QueueId>) -> Vec<PersonId> {
        let place = |queue: Option<QueueId>| queue.and_then(|queue| self.book.place_of(queue));
        match owner {
            Owner::Queue(queue) => self.for_queue(place(Some(queue)), None),
            Owner::Person(person) if !self.is_active(person) => self.for_queue(place(queue), None),
            Owner::Person(person) if self.is_away(person) => match self.cover(person) {
                Some(cover) => vec![cover],
                None => self.for_queue(place(queue), Some(person)),
            },
            Owner::Person(person) if self.works(person) => vec![person],
            Owner::Person(person) => {
                let on = place(queue).map(|queue| self.on(queue)).unwrap_or_default();
                let on: Vec<PersonId> = on.into_iter().filter(|one| *one != person).collect();
                if on.is_empty() { vec![person] } else { on }
            }
        }
    }

    fn for_queue(&self, queue: Option<usize>, but: Option<PersonId>) -> Vec<PersonId> {
        let on = queue.map(|queue| self.on(queue)).unwrap_or_default();
        let on: Vec<PersonId> = on.into_iter().filter(|one| Some(*one) != but).collect();
        if !on.is_empty() {
            return on;
        }
        let there = |person: PersonId| if self.is_away(person) { self.cover(person) } else { Some(person) };
        let lead = queue.and_then(|queue| self.book.house.queues[queue].lead).map(|place| self.people[place]);
        let fallback = self.people[self.book.house.fallback];
        let lead = lead.filter(|lead| self.is_active(*lead)).and_then(there);
        vec![lead.or_else(|| there(fallback)).unwrap_or(fallback)]
    }
}
