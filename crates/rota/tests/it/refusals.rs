//! What is no rota, and what becomes of people.

use baton_hours::{Moment, Zone};
use baton_rota::{By, Days, Every, Local, LocalError, Override, Problem, Rota, Shift, ShiftDate, Swap, Who};

fn shift(id: &str, days: Days, who: Who<&'static str>) -> Shift<&'static str> {
    let time = |text: &str| text.parse().expect("a time");
    Shift { id: id.to_owned(), days, from: time("09:00"), to: time("17:00"), who }
}

fn rotation(people: &[&'static str], every: Every) -> Who<&'static str> {
    Who::Rotation { people: people.to_vec(), every, start: "2026-01-05".parse().expect("a date") }
}

fn held(from: &str, to: &str, who: &[&'static str]) -> Override<&'static str> {
    let local = |text: &str| text.parse().expect("a local time");
    Override { from: local(from), to: local(to), who: who.to_vec(), why: None }
}

fn swap(one: (&str, &str), other: (&str, &str)) -> Swap {
    let named = |(shift, date): (&str, &str)| ShiftDate {
        shift: shift.to_owned(),
        date: date.parse().expect("a date"),
    };
    Swap { one: named(one), other: named(other) }
}

/// Fails when one problem hides another, or has another place: tried with every override being the first.
#[test]
fn everything_that_is_wrong_is_told_at_once() {
    let shifts = vec![
        shift("desk", Days::WEEKDAYS, Who::One("Maya")),
        shift("desk", Days::ALL, rotation(&[], Every::Shifts(0))),
        shift("never", Days::default(), Who::One("Maya")),
    ];
    let overrides = vec![
        held("2026-05-16T18:00", "2026-05-16T18:01", &[]),
        held("2026-05-16T24:00", "2026-05-17T00:00", &["Tess"]),
    ];
    let swaps = vec![
        swap(("desk", "2026-05-15"), ("dusk", "2026-05-18")),
        swap(("desk", "2026-05-16"), ("never", "2026-05-18")),
    ];
    let error = Rota::new(Zone::UTC, shifts, overrides, swaps).expect_err("not a rota");
    let sentences: Vec<String> = error.problems.iter().map(Problem::to_string).collect();
    assert_eq!(
        sentences,
        [
            "there are two shifts called “desk”: a swap could not tell them apart",
            "the rotation of the shift “desk” has nobody in it: name at least one person",
            "the rotation of the shift “desk” passes on every 0 shifts or days: it must be at least 1",
            "the shift “never” begins on no day of the week: name at least one",
            "the override from 2026-05-16T24:00 ends at 2026-05-17T00:00, which is not later",
            "the swap names the shift “dusk”, which the rota does not have",
            "the swap names the shift “desk” on 2026-05-16, a Saturday: it does not begin on that day",
        ]
    );
    assert!(matches!(error.problems[0], Problem::SameId { shift: 1, .. }));
    assert!(matches!(error.problems[4], Problem::EndsBefore { at: 1, .. }));
    assert!(matches!(error.problems[5], Problem::UnknownShift { swap: 0, .. }));
    assert!(matches!(error.problems[6], Problem::NotOnThatDay { swap: 1, .. }));
    assert_eq!(error.to_string(), sentences.join("; "));
}

/// Fails when somebody is left out, comes twice, or keeps the order they had under another name: tried with people not
/// made one.
#[test]
fn people_are_all_who_occur_and_can_be_exchanged() {
    let at: Moment = "2026-05-12T12:00:00Z".parse().expect("RFC 3339");
    let shifts = vec![
        shift("a", Days::ALL, Who::One("Tess")),
        shift("b", Days::ALL, rotation(&["Sam", "Dana", "Sam"], Every::default())),
        shift("c", Days::ALL, Who::One("Ben")),
    ];
    let swaps = vec![swap(("a", "2026-05-12"), ("c", "2026-05-13"))];
    let overrides = vec![held("2026-06-01T00:00", "2026-06-02T00:00", &["Priya", "Ben"])];
    let rota = Rota::new(Zone::UTC, shifts, overrides, swaps).expect("a rota");
    assert_eq!(rota.people(), ["Ben", "Dana", "Priya", "Sam", "Tess"]);
    assert_eq!(rota.on(at), [&"Ben", &"Dana"]);
    let swapped: Vec<_> = rota
        .shifts_at(at)
        .into_iter()
        .map(|on| match on.by {
            By::Shift { shift, is_swapped, .. } => (*on.person, shift.id.as_str(), is_swapped),
            By::Override(_) => panic!("no override holds"),
        })
        .collect();
    assert_eq!(swapped, [("Ben", "a", true), ("Ben", "c", false), ("Dana", "b", false)]);
    // Ids in another order than the names; Ben and Dana are one account.
    let ids = rota.map(|name| match *name {
        "Tess" => 1,
        "Ben" | "Dana" => 2,
        "Priya" => 3,
        _ => 4,
    });
    assert_eq!(ids.people(), [1, 2, 3, 4]);
    assert_eq!((ids.on(at), ids.shifts_at(at).len()), (vec![&2], 3));
    assert!(ids.is_on(&2, at) && !ids.is_on(&4, at) && !ids.is_on(&9, at));
    let missing = rota.try_map(|name| if *name == "Priya" { Err(*name) } else { Ok(7) });
    assert_eq!(missing, Err("Priya"), "also somebody who is only in an override");
}

/// Fails when a text that is no date with a time is taken for one, or one that is refused: tried without the blank.
#[test]
fn dates_with_a_time_of_day_are_read_as_they_are_written() {
    for text in ["2026-05-16T18:00", "2026-05-16T24:00", "2026-05-16T00:05"] {
        assert_eq!(text.parse::<Local>().map(|local| local.to_string()).as_deref(), Ok(text));
    }
    assert_eq!("2026-05-16 9:30".parse::<Local>().expect("one").to_string(), "2026-05-16T09:30");
    for text in ["2026-05-16", "2026-05-32T10:00", "2026-05-16T25:00", "2026-05-16T18:00:00Z", ""] {
        let error: LocalError = text.parse::<Local>().expect_err(text);
        assert!(error.to_string().ends_with(&format!("found “{text}”")), "{error}");
    }
}
