//! What people leave behind when they go, and what waits for something that Baton itself sees come.

use crate::support::*;
use baton_core::{
    Availability, By, Command, ConsentState, Event, IfChanged, Later, Moment, NewText, Notice, Owner,
    PendingOn, PersonId, Seen, Status, TellCustomer, TextKind, Then,
};

/// The business has hours, and whoever is in `gone` has left.
fn house(gone: &[PersonId]) -> baton_core::Directory {
    let members = "members = [\"maya@cedarlane.example\", \"chris@cedarlane.example\"]\n";
    let policy = policy_with(CLINIC)
        .replace(members, &format!("{members}hours = \"Clinic\"\n"))
        .replace("[queues.Scheduling]\n", "[queues.Scheduling]\nhours = \"Clinic\"\n");
    directory_with(&policy, gone)
}

impl Desk {
    fn wake_at(&mut self, at: Moment) -> baton_core::Decision {
        self.now = at;
        let id = self.conversation().id;
        self.act(&By::Policy, &Command::Wake(id))
    }

    fn settles(&mut self, gone: &[PersonId]) -> baton_core::Decision {
        self.directory = house(gone);
        let id = self.conversation().id;
        self.act(&By::Policy, &Command::Resettle(id))
    }

    /// Chris has it, and hands it to Dana at half past eleven in the evening.
    fn offered_at_night(&mut self, tell: TellCustomer) {
        self.text("My invoice is wrong");
        let id = self.conversation().id;
        self.act(&By::person(CHRIS), &Command::Claim(id));
        self.now = ny("05-13 23:30");
        self.act(
            &By::person(CHRIS),
            &offer(id, Owner::Person(DANA), tells("Dana takes over from here.", tell)),
        );
    }
}

/// Fails when the reminder of somebody who left, which waits for working hours, comes to whoever answered when it was
/// put off, and not to whoever answers once it comes.
#[test]
fn a_reminder_that_waits_for_hours_comes_to_who_answers_then() {
    let mut desk = Desk { directory: house(&[]), now: ny("05-12 10:00"), ..Desk::new() };
    desk.text("Hello");
    let id = desk.conversation().id;
    let (words, at) = ("Call the lab".to_owned(), ny("05-12 20:00"));
    desk.act(&By::person(JORDAN), &Command::SetReminder { conversation: id, words, at });
    desk.settles(&[JORDAN]);
    assert_eq!(desk.conversation().accountable, MAYA);
    desk.wake_at(at);
    assert_eq!(desk.conversation().reminders[0].at, ny("05-13 09:00"), "Maya is at home");
    assert_eq!(desk.conversation().reminders[0].person, JORDAN, "it is who it was set by");
    desk.act(&By::person(CHRIS), &Command::Claim(id));
    desk.told.clear();
    desk.wake_at(ny("05-13 09:00"));
    assert_eq!((desk.notices(CHRIS), desk.notices(MAYA)), (vec![Notice::Reminder], vec![]));
}

/// Fails when a reminder of somebody who left waits for the morning although whoever answers has said that they are in; when
/// one that nobody put off comes before its time with it; or when it comes again in the morning.
#[test]
fn a_reminder_that_waits_for_hours_comes_when_they_say_that_they_are_in() {
    let mut desk = Desk { directory: house(&[]), now: ny("05-12 10:00"), ..Desk::new() };
    desk.text("Hello");
    let id = desk.conversation().id;
    for (words, at) in [("Call the lab", ny("05-12 20:00")), ("Ask again", ny("05-12 23:00"))] {
        let words = words.to_owned();
        desk.act(&By::person(JORDAN), &Command::SetReminder { conversation: id, words, at });
    }
    desk.settles(&[JORDAN]);
    desk.wake_at(ny("05-12 20:00"));
    desk.told.clear();
    desk.now = ny("05-12 20:30");
    let until = Some(ny("05-12 22:00"));
    desk.says(CHRIS, &Availability::In { until });
    desk.says(MAYA, &Availability::In { until });
    let came = |desk: &Desk| {
        let came = desk.told.iter().filter_map(|(event, at, _)| match event {
            Event::ReminderCame { who, words, .. } => Some((*who, words.clone(), *at)),
            _ => None,
        });
        came.collect::<Vec<_>>()
    };
    let who = desk.conversation().accountable;
    assert_eq!(came(&desk), [(who, "Call the lab".to_owned(), ny("05-12 20:30"))]);
    desk.until(ny("05-13 09:30"));
    assert_eq!(came(&desk).len(), 2, "each comes once: {:?}", came(&desk));
}

/// Fails when a time to wait that is a reminder only, and waits for the morning, does so although whoever answers has said
/// that they are in.
#[test]
fn a_wake_up_that_waits_for_hours_comes_when_they_say_that_they_are_in() {
    let mut desk = Desk { directory: house(&[]), now: ny("05-12 10:00"), ..Desk::new() };
    desk.text("When can I come?");
    desk.reply(CHRIS, "Friday at 11, does that work?", Then::Pending { wake_at: Some(ny("05-12 20:00")) });
    desk.minutes(5);
    desk.text("Sounds good 👍");
    desk.reply(CHRIS, "See you!", Then::Open);
    desk.wake_at(ny("05-12 20:00"));
    assert_eq!(desk.conversation().wake_at, Some(ny("05-13 09:00")), "Chris is at home");
    desk.told.clear();
    desk.now = ny("05-12 20:30");
    desk.says(CHRIS, &Availability::In { until: Some(ny("05-12 22:00")) });
    assert_eq!((desk.notices(CHRIS), desk.conversation().wake_at), (vec![Notice::Reminder], None));
}

/// Fails when in a closed conversation it is put off from one edge to the next because who answered last is away, and
/// somebody else is there for them.
#[test]
fn a_reminder_in_a_closed_conversation_comes_to_who_is_there_for_who_answered_last() {
    let mut desk = Desk { directory: house(&[]), now: ny("05-12 10:00"), ..Desk::new() };
    desk.text("Hello");
    let id = desk.conversation().id;
    let (words, at) = ("Call the lab".to_owned(), ny("05-12 20:00"));
    desk.act(&By::person(JORDAN), &Command::SetReminder { conversation: id, words, at });
    desk.act(&By::person(MAYA), &Command::Claim(id));
    desk.act(&By::person(MAYA), &Command::Close(id, None));
    desk.directory = house(&[JORDAN]);
    let away = Availability::Away { from: ny("05-12 18:00"), until: None, cover: Some(CHRIS) };
    let presence = desk.directory.presence_after(MAYA, &away, desk.now).unwrap();
    desk.directory.people.get_mut(&MAYA).unwrap().presence = presence;
    desk.told.clear();
    desk.wake_at(at);
    if let Some(reminder) = desk.conversation().reminders.first() {
        assert_eq!(reminder.at, ny("05-13 09:00"), "Chris is at home");
        desk.wake_at(ny("05-13 09:00"));
    }
    assert_eq!((desk.notices(CHRIS), desk.notices(MAYA)), (vec![Notice::Reminder], vec![]));
}

/// Fails when a scheduled text of somebody who left is held over what they wrote after it themselves, or goes out over
/// what another person wrote, or the customer.
#[test]
fn what_its_own_author_wrote_is_no_news_to_who_has_it_now() {
    for (news, held) in [(None, false), (Some(By::person(MAYA)), true), (Some(By::Contact), true)] {
        let mut desk = Desk { directory: house(&[]), now: ny("05-12 10:00"), ..Desk::new() };
        desk.text("Can I come on Friday?");
        let (id, at) = (desk.conversation().id, ny("05-12 15:00"));
        let later = Some(Later { at, if_changed: IfChanged::Ask });
        let planned = NewText { later, ..NewText::saying("See you on Friday.") };
        desk.act(&By::person(CHRIS), &Command::Send(id, Box::new(planned)));
        match &news {
            None => {}
            Some(By::Contact) => drop(desk.text("Rather not.")),
            Some(by) => drop(desk.act(by, &Command::Send(id, Box::new(NewText::saying("Friday is full."))))),
        }
        desk.act(&By::person(CHRIS), &Command::Send(id, Box::new(NewText::saying("Friday at 11."))));
        let moved = desk.settles(&[CHRIS]);
        assert!(names(&moved).contains(&"scheduled.moved"), "{:?}", names(&moved));
        let due = desk.wake_at(at);
        let went = names(&due).contains(&"text.written");
        assert_eq!((went, names(&due).contains(&"scheduled.held")), (!held, held), "{news:?}");
    }
}

/// Fails when the words of a handoff go out in the name of whoever answers now because their giver left; or when nobody is
/// told, or nobody can let them go.
#[test]
fn words_of_who_left_wait_for_a_person() {
    let mut desk = Desk { directory: house(&[]), now: ny("05-12 10:00"), ..Desk::new() };
    desk.offered_at_night(TellCustomer::OnAcceptance);
    let (id, handoff) = (desk.conversation().id, desk.conversation().handoff.clone().unwrap().id);
    desk.act(&By::person(DANA), &Command::Accept(id, handoff));
    desk.told.clear();
    let left = desk.settles(&[CHRIS]);
    assert!(names(&left).contains(&"scheduled.held"), "{:?}", names(&left));
    assert_eq!(desk.notices(DANA), [Notice::ScheduledMoved]);
    let due = desk.wake_at(ny("05-14 08:00"));
    assert!(!names(&due).contains(&"text.written"), "{:?}", names(&due));
    let scheduled = desk.conversation().scheduled[0].id;
    desk.act(&By::person(DANA), &Command::DropScheduled(scheduled));
}

/// Fails when whoever lets the words of a handoff go out claims a conversation of a queue by it, as by an answer.
#[test]
fn words_of_a_handoff_claim_nothing() {
    let mut desk = Desk { directory: house(&[]), now: ny("05-12 10:00"), ..Desk::new() };
    desk.offered_at_night(TellCustomer::Now);
    let id = desk.conversation().id;
    desk.act(&By::person(CHRIS), &Command::Release(id, Some(GENERAL)));
    assert_eq!(desk.conversation().owner, Owner::Queue(GENERAL));
    let scheduled = desk.conversation().scheduled[0].id;
    let now = Command::SendScheduled { scheduled, seen: Seen::Unsaid, despite_quiet_hours: true };
    let sent = desk.act(&By::person(MAYA), &now);
    let kind = sent.events.iter().find_map(|event| match event {
        Event::TextWritten { kind, .. } => Some(*kind),
        _ => None,
    });
    assert_eq!((kind, desk.conversation().owner), (Some(TextKind::Handoff), Owner::Queue(GENERAL)));
}

/// Fails when the words of a handoff for which there is no day are held and nobody knows.
#[test]
fn words_that_no_day_comes_for_are_told() {
    let policy = policy_with("[quiet_hours]\nfrom = \"09:00\"\nto = \"09:30\"\n");
    let mut desk = Desk::with(&policy);
    desk.act(&By::Contact, &received_from("+18005550134", "My invoice is wrong"));
    let id = desk.conversation().id;
    desk.act(&By::person(CHRIS), &Command::Claim(id));
    desk.minutes(36 * 60);
    let words = tells("Dana takes over from here.", TellCustomer::OnAcceptance);
    desk.act(&By::person(CHRIS), &offer(id, Owner::Person(DANA), words));
    let handoff = desk.conversation().handoff.clone().unwrap().id;
    desk.act(&By::person(DANA), &Command::Accept(id, handoff));
    assert!(desk.conversation().scheduled[0].held.is_some());
    assert!(desk.notices(CHRIS).contains(&Notice::ScheduledHeld), "{:?}", desk.notices(CHRIS));
}

/// Fails when a person who waits in the very words that Baton uses is opened by it; or when what waits for a text, or for
/// an opt-in, is not opened because its sentence reads otherwise.
#[test]
fn what_waits_is_known_by_what_it_waits_for() {
    let waits = |desk: &mut Desk, reason: &str| {
        let id = desk.conversation().id;
        desk.act(
            &By::person(CHRIS),
            &Command::Wait {
                conversation: id,
                on: Some(PendingOn::Internal),
                reason: Some(reason.to_owned()),
                wake_at: None,
            },
        );
    };
    let plan = |desk: &mut Desk| {
        let later =
            Some(Later { at: desk.now + std::time::Duration::from_hours(1), if_changed: IfChanged::Ask });
        let text = NewText { later, ..NewText::saying("Friday at 11.") };
        let made = desk.act(&By::person(CHRIS), &Command::Send(desk.conversation().id, Box::new(text))).made;
        let Some(baton_core::Made::Scheduled(id)) = made else { panic!("{made:?}") };
        id
    };
    // By a person, in Baton's words.
    let mut desk = Desk { now: ny("05-12 10:00"), ..Desk::new() };
    desk.text("Hello");
    let text = plan(&mut desk);
    waits(&mut desk, "a text of ours goes out later");
    desk.act(&By::person(CHRIS), &Command::DropScheduled(text));
    assert_eq!(desk.conversation().status, Status::Pending);
    waits(&mut desk, "opted out: call instead");
    desk.text("START");
    assert_eq!(desk.conversation().status, Status::Pending);
    // By Baton, in other words; and what a person has made theirs since, stays.
    for theirs in [false, true] {
        let mut desk = Desk { now: ny("05-12 10:00"), ..Desk::new() };
        desk.text("Hello");
        desk.text("STOP");
        assert_eq!(desk.conversation().status, Status::Pending);
        let reason = desk.conversation().reason.clone().unwrap();
        std::sync::Arc::make_mut(desk.subject.conversation.as_mut().unwrap()).reason =
            Some("said in other words".to_owned());
        if theirs {
            waits(&mut desk, &reason);
        }
        desk.text("START");
        assert_eq!(desk.conversation().status == Status::Open, !theirs);
    }
}

/// Fails when a conversation that is closed and goes on is still taken for one that waits.
#[test]
fn a_close_ends_what_it_waited_for() {
    let mut desk = Desk { now: ny("05-12 10:00"), ..Desk::new() };
    desk.text("Hello");
    let (id, number) = (desk.conversation().id, desk.conversation().number);
    let out = Command::SetConsent { number, state: ConsentState::Out, evidence: "by phone".to_owned() };
    desk.act(&By::person(CHRIS), &out);
    assert!(desk.conversation().waits_for.is_some());
    desk.act(&By::person(CHRIS), &Command::Close(id, Some("called".to_owned())));
    assert_eq!(desk.conversation().waits_for, None);
}
