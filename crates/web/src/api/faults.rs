//! What is wrong with the set-up.

use crate::answer::{Answer, Items, Paging, Params, ok};
use crate::app::App;
use crate::auth::{Administer, May};
use axum::extract::State;
use baton_core::Moment;
use serde::Serialize;
use utoipa::ToSchema;

/// How many of the latest are told.
const FAULTS: usize = 200;

/// Something that came and fitted nothing.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({"position": 4711, "at": "2026-05-12T16:55:00Z",
    "fault": "A text came to +12125550199, which is no line here. Add it as a line, or take it out of the carrier's webhook.",
    "detail": "Ok(Text(InboundText { … }))"}))]
pub(super) struct FaultView {
    /// Its place in the stream.
    position: i64,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    at: Moment,
    /// What happened, why, what to do.
    fault: String,
    /// What came, whole, so that nothing is lost.
    detail: String,
}

/// What is wrong with the set-up
///
/// What came and fitted nothing, such as a text to a number that is no line; the latest 200, newest first.
#[utoipa::path(get, path = "/api/v1/faults", tag = "team", params(Paging),
    responses((status = 200, body = Items<FaultView>)))]
pub(super) async fn list(
    State(app): State<App>,
    _: May<Administer>,
    Params(paging): Params<Paging>,
) -> Answer {
    let faults = app.read(|reader| reader.faults(FAULTS)).await?;
    let view = |fault: baton_store::Fault| FaultView {
        position: fault.position.0,
        at: fault.at,
        fault: fault.fault,
        detail: fault.detail,
    };
    ok(&Items::cut(faults.into_iter().map(view).collect(), &paging, |fault| fault.position.to_string())?)
}
