//! A set of days of the week.

use std::fmt;

use baton_hours::Weekday;

/// Days of the week, each in it or not.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Days(u8);

impl Days {
    /// Monday to Sunday.
    pub const ALL: Self = Self(0x7f);
    /// Monday to Friday.
    pub const WEEKDAYS: Self = Self(0x1f);

    /// Whether it holds that day.
    pub const fn contains(self, day: Weekday) -> bool {
        self.0 >> day.index() & 1 == 1
    }

    /// Whether it holds no day.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// How many days of a week it holds, 0 to 7.
    pub const fn count(self) -> u32 {
        self.0.count_ones()
    }

    /// Its days, Monday first.
    pub fn iter(self) -> impl Iterator<Item = Weekday> {
        Weekday::ALL.into_iter().filter(move |&day| self.contains(day))
    }

    /// How many dates with a weekday of these lie before that date, counted from a Monday of long ago: of two such counts
    /// the difference is what lies between.
    pub(crate) fn dates_before(self, date: i64) -> i64 {
        let whole_weeks = (date + THURSDAY).div_euclid(7) * i64::from(self.count());
        let of_this_week = self.0 & ((1 << weekday(date)) - 1);
        whole_weeks + i64::from(of_this_week.count_ones())
    }

    /// The date before which so many lie, itself one of these weekdays: the other way round of `dates_before`. There must
    /// be a day in it.
    pub(crate) fn date_after(self, dates: i64) -> i64 {
        let a_week = i64::from(self.count());
        let of_this_week = usize::try_from(dates.rem_euclid(a_week)).expect("a remainder of 7 at most");
        let day = self.iter().nth(of_this_week).expect("as many days as it counts").index();
        dates
            .div_euclid(a_week)
            .saturating_mul(7)
            .saturating_add(i64::try_from(day).expect("0 to 6") - THURSDAY)
    }
}

/// 1970-01-01 was a Thursday, three days after a Monday.
const THURSDAY: i64 = 3;

/// 0 for Monday to 6 for Sunday, of the date with that number.
pub(crate) fn weekday(date: i64) -> usize {
    usize::try_from((date + THURSDAY).rem_euclid(7)).expect("a remainder of 7 is 0 to 6")
}

impl FromIterator<Weekday> for Days {
    fn from_iter<I: IntoIterator<Item = Weekday>>(days: I) -> Self {
        Self(days.into_iter().fold(0, |set, day| set | 1 << day.index()))
    }
}

impl<const N: usize> From<[Weekday; N]> for Days {
    fn from(days: [Weekday; N]) -> Self {
        days.into_iter().collect()
    }
}

impl fmt::Display for Days {
    /// "Monday to Friday", "Monday, Wednesday and Sunday", "every day", "no day".
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if *self == Self::ALL {
            return f.write_str("every day");
        }
        if self.is_empty() {
            return f.write_str("no day");
        }
        let mut runs: Vec<(Weekday, Weekday)> = Vec::new();
        for day in self.iter() {
            match runs.last_mut() {
                Some((_, last)) if last.index() + 1 == day.index() => *last = day,
                _ => runs.push((day, day)),
            }
        }
        let words = runs.into_iter().flat_map(|(first, last)| match last.index() - first.index() {
            0 => vec![first.to_string()],
            1 => vec![first.to_string(), last.to_string()],
            _ => vec![format!("{first} to {last}")],
        });
        f.write_str(&crate::words::listed(words.collect()))
    }
}

impl fmt::Debug for Days {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter().map(Weekday::short)).finish()
    }
}
