//! What is owed when replies are lost, one after another, late, or wrongly called so: the rule of `src/reply.rs`.
#![expect(clippy::unwrap_used, reason = "a test that fails says where")]

use crate::support::*;
use baton_core::{
    By, Command, Decision, Event, MessageId, Moment, Status, Subject, TextState, Then, World, decide,
};
use std::sync::Arc;

/// A customer's text waits; a first response is promised within an hour.
fn waits() -> (Desk, Moment) {
    let mut desk = Desk::with(&policy_with(WITHIN_AN_HOUR));
    let began = desk.now;
    desk.text("Hello");
    (desk, began)
}

/// A reply of which the carrier has not said whether it arrived.
fn replies(desk: &mut Desk, then: Then) -> MessageId {
    desk.minutes(1);
    let sent = desk.reply(CHRIS, "Tuesday at 10.", then);
    desk.goes_out(sent);
    sent
}

fn word(desk: &mut Desk, text: MessageId, state: TextState) -> Decision {
    desk.minutes(1);
    desk.hears(text, state)
}

fn waiting(desk: &Desk) -> Option<Moment> {
    desk.conversation().waiting_since
}

// Fails when a reply that arrived although it was called lost does not answer for those before it: one of them, lost later,
// brings back what has been answered.
#[test]
fn what_arrived_after_all_answers_for_the_replies_before_it() {
    let (mut desk, _) = waits();
    let first = replies(&mut desk, Then::Open);
    desk.minutes(5);
    desk.text("And on Friday?");
    let again = desk.now;
    let second = replies(&mut desk, Then::Open);
    word(&mut desk, second, TextState::Undelivered);
    assert_eq!(waiting(&desk), Some(again), "the first one stands");
    word(&mut desk, second, TextState::Delivered);
    assert_eq!(waiting(&desk), None);
    word(&mut desk, first, TextState::Undelivered);
    assert_eq!(waiting(&desk), None, "the second one answered that too");
}

// Fails when what an earlier reply had paid is owed by a later one, although one between them has arrived.
#[test]
fn of_three_replies_the_one_that_arrived_answers_for_all() {
    let (mut desk, _) = waits();
    let [first, second, third] = std::array::from_fn(|_| replies(&mut desk, Then::Open));
    for (text, state) in [
        (second, TextState::Undelivered),
        (second, TextState::Delivered),
        (first, TextState::Undelivered),
        (third, TextState::Undelivered),
    ] {
        word(&mut desk, text, state);
        assert_eq!(waiting(&desk), None, "{state:?}");
    }
    assert!(desk.conversation().replied);
}

// Fails when a reply that was called lost, and arrives after the next one was written, does not answer for it.
#[test]
fn an_arrival_pays_what_the_next_reply_had_paid() {
    let (mut desk, began) = waits();
    let first = replies(&mut desk, Then::Open);
    word(&mut desk, first, TextState::Undelivered);
    assert_eq!(waiting(&desk), Some(began));
    let second = replies(&mut desk, Then::Open);
    word(&mut desk, first, TextState::Delivered);
    word(&mut desk, second, TextState::Undelivered);
    assert_eq!(waiting(&desk), None, "they have the first one");
}

// Fails when several losses bring back anything but the oldest start, or put a promise in the place of one that runs and has
// been broken since.
#[test]
fn lost_one_after_another_the_promise_runs_on_as_it_is() {
    let (mut desk, began) = waits();
    let first = replies(&mut desk, Then::Open);
    let second = replies(&mut desk, Then::Open);
    word(&mut desk, first, TextState::Undelivered);
    assert_eq!(waiting(&desk), None, "the second one stands");
    word(&mut desk, second, TextState::Undelivered);
    assert_eq!(waiting(&desk), Some(began));
    let running = desk.conversation().clocks.iter().find(|clock| clock.key.kind.is_response()).cloned();
    assert_eq!(running.map(|clock| clock.started_at), Some(began));
    desk.minutes(120);
    let id = desk.conversation().id;
    desk.act(&By::Policy, &Command::Wake(id));
    let broken = |desk: &Desk| desk.conversation().clocks.iter().any(|clock| clock.breached);
    assert!(broken(&desk), "{:?}", desk.conversation().clocks);
    let third = replies(&mut desk, Then::Open);
    word(&mut desk, third, TextState::Undelivered);
    assert!(waiting(&desk) == Some(began) && broken(&desk), "it was late, and it is");
}

// Fails when a promise that an opt-out has paused comes back, as it stood before that, with the loss of a later reply: nobody
// is told that it runs, or it is late for a time in which nobody could answer.
#[test]
fn a_promise_that_an_opt_out_has_paused_is_begun_anew() {
    let (mut desk, began) = waits();
    let first = replies(&mut desk, Then::Open);
    word(&mut desk, first, TextState::Undelivered);
    desk.text("STOP");
    let id = desk.conversation().id;
    desk.act(&By::person(CHRIS), &Command::Close(id, None));
    desk.text("START");
    let again = replies(&mut desk, Then::Open);
    let lost = word(&mut desk, again, TextState::Undelivered);
    assert_eq!(waiting(&desk), Some(began));
    let opened =
        |event: &Event| matches!(event, Event::ClockResumed { since: Some(since), .. } if *since == desk.now);
    assert!(lost.events.iter().any(opened), "{:?}", names(&lost));
}

fn decided(desk: &mut Desk, of: Subject, decision: &Decision) -> Subject {
    let Some(command) = &decision.then else {
        return Subject { thread: decision.after.thread.clone(), ..of };
    };
    let subject = Subject { thread: decision.after.thread.clone(), ..of };
    let world = World { directory: &desk.directory, team: &desk.team, now: desk.now, by: &By::Carrier };
    decide(&world, &mut desk.ids, subject, command).unwrap().after
}

// Fails when of two debts that moved the later one counts from the earlier one's start once that is given back.
#[test]
fn each_debt_that_moves_keeps_its_own_start() {
    let (mut desk, began) = waits();
    let first = replies(&mut desk, Then::Open);
    desk.minutes(60);
    desk.text("And on Friday?");
    let again = desk.now;
    let second = replies(&mut desk, Then::Closed { reason: None });
    let mut old = desk.subject.clone();
    desk.minutes(73 * 60);
    desk.subject.texts.clear();
    desk.text("Hello again");
    let mut newer = desk.subject.clone();
    let mut hears = |desk: &mut Desk, text, state| {
        desk.subject = Subject { thread: newer.thread.clone(), ..old.clone() };
        let decision = word(desk, text, state);
        old = desk.subject.clone();
        newer = decided(desk, newer.clone(), &decision);
        newer.live().unwrap().waiting_since
    };
    assert_eq!(hears(&mut desk, second, TextState::Undelivered), Some(again));
    assert_eq!(hears(&mut desk, first, TextState::Undelivered), Some(began));
    assert_eq!(hears(&mut desk, first, TextState::Delivered), Some(again), "the second is owed still");
}

// Fails when a reply that was lost under a version that kept no debt for it, and arrives after all, leaves the customer
// waiting and the promise running.
#[test]
fn a_reply_that_an_earlier_version_lost_arrives() {
    let (mut desk, began) = waits();
    let first = replies(&mut desk, Then::Open);
    word(&mut desk, first, TextState::Undelivered);
    assert_eq!(waiting(&desk), Some(began));
    let mut row = serde_json::to_value(desk.conversation()).unwrap();
    row.as_object_mut().unwrap().remove("taken").expect("a debt is kept now");
    row["replies"][0]["since"] = serde_json::to_value(began).unwrap();
    desk.subject.conversation = Some(Arc::new(serde_json::from_value(row).unwrap()));
    word(&mut desk, first, TextState::Delivered);
    assert_eq!(waiting(&desk), None);
    let runs = desk.conversation().clocks.iter().any(|clock| clock.started_at == began);
    assert!(!runs, "{:?}", desk.conversation().clocks);
}

// chatwoot #13265. Fails when the loss of a farewell opens what it closed, or is told to nobody; or when an answer that closes, lost
// in the same way, is not owed again.
#[test]
fn a_farewell_that_is_lost_opens_nothing_and_an_answer_does() {
    for answered in [true, false] {
        let (mut desk, began) = waits();
        if answered {
            let answer = replies(&mut desk, Then::Open);
            word(&mut desk, answer, TextState::Delivered);
        }
        let farewell = replies(&mut desk, Then::Closed { reason: None });
        let lost = word(&mut desk, farewell, TextState::Undelivered);
        let (status, waits) = if answered { (Status::Closed, None) } else { (Status::Open, Some(began)) };
        assert_eq!((desk.conversation().status, waiting(&desk)), (status, waits), "{lost:?}");
        let told = lost.events.iter().any(|event| matches!(event, Event::Told { .. }));
        assert!(told, "{lost:?}");
    }
}
