//! Offers from giver to receiver and back, and the hot potato.

mod ending;
mod offering;
mod potato;
mod telling;

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
