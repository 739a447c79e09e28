//! What an opt-out holds back.

use super::*;

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

// Fails when the confirmation of an earlier opt-out goes out beside that of the last one (47 CFR 64.1200(a)(12)).
#[test]
fn an_opt_out_that_was_taken_back_and_given_again_is_confirmed_once() {
    let mut desk = Desk::new();
    let first = desk.text("STOP").after.texts.last().unwrap().id;
    desk.minutes(1);
    desk.text("START");
    desk.minutes(1);
    let second = desk.text("STOP").after.texts.last().unwrap().id;
    desk.act(&By::Policy, &Command::HandOver(first));
    desk.act(&By::Policy, &Command::HandOver(second));
    assert_eq!(desk.subject.text(first).unwrap().state, TextState::Cancelled);
    assert_eq!(desk.subject.text(second).unwrap().state, TextState::Sending);
}

// Fails when what the team recorded elsewhere leaves a thread as it was, or an opt-in leaves it waiting.
#[test]
fn a_thread_follows_what_was_recorded_about_its_number() {
    use baton_core::{ConsentCause, ConsentNote, ConsentState};
    let (mut desk, _) = open_desk("what time is it");
    let thread = desk.subject.thread.as_ref().unwrap().id;
    let number = desk.subject.number.as_ref().unwrap().id;
    for (to, status) in [(ConsentState::Out, Status::Pending), (ConsentState::In, Status::Open)] {
        let evidence = "said so on the phone".to_owned();
        let set = Command::SetConsent { number, state: to, evidence: evidence.clone() };
        let (thread_before, conversation) = (desk.subject.thread.take(), desk.subject.conversation.take());
        desk.act(&By::person(MAYA), &set);
        (desk.subject.thread, desk.subject.conversation) = (thread_before, conversation);
        let note = ConsentNote { to, cause: ConsentCause::Person, evidence, carrier_block: false };
        let told = desk.act(&By::person(MAYA), &Command::FollowConsent(thread, note));
        assert_eq!(names(&told), ["consent.noted", "status.changed"]);
        assert_eq!(desk.conversation().status, status);
    }
}
