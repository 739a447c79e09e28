//! Texts for later, and what waits for them.

use super::*;

/// Law 7. Fails when a text that is held over news goes out, or waits again, for somebody who does not say that they know
/// the news.
#[test]
fn who_lets_a_held_text_go_says_what_they_have_seen() {
    let mut desk = Desk::on("05-12 12:00", &policy());
    desk.text("Can I come on Friday?");
    let id =
        desk.schedule(&By::person(CHRIS), for_later(NewText::saying("Friday at 11."), ny("05-12 13:00")));
    desk.minutes(5);
    desk.text("Or Monday?");
    let send = |seen| Command::SendScheduled { scheduled: id, seen, despite_quiet_hours: false };
    let newer = |refusal: Refusal| assert!(matches!(refusal, Refusal::Newer { .. }), "{refusal}");
    newer(desk.try_do(&By::person(CHRIS), &send(Seen::Unsaid)).unwrap_err());
    // New words alone do not say that: it is held all the same.
    desk.changes(CHRIS, id, ScheduledChange { body: Some("Friday at 10.".to_owned()), ..change() }).unwrap();
    desk.until(ny("05-12 13:10"));
    assert!(desk.conversation().scheduled[0].held.is_some());
    newer(desk.try_do(&By::person(CHRIS), &send(Seen::Unsaid)).unwrap_err());
    let again = ScheduledChange { send_at: Some(ny("05-12 14:00")), ..change() };
    newer(desk.changes(CHRIS, id, again.clone()).unwrap_err());
    assert_eq!(desk.written(), []);
    let seen = desk.newest();
    desk.changes(CHRIS, id, ScheduledChange { seen, ..again }).unwrap();
    desk.until(ny("05-12 14:00"));
    assert_eq!(desk.written(), [("Friday at 10.", ny("05-12 14:00"))]);
}

/// Fails when the customer's silence closes a conversation in which a text of ours still goes out, which drops the text;
/// when the silence after that text is not counted from it; or when one that is held keeps it open for ever.
#[test]
fn silence_does_not_close_over_a_text_that_goes_out_later() {
    let policy = policy().replace("reopen_within", "close_after = \"2 days\"\nreopen_within");
    for stopped in [false, true] {
        let mut desk = Desk::on("05-12 10:00", &policy);
        desk.text("Do you take new patients?");
        let waits = || Then::Pending { wake_at: None };
        let id = desk.conversation().id;
        desk.act(&By::person(CHRIS), &Command::Send(id, new_text("We do.", Seen::Unsaid, waits())));
        desk.schedule(
            &By::person(CHRIS),
            for_later(
                NewText { then: waits(), ..NewText::saying("Your visit is tomorrow.") },
                ny("05-22 10:00"),
            ),
        );
        if stopped {
            desk.now = ny("05-22 11:00");
        }
        desk.until(ny("05-22 11:00"));
        let out = if stopped { ny("05-22 11:00") } else { ny("05-22 10:00") };
        assert_eq!(desk.written().last(), Some(&("Your visit is tomorrow.", out)));
        assert_eq!(desk.conversation().status, Status::Pending);
        desk.until(ny("05-23 09:00"));
        assert_eq!(desk.conversation().status, Status::Pending, "silence begins after it");
        desk.until(ny("05-24 11:01"));
        assert_eq!(desk.conversation().status, Status::Closed);
    }
    let mut desk = Desk::on("05-12 10:00", &policy);
    desk.text("Do you take new patients?");
    let id = desk.conversation().id;
    desk.schedule(
        &By::person(CHRIS),
        for_later(NewText::saying("Your visit is tomorrow."), ny("05-13 10:00")),
    );
    desk.minutes(5);
    desk.text("Is that so?");
    let waits = new_text("It is.", Seen::Unsaid, Then::Pending { wake_at: None });
    desk.act(&By::person(MAYA), &Command::Send(id, waits));
    desk.until(ny("05-13 10:00"));
    assert!(desk.conversation().scheduled[0].held.is_some());
    desk.until(ny("05-16 10:00"));
    assert_eq!(desk.conversation().status, Status::Closed);
}

/// Fails when what a template promises counts from the press instead of from when the text goes out, is forgotten, or
/// stays where it was when that time changes.
#[test]
fn a_promise_in_a_scheduled_text_counts_from_when_it_goes_out() {
    let promises = |timeframe: &str| NewText {
        template: Some(Box::new(FromTemplate {
            name: "Confirming".to_owned(),
            values: vec![("timeframe".to_owned(), timeframe.to_owned())],
            own_then: false,
        })),
        ..NewText::saying("")
    };
    let planned = |timeframe: &str| {
        let mut desk = Desk::on("05-11 17:30", &policy());
        desk.text("Do you take new patients?");
        let id = desk.schedule(&By::person(CHRIS), for_later(promises(timeframe), ny("05-12 09:00")));
        (desk, id)
    };
    for (timeframe, due) in [
        ("within 20 minutes", "05-12 09:20"),
        ("by 5 pm today", "05-12 17:00"),
        ("in 2 business hours", "05-12 11:00"),
    ] {
        let (mut desk, _) = planned(timeframe);
        assert_eq!(desk.conversation().scheduled[0].promise_by, Some(ny(due)), "{timeframe}");
        desk.until(ny("05-12 09:00"));
        assert_eq!(desk.follow_up(), Some(ny(due)), "{timeframe}");
        let says = format!("I'll confirm {timeframe}. We open 9 am tomorrow.");
        assert_eq!(desk.written(), [(says.as_str(), ny("05-12 09:00"))], "times are said as of then");
    }
    let (mut desk, id) = planned("within 20 minutes");
    desk.changes(CHRIS, id, ScheduledChange { send_at: Some(ny("05-12 10:00")), ..change() }).unwrap();
    assert_eq!(desk.conversation().scheduled[0].promise_by, Some(ny("05-12 10:20")));
    // Nothing ran at its time.
    desk.now = ny("05-12 12:00");
    desk.until(ny("05-12 12:00"));
    assert_eq!(desk.follow_up(), Some(ny("05-12 12:20")));
    let (mut desk, id) = planned("within 20 minutes");
    desk.changes(CHRIS, id, ScheduledChange { body: Some("We'll see.".to_owned()), ..change() }).unwrap();
    assert_eq!(desk.conversation().scheduled[0].promise_by, None, "these words promise nothing");
    let (mut desk, _) = planned("by 10 am");
    desk.now = ny("05-12 12:00");
    desk.until(ny("05-12 12:00"));
    assert_ne!(
        desk.follow_up(),
        Some(ny("05-12 10:00")),
        "what is over when it goes out is promised no more"
    );
    assert!(desk.follow_up().is_some_and(|due| due > desk.now));
    let mut desk = Desk::on("05-11 17:30", &policy());
    desk.text("Do you take new patients?");
    let id = desk.conversation().id;
    let later = Some(Later { at: ny("05-12 09:00"), if_changed: IfChanged::Ask });
    let over = Box::new(NewText { later, ..promises("by 8 am today") });
    let refused = desk.try_do(&By::person(CHRIS), &Command::Send(id, over)).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "The time “by 8 am today” is over when the text goes out. Promise a later one."
    );
}

/// Fails when a text that is held, whatever for, leaves a conversation waiting for it that was begun for it alone.
#[test]
fn what_waits_for_a_text_that_is_held_is_open_again() {
    let mut desk = Desk::on("05-12 10:00", &policy());
    let to = baton_text::Address::from_carrier("+12125550134", || baton_text::Region::US);
    let later = Some(Later { at: ny("05-13 10:00"), if_changed: IfChanged::Ask });
    let text = NewText { later, ..NewText::saying("Your visit is tomorrow.") };
    desk.act(&By::person(CHRIS), &Command::Begin(Box::new(Begin { line: MAIN, to, text })));
    assert_eq!(desk.conversation().status, Status::Pending);
    // The thread takes no more.
    std::sync::Arc::make_mut(desk.subject.thread.as_mut().unwrap()).messages =
        baton_core::MessageId::MAX_ORDINAL;
    desk.until(ny("05-13 10:00"));
    assert!(desk.conversation().scheduled[0].held.is_some());
    assert_eq!(desk.conversation().status, Status::Open);
}
