//! Whose it is, and what it waits for.

use super::*;

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

#[test]
fn a_program_answers_and_keeps_no_promise() {
    let (mut desk, id) = open_desk("what time is it");
    let program = By::Program { id: baton_core::ProgramId(7), name: "Booking".to_owned() };
    desk.act(&program, &Command::Send(id, new_text("We open at nine", Seen::Unsaid, Then::Open)));
    assert!(desk.conversation().waiting_since.is_some(), "the customer still waits for a person");
    assert_eq!(desk.conversation().owner, Owner::Queue(SCHEDULING), "a program never owns");
}
