//! What is open on a local date, as ranges of wall time.

use std::collections::{BTreeMap, BTreeSet};

use crate::calendar::{Holiday, Week};
use crate::period::{DAY_MINUTES, Period};

const MINUTE: i64 = 60_000_000;

/// A day by the clock, in microseconds.
pub(crate) const DAY: i64 = DAY_MINUTES as i64 * MINUTE;

/// The open ranges of one local date, in microseconds since it began by the clock: in order, none touching another.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Shape {
    ranges: Box<[(i64, i64)]>,
}

impl Shape {
    /// What is open on a date with these periods of its own, after a date with those.
    fn new(before: &[Period], own: &[Period]) -> Self {
        let day = DAY_MINUTES;
        let late = before.iter().map(|period| period.minutes()).filter(|&(_, close)| close > day);
        let late = late.map(|(open, close)| (open.saturating_sub(day), close - day));
        let early = own.iter().map(|period| period.minutes()).filter(|&(open, _)| open < day);
        let early = early.map(|(open, close)| (open, close.min(day)));
        let mut ranges: Vec<(u16, u16)> = late.chain(early).collect();
        ranges.sort_unstable();
        let mut merged: Vec<(i64, i64)> = Vec::with_capacity(ranges.len());
        for (open, close) in ranges {
            let (open, close) = (i64::from(open) * MINUTE, i64::from(close) * MINUTE);
            match merged.last_mut() {
                Some(last) if open <= last.1 => last.1 = last.1.max(close),
                _ => merged.push((open, close)),
            }
        }
        Self { ranges: merged.into() }
    }

    /// Whether it is open at that time of the day.
    pub(crate) fn is_open(&self, time: i64) -> bool {
        self.ranges.iter().any(|&(open, close)| (open..close).contains(&time))
    }

    /// The first range that ends after that time of the day.
    pub(crate) fn ending_after(&self, time: i64) -> Option<(i64, i64)> {
        self.ranges.iter().copied().find(|&(_, close)| close > time)
    }

    /// How much of the day is open.
    fn total(&self) -> i64 {
        self.ranges.iter().map(|(open, close)| close - open).sum()
    }
}

/// What is open on every local date: a week that repeats, and the dates that differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Shapes {
    week: [Shape; 7],
    /// By day number, in order: each holiday and the day after it, whose early hours may be the night of the holiday.
    special: Box<[(i64, Shape)]>,
    week_total: i64,
}

impl Shapes {
    pub(crate) fn new(week: &Week, holidays: &[Holiday]) -> Self {
        let shapes: [Shape; 7] = std::array::from_fn(|day| Shape::new(&week.0[(day + 6) % 7], &week.0[day]));
        let mut dated: BTreeMap<i64, &[Period]> = BTreeMap::new();
        for holiday in holidays {
            dated.entry(holiday.date.number()).or_insert(&holiday.periods);
        }
        let own = |day: i64| dated.get(&day).copied().unwrap_or(&week.0[weekday(day)]);
        let days: BTreeSet<i64> = dated.keys().flat_map(|&day| [day, day + 1]).collect();
        let special = days.into_iter().map(|day| (day, Shape::new(own(day - 1), own(day)))).collect();
        let week_total = shapes.iter().map(Shape::total).sum();
        Self { week: shapes, special, week_total }
    }

    /// What is open on the date with that number (days since 1970-01-01).
    pub(crate) fn on(&self, day: i64) -> &Shape {
        match self.special.binary_search_by_key(&day, |&(special, _)| special) {
            Ok(found) => &self.special[found].1,
            Err(_) => &self.week[weekday(day)],
        }
    }

    /// How much of an ordinary week is open, in microseconds.
    pub(crate) const fn week_total(&self) -> i64 {
        self.week_total
    }

    /// The next date from `day` on that is not as every week has it.
    pub(crate) fn next_special(&self, day: i64) -> Option<i64> {
        let next = self.special.partition_point(|&(special, _)| special < day);
        self.special.get(next).map(|&(special, _)| special)
    }
}

/// 0 for Monday to 6 for Sunday; day 0 was a Thursday.
fn weekday(day: i64) -> usize {
    usize::try_from((day + 3).rem_euclid(7)).expect("a remainder of 7 is 0 to 6")
}
