//! Whoever closes what a colleague has just taken over, and has not seen that, is told so first.

use crate::support::*;
use baton_core::{
    By, Command, ConversationId, HandoffId, Made, Owner, PersonId, Refusal, Seen, SeenOwner, Status, Then,
};

/// Jordan has offered Maya what he has, at 12:41 pm.
fn offered() -> (Desk, ConversationId, HandoffId) {
    let mut desk = Desk::new();
    desk.text("how much is a quote");
    let id = desk.conversation().id;
    desk.act(&By::person(JORDAN), &Command::Claim(id));
    let made = desk.act(&By::person(JORDAN), &offer(id, Owner::Person(MAYA), summary("x")));
    let Some(Made::Handoff(handoff)) = made.made else { panic!("{made:?}") };
    (desk, id, handoff)
}

fn taken() -> (Desk, ConversationId) {
    let (mut desk, id, handoff) = offered();
    desk.act(&By::person(MAYA), &Command::Accept(id, handoff));
    (desk, id)
}

fn saw(conversation: ConversationId, owner: SeenOwner) -> Command {
    Command::CloseSeen { conversation, reason: None, owner }
}

fn refused(desk: &mut Desk, who: PersonId, command: &Command) {
    let refusal = desk.try_do(&By::person(who), command).expect_err("they have not seen it");
    assert!(matches!(refusal, Refusal::TakenOver(_)), "{refusal:?}");
    let words = "Maya Ortiz took this over at 12:41 pm. Look at it again before you close it.";
    assert_eq!((refusal.code(), refusal.to_string().as_str()), ("taken_over", words));
    assert_eq!(desk.conversation().status, Status::Open);
}

/// Fails when the giver, or anybody else, closes what was accepted a moment ago without a word; when their page of before the
/// acceptance closes it later; or when a text goes out that was to close it.
#[test]
fn who_has_not_seen_the_acceptance_is_told_of_it() {
    let (mut desk, id) = taken();
    for who in [JORDAN, CHRIS] {
        refused(&mut desk, who, &Command::Close(id, None));
        refused(&mut desk, who, &saw(id, SeenOwner::Was(Owner::Person(JORDAN))));
    }
    let bye = new_text("Bye", Seen::Unsaid, Then::Closed { reason: None });
    refused(&mut desk, JORDAN, &Command::Send(id, bye));
    assert!(desk.subject.texts.is_empty(), "nothing goes out");
    desk.minutes(9);
    refused(&mut desk, JORDAN, &Command::Close(id, None));
    desk.minutes(200);
    refused(&mut desk, JORDAN, &saw(id, SeenOwner::Was(Owner::Queue(SALES))));
}

/// Fails when whoever has seen who has it, has it, or has had time to see it cannot close it.
#[test]
fn who_knows_whose_it_is_closes_it() {
    let closes = |who: PersonId, command: fn(ConversationId) -> Command, minutes: u64| {
        let (mut desk, id) = taken();
        desk.minutes(minutes);
        desk.act(&By::person(who), &command(id));
        assert_eq!(desk.conversation().status, Status::Closed);
    };
    closes(MAYA, |id| Command::Close(id, None), 0);
    closes(JORDAN, |id| Command::Close(id, None), 10);
    closes(JORDAN, |id| saw(id, SeenOwner::Was(Owner::Person(MAYA))), 0);
    closes(JORDAN, |id| saw(id, SeenOwner::Latest), 0);
    // What is hers by her lead's word, or went on from her, is nobody's news of an offer.
    let (mut desk, id) = taken();
    desk.act(
        &By::person(RUTH),
        &Command::Assign { conversation: id, to: Owner::Person(CHRIS), reason: None },
    );
    desk.act(&By::person(JORDAN), &Command::Close(id, None));
}

/// Fails when an acceptance that comes after the close takes it, or is not told what happened.
#[test]
fn the_other_way_round_the_acceptance_is_too_late() {
    let (mut desk, id, handoff) = offered();
    desk.act(&By::person(JORDAN), &Command::Close(id, None));
    let late = desk.try_do(&By::person(MAYA), &Command::Accept(id, handoff)).expect_err("it is closed");
    assert!(late.to_string().starts_with("The conversation was closed"), "{late}");
}
