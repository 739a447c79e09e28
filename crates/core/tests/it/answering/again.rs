//! What is sent again, or taken back.

use super::*;

#[test]
fn an_unknown_outcome_is_a_persons_choice_and_never_sent_again_by_itself() {
    let (mut desk, text) = handed_over();
    desk.act(
        &By::Carrier,
        &Command::Sent(text, SendOutcome::Unknown { why: "no answer within 15 s".to_owned() }),
    );
    assert!(desk.try_do(&By::Policy, &Command::HandOver(text)).is_err());
    let again = UnknownChoice::SendAgain(Seen::Unsaid);
    let sent = desk.act(&By::person(CHRIS), &Command::Settle(text, again));
    assert_eq!(names(&sent), ["text.settled", "text.written"]);
    assert!(desk.try_do(&By::person(CHRIS), &Command::Settle(text, again)).is_err(), "once");
}

fn failed() -> (Desk, MessageId) {
    let (mut desk, text) = handed_over();
    desk.act(&By::Carrier, &Command::Delivery(text, word(TextState::Failed, Some("30008"))));
    (desk, text)
}

// Fails when a text that is sent again goes out over something unseen (law 7).
#[test]
fn what_failed_is_not_sent_again_over_something_its_author_has_not_seen() {
    let (mut desk, text) = failed();
    let again = |seen| Command::Settle(text, UnknownChoice::SendAgain(seen));
    desk.text("never mind, I found it");
    let newest = desk.subject.thread.as_ref().unwrap().last_inbound.unwrap();
    let refused = desk.try_do(&By::person(CHRIS), &again(Seen::UpTo(text))).unwrap_err();
    assert_eq!(refused, Refusal::Newer { newest });
    assert!(desk.try_do(&By::person(CHRIS), &again(Seen::Nothing)).is_err());
    let sent = desk.act(&By::person(CHRIS), &again(Seen::UpTo(newest)));
    assert_eq!(names(&sent), ["text.settled", "text.written"]);
}

// Fails when a failed text that was sent again is not marked: two people would send it twice.
#[test]
fn two_people_cannot_send_the_same_failed_text_again() {
    let (mut desk, text) = failed();
    let seen = Seen::UpTo(text);
    desk.act(&By::person(CHRIS), &Command::Settle(text, UnknownChoice::SendAgain(seen)));
    let second = desk.try_do(&By::person(MAYA), &Command::Settle(text, UnknownChoice::SendAgain(seen)));
    assert!(matches!(second, Err(Refusal::NotNow(_))), "{second:?}");
    let leave = desk.try_do(&By::person(MAYA), &Command::Settle(text, UnknownChoice::Leave));
    assert!(leave.is_err(), "it is known what became of it");
}

// Fails when sending again writes into a closed conversation, or claims nothing.
#[test]
fn what_is_sent_again_reopens_its_conversation_and_claims_as_any_text() {
    let (mut desk, text) = failed();
    let id = desk.conversation().id;
    desk.act(&By::person(CHRIS), &Command::Close(id, None));
    let sent =
        desk.act(&By::person(MAYA), &Command::Settle(text, UnknownChoice::SendAgain(Seen::UpTo(text))));
    assert!(names(&sent).contains(&"conversation.reopened"), "{:?}", names(&sent));
    assert_eq!(desk.conversation().status, Status::Open);

    let (mut desk, id) = open_desk("what time is it");
    let program = By::Program { id: baton_core::ProgramId(7), name: "Booking".to_owned() };
    let written =
        desk.act(&program, &Command::Send(id, new_text("We open at nine", Seen::Unsaid, Then::Open)));
    let text = written.message.unwrap();
    desk.act(&By::Policy, &Command::HandOver(text));
    desk.act(&By::Carrier, &Command::Delivery(text, word(TextState::Failed, None)));
    let first = desk.subject.thread.as_ref().unwrap().last_inbound.unwrap();
    desk.act(&By::person(MAYA), &Command::Settle(text, UnknownChoice::SendAgain(Seen::UpTo(first))));
    assert_eq!(desk.conversation().owner, Owner::Person(MAYA));
}

// Fails when anybody may withdraw anything, or the confirmation that is owed.
#[test]
fn a_queued_text_is_withdrawn_by_whom_it_concerns() {
    let (mut desk, id) = open_desk("what time is it");
    desk.act(&By::person(JORDAN), &Command::Claim(id));
    let send = |body: &str| Command::Send(id, new_text(body, Seen::Unsaid, Then::Open));
    let program = |id| By::Program { id: baton_core::ProgramId(id), name: "Booking".to_owned() };
    let by_chris = desk.act(&By::person(CHRIS), &send("nine")).message.unwrap();
    let by_program = desk.act(&program(7), &send("ten")).message.unwrap();
    for (by, text) in [
        (By::person(MAYA), by_chris),
        (By::person(MAYA), by_program),
        (program(7), by_chris),
        (program(8), by_program),
    ] {
        let refused = desk.try_do(&by, &Command::Cancel(text));
        assert!(matches!(refused, Err(Refusal::NotAllowed(_))), "{by:?} {refused:?}");
    }
    desk.act(&program(7), &Command::Cancel(by_program));
    desk.act(&By::person(JORDAN), &Command::Cancel(by_chris));
    let owed = desk.text("STOP").after.texts.last().unwrap().id;
    assert!(matches!(desk.try_do(&By::person(RUTH), &Command::Cancel(owed)), Err(Refusal::NotAllowed(_))));
    desk.act(&By::Policy, &Command::HandOver(owed));
    desk.act(&By::Carrier, &Command::Delivery(owed, word(TextState::Failed, None)));
    let late = desk.try_do(&By::Policy, &Command::Cancel(owed)).unwrap_err();
    assert_eq!(late.to_string(), "It did not arrive, so there is nothing to withdraw.");
}
