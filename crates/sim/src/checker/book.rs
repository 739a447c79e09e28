//! Hours and shifts by half hours, read off the wall clock, and when a promise is due by them. Slow and obvious; nothing of
//! the core is asked.

use crate::house::{House, Long, Span, ZONE};
use baton_core::{Moment, QueueId};
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

    /// From when on it may, if it may not yet.
    pub(crate) fn day_from(&self, walls: &Walls, at: Moment) -> Option<Moment> {
        let (from, to) = self.house.day;
        let day = |place: &usize| (from..to).contains(&walls.slots[*place].minute);
        let first = (walls.place(at)..walls.slots.len()).find(day)?;
        Some(Moment::from_micros(walls.begin(first)).max(at))
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
