//! Business days against a slow and obvious second opinion: dates one by one, and the wall clock minute by minute.

use baton_hours::{Calendar, Date, Holiday, Moment, Period, Wall, WallTime, Week, Weekday, Zone};
use proptest::prelude::*;
use proptest::sample::select;

const MINUTE: i64 = 60_000_000;
const DAY: i64 = 24 * 60 * MINUTE;

fn opens_on(calendar: &Calendar, date: Date) -> Vec<Period> {
    let holiday = calendar.holidays().iter().find(|holiday| holiday.date == date);
    holiday.map_or_else(|| calendar.week().on(date.weekday()).to_vec(), |holiday| holiday.periods.clone())
}

/// The minutes, counted from the beginning of a date through the night after it, that its own openings hold.
fn held(calendar: &Calendar, date: Date) -> Vec<bool> {
    let mut held = vec![false; 2 * 24 * 60];
    for period in opens_on(calendar, date) {
        let (open, close) = (usize::from(period.open.minutes()), usize::from(period.close.minutes()));
        let close = if close > open { close } else { close + 24 * 60 };
        held[open..close].fill(true);
    }
    held
}

/// The first minute around a date at which the wall shows that time, or a later one if the clocks leave it out; `None`
/// where that is.
fn shown(zone: &Zone, date: Date, minute: usize) -> (i64, bool) {
    let wanted =
        if minute < 24 * 60 { (date, minute) } else { (date.tomorrow().expect("a date"), minute - 24 * 60) };
    let from = Zone::UTC.moment(wanted.0, WallTime::MIDNIGHT).micros() - DAY;
    (0..3 * 24 * 60)
        .map(|minute| from + minute * MINUTE)
        .map(|at| (at, zone.wall(Moment::from_micros(at))))
        .map(|(at, wall)| (at, (wall.date, usize::from(wall.minute_of_day()))))
        .find(|&(_, found)| found >= wanted)
        .map(|(at, found)| (at, found == wanted))
        .expect("every time comes, or a later one")
}

fn oracle(calendar: &Calendar, at: Moment, days: u32) -> Option<i64> {
    let start = calendar.next_opening(at)?;
    if days == 0 {
        return Some(start.micros());
    }
    let wall: Wall = calendar.zone().wall(start);
    let (mut date, mut minute) = (wall.date, usize::from(wall.minute_of_day()));
    if !held(calendar, date)[minute] {
        (date, minute) = (yesterday(date), minute + 24 * 60);
    }
    let mut left = days;
    // Two years hold every opening that the cases below can have.
    for _ in 0..800 {
        date = date.tomorrow()?;
        left -= u32::from(!opens_on(calendar, date).is_empty());
        if left == 0 {
            break;
        }
    }
    if left > 0 {
        return None;
    }
    let (same, exact) = shown(calendar.zone(), date, minute);
    let same = if exact { same + start.micros().rem_euclid(MINUTE) } else { same };
    if calendar.is_open(Moment::from_micros(same)) {
        return Some(same);
    }
    let own = held(calendar, date);
    // A later opening that touches this time from above would hold it; so the last minute held before ends one.
    let due = (0..minute).rev().find(|&minute| own[minute]).map(|last| last + 1);
    let due = due.or_else(|| own.iter().position(|held| *held));
    Some(shown(calendar.zone(), date, due.expect("something opens on the date")).0)
}

fn yesterday(date: Date) -> Date {
    Zone::UTC.wall(Moment::from_micros(Zone::UTC.moment(date, WallTime::MIDNIGHT).micros() - DAY)).date
}

fn period() -> impl Strategy<Value = Period> {
    let time = || {
        prop_oneof![3 => (0u16..=96).prop_map(|quarters| quarters * 15), 1 => 0u16..=1440, 1 => 60u16..200]
            .prop_map(|minutes| WallTime::from_minutes(minutes).expect("within a day"))
    };
    (time(), time()).prop_map(|(open, close)| Period { open, close })
}

fn week() -> impl Strategy<Value = Week> {
    let day = || prop_oneof![1 => Just(vec![]), 2 => prop::collection::vec(period(), 1..4)];
    let days = prop::array::uniform7(day());
    days.prop_map(|days| {
        Weekday::ALL.into_iter().zip(days).fold(Week::shut(), |week, (day, periods)| week.with(day, periods))
    })
}

/// The first change of clocks within 400 days, to the day.
fn change_after(zone: &Zone, at: Moment) -> Option<Moment> {
    let ahead = |at: Moment| {
        let universal = Zone::UTC.moment(zone.wall(at).date, WallTime::MIDNIGHT).micros();
        universal + i64::from(zone.minute_of_day(at)) * MINUTE - at.micros().div_euclid(MINUTE) * MINUTE
    };
    (0..400).map(|day| Moment::from_micros(at.micros() + day * DAY)).find(|&day| ahead(day) != ahead(at))
}

/// A calendar with holidays around a moment that is, mostly, some days before a change of clocks.
fn case() -> impl Strategy<Value = (Calendar, Moment)> {
    let zones =
        ["America/New_York", "Europe/Berlin", "Australia/Lord_Howe", "America/Santiago", "Asia/Kolkata"];
    let zone = select(zones.to_vec()).prop_map(|name| Zone::named(name).expect("a zone"));
    let anywhere = 946_684_800_000_000_i64..2_208_988_800_000_000;
    let holiday = (0i64..14, prop::collection::vec(period(), 0..3));
    let grain = select(vec![MINUTE, 15 * MINUTE, 1_000_000, 1]);
    (zone, week(), anywhere, 0..6 * DAY, any::<bool>(), grain, prop::collection::vec(holiday, 0..5)).prop_map(
        |(zone, week, at, earlier, anywhere, grain, holidays)| {
            let change = if anywhere { None } else { change_after(&zone, Moment::from_micros(at)) };
            let at = change.map_or(at, |change| change.micros() - earlier) / grain * grain;
            let date = |day: i64| zone.wall(Moment::from_micros(at + (day - 2) * DAY)).date;
            let holidays: Vec<Holiday> =
                holidays.into_iter().map(|(day, periods)| Holiday { date: date(day), periods }).collect();
            (Calendar::new(zone, week, holidays), Moment::from_micros(at))
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    /// Fails when a business day is counted otherwise than date by date and minute by minute.
    #[test]
    fn business_days_agree_with_counting_dates_and_looking_at_the_clock(
        (calendar, at) in case(),
        days in prop_oneof![6 => 0u32..8, 1 => 8u32..40],
    ) {
        prop_assert_eq!(calendar.add_days(at, days).map(Moment::micros), oracle(&calendar, at, days));
    }
}

proptest! {
    // Minute by minute over many days: a few cases take as long as all of those above.
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    /// Fails when a break ends a day, when a night ends the day after it, or when an end is missed.
    #[test]
    fn the_end_of_a_day_agrees_with_looking_at_the_clock_minute_by_minute((calendar, at) in case()) {
        let seen = calendar.next_day_end(at).map(Moment::micros);
        prop_assert_eq!(seen.filter(|end| *end < at.micros() + SCANNED), day_end(&calendar, at));
    }
}

/// How far the oracle of a day's end looks.
const SCANNED: i64 = 9 * DAY;

/// The first closing, minute by minute, after which the next open minute is another date's.
fn day_end(calendar: &Calendar, at: Moment) -> Option<i64> {
    let open = |minute: i64| calendar.is_open(Moment::from_micros(minute));
    let date = |minute: i64| {
        let wall = calendar.zone().wall(Moment::from_micros(minute));
        let own = held(calendar, wall.date)[usize::from(wall.minute_of_day())];
        if own { wall.date } else { yesterday(wall.date) }
    };
    let minutes = |from: i64| (0..SCANNED / MINUTE).map(move |count| from + count * MINUTE);
    let first = at.micros().div_euclid(MINUTE) * MINUTE + MINUTE;
    let closings = minutes(first).filter(|&minute| open(minute - MINUTE) && !open(minute));
    closings.take_while(|&minute| minute < at.micros() + SCANNED).find(|&closing| {
        minutes(closing).find(|&minute| open(minute)).is_none_or(|next| date(next) != date(closing - MINUTE))
    })
}

fn office(zone: &str, holidays: &[(&str, &[&str])]) -> Calendar {
    let period = |text: &&str| text.parse::<Period>().expect("a period");
    let days = [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu];
    let week = days.into_iter().fold(Week::shut(), |week, day| week.with(day, [period(&"09:00-18:00")]));
    let week = week.with(Weekday::Fri, [period(&"09:00-12:00"), period(&"13:00-16:00")]);
    let holidays: Vec<Holiday> = holidays
        .iter()
        .map(|(date, open)| Holiday {
            date: date.parse().expect("a date"),
            periods: open.iter().map(period).collect(),
        })
        .collect();
    Calendar::new(Zone::named(zone).expect("a zone"), week, holidays)
}

fn added(calendar: &Calendar, at: &str, days: u32) -> String {
    let due = calendar.add_days(at.parse().expect("RFC 3339"), days).expect("a business day");
    calendar.zone().rfc3339(due)
}

/// Fails when days over a weekend, a holiday or a change of clocks end at another time of the day.
#[test]
fn days_go_over_weekends_holidays_and_changes_of_clocks() {
    let open = office("America/New_York", &[("2026-11-26", &[]), ("2026-12-24", &["09:00-12:00"])]);
    // Thursday is Thanksgiving, Friday is short.
    assert_eq!(added(&open, "2026-11-25T10:15:30-05:00", 1), "2026-11-27T10:15:30-05:00");
    assert_eq!(added(&open, "2026-11-25T17:00:00-05:00", 1), "2026-11-27T16:00:00-05:00", "closed at 5 pm");
    assert_eq!(added(&open, "2026-11-25T12:30:00-05:00", 1), "2026-11-27T12:00:00-05:00", "the break");
    assert_eq!(
        added(&open, "2026-11-25T20:00:00-05:00", 1),
        "2026-11-30T09:00:00-05:00",
        "from Friday's opening"
    );
    // Clocks go forward on 8 March and back on 1 November.
    assert_eq!(added(&open, "2026-03-05T10:00:00-05:00", 2), "2026-03-09T10:00:00-04:00");
    assert_eq!(added(&open, "2026-10-29T10:00:00-04:00", 2), "2026-11-02T10:00:00-05:00");
    assert_eq!(added(&open, "2026-03-05T10:00:00-05:00", 0), "2026-03-05T10:00:00-05:00");
    assert_eq!(added(&open, "2026-03-07T10:00:00-05:00", 0), "2026-03-09T09:00:00-04:00");
}

/// Fails when a time that the clocks leave out is moved on by the seconds that it would have had.
#[test]
fn a_time_that_is_left_out_is_the_moment_of_the_change() {
    let sundays = Week::shut().with(Weekday::Sun, ["00:00-24:00".parse().expect("a period")]);
    let open = Calendar::new(Zone::named("America/New_York").expect("a zone"), sundays, []);
    assert_eq!(added(&open, "2026-03-01T02:30:45-05:00", 1), "2026-03-08T03:00:00-04:00");
    assert_eq!(added(&open, "2026-03-01T02:30:45-05:00", 2), "2026-03-15T02:30:45-04:00");
}

/// Fails when a night is taken for the day on which it ends.
#[test]
fn a_night_belongs_to_the_date_on_which_it_began() {
    let nights = [Weekday::Thu, Weekday::Fri, Weekday::Mon]
        .into_iter()
        .fold(Week::shut(), |week, day| week.with(day, ["20:00-03:00".parse().expect("a period")]));
    let bar = Calendar::new(Zone::named("America/New_York").expect("a zone"), nights, []);
    // Friday at 2 am is Thursday's night.
    assert_eq!(added(&bar, "2026-05-15T02:00:00-04:00", 1), "2026-05-16T02:00:00-04:00");
    assert_eq!(added(&bar, "2026-05-15T02:00:00-04:00", 2), "2026-05-19T02:00:00-04:00");
}

/// Fails when closing time is a break at noon, is another on a holiday's short day, or comes where nothing closes.
#[test]
fn closing_time_is_the_end_of_a_days_last_opening() {
    let open = office("America/New_York", &[("2026-11-26", &[]), ("2026-12-24", &["09:00-12:00"])]);
    let ends = |at: &str| {
        let end = open.next_day_end(at.parse().expect("RFC 3339")).expect("an end");
        open.zone().rfc3339(end)
    };
    assert_eq!(ends("2026-05-15T09:30:00-04:00"), "2026-05-15T16:00:00-04:00", "not the break");
    assert_eq!(ends("2026-05-15T12:30:00-04:00"), "2026-05-15T16:00:00-04:00", "from within the break");
    assert_eq!(ends("2026-05-15T16:00:00-04:00"), "2026-05-18T18:00:00-04:00", "the next one");
    assert_eq!(ends("2026-11-25T18:00:00-05:00"), "2026-11-27T16:00:00-05:00", "over Thanksgiving");
    assert_eq!(ends("2026-12-24T10:00:00-05:00"), "2026-12-24T12:00:00-05:00", "Christmas Eve");
    let whole: Period = "00:00-24:00".parse().expect("a period");
    let always = Weekday::ALL.into_iter().fold(Week::shut(), |week, day| week.with(day, [whole]));
    assert_eq!(Calendar::new(Zone::UTC, always, []).next_day_end(Moment::from_micros(0)), None);
}

/// Fails when a calendar that does not open again, or opens too seldom, has a business day all the same.
#[test]
fn there_are_no_business_days_where_nothing_opens() {
    let at: Moment = "2026-05-15T02:00:00Z".parse().expect("RFC 3339");
    assert_eq!(Calendar::new(Zone::UTC, Week::shut(), []).add_days(at, 1), None);
    let twice = ["2026-05-16", "2026-05-18"].map(|date| Holiday {
        date: date.parse().expect("a date"),
        periods: vec!["10:00-12:00".parse().expect("a period")],
    });
    let twice = Calendar::new(Zone::UTC, Week::shut(), twice);
    assert_eq!(added(&twice, "2026-05-15T02:00:00Z", 1), "2026-05-18T10:00:00+00:00");
    assert_eq!(twice.add_days(at, 2), None);
    assert_eq!(office("UTC", &[]).add_days(at, u32::MAX), None, "beyond the year 9999");
}
