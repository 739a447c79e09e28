//! What clocks on the wall show, half hour by half hour, and who works then: read off the database of time zones and the
//! house, without anything of the core.

use crate::house::{Every, Hours, House, Rota, Span, Turn, ZONES};
use baton_core::Moment;
use jiff::tz::TimeZone;
use jiff::{Timestamp, civil};

pub(super) const SLOT: i64 = 30 * 60 * 1_000_000;

/// A half hour on the wall.
#[derive(Debug, Clone, Copy)]
pub(super) struct Slot {
    /// The day, counted from 1970.
    pub(super) date: i64,
    /// Minutes since midnight, by the wall.
    pub(super) minute: u16,
}

/// The half hours of a run, in each zone.
#[derive(Debug)]
pub(crate) struct Walls {
    first: i64,
    count: usize,
    zones: Vec<Vec<Slot>>,
}

impl Walls {
    pub(crate) fn new(start: Moment, days: u64) -> Self {
        let first = (start.micros() - 2 * 48 * SLOT).div_euclid(SLOT) * SLOT;
        let count = i64::try_from(days + 60).unwrap_or(60) * 48;
        let of = |name: &&str| {
            let zone = jiff::tz::TimeZoneDatabase::bundled().get(name).expect("it is in every database");
            (0..count).map(|at| slot(&zone, first + at * SLOT)).collect()
        };
        Self { first, count: usize::try_from(count).unwrap_or(0), zones: ZONES.iter().map(of).collect() }
    }

    pub(super) fn place(&self, at: Moment) -> usize {
        usize::try_from((at.micros() - self.first).div_euclid(SLOT)).unwrap_or(0).min(self.count - 1)
    }

    pub(super) fn begin(&self, place: usize) -> i64 {
        self.first + i64::try_from(place).unwrap_or(0) * SLOT
    }

    pub(super) fn in_zone(&self, zone: usize) -> &[Slot] {
        &self.zones[zone]
    }

    /// When the wall of the house shows that minute of the next day.
    pub(super) fn tomorrow(&self, at: Moment, minute: u16) -> Option<Moment> {
        let date = self.here(at).date + 1;
        let place = self.zones[0].iter().position(|slot| (slot.date, slot.minute) == (date, minute))?;
        Some(Moment::from_micros(self.begin(place)))
    }

    /// What the wall of the house shows.
    pub(super) fn here(&self, at: Moment) -> Slot {
        self.zones[0][self.place(at)]
    }
}

fn slot(zone: &TimeZone, micros: i64) -> Slot {
    let shown = zone.to_datetime(Timestamp::from_microsecond(micros).expect("a time of our days"));
    let days = shown.date().since((jiff::Unit::Day, civil::date(1970, 1, 1))).expect("days after 1970");
    let minute = u16::try_from(shown.hour()).unwrap_or(0) * 60 + u16::try_from(shown.minute()).unwrap_or(0);
    Slot { date: i64::from(days.get_days()), minute }
}

/// From Monday; 1 January 1970 was a Thursday.
fn weekday(date: i64) -> usize {
    usize::try_from((date + 3).rem_euclid(7)).unwrap_or(0)
}

/// Minutes since the day on which it began, if a span holds at that half hour: of that day, or of the night of the day
/// before, to which it belongs then.
fn holds((from, to): Span, minute: u16, yesterday: bool) -> Option<u16> {
    let (minute, to) = (minute + if yesterday { 1_440 } else { 0 }, if to <= from { to + 1_440 } else { to });
    (from..to).contains(&minute).then_some(minute)
}

impl Hours {
    fn on(&self, date: i64) -> &[Span] {
        let holiday = self.holidays.iter().find(|(holiday, _)| *holiday == date);
        holiday.map_or(&self.week[weekday(date)], |(_, spans)| spans)
    }

    /// The day to which that half hour belongs, if it is open, and minutes since that day began.
    fn open(&self, slot: Slot) -> Option<(i64, u16)> {
        let of = |date: i64, yesterday: bool| {
            let mut spans = self.on(date).iter();
            Some((date, spans.find_map(|span| holds(*span, slot.minute, yesterday))?))
        };
        of(slot.date, false).or_else(|| of(slot.date - 1, true))
    }

    pub(super) fn opens(&self, walls: &Walls) -> Vec<Option<(i64, u16)>> {
        walls.in_zone(self.zone).iter().map(|slot| self.open(*slot)).collect()
    }
}

impl Rota {
    /// Who is on at each half hour, one bit each.
    pub(super) fn works(&self, walls: &Walls) -> Vec<u8> {
        walls.in_zone(self.zone).iter().map(|slot| self.on(*slot)).collect()
    }

    fn on(&self, slot: Slot) -> u8 {
        let now = (slot.date, slot.minute);
        let bits = |people: &[usize]| people.iter().fold(0, |on, who| on | 1 << *who);
        // 24:00 is the beginning of the next day.
        let whole = |(date, minute): (i64, u16)| if minute == 1_440 { (date + 1, 0) } else { (date, minute) };
        let held = self.overrides.iter().rev().find(|one| whole(one.from) <= now && now < whole(one.to));
        if let Some(held) = held {
            return bits(&held.who);
        }
        let mut on = 0;
        for (place, shift) in self.shifts.iter().enumerate() {
            for (date, yesterday) in [(slot.date, false), (slot.date - 1, true)] {
                if shift.days[weekday(date)] && holds(shift.span, slot.minute, yesterday).is_some() {
                    on |= 1 << self.worker(place, date, self.swaps.len());
                }
            }
        }
        on
    }

    /// Who has the shift of that date after so many swaps of the list.
    fn worker(&self, shift: usize, date: i64, swaps: usize) -> usize {
        let Some(before) = swaps.checked_sub(1) else { return self.turn(shift, date) };
        let (one, other) = self.swaps[before];
        let (shift, date) = match (shift, date) {
            this if this == one => other,
            this if this == other => one,
            this => this,
        };
        self.worker(shift, date, before)
    }

    fn turn(&self, place: usize, date: i64) -> usize {
        let shift = &self.shifts[place];
        match &shift.who {
            Turn::One(who) => *who,
            Turn::InTurn { people, every, start } => {
                let worked = |from: i64, to: i64| {
                    i64::try_from((from..to).filter(|date| shift.days[weekday(*date)]).count()).unwrap_or(0)
                };
                let (count, every) = match every {
                    Every::Days(every) => (date - start, *every),
                    Every::Shifts(every) if date < *start => (-worked(date, *start), *every),
                    Every::Shifts(every) => (worked(*start, date), *every),
                };
                let size = i64::try_from(people.len()).unwrap_or(1);
                let turn = count.div_euclid(every).rem_euclid(size);
                people[usize::try_from(turn).unwrap_or(0)]
            }
        }
    }
}

impl House {
    /// Everybody who occurs in a rota, in no order.
    pub(super) fn stand_on(&self, rota: usize) -> impl Iterator<Item = usize> + '_ {
        let rota = &self.rotas[rota];
        let by_shift = rota.shifts.iter().flat_map(|shift| shift.who.people());
        by_shift.chain(rota.overrides.iter().flat_map(|held| held.who.iter().copied()))
    }
}
