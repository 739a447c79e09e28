//! The shared vectors for business time: an independent oracle's answers, for every operation of a calendar.

use rustc_hash::FxHashMap;
use std::time::Duration;

use baton_hours::{Calendar, Holiday, Moment, Period, Week, Weekday, Zone};
use serde_json::Value;

fn periods(list: &Value) -> Vec<Period> {
    let pairs = list.as_array().expect("a list of periods").iter();
    pairs
        .map(|pair| {
            let time = |at: usize| pair[at].as_str().expect("a time").parse().expect("HH:MM");
            Period { open: time(0), close: time(1) }
        })
        .collect()
}

fn calendar(spec: &Value) -> Calendar {
    let zone = Zone::named(spec["zone"].as_str().expect("a zone")).expect("a zone of the database");
    let week =
        Weekday::ALL.into_iter().fold(Week::shut(), |week, day| match spec["periods"].get(day.short()) {
            Some(list) => week.with(day, periods(list)),
            None => week,
        });
    let holidays: Vec<Holiday> = spec["holidays"]
        .as_array()
        .expect("a list of holidays")
        .iter()
        .map(|holiday| Holiday {
            date: holiday["date"].as_str().expect("a date").parse().expect("YYYY-MM-DD"),
            periods: periods(&holiday["periods"]),
        })
        .collect();
    Calendar::new(zone, week, holidays)
}

/// Seconds with at most six decimals, as the vectors say: times a million, and rounded.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "rounded, and never negative")]
fn seconds(value: &Value) -> Duration {
    Duration::from_micros((value.as_f64().expect("seconds") * 1e6).round() as u64)
}

/// An instant, or nothing for `never`.
fn moment(value: &Value) -> Option<Moment> {
    let text = value.as_str().expect("an instant or never");
    (text != "never").then(|| text.parse().expect("RFC 3339"))
}

/// What the calendar says, and what it should, of one case; as text to print both alike.
fn answers(calendar: &Calendar, case: &Value) -> (String, String) {
    let at = moment(&case["at"]).expect("an instant");
    let is = &case["is"];
    match case["op"].as_str().expect("an operation") {
        "open_at" => (format!("{}", calendar.is_open(at)), is.to_string()),
        "next_opening" => (format!("{:?}", calendar.next_opening(at)), format!("{:?}", moment(is))),
        "next_closing" => (format!("{:?}", calendar.next_closing(at)), format!("{:?}", moment(is))),
        "add" => (format!("{:?}", calendar.add(at, seconds(&case["seconds"]))), format!("{:?}", moment(is))),
        "between" => {
            let until = moment(&case["until"]).expect("an instant");
            (format!("{:?}", calendar.between(at, until)), format!("{:?}", seconds(is)))
        }
        other => panic!("the vectors have a new operation {other}"),
    }
}

#[test]
fn every_shared_vector_of_business_time_holds() {
    let vectors: Value = serde_json::from_str(include_str!("../vectors/business-time.json")).expect("JSON");
    let calendars: FxHashMap<&String, Calendar> = vectors["calendars"]
        .as_object()
        .expect("calendars by name")
        .iter()
        .map(|(name, spec)| (name, calendar(spec)))
        .collect();
    let cases = vectors["cases"].as_array().expect("a list of cases");
    assert_eq!(cases.len(), 491, "the copy is whole");
    let wrong: Vec<String> = cases
        .iter()
        .filter_map(|case| {
            let name = case["calendar"].as_str().expect("a name").to_owned();
            let (found, wanted) = answers(&calendars[&name], case);
            (found != wanted).then(|| format!("{found} instead of {wanted}: {case}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{} of {} are wrong:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}
