//! The first text to somebody who never texted says whose it is and how to stop.

use crate::support::*;
use baton_core::{
    Begin, By, Command, Decision, Event, IfChanged, Introduce, Later, NewText, Refusal, ScheduledChange, Seen,
};

const WORDS: &str = "Cedar Lane Physio. Reply STOP to get no more texts.";

fn begin(text: NewText) -> Command {
    let to = baton_text::Address::from_carrier("+12125550134", || baton_text::Region::US);
    Command::Begin(Box::new(Begin { line: MAIN, to, text }))
}

fn body(decision: &Decision) -> &str {
    let mut events = decision.events.iter();
    let Some(Event::TextWritten { body, .. }) =
        events.find(|event| matches!(event, Event::TextWritten { .. }))
    else {
        panic!("a text is written: {:?}", names(decision))
    };
    body
}

fn policy(first_text: &str) -> String {
    policy_with(&format!("[consent]\nfirst_text = \"{first_text}\"\n"))
}

/// CTIA, Messaging Principles and Best Practices. Fails when a program's first text goes out without the business's name or the
/// way out, when what is there already is said twice, when a person's words are changed although the policy only warns, or
/// when any other way of the policy or of the text's author is not followed.
#[test]
fn a_first_text_gets_what_it_lacks() {
    let added = format!("Your results are here.\n{WORDS}");
    for (first_text, program_gets, person_gets) in [
        ("warn", added.as_str(), "Your results are here."),
        ("append", &added, &added),
        ("off", "Your results are here.", "Your results are here."),
    ] {
        let text = || NewText::saying("Your results are here.");
        let mut desk = Desk::with(&policy(first_text));
        assert_eq!(body(&desk.act(&program(), &begin(text()))), program_gets, "{first_text}");
        let mut desk = Desk::with(&policy(first_text));
        assert_eq!(body(&desk.act(&By::person(CHRIS), &begin(text()))), person_gets, "{first_text}");
        let mut desk = Desk::with(&policy(first_text));
        let add = NewText { introduce: Introduce::Add, ..text() };
        assert_eq!(body(&desk.act(&By::person(CHRIS), &begin(add))), added, "{first_text}");
        let mut desk = Desk::with(&policy(first_text));
        let as_it_is = NewText { introduce: Introduce::AsItIs, ..text() };
        assert_eq!(body(&desk.act(&By::person(CHRIS), &begin(as_it_is.clone()))), "Your results are here.");
        let mut desk = Desk::with(&policy(first_text));
        let refused = desk.try_do(&program(), &begin(as_it_is)).expect_err("nobody is there to know");
        assert!(matches!(refused, Refusal::Invalid { field: "introduce", .. }), "{refused}");
    }
}

/// Fails when more is added than what is missing, or when a word of everyday life passes for a way out.
#[test]
fn only_what_is_missing_is_added() {
    for (said, gets) in [
        ("cedar lane physio here: see you at 9. Reply stop to end.", ""),
        ("Cedar Lane Physio: see you at 9.", "\nReply STOP to get no more texts."),
        ("See you at 9. STOP to end", "\nCedar Lane Physio"),
        ("We stop by at 9.", "\nCedar Lane Physio. Reply STOP to get no more texts."),
    ] {
        let mut desk = Desk::new();
        let decision = desk.act(&program(), &begin(NewText::saying(said)));
        assert_eq!(body(&decision), format!("{said}{gets}"));
    }
    let own = "[consent]\nfirst_text_words = \"[Business Name] ([Our Number]): STOP ends this.\"\n";
    let mut desk = Desk::with(&policy_with(own));
    let decision = desk.act(&program(), &begin(NewText::saying("Hi")));
    assert_eq!(body(&decision), "Hi\nCedar Lane Physio ((212) 555-0100): STOP ends this.");
}

/// Fails when anything but the first text of a thread is changed, when what they texted first does not count, when its
/// segments are counted without what is added, or when a text grows beyond what a carrier takes.
#[test]
fn only_the_first_text_of_all_is_completed() {
    let mut desk = Desk::new();
    let first = desk.act(&program(), &begin(NewText::saying("x".repeat(150))));
    let segments = first.events.iter().find_map(|event| match event {
        Event::TextWritten { segments, .. } => Some(*segments),
        _ => None,
    });
    assert_eq!(segments, Some(2), "of what goes out");
    let id = desk.conversation().id;
    let second = desk.act(&program(), &Command::Send(id, Box::new(NewText::saying("Second"))));
    assert_eq!(body(&second), "Second");
    let mut desk = Desk::new();
    desk.text("Hello");
    let id = desk.conversation().id;
    let answer = desk.act(&program(), &Command::Send(id, Box::new(NewText::saying("We got it."))));
    assert_eq!(body(&answer), "We got it.", "they began");
    let mut desk = Desk::new();
    let refused = desk.try_do(&program(), &begin(NewText::saying("x".repeat(1_590)))).expect_err("too long");
    assert!(matches!(refused, Refusal::Invalid { field: "text", .. }), "{refused}");
}

/// Fails when a first text that goes out later goes out without, also where its words are changed meanwhile.
#[test]
fn a_first_text_for_later_has_it_too() {
    let mut desk = Desk::new();
    let at = desk.now + std::time::Duration::from_hours(2);
    let later = Some(Later { at, if_changed: IfChanged::Ask });
    desk.act(&program(), &begin(NewText { later, ..NewText::saying("Your visit is tomorrow.") }));
    let scheduled = &desk.conversation().scheduled[0];
    assert_eq!(scheduled.body, format!("Your visit is tomorrow.\n{WORDS}"));
    let change = ScheduledChange {
        body: Some("Your visit is on Friday.".to_owned()),
        send_at: None,
        if_changed: None,
        despite_quiet_hours: None,
        seen: Seen::Unsaid,
    };
    let command = Command::ChangeScheduled(scheduled.id, Box::new(change));
    desk.act(&program(), &command);
    desk.now = at;
    let id = desk.conversation().id;
    let woken = desk.act(&By::Policy, &Command::Wake(id));
    assert_eq!(body(&woken), format!("Your visit is on Friday.\n{WORDS}"));
}
