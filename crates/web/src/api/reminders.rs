//! Reminders: what a person wants to be told of a conversation at a time of their choice.

use super::conversations::show;
use super::{paths, timeline, when};
use crate::answer::{Answer, Pressed, Problem, json};
use crate::app::App;
use crate::auth::{May, Route};
use crate::shape::{ConversationView, ReminderView};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use baton_core::{Command, ConversationId, Event, Made, Moment, Record, Reminder, ReminderId};
use baton_policy::Length;
use serde::Deserialize;
use utoipa::ToSchema;

/// What to be reminded of, and when: `at` or `in`.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"text": "Call the lab", "at": "2026-05-13T09:00[America/New_York]"}))]
pub(super) struct NewReminder {
    /// In your own words, at most 500 characters; a customer never sees them.
    text: String,
    /// An instant, or a date and time with a zone.
    #[serde(default, deserialize_with = "when::optional")]
    #[schema(value_type = Option<String>)]
    at: Option<Moment>,
    /// A length of time from now, such as `2 h` or `30 min`.
    #[serde(rename = "in")]
    after: Option<String>,
}

/// Be reminded of a conversation
///
/// For people: whoever asks is told at that time, also of a conversation that is closed by then. If they have left, whoever
/// answers for it is.
#[utoipa::path(post, path = "/api/v1/conversations/{id}/reminders", tag = "conversations", request_body = NewReminder,
    params(("id" = String, Path, description = "The conversation's id"),
        ("Idempotency-Key" = Option<String>, Header, description = "The same key is the same press")),
    responses((status = 201, body = ReminderView), (status = 403, body = Problem), (status = 422, body = Problem)))]
pub(super) async fn set(
    State(app): State<App>,
    caller: May<Route>,
    Path(id): Path<String>,
    Pressed { wanted, press }: Pressed<NewReminder>,
) -> Answer {
    let id: ConversationId = paths::id(&id, "conversation")?;
    let at = match (wanted.at, wanted.after.as_deref()) {
        (Some(at), None) => at,
        (None, Some(length)) => {
            let length: Length = length.parse().map_err(|_| {
                Problem::field("in", format!("“{length}” is no length of time such as 2 h or 30 min."))
            })?;
            app.now() + length.real_time()
        }
        _ => return Err(Problem::field("at", "Say when: a time with “at”, or a length of time with “in”.")),
    };
    let command = Command::SetReminder { conversation: id, words: wanted.text, at };
    let outcome = app.submit(&caller, command, press).await?;
    let made = match outcome.made {
        Some(Made::Reminder(made)) => timeline::find(&app, id, move |record| was_set(record, made)).await?,
        _ => None,
    };
    let made = made.ok_or_else(|| Problem::not_found("reminder"))?;
    json(StatusCode::CREATED, &ReminderView::new(&*app.directory()?, &made))
}

fn was_set(record: &Record, made: ReminderId) -> Option<Reminder> {
    record.events.iter().find_map(|event| match event {
        Event::ReminderSet { reminder } if reminder.id == made => Some((**reminder).clone()),
        _ => None,
    })
}

/// Take a reminder back
///
/// By whoever set it, or a lead.
#[utoipa::path(delete, path = "/api/v1/reminders/{id}", tag = "conversations",
    params(("id" = String, Path, description = "The reminder's id")),
    responses((status = 200, body = ConversationView), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem)))]
pub(super) async fn drop(State(app): State<App>, caller: May<Route>, Path(id): Path<String>) -> Answer {
    let id: ReminderId = paths::id(&id, "reminder")?;
    app.submit(&caller, Command::DropReminder(id), None)
        .await
        .map_err(|problem| problem.instead_of_missing("reminder"))?;
    show(&app, &caller, id.conversation(), StatusCode::OK).await
}
