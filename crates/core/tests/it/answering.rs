//! Claiming, assigning, answering, closing; and texts on their way.

use crate::support::*;
use baton_core::{
    By, Command, Delivery, FailureReason, MessageId, Owner, Refusal, Seen, SendOutcome, Status, TextState,
    Then, UnknownChoice,
};

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

/// Everything that stands, without the marks of what the last decision changed.
fn stands(desk: &Desk) -> baton_core::Subject {
    let mut subject = desk.subject.clone();
    subject.changes = baton_core::Changes::default();
    if let Some(number) = &mut subject.number {
        std::sync::Arc::make_mut(number).version = 0;
    }
    subject
}

// Fails when `delivery` applies a word of lower rank, replaces a reason that has a code, keeps a bare one in its place,
// or takes in an opt-out only from a word that moves the text on (chatwoot PR 14149; laws 8 and 9).
#[test]
fn whatever_the_order_of_the_callbacks_the_end_is_the_same() {
    let words = [
        word(TextState::Sent, None),
        word(TextState::Delivered, None),
        word(TextState::Undelivered, Some("30003")),
        word(TextState::Failed, None),
        word(TextState::Failed, Some("21610")),
        word(TextState::Undelivered, None),
        word(TextState::Failed, Some("30005")),
    ];
    let cases: [(&[usize], Option<&str>); 9] = [
        (&[0, 1], None),
        (&[0, 2, 3], Some("30003")),
        (&[0, 1, 2, 3], Some("30003")),
        (&[2, 3], Some("30003")),
        (&[0, 3, 4, 5], Some("21610")),
        (&[3, 4], Some("21610")),
        (&[5, 4], Some("21610")),
        (&[0, 3, 6, 5], Some("30005")),
        (&[1, 3, 6], Some("30005")),
    ];
    for (subset, code) in cases {
        let mut first: Option<baton_core::Subject> = None;
        for order in orders(subset) {
            let (mut desk, text) = handed_over();
            for index in &order {
                desk.act(&By::Carrier, &Command::Delivery(text, words[*index].clone()));
            }
            let sent = desk.subject.text(text).unwrap();
            assert_eq!(sent.failure.as_ref().and_then(|failure| failure.code.as_deref()), code, "{order:?}");
            assert_eq!(desk.subject.number.as_ref().unwrap().opted_out(), code == Some("21610"), "{order:?}");
            let end = stands(&desk);
            assert_eq!(&end, first.get_or_insert_with(|| end.clone()), "{order:?}");
        }
    }
}

// Fails when a reason that comes late is kept without being told.
#[test]
fn a_reason_that_comes_late_is_told_as_one() {
    let (mut desk, text) = handed_over();
    desk.act(&By::Carrier, &Command::Delivery(text, word(TextState::Failed, None)));
    let late = desk.act(&By::Carrier, &Command::Delivery(text, word(TextState::Failed, Some("21610"))));
    assert_eq!(names(&late), ["text.explained", "consent.changed", "status.changed"]);
    let again = desk.act(&By::Carrier, &Command::Delivery(text, word(TextState::Failed, Some("21610"))));
    assert!(again.events.is_empty());
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

// Fails when a conversation whose queue is gone answers that there is none, instead of asking which.
#[test]
fn a_release_without_a_queue_asks_where_the_last_one_is_gone() {
    let (mut desk, id) = open_desk("what time is it");
    desk.act(&By::person(CHRIS), &Command::Claim(id));
    let policy = POLICY
        .replace("[queues.Scheduling]\n", "[queues.Visits]\n")
        .replace("Scheduling queue", "Visits queue");
    let queue_ids = [("General", GENERAL), ("Sales", SALES), ("Visits", baton_core::QueueId(14))];
    desk.directory = directory_of(&policy, &[], &queue_ids.map(|(name, id)| (name.to_owned(), id)).into());
    let refused = desk.try_do(&By::person(CHRIS), &Command::Release(id, None)).unwrap_err();
    assert!(matches!(refused, Refusal::Invalid { field: "queue", .. }), "{refused:?}");
}

// Fails when one refused step leaves those before it standing, or a step may concern another conversation.
#[test]
fn several_moves_are_all_made_or_none() {
    let (mut desk, id) = open_desk("what time is it");
    let tag = |tag: &str| Command::Tag { conversation: id, add: vec![tag.to_owned()], remove: Vec::new() };
    let close = || Command::Close(id, None);
    let refused = desk.try_do(&By::person(CHRIS), &Command::Together(id, vec![close(), tag("  ")]));
    assert!(matches!(refused, Err(Refusal::Invalid { .. })), "{refused:?}");
    assert_eq!(desk.conversation().status, Status::Open);
    let foreign = Command::Close(baton_core::ConversationId(id.0 + 1), None);
    assert!(desk.try_do(&By::person(CHRIS), &Command::Together(id, vec![tag("vip"), foreign])).is_err());
    let both = desk.act(&By::person(CHRIS), &Command::Together(id, vec![close(), tag("vip")]));
    assert_eq!(names(&both), ["conversation.closed", "tags.changed"]);
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

#[test]
fn a_program_answers_and_keeps_no_promise() {
    let (mut desk, id) = open_desk("what time is it");
    let program = By::Program { id: baton_core::ProgramId(7), name: "Booking".to_owned() };
    desk.act(&program, &Command::Send(id, new_text("We open at nine", Seen::Unsaid, Then::Open)));
    assert!(desk.conversation().waiting_since.is_some(), "the customer still waits for a person");
    assert_eq!(desk.conversation().owner, Owner::Queue(SCHEDULING), "a program never owns");
}
