//! Offers from giver to receiver and back, and the hot potato.

use crate::support::*;
use baton_core::{
    Baton, By, Command, ConversationId, Decision, Event, HandoffId, Made, Notice, Owner, OwnerCause,
    PersonId, Refusal, Seen, Status, TellCustomer, TextKind, Then, WithdrawCause,
};
use std::time::Duration;

/// "how much is a quote" lies in Sales, and Jordan has claimed it.
fn jordans() -> (Desk, ConversationId) {
    let mut desk = Desk::new();
    desk.text("how much is a quote");
    let id = desk.conversation().id;
    desk.act(&By::person(JORDAN), &Command::Claim(id));
    (desk, id)
}

/// The same, offered.
fn offered(to: Owner, baton: Baton) -> (Desk, ConversationId, HandoffId) {
    let (mut desk, id) = jordans();
    let made = desk.act(&By::person(JORDAN), &offer(id, to, baton));
    let Some(Made::Handoff(handoff)) = made.made else { panic!("{made:?}") };
    (desk, id, handoff)
}

fn told(decision: &Decision) -> Vec<(PersonId, Notice)> {
    let told = |event: &Event| match event {
        Event::Told { who, about, .. } => Some((*who, *about)),
        _ => None,
    };
    decision.events.iter().filter_map(told).collect()
}

fn said(desk: &mut Desk, who: PersonId, command: &Command) -> String {
    desk.try_do(&By::person(who), command).expect_err("it is refused").to_string()
}

const MAYAS: Owner = Owner::Person(MAYA);
const SCHEDULINGS: Owner = Owner::Queue(SCHEDULING);

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

/// Fails when the handoff text counts as an answer (the customer still waits for one), is sent with the offer, or bears
/// the name of whoever accepted.
#[test]
fn the_givers_words_go_out_on_acceptance_and_keep_no_promise() {
    let (mut desk, id, handoff) =
        offered(MAYAS, tells("Maya takes over from here.", TellCustomer::OnAcceptance));
    assert!(desk.subject.texts.is_empty(), "not before");
    let waiting = desk.conversation().waiting_since;
    let accepted = desk.act(&By::person(MAYA), &Command::Accept(id, handoff));
    let text = desk.subject.text(accepted.message.unwrap()).unwrap();
    assert_eq!((text.body.as_str(), text.kind), ("Maya takes over from here.", TextKind::Handoff));
    assert_eq!((&text.by, text.conversation), (&By::person(JORDAN), Some(id)));
    assert!(waiting.is_some() && desk.conversation().waiting_since == waiting, "they still wait");
    assert!(!desk.conversation().replied && desk.conversation().replies.is_empty());
}

/// Fails when a text that goes out with the offer waits for acceptance, goes out twice, or over something unseen (law 7).
#[test]
fn told_now_it_goes_out_once_with_the_offer_and_not_over_something_newer() {
    let (mut desk, id) = jordans();
    let first = desk.subject.thread.as_ref().unwrap().last_inbound.unwrap();
    let now = tells("Maya takes over.", TellCustomer::Now);
    desk.text("hello?");
    let newest = desk.subject.thread.as_ref().unwrap().last_inbound.unwrap();
    let Command::Offer(_, mut unseen) = offer(id, MAYAS, now) else { unreachable!() };
    unseen.seen = Seen::UpTo(first);
    let late = desk.try_do(&By::person(JORDAN), &Command::Offer(id, unseen.clone()));
    assert_eq!(late.unwrap_err(), Refusal::Newer { newest });
    unseen.seen = Seen::UpTo(newest);
    let made = desk.act(&By::person(JORDAN), &Command::Offer(id, unseen));
    assert_eq!(desk.subject.text(made.message.unwrap()).unwrap().kind, TextKind::Handoff);
    let Some(Made::Handoff(handoff)) = made.made else { unreachable!() };
    assert!(desk.act(&By::person(MAYA), &Command::Accept(id, handoff)).message.is_none(), "once");
    // To others it is news, to whoever pressed it is not.
    let thread = desk.subject.thread.as_ref().unwrap();
    assert_eq!(
        (thread.newest_for(Some(MAYA)), thread.newest_for(Some(JORDAN))),
        (made.message, Some(newest))
    );
}

/// Fails when acceptance writes to a number that opted out (law 8), or keeps quiet about it.
#[test]
fn who_opted_out_gets_no_handoff_text_and_whoever_accepts_is_told() {
    let (mut desk, id, handoff) = offered(MAYAS, tells("Maya takes over.", TellCustomer::OnAcceptance));
    desk.text("STOP");
    let texts = desk.subject.texts.len();
    let accepted = desk.act(&By::person(MAYA), &Command::Accept(id, handoff));
    assert_eq!((desk.subject.texts.len(), accepted.message), (texts, None));
    assert_eq!(told(&accepted), [(MAYA, Notice::TextCancelled)]);
    assert_eq!(desk.conversation().owner, MAYAS);
    let now = offer(id, Owner::Queue(GENERAL), tells("General takes over.", TellCustomer::Now));
    assert!(matches!(desk.try_do(&By::person(MAYA), &now), Err(Refusal::OptedOut { .. })));
}

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

/// Fails when the hour is not counted in the hours of the queue that it is offered to, or of the conversation's queue.
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
        ("Sales", MAYAS, true),
        ("Scheduling", MAYAS, false),
    ] {
        let (mut desk, id) = jordans();
        desk.directory = directory_with(&open(queue, POLICY), &[]);
        desk.act(&By::person(JORDAN), &offer(id, to, summary("x")));
        let expected = if business { next_day } else { desk.now + Duration::from_hours(1) };
        let expires_at = desk.conversation().handoff.as_ref().unwrap().expires_at;
        assert_eq!(expires_at, expected, "{queue} has hours, offered to {to:?}");
    }
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
        Refusal::NotFound("handoff")
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
