//! What brings a promise forward or plans it anew.

use super::*;

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

/// Fails when what somebody promised for Thursday is due a day after it turned urgent, as if nobody had said when.
#[test]
fn what_its_author_promised_for_a_time_stays_promised_for_it() {
    let mut desk = desk();
    desk.text("Do you take new patients?");
    let id = desk.conversation().id;
    let promise_by = Some(at("2026-05-14T16:41:00Z"));
    let text =
        Box::new(NewText { promise_by, ..NewText::saying("I ask the doctor and text you on Thursday.") });
    desk.act(&By::person(CHRIS), &Command::Send(id, text));
    let add = vec!["urgent".to_owned()];
    desk.act(&By::person(CHRIS), &Command::Tag { conversation: id, add, remove: Vec::new() });
    assert_eq!(desk.due(ClockKind::FollowUp), promise_by);
    assert_eq!(desk.clock(ClockKind::Resolution).unwrap().target, "New inquiry", "urgent has no time for it");
}

/// Fails when a new policy leaves running promises as they were, or moves them from another start.
#[test]
fn another_policy_plans_what_runs_anew_and_says_so() {
    let mut desk = desk();
    desk.text("Do you take new patients?");
    desk.minutes(5);
    let slower = promises().replace("first_response = \"20 min\"", "first_response = \"40 min\"");
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

/// Fails when a text that turns it urgent, and begins a promise of its own by that, leaves what runs beside it as it was.
#[test]
fn what_runs_beside_an_urgent_text_comes_forward_too() {
    let urgent = "next_response = \"10 min\"\n";
    let policy = promises().replace(urgent, &format!("{urgent}resolution = \"2 h\"\n"));
    let mut desk = Desk::with(&policy);
    desk.text("Do you take new patients?");
    desk.reply(CHRIS, "We do.", Then::Open);
    desk.minutes(5);
    desk.text("URGENT my back is out");
    let due = |kind| desk.clock(kind).expect("it runs").due_at;
    assert_eq!(due(ClockKind::NextResponse), desk.now + std::time::Duration::from_mins(10));
    assert_eq!(due(ClockKind::Resolution), desk.now + std::time::Duration::from_hours(2));
}
