//! The policy: read it, check a draft, put one live.

use super::preview::{self, MovesView};
use crate::answer::{Answer, Problem, Raw, if_match, ok, parse, tagged};
use crate::app::{App, SavePolicy};
use crate::auth::{Administer, May, Read};
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::IntoResponse;
use baton_core::{Moment, Role, known};
use baton_policy::Report;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The policy as it is live.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({"version": 3, "policy": "zone = \"America/New_York\"\n…",
    "saved_at": "2026-05-04T13:00:00Z", "saved_by": "pe_2k7d9q"}))]
pub(super) struct PolicyView {
    /// From 1: the `ETag`.
    version: i64,
    /// The document, TOML.
    policy: String,
    /// When it was put live.
    #[schema(value_type = String, format = DateTime)]
    saved_at: Moment,
    /// The id of the person who did; null: the set-up.
    #[schema(required = true)]
    saved_by: Option<String>,
    /// Answering a PUT: what it moves where, as `POST /policy/check` with `moves` says it.
    #[serde(skip_serializing_if = "Option::is_none")]
    moves: Option<MovesView>,
}

/// A draft.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"policy": "zone = \"America/New_York\"\n…"}))]
pub(super) struct Draft {
    /// The document, TOML.
    policy: String,
    /// Whether to say what would move where, should it be put live. Where nobody says: not for a check, and yes for
    /// what is put live.
    moves: Option<bool>,
}

/// What was found in a draft.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({"usable": false, "problems": [{"severity": "error", "code": "unknown-name", "line": 42,
    "column": 13, "message": "there is no queue called “Membership”", "remedy": "did you mean Memberships?"}],
    "warnings": []}))]
pub(super) struct Checked {
    /// Whether it can be put live.
    usable: bool,
    /// `problems` keep it from being used; `warnings` are worth a look. Each has its place and what to do.
    #[serde(flatten)]
    #[schema(value_type = Object)]
    report: Report,
    /// What would move where, should it be put live: where that was asked for, and it can be used.
    #[serde(skip_serializing_if = "Option::is_none")]
    moves: Option<MovesView>,
}

/// The draft of a body: JSON with `policy`, or the document itself.
fn draft(headers: &HeaderMap, body: &[u8]) -> Result<Draft, Problem> {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or("");
    if kind.split(';').next().is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/json")) {
        return parse::<Draft>(body);
    }
    let policy = String::from_utf8(body.to_vec());
    let policy = policy.map_err(|_| Problem::field("policy", "The document is not UTF-8."))?;
    Ok(Draft { policy, moves: None })
}

/// The policy that is live
///
/// With `Accept: application/toml`, the document alone.
#[utoipa::path(get, path = "/api/v1/policy", tag = "policy",
    responses((status = 200, body = PolicyView, headers(("ETag" = String, description = "Its version")))))]
pub(super) async fn get(State(app): State<App>, _: May<Read>, headers: HeaderMap) -> Answer {
    live(&app, &headers, None).await
}

async fn live(app: &App, headers: &HeaderMap, moves: Option<MovesView>) -> Answer {
    let saved = app.read(|reader| reader.policy(None)).await?.ok_or_else(|| Problem::not_found("policy"))?;
    let wants = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or("");
    if wants.contains("application/toml") || wants.starts_with("text/plain") {
        let headers = [(header::CONTENT_TYPE, "application/toml"), (header::CACHE_CONTROL, "no-store")];
        return tagged(Ok((headers, saved.source).into_response()), saved.version);
    }
    let view = PolicyView {
        version: saved.version,
        policy: saved.source,
        saved_at: saved.at,
        saved_by: saved.by.map(|person| person.to_string()),
        moves,
    };
    tagged(ok(&view), saved.version)
}

/// Put a policy live
///
/// As JSON with `policy`, or as `application/toml`. 422 with every problem at once when it does not hold; 412 when
/// somebody else was faster. Answers with what it moves, which is decided before it goes live; the moving itself goes on
/// between the texts after the answer. `"moves": false` leaves that out: with very many open conversations it takes seconds.
#[utoipa::path(put, path = "/api/v1/policy", tag = "policy", request_body = Draft,
    params(("If-Match" = String, Header, description = "The version that it was made from")),
    responses((status = 200, body = PolicyView), (status = 412, body = Problem), (status = 422, body = Problem),
        (status = 428, body = Problem)))]
pub(super) async fn put(
    State(app): State<App>,
    caller: May<Administer>,
    headers: HeaderMap,
    Raw(body): Raw,
) -> Answer {
    let person = caller.at_least(Role::Admin)?.id;
    let Draft { policy: source, moves } = draft(&headers, &body)?;
    let Some(expected) = if_match(&headers)? else {
        let words = "Send If-Match with the version that this policy was made from, as GET gave it in ETag.";
        return Err(Problem::new(StatusCode::PRECONDITION_REQUIRED, "if_match_missing", words));
    };
    // What cannot go live moves nothing, and its answer says why.
    let stands = moves.unwrap_or(true) && app.directory()?.policy_version == expected;
    let usable = stands && report(&app, &source).await?.is_usable();
    // What it moves is told if it can be, and soon; that it cannot be keeps no policy from going live.
    let moves = if usable { preview::by_policy(&app, &source).await.ok() } else { None };
    match app.save_policy(source, expected, person).await? {
        SavePolicy::Saved => live(&app, &HeaderMap::new(), moves).await,
        SavePolicy::Moved(version) => {
            let words =
                "Somebody else has put a policy live since. Read it, then decide what to do with yours.";
            Err(Problem::new(StatusCode::PRECONDITION_FAILED, "changed", words).with("version", version))
        }
        SavePolicy::Refused(report) => {
            let words = format!("This policy cannot be put live: {report}");
            let report = serde_json::to_value(&report).unwrap_or_default();
            let problem = Problem::field("policy", words);
            Err(problem
                .with("problems", report["problems"].clone())
                .with("warnings", report["warnings"].clone()))
        }
    }
}

/// Check a draft
///
/// Everything that is wrong with it at once; nothing is saved. With `moves`, also what would move where: who owns what,
/// and who answers, is decided as it would be once the draft is live. Whoever asks for that needs what putting it live
/// needs: an admin, and the scope `admin`. 503 while somebody else is shown such a thing.
#[utoipa::path(post, path = "/api/v1/policy/check", tag = "policy", request_body = Draft,
    responses((status = 200, body = Checked), (status = 403, body = Problem), (status = 503, body = Problem)))]
pub(super) async fn check(
    State(app): State<App>,
    caller: May<Read>,
    headers: HeaderMap,
    Raw(body): Raw,
) -> Answer {
    let Draft { policy, moves } = draft(&headers, &body)?;
    let moves = moves.unwrap_or(false);
    if moves {
        caller.also::<Administer>()?;
    }
    let report = report(&app, &policy).await?;
    let usable = report.is_usable();
    let moves = if moves && usable { Some(preview::of_policy(&app, &policy).await?) } else { None };
    ok(&Checked { usable, report, moves })
}

/// What is wrong with a draft, off the threads that serve.
async fn report(app: &App, source: &str) -> Answer<Report> {
    let directory = app.directory()?;
    let known = known(directory.people.values(), directory.lines.values());
    let source = source.to_owned();
    let report = tokio::task::spawn_blocking(move || baton_policy::check(&source, &known)).await;
    report.map_err(|error| Problem::ours(error.to_string()))
}
