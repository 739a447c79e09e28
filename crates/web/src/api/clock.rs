//! The rehearsal's clock.

use crate::answer::{Answer, Json, Problem, ok};
use crate::app::App;
use crate::auth::{Administer, May, Read};
use axum::extract::State;
use axum::response::Response;
use baton_core::Moment;
use baton_engine::{AdvanceError, ClockKind};
use serde::{Deserialize, Serialize};
use std::time::Duration;
use utoipa::ToSchema;

/// Where the clock stands.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({"now": "2026-03-06T21:58:00Z", "standing": true}))]
pub(super) struct ClockView {
    /// Domain time.
    #[schema(value_type = String, format = DateTime)]
    now: Moment,
    /// It stands still until it is moved.
    standing: bool,
}

/// How far it goes; one of the two.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"advance_to": "2026-03-09T13:00:00Z"}))]
pub(super) struct Advance {
    /// To this time.
    #[schema(value_type = Option<String>, format = DateTime)]
    advance_to: Option<Moment>,
    /// By so many seconds.
    advance_seconds: Option<u64>,
}

/// Real time cannot be moved, and nothing here tells that it ever could.
fn rehearsal(app: &App) -> Result<(), Problem> {
    if app.clock().is_rehearsal() {
        return Ok(());
    }
    let words = "This server has no test clock. Start it with --test-clock to rehearse.";
    Err(Problem::new(axum::http::StatusCode::NOT_FOUND, "not_found", words))
}

fn view(app: &App) -> Answer {
    let clock = app.clock();
    ok(&ClockView { now: clock.now(), standing: clock.kind() == ClockKind::Standing })
}

/// Where the rehearsal's clock stands
#[utoipa::path(get, path = "/api/v1/test-clock", tag = "rehearsal",
    responses((status = 200, body = ClockView), (status = 404, body = Problem)))]
pub(super) async fn get(State(app): State<App>, caller: Result<May<Read>, Problem>) -> Answer {
    rehearsal(&app)?;
    caller?;
    view(&app)
}

/// Move the rehearsal's clock ahead
///
/// Answers when everything that fell due until then is done, in order.
#[utoipa::path(post, path = "/api/v1/test-clock", tag = "rehearsal", request_body = Advance,
    responses((status = 200, body = ClockView), (status = 404, body = Problem), (status = 422, body = Problem)))]
pub(super) async fn advance(
    State(app): State<App>,
    caller: Result<May<Administer>, Problem>,
    body: Result<Json<Advance>, Problem>,
) -> Result<Response, Problem> {
    rehearsal(&app)?;
    caller?;
    let Json(wanted) = body?;
    let to = match (wanted.advance_to, wanted.advance_seconds) {
        (Some(to), None) => to,
        (None, Some(seconds)) => app.now() + Duration::from_secs(seconds),
        _ => return Err(Problem::field("advance_to", "Say one of the two: advance_to or advance_seconds.")),
    };
    advance_to(&app, to).await?;
    view(&app)
}

/// Moves it, and does what falls due on the way.
pub(crate) async fn advance_to(app: &App, to: Moment) -> Answer<()> {
    app.advance(to).await.map_err(|error| match error {
        AdvanceError::Real | AdvanceError::Backwards { .. } => {
            Problem::field("advance_to", error.to_string())
        }
        AdvanceError::NotKept { .. } | AdvanceError::Stuck { .. } => Problem::ours(error.to_string()),
    })
}
