//! May a number be texted?

use super::paths;
use crate::answer::{Answer, Json, Problem, ok};
use crate::app::App;
use crate::auth::{ChangeContacts, May};
use crate::shape::NumberView;
use axum::extract::{Path, State};
use baton_core::{Command, ConsentState};
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
