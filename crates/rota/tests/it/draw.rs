//! Random rotas, each from a seed that says everything about it.

use baton_hours::{Calendar, Date, Holiday, Moment, Period, WallTime, Week, Weekday, Zone};
use baton_rota::{Every, Local, Override, Rota, Shift, ShiftDate, Swap, Who};

use crate::slow::{Name, day_before};

const PEOPLE: [Name; 5] = ["Ana", "Ben", "Cleo", "Dev", "Eve"];

/// Numbers from a seed (splitmix64).
pub(crate) struct Draw(u64);

impl Draw {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// From `low` to below `high`.
    pub(crate) fn within(&mut self, low: i64, high: i64) -> i64 {
        let span = u64::try_from(high - low).expect("not empty");
        low + i64::try_from(self.next() % span).expect("within the span")
    }

    pub(crate) fn one_in(&mut self, chances: i64) -> bool {
        self.within(0, chances) == 0
    }

    fn place(&mut self, size: usize) -> usize {
        usize::try_from(self.within(0, i64::try_from(size).expect("small"))).expect("not negative")
    }

    pub(crate) fn person(&mut self) -> Name {
        PEOPLE[self.place(PEOPLE.len())]
    }

    fn people(&mut self, least: i64) -> Vec<Name> {
        (0..self.within(least, 5)).map(|_| self.person()).collect()
    }

    /// A quarter of an hour, one in the small hours in which clocks change, or any minute.
    fn time(&mut self) -> WallTime {
        let minutes = match self.within(0, 4) {
            0 => self.within(0, 1_441),
            1 => self.within(0, 17) * 15,
            _ => self.within(0, 97) * 15,
        };
        WallTime::from_minutes(u16::try_from(minutes).expect("a time")).expect("a time")
    }

    /// A date within so many days of that one.
    fn date(&mut self, around: Date, days: i64) -> Date {
        let (mut date, by) = (around, self.within(-days, days + 1));
        for _ in 0..by.abs() {
            date = if by > 0 { date.tomorrow().expect("years before 9999") } else { day_before(date) };
        }
        date
    }

    fn days(&mut self) -> impl Iterator<Item = Weekday> + use<> {
        let mask = if self.one_in(3) { 0x7f } else { self.within(1, 0x80) };
        Weekday::ALL.into_iter().filter(move |day| mask >> day.index() & 1 == 1)
    }

    fn shift(&mut self, id: String, around: Date) -> Shift<Name> {
        let who = if self.one_in(3) {
            Who::One(self.person())
        } else {
            let amount = u32::try_from(self.within(1, 9)).expect("small");
            let every = if self.one_in(2) { Every::Shifts(amount) } else { Every::Days(amount) };
            Who::Rotation { people: self.people(1), every, start: self.date(around, 40) }
        };
        let from = self.time();
        let to = if self.one_in(6) { from } else { self.time() };
        Shift { id, days: self.days().collect(), from, to, who }
    }

    fn held(&mut self, around: Date) -> Override<Name> {
        loop {
            let from = Local { date: self.date(around, 2), time: self.time() };
            let to = Local { date: self.date(from.date, 1), time: self.time() };
            let ends = |local: Local| (local.date, local.time);
            // The same midnight written in two ways is no stretch; both ways are drawn beside other times.
            if ends(to) > ends(from) && (to.date == from.date || from.time.minutes() < 1_440) {
                return Override { from, to, who: self.people(0), why: None };
            }
        }
    }

    fn named(&mut self, shifts: &[Shift<Name>], around: Date) -> ShiftDate {
        let shift = &shifts[self.place(shifts.len())];
        loop {
            let date = self.date(around, 5);
            if shift.days.contains(date.weekday()) {
                return ShiftDate { shift: shift.id.clone(), date };
            }
        }
    }

    /// A rota with everything that is dated around that moment.
    pub(crate) fn rota(&mut self, zone: &Zone, around: Moment) -> Rota<Name> {
        let date = zone.wall(around).date;
        let size = self.within(0, 6);
        let shifts: Vec<_> = (0..size).map(|number| self.shift(format!("s{number}"), date)).collect();
        let overrides = (0..self.within(-2, 4)).map(|_| self.held(date)).collect();
        let swaps = if shifts.is_empty() { 0 } else { self.within(-2, 5) };
        let swaps = (0..swaps)
            .map(|_| Swap { one: self.named(&shifts, date), other: self.named(&shifts, date) })
            .collect();
        Rota::new(zone.clone(), shifts, overrides, swaps).expect("a rota without problems")
    }

    /// Hours of that zone, now and then with a holiday around that moment.
    pub(crate) fn hours(&mut self, zone: &Zone, around: Moment) -> Calendar {
        let week = Weekday::ALL.into_iter().fold(Week::shut(), |week, day| {
            let periods: Vec<_> =
                (0..self.within(0, 3)).map(|_| Period { open: self.time(), close: self.time() }).collect();
            week.with(day, periods)
        });
        let date = zone.wall(around).date;
        let holidays: Vec<_> =
            (0..self.within(0, 2)).map(|_| Holiday { date: self.date(date, 1), periods: vec![] }).collect();
        Calendar::new(zone.clone(), week, holidays)
    }

    /// A moment from 1973 to 2050, anywhere.
    pub(crate) fn moment(&mut self) -> Moment {
        Moment::from_micros(self.within(94_694_400, 2_524_608_000) * 1_000_000)
    }
}
