//! A slow and obvious second opinion: walk real time minute by minute, look at the wall clock, look into the periods.
//!
//! It needs offsets of whole minutes, which all zones have had since 1973.

use std::collections::BTreeSet;
use std::time::Duration;

use baton_hours::{Calendar, Date, Holiday, Moment, Period, Wall, WallTime, Week, Weekday, Zone};
use proptest::prelude::*;
use proptest::sample::select;

const MINUTE: i64 = 60_000_000;
const DAY: i64 = 24 * 60 * MINUTE;

/// Whether the periods hold that date and time on the wall; `yesterday` is the date before by the calendar.
fn holds(calendar: &Calendar, wall: Wall, yesterday: Date) -> bool {
    let opening_on = |date: Date| {
        let holiday = calendar.holidays().iter().find(|holiday| holiday.date == date);
        holiday.map_or(calendar.week().on(date.weekday()), |holiday| &holiday.periods)
    };
    let minute = wall.minute_of_day();
    let own = opening_on(wall.date).iter().any(|period| {
        let overnight = period.close <= period.open;
        minute >= period.open.minutes() && (overnight || minute < period.close.minutes())
    });
    let late = opening_on(yesterday).iter().any(|period| {
        let overnight = period.close <= period.open;
        let from = period.open.minutes().saturating_sub(24 * 60);
        overnight && minute >= from && minute < period.close.minutes()
    });
    own || late
}

/// The minutes of a window of real time, each open or not.
struct Oracle {
    start: i64,
    open: Vec<bool>,
}

impl Oracle {
    fn new(calendar: &Calendar, start: Moment, days: i64) -> Self {
        let start = start.micros().div_euclid(MINUTE) * MINUTE;
        let mut yesterday = (0, None);
        let open = (0..days * 24 * 60)
            .map(|minute| {
                let wall = calendar.zone().wall(Moment::from_micros(start + minute * MINUTE));
                let key = i32::from(wall.date.year()) * 10_000
                    + i32::from(wall.date.month()) * 100
                    + i32::from(wall.date.day());
                if yesterday.0 != key {
                    yesterday = (key, Some(day_before(wall.date)));
                }
                holds(calendar, wall, yesterday.1.expect("set above"))
            })
            .collect();
        Self { start, open }
    }

    /// The open part of each minute from `from` on, as (from, to).
    fn pieces(&self, from: Moment) -> impl Iterator<Item = (i64, i64)> {
        let from = from.micros();
        let minutes = (self.start..).step_by(usize::try_from(MINUTE).expect("positive"));
        let open =
            minutes.zip(&self.open).filter(|&(_, &open)| open).map(|(minute, _)| (minute, minute + MINUTE));
        open.filter(move |&(_, to)| to > from).map(move |(minute, to)| (minute.max(from), to))
    }

    fn is_open(&self, at: Moment) -> bool {
        self.pieces(at).next().is_some_and(|(from, _)| from == at.micros())
    }

    fn next_opening(&self, at: Moment) -> Option<i64> {
        self.pieces(at).next().map(|(from, _)| from)
    }

    /// `None` if the window ends before.
    fn next_closing(&self, at: Moment) -> Option<i64> {
        let mut pieces = self.pieces(at);
        let mut end = pieces.next()?.1;
        for (from, to) in pieces {
            if from > end {
                return Some(end);
            }
            end = to;
        }
        (end < self.end()).then_some(end)
    }

    fn add(&self, at: Moment, amount: i64) -> Option<i64> {
        let mut left = amount;
        for (from, to) in self.pieces(at) {
            if to - from >= left {
                return Some(from + left);
            }
            left -= to - from;
        }
        None
    }

    fn between(&self, from: Moment, until: Moment) -> i64 {
        let until = until.micros();
        self.pieces(from).map(|(from, to)| (to.min(until) - from).max(0)).sum()
    }

    fn end(&self) -> i64 {
        self.start + i64::try_from(self.open.len()).expect("a short window") * MINUTE
    }
}

fn day_before(date: Date) -> Date {
    if date.day() > 1 {
        return Date::new(date.year(), date.month(), date.day() - 1).expect("an earlier day of the month");
    }
    let (year, month) =
        if date.month() == 1 { (date.year() - 1, 12) } else { (date.year(), date.month() - 1) };
    (28..=31).rev().find_map(|day| Date::new(year, month, day)).expect("a month has 28 days at least")
}

/// The first change of clocks within 400 days, to the day: wall and universal time then differ by another amount.
fn change_after(zone: &Zone, at: Moment) -> Option<Moment> {
    let stands = ahead(zone, at);
    (0..400).map(|day| Moment::from_micros(at.micros() + day * DAY)).find(|&day| ahead(zone, day) != stands)
}

fn period() -> impl Strategy<Value = Period> {
    let time = || {
        prop_oneof![
            3 => (0u16..=96).prop_map(|quarters| quarters * 15),
            1 => 0u16..=1440,
            1 => (30u16..240).prop_map(|early| early),
        ]
        .prop_map(|minutes| WallTime::from_minutes(minutes).expect("within a day"))
    };
    (time(), time()).prop_map(|(open, close)| Period { open, close })
}

fn week() -> impl Strategy<Value = Week> {
    let day = || prop_oneof![2 => Just(vec![]), 5 => prop::collection::vec(period(), 1..4)];
    let days = prop::array::uniform7(day());
    let random = days.prop_map(|days| {
        Weekday::ALL.into_iter().zip(days).fold(Week::shut(), |week, (day, periods)| week.with(day, periods))
    });
    let round_the_clock = Just(Weekday::ALL.into_iter().fold(Week::shut(), |week, day| {
        week.with(day, [Period { open: WallTime::MIDNIGHT, close: WallTime::MIDNIGHT }])
    }));
    prop_oneof![8 => random, 1 => round_the_clock, 1 => Just(Week::shut())]
}

/// An instant from 1973 to 2100: anywhere, beside a change of clocks of the zone, or around the end of February.
fn instant(zone: Zone) -> impl Strategy<Value = Moment> {
    let anywhere = 94_694_400_000_000_i64..4_102_444_800_000_000;
    let february =
        (1973i16..2100).prop_map(|year| Date::new(year, 2, 27).expect("February has 27 days at least"));
    let own = zone.clone();
    prop_oneof![
        1 => anywhere.clone().prop_map(Moment::from_micros),
        1 => (february, 0..3 * DAY).prop_map(move |(date, later)| {
            Moment::from_micros(own.moment(date, WallTime::MIDNIGHT).micros() + later)
        }),
        3 => (anywhere, 0..4 * DAY).prop_map(move |(at, earlier)| {
            let change = change_after(&zone, Moment::from_micros(at));
            Moment::from_micros(change.map_or(at, |change| change.micros() - earlier))
        }),
    ]
}

/// Whole minutes, whole seconds, or neither.
fn rounded() -> impl Strategy<Value = i64> {
    select(vec![MINUTE, 15 * MINUTE, 1_000_000, 1])
}

fn case() -> impl Strategy<Value = (Calendar, Moment)> {
    let zone = select(Zone::names().collect::<Vec<_>>())
        .prop_map(|name| Zone::named(&name).expect("a name of the database"));
    zone.prop_flat_map(|zone| {
        let holiday = (0i64..12, prop::collection::vec(period(), 0..3));
        (Just(zone.clone()), week(), instant(zone), rounded(), prop::collection::vec(holiday, 0..4))
    })
    .prop_map(|(zone, week, at, grain, holidays)| {
        let at = Moment::from_micros(at.micros() / grain * grain);
        let holidays: Vec<Holiday> = holidays
            .into_iter()
            .map(|(day, periods)| Holiday {
                date: zone.wall(Moment::from_micros(at.micros() + (day - 2) * DAY)).date,
                periods,
            })
            .collect();
        (Calendar::new(zone, week, holidays), at)
    })
}

/// Both opinions about everything that can be asked at `at`, and beside it.
fn agree(calendar: &Calendar, at: Moment, days: i64, amounts: &[i64]) -> Result<(), TestCaseError> {
    let oracle = Oracle::new(calendar, at, days);
    let micros = |moment: Option<Moment>| moment.map(Moment::micros);
    // What lies beyond the window is none of the oracle's business.
    let seen = |answer: Option<Moment>| micros(answer).filter(|&answer| answer < oracle.end());
    prop_assert_eq!(calendar.is_open(at), oracle.is_open(at));
    prop_assert_eq!(seen(calendar.next_opening(at)), oracle.next_opening(at));
    prop_assert_eq!(seen(calendar.next_closing(at)), oracle.next_closing(at));
    for &amount in amounts {
        let due = calendar.add(at, Duration::from_micros(amount.unsigned_abs()));
        match oracle.add(at, amount) {
            Some(wanted) => prop_assert_eq!(micros(due), Some(wanted)),
            None => prop_assert!(due.is_none_or(|due| due.micros() > oracle.end())),
        }
        let until = Moment::from_micros((at.micros() + amount).min(oracle.end()));
        let open = i64::try_from(calendar.between(at, until).as_micros()).expect("a short window");
        prop_assert_eq!(open, oracle.between(at, until));
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_calendar_agrees_with_looking_at_the_clock_every_minute(
        (calendar, at) in case(),
        amounts in prop::collection::vec(prop_oneof![1..4 * 60 * MINUTE, 1..9 * DAY], 3),
    ) {
        agree(&calendar, at, 10, &amounts)?;
    }

    #[test]
    fn what_was_added_lies_between_and_not_a_microsecond_less(
        (calendar, at) in case(),
        amount in prop_oneof![1..2 * DAY, 1..4_000 * DAY],
    ) {
        let less = Duration::from_micros((amount - 1).unsigned_abs());
        let amount = Duration::from_micros(amount.unsigned_abs());
        match calendar.add(at, amount) {
            Some(due) => {
                prop_assert_eq!(calendar.between(at, due), amount);
                prop_assert_eq!(calendar.between(at, due - Duration::from_micros(1)), less);
            }
            None => prop_assert!(calendar.between(at, Moment::MAX) < amount),
        }
    }

    #[test]
    fn business_time_adds_up(
        (calendar, at) in case(),
        first in 0..800 * DAY,
        second in 0..800 * DAY,
    ) {
        let middle = Moment::from_micros(at.micros() + first);
        let end = Moment::from_micros(middle.micros() + second);
        let (whole, parts) =
            (calendar.between(at, end), calendar.between(at, middle) + calendar.between(middle, end));
        prop_assert_eq!(whole, parts);
    }
}

/// How far the clock on the wall is ahead of the universal one, in microseconds.
fn ahead(zone: &Zone, at: Moment) -> i64 {
    let wall = zone.wall(at);
    let midnight = Zone::UTC.moment(wall.date, WallTime::MIDNIGHT).micros();
    midnight + i64::from(wall.minute_of_day()) * MINUTE - at.micros().div_euclid(MINUTE) * MINUTE
}

/// Every change of a zone's clocks from 1973 to 2100, to the minute; of two in one week that take each other back neither.
fn changes(zone: &Zone) -> impl Iterator<Item = Moment> {
    const FROM: i64 = 94_694_400_000_000;
    const TO: i64 = 4_102_444_800_000_000;
    let weeks = (FROM..TO).step_by(usize::try_from(7 * DAY).expect("positive"));
    let ahead = move |at: i64| ahead(zone, Moment::from_micros(at));
    let mut before = (FROM, ahead(FROM));
    weeks.filter_map(move |week| {
        let (mut from, stood) = std::mem::replace(&mut before, (week, ahead(week)));
        let mut to = week;
        while ahead(to) != stood && to - from > MINUTE {
            let middle = (from + (to - from) / 2).div_euclid(MINUTE) * MINUTE;
            if ahead(middle) == stood { from = middle } else { to = middle }
        }
        (ahead(to) != stood).then(|| Moment::from_micros(to))
    })
}

/// Changes that move the same hands by the same at the same time of the day are one to a calendar that has the same hours
/// every day, so each of these kinds is walked once for every ten years in which any zone has it.
///
/// Fails when a calendar takes an hour that is skipped or comes twice for another, in any zone.
#[test]
fn every_zone_of_the_database_agrees_over_every_change_of_its_clocks() {
    let nights = Weekday::ALL.into_iter().fold(Week::shut(), |week, day| {
        let periods =
            ["22:30-01:45", "02:10-02:50", "09:00-17:00"].map(|text| text.parse().expect("a period"));
        week.with(day, periods)
    });
    let (mut kinds, mut all) = (BTreeSet::new(), 0);
    for name in Zone::names() {
        let zone = Zone::named(&name).expect("a name of the database");
        let calendar = Calendar::new(zone, nights.clone(), []);
        for change in changes(calendar.zone()) {
            all += 1;
            let before = Moment::from_micros(change.micros() - MINUTE);
            let [stood, stands] = [before, change].map(|at| ahead(calendar.zone(), at));
            let wall = calendar.zone().wall(before);
            if !kinds.insert((stood, stands, wall.minute_of_day(), wall.date.year() / 10)) {
                continue;
            }
            let at = Moment::from_micros(change.micros() - DAY * 3 / 4);
            agree(&calendar, at, 2, &[MINUTE, 60 * MINUTE, DAY])
                .unwrap_or_else(|error| panic!("{name} at {change}: {error}"));
        }
    }
    assert!(all > 50_000 && kinds.len() > 500, "{all} changes of {} kinds", kinds.len());
    println!("{all} changes of {} kinds", kinds.len());
}
