//! Quiet hours: what the business starts waits for the day where the customer is; answers never wait.
#![expect(clippy::unwrap_used, reason = "a test that fails says where")]

use crate::support::*;
use baton_core::{
    Begin, By, Command, Contact, ContactId, Delivery, Directory, Event, IfChanged, Later, Moment, NewText,
    Owner, Quiet, Refusal, Seen, TellCustomer, TextKind, TextState, Then, UnknownChoice,
};
use baton_hours::Zone;

fn begin_to(number: &str, text: NewText) -> Command {
    let to = baton_text::Address::from_carrier(number, || baton_text::Region::US);
    Command::Begin(Box::new(Begin { line: MAIN, to, text }))
}

fn begin(text: NewText) -> Command {
    begin_to("+12125550134", text)
}

fn until(refusal: &Refusal) -> Option<Moment> {
    match refusal {
        Refusal::QuietHours { until, .. } => *until,
        other => panic!("refused for something else: {other}"),
    }
}

fn of_zone(zone: &str) -> Contact {
    Contact { zone: Some(zone.to_owned()), ..Contact::new(ContactId(1)) }
}

/// By the definition, minute by minute: outside of them in any of the zones is night; they are over at the first minute
/// that is day in all.
fn oracle(zones: &[&str], now: Moment) -> Option<Moment> {
    let zones: Vec<Zone> = zones.iter().map(|name| Zone::named(name).unwrap()).collect();
    let day = |at: Moment| {
        zones.iter().all(|zone| {
            let minute = zone.minute_of_day(at);
            (8 * 60..21 * 60).contains(&minute)
        })
    };
    if day(now) {
        return None;
    }
    let mut minute = Moment::from_micros(now.micros() - now.micros().rem_euclid(60_000_000));
    while !day(minute) {
        minute += std::time::Duration::from_mins(1);
    }
    Some(minute)
}

/// Fails when the night is taken for the day or ends at another minute, over both changes of clocks, in one zone or
/// several.
#[test]
fn nights_are_what_the_walls_show_also_when_clocks_change() {
    let directory = directory();
    let across_us = baton_text::Zones::us_and_canada();
    for day in ["2026-03-07", "2026-03-08", "2026-05-12", "2026-10-31", "2026-11-01"] {
        let start = at(&format!("{day}T00:00:30Z"));
        for step in 0..32u64 {
            let now = start + std::time::Duration::from_mins(45 * step);
            let got = |contact: Option<&Contact>, number: &str| directory.quiet(contact, number, now);
            let (new_york, toll_free) = (got(None, "+12125550134"), got(None, "+18005550134"));
            assert_eq!(ends(new_york), oracle(&["America/New_York"], now), "{now}");
            assert_eq!(ends(toll_free), oracle(across_us, now), "a number that says nothing, {now}");
            let kathmandu = got(Some(&of_zone("Asia/Kathmandu")), "+12125550134");
            assert_eq!(ends(kathmandu), oracle(&["Asia/Kathmandu"], now), "the record says where, {now}");
            let russian = got(None, "+74955550134");
            let baton_text::Zones::Named(zones) =
                baton_text::zones_of(&baton_text::Address::from_stored("+74955550134"))
            else {
                panic!("zones are known")
            };
            assert_eq!(ends(russian), oracle(zones, now), "{now}");
        }
    }
}

fn ends(quiet: Option<Quiet>) -> Option<Moment> {
    quiet.map(|quiet| quiet.until.expect("it ends"))
}

/// Fails when hours that never are at once are looked for without an end.
#[test]
fn hours_that_are_nowhere_at_once_are_known_as_such() {
    let policy = policy_with("[quiet_hours]\nfrom = \"09:00\"\nto = \"09:30\"\n");
    let directory: Directory = directory_with(&policy, &[]);
    let quiet =
        directory.quiet(None, "+18005550134", at("2026-05-12T13:00:00Z")).expect("somewhere it is night");
    assert_eq!(quiet.until, None);
    let always = directory_with(&policy_with("[quiet_hours]\nfrom = \"00:00\"\nto = \"24:00\"\n"), &[]);
    assert_eq!(always.quiet(None, "+18005550134", at("2026-05-12T07:00:00Z")), None);
}

/// Fails when a person starts something at night unwarned, cannot go on, or is not told until when.
#[test]
fn a_person_who_starts_something_at_night_is_warned_and_may_go_on() {
    let mut desk = Desk::new();
    desk.now = at("2026-05-13T02:30:00Z");
    let refused =
        desk.try_do(&By::person(CHRIS), &begin(NewText::saying("Your results are here."))).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "It is 10:30 pm where (212) 555-0134 is. What we start goes out from 8 am to 9 pm there. Send it then, or say that \
         it cannot wait."
    );
    assert_eq!((refused.code(), until(&refused)), ("quiet_hours", Some(at("2026-05-13T12:00:00Z"))));
    let somewhere =
        desk.try_do(&By::person(CHRIS), &begin_to("+18005550134", NewText::saying("Hi"))).unwrap_err();
    assert!(somewhere.to_string().starts_with("It may be "), "{somewhere}");
    let text = NewText { despite_quiet_hours: true, ..NewText::saying("Your results are here.") };
    let begun = desk.act(&By::person(CHRIS), &begin(text.clone()));
    assert!(names(&begun).contains(&"text.written"));
    // What no person looks at cannot say so.
    let refused = Desk { now: desk.now, ..Desk::new() }.try_do(&program(), &begin(text)).unwrap_err();
    assert!(matches!(refused, Refusal::Invalid { field: "despite_quiet_hours", .. }), "{refused}");
}

/// Fails when a person's scheduled text would go out at night unless they said so, or not in the morning.
#[test]
fn a_text_that_would_go_out_at_night_is_refused_where_it_is_planned() {
    let mut desk = Desk::new();
    let night = at("2026-05-13T03:00:00Z");
    let later = Some(Later { at: night, if_changed: IfChanged::Ask });
    let text = NewText { later, ..NewText::saying("Good night") };
    let refused = desk.try_do(&By::person(CHRIS), &begin(text.clone())).unwrap_err();
    assert!(refused.to_string().starts_with("It will be 11 pm where"), "{refused}");
    let morning = until(&refused).unwrap();
    let later = Some(Later { at: morning, if_changed: IfChanged::Ask });
    desk.act(&By::person(CHRIS), &begin(NewText { later, ..text.clone() }));
    assert_eq!(desk.conversation().next_at(), Some(at("2026-05-13T12:00:00Z")));

    let mut desk = Desk::new();
    desk.act(&By::person(CHRIS), &begin(NewText { despite_quiet_hours: true, ..text }));
    desk.now = night;
    let id = desk.conversation().id;
    let woken = desk.act(&By::Policy, &Command::Wake(id));
    assert!(names(&woken).contains(&"text.written"), "{:?}", names(&woken));
}

/// Fails when what a program starts at night goes out at night, is refused, or is lost.
#[test]
fn what_a_program_starts_at_night_waits_for_the_morning() {
    let mut desk = Desk::new();
    desk.now = at("2026-05-13T02:30:00Z");
    let begun = desk.act(&program(), &begin(NewText::saying("See you tomorrow.")));
    let held = begun.events.iter().find_map(|event| match event {
        Event::TextScheduled { text, reason } => Some((text.send_at, reason.as_deref())),
        _ => None,
    });
    assert_eq!(held, Some((at("2026-05-13T12:00:00Z"), Some("it is night where they are"))));
    assert!(!names(&begun).contains(&"text.written"));
    desk.now = at("2026-05-13T12:00:00Z");
    let id = desk.conversation().id;
    let woken = desk.act(&By::Policy, &Command::Wake(id));
    assert!(names(&woken).contains(&"text.written"), "{:?}", names(&woken));
}

/// Fails when a person's answer within 24 hours waits at night, or one after that goes out unwarned; and when a program's
/// answer waits, or its scheduled text does not.
#[test]
fn answers_never_wait_and_after_a_day_it_is_no_answer_any_more() {
    let night = at("2026-05-13T02:30:00Z");
    let mut desk = Desk::new();
    desk.now = night;
    desk.text("Are you still there?");
    let id = desk.conversation().id;
    let send = |text: NewText| Command::Send(id, Box::new(text));
    desk.act(&By::person(CHRIS), &send(NewText::saying("We are.")));
    assert!(names(&desk.act(&program(), &send(NewText::saying("We got it.")))).contains(&"text.written"));
    let planned = Some(Later { at: at("2026-05-13T03:00:00Z"), if_changed: IfChanged::Ask });
    let by_itself = desk.act(&program(), &send(NewText { later: planned, ..NewText::saying("Rate us!") }));
    let held = by_itself.events.iter().find_map(|event| match event {
        Event::TextScheduled { text, .. } => Some(text.send_at),
        _ => None,
    });
    assert_eq!(held, Some(at("2026-05-13T12:00:00Z")));
    for (later, waits) in [(24 * 60 * 60 * 1_000_000 - 1, false), (24 * 60 * 60 * 1_000_000, true)] {
        desk.now = Moment::from_micros(night.micros() + later);
        let tried = desk.try_do(&By::person(CHRIS), &send(NewText::saying("One more thing.")));
        assert_eq!(tried.is_err(), waits, "{later}");
    }
    let held = desk.act(&program(), &send(NewText::saying("One more thing.")));
    assert!(names(&held).contains(&"text.scheduled") && !names(&held).contains(&"text.written"));
}

/// Fails when STOP, START or HELP at night are answered in the morning: that is what they have just asked for.
#[test]
fn what_consent_words_are_answered_with_never_waits() {
    let mut desk = Desk::new();
    desk.now = at("2026-05-13T03:30:00Z");
    for word in ["HELP", "STOP", "START"] {
        assert!(names(&desk.text(word)).contains(&"text.written"), "{word}");
    }
}

/// Fails when a scheduled text goes out in a night that nobody foresaw (their zone was learned meanwhile), or does not
/// say why it waits.
#[test]
fn a_scheduled_text_that_comes_due_at_night_waits_for_the_day() {
    let mut desk = Desk::new();
    desk.text("Hello");
    let id = desk.conversation().id;
    desk.act(&By::person(CHRIS), &Command::Send(id, new_text("Hi!", Seen::Unsaid, Then::Open)));
    let due = at("2026-05-14T13:00:00Z");
    let text =
        NewText { later: Some(Later { at: due, if_changed: IfChanged::Ask }), ..NewText::saying("Well?") };
    desk.act(&By::person(CHRIS), &Command::Send(id, Box::new(text)));
    std::sync::Arc::make_mut(desk.subject.contact.as_mut().unwrap()).zone =
        Some("America/Los_Angeles".to_owned());
    desk.now = due;
    let woken = desk.act(&By::Policy, &Command::Wake(id));
    let moved = woken.events.iter().find_map(|event| match event {
        Event::ScheduledChanged { text, reason } => Some((text.send_at, reason.as_deref())),
        _ => None,
    });
    assert_eq!(moved, Some((at("2026-05-14T15:00:00Z"), Some("it is night where they are"))));
    desk.now = at("2026-05-14T15:00:00Z");
    assert!(names(&desk.act(&By::Policy, &Command::Wake(id))).contains(&"text.written"));
}

/// A text of Chris in answer to one of noon in New York, that did not arrive.
fn failed() -> (Desk, baton_core::MessageId) {
    let mut desk = Desk::new();
    desk.text("Hello");
    let id = desk.conversation().id;
    let sent = desk.act(&By::person(CHRIS), &Command::Send(id, new_text("Hi!", Seen::Unsaid, Then::Open)));
    let text = sent.message.unwrap();
    desk.act(&By::Policy, &Command::HandOver(text));
    let failed = Delivery { state: TextState::Failed, failure: None, carrier_id: None };
    desk.act(&By::Carrier, &Command::Delivery(text, failed));
    (desk, text)
}

/// Fails when a text that failed rings in the night because it had been sent once, when an answer within the day waits, or
/// when nobody can say that it cannot wait.
#[test]
fn a_text_that_is_sent_again_waits_for_the_day_unless_it_answers() {
    let again = |text| Command::Settle(text, UnknownChoice::SendAgain(Seen::Unsaid));
    let (mut desk, text) = failed();
    desk.now = at("2026-05-13T03:30:00Z");
    let sent = desk.act(&By::person(CHRIS), &again(text));
    assert!(names(&sent).contains(&"text.written"), "their text is of the same day");

    let (mut desk, text) = failed();
    desk.now = at("2026-05-14T03:30:00Z");
    let refused = desk.try_do(&By::person(CHRIS), &again(text)).unwrap_err();
    assert_eq!(until(&refused), Some(at("2026-05-14T12:00:00Z")));
    let now = Command::Settle(text, UnknownChoice::SendAgainAtNight(Seen::Unsaid));
    let sent = desk.act(&By::person(CHRIS), &now);
    assert!(names(&sent).contains(&"text.written"), "it could not wait");
}

impl Desk {
    /// Chris has it, offers it to Dana with words to the customer, and she takes it.
    fn hands_over(&mut self, tell: TellCustomer) -> Vec<&'static str> {
        let id = self.conversation().id;
        self.act(&By::person(CHRIS), &Command::Claim(id));
        let words = tells("Dana takes over from here.", tell);
        let offered = self.act(&By::person(CHRIS), &offer(id, Owner::Person(DANA), words));
        let mut said = names(&offered);
        let handoff = self.conversation().handoff.clone().unwrap();
        said.extend(names(&self.act(&By::person(DANA), &Command::Accept(id, handoff.id))));
        said
    }
}

/// Fails when the words that tell who takes over ring at night, are lost in it, count as an answer or come under another
/// name by day; or wait although they answer what the customer has just written.
#[test]
fn who_takes_over_is_said_by_day() {
    for tell in [TellCustomer::OnAcceptance, TellCustomer::Now] {
        let mut desk = Desk::new();
        desk.text("My invoice is wrong");
        desk.now = at("2026-05-14T03:30:00Z");
        let said = desk.hands_over(tell);
        assert!(said.contains(&"text.scheduled") && !said.contains(&"text.written"), "{said:?}");
        assert_eq!(desk.conversation().owner, Owner::Person(DANA), "it is hers at once");
        let waits: Vec<_> =
            desk.conversation().scheduled.iter().map(|text| (text.send_at, text.offer.is_some())).collect();
        assert_eq!(waits, [(at("2026-05-14T12:00:00Z"), true)]);
        let waited = desk.conversation().waiting_since;
        desk.now = at("2026-05-14T12:00:00Z");
        let id = desk.conversation().id;
        let woken = desk.act(&By::Policy, &Command::Wake(id));
        let went = woken.events.iter().find_map(|event| match event {
            Event::TextWritten { kind, author, body, .. } => Some((*kind, *author, body.as_str())),
            _ => None,
        });
        assert_eq!(went, Some((TextKind::Handoff, Some(CHRIS), "Dana takes over from here.")));
        assert_eq!(desk.conversation().waiting_since, waited, "it answers nothing");
    }
    let mut desk = Desk::new();
    desk.now = at("2026-05-14T03:20:00Z");
    desk.text("My invoice is wrong");
    desk.now = at("2026-05-14T03:30:00Z");
    let said = desk.hands_over(TellCustomer::OnAcceptance);
    assert!(said.contains(&"text.written") && !said.contains(&"text.scheduled"), "{said:?}");
}

/// Fails when words that waited for the day go out over what the customer has written meanwhile.
#[test]
fn who_takes_over_is_not_said_over_news() {
    let mut desk = Desk::new();
    desk.text("My invoice is wrong");
    desk.now = at("2026-05-14T03:30:00Z");
    desk.hands_over(TellCustomer::OnAcceptance);
    desk.text("Never mind, I have it.");
    desk.now = at("2026-05-14T12:00:00Z");
    let id = desk.conversation().id;
    let woken = desk.act(&By::Policy, &Command::Wake(id));
    assert!(names(&woken).contains(&"scheduled.held") && !names(&woken).contains(&"text.written"));
}

/// Fails when a customer reads in the morning that somebody takes over who declined at night, or has passed it on since.
#[test]
fn who_did_not_take_over_is_not_named_in_the_morning() {
    let mut desk = Desk::new();
    desk.text("My invoice is wrong");
    desk.now = at("2026-05-14T03:30:00Z");
    let id = desk.conversation().id;
    desk.act(&By::person(CHRIS), &Command::Claim(id));
    let words = tells("Dana takes over from here.", TellCustomer::Now);
    desk.act(&By::person(CHRIS), &offer(id, Owner::Person(DANA), words));
    assert_eq!(desk.conversation().scheduled.len(), 1);
    let handoff = desk.conversation().handoff.clone().unwrap();
    let declined = desk.act(
        &By::person(DANA),
        &Command::Decline { conversation: id, handoff: handoff.id, reason: "I am full".to_owned() },
    );
    assert!(names(&declined).contains(&"scheduled.dropped"), "{:?}", names(&declined));
    assert!(desk.conversation().scheduled.is_empty());

    let mut desk = Desk::new();
    desk.text("My invoice is wrong");
    desk.now = at("2026-05-14T03:30:00Z");
    desk.hands_over(TellCustomer::OnAcceptance);
    let id = desk.conversation().id;
    desk.act(&By::person(DANA), &Command::Release(id, None));
    desk.now = at("2026-05-14T12:00:00Z");
    let woken = desk.act(&By::Policy, &Command::Wake(id));
    assert!(names(&woken).contains(&"scheduled.held") && !names(&woken).contains(&"text.written"));
}

/// Fails when nobody can say that the words of a handoff cannot wait.
#[test]
fn a_person_may_say_at_night_who_takes_over() {
    let mut desk = Desk::new();
    desk.text("My invoice is wrong");
    desk.now = at("2026-05-14T03:30:00Z");
    desk.hands_over(TellCustomer::OnAcceptance);
    let scheduled = desk.conversation().scheduled[0].id;
    let sends = |despite_quiet_hours| {
        let seen = desk.subject.thread.as_ref().and_then(|thread| thread.last_inbound).unwrap();
        Command::SendScheduled { scheduled, seen: Seen::UpTo(seen), despite_quiet_hours }
    };
    let (by_day, now) = (sends(false), sends(true));
    assert!(until(&desk.try_do(&By::person(DANA), &by_day).unwrap_err()).is_some(), "it is night");
    let went = desk.act(&By::person(DANA), &now);
    assert!(names(&went).contains(&"text.written"), "{:?}", names(&went));
}

/// Fails when a scheduled text counts as an answer, so that it rings in the night unasked because they wrote within the day;
/// or when its author cannot say that it is meant.
#[test]
fn a_scheduled_text_is_no_answer_however_lately_they_wrote() {
    let mut desk = Desk::new();
    desk.now = at("2026-05-13T02:30:00Z");
    desk.text("Are you still there?");
    let id = desk.conversation().id;
    let later = Some(Later { at: at("2026-05-13T03:00:00Z"), if_changed: IfChanged::Ask });
    let text = NewText { later, ..NewText::saying("Good night") };
    let send = |text: NewText| Command::Send(id, Box::new(text));
    let refused = desk.try_do(&By::person(CHRIS), &send(text.clone())).unwrap_err();
    assert_eq!(until(&refused), Some(at("2026-05-13T12:00:00Z")));
    let meant = desk.act(&By::person(CHRIS), &send(NewText { despite_quiet_hours: true, ..text }));
    assert!(names(&meant).contains(&"text.scheduled"), "{:?}", names(&meant));
}
