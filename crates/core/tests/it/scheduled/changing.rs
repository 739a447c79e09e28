//! What becomes of one before its time.

use super::*;

/// Fails when a change of words or time is not kept, lets it go over what came before, or can be made by anybody.
#[test]
fn a_scheduled_text_can_be_changed_until_it_goes_out() {
    let change = |id, change: ScheduledChange| Command::ChangeScheduled(id, Box::new(change));
    let nothing = ScheduledChange {
        body: None,
        send_at: None,
        if_changed: None,
        despite_quiet_hours: None,
        seen: Seen::Unsaid,
    };
    let mut desk = desk();
    desk.text("Can I come on Friday?");
    let id = desk.plan(CHRIS, "Friday at 11.", "2026-05-12T17:00:00Z");
    desk.minutes(5);
    desk.text("Or Monday?");
    desk.minutes(1);
    let refused = desk.try_do(&By::person(JORDAN), &change(id, nothing.clone())).unwrap_err();
    assert!(matches!(refused, Refusal::NotAllowed(_)), "{refused}");
    let past = ScheduledChange { send_at: Some(desk.now), ..nothing.clone() };
    let refused = desk.try_do(&By::person(CHRIS), &change(id, past)).unwrap_err();
    assert!(matches!(refused, Refusal::Invalid { field: "send_at", .. }), "{refused}");
    // The time alone: what came before is still news to its author.
    let at_time = ScheduledChange { send_at: Some(at("2026-05-12T17:10:00Z")), ..nothing.clone() };
    desk.act(&By::person(CHRIS), &change(id, at_time));
    desk.until(at("2026-05-12T17:10:00Z"));
    assert!(desk.waiting()[0].held.is_some());
    // New words are written in sight of everything: it waits for its time again.
    let words = ScheduledChange {
        body: Some("  Monday at 9.  ".to_owned()),
        send_at: Some(at("2026-05-12T17:20:00Z")),
        seen: Seen::UpTo(desk.subject.thread.as_ref().unwrap().last_inbound.unwrap()),
        ..nothing
    };
    desk.act(&By::person(MAYA), &change(id, words));
    desk.until(at("2026-05-12T17:20:00Z"));
    assert_eq!(desk.written_by(), [("Monday at 9.", TextKind::Person, Some(MAYA), desk.now)]);
}

/// Law 10. Fails when the text of somebody who left is lost, goes out in their name, or nobody is told.
#[test]
fn the_text_of_somebody_who_left_is_whose_who_answers() {
    let mut desk = desk();
    desk.text("Can I come on Friday?");
    desk.plan(JORDAN, "Friday at 11.", "2026-05-12T18:00:00Z");
    let id = desk.conversation().id;
    desk.directory = directory_with(&promises(), &[JORDAN]);
    let left = desk.act(&By::Policy, &Command::Resettle(id));
    assert!(names(&left).contains(&"owner.changed") && names(&left).contains(&"scheduled.moved"));
    let who = desk.conversation().accountable;
    assert_ne!(who, JORDAN);
    assert_eq!(desk.notices(who), [Notice::ScheduledMoved]);
    assert!(desk.act(&By::Policy, &Command::Resettle(id)).events.is_empty(), "once");
    desk.until(at("2026-05-12T18:00:00Z"));
    assert_eq!(desk.written_by(), [("Friday at 11.", TextKind::Person, Some(who), desk.now)]);
}

/// Law 8. Fails when a scheduled text outlives an opt-out, on this line or told from another, or its author is not told.
#[test]
fn an_opt_out_cancels_what_is_scheduled_and_tells_its_author() {
    for by_word in [true, false] {
        let mut desk = desk();
        desk.text("Hello");
        desk.plan(CHRIS, "See you!", "2026-05-12T18:00:00Z");
        if by_word {
            desk.text("STOP");
        } else {
            let thread = desk.subject.thread.as_ref().unwrap().id;
            let note = baton_core::ConsentNote {
                to: ConsentState::Out,
                cause: baton_core::ConsentCause::Person,
                evidence: "by phone".to_owned(),
                carrier_block: false,
            };
            std::sync::Arc::make_mut(desk.subject.number.as_mut().unwrap()).consent.state = ConsentState::Out;
            desk.act(&By::person(MAYA), &Command::FollowConsent(thread, note));
        }
        assert_eq!(desk.waiting(), [] as [&Scheduled; 0]);
        assert_eq!(desk.notices(CHRIS), [Notice::TextCancelled]);
        desk.text("START");
        desk.until(at("2026-05-13T18:00:00Z"));
        assert!(!desk.written_by().iter().any(|text| text.0 == "See you!"), "it does not come back");
    }
}

/// Fails when a close leaves a text behind that goes out afterwards, or withdraws it without a word to its author.
#[test]
fn a_close_withdraws_what_is_scheduled() {
    let mut desk = desk();
    desk.text("Hello");
    desk.plan(CHRIS, "See you!", "2026-05-12T18:00:00Z");
    let id = desk.conversation().id;
    desk.act(&By::person(MAYA), &Command::Close(id, None));
    assert_eq!(desk.names("scheduled."), ["scheduled.dropped"]);
    assert_eq!(desk.notices(CHRIS), [Notice::ScheduledDropped]);
    assert_eq!(desk.conversation().next_at(), None);
}

/// Fails when what is to follow a text is done before it goes out, or not then.
#[test]
fn what_comes_after_it_comes_with_it() {
    let mut desk = desk();
    desk.text("Thank you for everything, I am well again");
    let then = Then::Closed { reason: Some("done".to_owned()) };
    let text = NewText { then, ..later("Goodbye!", at("2026-05-12T17:00:00Z"), IfChanged::Ask) };
    desk.schedule(&By::person(CHRIS), text);
    assert_eq!(desk.conversation().status, Status::Open);
    desk.until(at("2026-05-12T17:00:00Z"));
    assert_eq!(desk.conversation().status, Status::Closed);
    assert_eq!(desk.conversation().reason.as_deref(), Some("done"));
    assert!(desk.notices(CHRIS).is_empty(), "it went out, and was not withdrawn");
}

/// Fails when a conversation that was begun for a later text promises a reply before, or hides once that text is gone.
#[test]
fn what_is_begun_for_a_later_text_waits_for_it() {
    let begin = |text: NewText| {
        Command::Begin(Box::new(baton_core::Begin {
            line: MAIN,
            to: baton_text::Address::from_carrier("+12125550134", || baton_text::Region::US),
            text,
        }))
    };
    let text = later("Your check-up is due.", at("2026-05-28T15:00:00Z"), IfChanged::Ask);
    let mut desk = desk();
    desk.act(&By::person(CHRIS), &begin(text.clone()));
    let conversation = desk.conversation();
    assert_eq!((conversation.status, conversation.pending_on), (Status::Pending, Some(PendingOn::Internal)));
    assert_eq!(conversation.next_at(), Some(at("2026-05-28T15:00:00Z")), "nothing is promised until then");
    desk.until(at("2026-05-28T15:00:00Z"));
    assert_eq!(desk.written_by().len(), 1);
    assert_eq!(desk.conversation().status, Status::Open);

    let mut desk = desk_of(&begin(text));
    let id = desk.waiting()[0].id;
    desk.act(&By::person(CHRIS), &Command::DropScheduled(id));
    assert_eq!(desk.conversation().status, Status::Open, "it waits for nothing any more");
}

fn desk_of(command: &Command) -> Desk {
    let mut desk = desk();
    desk.act(&By::person(CHRIS), command);
    desk
}

/// Fails when a press that changes nothing is written down as a change, because something came at some time; when whoever has
/// read what came is told of it at its time all the same.
#[test]
fn what_is_kept_as_it_is_is_no_change_unless_something_came() {
    let mut desk = desk();
    desk.text("Can I come on Friday?");
    let id = desk.plan(CHRIS, "Friday at 11.", "2026-05-12T17:00:00Z");
    desk.reply(MAYA, "Hello.", Then::Open);
    let keep = |desk: &Desk| {
        let thread = desk.subject.thread.as_ref().unwrap();
        let seen = Seen::UpTo(thread.newest_for(None).unwrap());
        let change =
            ScheduledChange { body: None, send_at: None, if_changed: None, despite_quiet_hours: None, seen };
        Command::ChangeScheduled(id, Box::new(change))
    };
    let press = keep(&desk);
    assert_eq!(names(&desk.act(&By::person(CHRIS), &press)), ["scheduled.changed"], "a colleague wrote");
    desk.reply(CHRIS, "One moment.", Then::Open);
    let press = keep(&desk);
    assert_eq!(names(&desk.act(&By::person(CHRIS), &press)), [""; 0], "what came is their own");
    desk.text("Or Monday?");
    let press = keep(&desk);
    assert_eq!(names(&desk.act(&By::person(CHRIS), &press)), ["scheduled.changed"]);
    assert_eq!(names(&desk.act(&By::person(CHRIS), &press)), [""; 0], "once");
}
