//! One that is late, and times that cannot be.

use super::*;

/// Fails when a text that comes late is escalated in the breath that answers it, or does not say how late it is.
#[test]
fn a_late_one_goes_out_once_and_says_how_late_it_is() {
    let mut desk = desk();
    desk.text("Can I come on Friday?");
    desk.plan(CHRIS, "Friday at 11.", "2026-05-12T17:00:00Z");
    // Nothing ran from 16:41 to 18:30; the promise ran out at 17:41.
    desk.now = at("2026-05-12T18:30:00Z");
    desk.wake();
    let due = desk.told.iter().find_map(|(event, at, _)| match event {
        Event::TextWritten { scheduled: Some(from), .. } => Some((from.due_at, *at)),
        _ => None,
    });
    assert_eq!(due, Some((at("2026-05-12T17:00:00Z"), at("2026-05-12T18:30:00Z"))));
    assert_eq!(desk.names("escalation."), [] as [&str; 0]);
    let late = |event: &Event| matches!(event, Event::ClockStopped { cause, .. } if *cause == baton_core::StopCause::AnsweredLate);
    assert_eq!(
        desk.told.iter().filter(|(event, ..)| late(event)).count(),
        1,
        "it went out late, and that is told"
    );
}

/// Fails when a time is taken that has passed or lies years ahead, or what comes after lies before.
#[test]
fn times_that_cannot_be_are_refused() {
    let mut desk = desk();
    desk.text("Hello");
    let id = desk.conversation().id;
    let soon = at("2026-05-12T18:00:00Z");
    let text = |at| later("x", at, IfChanged::Ask);
    for (text, field) in [
        (text(desk.now), "send_at"),
        (text(at("2029-05-12T18:00:00Z")), "send_at"),
        (NewText { promise_by: Some(soon), ..text(soon) }, "promise_by"),
        (NewText { then: Then::Pending { wake_at: Some(soon) }, ..text(soon) }, "wake_at"),
    ] {
        let refused = desk.try_do(&By::person(CHRIS), &Command::Send(id, Box::new(text))).unwrap_err();
        assert!(matches!(refused, Refusal::Invalid { field: found, .. } if found == field), "{refused}");
    }
    for _ in 0..20 {
        desk.plan(CHRIS, "x", "2026-05-12T18:00:00Z");
    }
    let refused = desk.try_do(&By::person(CHRIS), &Command::Send(id, Box::new(text(soon)))).unwrap_err();
    assert_eq!(refused.to_string(), "20 texts wait here already. Drop one of them first.");
}
