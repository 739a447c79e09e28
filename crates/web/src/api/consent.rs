//! May a number be texted?

use super::paths;
use crate::answer::{Answer, Json, Problem, ok};
use crate::app::App;
use crate::auth::{ChangeContacts, May};
use crate::shape::NumberView;
use axum::extract::{Path, State};
use baton_core::{Command, ConsentState, Judged, MessageId};
use serde::Deserialize;
use utoipa::ToSchema;

/// What somebody said, and how we know.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"state": "out", "evidence": "Said so on the phone, 12 May, to Maya."}))]
pub(super) struct Consent {
    /// `in` or `out`.
    state: String,
    /// By what record: who said what, when.
    evidence: String,
}

/// Record consent, or its withdrawal
///
/// The number is written as +12125550134, or by its id.
#[utoipa::path(post, path = "/api/v1/numbers/{number}/consent", tag = "contacts", request_body = Consent,
    params(("number" = String, Path, description = "A number, E.164, or its id")),
    responses((status = 200, body = NumberView), (status = 404, body = Problem), (status = 422, body = Problem)))]
pub(super) async fn record(
    State(app): State<App>,
    caller: May<ChangeContacts>,
    Path(number): Path<String>,
    Json(consent): Json<Consent>,
) -> Answer {
    let state = match consent.state.as_str() {
        "in" => ConsentState::In,
        "out" => ConsentState::Out,
        other => return Err(Problem::field("state", format!("Consent is in or out, and not “{other}”."))),
    };
    let number = paths::number(&app, &number).await?.id;
    let command = Command::SetConsent { number, state, evidence: consent.evidence };
    app.submit(&caller, command, None).await?;
    let now = app.read(move |reader| reader.number(number)).await?;
    ok(&NumberView::from(&now.ok_or_else(|| Problem::not_found("number"))?))
}

/// What a text means.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"judged": "out"}))]
pub(super) struct Meaning {
    /// `out`: they want no more texts, and the text is the evidence. `not_meant`: somebody looked, and they do not ask for
    /// that. `open`: "not meant" is taken back.
    judged: String,
}

/// Say what a text means that may ask for texts to end
///
/// The text is the one that a conversation names in `may_want_out`. People only. Answers with the number as it is then.
#[utoipa::path(post, path = "/api/v1/messages/{id}/may-want-out", tag = "contacts", request_body = Meaning,
    params(("id" = String, Path, description = "The text's id")),
    responses((status = 200, body = NumberView), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 422, body = Problem)))]
pub(super) async fn judge(
    State(app): State<App>,
    caller: May<ChangeContacts>,
    Path(id): Path<String>,
    Json(meaning): Json<Meaning>,
) -> Answer {
    let text: MessageId = paths::id(&id, "message")?;
    let judged = match meaning.judged.as_str() {
        "out" => Judged::Out,
        "not_meant" => Judged::NotMeant,
        "open" => Judged::Open,
        other => {
            let words = format!("A text is judged out, not_meant or open, and not “{other}”.");
            return Err(Problem::field("judged", words));
        }
    };
    let command = Command::JudgeWish { text, judged };
    app.submit(&caller, command, None).await.map_err(|problem| problem.instead_of_missing("message"))?;
    let number = app
        .read(move |reader| {
            let Some(thread) = reader.thread(text.thread())? else { return Ok(None) };
            reader.number(thread.number)
        })
        .await?;
    ok(&NumberView::from(&number.ok_or_else(|| Problem::not_found("message"))?))
}
