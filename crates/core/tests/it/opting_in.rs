//! What is promised to whoever opts out and in again: nobody could answer meanwhile, and what was late stays so.

use crate::support::*;
use baton_core::{Availability, ClockKind, Event, Moment, TextState, Then};
use std::time::Duration;

const PROMISES: &str = r#"
[[targets]]
name = "Everybody"
first_response = "1 h"
resolution = "4 h"
around_the_clock = true
warn_at = 75
escalation = "Usual"

[escalations]
Usual = [{ after = "0 min", notify = "fallback" }]
"#;

fn desk() -> Desk {
    let mut desk = Desk::with(&policy_with(PROMISES));
    desk.text("Do you take new patients?");
    desk
}

/// Time goes on; all that is due is done at its instant.
fn goes_on(desk: &mut Desk, minutes: u64) {
    desk.until(desk.now + Duration::from_mins(minutes));
}

fn is_of(event: &Event, of: ClockKind) -> bool {
    matches!(event, Event::ClockWarned { key, .. } | Event::ClockBreached { key, .. } if key.kind == of)
}

/// When it was warned of, and when it was late.
fn told(desk: &Desk, of: ClockKind) -> Vec<(&'static str, Moment)> {
    let told = desk.told.iter().filter(|(event, ..)| is_of(event, of));
    told.map(|(event, at, _)| (event.name(), *at)).collect()
}

fn due(desk: &Desk) -> Option<Moment> {
    desk.conversation().shown_clock().map(|clock| clock.due_at)
}

/// Fails when the time in which nobody could answer counts: they opt in, and it is late at that very moment.
#[test]
fn what_they_had_asked_has_its_whole_time_from_when_they_opt_in() {
    let mut desk = desk();
    goes_on(&mut desk, 30);
    desk.text("STOP");
    goes_on(&mut desk, 600);
    desk.text("START");
    let again = desk.now;
    assert_eq!(due(&desk), Some(again + Duration::from_hours(1)));
    let clock = desk.conversation().shown_clock().unwrap();
    assert_eq!((clock.counts_from(), clock.started_at), (again, desk.conversation().opened_at));
    goes_on(&mut desk, 61);
    let warned = ("clock.warned", again + Duration::from_mins(45));
    let late = ("clock.breached", again + Duration::from_micros(3_600_000_001));
    assert_eq!(told(&desk, ClockKind::FirstResponse), [warned, late]);
}

/// Fails when what they asked while they were opted out counts from then, and not from when it can be answered.
#[test]
fn what_they_asked_meanwhile_counts_from_when_they_opt_in() {
    let mut desk = Desk::with(&policy_with(PROMISES));
    desk.text("STOP");
    desk.text("Call me, please");
    goes_on(&mut desk, 600);
    desk.text("START");
    assert_eq!(due(&desk), Some(desk.now + Duration::from_hours(1)));
}

/// Fails when a promise that was broken is told of again, or taken for one that can still be kept, after they opted out and in.
#[test]
fn a_promise_is_broken_once_however_often_they_opt_out_and_in() {
    let mut desk = desk();
    goes_on(&mut desk, 61);
    let before = told(&desk, ClockKind::FirstResponse);
    assert_eq!(before.len(), 2, "{before:?}");
    let steps = desk.told.iter().filter(|(event, ..)| event.name() == "escalation.stepped").count();
    for _ in 0..3 {
        desk.text("STOP");
        goes_on(&mut desk, 1);
        desk.text("START");
        goes_on(&mut desk, 1);
        assert!(desk.conversation().clocks.iter().any(|clock| clock.breached && clock.runs()));
    }
    assert_eq!(told(&desk, ClockKind::FirstResponse), before);
    assert_eq!(desk.told.iter().filter(|(event, ..)| event.name() == "escalation.stepped").count(), steps);
}

/// Fails when a reply that is lost after they opted out and in again gives its promise back as it was before that: late at
/// that very moment, although nobody could have answered.
#[test]
fn what_a_lost_reply_had_kept_counts_from_when_they_opt_in() {
    let mut desk = desk();
    goes_on(&mut desk, 10);
    let reply = desk.reply(CHRIS, "We do.", Then::Open);
    desk.goes_out(reply);
    desk.text("STOP");
    goes_on(&mut desk, 600);
    desk.text("START");
    let again = desk.now;
    goes_on(&mut desk, 20);
    desk.hears(reply, TextState::Undelivered);
    assert_eq!(due(&desk), Some(again + Duration::from_hours(1)));
    goes_on(&mut desk, 41);
    let warned = ("clock.warned", again + Duration::from_mins(45));
    let late = ("clock.breached", again + Duration::from_micros(3_600_000_001));
    assert_eq!(told(&desk, ClockKind::FirstResponse), [warned, late]);
}

/// Fails when somebody is warned twice of one promise.
#[test]
fn who_was_warned_is_not_warned_again() {
    let mut desk = desk();
    goes_on(&mut desk, 46);
    desk.text("STOP");
    desk.text("START");
    goes_on(&mut desk, 59);
    let names: Vec<_> = told(&desk, ClockKind::FirstResponse).into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["clock.warned"]);
}

/// Fails when the time in which nobody could answer counts towards the resolution, or when that begins from its first moment
/// again and is late at once.
#[test]
fn the_resolution_waits_while_they_are_opted_out() {
    let mut desk = desk();
    goes_on(&mut desk, 10);
    desk.text("STOP");
    goes_on(&mut desk, 600);
    desk.text("START");
    let clock = desk.conversation().clocks.iter().find(|clock| clock.key.kind == ClockKind::Resolution);
    assert_eq!(clock.unwrap().due_at, desk.now + Duration::from_mins(230));
}

/// The warning of what Sam has waits for the morning.
fn waits_for_the_morning() -> Office {
    let target =
        "\n[[targets]]\nname = \"All\"\nfirst_response = \"12 h\"\naround_the_clock = true\nwarn_at = 50\n";
    let mut office = Office::at(&format!("{HOUSE}{target}"), ny("05-12 16:00"));
    office.text(1, "my invoice");
    office.claim(1, SAM);
    office.until("05-12 22:30");
    assert!(office.of(1).clocks.iter().any(|clock| clock.held), "{:?}", office.of(1).clocks);
    office
}

fn warned(office: &Office) -> Vec<Moment> {
    let told = office.told.iter().filter(|(_, event, ..)| matches!(event, Event::ClockWarned { .. }));
    told.map(|(_, _, at, _)| *at).collect()
}

/// Fails when a warning waits for the morning although whoever gets it has said that they are in.
#[test]
fn a_warning_comes_when_they_say_that_they_are_in() {
    let mut office = waits_for_the_morning();
    office.says(SAM, &Availability::In { until: Some(ny("05-12 23:30")) });
    assert_eq!(warned(&office), [ny("05-12 22:30")]);
    office.until("05-13 03:00");
    assert_eq!(warned(&office).len(), 1, "once");
}

/// Fails when a warning waits for the hours of whoever had it, although somebody has it now who works.
#[test]
fn a_warning_comes_to_who_takes_it_at_night() {
    let mut office = waits_for_the_morning();
    office.says(DANA, &Availability::In { until: Some(ny("05-13 02:00")) });
    assert_eq!(warned(&office), [], "it is not hers");
    office.assign(1, baton_core::Owner::Person(DANA));
    assert_eq!(warned(&office), [ny("05-12 22:30")]);
}
