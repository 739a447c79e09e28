//! Asks: one of several questions is somebody else's.

use super::conversations::show;
use super::moves::To;
use super::order::Order;
use super::{paths, timeline, when};
use crate::answer::{Answer, Problem, json};
use crate::auth::Route;
use crate::shape::{AskView, ConversationView};
use axum::http::StatusCode;
use baton_core::{Ask, AskId, Command, ConversationId, Directory, Event, Made, Moment, Record};
use serde::Deserialize;
use utoipa::ToSchema;

/// A question that is somebody's.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"text": "Payment plan options", "owner": {"queue": "Billing"},
    "due_at": "2026-05-12T16:00[America/New_York]"}))]
pub(super) struct NewAsk {
    /// What is asked, at most 500 characters.
    text: String,
    /// A person or a queue.
    owner: To,
    /// By when it is to be answered: an instant, or a date and time with a zone; at most two years ahead. Without it the
    /// policy's time for questions holds.
    #[serde(default, deserialize_with = "when::optional")]
    #[schema(value_type = Option<String>)]
    due_at: Option<Moment>,
}

/// Ask somebody for one part of it
///
/// The conversation stays with its owner, who answers for the whole. Until the question is answered or dropped, the
/// conversation cannot wait for the customer, and closing it needs a reason. By when it is to be answered is `due_at`, which no
/// policy moves; without it the target says. Late, it goes along the target's path.
#[utoipa::path(post, path = "/api/v1/conversations/{id}/asks", tag = "ownership", request_body = NewAsk,
    params(("id" = String, Path, description = "The conversation's id"),
        ("Idempotency-Key" = Option<String>, Header, description = "The same key is the same press"),
        ("If-Match" = Option<String>, Header, description = "The version that you have seen")),
    responses((status = 201, body = AskView), (status = 409, body = Problem), (status = 412, body = Problem),
        (status = 422, body = Problem)))]
pub(super) async fn open(mut order: Order<Route, NewAsk>) -> Answer {
    let id: ConversationId = paths::id(&order.id, "conversation")?;
    let owner = order.wanted.owner.owner(&*order.app.directory()?, "owner")?;
    let (words, due_at) = (std::mem::take(&mut order.wanted.text), order.wanted.due_at);
    let outcome = order.submit(Command::OpenAsk { conversation: id, words, owner, due_at }).await?;
    let app = &order.app;
    let made = match outcome.made {
        Some(Made::Ask(made)) => timeline::find(app, id, move |record| opened(record, made)).await?,
        _ => None,
    };
    let made = made.ok_or_else(|| Problem::not_found("ask"))?;
    json(StatusCode::CREATED, &AskView::new(&*app.directory()?, &made))
}

/// The ask as it was opened, which is all that the same press again is told, whatever became of it.
fn opened(record: &Record, made: AskId) -> Option<Ask> {
    record.events.iter().find_map(|event| match event {
        Event::AskOpened { id, owner, accountable, why, message, words, target, due_at } if *id == made => {
            Some(Ask {
                id: *id,
                owner: *owner,
                accountable: *accountable,
                by: record.by.as_person().filter(|_| words.is_some()),
                words: words.clone(),
                why: why.clone(),
                message: *message,
                target: target.clone(),
                due_at: *due_at,
                opened_at: record.at,
                clock: None,
            })
        }
        _ => None,
    })
}

/// What becomes of it: a status, or another owner.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"status": "answered", "message": "ms_8x1p4t"}))]
pub(super) struct AskChange {
    /// `answered` or `dropped`.
    status: Option<String>,
    /// A person or a queue whose it is now.
    owner: Option<To>,
    /// Why it is dropped or moved, in words, at most 200 characters.
    reason: Option<String>,
    /// The message of ours that answered it.
    message: Option<String>,
}

impl AskChange {
    fn command(self, directory: &Directory, ask: AskId) -> Result<Command, Problem> {
        let conversation = ask.conversation();
        let alone = |field: &str, words: &str| Err(Problem::field(field.to_owned(), words));
        match (self.status.as_deref(), &self.owner) {
            (Some("answered"), None) if self.reason.is_none() => {
                let by = self.message.as_deref().map(|text| paths::message(text, "message")).transpose()?;
                Ok(Command::AnswerAsk { conversation, ask, by })
            }
            (Some("answered"), None) => alone("reason", "An answer needs no reason. Leave it out."),
            (_, _) if self.message.is_some() => {
                alone("message", "A message belongs to \"status\": \"answered\".")
            }
            (Some("dropped"), None) => {
                Ok(Command::DropAsk { conversation, ask, reason: self.reason.unwrap_or_default() })
            }
            (None, Some(to)) => {
                let to = to.owner(directory, "owner")?;
                Ok(Command::MoveAsk { conversation, ask, to, reason: self.reason })
            }
            (Some(other), None) => {
                let words = format!("A question is answered or dropped, and not “{other}”.");
                Err(Problem::field("status", words))
            }
            (None, None) => alone("status", "Say the status, or the owner who has it now."),
            (Some(_), Some(_)) => alone("owner", "Say the status or the owner, and not both."),
        }
    }
}

/// Answer, move or drop an ask
///
/// By whoever has the question, or the conversation, or a lead.
#[utoipa::path(patch, path = "/api/v1/asks/{id}", tag = "ownership", request_body = AskChange,
    params(("id" = String, Path, description = "The ask's id"),
        ("Idempotency-Key" = Option<String>, Header, description = "The same key is the same press"),
        ("If-Match" = Option<String>, Header, description = "The conversation's version that you have seen")),
    responses((status = 200, body = ConversationView), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem)))]
pub(super) async fn patch(mut order: Order<Route, AskChange>) -> Answer {
    let id: AskId = paths::id(&order.id, "ask")?;
    let wanted = std::mem::take(&mut order.wanted);
    let command = wanted.command(&*order.app.directory()?, id)?;
    order.submit(command).await.map_err(|problem| problem.instead_of_missing("ask"))?;
    show(&order.app, &order.caller, id.conversation(), StatusCode::OK).await
}
