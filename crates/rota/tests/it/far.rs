//! Changes that are far away, and rotas that never change.

use std::time::Duration;

use baton_hours::{Date, Moment, WallTime, Weekday, Zone};
use baton_rota::{Days, Every, Local, Override, Rota, Shift, Who};

use crate::draw::Draw;
use crate::slow::{Name, Slow};

const STEP: Duration = Duration::from_hours(6);

/// A rota in universal time whose shifts begin and end at quarters of the day and change hands seldom, with few people, so
/// that many never change.
fn quarters(draw: &mut Draw) -> Rota<Name> {
    let start = Date::new(2026, 3, 2).expect("a date");
    // One for all, so that rotations often cover for each other, and cycles stay short.
    let amount = [1, 2, 7, 9, 40][usize::try_from(draw.within(0, 5)).expect("small")];
    let mut shifts = Vec::new();
    for number in 0..draw.within(1, 4) {
        let quarter = |quarter: i64| {
            WallTime::from_minutes(u16::try_from(quarter * 360).expect("a time")).expect("a time")
        };
        let all = draw.one_in(2);
        let (from, to) = if all { (0, 4) } else { (draw.within(0, 5), draw.within(0, 5)) };
        let days: Days = if all || draw.one_in(2) {
            Days::ALL
        } else {
            Weekday::ALL.into_iter().filter(|_| draw.one_in(2)).chain([Weekday::Wed]).collect()
        };
        let every = if draw.one_in(2) { Every::Days(amount) } else { Every::Shifts(amount) };
        let pair = if draw.one_in(2) { vec!["Ana", "Ben"] } else { vec!["Ben", "Ana"] };
        let who = match draw.within(0, 4) {
            0 => Who::One("Ana"),
            1 => Who::Rotation { people: vec!["Ana", "Ana"], every, start },
            _ => Who::Rotation { people: pair, every, start },
        };
        shifts.push(Shift { id: format!("s{number}"), days, from: quarter(from), to: quarter(to), who });
    }
    let date = Date::new(2026, 6, i8::try_from(draw.within(1, 29)).expect("a day")).expect("a date");
    let (from, to) = (WallTime::MIDNIGHT, WallTime::new(18, 0).expect("a time"));
    let held = Override {
        from: Local { date, time: from },
        to: Local { date, time: to },
        who: vec!["Ana"],
        why: None,
    };
    let overrides = if draw.one_in(3) { vec![held] } else { vec![] };
    Rota::new(Zone::UTC, shifts, overrides, vec![]).expect("a rota without problems")
}

/// Fails when the way ahead skips a change, or ends before a whole cycle: tried with weeks taken for alike after five days,
/// with a turn that passes in them not seen, and with a cycle of seven days.
#[test]
fn the_next_change_is_found_however_far_it_is_and_never_is_never() {
    let start: Moment = "2026-03-01T00:00:00Z".parse().expect("RFC 3339");
    // The longest cycle is that of two people every 40 days; what is dated ends within 130 days.
    let steps = 4 * (560 + 130);
    let (mut never, mut far) = (0, 0);
    for seed in 1..=200 {
        println!("seed {seed}");
        let mut draw = Draw::new(seed);
        let rota = quarters(&mut draw);
        let slow = Slow::new(&rota);
        let at = start + STEP * u32::try_from(draw.within(0, 600)).expect("small");
        let now = slow.at(at).people;
        let wanted = (1..steps).map(|step| at + STEP * step).find(|&later| slow.at(later).people != now);
        let found = rota.next_change(at).map(|(change, _)| change);
        assert_eq!(found, wanted, "after {at} of {rota:?}");
        never += u32::from(wanted.is_none());
        far += u32::from(wanted.is_some_and(|change| change.since(at) > Duration::from_hours(24 * 10)));
    }
    assert!(never >= 10 && far >= 10, "both must have been drawn: {never} never, {far} far");
}

fn all_day(id: &str, who: Who<Name>) -> Shift<Name> {
    let time = |text: &str| text.parse().expect("a time");
    Shift { id: id.to_owned(), days: Days::ALL, from: time("00:00"), to: time("24:00"), who }
}

/// Fails when a turn of millions of days overflows, or is not waited for: tried with turns that are not seen while weeks
/// are alike, and with a cycle of seven days.
#[test]
fn a_turn_can_take_thousands_of_years_or_more_than_there_are() {
    let start = Date::new(2026, 1, 5).expect("a date");
    let at: Moment = "2026-05-12T18:00:00Z".parse().expect("RFC 3339");
    let zone = Zone::named("America/New_York").expect("a zone");
    let rota = |every| {
        let who = Who::Rotation { people: vec!["Ana", "Ben"], every, start };
        Rota::new(zone.clone(), vec![all_day("d", who)], vec![], vec![]).expect("no problems")
    };
    let slow = rota(Every::Days(1_000_000));
    let change = slow.next_change(at).expect("in the year 4763");
    assert_eq!((change.0.to_string().as_str(), change.1), ("4763-12-03T05:00:00Z", vec![&"Ben"]));
    assert_eq!(rota(Every::Shifts(1_000_000)).next_change(at).map(|(at, _)| at), Some(change.0));
    for every in [Every::Days(u32::MAX), Every::Shifts(u32::MAX)] {
        assert_eq!(rota(every).next_change(at), None);
        assert_eq!(rota(every).on(Moment::MAX), [&"Ana"]);
        assert_eq!(rota(every).on(Moment::MIN), [&"Ben"]);
    }
}

/// Fails when the ends of time are stumbled over: tried with a change beyond the last moment told as at it.
#[test]
fn the_first_and_the_last_moment_have_answers() {
    let shift = Shift { from: "09:00".parse().expect("a time"), ..all_day("d", Who::One("Ana")) };
    let rota =
        Rota::new(Zone::named("Asia/Tokyo").expect("a zone"), vec![shift], vec![], vec![]).expect("one");
    assert_eq!(rota.next_change(Moment::MAX), None);
    assert_eq!(rota.changes(Moment::MIN, Moment::MAX).take(3).count(), 3);
    assert!(rota.next_change(Moment::MIN).is_some());
    assert_eq!(rota.stints(Moment::MAX, Moment::MAX), []);
    let last = Date::new(9_999, 12, 31).expect("a date");
    assert!(rota.preview(last, u32::MAX).iter().all(|stint| stint.until <= Moment::MAX));
}

/// Fails when the edge of a stretch that two calls share is told twice or not at all (tried with an end that is not in it),
/// or when a change is none.
#[test]
fn changes_of_stretches_that_follow_upon_each_other_are_told_once() {
    let at: Moment = "2026-02-27T00:00:00Z".parse().expect("RFC 3339");
    let zone = Zone::named("Europe/Berlin").expect("a zone");
    for seed in 1..=40 {
        println!("seed {seed}");
        let mut draw = Draw::new(seed);
        let rota = draw.rota(&zone, at);
        let end = at + Duration::from_hours(24 * 40);
        let whole: Vec<_> = rota.changes(at, end).collect();
        let middles = whole.iter().map(|&(middle, _)| middle).step_by(7).chain([at + STEP]);
        for middle in middles {
            let parts: Vec<_> = rota.changes(at, middle).chain(rota.changes(middle, end)).collect();
            assert_eq!(parts, whole);
        }
        for (edge, on) in &whole {
            assert_eq!(rota.on(*edge), *on, "at the edge {edge}");
            assert_ne!(rota.on(*edge - Duration::from_micros(1)), *on, "right before {edge}");
        }
    }
}
