//! Texts that go out at their time, reminders, and waiting until a time: over changes of clocks, over what came
//! meanwhile, and after a stop.
mod support;

use baton_core::{
    By, ClockKey, ClockKind, Command, ConsentState, Decision, Event, IfChanged, Later, Moment, NewText,
    Notice, Owner, PendingOn, PersonId, ProgramId, Refusal, Scheduled, ScheduledChange, ScheduledId, Seen,
    Status, TextKind, Then,
};
use baton_hours::Zone;
use support::*;

const PROMISES: &str = r#"
[hours.Clinic]
mon = ["09:00-18:00"]
tue = ["09:00-18:00"]
wed = ["09:00-18:00"]
thu = ["09:00-18:00"]
fri = ["09:00-18:00"]

[[targets]]
name = "Everybody"
first_response = "1 h"
next_response = "1 h"
hours = "Clinic"
escalation = "Usual"

[escalations]
Usual = [{ after = "0 min", notify = "lead" }, { after = "30 min", assign = "Ruth" }]
"#;

fn at(text: &str) -> Moment {
    text.parse().expect("a time")
}

fn desk() -> Desk {
    Desk::with(&policy_with(&PROMISES.replace("assign = \"Ruth\"", "assign = \"ruth@cedarlane.example\"")))
}

fn program() -> By {
    By::Program { id: ProgramId(41), name: "Reminders".to_owned() }
}

fn later(body: &str, at: Moment, if_changed: IfChanged) -> NewText {
    NewText { later: Some(Later { at, if_changed }), ..NewText::saying(body) }
}

impl Desk {
    fn schedule(&mut self, by: &By, text: NewText) -> ScheduledId {
        let id = self.conversation().id;
        let made = self.act(by, &Command::Send(id, Box::new(text))).made;
        match made {
            Some(baton_core::Made::Scheduled(made)) => made,
            other => panic!("it made {other:?}"),
        }
    }

    fn plan(&mut self, by: PersonId, body: &str, time: &str) -> ScheduledId {
        self.schedule(&By::person(by), later(body, at(time), IfChanged::Ask))
    }

    fn reply(&mut self, who: PersonId, body: &str, then: Then) {
        let id = self.conversation().id;
        self.act(&By::person(who), &Command::Send(id, new_text(body, Seen::Unsaid, then)));
    }

    fn wake(&mut self) -> Decision {
        let id = self.conversation().id;
        self.act(&By::Policy, &Command::Wake(id))
    }

    /// Time goes on, and what is due is done at its instant.
    fn until(&mut self, text: &str) {
        let end = at(text);
        while let Some(next) = self.conversation().next_at().filter(|next| *next <= end) {
            self.now = self.now.max(next);
            self.wake();
            let again = self.conversation().next_at();
            assert!(again.is_none_or(|again| again > next), "what was due at {next} is due still");
        }
        self.now = end;
    }

    fn waiting(&self) -> Vec<&Scheduled> {
        self.conversation().scheduled.iter().collect()
    }

    /// Texts of ours: words, kind, by whom, when.
    fn written(&self) -> Vec<(&str, TextKind, Option<PersonId>, Moment)> {
        let texts = self.told.iter().filter_map(|(event, at, by)| match event {
            Event::TextWritten { body, kind, author, .. } => {
                Some((body.as_str(), *kind, author.or_else(|| by.as_person()), *at))
            }
            _ => None,
        });
        texts.collect()
    }

    fn notices(&self, who: PersonId) -> Vec<Notice> {
        let told = self.told.iter().filter_map(|(event, ..)| match event {
            Event::Told { who: told, about, .. } if *told == who => Some(*about),
            _ => None,
        });
        told.collect()
    }

    fn names(&self, prefix: &str) -> Vec<&'static str> {
        let names = self.told.iter().map(|(event, ..)| event.name());
        names.filter(|name| name.starts_with(prefix)).collect()
    }
}

/// Fails when a scheduled text goes out before its time or not at it, in another name, twice, or keeps no promise.
#[test]
fn a_scheduled_text_goes_out_at_its_time_and_is_its_authors_reply() {
    let mut desk = desk();
    desk.text("Do you take new patients?");
    desk.plan(CHRIS, "We do.", "2026-05-12T17:30:00Z");
    assert_eq!(desk.conversation().owner, Owner::Person(CHRIS), "writing it claims it, as any text does");
    assert_eq!(desk.conversation().next_at(), Some(at("2026-05-12T17:26:00Z")), "the warning comes first");
    desk.until("2026-05-12T17:29:59Z");
    assert_eq!(desk.written(), []);
    assert!(desk.conversation().waiting_since.is_some(), "a promise is not kept by what is only planned");
    desk.until("2026-05-13T12:00:00Z");
    assert_eq!(desk.written(), [("We do.", TextKind::Person, Some(CHRIS), at("2026-05-12T17:30:00Z"))]);
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
    desk.until("2026-05-12T17:00:00Z");
    let texts = desk.written();
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
        desk.until(instant);
        assert_eq!(desk.conversation().status, Status::Open);
        assert_eq!(desk.written().last().unwrap().3, nine);
        assert_eq!(desk.notices(MAYA), [Notice::Reminder]);
        let woken = desk.told.iter().find(|(event, ..)| {
            matches!(event, Event::StatusChanged { from: Status::Pending, to: Status::Open, .. })
        });
        assert_eq!(woken.unwrap().1, nine);
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
                Colleague => desk.reply(MAYA, "We are closed on Friday.", Then::Open),
                Own => desk.reply(CHRIS, "One moment.", Then::Open),
                Came::Program => {
                    let id = desk.conversation().id;
                    let text = NewText::saying("You are number 3.");
                    desk.act(&program(), &Command::Send(id, Box::new(text)));
                }
            }
            desk.told.clear();
            desk.until("2026-05-12T18:00:00Z");
            let went = desk.written().iter().any(|text| text.0 == "Friday at 11.");
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
    desk.until("2026-05-20T17:00:00Z");
    assert_eq!(desk.written(), []);
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
    assert_eq!(desk.written(), [("Friday at 11.", TextKind::Person, Some(RUTH), desk.now)]);
    let again = desk.try_do(&By::person(RUTH), &now(Seen::Unsaid)).unwrap_err();
    assert_eq!(again.to_string(), "This text went out, or was dropped already.");
    // Its author drops it.
    std::mem::swap(&mut desk.subject, &mut other);
    let dropped = desk.act(&By::person(CHRIS), &Command::DropScheduled(id));
    assert_eq!(names(&dropped), ["scheduled.dropped"]);
    assert_eq!(desk.waiting(), [] as [&Scheduled; 0]);
}

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
    desk.until("2026-05-12T17:10:00Z");
    assert!(desk.waiting()[0].held.is_some());
    // New words are written in sight of everything: it waits for its time again.
    let words = ScheduledChange {
        body: Some("  Monday at 9.  ".to_owned()),
        send_at: Some(at("2026-05-12T17:20:00Z")),
        seen: Seen::UpTo(desk.subject.thread.as_ref().unwrap().last_inbound.unwrap()),
        ..nothing
    };
    desk.act(&By::person(MAYA), &change(id, words));
    desk.until("2026-05-12T17:20:00Z");
    assert_eq!(desk.written(), [("Monday at 9.", TextKind::Person, Some(MAYA), desk.now)]);
}

/// Law 10. Fails when the text of somebody who left is lost, goes out in their name, or nobody is told.
#[test]
fn the_text_of_somebody_who_left_is_whose_who_answers() {
    let mut desk = desk();
    desk.text("Can I come on Friday?");
    desk.plan(JORDAN, "Friday at 11.", "2026-05-12T18:00:00Z");
    let id = desk.conversation().id;
    desk.directory = directory_with(
        &policy_with(&PROMISES.replace("assign = \"Ruth\"", "assign = \"ruth@cedarlane.example\"")),
        &[JORDAN],
    );
    let left = desk.act(&By::Policy, &Command::Resettle(id));
    assert!(names(&left).contains(&"owner.changed") && names(&left).contains(&"scheduled.moved"));
    let who = desk.conversation().accountable;
    assert_ne!(who, JORDAN);
    assert_eq!(desk.notices(who), [Notice::ScheduledMoved]);
    assert!(desk.act(&By::Policy, &Command::Resettle(id)).events.is_empty(), "once");
    desk.until("2026-05-12T18:00:00Z");
    assert_eq!(desk.written(), [("Friday at 11.", TextKind::Person, Some(who), desk.now)]);
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
        desk.until("2026-05-13T18:00:00Z");
        assert!(!desk.written().iter().any(|text| text.0 == "See you!"), "it does not come back");
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
    desk.until("2026-05-12T17:00:00Z");
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
    desk.until("2026-05-28T15:00:00Z");
    assert_eq!(desk.written().len(), 1);
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

/// Fails when a text that comes late is escalated in the breath that answers it, or does not say how late it is.
#[test]
fn a_late_one_goes_out_once_and_says_how_late_it_is() {
    let mut desk = desk();
    desk.text("Can I come on Friday?");
    desk.plan(CHRIS, "Friday at 11.", "2026-05-12T17:00:00Z");
    // Nothing ran from 16:41 to 18:30; the promise ran out at 17:41.
    desk.now = at("2026-05-12T18:30:00Z");
    desk.wake();
    let due = desk.told.iter().find_map(|(event, at, _)| match event {
        Event::TextWritten { scheduled: Some(from), .. } => Some((from.due_at, *at)),
        _ => None,
    });
    assert_eq!(due, Some((at("2026-05-12T17:00:00Z"), at("2026-05-12T18:30:00Z"))));
    assert_eq!(desk.names("escalation."), [] as [&str; 0]);
    let late = |event: &Event| matches!(event, Event::ClockStopped { cause, .. } if *cause == baton_core::StopCause::AnsweredLate);
    assert_eq!(
        desk.told.iter().filter(|(event, ..)| late(event)).count(),
        1,
        "it went out late, and that is told"
    );
}

/// Fails when a time is taken that has passed or lies years ahead, or what comes after lies before.
#[test]
fn times_that_cannot_be_are_refused() {
    let mut desk = desk();
    desk.text("Hello");
    let id = desk.conversation().id;
    let soon = at("2026-05-12T18:00:00Z");
    let text = |at| later("x", at, IfChanged::Ask);
    for (text, field) in [
        (text(desk.now), "send_at"),
        (text(at("2029-05-12T18:00:00Z")), "send_at"),
        (NewText { promise_by: Some(soon), ..text(soon) }, "promise_by"),
        (NewText { then: Then::Pending { wake_at: Some(soon) }, ..text(soon) }, "wake_at"),
    ] {
        let refused = desk.try_do(&By::person(CHRIS), &Command::Send(id, Box::new(text))).unwrap_err();
        assert!(matches!(refused, Refusal::Invalid { field: found, .. } if found == field), "{refused}");
    }
    for _ in 0..20 {
        desk.plan(CHRIS, "x", "2026-05-12T18:00:00Z");
    }
    let refused = desk.try_do(&By::person(CHRIS), &Command::Send(id, Box::new(text(soon)))).unwrap_err();
    assert_eq!(refused.to_string(), "20 texts wait here already. Drop one of them first.");
}

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
    desk.until("2026-05-12T18:00:00Z");
    assert_eq!(desk.conversation().wake_at, Some(at("2026-05-12T20:00:00Z")), "that is another matter");
    assert_eq!((desk.notices(CHRIS), desk.notices(MAYA)), (vec![Notice::Reminder], vec![]));
    desk.until("2026-05-12T20:00:00Z");
    assert_eq!(desk.conversation().status, Status::Open);
    desk.act(&By::person(CHRIS), &Command::Close(id, None));
    desk.directory = directory_with(POLICY, &[JORDAN]);
    desk.until("2026-05-14T18:00:00Z");
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
    assert!(desk.conversation().clock(ClockKey::of(ClockKind::NextResponse)).is_some());
    desk.reply(CHRIS, "See you!", Then::Open);
    assert_eq!(desk.conversation().wake_at, wake_at);
    desk.until("2026-05-15T12:59:59Z");
    let who = desk.conversation().accountable;
    desk.told.clear();
    desk.until("2026-05-15T13:00:00Z");
    assert_eq!(desk.notices(who), [Notice::Reminder]);
    assert_eq!(desk.names("wake_up."), ["wake_up.passed"]);
    assert_eq!(desk.conversation().wake_at, None);
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
    assert!(matches!(&refused, Refusal::NotNow(words) if words.contains("10001")), "{refused}");
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
