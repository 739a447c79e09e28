//! What was wrong once: a scenario for each mistake that was found in the rules.
#![expect(clippy::unwrap_used, reason = "a test that fails says where")]

use crate::support::*;
use baton_core::{
    Begin, By, ClockKind, Command, Event, FromTemplate, IfChanged, Later, Moment, NewOffer, NewText, Owner,
    PendingOn, PersonId, Refusal, ScheduledChange, ScheduledId, Seen, Status, Then,
};

/// Hours, promises, and a template that promises a time.
const SECTIONS: &str = r#"
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

[templates."Confirming"]
text = "I'll confirm [timeframe]. We open [next opening]."

[templates."Handing over"]
kind = "note"
text = "They want [wish]."

[templates."With you"]
text = "[Name/Role] takes over: [wish]."
"#;

/// On the wall of New York in summer.
fn desk_at(wall: &str, policy: &str) -> Desk {
    Desk { now: ny(wall), ..Desk::with(policy) }
}

fn change() -> ScheduledChange {
    ScheduledChange {
        body: None,
        send_at: None,
        if_changed: None,
        despite_quiet_hours: None,
        seen: Seen::Unsaid,
    }
}

fn for_later(text: NewText, at: Moment) -> NewText {
    NewText { later: Some(Later { at, if_changed: IfChanged::Ask }), ..text }
}

impl Desk {
    fn changes(&mut self, who: PersonId, id: ScheduledId, change: ScheduledChange) -> Result<(), Refusal> {
        self.try_do(&By::person(who), &Command::ChangeScheduled(id, Box::new(change))).map(drop)
    }

    fn newest(&self) -> Seen {
        Seen::UpTo(self.subject.thread.as_ref().unwrap().last_inbound.unwrap())
    }

    /// What went out, and when.
    fn written(&self) -> Vec<(&str, Moment)> {
        let texts = self.told.iter().filter_map(|(event, at, _)| match event {
            Event::TextWritten { body, .. } => Some((body.as_str(), *at)),
            _ => None,
        });
        texts.collect()
    }

    fn follow_up(&self) -> Option<Moment> {
        self.due(ClockKind::FollowUp)
    }
}

/// Fails when what a queue has is given away the moment a customer comes back, as if nobody had claimed it in time: its
/// members have their time from when it is open again.
#[test]
fn what_is_open_again_can_be_claimed_first() {
    for closes in [true, false] {
        let mut office = Office::at(HOUSE, ny("05-11 10:00"));
        office.text(1, "Do you take new patients?");
        assert_eq!(office.owner(1), Owner::Queue(FRONT_DESK));
        if closes {
            office.close(1, MAYA);
        } else {
            office.act(1, &By::person(MAYA), |conversation| Command::Wait {
                conversation,
                on: Some(PendingOn::Internal),
                reason: Some("the list of April".to_owned()),
                wake_at: None,
            });
        }
        office.until("05-12 10:30");
        office.text(1, "And do you take children?");
        assert_eq!(office.of(1).status, Status::Open);
        assert_eq!(office.owner(1), Owner::Queue(FRONT_DESK), "closed before: {closes}");
        assert_eq!(office.of(1).act_by, Some(ny("05-12 10:40")));
        office.until("05-12 10:39");
        assert_eq!(office.owner(1), Owner::Queue(FRONT_DESK));
        office.until("05-12 10:41");
        assert!(office.owner(1).person().is_some(), "whoever answers has it once that time is over");
    }
}

/// Law 7. Fails when a text that is held over news goes out, or waits again, for somebody who does not say that they know
/// the news.
#[test]
fn who_lets_a_held_text_go_says_what_they_have_seen() {
    let mut desk = desk_at("05-12 12:00", &policy_with(SECTIONS));
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
    let policy = policy_with(SECTIONS).replace("reopen_within", "close_after = \"2 days\"\nreopen_within");
    for stopped in [false, true] {
        let mut desk = desk_at("05-12 10:00", &policy);
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
    let mut desk = desk_at("05-12 10:00", &policy);
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
        let mut desk = desk_at("05-11 17:30", &policy_with(SECTIONS));
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
    let mut desk = desk_at("05-11 17:30", &policy_with(SECTIONS));
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

/// Fails when business hours are counted around the clock because the target runs so.
#[test]
fn business_hours_are_those_of_the_business_whatever_the_target() {
    let policy = policy_with(SECTIONS).replace(
        "next_response = \"1 h\"\nhours = \"Clinic\"",
        "next_response = \"1 h\"\naround_the_clock = true",
    );
    let mut desk = desk_at("05-15 17:00", &policy);
    desk.text("Do you take new patients?");
    let id = desk.conversation().id;
    let template = FromTemplate {
        name: "Confirming".to_owned(),
        values: vec![("timeframe".to_owned(), "in 2 business hours".to_owned())],
        own_then: false,
    };
    let text = NewText { template: Some(Box::new(template)), ..NewText::saying("") };
    desk.act(&By::person(CHRIS), &Command::Send(id, Box::new(text)));
    assert_eq!(desk.follow_up(), Some(ny("05-18 10:00")), "an hour on Friday, and one on Monday");
}

/// Fails when a text that is held, whatever for, leaves a conversation waiting for it that was begun for it alone.
#[test]
fn what_waits_for_a_text_that_is_held_is_open_again() {
    let mut desk = desk_at("05-12 10:00", &policy_with(SECTIONS));
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

/// Fails when a command lets U+0000 through to the carrier or the database.
#[test]
fn nothing_that_people_write_holds_u_0000() {
    let mut desk = desk_at("05-12 10:00", &policy_with(SECTIONS));
    desk.text("Do you take new patients?");
    let planned = desk.schedule(&By::person(CHRIS), for_later(NewText::saying("We do."), ny("05-12 12:00")));
    let id = desk.conversation().id;
    let from = |name: &str| {
        let values = vec![("wish".to_owned(), "a\0b".to_owned())];
        Box::new(FromTemplate { name: name.to_owned(), values, own_then: false })
    };
    let template = Some(from("With you"));
    let offer = NewOffer {
        to: Owner::Person(MAYA),
        baton: summary("x"),
        customer_template: template,
        summary_template: None,
        seen: Seen::Unsaid,
    };
    let summed_up =
        NewOffer { customer_template: None, summary_template: Some(from("Handing over")), ..offer.clone() };
    let body = Some("a\0b".to_owned());
    for command in [
        Command::ChangeScheduled(planned, Box::new(ScheduledChange { body, ..change() })),
        Command::SetReminder { conversation: id, words: "a\0b".to_owned(), at: ny("05-12 12:00") },
        Command::NoteFrom(id, from("Handing over")),
        Command::Offer(id, Box::new(offer)),
        Command::Offer(id, Box::new(summed_up)),
    ] {
        let refused = desk.try_do(&By::person(CHRIS), &command);
        assert!(
            matches!(&refused, Err(refusal) if refusal.to_string().contains("U+0000")),
            "{command:?}: {refused:?}"
        );
    }
}

/// General has hours; elsewhere somebody comes or goes every quarter of an hour, day and night.
fn restless() -> String {
    let shifts: Vec<String> = (0..96)
        .map(|quarter| {
            let wall = |quarter: u32| format!("{:02}:{:02}", quarter / 4 % 24, quarter % 4 * 15);
            let who = if quarter % 2 == 0 { "sam" } else { "tess" };
            format!(
                "  {{ id = \"q{quarter}\", days = [\"mon\", \"tue\", \"wed\", \"thu\", \"fri\", \"sat\", \"sun\"], \
                 from = \"{}\", to = \"{}\", who = \"{who}@cedarlane.example\" }},\n",
                wall(quarter),
                wall(quarter + 1)
            )
        })
        .collect();
    let shifts = shifts.concat();
    let billing = format!(
        "[queues.Billing]\ninitials = \"Bg\"\nmembers = [\"sam@cedarlane.example\", \"tess@cedarlane.example\"]\n\
         rota = \"Round\"\n\n[rotas.Round]\nshifts = [\n{shifts}]\n"
    );
    policy_with(&format!("{billing}{SECTIONS}"))
        .replace("initials = \"Ge\"", "initials = \"Ge\"\nhours = \"Clinic\"")
        .replace(
            "next_response = \"1 h\"\nhours = \"Clinic\"",
            "next_response = \"1 h\"\naround_the_clock = true",
        )
}

/// Until when the warning about a text of Friday 17:30 waits, where it comes up at `now`.
fn warning_waits(desk: &Desk, directory: &baton_core::Directory, now: Moment) -> Option<Moment> {
    let world = baton_core::World { directory, team: &desk.team, now, by: &By::Policy };
    let wake = Command::Wake(desk.conversation().id);
    let mut ids = baton_core::Ids::new(1 << 40, i64::MAX);
    let decision = baton_core::decide(&world, &mut ids, desk.subject.clone(), &wake).unwrap();
    decision.events.iter().find_map(|event| match event {
        Event::NoticeHeld { until, .. } => Some(*until),
        _ => None,
    })
}

/// Fails when a notice goes out at night because shifts elsewhere come and go often, or when what was worked out for one
/// moment is answered for another.
#[test]
fn a_warning_waits_over_a_restless_weekend() {
    let mut desk = desk_at("05-15 17:30", &restless());
    desk.text("Do you take new patients?");
    assert_eq!(warning_waits(&desk, &desk.directory, ny("05-15 18:15")), Some(ny("05-18 09:00")));
    let fresh = |now| warning_waits(&desk, &desk.directory.clone(), now);
    let hours = |hours: u64| ny("05-15 18:15") + std::time::Duration::from_hours(hours);
    // To and fro: through the weekend, over Monday, and back.
    let mut waited = 0;
    for step in 0..20u64 {
        let now = hours(step * 37 % 95);
        let found = warning_waits(&desk, &desk.directory, now);
        assert_eq!(found, fresh(now), "{now}");
        waited += u32::from(found.is_some());
    }
    assert!((5..20).contains(&waited), "{waited} of them waited");
}

/// Fails when an answer at night is refused as something that we start, because the thread was stored before it was kept
/// when they wrote last.
#[test]
fn an_answer_at_night_is_one_in_an_older_thread_too() {
    let mut desk = desk_at("05-12 22:30", &policy_with(SECTIONS));
    desk.text("Do you take new patients?");
    std::sync::Arc::make_mut(desk.subject.thread.as_mut().unwrap()).last_inbound_at = None;
    let id = desk.conversation().id;
    desk.act(&By::person(CHRIS), &Command::Send(id, new_text("We do.", Seen::Unsaid, Then::Open)));
    desk.act(&By::person(CHRIS), &Command::Send(id, new_text("Come by.", Seen::Unsaid, Then::Open)));
}

/// Fails when a customer elsewhere reads a time without knowing on whose clock: what opens next is said on theirs, and what
/// its sender promises is meant on the business's.
#[test]
fn times_name_their_clock_where_the_customer_has_another() {
    let said = |zone: Option<&str>| {
        let mut desk = desk_at("05-12 12:00", &policy_with(SECTIONS));
        desk.text("When?");
        let contact = std::sync::Arc::make_mut(desk.subject.contact.as_mut().unwrap());
        contact.zone = zone.map(str::to_owned);
        let template = FromTemplate {
            name: "Confirming".to_owned(),
            values: [("timeframe".to_owned(), "by 5 pm".to_owned())].into(),
            own_then: false,
        };
        let text = NewText { template: Some(Box::new(template)), ..NewText::saying("") };
        let id = desk.conversation().id;
        desk.act(&By::person(CHRIS), &Command::Send(id, Box::new(text)));
        assert_eq!(desk.conversation().promised, Some(ny("05-12 17:00")), "{zone:?}");
        desk.written().last().unwrap().0.to_owned()
    };
    let plain = "I'll confirm by 5 pm. We open 9 am tomorrow.";
    assert_eq!(said(None), plain);
    assert_eq!(said(Some("America/Detroit")), plain, "their clock shows the same");
    assert_eq!(said(Some("America/Los_Angeles")), "I'll confirm by 5 pm EDT. We open 6 am PDT tomorrow.");
    assert_eq!(said(Some("Asia/Kathmandu")), "I'll confirm by 5 pm EDT. We open 6:45 pm UTC+5:45 tomorrow.");
}
