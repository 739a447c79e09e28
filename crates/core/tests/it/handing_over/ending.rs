//! How an offer ends that nobody accepts.

use super::*;

/// Fails when a declined offer comes back without a word (law 4), or without the reason.
#[test]
fn a_declined_handoff_returns_to_the_giver() {
    let (mut desk, id, handoff) = offered(MAYAS, summary("x"));
    let decline = |reason: &str| Command::Decline { conversation: id, handoff, reason: reason.to_owned() };
    assert!(said(&mut desk, MAYA, &decline(" ")).starts_with("Say why"));
    assert!(said(&mut desk, CHRIS, &decline("busy")).contains("offered to Maya Ortiz"));
    let declined = desk.act(&By::person(MAYA), &decline("not my area"));
    assert_eq!(names(&declined), ["handoff.declined", "person.told"]);
    assert_eq!(told(&declined), [(JORDAN, Notice::HandoffDeclined)]);
    assert_eq!(desk.conversation().owner, Owner::Person(JORDAN));
    desk.act(&By::person(JORDAN), &offer(id, SCHEDULINGS, summary("then this")));
}

/// Fails when an expired offer can still be accepted, comes back silently, or leaves `next_at` without its time.
#[test]
fn an_offer_that_nobody_answers_comes_back_after_an_hour() {
    let (mut desk, id, handoff) = offered(MAYAS, summary("x"));
    let expires_at = desk.now + Duration::from_hours(1);
    assert_eq!(desk.conversation().handoff.as_ref().unwrap().expires_at, expires_at);
    assert_eq!(desk.conversation().next_at(), Some(expires_at));
    desk.now = expires_at;
    assert!(said(&mut desk, MAYA, &Command::Accept(id, handoff)).contains("Nobody took it in time"));
    let expired = desk.act(&By::Policy, &Command::Wake(id));
    assert_eq!(names(&expired), ["handoff.expired", "person.told"]);
    assert_eq!(told(&expired), [(JORDAN, Notice::HandoffExpired)]);
    assert!(said(&mut desk, MAYA, &Command::Accept(id, handoff)).contains("Nobody took it in time"));
    assert!(desk.act(&By::Policy, &Command::Wake(id)).events.is_empty(), "once");
}

/// Fails when the hour is not counted in the time of whoever gets the offer: the hours of the queue, or the work of the person,
/// whatever the hours of the queue that the conversation is in; or when it runs while they are away.
#[test]
fn the_hour_of_an_offer_is_business_time() {
    let hours = "\n[hours.Desk]\ntue = [\"09:00-13:00\"]\nwed = [\"09:00-13:00\"]\n";
    let open = |queue: &str, policy: &str| {
        let head = format!("[queues.{queue}]\n");
        policy.replacen(&head, &format!("{head}hours = \"Desk\"\n"), 1) + hours
    };
    // Tuesday 12 May 2026, 12:41 in New York: nineteen minutes of it are left, and forty-one go over to Wednesday.
    let next_day: baton_core::Moment = "2026-05-13T13:41:00Z".parse().unwrap();
    for (queue, to, business) in [
        ("Scheduling", SCHEDULINGS, true),
        ("Sales", SCHEDULINGS, false),
        ("General", MAYAS, true),
        ("Sales", MAYAS, false),
        // Nobody has hours for Ruth, who is in no queue: those of the conversation's count.
        ("Sales", Owner::Person(RUTH), true),
    ] {
        let (mut desk, id) = jordans();
        desk.directory = directory_with(&open(queue, POLICY), &[]);
        desk.act(&By::person(JORDAN), &offer(id, to, summary("x")));
        let expected = if business { next_day } else { desk.now + Duration::from_hours(1) };
        let expires_at = desk.conversation().handoff.as_ref().unwrap().expires_at;
        assert_eq!(expires_at, expected, "{queue} has hours, offered to {to:?}");
    }
    let (mut desk, id) = jordans();
    let until = desk.now + Duration::from_hours(4);
    desk.says(MAYA, &baton_core::Availability::Away { from: desk.now, until: Some(until), cover: None });
    desk.act(&By::person(JORDAN), &offer(id, MAYAS, summary("x")));
    let expires_at = desk.conversation().handoff.as_ref().unwrap().expires_at;
    assert_eq!(expires_at, until + Duration::from_hours(1), "an hour from when she is back");
}

/// Fails when two can take one offer, or when the one who comes too late is not told what happened.
#[test]
fn whoever_comes_too_late_is_told_what_happened() {
    let decline = |id, handoff| Command::Decline { conversation: id, handoff, reason: "busy".to_owned() };
    let (mut desk, id, handoff) = offered(SCHEDULINGS, summary("x"));
    desk.act(&By::person(CHRIS), &Command::Accept(id, handoff));
    assert!(
        desk.act(&By::person(CHRIS), &Command::Accept(id, handoff)).events.is_empty(),
        "it is so already"
    );
    desk.minutes(5);
    for command in [Command::Accept(id, handoff), decline(id, handoff), Command::WithdrawHandoff(id, handoff)]
    {
        assert_eq!(said(&mut desk, RUTH, &command), "Chris Bell accepted it at 12:41 pm.");
    }
    desk.minutes(24 * 60);
    assert_eq!(said(&mut desk, RUTH, &Command::Accept(id, handoff)), "Chris Bell accepted it.");

    let (mut desk, id, handoff) = offered(SCHEDULINGS, summary("x"));
    desk.act(&By::person(JORDAN), &Command::WithdrawHandoff(id, handoff));
    assert_eq!(
        said(&mut desk, CHRIS, &Command::Accept(id, handoff)),
        "Jordan Lee took the offer back at 12:41 pm."
    );
    let made = desk.act(&By::person(JORDAN), &offer(id, MAYAS, summary("y"))).made;
    let Some(Made::Handoff(second)) = made else { unreachable!() };
    desk.act(&By::person(JORDAN), &Command::WithdrawHandoff(id, second));
    assert_eq!(said(&mut desk, CHRIS, &Command::Accept(id, handoff)), "This offer is not open any more.");
    let never = HandoffId::new(id, 9);
    assert_eq!(
        desk.try_do(&By::person(CHRIS), &Command::Accept(id, never)).unwrap_err(),
        Refusal::NotFound(baton_core::Reason::NoHandoff)
    );

    let (mut desk, id, handoff) = offered(SCHEDULINGS, summary("x"));
    desk.act(&By::person(CHRIS), &decline(id, handoff));
    assert!(
        said(&mut desk, RUTH, &Command::Accept(id, handoff)).starts_with("Chris Bell declined it at 12:41")
    );

    let (mut desk, id, handoff) = offered(SCHEDULINGS, summary("x"));
    let closed = desk.act(&By::person(JORDAN), &Command::Close(id, None));
    assert_eq!(names(&closed), ["handoff.withdrawn", "conversation.closed"]);
    assert!(
        said(&mut desk, CHRIS, &Command::Accept(id, handoff)).starts_with("The conversation was closed at")
    );
    assert_eq!(desk.conversation().owner, Owner::Person(JORDAN));
}

#[test]
fn an_offer_is_taken_back_by_its_giver_its_owner_or_a_lead() {
    for (who, may) in [(JORDAN, true), (RUTH, true), (CHRIS, false), (MAYA, false)] {
        let (mut desk, id, handoff) = offered(MAYAS, summary("x"));
        let done = desk.try_do(&By::person(who), &Command::WithdrawHandoff(id, handoff));
        assert_eq!(done.is_ok(), may, "{who}: {done:?}");
    }
}

/// Fails when an offer goes with its giver's ownership, or when its return is told to somebody who has it no more.
#[test]
fn an_offer_survives_a_change_of_owner_and_comes_back_to_whoever_has_it_then() {
    let (mut desk, id, handoff) = offered(MAYAS, summary("x"));
    let to = Owner::Person(CHRIS);
    desk.act(&By::person(RUTH), &Command::Assign { conversation: id, to, reason: None });
    assert!(desk.conversation().handoff.is_some());
    let decline = Command::Decline { conversation: id, handoff, reason: "busy".to_owned() };
    assert_eq!(told(&desk.act(&By::person(MAYA), &decline)), [(CHRIS, Notice::HandoffDeclined)]);
}

/// Fails when an offer stands on although it reached its target in another way.
#[test]
fn an_offer_that_arrives_in_another_way_is_withdrawn() {
    let arrived = Event::HandoffWithdrawn { id: HandoffId(0), cause: WithdrawCause::Arrived };
    let has = |decision: &Decision, id| {
        let Event::HandoffWithdrawn { cause, .. } = arrived.clone() else { unreachable!() };
        decision.events.contains(&Event::HandoffWithdrawn { id, cause })
    };
    let (mut desk, id, handoff) = offered(MAYAS, summary("x"));
    let assign = |to| Command::Assign { conversation: id, to, reason: None };
    let assigned = desk.act(&By::person(RUTH), &assign(MAYAS));
    assert!(has(&assigned, handoff) && told(&assigned).contains(&(JORDAN, Notice::HandoffReturned)));

    let (mut desk, id, handoff) = offered(SCHEDULINGS, summary("x"));
    let released = desk.act(&By::person(JORDAN), &Command::Release(id, Some(SCHEDULING)));
    assert!(has(&released, handoff));

    let (mut desk, id, handoff) = offered(SCHEDULINGS, summary("x"));
    desk.act(&By::person(JORDAN), &Command::Release(id, Some(SALES)));
    assert!(desk.conversation().handoff.is_some(), "not there yet");
    let claimed = desk.act(&By::person(CHRIS), &Command::Claim(id));
    assert!(has(&claimed, handoff), "a member of the queue has it");
}

/// Fails when an offer waits for somebody who cannot answer any more (laws 4 and 10).
#[test]
fn an_offer_whose_target_is_gone_returns_at_once() {
    let without_scheduling = POLICY
        .replace("[queues.Scheduling]\ninitials = \"Sc\"\nmembers = [\"chris@cedarlane.example\"]\nlead = \"chris@cedarlane.example\"\ntags = [\"appointment\"]\n", "")
        .replace("ASSIGN to Scheduling queue", "ASSIGN to Sales queue");
    for (to, after) in
        [(MAYAS, directory_with(POLICY, &[MAYA])), (SCHEDULINGS, directory_with(&without_scheduling, &[]))]
    {
        let (mut desk, id, handoff) = offered(to, summary("x"));
        assert!(desk.act(&By::Policy, &Command::Resettle(id)).events.is_empty(), "while it is there");
        desk.directory = after;
        let back = desk.act(&By::Policy, &Command::Resettle(id));
        let withdrawn = Event::HandoffWithdrawn { id: handoff, cause: WithdrawCause::TargetGone };
        assert!(back.events.contains(&withdrawn), "{:?}", names(&back));
        assert_eq!(told(&back), [(JORDAN, Notice::HandoffReturned)]);
    }
}
