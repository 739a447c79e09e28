//! What moves a conversation: claim, release, assign, status, tags.

use super::conversations::{show, status};
use super::{paths, when};
use crate::answer::{Answer, Json, Problem, if_match};
use crate::app::App;
use crate::auth::{Caller, May, Route};
use crate::shape::ConversationView;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use baton_core::{Command, ConversationId, Directory, Moment, Owner, PendingOn, Position, SeenOwner, Status};
use serde::Deserialize;
use utoipa::ToSchema;

/// The version that the caller has seen, if they say which that is.
pub(super) fn seen_version(headers: &HeaderMap) -> Answer<Option<Position>> {
    Ok(if_match(headers)?.map(Position))
}

/// Whoever names its version has seen whose it is.
pub(super) fn seen_owner(version: Option<Position>) -> SeenOwner {
    if version.is_some() { SeenOwner::Latest } else { SeenOwner::Unsaid }
}

pub(super) async fn moved(
    app: &App,
    caller: &Caller,
    id: &str,
    headers: &HeaderMap,
    command: impl FnOnce(ConversationId) -> Command,
) -> Answer {
    let id = paths::id(id, "conversation")?;
    app.submit_at(seen_version(headers)?, caller, command(id), None).await?;
    show(app, caller, id, StatusCode::OK).await
}

/// Claim it from its queue
#[utoipa::path(post, path = "/api/v1/conversations/{id}/claim", tag = "ownership",
    params(("id" = String, Path, description = "The conversation's id"),
        ("If-Match" = Option<String>, Header, description = "The version that you have seen")),
    responses((status = 200, body = ConversationView), (status = 403, body = Problem), (status = 412, body = Problem)))]
pub(super) async fn claim(
    State(app): State<App>,
    caller: May<Route>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Answer {
    moved(&app, &caller, &id, &headers, Command::Claim).await
}

/// Where it goes.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"queue": "qu_3f8s1c"}))]
pub(super) struct Release {
    /// The queue's id or name; the one it was routed to last where nobody says.
    queue: Option<String>,
}

/// Give it back to a queue
#[utoipa::path(post, path = "/api/v1/conversations/{id}/release", tag = "ownership", request_body = Release,
    params(("id" = String, Path, description = "The conversation's id"),
        ("If-Match" = Option<String>, Header, description = "The version that you have seen")),
    responses((status = 200, body = ConversationView), (status = 403, body = Problem), (status = 412, body = Problem)))]
pub(super) async fn release(
    State(app): State<App>,
    caller: May<Route>,
    Path(id): Path<String>,
    headers: HeaderMap,
    Json(wanted): Json<Release>,
) -> Answer {
    let directory = app.directory()?;
    let queue = wanted.queue.as_deref().map(|text| paths::queue(&directory, text, "queue")).transpose()?;
    moved(&app, &caller, &id, &headers, |id| Command::Release(id, queue)).await
}

/// To whom, and why.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"to": {"person": "pe_2k7d9q"}, "reason": "She knows the case."}))]
pub(super) struct Assignment {
    /// A person or a queue.
    to: To,
    /// Why, in words.
    reason: Option<String>,
}

/// Exactly one of the two.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"queue": "Billing"}))]
pub(super) struct To {
    /// A person's id or address.
    person: Option<String>,
    /// A queue's id or name.
    queue: Option<String>,
}

impl To {
    /// Who that is.
    pub(super) fn owner(&self, directory: &Directory, field: &str) -> Result<Owner, Problem> {
        match (&self.person, &self.queue) {
            (Some(person), None) => {
                paths::person(directory, person, &format!("{field}.person")).map(Owner::Person)
            }
            (None, Some(queue)) => {
                paths::queue(directory, queue, &format!("{field}.queue")).map(Owner::Queue)
            }
            _ => Err(Problem::field(field, "Say one of the two: {\"person\": id} or {\"queue\": id}.")),
        }
    }
}

/// Assign it directly
///
/// Needs a lead, or the lead of its queue.
#[utoipa::path(post, path = "/api/v1/conversations/{id}/assign", tag = "ownership", request_body = Assignment,
    params(("id" = String, Path, description = "The conversation's id"),
        ("If-Match" = Option<String>, Header, description = "The version that you have seen")),
    responses((status = 200, body = ConversationView), (status = 403, body = Problem), (status = 412, body = Problem)))]
pub(super) async fn assign(
    State(app): State<App>,
    caller: May<Route>,
    Path(id): Path<String>,
    headers: HeaderMap,
    Json(wanted): Json<Assignment>,
) -> Answer {
    let directory = app.directory()?;
    let to = wanted.to.owner(&directory, "to")?;
    let reason = wanted.reason;
    moved(&app, &caller, &id, &headers, |conversation| Command::Assign { conversation, to, reason }).await
}

/// What changes.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"status": "pending", "pending_on": "internal", "reason": "Waiting for the lab.",
    "wake_at": "2026-05-13T13:00:00Z", "add_tags": ["lab"]}))]
pub(super) struct Change {
    /// `open`, `pending` or `closed`.
    status: Option<String>,
    /// For whom it waits: `customer` or `internal`; for the customer where nobody says and our reply is the last word.
    pending_on: Option<String>,
    /// Why it waits or is closed, in words. Needed to close where the policy has `close_reasons`.
    reason: Option<String>,
    /// When it comes back by itself: an instant, or a date and time with a zone, such as
    /// `2026-11-02T09:00[America/New_York]`.
    #[serde(default, deserialize_with = "when::optional")]
    #[schema(value_type = Option<String>, format = DateTime)]
    wake_at: Option<Moment>,
    /// Tags that come.
    #[serde(default)]
    add_tags: Vec<String>,
    /// Tags that go.
    #[serde(default)]
    remove_tags: Vec<String>,
}

impl Change {
    fn status_command(&self, id: ConversationId, owner: SeenOwner) -> Result<Option<Command>, Problem> {
        let Some(word) = self.status.as_deref() else {
            let alone = self.pending_on.is_some() || self.reason.is_some() || self.wake_at.is_some();
            let words = "Say the status that this belongs to, such as \"status\": \"pending\".";
            return if alone { Err(Problem::field("status", words)) } else { Ok(None) };
        };
        let on = match self.pending_on.as_deref() {
            None => None,
            Some("customer") => Some(PendingOn::Customer),
            Some("internal") => Some(PendingOn::Internal),
            Some(other) => {
                let words =
                    format!("It waits for the customer or for something internal, and not for “{other}”.");
                return Err(Problem::field("pending_on", words));
            }
        };
        Ok(Some(match status(word, "status")? {
            Status::Open => Command::Open(id),
            Status::Pending => {
                Command::Wait { conversation: id, on, reason: self.reason.clone(), wake_at: self.wake_at }
            }
            Status::Closed => Command::CloseSeen { conversation: id, reason: self.reason.clone(), owner },
        }))
    }
}

/// Change status and tags
///
/// All of it or nothing. Whoever closes what somebody else has accepted within the last ten minutes, and does not name its
/// version, is told so first (409, `taken_over`).
#[utoipa::path(patch, path = "/api/v1/conversations/{id}", tag = "conversations", request_body = Change,
    params(("id" = String, Path, description = "The conversation's id"),
        ("If-Match" = Option<String>, Header, description = "The version that you have seen")),
    responses((status = 200, body = ConversationView), (status = 409, body = Problem), (status = 412, body = Problem),
        (status = 422, body = Problem)))]
pub(super) async fn patch(
    State(app): State<App>,
    caller: May<Route>,
    Path(id): Path<String>,
    headers: HeaderMap,
    Json(change): Json<Change>,
) -> Answer {
    let id: ConversationId = paths::id(&id, "conversation")?;
    let version = seen_version(&headers)?;
    let status = change.status_command(id, seen_owner(version))?;
    let mut moves: Vec<Command> = status.into_iter().collect();
    if !change.add_tags.is_empty() || !change.remove_tags.is_empty() {
        moves.push(Command::Tag { conversation: id, add: change.add_tags, remove: change.remove_tags });
    }
    if !moves.is_empty() {
        app.submit_at(version, &caller, Command::Together(id, moves), None).await?;
    }
    show(&app, &caller, id, StatusCode::OK).await
}
