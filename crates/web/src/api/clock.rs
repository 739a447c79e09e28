//! The rehearsal's clock.

use crate::answer::{Answer, Json, Problem, ok};
use crate::app::App;
use crate::auth::{Administer, Caller, May, Read};
use crate::pages::{Sentences, between};
use crate::rehearsal::HowFar;
use crate::shape::Teller;
use axum::extract::State;
use axum::response::Response;
use baton_core::{Moment, Position};
use baton_engine::{AdvanceError, Advanced, ClockKind};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

/// Where the clock stands.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({"now": "2026-03-06T21:58:00Z", "standing": true}))]
pub(super) struct TestClockView {
    /// Domain time.
    #[schema(value_type = String, format = DateTime)]
    now: Moment,
    /// It stands still until it is moved.
    standing: bool,
}

/// Where the clock stands now, and what happened on the way.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct MovedView {
    #[serde(flatten)]
    clock: TestClockView,
    /// Where it stood before.
    #[schema(value_type = String, format = DateTime)]
    from: Moment,
    /// What happened meanwhile, in the order in which it was committed: entries as in a timeline, each with `says`, the
    /// sentence that the pages show, which is null for what they do not tell.
    #[schema(value_type = Vec<Object>)]
    meanwhile: Vec<Value>,
    /// How many events more there were; the stream holds them all.
    more: i64,
}

/// How many events of what happened meanwhile are answered at most.
const TOLD: usize = 500;

/// Real time cannot be moved, and nothing here tells that it ever could.
fn rehearsal(app: &App) -> Result<(), Problem> {
    if app.clock().is_rehearsal() {
        return Ok(());
    }
    let words = "This server has no test clock. Start it with --test-clock to rehearse.";
    Err(Problem::new(axum::http::StatusCode::NOT_FOUND, "not_found", words))
}

fn view(app: &App) -> Answer {
    ok(&where_it_stands(app))
}

fn where_it_stands(app: &App) -> TestClockView {
    let clock = app.clock();
    TestClockView { now: clock.now(), standing: clock.kind() == ClockKind::Standing }
}

/// Where the rehearsal's clock stands
#[utoipa::path(get, path = "/api/v1/test-clock", tag = "rehearsal",
    responses((status = 200, body = TestClockView), (status = 404, body = Problem)))]
pub(super) async fn get(State(app): State<App>, caller: Result<May<Read>, Problem>) -> Answer {
    rehearsal(&app)?;
    caller?;
    view(&app)
}

/// Move the rehearsal's clock ahead
///
/// Answers when everything that fell due until then is done, in order, with what that was.
#[utoipa::path(post, path = "/api/v1/test-clock", tag = "rehearsal", request_body = HowFar,
    responses((status = 200, body = MovedView), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 422, body = Problem)))]
pub(super) async fn advance(
    State(app): State<App>,
    caller: Result<May<Administer>, Problem>,
    body: Result<Json<HowFar>, Problem>,
) -> Result<Response, Problem> {
    rehearsal(&app)?;
    let caller = caller?.caller();
    let Json(wanted) = body?;
    let moved = advance_to(&app, wanted.target(&app)?).await?;
    let (meanwhile, more) = happened(&app, &caller, moved.after, moved.until).await?;
    ok(&MovedView { clock: where_it_stands(&app), from: moved.from, meanwhile, more })
}

/// What happened between two positions, and how much more.
async fn happened(app: &App, caller: &Caller, after: Position, until: Position) -> Answer<(Vec<Value>, i64)> {
    let (directory, audience) = (app.directory()?, caller.audience());
    let sentences = Sentences::of(app, caller)?;
    let mut last = after;
    let mut told = Vec::new();
    let mut left = TOLD;
    for (record, customer) in between(app, after, until, TOLD).await? {
        let teller = Teller { directory: &directory, customer: customer.as_ref() };
        for (position, event) in record.positioned().take(left) {
            last = position;
            left -= 1;
            let Some(event) = audience.event(&record.by, event) else { continue };
            let mut entry = teller.one(&record, position, &event);
            entry.value["says"] = sentences.plain(customer.as_ref(), &record, &event).into();
            told.push(entry.value);
        }
    }
    Ok((told, until.0 - last.0))
}

/// Moves it, and does what falls due on the way.
pub(crate) async fn advance_to(app: &App, to: Moment) -> Answer<Advanced> {
    app.advance(to).await.map_err(|error| match error {
        AdvanceError::Real | AdvanceError::Backwards { .. } => {
            Problem::field("advance_to", error.to_string())
        }
        AdvanceError::NotKept { .. } | AdvanceError::Stuck { .. } => Problem::ours(error.to_string()),
    })
}
