//! Promised times: started by what waits, kept by people's texts, late after their instant, escalated along a path.

mod acting;
mod chosen;
mod given_back;
mod late;
mod moved;
mod replanned;
mod running;

use crate::support::*;
use baton_core::{
    By, ClockKind, ClockState, Command, Delivery, Event, FailureReason, Moment, NewText, Owner, OwnerCause,
    PendingOn, ProgramId, Status, StopCause, TextState, Then,
};

/// Cedar Lane with promises: the hours are Monday to Friday, 9:00 to 18:00 in New York.
const PROMISES: &str = r#"
[[targets]]
name = "Urgent"
when = "tagged urgent"
first_response = "5 min"
next_response = "10 min"
around_the_clock = true
escalation = "Urgent"

[[targets]]
name = "New inquiry"
when = "contact is new"
first_response = "20 min"
next_response = "1 h"
follow_up = "1 day"
resolution = "2 days"
hours = "Clinic"

[[targets]]
name = "Everybody else"
first_response = "1 h"
next_response = "1 h"
act_within = "30 min"
hours = "Clinic"
escalation = "Usual"

[escalations]
Usual = [{ after = "0 min", notify = "lead" }, { after = "30 min", assign = "lead" }]
Urgent = [{ after = "0 min", notify = "lead" }, { after = "5 min", assign = "lead" }, { after = "10 min", notify = "fallback" }]
"#;

fn promises() -> String {
    policy_with(&format!("{CLINIC}{PROMISES}"))
}

/// Tuesday 12 May 2026, 12:41 pm in New York.
fn desk() -> Desk {
    Desk::with(&promises())
}
