//! What was wrong once: a scenario for each mistake that was found in the rules.
#![expect(clippy::unwrap_used, reason = "a test that fails says where")]

mod for_later;
mod hours;
mod others;

use crate::support::*;
use baton_core::{
    Begin, By, ClockKind, Command, Event, FromTemplate, IfChanged, Later, Moment, NewOffer, NewText, Owner,
    PendingOn, PersonId, Refusal, ScheduledChange, ScheduledId, Seen, Status, Then,
};

/// Promises, and a template that promises a time.
const SECTIONS: &str = r#"
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

fn policy() -> String {
    policy_with(&format!("{CLINIC}{SECTIONS}"))
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
