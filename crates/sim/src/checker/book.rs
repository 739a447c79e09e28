//! Hours and shifts by half hours, read off the wall clock, and what follows from them: who is there, who is on, who
//! may answer, when a promise is due. Slow and obvious; nothing of the core is asked.

use crate::house::{House, Long, Span, TEAM, ZONE};
use baton_core::{Availability, Moment, Owner, PersonId, QueueId};
use baton_hours::Zone;
use std::collections::BTreeMap;

const SLOT: i64 = 30 * 60 * 1_000_000;
const MINUTE: i64 = 60 * 1_000_000;

/// A half hour on the wall.
#[derive(Debug, Clone, Copy)]
struct Slot {
    /// The day, counted.
    date: i64,
    /// The day of the week, from Monday.
    day: usize,
    /// Minutes since midnight, by the wall.
    minute: u16,
}

/// The half hours of a run.
#[derive(Debug)]
pub(crate) struct Walls {
    first: i64,
    slots: Vec<Slot>,
}

impl Walls {
    pub(crate) fn new(start: Moment, days: u64) -> Self {
        let zone = Zone::named(ZONE).expect("it is in every database of zones");
        let first = (start.micros() - 2 * 48 * SLOT).div_euclid(SLOT) * SLOT;
        let count = i64::try_from(days + 60).unwrap_or(60) * 48;
        let slots = (0..count).map(|at| {
            let wall = zone.wall(Moment::from_micros(first + at * SLOT));
            let (date, minute) = (wall.date.number(), wall.minute_of_day());
            Slot { date, day: wall.weekday().index(), minute }
        });
        Self { first, slots: slots.collect() }
    }

    fn place(&self, at: Moment) -> usize {
        usize::try_from((at.micros() - self.first).div_euclid(SLOT)).unwrap_or(0).min(self.slots.len() - 1)
    }

    fn begin(&self, place: usize) -> i64 {
        self.first + i64::try_from(place).unwrap_or(0) * SLOT
    }
}

/// Whether a shift or an opening holds at that half hour; one across midnight belongs to the day on which it began.
fn holds(slot: Slot, on: impl Fn(usize) -> bool, (from, to): Span) -> bool {
    let yesterday = (slot.day + 6) % 7;
    if from < to {
        on(slot.day) && (from..to).contains(&slot.minute)
    } else {
        (on(slot.day) && slot.minute >= from) || (on(yesterday) && slot.minute < to)
    }
}

/// A policy as the checker reads it.
#[derive(Debug)]
pub(crate) struct Book {
    pub(crate) house: House,
    pub(crate) ids: Vec<QueueId>,
    open: Vec<bool>,
    /// By rota, by half hour: who is on, one bit each.
    on: Vec<Vec<u8>>,
}

impl Book {
    pub(crate) fn new(house: House, ids: &BTreeMap<&'static str, QueueId>, walls: &Walls) -> Self {
        let open = walls
            .slots
            .iter()
            .map(|slot| house.hours[slot.day].iter().any(|span| holds(*slot, |day| day == slot.day, *span)))
            .collect();
        let on = house
            .rotas
            .iter()
            .map(|rota| {
                let at = |slot: &Slot| {
                    rota.shifts
                        .iter()
                        .filter(|shift| holds(*slot, |day| shift.days[day], shift.span))
                        .fold(0, |on, shift| on | 1 << shift.who)
                };
                walls.slots.iter().map(at).collect()
            })
            .collect();
        let ids =
            house.queues.iter().map(|queue| ids.get(queue.name).copied().unwrap_or(QueueId(-1))).collect();
        Self { house, ids, open, on }
    }

    pub(crate) fn is_open(&self, walls: &Walls, at: Moment) -> bool {
        self.open[walls.place(at)]
    }

    /// Whether what the house starts may go out.
    pub(crate) fn is_day(&self, walls: &Walls, at: Moment) -> bool {
        let (from, to) = self.house.day;
        (from..to).contains(&walls.slots[walls.place(at)].minute)
    }

    /// The day of the business, counted.
    pub(crate) fn day(walls: &Walls, at: Moment) -> i64 {
        walls.slots[walls.place(at)].date
    }

    /// Since when it is closed; none while it is open.
    pub(crate) fn closed_since(&self, walls: &Walls, at: Moment) -> Option<Moment> {
        let here = walls.place(at);
        let first = (0..=here).rev().take_while(|place| !self.open[*place]).last()?;
        Some(Moment::from_micros(walls.begin(first)))
    }

    pub(crate) fn place_of(&self, queue: QueueId) -> Option<usize> {
        self.ids.iter().position(|id| *id == queue)
    }

    /// Who is on by a rota, one bit each.
    pub(crate) fn rota_on(&self, rota: usize, walls: &Walls, at: Moment) -> u8 {
        self.on[rota][walls.place(at)]
    }

    /// The edges of a rota after `from` up to `to`.
    pub(crate) fn edges(&self, rota: usize, walls: &Walls, from: Moment, to: Moment) -> Vec<Moment> {
        let (first, last) = (walls.place(from), walls.place(to));
        let on = &self.on[rota];
        (first + 1..=last)
            .filter(|place| on[*place] != on[place - 1])
            .map(|place| Moment::from_micros(walls.begin(place)))
            .collect()
    }

    /// `micros` of open time after `from`; an amount used up at closing is due at the closing.
    fn add_open(&self, walls: &Walls, from: Moment, micros: i64) -> Option<Moment> {
        if micros == 0 {
            return Some(from);
        }
        let mut left = micros;
        let mut place = walls.place(from);
        let mut at = from.micros();
        while place < self.open.len() {
            let end = walls.begin(place) + SLOT;
            if self.open[place] {
                if end - at >= left {
                    return Some(Moment::from_micros(at + left));
                }
                left -= end - at;
            }
            (at, place) = (end, place + 1);
        }
        None
    }

    /// `micros` of the house's hours, or of all time, after `from`.
    pub(crate) fn add(&self, walls: &Walls, hours: bool, from: Moment, micros: i64) -> Option<Moment> {
        if hours {
            self.add_open(walls, from, micros)
        } else {
            Some(Moment::from_micros(from.micros() + micros))
        }
    }

    /// How much of the house's hours, or of all time, lies between.
    pub(crate) fn between(&self, walls: &Walls, hours: bool, from: Moment, until: Moment) -> i64 {
        if !hours || until <= from {
            return (until.micros() - from.micros()).max(0);
        }
        let (first, last) = (walls.place(from), walls.place(until));
        (first..=last)
            .filter(|place| self.open[*place])
            .map(|place| {
                let (begin, end) = (walls.begin(place), walls.begin(place) + SLOT);
                end.min(until.micros()) - begin.max(from.micros())
            })
            .sum()
    }

    /// When something of that length is due.
    pub(crate) fn due(&self, walls: &Walls, hours: bool, from: Moment, length: Long) -> Option<Moment> {
        match length {
            Long::Minutes(minutes) => self.add(walls, hours, from, i64::try_from(minutes).ok()? * MINUTE),
            Long::Days(days) if !hours => {
                Some(Moment::from_micros(from.micros() + i64::from(days) * 48 * SLOT))
            }
            Long::Days(days) => self.business_days(walls, from, days),
        }
    }

    /// So many business days on, at the same time by the wall; where it is closed then, the end of that day's last
    /// opening before it, or its first opening.
    fn business_days(&self, walls: &Walls, from: Moment, days: u32) -> Option<Moment> {
        let mut place = walls.place(from);
        let mut start = from.micros();
        while !self.open[place] {
            place += 1;
            start = walls.begin(place);
            if place + 1 == self.open.len() {
                return None;
            }
        }
        let minutes = i64::from(walls.slots[place].minute);
        let into = start - walls.begin(place);
        let mut date = walls.slots[place].date;
        let open = |place: &usize| self.open[*place];
        for _ in 0..days {
            let next = (place..self.open.len()).filter(open).find(|place| walls.slots[*place].date > date)?;
            date = walls.slots[next].date;
        }
        let day: Vec<usize> =
            (place..self.open.len()).filter(open).filter(|place| walls.slots[*place].date == date).collect();
        let wanted = minutes * MINUTE + into;
        let same = |place: &&usize| {
            let begin = i64::from(walls.slots[**place].minute) * MINUTE;
            (begin..begin + SLOT).contains(&wanted)
        };
        if let Some(place) = day.iter().find(same) {
            return Some(Moment::from_micros(walls.begin(*place) + into));
        }
        let before = day.iter().rev().find(|place| i64::from(walls.slots[**place].minute) * MINUTE < wanted);
        match before {
            Some(place) => Some(Moment::from_micros(walls.begin(*place) + SLOT)),
            None => day.first().map(|place| Moment::from_micros(walls.begin(*place))),
        }
    }
}

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

    fn works(&self, at: Moment) -> Option<bool> {
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
    fn parts(&self, queue: usize) -> Vec<PersonId> {
        let mut parts = self.members(queue);
        if let Some(rota) = self.book.house.queues[queue].rota {
            for shift in &self.book.house.rotas[rota].shifts {
                let person = self.people[shift.who];
                if !parts.contains(&person) {
                    parts.push(person);
                }
            }
        }
        parts
    }

    fn on_rota(&self, rota: usize, person: PersonId) -> Option<bool> {
        let place = self.place(person);
        let stands = self.book.house.rotas[rota].shifts.iter().any(|shift| shift.who == place);
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
        let open = !known.hours || self.book.is_open(self.walls, self.at);
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
