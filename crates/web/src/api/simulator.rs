//! Texts from pretend phones.

use super::paths;
use crate::answer::{Answer, Pressed, Problem, json};
use crate::app::App;
use crate::auth::{May, SendTexts};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use baton_core::LineCarrier;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A text from a pretend phone.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"from": "+12125550134", "text": "Can we reschedule?"}))]
pub(super) struct Text {
    /// The pretend phone's number.
    from: String,
    /// What it says.
    text: String,
}

/// What came of it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({"id": "ms_8x1p4t", "conversation": "cv_2k7d9q"}))]
pub(super) struct Received {
    /// The message's id.
    id: String,
    /// The conversation that it belongs to; null where it stands outside of any.
    #[schema(required = true)]
    conversation: Option<String>,
}

/// A text from a pretend phone
///
/// Stored and routed before the answer, like a carrier's.
#[utoipa::path(post, path = "/api/v1/simulator/{line}/texts", tag = "rehearsal", request_body = Text,
    params(("line" = String, Path, description = "The id or number of a simulator line"),
        ("Idempotency-Key" = Option<String>, Header, description = "The same key is the same text")),
    responses((status = 201, body = Received), (status = 404, body = Problem), (status = 422, body = Problem)))]
pub(super) async fn text(
    State(app): State<App>,
    caller: May<SendTexts>,
    Path(line): Path<String>,
    Pressed { wanted, press }: Pressed<Text>,
) -> Answer {
    let directory = app.directory()?;
    let line = paths::line(&directory, &line).and_then(|id| directory.lines.get(&id));
    let line = line.ok_or_else(|| Problem::not_found("line"))?;
    if line.carrier != LineCarrier::Simulator {
        let words = format!(
            "The line {} is a real one. Texts from pretend phones go to simulator lines.",
            line.number
        );
        return Err(Problem::new(StatusCode::CONFLICT, "not_now", words));
    }
    let from = paths::address(&wanted.from, "from", paths::region(line))?;
    let outcome = app.pretend(&caller, line.id, from, wanted.text, press).await?;
    let id = outcome.message.ok_or_else(|| Problem::ours("The text was not stored."))?;
    let conversation = outcome.conversation.map(|id| id.to_string());
    json(StatusCode::CREATED, &Received { id: id.to_string(), conversation })
}
