//! Another policy, and what ends by time beside the promises: silence, and the time to act or to claim.

use super::*;
use baton_core::Decision;

fn follows(desk: &mut Desk, policy: &str) -> Decision {
    desk.directory = directory_with(policy, &[]);
    let id = desk.conversation().id;
    desk.act(&By::Policy, &Command::Resettle(id))
}

fn closing_after(days: &str) -> String {
    promises().replace("reopen_within", &format!("close_after = \"{days}\"\nreopen_within"))
}

/// Fails when a conversation closes by a rule that is gone, or by its time of before; or when the same policy again puts the
/// close off.
#[test]
fn silence_closes_by_the_policy_of_now() {
    let begun = || {
        let mut desk = Desk::with(&closing_after("2 days"));
        desk.text("Do you take new patients?");
        desk.reply(CHRIS, "We do. Which day suits you?", Then::Pending { wake_at: None });
        desk.until(at("2026-05-13T16:41:00Z"));
        desk
    };
    let mut desk = begun();
    let gone = follows(&mut desk, &promises());
    assert!(names(&gone).contains(&"close.cancelled"), "{:?}", names(&gone));
    desk.until(at("2026-06-30T16:00:00Z"));
    assert_eq!(desk.conversation().status, Status::Pending, "no rule closes it");
    for (days, closes) in [("4 days", "2026-05-16T16:41:00Z"), ("1 day", "2026-05-13T16:41:00Z")] {
        let mut desk = begun();
        follows(&mut desk, &closing_after(days));
        assert_eq!(desk.conversation().close_at, Some(at(closes)), "{days} after the reply");
        desk.minutes(30);
        let again = follows(&mut desk, &closing_after(days));
        assert!(again.events.is_empty(), "the same policy again: {:?}", names(&again));
        assert_eq!(desk.conversation().status, Status::Pending);
        let end = desk.now.max(at(closes));
        desk.until(end);
        assert_eq!(desk.conversation().status, Status::Closed);
    }
    // What waits for them already begins to be silent by a rule that is new.
    let mut desk = Desk::with(&promises());
    desk.text("Do you take new patients?");
    desk.reply(CHRIS, "We do. Which day suits you?", Then::Pending { wake_at: None });
    follows(&mut desk, &closing_after("2 days"));
    assert_eq!(desk.conversation().close_at, Some(at("2026-05-14T16:41:00Z")));
}

/// Fails when somebody's time to act ends by a rule that is gone, or at its time of before; or when it begins anew with every
/// settling.
#[test]
fn the_time_to_act_is_that_of_the_policy_of_now() {
    let within = |minutes: &str| promises().replace("act_within = \"30 min\"", minutes);
    for (words, act_by) in
        [("", None), ("act_within = \"45 min\"", Some("17:26")), ("act_within = \"15 min\"", Some("16:56"))]
    {
        let mut desk = desk();
        desk.subject_is_known();
        desk.text("Can I come by?");
        let to = Owner::Person(CHRIS);
        let assign = Command::Assign { conversation: desk.conversation().id, to, reason: None };
        desk.act(&By::person(RUTH), &assign);
        assert_eq!(desk.conversation().act_by, Some(at("2026-05-12T17:11:00Z")));
        desk.minutes(10);
        follows(&mut desk, &within(words));
        let right = act_by.map(|time| at(&format!("2026-05-12T{time}:00Z")));
        assert_eq!(desk.conversation().act_by, right, "{words}");
        let again = follows(&mut desk, &within(words));
        assert!(again.events.is_empty(), "the same policy again: {:?}", names(&again));
    }
}

/// Fails when the time to claim something ends by a policy that is gone, or when it is the time to act of whoever claims it.
#[test]
fn the_time_to_claim_is_that_of_the_policy_of_now() {
    let longer = house_with(&[("claim_within = \"10 min\"", "claim_within = \"30 min\"")]);
    let never = house_with(&[("claim_within = \"10 min\"\n", "")]);
    for (policy, act_by) in [(longer, Some(ny("05-12 10:30"))), (never, None)] {
        let mut office = Office::at(HOUSE, ny("05-12 10:00"));
        office.text(1, "Hello");
        office.until("05-12 10:05");
        assert_eq!(office.of(1).act_by, Some(ny("05-12 10:10")));
        office.follows(&policy);
        assert_eq!(office.of(1).act_by, act_by);
        office.until("05-12 10:20");
        assert_eq!(office.owner(1), Owner::Queue(FRONT_DESK), "it may be claimed still");
    }
    let hour = "[[targets]]\nname = \"All\"\nfirst_response = \"1 h\"\naround_the_clock = true\n\n[routing]";
    let mut office = Office::at(&house_with(&[("[routing]", hour)]), ny("05-12 10:00"));
    office.text(1, "Hello");
    office.claim(1, MAYA);
    assert_eq!(office.of(1).act_by, None, "she has it now");
}

/// Found by the simulation. Fails when what goes on after a close, or is owed again because its reply is lost, is due by a
/// policy that was replaced meanwhile: it would be put right at some later edge of a shift, at an hour that nobody chose.
#[test]
fn what_goes_on_is_due_by_the_policy_of_now() {
    let slower = promises().replace("first_response = \"20 min\"", "first_response = \"40 min\"");
    assert_ne!(slower, promises());
    let mut desk = Desk::with(&promises());
    desk.text("Do you take new patients?");
    let since = desk.clock(ClockKind::FirstResponse).expect("it waits").started_at;
    let id = desk.conversation().id;
    desk.act(&By::person(CHRIS), &Command::Close(id, None));
    follows(&mut desk, &slower);
    desk.minutes(5);
    desk.act(&By::person(CHRIS), &Command::Open(id));
    let due = desk.clock(ClockKind::FirstResponse).expect("it waits again").due_at;
    assert_eq!(due, since + std::time::Duration::from_mins(45), "and was paused for five minutes");

    let mut desk = Desk::with(&promises());
    desk.text("Do you take new patients?");
    desk.minutes(5);
    let lost = desk.reply(CHRIS, "We do.", Then::Open);
    desk.goes_out(lost);
    follows(&mut desk, &slower);
    desk.hears(lost, TextState::Undelivered);
    let due = desk.clock(ClockKind::FirstResponse).expect("it is owed again").due_at;
    assert_eq!(due, since + std::time::Duration::from_mins(40));
}
