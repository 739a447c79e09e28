//! Who is on at a date and time on the wall: the one function that everything else is read off.
//!
//! It knows nothing of zones and clocks that change. Wall time is counted in microseconds since 1970-01-01T00:00 on the
//! wall; people and shifts are places in the rota's lists.

use std::collections::BTreeMap;

use baton_hours::{Moment, Weekday};

use crate::dated::{DAY, Override, Swap};
use crate::days::weekday;
use crate::lay::{cuts, key, layers};
use crate::shift::Shift;
use crate::turn::{Turn, least_common_multiple};

/// Later than any wall shows at [`Moment::MAX`].
const END: i64 = Moment::MAX.micros() + 2 * DAY;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Plan {
    turns: Box<[Turn]>,
    /// The days of a week, Monday first, each cut where a shift begins or ends.
    week: [Box<[Cut]>; 7],
    /// What overrides hold, in order; no two overlap.
    overridden: Box<[Overridden]>,
    /// Who has a shift by swaps: shift and date, in order, with the person.
    swapped: Box<[((u32, i64), u32)]>,
    /// After how many days everything that is not dated comes again.
    cycle: i64,
}

/// A part of a day during which the same shifts are on, until the next one begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Cut {
    pub(crate) from: i64,
    pub(crate) shifts: Box<[Worked]>,
}

/// A shift, and how many days ago it began: 0 or 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Worked {
    pub(crate) shift: u32,
    pub(crate) ago: i64,
}

/// A stretch that an override holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Overridden {
    pub(crate) from: i64,
    pub(crate) to: i64,
    /// The override's place in the rota's list.
    pub(crate) by: usize,
    pub(crate) people: Box<[u32]>,
}

/// What holds at a time on the wall.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Held<'p> {
    Override(&'p Overridden),
    Shifts(Shifts<'p>),
}

/// Shifts that are on at a time of some date.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Shifts<'p> {
    plan: &'p Plan,
    cut: &'p [Worked],
    date: i64,
}

/// A shift that is on, the date on which it began, and who works it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Working {
    pub(crate) shift: u32,
    pub(crate) date: i64,
    pub(crate) person: u32,
    pub(crate) is_swapped: bool,
}

impl<'p> Shifts<'p> {
    pub(crate) fn iter(self) -> impl Iterator<Item = Working> + use<'p> {
        self.cut.iter().map(move |worked| {
            let (shift, date) = (worked.shift, self.date - worked.ago);
            let (person, is_swapped) = self.plan.person(shift, date);
            Working { shift, date, person, is_swapped }
        })
    }
}

impl Held<'_> {
    /// Puts the people who are on into `people` in place of what was there: in order, each once.
    pub(crate) fn people(self, people: &mut Vec<u32>) {
        people.clear();
        match self {
            Self::Override(held) => people.extend_from_slice(&held.people),
            Self::Shifts(shifts) => {
                people.extend(shifts.iter().map(|working| working.person));
                people.sort_unstable();
                people.dedup();
            }
        }
    }

    pub(crate) fn is_nobody(self) -> bool {
        match self {
            Self::Override(held) => held.people.is_empty(),
            Self::Shifts(shifts) => shifts.cut.is_empty(),
        }
    }

    pub(crate) fn has(self, person: u32) -> bool {
        match self {
            Self::Override(held) => held.people.binary_search(&person).is_ok(),
            Self::Shifts(shifts) => shifts.iter().any(|working| working.person == person),
        }
    }
}

impl Plan {
    /// The plan of a rota without problems; `place` finds a person in its list.
    pub(crate) fn new<P>(
        shifts: &[Shift<P>],
        overrides: &[Override<P>],
        swaps: &[Swap],
        place: impl Fn(&P) -> u32,
    ) -> Self {
        let turns: Box<[Turn]> =
            shifts.iter().map(|shift| Turn::new(&shift.who, shift.days, &place)).collect();
        let week = std::array::from_fn(|day| cuts(shifts, Weekday::ALL[day]));
        let cycle = turns.iter().map(Turn::cycle).fold(7, least_common_multiple);
        let overridden = layers(overrides, place);
        let mut plan = Self { turns, week, overridden, swapped: Box::default(), cycle };
        let mut swapped = BTreeMap::new();
        for swap in swaps {
            let [one, other] = [&swap.one, &swap.other].map(|named| key(shifts, named));
            let has = |key: (u32, i64)| swapped.get(&key).copied().unwrap_or_else(|| plan.turn(key));
            let (ones, others) = (has(one), has(other));
            swapped.insert(one, others);
            swapped.insert(other, ones);
        }
        plan.swapped = swapped.into_iter().collect();
        plan
    }

    /// What holds at that time on the wall, and until when it does at least.
    pub(crate) fn at(&self, wall: i64) -> (Held<'_>, i64) {
        let next = self.overridden.partition_point(|held| held.to <= wall);
        let next = self.overridden.get(next);
        if let Some(held) = next.filter(|held| held.from <= wall) {
            return (Held::Override(held), held.to);
        }
        let (date, time) = (wall.div_euclid(DAY), wall.rem_euclid(DAY));
        let cuts = &self.week[weekday(date)];
        let later = cuts.partition_point(|cut| cut.from <= time);
        let end = date * DAY + cuts.get(later).map_or(DAY, |cut| cut.from);
        let held = Held::Shifts(Shifts { plan: self, cut: &cuts[later - 1].shifts, date });
        (held, next.map_or(end, |held| end.min(held.from)))
    }

    /// The first time on the wall after `wall` at which others are on than `people`, who are on at `wall`.
    ///
    /// It goes from cut to cut. Once eight dates have shown nobody else and nothing dated comes and no turn passes, every
    /// week is like that one, and it goes on where something may differ. Once a whole cycle has shown nobody else, there
    /// is nobody else.
    pub(crate) fn next_other(&self, wall: i64, people: &[u32], room: &mut Vec<u32>) -> Option<i64> {
        let stop = wall.max(self.last_dated()).saturating_add((self.cycle.min(END / DAY) + 2) * DAY).min(END);
        let (mut at, mut alike_since) = (wall, wall.div_euclid(DAY));
        while at < stop {
            let (held, end) = self.at(at);
            held.people(room);
            if room != people {
                return Some(at);
            }
            at = end;
            let date = at.div_euclid(DAY);
            if date >= alike_since + 8 && at.rem_euclid(DAY) == 0 {
                let until = self.alike_until(alike_since);
                if until > date {
                    at = until.saturating_mul(DAY);
                }
                alike_since = at.div_euclid(DAY);
            }
        }
        None
    }

    /// The first date from which something is not as the weeks after `date` have it: an override, a swap, or another turn
    /// than on `date`.
    fn alike_until(&self, date: i64) -> i64 {
        let held = self.overridden.partition_point(|held| held.to <= date * DAY);
        let held = self.overridden.get(held).map_or(i64::MAX, |held| held.from.div_euclid(DAY));
        let turn = self.turns.iter().map(|turn| turn.next_turn(date)).min().unwrap_or(i64::MAX);
        let swaps = self.swapped.iter().map(|&((_, swapped), _)| swapped);
        let swap = swaps.filter(|&swapped| swapped >= date).min().unwrap_or(i64::MAX);
        held.min(turn).min(swap)
    }

    /// From here on nothing is dated. (The shift of a swap can run until the end of the date after.)
    fn last_dated(&self) -> i64 {
        let held = self.overridden.last().map_or(i64::MIN, |held| held.to);
        let swapped = self.swapped.iter().map(|&((_, date), _)| (date + 2) * DAY).max();
        held.max(swapped.unwrap_or(i64::MIN))
    }

    fn turn(&self, (shift, date): (u32, i64)) -> u32 {
        self.turns[shift as usize].on(date)
    }

    /// Who works that shift on that date, and whether by a swap.
    fn person(&self, shift: u32, date: i64) -> (u32, bool) {
        match self.swapped.binary_search_by_key(&(shift, date), |&(key, _)| key) {
            Ok(found) => (self.swapped[found].1, true),
            Err(_) => (self.turn((shift, date)), false),
        }
    }
}
