//! Reminders and waiting until a time, and how much may wait.

use super::*;

/// Fails when a reminder comes early, twice, to nobody, or clears a wake-up; or is lost with the close.
#[test]
fn a_reminder_comes_to_who_set_it_or_to_who_answers() {
    let mut desk = desk();
    desk.text("Hello");
    let id = desk.conversation().id;
    let set = |words: &str, time: &str| Command::SetReminder {
        conversation: id,
        words: words.to_owned(),
        at: at(time),
    };
    for (words, time, field) in
        [(" ", "2026-05-12T18:00:00Z", "text"), ("Call", "2026-05-12T16:00:00Z", "at")]
    {
        let refused = desk.try_do(&By::person(CHRIS), &set(words, time)).unwrap_err();
        assert!(matches!(refused, Refusal::Invalid { field: found, .. } if found == field), "{refused}");
    }
    assert!(desk.try_do(&program(), &set("Call", "2026-05-12T18:00:00Z")).is_err());
    desk.reply(CHRIS, "I'll see.", Then::Pending { wake_at: Some(at("2026-05-12T20:00:00Z")) });
    desk.act(&By::person(CHRIS), &set("Call the lab", "2026-05-12T18:00:00Z"));
    let theirs = desk.act(&By::person(MAYA), &set("Look in", "2026-05-12T19:00:00Z")).made;
    desk.act(&By::person(JORDAN), &set("Ask Dana", "2026-05-14T18:00:00Z"));
    let Some(baton_core::Made::Reminder(theirs)) = theirs else { panic!("{theirs:?}") };
    let refused = desk.try_do(&By::person(CHRIS), &Command::DropReminder(theirs)).unwrap_err();
    assert!(matches!(refused, Refusal::NotAllowed(_)), "{refused}");
    desk.act(&By::person(MAYA), &Command::DropReminder(theirs));
    desk.until(at("2026-05-12T18:00:00Z"));
    assert_eq!(desk.conversation().wake_at, Some(at("2026-05-12T20:00:00Z")), "that is another matter");
    assert_eq!((desk.notices(CHRIS), desk.notices(MAYA)), (vec![Notice::Reminder], vec![]));
    desk.until(at("2026-05-12T20:00:00Z"));
    assert_eq!(desk.conversation().status, Status::Open);
    desk.act(&By::person(CHRIS), &Command::Close(id, None));
    desk.directory = directory_with(POLICY, &[JORDAN]);
    desk.until(at("2026-05-14T18:00:00Z"));
    let came = desk.told.iter().rev().find_map(|(event, at, _)| match event {
        Event::ReminderCame { who, words, due_at, .. } => Some((*who, words.as_str(), *due_at, *at)),
        _ => None,
    });
    let time = at("2026-05-14T18:00:00Z");
    assert_eq!(came, Some((desk.conversation().accountable, "Ask Dana", time, time)));
    assert_eq!((desk.conversation().next_at(), desk.conversation().status), (None, Status::Closed));
}

/// Fails when an answer that is only thanks takes the wake-up away: it stays as a reminder to who answers.
#[test]
fn a_courtesy_that_answers_leaves_the_wake_up_as_a_reminder() {
    let mut desk = desk();
    desk.text("When can I come?");
    let wake_at = Some(at("2026-05-15T13:00:00Z"));
    desk.reply(CHRIS, "Friday at 11, does that work?", Then::Pending { wake_at });
    desk.minutes(5);
    desk.text("Sounds good 👍");
    assert_eq!(desk.conversation().status, Status::Open);
    assert!(desk.clock(ClockKind::NextResponse).is_some());
    desk.reply(CHRIS, "See you!", Then::Open);
    assert_eq!(desk.conversation().wake_at, wake_at);
    desk.until(at("2026-05-15T12:59:59Z"));
    let who = desk.conversation().accountable;
    desk.told.clear();
    desk.until(at("2026-05-15T13:00:00Z"));
    assert_eq!(desk.notices(who), [Notice::Reminder]);
    assert_eq!(desk.names("wake_up."), ["wake_up.passed"]);
    assert_eq!(desk.conversation().wake_at, None);
}

/// freescout #3584: fails when plain thanks reopen what waits with a wake-up, or take that away; or when what needs an answer
/// waits until then.
#[test]
fn thanks_leave_what_waits_as_it_is_and_a_question_opens_it() {
    let mut desk = desk();
    desk.text("When can I come?");
    let wake_at = Some(at("2026-05-15T13:00:00Z"));
    desk.reply(CHRIS, "Friday at 11 it is.", Then::Pending { wake_at });
    desk.minutes(5);
    desk.text("ok thanks 👍");
    assert_eq!((desk.conversation().status, desk.conversation().wake_at), (Status::Pending, wake_at));
    assert!(desk.clock(ClockKind::NextResponse).is_none() && desk.conversation().waiting_since.is_none());
    desk.minutes(5);
    desk.text("can we move it?");
    assert_eq!((desk.conversation().status, desk.conversation().wake_at), (Status::Open, wake_at));
    assert_eq!(desk.due(ClockKind::NextResponse), Some(desk.now + std::time::Duration::from_hours(1)));
    desk.reply(CHRIS, "Sure, to Monday.", Then::Open);
    desk.until(at("2026-05-15T13:00:00Z"));
    assert_eq!(desk.notices(desk.conversation().accountable), [Notice::Reminder], "it reminds them still");
}

/// Fails when what waits in a conversation grows without bound: every text of the customer reads and writes it all.
#[test]
fn what_waits_has_a_limit_together_and_a_text_takes_so_many_pictures() {
    let mut desk = desk();
    desk.text("Hello");
    let id = desk.conversation().id;
    let long = |characters: usize| "x".repeat(characters);
    let wait =
        |body: String| Command::Send(id, Box::new(later(&body, at("2026-05-13T17:00:00Z"), IfChanged::Send)));
    for _ in 0..6 {
        desk.act(&By::person(CHRIS), &wait(long(1_600)));
    }
    desk.act(&By::person(CHRIS), &wait(long(400)));
    let refused = desk.try_do(&By::person(CHRIS), &wait(long(1))).unwrap_err();
    assert!(matches!(&refused, Refusal::NotNow(why) if why.sentence.contains("10001")), "{refused}");
    let one = desk.conversation().scheduled.last().unwrap().id;
    let change = |body: String| {
        let change = ScheduledChange {
            body: Some(body),
            send_at: None,
            if_changed: None,
            despite_quiet_hours: None,
            seen: Seen::Unsaid,
        };
        Command::ChangeScheduled(one, Box::new(change))
    };
    assert!(desk.try_do(&By::person(CHRIS), &change(long(401))).is_err());
    desk.act(&By::person(CHRIS), &change(long(399)));

    let picture = baton_core::Media {
        url: "https://x.example/1".to_owned(),
        content_type: "image/png".to_owned(),
        size: None,
    };
    let text = |count: usize| {
        let text = NewText { media: vec![picture.clone(); count], ..NewText::saying("Look") };
        Command::Send(id, Box::new(text))
    };
    let refused = desk.try_do(&By::person(CHRIS), &text(11)).unwrap_err();
    assert!(matches!(refused, Refusal::Invalid { field: "media", .. }), "{refused}");
    desk.act(&By::person(CHRIS), &text(10));
}
