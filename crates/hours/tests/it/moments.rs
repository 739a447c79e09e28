//! Moments as they are written and read, and what the wall shows.

use std::time::Duration;

use baton_hours::{Calendar, Date, MachineTime, Moment, Period, WallTime, Week, Weekday, Zone, tz_version};
use proptest::prelude::*;

fn moment(text: &str) -> Moment {
    text.parse().unwrap_or_else(|error| panic!("{error}"))
}

fn time(text: &str) -> WallTime {
    text.parse().unwrap_or_else(|error| panic!("{error}"))
}

proptest! {
    #[test]
    fn a_moment_reads_back_as_it_was_written(micros in Moment::MIN.micros()..=Moment::MAX.micros()) {
        let at = Moment::from_micros(micros);
        prop_assert_eq!(at.micros(), micros);
        prop_assert_eq!(moment(&at.to_string()), at);
        let json = serde_json::to_string(&at).expect("a string");
        prop_assert_eq!(&json, &format!("\"{at}\""));
        prop_assert_eq!(serde_json::from_str::<Moment>(&json).expect("the same string"), at);
    }

    #[test]
    fn arithmetic_stops_at_the_ends_of_time(micros in any::<i64>(), seconds in any::<u64>()) {
        let (at, duration) = (Moment::from_micros(micros), Duration::from_secs(seconds));
        prop_assert!(at + duration >= at && at + duration <= Moment::MAX);
        prop_assert!(at - duration <= at && at - duration >= Moment::MIN);
        if at + duration < Moment::MAX {
            prop_assert_eq!((at + duration).since(at), duration);
            prop_assert_eq!(at + duration - duration, at);
        }
        let at = MachineTime::from_micros(micros);
        prop_assert!(at + duration >= at && at - duration <= at);
    }

    #[test]
    fn no_text_makes_a_reader_panic(text in "\\PC{0,40}|[-0-9T:.Z+]{0,40}") {
        let _ = (text.parse::<Moment>(), text.parse::<Date>(), text.parse::<Period>(), Zone::named(&text));
    }

    #[test]
    fn the_moment_of_a_time_on_the_wall_shows_that_time_or_the_end_of_a_gap(
        zone in prop::sample::select(Zone::names().collect::<Vec<_>>()),
        (year, month, day) in (1973i16..2100, 1i8..=12, 1i8..=28),
        minutes in 0u16..1440,
    ) {
        let zone = Zone::named(&zone).expect("a name of the database");
        let (date, wanted) =
            (Date::new(year, month, day).expect("a date"), WallTime::from_minutes(minutes).expect("a time"));
        let at = zone.moment(date, wanted);
        let (shown, before) = (zone.wall(at), zone.wall(at - Duration::from_micros(1)));
        let asked = (date, minutes);
        prop_assert!((shown.date, shown.minute_of_day()) >= asked);
        prop_assert!((before.date, before.minute_of_day()) < asked, "it is the first such moment");
    }
}

#[test]
fn offsets_are_read_and_universal_time_is_written() {
    assert_eq!(moment("2026-03-06T16:58:00-05:00").to_string(), "2026-03-06T21:58:00Z");
    assert_eq!(moment("2026-03-06T16:58:00.1234567+05:30").to_string(), "2026-03-06T11:28:00.123456Z");
    assert_eq!(moment("1969-12-31T23:59:59.9999999Z").micros(), -1, "what is dropped never rounds up");
    assert_eq!(Moment::MAX.to_string(), "9999-12-30T21:59:59.999999Z");
    assert_eq!(Moment::MIN.to_string(), "0000-01-01T00:00:00Z");
}

#[test]
fn what_is_not_rfc_3339_is_refused_with_an_example() {
    for text in [
        "",
        "2026-03-06",
        "2026-03-06T16:58:00",
        "2026-03-06 16:58:00Z",
        "2026-02-29T00:00:00Z",
        "2026-03-06T16:58Z",
        "2026-03-06T16:58:00-05",
        "2026-03-06T16:58:00Z[Europe/Berlin]",
        "20260306T165800Z",
        "+002026-03-06T16:58:00Z",
        "9999-12-31T23:59:59Z",
    ] {
        let error = text.parse::<Moment>().expect_err(text);
        assert!(error.to_string().contains("such as 2026-03-06T16:58:00-05:00"), "{error}");
    }
}

#[test]
fn machine_time_is_a_number_to_programs() {
    let at = MachineTime::from_micros(1_772_800_000_000_000);
    assert_eq!(serde_json::to_string(&at).expect("a number"), "1772800000000000");
    assert_eq!(serde_json::from_str::<MachineTime>("1772800000000000").expect("a number"), at);
}

#[test]
fn a_skipped_time_is_the_moment_of_the_change_and_a_repeated_one_its_first_coming() {
    let zone = Zone::named("america/new_york").expect("capitals do not matter");
    assert_eq!(zone.name(), "America/New_York");
    let (spring, autumn) = (Date::new(2026, 3, 8).expect("a date"), Date::new(2026, 11, 1).expect("a date"));
    assert_eq!(zone.moment(spring, time("02:30")), moment("2026-03-08T03:00:00-04:00"));
    assert_eq!(zone.moment(autumn, time("01:30")), moment("2026-11-01T01:30:00-04:00"));
    assert_eq!(zone.moment(autumn, time("24:00")), moment("2026-11-02T00:00:00-05:00"));
    let apia = Zone::named("Pacific/Apia").expect("a zone");
    let left_out = Date::new(2011, 12, 30).expect("a date");
    assert_eq!(apia.moment(left_out, time("10:00")), moment("2011-12-30T10:00:00Z"), "the 31st began then");
}

#[test]
fn the_wall_shows_date_time_and_weekday_of_its_zone() {
    let wall = Zone::named("Asia/Kathmandu").expect("a zone").wall(moment("2026-05-12T18:20:59.9Z"));
    assert_eq!(
        (wall.date.to_string().as_str(), wall.hour, wall.minute, wall.second),
        ("2026-05-13", 0, 5, 59)
    );
    assert_eq!((wall.weekday(), wall.date.month_name()), (Weekday::Wed, "May"));
}

#[test]
fn a_calendar_round_the_clock_never_closes_and_a_shut_one_never_opens() {
    let zone = Zone::named("Europe/Berlin").expect("a zone");
    let all_day: Period = "00:00-24:00".parse().expect("a period");
    let week = Weekday::ALL.into_iter().fold(Week::shut(), |week, day| week.with(day, [all_day]));
    let at = moment("2026-03-29T00:30:00Z");
    let open = Calendar::new(zone.clone(), week, []);
    assert_eq!((open.next_opening(at), open.next_closing(at)), (Some(at), None));
    let shut = Calendar::new(zone, Week::shut(), []);
    assert_eq!((shut.next_opening(at), shut.next_closing(at)), (None, None));
    assert_eq!(shut.add(at, Duration::from_secs(1)), None);
    assert_eq!(shut.add(at, Duration::ZERO), Some(at));
}

#[test]
fn times_of_day_and_periods_are_refused_with_what_was_found() {
    for text in ["24:01", "25:00", "9:5", "09:60", "nine", "+9:00", ""] {
        assert!(text.parse::<WallTime>().is_err(), "{text}");
    }
    let error = "09:00".parse::<Period>().expect_err("no closing time");
    assert_eq!(error.to_string(), "wanted opening and closing time such as 09:00-17:30, found “09:00”");
    let error = "09:00-26:00".parse::<Period>().expect_err("no such time");
    assert_eq!(error.to_string(), "wanted a time of day from 00:00 to 24:00 such as 09:30, found “26:00”");
}

#[test]
fn the_version_of_the_time_zone_database_is_shown() {
    let version = tz_version();
    assert!(version.starts_with("20") && version.len() >= 5, "{version}");
    assert!(Zone::names().count() > 400);
}

#[test]
fn an_instant_reads_with_the_zones_offset_and_back() {
    for (zone, wall) in [
        ("America/New_York", "2026-05-12T14:03:00-04:00"),
        ("Asia/Kolkata", "2026-05-12T23:33:00+05:30"),
        ("UTC", "2026-05-12T18:03:00+00:00"),
    ] {
        let at: baton_hours::Moment = "2026-05-12T18:03:00Z".parse().unwrap();
        let zone = baton_hours::Zone::named(zone).unwrap();
        assert_eq!(zone.rfc3339(at), wall);
        assert_eq!(wall.parse::<baton_hours::Moment>().unwrap(), at);
    }
}

/// Fails when a date is not where its number says, or a number beyond the calendar has a date.
#[test]
fn a_date_is_found_by_its_number_and_back() {
    for (text, number) in
        [("1970-01-01", 0), ("1969-12-31", -1), ("2000-02-29", 11_016), ("2026-05-12", 20_585)]
    {
        let date: Date = text.parse().expect("a date");
        assert_eq!((date.number(), Date::from_number(number)), (number, Some(date)));
    }
    for number in [2_932_897, i64::MAX, i64::MIN] {
        assert_eq!(Date::from_number(number), None, "{number}");
    }
}

/// Fails when a change of clocks is told late, or at itself.
#[test]
fn a_zone_tells_its_next_change_of_clocks() {
    let zone = Zone::named("America/New_York").expect("a zone");
    let (spring, autumn) = (moment("2026-03-08T07:00:00Z"), moment("2026-11-01T06:00:00Z"));
    assert_eq!(zone.next_change(moment("2026-01-01T00:00:00Z")), Some(spring));
    assert_eq!(zone.next_change(spring - Duration::from_micros(1)), Some(spring));
    assert_eq!(zone.next_change(spring), Some(autumn));
    assert_eq!((zone.offset(spring), zone.offset(autumn)), (-4 * 3_600_000_000, -5 * 3_600_000_000));
    assert_eq!(Zone::UTC.next_change(spring), None);
    assert_eq!(zone.next_change(baton_hours::Moment::MAX), None);
}

/// Fails when the next Monday at nine is today's that is past, another wall time after a change of clocks, or this very
/// moment again.
#[test]
fn the_next_time_on_the_wall_is_ahead_and_shows_that_time() {
    let zone = Zone::named("America/New_York").expect("a zone");
    let next = |at: &str, day, time: &str| {
        let time = time.parse().expect("a time");
        zone.rfc3339(zone.next(moment(at), day, time).expect("there is one"))
    };
    let monday = Some(Weekday::Mon);
    assert_eq!(next("2026-03-06T16:58:00-05:00", monday, "09:00"), "2026-03-09T09:00:00-04:00");
    assert_eq!(next("2026-10-31T23:10:00-04:00", monday, "09:00"), "2026-11-02T09:00:00-05:00");
    assert_eq!(next("2026-05-11T08:59:59-04:00", monday, "09:00"), "2026-05-11T09:00:00-04:00");
    assert_eq!(next("2026-05-11T09:00:00-04:00", monday, "09:00"), "2026-05-18T09:00:00-04:00");
    assert_eq!(next("2026-05-11T09:00:00-04:00", None, "09:00"), "2026-05-12T09:00:00-04:00");
    assert_eq!(next("2026-05-11T23:30:00-04:00", None, "24:00"), "2026-05-12T00:00:00-04:00");
    assert_eq!(next("2026-03-08T00:00:00-05:00", None, "02:30"), "2026-03-08T03:00:00-04:00", "left out");
    assert_eq!(zone.next(Moment::MAX, None, "09:00".parse().expect("a time")), None);
}
