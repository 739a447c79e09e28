//! Why a conversation is closed: where the policy has reasons to choose from, whoever closes says one, whatever closes it.

use crate::support::*;
use baton_core::{
    By, Command, Event, FromTemplate, IfChanged, Later, NewText, ProgramId, Refusal, Seen, Status, Then,
};

const REASONS: &str = r#"close_reasons = ["answered", "spam"]

[templates."All done"]
text = "All done, thank you."
then = "closed"
"#;

fn desk() -> Desk {
    let (head, queues) = POLICY.split_once("[queues.General]").expect("it has queues");
    Desk::with(&format!("{head}{REASONS}\n[queues.General]{queues}"))
}

fn closed(reason: Option<&str>) -> Then {
    Then::Closed { reason: reason.map(str::to_owned) }
}

fn asks_why(refused: Result<baton_core::Decision, Refusal>) {
    let refusal = refused.expect_err("nobody said why");
    let sentence = refusal.to_string();
    assert!(matches!(refusal, Refusal::Invalid { field: "reason", .. }), "{sentence}");
    assert_eq!(sentence, "Say why it is closed: answered, spam, or in words of your own.");
}

/// Fails when a person's or a program's close, or one that a text of theirs brings with it, a template's too, needs no
/// reason where the policy has some; when other words than its own are refused; or when one is asked for that is closed.
#[test]
fn every_close_says_why_where_the_policy_has_reasons() {
    let program = By::Program { id: ProgramId(41), name: "Reminders".to_owned() };
    for by in [By::person(CHRIS), program] {
        let mut desk = desk();
        desk.text("Can I reschedule?");
        let id = desk.conversation().id;
        asks_why(desk.try_do(&by, &Command::Close(id, None)));
        asks_why(desk.try_do(&by, &Command::Close(id, Some("  ".to_owned()))));
        asks_why(desk.try_do(&by, &Command::Together(id, vec![Command::Close(id, None)])));
        asks_why(desk.try_do(&by, &Command::Send(id, new_text("Bye", Seen::Unsaid, closed(None)))));
        let template = Box::new(FromTemplate { name: "All done".to_owned(), ..FromTemplate::default() });
        let made = NewText { template: Some(template), ..NewText::saying("") };
        asks_why(desk.try_do(&by, &Command::Send(id, Box::new(made))));
        assert_eq!(desk.conversation().status, Status::Open);
        desk.act(&by, &Command::Send(id, new_text("Bye", Seen::Unsaid, closed(Some("moved away")))));
        assert_eq!(desk.conversation().status, Status::Closed);
        assert!(desk.act(&by, &Command::Close(id, None)).events.is_empty(), "it is closed already");
    }
}

/// Fails when a text that closes at its time may be scheduled without a reason; or when one that was, before the policy
/// had any, closes without one instead of leaving the conversation open, or does not go out.
#[test]
fn a_scheduled_close_says_why_when_it_is_scheduled() {
    let mut desk = Desk::new();
    desk.text("Can I reschedule?");
    let id = desk.conversation().id;
    let at = "2026-05-12T18:00:00Z".parse().expect("a time");
    let later = |reason| {
        let later = Some(Later { at, if_changed: IfChanged::Ask });
        Command::Send(id, Box::new(NewText { later, then: closed(reason), ..NewText::saying("See you!") }))
    };
    desk.act(&By::person(CHRIS), &later(None));
    desk.directory = self::desk().directory;
    asks_why(desk.try_do(&By::person(CHRIS), &later(None)));
    desk.now = at;
    let due = desk.act(&By::Policy, &Command::Wake(id));
    assert!(names(&due).contains(&"text.written"), "{due:?}");
    assert_eq!(desk.conversation().status, Status::Open);

    let mut desk = self::desk();
    desk.text("Can I reschedule?");
    desk.act(&By::person(CHRIS), &Command::Send(desk.conversation().id, scheduled(&later(Some("booked")))));
    desk.now = at;
    let due = desk.act(&By::Policy, &Command::Wake(desk.conversation().id));
    let said = due
        .events
        .iter()
        .any(|event| matches!(event, Event::Closed { reason, .. } if reason.as_deref() == Some("booked")));
    assert!(said, "{due:?}");
}

fn scheduled(command: &Command) -> Box<NewText> {
    match command {
        Command::Send(_, text) => text.clone(),
        other => panic!("{other:?} writes nothing"),
    }
}
