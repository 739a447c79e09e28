//! Promised times: started by what waits, kept by people's texts, late after their instant, escalated along a path.

use crate::support::*;
use baton_core::{
    By, ClockKind, ClockState, Command, Delivery, Event, FailureReason, Moment, NewText, Owner, OwnerCause,
    PendingOn, ProgramId, SendOutcome, Status, StopCause, TextState, Then,
};

/// Cedar Lane with promises: the hours are Monday to Friday, 9:00 to 18:00 in New York.
const PROMISES: &str = r#"
[hours.Clinic]
mon = ["09:00-18:00"]
tue = ["09:00-18:00"]
wed = ["09:00-18:00"]
thu = ["09:00-18:00"]
fri = ["09:00-18:00"]

[[targets]]
name = "Urgent"
when = "tagged urgent"
first_response = "5 min"
next_response = "10 min"
around_the_clock = true
escalation = "Urgent"

[[targets]]
name = "New inquiry"
when = "contact is new"
first_response = "20 min"
next_response = "1 h"
follow_up = "1 day"
resolution = "2 days"
hours = "Clinic"

[[targets]]
name = "Everybody else"
first_response = "1 h"
next_response = "1 h"
act_within = "30 min"
hours = "Clinic"
escalation = "Usual"

[escalations]
Usual = [{ after = "0 min", notify = "lead" }, { after = "30 min", assign = "lead" }]
Urgent = [{ after = "0 min", notify = "lead" }, { after = "5 min", assign = "lead" }, { after = "10 min", notify = "fallback" }]
"#;

/// Tuesday 12 May 2026, 12:41 pm in New York.
fn desk() -> Desk {
    Desk::with(&policy_with(PROMISES))
}

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

/// fazer-ai/agents #587: fails when a reply that the carrier loses minutes later still counts as an answer.
#[test]
fn a_reply_that_fails_gives_its_promise_back() {
    let mut desk = desk();
    desk.text("Do you take new patients?");
    desk.minutes(5);
    desk.reply(CHRIS, "We do.", Then::Closed { reason: None });
    let text = desk.subject.texts.last().unwrap().id;
    desk.act(&By::Policy, &Command::HandOver(text));
    let accepted = SendOutcome::Accepted { carrier_id: "SM900".to_owned() };
    desk.act(&By::Carrier, &Command::Sent(text, accepted));
    desk.minutes(4);
    let failure = FailureReason {
        code: Some("30003".to_owned()),
        advice: "Their phone is off.".to_owned(),
        opted_out: false,
        unreachable: false,
    };
    let word = Delivery { state: TextState::Undelivered, carrier_id: None, failure: Some(failure) };
    desk.act(&By::Carrier, &Command::Delivery(text, word));
    assert_eq!(desk.conversation().status, Status::Open, "somebody has to see to it");
    let clock = desk.clock(ClockKind::FirstResponse).expect("it is owed again");
    assert_eq!(clock.started_at, at("2026-05-12T16:41:00Z"), "from its original start");
    assert_eq!(clock.due_at, at("2026-05-12T17:01:00Z"));
    assert!(desk.told.iter().any(|(event, ..)| matches!(event, Event::Told { who, .. } if *who == CHRIS)));
}

/// Fails when a failure of one text takes back what a later one, which stands, has answered.
#[test]
fn nothing_is_owed_again_while_a_later_reply_stands() {
    let mut desk = desk();
    desk.text("Do you take new patients?");
    let first = desk.reply(CHRIS, "We do.", Then::Open);
    let second = desk.reply(CHRIS, "Friday at 11?", Then::Open);
    for text in [first, second] {
        desk.act(&By::Policy, &Command::HandOver(text));
    }
    let lost = || Delivery { state: TextState::Undelivered, carrier_id: None, failure: None };
    desk.act(&By::Carrier, &Command::Delivery(first, lost()));
    assert_eq!(desk.clock(ClockKind::FirstResponse), None, "the second one stands");
    desk.act(&By::Carrier, &Command::Delivery(second, lost()));
    let clock = desk.clock(ClockKind::FirstResponse).expect("neither arrived");
    assert_eq!(clock.started_at, at("2026-05-12T16:41:00Z"));
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

/// chatwoot #14508, target/goalert #4548: fails when nobody is told, when a step waits though it is nobody's, or when
/// the last step is the end of it.
#[test]
fn what_is_late_goes_along_its_path() {
    let mut desk = desk();
    desk.subject_is_known();
    desk.text("how much is a quote?"); // Sales has no lead: its first step is nobody's.
    assert_eq!(desk.due(ClockKind::FirstResponse), Some(at("2026-05-12T17:41:00Z")));
    desk.until(at("2026-05-12T17:30:00Z"));
    assert_eq!(desk.told_names("clock.warned").len(), 1);
    desk.until(at("2026-05-12T20:00:00Z"));
    let steps: Vec<_> = desk
        .told
        .iter()
        .filter_map(|(event, at, _)| match event {
            Event::EscalationStepped { step, told, why, .. } => Some((*step, told.clone(), why.clone(), *at)),
            _ => None,
        })
        .collect();
    let late = Moment::from_micros(at("2026-05-12T17:41:00Z").micros() + 1);
    assert_eq!(steps.len(), 3, "{steps:?}");
    assert_eq!((steps[0].0, &steps[0].1[..], steps[0].3), (1, &[][..], late), "nobody leads Sales");
    assert!(steps[0].2.contains("the lead of its queue is nobody now"), "{}", steps[0].2);
    assert_eq!(
        (steps[1].0, &steps[1].1[..], steps[1].3),
        (2, &[][..], late),
        "so the next one follows at once"
    );
    assert_eq!((steps[2].0, &steps[2].1[..]), (3, &[RUTH][..]), "and in the end the fallback person");
}

/// Fails when a step's assignment moves nothing, or under another cause.
#[test]
fn a_step_gives_it_to_the_lead_in_its_time() {
    let mut desk = desk();
    desk.subject_is_known();
    desk.text("Hi there, a question"); // General, led by Maya.
    desk.until(at("2026-05-12T17:45:00Z"));
    assert_eq!(desk.conversation().owner, Owner::Queue(GENERAL), "told, not moved");
    desk.until(at("2026-05-12T18:15:00Z"));
    assert_eq!(desk.conversation().owner, Owner::Person(MAYA), "half an hour after the breach");
    let moved = desk.told.iter().find_map(|(event, at, _)| match event {
        Event::OwnerChanged { cause, .. } => Some((*cause, *at)),
        _ => None,
    });
    assert_eq!(moved, Some((OwnerCause::Escalation, at("2026-05-12T18:11:00Z"))));
}

/// Fails when the person who was given it can sit on it until the customer's promise is broken.
#[test]
fn an_owner_who_does_not_act_starts_the_path_early() {
    let mut desk = desk();
    desk.subject_is_known();
    desk.text("Hi there, a question");
    let id = desk.conversation().id;
    let assign = Command::Assign { conversation: id, to: Owner::Person(CHRIS), reason: None };
    desk.act(&By::person(RUTH), &assign);
    assert_eq!(desk.conversation().act_by, Some(at("2026-05-12T17:11:00Z")));
    desk.until(at("2026-05-12T17:12:00Z"));
    let steps = desk.told_names("escalation.");
    assert_eq!(steps, [("escalation.stepped", at("2026-05-12T17:11:00Z"))], "before the breach of 17:41");
    desk.until(at("2026-05-12T17:43:00Z"));
    assert_eq!(desk.told_names("clock.breached").len(), 1, "the promise to the customer did not move");
    assert_eq!(desk.conversation().owner, Owner::Person(MAYA), "the path went on from where it was");
}

/// Fails when a reply leaves the path going on.
#[test]
fn a_reply_ends_the_path() {
    let mut desk = desk();
    desk.subject_is_known();
    desk.text("Hi there, a question");
    desk.until(at("2026-05-12T17:45:00Z"));
    desk.reply(CHRIS, "Sorry for the wait.", Then::Open);
    desk.until(at("2026-05-12T20:00:00Z"));
    assert_eq!(desk.conversation().owner, Owner::Person(CHRIS));
    assert_eq!(desk.told_names("escalation.").len(), 1);
}

/// Fails when urgency changes nothing for what runs, or when taking it back moves a promise to later.
#[test]
fn what_turns_urgent_comes_forward_and_never_back() {
    let mut desk = desk();
    desk.text("Do you take new patients?");
    let id = desk.conversation().id;
    let tag = |add: &[&str], remove: &[&str]| Command::Tag {
        conversation: id,
        add: add.iter().map(|tag| (*tag).to_owned()).collect(),
        remove: remove.iter().map(|tag| (*tag).to_owned()).collect(),
    };
    desk.act(&By::person(CHRIS), &tag(&["urgent"], &[]));
    let clock = desk.clock(ClockKind::FirstResponse).unwrap();
    assert_eq!((clock.target.as_str(), clock.due_at), ("Urgent", at("2026-05-12T16:46:00Z")));
    desk.act(&By::person(CHRIS), &tag(&[], &["urgent"]));
    assert_eq!(desk.due(ClockKind::FirstResponse), Some(at("2026-05-12T16:46:00Z")));
}

/// Fails when what turns urgent long after it came is late at once, for whoever is on call had no time for it; or when the
/// customer who said so is promised more than from now on.
#[test]
fn what_turns_urgent_counts_from_then() {
    let mut desk = desk();
    desk.text("Do you take new patients?");
    desk.minutes(10);
    let (id, add) = (desk.conversation().id, vec!["urgent".to_owned()]);
    desk.act(&By::person(CHRIS), &Command::Tag { conversation: id, add, remove: Vec::new() });
    assert_eq!(desk.due(ClockKind::FirstResponse), Some(at("2026-05-12T16:56:00Z")));
    assert_eq!(desk.clock(ClockKind::FirstResponse).unwrap().started_at, at("2026-05-12T16:41:00Z"));
    desk.until(at("2026-05-12T16:57:00Z"));
    assert_eq!(desk.told_names("clock.breached").len(), 1);
}

/// Fails when a new policy leaves running promises as they were, or moves them from another start.
#[test]
fn another_policy_plans_what_runs_anew_and_says_so() {
    let mut desk = desk();
    desk.text("Do you take new patients?");
    desk.minutes(5);
    let slower = policy_with(&PROMISES.replace("first_response = \"20 min\"", "first_response = \"40 min\""));
    desk.directory = directory_with(&slower, &[]);
    let id = desk.conversation().id;
    let resettled = desk.act(&By::Policy, &Command::Resettle(id));
    assert!(names(&resettled).contains(&"clock.moved"), "{:?}", names(&resettled));
    assert_eq!(desk.due(ClockKind::FirstResponse), Some(at("2026-05-12T17:21:00Z")));
    let again = desk.act(&By::Policy, &Command::Resettle(id));
    assert!(again.events.is_empty(), "the same policy again changes nothing: {:?}", names(&again));
    desk.directory = directory_with(&policy_with(""), &[]);
    let dropped = desk.act(&By::Policy, &Command::Resettle(id));
    assert!(names(&dropped).contains(&"clock.stopped"), "{:?}", names(&dropped));
    assert_eq!(desk.conversation().clocks, [], "that policy promises nothing");
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
    let policy = policy_with(PROMISES).replace("reopen_within", "close_after = \"2 days\"\nreopen_within");
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

/// Fails when the question of another queue is told to the lead of the conversation's.
#[test]
fn a_late_answer_to_a_question_goes_to_the_lead_of_its_queue() {
    let mut desk = desk();
    desk.subject_is_known();
    desk.text("can I reschedule, and a general question");
    let id = desk.conversation().id;
    let words = "parking".to_owned();
    desk.act(&By::person(RUTH), &Command::OpenAsk { conversation: id, words, owner: Owner::Queue(GENERAL) });
    desk.reply(CHRIS, "Friday at 11.", Then::Open);
    desk.until(at("2026-05-12T17:45:00Z"));
    let told = desk.told.iter().find_map(|(event, ..)| match event {
        Event::EscalationStepped { key, told, .. } if key.ask.is_some() => Some(told.clone()),
        _ => None,
    });
    assert_eq!(desk.conversation().queue, Some(SCHEDULING));
    assert_eq!(told, Some(vec![MAYA]), "Maya leads General, Chris leads Scheduling");
}
