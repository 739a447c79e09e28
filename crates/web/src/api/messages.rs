//! Texts of ours and notes.

use super::order::LastSeen;
use super::{paths, scheduled, when};
use crate::answer::{Answer, Pressed, Problem, json};
use crate::app::App;
use crate::auth::{AddNote, Caller, May, Read, SendTexts};
use crate::shape::{MessageView, NoteView, ScheduledView};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use baton_core::{
    Command, ConversationId, FromTemplate, Introduce, Later, Made, MessageId, Moment, NewText, Then,
    UnknownChoice,
};
use baton_store::Outcome;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// A text to send.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"text": "Friday at 11, does that work?", "seen": "ms_8x1p4t", "then": "pending"}))]
pub(super) struct NewMessage {
    /// What it says, at most 1,600 characters; or a template. Pictures may go out without.
    pub(super) text: Option<String>,
    /// The name of a template that it is made with, instead of a text of its own.
    pub(super) template: Option<String>,
    /// What is filled in, by label; what Baton knows need not be, and can be said otherwise.
    #[serde(default)]
    pub(super) values: BTreeMap<String, String>,
    /// The last message that its author has seen: refused with what is new otherwise. Unsaid, it is not checked.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub(super) seen: LastSeen,
    /// Pictures and files, at most ten.
    #[serde(default)]
    pub(super) media: Vec<NewMedia>,
    /// What becomes of the conversation: `open` (where nobody says), `pending` or `closed`.
    pub(super) then: Option<String>,
    /// Why it is closed, with `"then": "closed"`.
    pub(super) reason: Option<String>,
    /// When it comes back by itself, with `"then": "pending"`: an instant, or a date and time with a zone.
    #[serde(default, deserialize_with = "when::optional")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub(super) wake_at: Option<Moment>,
    /// By when its author promises to do what it says: the follow-up is due then.
    #[serde(default, deserialize_with = "when::optional")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub(super) promise_by: Option<Moment>,
    /// The ids of the asks that it answers.
    #[serde(default)]
    pub(super) answers: Vec<String>,
    /// When it goes out, where that is not at once: an instant, or a date and time with a zone, such as
    /// `2026-11-02T09:00[America/New_York]`.
    #[serde(default, deserialize_with = "when::optional")]
    #[schema(value_type = Option<String>)]
    pub(super) send_at: Option<Moment>,
    /// With `send_at`: what becomes of it if something comes meanwhile that its author has not seen: `cancel`, `ask`
    /// (where nobody says: it is held, and whoever answers for the conversation decides) or `send`.
    pub(super) if_changed: Option<String>,
    /// In quiet hours too; people only.
    #[serde(default)]
    pub(super) despite_quiet_hours: bool,
    /// Of the first text to somebody who never texted: whether it gets at its end what it lacks of the business's name and
    /// how to stop. Unsaid: as the policy's `first_text` says. `false` is for people only.
    #[serde(default)]
    pub(super) introduce: Option<bool>,
}

/// What a first text gets.
fn introduces(said: Option<bool>) -> Introduce {
    match said {
        None => Introduce::Unsaid,
        Some(true) => Introduce::Add,
        Some(false) => Introduce::AsItIs,
    }
}

/// A picture or file to send, as a public link.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewMedia {
    /// An https address where the carrier fetches it.
    url: String,
    /// What it is, such as `image/jpeg`.
    #[serde(default)]
    content_type: String,
}

impl NewMessage {
    pub(super) fn into_text(self) -> Result<NewText, Problem> {
        let seen = self.seen.into();
        let stray =
            |field, belongs| Problem::field(field, format!("“{field}” belongs to \"then\": \"{belongs}\"."));
        if self.reason.is_some() && self.then.as_deref() != Some("closed") {
            return Err(stray("reason", "closed"));
        }
        if self.wake_at.is_some() && self.then.as_deref() != Some("pending") {
            return Err(stray("wake_at", "pending"));
        }
        // A picture may go out without words.
        let bare = self.template.is_none() && !self.media.is_empty();
        let text = self.text.or_else(|| bare.then(String::new));
        let (text, template) = words(text, self.template, self.values, self.then.is_some())?;
        let then = match self.then.as_deref() {
            None | Some("open") => Then::Open,
            Some("pending") => Then::Pending { wake_at: self.wake_at },
            Some("closed") => Then::Closed { reason: self.reason },
            Some(other) => {
                let words = format!("“then” is open, pending or closed, and not “{other}”.");
                return Err(Problem::field("then", words));
            }
        };
        let media = self.media.into_iter().map(NewMedia::checked).collect::<Result<_, _>>()?;
        let answers = self.answers.iter().map(|id| paths::field(id, "answers")).collect::<Result<_, _>>()?;
        let (promise_by, despite_quiet_hours) = (self.promise_by, self.despite_quiet_hours);
        let if_changed = self.if_changed.as_deref().map(scheduled::if_changed).transpose()?;
        if if_changed.is_some() && self.send_at.is_none() {
            return Err(Problem::field("if_changed", "“if_changed” belongs to “send_at”."));
        }
        let later = self.send_at.map(|at| Later { at, if_changed: if_changed.unwrap_or_default() });
        let template = template.map(Box::new);
        let introduce = introduces(self.introduce);
        let text = NewText { introduce, ..NewText::saying(text) };
        Ok(NewText { template, media, seen, then, promise_by, answers, later, despite_quiet_hours, ..text })
    }
}

/// A text of its own, or a template with what is filled in.
fn words(
    text: Option<String>,
    template: Option<String>,
    values: BTreeMap<String, String>,
    own_then: bool,
) -> Result<(String, Option<FromTemplate>), Problem> {
    match (text, template) {
        (None, None) => Err(Problem::field("text", "The field “text” is missing, or a “template”.")),
        (Some(_), Some(_)) => Err(Problem::field("text", "Give a “text” or a “template”, not both.")),
        (Some(_), None) if !values.is_empty() => {
            Err(Problem::field("values", "“values” belong to a “template”."))
        }
        (Some(text), None) => Ok((text, None)),
        (None, Some(name)) => {
            let values = values.into_iter().collect();
            Ok((String::new(), Some(FromTemplate { name, values, own_then })))
        }
    }
}

impl NewMedia {
    fn checked(self) -> Result<baton_core::Media, Problem> {
        if !self.url.starts_with("https://") || self.url.len() > 2_048 {
            return Err(Problem::field(
                "media.url",
                "A picture is an https address of at most 2,048 characters.",
            ));
        }
        Ok(baton_core::Media { url: self.url, content_type: self.content_type, size: None })
    }
}

/// What is written: a text, or with `send_at` one that goes out later.
#[derive(Debug, Serialize, ToSchema)]
#[serde(untagged)]
#[expect(dead_code, reason = "it is said in the description only; the answer is one of the two")]
enum WrittenView {
    Text(MessageView),
    Scheduled(ScheduledView),
}

/// Send a text
///
/// With `send_at` it is scheduled (201), and answered as such; so is a program's that waits for the day where the customer
/// is (202). A person is refused in quiet hours (409 `quiet_hours`, with `until`), and sends it then or with
/// `despite_quiet_hours`.
///
/// At most once per press: with an `Idempotency-Key`, the same request again gets the same answer and sends nothing. 409
/// with `newer` when `seen` is not the last text any more.
#[utoipa::path(post, path = "/api/v1/conversations/{id}/messages", tag = "messages", request_body = NewMessage,
    params(("id" = String, Path, description = "The conversation's id"),
        ("Idempotency-Key" = Option<String>, Header, description = "The same key is the same press")),
    responses((status = 201, body = WrittenView), (status = 202, body = ScheduledView), (status = 409, body = Problem),
        (status = 422, body = Problem)))]
pub(super) async fn send(
    State(app): State<App>,
    caller: May<SendTexts>,
    Path(id): Path<String>,
    headers: HeaderMap,
    Pressed { wanted, press }: Pressed<NewMessage>,
) -> Answer {
    let id: ConversationId = paths::id(&id, "conversation")?;
    let seen = wanted.seen.message();
    let version = super::moves::seen_version(&headers)?;
    let text = NewText { owner: super::moves::seen_owner(version), ..wanted.into_text()? };
    let wanted_later = if text.later.is_some() { StatusCode::CREATED } else { StatusCode::ACCEPTED };
    let command = Command::Send(id, Box::new(text));
    match app.submit_at(version, &caller, command, press).await {
        Ok(Outcome { made: Some(Made::Scheduled(made)), .. }) => {
            scheduled::show_scheduled(&app, made, wanted_later).await
        }
        Ok(outcome) => shown(&app, outcome.message, StatusCode::CREATED).await,
        Err(problem) => Err(with_newer(&app, &caller, Some(id), seen, problem).await?),
    }
}

/// A note to write.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"text": "She prefers mornings."}))]
pub(super) struct NewNote {
    /// What it says, at most 10,000 characters; or a template for notes.
    text: Option<String>,
    /// The name of a template that it is made with.
    template: Option<String>,
    /// What is filled in, by label.
    #[serde(default)]
    values: BTreeMap<String, String>,
}

/// Write a note
///
/// The customer never sees it; a program reads it only with the scope `notes`.
#[utoipa::path(post, path = "/api/v1/conversations/{id}/notes", tag = "messages", request_body = NewNote,
    params(("id" = String, Path, description = "The conversation's id"),
        ("Idempotency-Key" = Option<String>, Header, description = "The same key is the same press")),
    responses((status = 201, body = NoteView), (status = 422, body = Problem)))]
pub(super) async fn note(
    State(app): State<App>,
    caller: May<AddNote>,
    Path(id): Path<String>,
    Pressed { wanted, press }: Pressed<NewNote>,
) -> Answer {
    let id: ConversationId = paths::id(&id, "conversation")?;
    let (text, template) = words(wanted.text, wanted.template, wanted.values, false)?;
    let command = match template {
        None => Command::AddNote(id, text.clone()),
        Some(template) => Command::NoteFrom(id, Box::new(template)),
    };
    let made = matches!(command, Command::NoteFrom(..));
    let outcome = app.submit(&caller, command, press).await?;
    let note = outcome.message.ok_or_else(|| Problem::not_found("conversation"))?;
    let body = if made { app.read(move |reader| reader.message_body(note)).await? } else { None };
    let text = body.unwrap_or(text);
    json(StatusCode::CREATED, &NoteView { id: note.to_string(), conversation: id.to_string(), text })
}

/// A text of ours as it is now
#[utoipa::path(get, path = "/api/v1/messages/{id}", tag = "messages",
    params(("id" = String, Path, description = "The message's id")),
    responses((status = 200, body = MessageView), (status = 404, body = Problem)))]
pub(super) async fn get(State(app): State<App>, _: May<Read>, Path(id): Path<String>) -> Answer {
    shown(&app, Some(paths::id(&id, "message")?), StatusCode::OK).await
}

pub(super) async fn shown(app: &App, id: Option<MessageId>, status: StatusCode) -> Answer {
    let missing = || Problem::not_found("message");
    let id = id.ok_or_else(missing)?;
    let text = app.read(move |reader| reader.text(id)).await?.ok_or_else(missing)?;
    json(status, &MessageView::from(&text))
}

/// What to do about a text that did not arrive, or of which nobody knows whether it went out.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"choice": "again", "seen": "ms_8x1p4t"}))]
pub(super) struct Settling {
    /// `again`: write it again, once; where its outcome is unknown it may arrive twice. `leave`: leave one whose outcome
    /// is unknown as it is.
    choice: String,
    /// With `again`, the last message that its author has seen: refused over anything newer. Unsaid, it is not checked.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    seen: LastSeen,
    /// With `again`: it cannot wait, although it is night where they are.
    #[serde(default)]
    despite_quiet_hours: bool,
}

/// Decide about a text that did not arrive, or whose outcome is unknown
///
/// 409 with `newer` when `seen` is not the last text any more, and when somebody has decided already. A text that answers
/// nobody's text of the last 24 hours is not sent again in quiet hours (409, `quiet_hours`), unless `despite_quiet_hours` is
/// said.
#[utoipa::path(post, path = "/api/v1/messages/{id}/settle", tag = "messages", request_body = Settling,
    params(("id" = String, Path, description = "The message's id"),
        ("Idempotency-Key" = Option<String>, Header, description = "The same key is the same press")),
    responses((status = 200, body = MessageView), (status = 409, body = Problem), (status = 422, body = Problem)))]
pub(super) async fn settle(
    State(app): State<App>,
    caller: May<SendTexts>,
    Path(id): Path<String>,
    Pressed { wanted, press }: Pressed<Settling>,
) -> Answer {
    let id: MessageId = paths::id(&id, "message")?;
    let seen = wanted.seen;
    let choice = match wanted.choice.as_str() {
        "again" if wanted.despite_quiet_hours => UnknownChoice::SendAgainAtNight(seen.into()),
        "again" => UnknownChoice::SendAgain(seen.into()),
        "leave" if wanted.despite_quiet_hours => {
            let words = "“despite_quiet_hours” belongs to \"choice\": \"again\".";
            return Err(Problem::field("despite_quiet_hours", words));
        }
        "leave" if !seen.is_said() => UnknownChoice::Leave,
        "leave" => return Err(Problem::field("seen", "“seen” belongs to \"choice\": \"again\".")),
        other => {
            return Err(Problem::field("choice", format!("A choice is again or leave, and not “{other}”.")));
        }
    };
    let conversation = app.read(move |reader| reader.text(id)).await?.and_then(|text| text.conversation);
    match app.submit(&caller, Command::Settle(id, choice), press).await {
        Ok(outcome) => shown(&app, outcome.message.or(Some(id)), StatusCode::OK).await,
        Err(problem) => Err(with_newer(&app, &caller, conversation, seen.message(), problem).await?),
    }
}

/// The same, with what is new where that stood in the way.
pub(super) async fn with_newer(
    app: &App,
    caller: &Caller,
    conversation: Option<ConversationId>,
    seen: Option<MessageId>,
    problem: Problem,
) -> Answer<Problem> {
    match conversation.filter(|_| problem.code() == "newer_text") {
        Some(id) => {
            let newer = super::timeline::newer(app, caller, id, seen).await?;
            Ok(problem.with("newer", newer))
        }
        None => Ok(problem),
    }
}

/// Withdraw a text that has not gone out
#[utoipa::path(post, path = "/api/v1/messages/{id}/cancel", tag = "messages",
    params(("id" = String, Path, description = "The message's id")),
    responses((status = 200, body = MessageView), (status = 409, body = Problem)))]
pub(super) async fn cancel(State(app): State<App>, caller: May<SendTexts>, Path(id): Path<String>) -> Answer {
    let id: MessageId = paths::id(&id, "message")?;
    app.submit(&caller, Command::Cancel(id), None).await?;
    shown(&app, Some(id), StatusCode::OK).await
}
