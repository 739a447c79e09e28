//! Whose turn a shift is, by the date on which it begins.

use baton_hours::Date;

use crate::days::Days;
use crate::shift::{Every, Who};

/// Whose turn it is; people are places in the rota's list of people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Turn {
    One(u32),
    Rotation { people: Box<[u32]>, count: Count, every: i64, start: i64 },
}

/// What is counted, from the start on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Count {
    Dates,
    DatesOf(Days),
}

impl Count {
    fn before(self, date: i64) -> i64 {
        match self {
            Self::Dates => date,
            Self::DatesOf(days) => days.dates_before(date),
        }
    }

    fn date(self, before: i64) -> i64 {
        match self {
            Self::Dates => before,
            Self::DatesOf(days) => days.date_after(before),
        }
    }
}

impl Turn {
    pub(crate) fn new<P>(who: &Who<P>, days: Days, place: impl Fn(&P) -> u32) -> Self {
        match who {
            Who::One(person) => Self::One(place(person)),
            Who::Rotation { people, every, start } => {
                let people: Box<[u32]> = people.iter().map(place).collect();
                if people.iter().all(|person| *person == people[0]) {
                    return Self::One(people[0]);
                }
                let count = match every {
                    Every::Days(_) => Count::Dates,
                    Every::Shifts(_) => Count::DatesOf(days),
                };
                let start = count.before(Date::number(*start));
                Self::Rotation { people, count, every: i64::from(every.amount()), start }
            }
        }
    }

    /// Who works the shift that begins on that date.
    pub(crate) fn on(&self, date: i64) -> u32 {
        match self {
            Self::One(person) => *person,
            Self::Rotation { people, count, every, start } => {
                let turn = (count.before(date) - start).div_euclid(*every);
                let size = i64::try_from(people.len()).expect("people fit into memory");
                people[usize::try_from(turn.rem_euclid(size)).expect("a remainder of their number")]
            }
        }
    }

    /// The first date after `date` on which another turn begins than that of `date`; far beyond every calendar if none.
    pub(crate) fn next_turn(&self, date: i64) -> i64 {
        match self {
            Self::One(_) => i64::MAX,
            Self::Rotation { count, every, start, .. } => {
                let turn = (count.before(date) - start).div_euclid(*every);
                count.date(((turn + 1) * every).saturating_add(*start))
            }
        }
    }

    /// After how many dates, a number of whole weeks, everything comes again.
    pub(crate) fn cycle(&self) -> i64 {
        match self {
            Self::One(_) => 7,
            Self::Rotation { people, count, every, .. } => {
                let round =
                    every.saturating_mul(i64::try_from(people.len()).expect("people fit into memory"));
                let a_week = match count {
                    Count::Dates => 7,
                    Count::DatesOf(days) => i64::from(days.count()),
                };
                least_common_multiple(round, a_week).saturating_mul(7) / a_week
            }
        }
    }
}

/// The least number that both divide; `i64::MAX` if there is no room for it.
pub(crate) fn least_common_multiple(a: i64, b: i64) -> i64 {
    let (mut x, mut y) = (a, b);
    while y != 0 {
        (x, y) = (y, x % y);
    }
    (a / x).saturating_mul(b)
}
