//! Business days: "five business days from now", "to closing time".

use std::collections::BTreeMap;
use std::time::Duration;

use crate::calendar::Calendar;
use crate::moment::Moment;
use crate::period::{DAY_MINUTES, Period, WallTime};
use crate::wall::{Date, Wall};

impl Calendar {
    /// So many business days on: from `at` if it is open then, else from the next opening; to the same time by the wall
    /// clock on the `days`-th later date on which something opens. Where it is closed at that time, the end of that
    /// date's last opening before it; where there is none before it, that date's first opening. No days at all leave
    /// `at`, or the next opening.
    ///
    /// A night belongs to the date on which it began, as everywhere in a calendar: from Friday's night at 02:00, one
    /// business day of a bar that is shut on Saturdays and Sundays is Monday's night at 02:00. `None` if it never opens
    /// again, or not on so many dates.
    ///
    /// ```
    /// use baton_hours::{Calendar, Moment, Week, Weekday, Zone};
    /// let week = Week::shut().with(Weekday::Fri, ["09:00-17:00".parse()?]).with(Weekday::Mon, ["09:00-12:00".parse()?]);
    /// let calendar = Calendar::new(Zone::named("America/New_York")?, week, []);
    /// let friday = |time| format!("2026-03-06T{time}:00-05:00").parse::<Moment>();
    /// assert_eq!(calendar.add_days(friday("10:30")?, 1), Some("2026-03-09T10:30:00-04:00".parse()?));
    /// assert_eq!(calendar.add_days(friday("16:30")?, 1), Some("2026-03-09T12:00:00-04:00".parse()?));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn add_days(&self, at: Moment, days: u32) -> Option<Moment> {
        let start = self.next_opening(at)?;
        if days == 0 {
            return Some(start);
        }
        let dates = Dates::of(self);
        let wall = self.zone().wall(start);
        let (date, minute) = dates.business_time(wall)?;
        let nth = usize::try_from(days).ok()?.checked_sub(1)?;
        let date = dates.opening_after(date).nth(nth)?;
        let shown = self.shown(date, minute);
        // A time that the change of clocks leaves out has no seconds of its own.
        let whole = self.zone().wall(shown).minute_of_day() == minute % DAY_MINUTES;
        let seconds = start.micros().rem_euclid(60_000_000).unsigned_abs();
        let same = if whole { shown + Duration::from_micros(seconds) } else { shown };
        if self.is_open(same) {
            return Some(same);
        }
        let openings = || dates.on(date).iter().map(|period| period.minutes());
        let before = openings().map(|(_, close)| close).filter(|&close| close <= minute).max();
        let due = before.or_else(|| openings().map(|(open, _)| open).min())?;
        Some(self.shown(date, due))
    }

    /// The end of a day's business: the first closing after `at` that is followed by no further opening of the same date.
    /// A break at noon ends no day, and a night belongs to the date on which it began. `None` if it does not open
    /// again, or does not close again.
    ///
    /// ```
    /// use baton_hours::{Calendar, Moment, Week, Weekday, Zone};
    /// let week = Week::shut().with(Weekday::Mon, ["09:00-12:30".parse()?, "13:30-18:00".parse()?]);
    /// let calendar = Calendar::new(Zone::named("America/New_York")?, week, []);
    /// let ten: Moment = "2026-05-11T10:00:00-04:00".parse()?;
    /// assert_eq!(calendar.next_day_end(ten), Some("2026-05-11T18:00:00-04:00".parse()?));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn next_day_end(&self, at: Moment) -> Option<Moment> {
        let dates = Dates::of(self);
        let day = |at: Moment| dates.business_time(self.zone().wall(at)).map(|(date, _)| date);
        let mut end = at;
        loop {
            end = self.next_closing(end)?;
            let closed = day(Moment::from_micros(end.micros() - 1));
            if self.next_opening(end).is_none_or(|opens| day(opens) != closed) {
                return Some(end);
            }
        }
    }

    /// The first moment at which the wall shows so many minutes after the beginning of a date; up to two days.
    fn shown(&self, date: Date, minutes: u16) -> Moment {
        let (date, minutes) = match minutes.checked_sub(DAY_MINUTES) {
            Some(late) => (date.tomorrow().unwrap_or(date), late),
            None => (date, minutes),
        };
        self.zone().moment(date, WallTime::from_minutes(minutes).unwrap_or(WallTime::MIDNIGHT))
    }
}

/// The dates of a calendar with what opens on them.
struct Dates<'c> {
    calendar: &'c Calendar,
    holidays: BTreeMap<Date, &'c [Period]>,
}

impl<'c> Dates<'c> {
    fn of(calendar: &'c Calendar) -> Self {
        let mut holidays = BTreeMap::new();
        for holiday in calendar.holidays() {
            holidays.entry(holiday.date).or_insert(holiday.periods.as_slice());
        }
        Self { calendar, holidays }
    }

    /// What opens on that date.
    fn on(&self, date: Date) -> &'c [Period] {
        self.holidays.get(&date).copied().unwrap_or_else(|| self.calendar.week().on(date.weekday()))
    }

    /// The date to which an open time on the wall belongs, and its minutes since that date began: the date it shows, or
    /// the one before, whose night it is.
    fn business_time(&self, wall: Wall) -> Option<(Date, u16)> {
        let minute = wall.minute_of_day();
        let holds = |date: Date, minute: u16| {
            let mut openings = self.on(date).iter().map(|period| period.minutes());
            openings.any(|(open, close)| (open..close).contains(&minute))
        };
        if holds(wall.date, minute) {
            return Some((wall.date, minute));
        }
        let yesterday = wall.date.yesterday()?;
        holds(yesterday, minute + DAY_MINUTES).then_some((yesterday, minute + DAY_MINUTES))
    }

    /// The dates after that one on which something opens.
    fn opening_after(&self, date: Date) -> impl Iterator<Item = Date> {
        let last = self.holidays.keys().next_back().copied();
        let for_ever = !self.calendar.week().is_shut();
        std::iter::successors(date.tomorrow(), |date| date.tomorrow())
            .take_while(move |date| for_ever || last.is_some_and(|last| *date <= last))
            .filter(|date| !self.on(*date).is_empty())
    }
}
