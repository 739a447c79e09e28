//! Texts that go out at their time, reminders, and waiting until a time: over changes of clocks, over what came
//! meanwhile, and after a stop.
mod changing;
mod going_out;
mod late;
mod reminders;

use crate::support::*;
use baton_core::{
    By, ClockKey, ClockKind, Command, ConsentState, Event, IfChanged, Later, Moment, NewText, Notice, Owner,
    PendingOn, PersonId, Refusal, Scheduled, ScheduledChange, ScheduledId, Seen, Status, TextKind, Then,
};
use baton_hours::Zone;

const PROMISES: &str = r#"
[[targets]]
name = "Everybody"
first_response = "1 h"
next_response = "1 h"
hours = "Clinic"
escalation = "Usual"

[escalations]
Usual = [{ after = "0 min", notify = "lead" }, { after = "30 min", assign = "ruth@cedarlane.example" }]
"#;

fn promises() -> String {
    policy_with(&format!("{CLINIC}{PROMISES}"))
}

fn desk() -> Desk {
    Desk::with(&promises())
}

fn later(body: &str, at: Moment, if_changed: IfChanged) -> NewText {
    NewText { later: Some(Later { at, if_changed }), ..NewText::saying(body) }
}

impl Desk {
    fn plan(&mut self, by: PersonId, body: &str, time: &str) -> ScheduledId {
        self.schedule(&By::person(by), later(body, at(time), IfChanged::Ask))
    }

    fn waiting(&self) -> Vec<&Scheduled> {
        self.conversation().scheduled.iter().collect()
    }

    /// Texts of ours: words, kind, by whom, when.
    fn written_by(&self) -> Vec<(&str, TextKind, Option<PersonId>, Moment)> {
        let texts = self.told.iter().filter_map(|(event, at, by)| match event {
            Event::TextWritten { body, kind, author, .. } => {
                Some((body.as_str(), *kind, author.or_else(|| by.as_person()), *at))
            }
            _ => None,
        });
        texts.collect()
    }

    fn names(&self, prefix: &str) -> Vec<&'static str> {
        let names = self.told.iter().map(|(event, ..)| event.name());
        names.filter(|name| name.starts_with(prefix)).collect()
    }
}
