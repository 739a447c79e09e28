//! Every address, and who answers there.

use crate::answer::Problem;
use crate::app::App;
use crate::{api, health, hooks, pages};
use axum::Router;
use axum::http::{Method, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use axum::routing::get;

/// Everything that the server answers to people and programs; carriers' calls come in by the [`Front`](crate::Front), save
/// a few that are written in an unusual way.
pub fn router(app: App) -> Router {
    let (api, description) = api::routes().split_for_parts();
    let document = api::document(description);
    Router::new()
        .merge(api)
        .route("/api/v1/openapi.json", get(async move || document.clone()))
        .route("/health", get(health::health))
        .route("/metrics", get(health::metrics))
        .route("/hooks/twilio/{line}", get(hooks::by_router).post(hooks::by_router))
        .merge(pages::routes())
        .fallback(nothing_here)
        .method_not_allowed_fallback(wrong_method)
        .with_state(app)
}

async fn nothing_here(uri: Uri) -> Response {
    if for_programs(&uri) {
        let words =
            format!("There is nothing at {}. The API is described at /api/v1/openapi.json.", uri.path());
        return Problem::new(StatusCode::NOT_FOUND, "not_found", words).into_response();
    }
    pages::not_found()
}

async fn wrong_method(method: Method, uri: Uri) -> Response {
    let words = format!("{method} is not answered at {}.", uri.path());
    let problem = Problem::new(StatusCode::METHOD_NOT_ALLOWED, "method_not_allowed", words);
    if for_programs(&uri) { problem.into_response() } else { pages::problem(&problem) }
}

fn for_programs(uri: &Uri) -> bool {
    ["/api/", "/hooks/"].iter().any(|start| uri.path().starts_with(start))
}
