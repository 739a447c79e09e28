//! Questions that somebody wants answered by a time of their own.

use crate::support::*;
use baton_core::{By, Clock, ClockKey, Command, Event, Moment, Owner, StopCause, Then};

const PROMISES: &str = r#"
[[targets]]
name = "Urgent"
when = "tagged urgent"
first_response = "5 min"
next_response = "10 min"
around_the_clock = true

[[targets]]
name = "All"
first_response = "1 h"
hours = "Clinic"
escalation = "Late"

[escalations]
Late = [{ after = "0 min", notify = "lead" }, { after = "30 min", assign = "jordan@cedarlane.example" }]
"#;

fn asks(desk: &mut Desk, due_at: Option<Moment>) -> Result<(), String> {
    let conversation = desk.conversation().id;
    let (words, owner) = ("payment plans".to_owned(), Owner::Queue(GENERAL));
    let ask = Command::OpenAsk { conversation, words, owner, due_at };
    desk.try_do(&By::person(CHRIS), &ask).map(drop).map_err(|refusal| refusal.to_string())
}

/// Chris has a conversation and has answered it, at 12:41 pm.
fn desk(promises: &str) -> Desk {
    let mut desk = Desk::with(&policy_with(&format!("{CLINIC}{promises}")));
    desk.text("can I reschedule?");
    desk.reply(CHRIS, "On Friday.", Then::Open);
    desk
}

fn clock(desk: &Desk) -> Clock {
    let ask = &desk.conversation().asks[0];
    desk.conversation().clock(ClockKey::of_ask(ask.id)).expect("it is promised").clone()
}

/// Fails when the question is due by the target instead of the time that was said, when the team is not warned or told from
/// that time on, or when nothing runs where the policy promises nothing.
#[test]
fn a_question_is_due_when_whoever_asks_says() {
    let by = at("2026-05-13T15:00:00Z");
    let mut desk = self::desk(PROMISES);
    asks(&mut desk, None).unwrap();
    assert_eq!(clock(&desk).due_at, at("2026-05-12T17:41:00Z"), "by the target");
    let mut desk = self::desk(PROMISES);
    asks(&mut desk, Some(by)).unwrap();
    // Of 7 hours and 19 minutes of work until then, three quarters.
    let warned = at("2026-05-12T22:00:00Z") + std::time::Duration::from_secs(0);
    assert_eq!((clock(&desk).due_at, clock(&desk).target.as_str()), (by, "All"));
    assert!(
        clock(&desk).warn_at.is_some_and(|at| at < by && at > warned - std::time::Duration::from_hours(1))
    );
    desk.until(at("2026-05-13T15:40:00Z"));
    let late = |event: &Event| matches!(event, Event::ClockBreached { key, due_at } if key.ask.is_some() && *due_at == by);
    assert_eq!(desk.told.iter().filter(|(event, ..)| late(event)).count(), 1);
    let steps: Vec<(u32, Vec<_>, Moment)> = desk
        .told
        .iter()
        .filter_map(|(event, at, _)| match event {
            Event::EscalationStepped { key, step, told, .. } if key.ask.is_some() => {
                Some((*step, told.clone(), *at))
            }
            _ => None,
        })
        .collect();
    let at_once = Moment::from_micros(by.micros() + 1);
    assert_eq!(steps, [(1, vec![MAYA], at_once), (2, vec![JORDAN], at("2026-05-13T15:30:00Z"))]);
    assert_eq!(desk.conversation().asks[0].owner, Owner::Person(JORDAN));
    // Nothing else is promised: that is.
    let mut desk = self::desk("");
    asks(&mut desk, Some(by)).unwrap();
    assert_eq!((clock(&desk).due_at, clock(&desk).target.as_str()), (by, "as promised"));
    desk.until(at("2026-05-13T15:01:00Z"));
    assert!(desk.told.iter().any(|(event, ..)| late(event)));
}

/// Fails when another policy, or urgency, moves what a person wrote; or leaves the time of another question as it was.
#[test]
fn no_policy_moves_the_time_that_a_person_wrote() {
    let by = at("2026-05-13T15:00:00Z");
    let slower = PROMISES.replace("first_response = \"1 h\"", "first_response = \"2 h\"");
    let moved = [(&slower[..], "2026-05-12T18:41:00Z"), ("", "")];
    for (policy, due) in moved {
        for said in [None, Some(by)] {
            let mut desk = self::desk(PROMISES);
            asks(&mut desk, said).unwrap();
            let conversation = desk.conversation().id;
            desk.directory = directory_with(&policy_with(&format!("{CLINIC}{policy}")), &[]);
            desk.act(&By::Policy, &Command::Resettle(conversation));
            match said {
                Some(by) => assert_eq!(clock(&desk).due_at, by),
                None if due.is_empty() => assert!(desk.told.iter().any(|(event, ..)| matches!(
                    event,
                    Event::ClockStopped { key, cause: StopCause::Policy, .. } if key.ask.is_some()
                ))),
                None => assert_eq!(clock(&desk).due_at, at(due)),
            }
        }
    }
    for (said, due) in [(None, at("2026-05-12T16:51:00Z")), (Some(by), by)] {
        let mut desk = self::desk(PROMISES);
        asks(&mut desk, said).unwrap();
        let (conversation, add) = (desk.conversation().id, vec!["urgent".to_owned()]);
        desk.act(&By::person(CHRIS), &Command::Tag { conversation, add, remove: Vec::new() });
        assert_eq!(clock(&desk).due_at, due, "urgent from here on");
    }
}

/// Fails when a question can be wanted by a time that has passed or that nobody means.
#[test]
fn the_time_lies_ahead() {
    let mut desk = self::desk(PROMISES);
    for passed in [desk.now, at("2026-05-12T12:00:00Z")] {
        assert_eq!(asks(&mut desk, Some(passed)).unwrap_err(), "That time has passed. Choose a later one.");
    }
    let far = asks(&mut desk, Some(at("2031-01-01T00:00:00Z"))).unwrap_err();
    assert_eq!(far, "That is more than two years ahead. Choose an earlier time.");
    assert!(desk.conversation().asks.is_empty());
}
