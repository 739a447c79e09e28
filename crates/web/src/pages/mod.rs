//! The pages.
use crate::app::App;
use crate::answer::Problem;
use axum::response::{IntoResponse, Response};
pub(crate) fn routes() -> axum::Router<App> { axum::Router::new() }
pub(crate) fn not_found() -> Response { ().into_response() }
pub(crate) fn problem(problem: &Problem) -> Response { (problem.status(), problem.detail().to_owned()).into_response() }
