//! What a reply that failed gives back.

use super::*;

/// fazer-ai/agents #587: fails when a reply that the carrier loses minutes later still counts as an answer.
#[test]
fn a_reply_that_fails_gives_its_promise_back() {
    let mut desk = desk();
    desk.text("Do you take new patients?");
    desk.minutes(5);
    desk.reply(CHRIS, "We do.", Then::Closed { reason: None });
    let text = desk.subject.texts.last().unwrap().id;
    desk.goes_out(text);
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
        desk.goes_out(text);
    }
    desk.hears(first, TextState::Undelivered);
    assert_eq!(desk.clock(ClockKind::FirstResponse), None, "the second one stands");
    desk.hears(second, TextState::Undelivered);
    let clock = desk.clock(ClockKind::FirstResponse).expect("neither arrived");
    assert_eq!(clock.started_at, at("2026-05-12T16:41:00Z"));
}
