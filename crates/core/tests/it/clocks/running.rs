//! What starts a clock, and what keeps, pauses or ends it.

use super::*;

/// Fails when a first text starts no clock, another kind, or one from another instant; or when the target is not the
/// first whose condition is true.
#[test]
fn a_first_text_starts_the_first_response_of_the_first_target_that_fits() {
    let mut desk = desk();
    desk.text("Do you take new patients?");
    let clock = desk.clock(ClockKind::FirstResponse).expect("it runs").clone();
    assert_eq!((clock.target.as_str(), clock.started_at), ("New inquiry", at("2026-05-12T16:41:00Z")));
    assert_eq!(clock.due_at, at("2026-05-12T17:01:00Z"));
    assert_eq!(clock.warn_at, Some(at("2026-05-12T16:56:00Z")), "three quarters of it");
    assert_eq!(desk.due(ClockKind::Resolution), Some(at("2026-05-14T16:41:00Z")), "two business days");
    assert_eq!(desk.clock(ClockKind::FollowUp), None, "a text waits, so nothing else is promised");
}

/// Fails when a reply at the due instant is late, or one a microsecond later is in time.
#[test]
fn a_reply_at_the_due_instant_keeps_the_promise_and_a_moment_later_does_not() {
    for (late, kept) in [(0, true), (1, false)] {
        let mut desk = desk();
        desk.text("Do you take new patients?");
        desk.until(at("2026-05-12T17:01:00Z"));
        desk.now = Moment::from_micros(desk.now.micros() + late);
        let id = desk.conversation().id;
        desk.act(&By::Policy, &Command::Wake(id));
        desk.reply(CHRIS, "We do, Friday at 11.", Then::Open);
        let ended: Vec<_> = desk.told.iter().map(|(event, ..)| event).collect();
        let is_kept = |event: &&&Event| matches!(event, Event::ClockKept { key, .. } if key.kind == ClockKind::FirstResponse);
        assert_eq!(ended.iter().any(|event| is_kept(&event)), kept, "{late} µs late");
        let names: Vec<_> = desk.told_names("clock.").into_iter().map(|(name, _)| name).collect();
        assert_eq!(names.contains(&"clock.breached"), !kept, "{names:?}");
        assert_eq!(desk.clock(ClockKind::FirstResponse), None, "it is over");
    }
}

/// Fails when a clock runs while the hours are closed.
#[test]
fn outside_hours_the_clock_starts_at_the_next_opening() {
    let mut desk = desk();
    desk.now = at("2026-05-15T22:30:00Z"); // Friday 6:30 pm
    desk.text("Do you take new patients?");
    assert_eq!(desk.due(ClockKind::FirstResponse), Some(at("2026-05-18T13:20:00Z")), "Monday 9:20 am");
}

/// Zammad #5177: fails when a further text restarts the clock, or when the promise of the next response overrules that
/// of the first.
#[test]
fn more_texts_do_not_restart_what_runs() {
    let mut desk = desk();
    desk.text("Do you take new patients?");
    let due = desk.due(ClockKind::FirstResponse);
    desk.minutes(10);
    desk.text("Hello??");
    assert_eq!(desk.due(ClockKind::FirstResponse), due);
    assert_eq!(desk.clock(ClockKind::NextResponse), None);
    desk.reply(CHRIS, "We do.", Then::Open);
    desk.minutes(5);
    desk.text("Great, when?");
    let started = desk.clock(ClockKind::NextResponse).expect("the next response runs").started_at;
    desk.minutes(5);
    desk.text("Morning is best");
    assert_eq!(desk.clock(ClockKind::NextResponse).unwrap().started_at, started);
    assert_eq!(desk.clock(ClockKind::FirstResponse), None, "there is one first response in a conversation");
}

/// Fails when an automatic text, a program's text or a note keeps a promise.
#[test]
fn only_a_persons_text_keeps_it() {
    let mut desk = desk();
    desk.text("Do you take new patients?");
    let id = desk.conversation().id;
    desk.act(&By::person(CHRIS), &Command::AddNote(id, "Ask Maya.".to_owned()));
    let program = By::Program { id: ProgramId(51), name: "Reminders".to_owned() };
    desk.act(&program, &Command::Send(id, Box::new(NewText::saying("We got your text."))));
    desk.text("HELP");
    assert!(desk.clock(ClockKind::FirstResponse).is_some(), "nobody has answered yet");
    desk.reply(CHRIS, "We do.", Then::Open);
    assert_eq!(desk.clock(ClockKind::FirstResponse), None);
}

/// Fails when nothing runs after "I'll confirm": the promise that no peer keeps.
#[test]
fn after_a_reply_we_owe_what_we_said_until_we_say_more() {
    let mut desk = desk();
    desk.text("Can you move me to Friday?");
    desk.reply(CHRIS, "I'll look into it.", Then::Open);
    assert_eq!(desk.due(ClockKind::FollowUp), Some(at("2026-05-13T16:41:00Z")), "one business day");
    desk.minutes(30);
    let promise_by = Some(at("2026-05-12T17:41:00Z"));
    let id = desk.conversation().id;
    let text = Box::new(NewText { promise_by, ..NewText::saying("I'll confirm within half an hour.") });
    desk.act(&By::person(CHRIS), &Command::Send(id, text));
    assert_eq!(desk.due(ClockKind::FollowUp), promise_by, "as its sender promised");
    desk.until(at("2026-05-12T17:50:00Z"));
    assert_eq!(desk.clock(ClockKind::FollowUp).unwrap().state(), ClockState::Breached);
    desk.reply(CHRIS, "Friday at 11 it is. See you!", Then::Pending { wake_at: None });
    assert_eq!(desk.clock(ClockKind::FollowUp), None, "now we wait");
    assert_eq!(desk.conversation().status, Status::Pending);
}

/// Fails when a customer's text leaves the follow-up running beside the response.
#[test]
fn a_text_takes_over_from_the_follow_up() {
    let mut desk = desk();
    desk.text("Can you move me to Friday?");
    desk.reply(CHRIS, "I'll look into it.", Then::Open);
    desk.minutes(5);
    desk.text("Any news?");
    assert_eq!(desk.clock(ClockKind::FollowUp), None);
    assert!(desk.clock(ClockKind::NextResponse).is_some());
    let cause = desk.told.iter().find_map(|(event, ..)| match event {
        Event::ClockStopped { key, cause, .. } if key.kind == ClockKind::FollowUp => Some(*cause),
        _ => None,
    });
    assert_eq!(cause, Some(StopCause::Overtaken));
}

/// Fails when the time in which we wait for the customer counts for the resolution.
#[test]
fn the_resolution_pauses_while_we_wait_for_the_customer() {
    let mut desk = desk();
    desk.text("Do you take new patients?");
    desk.minutes(10);
    desk.reply(CHRIS, "We do. Which day suits you?", Then::Pending { wake_at: None });
    assert_eq!(desk.clock(ClockKind::Resolution).unwrap().state(), ClockState::Paused);
    desk.until(at("2026-05-13T15:51:00Z")); // Wednesday 11:51 am: eight business hours later
    desk.text("Friday");
    let clock = desk.clock(ClockKind::Resolution).unwrap();
    assert_eq!(clock.state(), ClockState::Running);
    assert_eq!(
        clock.due_at,
        at("2026-05-15T15:41:00Z"),
        "8 hours later in business time than Thursday 12:41"
    );
}

/// chatwoot #13312: fails when the clock of a reopened conversation counts from its birth, or from nothing.
#[test]
fn closed_without_a_reply_and_reopened_it_goes_on_with_the_time_already_used() {
    let mut desk = desk();
    desk.text("Do you take new patients?");
    desk.minutes(5);
    let id = desk.conversation().id;
    desk.act(&By::person(CHRIS), &Command::Close(id, None));
    let closed =
        desk.told.iter().any(|(event, ..)| matches!(event, Event::Closed { without_reply: true, .. }));
    assert!(closed, "it is on record that nobody had replied");
    assert_eq!(desk.conversation().next_at(), None, "nothing runs in a closed conversation");
    desk.minutes(60);
    desk.text("Hello?");
    let clock = desk.clock(ClockKind::FirstResponse).expect("it goes on");
    assert_eq!(
        clock.due_at,
        desk.now + std::time::Duration::from_mins(15),
        "five of its 20 minutes were used"
    );
}

/// Fails when pending is a hiding place: the customer's text waits, and no clock does.
#[test]
fn waiting_for_something_of_ours_hides_no_debt() {
    let mut desk = desk();
    desk.text("Do you take new patients?");
    let id = desk.conversation().id;
    let wait =
        |on| Command::Wait { conversation: id, on, reason: Some("lab report".to_owned()), wake_at: None };
    let refused = desk.try_do(&By::person(CHRIS), &wait(Some(PendingOn::Customer)));
    assert!(refused.unwrap_err().to_string().contains("has no answer yet"));
    desk.act(&By::person(CHRIS), &wait(Some(PendingOn::Internal)));
    assert!(desk.clock(ClockKind::FirstResponse).is_some_and(baton_core::Clock::runs));
}

/// Fails when what is opted out still runs, or when nothing at all runs though somebody has to act.
#[test]
fn nothing_is_promised_to_who_opted_out() {
    let mut desk = desk();
    desk.text("Do you take new patients?");
    desk.text("STOP");
    let clocks = &desk.conversation().clocks;
    assert!(clocks.iter().all(|clock| !clock.runs()), "{clocks:?}");
    assert_eq!(desk.conversation().next_at(), None);
    assert_eq!(desk.conversation().reason.as_deref(), Some("opted out: call instead"));
}

/// Fails when a conversation that waits for the customer stays so for ever although the policy closes it.
#[test]
fn silence_closes_in_business_days() {
    let policy = promises().replace("reopen_within", "close_after = \"2 days\"\nreopen_within");
    let mut desk = Desk::with(&policy);
    desk.text("Do you take new patients?");
    desk.reply(CHRIS, "We do. Which day suits you?", Then::Pending { wake_at: None });
    let id = desk.conversation().id;
    desk.until(at("2026-05-14T16:40:00Z"));
    assert_eq!(desk.conversation().status, Status::Pending);
    desk.until(at("2026-05-14T16:42:00Z"));
    assert_eq!(desk.conversation().status, Status::Closed);
    desk.act(&By::person(CHRIS), &Command::Open(id));
    assert_eq!(desk.conversation().status, Status::Open, "which can be undone");
}
