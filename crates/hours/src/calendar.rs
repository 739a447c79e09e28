//! A business calendar: when it is open, and arithmetic in its time.

use std::time::Duration;

use crate::moment::{Moment, micros_of};
use crate::period::Period;
use crate::shape::{DAY, Shapes};
use crate::walk::Walk;
use crate::wall::{Date, Weekday};
use crate::zone::Zone;

/// The opening periods of a week, by the weekday on which they open.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Week(pub(crate) [Vec<Period>; 7]);

impl Week {
    /// A week in which nothing opens.
    pub fn shut() -> Self {
        Self::default()
    }

    /// The same week with these periods opening on that day, instead of what was there.
    #[must_use]
    pub fn with(mut self, day: Weekday, periods: impl Into<Vec<Period>>) -> Self {
        self.0[day.index()] = periods.into();
        self
    }

    /// The periods that open on that day.
    pub fn on(&self, day: Weekday) -> &[Period] {
        &self.0[day.index()]
    }

    /// Whether nothing ever opens.
    pub fn is_shut(&self) -> bool {
        self.0.iter().all(Vec::is_empty)
    }
}

/// A date with periods of its own, which replace the week's: none at all, and it is shut.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holiday {
    /// The date, in the calendar's zone.
    pub date: Date,
    /// What opens on it.
    pub periods: Vec<Period>,
}

/// Opening hours: a zone, the periods of a week, and holidays.
///
/// It is open at an instant if the date and time on the wall then lie in a period. So an hour that a change of clocks
/// leaves out adds nothing, one that comes twice counts twice, and a night belongs to the date on which it began: the
/// night before a holiday runs to its end. Periods that touch are one opening.
///
/// All answers are exact to the microsecond. `None` means *never*, or beyond [`Moment::MAX`].
///
/// ```
/// use std::time::Duration;
/// use baton_hours::{Calendar, Moment, Week, Weekday, Zone};
/// let week = Week::shut().with(Weekday::Fri, ["09:00-17:00".parse()?]).with(Weekday::Mon, ["09:00-17:00".parse()?]);
/// let calendar = Calendar::new(Zone::named("America/New_York")?, week, []);
/// let friday: Moment = "2026-03-06T16:30:00-05:00".parse()?;
/// // Half an hour is left on Friday; clocks go forward on Sunday; the other half hour is Monday's first.
/// assert_eq!(calendar.add(friday, Duration::from_secs(3600)), Some("2026-03-09T09:30:00-04:00".parse()?));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Calendar {
    zone: Zone,
    week: Week,
    holidays: Vec<Holiday>,
    shapes: Shapes,
}

impl Calendar {
    /// The calendar of that week and those holidays. Of several holidays on one date the first counts.
    pub fn new(zone: Zone, week: Week, holidays: impl Into<Vec<Holiday>>) -> Self {
        let holidays = holidays.into();
        let shapes = Shapes::new(&week, &holidays);
        Self { zone, week, holidays, shapes }
    }

    /// Its time zone.
    pub fn zone(&self) -> &Zone {
        &self.zone
    }

    /// Its week, holidays aside.
    pub fn week(&self) -> &Week {
        &self.week
    }

    /// Its holidays, as they were given.
    pub fn holidays(&self) -> &[Holiday] {
        &self.holidays
    }

    /// Whether it is open then.
    pub fn is_open(&self, at: Moment) -> bool {
        let local = at.micros() + self.zone.offset(at);
        self.shapes.on(local.div_euclid(DAY)).is_open(local.rem_euclid(DAY))
    }

    /// The first moment from `at` on at which it is open: `at` itself, if it is. `None` if it never opens again.
    pub fn next_opening(&self, at: Moment) -> Option<Moment> {
        self.walk(at).next_piece().map(|(from, _)| Moment::from_micros(from))
    }

    /// The first moment after `at` that is closed with opening right before it: the end of the opening that holds `at`,
    /// or of the next one. `None` if it does not open again, or does not close again.
    pub fn next_closing(&self, at: Moment) -> Option<Moment> {
        let mut walk = self.walk(at);
        let (_, mut end) = walk.next_piece()?;
        loop {
            if walk.is_open_for_ever() {
                return None;
            }
            match walk.next_piece() {
                Some((from, to)) if from == end => end = to,
                _ => break,
            }
        }
        (end <= Moment::MAX.micros()).then(|| Moment::from_micros(end))
    }

    /// The first moment from `at` on until which it was open for `duration`: an amount that is used up exactly at
    /// closing is due at the closing, not at the next opening, and none is due at once. `None` if less is left for
    /// ever. Parts of a microsecond are dropped.
    pub fn add(&self, at: Moment, duration: Duration) -> Option<Moment> {
        let mut left = micros_of(duration);
        if left == 0 {
            return Some(at);
        }
        let mut walk = self.walk(at);
        loop {
            left -= walk.skip_weeks(left, i64::MAX);
            let (from, to) = walk.next_piece()?;
            if to - from >= left {
                let due = from.saturating_add(left);
                return (due <= Moment::MAX.micros()).then(|| Moment::from_micros(due));
            }
            left -= to - from;
        }
    }

    /// For how long it is open from `from` to `until`, in real time; nothing if `until` is not after `from`.
    pub fn between(&self, from: Moment, until: Moment) -> Duration {
        let until = until.micros();
        let mut walk = self.walk(from);
        let mut open = 0;
        loop {
            open += walk.skip_weeks(i64::MAX, until);
            match walk.next_piece() {
                Some((from, to)) if from < until => open += to.min(until) - from,
                _ => break,
            }
        }
        Duration::from_micros(open.unsigned_abs())
    }

    fn walk(&self, from: Moment) -> Walk<'_> {
        Walk::new(&self.zone, &self.shapes, from)
    }
}
