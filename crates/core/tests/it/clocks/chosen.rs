//! Which target a promise follows: the one that a rule names goes before the first whose condition is true.

use super::*;

/// Everybody is answered within an hour around the clock; the rule about appointments names another target.
fn desk_where_appointments_are(target: &str) -> Desk {
    let targets = r#"
[[targets]]
name = "Everybody"
first_response = "1 h"
next_response = "1 h"
around_the_clock = true

[[targets]]
name = "Quick"
when = "tagged quick"
first_response = "20 min"
next_response = "20 min"
around_the_clock = true

[[targets]]
name = "Slow"
when = "tagged slow"
first_response = "4 h"
next_response = "4 h"
around_the_clock = true
"#;
    let to = "ASSIGN to Scheduling queue";
    Desk::with(&policy_with(targets).replace(to, &format!("{to}\n  TARGET \"{target}\"")))
}

/// Fails when the clock of a question that a rule found follows the conversation's target and not the one that the rule
/// names, or when that target becomes the conversation's.
#[test]
fn a_question_has_the_target_of_its_rule() {
    for (target, due) in [("Quick", "2026-05-12T17:01:00Z"), ("Slow", "2026-05-12T20:41:00Z")] {
        let mut desk = desk_where_appointments_are(target);
        desk.text("can I reschedule and what is the price");
        let ask = &desk.conversation().asks[0];
        assert_eq!(ask.target.as_deref(), Some(target));
        let clock = ask.clock.as_ref().expect("a question has a clock");
        assert_eq!((clock.target.as_str(), clock.due_at), (target, at(due)));
        let whole = desk.clock(ClockKind::FirstResponse).expect("the conversation has its own");
        assert_eq!((whole.target.as_str(), whole.due_at), ("Everybody", at("2026-05-12T17:41:00Z")));
    }
}

/// Fails when what a rule names is not what is promised, or the first target whose condition is true goes before it.
#[test]
fn a_rule_chooses_the_target() {
    for (target, due) in [("Quick", "2026-05-12T17:01:00Z"), ("Slow", "2026-05-12T20:41:00Z")] {
        let mut desk = desk_where_appointments_are(target);
        desk.text("I need an appointment");
        let clock = desk.clock(ClockKind::FirstResponse).unwrap();
        assert_eq!((clock.target.as_str(), clock.due_at), (target, at(due)));
        desk.minutes(5);
        desk.reply(CHRIS, "Friday at 11?", Then::Open);
        desk.text("Yes");
        assert_eq!(desk.clock(ClockKind::NextResponse).unwrap().target, target, "the next one too");
    }
}

/// Fails when a rule that overrules an ELSE leaves its target out, counts it from the later text, or puts off what was
/// promised already.
#[test]
fn a_rule_that_overrules_an_else_keeps_the_earlier_time() {
    let moved = ("Quick", ("Quick", "2026-05-12T17:01:00Z"));
    for (target, (by, due)) in [moved, ("Slow", ("Everybody", "2026-05-12T17:41:00Z"))] {
        let mut desk = desk_where_appointments_are(target);
        desk.text("Hello");
        assert_eq!(desk.due(ClockKind::FirstResponse), Some(at("2026-05-12T17:41:00Z")));
        desk.minutes(10);
        desk.text("I need an appointment");
        assert_eq!(desk.conversation().owner, Owner::Queue(SCHEDULING));
        let clock = desk.clock(ClockKind::FirstResponse).unwrap();
        assert_eq!((clock.target.as_str(), clock.due_at), (by, at(due)), "by the rule with {target}");
    }
}
