//! The hot potato.

use super::*;

/// Assigns it to and fro, `times` in all.
fn pass(desk: &mut Desk, times: usize) -> Decision {
    let id = desk.conversation().id;
    let to = [Owner::Person(CHRIS), Owner::Person(JORDAN)];
    let mut last = None;
    for turn in 0..times {
        let assign = Command::Assign { conversation: id, to: to[turn % 2], reason: None };
        last = Some(desk.act(&By::person(RUTH), &assign));
    }
    last.expect("at least once")
}

/// Fails when the count, its limit or the lead is wrong, or when nobody is told.
#[test]
fn what_is_passed_on_three_times_without_a_reply_goes_to_the_lead() {
    let mut desk = Desk::new();
    desk.text("what time is it");
    let id = desk.conversation().id;
    desk.act(&By::person(JORDAN), &Command::Claim(id));
    let caught = pass(&mut desk, 2);
    assert_eq!((desk.conversation().bounces, names(&caught).len()), (2, 2));
    let caught = desk.act(&By::person(JORDAN), &Command::Release(id, None));
    // Its queue is Scheduling, which Chris leads.
    assert_eq!((desk.conversation().owner, desk.conversation().accountable), (Owner::Person(CHRIS), CHRIS));
    assert!(caught.events.iter().any(|event| matches!(
        event,
        Event::OwnerChanged { cause: OwnerCause::HotPotato, from: SCHEDULINGS, .. }
    )));
    assert_eq!(told(&caught), [(CHRIS, Notice::HotPotato)]);
    assert!(desk.conversation().tags.contains("hot-potato"));
    // The lead overrules it, and it stays where they put it; who got it does not pass it on.
    let to = Owner::Person(JORDAN);
    desk.act(&By::person(CHRIS), &Command::Assign { conversation: id, to, reason: None });
    assert_eq!(desk.conversation().owner, to);
    let refused = said(&mut desk, JORDAN, &Command::Release(id, None));
    assert!(refused.starts_with("It was passed on 4 times without a reply"), "{refused}");
    assert!(said(&mut desk, JORDAN, &offer(id, MAYAS, summary("x"))).contains("Answer first"));
    desk.act(&By::person(JORDAN), &Command::Send(id, new_text("Nine", Seen::Unsaid, Then::Open)));
    desk.act(&By::person(JORDAN), &Command::Release(id, None));
    assert_eq!(desk.conversation().bounces, 1);
}

/// Fails when a claim, a program's text or the policy counts, or when a handoff does not; or when the fallback person
/// does not stand in for a queue without a lead.
#[test]
fn only_what_people_pass_on_counts() {
    let (mut desk, id, handoff) = offered(MAYAS, tells("Maya takes over.", TellCustomer::OnAcceptance));
    assert_eq!(desk.conversation().bounces, 0, "a claim from a queue is none");
    desk.act(&By::person(MAYA), &Command::Accept(id, handoff));
    let program = By::Program { id: baton_core::ProgramId(7), name: "Booking".to_owned() };
    desk.act(&program, &Command::Send(id, new_text("We open at nine", Seen::Unsaid, Then::Open)));
    assert_eq!(desk.conversation().bounces, 1, "neither the handoff text nor a program's is a reply");
    desk.directory = directory_with(POLICY, &[MAYA]);
    desk.act(&By::Policy, &Command::Resettle(id));
    desk.act(&By::person(JORDAN), &Command::Claim(id));
    assert_eq!(desk.conversation().bounces, 1, "a removal is none");
    desk.act(&By::person(JORDAN), &Command::Release(id, None));
    desk.act(&By::person(JORDAN), &Command::Claim(id));
    desk.act(&By::person(JORDAN), &Command::Release(id, Some(GENERAL)));
    assert_eq!(desk.conversation().owner, Owner::Person(RUTH), "Maya led General, and she is gone");
}

/// Fails when the third bounce is an accepted handoff and the customer is told that somebody takes over who does not.
#[test]
fn a_handoff_that_is_one_too_many_tells_the_customer_nothing() {
    let (mut desk, id) = jordans();
    pass(&mut desk, 2);
    let baton = tells("Maya takes over.", TellCustomer::OnAcceptance);
    let made = desk.act(&By::person(JORDAN), &offer(id, MAYAS, baton));
    let Some(Made::Handoff(handoff)) = made.made else { unreachable!() };
    let accepted = desk.act(&By::person(MAYA), &Command::Accept(id, handoff));
    assert_eq!(desk.conversation().owner, Owner::Person(RUTH), "Sales has no lead");
    assert_eq!((accepted.message, desk.subject.texts.len()), (None, 0));
}
