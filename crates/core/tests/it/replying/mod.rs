//! Templates in use, and what Baton answers by itself.
mod by_itself;
mod templates;

use crate::support::*;
use baton_core::{
    AutoCause, Baton, Begin, By, Command, ConsentState, Event, FromTemplate, MessageId, Moment, NewOffer,
    NewText, Notice, Owner, PersonId, ProgramId, Refusal, Seen, SendOutcome, Status, TextKind, TextState,
    Then, UnknownChoice,
};

/// Cedar Lane with hours, promises, an on call, and texts to fill in.
const HEAD: &str = r#"
zone = "America/New_York"
fallback = "ruth@cedarlane.example"
on_call = "Billing"

[hours.Clinic]
mon = ["09:00-12:30", "13:30-18:00"]
tue = ["09:00-18:00"]
wed = ["09:00-18:00"]
thu = ["09:00-18:00"]
fri = ["09:00-16:00"]
holidays = [{ date = "2026-05-25", name = "Memorial Day" }]

[queues.General]
initials = "Ge"
members = ["maya@cedarlane.example", "chris@cedarlane.example"]
lead = "maya@cedarlane.example"
hours = "Clinic"

[queues.Sales]
initials = "Sa"
members = ["jordan@cedarlane.example"]

[queues.Billing]
initials = "Bg"
members = ["sam@cedarlane.example", "tess@cedarlane.example"]

[[targets]]
name = "Everybody"
first_response = "1 h"
next_response = "1 h"
hours = "Clinic"
"#;

const ROUTING: &str = r#"
[routing]
text = """
IF message contains "price"
  ASSIGN to Sales queue
  REPLY with "Prices"
ELSE
  ASSIGN to General queue
"""
"#;

const TEMPLATES: &str = r#"
[templates."After hours"]
text = "Thanks for texting [Business Name]. We read it at [next opening] and answer within [first response]. Urgent? Reply URGENT."

[templates."Welcome"]
text = "Hi [First Name|there], [Team/Role] at [Business Name] has your text."

[templates."Prices"]
text = "A first visit is 90 dollars."

[templates."First response"]
text = "Hi [First Name|there], this is [Your Name] with [Team/Role] at [Business Name]. I'll look into [short description] and answer by [timeframe]."

[templates."Waiting on you"]
text = "Hi [First Name|there], we only need [specific info] from you. Then we [next step|go on]."
then = "pending"

[templates."All done"]
text = "All done, and thank you."
then = "closed"

[templates."Handing over"]
kind = "note"
text = "Handing to [Name/Role]. They wrote: [Last Text]"

[templates."Billing's own"]
text = "Your bill is [amount] dollars."
queue = "Billing"

[templates."Maya's own"]
text = "Maya here!"
person = "maya@cedarlane.example"
"#;

const AFTER_HOURS: &str = "[auto_replies]\noutside_hours = \"After hours\"\nfirst_contact = \"Welcome\"\n";

fn policy(auto_replies: &str) -> String {
    format!("{HEAD}{auto_replies}{TEMPLATES}{ROUTING}")
}

/// At a time of 2026 on the wall of New York in summer.
fn desk_at(wall: &str) -> Desk {
    Desk::on(wall, &policy(AFTER_HOURS))
}

/// The texts that Baton wrote by itself in this decision.
fn answers(events: &[Event]) -> Vec<(AutoCause, &str)> {
    let answer = |event| match event {
        &Event::TextWritten { kind: TextKind::AutoReply, auto: Some(cause), ref body, .. } => {
            Some((cause, body.as_str()))
        }
        _ => None,
    };
    events.iter().filter_map(answer).collect()
}

impl Desk {
    /// What Baton answers to a text.
    fn answer_to(&mut self, body: &str) -> Option<(AutoCause, String)> {
        let decision = self.text(body);
        let mut answers = answers(&decision.events);
        assert!(answers.len() <= 1, "one text gets one answer: {answers:?}");
        answers.pop().map(|(cause, words)| (cause, words.to_owned()))
    }

    fn is_answered(&mut self, body: &str) -> bool {
        self.answer_to(body).is_some()
    }

    fn at(&mut self, wall: &str) {
        self.now = ny(wall);
    }

    fn send_with(&mut self, by: &By, name: &str, values: &[(&str, &str)]) -> Result<Written, Refusal> {
        let text = NewText { template: Some(Box::new(template(name, values))), ..NewText::saying("") };
        let id = self.conversation().id;
        self.try_do(by, &Command::Send(id, Box::new(text))).map(|decision| Written::of(&decision.events))
    }
}

fn template(name: &str, values: &[(&str, &str)]) -> FromTemplate {
    let values = values.iter().map(|(label, value)| ((*label).to_owned(), (*value).to_owned())).collect();
    FromTemplate { name: name.to_owned(), values, own_then: false }
}

/// A text that somebody wrote with a template.
#[derive(Debug)]
struct Written {
    body: String,
    promise_by: Option<Moment>,
    template: Option<(String, i64)>,
}

impl Written {
    fn of(events: &[Event]) -> Self {
        let written = events.iter().find_map(|event| match event {
            Event::TextWritten { body, promise_by, made_with, .. } => Some(Self {
                body: body.clone(),
                promise_by: *promise_by,
                template: made_with.as_ref().map(|made| (made.template.clone(), made.policy_version)),
            }),
            _ => None,
        });
        written.expect("a text is written")
    }
}

fn chris() -> By {
    By::person(CHRIS)
}
