//! Who offers what to whom, and who takes it.

use super::*;

/// Fails when an offer moves ownership (law 4), or when its receiver is not told.
#[test]
fn the_giver_holds_it_until_somebody_accepts() {
    let (mut desk, id, handoff) = offered(MAYAS, summary("Wants a quote for six sessions."));
    assert_eq!((desk.conversation().owner, desk.conversation().accountable), (Owner::Person(JORDAN), JORDAN));
    assert_eq!(desk.conversation().handoff.as_ref().unwrap().id, handoff);
    assert!(
        desk.told
            .iter()
            .any(|(event, ..)| matches!(event, Event::Told { who: MAYA, about: Notice::HandoffOffered, .. }))
    );
    let accepted = desk.act(&By::person(MAYA), &Command::Accept(id, handoff));
    assert_eq!(names(&accepted), ["handoff.accepted", "owner.changed", "accountable.changed"]);
    assert!(matches!(accepted.events[1], Event::OwnerChanged { cause: OwnerCause::Handoff, .. }));
    assert_eq!((desk.conversation().owner, desk.conversation().accountable), (MAYAS, MAYA));
    assert!(desk.conversation().handoff.is_none());
}

/// Fails when anybody but the owner, or for a queue somebody who speaks for it, may offer; or when what is offered is
/// not looked at.
#[test]
fn an_offer_needs_its_giver_a_target_and_a_summary() {
    let (mut desk, id) = jordans();
    let to_maya = offer(id, MAYAS, summary("x"));
    assert!(said(&mut desk, CHRIS, &to_maya).starts_with("Jordan Lee has this."));
    assert!(
        said(&mut desk, JORDAN, &offer(id, MAYAS, summary(" \n"))).starts_with("Say what the customer needs")
    );
    assert!(
        said(&mut desk, JORDAN, &offer(id, MAYAS, summary(&"x".repeat(1_001)))).contains("1000 characters")
    );
    assert!(said(&mut desk, JORDAN, &offer(id, Owner::Person(JORDAN), summary("x"))).contains("to yourself"));
    desk.directory = directory_with(POLICY, &[CHRIS]);
    assert!(
        said(&mut desk, JORDAN, &offer(id, Owner::Person(CHRIS), summary("x"))).contains("no longer part")
    );
    let now = Baton { tell: TellCustomer::Now, ..summary("x") };
    assert!(said(&mut desk, JORDAN, &offer(id, MAYAS, now)).contains("Write the text"));
    desk.act(&By::person(JORDAN), &to_maya);
    assert_eq!(
        said(&mut desk, JORDAN, &offer(id, SCHEDULINGS, summary("x"))),
        "It is offered to Maya Ortiz already. Withdraw that offer first."
    );
    desk.act(&By::person(JORDAN), &Command::Close(id, None));
    assert_eq!(desk.try_do(&By::person(JORDAN), &to_maya).unwrap_err(), Refusal::Closed);
    let program = By::Program { id: baton_core::ProgramId(7), name: "Booking".to_owned() };
    assert!(matches!(desk.try_do(&program, &to_maya), Err(Refusal::NotAllowed(_))));
}

#[test]
fn what_a_queue_has_is_offered_by_whoever_answers_for_it_a_member_or_a_lead() {
    for (who, may) in [(CHRIS, true), (RUTH, true), (MAYA, false), (JORDAN, false)] {
        let mut desk = Desk::new();
        desk.text("what time is it");
        let id = desk.conversation().id;
        let to = if who == MAYA { Owner::Person(CHRIS) } else { MAYAS };
        let done = desk.try_do(&By::person(who), &offer(id, to, summary("x")));
        assert_eq!(done.is_ok(), may, "{who}: {done:?}");
    }
}

#[test]
fn an_offer_to_a_queue_is_accepted_by_one_member_or_a_lead_who_then_has_it() {
    for (who, may) in [(CHRIS, true), (RUTH, true), (MAYA, false)] {
        let (mut desk, id, handoff) = offered(SCHEDULINGS, summary("x"));
        let done = desk.try_do(&By::person(who), &Command::Accept(id, handoff));
        assert_eq!(done.is_ok(), may, "{who}: {done:?}");
        let owner = if may { Owner::Person(who) } else { Owner::Person(JORDAN) };
        assert_eq!(desk.conversation().owner, owner);
    }
}

/// Article: "Confirm via text when done." Fails when the giver is not told of the close, or told again of the next one.
#[test]
fn a_giver_who_wanted_to_know_learns_once_that_it_is_resolved() {
    let (mut desk, id, handoff) = offered(MAYAS, Baton { confirm_back: true, ..summary("x") });
    desk.act(&By::person(MAYA), &Command::Accept(id, handoff));
    let closed = desk.act(&By::person(MAYA), &Command::Close(id, None));
    assert_eq!(told(&closed), [(JORDAN, Notice::HandoffResolved)]);
    desk.text("one more thing");
    assert_eq!(desk.conversation().status, Status::Open);
    assert!(told(&desk.act(&By::person(MAYA), &Command::Close(id, None))).is_empty());
}

// Fails when a reason is longer than any other may be, because a lead gives it or it comes with a claim.
#[test]
fn a_reason_has_an_end_whoever_gives_it() {
    let mut desk = Desk::with(&policy_with(""));
    desk.text("Hello");
    let id = desk.conversation().id;
    let assign = |to, reason: String| Command::Assign { conversation: id, to, reason: Some(reason) };
    for (who, to) in [(RUTH, Owner::Person(MAYA)), (CHRIS, Owner::Person(CHRIS))] {
        let refused = desk.try_do(&By::person(who), &assign(to, "x".repeat(2_000))).unwrap_err();
        assert!(matches!(refused, Refusal::Invalid { field: "reason", .. }), "{refused}");
    }
    let claim = assign(Owner::Person(CHRIS), " Mine. ".to_owned());
    let claimed = desk.act(&By::person(CHRIS), &claim);
    let said = claimed.events.iter().find_map(|event| match event {
        Event::OwnerChanged { reason, .. } => reason.clone(),
        _ => None,
    });
    assert_eq!(said.as_deref(), Some("Mine."));
}
