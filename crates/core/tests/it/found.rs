//! What the simulation found, each as the shortest story that shows it.

use crate::support::*;
use baton_core::{
    By, Command, Directory, Event, FailureReason, Line, Moved, NewText, Notice, Owner, OwnerCause, Seen,
    SendOutcome, Status, TellCustomer, Then, WithdrawCause, moves,
};
use std::time::Duration;

/// Fails when a carrier's opt-out that comes to light by a text outside of any conversation, such as a confirmation, ends
/// the live conversation in a record that names none: its timeline would not say why it waits.
#[test]
fn an_opt_out_found_by_a_confirmation_stands_in_the_timeline_of_what_it_ends() {
    let mut desk = Desk::new();
    desk.text("STOP");
    desk.text("where do I park?");
    desk.text("START");
    let confirmation = desk.subject.texts.last().expect("an opt-in is confirmed").id;
    desk.act(&By::Policy, &Command::HandOver(confirmation));
    let failure = FailureReason {
        code: Some("21610".to_owned()),
        advice: "They opted out.".to_owned(),
        opted_out: true,
        unreachable: false,
    };
    let refused = desk.act(&By::Carrier, &Command::Sent(confirmation, SendOutcome::Refused(failure)));
    assert_eq!(desk.conversation().status, Status::Pending);
    assert_eq!(refused.conversation, Some(desk.conversation().id));
}

/// Fails when a reply that was taken back before it was sent keeps its promise: nobody has answered then. Whoever took it
/// back is not told of it.
#[test]
fn a_reply_that_was_taken_back_keeps_no_promise() {
    let mut desk = Desk::new();
    desk.text("where do I park?");
    let (id, asked_at) = (desk.conversation().id, desk.now);
    desk.minutes(5);
    let then = Then::Pending { wake_at: None };
    let sent =
        desk.act(&By::person(CHRIS), &Command::Send(id, new_text("Behind the house.", Seen::Unsaid, then)));
    let text = sent.message.expect("a text was written");
    let taken_back = desk.act(&By::person(CHRIS), &Command::Cancel(text));
    assert_eq!(desk.conversation().status, Status::Open);
    assert_eq!(desk.conversation().waiting_since, Some(asked_at));
    assert!(!names(&taken_back).contains(&"person.told"), "{:?}", names(&taken_back));
}

/// Fails when an opt-out cancels a text and its author does not learn of it, whatever kind of text it was; or when
/// something is owed to a number that can get no text.
#[test]
fn whoever_wrote_a_text_that_an_opt_out_cancelled_is_told() {
    let mut desk = Desk::new();
    desk.text("where do I park?");
    let id = desk.conversation().id;
    let sent = desk
        .act(&By::person(CHRIS), &Command::Send(id, new_text("Behind the house.", Seen::Unsaid, Then::Open)));
    let text = sent.message.expect("a text was written");
    desk.text("STOP");
    let cancelled = desk.act(&By::Policy, &Command::Cancel(text));
    let told = |event: &Event| matches!(event, Event::Told { who: CHRIS, about: Notice::TextCancelled, message: Some(about) } if *about == text);
    assert_eq!(cancelled.events.iter().filter(|event| told(event)).count(), 1);
    assert_eq!(desk.conversation().status, Status::Pending);
}

const URGENT: &str = r#"
[[targets]]
name = "Urgent"
when = "tagged urgent"
first_response = "5 min"
around_the_clock = true

[[targets]]
name = "Everybody else"
first_response = "1 h"
around_the_clock = true
warn_at = 75
escalation = "Usual"

[escalations]
Usual = [{ after = "0 min", notify = "lead" }, { after = "10 min", notify = "lead" }]
"#;

/// Fails when a shift's edge or somebody's absence, after which everything is settled again, moves a promise that turned
/// urgent to before the time at which it did: it would be late at once.
#[test]
fn what_turned_urgent_stays_promised_from_then_on() {
    let mut desk = Desk::with(&policy_with(URGENT));
    desk.text("where do I park?");
    desk.minutes(20);
    let (conversation, add) = (desk.conversation().id, vec!["urgent".to_owned()]);
    desk.act(&By::person(CHRIS), &Command::Tag { conversation, add, remove: Vec::new() });
    let due_at = desk.conversation().shown_clock().expect("it is promised").due_at;
    assert_eq!(due_at, desk.now + Duration::from_mins(5));
    desk.minutes(1);
    let settled = desk.act(&By::Policy, &Command::Resettle(conversation));
    assert_eq!(names(&settled), Vec::<&str>::new());
    assert_eq!(desk.conversation().shown_clock().map(|clock| clock.due_at), Some(due_at));
}

/// Fails when a step of an escalation whose time has come is put off by a policy that gives it more: nobody is told then,
/// and an event says that a step was done.
#[test]
fn a_step_that_is_due_is_not_put_off() {
    let mut desk = Desk::with(&policy_with(URGENT));
    desk.text("where do I park?");
    let id = desk.conversation().id;
    desk.minutes(61);
    desk.act(&By::Policy, &Command::Wake(id));
    desk.directory = directory_with(&policy_with(&URGENT.replace("10 min", "40 min")), &[]);
    desk.minutes(10);
    let woken = desk.act(&By::Policy, &Command::Wake(id));
    let steps = woken.events.iter().filter_map(|event| match event {
        Event::EscalationStepped { step, told, .. } => Some((*step, told.len())),
        _ => None,
    });
    assert_eq!(steps.collect::<Vec<_>>(), [(2, 1)]);
}

/// Fails when what had been asked long before the policy promised anything is warned of once it does: it is late, and nothing
/// is left to be warned of.
#[test]
fn what_is_late_when_it_begins_is_not_warned_of() {
    let mut desk = Desk::with(&policy_with(""));
    desk.text("where do I park?");
    let id = desk.conversation().id;
    desk.minutes(600);
    desk.directory = directory_with(&policy_with(URGENT), &[]);
    desk.act(&By::Policy, &Command::Resettle(id));
    let woken = desk.act(&By::Policy, &Command::Wake(id));
    assert!(names(&woken).contains(&"clock.breached"), "{:?}", names(&woken));
    assert!(!names(&woken).contains(&"clock.warned"), "{:?}", names(&woken));
}

/// Fails when a promise that goes on as a wait ends is to be warned of at that very instant, and nobody is: the timer of
/// that instant has fired already, and no other comes.
#[test]
fn a_warning_at_the_instant_at_which_a_wait_ends_is_given() {
    let mut desk = Desk::with(&policy_with(URGENT));
    desk.text("where do I park?");
    let id = desk.conversation().id;
    let wake_at = desk.now + Duration::from_mins(15);
    let promise_by = Some(desk.now + Duration::from_mins(20));
    let then = Then::Pending { wake_at: Some(wake_at) };
    let text = NewText { then, promise_by, ..NewText::saying("I look into it.") };
    desk.act(&By::person(CHRIS), &Command::Send(id, Box::new(text)));
    desk.now = wake_at;
    let woken = desk.act(&By::Policy, &Command::Wake(id));
    assert_eq!(desk.conversation().status, Status::Open);
    let next = desk.conversation().next_at();
    assert!(next.is_none_or(|next| next > desk.now), "{:?} leave something due", names(&woken));
}

/// Fails when a queue that is claimed from no more gives by the claim's time what nobody has room for: beyond capacity.
#[test]
fn a_time_to_claim_of_an_earlier_policy_gives_nothing_beyond_capacity() {
    let mut office = Office::at(HOUSE, ny("05-12 10:30"));
    for customer in [1, 2, 3] {
        office.text(customer, "where do I park?");
    }
    office.claim(1, MAYA);
    office.claim(2, CHRIS);
    office
        .follows(&house_with(&[("claim_within = \"10 min\"", "distribute = \"round_robin\"\ncapacity = 1")]));
    office.until("05-12 10:45");
    assert_eq!(office.owner(3), Owner::Queue(FRONT_DESK));
}

/// Fails when Baton answers STOP, START or HELP on a line that is retired: it would write what never goes out. What the word
/// means holds all the same.
#[test]
fn a_line_that_is_retired_answers_no_word() {
    let mut desk = Desk::new();
    desk.directory = retired(&desk.directory);
    for word in ["STOP", "START", "HELP"] {
        let told = desk.text(word);
        assert!(!names(&told).contains(&"text.written"), "{word}: {:?}", names(&told));
        let out = desk.subject.number.as_ref().is_some_and(|number| number.opted_out());
        assert_eq!(out, word == "STOP");
    }
}

/// Fails when the giver's words are written on a line that was retired since they were offered: whoever accepts has to know
/// that they do not go out.
#[test]
fn whoever_accepts_on_a_line_that_is_retired_learns_that_the_customer_is_not_told() {
    let mut desk = Desk::new();
    desk.text("where do I park?");
    let id = desk.conversation().id;
    desk.act(&By::person(CHRIS), &Command::Claim(id));
    let words = tells("Maya takes over.", TellCustomer::OnAcceptance);
    desk.act(&By::person(CHRIS), &offer(id, Owner::Person(MAYA), words));
    let offered = desk.conversation().handoff.as_ref().expect("it is offered").id;
    desk.directory = retired(&desk.directory);
    let accepted = desk.act(&By::person(MAYA), &Command::Accept(id, offered));
    assert!(!names(&accepted).contains(&"text.written"), "{:?}", names(&accepted));
    let told = |event: &Event| matches!(event, Event::Told { who: MAYA, about: Notice::TextCancelled, .. });
    assert!(accepted.events.iter().any(told));
    assert_eq!(desk.conversation().owner, Owner::Person(MAYA));
}

/// Fails when an offer that ends because its conversation went there, and was given out from there, is shown as one that does
/// not move: whoever has the conversation in the end has it back (law 10).
#[test]
fn an_offer_that_ends_is_shown_with_whoever_has_it_in_the_end() {
    let mut desk = Desk::new();
    desk.text("where do I park?");
    let id = desk.conversation().id;
    desk.act(&By::person(CHRIS), &Command::Claim(id));
    desk.act(&By::person(CHRIS), &offer(id, Owner::Queue(GENERAL), tells("", TellCustomer::No)));
    let offered = desk.conversation().handoff.as_ref().expect("it is offered").id;
    let moved =
        |from, to, cause| Event::OwnerChanged { from, to, cause, reason: None, through: None, covers: None };
    let (chris, queue, maya) = (Owner::Person(CHRIS), Owner::Queue(GENERAL), Owner::Person(MAYA));
    let events = [
        moved(chris, queue, OwnerCause::Removal),
        Event::HandoffWithdrawn { id: offered, cause: WithdrawCause::Arrived },
        moved(queue, maya, OwnerCause::Distribution),
    ];
    let found = moves(desk.conversation(), &events);
    let offer = found.iter().find(|one| one.what == Moved::Offer(offered)).expect("it is offered no more");
    assert_eq!((offer.from, offer.to), (queue, maya));
}

/// The same business once its only line is retired.
fn retired(directory: &Directory) -> Directory {
    let line = directory.lines[&MAIN].clone();
    directory.with_line(Line { retired: true, ..line }).expect("the policy names no line")
}
