//! Texts that go out at their time, reminders, and waiting until a time: over changes of clocks, over what came
//! meanwhile, and after a stop.
mod changing;
mod going_out;
mod late;
mod reminders;
#[path = "../support/mod.rs"]
mod support;

use baton_core::{
    By, ClockKey, ClockKind, Command, ConsentState, Decision, Event, IfChanged, Later, Moment, NewText,
    Notice, Owner, PendingOn, PersonId, ProgramId, Refusal, Scheduled, ScheduledChange, ScheduledId, Seen,
    Status, TextKind, Then,
};
use baton_hours::Zone;
use support::*;

const PROMISES: &str = r#"
[hours.Clinic]
mon = ["09:00-18:00"]
tue = ["09:00-18:00"]
wed = ["09:00-18:00"]
thu = ["09:00-18:00"]
fri = ["09:00-18:00"]

[[targets]]
name = "Everybody"
first_response = "1 h"
next_response = "1 h"
hours = "Clinic"
escalation = "Usual"

[escalations]
Usual = [{ after = "0 min", notify = "lead" }, { after = "30 min", assign = "Ruth" }]
"#;

fn at(text: &str) -> Moment {
    text.parse().expect("a time")
}

fn desk() -> Desk {
    Desk::with(&policy_with(&PROMISES.replace("assign = \"Ruth\"", "assign = \"ruth@cedarlane.example\"")))
}

fn program() -> By {
    By::Program { id: ProgramId(41), name: "Reminders".to_owned() }
}

fn later(body: &str, at: Moment, if_changed: IfChanged) -> NewText {
    NewText { later: Some(Later { at, if_changed }), ..NewText::saying(body) }
}

impl Desk {
    fn schedule(&mut self, by: &By, text: NewText) -> ScheduledId {
        let id = self.conversation().id;
        let made = self.act(by, &Command::Send(id, Box::new(text))).made;
        match made {
            Some(baton_core::Made::Scheduled(made)) => made,
            other => panic!("it made {other:?}"),
        }
    }

    fn plan(&mut self, by: PersonId, body: &str, time: &str) -> ScheduledId {
        self.schedule(&By::person(by), later(body, at(time), IfChanged::Ask))
    }

    fn reply(&mut self, who: PersonId, body: &str, then: Then) {
        let id = self.conversation().id;
        self.act(&By::person(who), &Command::Send(id, new_text(body, Seen::Unsaid, then)));
    }

    fn wake(&mut self) -> Decision {
        let id = self.conversation().id;
        self.act(&By::Policy, &Command::Wake(id))
    }

    /// Time goes on, and what is due is done at its instant.
    fn until(&mut self, text: &str) {
        let end = at(text);
        while let Some(next) = self.conversation().next_at().filter(|next| *next <= end) {
            self.now = self.now.max(next);
            self.wake();
            let again = self.conversation().next_at();
            assert!(again.is_none_or(|again| again > next), "what was due at {next} is due still");
        }
        self.now = end;
    }

    fn waiting(&self) -> Vec<&Scheduled> {
        self.conversation().scheduled.iter().collect()
    }

    /// Texts of ours: words, kind, by whom, when.
    fn written(&self) -> Vec<(&str, TextKind, Option<PersonId>, Moment)> {
        let texts = self.told.iter().filter_map(|(event, at, by)| match event {
            Event::TextWritten { body, kind, author, .. } => {
                Some((body.as_str(), *kind, author.or_else(|| by.as_person()), *at))
            }
            _ => None,
        });
        texts.collect()
    }

    fn notices(&self, who: PersonId) -> Vec<Notice> {
        let told = self.told.iter().filter_map(|(event, ..)| match event {
            Event::Told { who: told, about, .. } if *told == who => Some(*about),
            _ => None,
        });
        told.collect()
    }

    fn names(&self, prefix: &str) -> Vec<&'static str> {
        let names = self.told.iter().map(|(event, ..)| event.name());
        names.filter(|name| name.starts_with(prefix)).collect()
    }
}
