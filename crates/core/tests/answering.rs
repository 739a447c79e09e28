//! Claiming, assigning, answering, closing; and texts on their way.
mod support;

use baton_core::{
    By, Command, Delivery, FailureReason, MessageId, Owner, Refusal, Seen, SendOutcome, Status, TextState,
    Then, UnknownChoice,
};
use support::*;

fn open_desk(text: &str) -> (Desk, baton_core::ConversationId) {
    let mut desk = Desk::new();
    desk.text(text);
    let id = desk.conversation().id;
    (desk, id)
}

#[test]
fn a_claim_takes_it_from_the_queue_and_ends_new() {
    let (mut desk, id) = open_desk("what time is it");
    desk.act(&By::person(JORDAN), &Command::Claim(id));
    assert_eq!(desk.conversation().owner, Owner::Person(JORDAN));
    assert_eq!(desk.conversation().accountable, JORDAN);
    assert!(!desk.conversation().tags.contains("new"));
    assert!(desk.conversation().tags.contains("appointment"));
    let again = desk.act(&By::person(JORDAN), &Command::Claim(id));
    assert!(again.events.is_empty(), "what is so already changes nothing");
}

#[test]
fn nobody_but_a_lead_takes_from_a_person() {
    let (mut desk, id) = open_desk("what time is it");
    desk.act(&By::person(JORDAN), &Command::Claim(id));
    let refused = desk.try_do(&By::person(MAYA), &Command::Claim(id)).unwrap_err();
    assert_eq!(refused.to_string(), "Jordan Lee has this. Only they can pass it on, or a lead.");
    desk.act(&By::person(RUTH), &Command::Claim(id));
    assert_eq!(desk.conversation().owner, Owner::Person(RUTH));
}

#[test]
fn a_lead_assigns_and_an_agent_does_not() {
    let (mut desk, id) = open_desk("what time is it");
    let to = Owner::Person(JORDAN);
    let assign = Command::Assign { conversation: id, to, reason: Some("knows her".to_owned()) };
    assert!(matches!(desk.try_do(&By::person(MAYA), &assign), Err(Refusal::NotAllowed(_))));
    desk.act(&By::person(RUTH), &assign);
    assert_eq!(desk.conversation().owner, to);
    desk.act(
        &By::person(CHRIS),
        &Command::Assign { conversation: id, to: Owner::Person(CHRIS), reason: None },
    );
    assert_eq!(desk.conversation().owner, Owner::Person(CHRIS), "the lead of its queue is a lead here");
}

// Fails when `send` does not compare `seen`, or compares it with automatic or one's own texts (chatwoot #15681).
#[test]
fn a_text_does_not_go_out_over_something_its_author_has_not_seen() {
    let (mut desk, id) = open_desk("what time is it");
    let first = desk.subject.thread.as_ref().unwrap().last_inbound.unwrap();
    desk.act(&By::person(CHRIS), &Command::Send(id, new_text("Nine", Seen::UpTo(first), Then::Open)));
    let mine = desk
        .act(&By::person(CHRIS), &Command::Send(id, new_text("Nine sharp", Seen::UpTo(first), Then::Open)));
    let by_other =
        desk.try_do(&By::person(MAYA), &Command::Send(id, new_text("Ten", Seen::UpTo(first), Then::Open)));
    assert_eq!(by_other.unwrap_err(), Refusal::Newer { newest: mine.message.unwrap() });
    desk.text("or at ten?");
    let newest = desk.subject.thread.as_ref().unwrap().last_inbound.unwrap();
    let late =
        desk.try_do(&By::person(CHRIS), &Command::Send(id, new_text("ok", Seen::UpTo(first), Then::Open)));
    assert_eq!(late.unwrap_err(), Refusal::Newer { newest });
    desk.act(&By::person(MAYA), &Command::Send(id, new_text("ok", Seen::UpTo(newest), Then::Open)));
}

#[test]
fn pending_is_no_hiding_place_for_a_text_without_an_answer() {
    let (mut desk, id) = open_desk("what time is it");
    let wait = |on, reason: Option<&str>| Command::Wait {
        conversation: id,
        on,
        reason: reason.map(str::to_owned),
        wake_at: None,
    };
    let refused = desk.try_do(&By::person(CHRIS), &wait(None, None)).unwrap_err();
    assert!(refused.to_string().contains("has no answer yet"), "{refused}");
    let internal = Some(baton_core::PendingOn::Internal);
    assert!(desk.try_do(&By::person(CHRIS), &wait(internal, None)).is_err(), "say what for");
    desk.act(&By::person(CHRIS), &wait(internal, Some("lab report")));
    assert_eq!(desk.conversation().status, Status::Pending);
    assert!(desk.conversation().waiting_since.is_some(), "the text still waits");
}

#[test]
fn a_wait_ends_at_its_time() {
    let (mut desk, id) = open_desk("what time is it");
    let wake_at = desk.now + std::time::Duration::from_hours(2);
    let then = Then::Pending { wake_at: Some(wake_at) };
    desk.act(&By::person(CHRIS), &Command::Send(id, new_text("nine?", Seen::Unsaid, then)));
    assert!(desk.act(&By::Policy, &Command::Wake(id)).events.is_empty(), "not before");
    desk.now = wake_at;
    desk.act(&By::Policy, &Command::Wake(id));
    assert_eq!(desk.conversation().status, Status::Open);
}

#[test]
fn a_thread_has_at_most_one_conversation_that_is_not_closed() {
    let (mut desk, first) = open_desk("what time is it");
    desk.act(&By::person(CHRIS), &Command::Close(first, Some("answered".to_owned())));
    let closed = desk.subject.conversation.clone();
    desk.minutes(80 * 60);
    desk.text("hello");
    let second = desk.conversation().id;
    desk.subject.conversation = closed;
    let refused = desk.try_do(&By::person(CHRIS), &Command::Open(first)).unwrap_err();
    assert_eq!(refused, Refusal::AlreadyOpen(second));
}

fn handed_over() -> (Desk, MessageId) {
    let (mut desk, id) = open_desk("what time is it");
    let written =
        desk.act(&By::person(CHRIS), &Command::Send(id, new_text("nine", Seen::Unsaid, Then::Open)));
    let text = written.message.expect("a text was written");
    desk.act(&By::Policy, &Command::HandOver(text));
    (desk, text)
}

fn word(state: TextState, code: Option<&str>) -> Delivery {
    let failure = code.map(|code| FailureReason {
        code: Some(code.to_owned()),
        advice: format!("reason {code}"),
        opted_out: code == "21610",
        unreachable: code == "30005",
    });
    Delivery { state, carrier_id: Some("SM1".to_owned()), failure }
}

#[test]
fn a_text_is_handed_over_once() {
    let (mut desk, text) = handed_over();
    assert!(desk.try_do(&By::Policy, &Command::HandOver(text)).is_err(), "law 7");
}

// Fails when `delivery` applies a word of lower rank, or replaces the first reason (chatwoot PR 14149).
#[test]
fn whatever_the_order_of_the_callbacks_the_end_is_the_same() {
    let words = [
        word(TextState::Sent, None),
        word(TextState::Delivered, None),
        word(TextState::Undelivered, Some("30003")),
        word(TextState::Failed, None),
    ];
    for subset in [&[0usize, 1][..], &[0, 2, 3], &[0, 1, 2, 3], &[2, 3]] {
        let mut ends = std::collections::BTreeSet::new();
        for order in orders(subset) {
            let (mut desk, text) = handed_over();
            for index in &order {
                desk.act(&By::Carrier, &Command::Delivery(text, words[*index].clone()));
            }
            let sent = desk.subject.text(text).unwrap();
            ends.insert(sent.state);
            if order[0] == 2 {
                assert_eq!(sent.failure.as_ref().and_then(|failure| failure.code.as_deref()), Some("30003"));
            }
        }
        assert_eq!(ends.len(), 1, "{subset:?} ends as {ends:?}");
    }
}

fn orders(items: &[usize]) -> Vec<Vec<usize>> {
    if items.len() < 2 {
        return vec![items.to_vec()];
    }
    let mut all = Vec::new();
    for (index, first) in items.iter().enumerate() {
        let mut rest = items.to_vec();
        rest.remove(index);
        all.extend(orders(&rest).into_iter().map(|mut order| {
            order.insert(0, *first);
            order
        }));
    }
    all
}

// Fails when 21610 from a callback is kept as an ordinary failure (twilio-python #478).
#[test]
fn an_opt_out_that_the_carrier_knew_of_is_recorded_with_its_evidence() {
    let (mut desk, text) = handed_over();
    desk.act(&By::Carrier, &Command::Sent(text, SendOutcome::Accepted { carrier_id: "SM1".to_owned() }));
    desk.act(&By::Carrier, &Command::Delivery(text, word(TextState::Undelivered, Some("21610"))));
    let number = desk.subject.number.as_ref().unwrap();
    assert!(number.opted_out());
    assert!(number.consent.evidence.as_ref().unwrap().contains("21610"));
    assert_eq!(desk.conversation().status, Status::Pending);
}

// Fails when unreachable is stored as opted out (Rock #6816).
#[test]
fn unreachable_and_opted_out_are_two_facts() {
    let (mut desk, text) = handed_over();
    desk.act(&By::Carrier, &Command::Delivery(text, word(TextState::Undelivered, Some("30005"))));
    let number = desk.subject.number.as_ref().unwrap();
    assert!(number.unreachable.is_some() && !number.opted_out());
    desk.text("it is me");
    assert!(
        desk.subject.number.as_ref().unwrap().unreachable.is_none(),
        "a text from it shows that it lives"
    );
}

#[test]
fn what_is_queued_is_held_back_after_an_opt_out_and_the_confirmation_is_not() {
    let (mut desk, id) = open_desk("what time is it");
    let written =
        desk.act(&By::person(CHRIS), &Command::Send(id, new_text("nine", Seen::Unsaid, Then::Open)));
    let stop = desk.text("STOP");
    let confirmation = stop.after.texts.last().unwrap().id;
    desk.act(&By::Policy, &Command::HandOver(written.message.unwrap()));
    desk.act(&By::Policy, &Command::HandOver(confirmation));
    assert_eq!(desk.subject.text(written.message.unwrap()).unwrap().state, TextState::Cancelled);
    assert_eq!(desk.subject.text(confirmation).unwrap().state, TextState::Sending);
}

#[test]
fn a_confirmation_later_than_five_minutes_is_dropped() {
    let mut desk = Desk::new();
    desk.text("STOP");
    let confirmation = desk.subject.texts[0].id;
    desk.now += std::time::Duration::from_millis(300_001);
    desk.act(&By::Policy, &Command::HandOver(confirmation));
    assert_eq!(desk.subject.texts[0].state, TextState::Cancelled);
}

#[test]
fn an_unknown_outcome_is_a_persons_choice_and_never_sent_again_by_itself() {
    let (mut desk, text) = handed_over();
    desk.act(
        &By::Carrier,
        &Command::Sent(text, SendOutcome::Unknown { why: "no answer within 15 s".to_owned() }),
    );
    assert!(desk.try_do(&By::Policy, &Command::HandOver(text)).is_err());
    let again = desk.act(&By::person(CHRIS), &Command::Settle(text, UnknownChoice::SendAgain));
    assert_eq!(names(&again), ["text.settled", "text.written"]);
    assert!(
        desk.try_do(&By::person(CHRIS), &Command::Settle(text, UnknownChoice::SendAgain)).is_err(),
        "once"
    );
}

#[test]
fn a_program_answers_and_keeps_no_promise() {
    let (mut desk, id) = open_desk("what time is it");
    let program = By::Program { id: baton_core::ProgramId(7), name: "Booking".to_owned() };
    desk.act(&program, &Command::Send(id, new_text("We open at nine", Seen::Unsaid, Then::Open)));
    assert!(desk.conversation().waiting_since.is_some(), "the customer still waits for a person");
    assert_eq!(desk.conversation().owner, Owner::Queue(SCHEDULING), "a program never owns");
}
