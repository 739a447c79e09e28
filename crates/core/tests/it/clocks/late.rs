//! Paths that are gone along once it is late, or somebody does not act.

use super::*;

/// chatwoot #14508, target/goalert #4548: fails when nobody is told, when a step waits though it is nobody's, or when
/// the last step is the end of it.
#[test]
fn what_is_late_goes_along_its_path() {
    let mut desk = desk();
    desk.subject_is_known();
    desk.text("how much is a quote?"); // Sales has no lead: its first step is nobody's.
    assert_eq!(desk.due(ClockKind::FirstResponse), Some(at("2026-05-12T17:41:00Z")));
    desk.until(at("2026-05-12T17:30:00Z"));
    assert_eq!(desk.told_names("clock.warned").len(), 1);
    desk.until(at("2026-05-12T20:00:00Z"));
    let steps: Vec<_> = desk
        .told
        .iter()
        .filter_map(|(event, at, _)| match event {
            Event::EscalationStepped { step, told, why, .. } => Some((*step, told.clone(), why.clone(), *at)),
            _ => None,
        })
        .collect();
    let late = Moment::from_micros(at("2026-05-12T17:41:00Z").micros() + 1);
    assert_eq!(steps.len(), 3, "{steps:?}");
    assert_eq!((steps[0].0, &steps[0].1[..], steps[0].3), (1, &[][..], late), "nobody leads Sales");
    assert!(steps[0].2.contains("the lead of its queue is nobody now"), "{}", steps[0].2);
    assert_eq!(
        (steps[1].0, &steps[1].1[..], steps[1].3),
        (2, &[][..], late),
        "so the next one follows at once"
    );
    assert_eq!((steps[2].0, &steps[2].1[..]), (3, &[RUTH][..]), "and in the end the fallback person");
}

/// Fails when a step's assignment moves nothing, or under another cause.
#[test]
fn a_step_gives_it_to_the_lead_in_its_time() {
    let mut desk = desk();
    desk.subject_is_known();
    desk.text("Hi there, a question"); // General, led by Maya.
    desk.until(at("2026-05-12T17:45:00Z"));
    assert_eq!(desk.conversation().owner, Owner::Queue(GENERAL), "told, not moved");
    desk.until(at("2026-05-12T18:15:00Z"));
    assert_eq!(desk.conversation().owner, Owner::Person(MAYA), "half an hour after the breach");
    let moved = desk.told.iter().find_map(|(event, at, _)| match event {
        Event::OwnerChanged { cause, .. } => Some((*cause, *at)),
        _ => None,
    });
    assert_eq!(moved, Some((OwnerCause::Escalation, at("2026-05-12T18:11:00Z"))));
}

/// Fails when the person who was given it can sit on it until the customer's promise is broken.
#[test]
fn an_owner_who_does_not_act_starts_the_path_early() {
    let mut desk = desk();
    desk.subject_is_known();
    desk.text("Hi there, a question");
    let id = desk.conversation().id;
    let assign = Command::Assign { conversation: id, to: Owner::Person(CHRIS), reason: None };
    desk.act(&By::person(RUTH), &assign);
    assert_eq!(desk.conversation().act_by, Some(at("2026-05-12T17:11:00Z")));
    desk.until(at("2026-05-12T17:12:00Z"));
    let steps = desk.told_names("escalation.");
    assert_eq!(steps, [("escalation.stepped", at("2026-05-12T17:11:00Z"))], "before the breach of 17:41");
    desk.until(at("2026-05-12T17:43:00Z"));
    assert_eq!(desk.told_names("clock.breached").len(), 1, "the promise to the customer did not move");
    assert_eq!(desk.conversation().owner, Owner::Person(MAYA), "the path went on from where it was");
}

/// Fails when a reply leaves the path going on.
#[test]
fn a_reply_ends_the_path() {
    let mut desk = desk();
    desk.subject_is_known();
    desk.text("Hi there, a question");
    desk.until(at("2026-05-12T17:45:00Z"));
    desk.reply(CHRIS, "Sorry for the wait.", Then::Open);
    desk.until(at("2026-05-12T20:00:00Z"));
    assert_eq!(desk.conversation().owner, Owner::Person(CHRIS));
    assert_eq!(desk.told_names("escalation.").len(), 1);
}

/// Fails when the question of another queue is told to the lead of the conversation's.
#[test]
fn a_late_answer_to_a_question_goes_to_the_lead_of_its_queue() {
    let mut desk = desk();
    desk.subject_is_known();
    desk.text("can I reschedule, and a general question");
    let id = desk.conversation().id;
    let words = "parking".to_owned();
    let owner = Owner::Queue(GENERAL);
    desk.act(&By::person(RUTH), &Command::OpenAsk { conversation: id, words, owner, due_at: None });
    desk.reply(CHRIS, "Friday at 11.", Then::Open);
    desk.until(at("2026-05-12T17:45:00Z"));
    let told = desk.told.iter().find_map(|(event, ..)| match event {
        Event::EscalationStepped { key, told, .. } if key.ask.is_some() => Some(told.clone()),
        _ => None,
    });
    assert_eq!(desk.conversation().queue, Some(SCHEDULING));
    assert_eq!(told, Some(vec![MAYA]), "Maya leads General, Chris leads Scheduling");
}
