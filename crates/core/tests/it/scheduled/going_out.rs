//! When a scheduled text goes out, and when something keeps it.

use super::*;

/// Fails when a scheduled text goes out before its time or not at it, in another name, twice, or keeps no promise.
#[test]
fn a_scheduled_text_goes_out_at_its_time_and_is_its_authors_reply() {
    let mut desk = desk();
    desk.text("Do you take new patients?");
    desk.plan(CHRIS, "We do.", "2026-05-12T17:30:00Z");
    assert_eq!(desk.conversation().owner, Owner::Person(CHRIS), "writing it claims it, as any text does");
    assert_eq!(desk.conversation().next_at(), Some(at("2026-05-12T17:26:00Z")), "the warning comes first");
    desk.until(at("2026-05-12T17:29:59Z"));
    assert_eq!(desk.written_by(), []);
    assert!(desk.conversation().waiting_since.is_some(), "a promise is not kept by what is only planned");
    desk.until(at("2026-05-13T12:00:00Z"));
    assert_eq!(desk.written_by(), [("We do.", TextKind::Person, Some(CHRIS), at("2026-05-12T17:30:00Z"))]);
    assert_eq!(desk.waiting(), [] as [&Scheduled; 0]);
    assert_eq!(desk.conversation().waiting_since, None);
    let kept = |event: &Event| matches!(event, Event::ClockKept { key, .. } if *key == ClockKey::of(ClockKind::FirstResponse));
    assert_eq!(desk.told.iter().filter(|(event, ..)| kept(event)).count(), 1);
    let text = desk.subject.texts.iter().find(|text| text.body == "We do.").expect("it is on its way");
    assert_eq!(text.by, By::person(CHRIS));
    assert_eq!(desk.subject.thread.as_ref().unwrap().last_by.map(|(who, _)| who), Some(CHRIS));
}

/// Fails when what a program has planned counts as an answer of the team.
#[test]
fn a_programs_scheduled_text_keeps_no_promise() {
    let mut desk = desk();
    desk.text("Do you take new patients?");
    desk.schedule(&program(), later("Thanks, we got it.", at("2026-05-12T17:00:00Z"), IfChanged::Ask));
    desk.until(at("2026-05-12T17:00:00Z"));
    let texts = desk.written_by();
    assert_eq!(texts, [("Thanks, we got it.", TextKind::Program, None, at("2026-05-12T17:00:00Z"))]);
    assert!(desk.conversation().waiting_since.is_some());
    let text = desk.subject.texts.iter().find(|text| text.kind == TextKind::Program).unwrap();
    assert_eq!(text.by, program());
}

/// Fails when 9:00 in New York moves with a change of clocks (DST ends on 1 November 2026, began on 8 March).
#[test]
fn nine_on_the_wall_is_nine_after_the_clocks_change() {
    let zone = Zone::named("America/New_York").unwrap();
    for (now, date, instant) in [
        ("2026-10-30T16:00:00Z", "2026-11-02", "2026-11-02T14:00:00Z"),
        ("2026-03-06T16:00:00Z", "2026-03-09", "2026-03-09T13:00:00Z"),
    ] {
        let mut desk = desk();
        desk.now = at(now);
        desk.text("Hello");
        let nine = zone.moment(date.parse().unwrap(), "09:00".parse().unwrap());
        assert_eq!(nine, at(instant));
        // They have not answered by then.
        desk.reply(CHRIS, "Does Monday work?", Then::Pending { wake_at: Some(nine) });
        desk.schedule(
            &By::person(CHRIS),
            NewText { then: Then::Open, ..later("Monday?", nine, IfChanged::Send) },
        );
        let id = desk.conversation().id;
        let words = "Ask again".to_owned();
        desk.act(&By::person(MAYA), &Command::SetReminder { conversation: id, words, at: nine });
        desk.until(at(instant));
        assert_eq!(desk.conversation().status, Status::Open);
        assert_eq!(desk.written_by().last().unwrap().3, nine);
        assert_eq!(desk.notices(MAYA), [Notice::Reminder]);
        let woken = desk.told.iter().find(|(event, ..)| {
            matches!(event, Event::StatusChanged { from: Status::Pending, to: Status::Open, .. })
        });
        assert_eq!(woken.unwrap().1, nine);
    }
}

/// Fails when half past two on the night that has none is no time, or another than three, when clocks have gone forward; when
/// half past one on the night that has two is not the first; or when another zone of the workspace moves what is scheduled.
#[test]
fn a_wall_time_of_the_night_in_which_clocks_change_is_one_instant() {
    let zone = Zone::named("America/New_York").unwrap();
    for (now, date, time, instant) in [
        ("2026-03-07T20:00:00Z", "2026-03-08", "02:30", "2026-03-08T07:00:00Z"),
        ("2026-10-31T20:00:00Z", "2026-11-01", "01:30", "2026-11-01T05:30:00Z"),
    ] {
        for moves in [false, true] {
            let mut desk = desk();
            desk.now = at(now);
            desk.text("Hello");
            let wanted = zone.moment(date.parse().unwrap(), time.parse().unwrap());
            assert_eq!(wanted, at(instant), "{date} {time}");
            let text = later("Good night.", wanted, IfChanged::Send);
            desk.schedule(&By::person(CHRIS), NewText { despite_quiet_hours: true, ..text });
            if moves {
                desk.directory = directory_with(&POLICY.replace("America/New_York", "America/Denver"), &[]);
                let id = desk.conversation().id;
                desk.act(&By::Policy, &Command::Resettle(id));
            }
            desk.until(at(instant) + std::time::Duration::from_hours(3));
            let went: Vec<_> = desk.written_by().into_iter().map(|text| text.3).collect();
            assert_eq!(went, [at(instant)], "once, and then");
        }
    }
}

/// Law 7. Fails when a text goes out over something that its author has not seen, or when what they know holds it.
#[test]
fn what_came_meanwhile_cancels_holds_or_lets_it_go_as_its_author_said() {
    enum Came {
        Nothing,
        Text,
        Reaction,
        Colleague,
        Own,
        Program,
    }
    use Came::{Colleague, Nothing, Own, Reaction, Text};
    let cases = [
        (Nothing, false),
        (Text, true),
        (Reaction, false),
        (Colleague, true),
        (Own, false),
        (Came::Program, false),
    ];
    for (came, changes) in cases {
        for if_changed in [IfChanged::Cancel, IfChanged::Ask, IfChanged::Send] {
            let mut desk = desk();
            desk.text("Can I come on Friday?");
            desk.reply(CHRIS, "I'll look.", Then::Open);
            desk.schedule(&By::person(CHRIS), later("Friday at 11.", at("2026-05-12T18:00:00Z"), if_changed));
            desk.minutes(5);
            match came {
                Nothing => {}
                Text => drop(desk.text("Monday is better")),
                Reaction => drop(desk.text("Liked “I'll look.”")),
                Colleague => drop(desk.reply(MAYA, "We are closed on Friday.", Then::Open)),
                Own => drop(desk.reply(CHRIS, "One moment.", Then::Open)),
                Came::Program => {
                    let id = desk.conversation().id;
                    let text = NewText::saying("You are number 3.");
                    desk.act(&program(), &Command::Send(id, Box::new(text)));
                }
            }
            desk.told.clear();
            desk.until(at("2026-05-12T18:00:00Z"));
            let went = desk.written_by().iter().any(|text| text.0 == "Friday at 11.");
            assert_eq!(went, !changes || if_changed == IfChanged::Send);
            let held: Vec<_> = desk.waiting().iter().map(|text| text.held.is_some()).collect();
            match (changes, if_changed) {
                (true, IfChanged::Ask) => {
                    assert_eq!(held, [true]);
                    assert_eq!(desk.notices(CHRIS), [Notice::ScheduledHeld]);
                }
                (true, IfChanged::Cancel) => {
                    assert!(held.is_empty());
                    assert_eq!(desk.notices(CHRIS), [Notice::ScheduledDropped]);
                }
                _ => assert!(held.is_empty()),
            }
        }
    }
}

/// Fails when a held text goes out by itself, cannot be sent or dropped, or is sent over something unseen.
#[test]
fn a_held_text_waits_for_a_decision() {
    let mut desk = desk();
    desk.text("Can I come on Friday?");
    let id = desk.plan(CHRIS, "Friday at 11.", "2026-05-12T17:00:00Z");
    desk.minutes(5);
    let seen = desk.text("Or Monday?").message.unwrap();
    desk.until(at("2026-05-20T17:00:00Z"));
    assert_eq!(desk.written_by(), []);
    desk.now = at("2026-05-20T17:00:00Z");
    desk.text("Hello?");
    let now = |seen| Command::SendScheduled { scheduled: id, seen, despite_quiet_hours: false };
    let refused = desk.try_do(&By::person(MAYA), &now(Seen::UpTo(seen))).unwrap_err();
    assert!(matches!(refused, Refusal::Newer { .. }), "{refused}");
    let stranger = desk.try_do(&By::person(JORDAN), &now(Seen::Unsaid)).unwrap_err();
    assert!(matches!(stranger, Refusal::NotAllowed(_)), "{stranger}");
    let mut other = desk.subject.clone();
    // A lead sends it: it is the lead's then.
    let newest = desk.subject.thread.as_ref().unwrap().last_inbound.unwrap();
    desk.act(&By::person(RUTH), &now(Seen::UpTo(newest)));
    assert_eq!(desk.written_by(), [("Friday at 11.", TextKind::Person, Some(RUTH), desk.now)]);
    let again = desk.try_do(&By::person(RUTH), &now(Seen::Unsaid)).unwrap_err();
    assert_eq!(again.to_string(), "This text went out, or was dropped already.");
    // Its author drops it.
    std::mem::swap(&mut desk.subject, &mut other);
    let dropped = desk.act(&By::person(CHRIS), &Command::DropScheduled(id));
    assert_eq!(names(&dropped), ["scheduled.dropped"]);
    assert_eq!(desk.waiting(), [] as [&Scheduled; 0]);
}
