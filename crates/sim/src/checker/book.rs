//! Hours and shifts by half hours, and when a promise is due by them. Slow and obvious; nothing of
//! the core is asked.

use super::walls::SLOT;
pub(crate) use super::walls::Walls;
use crate::house::{House, Long};
use baton_core::{Moment, QueueId};
use std::collections::BTreeMap;

const MINUTE: i64 = 60 * 1_000_000;

/// A policy as the checker reads it.
#[derive(Debug)]
pub(crate) struct Book {
    pub(crate) house: House,
    pub(crate) ids: Vec<QueueId>,
    /// By hours, by half hour: the day to which it belongs if it is open, and minutes since that began.
    open: Vec<Vec<Option<(i64, u16)>>>,
    /// By rota, by half hour: who is on, one bit each.
    on: Vec<Vec<u8>>,
}

impl Book {
    pub(crate) fn new(house: House, ids: &BTreeMap<&'static str, QueueId>, walls: &Walls) -> Self {
        let open = house.hours.iter().map(|hours| hours.opens(walls)).collect();
        let on = house.rotas.iter().map(|rota| rota.works(walls)).collect();
        let ids =
            house.queues.iter().map(|queue| ids.get(queue.name).copied().unwrap_or(QueueId(-1))).collect();
        Self { house, ids, open, on }
    }

    /// Whether those hours are open; without any it always is.
    pub(crate) fn is_open(&self, walls: &Walls, hours: Option<usize>, at: Moment) -> bool {
        hours.is_none_or(|hours| self.open[hours][walls.place(at)].is_some())
    }

    /// Whether what the house starts may go out.
    pub(crate) fn is_day(&self, walls: &Walls, at: Moment) -> bool {
        let (from, to) = self.house.day;
        (from..to).contains(&walls.here(at).minute)
    }

    /// From when on it may, if it may not yet.
    pub(crate) fn day_from(&self, walls: &Walls, at: Moment) -> Option<Moment> {
        let (from, to) = self.house.day;
        let slots = walls.in_zone(0);
        let day = |place: &usize| (from..to).contains(&slots[*place].minute);
        let first = (walls.place(at)..slots.len()).find(day)?;
        Some(Moment::from_micros(walls.begin(first)).max(at))
    }

    /// The day of the business, counted.
    pub(crate) fn day(walls: &Walls, at: Moment) -> i64 {
        walls.here(at).date
    }

    /// Since when those hours are closed; none while they are open.
    pub(crate) fn closed_since(&self, walls: &Walls, hours: usize, at: Moment) -> Option<Moment> {
        let here = walls.place(at);
        let first = (0..=here).rev().take_while(|place| self.open[hours][*place].is_none()).last()?;
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
    fn add_open(&self, walls: &Walls, hours: usize, from: Moment, micros: i64) -> Option<Moment> {
        if micros == 0 {
            return Some(from);
        }
        let mut left = micros;
        let mut place = walls.place(from);
        let mut at = from.micros();
        let open = &self.open[hours];
        while place < open.len() {
            let end = walls.begin(place) + SLOT;
            if open[place].is_some() {
                if end - at >= left {
                    return Some(Moment::from_micros(at + left));
                }
                left -= end - at;
            }
            (at, place) = (end, place + 1);
        }
        None
    }

    /// `micros` of those hours, or of all time, after `from`.
    pub(crate) fn add(
        &self,
        walls: &Walls,
        hours: Option<usize>,
        from: Moment,
        micros: i64,
    ) -> Option<Moment> {
        match hours {
            Some(hours) => self.add_open(walls, hours, from, micros),
            None => Some(Moment::from_micros(from.micros() + micros)),
        }
    }

    /// How much of those hours, or of all time, lies between.
    pub(crate) fn between(&self, walls: &Walls, hours: Option<usize>, from: Moment, until: Moment) -> i64 {
        let Some(hours) = hours.filter(|_| until > from) else {
            return (until.micros() - from.micros()).max(0);
        };
        let (first, last) = (walls.place(from), walls.place(until));
        (first..=last)
            .filter(|place| self.open[hours][*place].is_some())
            .map(|place| {
                let (begin, end) = (walls.begin(place), walls.begin(place) + SLOT);
                end.min(until.micros()) - begin.max(from.micros())
            })
            .sum()
    }

    /// When something of that length is due.
    pub(crate) fn due(
        &self,
        walls: &Walls,
        hours: Option<usize>,
        from: Moment,
        length: Long,
    ) -> Option<Moment> {
        match (length, hours) {
            (Long::Minutes(minutes), _) => {
                self.add(walls, hours, from, i64::try_from(minutes).ok()? * MINUTE)
            }
            (Long::Days(days), None) => {
                Some(Moment::from_micros(from.micros() + i64::from(days) * 48 * SLOT))
            }
            (Long::Days(days), Some(hours)) => self.business_days(walls, hours, from, days),
        }
    }

    /// So many business days on, at the same time by the wall; where it is closed then, the end of that day's last
    /// opening before it, or its first opening. A night belongs to the day on which it began.
    fn business_days(&self, walls: &Walls, hours: usize, from: Moment, days: u32) -> Option<Moment> {
        let open = &self.open[hours];
        let here = walls.place(from);
        let place = (here..open.len()).find(|place| open[*place].is_some())?;
        let start = from.micros().max(walls.begin(place));
        let into = start - walls.begin(place);
        let (mut date, minute) = open[place]?;
        let later = |date: i64| move |other: &(i64, u16)| other.0 > date;
        for _ in 0..days {
            date = open[place..]
                .iter()
                .flatten()
                .filter(|other| later(date)(other))
                .map(|other| other.0)
                .min()?;
        }
        // Whatever opening holds that time, also the night of the day before.
        let same = (date + i64::from(minute / 1_440), minute % 1_440);
        let zone = walls.in_zone(self.house.hours[hours].zone);
        let same = (place..open.len()).find(|place| (zone[*place].date, zone[*place].minute) == same);
        if let Some(place) = same.filter(|place| open[*place].is_some()) {
            return Some(Moment::from_micros(walls.begin(place) + into));
        }
        let day: Vec<(usize, u16)> = (place..open.len())
            .filter_map(|place| open[place].filter(|other| other.0 == date).map(|other| (place, other.1)))
            .collect();
        match day.iter().rev().find(|(_, other)| *other < minute) {
            Some((place, _)) => Some(Moment::from_micros(walls.begin(*place) + SLOT)),
            None => day.first().map(|(place, _)| Moment::from_micros(walls.begin(*place))),
        }
    }
}
