//! Texts from pretend phones.

use super::paths;
use crate::answer::{Answer, Items, Params, Pressed, Problem, json, ok};
use crate::app::App;
use crate::auth::{May, Read, SendTexts};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use baton_core::{Directory, Line, LineCarrier};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

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
    /// The message's id; null while the line's weather still has it.
    #[schema(required = true)]
    id: Option<String>,
    /// The conversation that it belongs to; null where it stands outside of any.
    #[schema(required = true)]
    conversation: Option<String>,
}

/// A text from a pretend phone
///
/// Stored and routed before the answer, like a carrier's; 202 if the line's weather brings it later.
#[utoipa::path(post, path = "/api/v1/simulator/{line}/texts", tag = "rehearsal", request_body = Text,
    params(("line" = String, Path, description = "The id or number of a simulator line"),
        ("Idempotency-Key" = Option<String>, Header, description = "The same key is the same text")),
    responses((status = 201, body = Received), (status = 202, body = Received), (status = 404, body = Problem), (status = 422, body = Problem)))]
pub(super) async fn text(
    State(app): State<App>,
    caller: May<SendTexts>,
    Path(line): Path<String>,
    Pressed { wanted, press }: Pressed<Text>,
) -> Answer {
    let directory = app.directory()?;
    let line = pretend_line(&directory, &line)?;
    let from = paths::address(&wanted.from, "from", paths::region(line))?;
    let Some(outcome) = app.pretend(&caller, line, from, wanted.text, press).await? else {
        return json(StatusCode::ACCEPTED, &Received { id: None, conversation: None });
    };
    let id = outcome.message.ok_or_else(|| Problem::ours("The text was not stored."))?;
    let conversation = outcome.conversation.map(|id| id.to_string());
    json(StatusCode::CREATED, &Received { id: Some(id.to_string()), conversation })
}

/// A line for pretend phones by its id or number.
pub(super) fn pretend_line<'a>(directory: &'a Directory, line: &str) -> Answer<&'a Line> {
    let line = paths::line(directory, line).and_then(|id| directory.lines.get(&id));
    let line = line.ok_or_else(|| Problem::not_found("line"))?;
    if line.carrier == LineCarrier::Simulator {
        return Ok(line);
    }
    let words =
        format!("The line {} is a real one. Texts from pretend phones go to simulator lines.", line.number);
    Err(Problem::new(StatusCode::CONFLICT, "not_now", words))
}

/// Which phone.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct Phone {
    /// The pretend phone's number.
    phone: String,
}

/// A text on a pretend phone.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({"id": "ms_8x1p4t", "text": "Friday at 11.", "media": []}))]
pub(super) struct OnPhone {
    /// The message's id.
    id: String,
    /// What it says.
    text: String,
    /// Addresses of its pictures and files.
    media: Vec<String>,
}

/// What a pretend phone got
///
/// In the order in which the pretend carrier took it, once for each time that the phone got it: kept in memory since
/// the server started. Texts that failed, or that the carrier never saw, are not there.
#[utoipa::path(get, path = "/api/v1/simulator/{line}/texts", tag = "rehearsal",
    params(("line" = String, Path, description = "The id or number of a simulator line"), Phone),
    responses((status = 200, body = Items<OnPhone>), (status = 404, body = Problem), (status = 422, body = Problem)))]
pub(super) async fn inbox(
    State(app): State<App>,
    _: May<Read>,
    Path(line): Path<String>,
    Params(wanted): Params<Phone>,
) -> Answer {
    let directory = app.directory()?;
    let line = pretend_line(&directory, &line)?;
    let phone = paths::address(&wanted.phone, "phone", paths::region(line))?.to_string();
    let texts = app.engine().simulator().inbox(&phone).into_iter().filter(|text| text.from == line.number);
    let shown = texts.map(|text| OnPhone { id: text.reference, text: text.body, media: text.media });
    ok(&Items { items: shown.collect(), next: None })
}
