//! What Baton answers by itself, and what it does not.

use super::*;

/// Source: the article's after-hours case. Fails when the answer is missing from the decision that stores the text,
/// names another opening or promise, or is somebody's.
#[test]
fn outside_hours_the_first_text_is_answered_in_its_own_decision() {
    let mut desk = desk_at("05-12 21:40");
    let decision = desk.text("Can I come by?");
    let words = "Thanks for texting Cedar Lane Physio. We read it at 9 am tomorrow and answer within 1 hour. Urgent? \
                 Reply URGENT.";
    assert_eq!(answers(&decision.events), [(AutoCause::OutsideHours, words)]);
    let text = desk.subject.texts.last().expect("it is in the outbox");
    assert_eq!((text.state, &text.by, text.kind), (TextState::Queued, &By::Policy, TextKind::AutoReply));
    assert_eq!(text.conversation, Some(desk.conversation().id));
    assert_eq!(text.expires_at, Some(ny("05-13 09:00")), "it would be untrue once they are open");
    let Some(Event::TextWritten { made_with: Some(made), .. }) = decision.events.last() else {
        panic!("the last event")
    };
    assert_eq!((made.template.as_str(), made.policy_version), ("After hours", 1));
}

/// Fails when a closed period is answered twice, or not at all; a lunch break and a holiday are closed periods too.
#[test]
fn each_closed_period_is_answered_once() {
    let mut desk = desk_at("05-11 08:00");
    for (wall, opens) in [
        ("05-11 08:00", Some("9 am")),
        ("05-11 08:59", None),
        ("05-11 09:00", None),
        ("05-11 12:45", Some("1:30 pm")),
        ("05-11 13:29", None),
        ("05-11 14:00", None),
        ("05-15 16:00", Some("9 am on Monday")),
        ("05-17 23:59", None),
        ("05-22 17:00", Some("9 am on Tuesday")),
        ("05-25 10:00", None),
        ("05-26 18:00", Some("9 am tomorrow")),
    ] {
        desk.at(wall);
        let answer = desk.answer_to("Is somebody there?");
        let words = answer.filter(|(cause, _)| *cause == AutoCause::OutsideHours).map(|(_, words)| words);
        if let (Some(words), Some(opens)) = (&words, opens) {
            assert!(words.contains(&format!("We read it at {opens} and")), "{wall}: {words}");
        }
        assert_eq!(words.is_some(), opens.is_some(), "{wall}: {words:?}");
    }
}

/// Fails when the night in which clocks change gives another opening, on the wall of the clinic or of the customer.
#[test]
fn the_opening_is_true_when_clocks_change_and_on_the_customers_wall() {
    // Clocks go forward in the night to Sunday 8 March 2026, and back in that to 1 November.
    for at in ["2026-03-07T23:30:00-05:00", "2026-03-08T01:59:00-05:00", "2026-10-31T23:30:00-04:00"] {
        let mut desk = Desk { now: at.parse().unwrap(), ..Desk::with(&policy(AFTER_HOURS)) };
        let (_, words) = desk.answer_to("Hello?").unwrap();
        let day = if at.contains("-08T") { "tomorrow" } else { "on Monday" };
        assert!(words.contains(&format!("at 9 am {day} and")), "{at}: {words}");
    }
    let mut desk = desk_at("05-12 21:40");
    desk.text("Hello?");
    std::sync::Arc::make_mut(desk.subject.contact.as_mut().unwrap()).zone = Some("Asia/Tokyo".to_owned());
    desk.at("05-13 21:40");
    let (_, words) = desk.answer_to("Anybody?").unwrap();
    // It is Thursday morning there; the clinic opens at ten in the evening of that day.
    assert!(words.contains("at 10 pm JST and"), "{words}");
}

/// Fails when a number gets more than the policy allows on one day of the workspace, on whatever line; or less.
#[test]
fn a_number_gets_so_many_on_one_day_and_no_more() {
    let mut desk = desk_at("05-11 08:00");
    assert!(desk.is_answered("One"));
    desk.at("05-11 12:45");
    assert!(desk.is_answered("Two"));
    desk.at("05-11 18:30");
    assert!(!desk.is_answered("Three"), "two are the most");
    desk.at("05-11 23:59");
    assert!(!desk.is_answered("Four"));
    desk.at("05-12 00:00");
    assert!(desk.is_answered("Five"), "another day has begun in New York");
    assert_eq!(
        desk.subject.number.as_ref().unwrap().auto_replied.len(),
        3,
        "a day and a little are remembered"
    );
    let one = policy(&AFTER_HOURS.replace("]\n", "]\nmax_per_number_and_day = 1\n"));
    let mut desk = Desk { now: ny("05-11 08:00"), ..Desk::with(&one) };
    assert!(desk.is_answered("One"));
    desk.at("05-11 12:45");
    assert!(!desk.is_answered("Two"));
    // What is stored is enough to go on from.
    let stored = serde_json::to_string(&desk.subject.number).unwrap();
    desk.subject.number = serde_json::from_str(&stored).unwrap();
    let conversation = serde_json::to_string(&desk.subject.conversation).unwrap();
    desk.subject.conversation = serde_json::from_str(&conversation).unwrap();
    desk.at("05-11 18:30");
    assert!(!desk.is_answered("Three"));
}

/// Source: two automatons that answer each other. Fails when that goes on, also with one that no mark gives away.
#[test]
fn two_automatons_come_to_an_end() {
    let mut desk = desk_at("05-12 18:00");
    assert!(!desk.is_answered("Auto-reply: I'm out of the office until Monday."), "it looks automatic");
    let mut sent = 0;
    for minute in 0..48 * 60 {
        desk.now = ny("05-12 18:01") + std::time::Duration::from_mins(minute);
        sent += u32::from(desk.is_answered("Hello! What do you want? Pick 1 or 2."));
    }
    assert!((1..=6).contains(&sent), "{sent} in two days, two on each at the most");
}

/// Fails when somebody is answered by itself who must not be.
#[test]
fn some_are_never_answered_by_itself() {
    let night = "05-12 21:40";
    // Short codes, names, and what nobody knows.
    for from in ["72645", "HDFCBK", ""] {
        let mut desk = desk_at(night);
        let decision = desk.act(&By::Contact, &received_from(from, "Hello there"));
        assert_eq!(answers(&decision.events), [], "{from:?}");
    }
    for body in
        ["Thanks!", "STOP", "HELP", "START", "Liked “Reply URGENT if you need us”", "please stop texting me"]
    {
        let mut desk = desk_at(night);
        assert_eq!(desk.answer_to(body), None, "{body}");
    }
    // Who opted out may still write, and hears nothing.
    let mut desk = desk_at(night);
    desk.text("STOP");
    assert_eq!(desk.subject.number.as_ref().unwrap().consent.state, ConsentState::Out);
    assert_eq!(desk.answer_to("Where is my invoice?"), None);
    // We began.
    let mut desk = desk_at("05-12 15:00");
    let text = NewText::saying("Your results are here.");
    let to = baton_text::Address::from_carrier("+12125550134", || baton_text::Region::US);
    desk.act(&chris(), &Command::Begin(Box::new(Begin { line: MAIN, to, text })));
    desk.at(night);
    assert_eq!(desk.answer_to("Can you send them?"), None);
}

/// Fails when an answer by itself stops a clock, counts as news to an author or as an answer, or hides what they asked.
#[test]
fn it_is_nobodys_answer() {
    let mut desk = desk_at("05-12 21:40");
    let theirs = desk.text("Can I come by?").message.unwrap();
    let conversation = desk.conversation();
    assert!(conversation.waiting_since.is_some() && !conversation.replied && conversation.untouched);
    let clock = conversation.shown_clock().expect("a clock runs").clone();
    assert_eq!(clock.due_at, ny("05-13 10:00"), "an hour from the opening");
    let thread = desk.subject.thread.as_ref().unwrap();
    assert_eq!((thread.snippet.as_str(), thread.snippet_ours), ("Can I come by?", false));
    assert!(!desk.subject.contact.as_ref().unwrap().existing);
    desk.at("05-13 09:30");
    let id = desk.conversation().id;
    // They have seen the customer's text, and no more.
    let text = new_text("Yes, at eleven.", Seen::UpTo(theirs), Then::Open);
    let sent = desk.act(&chris(), &Command::Send(id, text));
    assert!(names(&sent).contains(&"clock.kept"), "{:?}", names(&sent));
}

/// Fails when a STOP does not hold it back, or somebody sends one again that failed.
#[test]
fn stop_holds_it_back_and_nobody_sends_it_again() {
    let mut desk = desk_at("05-12 21:40");
    desk.text("Can I come by?");
    let id = last_text(&desk);
    desk.text("STOP");
    let held = desk.act(&By::Policy, &Command::HandOver(id));
    assert_eq!(names(&held), ["text.cancelled"]);

    let mut desk = desk_at("05-12 21:40");
    desk.text("Can I come by?");
    let id = last_text(&desk);
    desk.act(&By::Policy, &Command::HandOver(id));
    let failure = baton_core::FailureReason {
        code: Some("30003".to_owned()),
        advice: "The phone is off.".to_owned(),
        opted_out: false,
        unreachable: false,
    };
    let failed = desk.act(&By::Carrier, &Command::Sent(id, SendOutcome::Refused(failure)));
    assert_eq!(names(&failed), ["text.failed"], "nothing is owed for it");
    let again = desk.try_do(&chris(), &Command::Settle(id, UnknownChoice::SendAgain(Seen::Unsaid)));
    assert!(matches!(again, Err(Refusal::NotNow(_))), "{again:?}");
}

fn last_text(desk: &Desk) -> MessageId {
    desk.subject.texts.last().expect("a text of ours").id
}

/// Fails when the carrier could not be reached all night and "we are closed" goes out after the opening.
#[test]
fn it_is_dropped_once_it_is_untrue() {
    let mut desk = desk_at("05-12 21:40");
    desk.text("Can I come by?");
    desk.at("05-13 09:00");
    let id = last_text(&desk);
    assert_eq!(names(&desk.act(&By::Policy, &Command::HandOver(id))), ["text.cancelled"]);
}

/// Fails when the urgent word is answered with "we are closed" while on call is on, or is not while nobody is.
#[test]
fn what_is_urgent_is_no_matter_for_the_morning_while_on_call_is_on() {
    let awake = policy(&format!("{AFTER_HOURS}outside_hours_of = \"Clinic\"\n"));
    for policy in [&policy(AFTER_HOURS), &awake] {
        let mut desk = Desk { now: ny("05-12 21:40"), ..Desk::with(policy) };
        assert_eq!(desk.answer_to("URGENT my knee"), None);
        assert_eq!(desk.conversation().owner, Owner::Queue(BILLING));
        assert_eq!(desk.answer_to("Are you there?"), None, "on call has it");
    }
    // The same with an on call that sleeps at night.
    let asleep = awake.replace("initials = \"Bg\"", "initials = \"Bg\"\nhours = \"Clinic\"");
    let mut desk = Desk { now: ny("05-12 21:40"), ..Desk::with(&asleep) };
    assert_eq!(desk.answer_to("URGENT my knee").map(|(cause, _)| cause), Some(AutoCause::OutsideHours));
}

/// Fails when somebody new is not welcomed within hours, or is twice, or somebody known is.
#[test]
fn a_first_contact_is_answered_within_hours() {
    let mut desk = desk_at("05-12 10:00");
    let (cause, words) = desk.answer_to("Hello!").unwrap();
    assert_eq!(cause, AutoCause::FirstContact);
    assert_eq!(words, "Hi there, General at Cedar Lane Physio has your text.");
    assert_eq!(desk.answer_to("Anybody?"), None);
    let mut desk = desk_at("05-12 10:00");
    desk.subject_is_known();
    assert_eq!(desk.answer_to("Hello again!"), None);
}

/// Fails when a rule's answer is not given, is given twice, or goes beside another answer to the same text.
#[test]
fn a_rule_answers_before_anything_else_and_once() {
    let mut desk = desk_at("05-12 21:40");
    let prices = (AutoCause::Rule, "A first visit is 90 dollars.".to_owned());
    assert_eq!(desk.answer_to("What is the price?"), Some(prices.clone()));
    assert_eq!(desk.answer_to("And which price for two?"), None, "Sales is never closed");
    // A further text that a rule fits is answered too, while nobody has touched the conversation.
    let mut desk = desk_at("05-12 10:00");
    assert_eq!(desk.answer_to("Hi").map(|(cause, _)| cause), Some(AutoCause::FirstContact));
    assert_eq!(desk.answer_to("What is the price?"), Some(prices));
    assert_eq!(desk.answer_to("Any other price?"), None);
}

/// Fails when what a template lacks goes out as a hole, when nobody learns of it or of what is missing, or when every further
/// text tells it again.
#[test]
fn an_answer_that_cannot_be_filled_is_not_given() {
    let lacks =
        policy(AFTER_HOURS).replace("[First Name|there], [Team/Role] at", "[First Name], [Team/Role] at");
    let mut desk = Desk { now: ny("05-12 10:00"), ..Desk::with(&lacks) };
    assert_eq!(desk.answer_to("Hello!"), None);
    let notes = |desk: &Desk| {
        let notes = desk.told.iter().filter_map(|(event, ..)| match event {
            Event::NoteAdded { body, from_facts: true, .. } => Some(body.clone()),
            _ => None,
        });
        notes.collect::<Vec<_>>()
    };
    let told = |desk: &Desk| {
        let told = desk.told.iter().filter_map(|(event, ..)| match event {
            Event::Told { who, about: Notice::AutoReplyNotGiven, .. } => Some(*who),
            _ => None,
        });
        told.collect::<Vec<_>>()
    };
    assert_eq!(
        notes(&desk),
        ["The answer “Welcome” was not given: nothing is known for [First Name]."],
        "what is missing is said"
    );
    assert_eq!(told(&desk), [MAYA], "the queue's lead");
    assert_eq!(desk.answer_to("Anybody?"), None);
    assert_eq!((notes(&desk).len(), told(&desk).len()), (1, 1), "once for a conversation");
}
