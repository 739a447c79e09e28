//! Scheduled texts: what becomes of them before their time.

use super::messages::{shown, with_newer};
use super::moves::seen_version;
use super::order::{LastSeen, Order};
use super::{paths, timeline, when};
use crate::answer::{Answer, Problem, json};
use crate::app::App;
use crate::auth::{Caller, May, SendTexts};
use crate::shape::{MessageView, ScheduledView};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use baton_core::{By, Command, Event, IfChanged, Moment, Scheduled, ScheduledChange, ScheduledId};
use serde::Deserialize;
use utoipa::ToSchema;

/// What becomes of a text over which something came, by its word.
pub(super) fn if_changed(word: &str) -> Result<IfChanged, Problem> {
    match word {
        "cancel" => Ok(IfChanged::Cancel),
        "ask" => Ok(IfChanged::Ask),
        "send" => Ok(IfChanged::Send),
        other => {
            let words = format!("“if_changed” is cancel, ask or send, and not “{other}”.");
            Err(Problem::field("if_changed", words))
        }
    }
}

/// A scheduled text as it stands; one that is gone by now as it was written, which is all that the same press again is
/// told.
pub(super) async fn show_scheduled(app: &App, id: ScheduledId, status: StatusCode) -> Answer {
    let conversation = app.read(move |reader| reader.conversation(id.conversation())).await?;
    let stands = conversation.and_then(|found| found.scheduled.into_iter().find(|text| text.id == id));
    let text = match stands {
        Some(text) => text,
        None => written(app, id).await?.ok_or_else(|| Problem::not_found("scheduled text"))?,
    };
    json(status, &ScheduledView::new(&*app.directory()?, &text))
}

async fn written(app: &App, id: ScheduledId) -> Answer<Option<Scheduled>> {
    timeline::find(app, id.conversation(), move |record| {
        record.events.iter().find_map(|event| match event {
            Event::TextScheduled { text, .. } if text.id == id => Some((**text).clone()),
            _ => None,
        })
    })
    .await
}

/// What changes; what is left out stays.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"send_at": "2026-05-13T09:00[America/New_York]", "seen": "ms_8x1p4t"}))]
pub(super) struct Change {
    /// What it says, at most 1,600 characters. Whoever changes the words has written them.
    text: Option<String>,
    /// When it goes out: an instant, or a date and time with a zone. A held one waits for that time again.
    #[serde(default, deserialize_with = "when::optional")]
    #[schema(value_type = Option<String>)]
    send_at: Option<Moment>,
    /// `cancel`, `ask` or `send`.
    if_changed: Option<String>,
    /// It goes out in quiet hours too; people only.
    despite_quiet_hours: Option<bool>,
    /// The last message that you have seen: refused over anything newer. Unsaid, it is not checked, unless the text is held
    /// over something newer.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    seen: LastSeen,
}

/// Change a scheduled text
///
/// By its author, whoever has the conversation, or a lead; by a program its own.
#[utoipa::path(patch, path = "/api/v1/scheduled/{id}", tag = "messages", request_body = Change,
    params(("id" = String, Path, description = "The scheduled text's id"),
        ("Idempotency-Key" = Option<String>, Header, description = "The same key is the same press"),
        ("If-Match" = Option<String>, Header, description = "The conversation's version that you have seen")),
    responses((status = 200, body = ScheduledView), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem)))]
pub(super) async fn patch(mut order: Order<SendTexts, Change>) -> Answer {
    let id: ScheduledId = paths::id(&order.id, "scheduled text")?;
    let Change { text, send_at, if_changed: word, despite_quiet_hours, seen } =
        std::mem::take(&mut order.wanted);
    let change = ScheduledChange {
        body: text,
        send_at,
        if_changed: word.as_deref().map(if_changed).transpose()?,
        despite_quiet_hours,
        seen: seen.into(),
    };
    match order.submit(Command::ChangeScheduled(id, Box::new(change))).await {
        Ok(_) => show_scheduled(&order.app, id, StatusCode::OK).await,
        Err(problem) => Err(not_sent(&order.app, &order.caller, id, seen, problem).await?),
    }
}

/// A refusal, with what is new where that stood in the way.
async fn not_sent(
    app: &App,
    caller: &Caller,
    id: ScheduledId,
    seen: LastSeen,
    problem: Problem,
) -> Answer<Problem> {
    let problem = problem.instead_of_missing("scheduled text");
    with_newer(app, caller, Some(id.conversation()), seen.message(), problem).await
}

/// Do not send a scheduled text
///
/// Answered with the text as it was, `dropped`.
#[utoipa::path(delete, path = "/api/v1/scheduled/{id}", tag = "messages",
    params(("id" = String, Path, description = "The scheduled text's id"),
        ("If-Match" = Option<String>, Header, description = "The conversation's version that you have seen")),
    responses((status = 200, body = ScheduledView), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 412, body = Problem)))]
pub(super) async fn drop(
    State(app): State<App>,
    caller: May<SendTexts>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Answer {
    let id: ScheduledId = paths::id(&id, "scheduled text")?;
    app.submit_at(seen_version(&headers)?, &caller, Command::DropScheduled(id), None)
        .await
        .map_err(|problem| problem.instead_of_missing("scheduled text"))?;
    let text = as_it_was(&app, id).await?.ok_or_else(|| Problem::not_found("scheduled text"))?;
    json(StatusCode::OK, &ScheduledView::dropped(&*app.directory()?, &text))
}

/// A text that is gone, as it stood last: what the timeline says, so that no change just before is missed.
async fn as_it_was(app: &App, id: ScheduledId) -> Answer<Option<Scheduled>> {
    let said = timeline::find(app, id.conversation(), move |record| {
        record
            .positioned()
            .filter_map(|(position, event)| match event {
                Event::TextScheduled { text, .. } | Event::ScheduledChanged { text, .. } if text.id == id => {
                    Some((position, (**text).clone()))
                }
                _ => None,
            })
            .last()
    });
    let Some((said_at, text)) = said.await? else { return Ok(None) };
    let moved = timeline::find(app, id.conversation(), move |record| {
        record
            .positioned()
            .filter_map(|(position, event)| match event {
                Event::ScheduledMoved { id: moved, to } if *moved == id => Some((position, *to)),
                _ => None,
            })
            .last()
    });
    let whose = match moved.await? {
        Some((at, to)) if at > said_at => By::person(to),
        _ => text.by.clone(),
    };
    Ok(Some(Scheduled { by: whose, ..text }))
}

/// What whoever sends it has seen.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"seen": "ms_8x1p4t"}))]
pub(super) struct Now {
    /// The last message that you have seen: refused over anything newer. Unsaid, it is not checked, unless the text is held
    /// over something newer.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    seen: LastSeen,
    /// In quiet hours too; people only.
    #[serde(default)]
    despite_quiet_hours: bool,
}

/// Send a scheduled text now
///
/// It is the text of whoever sends it. 409 with `newer` when `seen` is not the last text any more.
#[utoipa::path(post, path = "/api/v1/scheduled/{id}/send", tag = "messages", request_body = Now,
    params(("id" = String, Path, description = "The scheduled text's id"),
        ("Idempotency-Key" = Option<String>, Header, description = "The same key is the same press"),
        ("If-Match" = Option<String>, Header, description = "The conversation's version that you have seen")),
    responses((status = 201, body = MessageView), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem)))]
pub(super) async fn send_now(mut order: Order<SendTexts, Now>) -> Answer {
    let id: ScheduledId = paths::id(&order.id, "scheduled text")?;
    let Now { seen, despite_quiet_hours } = order.wanted;
    let command = Command::SendScheduled { scheduled: id, seen: seen.into(), despite_quiet_hours };
    match order.submit(command).await {
        Ok(outcome) => shown(&order.app, outcome.message, StatusCode::CREATED).await,
        Err(problem) => Err(not_sent(&order.app, &order.caller, id, seen, problem).await?),
    }
}
