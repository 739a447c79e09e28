//! What the customer is told of it.

use super::*;

/// Fails when the handoff text counts as an answer (the customer still waits for one), is sent with the offer, or bears
/// the name of whoever accepted.
#[test]
fn the_givers_words_go_out_on_acceptance_and_keep_no_promise() {
    let (mut desk, id, handoff) =
        offered(MAYAS, tells("Maya takes over from here.", TellCustomer::OnAcceptance));
    assert!(desk.subject.texts.is_empty(), "not before");
    let waiting = desk.conversation().waiting_since;
    let accepted = desk.act(&By::person(MAYA), &Command::Accept(id, handoff));
    let text = desk.subject.text(accepted.message.unwrap()).unwrap();
    assert_eq!((text.body.as_str(), text.kind), ("Maya takes over from here.", TextKind::Handoff));
    assert_eq!((&text.by, text.conversation), (&By::person(JORDAN), Some(id)));
    assert!(waiting.is_some() && desk.conversation().waiting_since == waiting, "they still wait");
    assert!(!desk.conversation().replied && desk.conversation().replies.is_empty());
}

/// Fails when a text that goes out with the offer waits for acceptance, goes out twice, or over something unseen (law 7).
#[test]
fn told_now_it_goes_out_once_with_the_offer_and_not_over_something_newer() {
    let (mut desk, id) = jordans();
    let first = desk.subject.thread.as_ref().unwrap().last_inbound.unwrap();
    let now = tells("Maya takes over.", TellCustomer::Now);
    desk.text("hello?");
    let newest = desk.subject.thread.as_ref().unwrap().last_inbound.unwrap();
    let Command::Offer(_, mut unseen) = offer(id, MAYAS, now) else { unreachable!() };
    unseen.seen = Seen::UpTo(first);
    let late = desk.try_do(&By::person(JORDAN), &Command::Offer(id, unseen.clone()));
    assert_eq!(late.unwrap_err(), Refusal::Newer { newest });
    unseen.seen = Seen::UpTo(newest);
    let made = desk.act(&By::person(JORDAN), &Command::Offer(id, unseen));
    assert_eq!(desk.subject.text(made.message.unwrap()).unwrap().kind, TextKind::Handoff);
    let Some(Made::Handoff(handoff)) = made.made else { unreachable!() };
    assert!(desk.act(&By::person(MAYA), &Command::Accept(id, handoff)).message.is_none(), "once");
    // To others it is news, to whoever pressed it is not.
    let thread = desk.subject.thread.as_ref().unwrap();
    assert_eq!(
        (thread.newest_for(Some(MAYA)), thread.newest_for(Some(JORDAN))),
        (made.message, Some(newest))
    );
}

/// Fails when acceptance writes to a number that opted out (law 8), or keeps quiet about it.
#[test]
fn who_opted_out_gets_no_handoff_text_and_whoever_accepts_is_told() {
    let (mut desk, id, handoff) = offered(MAYAS, tells("Maya takes over.", TellCustomer::OnAcceptance));
    desk.text("STOP");
    let texts = desk.subject.texts.len();
    let accepted = desk.act(&By::person(MAYA), &Command::Accept(id, handoff));
    assert_eq!((desk.subject.texts.len(), accepted.message), (texts, None));
    assert_eq!(told(&accepted), [(MAYA, Notice::TextCancelled)]);
    assert_eq!(desk.conversation().owner, MAYAS);
    let now = offer(id, Owner::Queue(GENERAL), tells("General takes over.", TellCustomer::Now));
    assert!(matches!(desk.try_do(&By::person(MAYA), &now), Err(Refusal::OptedOut { .. })));
}
