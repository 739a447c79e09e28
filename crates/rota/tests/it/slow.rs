//! A slow and obvious second opinion: look at the wall clock, go through every override, shift and swap, count the dates
//! of a rotation one by one. It shares only the description of a rota with the crate, nothing that decides.
//!
//! It needs offsets of whole minutes, which all zones have had since 1973.

use rustc_hash::FxHashMap;
use std::cell::RefCell;
use std::collections::BTreeSet;

use baton_hours::{Date, Moment};
use baton_rota::{Every, Local, Rota, ShiftDate, Who};

pub(crate) type Name = &'static str;

/// What is on at an instant, as the second opinion sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Seen {
    pub(crate) people: BTreeSet<Name>,
    /// Who by which shift, in order of people and of shifts; empty under an override.
    pub(crate) shifts: Vec<(Name, String, Date)>,
    /// The place of the override that holds.
    pub(crate) by: Option<usize>,
}

pub(crate) struct Slow<'r> {
    rota: &'r Rota<Name>,
    /// How many dates of each rotation were counted from its start to a date, so that the next count goes on from there.
    counts: RefCell<FxHashMap<(usize, Date), i64>>,
}

impl<'r> Slow<'r> {
    pub(crate) fn new(rota: &'r Rota<Name>) -> Self {
        Self { rota, counts: RefCell::default() }
    }

    pub(crate) fn at(&self, at: Moment) -> Seen {
        let wall = self.rota.zone().wall(at);
        let now = (wall.date, wall.minute_of_day());
        let holds = |(from, to): (Local, Local)| whole(from) <= now && now < whole(to);
        let overrides = self.rota.overrides().iter().enumerate();
        if let Some((by, held)) = overrides.rev().find(|(_, held)| holds((held.from, held.to))) {
            return Seen { people: held.who.iter().copied().collect(), shifts: vec![], by: Some(by) };
        }
        let mut shifts = Vec::new();
        for (place, shift) in self.rota.shifts().iter().enumerate() {
            for (date, since) in [(day_before(wall.date), 1_440), (wall.date, 0)] {
                let minute = wall.minute_of_day() + since;
                let (from, mut to) = (shift.from.minutes(), shift.to.minutes());
                if to <= from {
                    to += 1_440;
                }
                if shift.days.contains(date.weekday()) && from <= minute && minute < to {
                    let swaps = self.rota.swaps().len();
                    shifts.push((self.worker(&shift.id, date, swaps), place, date, shift.id.clone()));
                }
            }
        }
        shifts.sort();
        Seen {
            people: shifts.iter().map(|&(person, ..)| person).collect(),
            shifts: shifts.into_iter().map(|(person, _, date, id)| (person, id, date)).collect(),
            by: None,
        }
    }

    /// Who has that shift after the first `swaps` swaps of the list.
    fn worker(&self, id: &str, date: Date, swaps: usize) -> Name {
        let Some(before) = swaps.checked_sub(1) else {
            return self.turn(id, date);
        };
        let swap = &self.rota.swaps()[before];
        let is = |named: &ShiftDate| named.shift == id && named.date == date;
        let ShiftDate { shift, date } = if is(&swap.one) {
            swap.other.clone()
        } else if is(&swap.other) {
            swap.one.clone()
        } else {
            ShiftDate { shift: id.to_owned(), date }
        };
        self.worker(&shift, date, before)
    }

    fn turn(&self, id: &str, date: Date) -> Name {
        let place = self.rota.shifts().iter().position(|shift| shift.id == id).expect("a shift of the rota");
        let shift = &self.rota.shifts()[place];
        let (people, every, start) = match &shift.who {
            Who::One(person) => return person,
            Who::Rotation { people, every, start } => (people, *every, *start),
        };
        let counts = |date: Date| match every {
            Every::Days(_) => true,
            Every::Shifts(_) => shift.days.contains(date.weekday()),
        };
        let mut known = self.counts.borrow_mut();
        let (mut at, mut count) = (date, 0);
        while at > start && !known.contains_key(&(place, at)) {
            at = day_before(at);
            count += i64::from(counts(at));
        }
        while at < start {
            count -= i64::from(counts(at));
            at = at.tomorrow().expect("years before 9999");
        }
        let count = count + known.get(&(place, at)).copied().unwrap_or(0);
        if date > start {
            known.insert((place, date), count);
        }
        let size = i64::try_from(people.len()).expect("a few");
        let turn = count.div_euclid(i64::from(every.amount())).rem_euclid(size);
        people[usize::try_from(turn).expect("0 or more")]
    }
}

/// Date and minute, with 24:00 as the beginning of the next date.
fn whole(local: Local) -> (Date, u16) {
    if local.time.minutes() == 1_440 {
        (local.date.tomorrow().expect("years before 9999"), 0)
    } else {
        (local.date, local.time.minutes())
    }
}

pub(crate) fn day_before(date: Date) -> Date {
    if date.day() > 1 {
        return Date::new(date.year(), date.month(), date.day() - 1).expect("an earlier day of the month");
    }
    let (year, month) =
        if date.month() == 1 { (date.year() - 1, 12) } else { (date.year(), date.month() - 1) };
    (28..=31).rev().find_map(|day| Date::new(year, month, day)).expect("a month has 28 days at least")
}
