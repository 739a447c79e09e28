//! What waits for its time: scheduled texts and reminders, as parts of a conversation and as entries of a timeline.

use super::team::{NamedView, named};
use baton_core::{By, Directory, Event, Media, Moment, Owner, Reminder, Scheduled, Then};
use serde::Serialize;
use serde_json::{Value, json};
use utoipa::ToSchema;

/// Whose a scheduled text is.
#[derive(Debug, Serialize, ToSchema)]
struct AuthorView {
    /// `person` or `program`.
    kind: &'static str,
    /// Opaque id.
    id: String,
    /// Their name.
    name: String,
}

impl AuthorView {
    fn new(directory: &Directory, by: &By) -> Self {
        match by {
            By::Person { id, .. } => Self {
                kind: "person",
                id: id.to_string(),
                name: directory.owner_name(Owner::Person(*id)).to_owned(),
            },
            By::Program { id, name } => Self { kind: "program", id: id.to_string(), name: name.clone() },
            By::Contact | By::Policy | By::Carrier => {
                Self { kind: "policy", id: String::new(), name: "Baton".to_owned() }
            }
        }
    }
}

/// A text that goes out at its time.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "id": "sc_2k7d9q", "conversation": "cv_8x1p4t", "by": {"kind": "person", "id": "pe_4m1x7z", "name": "Maya Ortiz"},
    "text": "See you tomorrow at 11!", "media": [], "send_at": "2026-05-13T13:00:00Z", "if_changed": "ask",
    "state": "waiting", "held_because": null, "then": {"status": "open"}, "promise_by": null, "answers": [],
    "despite_quiet_hours": false, "written_at": "2026-05-12T18:03:00Z"
}))]
pub(crate) struct ScheduledView {
    /// Opaque id.
    id: String,
    /// The conversation.
    conversation: String,
    /// Whose text it is.
    by: AuthorView,
    /// What it says.
    text: String,
    /// The addresses of its pictures and files.
    media: Vec<String>,
    /// When it goes out.
    #[schema(value_type = String, format = DateTime)]
    send_at: Moment,
    /// What becomes of it if something comes meanwhile that its author has not seen: `cancel`, `ask` or `send`.
    if_changed: &'static str,
    /// `waiting`, `held` until somebody decides, or `dropped`.
    state: &'static str,
    /// Why it is held, in words.
    #[schema(required = true)]
    held_because: Option<String>,
    /// What becomes of the conversation then: `status`, with `wake_at` or `reason`.
    #[schema(value_type = Object)]
    then: Value,
    /// By when its author promises to do what it says.
    #[schema(value_type = Option<String>, format = DateTime, required = true)]
    promise_by: Option<Moment>,
    /// The ids of the asks that it answers.
    answers: Vec<String>,
    /// Its author wants it out in quiet hours too.
    despite_quiet_hours: bool,
    /// When it was written, or changed last.
    #[schema(value_type = String, format = DateTime)]
    written_at: Moment,
}

impl ScheduledView {
    pub(crate) fn new(directory: &Directory, text: &Scheduled) -> Self {
        Self {
            id: text.id.to_string(),
            conversation: text.id.conversation().to_string(),
            by: AuthorView::new(directory, &text.by),
            text: text.body.clone(),
            media: text.media.iter().map(|Media { url, .. }| url.clone()).collect(),
            send_at: text.send_at,
            if_changed: text.if_changed.word(),
            state: if text.held.is_some() { "held" } else { "waiting" },
            held_because: text.held.clone(),
            then: then(&text.then),
            promise_by: text.promise_by,
            answers: text.answers.iter().map(ToString::to_string).collect(),
            despite_quiet_hours: text.despite_quiet_hours,
            written_at: text.written_at,
        }
    }

    /// One that does not go out any more.
    pub(crate) fn dropped(directory: &Directory, text: &Scheduled) -> Self {
        Self { state: "dropped", held_because: None, ..Self::new(directory, text) }
    }
}

fn then(then: &Then) -> Value {
    match then {
        Then::Open => json!({"status": "open"}),
        Then::Pending { wake_at } => json!({"status": "pending", "wake_at": wake_at}),
        Then::Closed { reason } => json!({"status": "closed", "reason": reason}),
    }
}

/// What a person wants to be reminded of.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({"id": "re_2k7d9q", "conversation": "cv_8x1p4t",
    "person": {"id": "pe_4m1x7z", "name": "Maya Ortiz"}, "text": "Call the lab", "at": "2026-05-13T13:00:00Z"}))]
pub(crate) struct ReminderView {
    /// Opaque id.
    id: String,
    /// The conversation.
    conversation: String,
    /// Who is reminded.
    person: NamedView,
    /// In their own words; empty for whoever may not read notes.
    text: String,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    at: Moment,
}

impl ReminderView {
    pub(crate) fn new(directory: &Directory, reminder: &Reminder) -> Self {
        Self {
            id: reminder.id.to_string(),
            conversation: reminder.id.conversation().to_string(),
            person: named(directory, reminder.person),
            text: reminder.words.clone(),
            at: reminder.at,
        }
    }
}

/// The fields of what waits for its time; null for any other event.
pub(super) fn later_fields(directory: &Directory, event: &Event) -> Value {
    let person = |id| json!(named(directory, id));
    match event {
        Event::TextScheduled { text, reason } | Event::ScheduledChanged { text, reason } => {
            let mut fields = json!(ScheduledView::new(directory, text));
            fields["reason"] = json!(reason);
            if let Value::Object(fields) = &mut fields {
                // Whose it is: `by` says who did it.
                let author = fields.remove("by");
                fields.insert("author".to_owned(), author.unwrap_or_default());
                fields.remove("conversation");
            }
            fields
        }
        Event::ScheduledHeld { id, reason } | Event::ScheduledDropped { id, reason } => {
            json!({"id": id.to_string(), "reason": reason})
        }
        Event::ScheduledMoved { id, to } => json!({"id": id.to_string(), "to": person(*to)}),
        Event::ReminderSet { reminder } => json!({
            "id": reminder.id.to_string(), "person": person(reminder.person), "text": reminder.words,
            "remind_at": reminder.at,
        }),
        Event::ReminderDropped { id } => json!({"id": id.to_string()}),
        Event::ReminderCame { id, who, words, due_at } => json!({
            "id": id.to_string(), "person": person(*who), "text": words, "due_at": due_at,
        }),
        Event::WakeUpPassed { due_at } => json!({"due_at": due_at}),
        _ => Value::Null,
    }
}
