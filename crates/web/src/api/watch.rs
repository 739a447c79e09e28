//! Watching a conversation.

use super::moves::moved;
use crate::answer::{Answer, Problem};
use crate::app::App;
use crate::auth::{May, Route};
use crate::shape::ConversationView;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use baton_core::Command;

/// Watch it
///
/// Whoever calls is told of what is texted and noted in it from here on, and owns nothing by that. People only. A note
/// that mentions somebody by `@` and name makes them watch too.
#[utoipa::path(put, path = "/api/v1/conversations/{id}/watch", tag = "ownership",
    params(("id" = String, Path, description = "The conversation's id")),
    responses((status = 200, body = ConversationView), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem)))]
pub(super) async fn watch(State(app): State<App>, caller: May<Route>, Path(id): Path<String>) -> Answer {
    moved(&app, &caller, &id, &HeaderMap::new(), Command::Watch).await
}

/// Watch it no more
#[utoipa::path(delete, path = "/api/v1/conversations/{id}/watch", tag = "ownership",
    params(("id" = String, Path, description = "The conversation's id")),
    responses((status = 200, body = ConversationView), (status = 403, body = Problem), (status = 404, body = Problem)))]
pub(super) async fn unwatch(State(app): State<App>, caller: May<Route>, Path(id): Path<String>) -> Answer {
    moved(&app, &caller, &id, &HeaderMap::new(), Command::Unwatch).await
}
