//! A reply that the carrier does not take: owed after ten minutes, given once it has it, and from its press. The rule stands
//! in `src/reply.rs`.

use crate::support::*;
use baton_core::{
    By, ClockKind, Command, Event, MessageId, Notice, PendingOn, Status, TextState, Then, UnknownChoice,
};

/// A customer's text waits since 12:41; a first response is promised within an hour. It is answered at 12:51, and the carrier
/// is down.
fn answered(then: Then) -> (Desk, MessageId) {
    let mut desk = Desk { carrier_is_down: true, ..Desk::with(&policy_with(WITHIN_AN_HOUR)) };
    desk.text("Do you take new patients?");
    desk.minutes(10);
    let sent = desk.reply(CHRIS, "We do.", then);
    (desk, sent)
}

fn pass(desk: &mut Desk, minutes: u64) {
    let end = desk.now + std::time::Duration::from_mins(minutes);
    desk.until(end);
}

fn named(desk: &Desk, name: &str) -> usize {
    desk.told.iter().filter(|(event, ..)| event.name() == name).count()
}

// Fails when a reply that has not gone out keeps its promise, gives it back before the ten minutes are over, from another
// start, or without a word to whoever answers.
#[test]
fn what_has_not_gone_out_for_ten_minutes_is_owed() {
    let (mut desk, sent) = answered(Then::Open);
    let began = desk.conversation().opened_at;
    pass(&mut desk, 9);
    assert_eq!(desk.clock(ClockKind::FirstResponse), None, "it counts from its press");
    pass(&mut desk, 1);
    let clock = desk.clock(ClockKind::FirstResponse).expect("it is owed");
    assert_eq!((clock.started_at, desk.conversation().waiting_since), (began, Some(began)));
    assert_eq!(desk.notices(CHRIS), [Notice::TextUnsent]);
    let says =
        |event: &Event| matches!(event, Event::ReplyWithdrawn { id, unsent_at: Some(_), .. } if *id == sent);
    assert!(desk.told.iter().any(|(event, ..)| says(event)));
    pass(&mut desk, 20);
    assert_eq!(named(&desk, "reply.withdrawn"), 1, "once");
}

// Fails when a reply that the carrier takes late leaves its debt, or its press does not count: by then it was too late.
#[test]
fn taken_late_it_counts_from_its_press() {
    let (mut desk, sent) = answered(Then::Open);
    pass(&mut desk, 180);
    assert!(desk.clock(ClockKind::FirstResponse).unwrap().breached, "while it was owed, its time ran out");
    desk.goes_out(sent);
    assert_eq!(desk.conversation().waiting_since, None);
    assert_eq!(desk.clock(ClockKind::FirstResponse), None);
    assert!(desk.told.iter().any(
        |(event, ..)| matches!(event, Event::ClockKept { key, .. } if key.kind == ClockKind::FirstResponse)
    ));
    assert!(desk.conversation().replied);
}

// Fails when a reply that was pressed too late counts as in time because it went out late.
#[test]
fn pressed_too_late_it_is_late() {
    let mut desk = Desk { carrier_is_down: true, ..Desk::with(&policy_with(WITHIN_AN_HOUR)) };
    desk.text("Do you take new patients?");
    pass(&mut desk, 61);
    let sent = desk.reply(CHRIS, "We do.", Then::Open);
    pass(&mut desk, 30);
    desk.goes_out(sent);
    assert!(!desk.told.iter().any(
        |(event, ..)| matches!(event, Event::ClockKept { key, .. } if key.kind == ClockKind::FirstResponse)
    ));
}

// Fails when what has gone out late is forgotten: lost after all, it is owed again.
#[test]
fn taken_late_and_lost_it_is_owed_again() {
    let (mut desk, sent) = answered(Then::Open);
    let began = desk.conversation().opened_at;
    pass(&mut desk, 15);
    desk.goes_out(sent);
    desk.hears(sent, TextState::Undelivered);
    assert_eq!(desk.conversation().waiting_since, Some(began));
    assert_eq!(desk.clock(ClockKind::FirstResponse).unwrap().started_at, began);
    desk.hears(sent, TextState::Delivered);
    assert_eq!(desk.conversation().waiting_since, None);
}

// Fails when what waits for the customer, or is closed, hides what is owed; when it stays open once that has gone out; or when
// its wake-up is gone.
#[test]
fn what_was_open_only_for_that_is_what_it_was() {
    let wake_at = Some("2026-05-14T13:00:00Z".parse().unwrap());
    let closed = Then::Closed { reason: Some("sorted out".to_owned()) };
    for (then, status) in [(Then::Pending { wake_at }, Status::Pending), (closed, Status::Closed)] {
        let (mut desk, sent) = answered(then);
        let before = desk.conversation().clone();
        pass(&mut desk, 10);
        assert_eq!(desk.conversation().status, Status::Open, "{status:?}");
        pass(&mut desk, 10);
        desk.goes_out(sent);
        let after = desk.conversation();
        assert_eq!((after.status, &after.reason, after.wake_at), (status, &before.reason, before.wake_at));
        assert!(!after.clocks.iter().any(|clock| clock.key.kind == ClockKind::FollowUp && clock.runs()));
        assert_eq!(named(&desk, "conversation.reopened"), usize::from(status == Status::Closed), "once");
    }
}

// Fails when it goes back to what it was although somebody has seen to it since, or they have texted.
#[test]
fn whoever_has_done_something_keeps_it_open() {
    for somebody in [true, false] {
        let (mut desk, sent) = answered(Then::Pending { wake_at: None });
        pass(&mut desk, 10);
        let id = desk.conversation().id;
        if somebody {
            desk.act(&By::person(CHRIS), &Command::AddNote(id, "Called them.".to_owned()));
        } else {
            desk.text("Hello?");
        }
        desk.goes_out(sent);
        assert_eq!(desk.conversation().status, Status::Open);
        assert_eq!(desk.conversation().waiting_since.is_some(), !somebody, "what they asked since waits");
    }
}

// Fails when what waits for something of ours is opened, though its promise runs beside.
#[test]
fn what_waits_for_something_of_ours_waits_on() {
    let (mut desk, _) = answered(Then::Open);
    let (conversation, on, reason, wake_at) =
        (desk.conversation().id, Some(PendingOn::Internal), Some("the list".to_owned()), None);
    desk.act(&By::person(CHRIS), &Command::Wait { conversation, on, reason, wake_at });
    pass(&mut desk, 10);
    assert_eq!(desk.conversation().status, Status::Pending);
    assert!(desk.clock(ClockKind::FirstResponse).is_some());
}

// Fails when several that have not gone out owe more than once, or one that has gone out pays for those after it.
#[test]
fn each_pays_its_own() {
    let (mut desk, first) = answered(Then::Open);
    desk.minutes(1);
    desk.text("And on Saturdays?");
    let again = desk.now;
    desk.minutes(1);
    let second = desk.reply(CHRIS, "Until noon.", Then::Open);
    pass(&mut desk, 30);
    assert_eq!(desk.conversation().waiting_since, Some(desk.conversation().opened_at));
    desk.goes_out(first);
    assert_eq!(desk.conversation().waiting_since, Some(again));
    assert!(desk.clock(ClockKind::NextResponse).is_some(), "the first one is given");
    desk.goes_out(second);
    assert_eq!(desk.conversation().waiting_since, None);
}

// Fails when they are taken in another order, and the promise of one that stands is owed.
#[test]
fn a_later_one_that_has_gone_out_pays_for_it() {
    let (mut desk, first) = answered(Then::Open);
    let second = desk.reply(CHRIS, "Friday at 11?", Then::Open);
    desk.goes_out(second);
    pass(&mut desk, 30);
    assert_eq!(desk.conversation().waiting_since, None);
    assert_eq!(desk.notices(CHRIS), []);
    desk.hears(second, TextState::Undelivered);
    assert!(desk.conversation().waiting_since.is_some(), "neither has gone out");
    desk.goes_out(first);
    assert_eq!(desk.conversation().waiting_since, None);
}

// Fails when whoever leaves a text of unknown fate as it is goes on owing what it answered.
#[test]
fn what_somebody_leaves_as_it_is_counts() {
    let (mut desk, sent) = answered(Then::Open);
    desk.act(&By::Policy, &Command::HandOver(sent));
    let why = "no answer".to_owned();
    desk.act(&By::Carrier, &Command::Sent(sent, baton_core::SendOutcome::Unknown { why }));
    pass(&mut desk, 10);
    assert!(desk.conversation().waiting_since.is_some());
    desk.act(&By::person(CHRIS), &Command::Settle(sent, UnknownChoice::Leave));
    assert_eq!(desk.conversation().waiting_since, None);
}

// Fails when whoever was told that it had not gone out does not learn that it never will.
#[test]
fn failed_after_that_is_said_once_more() {
    let (mut desk, sent) = answered(Then::Open);
    pass(&mut desk, 10);
    desk.act(&By::Policy, &Command::HandOver(sent));
    desk.hears(sent, TextState::Failed);
    assert_eq!(desk.notices(CHRIS), [Notice::TextUnsent, Notice::TextFailed]);
    assert!(desk.conversation().waiting_since.is_some());
}

// Fails when a promise by the sender is gone with the delay.
#[test]
fn what_its_sender_promised_is_promised_again() {
    let mut desk = Desk { carrier_is_down: true, ..Desk::with(&policy_with(WITHIN_AN_HOUR)) };
    desk.text("Is it ready?");
    let promise_by = Some(desk.now + std::time::Duration::from_hours(1));
    let id = desk.conversation().id;
    let text = baton_core::NewText { promise_by, ..baton_core::NewText::saying("I'll see.".to_owned()) };
    let sent = desk.act(&By::person(CHRIS), &Command::Send(id, Box::new(text))).message.unwrap();
    pass(&mut desk, 10);
    assert_eq!(desk.clock(ClockKind::FollowUp), None, "the answer is owed");
    desk.goes_out(sent);
    assert_eq!(desk.due(ClockKind::FollowUp), promise_by);
}
